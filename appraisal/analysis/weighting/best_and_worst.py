"""Best-worst: weights from comparisons with what matters most and least, by a linear programme (method 1.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.analysis.linear_programme import maximise
from appraisal.analysis.weighting.judgements import Judgement
from appraisal.errors import BallotError

Vector = Sequence[float] | NDArray[Any]
Floats = NDArray[np.float64]

_ZERO = 1e-8  # what is no farther than this from its bound is at it
_NEAR = 1e-6  # as near as the solver comes to what the exact equations give


def best_worst(
    best_to_others: Vector, others_to_worst: Vector, *, best: int | None = None, worst: int | None = None
) -> tuple[list[float], float]:
    """Turn comparisons with the best and the worst into weights (linear model, Rezaei 2016).

    min ksi subject to |w_B - a_Bj w_j| <= ksi, |w_j - a_jW w_W| <= ksi, sum w = 1, w >= 0 (method 1.6). One set of
    weights has the least ksi (Rezaei 2016).

    Args:
        best_to_others: n numbers of 1..9: how many times as much the best matters as each; 1 for itself.
        others_to_worst: n numbers of 1..9: how many times as much each matters as the worst; 1 for itself.
        best, worst: their indices; None to find them by their 1.

    Returns:
        The n weight shares, in order, and ksi: 0 where all comparisons agree.

    Raises:
        BallotError: if the two do not go together, a number or an index is out of range, or a 1 is missing.

    >>> shares, ksi = best_worst([1, 2, 6], [6, 3, 1])
    >>> [round(share, 6) for share in shares], round(ksi, 6)
    ([0.6, 0.3, 0.1], 0.0)
    """
    to_others, to_worst, best, worst = _checked(best_to_others, others_to_worst, best, worst)
    count = len(to_others)
    if count == 1:
        return [1.0], 0.0
    differences = np.zeros((2 * count, count))
    rows = np.arange(count)
    differences[rows, best] += 1
    differences[rows, rows] -= to_others
    differences[count + rows, rows] += 1
    differences[count + rows, worst] -= to_worst
    shares, ksi = _least_largest(differences[np.abs(differences).max(axis=1) > 0])
    return shares.tolist(), ksi


def input_consistency(
    best_to_others: Vector, others_to_worst: Vector, *, best: int | None = None, worst: int | None = None
) -> tuple[float, Judgement | None]:
    """How far the comparisons contradict one another, before any weights (Liang, Brunelli and Rezaei 2020).

    CR^I = max_j |a_Bj a_jW - a_BW| / (a_BW^2 - a_BW) for a_BW > 1, else 0 (method 1.6).

    Returns:
        The ratio, 0 where all agree, and the comparison of the best with the j that departs most, beside a_BW / a_jW,
        which would agree; None where all do. It may as well be that j's comparison with the worst is the slip.

    Raises:
        BallotError: as `best_worst` does.

    >>> input_consistency([1, 2, 8], [8, 5, 1])
    (0.03571428571428571, Judgement(one=0, other=1, given=2.0, fits=1.6))
    """
    to_others, to_worst, best, worst = _checked(best_to_others, others_to_worst, best, worst)
    at_most = float(to_others[worst])
    departs = np.abs(to_others * to_worst - at_most)
    departs[[best, worst]] = 0
    if at_most <= 1 or departs.max() == 0:
        return 0.0, None
    one = int(departs.argmax())
    ratio = float(departs[one] / (at_most**2 - at_most))
    return ratio, Judgement(best, one, float(to_others[one]), at_most / float(to_worst[one]))


def _least_largest(differences: Floats) -> tuple[Floats, float]:
    """The shares whose largest difference is least, and that difference.

    Args:
        differences: (m, n) coefficients of the shares.
    """
    count = differences.shape[1]
    rows = np.vstack([differences, -differences])
    rows = np.column_stack([rows, -np.ones(len(rows))])
    total = np.append(np.ones(count), 0.0)
    least, greatest = np.append(1.0, np.full(len(rows), -np.inf)), np.append(1.0, np.zeros(len(rows)))
    bounds = np.zeros(count + 1), np.append(np.ones(count), np.inf)
    objective = np.append(np.zeros(count), -1.0)
    found = maximise(objective, np.vstack([total, rows]), (least, greatest), bounds)
    # Solving for what is at its bound takes away what the solver lets pass.
    tight = rows[rows @ found > -_ZERO]
    empty = np.eye(count + 1)[found < _ZERO]
    equations = np.vstack([total, tight, empty])
    exact = np.linalg.lstsq(equations, np.eye(len(equations))[0], rcond=None)[0]
    solved = exact if np.abs(exact - found).max() <= _NEAR else found
    shares = np.clip(solved[:count], 0, None)
    return shares / shares.sum(), max(0.0, float(solved[count]))


def _checked(
    best_to_others: Vector, others_to_worst: Vector, best: int | None, worst: int | None
) -> tuple[Floats, Floats, int, int]:
    to_others, to_worst = (_numbers(given) for given in (best_to_others, others_to_worst))
    if len(to_others) != len(to_worst):
        raise BallotError(
            f"The best is compared with {len(to_others)} and {len(to_worst)} are compared with the worst. "
            "Give a number for each in both; 1 for the best and the worst themselves."
        )
    found = [
        f"Number {place} of '{name}' is {times:g}. Give 1 to 9."
        for name, numbers in (("best to others", to_others), ("others to worst", to_worst))
        for place, times in enumerate(numbers, start=1)
        if not 1 <= times <= 9
    ]
    found += [
        f"'{name}' is {index}. Give the place of one of the {len(to_others)} numbers, the first of which is 0."
        for name, index in (("best", best), ("worst", worst))
        if index is not None and not (isinstance(index, int | np.integer) and 0 <= index < len(to_others))
    ]
    if found:
        raise BallotError(" ".join(found))
    best, worst = _ends(to_others, to_worst, best, worst)
    if to_others[best] != 1:
        found.append("No number of 'best to others' is 1. Give 1 for the best itself.")
    if not found and to_worst[worst] != 1:
        found.append("No number of 'others to worst' is 1. Give 1 for the worst itself.")
    if not found and to_others[worst] != to_worst[best]:
        found.append(
            f"The best is compared with the worst twice: {to_others[worst]:g} times in 'best to others', "
            f"{to_worst[best]:g} times in 'others to worst'. Give the same number."
        )
    if found:
        raise BallotError(" ".join(found))
    return to_others, to_worst, best, worst


def _ends(to_others: Floats, to_worst: Floats, best: int | None, worst: int | None) -> tuple[int, int]:
    """Indices of the best and the worst: those with a 1; of several, the one farthest from the other end."""
    rows = range(len(to_others))
    if best is None:
        best = min(rows, key=lambda row: (to_others[row] != 1, -to_worst[row], row))
    if worst is None:
        worst = min(rows, key=lambda row: (to_worst[row] != 1, row == best, -to_others[row], row))
    return best, worst


def _numbers(given: Vector) -> Floats:
    try:
        numbers = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        numbers = np.zeros((0, 0))
    if numbers.ndim != 1 or numbers.size == 0:
        raise BallotError("Comparisons with the best and the worst need a list of numbers each, 1 to 9.")
    return numbers
