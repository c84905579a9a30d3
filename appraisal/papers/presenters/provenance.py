"""Where it all comes from: the early view, assumptions, and the run and record that made the paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Citation, Row, Statement, Table, columns


@dataclass(frozen=True, slots=True)
class Provenance:
    """What lets a reader check the paper, and recognise a stale one."""

    early_view: tuple[Statement, ...]
    no_early_view: str
    assumptions: Table
    made_by: tuple[tuple[str, str], ...]


def provenance(material: Material) -> Provenance:
    """Recommendations, assumptions and the marks of this run."""
    recommendations = material.record["recommendations"]
    return Provenance(
        early_view=tuple(_recommendation(material, row) for row in recommendations),
        no_early_view="" if recommendations else material.say("early_view.none"),
        assumptions=_assumptions(material),
        made_by=_made_by(material),
    )


def _recommendation(material: Material, row: dict[str, Any]) -> Statement:
    group = next((one["name"] for one in material.context["groups"] if one["id"] == row["group"]), row["group"])
    parts = [words.sentence(row["text"])]
    for key in ("basis", "confidence", "dissent"):
        if row.get(key):
            parts.append(material.say(f"early_view.{key}", text=words.sentence(str(row[key]))))
    return Statement(" ".join(parts), (Citation(date=words.date(row["cast_on"]), words=group),))


def _assumptions(material: Material) -> Table:
    is_costed = bool(material.cost_criterion())
    found = [row for row in material.context["assumptions"] if is_costed or not row["id"].startswith("cost.")]
    heads = columns(*(material.say(f"column.{key}") for key in ("assumption", "figure", "note_and_source")))
    rows, notes = [], set()
    for row in found:
        key = row["id"].replace(".", "-").replace("_", "-")
        known = row.get("text") if f"assumption.{key}" not in material.wording else ""
        text = known or material.wording.say_first(f"assumption.{key}", "assumption.other", name=key.replace("-", " "))
        note = words.sentence(row["note"]) if row["note"] and row["note"] not in notes else ""
        notes.add(row["note"])
        cited = material.cite([row["source"]], as_at=row["as_at"])
        rows.append(Row(words.sentence(text), (_in_full(material, row), note), cited=cited))
    return Table(material.say("caption.assumptions"), heads, tuple(rows))


def _in_full(material: Material, row: Mapping[str, Any]) -> str:
    say, unit = _in_unit(row["unit"])
    if words.missing(row["value"]):
        return words.NOT_KNOWN
    figure, band = say(row["value"]), words.to(row["low"], row["high"], say)
    if band in (figure, words.NOT_KNOWN):
        return figure + unit
    return material.say("label.with_range", figure=figure + unit, range=band)


def _in_unit(unit: str) -> tuple[Callable[[float], str], str]:
    """How a figure of this unit is written out in full, and what follows it once."""
    if unit.startswith("share"):
        return (lambda value: f"{words.exact(value * 100)}%"), unit.removeprefix("share")
    if unit.startswith("pounds"):
        return (lambda value: f"£{words.exact(value)}"), unit.removeprefix("pounds")
    return words.exact, f" {unit}" if unit else ""


def _made_by(material: Material) -> tuple[tuple[str, str], ...]:
    inputs, record = material.findings["inputs"], material.record
    made = {
        "run": material.run,
        "fingerprint": material.fingerprint,
        "as_at": words.date(inputs["as_at"]),
        "seed": str(inputs["seed"]),
        "machine": material.say("made_by.version", version=inputs["appraisal"], solver=inputs["solver"]),
        "record": record["receipt"],
    }
    entry = record["run_entry"]
    if entry:
        made["run_entry"] = material.say(
            "made_by.run_entry_text",
            number=words.number(entry["number"]),
            hash=entry["hash"],
            by=entry["entered_by"],
            at=words.date(entry["entered_at"]),
        )
    return tuple((material.say(f"made_by.{key}"), text) for key, text in made.items())
