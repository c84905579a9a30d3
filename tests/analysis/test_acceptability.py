"""How far weights matter: sampled weights against brute force, and shares of ranks against exact answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from appraisal.analysis.acceptability import (
    BLOCK,
    central_weights,
    rank_acceptability,
    rank_counts,
    ranked_first,
    sample_weights,
    standard_error,
    weight_block,
    weight_blocks,
)
from appraisal.analysis.weight_region import WALK, weight_region
from appraisal.errors import BallotError, FindingsError

Bounds = Mapping[int, tuple[float, float]]
Numbers = NDArray[np.float64]

SAMPLES = 40_000

REGIONS = {
    "most room above the lowest": (3, {0: (0.2, 1.0), 1: (0.0, 0.7)}, None),
    "most room below the highest": (3, {0: (0.0, 0.4), 1: (0.0, 0.4), 2: (0.0, 0.4)}, None),
    "comparable widths": (5, dict.fromkeys(range(5), (0.1, 0.35)), None),
    "one wide and others narrow": (4, {0: (0.05, 0.95), 1: (0.1, 0.12), 2: (0.2, 0.25), 3: (0.0, 0.04)}, None),
    "one share fixed": (4, {1: (0.3, 0.3), 2: (0.0, 0.5)}, None),
    "an order within bounds": (4, {0: (0.1, 0.5), 3: (0.0, 0.3)}, [2, 0, 3]),
    "no bounds": (4, None, None),
    "an order without bounds": (4, None, [3, 1]),
}


@pytest.mark.parametrize(("criteria", "bounds", "order"), REGIONS.values(), ids=list(REGIONS))
def test_weights_are_uniform_where_bounds_and_order_allow(
    criteria: int, bounds: Bounds | None, order: Sequence[int] | None
) -> None:
    weights = sample_weights(criteria, SAMPLES, 7, bounds, order)
    _check_that_they_are_allowed(weights, bounds or {}, order or ())
    _check_that_moments_agree(weights, _by_brute_force(criteria, bounds or {}, order or ()))


WIDE_AND_NARROW = {index: (0.0, 1.0) if index < 8 else (0.03, 0.05) for index in range(16)}


def test_a_region_that_rejection_cannot_reach_is_walked_and_still_uniform() -> None:
    assert weight_region(16, WIDE_AND_NARROW).way == WALK
    weights = sample_weights(16, BLOCK, 7, WIDE_AND_NARROW)
    _check_that_they_are_allowed(weights, WIDE_AND_NARROW, ())
    # Narrow shares first, accepted in proportion to what the simplex of the wide ones then holds: room ** 7.
    random = np.random.default_rng(11)
    narrow = random.uniform(0.03, 0.05, (400_000, 8))
    room = 1 - narrow.sum(axis=1)
    narrow = narrow[random.random(len(room)) < (room / 0.76) ** 7]
    wide = random.standard_exponential((len(narrow), 8))
    wide *= (1 - narrow.sum(axis=1, keepdims=True)) / wide.sum(axis=1, keepdims=True)
    _check_that_moments_agree(weights, np.hstack([wide, narrow])[:100_000])


def test_a_full_order_within_bounds_is_walked_and_still_uniform() -> None:
    order = [4, 2, 0, 7, 1, 3, 6, 5]
    bounds = {4: (0.0, 0.999)}
    assert weight_region(8, bounds, order).way == WALK
    weights = sample_weights(8, BLOCK, 7, bounds, order)
    _check_that_they_are_allowed(weights, bounds, order)
    _check_that_moments_agree(weights, sample_weights(8, 200_000, 8, None, order))


def test_twelve_criteria_between_bounds_keep_them() -> None:
    bounds = {index: (0.02 + index / 1000, 0.12 + index / 100) for index in range(12)}
    weights = sample_weights(12, 10_000, 3, bounds)
    _check_that_they_are_allowed(weights, bounds, ())
    _check_that_moments_agree(weights, _by_brute_force(12, bounds, ()))


@pytest.mark.parametrize(
    ("bounds", "point"),
    [
        ({0: (0.5, 0.9), 1: (0.2, 0.4), 2: (0.3, 0.3)}, [0.5, 0.2, 0.3]),
        ({0: (0.1, 0.5), 1: (0.0, 0.2), 2: (0.1, 0.3)}, [0.5, 0.2, 0.3]),
        ({0: (0.5, 0.5), 1: (0.2, 0.2)}, [0.5, 0.2, 0.3]),
        ({0: (0.5, 0.5), 1: (0.2, 0.2), 2: (0.3, 0.3)}, [0.5, 0.2, 0.3]),
        ({0: (1.0, 1.0)}, [1.0, 0.0, 0.0]),
        ({0: (1 / 3, 1 / 3), 1: (1 / 3, 1 / 3), 2: (1 / 3, 1 / 3)}, [1 / 3, 1 / 3, 1 / 3]),
    ],
)
def test_bounds_that_leave_one_point_give_that_point(bounds: Bounds, point: list[float]) -> None:
    assert np.abs(sample_weights(3, 5, 1, bounds) - point).max() < 1e-11


def test_two_free_shares_are_uniform_between_their_bounds() -> None:
    weights = sample_weights(3, SAMPLES, 1, {0: (0.2, 0.6), 1: (0.3, 0.3)})
    assert (weights[:, 1] == 0.3).all()
    assert weights[:, 0].mean() == pytest.approx(0.4, abs=0.003)
    assert weights[:, 0].var() == pytest.approx(0.4**2 / 12, rel=0.05)


def test_one_criterion_has_all_the_weight() -> None:
    assert sample_weights(1, 3, 1).tolist() == [[1.0]] * 3
    assert sample_weights(1, 2, 1, {0: (0.5, 1.0)}).tolist() == [[1.0]] * 2


@pytest.mark.parametrize(
    ("bounds", "order", "words"),
    [
        ({0: (0.6, 1), 1: (0.5, 1)}, None, "lowest shares add up to 1.1"),
        ({0: (0, 0.2), 1: (0, 0.2), 2: (0, 0.2)}, None, "highest shares add up to 0.6"),
        ({0: (0.6, 0.4)}, None, "no share lies there"),
        ({0: (float("nan"), 0.4)}, None, "no share lies there"),
        ({0: (1.2, 1.5)}, None, "no share lies there"),
        ({3: (0, 0.4)}, None, "no criterion number 3"),
        (None, [0, -1], "no criterion number -1"),
        (None, [0, 1, 0], "names one twice"),
        ({0: (0, 0.2), 1: (0.3, 1)}, [0, 1], "contradicts"),
        ({0: (0, 0.3)}, [0, 1, 2], "highest shares in this order add up to 0.9"),
    ],
)
def test_bounds_that_no_weights_keep_are_refused_in_words(
    bounds: Bounds | None, order: Sequence[int] | None, words: str
) -> None:
    with pytest.raises(BallotError, match=words):
        weight_blocks(3, 10, 1, bounds, order)


def test_samples_that_cannot_be_drawn_are_refused() -> None:
    with pytest.raises(FindingsError):
        sample_weights(3, -1, 1)
    with pytest.raises(FindingsError):
        sample_weights(0, 1, 1)
    with pytest.raises(FindingsError):
        weight_block(3, 0, BLOCK + 1, 1)
    assert sample_weights(3, 0, 1).shape == (0, 3)


@pytest.mark.parametrize(("criteria", "bounds", "order"), REGIONS.values(), ids=list(REGIONS))
def test_a_block_is_the_same_whenever_and_wherever_it_is_drawn(
    criteria: int, bounds: Bounds | None, order: Sequence[int] | None
) -> None:
    samples = 2 * BLOCK + 100
    whole = sample_weights(criteria, samples, 21, bounds, order)
    sizes = {2: 100, 1: BLOCK, 0: BLOCK}
    blocks = {block: weight_block(criteria, block, size, 21, bounds, order) for block, size in sizes.items()}
    assert (np.concatenate([blocks[0], blocks[1], blocks[2]]) == whole).all()
    assert (sample_weights(criteria, 5000, 21, bounds, order) == whole[:5000]).all()
    assert (sample_weights(criteria, 100, 22, bounds, order) != whole[:100]).any()


def test_two_options_on_two_criteria_have_the_exact_shares() -> None:
    # The first leads where 100 w > 60 (1 - w): w above 3/8.
    weights = sample_weights(2, SAMPLES, 5)
    shares = rank_acceptability([[100, 0], [0, 60]], weights)
    assert shares == pytest.approx(np.array([[5 / 8, 3 / 8], [3 / 8, 5 / 8]]), abs=4 * standard_error(5 / 8, SAMPLES))
    assert central_weights([[100, 0], [0, 60]], weights)[0] == pytest.approx([11 / 16, 5 / 16], abs=0.01)


def test_three_criteria_have_the_exact_shares() -> None:
    weights = sample_weights(3, SAMPLES, 5)
    error = 4 * standard_error(0.5, SAMPLES)
    assert rank_acceptability(np.eye(3) * 100, weights) == pytest.approx(np.full((3, 3), 1 / 3), abs=error)
    # The first leads where its weight is above one half: a quarter of all weights.
    shares = rank_acceptability([[60, 0, 0], [0, 60, 60]], weights)
    assert shares == pytest.approx(np.array([[1 / 4, 3 / 4], [3 / 4, 1 / 4]]), abs=error)
    central = central_weights([[60, 0, 0], [0, 60, 60]], weights)
    assert central[0] == pytest.approx([2 / 3, 1 / 6, 1 / 6], abs=0.01)


def test_tied_options_share_the_better_rank_and_are_counted() -> None:
    scores = [[50, 70], [50, 70], [10, 10], [90, 90]]
    shares = rank_acceptability(scores, sample_weights(2, 1000, 5))
    assert shares.tolist() == [[0, 1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1], [1, 0, 0, 0]]


def test_central_weights_of_an_option_that_is_never_first_are_not_numbers() -> None:
    central = central_weights([[50, 70], [40, 60]], sample_weights(2, 1000, 5))
    assert np.isfinite(central[0]).all()
    assert np.isnan(central[1]).all()


def test_central_weights_count_ties() -> None:
    weights = sample_weights(3, 1000, 5)
    central = central_weights([[50, 70, 60]] * 2, weights)
    assert central == pytest.approx(np.array([weights.mean(axis=0)] * 2))


@pytest.mark.parametrize("options", [1, 2, 7, 30])
def test_ranks_are_those_of_comparing_every_pair(options: int) -> None:
    random = np.random.default_rng(options)
    # Few different values make many ties; steps below 1e-9 make chains of near-ties.
    totals = random.integers(0, 6, (300, options)) * 10.0 + random.integers(0, 4, (300, options)) * 0.6e-9
    ranks = (totals[:, np.newaxis, :] > totals[:, :, np.newaxis] + 1e-9).sum(axis=2)
    expected = [[int((ranks[:, option] == rank).sum()) for rank in range(options)] for option in range(options)]
    assert rank_counts(totals).tolist() == expected
    assert (ranked_first(totals) == (ranks == 0)).all()


def test_blocks_give_what_one_array_gives() -> None:
    random = np.random.default_rng(2)
    scores, samples = random.uniform(0, 100, (5, 3)), 2 * BLOCK + 300
    varied = scores + random.uniform(-9, 9, (samples, 5, 3))
    weights = sample_weights(3, samples, 4)

    def weight_stream() -> Iterator[Numbers]:
        return weight_blocks(3, samples, 4)

    def score_stream() -> Iterator[Numbers]:
        return (varied[start : start + BLOCK] for start in range(0, samples, BLOCK))

    for function in (rank_acceptability, central_weights):
        expected = function(scores, weights)
        np.testing.assert_array_equal(function(scores, weight_stream()), expected)
        np.testing.assert_array_equal(function(scores, list(weight_stream())), expected)
        np.testing.assert_array_equal(function(scores.tolist(), weights.tolist()), expected)
        expected = function(varied, weights)
        np.testing.assert_array_equal(function(varied, weight_stream()), expected)
        np.testing.assert_array_equal(function(score_stream(), weights), expected)
        np.testing.assert_array_equal(function(score_stream(), weight_stream()), expected)
        np.testing.assert_array_equal(function(list(score_stream()), list(weight_stream())), expected)
    assert rank_acceptability(varied, weights) == pytest.approx(rank_acceptability(list(varied), weights))


@pytest.mark.parametrize("lengths", [[1, 2, BLOCK - 1, BLOCK + 1], [BLOCK, 5], [3 * BLOCK], [700] * 20])
def test_blocks_of_any_lengths_give_the_same_to_the_last_digit(lengths: list[int]) -> None:
    random = np.random.default_rng(2)
    scores, samples = random.uniform(0, 100, (5, 3)), sum(lengths)
    varied = scores + random.uniform(-9, 9, (samples, 5, 3))
    weights = sample_weights(3, samples, 4)
    at = np.cumsum(lengths)[:-1]
    for function in (rank_acceptability, central_weights):
        np.testing.assert_array_equal(function(scores, iter(np.split(weights, at))), function(scores, weights))
        in_blocks = function(iter(np.split(varied, at)), iter(np.split(weights, at)))
        np.testing.assert_array_equal(in_blocks, function(varied, weights))


def test_numbers_of_samples_that_differ_are_refused() -> None:
    weights, scores = sample_weights(2, 10, 1), np.ones((9, 3, 2))
    for some_scores in (scores, [scores], np.ones((11, 3, 2)), [np.ones((11, 3, 2))], [np.ones((10, 3, 2))] * 2):
        for some_weights in (weights, [weights]):
            with pytest.raises(FindingsError):
                rank_acceptability(some_scores, some_weights)


@pytest.mark.parametrize(
    ("scores", "weights"),
    [
        ([[1, 2], [3, 4]], []),
        ([[1, 2], [3, 4]], np.empty((0, 2))),
        ([[1, 2], [3, 4]], iter(())),
        ([[1, 2], [3, float("nan")]], [[0.5, 0.5]]),
        ([[1, 2], [3, 4]], [[0.5, 0.25, 0.25]]),
        ([1, 2], [[0.5, 0.5]]),
        (iter([[[1, 2], [3, 4]]]), [[0.5, 0.5], [1, 0]]),
        (np.empty((0, 2)), [[0.5, 0.5]]),
    ],
)
def test_what_cannot_be_ranked_is_refused(scores: object, weights: object) -> None:
    with pytest.raises(FindingsError):
        rank_acceptability(scores, weights)  # type: ignore[arg-type]


def test_a_hundred_thousand_weightings_of_sixty_options_are_quick() -> None:
    scores = np.random.default_rng(3).uniform(0, 100, (60, 12))
    shares = rank_acceptability(scores, weight_blocks(12, 100_000, 1))
    assert shares.sum(axis=0) == pytest.approx(np.ones(60))


def test_the_standard_error_of_a_share_is_that_of_a_binomial() -> None:
    assert standard_error(0.5, 10_000) == 0.005
    assert standard_error(np.array([0.0, 0.1, 1.0]), 900).tolist() == pytest.approx([0, 0.01, 0])
    with pytest.raises(FindingsError):
        standard_error(0.5, 0)


def _by_brute_force(criteria: int, bounds: Bounds, order: Sequence[int]) -> Numbers:
    """Uniform weights by the plainest rejection: all shares but the one with the widest bounds, drawn independently."""
    random = np.random.default_rng(99)
    low, high = np.zeros(criteria), np.ones(criteria)
    for index, limits in bounds.items():
        low[index], high[index] = limits
    weights = random.uniform(low, high, (1_000_000 if criteria < 12 else 500_000, criteria))
    widest = int((high - low).argmax())
    weights[:, widest] += 1 - weights.sum(axis=1)
    kept = (weights[:, widest] >= low[widest]) & (weights[:, widest] <= high[widest])
    for earlier, later in pairwise(order):
        kept &= weights[:, earlier] >= weights[:, later]
    assert kept.sum() > 20_000
    return weights[kept]


def _check_that_they_are_allowed(weights: Numbers, bounds: Bounds, order: Sequence[int]) -> None:
    assert np.abs(weights.sum(axis=1) - 1).max() < 1e-12
    assert weights.min() >= 0
    for index, (low, high) in bounds.items():
        assert weights[:, index].min() >= low
        assert weights[:, index].max() <= high
    for earlier, later in pairwise(order):
        assert (weights[:, earlier] >= weights[:, later]).all()


def _check_that_moments_agree(some: Numbers, others: Numbers) -> None:
    """Means, products and tails within five standard errors of each other."""
    levels = np.quantile(others, [0.1, 0.5, 0.9], axis=0)
    one, other = _moments(some, levels), _moments(others, levels)
    error = np.sqrt(one.var(axis=0) / len(one) + other.var(axis=0) / len(other))
    assert (np.abs(one.mean(axis=0) - other.mean(axis=0)) <= 5 * error + 1e-9).all()


def _moments(weights: Numbers, levels: Numbers) -> Numbers:
    products = np.einsum("si,sj->sij", weights, weights).reshape(len(weights), -1)
    tails = [(weights < level - 1e-9).astype(np.float64) for level in levels]
    return np.hstack([weights, products, *tails])
