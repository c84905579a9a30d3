"""Where the sites are: the map with its message, and the table that says what each number on it stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.papers import maps, words
from appraisal.papers.charts import Chart
from appraisal.papers.map_marks import Area, Site
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Citation, Column, Row, Table
from appraisal.papers.projection import Box


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
    areas = [Area(row["lat"], row["lon"], row["need"]) for row in context["areas"]]
    outline = [[(lat, lon) for lat, lon in ring] for ring in context["outline"]]
    # What the words "north" and "outside" are measured by: the place, wherever its sites are.
    place = Box.of([(area.lat, area.lon) for area in areas] + [point for ring in outline for point in ring])
    hidden = len(rows) - len(shown)
    return SiteMap(
        chart=maps.site_map(
            title=_title(material, shown, place, hidden),
            description=_description(material, shown, place, len(areas), bool(outline)),
            areas=areas,
            outline=outline,
            sites=shown,
            texts=_texts(material),
        ),
        table=_table(material, rows),
        notes=_notes(material, hidden, bool(outline)),
        cited=material.cite([context["need"]["source"]]),
    )


def _title(material: Material, shown: Sequence[Site], place: Box, hidden: int) -> str:
    """How the sites that clear every hurdle are spread along the longer side of the place."""
    inside = [site for site in shown if site.is_in]
    if not shown:
        return material.say("map.title_no_site")
    if not inside:
        return material.say("map.title_none")
    across, upright = place.km
    ends = ("north", "south") if upright >= across else ("west", "east")
    thirds = dict.fromkeys((ends[0], "middle", ends[1], "outside"), 0)
    for site in inside:
        where, is_inside = place.whereabouts(site.lat, site.lon)
        third = next((end for end in ends if end in where), "middle")
        thirds[third if is_inside else "outside"] += 1
    spread = [
        material.say(f"map.spread_{third}", sites=words.how_many(count))
        for third, count in thirds.items()
        if count or third != "outside"
    ]
    return material.say("map.title_some" if hidden else "map.title", spread=words.listed(spread))


def _description(material: Material, shown: Sequence[Site], place: Box, areas: int, has_outline: bool) -> str:
    return " ".join(
        (
            material.say(
                "map.description" if has_outline else "map.description_no_outline",
                areas=words.counted(areas, "small area"),
                sites=words.counted(len(shown), "site"),
            ),
            *(_whereabouts(material, site, place) for site in shown),
        )
    )


def _whereabouts(material: Material, site: Site, place: Box) -> str:
    where, is_inside = place.whereabouts(site.lat, site.lon)
    return material.say(
        "map.site" if is_inside else "map.site_outside",
        number=site.number,
        site=site.name,
        setting=words.within_a_sentence(material.say(f"setting.{site.setting}")),
        status=material.say("map.in" if site.is_in else "map.out"),
        where=material.say(f"map.where.{where}"),
    )


def _texts(material: Material) -> Mapping[str, str]:
    settings = {setting: material.say(f"setting.{setting}") for setting in ("care home", "hospice", "other")}
    said = {key: material.say(f"map.legend_{key}") for key in ("in", "out", "area", "outline", "north")}
    return {**settings, **said, "mark": material.say("banner.illustrative") if material.context["illustrative"] else ""}


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
