"""Anchors: weights that were given to other ranges, rescaled to the ranges of now or asked again (method 1.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum

from appraisal.model.ballots import Anchors, Way

RATIOS: tuple[Way, ...] = ("swing-points", "direct-points", "analytic-hierarchy", "best-worst")
"""The ways whose answers say how many times as much one swing matters as another; a ranking does not."""

_SLACK = 1e-9


def is_linear(anchors: Anchors) -> bool:
    """Whether all anchors lie on one line, so that each unit of performance is worth as much as any other.

    >>> is_linear(((50, 0), (15, 100))), is_linear(((0, 0), (10, 80), (20, 100)))
    (True, False)
    """
    (least, low), (most, high) = anchors[0], anchors[-1]
    if most == least:
        return False
    slope = (high - low) / (most - least)
    return all(abs(value - low - slope * (at - least)) <= _SLACK * max(1.0, abs(high - low)) for at, value in anchors)


def are_as_now(seen: Anchors, now: Anchors) -> bool:
    """Whether two value functions are the same: the same anchors, or one line between the same ends."""
    if seen == now:
        return True
    return is_linear(seen) and is_linear(now) and (seen[0], seen[-1]) == (now[0], now[-1])


def stretch(seen: Anchors, now: Anchors) -> float | str:
    """How many times as wide the range is as the one that was seen, R'/R; or why that would not do, in words.

    >>> stretch(((50, 0), (10, 100)), ((40, 0), (10, 100)))
    0.75
    >>> stretch(((0, 0), (10, 80), (20, 100)), ((0, 0), (30, 100)))
    'its value does not rise evenly'
    """
    if not (is_linear(seen) and is_linear(now)):
        return "its value does not rise evenly"
    before, after = seen[-1][0] - seen[0][0], now[-1][0] - now[0][0]
    return after / before if before * after > 0 else "the other direction was better"


def rescaled(shares: Mapping[str, float], stretches: Mapping[str, float]) -> dict[str, float]:
    """Shares for other ranges: each multiplied by R'/R, and made to sum to one again (method 1.3).

    What one unit of each criterion is worth against one unit of another stays as the person said.

    Args:
        shares: criterion -> weight share, some of it above 0.
        stretches: criterion -> R'/R, above 0; 1 where it is not named.

    >>> rescaled({"cost": 0.5, "travel-time": 0.5}, {"travel-time": 1 / 3})
    {'cost': 0.75, 'travel-time': 0.25}
    """
    points = {criterion: share * stretches.get(criterion, 1.0) for criterion, share in shares.items()}
    total = fsum(points.values())
    return {criterion: number / total for criterion, number in points.items()}


def without_others(shares: Mapping[str, float], kept: Sequence[str]) -> dict[str, float] | None:
    """The shares of some criteria alone, their ratios kept; None where they have no share at all.

    >>> without_others({"access": 0.5, "cost": 0.25, "equity": 0.25}, ["cost", "equity"])
    {'cost': 0.5, 'equity': 0.5}
    """
    total = fsum(shares[criterion] for criterion in kept)
    return {criterion: shares[criterion] / total for criterion in kept} if total > 0 else None
