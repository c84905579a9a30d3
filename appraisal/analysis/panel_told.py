"""Telling who is on the panel, how far its members differ, and what its interests do to the ranking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from appraisal.analysis.composition import Composition, lay_share_of_weight
from appraisal.analysis.interests import Otherwise, conflicted_scores, with_recused, without_declared
from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.panel import PanelWeights
from appraisal.analysis.ranking import Ranking
from appraisal.analysis.spread import Spread, is_split_vote, is_split_weight, score_spreads, weight_spreads
from appraisal.analysis.telling import ranks_told
from appraisal.model.ballots import Moderated
from appraisal.model.panel import ASKED_FOR
from appraisal.model.workspace import Place


def panel_told(place: Place, panel: PanelWeights, ruler: Ruler, measured: Measured, ranking: Ranking) -> dict[str, Any]:
    """Everything that findings say of a place's panel.

    Args:
        place: with its ballots.
        panel: its weights.
        ruler, measured, ranking: of the ranked options.
    """
    told = (place, ruler, measured, panel.overall, ranking)
    return {
        **_composition(place, panel),
        "scores": _scores(place),
        "weights": _weights(panel),
        "with_recused": _otherwise(measured.names, with_recused(*told)),
        "without_declared": _otherwise(measured.names, without_declared(*told)),
        "conflicted_scores": [
            {
                "person": found.cast.person,
                "site": found.cast.site,
                "criterion": found.cast.criterion,
                "interest": {"provider": found.interest.provider, "site": found.interest.site},
            }
            for found in conflicted_scores(place)
        ],
    }


def _composition(place: Place, panel: PanelWeights) -> dict[str, Any]:
    plan = place.plan
    found = Composition.of(plan)
    scored = {cast.person for cast in place.ballots.scores}
    asked = {
        f"asked_for_{what}": {member.person for member in plan.panel if member.is_asked_for(what)} for what in ASKED_FOR
    }
    groups = []
    for group in plan.groups:
        members = {member.person for member in plan.panel if member.group == group.id}
        counts = {"lay": found.lay, "weighed": panel.by_person.keys(), "scored": scored, **asked}
        told = {name: len(members & some) for name, some in counts.items()}
        groups.append({"group": group.id, "members": len(members), **told})
    return {
        "seats": [
            {
                "role": taken.seat.role,
                "group": taken.seat.group,
                "lay": taken.seat.lay,
                "count": taken.seat.count,
                "filled": list(taken.filled),
                "vacant": taken.vacant,
            }
            for taken in found.seats
        ],
        "without_seat": list(found.without_seat),
        "lay_share": {
            "of_members": found.lay_share,
            "of_weight": lay_share_of_weight(found, plan, panel),
            "at_least": plan.lay_share_at_least,
        },
        "groups": groups,
    }


def _scores(place: Place) -> list[dict[str, Any]]:
    """The spread of the counted scores of every site on every panel criterion, with what was moderated."""
    spreads = score_spreads(place)
    moderated = {(said.criterion, said.site): said for said in place.ballots.moderated}
    asked = [(criterion.id, site.id) for criterion in place.criteria if criterion.panel for site in place.sites]
    return [
        {
            "criterion": key[0],
            "site": key[1],
            **_spread(spreads.get(key)),
            "split": key in spreads and is_split_vote(spreads[key]),
            "moderated": _moderated(moderated[key]) if key in moderated else None,
        }
        for key in asked
    ]


def _weights(panel: PanelWeights) -> list[dict[str, Any]]:
    return [
        {"criterion": criterion, **_spread(found), "split": is_split_weight(found)}
        for criterion, found in weight_spreads(panel).items()
    ]


def _spread(found: Spread | None) -> dict[str, Any]:
    names = ("lowest", "low_quarter", "lower_quartile", "median", "upper_quartile", "high_quarter", "highest")
    return {"people": found.people if found else 0, **{name: getattr(found, name, None) for name in names}}


def _moderated(said: Moderated) -> dict[str, Any]:
    return {
        "answer": said.answer,
        "reason": said.reason,
        "dissent": [{"person": person, "text": text} for person, text in said.dissent],
        "cast_on": said.cast_on.isoformat(),
    }


def _otherwise(ids: Sequence[str], found: Otherwise) -> dict[str, Any]:
    return {
        "people": list(found.people),
        "scores": found.scores,
        "ranking": ranks_told(ids, found.ranked),
        "moved": [ids[index] for index in found.moved],
    }
