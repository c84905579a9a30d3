"""How travel time and the gap of the most deprived fifth follow from need and minutes (methods 3.2 and 3.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, inf, nan

from appraisal.audit.explaining.arithmetic import number
from appraisal.audit.explaining.dossier import Dossier
from appraisal.audit.explaining.journeys_told import (
    ENDS,
    Going,
    are_reached,
    by_site,
    goings,
    how_minutes_follow,
    mean_minutes,
    need_told,
)
from appraisal.audit.explaining.performed import Performed
from appraisal.audit.explaining.steps import Step
from appraisal.model.criteria import Criterion

_DETOURS = ("the lowest that the range of journeys gives", "the highest that the range of journeys gives")
_UNBOUNDED = (-inf, inf)
_UNREACHED = Step("Minutes from some area to one of the sites are not known, so nothing can be worked out")


def travel_time(dossier: Dossier, criterion: Criterion, sites: Mapping[str, int], *, with_areas: bool) -> Performed:
    """Mean minutes of visitors, each area counted by its need, step by step.

    Args:
        dossier: of the run.
        criterion: the criterion of travel time.
        sites: id -> new beds; only which are open matters.
        with_areas: whether each area is shown.
    """
    going = goings(dossier, sorted(sites))
    is_reached = are_reached(dossier, sorted(sites))
    low, value, high = (mean_minutes(going, end) if is_reached else nan for end in ENDS)
    details = [need_told(dossier), *how_minutes_follow(dossier), by_site(dossier, going, with_areas=with_areas)]
    details.append(_by_need(going, value) if is_reached else _UNREACHED)
    return Performed.of(
        criterion,
        value,
        (low, high),
        _UNBOUNDED,
        details,
        beside={
            f"{period}_minutes": _weighed(going, [one.by_period[period] for one in going]) if is_reached else nan
            for period in ("day", "evening")
        }
        | {"car_minutes": _weighed(going, [one.by_car for one in going]) if is_reached else nan},
        ends_say=_DETOURS,
    )


def equity(dossier: Dossier, criterion: Criterion, sites: Mapping[str, int], *, with_areas: bool) -> Performed:
    """How many minutes more the most deprived fifth of need travel than everyone else, step by step.

    Args:
        dossier: of the run.
        criterion: the criterion of equity.
        sites: id -> new beds; only which are open matters.
        with_areas: whether each area is shown.
    """
    going = goings(dossier, sorted(sites))
    is_reached = are_reached(dossier, sorted(sites))
    deprived, others = [one.deprived for one in going], [one.need - one.deprived for one in going]
    means = {end: (mean_minutes(going, end, deprived), mean_minutes(going, end, others)) for end in ENDS}
    low, value, high = (max(0.0, means[end][0] - means[end][1]) if is_reached else nan for end in ENDS)
    details = [need_told(dossier), *how_minutes_follow(dossier), by_site(dossier, going, with_areas=with_areas)]
    details += _gap(deprived, others, *means["value"], value) if is_reached else [_UNREACHED]
    return Performed.of(
        criterion,
        value,
        (min(low, value, high), max(low, value, high)),
        _UNBOUNDED,
        details,
        beside={
            "deprived_fifth_minutes": means["value"][0] if is_reached else nan,
            "everyone_else_minutes": means["value"][1] if is_reached else nan,
            "gap_minutes": means["value"][0] - means["value"][1] if is_reached else nan,
        },
        ends_say=_DETOURS,
    )


def _weighed(going: Sequence[Going], minutes: Sequence[float]) -> float:
    each = (one.need * minutes_ for one, minutes_ in zip(going, minutes, strict=True) if one.need)
    return fsum(each) / fsum(one.need for one in going)


def _by_need(going: Sequence[Going], value: float) -> Step:
    """The mean, from the mean of each site's areas."""
    parts, total = [], fsum(one.need for one in going)
    for site in sorted({one.site for one in going}):
        served = [one for one in going if one.site == site]
        parts.append(f"{number(fsum(one.need for one in served))} x {number(mean_minutes(served, 'value'))}")
    text = f"Each area's minutes by its need: ({' + '.join(parts)}) / {number(total)}"
    return Step(text, figure=value, shown=number(value, 4))


def _gap(
    deprived: Sequence[float], others: Sequence[float], of_deprived: float, of_others: float, value: float
) -> list[Step]:
    total = fsum(deprived) + fsum(others)
    areas = sum(part > 0 for part in deprived)
    return [
        Step(
            f"The most deprived fifth: the {areas} areas with the lowest deprivation rank that hold {number(total)} "
            "/ 5 of the need, the last of them in part",
            figure=fsum(deprived),
            shown=number(fsum(deprived)),
        ),
        Step("Mean minutes of the most deprived fifth, by need", figure=of_deprived, shown=number(of_deprived, 6)),
        Step("Mean minutes of everyone else, by need", figure=of_others, shown=number(of_others, 6)),
        Step(
            f"The gap, never below 0: {number(of_deprived)} - {number(of_others)}",
            figure=value,
            shown=number(value, 6),
        ),
    ]
