"""The rows of a table, from CSV or a sheet: columns that are known, cells that say what was expected."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import isfinite

from appraisal.errors import Problem, did_you_mean

LARGEST_CELL = 10_000  # characters; a reason of this length is several pages
LARGEST_ROWS = 500_000  # travel times of a borough's areas to a hundred sites are fewer
LARGEST_COLUMNS = 200
MOST_PROBLEMS = 10_000  # told of rows; whoever has more mends a whole column at once
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PARTIAL_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_DAY_NUMBER = re.compile(r"[1-9][0-9]{4}(\.[0-9]+)?")
_DAY_NUMBER_HINT = " A spreadsheet counts days like this: give the cell the format of a date."


@dataclass(frozen=True, slots=True)
class Table:
    """A table before its columns are known.

    Attributes:
        file: path as the user knows it.
        line: line or row of the header, counted from 1.
        header: names of the columns, stripped; none where the file is empty.
        rows: each row's line and its cells; None is a cell that was refused already, so that its row is not read.
        sheet: name of the sheet, in a workbook.
        columns: in a workbook, the column of the sheet, counted from 1, for each of the header.
        notes: in a workbook, the line and column of each cell with a note (a comment) on it; the first of many.
        is_drawn_on: in a workbook, whether a picture or a box of text lies on the sheet.
    """

    file: str
    line: int
    header: Sequence[str]
    rows: Iterable[tuple[int, Sequence[str | None]]]
    sheet: str = ""
    columns: Sequence[int] = ()
    notes: Sequence[tuple[int, int]] = ()
    is_drawn_on: bool = False

    def problem(self, line: int, text: str, column: int = 0) -> Problem:
        """What is wrong at a line of this table, or in one of its cells."""
        return Problem(self.file, line, text, self.sheet, column)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by column, stripped, and where it stands.

    The readers below give a cell's value, or None and a problem in the list.

    Attributes:
        given: the same cells as they were given, blanks at their ends and all.
        naming: how a sentence names a column; the options of a command are named otherwise.
    """

    file: str
    line: int
    cells: Mapping[str, str]
    problems: list[Problem]
    sheet: str = ""
    columns: Mapping[str, int] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    naming: Callable[[str], str] = "Column '{}'".format

    @property
    def where(self) -> str:
        """Where it stands in its file, in words."""
        return self.told("").where

    def told(self, text: str, column: str = "") -> Problem:
        """What is wrong with this row, or with its cell in a column."""
        return Problem(self.file, self.line, text, self.sheet, self.columns.get(column, 0))

    def problem(self, text: str, column: str = "") -> None:
        """Put what is wrong with this row, or with its cell in a column, into the list."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(self.told(text, column))

    def text(self, column: str) -> str:
        """A cell's text, empty where the column or the cell is."""
        return self.cells.get(column, "")

    def required(self, column: str) -> str | None:
        """A cell that must not be blank."""
        found = self.text(column)
        if not found:
            self.problem(f"{self.naming(column)} is blank. Fill it in.", column)
            return None
        return found

    def number(self, column: str, *, at_least: float | None = None, at_most: float | None = None) -> float | None:
        """A number, or None where blank; text, NaN and infinity are problems."""
        found = self.text(column)
        if not found:
            return None
        try:
            number = float(found) if "_" not in found else None
        except ValueError:
            number = None
        if number is None or not isfinite(number):
            self.problem(f"{self.naming(column)} is '{short(found)}'; a number was expected, such as 12.5.", column)
            return None
        if (at_least is not None and number < at_least) or (at_most is not None and number > at_most):
            low = "" if at_least is None else f"at least {at_least:g}"
            high = "" if at_most is None else f"at most {at_most:g}"
            limits = " and ".join(part for part in (low, high) if part)
            self.problem(f"{self.naming(column)} is {short(found)}; {limits} was expected.", column)
            return None
        return number

    def date(self, column: str) -> date | None:
        """A date such as 2025-09-01; blank is a problem."""
        found = self.required(column)
        if found is None:
            return None
        try:
            if not _DATE.fullmatch(found):
                raise ValueError
            return date.fromisoformat(found)
        except ValueError:
            hint = _DAY_NUMBER_HINT if _DAY_NUMBER.fullmatch(found) else ""
            text = f"{self.naming(column)} is '{short(found)}'; a date such as 2025-09-01 was expected.{hint}"
            self.problem(text, column)
            return None

    def partial_date(self, column: str) -> str | None:
        """A date of which the day, the month or all may not be recorded; None where blank."""
        found = self.text(column)
        if not found:
            return None
        try:
            if not _PARTIAL_DATE.fullmatch(found):
                raise ValueError
            date.fromisoformat(f"{found}-01-01"[:10])
        except ValueError:
            expected = "a date was expected, such as 2025-09-01, or 2025-09 or 2025 where the day is not recorded"
            self.problem(f"{self.naming(column)} is '{short(found)}'; {expected}.", column)
            return None
        return found

    def one_of(self, column: str, known: Collection[str], what: str) -> str | None:
        """A cell that must be one of the known words or ids."""
        found = self.required(column)
        if found is None:
            return None
        if found not in known:
            hint = did_you_mean(found, known)
            listed = "" if hint or len(known) > 8 else f" Known: {', '.join(sorted(known))}."
            self.problem(f"{what} '{short(found)}' is not known.{hint}{listed}", column)
            return None
        return found


def rows_of(
    table: Table,
    problems: list[Problem],
    *,
    columns: Collection[str],
    optional: Collection[str] = (),
    also: Callable[[str], bool] = lambda _: False,
) -> list[Row] | None:
    """The rows of a table of known columns.

    Args:
        table: the table.
        problems: where problems go.
        columns: columns that must be there.
        optional: columns that may be there.
        also: says of any other column name whether it may be there.

    Returns:
        The rows in the order of the file, or None where its header cannot be used.
    """
    if not table.header:
        first = f"Its first line must be: {','.join(columns)}."
        problems.append(table.problem(0, f"The file is empty. {first}"))
        return None
    found = _wrong_header(table, (columns, optional, also))
    if found:
        problems.extend(table.problem(table.line, text) for text in found)
        return None
    header = table.header
    positions = dict(zip(header, table.columns, strict=True)) if table.columns else {}
    rows: list[Row] = []
    for line, cells in table.rows:
        if len(problems) >= MOST_PROBLEMS:
            return None
        if len(rows) == LARGEST_ROWS:
            problems.append(
                table.problem(line, f"There are more than {LARGEST_ROWS:,} rows, which is too many to read.")
            )
            return None
        if None in cells or not any(cell and cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            text = f"The row has {len(cells)} cells; the header has {len(header)}. Check the commas."
            problems.append(table.problem(line, text))
            continue
        found_cells = {column: cell or "" for column, cell in zip(header, cells, strict=True)}
        long = next((column for column, cell in found_cells.items() if len(cell) > LARGEST_CELL), None)
        if long is not None:
            text = f"Column '{long}' is longer than {LARGEST_CELL:,} characters."
            problems.append(table.problem(line, text, positions.get(long, 0)))
            continue
        stripped = {column: cell.strip() for column, cell in found_cells.items()}
        if all(column == cell for column, cell in stripped.items()):
            problems.append(table.problem(line, "The header is here a second time. Take this row out."))
            continue
        rows.append(Row(table.file, line, stripped, problems, table.sheet, positions, found_cells))
    return rows


def _wrong_header(table: Table, known: tuple[Collection[str], Collection[str], Callable[[str], bool]]) -> list[str]:
    columns, optional, also = known
    header = table.header
    if len(header) > LARGEST_COLUMNS:
        return [f"There are {len(header):,} columns; at most {LARGEST_COLUMNS} can be read."]
    if len(header) == 1 and table.sheet and any(mark in header[0] for mark in ",;\t"):
        return ["All the columns are in one. Put each in a column of its own."]
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        return ["The columns are not separated by commas. Save it as CSV with commas."]
    found = []
    for column, times in sorted(Counter(header).items()):
        if times > 1:
            found.append(f"Column '{short(column)}' is there twice. Keep one of them.")
    for column in header:
        if column not in columns and column not in optional and not also(column):
            hint = did_you_mean(column, [*columns, *optional]) or " Take it out."
            found.append(f"Column '{short(column)}' is not known here.{hint}")
    missing = [column for column in columns if column not in header]
    if missing:
        found.append(f"Missing: column{'s' if len(missing) > 1 else ''} {', '.join(missing)}. Add to the header.")
    return found


def short(text: str) -> str:
    """What a cell holds, within a line of a report.

    >>> short("two\\nlines"), short("x" * 100) == "x" * 57 + "..."
    ('two lines', True)
    """
    shown = "".join(mark if mark.isprintable() else " " for mark in text[:61])
    return shown if len(shown) <= 60 else shown[:57] + "..."
