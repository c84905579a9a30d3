"""Every question that auditors, scrutiny committees and a judge ask, in the order in which the paper answers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from appraisal.analysis.auditing import of_decision, of_method, of_options, of_order, of_people, of_running
from appraisal.analysis.auditing.asked import Answer, Asked
from appraisal.analysis.auditing.regulation import regulation_24

QUESTIONS: Mapping[str, Callable[[Asked], Answer]] = MappingProxyType(
    {
        "decided": of_decision.decided,
        "objectives-first": of_order.objectives_first,
        "long-list": of_options.long_list,
        "weights-first": of_order.weights_first,
        "who-weighed": of_people.who_weighed,
        "who-scored": of_people.who_scored,
        "interests": of_people.interests,
        "scales": of_method.scales,
        "counted-twice": of_method.counted_twice,
        "missing": of_method.missing,
        "reproduces": of_running.reproduces,
        "scores-and-moderation": of_people.scores_and_moderation,
        "robust": of_method.robust,
        "cost-inside-and-beside": of_method.cost_inside_and_beside,
        "assessments": of_decision.assessments,
        "seen-by-deciders": of_decision.seen_by_deciders,
        "public-changes": of_decision.public_changes,
        "paper-current": of_decision.paper_current,
        "overrides": of_decision.overrides,
        "alike": of_options.alike,
        "software": of_running.software,
        "order": of_order.order,
        "late": of_order.late,
        "people-left-out": of_people.people_left_out,
        "regulation-24": regulation_24,
    }
)
"""What answers each question, by its id."""


def audit_told(asked: Asked) -> dict[str, Any]:
    """Every answer as plain content, by the id of its question, in their order."""
    return {ident: ask(asked).told() for ident, ask in QUESTIONS.items()}
