"""The feedback paper's parts, each ready to print: what people said, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from appraisal.papers import words
from appraisal.papers.as_shown import as_shown
from appraisal.papers.file_names import file_name
from appraisal.papers.presenters.background import Heading, contact, heading
from appraisal.papers.presenters.comment_index import Index, index
from appraisal.papers.presenters.comments import Comment, by_number, comments, given_on
from appraisal.papers.presenters.comments_summed_up import Change, SummedUp, changes, summed_up
from appraisal.papers.presenters.contents import Section, numbered
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.provenance import Provenance, provenance

_SECTIONS = ("answer", "changes", "proposals", "find", "comments", "questions", "contact")


@dataclass(frozen=True, slots=True)
class Question:
    """A scrutiny question with its reply.

    Attributes:
        asked: by whom and when.
        reply: the reply's words, or that there is none yet.
        replied: when; "" where there is none.
    """

    ident: str
    asked: str
    text: str
    reply: str
    replied: str


@dataclass(frozen=True, slots=True)
class FeedbackPaper:
    """You said, we did.

    Attributes:
        sections: by anchor.
        as_of: the date up to which the record is told.
        options_paper: where the options paper of the same run is.
        proposals: the comments that say which criterion they miss.
        labels: of sources; none are cited here.
    """

    sections: Mapping[str, Section]
    heading: Heading
    as_of: str
    options_paper: str
    summed_up: SummedUp
    changes: tuple[Change, ...]
    proposals: tuple[Comment, ...]
    index: Index
    comments: tuple[Comment, ...]
    questions: tuple[Question, ...]
    contact: tuple[tuple[str, str], ...]
    provenance: Provenance
    labels: Mapping[str, str]


def feedback_paper(material: Material) -> FeedbackPaper:
    """Every part of the feedback paper."""
    told = comments(material)
    return FeedbackPaper(
        sections=numbered(material, {anchor: f"feedback.section.{anchor}" for anchor in _SECTIONS}),
        heading=replace(heading(material), title=material.say("feedback.title")),
        as_of=material.say("feedback.as_of", date=words.date(material.record["as_of"])),
        options_paper=file_name("options", material.findings),
        summed_up=summed_up(material, told),
        changes=changes(material),
        proposals=tuple(comment for comment in told if comment.proposes),
        index=index(material, told),
        comments=told,
        questions=_questions(material),
        contact=contact(material),
        provenance=provenance(material),
        labels={},
    )


def _questions(material: Material) -> tuple[Question, ...]:
    found = []
    for row in sorted(material.record["questions"], key=lambda row: by_number(row["id"])):
        reply = row["reply"]
        found.append(
            Question(
                ident=row["id"],
                asked=material.say("feedback.question.asked", who=as_shown(row["asked_by"]), date=given_on(row)),
                text=as_shown(row["text"]),
                reply=as_shown(reply["text"]) if reply else material.say("feedback.question.open"),
                replied=material.say("feedback.question.replied", date=given_on(reply)) if reply else "",
            )
        )
    return tuple(found)
