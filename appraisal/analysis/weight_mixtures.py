"""Sets of weights over which options are compared, and the least that a weighted sum can be over one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from appraisal.analysis.linear_programme import maximise
from appraisal.analysis.scoring import weighted_total
from appraisal.analysis.weight_order import Chains, Order, chains_of
from appraisal.analysis.weight_region import weight_region
from appraisal.errors import FindingsError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class WeightMixtures:
    """Weights that are all mixtures of some corners.

    Attributes:
        corners: mixed x criteria; each row sums to one.
        low, high: shape (mixed,), the least and the greatest share that each corner may have in a mixture.
        order: chains of indices of corners; a later one of a chain never has more of the mixture than an earlier one.
    """

    corners: Floats
    low: Floats
    high: Floats
    order: Chains = ()

    def least(self, coefficients: Floats) -> Floats:
        """The least that sums of weight x coefficient can be.

        Without an order this is exact and needs no solver: every corner gets its least share, and what is left goes to
        the lowest corners first, as in the fractional knapsack (Dantzig 1957).

        Args:
            coefficients: (..., criteria).

        Returns:
            (...), one for each row of coefficients.
        """
        at_corners = np.stack([weighted_total(coefficients, corner) for corner in self.corners], axis=-1)
        if self.order:
            flat = at_corners.reshape(-1, len(self.corners))
            mixtures = np.array([self._mixture(-row) for row in flat]).reshape(at_corners.shape)
            return np.asarray((at_corners * mixtures).sum(axis=-1))
        lowest_first = np.argsort(at_corners, axis=-1, kind="stable")
        width = (self.high - self.low)[lowest_first]
        left = max(1 - float(self.low.sum()), 0.0) - (np.cumsum(width, axis=-1) - width)
        added = np.take_along_axis(at_corners, lowest_first, axis=-1) * np.clip(left, 0.0, width)
        return np.asarray((at_corners * self.low).sum(axis=-1) + added.sum(axis=-1))

    def rows(self) -> tuple[Floats, Floats, Floats]:
        """What mixtures keep to beside bounds: coefficients (rows x mixed), least and greatest sum of each row."""
        count = len(self.corners)
        pairs = [pair for chain in self.order for pair in pairwise(chain)]
        kept = np.zeros((len(pairs), count))
        for row, (earlier, later) in zip(kept, pairs, strict=True):
            row[earlier], row[later] = 1.0, -1.0
        coefficients = np.vstack([np.ones((1, count)), kept])
        above = np.full(len(pairs), np.inf)
        return coefficients, np.append(1.0, np.zeros(len(pairs))), np.append(1.0, above)

    def _mixture(self, objective: Floats) -> Floats:
        """The mixture at which a sum over corners is highest."""
        coefficients, least, greatest = self.rows()
        return maximise(objective, coefficients, (least, greatest), (self.low, self.high))


def any_weights(criteria: int) -> WeightMixtures:
    """Any weights at all.

    Args:
        criteria: how many, at least 1.

    Raises:
        FindingsError: if there is no criterion.
    """
    return between(criteria)


def between(
    criteria: int,
    bounds: Mapping[int, tuple[float, float]] | None = None,
    order: Order | None = None,
) -> WeightMixtures:
    """The weights that lie between bounds and keep an order.

    Args:
        criteria: how many, at least 1.
        bounds: index of a criterion -> (lowest, highest share); a criterion without bounds may have any share.
        order: indices of criteria, most important first, some or all: no later one has a larger share. Several such
            chains, [(0, 1), (0, 2)], are a partial order, which leaves open what none of them says.

    Raises:
        FindingsError: if there is no criterion.
        BallotError: if no weights lie between the bounds and keep the order, the order goes round in a circle, or an
            index is not a criterion.

    >>> float(between(2, {0: (0.2, 0.6)}).least(np.array([10.0, -10.0])))
    -6.0
    """
    region = weight_region(criteria, bounds, order)
    return WeightMixtures(np.eye(criteria), region.low, region.high, chains_of(criteria, order))


def mixtures(weights: Sequence[Sequence[float] | Floats] | Floats) -> WeightMixtures:
    """The weights that people gave and everything between them: their convex hull.

    A weighted sum is least and greatest at somebody's own weights.

    Args:
        weights: people x criteria; each row of 0 or more, summing to one.

    Raises:
        FindingsError: if there are none, or a row is not weights.

    >>> float(mixtures([[0.2, 0.8], [0.6, 0.4]]).least(np.array([10.0, -10.0])))
    -6.0
    """
    corners = np.asarray(weights, dtype=np.float64)
    if corners.ndim != 2 or not corners.size:
        raise FindingsError("There are no weights to mix. Give at least one person's, a share for each criterion.")
    if not ((corners >= 0).all() and np.allclose(corners.sum(axis=1), 1, rtol=0, atol=1e-9)):
        raise FindingsError("Somebody's weights are below 0 or do not sum to one. Give shares that sum to one.")
    # In one order and each once, so that who answered first, or the same, changes nothing.
    corners = np.unique(corners, axis=0)
    return WeightMixtures(corners, np.zeros(len(corners)), np.ones(len(corners)))
