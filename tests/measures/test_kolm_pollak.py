"""Indices of inequality, against worked figures and their own laws."""

from __future__ import annotations

import numpy as np
import pytest

from appraisal.errors import FindingsError
from appraisal.measures.equity import atkinson, gini, kolm_pollak

MINUTES = [20, 30, 40, 50]
EVEN = [1, 1, 1, 1]


@pytest.mark.parametrize(("epsilon", "index", "equivalent"), [(-1, 1.605, 36.605), (-0.5, 0.808, 35.808)])
def test_the_worked_minutes_give_the_worked_index(epsilon: float, index: float, equivalent: float) -> None:
    assert round(float(kolm_pollak(MINUTES, EVEN, epsilon)), 3) == index
    assert round(float(kolm_pollak(MINUTES, EVEN, epsilon)) + 35, 3) == equivalent
    assert kolm_pollak(MINUTES, EVEN, epsilon, alpha=140 / 5400) == kolm_pollak(MINUTES, EVEN, epsilon)


def test_the_index_is_its_formula() -> None:
    minutes, need, slope = np.array([5.0, 17.0, 62.0]), np.array([3.0, 1.0, 2.5]), -0.04
    equivalent = -np.log(need @ np.exp(-slope * minutes) / need.sum()) / slope
    expected = equivalent - need @ minutes / need.sum()
    assert kolm_pollak(minutes, need, -2, alpha=0.02) == pytest.approx(expected, rel=1e-12)


def test_the_same_minutes_for_everybody_are_equal() -> None:
    assert kolm_pollak([33, 33, 33], [1, 2, 5], -1) == pytest.approx(0, abs=1e-12)
    assert kolm_pollak([0, 0], [1, 2], -1) == 0
    assert kolm_pollak(MINUTES, EVEN, 0) == 0


def test_the_same_minutes_more_for_everybody_change_nothing() -> None:
    later = [minutes + 45 for minutes in MINUTES]
    assert kolm_pollak(later, EVEN, -1, alpha=0.026) == pytest.approx(kolm_pollak(MINUTES, EVEN, -1, alpha=0.026))


def test_very_long_minutes_do_not_overflow() -> None:
    assert kolm_pollak([0, 1e6], EVEN[:2], -1, alpha=1) == pytest.approx(5e5 - np.log(2), rel=1e-12)


def test_many_sets_at_once_are_each_as_if_alone() -> None:
    sets = np.random.default_rng(5).uniform(5, 90, (2, 3, 4))
    need = [1.0, 0.0, 4.0, 2.0]
    for alpha in (None, 0.03):
        together = np.asarray(kolm_pollak(sets, need, -1, alpha))
        assert together.shape == (2, 3)
        alone = [[kolm_pollak(minutes, need, -1, alpha) for minutes in row] for row in sets]
        assert together == pytest.approx(np.array(alone), rel=1e-9)


def test_minutes_that_are_not_known_count_only_where_there_is_need() -> None:
    assert np.isnan(kolm_pollak([20, np.nan], [1, 1], -1))
    assert np.isnan(kolm_pollak([20, np.nan], [1, 1], 0))
    assert kolm_pollak([20, 40, np.nan], [1, 1, 0], -1) == kolm_pollak([20, 40], [1, 1], -1)
    assert np.isnan(kolm_pollak([[20, 40], [20, np.nan]], [1, 1], -1)).tolist() == [False, True]


def test_atkinson_gives_known_answers() -> None:
    assert atkinson([7, 7], [1, 3], 0.5) == pytest.approx(0, abs=1e-12)
    assert atkinson([1, 4], [1, 1], 1) == pytest.approx(1 - 2 / 2.5)
    assert atkinson([1, 9], [1, 1], 0.5) == pytest.approx(1 - 4 / 5)
    assert atkinson([1, 3], [1, 1], 2) == pytest.approx(1 - 1.5 / 2)
    assert atkinson([1, 1, 3, 9], [1, 1, 1, 0], 2) == pytest.approx(atkinson([1, 3], [2, 1], 2))
    assert atkinson([1, 4], [1, 1], 0) == pytest.approx(0, abs=1e-12)


def test_atkinson_knows_what_nothing_means() -> None:
    assert atkinson([0, 4], [1, 1], 1) == 1
    assert atkinson([0, 4], [1, 1], 0.5) == pytest.approx(1 - 1 / 2)
    assert atkinson([0, 0], [1, 1], 1) == 0
    assert np.isnan(atkinson([1, np.nan], [1, 1], 1))


def test_gini_gives_known_answers() -> None:
    assert gini([3, 3, 3], [1, 2, 3]) == pytest.approx(0, abs=1e-12)
    assert gini([0, 0, 0, 1], EVEN) == pytest.approx(3 / 4)
    assert gini([1, 2, 3], [1, 1, 1]) == pytest.approx(2 / 9)
    assert gini([3, 1], [1, 3]) == pytest.approx(gini([1, 1, 3, 1], EVEN))
    assert gini([0, 0], [1, 1]) == 0
    assert np.isnan(gini([1, np.nan], [1, 1]))


@pytest.mark.parametrize("need", [[1, -1], [0, 0], [1, np.nan], [1, 1, 1], [[1, 1]]])
def test_need_that_makes_no_sense_is_refused(need: list[float]) -> None:
    with pytest.raises(FindingsError, match=r"[Nn]eed"):
        kolm_pollak([1, 2], need, -1)


def test_figures_that_an_index_cannot_take_are_refused() -> None:
    with pytest.raises(FindingsError):
        kolm_pollak([1, np.inf], [1, 1], -1)
    with pytest.raises(FindingsError):
        gini([1, -2], [1, 1])
    with pytest.raises(FindingsError):
        gini([[1, 2]], [1, 1])
    with pytest.raises(FindingsError):
        atkinson([1, 2], [1, 1], -0.5)
