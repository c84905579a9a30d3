"""Cost: the present cost to the programme over years 0 to 5, at real prices of one year (method 3.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from appraisal.measures.openings import Geography, Openings
from appraisal.measures.performances import FigureKind, Performances, SiteFigures, Terms, merged, over_open
from appraisal.model.base import Assumption
from appraisal.model.criteria import Criterion
from appraisal.model.workspace import Place

Floats = npt.NDArray[np.float64]

DAYS_A_YEAR = 365
FIGURES = {
    "set-up-building": FigureKind("set-up cost of building work", "pounds", 0),
    "set-up-equipment": FigureKind("set-up cost of equipment", "pounds", 0),
    "fixed-a-year": FigureKind("the site's own fixed charge", "pounds a year", 0),
    "bed-day": FigureKind("price of a bed-day", "pounds a bed-day", 0),
}


def build(place: Place, criterion: Criterion, geography: Geography) -> Cost:  # noqa: ARG001  no geography in it
    """The measure of a criterion at a place."""
    return Cost(place, criterion)


class Cost:
    """Present cost: set-up with optimism bias, and every year each site's fixed cost, ward round and bed-days.

    A block contract pays for every bed-day; a spot contract for those occupied, at the place's planned occupancy
    (never Erlang's).
    """

    shares_range = False
    counts_beds = True

    def __init__(self, place: Place, criterion: Criterion) -> None:
        """Read each site's charges and the place's rates."""
        self._criterion = criterion
        self._plan = place.plan.cost
        self._figures = {
            name: SiteFigures.of([place.figure(site.id, f"{criterion.id}.{name}") for site in place.sites])
            for name in FIGURES
        }
        self._is_spot = np.array([site.contract == "spot" for site in place.sites])
        plan = self._plan
        assumptions = (
            plan.discount_rate,
            plan.planned_occupancy,
            plan.optimism_bias.building,
            plan.optimism_bias.equipment,
            plan.ward_round_pounds_a_year,
        )
        self._shared_sources = merged([assumption.source for assumption in assumptions])

    def performance(self, openings: Openings) -> Performances:
        """Present cost of each set; the range takes every figure at its low, then at its high."""
        beds = openings.beds
        return Performances.of(
            self._criterion,
            (self._present(beds, "low", "least"), self._present(beds, "high", "most")),
            self._present(beds, "value", "value"),
            (self._present(beds, "least", "value"), self._present(beds, "most", "value")),
        )

    def terms(self, *, at_best: bool = False) -> Terms:
        """Each open site's set-up and yearly cost, and the price of its beds."""
        end = ("least" if self._criterion.better == "lower" else "most") if at_best else "value"
        years = present_value_of_a_pound_a_year(self._plan.discount_rate.value, self._plan.years)
        fixed_a_year, bed_a_year = self._yearly_parts(end, "value")
        fixed, per_bed = self._set_up(end, "value") + years * fixed_a_year, years * bed_a_year
        if not at_best:
            return Terms(fixed=fixed, per_bed=per_bed)
        unbounded = ~np.isfinite(fixed + per_bed)
        fixed, per_bed = (np.where(np.isfinite(part), part, 0.0) for part in (fixed, per_bed))
        return Terms(fixed=fixed, per_bed=per_bed, unbounded=unbounded)

    def beside(self, openings: Openings) -> Mapping[str, Floats]:
        """Set-up with optimism bias; cost of a year; cost of each occupied bed-day."""
        beds = openings.beds
        yearly = over_open(beds, self._yearly(beds, "value", "value"))
        occupied = DAYS_A_YEAR * beds.sum(axis=1) * self._plan.planned_occupancy.value
        per_day = np.divide(yearly, occupied, out=np.full(len(beds), np.nan), where=occupied > 0)
        set_up = over_open(beds, self._set_up("value", "value"))
        return {"set_up_pounds": set_up, "pounds_a_year": yearly, "pounds_an_occupied_bed_day": per_day}

    def sources(self, sites: Sequence[int]) -> tuple[str, ...]:
        """The place's rates, and the charges of these sites."""
        figures = self._figures.values()
        return merged(self._shared_sources, *(figure.sources[site] for figure in figures for site in sites))

    def _present(self, beds: npt.NDArray[np.int64], end: str, assumed: str) -> Floats:
        years = present_value_of_a_pound_a_year(self._plan.discount_rate.value, self._plan.years)
        with np.errstate(invalid="ignore"):
            each = self._set_up(end, assumed) + years * self._yearly(beds, end, assumed)
        return over_open(beds, each)

    def _set_up(self, end: str, assumed: str) -> Floats:
        bias = self._plan.optimism_bias
        building = getattr(self._figures["set-up-building"], end) * (1 + _at(bias.building, assumed))
        equipment = getattr(self._figures["set-up-equipment"], end) * (1 + _at(bias.equipment, assumed))
        return np.asarray(building + equipment)

    def _yearly(self, beds: npt.NDArray[np.int64], end: str, assumed: str) -> Floats:
        """(n, sites) pounds a year of each site where it is open."""
        fixed, per_bed = self._yearly_parts(end, assumed)
        return np.asarray(fixed + per_bed * np.maximum(beds, 1))

    def _yearly_parts(self, end: str, assumed: str) -> tuple[Floats, Floats]:
        """(sites,) pounds a year of each site's fixed cost, and of each of its beds."""
        paid = np.where(self._is_spot, _at(self._plan.planned_occupancy, assumed), 1.0)
        fixed = getattr(self._figures["fixed-a-year"], end) + _at(self._plan.ward_round_pounds_a_year, assumed)
        return fixed, getattr(self._figures["bed-day"], end) * DAYS_A_YEAR * paid


def present_value_of_a_pound_a_year(rate: float, years: int) -> float:
    """A pound in each of years 0, 1, ..., years - 1, discounted to year 0 (HM Treasury's Green Book).

    >>> round(100 * present_value_of_a_pound_a_year(0.035, 6), 2)
    551.51
    """
    return float(sum((1 + rate) ** -year for year in range(years)))


def _at(assumption: Assumption, end: str) -> float:
    return {"least": assumption.least, "value": assumption.value, "most": assumption.most}[end]
