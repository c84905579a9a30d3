"""Idle criteria: those on which every option does the same, and those that carry no weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from appraisal.analysis.checking import Warned
from appraisal.analysis.measuring import Measured
from appraisal.analysis.panel import PanelWeights
from appraisal.analysis.scoring import Scores
from appraisal.model.criteria import Criterion

SAME = 1e-9  # as a share of what lies between a criterion's anchors
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Constant:
    """A criterion that tells no ranked options apart, so that it changes no difference between them.

    Attributes:
        weight: the share that it carries all the same.
        alike: "performance" where every option does the same; "value score" where they do not, and all earn the
            same: they lie beyond the same anchor of a criterion that clips, or where its value function is level.
        performance: the one of all options, in the criterion's unit; None where only the value scores are the same.
        value_score: of all options, 0..100.
    """

    criterion: str
    weight: float
    alike: Literal["performance", "value score"]
    performance: float | None
    value_score: float


def constant_criteria(
    criteria: Sequence[Criterion], measured: Measured, scores: Scores, weights: Floats
) -> list[Constant]:
    """The criteria that tell no ranked options apart, in order; none where fewer than two options are ranked.

    What is not known of an option may set it apart, so a criterion with an unknown is not among them.

    Args:
        criteria: in the order of the weights.
        measured, scores: of the ranked options.
        weights: (criteria,) shares.
    """
    found: list[Constant] = []
    if len(scores) < 2:
        return found
    for index, criterion in enumerate(criteria):
        done = measured.performances[criterion.id].value
        value = scores.low[:, index]
        width = abs(criterion.anchors[-1].performance - criterion.anchors[0].performance)
        is_same = bool(np.ptp(done) <= SAME * width)
        if np.isnan(done).any() or not (is_same or np.ptp(value) <= 100 * SAME):
            continue
        found.append(
            Constant(
                criterion.id,
                float(weights[index]),
                "performance" if is_same else "value score",
                float(done[0]) if is_same else None,
                float(value[0]),
            )
        )
    return found


def zero_weights(panel: PanelWeights) -> tuple[list[str], dict[str, list[str]]]:
    """Criteria whose agreed weight is 0; and by person, in order, those to which somebody gave nothing."""
    by_person = {
        person: [criterion for criterion in panel.criteria if shares[criterion] == 0]
        for person, shares in sorted(panel.by_person.items())
    }
    agreed = [criterion for criterion in panel.criteria if panel.grouped.overall[criterion] == 0]
    return agreed, {person: nothing for person, nothing in by_person.items() if nothing}


def idle_warnings(criteria: Sequence[Criterion], constant: Sequence[Constant], zero: Sequence[str]) -> list[Warned]:
    """What a reader should be warned of in criteria that change nothing."""
    names = {criterion.id: criterion.name.lower() for criterion in criteria}
    warned = [
        Warned(
            one.criterion,
            f"Every ranked option {_does(one)} on {names[one.criterion]}, so this criterion changes no difference "
            f"between them. It carries {100 * one.weight:.0f}% of the weight all the same.",
        )
        for one in constant
        if one.weight > 0
    ]
    return warned + [Warned(id_, f"The agreed weight of {names[id_]} is 0, so it changes no total.") for id_ in zero]


def _does(one: Constant) -> str:
    return "does the same" if one.alike == "performance" else f"earns the same {one.value_score:.0f} of 100"
