"""Partial orders of weights: uniform on what they leave, against every full order and against plain rejection."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import pytest

from appraisal.analysis.acceptability import BLOCK, sample_weights, weight_block, weight_blocks
from appraisal.analysis.weight_order import WeightOrder
from appraisal.analysis.weight_region import DIRECT, WALK, weight_region
from appraisal.analysis.weighting import rank_order_centroid
from appraisal.errors import BallotError

SAMPLES = 20_000
ORDERS = {
    "one before two others": (3, [(0, 1), (0, 2)]),
    "two chains": (4, [(0, 1), (2, 3)]),
    "two before one before another": (5, [(0, 2), (1, 2), (2, 3)]),
    "a zigzag": (5, [(0, 1), (0, 2), (3, 2)]),
    "a long chain and two short": (6, [(0, 1, 2), (3, 1), (4, 2)]),
    "the same said twice": (4, [(3, 1, 0), (3, 0), (1, 0)]),
}


def full_orders(criteria, chains):
    """Every order of all criteria that agrees with the chains."""
    for order in permutations(range(criteria)):
        place = {criterion: number for number, criterion in enumerate(order)}
        if all(place[earlier] < place[later] for chain in chains for earlier, later in pairwise(chain)):
            yield order


def centroid(criteria, chains):
    """The mean of uniform weights: each full order has a simplex of the same size, with its rank-order centroid."""
    each = [
        rank_order_centroid({c: rank for rank, c in enumerate(order, 1)}) for order in full_orders(criteria, chains)
    ]
    return np.array([np.mean([shares[criterion] for shares in each]) for criterion in range(criteria)])


@pytest.mark.parametrize(("criteria", "chains"), ORDERS.values(), ids=list(ORDERS))
def test_the_mean_of_weights_is_the_mean_of_the_centroids_of_all_full_orders(criteria, chains):
    assert weight_region(criteria, None, chains).way == DIRECT
    weights = sample_weights(criteria, SAMPLES, 3, None, chains)
    errors = weights.std(axis=0) / np.sqrt(SAMPLES)
    assert (np.abs(weights.mean(axis=0) - centroid(criteria, chains)) < 4.5 * errors).all()
    for chain in chains:
        for earlier, later in pairwise(chain):
            assert (weights[:, earlier] >= weights[:, later]).all()


@pytest.mark.parametrize(("criteria", "chains"), ORDERS.values(), ids=list(ORDERS))
def test_every_full_order_is_as_likely_as_any_other(criteria, chains):
    expected = set(full_orders(criteria, chains))
    drawn = np.argsort(-sample_weights(criteria, SAMPLES, 4, None, chains), axis=1)
    found, counts = np.unique(drawn, axis=0, return_counts=True)
    assert {tuple(row) for row in found.tolist()} == expected
    mean = SAMPLES / len(expected)
    assert np.abs(counts - mean).max() < 5 * np.sqrt(mean)


@pytest.mark.parametrize(
    ("bounds", "chains"),
    [
        ({0: (0.0, 0.45), 3: (0.1, 1.0)}, [(0, 1), (0, 2)]),
        ({0: (0.2, 0.6), 1: (0.0, 0.3)}, [(0, 1), (2, 3)]),
        ({1: (0.25, 0.25)}, [(0, 2), (1, 2), (3, 2)]),
    ],
)
def test_between_bounds_too_the_weights_are_those_that_plain_rejection_keeps(bounds, chains):
    weights = sample_weights(4, SAMPLES, 5, bounds, chains)
    kept = by_rejection(4, bounds, chains)
    assert same_moments(weights, kept)


def test_a_walk_keeps_a_partial_order_and_is_uniform():
    chains, bounds = [(0, 1, 2, 3), (4, 5, 6, 7), (0, 5)], {0: (0.0, 0.999)}
    assert weight_region(8, bounds, chains).way == WALK
    weights = sample_weights(8, BLOCK, 7, bounds, chains)
    for earlier, later in WeightOrder.of(8, tuple(map(tuple, chains))).among(range(8)):
        assert (weights[:, earlier] >= weights[:, later] - 1e-15).all()
    # A bound of 0.999 takes nothing away that so many samples could show.
    assert same_moments(weights, sample_weights(8, 100_000, 8, None, chains))


def test_one_before_eleven_others_is_drawn_directly_though_it_leaves_forty_million_full_orders():
    chains = [(0, other) for other in range(1, 12)]
    assert weight_region(12, None, chains).way == DIRECT
    weights = sample_weights(12, BLOCK, 1, None, chains)
    assert (weights[:, :1] >= weights).all()
    largest = sum(1 / k for k in range(1, 13)) / 12
    assert weights[:, 0].mean() == pytest.approx(largest, abs=4.5 * weights[:, 0].std() / np.sqrt(BLOCK))


def test_an_order_with_too_many_beginnings_is_still_kept():
    region = weight_region(20, None, [(0, other) for other in range(1, 20)])
    assert region.way not in (DIRECT, "")
    weights = sample_weights(20, 500, 1, None, [(0, other) for other in range(1, 20)])
    assert (weights[:, :1] >= weights).all()


def test_a_chain_means_the_same_by_itself_and_in_pairs():
    chain, pairs = [2, 0, 3], [(2, 0), (0, 3)]
    assert (sample_weights(4, 500, 1, None, chain) == sample_weights(4, 500, 1, None, pairs)).all()
    assert (sample_weights(4, 500, 1, None, [chain]) == sample_weights(4, 500, 1, None, np.array(pairs))).all()
    nothing = sample_weights(4, 500, 1)
    for empty in ([], [()], [(1,)], None):
        assert (sample_weights(4, 500, 1, None, empty) == nothing).all()


@pytest.mark.parametrize("bounds", [None, {0: (0.1, 0.8)}])
@pytest.mark.parametrize(("criteria", "chains"), ORDERS.values(), ids=list(ORDERS))
def test_a_block_is_the_same_whenever_and_wherever_it_is_drawn(criteria, chains, bounds):
    samples = BLOCK + 100
    whole = sample_weights(criteria, samples, 21, bounds, chains)
    assert (weight_block(criteria, 1, 100, 21, bounds, chains) == whole[BLOCK:]).all()
    assert (sample_weights(criteria, 300, 21, bounds, chains) == whole[:300]).all()


@pytest.mark.parametrize(
    ("bounds", "order", "words"),
    [
        (None, [(0, 1), (1, 0)], "circle: each of the criteria numbered 0, 1 "),
        (None, [(0, 1), (1, 2), (2, 0)], "circle: each of the criteria numbered 0, 1, 2 "),
        (None, [(0, 0)], "names one twice"),
        (None, [0, (1, 2)], "Give one or the other"),
        (None, [(0, 7)], "no criterion number 7"),
        (None, [(0, 0.5)], "no criterion number 0.5"),
        ({0: (0, 0.2), 2: (0.3, 1)}, [(0, 1), (0, 2)], "contradicts"),
        ({0: (0, 0.3)}, [(0, 1), (0, 2)], "highest shares in this order add up to 0.9"),
        ({1: (0.3, 1), 2: (0.4, 1)}, [(0, 1), (0, 2)], "lowest shares in this order add up to 1.1"),
    ],
)
def test_an_order_that_no_weights_keep_is_refused_in_words(bounds, order, words):
    with pytest.raises(BallotError, match=words):
        weight_blocks(3, 10, 1, bounds, order)


def by_rejection(criteria, bounds, chains):
    """Uniform weights, all but one drawn between their bounds, kept where the rest and the order fit."""
    random = np.random.default_rng(99)
    low, high = np.zeros(criteria), np.ones(criteria)
    for index, limits in bounds.items():
        low[index], high[index] = limits
    weights = random.uniform(low, high, (600_000, criteria))
    widest = int((high - low).argmax())
    weights[:, widest] += 1 - weights.sum(axis=1)
    kept = (weights[:, widest] >= low[widest]) & (weights[:, widest] <= high[widest])
    for chain in chains:
        for earlier, later in pairwise(chain):
            kept &= weights[:, earlier] >= weights[:, later]
    assert kept.sum() > 5_000
    return weights[kept]


def same_moments(some, others):
    """Whether means and products are within five standard errors of each other."""

    def moments(weights):
        return np.hstack([weights, np.einsum("si,sj->sij", weights, weights).reshape(len(weights), -1)])

    one, other = moments(some), moments(others)
    error = np.sqrt(one.var(axis=0) / len(one) + other.var(axis=0) / len(other))
    return (np.abs(one.mean(axis=0) - other.mean(axis=0)) <= 5 * error + 1e-9).all()
