"""Answers that cannot become weights, each told in words; and those that can, in every way of asking."""

from __future__ import annotations

import pytest

from appraisal.analysis.weighting import problems_of
from appraisal.model.ballots import WAYS, Way
from appraisal.model.tree import TOP, CriteriaTree

FLAT = CriteriaTree({TOP: ("access", "cost", "equity")}, ("access", "cost", "equity"))
TREE = CriteriaTree(
    {TOP: ("cost", "quality", "reach"), "quality": ("fit",), "reach": ("access", "travel")},
    ("access", "cost", "fit", "travel"),
)
TOP_BEST_WORST = {"cost/quality": 2, "cost/reach": 4, "quality/reach": 3, "travel/access": 2}
SOUND: dict[Way, dict[str, float]] = {
    "swing-points": {"cost": 100, "quality": 50, "reach": 0, "access": 100, "travel": 80},
    "direct-points": {"cost": 33.3, "quality": 33.3, "reach": 33.3, "access": 60, "travel": 40},
    "ranking": {"cost": 1, "quality": 1, "reach": 3, "access": 2, "travel": 1},
    "analytic-hierarchy": {"cost/quality": 2, "reach/cost": 4, "reach/quality": 9, "access/travel": 1},
    "best-worst": TOP_BEST_WORST,
}


@pytest.mark.parametrize("way", WAYS)
def test_sound_answers_have_no_problems_and_a_child_alone_is_not_asked(way: Way) -> None:
    assert problems_of(way, SOUND[way], TREE) == []


@pytest.mark.parametrize("way", WAYS)
def test_one_criterion_needs_no_answer_at_all(way: Way) -> None:
    assert problems_of(way, {}, CriteriaTree({TOP: ("cost",)}, ("cost",))) == []


@pytest.mark.parametrize("way", WAYS)
def test_no_answers_at_all_are_told_for_every_branch(way: Way) -> None:
    found = problems_of(way, {}, TREE)
    assert any("cost, quality, reach" in text or "'cost' with 'quality'" in text for text in found)
    assert any("access, travel" in text or "Under 'reach'" in text for text in found)


@pytest.mark.parametrize(
    ("way", "answers", "words"),
    [
        ("swing-points", {"access": 100, "cost": 50}, ["No points for 'equity'"]),
        ("swing-points", {"access": 100, "cost": 50, "equity": -1}, ["'equity' has -1 points"]),
        ("swing-points", {"access": 101, "cost": 50, "equity": float("nan")}, ["'access' has 101", "'equity' has nan"]),
        ("swing-points", {"access": 0, "cost": 0, "equity": 0}, ["All points are 0: access, cost, equity"]),
        ("swing-points", {"access": 1, "cost": 0, "equity": 0, "acess": 5}, ["Did you mean 'access'?"]),
        ("direct-points", {"access": 50, "cost": 30, "equity": 10}, ["come to 90"]),
        ("direct-points", {"access": 50, "cost": 40, "equity": 11}, ["come to 101"]),
        ("direct-points", {"access": 0, "cost": 0, "equity": 0}, ["come to 0"]),
        ("direct-points", {"access": 150, "cost": -50, "equity": 0}, ["'access' has 150", "'cost' has -50"]),
        ("ranking", {"access": 1, "cost": 3, "equity": 4}, ["3 does not follow"]),
        ("ranking", {"access": 0, "cost": 1, "equity": 2}, ["0 does not follow"]),
        ("ranking", {"access": 1, "cost": 2}, ["No rank for 'equity'"]),
        ("analytic-hierarchy", {"access/cost": 2, "access/equity": 3}, ["Not compared: 'cost' with 'equity'"]),
        ("analytic-hierarchy", {"access/cost": 2, "access/equity": 3, "cost/equity": 10}, ["'cost/equity' is 10"]),
        ("analytic-hierarchy", {"access/cost": 2, "access/equity": 3, "cost/equity": 0.5}, ["'cost/equity' is 0.5"]),
        (
            "analytic-hierarchy",
            {"access/cost": 2, "access/equity": 3, "cost/equity": 2, "equity/cost": 2},
            ["'cost' and 'equity' are compared both ways round"],
        ),
        (
            "analytic-hierarchy",
            {"access/cost": 2, "access/equity": 3, "cost/equity": 2, "cost/cost": 1, "cost": 2},
            ["'cost/': '' is no criterion", "compares 'cost' with itself"],
        ),
        ("best-worst", {"access/cost": 2, "access/equity": 3}, ["matters least. Choose one"]),
        (
            "best-worst",
            {"access/cost": 2, "cost/equity": 3},
            ["most. If it is 'access', give 'access/equity'", "least. If it is 'equity', give"],
        ),
        ("best-worst", {}, ["matters most. Choose one", "matters least. Choose one"]),
        ("best-worst", {"access/cost": 2, "access/equity": 0, "cost/equity": 3}, ["'access/equity' is 0"]),
    ],
)
def test_what_is_wrong_is_told_and_nothing_else(way: Way, answers: dict[str, float], words: list[str]) -> None:
    found = problems_of(way, answers, FLAT)
    for text, word in zip(found, words, strict=True):
        assert word in text


def test_a_comparison_that_best_worst_does_not_ask_is_told() -> None:
    four = CriteriaTree({TOP: ("a", "b", "c", "d")}, ("a", "b", "c", "d"))
    sound = {"a/b": 2, "a/c": 3, "a/d": 8, "b/d": 4, "c/d": 3}
    assert problems_of("best-worst", sound, four) == []
    [found] = problems_of("best-worst", {**sound, "b/c": 2}, four)
    assert "'b/c' is not asked" in found


def test_two_are_compared_once_and_the_first_is_the_best() -> None:
    two = CriteriaTree({TOP: ("a", "b")}, ("a", "b"))
    assert problems_of("best-worst", {"b/a": 5}, two) == []
    assert problems_of("analytic-hierarchy", {"b/a": 5}, two) == []


def test_what_stands_under_different_branches_is_never_compared() -> None:
    [found] = problems_of("best-worst", {**TOP_BEST_WORST, "cost/access": 2}, TREE)
    assert "not stand under the same branch" in found


def test_a_problem_under_a_branch_names_it() -> None:
    [found] = problems_of("swing-points", SOUND["swing-points"] | {"access": 0, "travel": 0}, TREE)
    assert found.startswith("Under 'reach': All points are 0")


def test_an_answer_about_a_child_alone_is_sound_or_told() -> None:
    assert problems_of("swing-points", SOUND["swing-points"] | {"fit": 100}, TREE) == []
    [found] = problems_of("swing-points", SOUND["swing-points"] | {"fit": 500}, TREE)
    assert "'fit' has 500" in found
