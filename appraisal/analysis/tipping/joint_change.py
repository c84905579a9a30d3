"""The least weight that must move from some criteria to others before another option draws level with the leader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.analysis.tipping.weights import TIE, checked, leader_of

Numbers = NDArray[np.float64]

_ROUNDING = 1e-12


@dataclass(frozen=True)
class JointChange:
    """Where weights stand when the first rival draws level with the leader.

    Attributes:
        rival: index of the option that draws level.
        moved: the share of all weight that moves: half the sum of the weights' differences, 0..1.
        weights: (criteria,) the weights there, 0 or more, summing to one.
    """

    rival: int
    moved: float
    weights: Numbers


def joint_change(
    value_scores: Sequence[Sequence[float]] | NDArray[Any], weights: Sequence[float] | NDArray[Any]
) -> JointChange | None:
    """The smallest change of all weights together at which another option draws level with the leader.

    For one rival, the leader's lead is a sum of weight x (its value score less the rival's). Moving weight from the
    criterion where that difference is greatest to the one where it is least takes the most from the lead for each
    share moved, so weight is taken there first, then from the next, until nothing is left of the lead: the greedy
    solution of a linear programme with one row beside the sum of the weights. Of several rivals, the one that needs
    the least; of equal ones, the first. The leader is the one of `tipping_points`, and of criteria that differ by the
    same, the first gives and the first takes.

    Args:
        value_scores: options x criteria, 0..100, all known.
        weights: shape (criteria,), 0 or more, summing to one.

    Returns:
        None where no weights bring any rival level: the leader has more than each of them on every criterion.

    Raises:
        FindingsError: if a value score is not known, shapes differ, or the weights do not sum to one.

    >>> found = joint_change([[80, 40], [40, 70]], [0.6, 0.4])
    >>> found.rival, round(found.moved, 9), found.weights.round(9).tolist()
    (1, 0.171428571, [0.428571429, 0.571428571])
    """
    scores, shares = checked(value_scores, weights)
    leader = leader_of(scores @ shares)
    found = [
        JointChange(rival, *moved)
        for rival in range(len(scores))
        if rival != leader and (moved := _moved(scores[leader] - scores[rival], shares)) is not None
    ]
    if not found:
        return None
    least = min(change.moved for change in found)
    return next(change for change in found if change.moved <= least + _ROUNDING)


def _moved(differences: Numbers, weights: Numbers) -> tuple[float, Numbers] | None:
    """The share that moves, and the weights then, for the leader's differences from one rival."""
    changed = weights.copy()
    lead = float(differences @ weights)
    if lead <= TIE:
        return 0.0, changed
    to = int(np.argmin(differences))
    if differences[to] > TIE:
        return None
    for giver in np.argsort(-differences, kind="stable"):
        gain = float(differences[giver] - differences[to])
        if lead <= 0 or gain <= TIE:
            break
        share = min(float(weights[giver]), lead / gain)
        changed[giver] -= share
        changed[to] += share
        lead -= share * gain
    return float(np.maximum(weights - changed, 0.0).sum()), changed
