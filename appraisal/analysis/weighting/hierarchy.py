"""Analytic hierarchy: weights from comparisons of every pair, and how far they agree with one another (method 1.5)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.analysis.weighting.judgements import Judgement
from appraisal.errors import BallotError

LIMIT = 0.10
"""A consistency ratio above this is reported, and the judgement that departs most is asked again (Saaty 1980)."""

# What the consistency index of random comparisons is on average, for 3 to 10 that are compared (Saaty 1980).
RANDOM_INDEX = dict(zip(range(3, 11), (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49), strict=True))
MOST = max(RANDOM_INDEX)
"""How many can be compared with one another: no random index is held for more."""

_ROUNDING = 1e-2  # 3 and 0.333 are reciprocal as far as people write decimals
_CONSISTENT = 1e-6  # a judgement this near to the ratio of the weights departs from nothing

Matrix = Sequence[Sequence[float]] | NDArray[Any]
Floats = NDArray[np.float64]


def analytic_hierarchy(matrix: Matrix) -> tuple[list[float], float]:
    """Turn comparisons of every pair into weights: the principal eigenvector of their matrix (Saaty 1980).

    A w = lambda_max w, sum w = 1; CI = (lambda_max - n) / (n - 1); CR = CI / RI_n (method 1.5). Above `LIMIT` the
    comparisons contradict one another too much: no error, but `judgement_to_revisit` names the one to ask again.

    Args:
        matrix: n x n; row i, column j holds how many times as much i matters as j. Above 0, 1 on the diagonal, and
            reciprocal: a_ij a_ji = 1 within one in a hundred, which leaves room for 0.333 beside 3.

    Returns:
        The n weight shares, in order, and the consistency ratio: 0 where all agree, and for n <= 2.

    Raises:
        BallotError: if it is not such a matrix, or n is above 10.

    >>> shares, ratio = analytic_hierarchy([[1, 2, 6], [1 / 2, 1, 3], [1 / 6, 1 / 3, 1]])
    >>> [round(share, 6) for share in shares], round(ratio, 6)
    ([0.6, 0.3, 0.1], 0.0)
    """
    given = _checked(matrix)
    count = len(given)
    shares, largest = _principal(given)
    if count <= 2:
        return shares.tolist(), 0.0
    index = (largest - count) / (count - 1)
    return shares.tolist(), max(0.0, float(index / RANDOM_INDEX[count]))


def judgement_to_revisit(matrix: Matrix) -> Judgement | None:
    """The judgement that departs most from the weights that follow from all: largest a_ij w_j / w_i (Saaty 2003).

    Args:
        matrix: as in `analytic_hierarchy`.

    Returns:
        The judgement, told the way round in which it is at least 1, with w_i / w_j, which would fit; None where all
        agree. Of several that depart as far, the first.

    Raises:
        BallotError: as `analytic_hierarchy` does.

    >>> found = judgement_to_revisit([[1, 2, 2, 1], [1 / 2, 1, 1, 1 / 4], [1 / 2, 1, 1, 1 / 2], [1, 4, 2, 1]])
    >>> (found.one, found.other, found.given, round(found.fits, 2))
    (3, 1, 4.0, 2.84)
    """
    given = _checked(matrix)
    shares, _ = _principal(given)
    worst, most = None, 1 + _CONSISTENT
    for i, j in combinations(range(len(given)), 2):
        departs = given[i, j] * shares[j] / shares[i]
        far = max(departs, 1 / departs)
        if far > most * (1 + _CONSISTENT):
            worst, most = (i, j), far
    if worst is None:
        return None
    one, other = worst if given[worst] >= 1 else worst[::-1]
    return Judgement(one, other, float(given[one, other]), float(shares[one] / shares[other]))


def _principal(given: Floats) -> tuple[Floats, float]:
    values, vectors = np.linalg.eig(given)
    largest = int(values.real.argmax())
    # The principal eigenvector of a matrix of positive numbers has one sign throughout (Perron 1907).
    vector = np.abs(vectors[:, largest].real)
    return vector / vector.sum(), float(values[largest].real)


def _checked(matrix: Matrix) -> Floats:
    try:
        given = np.asarray(matrix, dtype=np.float64)
    except (TypeError, ValueError):
        given = np.zeros(0)
    if given.ndim != 2 or given.size == 0 or given.shape[0] != given.shape[1]:
        raise BallotError("Comparisons need a square of numbers: a row and a column for each that is compared.")
    if len(given) > MOST:
        raise BallotError(
            f"{len(given)} are compared with one another; at most {MOST} can be. Put some under a branch."
        )
    found = []
    for (i, j), times in np.ndenumerate(given):
        where = f"Row {i + 1}, column {j + 1} is {times:g}"
        if not (np.isfinite(times) and times > 0):
            found.append(f"{where}. Give a number above 0.")
        elif i == j and times != 1:
            found.append(f"{where}. Give 1: it is compared with itself.")
        elif i < j and given[j, i] > 0 and not abs(times * given[j, i] - 1) <= _ROUNDING + 1e-12:
            found.append(
                f"{where} and row {j + 1}, column {i + 1} is {given[j, i]:g}. "
                f"One must be 1 divided by the other: {1 / times:g} for {times:g}."
            )
    if found:
        raise BallotError(" ".join(found))
    return given
