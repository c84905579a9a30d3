"""Where it all comes from: the early view, assumptions, sources, and the run and record that made the paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters.material import Material, short_name
from appraisal.papers.presenters.shapes import Column, Row, Statement, Table


@dataclass(frozen=True, slots=True)
class Provenance:
    """What lets a reader check the paper, and recognise a stale one."""

    early_view: tuple[Statement, ...]
    no_early_view: str
    assumptions: Table
    sources: Table
    made_by: tuple[tuple[str, str], ...]


def provenance(material: Material) -> Provenance:
    """Recommendations, assumptions, sources and the marks of this run."""
    recommendations = material.record["recommendations"]
    return Provenance(
        early_view=tuple(_recommendation(material, row) for row in recommendations),
        no_early_view="" if recommendations else material.say("early_view.none"),
        assumptions=_assumptions(material),
        sources=_sources(material),
        made_by=_made_by(material),
    )


def _recommendation(material: Material, row: dict[str, Any]) -> Statement:
    group = next((one["name"] for one in material.context["groups"] if one["id"] == row["group"]), row["group"])
    parts = [words.sentence(row["text"])]
    for key in ("basis", "confidence", "dissent"):
        if row.get(key):
            parts.append(material.say(f"early_view.{key}", text=words.sentence(str(row[key]))))
    return Statement(" ".join(parts), f"{group}, {words.date(row['cast_on'])}")


def _assumptions(material: Material) -> Table:
    heads = (
        Column(material.say("column.assumption")),
        Column(material.say("column.figure"), True),
        Column(material.say("column.low_to_high"), True),
        Column(material.say("column.source_and_date")),
    )
    rows = []
    for row in material.context["assumptions"]:
        key = row["id"].replace(".", "-").replace("_", "-")
        text = row.get("text") or material.wording.say_first(f"assumption.{key}", "assumption.other", name=key.replace("-", " "))
        note = " ".join(words.sentence(part) for part in (text, row["note"]) if part)
        bare, unit = _in_unit(row["unit"])
        figure = words.NOT_KNOWN if words.missing(row["value"]) else bare(row["value"])
        band = words.to(row["low"], row["high"], bare)
        cells = (
            figure if figure == words.NOT_KNOWN else figure + unit,
            material.say("label.no_range") if band == figure else band,
            material.source(row["source"], as_at=row["as_at"]),
        )
        rows.append(Row(note, cells))
    return Table(material.say("caption.assumptions"), heads, tuple(rows))


def _in_unit(unit: str) -> tuple[Callable[[float], str], str]:
    """How a figure of this unit is written out in full, and what follows it once."""
    if unit == "share":
        return (lambda value: f"{words.exact(value * 100)}%"), ""
    if unit.startswith("pounds"):
        return (lambda value: f"£{words.exact(value)}"), unit.removeprefix("pounds")
    return words.exact, f" {unit}" if unit else ""


def _sources(material: Material) -> Table:
    heads = tuple(Column(material.say(f"column.{key}")) for key in ("short_name", "source", "kind", "published", "read"))
    rows = (
        Row(
            short_name(ident),
            (
                " ".join(words.sentence(text) for text in (row["title"], row["publisher"]) if text),
                material.say(f"kind.{row['kind']}"),
                *(words.date(row[key]) if row[key] else material.say("label.no_date") for key in ("published", "read")),
            ),
        )
        for ident, row in sorted(material.context["sources"].items())
    )
    return Table(material.say("caption.sources"), heads, tuple(rows))


def _made_by(material: Material) -> tuple[tuple[str, str], ...]:
    findings, record = material.findings, material.record
    entry = record["run_entry"]
    made = [
        ("run", material.run),
        ("fingerprint", material.fingerprint),
        ("as_at", words.date(findings["inputs"]["as_at"])),
        ("seed", str(findings["inputs"]["seed"])),
        ("machine", material.say("made_by.version", version=findings["inputs"]["appraisal"], solver=findings["inputs"]["solver"])),
        ("record", material.say("made_by.entries", entries=words.counted(record["entries"], "entry", "entries"), head=record["head"])),
    ]  # fmt: skip
    if entry:
        said = material.say(
            "made_by.run_entry_text", number=words.number(entry["number"]), hash=entry["hash"], by=entry["entered_by"], at=words.date(entry["entered_at"])
        )
        made.append(("run_entry", said))
    return tuple((material.say(f"made_by.{key}"), text) for key, text in made)
