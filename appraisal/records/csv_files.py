"""Reading CSV with file and line for every problem, into rows of a known shape."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import Path

from appraisal.errors import Problem, did_you_mean
from appraisal.records.text_files import read_text

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PARTIAL_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
LARGEST_CELL = 10_000  # characters; a reason of this length is several pages


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table file: its cells by column, stripped, and where it stands.

    The readers below give a cell's value, or None and a problem in the list.
    """

    file: str
    line: int
    cells: Mapping[str, str]
    problems: list[Problem]

    def problem(self, text: str) -> None:
        """Say what is wrong with this row."""
        self.problems.append(Problem(self.file, self.line, text))

    def text(self, column: str) -> str:
        """A cell's text, empty where the column or the cell is."""
        return self.cells.get(column, "")

    def required(self, column: str) -> str | None:
        """A cell that must not be blank."""
        found = self.text(column)
        if not found:
            self.problem(f"Column '{column}' is blank. Fill it in.")
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
            self.problem(f"Column '{column}' is '{_short(found)}'; a number was expected, such as 12.5.")
            return None
        if (at_least is not None and number < at_least) or (at_most is not None and number > at_most):
            low = "" if at_least is None else f"at least {at_least:g}"
            high = "" if at_most is None else f"at most {at_most:g}"
            limits = " and ".join(part for part in (low, high) if part)
            self.problem(f"Column '{column}' is {_short(found)}; {limits} was expected.")
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
            self.problem(f"Column '{column}' is '{_short(found)}'; a date such as 2025-09-01 was expected.")
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
            self.problem(f"Column '{column}' is '{_short(found)}'; {expected}.")
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
            self.problem(f"{what} '{_short(found)}' is not known.{hint}{listed}")
            return None
        return found


def read_rows(
    path: Path,
    name: str,
    problems: list[Problem],
    *,
    columns: Collection[str],
    optional: Collection[str] = (),
    also: Callable[[str], bool] = lambda _: False,
) -> list[Row] | None:
    """Read a comma-separated table.

    Args:
        path: the file.
        name: its path as the user knows it.
        problems: where problems go.
        columns: columns that must be there.
        optional: columns that may be there.
        also: says of any other column name whether it may be there.

    Returns:
        The rows in the order of the file, or None where the file or its header cannot be used.
    """
    text = read_text(path, name, problems)
    if text is None:
        return None
    if not text.strip():
        problems.append(Problem(name, 0, f"The file is empty. Its first line must be: {','.join(columns)}."))
        return None
    lines = _lines(text, name, problems)
    header_line, header = next(lines, (1, []))
    header = [column.strip() for column in header]
    if not _header_is_sound(name, header_line, header, problems, (columns, optional, also)):
        return None
    rows = []
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            problems.append(
                Problem(name, line, f"The row has {len(cells)} cells; the header has {len(header)}. Check the commas.")
            )
            continue
        long = next((column for column, cell in zip(header, cells, strict=True) if len(cell) > LARGEST_CELL), None)
        if long is not None:
            problems.append(Problem(name, line, f"Column '{long}' is longer than {LARGEST_CELL:,} characters."))
            continue
        rows.append(Row(name, line, {c: cell.strip() for c, cell in zip(header, cells, strict=True)}, problems))
    return rows


def _lines(text: str, name: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line that it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(Problem(name, line, f"The row cannot be read: {error}. Check its quotation marks."))
            return


def _header_is_sound(
    name: str,
    line: int,
    header: list[str],
    problems: list[Problem],
    known: tuple[Collection[str], Collection[str], Callable[[str], bool]],
) -> bool:
    columns, optional, also = known
    if len(header) == 1 and any(mark in header[0] for mark in (";", "\t")):
        problems.append(Problem(name, line, "The columns are not separated by commas. Save it as CSV with commas."))
        return False
    found = []
    for column in sorted({column for column in header if header.count(column) > 1}):
        found.append(f"Column '{column}' is there twice. Keep one of them.")
    for column in header:
        if column not in columns and column not in optional and not also(column):
            hint = did_you_mean(column, [*columns, *optional]) or " Take it out."
            found.append(f"Column '{column}' is not known here.{hint}")
    missing = [column for column in columns if column not in header]
    if missing:
        found.append(f"Missing: column{'s' if len(missing) > 1 else ''} {', '.join(missing)}. Add to the header.")
    problems.extend(Problem(name, line, text) for text in found)
    return not found


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
