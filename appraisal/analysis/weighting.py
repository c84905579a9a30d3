"""From what people say matters to weights that sum to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import BallotError, FindingsError


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


def swing_weights(points: Mapping[str, float]) -> dict[str, float]:
    """Turn swing points into weights that sum to one.

    A person gives 100 points to the swing (least to most preferred) that matters most to them, and fewer
    to the others. Only the ratios matter (von Winterfeldt and Edwards 1986).

    Args:
        points: criterion id -> points, each 0..100, at least one above 0.

    Returns:
        criterion id -> weight share, in the order given.

    Raises:
        BallotError: if no criterion has points, or one is out of range.

    >>> swing_weights({"travel-time": 100, "cost": 60, "equity": 40})
    {'travel-time': 0.5, 'cost': 0.3, 'equity': 0.2}
    """
    given = {criterion: float(number) for criterion, number in points.items()}
    for criterion, number in given.items():
        if not 0 <= number <= 100:
            raise BallotError(f"Criterion '{criterion}' has {number:g} points. Give between 0 and 100.")
    total = fsum(given.values())
    if total == 0:
        raise BallotError("No criterion has points. Give 100 to the swing that matters most, and fewer to the others.")
    return {criterion: number / total for criterion, number in given.items()}


def rank_order_centroid(ranking: Mapping[str, float]) -> dict[str, float]:
    """Turn a ranking of criteria into weights: the centre of all weights that respect it (Barron and Barrett 1996).

    w_(r) = (1/n) sum_{k=r..n} 1/k; tied ranks get the mean of the shares they cover (method 1.4).

    Args:
        ranking: criterion id -> rank, 1 matters most. Equal ranks are ties; the rank after a tie may be the next
            number (1, 1, 2) or leave room for the tie (1, 1, 3).

    Returns:
        criterion id -> weight share, in the order given.

    Raises:
        BallotError: if nothing is ranked, or the ranks are numbered in neither way.

    >>> {criterion: round(share, 4) for criterion, share in rank_order_centroid({"cost": 2, "access": 1}).items()}
    {'cost': 0.25, 'access': 0.75}
    >>> rank_order_centroid({"cost": 1, "access": 1})
    {'cost': 0.5, 'access': 0.5}
    """
    if not ranking:
        raise BallotError("No criterion is ranked. Give 1 to the criterion that matters most.")
    count = len(ranking)
    by_place = [fsum(1 / place for place in range(first, count + 1)) / count for first in range(1, count + 1)]
    shares: dict[float, float] = {}
    taken = 0
    given = [float(rank) for rank in ranking.values()]
    for group, rank in enumerate(sorted(set(given)), start=1):
        tied = given.count(rank)
        if _numbered_wrongly(given, rank, group, taken):
            listed = ", ".join(f"{number:g}" for number in sorted(given))
            raise BallotError(
                f"The ranks are {listed}, and {rank:g} does not follow. Start at 1, with no gap but after a tie."
            )
        shares[rank] = fsum(by_place[taken : taken + tied]) / tied
        taken += tied
    return {criterion: shares[float(rank)] for criterion, rank in ranking.items()}


def concordance(ranks: Sequence[Sequence[float]] | NDArray[Any]) -> float:
    """Kendall's W: how far judges agree on a ranking, 0 (not at all) to 1 (wholly).

    W = 12 S / (m^2 (n^3 - n) - m sum sum (t^3 - t)), with S the squared deviations of the items' rank sums from their
    mean and t the sizes of each judge's ties (Kendall and Babington Smith 1939; method 1.7).

    Args:
        ranks: judges x items. Each judge's numbers are ranked again with mid-ranks, so any numbering of ties will do.

    Returns:
        W; NaN where it is not defined, because there is one item or every judge ties every item.

    Raises:
        FindingsError: if there are no judges or items, or a rank is missing.

    >>> concordance([[1, 2, 3], [1, 2, 3]]), concordance([[1, 2], [2, 1]])
    (1.0, 0.0)
    """
    given = np.asarray(ranks, dtype=np.float64)
    if given.ndim != 2 or given.size == 0 or not np.isfinite(given).all():
        raise FindingsError("Agreement needs a rank from every judge for every item: judges in rows, items in columns.")
    judges, items = given.shape
    below = (given[:, np.newaxis, :] < given[:, :, np.newaxis]).sum(axis=2)
    tied = (given[:, np.newaxis, :] == given[:, :, np.newaxis]).sum(axis=2)
    mid_ranks = below + (tied + 1) / 2
    deviations = mid_ranks.sum(axis=0) - judges * (items + 1) / 2
    # Summed over the items of a tie of size t, t^2 - 1 gives t^3 - t.
    ties = float((tied.astype(np.float64) ** 2 - 1).sum())
    denominator = judges**2 * (items**3 - items) - judges * ties
    return float(12 * (deviations**2).sum() / denominator) if denominator > 0 else float("nan")


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


def _numbered_wrongly(given: list[float], rank: float, group: int, taken: int) -> bool:
    """Whether a rank fits neither dense numbering throughout nor competition numbering throughout."""
    dense = max(given) == len(set(given))
    return rank != (group if dense else taken + 1)


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
