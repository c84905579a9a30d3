"""The least weight that must move before another option draws level."""

from __future__ import annotations

import pytest

from appraisal.analysis.tipping.joint_change import joint_change


def test_weight_moves_from_where_the_lead_is_largest_to_where_it_is_smallest() -> None:
    # Leads over rival 1: 60, 10, -40; 0.5 x 60 + 0.3 x 10 - 0.2 x 40 = 25, and 25 / (60 - -40) = 0.25.
    found = joint_change([[90, 60, 30], [30, 50, 70]], [0.5, 0.3, 0.2])
    assert (found.rival, found.moved) == (1, pytest.approx(0.25))
    assert found.weights.tolist() == pytest.approx([0.25, 0.3, 0.45])


def test_what_one_criterion_cannot_give_the_next_one_gives() -> None:
    # Leads 80, 50, -10: all of 0.1 gives 9 points of 52; the other 43 - from 0.9 at 60 each - take 0.71666.
    found = joint_change([[90, 60, 40], [10, 10, 50]], [0.1, 0.9, 0.0])
    assert found.moved == pytest.approx(0.1 + (0.1 * 80 + 0.9 * 50 - 0.1 * 90) / 60)
    assert found.weights.tolist() == pytest.approx([0.0, 0.9 - 44 / 60, 0.1 + 44 / 60])


def test_of_several_rivals_the_nearest_is_named_and_of_equal_ones_the_first() -> None:
    assert joint_change([[50, 50], [90, 0], [0, 60]], [0.5, 0.5]).rival == 1
    assert joint_change([[50, 50], [60, 30], [30, 60]], [0.5, 0.5]).rival == 1


def test_an_option_that_has_more_everywhere_cannot_be_reached() -> None:
    assert joint_change([[80, 70], [40, 60]], [0.5, 0.5]) is None


def test_a_rival_that_is_level_on_one_criterion_is_level_when_that_has_all_the_weight() -> None:
    found = joint_change([[80, 60, 70], [40, 60, 60]], [0.5, 0.2, 0.3])
    assert found.moved == pytest.approx(0.8)
    assert found.weights.tolist() == pytest.approx([0, 1, 0])


@pytest.mark.parametrize("scores", [[[60, 40], [60, 40]], [[80, 40], [40, 80]]])
def test_nothing_moves_where_two_are_level_as_they_are(scores) -> None:
    found = joint_change(scores, [0.5, 0.5])
    assert (found.rival, found.moved, found.weights.tolist()) == (1, 0.0, [0.5, 0.5])


def test_one_option_and_one_criterion_have_no_joint_change() -> None:
    assert joint_change([[60, 40]], [0.5, 0.5]) is None
    assert joint_change([[60], [40]], [1.0]) is None


def test_weight_that_is_all_on_one_criterion_moves_from_there() -> None:
    found = joint_change([[80, 20], [40, 60]], [1.0, 0.0])
    assert found.weights.tolist() == pytest.approx([0.5, 0.5])
