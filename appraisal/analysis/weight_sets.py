"""The three sets of weights that a ranking is tested with, always named (method 2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from appraisal.analysis.acceptability import BLOCK, weight_block
from appraisal.analysis.panel import PanelWeights

Floats = npt.NDArray[np.float64]

ANY_WEIGHTS = "any-weights"
PANEL_RANGE = "panel-range"
OWN_WEIGHTS = "own-weights"
NAMES = (ANY_WEIGHTS, OWN_WEIGHTS, PANEL_RANGE)


@dataclass(frozen=True)
class WeightSet:
    """Weights to sample from: all that lie between bounds, equally likely; or those that people gave, in turn.

    Attributes:
        criteria: how many.
        bounds: index of a criterion -> (lowest, highest share); None for any share.
        people: (people, criteria) the weights that people gave; None where weights are drawn.
    """

    criteria: int
    bounds: Mapping[int, tuple[float, float]] | None = None
    people: Floats | None = None

    def samples(self, wanted: int) -> int:
        """How many samples there are where so many are wanted: of people whole rounds, so that all count equally.

        >>> WeightSet(2).samples(10), WeightSet(2, people=np.array([[1, 0], [0, 1], [0.5, 0.5]])).samples(10)
        (10, 12)
        """
        return wanted if self.people is None else -(-wanted // len(self.people)) * len(self.people)

    def block(self, seed: int, block: int, size: int) -> Floats:
        """One block of weights, the same whichever worker draws it.

        Args:
            seed: of the run.
            block: its number, from 0.
            size: its number of samples, 0 to 4,096.

        Returns:
            size x criteria.
        """
        if self.people is None:
            return weight_block(self.criteria, block, size, seed, self.bounds)
        return self.people[(block * BLOCK + np.arange(size)) % len(self.people)]


def weight_sets(panel: PanelWeights) -> dict[str, WeightSet]:
    """Any weights at all; all between the panel's lowest and highest share; and each person's own."""
    count = len(panel.criteria)
    people = np.array([panel.array(shares) for _, shares in sorted(panel.by_person.items())])
    return {
        ANY_WEIGHTS: WeightSet(count),
        PANEL_RANGE: WeightSet(count, bounds=panel.bounds),
        OWN_WEIGHTS: WeightSet(count, people=people),
    }
