"""Exchange rates: what the weights and anchors together imply that one thing is worth in pounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from appraisal.model.criteria import Criterion

_AMOUNTS = {"minutes": 10.0, "share": 0.1, "points": 10.0}


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """An amount of a criterion and the pounds that the weights hold it equal to, on average over both ranges."""

    criterion: str
    amount: float
    unit: str
    pounds: float


def exchange_rates(criteria: Sequence[Criterion], weights: npt.NDArray[np.float64]) -> list[ExchangeRate]:
    """What each criterion's weight is worth against that of cost; none where cost is not weighed.

    A criterion with weight w and range R is worth 100 w / R points a unit; cost likewise a pound.

    Args:
        criteria: in the order of the weights.
        weights: (criteria,) shares.
    """
    a_unit = {c.id: 100 * float(w) / _range(c) for c, w in zip(criteria, weights, strict=True)}
    cost = next((c for c in criteria if c.unit == "pounds"), None)
    if cost is None or a_unit[cost.id] <= 0:
        return []
    return [
        ExchangeRate(c.id, _AMOUNTS[c.unit], c.unit, _AMOUNTS[c.unit] * a_unit[c.id] / a_unit[cost.id])
        for c in criteria
        if c.unit in _AMOUNTS
    ]


def _range(criterion: Criterion) -> float:
    return abs(criterion.anchors[-1].performance - criterion.anchors[0].performance)
