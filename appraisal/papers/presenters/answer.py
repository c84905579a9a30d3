"""The answer first: what scores highest so far, how clear that is, what would change it, what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters import figures
from appraisal.papers.presenters.contents import contents
from appraisal.papers.presenters.leading import is_open, leading
from appraisal.papers.presenters.material import Material, has_confidential
from appraisal.papers.presenters.shapes import Column, Row, Table


@dataclass(frozen=True, slots=True)
class Answer:
    """The first page."""

    lead: str
    clear: tuple[str, ...]
    change: tuple[str, ...]
    no_cost: str
    not_known: tuple[str, ...]
    table: Table


def answer(material: Material) -> Answer:
    """The first page's paragraphs, and the ranking in one small table."""
    leaders = leading(material)
    return Answer(
        lead=_lead(material, leaders) if leaders else _nothing(material),
        clear=_clear(material, leaders) if leaders else (),
        change=tuple(filter(None, [material.plain("tipping-weight")])),
        no_cost="" if material.cost_criterion() else material.say("answer.no_cost"),
        not_known=_unknowns(material),
        table=ranking(material),
    )


def _nothing(material: Material) -> str:
    if not material.findings["options"]:
        return material.say("answer.no_options")
    return material.say("answer.nothing" if material.ranked_options() else "answer.none_left")


def ranking(material: Material) -> Table:
    """Totals and ranks, with and without cost where cost is a criterion; business as usual beside the ranking."""
    without = _ranks_without_cost(material)
    last = (Column(material.say("column.rank_without_cost"), True),) if without else ()
    heads = (Column(material.say("column.option")), Column(material.say("column.total"), True))
    rows = [
        Row(
            row["name"],
            (
                figures.total(row["total"], short=True),
                figures.rank_band(material, row),
                *((without.get(row["id"], words.NOT_KNOWN),) if without else ()),
            ),
        )
        for row in material.ranked_options()
    ]
    notes = [material.say("note.ranking", near=words.exact(material.context["near_tie_points"]))]
    if without:
        notes.append(material.say("note.ranking_without_cost"))
    return Table(
        material.say("caption.ranking"),
        (*heads, Column(material.say("column.rank"), True), *last),
        tuple(rows),
        " ".join(notes),
    )


def _ranks_without_cost(material: Material) -> dict[str, str]:
    rows = material.findings["robustness"]["without_criterion"].get(material.cost_criterion(), [])
    return {row["option"]: figures.rank(row["rank"]) for row in rows}


def _lead(material: Material, leaders: list[Mapping[str, Any]]) -> str:
    if len(leaders) > 1:
        named = words.listed([_with_total(row) for row in leaders])
        return material.say("answer.several", options=named)
    only = leaders[0]
    return material.say("answer.one", option=words.quoted(only["name"]), total=figures.total(only["total"]))


def _clear(material: Material, leaders: list[Mapping[str, Any]]) -> tuple[str, ...]:
    close = {ident for one in leaders for key in ("no_clear_difference_from", "tied_with") for ident in one[key]}
    others = [row for row in material.ranked_options() if row["id"] not in {one["id"] for one in leaders}]
    said = []
    near = [_with_total(row) for row in others if row["id"] in close]
    following = [row for row in others if not is_open(row)]
    if near:
        said.append(
            material.say("answer.close" if len(leaders) == 1 else "answer.close_several", options=words.listed(near))
        )
    elif len(leaders) == 1 and following:
        said.append(material.say("answer.clear", option=_with_total(following[0])))
    often = material.plain("weightings")
    return (*said, *([often] if often else []))


def _with_total(option: Mapping[str, Any]) -> str:
    return f"{words.quoted(option['name'])} ({figures.total(option['total'], short=True)})"


def _open_items(material: Material, option: Mapping[str, Any]) -> list[str]:
    items = [
        material.say(
            "label.of_site", what=words.within_a_sentence(row["name"]), site=material.name("sites", row["site"])
        )
        for row in option["not_known"]
        if not row.get("confidential")
    ]
    return list(dict.fromkeys(items))


def _unknowns(material: Material) -> tuple[str, ...]:
    said = [
        material.say(
            "answer.unknown_option" if row["rank"]["low"] < row["rank"]["high"] else "answer.unknown_option_placed",
            option=words.quoted(row["name"]),
            rank=figures.rank(row["rank"]),
            items=words.listed(_open_items(material, row)),
        )
        for row in material.ranked_options()
        if is_open(row)
    ]
    outs = material.findings["find_out_first"]
    if outs:
        said.append(
            material.say(
                "answer.find_out",
                sites=words.listed(material.names("sites", [row["site"] for row in outs])),
                section=contents(material)["find-out"].number,
            )
        )
    return (*said, *_held_back(material))


def _held_back(material: Material) -> list[str]:
    """What a public copy holds back: names, figures, both, or else words."""
    if not material.is_public_copy:
        return []
    every = material.findings["sites"]
    held = {
        "not_named": any(site["standing"] == "not approached" for site in every),
        "confidential": any(has_confidential(site) for site in every),
    }
    return [material.say(f"answer.{key}") for key in held if held[key]] or [material.say("answer.left_out")]
