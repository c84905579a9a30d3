"""Plain words for a move: how far a figure must go, said so that the sentence is true of whatever lies beyond."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

Side = Literal["below", "above"]

_MOST_PLACES = 6
_LOOSE = 0.25  # of the move: rounded further, it would look much larger than it is


def moved(now: float, at: float, side: Side, say: Callable[..., str], scale: float = 1.0) -> tuple[str, str]:
    """Where a figure is and what it must pass, in words, with as many decimals as tell the two well apart.

    The figure to pass is rounded away from now, so that whatever lies beyond it lies beyond the exact one too.

    Args:
        now, at: the figure, and what it must pass.
        side: whether it must fall below or rise above that.
        say: a function of a figure and of how many decimals of it, times `scale`, are said.
        scale: of what is said: 100 for a share in hundredths.

    >>> from appraisal.papers.words import number
    >>> moved(59.0, 52.54, "below", number), moved(16.14, 16.1, "below", number), moved(0.2, 0.003, "below", number)
    (('59', '52'), ('16.14', '16.10'), ('0.200', '0.003'))
    """
    toward = ROUND_FLOOR if side == "below" else ROUND_CEILING
    for places in range(_MOST_PLACES + 1):
        step = Decimal(1).scaleb(-places)
        passed = float(Decimal(repr(round(at * scale, 9))).quantize(step, rounding=toward)) / scale
        said = say(now, places), say(passed, places)
        is_near = abs(passed - at) <= _LOOSE * abs(now - at)
        if said[0] != said[1] and is_near and (passed != 0 or at == 0):
            break
    return said
