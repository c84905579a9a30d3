"""Tables of the workbook: cells with what they show and the formula behind it, and where each of them stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Form = Literal["text", "whole", "one", "two", "three", "share", "pounds", "nine", "given"]
"""How a column or a cell shows its figures: decimals, percent, pounds; "nine" for all that findings hold, "given" for
what somebody gave, with as many decimals as they gave."""

NOT_KNOWN = "not known"
NOT_SHOWN = "not shown"
HEADING = -1
"""The place of a table's headings, above its first row."""
_PAGE = 40  # rows that a reader takes in without filtering them
FORM_OF_UNIT: Mapping[str, Form] = {"share": "three", "minutes": "one", "pounds": "pounds", "points": "one"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows.

    Attributes:
        value: the figure or text; with a formula, what the formula comes to, so that it is right before any program
            works it out. None for an empty cell.
        formula: with "=" before it; "" for what is given.
        form: how its figure is shown; "" for as its column.
        is_asked: whether it is for the reader to change.
    """

    value: float | str | None
    formula: str = ""
    form: Form | Literal[""] = ""
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its key in formulas' making, its heading, its width in characters and its form."""

    key: str
    heading: str
    width: int = 12
    form: Form = "text"


@dataclass
class Table:
    """One sheet, which holds one table: its header in the first row, then a row for each key.

    It grows row by row while it is made, because formulas point at rows above and at other tables; nothing changes in
    it afterwards.

    Attributes:
        name: of the sheet.
        columns: in order.
        rows: cells in the order of the columns.
        places: what a row is about -> its place among `rows`.
        named: names for cells or spans of it, as formulas use them -> where they stand.
    """

    name: str
    columns: Sequence[Column]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    places: dict[tuple[str, ...], int] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)

    def add(self, *key: str, **cells: Cell | float | str | None) -> int:
        """Add a row; columns that are not named stay empty.

        Returns:
            Its place.
        """
        made = {name: cell if isinstance(cell, Cell) else Cell(cell) for name, cell in cells.items()}
        self.rows.append(tuple(made.pop(column.key, _EMPTY) for column in self.columns))
        if made:
            msg = f"'{self.name}' has no column {', '.join(made)}"
            raise KeyError(msg)
        self.places[key] = len(self.rows) - 1
        return len(self.rows) - 1

    @property
    def next(self) -> int:
        """The place of the row that is added next."""
        return len(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, column: str, place: int) -> str:
        """A cell as formulas of any sheet call it.

        >>> Table("Site costs", [Column("beds", "Beds")]).at("beds", 0)
        "'Site costs'!$A$2"
        """
        return f"{self._sheet}${self._letter(column)}${place + 2}"

    def of(self, column: str, *key: str) -> str:
        """The cell of a column in the row about something, as formulas of any sheet call it."""
        return self.at(column, self.places[key])

    def here(self, column: str, place: int | None = None) -> str:
        """A cell as formulas of its own row call it; of the next row unless a place is given."""
        return f"{self._letter(column)}{(self.next if place is None else place) + 2}"

    def span(self, column: str, first: int = 0, last: int | None = None) -> str:
        """The cells of a column from one place to another, the whole column unless they are given."""
        end = len(self.rows) - 1 if last is None else last
        letter = self._letter(column)
        return f"{self._sheet}${letter}${first + 2}:${letter}${end + 2}"

    def down(self, column: str, first: int = 0, last: int | None = None) -> str:
        """The same cells as formulas of this sheet call them."""
        return self.span(column, first, last).removeprefix(self._sheet)

    def shown(self, column: str, place: int) -> float | str | None:
        """What a cell shows."""
        return self.rows[place][self.place_of(column)].value

    def number(self, column: str, place: int) -> float:
        """The figure of a cell that has one."""
        found = self.shown(column, place)
        if not isinstance(found, int | float):
            msg = f"{self.at(column, place)} has no figure"
            raise TypeError(msg)
        return float(found)

    def place_of(self, column: str) -> int:
        """The place of a column among those of the table."""
        return next(place for place, one in enumerate(self.columns) if one.key == column)

    @property
    def is_long(self) -> bool:
        """Whether it has so many rows that a reader filters it."""
        return len(self.rows) > _PAGE

    @property
    def _sheet(self) -> str:
        return f"'{self.name}'!"

    def _letter(self, column: str) -> str:
        return letters(self.place_of(column))


def letters(place: int) -> str:
    """A column's letters, from its place counted from 0.

    >>> letters(0), letters(25), letters(26), letters(703)
    ('A', 'Z', 'AA', 'AAB')
    """
    text = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        text = chr(65 + letter) + text
    return text


def quoted(text: str) -> str:
    """A text as a formula writes it.

    >>> quoted('the "old" home')
    '"the ""old"" home"'
    """
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def is_figure(value: object) -> bool:
    """Whether a cell's value is a figure, and no text."""
    return isinstance(value, int | float)


_EMPTY = Cell(None)
