"""Telling who said what: weights by person and group, scores and whether they count, interests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from appraisal.analysis.panel import PanelWeights, grouped
from appraisal.analysis.robustness import Reranked
from appraisal.analysis.scoring import Scores
from appraisal.analysis.telling import ranks_told
from appraisal.analysis.weighing import Weighed, by_person
from appraisal.measures.clinical_fit import recusals
from appraisal.model.ballots import WAYS
from appraisal.model.tree import TOP, CriteriaTree
from appraisal.model.workspace import Place


def ballots_told(place: Place, panel: PanelWeights, ids: Sequence[str], scores: Scores) -> dict[str, Any]:
    """What people said of a place, by pseudonym; reasons in free text stay in the record.

    Args:
        place: with its ballots.
        panel: its weights.
        ids, scores: of the ranked options, in order.
    """
    ballots = place.ballots
    apart = recusals(ballots, place)
    counted = [cast.points is not None and (cast.person, cast.site) not in apart for cast in ballots.scores]
    return {
        "way": place.plan.weights_way,
        "by_person": _by_person(place, panel),
        "by_way": _by_way(place, panel, ids, scores),
        "asked_again": _asked_again(panel),
        "by_group": _by_group(place, panel),
        "scores": [
            {"person": c.person, "site": c.site, "criterion": c.criterion, "answer": c.answer, "counted": counts}
            for c, counts in zip(ballots.scores, counted, strict=True)
        ],
        "interests": [
            {"person": i.person, "provider": i.provider, "site": i.site, "interest": i.interest, "managed": i.managed}
            for i in ballots.interests
        ],
        "counts": {
            "people": len(place.plan.panel),
            "asked_for_weights": sum(member.is_asked_for("weights") for member in place.plan.panel),
            "asked_for_scores": sum(member.is_asked_for("scores") for member in place.plan.panel),
            "weights": len(panel.by_person),
            "scores": len(ballots.scores),
            "scorers": len({cast.person for cast in ballots.scores}),
            "not_known": sum(cast.answer == "not known" for cast in ballots.scores),
            "recused": sum(cast.answer == "recused" for cast in ballots.scores),
            "not_counted": sum(cast.points is not None for cast in ballots.scores) - sum(counted),
            "replaced": ballots.replaced,
        },
    }


def by_branch_told(place: Place, weights: dict[str, float]) -> dict[str, float]:
    """The share of each branch of the criteria tree: the sum of what stands under it, in order of id."""
    tree = CriteriaTree.of(place.criteria, place.branches)
    branches = sorted(branch for branch in tree.children if branch != TOP)
    return {branch: sum(weights[criterion] for criterion in tree.under(branch)) for branch in branches}


def _by_person(place: Place, panel: PanelWeights) -> dict[str, Any]:
    """Everybody of whom a ballot counts: what counts of it, and what they gave in each way."""
    group_of = {member.person: member.group for member in place.plan.panel}
    told = {}
    for person, ballots in by_person(panel.ballots, place.plan.weights_way).items():
        if person not in panel.by_person:
            continue
        first = ballots[0]
        told[person] = {
            "group": group_of[person],
            "cast_on": first.ballot.cast_on.isoformat(),
            "weights": _shares(first),
            "way": first.ballot.way,
            "anchors": first.anchors,
            "notes": list(first.notes),
            "consistency": _consistency(first),
            "ways": {one.ballot.way: _in_one_way(one, first) for one in sorted(ballots, key=_order_of_ways)},
        }
    return told


def _asked_again(panel: PanelWeights) -> list[dict[str, Any]]:
    """The ballots that do not count until their person has been asked again, with why."""
    return [
        {
            "person": one.ballot.person,
            "way": one.ballot.way,
            "cast_on": one.ballot.cast_on.isoformat(),
            "notes": list(one.notes),
        }
        for one in sorted(panel.ballots, key=lambda one: (one.ballot.person, _order_of_ways(one)))
        if one.shares is None
    ]


def _in_one_way(one: Weighed, first: Weighed) -> dict[str, Any]:
    return {
        "cast_on": one.ballot.cast_on.isoformat(),
        "counted": one is first,
        "weights": _shares(one),
        "anchors": one.anchors,
        "notes": list(one.notes),
        "consistency": _consistency(one),
    }


def _order_of_ways(one: Weighed) -> int:
    return WAYS.index(one.ballot.way)


def _shares(one: Weighed) -> dict[str, float] | None:
    return None if one.shares is None else dict(one.shares)


def _consistency(one: Weighed) -> list[dict[str, Any]]:
    return [asdict(found) for found in one.consistency]


def _by_way(place: Place, panel: PanelWeights, ids: Sequence[str], scores: Scores) -> dict[str, Any]:
    """What each way of asking gives, side by side; empty where everybody was asked in one."""
    usable = [one for one in panel.ballots if one.shares is not None]
    ways = [way for way in WAYS if any(one.ballot.way == way for one in usable)]
    if len({one.ballot.way for one in panel.ballots}) < 2:
        return {}
    told: dict[str, Any] = {}
    for way in ways:
        shares = {one.ballot.person: dict(one.shares) for one in usable if one.ballot.way == way and one.shares}
        weights = _together(place, shares)
        told[way] = {
            "people": sorted(shares),
            "by_person": {person: shares[person] for person in sorted(shares)},
            "weights": weights,
            "ranking": None if weights is None else ranks_told(ids, Reranked.of(scores, panel.array(weights))),
        }
    return told


def _together(place: Place, shares: dict[str, dict[str, float]]) -> dict[str, float] | None:
    """The weights of these people together; None where the groups that they are of count for nothing."""
    stated = {group.id: group.weight for group in place.plan.groups}
    weight_of = {member.person: stated[member.group] for member in place.plan.panel}
    return dict(grouped(place, shares).overall) if any(weight_of.get(person) for person in shares) else None


def _by_group(place: Place, panel: PanelWeights) -> dict[str, Any]:
    group_of = {member.person: member.group for member in place.plan.panel}
    return {
        group.id: {
            "name": group.name,
            "people": sum(group_of[person] == group.id for person in panel.by_person),
            "stated_weight": group.weight,
            "at_least": group.at_least,
            "weight": panel.grouped.group_weights.get(group.id, 0.0),
            "weights": panel.grouped.by_group.get(group.id),
        }
        for group in place.plan.groups
    }
