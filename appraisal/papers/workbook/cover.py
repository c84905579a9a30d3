"""The cover of the workbook, and the sources at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from appraisal.papers import words
from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.tables import Cell, Column, Table

COVER = "Cover"


def cover_table(basis: Basis, sheets: Sequence[Table], check: Cell) -> Table:
    """What the workbook is, what may be changed in it, whether it agrees with the run, and what each sheet holds."""
    table = Table(COVER, [Column("what", "About this workbook", 26), Column("text", basis.context["place_name"], 110)])
    for key, text in _told(basis, check).items():
        table.add(key, what=basis.say(f"cover.{key}_is"), text=text)
    for sheet in sheets:
        table.add("sheet", sheet.name, what=sheet.name, text=basis.say(f"sheets.{_key(sheet.name)}"))
    return table


def _told(basis: Basis, check: Cell) -> Mapping[str, Cell | str]:
    form = "full" if basis.is_full else "masked" if basis.is_masked else "public"
    told: dict[str, Cell | str] = {
        "what": basis.say("cover.what", place=basis.context["place_name"]),
        "form": basis.say(f"cover.form_{form}"),
    }
    if basis.context["illustrative"]:
        told["illustrative"] = basis.say("cover.illustrative")
    told |= {
        "decided": basis.say("cover.decided", body=basis.context["decision_body"]),
        "change": basis.say("cover.change"),
        "check": check,
        "unknown": basis.say("cover.unknown"),
        "clear": basis.say("cover.clear"),
        "live": basis.say("cover.live"),
        "ids": basis.say("cover.ids"),
        "as_at": words.date(basis.findings["inputs"]["as_at"]),
        "run": basis.run,
        "fingerprint": basis.fingerprint,
        "receipt": str(basis.record["receipt"]),
    }
    return told


def _key(name: str) -> str:
    key = name.lower().replace(" ", "_").replace("-", "_")
    return "minutes" if key.startswith("minutes_") else key


def source_table(basis: Basis) -> Table:
    """A source a row."""
    table = Table(
        "Sources",
        [
            Column("source", "Source", 30),
            Column("title", "Title", 70),
            Column("publisher", "Publisher", 40),
            Column("published", "Published", 12),
            Column("read", "Read", 12),
            Column("kind", "Kind", 12),
        ],
    )
    for id_, told in sorted(basis.context["sources"].items()):
        cells = {key: str(told[key] or "") for key in ("title", "publisher", "published", "read", "kind")}
        table.add(id_, source=id_, **cells)
    return table
