"""Who goes where: the need of each area, its minutes to each open site, and the site that its people would go to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isnan, nan

from appraisal.audit.explaining.arithmetic import number
from appraisal.audit.explaining.dossier import Dossier
from appraisal.audit.explaining.steps import Step
from appraisal.measures.journeys import PERIODS
from appraisal.measures.openings import VISITORS_MODE
from appraisal.measures.straight_line import kilometres
from appraisal.model.places import Area

ENDS = ("low", "value", "high")


@dataclass(frozen=True, slots=True)
class Going:
    """Where the people of one area would go.

    Attributes:
        need: people a year who would use these beds.
        site: id of the nearest open site by the place's main mode, by day.
        minutes: end of the range -> minutes of a visitor there, the mean of day and evening; NaN where not known.
        by_period: period -> the same at the figures' values.
        by_car: minutes by car, by day.
        kilometres: in a straight line to that site.
        deprived: the part of the need that is in the most deprived fifth of all need.
    """

    area: Area
    need: float
    site: str
    minutes: Mapping[str, float]
    by_period: Mapping[str, float]
    by_car: float
    kilometres: float
    deprived: float


def goings(dossier: Dossier, sites: Sequence[str]) -> tuple[Going, ...]:
    """Where the people of every area would go if these sites were open, in order of area (method 3.3).

    The nearest site by the place's main mode, by day; of equally near ones the first by id.
    """
    geography, place = dossier.geography, dossier.place
    need = needs(dossier)
    deprived = _most_deprived_fifth([area.deprivation_rank for area in place.areas], need)
    km = kilometres(place.areas, place.sites)
    first = [geography.sites[int(index)] for index in geography.nearer_first]
    column = {site: geography.sites.index(site) for site in sites}
    found = []
    for row, area in enumerate(place.areas):
        main = {site: float(geography.main[row, column[site]]) for site in sites}
        site = min(
            sites, key=lambda site: (isnan(main[site]), main[site] if not isnan(main[site]) else 0, first.index(site))
        )
        by_period = {
            end: [
                float(getattr(geography.journeys[VISITORS_MODE, period], end)[row, column[site]]) for period in PERIODS
            ]
            for end in ENDS
        }
        found.append(
            Going(
                area,
                need[row],
                site,
                {end: sum(each) / len(each) for end, each in by_period.items()},
                dict(zip(PERIODS, by_period["value"], strict=True)),
                float(geography.journeys["car", "day"].value[row, column[site]]),
                float(km[row, column[site]]),
                deprived[row],
            )
        )
    return tuple(found)


def are_reached(dossier: Dossier, sites: Sequence[str]) -> bool:
    """Whether the minutes from every area that has need to every one of these sites are known."""
    unreached = dict(zip(dossier.geography.sites, dossier.geography.unreached.tolist(), strict=True))
    return bool(sites) and not any(unreached[site] for site in sites)


def needs(dossier: Dossier) -> list[float]:
    """People a year of each area who would use these beds (method 3.1), worked out from its people and the rates."""
    plan = dossier.place.plan.need
    rates = plan.deaths_a_year
    shares = plan.palliative_share.value * plan.use_share.value * (1 + plan.growth_a_year.value) ** plan.years_ahead
    return [
        shares
        * (
            (area.population - area.population_65_plus) * rates.under_65.value
            + (area.population_65_plus - area.population_75_plus) * rates.from_65_to_74.value
            + (area.population_75_plus - area.population_85_plus) * rates.from_75_to_84.value
            + area.population_85_plus * rates.from_85.value
        )
        for area in dossier.place.areas
    ]


def mean_minutes(going: Sequence[Going], end: str, weights: Sequence[float] | None = None) -> float:
    """Minutes of all these areas, each counted by its need, or by other weights; NaN where nothing is weighed."""
    weighed = [one.need for one in going] if weights is None else weights
    total = fsum(weighed)
    each = (w * one.minutes[end] for w, one in zip(weighed, going, strict=True) if w)
    return fsum(each) / total if total else nan


def need_told(dossier: Dossier) -> Step:
    """How many people a year would use these beds, and from what that follows."""
    plan, total = dossier.place.plan.need, fsum(needs(dossier))
    rates = plan.deaths_a_year
    bands = ("under 65", rates.under_65), ("65 to 74", rates.from_65_to_74), ("75 to 84", rates.from_75_to_84)
    said = ", ".join(f"{name} {number(rate.value)}" for name, rate in (*bands, ("85 and over", rates.from_85)))
    grown = f"{number(1 + plan.growth_a_year.value)}^{plan.years_ahead}"
    text = (
        f"People a year who would use these beds, all {len(dossier.place.areas)} areas: people of each age band x "
        f"deaths a year ({said}) x {number(plan.palliative_share.value)} who need palliative care x "
        f"{number(plan.use_share.value)} who would use one x growth {grown}"
    )
    path = ("context", "need", "admissions_a_year", "value")
    return dossier.checked(path, text, total, number(total))


def by_site(dossier: Dossier, going: Sequence[Going], *, with_areas: bool) -> Step:
    """Who goes where, site by site; each area too where one criterion is asked about."""
    total = fsum(one.need for one in going)
    rows = []
    for site in sorted({one.site for one in going}):
        served = [one for one in going if one.site == site]
        need = fsum(one.need for one in served)
        text = (
            f"{dossier.name('sites', site)}: {len(served)} areas, {number(need, 4)} of {number(total, 4)} people a "
            f"year, who travel {number(mean_minutes(served, 'value'), 4)} minutes on average"
        )
        rows.append(Step(text, _areas(served) if with_areas else ()))
    mode = dossier.place.plan.travel.main_mode.replace("-", " ")
    return Step(f"Who goes where: each area's people to the nearest open site by {mode}, by day", tuple(rows))


def _areas(served: Sequence[Going]) -> tuple[Step, ...]:
    rows = []
    for one in served:
        by_period = ", ".join(f"{period} {number(minutes, 4)}" for period, minutes in one.by_period.items())
        text = f"{one.area.code}: need {number(one.need)}; {number(one.kilometres, 4)} km; {by_period}, mean "
        text += f"{number(one.minutes['value'], 4)} minutes"
        text += f"; in the most deprived fifth {number(one.deprived)}" if one.deprived else ""
        rows.append(Step(text))
    return tuple(rows)


def how_minutes_follow(dossier: Dossier) -> tuple[Step, ...]:
    """Where the minutes of visitors come from, period by period."""
    place, told = dossier.place, []
    for period in PERIODS:
        if any(row.mode == VISITORS_MODE and row.period == period for row in place.travel):
            told.append(Step(f"Minutes, {period}: from options/{place.id}/travel.csv"))
            continue
        plan = getattr(place.plan.travel.public_transport, period)
        ends = plan.circuity
        told.append(
            Step(
                f"Minutes, {period}: {number(plan.walk_and_wait_minutes)} walking and waiting + kilometres in a "
                f"straight line x {number(ends.value)} ({number(ends.low)} to {number(ends.high)}) x 60 / "
                f"{number(plan.km_an_hour)} km an hour; an assumption in place.yaml, source {plan.source}"
            )
        )
    return tuple(told)


def _most_deprived_fifth(ranks: Sequence[int], need: Sequence[float]) -> list[float]:
    """The part of each area's need in the most deprived fifth of all need; the area on its edge counts in part."""
    left = fsum(need) / 5
    inside = [0.0] * len(need)
    for index in sorted(range(len(need)), key=lambda index: (ranks[index], index)):
        inside[index] = min(max(left, 0.0), need[index])
        left -= need[index]
    return inside
