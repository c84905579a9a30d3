"""Gates: whether each condition that a place set for a stage, or for calling something final, holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from appraisal.analysis import gates_of_evidence, gates_of_papers, gates_of_people
from appraisal.analysis.situation import Holds, Situation
from appraisal.model.governance import Condition

When = Literal["entry", "exit", "final"]


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition at one gate.

    Attributes:
        stage: number of the stage; None for what must hold before anything is final.
        when: whether it stands before the stage begins, before it ends, or before anything is final.
        is_open: whether the condition holds.
        why: what holds it open or shut, in a sentence or two.
        clear_with: the next command, or what to edit, that helps to open it; "" where it is open.
    """

    stage: int | None
    when: When
    condition: Condition
    is_open: bool
    why: str
    clear_with: str


CONDITIONS: Mapping[Condition, Callable[[Situation], Holds]] = MappingProxyType(
    {
        "place-opened": gates_of_people.place_opened,
        "agreed-and-locked": gates_of_people.agreed_and_locked,
        "interests-declared": gates_of_people.interests_declared,
        "weights-locked": gates_of_people.weights_locked,
        "scores-revealed": gates_of_people.scores_revealed,
        "paper-current": gates_of_papers.paper_current,
        "feedback-answered": gates_of_people.feedback_answered,
        "questions-answered": gates_of_people.questions_answered,
        "assessments-in-time": gates_of_evidence.assessments_in_time,
        "evidence-in-date": gates_of_evidence.evidence_in_date,
        "no-conflicted-score": gates_of_evidence.no_conflicted_score,
        "sub-scores-issued": gates_of_papers.sub_scores_issued,
        "recommendation-explained": gates_of_papers.recommendation_explained,
        "decision-taken": gates_of_papers.decision_taken,
        "standstill-over": gates_of_papers.standstill_over,
    }
)
"""What tells of each condition whether it holds."""


def gates(situation: Situation) -> tuple[Gate, ...]:
    """Every gate of a place in the order of its stages, and those before anything is final at the end."""
    plan = situation.place.plan
    asked: list[tuple[int | None, When, Condition]] = []
    for stage in sorted(plan.stages, key=lambda stage: stage.number):
        asked += [(stage.number, "entry", condition) for condition in dict.fromkeys(stage.entry)]
        asked += [(stage.number, "exit", condition) for condition in dict.fromkeys(stage.exit)]
    asked += [(None, "final", condition) for condition in dict.fromkeys(plan.final)]
    held = {condition: CONDITIONS[condition](situation) for condition in {one[2] for one in asked}}
    return tuple(
        Gate(stage, when, condition, held[condition].is_open, held[condition].why, held[condition].clear_with)
        for stage, when, condition in asked
    )
