"""Which option leads at every pair of weights of two criteria."""

from __future__ import annotations

import pytest

from appraisal.analysis.tipping.two_way import most_weight, two_way_map
from appraisal.errors import FindingsError


def leaders_at(found, first, second):
    [cell] = [row for row, at in enumerate(found.weights.tolist()) if at == [first, second]]
    return found.leads[cell].nonzero()[0].tolist()


def test_the_others_keep_their_ratios_in_what_is_left() -> None:
    # With a quarter each on the first two, the third and fourth have 3/8 and 1/8: 25 and 50 against 37.5 and 12.5.
    found = two_way_map([[100, 0, 0, 0], [0, 0, 100, 0], [0, 0, 0, 100]], [0.1, 0.1, 0.6, 0.2], (0, 1), steps=4)
    assert leaders_at(found, 0.25, 0.25) == [1]
    assert leaders_at(found, 0.5, 0.0) == [0]
    assert leaders_at(found, 0.0, 0.0) == [1]
    assert leaders_at(found, 0.0, 1.0) == [0, 1, 2]


def test_others_without_weight_share_equally_what_is_left() -> None:
    found = two_way_map([[0, 0, 100, 0], [0, 0, 0, 99]], [0.6, 0.4, 0.0, 0.0], (0, 1), steps=2)
    assert leaders_at(found, 0.0, 0.0) == [0]


def test_a_step_is_a_twentieth_and_every_pair_within_the_whole_is_there() -> None:
    found = two_way_map([[10, 20, 30]], [0.2, 0.3, 0.5], (0, 2))
    assert len(found.weights) == 231
    assert found.weights[1].tolist() == [0.0, 0.05]
    assert found.shares.tolist() == [1.0]


def test_two_criteria_alone_make_a_line() -> None:
    found = two_way_map([[80, 40], [40, 70]], [0.6, 0.4], (0, 1))
    assert len(found.weights) == 21
    assert found.shares.tolist() == pytest.approx([12 / 21, 9 / 21])


def test_a_cell_where_options_tie_counts_for_each() -> None:
    assert two_way_map([[60, 40], [60, 40]], [0.5, 0.5], (0, 1)).shares.tolist() == [1.0, 1.0]


def test_the_criteria_with_the_most_weight_are_taken_and_of_equal_ones_the_first() -> None:
    assert most_weight([0.25, 0.25, 0.25, 0.25]) == (0, 1)
    assert most_weight([0.1, 0.5, 0.4]) == (1, 2)
    assert most_weight([]) is None


def test_a_value_score_that_is_not_known_is_refused() -> None:
    with pytest.raises(FindingsError, match="not known"):
        two_way_map([[10, float("nan")]], [0.5, 0.5], (0, 1))
