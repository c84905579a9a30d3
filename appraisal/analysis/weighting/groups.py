"""Groups: people's weights combined by the stated weights of their groups (method 1.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum, isfinite

from appraisal.errors import FindingsError


@dataclass(frozen=True, slots=True)
class GroupedWeights:
    """Weights of a panel, with the groups that they came from (method 1.7).

    Attributes:
        by_group: group -> criterion -> mean of its members' shares, for groups with at least one member.
        overall: criterion -> share, groups combined by their weights.
        group_weights: group -> share actually used, summing to one over the groups with a member.
    """

    by_group: dict[str, dict[str, float]]
    overall: dict[str, float]
    group_weights: dict[str, float]


def combine(
    shares_by_person: Mapping[str, Mapping[str, float]],
    group_of: Mapping[str, str],
    group_weights: Mapping[str, float],
) -> GroupedWeights:
    """Combine people's weights: the mean in each group, then the groups by their stated weights (method 1.7).

    Groups without a member drop out, and the weights of the others are made to sum to one again. Everything is added
    up exactly and listed in the order of ids, so that the order in which people answered changes nothing.

    Args:
        shares_by_person: person -> criterion -> share, with the same criteria for everybody.
        group_of: person -> group.
        group_weights: group -> weight, 0 or more; only the ratios matter.

    Returns:
        The weights of each group and of all.

    Raises:
        FindingsError: if nobody gave weights, criteria differ, or a person's group or its weight is not stated.

    >>> people = {"ann": {"cost": 0.25, "access": 0.75}, "ben": {"cost": 0.75, "access": 0.25}}
    >>> groups = {"ann": "residents", "ben": "clinicians"}
    >>> combined = combine(people, groups, {"clinicians": 3, "residents": 1, "carers": 9})
    >>> combined.overall, combined.group_weights
    ({'access': 0.375, 'cost': 0.625}, {'clinicians': 0.75, 'residents': 0.25})
    """
    people = sorted(shares_by_person)
    _refuse_unclear_groups(shares_by_person, group_of, group_weights)
    criteria = sorted(shares_by_person[people[0]])
    present = sorted({group_of[person] for person in people})
    by_group = {}
    for group in present:
        members = [shares_by_person[person] for person in people if group_of[person] == group]
        by_group[group] = {name: fsum(shares[name] for shares in members) / len(members) for name in criteria}
    total = fsum(group_weights[group] for group in present)
    if total <= 0:
        raise FindingsError("Every group in which somebody gave weights counts for nothing. Give one a weight above 0.")
    used = {group: group_weights[group] / total for group in present}
    overall = {name: fsum(used[group] * by_group[group][name] for group in present) for name in criteria}
    return GroupedWeights(by_group=by_group, overall=overall, group_weights=used)


def _refuse_unclear_groups(
    shares_by_person: Mapping[str, Mapping[str, float]],
    group_of: Mapping[str, str],
    group_weights: Mapping[str, float],
) -> None:
    if not shares_by_person:
        raise FindingsError("Nobody has given weights yet. Import at least one ballot of weights.")
    people = sorted(shares_by_person)
    for person in people:
        if person not in group_of:
            raise FindingsError(f"Person '{person}' gave weights but is in no group. Name their group.")
        if group_of[person] not in group_weights:
            raise FindingsError(f"Group '{group_of[person]}' of person '{person}' has no weight. State one, 0 or more.")
        if set(shares_by_person[person]) != set(shares_by_person[people[0]]):
            raise FindingsError(f"Persons '{people[0]}' and '{person}' weighed different criteria. Ask one again.")
    for group in sorted(group_weights):
        if not (isfinite(group_weights[group]) and group_weights[group] >= 0):
            raise FindingsError(f"Group '{group}' has weight {group_weights[group]}. State one of 0 or more.")
