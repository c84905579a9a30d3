"""Figures that vary between low and high, and panel scores over their spread, for all options together (method 2.1).

What options share moves together: an assumption such as a stay, and a site that the panel scored (decisions 5 and 11).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from numpy.random import PCG64, Generator, SeedSequence

from appraisal.analysis.measuring import Measured, Ruler
from appraisal.measures.clinical_fit import PanelFit
from appraisal.measures.openings import Openings
from appraisal.measures.performances import Performances
from appraisal.measures.triangular import triangular
from appraisal.model.criteria import Criterion
from appraisal.model.value_functions import ValueFunction

Floats = npt.NDArray[np.float64]

_STREAM = 1  # figures are drawn beside the weights of the same block, from a stream of their own


@dataclass(frozen=True)
class SampledFigures:
    """The figures of n options, all known, and how they vary.

    Attributes:
        criteria: in the order of the weights.
        performances: by criterion id.
        shared: criterion id -> whether its range is one that all options share.
        panels: id of a panel criterion -> its measure and the options' openings; without, its performance varies as
            any other does.
    """

    criteria: tuple[Criterion, ...]
    performances: Mapping[str, Performances]
    shared: Mapping[str, bool]
    panels: Mapping[str, tuple[PanelFit, Openings]] = field(default_factory=dict)

    @classmethod
    def of(cls, ruler: Ruler, measured: Measured, known: Sequence[int]) -> SampledFigures:
        """The figures of measured options.

        Args:
            ruler: the criteria, their measures and which of their ranges options share.
            measured: some options.
            known: indices of those whose figures are all known, and which are sampled.
        """
        openings = Openings(measured.openings.geography, measured.openings.beds[list(known)])
        panels = {id_: (found, openings) for id_, found in ruler.measures.items() if isinstance(found, PanelFit)}
        return cls(ruler.criteria, measured.rows(known), ruler.shared_ranges, panels)

    @property
    def value_scores(self) -> Floats:
        """Value scores, options x criteria, at the figures' values."""
        return np.stack([ValueFunction.of(c)(self.performances[c.id].value) for c in self.criteria], axis=-1)

    def block(self, seed: int, block: int, size: int) -> Floats:
        """Value scores of one block of samples, the same whichever worker draws it.

        Figures are triangular with their peak at the value; a score of a panel is drawn by `PanelFit.sampled`.

        Args:
            seed: of the run; with the block's number it makes the block's own generator.
            block: its number, from 0.
            size: its number of samples; a smaller size gives the first samples of a larger one.

        Returns:
            samples x options x criteria, 0..100.
        """
        generator = Generator(PCG64(SeedSequence(seed, spawn_key=(block, _STREAM))))
        columns = [self._columns(criterion.id) for criterion in self.criteria]
        quantiles = generator.random((size, sum(columns)))
        ends = np.cumsum(columns)
        found = [
            ValueFunction.of(criterion)(self._performance(criterion.id, quantiles[:, end - width : end]))
            for criterion, width, end in zip(self.criteria, columns, ends, strict=True)
        ]
        # Each criterion's scores stay together in memory, because totals are added up criterion by criterion.
        return np.moveaxis(np.array(found), 0, -1)

    def reach(self, criterion: str) -> tuple[Floats, Floats]:
        """The least and the most performance, each (n,), that samples of a criterion may have."""
        if criterion in self.panels:
            measure, openings = self.panels[criterion]
            ends = np.array([[0.0], [np.nextafter(1.0, 0.0)]])
            least, most = measure.sampled(openings, np.tile(ends, (1, self._columns(criterion))))
            return least, most
        found = self.performances[criterion]
        return found.low, found.high

    def _columns(self, criterion: str) -> int:
        """How many random numbers a sample of a criterion needs."""
        if criterion in self.panels:
            return int(self.panels[criterion][1].beds.any(axis=0).sum())
        return 1 if self.shared[criterion] else len(self.performances[criterion].value)

    def _performance(self, criterion: str, quantiles: Floats) -> Floats:
        if criterion in self.panels:
            measure, openings = self.panels[criterion]
            return measure.sampled(openings, quantiles)
        found = self.performances[criterion]
        return triangular(found.low, found.value, found.high, quantiles)
