"""Where it all comes from: the early view, assumptions, sources, and the run and record that made the paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Row, Statement, Table, columns


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
    found = material.context["assumptions"]
    heads = columns(*(material.say(f"column.{key}") for key in ("assumption", "figure")))
    rows, notes = [], set()
    for row in found:
        key = row["id"].replace(".", "-").replace("_", "-")
        known = row.get("text") if f"assumption.{key}" not in material.wording else ""
        text = known or material.wording.say_first(f"assumption.{key}", "assumption.other", name=key.replace("-", " "))
        said = [text] if row["note"] in notes or not row["note"] else [text, row["note"]]
        notes.add(row["note"])
        source = material.source(row["source"], as_at=row["as_at"])
        head = " ".join(words.sentence(part) for part in said)
        rows.append(Row(f"{head} [{source}]", (_in_full(material, row),)))
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


def _sources(material: Material) -> Table:
    """The sources that the findings rest on, each once; a date of reading that all share is a note."""
    cited = _cited(material.findings)
    found = {ident: row for ident, row in sorted(material.context["sources"].items()) if ident in cited}
    read = {row["read"] for row in found.values() if row["read"]}
    shared = read.pop() if len(read) == 1 else ""
    rows = []
    for ident, row in found.items():
        said = [row["title"], row["publisher"], material.say(f"kind.{row['kind']}")]
        if row["read"] and row["read"] != shared:
            said.append(material.say("label.read", date=words.date(row["read"])))
        said.append(words.date(row["published"]) if row["published"] else material.say("label.no_date"))
        rows.append(Row(material.source_label(ident), (" ".join(words.sentence(text) for text in said if text),)))
    heads = columns(*(material.say(f"column.{key}") for key in ("label", "source_and_kind")))
    note = material.say("note.read", date=words.date(shared)) if shared else ""
    return Table(material.say("caption.sources"), heads, tuple(rows), note)


def _cited(found: Any) -> set[str]:
    """Every source id anywhere in the findings."""
    if isinstance(found, Mapping):
        inner = set().union(*(_cited(value) for value in found.values()))
        named = found.get("source")
        return inner | ({named} if isinstance(named, str) else set(named) if isinstance(named, list | tuple) else set())
    return set().union(*(_cited(value) for value in found)) if isinstance(found, list | tuple) else set()


def _made_by(material: Material) -> tuple[tuple[str, str], ...]:
    inputs, record = material.findings["inputs"], material.record
    entries = words.counted(record["entries"], "entry", "entries")
    made = {
        "run": material.run,
        "fingerprint": material.fingerprint,
        "as_at": words.date(inputs["as_at"]),
        "seed": str(inputs["seed"]),
        "machine": material.say("made_by.version", version=inputs["appraisal"], solver=inputs["solver"]),
        "record": material.say("made_by.entries", entries=entries, head=record["head"]),
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
