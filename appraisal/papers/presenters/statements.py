"""Pros, cons and what is not known, worded by one rule for every site and every option."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters import figures
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Citation, Statement

SHARED = "shared"  # where the paper names the figures that all options rest on


def statements(material: Material, subject: Mapping[str, Any], side: str, *, about: str) -> tuple[Statement, ...]:
    """The pros or the cons of an option or a site, in the order that the analysis gives, each once.

    Args:
        subject: the option; or the site with the `performance` that it has alone.
        side: "pros" or "cons".
        about: "option" or "site".
    """
    said = (Statement(_text(material, subject, row, about), _cited(material, row)) for row in subject[side])
    return tuple(dict.fromkeys(said))


def not_known(material: Material, subject: Mapping[str, Any], *, about: str) -> tuple[str, ...]:
    """What is not known of an option or site, each once, and what is known and confidential."""
    said = []
    for row in subject["not_known"]:
        site = material.name("sites", row["site"])
        name = (
            row["name"]
            if about == "site" or site in row["name"]
            else material.say("label.of_site", what=row["name"], site=site)
        )
        said.append(material.say("label.is_confidential", what=name) if row["confidential"] else name)
    return tuple(dict.fromkeys(words.sentence(text) for text in said))


def _text(material: Material, subject: Mapping[str, Any], row: Mapping[str, Any], about: str) -> str:
    criterion = row["criterion"]
    if row["kind"] == "evidence":
        site = row["site"] if about == "option" and len(subject["sites"]) > 1 else None
        return words.sentence(f"{material.name('sites', site)}: {row['text']}" if site else row["text"])
    is_gap = figures.plain_gap(subject, criterion) is not None
    say = figures.gap_in_words(material) if is_gap else figures.amount(row["unit"])
    performance, middle = words.told_apart([row["performance"], row["middle"]], say)
    spread = figures.spread(subject, criterion)
    return words.sentence(
        material.wording.say_first(
            f"figures.{criterion}",
            "figures.panel" if material.criterion(criterion)["panel"] else "figures.any",
            criterion=material.criterion_in_text(criterion),
            performance=performance,
            middle=middle,
            range=f" ({spread})" if spread else "",
        )
    )


def _cited(material: Material, row: Mapping[str, Any]) -> tuple[Citation, ...]:
    if row["kind"] == "evidence":
        return material.cite(row["source"], as_at=row["as_at"])
    shared = material.shared_sources(row["criterion"])
    own = [ident for ident in row["source"] if ident not in shared]
    said = material.cite(own, as_at=row["as_at"])
    if len(own) < len(row["source"]) or not own:
        said += (Citation(words=material.say("label.shared_source"), anchor=SHARED),)
    return said
