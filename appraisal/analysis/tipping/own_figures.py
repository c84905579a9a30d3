"""How far one option's figure on one criterion must move before another option leads (method 2.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from appraisal.analysis.scoring import weighted_total
from appraisal.analysis.tipping.weights import TIE, leader_of
from appraisal.measures.performances import Performances
from appraisal.model.criteria import Criterion
from appraisal.model.value_functions import ValueFunction

Floats = npt.NDArray[np.float64]
Side = Literal["below", "above"]


@dataclass(frozen=True, slots=True)
class OwnTipping:
    """Where another option leads as one option's performance on one criterion moves; indices of options and criteria.

    Attributes:
        option: the one whose figure moves: the leader's gets worse, any other's gets better.
        now, at: its performance, and the nearest beyond which `rival` leads, in the criterion's unit, between the
            anchors; None where not even the end of the anchors brings the two level.
        rival: the option that leads beyond it: for the leader's figure the one that comes next, else the option itself.
        side: the way that the figure moves.
    """

    option: int
    criterion: int
    now: float
    at: float | None
    rival: int | None
    side: Side


def own_tipping(
    criteria: Sequence[Criterion], performances: Mapping[str, Performances], weights: Floats
) -> list[OwnTipping]:
    """The least move of each option's figure on each criterion at which it is level with the leader.

    All else stays: the other figures, the weights, and the options' other criteria, even where one piece of evidence
    stands behind several of them (`shared_tipping` moves evidence). The leader's total must fall by its lead over the
    option that comes next, and a rival's must rise by what it is behind; the value function is followed back from the
    value score that this takes. Where the function is flat there, the far end is given: the two stay level along it,
    and only beyond it does the other lead. At the last anchor there is nothing beyond.

    Args:
        criteria: in order.
        performances: by criterion id, all of the same n options, all known.
        weights: (criteria,) the agreed weights.

    Returns:
        The leader's, criterion by criterion, then each rival's, in the order of the options. The leader has the
        highest total; of equal ones, the first. One option alone has none.
    """
    functions = [ValueFunction.of(criterion) for criterion in criteria]
    now = np.stack([performances[criterion.id].value for criterion in criteria], axis=1)
    scores = np.stack([value_of(now[:, column]) for column, value_of in enumerate(functions)], axis=1)
    totals = weighted_total(scores, weights)
    leader = leader_of(totals)
    leads = np.maximum(totals[leader] - totals, 0.0)
    rivals = [rival for rival in range(len(totals)) if rival != leader]
    if not rivals:
        return []
    nearest = min(rivals, key=lambda rival: (leads[rival] > leads[rivals].min() + TIE, rival))
    moves = [(leader, nearest, -float(leads[nearest])), *((rival, rival, float(leads[rival])) for rival in rivals)]
    found = []
    for option, other, points in moves:
        for column, criterion in enumerate(criteria):
            gets_better = option != leader
            rises = gets_better == (criterion.better == "higher")
            at = _reached(
                functions[column],
                float(now[option, column]),
                (float(scores[option, column]), points),
                float(weights[column]),
                gets_better=gets_better,
                rises=rises,
            )
            rival = None if at is None else other
            side: Side = "above" if rises else "below"
            found.append(OwnTipping(option, column, float(now[option, column]), at, rival, side))
    return found


def _reached(
    value_of: ValueFunction, now: float, move: tuple[float, float], weight: float, *, gets_better: bool, rises: bool
) -> float | None:
    """The performance at which a total has moved by some points; None where it cannot."""
    score, points = move
    room = 100 - score if gets_better else score
    if weight <= 0 or room <= TIE or abs(points) / weight > room + TIE:
        return None
    wanted = min(max(score + points / weight, 0.0), 100.0)
    least, most = value_of.performances_at(wanted)
    is_end = wanted >= 100 - TIE if gets_better else wanted <= TIE
    slack = TIE * max(1.0, abs(now))
    if abs(points) <= TIE and most - least <= slack and least - slack <= now <= most + slack:
        return now  # they are level as they are
    return (most if rises else least) if not is_end else (least if rises else most)
