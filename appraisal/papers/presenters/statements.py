"""Pros, cons and what is not known, worded by one rule for every site and every option."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters import figures
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Statement


def statements(material: Material, subject: Mapping[str, Any], side: str, *, about: str) -> tuple[Statement, ...]:
    """The pros or the cons of an option or a site, in the order that the analysis gives.

    Args:
        subject: the option; or the site with the `performance` that it has alone.
        side: "pros" or "cons".
        about: "option" or "site", which the wording tells apart where it has both.
    """
    return tuple(
        Statement(_text(material, subject, row, side.removesuffix("s"), about), _source(material, row))
        for row in subject[side]
    )


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
        said.append(material.say("label.is_confidential", what=name) if row.get("confidential") else name)
    return tuple(dict.fromkeys(words.sentence(text) for text in said))


def _text(material: Material, subject: Mapping[str, Any], row: Mapping[str, Any], side: str, about: str) -> str:
    criterion = row["criterion"]
    if row["kind"] == "evidence":
        site = row.get("site") if about == "option" and len(subject["sites"]) > 1 else None
        return words.sentence(f"{material.name('sites', site)}: {row['text']}" if site else row["text"])
    kind = "panel" if material.criterion(criterion)["panel"] else row["unit"]
    performance, middle = words.told_apart([row["performance"], row["middle"]], figures.amount(row["unit"]))
    spread = figures.spread(subject, criterion)
    return words.sentence(
        material.wording.say_first(
            f"figures.{criterion}.none.{side}" if not words.rounded(row["performance"]) else "",
            f"figures.{criterion}.{about}.{side}",
            f"figures.{criterion}.{side}",
            f"figures.{kind}.{side}",
            criterion=material.criterion_in_text(criterion),
            performance=performance,
            middle=middle,
            range=f" ({spread})" if spread else "",
        )
    )


def _source(material: Material, row: Mapping[str, Any]) -> str:
    if row["kind"] == "evidence":
        return material.sources(row["source"], as_at=row["as_at"])
    shared = material.shared_sources(row["criterion"])
    own = [ident for ident in row["source"] if ident not in shared]
    said = [material.sources(own, as_at=row["as_at"])] if own else []
    if len(own) < len(row["source"]) or not own:
        said.append(material.say("label.shared_source"))
    return "; ".join(said)
