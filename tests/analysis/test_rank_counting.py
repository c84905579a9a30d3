"""Counting ranks: the same as comparing every pair, as scipy's ranks and as two plain sorts, in little memory."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import rankdata

from appraisal.analysis import rank_counting
from appraisal.analysis.acceptability import rank_acceptability, sample_weights, weight_blocks
from appraisal.analysis.rank_counting import rank_counts, ranked_first
from appraisal.errors import FindingsError

Numbers = NDArray[np.float64]


def by_comparing(totals: Numbers) -> list[list[int]]:
    """Counts by the definition: 1 + how many totals are higher, by more than 1e-9."""
    ranks = (totals[:, np.newaxis, :] > totals[:, :, np.newaxis] + 1e-9).sum(axis=2)
    options = totals.shape[1]
    return [[int((ranks[:, option] == rank).sum()) for rank in range(options)] for option in range(options)]


def test_random_totals_with_many_ties_have_the_ranks_that_scipy_gives():
    random = np.random.default_rng(1)
    for options in (1, 2, 3, 17, 64, 65):
        totals = random.integers(0, 40, (500, options)).astype(float)
        ranks = rankdata(-totals, method="min", axis=1).astype(int)
        expected = [np.bincount(of_option - 1, minlength=options).tolist() for of_option in ranks.T]
        assert rank_counts(totals).tolist() == expected


def test_a_hundred_thousand_totals_are_counted_as_two_plain_sorts_count_them():
    scores = np.random.default_rng(3).uniform(0, 100, (60, 12))
    weights = sample_weights(12, 10_000, 1)
    ranks = np.argsort(np.argsort(-(weights @ scores.T), axis=1), axis=1)
    plain = np.bincount((np.arange(60) * 60 + ranks).ravel(), minlength=3600).reshape(60, 60) / 10_000
    assert np.array_equal(rank_acceptability(scores, weights), plain)


@pytest.mark.parametrize("offset", [0.0, -50.0, 1e6, -1e6, 1e-300])
@pytest.mark.parametrize("scale", [1e-9, 0.49e-9, 1e-3, 1.0])
def test_ranks_are_those_of_comparing_wherever_the_totals_lie_and_however_close_they_come(offset, scale):
    totals = offset + np.random.default_rng(5).integers(-8, 8, (400, 9)) * scale
    assert rank_counts(totals).tolist() == by_comparing(totals)


def test_totals_of_every_size_at_once_are_ranked():
    random = np.random.default_rng(6)
    totals = random.choice([-1.0, 1.0], (300, 6)) * 10.0 ** random.integers(-300, 300, (300, 6))
    assert rank_counts(totals).tolist() == by_comparing(totals)
    assert rank_counts(np.array([[-0.0, 0.0, 1e-300, -1e-300, 1.0]])).tolist() == by_comparing(
        np.array([[-0.0, 0.0, 1e-300, -1e-300, 1.0]])
    )
    assert rank_counts(
        np.array([[np.inf, 1.0, -np.inf], [np.finfo(float).max, -np.finfo(float).max, 0.0]])
    ).tolist() == [
        [2, 0, 0],
        [0, 1, 1],
        [0, 1, 1],
    ]


def test_samples_with_ties_beside_samples_without_are_each_counted_in_their_way():
    totals = np.array([[70.0, 70.0 + 0.9e-9, 10.0], [70.0, 70.0 + 1.1e-9, 10.0], [1.0, 2.0, 3.0]])
    assert rank_counts(totals).tolist() == [[1, 1, 1], [2, 1, 0], [1, 0, 2]]


@pytest.mark.parametrize("cells", [1, 7, 64, 10_000])
def test_pieces_of_any_size_give_the_same_counts(monkeypatch, cells):
    totals = np.random.default_rng(7).integers(0, 30, (700, 5)).astype(float)
    expected = by_comparing(totals)
    monkeypatch.setattr(rank_counting, "_CELLS_AT_ONCE", cells)
    assert rank_counts(totals).tolist() == expected


def test_totals_laid_out_by_column_and_whole_numbers_are_counted_alike():
    totals = np.random.default_rng(8).integers(0, 30, (50, 5))
    assert rank_counts(np.asfortranarray(totals.astype(float))).tolist() == by_comparing(totals.astype(float))
    assert rank_counts(totals).tolist() == by_comparing(totals.astype(float))


def test_counting_leaves_the_totals_as_they_were():
    totals = np.random.default_rng(8).uniform(-5, 5, (50, 5))
    before = totals.copy()
    rank_counts(totals)
    assert (totals == before).all()


def test_one_option_is_always_first_and_identical_ones_all_are():
    assert rank_counts(np.full((7, 1), 40.0)).tolist() == [[7]]
    assert rank_counts(np.full((7, 3), 40.0)).tolist() == [[7, 0, 0]] * 3
    assert rank_counts(np.empty((0, 3))).tolist() == [[0, 0, 0]] * 3
    assert ranked_first(np.full((2, 3), 40.0)).all()


def test_a_total_that_is_not_known_is_refused():
    totals = np.random.default_rng(9).uniform(0, 100, (9000, 3))
    totals[8999, 1] = np.nan
    with pytest.raises(FindingsError, match="not known"):
        rank_counts(totals)


def test_memory_does_not_grow_with_the_samples_whether_blocks_are_small_or_big():
    scores = np.random.default_rng(3).uniform(0, 100, (60, 12))
    big = sample_weights(12, 50_000, 1)

    def peak(blocks):
        tracemalloc.start()
        try:
            rank_acceptability(scores, blocks)
            return tracemalloc.get_traced_memory()[1] / 1e6
        finally:
            tracemalloc.stop()

    for blocks in (weight_blocks(12, 50_000, 1), big, (big for _ in range(3))):
        assert peak(blocks) < 20
