"""Laying out the sheets of a form as a workbook (XLSX) in which only what is to be filled in can be changed.

The same sheets give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Any

from appraisal.errors import Problem, WorkspaceError
from appraisal.model import ballot_form as form
from appraisal.model import weights_form
from appraisal.papers import sheet_looks as looks
from appraisal.papers.ballot_form import Sheet, ToFillIn
from appraisal.papers.wording import FILE, Wording

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST_TITLE, LONGEST_MESSAGE = 32, 255  # characters that a spreadsheet shows beside a cell
EARLIEST = date(2000, 1, 1)  # what is typed as a date and lies before it is a slip
_WIDTHS: Mapping[str, Sequence[int]] = {
    form.START: (18, 84, 34),
    form.INTERESTS: (6, 40, 40, 44, 14),
    weights_form.WEIGHTS: (13, 16, 34, 38, 38, 12),
    weights_form.SHARED: (13, 16, 34, 38, 38, 12),
    weights_form.RANKS: (13, 16, 34, 38, 38, 12),
    weights_form.PAIRS: (18, 52, 52, 14, 15),
    weights_form.MOST_LEAST: (13, 16, 28, 34, 34, 14, 14),
    form.SCORES: (11, 14, 12, 22, 60, 36, 30),
    form.EVIDENCE: (11, 20, 26, 62, 17, 40),
    form.CHOICES: (14, 68, 54),
}
"""Widths of columns in characters: an A4 page on its side takes each sheet without small print."""


def write_workbook(stream: IO[bytes], sheets: Sequence[Sheet], *, title: str, as_at: date, wording: Wording) -> None:
    """Write the sheets of a form.

    Args:
        stream: takes the workbook's bytes.
        sheets: of the form, the last being its sheet of choices.
        title: printed at the head of each page.
        as_at: the workbook's date of making, so that it does not depend on the clock.
        wording: the messages of cells to fill in.

    Raises:
        WorkspaceError: if a message is longer than a spreadsheet shows.
    """
    from xlsxwriter import Workbook

    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"title": title, "created": datetime(as_at.year, as_at.month, as_at.day)})
    layout = _Layout(book, _Formats.of(book), sheets[-1].rows, wording)
    for sheet in sheets:
        layout.add(sheet, title)
    book.close()


@dataclass(frozen=True)
class _Formats:
    header: Format
    label: Format
    told: Format
    to_fill_in: Format
    date: Format

    @classmethod
    def of(cls, book: Workbook) -> _Formats:
        return cls(
            book.add_format(looks.HEADER),
            book.add_format(looks.LABEL),
            book.add_format(looks.CELL),
            book.add_format(looks.TO_FILL_IN),
            book.add_format({**looks.TO_FILL_IN, "num_format": "d mmmm yyyy", "align": "left"}),
        )


@dataclass(frozen=True)
class _Layout:
    book: Workbook
    formats: _Formats
    choices: Sequence[Sequence[str | ToFillIn]]
    wording: Wording

    def add(self, sheet: Sheet, title: str) -> None:
        """Add one sheet: its table, what can be changed in it, and how it is printed."""
        page, widths = self.book.add_worksheet(sheet.name), _WIDTHS[sheet.name]
        for line, cells in enumerate((form.COLUMNS[sheet.name], *sheet.rows)):
            page.set_row(line, self._height(cells, widths))
            for at, cell in enumerate(cells):
                if isinstance(cell, str):
                    told = self.formats.told if at else self.formats.label
                    page.write_string(line, at, cell, told if line else self.formats.header)
                else:
                    self._ask(page, line, at, cell)
        for at, width in enumerate(widths):
            page.set_column(at, at, width)
        page.protect("", {"format_columns": True, "format_rows": True})  # whoever needs more room may make it
        looks.lay_out_page(page, header=looks.escaped(title))

    def _ask(self, page: Worksheet, line: int, at: int, cell: ToFillIn) -> None:
        page.write_blank(line, at, None, self.formats.date if cell.kind == "date" else self.formats.to_fill_in)
        rule = {**self._rule(cell), **self._message(cell)}
        if rule:
            page.data_validation(line, at, line, at, rule)

    def _rule(self, cell: ToFillIn) -> dict[str, Any]:
        """What a cell takes; any text where that is free."""
        if cell.kind == "text" or (cell.kind == "choice" and not self._lines(cell.choices)):
            return {"validate": "any"} if cell.says else {}
        rules: dict[str, dict[str, Any]] = {
            "date": {"validate": "date", "criteria": ">=", "value": EARLIEST},
            "points": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100},
            "rank": {"validate": "integer", "criteria": ">=", "value": 1},
            "times": {"validate": "decimal", "criteria": "between", "minimum": 1, "maximum": 9},
        }
        rule = rules.get(cell.kind) or {"validate": "list", "source": self._range(cell.choices)}
        return rule | {"error_message": self._short(f"{cell.kind}_wrong", LONGEST_MESSAGE)}

    def _message(self, cell: ToFillIn) -> dict[str, str]:
        if not cell.says:
            return {}
        return {
            "input_title": self._short(f"{cell.says}_title", LONGEST_TITLE),
            "input_message": self._short(f"{cell.says}_message", LONGEST_MESSAGE),
        }

    def _range(self, heading: str) -> str:
        """Where the choices under a heading stand, as a spreadsheet writes it."""
        lines = self._lines(heading)
        return f"={form.CHOICES}!$B${lines[0] + 2}:$B${lines[-1] + 2}"

    def _lines(self, heading: str) -> list[int]:
        return [line for line, cells in enumerate(self.choices) if cells[0] == heading]

    def _height(self, cells: Sequence[str | ToFillIn], widths: Sequence[int]) -> int:
        """The height of a row in points, with room for whatever can be chosen in it."""
        needed = max(self._needed(cell, width) for cell, width in zip(cells, widths, strict=True))
        return looks.row_height(needed)

    def _needed(self, cell: str | ToFillIn, width: int) -> int:
        """The lines that a cell needs."""
        if isinstance(cell, str):
            return looks.lines_needed(cell, width)
        chosen = (self.choices[line][1] for line in self._lines(cell.choices))
        return max((self._needed(choice, width) for choice in chosen), default=2 if cell.kind == "text" else 1)

    def _short(self, key: str, most: int) -> str:
        """A sentence that has to fit beside a cell."""
        text = self.wording.say(f"form.{key}")
        if len(text) > most:
            said = f"Sentence 'form.{key}' has {len(text)} characters; a spreadsheet shows at most {most}. Shorten it."
            raise WorkspaceError([Problem(FILE, 0, said)], "the wording of the papers")
        return text
