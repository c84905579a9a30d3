"""How a place takes its decision: officers, stages with their gates, comments, and dates to be kept."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from appraisal.errors import did_you_mean
from appraisal.model.base import FileModel, Id, IsoDate, Text
from appraisal.model.kinds import MAY

Condition = Literal[
    "place-opened",
    "agreed-and-locked",
    "interests-declared",
    "weights-locked",
    "scores-revealed",
    "paper-current",
    "feedback-answered",
    "questions-answered",
    "assessments-in-time",
    "evidence-in-date",
    "no-conflicted-score",
    "sub-scores-issued",
    "recommendation-explained",
    "decision-taken",
    "standstill-over",
]
"""Every condition that a gate can ask for; `appraisal.analysis.gates` says when each holds."""


def _may(kind: str) -> str:
    if kind not in MAY:
        msg = f"'{kind}' is not a kind of entry that an officer may be given.{did_you_mean(kind, MAY)}"
        raise ValueError(msg)
    return kind


class Officer(FileModel):
    """Somebody who keeps the record, or decides, and is not on the panel: by pseudonym.

    Attributes:
        role: the role that stands beside what they enter.
        may: the kinds of entry that they may enter.
    """

    person: Id
    role: Id
    title: Text
    may: tuple[Annotated[str, AfterValidator(_may)], ...] = Field(min_length=1, strict=False)


class Stage(FileModel):
    """One stage of the programme.

    Attributes:
        entry, exit: what must hold before it begins, and before it ends.
    """

    number: int = Field(ge=1)
    name: Text
    when: Text
    text: Text
    entry: tuple[Condition, ...] = Field(default=(), strict=False)
    exit: tuple[Condition, ...] = Field(default=(), strict=False)


class RespondentKind(FileModel):
    """A kind of people or bodies whose comments are told apart."""

    id: Id
    name: Text


class Comments(FileModel):
    """How comments are taken.

    Attributes:
        close: the last day; a later comment is accepted, and said to be late.
    """

    close: IsoDate
    respondents: tuple[RespondentKind, ...] = Field(min_length=1, strict=False)

    @model_validator(mode="after")
    def _each_once(self) -> Comments:
        ids = [kind.id for kind in self.respondents]
        twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
        if twice:
            msg = f"respondents {', '.join(twice)} are there twice"
            raise ValueError(msg)
        return self


class Milestones(FileModel):
    """Dates to be kept.

    Attributes:
        workshop, decision: when they are planned.
        contract: the day on which contracts begin.
        standstill_working_days: full working days, by English bank holidays, that must pass after the notice; the
            standstill ends at midnight at the end of the last (Provider Selection Regime: 8).
        assessments_by: a day by which the impact assessments are wanted.
    """

    workshop: IsoDate | None = None
    decision: IsoDate | None = None
    contract: IsoDate | None = None
    standstill_working_days: int = Field(default=8, ge=1, le=60)
    assessments_by: IsoDate | None = None
