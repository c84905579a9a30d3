"""What a comment or a change is about: in words, with a link to where the options paper tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from appraisal.papers import words
from appraisal.papers.file_names import file_name
from appraisal.papers.presenters.material import Material
from appraisal.papers.unnamed import NOT_NAMED

_PLURALS = {"option": "options", "site": "sites", "criterion": "criteria"}


@dataclass(frozen=True, slots=True)
class Link:
    """Words that may lead somewhere: `href` is "" where they do not."""

    text: str
    href: str = ""


def named(material: Material, kind: str, ids: Iterable[str]) -> tuple[Link, ...]:
    """Options, sites or criteria by name, each with a link; what is not named or gone is said to be so.

    Args:
        material: what the paper is made from.
        kind: "option", "site" or "criterion".
        ids: as the comment has them.
    """
    return tuple(_named(material, kind, ident) for ident in ids)


def about(material: Material, subject: str) -> Link:
    """A subject of change, such as 'evidence:amber/cost.bed-day', in words.

    >>> from appraisal.papers.wording import Wording
    >>> said = Wording({"feedback": {"subject": {"other": "something in the record"}}})
    >>> about(Material({"context": {}}, {}, said, False, "", ""), "elsewhere:x").text
    'something in the record'
    """
    kind, _, rest = subject.partition(":")
    first, _, last = rest.partition("/")
    if rest == NOT_NAMED:
        return Link(material.say(f"feedback.not_named.{'option' if kind == 'option' else 'site'}"))
    if kind == "option":
        return _named(material, kind, rest)
    if kind in _PLURALS:
        found = _named(material, kind, rest)
        return _with(material, kind, found) if found.href else found
    if kind == "evidence":
        whose = _named(material, "site" if is_known(material, "site", first) else "option", first)
        return _with(material, "evidence", whose, item=_item(material, last))
    if kind in ("score", "moderation"):
        site, _, criterion = rest.partition("/") if kind == "moderation" else last.partition("/")
        whose = _named(material, "site", site)
        return _with(material, "score", whose, item=_item(material, criterion))
    key = f"feedback.subject.{kind}"
    if key not in material.wording:
        return Link(material.say("feedback.subject.other"))
    return Link(material.say(key, what=_what(material, kind, rest)))


def is_known(material: Material, kind: str, ident: str) -> bool:
    """Whether the findings that may be shown have an option, site or criterion of this id."""
    return any(row["id"] == ident for row in material.findings[_PLURALS[kind]])


def _with(material: Material, key: str, whose: Link, *, item: str = "") -> Link:
    return Link(material.say(f"feedback.subject.{key}", whose=whose.text, item=item), whose.href)


def _named(material: Material, kind: str, ident: str) -> Link:
    if ident == NOT_NAMED:
        return Link(material.say(f"feedback.not_named.{kind}"))
    if not is_known(material, kind, ident):
        return Link(material.say(f"feedback.gone.{kind}"))
    paper = file_name("options", material.findings)
    text = material.name(_PLURALS[kind], ident)
    return Link(words.quoted(text) if kind == "option" else text, f"{paper}#{_anchor(material, kind, ident)}")


def _anchor(material: Material, kind: str, ident: str) -> str:
    """Where the options paper tells it: only a ranked option has a part of its own."""
    if kind == "option" and not any(row["id"] == ident for row in material.ranked_options()):
        return "found"
    return f"{kind}-{ident}"


def _item(material: Material, item: str) -> str:
    """An item of evidence, or a criterion, by the name of its criterion or hurdle."""
    ident = item.partition(".")[0]
    criterion, hurdle = material.name("criteria", ident), material.name("hurdles", ident)
    if criterion != ident:
        return words.within_a_sentence(criterion)
    return words.quoted(hurdle) if hurdle != ident else words.within_a_sentence(ident.replace("-", " "))


def _what(material: Material, kind: str, rest: str) -> str:
    if kind == "parameter":
        found = (row["text"] for row in material.context["assumptions"] if row["id"] == rest)
        return next(found, rest.replace("_", " "))
    return rest.partition("/")[0]
