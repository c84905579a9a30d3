"""What is no figures, no weights, no order or no pair is refused in words by every function that takes them."""

from __future__ import annotations

import numpy as np
import pytest

from appraisal.analysis.acceptability import (
    central_weights,
    rank_acceptability,
    rank_counts,
    ranked_first,
    sample_weights,
    weight_block,
    weight_blocks,
)
from appraisal.analysis.tipping.two_way import two_way_map
from appraisal.analysis.weight_mixtures import between
from appraisal.errors import BallotError, FindingsError

SCORES, WEIGHTS = [[100, 0], [0, 60]], [[0.75, 0.25], [0.5, 0.5]]
NO_NUMBERS = ([[1, 2], [3]], "ab", ["ab", "cd"], [["a", "b"]], [[[1, 2], [3]]], [[1, 2], "ab"], np.array(["a"]))


@pytest.mark.parametrize("totals", [[], [[]], [1, 2], 5, np.zeros((2, 2, 2)), np.zeros((3, 0)), np.zeros((0, 0))])
def test_totals_that_are_not_samples_by_options_are_not_ranked(totals):
    for ranked in (rank_counts, ranked_first):
        with pytest.raises(FindingsError, match="Give samples x at least one option"):
            ranked(totals)


@pytest.mark.parametrize("given", NO_NUMBERS)
def test_what_is_ragged_or_text_is_refused(given):
    refused = pytest.raises(FindingsError, match=r"not numbers in rows of one length|dimensions")
    for found in (rank_acceptability, central_weights):
        with refused:
            found(given, WEIGHTS)
        with refused:
            found(SCORES, given)
    for ranked in (rank_counts, ranked_first):
        with pytest.raises(FindingsError, match=r"not numbers in rows of one length|samples x"):
            ranked(given)
    with pytest.raises(FindingsError, match=r"not numbers in rows of one length|do not fit"):
        two_way_map(given, [0.5, 0.5], (0, 1))


@pytest.mark.parametrize("given", [[], [[]], None, 5, {}, iter([]), [None]])
def test_nothing_and_what_cannot_be_gone_through_are_refused(given):
    for found in (rank_acceptability, central_weights):
        with pytest.raises(FindingsError, match="Give"):
            found(given, WEIGHTS)
        with pytest.raises(FindingsError, match=r"Give|Ask for"):
            found(SCORES, given)


def test_blocks_of_different_options_are_refused():
    blocks = (np.ones((1, options, 2)) for options in (2, 3))
    with pytest.raises(FindingsError, match="3 options follows one of 2"):
        rank_acceptability(blocks, WEIGHTS)


def test_rows_in_a_list_are_ranked_as_an_array_is_and_no_samples_are_no_counts():
    rows = [[70, 60, 70], [50, 60, 40]]
    assert rank_counts(rows).tolist() == rank_counts(np.array(rows, dtype=float)).tolist()
    assert ranked_first(rows).tolist() == [[True, False, True], [False, True, False]]
    assert rank_counts(np.zeros((0, 2))).tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize("number", [-1, 1.5, "a", None])
def test_a_seed_or_a_number_of_samples_that_is_not_whole_or_below_0_is_refused(number):
    refused = pytest.raises(FindingsError, match=r"is not possible as .* whole number of 0 or more")
    with refused:
        sample_weights(3, 2, seed=number)
    with refused:
        sample_weights(3, number, seed=1)
    with refused:
        weight_blocks(3, 2, seed=number)
    with refused:
        weight_block(3, 0, 5, seed=number)
    with refused:
        weight_block(3, number, 5, seed=1)
    with refused:
        sample_weights(number, 2, seed=1)


ORDERS = (
    ["a", "b"],
    "ab",
    [["a", "b"]],
    5,
    [None],
    [float("nan")],
    [0.5],
    [{0, 1}],
    [[0, [1, 2]]],
    [0, [1]],
    [3],
    [-1],
)


@pytest.mark.parametrize("order", ORDERS)
def test_an_order_of_what_is_no_criterion_is_refused_wherever_an_order_is_taken(order):
    for taken in (lambda: sample_weights(3, 2, seed=1, order=order), lambda: between(3, order=order)):
        with pytest.raises(BallotError, match=r"no criterion number|neither numbers of criteria nor chains"):
            taken()


@pytest.mark.parametrize(
    "bounds", [{"a": (0, 1)}, {0.5: (0, 1)}, {0: ("a", 1)}, {0: 0.5}, {0: (0, 0.5, 1)}, {0: None}, [(0, 1)]]
)
def test_bounds_that_are_not_two_shares_of_a_criterion_are_refused(bounds):
    with pytest.raises(BallotError, match=r"no criterion number|Give two numbers|Give number of criterion"):
        sample_weights(3, 2, seed=1, bounds=bounds)


def test_numbers_of_numpy_are_as_good_as_any():
    plain = sample_weights(3, 2, seed=1, bounds={0: (0.2, 0.5)}, order=[1, 2])
    bounds = {np.int64(0): np.array([0.2, 0.5])}
    drawn = sample_weights(np.int64(3), np.int64(2), seed=np.int64(1), bounds=bounds, order=np.array([1, 2]))
    assert (drawn == plain).all()


PAIRS = ((0, 0), (0, 2), (0, -1), (0,), (), (0, 1, 1), None, (0.5, 1), ("a", "b"), "01")


@pytest.mark.parametrize("pair", PAIRS)
def test_a_map_of_two_weights_is_not_drawn_of_what_is_no_two_criteria(pair):
    with pytest.raises(FindingsError, match="two different ones of 2"):
        two_way_map(SCORES, [0.5, 0.5], pair)


def test_a_map_of_two_weights_is_not_drawn_where_there_is_one_criterion_or_no_step():
    for pair in ((0, 0), (0, 1)):
        with pytest.raises(FindingsError, match="two different ones of 1"):
            two_way_map([[100], [60]], [1.0], pair)
    for steps in (0, -2, 2.5):
        with pytest.raises(FindingsError, match=r"at least 1|whole number"):
            two_way_map(SCORES, [0.5, 0.5], (0, 1), steps=steps)


def test_a_pair_of_numpys_is_as_good_as_any():
    plain = two_way_map(SCORES, [0.5, 0.5], (0, 1))
    for pair in ([0, 1], np.array([0, 1])):
        assert (two_way_map(SCORES, [0.5, 0.5], pair).leads == plain.leads).all()
