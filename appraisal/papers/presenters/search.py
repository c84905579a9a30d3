"""The sets of sites that score highest, what stands in the way, and what to find out first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.papers import words
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
        nothing_possible=_nothing_possible(material, found["nothing_possible"]),
        find_out_first=_find_out_first(material),
    )


def _how_many(material: Material, found: Mapping[str, Any]) -> str:
    counts = {key: words.number(found[key]) for key in ("scored", "combinations", "outside_anchors", "beyond_limits")}
    if found["scored"] is None:
        said = [material.say("search.modelled" if found["proven"] else "search.not_proven", **counts)]
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
    return Table(material.say("caption.sets"), heads, tuple(rows), note, material.say("empty.sets"))


def _nothing_possible(material: Material, found: Mapping[str, Any] | None) -> tuple[str, ...]:
    if not found:
        return ()
    if found["outside_anchors"]:
        criteria = words.listed([material.criterion_in_text(ident) for ident in found["off_scale"]])
        nearest = (material.say("search.off_scale_of", criteria=criteria),) if criteria else ()
        return (material.say("search.off_scale"), *nearest)
    wanted, offered = (words.counted(found[key], "bed") for key in ("beds_wanted", "beds_offered"))
    kind = "too_few" if found["beds_offered"] < found["beds_wanted"] else "no_split"
    waiting = any(row["waiting"] and row["beds_offered"] > found["beds_offered"] for row in found["without"])
    usable = material.say("search.usable_and_known" if waiting else "search.usable")
    said = [material.say(f"search.{kind}", wanted=wanted, offered=offered, usable=usable)]
    more = [row for row in found["without"] if row["beds_offered"] > found["beds_offered"]]
    for row in more:
        beds = words.counted(row["beds_offered"], "bed")
        said.append(material.say("search.without_more", limit=row["limit"], beds=beds))
    said.append(material.say("search.without_other" if more else "search.without_any", offered=offered))
    for row in found["smallest"]:
        beds = words.counted(row["beds_offered"], "bed")
        said.append(material.say("search.smallest", limits=words.listed(list(row["limits"])), beds=beds))
    if not found["smallest"]:
        said.append(material.say("search.smallest_none"))
    return tuple(said)


def _find_out_first(material: Material) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What would follow if more were known, with the sites of which it is so and what is not known of each."""
    same: dict[str, list[tuple[str, str]]] = {}
    for row in material.findings["find_out_first"]:
        items = words.sentence(words.listed(list(row["items"])))
        same.setdefault(words.sentence(material.say("search.would", would=row["would"])), []).append(
            (material.name("sites", row["site"]), items)
        )
    return tuple((would, tuple(rows)) for would, rows in same.items())
