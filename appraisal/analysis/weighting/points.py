"""Points: swings that are given points, or 100 points shared out among them (method 1.3)."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum

from appraisal.errors import BallotError

SLIP = 0.5  # rounding to tenths leaves up to this of 100 points; a slip of a whole point is more


def swing_weights(points: Mapping[str, float]) -> dict[str, float]:
    """Turn swing points into weights that sum to one.

    A person gives 100 points to the swing (least to most preferred) that matters most to them, and fewer
    to the others. Only the ratios matter (von Winterfeldt and Edwards 1986).

    Args:
        points: criterion id -> points, each 0..100, at least one above 0.

    Returns:
        criterion id -> weight share, in the order given.

    Raises:
        BallotError: if no criterion has points, or one is out of range or no number.

    >>> swing_weights({"travel-time": 100, "cost": 60, "equity": 40})
    {'travel-time': 0.5, 'cost': 0.3, 'equity': 0.2}
    """
    given = numbers_given(points, "points")
    for criterion, number in given.items():
        if not 0 <= number <= 100:
            raise BallotError(f"Criterion '{criterion}' has {number:g} points. Give between 0 and 100.")
    total = fsum(given.values())
    if total == 0:
        raise BallotError("No criterion has points. Give 100 to the swing that matters most, and fewer to the others.")
    return {criterion: number / total for criterion, number in given.items()}


def direct_weights(points: Mapping[str, float]) -> dict[str, float]:
    """Turn 100 points that a person shared out among criteria into weights that sum to one.

    The person shares 100 points out by how much each swing matters, instead of rating one swing after another:
    point allocation (Bottomley, Doyle and Green 2000).

    Args:
        points: criterion id -> points, each 0..100, 100 in all within half a point: what rounding to tenths leaves.

    Returns:
        criterion id -> weight share, in the order given, summing to one.

    Raises:
        BallotError: if one is out of range or no number, or the points do not come to 100.

    >>> direct_weights({"travel-time": 50, "cost": 30, "equity": 20})
    {'travel-time': 0.5, 'cost': 0.3, 'equity': 0.2}
    """
    given = numbers_given(points, "points")
    total = fsum(given.values())
    if all(0 <= number <= 100 for number in given.values()) and abs(total - 100) > SLIP:
        raise BallotError(f"The points come to {total:g}. Share out 100 points.")
    return swing_weights(given)


def numbers_given(answers: Mapping[str, float], word: str) -> dict[str, float]:
    """What a person gave each criterion, as numbers, in the order given.

    Args:
        answers: criterion id -> number.
        word: what they are, in words.

    Raises:
        BallotError: if one is no number; it names each.

    >>> numbers_given({"cost": 60}, "points")
    {'cost': 60.0}
    """
    found: dict[str, float] = {}
    wrong = []
    for criterion, answer in answers.items():
        try:
            found[criterion] = float(answer)
        except (TypeError, ValueError):
            wrong.append(f"Criterion '{criterion}' has '{answer}' as {word}. Give a number.")
    if wrong:
        raise BallotError(" ".join(wrong))
    return found
