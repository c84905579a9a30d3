"""How unevenly travel falls on people (method 3.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import FindingsError
from appraisal.measures.need import sources_of_need
from appraisal.measures.openings import VISITORS_MODE, Geography, Openings, weighted_minutes
from appraisal.measures.performances import FigureKind, Performances, Terms, merged
from appraisal.measures.travel_time import mean_of_periods
from appraisal.model.criteria import Criterion
from appraisal.model.workspace import Place

Many = Sequence[Any] | NDArray[Any]

FIGURES: dict[str, FigureKind] = {}


def build(place: Place, criterion: Criterion, geography: Geography) -> EquityGap:
    """The measure of a criterion at a place."""
    return EquityGap(place, criterion, geography)


class EquityGap:
    """How many minutes more the most deprived fifth of the place's need travel than everyone else, never below 0.

    The fifth is of the place's own need, an area on its edge counting in part. The gap also shrinks when the others
    travel longer, so both means stand beside it, with the Kolm-Pollak index at an alpha fixed once for the place.
    """

    shares_range = True
    counts_beds = False

    def __init__(self, place: Place, criterion: Criterion, geography: Geography) -> None:
        """Say once who the most deprived fifth are."""
        self._criterion = criterion
        self._geography = geography
        self._epsilon = place.plan.equity.epsilon
        self._deprived = most_deprived_fifth(geography.deprivation_rank, geography.need)
        self._others = geography.need - self._deprived
        self._offered = [site.id for site in place.sites if site.beds_offered is not None]
        self._shared_sources = merged(
            sources_of_need(place.plan.need),
            *(minutes.sources for (mode, _), minutes in geography.journeys.items() if mode == VISITORS_MODE),
        )

    def performance(self, openings: Openings) -> Performances:
        """Gap in minutes of each set; the range is that of the journeys."""
        low, value, high = (
            np.maximum(0.0, np.subtract(*self._means(openings, end))) for end in ("low", "value", "high")
        )
        ends = np.minimum(np.minimum(low, high), value), np.maximum(np.maximum(low, high), value)
        unknown = np.full(len(openings), np.inf)
        return Performances.of(self._criterion, ends, value, (-unknown, unknown))

    def terms(self, *, at_best: bool = False) -> Terms:  # noqa: ARG002  minutes are known whole or not at all
        """Minutes of the most deprived fifth less those of everyone else, never below 0."""
        minutes = mean_of_periods(self._geography, VISITORS_MODE, "value")
        deprived, others = (some / some.sum() for some in (self._deprived, self._others))
        going = weighted_minutes(deprived, minutes) - weighted_minutes(others, minutes)
        return Terms(going=going, floor=0.0, unbounded=self._geography.unreached)

    def beside(self, openings: Openings) -> Mapping[str, NDArray[np.float64]]:
        """Mean minutes of the most deprived fifth and of everyone else, their plain gap, and the Kolm-Pollak index."""
        deprived, others = self._means(openings, "value")
        minutes = openings.minutes_of_areas(mean_of_periods(self._geography, VISITORS_MODE, "value"))
        index = kolm_pollak(minutes, self._geography.need, self._epsilon, self._alpha)
        return {
            "deprived_fifth_minutes": deprived,
            "everyone_else_minutes": others,
            "gap_minutes": deprived - others,
            "kolm_pollak_minutes": np.atleast_1d(index),
        }

    def sources(self, sites: Sequence[int]) -> tuple[str, ...]:  # noqa: ARG002  the same for every set
        """The assumptions of need and of journeys."""
        return self._shared_sources

    def _means(self, openings: Openings, end: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        minutes = mean_of_periods(self._geography, VISITORS_MODE, end)
        deprived = openings.travelled(self._deprived / self._deprived.sum(), minutes)
        return deprived, openings.travelled(self._others / self._others.sum(), minutes)

    @cached_property
    def _alpha(self) -> float:
        """Alpha with every offered site open whose minutes are known; where none is offered, with every such site."""
        unreached = dict(zip(self._geography.sites, self._geography.unreached, strict=True))
        reached = [site for site in self._geography.sites if not unreached[site]]
        offered = [site for site in reached if site in self._offered]
        everywhere = Openings.of(self._geography, [dict.fromkeys(offered or reached, 1)])
        minutes = everywhere.minutes_of_areas(mean_of_periods(self._geography, VISITORS_MODE, "value"))[0]
        has_need = self._geography.need > 0
        need, minutes = self._geography.need[has_need], minutes[has_need]
        squares = float((need * minutes**2).sum())
        # Minutes that are all 0 are equal, whatever alpha is.
        return float((need * minutes).sum()) / squares if squares else 0.0


def most_deprived_fifth(deprivation_rank: Many, need: Many) -> NDArray[np.float64]:
    """The part of each area's need that is in the most deprived 20% of all need.

    Args:
        deprivation_rank: (areas,) 1 is the most deprived; equal ranks are taken in the order given.
        need: (areas,) 0 or more.

    Returns:
        (areas,) adding up to a fifth of need; the area on the edge counts in part.

    >>> most_deprived_fifth([5, 1, 9], [10, 1, 4]).tolist()
    [2.0, 1.0, 0.0]
    """
    needs = np.asarray(need, dtype=np.float64)
    order = np.argsort(np.asarray(deprivation_rank), kind="stable")
    before = np.concatenate(([0.0], np.cumsum(needs[order])[:-1]))
    inside = np.empty_like(needs)
    inside[order] = np.clip(needs.sum() / 5 - before, 0.0, needs[order])
    return inside


def kolm_pollak(minutes: Many, need: Many, epsilon: float, alpha: float | None = None) -> float | NDArray[np.float64]:
    """The Kolm-Pollak index of inequality: the minutes that unevenness is worth, added to the mean.

    EDE(x) = -(1/k) ln( sum n exp(-k x) / sum n ) with k = alpha x epsilon; the index is EDE - mean. At one alpha,
    the same minutes more for everybody leave it as it is (Kolm 1976; Sheriff and Maguire 2020; Logan et al. 2021).

    Args:
        minutes: shape (..., areas): the last axis is the areas of need; any leading axes are sets of sites. NaN where
            it is not known.
        need: shape (areas,), 0 or more, some above 0. Areas without need count for nothing.
        epsilon: aversion to inequality; below 0 where less is better, as with minutes.
        alpha: sum n x / sum n x^2, fixed once for the place with every offered site open, else sets are not
            comparable; if None, it is taken from each set's own minutes.

    Returns:
        Minutes, 0 where all areas have the same: a float for one set of minutes, else an array of the leading shape;
        NaN where minutes of an area with need are NaN.

    Raises:
        FindingsError: if need is negative, missing or nowhere above 0, shapes differ, or minutes are infinite.

    >>> round(kolm_pollak([20, 30, 40, 50], [1, 1, 1, 1], -1), 3)
    1.605
    >>> kolm_pollak([[30, 30], [10, 10]], [1, 3], -1).tolist()
    [0.0, 0.0]
    """
    figures, shares = _with_need(minutes, need)
    if np.isinf(figures).any():
        raise FindingsError("Minutes of travel are infinite. Give NaN where they are not known.")
    mean = figures @ shares
    if alpha is None:
        squares = figures**2 @ shares
        # Minutes that are all 0 are equal, whatever alpha is.
        scale = np.divide(mean, squares, out=np.zeros_like(squares), where=squares != 0)
    else:
        scale = np.full_like(mean, alpha)
    steepness = scale * epsilon
    exponents = -steepness[..., np.newaxis] * (figures - mean[..., np.newaxis])
    largest = exponents.max(axis=-1)
    logarithm = largest + np.log(np.exp(exponents - largest[..., np.newaxis]) @ shares)
    # As k goes to 0 the EDE goes to the mean.
    index = np.divide(-logarithm, steepness, out=np.where(np.isnan(mean), np.nan, 0.0), where=steepness != 0)
    return float(index) if index.ndim == 0 else index


def atkinson(values: Many, need: Many, epsilon: float) -> float:
    """The Atkinson index: the share of the total that could be given up for an even spread (Atkinson 1970).

    1 - EDE / mean, with EDE = ( sum n x^(1 - epsilon) / sum n )^(1 / (1 - epsilon)), the geometric mean at epsilon 1.

    Args:
        values: shape (areas,), 0 or more, of something of which more is better; NaN where not known.
        need: shape (areas,), 0 or more, some above 0.
        epsilon: aversion to inequality, 0 or more.

    Returns:
        0 (even) to 1; NaN where a value of an area with need is NaN.

    Raises:
        FindingsError: if a value, a need or epsilon is negative, or nobody has need.

    >>> round(atkinson([1, 4], [1, 1], 1), 3)
    0.2
    >>> round(atkinson([1, 9], [1, 1], 0.5), 3)
    0.2
    """
    figures, shares = _one_row(values, need)
    if epsilon < 0:
        raise FindingsError(f"Epsilon of the Atkinson index is {epsilon}. Give 0 or more.")
    mean = float(figures @ shares)
    positive = figures > 0
    if np.isnan(mean) or mean == 0:
        return mean
    if epsilon >= 1 and not positive.all():
        return 1.0
    logarithms, weights = np.log(figures[positive] / mean), shares[positive]
    if epsilon == 1:
        return float(1 - np.exp(logarithms @ weights))
    exponents = (1 - epsilon) * logarithms
    largest = exponents.max()
    return float(1 - np.exp((largest + np.log(np.exp(exponents - largest) @ weights)) / (1 - epsilon)))


def gini(values: Many, need: Many) -> float:
    """The Gini index: half the mean difference between two people, as a share of the mean (Gini 1912).

    Args:
        values: shape (areas,), 0 or more; NaN where not known.
        need: shape (areas,), 0 or more, some above 0.

    Returns:
        0 (even) to 1; NaN where a value of an area with need is NaN.

    Raises:
        FindingsError: if a value or a need is negative, or nobody has need.

    >>> gini([0, 1], [1, 1]), gini([2, 2], [1, 3])
    (0.5, 0.0)
    """
    figures, shares = _one_row(values, need)
    mean = float(figures @ shares)
    if np.isnan(mean) or mean == 0:
        return mean
    order = np.argsort(figures, kind="stable")
    figures, shares = figures[order], shares[order]
    people_below = np.cumsum(shares) - shares / 2
    return float(np.sum(shares * (figures / mean) * (2 * people_below - 1)))


def _with_need(figures: Many, need: Many) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Figures of the areas with need, and these areas' shares of all need."""
    many, needs = np.asarray(figures, dtype=np.float64), np.asarray(need, dtype=np.float64)
    if needs.ndim != 1 or many.ndim == 0 or many.shape[-1] != needs.shape[0]:
        raise FindingsError(f"Figures of shape {many.shape} do not fit need of shape {needs.shape}. Give one an area.")
    if not (np.isfinite(needs).all() and (needs >= 0).all() and (needs > 0).any()):
        raise FindingsError("Need must be a number of 0 or more in every area, and above 0 in at least one.")
    present = needs > 0
    return many[..., present], needs[present] / needs[present].sum()


def _one_row(values: Many, need: Many) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    figures, shares = _with_need(values, need)
    if figures.ndim != 1:
        raise FindingsError(f"Values of shape {figures.shape} are more than one row. Give one value for each area.")
    if (figures < 0).any() or np.isinf(figures).any():
        raise FindingsError("A value is negative or infinite, and this index needs finite values of 0 or more.")
    return figures, shares
