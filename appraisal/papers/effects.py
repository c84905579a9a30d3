"""Which options the effect of one change is told of by name: those that it moves, before those that make room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

BY_NAME = 5
"""At most so many options are named; the rest are counted."""


def by_name(effect: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], int]:
    """The options to be named, the most moved first, and how many more move.

    An option that a change makes better or worse, or brings or takes out of the ranking, is named before one that only
    makes room for it: its total is what it was, and its rank another.

    Args:
        effect: as `appraisal.changes.effects.effects` gives it.

    >>> room = {"option": "elder", "rank_with": {"low": 3, "high": 3}, "rank_without": {"low": 2, "high": 2},
    ...         "total_with": {"low": 60.0, "high": 60.0}, "total_without": {"low": 60.0, "high": 60.0}}
    >>> new = {**room, "option": "maple", "rank_without": None, "total_without": None}
    >>> named, more = by_name([room, new])
    >>> [row["option"] for row in named], more
    (['maple'], 1)
    """
    own = [row for row in effect if _size(row) > 0]
    named = sorted(own or effect, key=lambda row: (-_size(row), row["option"]))[:BY_NAME]
    return named, len(effect) - len(named)


def _size(row: Mapping[str, Any]) -> float:
    """How far the ends of a total move, in whole points; beyond any where it is there on one side alone."""
    ends = [_ends(row["total_with"]), _ends(row["total_without"])]
    if None in ends:
        return 0.0 if ends[0] == ends[1] else 1000.0
    return float(sum(abs(a - b) for a, b in zip(*ends, strict=True)))


def _ends(total: Mapping[str, float | None] | None) -> list[int] | None:
    if total is None or total["low"] is None or total["high"] is None:
        return None
    return [round(total["low"]), round(total["high"])]
