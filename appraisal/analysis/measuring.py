"""Measuring: every criterion's performance of many sets of sites at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from appraisal.analysis.scoring import Scores, score
from appraisal.measures import PANEL, measure_module
from appraisal.measures.openings import Geography, Openings
from appraisal.measures.performances import Measure, Performances
from appraisal.model.criteria import Criterion
from appraisal.model.workspace import Place


@dataclass(frozen=True)
class Ruler:
    """The measures of a place, ready for any sets of its sites.

    Attributes:
        criteria: in order of id.
        geography: sites, areas, need and journeys.
        measures: criterion id -> its measure.
    """

    criteria: tuple[Criterion, ...]
    geography: Geography
    measures: Mapping[str, Measure]

    @classmethod
    def of(cls, place: Place) -> Ruler:
        """The measures of a place's criteria."""
        geography = Geography.of(place)
        measures = {c.id: measure_module(c.measure or PANEL).build(place, c, geography) for c in place.criteria}
        return cls(place.criteria, geography, measures)

    def with_ballots_of(self, place: Place) -> Ruler:
        """The same measures with what the panel scored at a place that differs in its ballots alone."""
        build = measure_module(PANEL).build
        anew = {c.id: build(place, c, self.geography) for c in self.criteria if c.panel}
        return Ruler(self.criteria, self.geography, {**self.measures, **anew})

    def openings(self, sets: Iterable[Mapping[str, int]]) -> Openings:
        """Openings from {site: beds} mappings."""
        return Openings.of(self.geography, sets)

    def measure(self, openings: Openings) -> dict[str, Performances]:
        """Performance of every set on every criterion."""
        return {id_: measure.performance(openings) for id_, measure in self.measures.items()}

    def score(self, performances: Mapping[str, Performances]) -> Scores:
        """Value scores of performances."""
        return score(self.criteria, performances)

    @property
    def shared_ranges(self) -> dict[str, bool]:
        """Criterion id -> whether all options move together inside its range."""
        return {id_: measure.shares_range for id_, measure in self.measures.items()}


@dataclass(frozen=True)
class Measured:
    """Some sets of sites with what they do, in natural units.

    Attributes:
        names: an id for each set, in the order of every array.
        beside: criterion id -> figures shown beside it, never weighted.
        sources: criterion id -> for each set, the sources behind its performance.
    """

    names: tuple[str, ...]
    openings: Openings
    performances: Mapping[str, Performances]
    beside: Mapping[str, Mapping[str, npt.NDArray[np.float64]]]
    sources: Mapping[str, tuple[tuple[str, ...], ...]]

    @classmethod
    def of(cls, ruler: Ruler, sets: Mapping[str, Mapping[str, int]]) -> Measured:
        """Measure a few named sets, with everything that a paper shows of them."""
        openings = ruler.openings(sets.values())
        opened = [np.flatnonzero(row).tolist() for row in openings.beds]
        return cls(
            tuple(sets),
            openings,
            ruler.measure(openings),
            {id_: measure.beside(openings) for id_, measure in ruler.measures.items()},
            {id_: tuple(measure.sources(sites) for sites in opened) for id_, measure in ruler.measures.items()},
        )

    def rows(self, index: Sequence[int]) -> dict[str, Performances]:
        """The performances of some of the sets."""
        at = list(index)
        return {id_: Performances(p.low[at], p.value[at], p.high[at]) for id_, p in self.performances.items()}
