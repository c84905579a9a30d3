"""Reading a workbook cell by cell, as it stands: values, formulas, and which cells are there to be changed.

Nothing is calculated: the value of a formula is the one that was last saved with it.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from appraisal.records.xlsx_around import Place, format_of, looks_around, texts_around
from appraisal.records.xlsx_parts import UnreadableWorkbookError, look_into

MOST_CELLS = 1_000_000
_TO_FILL_IN = "FFF4C2"  # the colour of cells that are there to be changed, in forms and workbooks alike
_TOO_LARGE = "No workbook of ours is so large: ask whoever sent it for the one that was written."
_QUOTED = re.compile("(\"[^\"]*\"|'(?:[^']|'')*')")
_PLAIN_NAME = re.compile(r"[^\W\d]\w*")

Cell = tuple[int, int]
"""Row and column of a cell, counted from 1."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a cell holds.

    Attributes:
        value: what was typed, or what its formula gave when it was saved; None for nothing.
        formula: without what differs from program to program; "" where there is none.
        shown_with: its number format, without what differs from program to program.
        is_open: whether a reader is meant to change it.
    """

    value: object
    formula: str = ""
    shown_with: str = "GENERAL"
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook.

    Attributes:
        sheets: name -> its cells that hold something.
        names: a defined name, in capitals -> what it stands for.
        mark: what it says of itself to a machine; "" where nothing.
        around: what it says besides: names, margins of pages, charts, the receipt among its properties.
        looks: what hides a part of it, lies on it or changes how its numbers are shown, and how often.
    """

    sheets: Mapping[str, Mapping[Cell, Held]]
    names: Mapping[str, str]
    mark: str
    around: Mapping[Place, str]
    looks: Counter[str]


def read_book(data: bytes) -> Book:
    """Every cell of a workbook that holds something.

    Raises:
        UnreadableWorkbookError: saying why it is not read, and what to do.
    """
    from openpyxl import load_workbook

    parts = look_into(data, _TOO_LARGE)
    if sum(part.last_row * part.last_column for part in parts.values()) > MOST_CELLS:
        msg = f"The workbook has more than {MOST_CELLS:,} cells, which none of ours has."
        raise UnreadableWorkbookError(msg)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl would lose if it wrote the workbook again
            typed = load_workbook(BytesIO(data), keep_links=False)
            given = load_workbook(BytesIO(data), keep_links=False, data_only=True)
        sheets = {
            sheet.title: dict(_cells(sheet, given[sheet.title]))
            for sheet in typed.worksheets
            if sheet.title in given.sheetnames
        }
        names = {name.upper(): str(found.attr_text) for name, found in typed.defined_names.items()}
        own: Any = typed  # its stubs have no properties of one's own
        around: dict[Place, str] = {}
        for place, said in texts_around(own, _formula):
            around[place] = f"{around[place]} {said}" if place in around else said
        looks = looks_around(own, parts)
        marks = [str(found.value) for found in own.custom_doc_props.props if found.name == "appraisal"]
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise
        msg = f"The workbook is damaged ({type(error).__name__}). Open it in a spreadsheet and save it again."
        raise UnreadableWorkbookError(msg) from error
    return Book(sheets, names, marks[0] if marks else "", around, looks)


def ranges_in(formula: str) -> list[tuple[str, Cell, Cell]] | None:
    """The ranges and names that a formula reads.

    Returns:
        Of each range the name of its sheet ("" for its own), its first and its last cell. A name stands as a sheet with
        cells (0, 0). None where it cannot be told.

    >>> ranges_in("SUM('Try weights'!$B$2:$B$3)*C4")
    [('Try weights', (2, 2), (3, 2)), ('', (4, 3), (4, 3))]
    """
    from openpyxl.formula import Tokenizer
    from openpyxl.utils import range_boundaries

    found = []
    try:
        for token in Tokenizer(f"={formula}").items:
            if token.type != "OPERAND" or token.subtype != "RANGE":
                continue
            sheet, _, cells = token.value.rpartition("!")
            try:
                left, top, right, bottom = range_boundaries(cells)
            except ValueError:
                found.append((cells.upper(), (0, 0), (0, 0)))
                continue
            name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
            last = (bottom or 1_048_576, right or 16_384)
            found.append((name, (top or 1, left or 1), last))
    except Exception:  # the tokenizer raises whatever an odd formula makes it raise
        return None
    return found


def _cells(typed: Any, given: Any) -> Iterator[tuple[Cell, Held]]:
    for row in typed.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            is_formula = cell.data_type == "f"
            formula = _formula(cell.value) if is_formula else ""
            value = given.cell(cell.row, cell.column).value if is_formula else cell.value
            shown_with = format_of(cell.number_format or "General")
            is_open = not is_formula and (not cell.protection.locked or _colour(cell) == _TO_FILL_IN)
            yield (cell.row, cell.column), Held(value, formula, shown_with, is_open)


def _colour(cell: Any) -> str:
    colour = cell.fill.fgColor if cell.fill is not None and cell.fill.fill_type == "solid" else None
    return str(colour.rgb)[-6:].upper() if colour is not None and colour.type == "rgb" else ""


def _formula(value: Any) -> str:
    """A formula as every program writes it: in capitals, without spaces, prefixes and quotation marks it can spare."""
    text = str(getattr(value, "text", value)).removeprefix("=").replace("_xlfn.", "").replace("_xlws.", "")
    parts = _QUOTED.split(text)
    return "".join(_part(part) for part in parts)


def _part(part: str) -> str:
    if part.startswith('"'):
        return part
    if part.startswith("'"):
        return part[1:-1].upper() if _PLAIN_NAME.fullmatch(part[1:-1]) else part.upper()
    return "".join(part.split()).upper()
