"""How far one weight must move before another option leads (method 2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from appraisal.analysis.given_numbers import as_numbers
from appraisal.errors import FindingsError

Numbers = NDArray[np.float64]

TIE = 1e-9
_ROUNDING = 1e-12


class TippingPoint(TypedDict):
    """Where the leader changes as the weight of one criterion moves.

    Keys:
        criterion: index of the criterion.
        below: the nearest weight at or below its own, below which a rival has more than the leader; None if none.
        below_rival: index of that rival.
        above: the nearest weight at or above its own, above which a rival has more than the leader; None if none.
        above_rival: index of that rival.
    """

    criterion: int
    below: float | None
    below_rival: int | None
    above: float | None
    above_rival: int | None


def tipping_points(
    value_scores: Sequence[Sequence[float]] | NDArray[Any], weights: Sequence[float] | NDArray[Any]
) -> list[TippingPoint]:
    """The nearest weights of each criterion at which another option draws level and beyond which it leads.

    The other weights keep their ratios. The leader has the highest total; of equal totals (within 1e-9), the first.
    A rival that already ties with the leader tips at the weight itself, on the side where it pulls ahead; where the
    two stay level it does not tip. Of rivals that draw level at the same weight, the one that leads beyond it is named.
    A tipping point of 0 or 1 is a tie that has nothing beyond it.

    Args:
        value_scores: options x criteria, 0..100, all known.
        weights: shape (criteria,), 0 or more, summing to one.

    Returns:
        One for each criterion, in order. A criterion with all the weight has none.

    Raises:
        FindingsError: if a value score is not known, shapes differ, or the weights do not sum to one.

    >>> tipping_points([[80, 40], [40, 70]], [0.6, 0.4])[0]
    {'criterion': 0, 'below': 0.42857142857142855, 'below_rival': 1, 'above': None, 'above_rival': None}
    """
    scores, shares = checked(value_scores, weights)
    totals = scores @ shares
    leader = leader_of(totals)
    leads = np.maximum(totals[leader] - totals, 0.0)
    points = []
    for criterion, share in enumerate(shares):
        others = np.delete(shares, criterion)
        left = others.sum()
        if left <= _ROUNDING:
            points.append(_point(criterion, (None, None), (None, None)))
            continue
        own, rest = scores[:, criterion], np.delete(scores, criterion, axis=1) @ others / left
        # The lead over each rival is linear in the weight: it grows by this much from weight 0 to 1.
        growth = (own[leader] - own) - (rest[leader] - rest)
        distance = np.divide(leads, np.abs(growth), out=np.full_like(leads, np.inf), where=np.abs(growth) > TIE)
        below = _nearest(distance, growth > 0, float(share), np.abs(growth))
        above = _nearest(distance, growth < 0, float(1 - share), np.abs(growth))
        points.append(
            _point(
                criterion,
                (None if below[0] is None else max(float(share) - below[0], 0.0), below[1]),
                (None if above[0] is None else min(float(share) + above[0], 1.0), above[1]),
            )
        )
    return points


def leader_of(totals: Numbers) -> int:
    """Index of the highest total; of equal ones (within 1e-9), the first.

    >>> leader_of(np.array([50.0, 70.0, 70.0]))
    1
    """
    return int(np.argmax(totals >= totals.max() - TIE))


def checked(
    value_scores: Sequence[Sequence[float]] | NDArray[Any], weights: Sequence[float] | NDArray[Any]
) -> tuple[Numbers, Numbers]:
    """Value scores and weights as arrays.

    Raises:
        FindingsError: if a value score is not known, shapes differ, or the weights do not sum to one.
    """
    scores, shares = as_numbers(value_scores, "Value scores"), as_numbers(weights, "Weights")
    if scores.ndim != 2 or not scores.size or shares.shape != scores.shape[1:]:
        raise FindingsError(
            f"Value scores of shape {scores.shape} do not fit weights of shape {shares.shape}."
            " Give options x criteria and one weight for each criterion."
        )
    if not np.isfinite(scores).all():
        raise FindingsError("A value score is not known, so no option leads for certain. Leave the option out.")
    if not ((shares >= 0).all() and abs(shares.sum() - 1) <= TIE):
        raise FindingsError(f"The weights are {shares.tolist()}. Give weights of 0 or more that sum to one.")
    return scores, shares


def _nearest(
    distance: Numbers, on_this_side: NDArray[np.bool_], room: float, steepness: Numbers
) -> tuple[float | None, int | None]:
    """The shortest distance that there is room for, and the rival that leads beyond it."""
    reached = on_this_side & (distance <= room + _ROUNDING) & (room > 0)
    if not reached.any():
        return None, None
    shortest = float(distance[reached].min())
    level = reached & (distance <= shortest + _ROUNDING)
    steepest = level & (steepness >= steepness[level].max() - TIE)
    return shortest, int(np.argmax(steepest))


def _point(
    criterion: int, below: tuple[float | None, int | None], above: tuple[float | None, int | None]
) -> TippingPoint:
    return {
        "criterion": criterion,
        "below": below[0],
        "below_rival": below[1],
        "above": above[0],
        "above_rival": above[1],
    }
