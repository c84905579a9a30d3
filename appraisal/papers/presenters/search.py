"""The sets of sites that score highest, what stands in the way, and what to find out first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.papers import words
from appraisal.papers.in_the_way import Way, in_the_way
from appraisal.papers.presenters import figures
from appraisal.papers.presenters.contents import contents
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Column, Row, Statement, Table
from appraisal.papers.presenters.sites import sites_and_beds


@dataclass(frozen=True, slots=True)
class Search:
    """What a search of every set of sites found."""

    how_many: str
    limits: tuple[Statement, ...]
    sets: Table
    left_out: tuple[tuple[str, str], ...]
    nothing_possible: tuple[str, ...]
    find_out_first: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    nothing_to_find_out: str


def search(material: Material) -> Search:
    """The ten highest sets with the named options marked, and the sites that could not be searched."""
    found = material.findings["search"]
    return Search(
        how_many=_how_many(material, found),
        limits=tuple(_limit(material, row) for row in found["limits"]),
        sets=_sets(material),
        left_out=tuple(
            (material.name("sites", row["site"]), words.sentence(row["why"])) for row in found["sites_left_out"]
        ),
        nothing_possible=_nothing_possible(material, found),
        find_out_first=_find_out_first(material),
        nothing_to_find_out=material.say(
            "search.find_out_none" if found["rest_proven"] else "search.find_out_not_proven"
        ),
    )


def _how_many(material: Material, found: Mapping[str, Any]) -> str:
    counts = {key: words.number(found[key]) for key in ("scored", "combinations", "outside_anchors", "beyond_limits")}
    if found["scored"] is None:
        key = "modelled" if found["proven"] else "not_proven"
        has_sets = bool(material.findings["portfolios"])
        said = [material.say(f"search.{key}" if has_sets else f"search.{key}_none", **counts)]
        if not found["proven"] and found["no_other_above"] is not None:
            said.append(material.say("search.no_other", total=words.number(found["no_other_above"], 1)))
        return " ".join(said)
    keys = (
        "how_many",
        *(("outside",) if found["outside_anchors"] else ()),
        *(("beyond",) if found["beyond_limits"] else ()),
    )
    return " ".join(material.say(f"search.{key}", **counts) for key in keys)


def _limit(material: Material, row: Mapping[str, Any]) -> Statement:
    said = [material.say("search.limit", name=row["name"]), *([words.sentence(row["why"])] if row["why"] else [])]
    return Statement(" ".join(said), material.cite([row["source"]], as_at=row["as_at"]) if row["source"] else ())


def _sets(material: Material) -> Table:
    heads = (
        Column(material.say("column.set")),
        Column(material.say("column.named_option")),
        Column(material.say("column.condition")),
        Column(material.say("column.total"), True),
    )
    rows = []
    for one in material.findings["portfolios"]:
        named = material.name("options", one["option"]) if one["option"] else material.say("label.not_named")
        resting = dict.fromkeys(material.name("sites", row["site"]) for row in one["conditions"])
        cells = (
            named,
            ", ".join(resting) or material.say("label.no_condition"),
            figures.total(one["total"], short=True),
        )
        rows.append(Row(sites_and_beds(material, one["sites"]), cells))
    note = material.say("note.sets", section=contents(material)["tests"].number)
    empty = material.say("empty.sets" if material.findings["search"]["proven"] else "empty.sets_not_proven")
    return Table(material.say("caption.sets"), heads, tuple(rows), note, empty)


def _nothing_possible(material: Material, search: Mapping[str, Any]) -> tuple[str, ...]:
    found = search["nothing_possible"]
    if not found:
        return ()
    if found["outside_anchors"]:
        criteria = words.listed([material.criterion_in_text(ident) for ident in found["off_scale"]])
        nearest = (material.say("search.off_scale_of", criteria=criteria),) if criteria else ()
        return (material.say("search.off_scale"), *nearest)
    way = in_the_way(search)
    offered = words.counted(found["beds_offered"], "bed")
    wanted = words.counted(found["beds_wanted"], "bed") if way.is_too_few else _beds_needed(material)
    usable = material.say("search.usable_and_known" if any(one.waits for one in way.helps) else "search.usable")
    kind = "too_few" if way.is_too_few else "no_split"
    said = [material.say(f"search.{kind}", wanted=wanted, offered=offered, usable=usable)]
    for one in way.helps:
        beds = words.counted(one.beds, "bed")
        said.append(words.sentence(material.say("search.more", how=_how(material, one), beds=beds)))
    if way.does_not:
        without = words.listed([material.say("search.how_without", limit=name) for name in way.does_not], "or")
        said.append(words.sentence(material.say("search.still", how=without, offered=offered)))
    elif way.is_too_few:
        said.append(material.say("search.still_other" if way.helps else "search.still_any", offered=offered))
    for one in way.together:
        said.append(material.say("search.together", how=_how(material, one), beds=words.counted(one.beds, "bed")))
    if way.fewest:
        said.append(material.say("search.together_many", fewest=words.number(way.fewest)))
    if not way.is_possible:
        said.append(material.say("search.together_none"))
    return tuple(said)


def _beds_needed(material: Material) -> str:
    beds = material.context["beds"]
    if beds["at_least"] == beds["at_most"]:
        return words.counted(beds["at_most"], "bed")
    return f"{words.between(beds['at_least'], beds['at_most'])} beds"


def _how(material: Material, way: Way) -> str:
    """What would have to be otherwise."""
    gone = [material.say("search.how_without", limit=name) for name in way.without]
    return words.listed([*gone, *([material.say("search.how_known")] if way.waits else [])])


def _find_out_first(material: Material) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What would follow if more were known, with the sites of which it is so and what is not known of each."""
    same: dict[str, list[tuple[str, str]]] = {}
    for row in material.findings["find_out_first"]:
        items = words.sentence(words.listed(list(row["items"])))
        same.setdefault(words.sentence(material.say("search.would", would=row["would"])), []).append(
            (material.name("sites", row["site"]), items)
        )
    return tuple((would, tuple(rows)) for would, rows in same.items())
