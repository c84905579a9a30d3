"""Near-ties: pairs of options between which there is no clear difference (method 2.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from appraisal.analysis.acceptability import BLOCK, TIE
from appraisal.measures.performances import Performances
from appraisal.model.criteria import Criterion
from appraisal.model.value_functions import ValueFunction

Floats = npt.NDArray[np.float64]

MOST_FLIPS = 0.10  # an order that flips in more than this share of samples is not clear
_STREAM = 1  # figures are drawn beside the weights of the same block, from a stream of their own


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


def near_ties(
    criteria: Sequence[Criterion],
    performances: Mapping[str, Performances],
    weights: Floats,
    *,
    shared: Mapping[str, bool],
    threshold: float,
    samples: int,
    seed: int,
) -> list[NearTie]:
    """Name the pairs whose order flips in more than a tenth of samples, or whose totals differ by too little.

    Figures vary between low and high at the agreed weights, triangular with its peak at the value. Where all options
    share an assumption (a stay, a road's detour) they move together; else each option's figure moves by itself,
    which makes flips more likely and so errs towards "no clear difference".

    Args:
        criteria: in the order of the weights.
        performances: by criterion id, of the same n options, all known.
        weights: (criteria,) the agreed weights.
        shared: criterion id -> whether its range is one that all options share.
        threshold: points of the total below which there is no clear difference.
        samples: how many.
        seed: of the run; blocks are seeded by it and their number.

    Returns:
        Pairs of indices, first below second, in order.
    """
    central = _totals(criteria, {c.id: performances[c.id].value[None, :] for c in criteria}, weights)[0]
    difference = central[:, None] - central[None, :]
    flips = np.zeros(difference.shape, dtype=np.int64)
    for block, start in enumerate(range(0, samples, BLOCK)):
        sampled = _sampled(criteria, performances, shared, min(BLOCK, samples - start), (seed, block))
        totals = _totals(criteria, sampled, weights)
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


def triangular(low: Floats, peak: Floats, high: Floats, quantile: Floats) -> Floats:
    """Quantiles of triangular distributions; the value itself where low and high are the same.

    >>> triangular(np.array([0.0]), np.array([1.0]), np.array([2.0]), np.array([0.5])).tolist()
    [1.0]
    """
    width = high - low
    safe = np.where(width > 0, width, 1.0)
    share_below = (peak - low) / safe
    rising = low + np.sqrt(quantile * safe * np.maximum(peak - low, 0.0))
    falling = high - np.sqrt((1 - quantile) * safe * np.maximum(high - peak, 0.0))
    return np.where(width > 0, np.where(quantile < share_below, rising, falling), peak)


def _sampled(
    criteria: Sequence[Criterion],
    performances: Mapping[str, Performances],
    shared: Mapping[str, bool],
    size: int,
    key: tuple[int, int],
) -> dict[str, Floats]:
    """Performances of a block of samples, each size x n."""
    seed, block = key
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(block, _STREAM))))
    sampled = {}
    for criterion in criteria:
        found = performances[criterion.id]
        quantile = random.random((size, 1 if shared[criterion.id] else len(found.value)))
        sampled[criterion.id] = triangular(found.low, found.value, found.high, quantile)
    return sampled


def _totals(criteria: Sequence[Criterion], performances: Mapping[str, Floats], weights: Floats) -> Floats:
    total = np.zeros(1)
    for criterion, weight in zip(criteria, weights, strict=True):
        total = total + weight * ValueFunction.of(criterion)(performances[criterion.id])
    return total
