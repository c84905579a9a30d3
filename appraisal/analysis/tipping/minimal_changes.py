"""How much of one weight must be taken or given before two options are level (Triantaphyllou and Sanchez 1997)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import FindingsError

Numbers = NDArray[np.float64]

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Critical:
    """The criterion whose weight needs the smallest change, and the two options that are then level, by index.

    Attributes:
        change: what is taken from its weight, before the weights are divided by their new sum; below 0 where it grows.
        share: the change as a share of the weight.
    """

    criterion: int
    options: tuple[int, int]
    change: float
    share: float


def minimal_changes(
    value_scores: Sequence[Sequence[float]] | NDArray[Any], weights: Sequence[float] | NDArray[Any]
) -> Numbers:
    """What must be taken from one weight, for each pair of options and each criterion, so that the two are level.

    delta = (P_j - P_i) / (a_jk - a_ik), with P the totals and a the scores on criterion k; the other weights stay as
    they are, and then all are divided by their new sum (Triantaphyllou and Sanchez 1997, Decision Sciences 28(1),
    151-194; Triantaphyllou 2000). `tipping_points` says where the weight stands after that division: the others keep
    their ratios either way, so its weight is (w_k - delta) / (1 - delta) for weights that sum to one, and the two ways
    name the same point. What delta measures is another thing: it looks smaller for a weight that is to grow much.

    Args:
        value_scores: options x criteria.
        weights: (criteria,) 0 or more; they need not sum to one to the last digit.

    Returns:
        (options, options, criteria), the same for i, j and j, i; NaN where no change makes the two level: where they
        have the same score on the criterion, or more than the whole weight would have to be taken.

    Raises:
        FindingsError: if shapes differ, or a figure is not a finite number.

    >>> minimal_changes([[80, 40], [40, 70]], [0.6, 0.4])[0, 1].round(3).tolist()
    [0.3, -0.4]
    """
    scores, shares = np.asarray(value_scores, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if scores.ndim != 2 or shares.shape != scores.shape[1:] or not (np.isfinite(scores).all() and (shares >= 0).all()):
        msg = f"Value scores of shape {scores.shape} and weights {shares.tolist()} do not fit."
        raise FindingsError(f"{msg} Give options x criteria, all known, and a weight of 0 or more for each criterion.")
    totals = scores @ shares
    behind = (totals[None, :] - totals[:, None])[:, :, None]
    apart = scores[None, :, :] - scores[:, None, :]
    changes = np.divide(behind, apart, out=np.full(apart.shape, np.nan), where=apart != 0)
    return np.where(changes <= shares + _ROUNDING, np.minimum(changes, shares), np.nan)


def critical_criterion(
    value_scores: Sequence[Sequence[float]] | NDArray[Any],
    weights: Sequence[float] | NDArray[Any],
    *,
    of_leader: bool = True,
    as_share: bool = False,
) -> Critical | None:
    """The criterion whose weight needs the smallest change: "absolute top", or one of its three kin.

    Args:
        value_scores, weights: as for `minimal_changes`.
        of_leader: whether only pairs with the option of the highest total count ("top"), or every pair ("any").
        as_share: whether changes are compared as shares of their weights ("percent"), or as they are ("absolute").

    Returns:
        Of equal changes the first criterion, then the first options; None where no change makes any two level.

    >>> critical_criterion([[80, 40], [40, 70]], [0.6, 0.4])
    Critical(criterion=0, options=(0, 1), change=0.3, share=0.5)
    """
    changes, shares = minimal_changes(value_scores, weights), np.asarray(weights, dtype=np.float64)
    leader = int(np.argmax(np.asarray(value_scores, dtype=np.float64) @ shares))
    first, second = np.triu_indices(len(changes), k=1)
    pairs = [(i, j) for i, j in zip(first.tolist(), second.tolist(), strict=True) if not of_leader or leader in (i, j)]
    found = [
        Critical(criterion, pair, float(changes[*pair, criterion]), float(changes[*pair, criterion] / share))
        for criterion, share in enumerate(shares.tolist())
        for pair in pairs
        if share > 0 and np.isfinite(changes[*pair, criterion])
    ]
    return min(found, key=lambda one: abs(one.share if as_share else one.change), default=None)
