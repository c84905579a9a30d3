"""The shapes that presenters hand to templates: strings, and tables of strings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column; numbers stand to the right."""

    text: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row; `kind` is "" or "reference" (business as usual: beside the ranking, never in it)."""

    head: str
    cells: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column heads its rows; without rows a paper prints `empty` instead."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One pro or con, with the source and date behind it."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a paper says of one site or one option."""

    anchor: str
    name: str
    facts: tuple[str, ...]
    pros: tuple[Statement, ...]
    cons: tuple[Statement, ...]
    not_known: tuple[str, ...]
    notes: tuple[str, ...]


def columns(*texts: str, numbers: bool = False) -> tuple[Column, ...]:
    """Columns under these headings; with `numbers`, all but the first hold numbers."""
    return tuple(Column(text, numbers and place > 0) for place, text in enumerate(texts))
