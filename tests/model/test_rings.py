"""Closed lines: what crosses itself is found wherever it starts, and what is inside is inside."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.model.rings import count_inside, crossing, cut

SQUARE = ((0, 0), (0, 4), (4, 4), (4, 0), (0, 0))
HOLE = ((1, 1), (1, 3), (3, 3), (3, 1), (1, 1))
STAR = ((0, 0), (4, 3), (0, 3), (4, 0), (2, 5), (0, 0))
TOUCHING = ((0, 0), (0, 4), (4, 4), (0, 2), (4, 0), (0, 0))
BACK_AND_FORTH = ((0, 0), (0, 4), (0, 2), (4, 2), (0, 0))
FLAT = ((0, 0), (0, 4), (0, 2), (0, 0))


def turned(ring, by):
    """The same closed ring from another start."""
    points = ring[:-1]
    by %= len(points)
    moved = points[by:] + points[:by]
    return (*moved, moved[0])


@pytest.mark.parametrize("ring", [STAR, TOUCHING, BACK_AND_FORTH, FLAT])
@pytest.mark.parametrize("by", range(5))
@pytest.mark.parametrize("way", [1, -1])
def test_a_ring_that_meets_itself_is_found_from_any_start_and_either_way(ring, by, way):
    assert crossing(turned(ring[::way], by)) is not None


def all_round(turns):
    """Whether no gap between neighbouring directions is half a turn or more."""
    return all(b - a < 180 for a, b in pairwise([*turns, turns[0] + 360]))


@given(
    turns=st.lists(st.integers(0, 359), min_size=3, max_size=40, unique=True).map(sorted).filter(all_round),
    lengths=st.lists(st.floats(1, 3), min_size=40, max_size=40),
    by=st.integers(0, 39),
)
def test_a_ring_seen_whole_from_a_point_never_crosses_itself_and_holds_that_point(turns, lengths, by):
    around = [math.radians(turn) for turn in turns]
    points = [
        (round(50 + r * math.sin(t), 6), round(r * math.cos(t), 6)) for t, r in zip(around, lengths, strict=False)
    ]
    ring = turned((*points, points[0]), by)
    assert crossing(ring) is None
    assert count_inside([ring], [(50.0, 0.0)]) == 1
    assert count_inside([ring], [(54.0, 0.0), (46.0, 0.0), (50.0, 4.0), (50.0, -4.0)]) == 0


@pytest.mark.parametrize("by", range(4))
@pytest.mark.parametrize("way", [1, -1])
def test_rings_that_cut_one_another_are_found_from_any_start_and_those_that_touch_are_not(by, way):
    moved = [[turned(tuple((lat + north, lon + 1) for lat, lon in HOLE[::way]), by)] for north in (0, 1, 2, 3)]
    assert [cut(SQUARE, found) for found in moved] == [None, None, (4.0, 4.0), None]
    beside = turned(tuple((lat + 4, lon) for lat, lon in SQUARE[::way]), by)
    assert cut(SQUARE, [HOLE, beside]) is None
    assert cut(SQUARE, []) is None


def test_a_ring_inside_another_is_a_hole():
    points = [(2, 2), (0.5, 0.5), (3.5, 2), (5, 5), (-1, 2)]
    assert count_inside([SQUARE], points) == 3
    assert count_inside([SQUARE, HOLE], points) == 2
    assert count_inside([], points) == 0
    assert count_inside([SQUARE], []) == 0
