"""What can be wrong with closed lines on a map: one crosses itself or another, or runs round something else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from appraisal.model.places import Point, Ring

Floats = npt.NDArray[np.float64]


def crossing(ring: Ring) -> Point | None:
    """The start of the first side that meets another, but for neighbours at the point that they share.

    Args:
        ring: closed, no point the same as the one before it.

    >>> crossing(((0, 0), (0, 2), (2, 2), (2, 0), (0, 0))) is None
    True
    >>> crossing(((0, 0), (2, 2), (0, 2), (2, 0), (0, 0)))
    (0.0, 0.0)
    """
    ends: Floats = np.array(ring, dtype=float)
    start, stop = ends[:-1], ends[1:]
    for side in range(len(start) - 1):
        a, b, c, d = start[side], stop[side], start[side + 1 :], stop[side + 1 :]
        meets = (
            (_cross(b - a, c - a) * _cross(b - a, d - a) <= 0)
            & (_cross(d - c, a - c) * _cross(d - c, b - c) <= 0)
            & ((np.minimum(c, d) <= np.maximum(a, b)) & (np.maximum(c, d) >= np.minimum(a, b))).all(axis=1)
        )
        meets[0] = _runs_back(a - b, d[0] - b)
        if side == 0:
            meets[-1] = _runs_back(b - a, c[-1] - a)
        if meets.any():
            return float(a[0]), float(a[1])
    return None


def cut(ring: Ring, others: Sequence[Ring]) -> Point | None:
    """The start of the first side that cuts through a side of another ring; touching is no cut.

    >>> square = ((0, 0), (0, 2), (2, 2), (2, 0), (0, 0))
    >>> cut(square, [((1, 1), (1, 3), (3, 3), (1, 1))])
    (0.0, 2.0)
    >>> cut(square, [((0, 0), (1, 2), (2, 2), (0, 0))]) is None
    True
    """
    c, d = (np.array([side[end] for other in others for side in pairwise(other)]).reshape(-1, 2) for end in (0, 1))
    for a, b in pairwise(np.array(ring, dtype=float)):
        is_cut = (_cross(b - a, c - a) * _cross(b - a, d - a) < 0) & (_cross(d - c, a - c) * _cross(d - c, b - c) < 0)
        if is_cut.any():
            return float(a[0]), float(a[1])
    return None


def count_inside(rings: Sequence[Ring], points: Sequence[Point]) -> int:
    """How many points lie inside; a ring inside another is a hole.

    >>> count_inside([((0, 0), (0, 2), (2, 2), (2, 0), (0, 0))], [(1, 1), (3, 1), (1, 0.5)])
    2
    """
    lats, lons = np.array(points, dtype=float).reshape(-1, 2).T
    is_inside = np.zeros(len(points), dtype=bool)
    for ring in rings:
        for (lat, lon), (next_lat, next_lon) in pairwise(ring):
            if lat != next_lat:
                spans = (lat > lats) != (next_lat > lats)
                is_inside ^= spans & (lons < lon + (lats - lat) * (next_lon - lon) / (next_lat - lat))
    return int(is_inside.sum())


def _runs_back(one: Floats, other: Floats) -> bool:
    """Whether two sides that leave one point lie on one another."""
    return bool(_cross(one, other) == 0 and one @ other > 0)


def _cross(one: Floats, other: Floats) -> Floats:
    return np.asarray(one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0])
