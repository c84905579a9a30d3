"""Performance of many sets of sites at once on one criterion, and what every measure offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from appraisal.measures.openings import Openings
from appraisal.model.criteria import Criterion
from appraisal.model.evidence import Figure

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Performances:
    """What n sets of sites do on one criterion, in its unit.

    Attributes:
        low, high: (n,). Where the value is known, the range that its figures leave; where it is not, the range
            that it must lie in (the criterion's anchors where nothing narrows it: method 1.9).
        value: (n,), NaN where not known.
    """

    low: Floats
    value: Floats
    high: Floats

    @property
    def is_known(self) -> Booleans:
        """(n,) True where there is a value."""
        return ~np.isnan(self.value)

    @classmethod
    def of(cls, criterion: Criterion, known_range: Ends, value: Floats, possible: Ends) -> Performances:
        """Join the range of known figures and the range that unknown figures leave possible.

        Args:
            criterion: whose anchors bound what is not known.
            known_range: the ends where the figures vary between low and high; their order does not matter.
            value: performances at the figures' values, NaN where a figure is not known.
            possible: the ends where unknown figures take their extremes and known ones their values; NaN where
                nothing narrows them.
        """
        known = ~np.isnan(value)
        ends = [anchor.performance for anchor in criterion.anchors]
        low = np.where(known, np.minimum(*known_range), np.fmax(np.minimum(*possible), min(ends)))
        high = np.where(known, np.maximum(*known_range), np.fmin(np.maximum(*possible), max(ends)))
        return cls(low, value, np.maximum(low, high))


Ends = tuple[Floats, Floats]


@dataclass(frozen=True)
class SiteFigures:
    """One figure of every site, in the order of the sites.

    Attributes:
        low, value, high: (sites,), NaN where not known.
        least, most: (sites,) the value where known; else the ends that it may lie between, infinite where
            nothing is known.
        sources: for each site, ids of the sources behind its figure.
    """

    low: Floats
    value: Floats
    high: Floats
    least: Floats
    most: Floats
    sources: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, figures: Sequence[Figure]) -> SiteFigures:
        """Arrays of figures."""
        known = [figure.is_known for figure in figures]
        value = [np.nan if figure.value is None else figure.value for figure in figures]
        return cls(
            np.array([figure.low if is_known else np.nan for figure, is_known in zip(figures, known, strict=True)]),
            np.array(value, dtype=float),
            np.array([figure.high if is_known else np.nan for figure, is_known in zip(figures, known, strict=True)]),
            np.array([figure.low if figure.value is None else figure.value for figure in figures]),
            np.array([figure.high if figure.value is None else figure.value for figure in figures]),
            tuple(figure.sources for figure in figures),
        )


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A figure that a measure reads of each site: its name, unit and limits."""

    name: str
    unit: str
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True)
class Terms:
    """A performance as a sum over a model's variables (method 4.2); parts left out count for nothing.

    performance = sum over areas and sites of going x (the area's people go to the site)
                + sum over open sites of (fixed + per_bed x new beds), divided by all new beds where `over_beds`
                + sum over sites of carried x (erlangs that the site's beds carry).

    Attributes:
        going: (areas, sites) minutes times shares of need.
        fixed, per_bed: (sites,) in the criterion's unit.
        over_beds: whether the open sites' part is a mean over beds.
        carried: (sites,) for each erlang carried.
        load: (areas,) erlangs that each area's people ask for; needed where `carried` is.
        floor: the performance is never below this.
        lowest: (sites,) the performance is the lowest of these over the open sites, and nothing else counts.
        unbounded: (sites,) True where an open site leaves the performance at its best whatever else is open, because
            nothing bounds what is not known of it.
    """

    going: Floats | None = None
    fixed: Floats | None = None
    per_bed: Floats | None = None
    over_beds: bool = False
    carried: Floats | None = None
    load: Floats | None = None
    floor: float | None = None
    lowest: Floats | None = None
    unbounded: Booleans | None = None


class Measure(Protocol):
    """A criterion's computation for one place.

    Attributes:
        shares_range: True where the range of a performance comes from assumptions that all options share (a
            stay, a road's detour), so that options move together inside it; False where it is each option's own.
        counts_beds: True where performance rests on how many beds there are, so that sites that hold different
            numbers of them are not held against each other.
    """

    shares_range: bool
    counts_beds: bool

    def performance(self, openings: Openings) -> Performances:
        """Performance of each set of sites, with low and high."""

    def terms(self, *, at_best: bool = False) -> Terms | None:
        """The performance as a sum over a model's variables, at the figures' values; None where it is no such sum.

        Args:
            at_best: whether figures that are not known are taken at their best, instead of as NaN.
        """

    def beside(self, openings: Openings) -> Mapping[str, Floats]:
        """Figures shown beside the performance and never weighted, by name, each (n,), NaN where not known."""

    def sources(self, sites: Sequence[int]) -> tuple[str, ...]:
        """Ids of the sources behind the performance of a set with these sites, in order."""


def over_open(beds: npt.NDArray[np.int64], per_site: Floats) -> Floats:
    """Sum a figure of each site over the open sites of each set; closed sites do not count, even unknown ones.

    Args:
        beds: (n, sites) new beds.
        per_site: (sites,) or (n, sites).

    >>> over_open(np.array([[2, 0], [1, 4]]), np.array([10.0, np.nan])).tolist()
    [10.0, nan]
    """
    return np.asarray(np.where(beds > 0, per_site, 0.0).sum(axis=1))


def merged(*sources: Sequence[str]) -> tuple[str, ...]:
    """Several lists of source ids as one, in order, each once."""
    return tuple(sorted({source for some in sources for source in some}))
