"""A panel's weights: each person's shares, each group's, and all of them together (methods 1.3 and 1.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from appraisal.analysis.weighing import WAYS_IN_WORDS, Weighed, counting, weighed
from appraisal.analysis.weighting import GroupedWeights, combine
from appraisal.errors import FindingsError
from appraisal.model.workspace import Place


@dataclass(frozen=True)
class PanelWeights:
    """What a panel's ballots come to.

    Attributes:
        criteria: ids in order; every array of weights is in this order.
        by_person: person -> criterion -> share, for those of whom a ballot counts.
        grouped: by group, and overall.
        ballots: every ballot of weights, counted or not, and what it comes to now.
        counted: person -> the ballot of theirs that counts.
    """

    criteria: tuple[str, ...]
    by_person: Mapping[str, Mapping[str, float]]
    grouped: GroupedWeights
    ballots: tuple[Weighed, ...] = ()
    counted: Mapping[str, Weighed] = field(default_factory=dict)

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
    """The weights of a place's panel: one ballot of each person, as it counts on the anchors of now (method 1.3).

    Raises:
        FindingsError: if nobody has given weights, or everybody has to be asked again.
    """
    found = weighed(place)
    counted = counting(found, place.plan.weights_way)
    if not counted:
        raise FindingsError(_nobody(place, found))
    shares = {person: one.shares for person, one in counted.items() if one.shares is not None}
    return PanelWeights(
        tuple(criterion.id for criterion in place.criteria), shares, grouped(place, shares), found, counted
    )


def grouped(place: Place, shares: Mapping[str, Mapping[str, float]]) -> GroupedWeights:
    """Weights of people of a place's panel, combined by its groups.

    Raises:
        FindingsError: as `combine` does.
    """
    group_of = {member.person: member.group for member in place.plan.panel}
    return combine(shares, group_of, {group.id: group.weight for group in place.plan.groups})


def _nobody(place: Place, found: tuple[Weighed, ...]) -> str:
    if not found:
        return f"Nobody has given weights for {place.plan.name} yet. Take the ballots in first: appraisal import."
    again = [f"{one.ballot.person}, {WAYS_IN_WORDS[one.ballot.way]}: {' '.join(one.notes)}" for one in found]
    return "\n  ".join([f"No weights for {place.plan.name} can be used as its criteria stand now. Ask again:", *again])
