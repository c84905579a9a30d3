"""Telling who said what: weights by person and group, scores and whether they count, interests."""

from __future__ import annotations

from typing import Any

from appraisal.analysis.panel import PanelWeights
from appraisal.measures.clinical_fit import recusals
from appraisal.model.workspace import Place


def ballots_told(place: Place, panel: PanelWeights) -> dict[str, Any]:
    """What people said of a place, by pseudonym; reasons in free text stay in the record."""
    ballots = place.ballots
    apart = recusals(ballots, place)
    counted = [cast.points is not None and (cast.person, cast.site) not in apart for cast in ballots.scores]
    return {
        "by_person": _by_person(place, panel),
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
            "weights": len(ballots.weights),
            "scores": len(ballots.scores),
            "scorers": len({cast.person for cast in ballots.scores}),
            "not_known": sum(cast.answer == "not known" for cast in ballots.scores),
            "recused": sum(cast.answer == "recused" for cast in ballots.scores),
            "not_counted": sum(cast.points is not None for cast in ballots.scores) - sum(counted),
            "replaced": ballots.replaced,
        },
    }


def _by_person(place: Place, panel: PanelWeights) -> dict[str, Any]:
    group_of = {member.person: member.group for member in place.plan.panel}
    cast_on = {ballot.person: ballot.cast_on.isoformat() for ballot in place.ballots.weights}
    return {
        person: {"group": group_of[person], "cast_on": cast_on[person], "weights": dict(shares)}
        for person, shares in sorted(panel.by_person.items())
    }


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
