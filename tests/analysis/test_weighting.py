"""What people say matters, turned into shares."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from appraisal.analysis.weighting import (
    best_worst,
    combine,
    concordance,
    direct_weights,
    input_consistency,
    rank_order_centroid,
    swing_weights,
)
from appraisal.errors import BallotError, FindingsError


def test_swing_points_become_shares_in_the_order_given() -> None:
    shares = swing_weights({"travel-time": 100, "cost": 60, "equity": 40, "access": 0})
    assert list(shares.items()) == [("travel-time", 0.5), ("cost", 0.3), ("equity", 0.2), ("access", 0.0)]


@pytest.mark.parametrize("points", [{}, {"cost": 0}, {"cost": 0, "access": 0.0}])
def test_a_ballot_without_points_is_refused(points: dict[str, float]) -> None:
    with pytest.raises(BallotError, match="No criterion has points"):
        swing_weights(points)


@pytest.mark.parametrize("points", [-1, 100.5, float("nan"), float("inf")])
def test_points_out_of_range_are_refused_by_name(points: float) -> None:
    with pytest.raises(BallotError, match="'cost'"):
        swing_weights({"access": 100, "cost": points})


def test_rank_order_centroids_are_the_published_ones() -> None:
    shares = rank_order_centroid({"a": 1, "b": 2, "c": 3})
    assert list(shares.values()) == pytest.approx([11 / 18, 5 / 18, 2 / 18])


@pytest.mark.parametrize("ranking", [{"a": 1, "b": 1, "c": 2, "d": 3}, {"a": 1, "b": 1, "c": 3, "d": 4}])
def test_tied_criteria_share_their_places_however_ties_are_numbered(ranking: dict[str, float]) -> None:
    strict = rank_order_centroid({"a": 1, "b": 2, "c": 3, "d": 4})
    shares = rank_order_centroid(ranking)
    assert shares["a"] == shares["b"] == pytest.approx((strict["a"] + strict["b"]) / 2)
    assert (shares["c"], shares["d"]) == (strict["c"], strict["d"])


@pytest.mark.parametrize("ranks", [[], [0, 1], [2, 3], [1, 3], [1, 1, 4], [1, 1, 2, 5], [1, 1.5], [1, float("nan")]])
def test_a_ranking_with_a_gap_is_refused(ranks: list[float]) -> None:
    with pytest.raises(BallotError):
        rank_order_centroid({f"criterion-{number}": rank for number, rank in enumerate(ranks)})


def test_judges_who_agree_wholly_have_a_concordance_of_one_even_with_ties() -> None:
    assert concordance([[1, 2, 3, 4]] * 3) == 1
    assert concordance([[1, 2, 2, 4], [1, 2, 2, 4]]) == pytest.approx(1)


def test_concordance_gives_the_answer_worked_by_hand() -> None:
    # Rank sums 4, 8, 6 about a mean of 6: S = 8; W = 12 x 8 / (9 x 24).
    assert concordance([[1, 3, 2], [1, 3, 2], [2, 2, 2]]) == pytest.approx(12 * 8 / (9 * 24 - 3 * 24))
    assert concordance([[1, 2, 3], [2, 3, 1], [1, 3, 2]]) == pytest.approx(12 * 8 / (9 * 24))
    # Mid-ranks 1, 2.5, 2.5 and 1, 2, 3: sums 2, 4.5, 5.5 about 4: S = 6.5; ties 6.
    assert concordance([[1, 2, 2], [1, 2, 3]]) == pytest.approx(12 * 6.5 / (4 * 24 - 2 * 6))


def test_any_numbering_of_ties_gives_the_same_concordance() -> None:
    others = [[1, 2, 3, 4], [4, 3, 2, 1]]
    values = {concordance([ranks, *others]) for ranks in ([1, 2, 2, 3], [1, 2, 2, 4], [1, 2.5, 2.5, 4], [1, 3, 3, 4])}
    assert len(values) == 1


def test_agreement_where_nothing_is_ranked_is_not_a_number() -> None:
    assert np.isnan(concordance([[1, 1, 1], [2, 2, 2]]))
    assert np.isnan(concordance([[1], [1]]))


@pytest.mark.parametrize("ranks", [[], [[]], [1, 2], [[1, float("nan")]]])
def test_a_missing_rank_is_refused(ranks: list[list[float]]) -> None:
    with pytest.raises(FindingsError):
        concordance(ranks)


PEOPLE = {
    "ann": {"cost": 0.2, "access": 0.8},
    "ben": {"cost": 0.4, "access": 0.6},
    "cat": {"cost": 0.9, "access": 0.1},
}
GROUP_OF = {"ann": "residents", "ben": "residents", "cat": "clinicians", "dan": "carers"}
GROUP_WEIGHTS = {"residents": 0.5, "clinicians": 0.25, "carers": 0.25}


def test_groups_are_means_of_members_and_the_whole_is_a_mean_of_groups() -> None:
    combined = combine(PEOPLE, GROUP_OF, GROUP_WEIGHTS)
    assert combined.by_group["residents"] == pytest.approx({"access": 0.7, "cost": 0.3})
    assert combined.by_group["clinicians"] == {"access": 0.1, "cost": 0.9}
    assert combined.overall == pytest.approx({"access": 0.5, "cost": 0.5})


def test_a_group_in_which_nobody_answered_drops_out() -> None:
    combined = combine(PEOPLE, GROUP_OF, GROUP_WEIGHTS)
    assert "carers" not in combined.by_group
    assert combined.group_weights == pytest.approx({"clinicians": 1 / 3, "residents": 2 / 3})


def test_the_order_of_answers_changes_nothing_at_all() -> None:
    backwards = {person: dict(reversed(PEOPLE[person].items())) for person in reversed(PEOPLE)}
    one, other = combine(PEOPLE, GROUP_OF, GROUP_WEIGHTS), combine(backwards, GROUP_OF, GROUP_WEIGHTS)
    assert one == other
    assert list(one.overall) == list(other.overall) == ["access", "cost"]


@pytest.mark.parametrize(
    ("shares", "group_of", "group_weights", "words"),
    [
        ({}, GROUP_OF, GROUP_WEIGHTS, "Nobody"),
        (PEOPLE, {"ann": "residents"}, GROUP_WEIGHTS, "'ben'"),
        (PEOPLE, GROUP_OF, {"residents": 1}, "'clinicians'"),
        (PEOPLE, GROUP_OF, {**GROUP_WEIGHTS, "carers": -1}, "'carers'"),
        (PEOPLE, GROUP_OF, {"residents": 0, "clinicians": 0, "carers": 1}, "counts for nothing"),
        ({**PEOPLE, "dan": {"cost": 1.0}}, GROUP_OF, GROUP_WEIGHTS, "different criteria"),
    ],
)
def test_groups_that_are_not_clear_are_refused_by_name(
    shares: dict[str, dict[str, float]], group_of: dict[str, str], group_weights: dict[str, float], words: str
) -> None:
    with pytest.raises(FindingsError, match=words):
        combine(shares, group_of, group_weights)


@pytest.mark.parametrize("answer", ["x", "", None, [1]])
@pytest.mark.parametrize("weigh", [swing_weights, direct_weights, rank_order_centroid])
def test_what_is_no_number_is_refused_by_name(weigh: Any, answer: Any) -> None:
    with pytest.raises(BallotError, match=r"^Criterion 'cost' has '.*' as (points|its rank)\. Give a number\.$"):
        weigh({"access": 1, "cost": answer})


@pytest.mark.parametrize("ranks", [[[1, 2], [1]], [["first", "second"]], "first", [[1, None]], None])
def test_ranks_of_unequal_length_and_words_are_refused(ranks: Any) -> None:
    with pytest.raises(FindingsError, match="a rank from every judge for every item"):
        concordance(ranks)


@pytest.mark.parametrize("index", [5, 3, -1, 1.5])
def test_a_best_or_worst_that_is_none_of_those_compared_is_refused(index: Any) -> None:
    for name in ("best", "worst"):
        with pytest.raises(BallotError, match=f"'{name}' is {index}. Give the place of one of the 3 numbers"):
            best_worst([1, 2, 6], [6, 3, 1], **{name: index})
    with pytest.raises(BallotError, match=r"'best' is 5.*'worst' is -1"):
        input_consistency([1, 2, 6], [6, 3, 1], best=5, worst=-1)
