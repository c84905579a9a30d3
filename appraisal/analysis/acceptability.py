"""How far weights matter: the share of weightings that give each option each rank (SMAA-2, method 2.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import overload

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray

from appraisal.analysis.given_numbers import whole_number
from appraisal.analysis.rank_counting import TIE, rank_counts, ranked_first
from appraisal.analysis.sampled_totals import Blocks, Numbers, sampled_totals
from appraisal.analysis.weight_order import Order
from appraisal.analysis.weight_region import BLOCK, weight_region
from appraisal.errors import FindingsError

__all__ = [
    "BLOCK",
    "TIE",
    "central_weights",
    "rank_acceptability",
    "rank_counts",
    "ranked_first",
    "sample_weights",
    "standard_error",
    "weight_block",
    "weight_blocks",
]


def sample_weights(
    criteria: int,
    samples: int,
    seed: int,
    bounds: Mapping[int, tuple[float, float]] | None = None,
    order: Order | None = None,
) -> Numbers:
    """Draw weights that are all equally likely.

    Uniform on the simplex: E_j ~ Exp(1), w = E / sum E. Between bounds they are uniform on the part of the simplex
    inside them, never renormalised, and a share whose bounds are equal is fixed.

    Args:
        criteria: number of criteria.
        samples: number of weightings. More samples from the same seed begin with the same ones.
        seed: of the run.
        bounds: index of a criterion -> (lowest, highest share); without, any share.
        order: indices of criteria, most important first, some or all: no later one has a larger share. Several such
            chains, [(0, 1), (0, 2)], are a partial order, which leaves open what none of them says.

    Returns:
        samples x criteria; each row sums to one.

    Raises:
        BallotError: if no weights lie between the bounds and keep the order, the order goes round in a circle, or an
            index is not a criterion.
        FindingsError: if there is no criterion, or a number of samples or a seed is negative or not whole.

    >>> sample_weights(3, 2, seed=1, bounds={0: (0.5, 0.5), 1: (0.2, 0.2)}).round(9).tolist()
    [[0.5, 0.2, 0.3], [0.5, 0.2, 0.3]]
    """
    blocks = list(weight_blocks(criteria, samples, seed, bounds, order))
    return np.concatenate(blocks) if blocks else np.empty((0, criteria))


def weight_blocks(
    criteria: int,
    samples: int,
    seed: int,
    bounds: Mapping[int, tuple[float, float]] | None = None,
    order: Order | None = None,
) -> Iterator[Numbers]:
    """The rows of `sample_weights` in blocks of 4,096, the last one shorter, never all in memory.

    Args:
        criteria: number of criteria.
        samples: number of weightings.
        seed: of the run.
        bounds: as for `sample_weights`.
        order: as for `sample_weights`.

    Returns:
        Blocks, each at most 4,096 x criteria.

    Raises:
        BallotError: as for `sample_weights`, at the call and not at the first block.
        FindingsError: likewise.

    >>> [block.shape for block in weight_blocks(3, 5000, seed=1)]
    [(4096, 3), (904, 3)]
    """
    samples, seed = whole_number(samples, "a number of samples"), whole_number(seed, "a seed")
    weight_region(criteria, bounds, order)
    return (
        weight_block(criteria, block, min(BLOCK, samples - block * BLOCK), seed, bounds, order)
        for block in range(-(-samples // BLOCK))
    )


def weight_block(  # noqa: PLR0917
    criteria: int,
    block: int,
    size: int,
    seed: int,
    bounds: Mapping[int, tuple[float, float]] | None = None,
    order: Order | None = None,
) -> Numbers:
    """One block of `weight_blocks`, from its own generator, so that it is the same whichever worker draws it.

    Args:
        criteria: number of criteria.
        block: its number, from 0.
        size: its number of samples, 0 to 4,096.
        seed: of the run.
        bounds: as for `sample_weights`.
        order: as for `sample_weights`.

    Returns:
        size x criteria.

    Raises:
        BallotError: as for `sample_weights`.
        FindingsError: likewise, or if the size is more than a block.

    >>> bool((weight_block(3, 1, 904, seed=1) == sample_weights(3, 5000, seed=1)[4096:]).all())
    True
    """
    if not 0 <= size <= BLOCK:
        raise FindingsError(f"A block of {size} samples is not possible. Ask for 0 to {BLOCK}.")
    seed, block = whole_number(seed, "a seed"), whole_number(block, "the number of a block")
    generator = Generator(PCG64(SeedSequence(seed, spawn_key=(block,))))
    return weight_region(criteria, bounds, order).draw(generator, size)


def rank_acceptability(value_scores: Blocks, weights: Blocks) -> Numbers:
    """The share of samples in which each option has each rank: how far weights matter, not the chance of being right.

    rank_i = 1 + number of options with a higher total (Lahdelma and Salminen 2001). Ties share the better rank, so
    that the shares of one option always sum to one, and those of one rank only when nothing ties.

    Args:
        value_scores: options x criteria, 0..100; or samples x options x criteria; or blocks of the latter.
        weights: samples x criteria; or blocks of them. Where both come in blocks, these are of equal lengths.

    Returns:
        options x ranks.

    Raises:
        FindingsError: if there are no samples, a value score is not known, the numbers of samples differ, or what was
            given are not numbers of these shapes.

    >>> rank_acceptability([[100, 0], [0, 100], [0, 100]], [[0.75, 0.25], [0.5, 0.5], [0.25, 0.75], [0, 1]]).tolist()
    [[0.5, 0.0, 0.5], [0.75, 0.25, 0.0], [0.75, 0.25, 0.0]]
    """
    counts: NDArray[np.int64] | int = 0
    samples = 0
    for totals, _ in sampled_totals(value_scores, weights):
        counts = counts + rank_counts(totals)
        samples += len(totals)
    return np.asarray(counts / samples, dtype=np.float64)


def central_weights(value_scores: Blocks, weights: Blocks) -> Numbers:
    """The mean of the weights with which each option ranks first: what somebody who prefers it would think.

    Args:
        value_scores: as for `rank_acceptability`.
        weights: as for `rank_acceptability`.

    Returns:
        options x criteria; NaN where an option is never first.

    Raises:
        FindingsError: as for `rank_acceptability`.

    >>> central_weights([[100, 0], [0, 100], [0, 0]], [[0.75, 0.25], [1, 0], [0.25, 0.75]]).tolist()
    [[0.875, 0.125], [0.25, 0.75], [nan, nan]]
    """
    sums: Numbers | float = 0.0
    counts: NDArray[np.int64] | int = 0
    for totals, of_totals in sampled_totals(value_scores, weights):
        first = ranked_first(totals)
        # Added up row by row, because a matrix product may round otherwise on another machine.
        sums = sums + np.array([of_totals[of_option].sum(axis=0) for of_option in first.T])
        counts = counts + first.sum(axis=0)
    times = np.asarray(counts, dtype=np.float64)[:, np.newaxis]
    means: Numbers = np.divide(sums, times, out=np.full(np.shape(sums), np.nan), where=times > 0)
    return means


@overload
def standard_error(share: float, samples: int) -> float: ...
@overload
def standard_error(share: Numbers, samples: int) -> Numbers: ...
def standard_error(share: float | Numbers, samples: int) -> float | Numbers:
    """The standard error of a share of samples: sqrt(b (1 - b) / N).

    Args:
        share: 0..1, one or an array.
        samples: number of samples, at least 1.

    Returns:
        In the same form as the share.

    Raises:
        FindingsError: if there are no samples.

    >>> standard_error(0.5, 100)
    0.05
    """
    if samples < 1:
        raise FindingsError("There are no samples, so a share of them has no standard error. Take at least 1.")
    error = np.sqrt(np.multiply(share, np.subtract(1, share)) / samples)
    return float(error) if error.ndim == 0 else error
