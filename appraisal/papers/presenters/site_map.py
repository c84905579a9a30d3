"""Where the sites are: the map with its message, and the table that says what each number on it stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.papers import maps, words
from appraisal.papers.charts import Chart
from appraisal.papers.map_marks import Area, Site
from appraisal.papers.presenters import whereabouts
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Citation, Column, Row, Table
from appraisal.papers.presenters.whereabouts import Ground


@dataclass(frozen=True, slots=True)
class SiteMap:
    """The map, its table, and what a reader has to know of both.

    Attributes:
        notes: what the map does not show, and where its outline is from.
        cited: the source of the areas.
    """

    chart: Chart
    table: Table
    notes: tuple[str, ...]
    cited: tuple[Citation, ...]


def site_map(material: Material) -> SiteMap:
    """The sites by number, in the order of their names; those whose point may not be shown come last, unnumbered."""
    rows = sorted(material.findings["sites"], key=lambda row: (row["lat"] is None, row["name"], row["id"]))
    shown = [
        Site(number, row["name"], row["lat"], row["lon"], row["setting"], row["status"] == "in")
        for number, row in enumerate(rows, start=1)
        if row["lat"] is not None
    ]
    context = material.context
    ground = Ground(
        tuple(Area(row["lat"], row["lon"], row["need"]) for row in context["areas"]),
        tuple(tuple((lat, lon) for lat, lon in ring) for ring in context["outline"]),
    )
    hidden = len(rows) - len(shown)
    return SiteMap(
        chart=maps.site_map(
            title=whereabouts.message(material, ground, shown, is_complete=not hidden),
            description=whereabouts.description(material, ground, shown),
            areas=ground.areas,
            outline=ground.outline,
            sites=shown,
            texts=_texts(material),
        ),
        table=_table(material, rows),
        notes=_notes(material, hidden, bool(ground.outline)),
        cited=material.cite([context["need"]["source"]], as_at=context["need"]["as_at"]),
    )


def _texts(material: Material) -> Mapping[str, str]:
    keys = ("in", "out", "care home", "hospice", "other", "area", "outline", "north")
    mark = material.say("banner.illustrative") if material.context["illustrative"] else ""
    return {key: material.say(f"map.legend_{key}") for key in keys} | {"mark": mark}


def _table(material: Material, rows: Sequence[Mapping[str, Any]]) -> Table:
    heads = (
        Column(material.say("column.number")),
        *(Column(material.say(f"column.{key}")) for key in ("site", "provider", "setting")),
        Column(material.say("column.beds_offered"), True),
        Column(material.say("column.clears")),
    )
    numbered = (
        Row(
            material.say("label.not_shown") if row["lat"] is None else words.number(number),
            (
                row["name"],
                material.name("providers", row["provider"]),
                material.say(f"setting.{row['setting']}"),
                _offered(row),
                _clears(material, row),
            ),
        )
        for number, row in enumerate(rows, start=1)
    )
    return Table(material.say("caption.map"), heads, tuple(numbered), empty=material.say("empty.map"))


def _offered(site: Mapping[str, Any]) -> str:
    offered = site["beds_offered"]
    return words.to(offered["at_least"], offered["at_most"]) if offered else words.NOT_KNOWN


def _clears(material: Material, site: Mapping[str, Any]) -> str:
    results = {test["result"] for test in site["hurdles"]}
    if site["status"] == "in":
        return material.say("clears.with_a_condition" if "meets with a condition" in results else "clears.all")
    return material.say("clears.fails" if "fails" in results else "clears.not_known")


def _notes(material: Material, hidden: int, has_outline: bool) -> tuple[str, ...]:
    notes = [material.say("map.nearness")]
    if hidden:
        notes.insert(0, material.say("map.hidden", sites=words.counted(hidden, "site")))
    if has_outline:
        source = material.context["outline_source"] or material.say("label.source_not_known")
        notes.append(material.say("map.outline", source=words.sentence(words.within_a_sentence(source))))
    notes.append(material.say("map.areas"))
    return tuple(notes)
