"""How the chance of admission follows: load, a free bed by Erlang's formula, hours (methods 3.4 and 3.5)."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum, inf, isfinite, nan

from appraisal.audit.explaining.arithmetic import number
from appraisal.audit.explaining.dossier import Dossier
from appraisal.audit.explaining.evidence_told import assumption, figure_of
from appraisal.audit.explaining.journeys_told import are_reached, by_site, goings, need_told
from appraisal.audit.explaining.performed import Performed
from appraisal.audit.explaining.steps import Step
from appraisal.measures.access import HOURS_A_WEEK
from appraisal.model.criteria import Criterion
from appraisal.model.evidence import Figure

_DAYS = 365


def access(dossier: Dossier, criterion: Criterion, sites: Mapping[str, int], *, with_areas: bool) -> Performed:
    """The chance that someone who needs a bed is admitted, step by step.

    Args:
        dossier: of the run.
        criterion: the criterion of access.
        sites: id -> new beds.
        with_areas: whether each area is shown.
    """
    place = dossier.place
    going = goings(dossier, sorted(sites))
    asked = {site: fsum(one.need for one in going if one.site == site) for site in sorted(sites)}
    item = f"{criterion.id}.admission-hours"
    hours = {site: place.figure(site, item) for site in asked}
    is_reached, stay = are_reached(dossier, sorted(sites)), place.plan.stay_days

    def chance(stay_days: float, end: str) -> float:
        if not is_reached:
            return nan
        return _chance(asked, sites, {site: _at(figure, end) for site, figure in hours.items()}, stay_days)

    value = chance(stay.value, "value")
    free = {site: asked[site] * (1 - refused(sites[site], asked[site] * stay.value / _DAYS)) for site in asked}
    total = fsum(asked.values())
    details = [figure_of(dossier, site, item, f"{dossier.name('sites', site)}, hours a week") for site in asked]
    details += [assumption(dossier, stay, "How long people stay", "days"), need_told(dossier)]
    details.append(by_site(dossier, going, with_areas=with_areas))
    details += [_site(dossier, site, sites[site], asked[site], hours[site]) for site in asked]
    if not is_reached:
        details.append(Step("Minutes from some area to one of the sites are not known, nor is who goes where"))
    details.append(_together(asked, sites, hours, stay.value, value))
    return Performed.of(
        criterion,
        value,
        (chance(stay.most, "low"), chance(stay.least, "high")),
        (chance(stay.value, "least"), chance(stay.value, "most")),
        details,
        beside={
            "chance_at_middle_stay": value,
            "share_refused_for_want_of_a_bed": 1 - fsum(free.values()) / total if total else nan,
        },
        ends_say=(f"{number(stay.most)} days and the fewest hours", f"{number(stay.least)} days and the most hours"),
    )


def refused(beds: int, load: float) -> float:
    """The share of requests that find every bed taken: B(b) = r B(b - 1) / (b + r B(b - 1)), from B(0) = 1.

    >>> refused(2, 1.0)
    0.2
    """
    share = 1.0
    for count in range(1, beds + 1):
        share = load * share / (count + load * share)
    return share


def _chance(asked: Mapping[str, float], beds: Mapping[str, int], hours: Mapping[str, float], stay_days: float) -> float:
    """Requests admitted of all, at one length of stay and these hours a week; NaN where hours are not known."""
    total = fsum(asked.values())
    if not total:
        return 0.0
    admitted = 0.0
    for site, requests in asked.items():
        served = requests * (1 - refused(beds[site], requests * stay_days / _DAYS))
        admitted += served * hours[site] / HOURS_A_WEEK if served > 0 else 0.0
    return admitted / total


def _at(figure: Figure, end: str) -> float:
    if end in ("least", "most"):
        return figure.value if figure.value is not None else (figure.low if end == "least" else figure.high)
    if figure.value is None:
        return nan
    return {"low": figure.low, "value": figure.value, "high": figure.high}[end]


def _site(dossier: Dossier, site: str, beds: int, requests: float, hours: Figure) -> Step:
    """Load, refusals and hours of one site."""
    stay = dossier.place.plan.stay_days.value
    load = requests * stay / _DAYS
    steps = [
        Step(
            f"Load: {number(requests)} requests a year x {number(stay)} days / {_DAYS}",
            figure=load,
            shown=f"{number(load)} erlangs",
        ),
        Step("With no bed everybody is refused: B(0) = 1"),
    ]
    share = 1.0
    for count in range(1, beds + 1):
        before, share = share, load * share / (count + load * share)
        text = f"B({count}) = {number(load)} x {number(before)} / ({count} + {number(load)} x {number(before)})"
        steps.append(Step(text, figure=share, shown=number(share)))
    admits = hours.value / HOURS_A_WEEK if hours.value is not None else None
    said = f"{number(hours.value)} of {HOURS_A_WEEK} hours a week" if admits is not None else "hours not known"
    steps.append(Step(f"It admits in {said}", figure=admits, shown=number(admits)))
    chance = None if admits is None else (1 - share) * admits
    text = f"Of requests to it, admitted: (1 - {number(share)}) x {number(admits)}"
    steps.append(Step(text, figure=chance, shown=number(chance)))
    return Step(f"{dossier.name('sites', site)}, {beds} beds", tuple(steps))


def _together(
    asked: Mapping[str, float],
    beds: Mapping[str, int],
    hours: Mapping[str, Figure],
    stay_days: float,
    value: float,
) -> Step:
    parts = []
    for site, requests in asked.items():
        share = hours[site].value
        free = 1 - refused(beds[site], requests * stay_days / _DAYS)
        parts.append(f"{number(requests)} x {number(None if share is None else free * share / HOURS_A_WEEK)}")
    text = f"All requests together: ({' + '.join(parts)}) / {number(fsum(asked.values()))}"
    known = value if isfinite(value) and value < inf else None
    return Step(text, figure=known, shown=number(known))
