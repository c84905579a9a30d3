"""Value functions: from performance to a value score of 0..100, on fixed anchors (method 1.1)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from appraisal.model.criteria import Criterion

Floats = npt.NDArray[np.float64]

_SLACK = 1e-9  # a performance this near to an anchor is taken to be on it


@dataclass(frozen=True)
class ValueFunction:
    """Piecewise linear through a criterion's anchors; anchors belong to the criterion, never to a set of options.

    Attributes:
        performances: anchors in rising order of performance, in the criterion's unit.
        values: their value scores, 0..100.
        clip: True where performance beyond the anchors earns no more and no less.
    """

    performances: tuple[float, ...]
    values: tuple[float, ...]
    clip: bool = False

    @classmethod
    def of(cls, criterion: Criterion) -> ValueFunction:
        """The value function of a criterion."""
        anchors = sorted(criterion.anchors, key=lambda anchor: anchor.performance)
        return cls(
            tuple(anchor.performance for anchor in anchors),
            tuple(anchor.value for anchor in anchors),
            criterion.outside == "clip",
        )

    def __call__(self, performance: npt.ArrayLike) -> Floats:
        """Value scores of performances; beyond the anchors the nearest anchor's value; NaN stays NaN.

        >>> ValueFunction((20, 60), (100, 0))([20, 50, 60, 75]).tolist()
        [100.0, 25.0, 0.0, 0.0]
        """
        return np.asarray(np.interp(np.asarray(performance, dtype=float), self.performances, self.values))

    def outside(self, performance: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Which performances lie beyond the anchors where the criterion does not clip; NaN is not outside.

        >>> ValueFunction((20, 60), (100, 0)).outside([20, 75]).tolist()
        [False, True]
        """
        found = np.asarray(performance, dtype=float)
        if self.clip:
            return np.zeros(found.shape, dtype=bool)
        least, most = self.reach
        return (found < least) | (found > most)

    @property
    def reach(self) -> tuple[float, float]:
        """The least and the most performance that is not outside, with room for the last digit."""
        slack = _SLACK * max(1.0, abs(self.performances[0]), abs(self.performances[-1]))
        return self.performances[0] - slack, self.performances[-1] + slack

    def performances_at(self, value: float) -> tuple[float, float]:
        """The least and the most performance between the anchors that earns a value score of 0..100.

        They are apart where a piece of the function is flat there.

        >>> ValueFunction((0, 10, 20, 30), (0, 50, 50, 100)).performances_at(25)
        (5.0, 5.0)
        >>> ValueFunction((0, 10, 20, 30), (0, 50, 50, 100)).performances_at(50)
        (10, 20)
        """
        found: list[float] = []
        for (at, earns), (to, then) in pairwise(zip(self.performances, self.values, strict=True)):
            if abs(then - earns) <= _SLACK:
                found += [at, to] if abs(value - earns) <= _SLACK else []
            elif min(earns, then) - _SLACK <= value <= max(earns, then) + _SLACK:
                along = min(max((value - earns) / (then - earns), 0.0), 1.0)
                found.append(to if along == 1 else at + along * (to - at))
        return min(found), max(found)

    def range(self, low: npt.ArrayLike, high: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Lowest and highest value score of performances between low and high (infinite ends allowed)."""
        one, other = self(low), self(high)
        return np.minimum(one, other), np.maximum(one, other)
