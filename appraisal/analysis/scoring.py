"""Scoring: from performance to value scores on fixed anchors, weighted scores and totals (methods 1.1 and 1.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from appraisal.measures.performances import Performances
from appraisal.model.criteria import Criterion
from appraisal.model.value_functions import ValueFunction

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Scores:
    """Value scores of n options or sets on every criterion.

    Attributes:
        criteria: ids, in the order of the last axis.
        low, high: (n, criteria) 0..100, equal where the performance is known (method 1.9).
        known: (n, criteria) whether it is.
        outside: (n, criteria) True where a known performance lies beyond the anchors of a criterion that does
            not clip.
    """

    criteria: tuple[str, ...]
    low: Floats
    high: Floats
    known: Booleans
    outside: Booleans

    def __len__(self) -> int:
        return len(self.low)

    @property
    def is_known(self) -> Booleans:
        """(n,) True where nothing is unknown."""
        return np.asarray(self.known.all(axis=1))

    @property
    def is_inside(self) -> Booleans:
        """(n,) True where nothing lies beyond its anchors."""
        return np.asarray(~self.outside.any(axis=1))

    def totals(self, weights: Floats) -> tuple[Floats, Floats]:
        """(n,) lowest and highest total at some weights; equal where everything is known."""
        return weighted_total(self.low, weights), weighted_total(self.high, weights)

    def rows(self, index: Sequence[int] | npt.NDArray[np.int64] | Booleans) -> Scores:
        """Some of the rows."""
        return Scores(self.criteria, self.low[index], self.high[index], self.known[index], self.outside[index])


def score(criteria: Sequence[Criterion], performances: Mapping[str, Performances]) -> Scores:
    """Value scores of performances, each criterion on its own anchors.

    Args:
        criteria: in order.
        performances: by criterion id, all of the same n sets.
    """
    low, high, known, outside = [], [], [], []
    for criterion in criteria:
        found, value_of = performances[criterion.id], ValueFunction.of(criterion)
        least, most = value_of.range(found.low, found.high)
        value, is_known = value_of(found.value), found.is_known
        low.append(np.where(is_known, value, least))
        high.append(np.where(is_known, value, most))
        known.append(is_known)
        outside.append(value_of.outside(found.value))
    ids = tuple(criterion.id for criterion in criteria)
    return Scores(ids, *(np.stack(each, axis=1) for each in (low, high, known, outside)))


def weighted_total(value_scores: Floats, weights: Floats) -> Floats:
    """Sum of weight x value score, added criterion by criterion.

    Added one by one and in one order, so that an option's total is the same to the last digit whether it is scored
    alone or among a million sets.

    Args:
        value_scores: (n, criteria).
        weights: (criteria,) shares.

    >>> weighted_total(np.array([[50.0, 100.0]]), np.array([0.5, 0.5])).tolist()
    [75.0]
    """
    total = np.zeros(value_scores.shape[:-1])
    for index, weight in enumerate(weights):
        total = total + weight * value_scores[..., index]
    return total


def without(weights: Floats, criterion: int) -> Floats:
    """The same weights with one criterion taken out and the others keeping their ratios.

    >>> without(np.array([0.5, 0.3, 0.2]), 0).round(9).tolist()
    [0.0, 0.6, 0.4]
    """
    left = np.where(np.arange(len(weights)) == criterion, 0.0, weights)
    return left / left.sum() if left.sum() > 0 else left
