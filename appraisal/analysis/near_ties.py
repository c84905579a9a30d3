"""Near-ties: pairs of options between which there is no clear difference (method 2.4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from appraisal.analysis.acceptability import BLOCK, TIE
from appraisal.analysis.sampled_figures import SampledFigures
from appraisal.analysis.scoring import weighted_total

Floats = npt.NDArray[np.float64]

MOST_FLIPS = 0.10  # an order that flips in more than this share of samples is not clear


@dataclass(frozen=True, slots=True)
class NearTie:
    """Two options, by index, between which there is no clear difference.

    Attributes:
        difference: of their totals, 0 or more.
        flips: share of samples in which their order is the other way round.
    """

    first: int
    second: int
    difference: float
    flips: float


def near_ties(figures: SampledFigures, weights: Floats, *, threshold: float, samples: int, seed: int) -> list[NearTie]:
    """Name the pairs whose order flips in more than a tenth of samples, or whose totals differ by too little.

    Figures vary as `sampled_figures` says, at the agreed weights. Where an option's figure moves by itself, flips are
    more likely, which errs towards "no clear difference".

    Args:
        figures: of n options.
        weights: (criteria,) the agreed weights.
        threshold: points of the total below which there is no clear difference.
        samples: how many.
        seed: of the run; blocks are seeded by it and their number.

    Returns:
        Pairs of indices, first below second, in order.
    """
    central = weighted_total(figures.value_scores, weights)
    difference = central[:, None] - central[None, :]
    flips = np.zeros(difference.shape, dtype=np.int64)
    for block, start in enumerate(range(0, samples, BLOCK)):
        totals = weighted_total(figures.block(seed, block, min(BLOCK, samples - start)), weights)
        for i in range(len(central)):
            above = totals[:, i, None] - totals > TIE
            flips[i] += (above & (difference[i] < -TIE)).sum(axis=0)
    share = (flips + flips.T) / max(samples, 1)
    found = []
    for i in range(len(central)):
        for k in range(i + 1, len(central)):
            gap = abs(float(difference[i, k]))
            if gap > TIE and (share[i, k] > MOST_FLIPS or gap < threshold):
                found.append(NearTie(i, k, gap, float(share[i, k])))
    return found
