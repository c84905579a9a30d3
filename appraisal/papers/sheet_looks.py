"""How every sheet of ours looks and prints: colours of cells, room for text, A4 on its side."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TALLEST = 405  # points: the most that a spreadsheet gives a row
_A4, _LINE = 9, 15  # points
_LETTERS = 1.05  # that fit where one digit would; a cautious figure, so that no line is hidden

CELL: Mapping[str, Any] = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#8C8C8C"}
HEADER: Mapping[str, Any] = {**CELL, "bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E66"}
LABEL: Mapping[str, Any] = {**CELL, "bold": True}
TO_FILL_IN: Mapping[str, Any] = {**CELL, "locked": False, "bg_color": "#FFF4C2"}
"""What every cell, a heading, a label and a cell that somebody fills in look like."""


def lay_out_page(page: Worksheet, *, header: str, footer: str = "&A") -> None:
    """Keep the heading in sight, and print on A4 pages as wide as the table, numbered, with the heading on each.

    Args:
        page: a sheet with its header in the first row.
        header, footer: what stands at the left above and below each page; "&A" for the sheet's name.
    """
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_header("&L" + header)
    page.set_footer(f"&L{footer}&R&P / &N")


def escaped(text: str) -> str:
    """A text as headers and footers take it.

    >>> escaped("Care & Sons")
    'Care && Sons'
    """
    return text.replace("&", "&&")


def lines_needed(text: str, width: float) -> int:
    """The lines that a text needs in a column of a width in characters."""
    return sum(max(1, ceil(len(line) / width / _LETTERS)) for line in text.split("\n"))


def row_height(lines: int) -> int:
    """The height of a row with so many lines, in points."""
    return min(TALLEST, _LINE * lines + 3)
