"""Where one weight makes another option lead."""

from __future__ import annotations

import numpy as np
import pytest

from appraisal.analysis.tipping import tipping_points
from appraisal.errors import FindingsError


def test_the_tipping_weight_is_the_one_of_the_formula() -> None:
    # Leader 0: rest_0 = 40, rest_1 = 70; t = (70 - 40) / ((80 - 40) + (70 - 40)).
    first, second = tipping_points([[80, 40], [40, 70]], [0.6, 0.4])
    assert (first["criterion"], first["above"], first["above_rival"]) == (0, None, None)
    assert (first["below"], first["below_rival"]) == (pytest.approx(30 / 70), 1)
    assert (second["criterion"], second["below"], second["below_rival"]) == (1, None, None)
    assert (second["above"], second["above_rival"]) == (pytest.approx(4 / 7), 1)


def test_the_nearest_of_several_rivals_on_each_side_is_named() -> None:
    scores = [[50, 50, 50], [90, 0, 0], [80, 10, 10], [0, 60, 60], [10, 52, 52]]
    weights = [0.3, 0.35, 0.35]
    assert int(np.argmax(np.array(scores) @ weights)) == 0
    point = tipping_points(scores, weights)[0]
    # Rivals 1 and 2 draw level at 50/90 and 40/70; rivals 3 and 4 at 10/60 and 2/42.
    assert point["above"] == pytest.approx(50 / 90)
    assert point["above_rival"] == 1
    assert point["below"] == pytest.approx(10 / 60)
    assert point["below_rival"] == 3


def test_a_criterion_with_all_the_weight_has_no_tipping_point() -> None:
    points = tipping_points([[80, 40], [40, 70]], [1, 0])
    assert points[0] == {"criterion": 0, "below": None, "below_rival": None, "above": None, "above_rival": None}
    assert points[1]["above"] == pytest.approx(4 / 7)


def test_an_option_that_leads_everywhere_has_no_tipping_point() -> None:
    for point in tipping_points([[80, 70], [40, 60], [70, 10]], [0.5, 0.5]):
        assert point["below"] is None
        assert point["above"] is None


def test_options_that_differ_by_the_same_at_every_weight_never_tip() -> None:
    assert all(point["below"] is point["above"] is None for point in tipping_points([[60, 60], [50, 50]], [0.5, 0.5]))


def test_identical_options_never_tip() -> None:
    assert all(point["below"] is point["above"] is None for point in tipping_points([[60, 40], [60, 40]], [0.5, 0.5]))


def test_a_tied_rival_tips_at_the_weight_itself_on_the_side_where_it_pulls_ahead() -> None:
    first, second = tipping_points([[80, 40], [40, 80]], [0.5, 0.5])
    assert (first["below"], first["below_rival"], first["above"]) == (0.5, 1, None)
    assert (second["above"], second["above_rival"], second["below"]) == (0.5, 1, None)


def test_the_first_of_tied_leaders_is_the_leader() -> None:
    first = tipping_points([[0, 0], [40, 80], [80, 40]], [0.5, 0.5])[0]
    assert (first["above"], first["above_rival"]) == (0.5, 2)


def test_of_rivals_that_draw_level_together_the_one_that_leads_beyond_is_named() -> None:
    first = tipping_points([[50, 50], [60, 40], [90, 10]], [0.25, 0.75])[0]
    assert (first["above"], first["above_rival"]) == (pytest.approx(0.5), 2)


def test_a_criterion_without_weight_can_only_tip_above() -> None:
    point = tipping_points([[20, 60], [80, 60]], [0.0, 1.0])[0]
    assert (point["below"], point["above"], point["above_rival"]) == (None, 0.0, 1)


def test_an_option_alone_never_tips() -> None:
    assert [point["above"] for point in tipping_points([[20, 60]], [0.5, 0.5])] == [None, None]


@pytest.mark.parametrize(
    ("scores", "weights"),
    [
        ([[1, 2]], [0.5, 0.6]),
        ([[1, 2]], [1.5, -0.5]),
        ([[1, 2]], [1.0]),
        ([[1, float("nan")]], [0.5, 0.5]),
        ([[1, 2]], [float("nan"), 1.0]),
        ([], []),
    ],
)
def test_figures_that_cannot_be_compared_are_refused(scores: list[list[float]], weights: list[float]) -> None:
    with pytest.raises(FindingsError):
        tipping_points(scores, weights)
