"""The two-way map: which option leads at every pair of weights of two criteria (method 2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.analysis.given_numbers import whole_number
from appraisal.analysis.tipping.weights import TIE, checked
from appraisal.errors import FindingsError

Numbers = NDArray[np.float64]

STEPS = 20  # steps of 0.05 from no weight to all of it


@dataclass(frozen=True)
class TwoWayMap:
    """Who leads at every pair of weights.

    Attributes:
        pair: indices of the two criteria.
        weights: (cells, 2) their weights, in rising order of the first, then of the second.
        leads: (cells, options) True where an option has the highest total; several where they tie.
    """

    pair: tuple[int, int]
    weights: Numbers
    leads: NDArray[np.bool_]

    @property
    def shares(self) -> Numbers:
        """(options,) share of the cells where each option leads; a cell where several tie counts for each of them."""
        return np.asarray(self.leads.mean(axis=0))


def most_weight(weights: Sequence[float] | NDArray[Any]) -> tuple[int, int] | None:
    """The two criteria with the most weight, in their own order; of equal ones the first; None of fewer than two.

    >>> most_weight([0.2, 0.1, 0.3, 0.4]), most_weight([1.0])
    ((2, 3), None)
    """
    order = np.argsort(-np.asarray(weights, dtype=np.float64), kind="stable").tolist()
    return (min(order[:2]), max(order[:2])) if len(order) > 1 else None


def two_way_map(
    value_scores: Sequence[Sequence[float]] | NDArray[Any],
    weights: Sequence[float] | NDArray[Any],
    pair: tuple[int, int],
    steps: int = STEPS,
) -> TwoWayMap:
    """Who leads where two criteria have any weights between them, and the others share what is left.

    The others keep their ratios; where they have no weight now, what is left is shared equally. Where there are no
    others, the two weights add up to one.

    Args:
        value_scores: options x criteria, 0..100, all known.
        weights: (criteria,) the agreed weights, 0 or more, summing to one.
        pair: indices of the two criteria, different.
        steps: from no weight to all of it, at least 1.

    Raises:
        FindingsError: if a value score is not known, shapes differ, the weights do not sum to one, the pair is not two
            different criteria, or there is no step.

    >>> found = two_way_map([[80, 40], [40, 70]], [0.6, 0.4], (0, 1), steps=4)
    >>> found.weights[:2].tolist(), found.leads.tolist()
    ([[0.0, 1.0], [0.25, 0.75]], [[False, True], [False, True], [True, False], [True, False], [True, False]])
    """
    scores, shares = checked(value_scores, weights)
    if not _is_pair(pair, len(shares)):
        raise FindingsError(
            f"A map of two weights cannot be drawn of criteria {pair!r}. Give the numbers of two different ones of"
            f" {len(shares)}, counted from 0."
        )
    if whole_number(steps, "a number of steps") < 1:
        raise FindingsError("A map of two weights needs steps from no weight to all of it. Give at least 1.")
    others = [index for index in range(len(shares)) if index not in pair]
    whole = [(i, j) for i in range(steps + 1) for j in range(steps + 1 - i) if others or i + j == steps]
    cells = np.array(whole, dtype=np.float64) / steps
    at = np.zeros((len(cells), len(shares)))
    at[:, list(pair)] = cells
    if others:
        kept = shares[others]
        ratios = kept / kept.sum() if kept.sum() > TIE else np.full(len(others), 1 / len(others))
        at[:, others] = (1 - cells.sum(axis=1))[:, None] * ratios
    totals = at @ scores.T
    return TwoWayMap(pair, cells, totals >= totals.max(axis=1, keepdims=True) - TIE)


def _is_pair(pair: Any, criteria: int) -> bool:
    """Whether it is the numbers of two different criteria."""
    if not isinstance(pair, Sequence | np.ndarray) or len(pair) != 2:
        return False
    whole = all(isinstance(index, int | np.integer) and 0 <= index < criteria for index in pair)
    return whole and pair[0] != pair[1]
