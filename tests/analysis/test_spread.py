"""How far people lie apart, by worked figures: a split vote is named, and one odd voice is none."""

from __future__ import annotations

import pytest
from building import EVERYBODY, interest, place, scored, weights
from hypothesis import given
from hypothesis import strategies as st

from appraisal.analysis.panel import panel_weights
from appraisal.analysis.spread import Spread, is_split_vote, is_split_weight, score_spreads, weight_spreads
from appraisal.model.ballots import Ballots


def test_quartiles_of_five_scores_are_the_second_and_the_fourth():
    found = Spread.of([100, 0, 75, 25, 50])
    assert (found.people, found.lowest, found.lower_quartile, found.median) == (5, 0, 25, 50)
    assert (found.upper_quartile, found.highest) == (75, 100)


def test_the_trap_of_method_5_is_split_and_the_same_mean_without_it_is_not():
    assert is_split_vote(Spread.of([10, 10, 10, 0, 0, 0]), scale=10)
    assert not is_split_vote(Spread.of([5] * 6), scale=10)
    assert is_split_vote(Spread.of([0, 100]))


@pytest.mark.parametrize(
    ("scores", "split"),
    [
        ([25, 75], True),
        ([25, 74], False),
        ([0, 0, 50, 50], True),
        ([0, 50, 50, 50], True),
        ([0, 50, 50, 50, 50], False),
        ([0, 0, 50, 50, 50], True),
        ([0, 100, 100, 100, 100, 100, 100, 100], False),
        ([0, 0, 100, 100, 100, 100, 100, 100], True),
        ([0, 0, 25, 25, 25, 75, 100, 100, 100, 100], True),
        ([100], False),
    ],
)
def test_it_takes_a_quarter_of_the_people_on_either_side_half_the_scale_apart(scores, split):
    """Of four, one is a quarter; of five, it takes two."""
    assert is_split_vote(Spread.of(scores)) == split


@pytest.mark.parametrize(
    ("shares", "split"),
    [
        ([0.1, 0.2], True),
        ([0.1, 0.19], False),
        ([0.3, 0.4], False),
        ([0.0, 0.04], False),
        ([0.0, 0.05], True),
        ([0.1, 0.3, 0.3, 0.3, 0.3], False),
        ([0.1, 0.1, 0.3, 0.3, 0.3], True),
    ],
)
def test_a_weight_is_split_where_a_quarter_gives_twice_as_much_and_5_in_100_more(shares, split):
    assert is_split_weight(Spread.of(shares)) == split


@given(st.lists(st.integers(0, 100), min_size=1, max_size=12))
def test_a_split_vote_has_disjoint_quarters_of_people_who_stand_apart_and_the_order_does_not_matter(scores):
    """Held against the words: count the people at or below some score, and those half the scale above it."""
    by_words = any(
        4 * sum(s <= low for s in scores) >= len(scores) and 4 * sum(s >= low + 50 for s in scores) >= len(scores)
        for low in scores
    )
    assert is_split_vote(Spread.of(scores)) == by_words
    assert Spread.of(scores) == Spread.of(scores[::-1])


def test_only_scores_that_count_are_spread():
    cast = (scored("p01", "ash", 0), scored("p02", "ash", 100), scored("p03", "ash", "not known"))
    held = place(ballots=Ballots(EVERYBODY, cast))
    assert score_spreads(held)["clinical-fit", "ash"].people == 2
    recused = place(ballots=Ballots(EVERYBODY, cast, (interest("p01", site_id="ash"),)))
    found = score_spreads(recused)
    assert found["clinical-fit", "ash"].lowest == 100
    assert ("clinical-fit", "elm") not in found


def test_weights_are_spread_as_shares_not_as_points():
    """100 of 100 points and 50 of 100 are a whole and a half."""
    cast = (weights("p01", cost=100), weights("p02", cost=50, access=50))
    found = weight_spreads(panel_weights(place(ballots=Ballots(cast))))
    assert (found["cost"].lowest, found["cost"].highest) == (0.5, 1.0)
    assert found["equity"].highest == 0
