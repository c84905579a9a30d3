"""Spread: how far what people said of one thing lies apart, and whether a median of it would hide a split vote."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from appraisal.analysis.panel import PanelWeights
from appraisal.measures.clinical_fit import counted_scores
from appraisal.model.workspace import Place

SCALE = 100.0  # of scores, which are 0..100
TIMES_THE_WEIGHT = 2.0
WEIGHT_APART = 0.05  # so that one share in a hundred beside two is no split
_LAST_DIGITS = 1e-9


@dataclass(frozen=True, slots=True)
class Spread:
    """What some people said of one thing, in order: the quarters of it, and where the two ends of the panel stand.

    Attributes:
        people: how many said something.
        low_quarter: the highest of the lowest quarter: at least a quarter of the people said this or less.
        high_quarter: the lowest of the highest quarter: at least a quarter of the people said this or more.
    """

    people: int
    lowest: float
    lower_quartile: float
    median: float
    upper_quartile: float
    highest: float
    low_quarter: float
    high_quarter: float

    @classmethod
    def of(cls, said: Collection[float]) -> Spread:
        """The spread of at least one number.

        >>> found = Spread.of([10, 10, 10, 0, 0, 0])
        >>> found.median, found.low_quarter, found.high_quarter
        (5.0, 0.0, 10.0)
        """
        ordered = sorted(map(float, said))
        lower, middle, upper = (float(each) for each in np.quantile(ordered, (0.25, 0.5, 0.75)))
        quarter = math.ceil(len(ordered) / 4)
        low, high = ordered[quarter - 1], ordered[-quarter]
        return cls(len(ordered), ordered[0], lower, middle, upper, ordered[-1], low, high)


def score_spreads(place: Place) -> dict[tuple[str, str], Spread]:
    """The spread of the scores that count, by panel criterion and site, where there is one."""
    return {
        (criterion.id, site): Spread.of(scores)
        for criterion in place.criteria
        if criterion.panel
        for site, scores in counted_scores(place, criterion.id).items()
    }


def weight_spreads(panel: PanelWeights) -> dict[str, Spread]:
    """The spread of people's shares, by criterion."""
    return {id_: Spread.of([shares[id_] for shares in panel.by_person.values()]) for id_ in panel.criteria}


def is_split_vote(found: Spread, scale: float = SCALE) -> bool:
    """Whether at least a quarter of the people stand half the scale or more above another quarter.

    >>> is_split_vote(Spread.of([10, 10, 10, 0, 0, 0]), scale=10), is_split_vote(Spread.of([5] * 6), scale=10)
    (True, False)
    """
    return _stand_apart(found, lambda low, high: high - low >= scale / 2)


def is_split_weight(found: Spread) -> bool:
    """Whether a quarter of the people give at least twice the share of another quarter, and 5 in 100 more.

    >>> is_split_weight(Spread.of([0.1, 0.2, 0.2, 0.2])), is_split_weight(Spread.of([0.01, 0.03, 0.03, 0.03]))
    (True, False)
    """
    return _stand_apart(found, _is_much_less)


def _stand_apart(found: Spread, are_apart: Callable[[float, float], bool]) -> bool:
    """One person alone is no two quarters."""
    return found.people > 1 and are_apart(found.low_quarter, found.high_quarter)


def _is_much_less(low: float, high: float) -> bool:
    return high >= TIMES_THE_WEIGHT * low - _LAST_DIGITS and high - low >= WEIGHT_APART - _LAST_DIGITS
