"""Every comment with its answer, in the order of the comments' numbers; none dropped, none merged."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.papers import words
from appraisal.papers.as_shown import as_shown
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.subjects import Link, about, named
from appraisal.papers.respondents import printed_groups

OPEN = "open"
OUTCOMES = ("changed", "already-covered", "cannot", "passed-on", OPEN)
"""What can come of a comment, in the order in which a paper tells it; the last is that it has no answer yet."""

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a comment.

    Attributes:
        outcome: one of OUTCOMES.
        label: the outcome in a few words.
        changed: what changed, where something did.
        text: the answer's own words; "" where there is none.
        when: when it was given, and whether it replaced another; "" where there is none.
    """

    outcome: str
    label: str
    changed: Link | None = None
    text: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment as it is printed.

    Attributes:
        ident: its own id; a link to it is '#comment-' and this.
        came: when it was received and, where that may be said, from which printed group of respondents.
        is_late: whether it was received after the closing date.
        text: what was said, whole.
        about: options, sites and criteria that it is about.
        proposes: a criterion that is missed, or "".
    """

    ident: str
    came: str
    is_late: bool
    text: str
    about: tuple[Link, ...]
    proposes: str
    answer: Answer

    @property
    def is_short(self) -> bool:
        """Whether it can stand on one page with its answer."""
        said = self.text + self.answer.text
        return len(said) < 1500 and said.count("\n") < 20


def comments(material: Material) -> tuple[Comment, ...]:
    """Every comment on record. The order is that of their ids, so that a place in it says nothing of who commented."""
    groups = {kind: in_words(material, group) for group in groups_of(material) for kind in group}
    rows = sorted(material.record["comments"], key=lambda row: by_number(row["id"]))
    return tuple(
        Comment(
            ident=row["id"],
            came=_came(material, row, groups),
            is_late=row["late"],
            text=as_shown(row["text"]),
            about=tuple(
                link
                for kind, key in (("option", "options"), ("site", "sites"), ("criterion", "criteria"))
                for link in named(material, kind, row[key])
            ),
            proposes=as_shown(row["proposes"]),
            answer=answer(material, row["answer"]),
        )
        for row in rows
    )


def groups_of(material: Material) -> tuple[tuple[str, ...], ...]:
    """The kinds of respondent in each group that may be printed, in the place's own order; none before the close."""
    people = material.record["respondents"] or {}
    return printed_groups({kind: people[kind] for kind in [*_names(material), *people] if kind in people})


def in_words(material: Material, group: Sequence[str]) -> str:
    """A printed group of kinds of respondent, for within a sentence."""
    names = _names(material)
    return words.listed([words.within_a_sentence(names.get(kind, kind.replace("-", " "))) for kind in group], "or")


def by_number(ident: str) -> tuple[tuple[bool, int, str], ...]:
    """The order in which ids are looked up: numbers in them by their size.

    >>> sorted(["c10", "c2", "c1-late", "c1"], key=by_number)
    ['c1', 'c1-late', 'c2', 'c10']
    """
    parts = [part for part in _DIGITS.split(ident) if part]
    return tuple((not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts)


def answer(material: Material, row: Mapping[str, Any] | None) -> Answer:
    """An answer in words, or that there is none yet."""
    if row is None:
        return Answer(OPEN, material.say("feedback.answer.open"), text=material.say("feedback.answer.open_text"))
    outcome = row["outcome"]
    return Answer(
        outcome=outcome,
        label=material.say(f"feedback.answer.{outcome}", to=as_shown(row["to"])),
        changed=about(material, row["changed"]) if row["changed"] else None,
        text=as_shown(row["text"]),
        when=material.say(f"feedback.answer.{'again' if row['replaced'] else 'when'}", date=given_on(row)),
    )


def given_on(row: Mapping[str, Any]) -> str:
    """The date on which something was said, or else entered; it holds together on its line."""
    return words.date(row["cast_on"] or row["entered_at"]).replace(" ", "\u00a0")


def _names(material: Material) -> dict[str, str]:
    found = material.context.get("comments")
    return {row["id"]: row["name"] for row in found["respondents"]} if found else {}


def _came(material: Material, row: Mapping[str, Any], groups: Mapping[str, str]) -> str:
    who = groups.get(row["respondent"], "")
    values = {"date": words.date(row["received"])} | ({"who": who} if who else {})
    late = f" {material.say('feedback.comment.late')}" if row["late"] else ""
    return material.say(f"feedback.comment.{'from' if who else 'received'}", **values) + late
