"""The record that regulation 24 of the Provider Selection Regime asks for: what of it is there, and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from appraisal.analysis.auditing.asked import (
    Answer,
    Asked,
    Reason,
    Rows,
    against,
    answer,
    due_by_decision,
    marked,
    numbers,
    open_,
    shown,
    waiting,
)
from appraisal.analysis.milestones import dates_told
from appraisal.analysis.situation import day_of
from appraisal.model.criteria import Regime
from appraisal.model.entries import Draft
from appraisal.model.record import number_of


def regulation_24(asked: Asked) -> Answer:
    """Whether deciders, key criteria, conflicts of interest, reasons and standstill are all on record."""
    decision, reasons = asked.decision, []
    if decision is None:
        reasons.append(waiting("no_decision", body=asked.shown["context"]["decision_body"]))
    else:
        reasons.append(shown("decision", person=decision.person, role=decision.role, entry=number_of(decision)))
    keys = _keys(asked)
    unserved = [row["regime"] for row in keys if not row["criteria"]]
    strays = sorted(row["id"] for row in asked.shown["criteria"] if row["regime"] is None)
    reasons += [due_by_decision(asked, "unserved", regimes=unserved)] if unserved else [shown("served")]
    reasons += [shown("strays", criteria=strays)] if strays else []
    declared = [e for e in asked.record.current("interest") if e.content["managed"] != "none needed"]
    reasons.append(shown("conflicts", count=len(declared)) if asked.record.of("interest") else open_("no_conflicts"))
    recommended = asked.record.current("recommendation")
    if decision is not None:
        reasons += [_decider(asked, decision), _why(decision, recommended)]
    reasons += _dates(asked)
    keys_of = ("text", "basis", "confidence", "dissent", "option", "departure")
    return answer(
        reasons,
        deciders=_deciders(asked),
        keys=keys,
        strays=[{"criterion": id_, "weight": asked.shown["weights"].get(id_)} for id_ in strays],
        recommendations=[marked(e, **{key: e.content.get(key) or "" for key in keys_of}) for e in recommended],
    )


def _decider(asked: Asked, decision: Draft) -> Reason:
    """Whether whoever took the decision said if they have an interest; the record takes that of the panel alone."""
    declared = [entry for entry in asked.record.of("interest") if entry.person == decision.person]
    if declared:
        return shown("decider_declared", people=[decision.person], entries=numbers(declared))
    return open_("decider_silent", people=[decision.person])


def _why(decision: Draft, recommended: Sequence[Draft]) -> Reason:
    """The reasons that the decision gives in its own words, or that there are none."""
    about = {"option": decision.content["option"], "entry": number_of(decision)}
    if decision.content.get("text"):
        return shown("reasons", **about, text=decision.content["text"])
    if recommended:
        return open_("reasons_elsewhere", **about, entries=numbers(recommended))
    return against("no_reasons", **about)


def _keys(asked: Asked) -> Rows:
    """Each key criterion with the criteria that serve it and their weights together."""
    weights, rows = asked.shown["weights"], []
    for regime in get_args(Regime):
        served = sorted(row["id"] for row in asked.shown["criteria"] if row["regime"] == regime)
        together = sum(weights.get(id_, 0.0) for id_ in served)
        rows.append({"regime": regime, "criteria": served, "weight": round(together, 9) if served else None})
    return rows


def _deciders(asked: Asked) -> Rows:
    """Who may decide, by role, as the place has it; and the entry where they did."""
    officers = asked.place.plan.officers if asked.place else ()
    decision = asked.decision
    return [
        {
            "person": officer.person,
            "title": officer.title,
            "entry": number_of(decision) if decision is not None and decision.person == officer.person else None,
        }
        for officer in officers
        if "decision" in officer.may
    ]


def _dates(asked: Asked) -> list[Reason]:
    """When the notice is due and its standstill ends, as the place has its dates."""
    if asked.place is None:
        return [open_("no_dates", why=asked.unread)]
    decided_on = None if asked.decision is None else day_of(asked.decision)
    told = dates_told(asked.place.plan.milestones, decided_on)
    return [shown("dates", text=" ".join(told)) if told else open_("no_dates", why="The place gives no dates.")]
