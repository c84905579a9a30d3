"""A panel's weights: each person's shares, each group's, and all of them together (methods 1.3 and 1.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from appraisal.analysis.weighting import GroupedWeights, combine, swing_weights
from appraisal.errors import FindingsError
from appraisal.model.workspace import Place


@dataclass(frozen=True)
class PanelWeights:
    """What a panel's ballots come to.

    Attributes:
        criteria: ids in order; every array of weights is in this order.
        by_person: person -> criterion -> share.
        grouped: by group, and overall.
    """

    criteria: tuple[str, ...]
    by_person: Mapping[str, Mapping[str, float]]
    grouped: GroupedWeights

    @property
    def overall(self) -> npt.NDArray[np.float64]:
        """(criteria,) the weights agreed so far."""
        return self.array(self.grouped.overall)

    @property
    def bounds(self) -> dict[int, tuple[float, float]]:
        """The lowest and highest share that anybody of the panel gave, by index of the criterion."""
        shares = np.array([self.array(weights) for weights in self.by_person.values()])
        return {
            index: (float(low), float(high))
            for index, (low, high) in enumerate(zip(shares.min(axis=0), shares.max(axis=0), strict=True))
        }

    def array(self, weights: Mapping[str, float]) -> npt.NDArray[np.float64]:
        """Weights by criterion as an array in the order of the criteria."""
        return np.array([weights[criterion] for criterion in self.criteria])


def panel_weights(place: Place) -> PanelWeights:
    """The weights of a place's panel.

    Raises:
        FindingsError: if nobody has given weights.
        BallotError: if somebody's points cannot be used.
    """
    criteria = tuple(criterion.id for criterion in place.criteria)
    group_of = {member.person: member.group for member in place.plan.panel}
    by_person = {}
    for ballot in place.ballots.weights:
        points = dict(ballot.answers)
        by_person[ballot.person] = swing_weights({criterion: points.get(criterion, 0.0) for criterion in criteria})
    if not by_person:
        msg = f"Nobody has given weights for {place.plan.name} yet. Take the ballots in first: appraisal import."
        raise FindingsError(msg)
    group_weights = {group.id: group.weight for group in place.plan.groups}
    return PanelWeights(criteria, by_person, combine(by_person, group_of, group_weights))
