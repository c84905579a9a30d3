"""Each question of the audit paper with its verdict, its answer in a sentence or two, and its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.papers.presenters.audit_values import filled, in_cell
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.shapes import Column, Row, Table


@dataclass(frozen=True, slots=True)
class Question:
    """One question and its answer.

    Attributes:
        ident: names its section, `question-<ident>`.
        asked: the question, whole.
        says: what ought to be so, on which the verdict is given.
        verdict: shown, not yet, cannot be shown or not so, as a program reads it.
        verdict_in_words: the same as a person reads it.
        brief: the answer in one line.
        reasons: the answer in full, what speaks against it first.
        tables: the entries and figures behind it.
        note: what no answer of this kind can show; "" where nothing needs saying.
    """

    ident: str
    asked: str
    says: str
    verdict: str
    verdict_in_words: str
    brief: str
    reasons: tuple[str, ...]
    tables: tuple[Table, ...]
    note: str


def questions(material: Material) -> tuple[Question, ...]:
    """Every question that the record's extract answers, in its order."""
    return tuple(_question(material, ident, found) for ident, found in material.record["audit"].items())


def _question(material: Material, ident: str, found: Mapping[str, Any]) -> Question:
    first = found["because"][0]
    brief = f"audit.brief.{ident}.{first['key']}"
    if first["key"] == "statement":
        brief = f"audit.brief.{ident}.{first['verdict'].replace(' ', '_')}"
    reasons = [_said(material, ident, one, f"audit.why.{ident}.{one['key']}") for one in found["because"]]
    tables = (_table(material, name, rows) for name, rows in found["tables"].items())
    note = f"audit.note.{ident}"
    return Question(
        ident=ident,
        asked=material.say(f"audit.question.{ident}"),
        says=material.say(f"audit.says.{ident}"),
        verdict=found["verdict"],
        verdict_in_words=material.say(f"audit.verdict.{found['verdict'].replace(' ', '_')}"),
        brief=_said(material, ident, first, brief),
        reasons=tuple(dict.fromkeys(reasons)),
        tables=tuple(table for table in tables if table.rows),
        note=material.say(note) if note in material.wording else "",
    )


def _said(material: Material, ident: str, reason: Mapping[str, Any], key: str) -> str:
    """A reason as the most particular sentence of the wording says it."""
    keys = (key, f"audit.why.{ident}.{reason['key']}", f"audit.why.any.{reason['key']}")
    return material.say_first(*keys, **filled(material, reason["values"]))


def _table(material: Material, name: str, rows: list[Mapping[str, Any]]) -> Table:
    """Rows in the columns that their table has, where any row fills them."""
    columns = [column for column in COLUMNS[name] if any(row.get(column) not in (None, "", []) for row in rows)]
    heads = tuple(
        Column(material.say_first(f"audit.column.{name}.{column}", f"audit.column.any.{column}"), column in _NUMBERS)
        for column in columns
    )
    cells = ([in_cell(material, column, row.get(column)) for column in columns] for row in rows if columns)
    return Table(material.say(f"audit.caption.{name}"), heads, tuple(Row(head, tuple(rest)) for head, *rest in cells))


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "decisions": ("entry", "option", "person", "role", "authority", "minute", "text", "on", "entered"),
    "steps": ("step", "entry", "on", "entered"),
    "options": ("option", "list", "status", "why", "entries"),
    "sites": ("site", "count", "failed", "undetermined", "why"),
    "late": ("entry", "person", "kind", "since", "reason", "on"),
    "replaced": ("entry", "replaces", "person", "kind", "reason", "on"),
    "people": ("person", "role", "group", "count", "not_known", "recused", "entries", "span", "on"),
    "declared": ("entry", "person", "managed", "on", "entered"),
    "missing": ("site", "names", "kept_back"),
    "marks": ("name", "value"),
    "moderated": ("entry", "site", "criterion", "answer", "count", "reason", "dissent", "on"),
    "assessments": ("entry", "what", "done_on", "entered", "text"),
    "papers": ("entry", "paper", "to", "run", "sub_scores", "kept", "on"),
    "changes": ("entry", "about", "reason", "comments", "on"),
    "outcomes": ("outcome", "count"),
    "overrides": ("entry", "about", "person", "reason", "on"),
    "asked": ("site", "asked", "unknown", "first", "last"),
    "made_with": ("name", "value"),
    "runs": ("entry", "run", "person", "date", "entered"),
    "statements": ("says", "verdict", "text"),
    "deciders": ("title", "person", "entry"),
    "keys": ("regime", "criteria", "weight"),
    "strays": ("criterion", "weight"),
    "recommendations": ("entry", "role", "text", "basis", "confidence", "dissent", "departure", "on"),
}
"""The columns of each table, in their order."""

_NUMBERS = ("count", "not_known", "recused", "asked", "unknown", "weight")
