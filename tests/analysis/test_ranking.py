"""Ranks: shared by ties, ranges where something is not known."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.analysis.ranking import rank

quick = settings(deadline=None, max_examples=150, derandomize=True, database=None)
ends = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted)
intervals = st.lists(st.one_of(ends, st.integers(0, 20).map(lambda at: [at, at])), min_size=1, max_size=7)


def ranked(*pairs):
    return rank(np.array([low for low, _ in pairs], dtype=float), np.array([high for _, high in pairs], dtype=float))


@quick
@given(intervals, st.data())
def test_whatever_the_unknown_turns_out_to_be_every_rank_is_inside_its_range(pairs, data):
    found = ranked(*pairs)
    completed = [data.draw(st.integers(low, high)) for low, high in pairs]
    for index, total in enumerate(completed):
        actual = 1 + sum(other > total for other in completed)
        assert found.low[index] <= actual <= found.high[index]


@quick
@given(intervals)
def test_both_ends_of_a_rank_can_be_reached(pairs):
    found = ranked(*pairs)
    for index, (low, high) in enumerate(pairs):
        others = pairs[:index] + pairs[index + 1 :]
        assert found.low[index] == 1 + sum(other_low > high for other_low, _ in others)
        assert found.high[index] == 1 + sum(other_high > low for _, other_high in others)


def test_equal_totals_share_the_better_rank_and_name_each_other():
    found = ranked((70, 70), (80, 80), (70, 70), (60, 60))
    assert found.low.tolist() == found.high.tolist() == [2, 1, 2, 4]
    assert found.ties == ((2,), (), (0,), ())
    assert found.order.tolist() == [1, 0, 2, 3]


def test_totals_nearer_than_a_billionth_are_equal():
    found = ranked((70, 70), (70 + 1e-10, 70 + 1e-10), (70 + 1e-8, 70 + 1e-8))
    assert found.low.tolist() == [2, 2, 1]
    assert found.ties == ((1,), (0,), ())


def test_an_option_with_an_unknown_is_listed_after_the_others_by_what_it_could_reach():
    found = ranked((10, 90), (50, 50), (20, 95), (60, 60))
    assert found.order.tolist() == [3, 1, 2, 0]
    assert (found.low[0], found.high[0]) == (1, 4)


def test_what_is_not_known_never_ties():
    assert ranked((10, 90), (10, 90), (90, 90)).ties == ((), (), ())


def test_an_unknown_elsewhere_makes_a_range_of_a_known_options_rank():
    found = ranked((50, 50), (40, 60))
    assert (found.low[0], found.high[0]) == (1, 2)


def test_nothing_to_rank_is_no_ranks():
    found = rank(np.zeros(0), np.zeros(0))
    assert found.low.shape == found.order.shape == (0,)
    assert found.ties == ()
