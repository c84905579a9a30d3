"""Overlap: pairs of criteria that may count one thing twice, and the weight that they carry together (method 2.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from appraisal.measures.performances import Performances
from appraisal.model.criteria import Criterion

CORRELATION = 0.8
_WHO_GOES_WHERE = ("access", "travel-time", "equity")


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two criteria that overlap.

    Attributes:
        correlation: Pearson's, of their performance over the options; None where one of them does not vary.
        shares_evidence: True where both rest on who goes where.
        weight: what the two carry together, a share.
    """

    criteria: tuple[str, str]
    correlation: float | None
    shares_evidence: bool
    weight: float


def overlaps(
    criteria: Sequence[Criterion], performances: Mapping[str, Performances], weights: npt.NDArray[np.float64]
) -> list[Overlap]:
    """Pairs whose performance correlates above 0.8 in size over the options, or that share evidence.

    Args:
        criteria: in the order of the weights.
        performances: by criterion id, of the same n options; a pair is compared over those where both are known.
        weights: (criteria,) shares.
    """
    found = []
    for (i, one), (k, other) in combinations(enumerate(criteria), 2):
        correlation = correlated(performances[one.id].value, performances[other.id].value)
        shares = one.measure in _WHO_GOES_WHERE and other.measure in _WHO_GOES_WHERE
        if shares or (correlation is not None and abs(correlation) > CORRELATION):
            found.append(Overlap((one.id, other.id), correlation, shares, float(weights[i] + weights[k])))
    return found


def correlated(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float | None:
    """Pearson's correlation where both are known, or None under three such options or where one does not vary.

    >>> correlated(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0]))
    1.0
    """
    both = ~(np.isnan(one) | np.isnan(other))
    one, other = one[both], other[both]
    if len(one) < 3 or np.ptp(one) < 1e-9 or np.ptp(other) < 1e-9:
        return None
    return float(round(np.corrcoef(one, other)[0, 1], 12))
