"""The measures once more, in plain loops over areas and sites: what the engine's arrays are held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median

from appraisal.model.workspace import Place

Beds = Mapping[str, int]


def need_of(place: Place) -> dict[str, float]:
    """People a year who would ask for a bed, by area, in a place whose rates are the same at every age."""
    plan = place.plan.need
    rate = plan.deaths_a_year.under_65.value * plan.palliative_share.value * plan.use_share.value
    return {area.code: area.population * rate for area in place.areas}


def minutes_of(place: Place, mode: str, period: str) -> dict[tuple[str, str], float]:
    """Minutes by (area, site) from the place's matrix."""
    found = [row for row in place.travel if row.mode == mode and row.period == period and row.minutes is not None]
    return {(row.area, row.site): row.minutes for row in found if row.minutes is not None}


def goes_to(place: Place, beds: Beds) -> dict[str, str]:
    """The nearest open site of each area by the main mode, by day; ties by site id."""
    minutes = minutes_of(place, place.plan.travel.main_mode, "day")
    return {
        area.code: min((site for site in beds if beds[site]), key=lambda site: (minutes[area.code, site], site))
        for area in place.areas
    }


def mean_minutes(place: Place, beds: Beds, share_of: Mapping[str, float]) -> float:
    """Weighted mean minutes by public transport, the mean of day and evening."""
    going = goes_to(place, beds)
    total = 0.0
    for period in ("day", "evening"):
        minutes = minutes_of(place, "public-transport", period)
        total += sum(share * minutes[area, going[area]] for area, share in share_of.items())
    return total / 2 / sum(share_of.values())


def refused(beds: int, load: float) -> float:
    """Erlang's loss by its terms."""
    term, total = 1.0, 1.0
    for number in range(1, beds + 1):
        term *= load / number
        total += term
    return term / total


def access(place: Place, beds: Beds, stay: float | None = None) -> float:
    """The chance of admission."""
    days = place.plan.stay_days.value if stay is None else stay
    need, going = need_of(place), goes_to(place, beds)
    admitted = 0.0
    for site, count in beds.items():
        load = sum(need[area] for area in need if going[area] == site) * days / 365
        hours = place.figure(site, "access.admission-hours").value
        admitted += load * (1 - refused(count, load)) * (hours or 0.0) / 168
    return admitted / (sum(need.values()) * days / 365)


def travel_time(place: Place, beds: Beds) -> float:
    """Need-weighted mean minutes."""
    return mean_minutes(place, beds, need_of(place))


def deprived_need(place: Place) -> dict[str, float]:
    """Of each area's need, what is in the most deprived fifth."""
    need, left = need_of(place), sum(need_of(place).values()) / 5
    taken = {}
    for area in sorted(place.areas, key=lambda area: area.deprivation_rank):
        taken[area.code] = min(left, need[area.code])
        left -= taken[area.code]
    return taken


def equity(place: Place, beds: Beds) -> float:
    """The gap in minutes, never below 0."""
    need, deprived = need_of(place), deprived_need(place)
    others = {area: need[area] - deprived[area] for area in need}
    return max(0.0, mean_minutes(place, beds, deprived) - mean_minutes(place, beds, others))


def cost(place: Place, beds: Beds) -> float:
    """Present cost over the plan's years."""
    plan = place.plan.cost
    total = 0.0
    for site, count in beds.items():
        figure = {
            name: place.figure(site, f"cost.{name}").value or 0.0
            for name in ("set-up-building", "set-up-equipment", "fixed-a-year", "bed-day")
        }
        paid = plan.planned_occupancy.value if place.site(site).contract == "spot" else 1.0
        total += figure["set-up-building"] * (1 + plan.optimism_bias.building.value)
        total += figure["set-up-equipment"] * (1 + plan.optimism_bias.equipment.value)
        for year in range(plan.years):
            spent = (
                figure["fixed-a-year"] + plan.ward_round_pounds_a_year.value + 365 * count * paid * figure["bed-day"]
            )
            total += spent / (1 + plan.discount_rate.value) ** year
    return total


def clinical_fit(place: Place, beds: Beds) -> float:
    """Median scores, by beds."""
    total = 0.0
    for site, count in beds.items():
        points = [
            cast.points for cast in place.ballots.scores if cast.site == site and cast.criterion == "clinical-fit"
        ]
        total += count * median(point for point in points if point is not None)
    return total / sum(beds.values())


MEASURES: Mapping[str, Callable[[Place, Beds], float]] = {
    "access": access,
    "clinical-fit": clinical_fit,
    "cost": cost,
    "equity": equity,
    "travel-time": travel_time,
}
