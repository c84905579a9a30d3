"""Ways to find one's own comment: by its number, by what it is about, by what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from appraisal.papers.presenters.comments import OUTCOMES, Comment
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.subjects import Link, named


@dataclass(frozen=True, slots=True)
class Listed:
    """Some comments under one heading."""

    what: Link
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """Where each comment stands.

    Attributes:
        by_number: every comment's id with what came of it, in a word or two.
        by_subject: the comments about each option, site and criterion, and those about none of them.
        by_outcome: the comments that came to each outcome.
    """

    by_number: tuple[tuple[str, str], ...]
    by_subject: tuple[Listed, ...]
    by_outcome: tuple[Listed, ...]


def index(material: Material, told: Sequence[Comment]) -> Index:
    """The index of the comments that the paper prints."""
    return Index(
        by_number=tuple((row.ident, material.say(f"feedback.short.{row.answer.outcome}")) for row in told),
        by_subject=_by_subject(material, told),
        by_outcome=tuple(
            Listed(Link(material.say(f"feedback.outcome.{key}")), ids)
            for key in OUTCOMES
            if (ids := tuple(row.ident for row in told if row.answer.outcome == key))
        ),
    )


def _by_subject(material: Material, told: Sequence[Comment]) -> tuple[Listed, ...]:
    """Options in the order of the ranking, sites by name, criteria by weight; then what has no name of its own."""
    each = [
        *named(material, "option", [row["id"] for row in material.ordered_options()]),
        *sorted(named(material, "site", [row["id"] for row in material.findings["sites"]]), key=lambda one: one.text),
        *named(material, "criterion", [row["id"] for row in material.criteria_by_weight()]),
    ]
    others = sorted({link for row in told for link in row.about} - set(each), key=lambda one: one.text)
    listed = [Listed(link, tuple(row.ident for row in told if link in row.about)) for link in [*each, *others]]
    of_none = tuple(row.ident for row in told if not row.about)
    return (
        *(one for one in listed if one.comments),
        *((Listed(Link(material.say("feedback.about_none")), of_none),) if of_none else ()),
    )
