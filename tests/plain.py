"""The measures once more, in plain loops over areas and sites: what the engine's arrays are held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import asin, cos, radians, sin, sqrt
from statistics import median

from appraisal.model.workspace import Place

Beds = Mapping[str, int]


def need_of(place: Place) -> dict[str, float]:
    """People a year who would ask for a bed, by area."""
    plan = place.plan.need
    deaths = plan.deaths_a_year
    rates = (deaths.under_65, deaths.from_65_to_74, deaths.from_75_to_84, deaths.from_85)
    share = plan.palliative_share.value * plan.use_share.value * (1 + plan.growth_a_year.value) ** plan.years_ahead
    need = {}
    for area in place.areas:
        older = (area.population, area.population_65_plus, area.population_75_plus, area.population_85_plus, 0)
        need[area.code] = share * sum(rate.value * (older[i] - older[i + 1]) for i, rate in enumerate(rates))
    return need


def minutes_of(place: Place, mode: str, period: str) -> dict[tuple[str, str], float]:
    """Minutes by (area, site) from the place's matrix; by straight line where it has none."""
    found = [row for row in place.travel if row.mode == mode and row.period == period]
    if found:
        return {(row.area, row.site): row.minutes for row in found if row.minutes is not None}
    travel = place.plan.travel
    if mode == "car":
        fixed, a_km = travel.car.fixed_minutes, travel.car.minutes_a_km
    else:
        stated = getattr(travel.public_transport, period)
        fixed, a_km = stated.walk_and_wait_minutes, stated.circuity.value * 60 / stated.km_an_hour
    return {
        (area.code, site.id): fixed + a_km * kilometres((area.lat, area.lon), (site.lat, site.lon))
        for area in place.areas
        for site in place.sites
    }


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle kilometres between two points in degrees, by the haversine formula."""
    (lat, lon), (lat_other, lon_other) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((lat - lat_other) / 2) ** 2 + cos(lat) * cos(lat_other) * sin((lon - lon_other) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(half))


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
