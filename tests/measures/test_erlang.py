"""The chance that every bed is taken, against published figures and the formula with factorials."""

from __future__ import annotations

from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.errors import FindingsError
from appraisal.measures.erlang import carried_tangents, largest_load, refused

quick = settings(deadline=None, max_examples=150, derandomize=True, database=None)
some_beds = st.integers(1, 40)
some_loads = st.lists(st.floats(0, 80), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("beds", "load"),
    [(4, 1.525), (6, 2.960), (8, 4.543), (10, 6.216), (12, 7.950), (16, 11.544), (20, 15.249), (30, 24.802)],
)
def test_the_largest_load_at_five_in_a_hundred_refused_is_the_published_one(beds: int, load: float) -> None:
    assert round(largest_load(beds, 0.05), 3) == load
    assert refused(beds, largest_load(beds, 0.05)) == pytest.approx(0.05, abs=1e-12)


def test_sixteen_units_of_four_beds_take_far_less_than_one_of_sixty_four() -> None:
    assert round(16 * largest_load(4, 0.05), 1) == 24.4
    assert round(largest_load(64, 0.05), 1) == 58.6


@pytest.mark.parametrize("load", [0.01, 0.5, 1.0, 4.25, 8.74, 40.0])
@pytest.mark.parametrize("beds", [0, 1, 2, 5, 12, 40])
def test_the_recursion_agrees_with_the_formula(beds: int, load: float) -> None:
    terms = [load**number / factorial(number) for number in range(beds + 1)]
    assert refused(beds, load) == pytest.approx(terms[-1] / sum(terms), rel=1e-12)


def test_five_beds_that_achieve_85_in_a_hundred_refuse_half_of_all_requests() -> None:
    assert 8.74 * (1 - refused(5, 8.74)) / 5 == pytest.approx(0.85, abs=1e-3)
    assert round(refused(5, 8.74), 3) == 0.514


def test_five_beds_offered_85_in_a_hundred_refuse_two_in_nine() -> None:
    assert round(refused(5, 4.25), 3) == 0.221


def test_splitting_five_beds_doubles_what_is_refused() -> None:
    load = 64 * 16.4 / 365
    split = 0.6 * refused(3, 0.6 * load) + 0.4 * refused(2, 0.4 * load)
    assert round(refused(5, load), 3) == 0.100
    assert round(split, 3) == 0.195


def test_no_beds_refuse_everybody_and_no_load_refuses_nobody() -> None:
    assert refused(0, 3.0) == 1.0
    assert refused(0, 0.0) == 1.0
    assert refused(1, 0.0) == 0.0


def test_two_numbers_give_a_number_and_arrays_are_broadcast() -> None:
    assert isinstance(refused(3, 2.0), float)
    table = refused(np.array([[0], [1], [3]]), np.array([0.5, 2.0]))
    assert table.shape == (3, 2)
    assert table.tolist() == [[refused(beds, load) for load in (0.5, 2.0)] for beds in (0, 1, 3)]
    assert refused([], []).shape == (0,)


def test_a_load_that_is_not_known_stays_not_known() -> None:
    assert np.isnan(refused(3, float("nan")))
    assert np.isnan(refused([0, 2, 2], [np.nan, np.nan, 1.0])).tolist() == [True, True, False]


def test_thousands_of_beds_do_not_overflow() -> None:
    assert 0 < refused(5000, 5000.0) < 0.02


@pytest.mark.parametrize(("beds", "load"), [(-1, 1.0), (2.5, 1.0), (float("nan"), 1.0), (2, -0.1), (2, float("inf"))])
def test_impossible_beds_and_loads_are_refused_in_words(beds: float, load: float) -> None:
    with pytest.raises(FindingsError, match="not possible"):
        refused([1, beds], [1.0, load])


@pytest.mark.parametrize(("beds", "share"), [(0, 0.05), (3, 0.0), (3, 1.0), (3, float("nan"))])
def test_a_largest_load_needs_a_bed_and_a_share_between_none_and_all(beds: int, share: float) -> None:
    with pytest.raises(FindingsError):
        largest_load(beds, share)


def carried(beds: int, loads: list[float]) -> np.ndarray:
    """Erlangs carried, by the formula with factorials."""
    found = []
    for load in loads:
        terms = [load**number / factorial(number) for number in range(beds + 1)]
        found.append(load * (1 - terms[-1] / sum(terms)))
    return np.array(found)


@quick
@given(some_beds, some_loads)
def test_a_tangent_touches_what_the_beds_carry_at_its_own_load(beds: int, loads: list[float]) -> None:
    slope, intercept = carried_tangents(beds, loads)
    assert slope * loads + intercept == pytest.approx(carried(beds, loads), rel=1e-9, abs=1e-9)


@quick
@given(some_beds, some_loads, some_loads)
def test_a_tangent_is_nowhere_below_what_the_beds_carry(beds: int, touched: list[float], loads: list[float]) -> None:
    slope, intercept = carried_tangents(beds, touched)
    lines = slope[:, None] * np.array(loads) + intercept[:, None]
    assert (lines >= carried(beds, loads) - 1e-9).all()


@quick
@given(some_beds, st.floats(0.01, 80))
def test_a_tangents_slope_is_how_fast_the_carried_load_grows(beds: int, load: float) -> None:
    step = 1e-4 * load
    below, above = carried(beds, [load - step, load + step])
    assert carried_tangents(beds, [load])[0][0] == pytest.approx((above - below) / (2 * step), abs=1e-5)


@pytest.mark.parametrize("beds", [1, 2, 7, 40])
def test_without_any_load_the_first_erlang_is_carried_whole(beds: int) -> None:
    slope, intercept = carried_tangents(beds, [0.0])
    assert (slope.tolist(), intercept.tolist()) == ([1.0], [0.0])


@quick
@given(some_beds, some_loads)
def test_a_tangent_rises_no_faster_than_the_load_and_starts_no_lower_than_none(beds: int, loads: list[float]) -> None:
    slope, intercept = carried_tangents(beds, loads)
    assert ((slope >= -1e-12) & (slope <= 1)).all()
    assert (intercept >= -1e-12).all()
