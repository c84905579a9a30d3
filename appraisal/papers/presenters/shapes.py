"""The shapes that presenters hand to templates: strings, and tables of strings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """What stands in brackets after a fact: words or labels of sources, each leading to what it names, and a date.

    Attributes:
        sources: ids; the paper prints their labels (S1, S2, ...).
        words: before the labels, or in their place.
        anchor: where the words lead, or "".
    """

    sources: tuple[str, ...] = ()
    date: str = ""
    words: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column; numbers stand to the right."""

    text: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row.

    Attributes:
        cells: after the head; the last one ends with what is cited.
        kind: "" or "reference" (business as usual: beside the ranking, never in it).
        anchor: what a link to this row names, or "".
    """

    head: str
    cells: tuple[str, ...]
    kind: str = ""
    cited: tuple[Citation, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column heads its rows; without rows a paper prints `empty` instead."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    empty: str = ""
    note_cited: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact, pro or con, with the sources and dates behind it."""

    text: str
    cited: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What a paper says of one site or one option."""

    anchor: str
    name: str
    fact: Statement
    pros: tuple[Statement, ...]
    cons: tuple[Statement, ...]
    not_known: tuple[str, ...]
    notes: tuple[str, ...]


def columns(*texts: str, numbers: bool = False) -> tuple[Column, ...]:
    """Columns under these headings; with `numbers`, all but the first hold numbers."""
    return tuple(Column(text, numbers and place > 0) for place, text in enumerate(texts))
