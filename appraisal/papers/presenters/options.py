"""Each option: how it was found, what speaks for it and against it, and what it does beside business as usual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters import beside, figures, statements
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Column, Entry, Row, Statement, Table, columns
from appraisal.papers.presenters.sites import sites_and_beds


@dataclass(frozen=True, slots=True)
class Options:
    """The options: how each was found, which were set aside or withdrawn and why, and each in turn."""

    found: Table
    not_ranked: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    side_by_side: Table
    business_as_usual: str
    beside: tuple[Table, ...]
    equity: Table
    equity_warnings: tuple[str, ...]


def options(material: Material) -> Options:
    """Every named option, in the order of the ranking."""
    ordered = material.ordered_options()
    return Options(
        found=_found(material, ordered),
        not_ranked=tuple(
            (f"{row['name']} ({sites_and_beds(material, row['sites'])})", _reasons(material, row))
            for row in ordered
            if row["status"] != "ranked"
        ),
        entries=tuple(_entry(material, row) for row in ordered if row["status"] == "ranked"),
        side_by_side=_side_by_side(material),
        business_as_usual=words.sentence(material.findings["business_as_usual"]["text"]),
        beside=tuple(table for name in ("journeys", "rest") if (table := beside.table(material, name)).rows),
        equity=beside.table(material, "equity"),
        equity_warnings=tuple(
            words.sentence(row["text"]) for row in material.findings["warnings"] if row["about"] == "equity"
        ),
    )


def _reasons(material: Material, option: Mapping[str, Any]) -> str:
    why = " ".join(words.sentence(text) for text in option["why"]) or material.say("label.no_reason")
    return material.say(f"status.{option['status'].replace(' ', '_')}", why=why)


def _found(material: Material, ordered: list[Mapping[str, Any]]) -> Table:
    heads = columns(*(material.say(f"column.{key}") for key in ("option", "how_found", "status")))
    rows = (
        Row(
            row["name"],
            (
                words.sentence(row["origin"]),
                material.say(
                    f"status.short_{row['status'].replace(' ', '_')}", list=material.say(f"list.{row['list']}")
                ),
            ),
        )
        for row in ordered
    )
    return Table(material.say("caption.found"), heads, tuple(rows))


def _entry(material: Material, option: Mapping[str, Any]) -> Entry:
    notes = [words.sentence(row["text"]) for row in material.findings["warnings"] if row["about"] == option["id"]]
    for test in option["hurdles"]:
        if test.get("condition"):
            site, hurdle = material.name("sites", test["site"]), material.name("hurdles", test["hurdle"])
            notes.append(material.say("option.condition", site=site, hurdle=hurdle))
    facts = [
        words.sentence(sites_and_beds(material, option["sites"], short=False)),
        material.say("option.total", total=figures.total(option["total"]), rank=figures.rank_band(material, option)),
    ]
    return Entry(
        anchor=f"option-{option['id']}",
        name=option["name"],
        fact=Statement(" ".join(facts)),
        pros=statements.statements(material, option, "pros", about="option"),
        cons=statements.statements(material, option, "cons", about="option"),
        not_known=statements.not_known(material, option, about="option"),
        notes=tuple(dict.fromkeys(notes)),
    )


def _side_by_side(material: Material) -> Table:
    criteria = material.criteria_by_weight()
    heads = (
        Column(material.say("column.option")),
        *(Column(f"{row['name']} ({material.say('unit.' + row['unit'])})", True) for row in criteria),
    )
    rows = [
        Row(option["name"], tuple(figures.in_cell(material, option, row["id"]) for row in criteria))
        for option in material.ranked_options()
    ]
    usual = {**material.findings["business_as_usual"], "not_known": []}
    cells = tuple(_usual_cell(material, usual, row["id"]) for row in criteria)
    rows.append(Row(material.say("label.business_as_usual"), cells, "reference"))
    return Table(material.say("caption.side_by_side"), heads, tuple(rows), material.say("note.side_by_side"))


def _usual_cell(material: Material, usual: Mapping[str, Any], criterion: str) -> str:
    found = usual["performance"].get(criterion)
    does_apply = found is not None and not words.missing(found["value"])
    return figures.in_cell(material, usual, criterion) if does_apply else material.say("label.does_not_apply")
