"""Travel time: need-weighted mean minutes for visitors to the site where their person would be (method 3.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from appraisal.measures.journeys import PERIODS
from appraisal.measures.need import sources_of_need
from appraisal.measures.openings import VISITORS_MODE, Geography, Openings, weighted_minutes
from appraisal.measures.performances import FigureKind, Performances, Terms, merged
from appraisal.model.criteria import Criterion
from appraisal.model.places import Mode
from appraisal.model.workspace import Place

Floats = npt.NDArray[np.float64]

FIGURES: dict[str, FigureKind] = {}


def build(place: Place, criterion: Criterion, geography: Geography) -> TravelTime:
    """The measure of a criterion at a place."""
    return TravelTime(place, criterion, geography)


class TravelTime:
    """Mean minutes by public transport, the mean of day and evening; minutes by car by day stand beside it."""

    shares_range = True
    counts_beds = False

    def __init__(self, place: Place, criterion: Criterion, geography: Geography) -> None:
        """Take the mean of the periods once."""
        self._criterion = criterion
        self._geography = geography
        self._shares = geography.need / geography.need.sum()
        self._shared_sources = merged(
            sources_of_need(place.plan.need),
            *(minutes.sources for (mode, _), minutes in geography.journeys.items() if mode == VISITORS_MODE),
        )

    def performance(self, openings: Openings) -> Performances:
        """Mean minutes of each set; the range is that of the journeys."""
        low, value, high = (
            openings.travelled(self._shares, mean_of_periods(self._geography, VISITORS_MODE, end))
            for end in ("low", "value", "high")
        )
        unknown = np.full(len(openings), np.inf)
        return Performances.of(self._criterion, (low, high), value, (-unknown, unknown))

    def terms(self, *, at_best: bool = False) -> Terms:  # noqa: ARG002  minutes are known whole or not at all
        """Each area's minutes to where its people go, by its share of need."""
        minutes = mean_of_periods(self._geography, VISITORS_MODE, "value")
        return Terms(going=weighted_minutes(self._shares, minutes), unbounded=self._geography.unreached)

    def beside(self, openings: Openings) -> Mapping[str, Floats]:
        """Mean minutes by day, in the evening, and by car by day."""
        journeys = self._geography.journeys
        by_period = {
            f"{period}_minutes": openings.travelled(self._shares, journeys[VISITORS_MODE, period].value)
            for period in PERIODS
        }
        # By day alone: a matrix may give one period, and a mean would mix it with straight lines.
        by_car = openings.travelled(self._shares, journeys["car", "day"].value)
        return {**by_period, "car_minutes": by_car}

    def sources(self, sites: Sequence[int]) -> tuple[str, ...]:  # noqa: ARG002  the same for every set
        """The assumptions of need and of journeys."""
        return self._shared_sources


def mean_of_periods(geography: Geography, mode: Mode, end: str) -> Floats:
    """(areas, sites) mean of day and evening minutes at one end of their range."""
    each = [getattr(geography.journeys[mode, period], end) for period in PERIODS]
    return np.asarray(sum(each) / len(each))
