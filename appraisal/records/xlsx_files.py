"""Reading the sheets of a workbook (XLSX) as tables, each problem with its sheet and cell; nothing is calculated.

What a person sees in a cell must be what is read: so a formula, a percentage and merged cells are refused.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

from appraisal.errors import Problem
from appraisal.records.table_rows import MOST_PROBLEMS, Table, short
from appraisal.records.text_files import read_bytes
from appraisal.records.xlsx_parts import Part, UnreadableWorkbookError, belonging_to, look_into

LARGEST_ROWS = 10_000
LARGEST_COLUMNS = 100
_LINE_END = re.compile("(?<!_x005[Ff])_x000D_\n")
_CODE = re.compile("_x((?!0000)00[01][0-9A-Fa-f]|005[Ff](?=_x[0-9A-Fa-f]{4}_))_")


def read_sheets(path: Path, name: str, problems: list[Problem]) -> list[Table] | None:
    """Read each sheet that has something in it as a table.

    Args:
        path: the workbook.
        name: its path as the user knows it.
        problems: where problems go.

    Returns:
        The tables in the order of the sheets, without those that cannot be used; None where the workbook cannot be.
    """
    data = read_bytes(path, name, problems)
    if data is None:
        return None
    try:
        parts = look_into(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl would lose if it wrote the workbook again
            found = [
                _with_what_lies_on(_table(name, sheet, parts.get(part, Part()), problems), part, parts)
                for part, sheet in _sheets(data)
            ]
    except UnreadableWorkbookError as refusal:
        problems.append(Problem(name, 0, str(refusal)))
        return None
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise
        text = f"The workbook is damaged ({type(error).__name__}). Open it in a spreadsheet and save it again."
        problems.append(Problem(name, 0, text))
        return None
    return [table for table in found if table is not None]


def _sheets(data: bytes) -> Iterator[tuple[str, Any]]:
    """Each sheet of cells with the name of its part; links to other files are not followed."""
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(BytesIO(data), read_only=True, keep_links=False)
    reader.read()
    seen = set()
    for sheet, relation in reader.parser.find_sheets():
        if "chartsheet" in relation.Type or sheet.name not in reader.wb.sheetnames:
            continue
        if relation.target in seen:
            raise UnreadableWorkbookError("Two sheets of the workbook are one part. Save it again in a spreadsheet.")
        seen.add(relation.target)
        yield relation.target, reader.wb[sheet.name]


def _with_what_lies_on(table: Table | None, part: str, parts: Mapping[str, Part]) -> Table | None:
    """A table with the notes and drawings of its sheet."""
    if table is None:
        return None
    own = belonging_to(part, parts)
    notes = tuple(dict.fromkeys(note for one in own for note in one.notes))
    return replace(table, notes=notes, is_drawn_on=any(one.drawn for one in own))


def _table(name: str, sheet: Any, part: Part, problems: list[Problem]) -> Table | None:
    """One sheet as a table; None where nothing is in it, or where something stands in the way of reading it."""
    from openpyxl.utils.cell import coordinate_to_tuple

    title, before = short(sheet.title), len(problems)
    if part.last_row > LARGEST_ROWS or part.last_column > LARGEST_COLUMNS:
        text = (
            f"Something is in row {part.last_row:,} and in column {part.last_column:,}; at most {LARGEST_ROWS:,} rows "
            f"and {LARGEST_COLUMNS} columns can be read. Delete what is out there."
        )
        problems.append(Problem(name, 0, text, title))
        return None
    for merged in part.merged:
        text = f"Cells {short(merged)} are merged. Unmerge them, and fill in each."
        row, column = coordinate_to_tuple(merged.partition(":")[0])
        problems.append(Problem(name, row, text, title, column))
    stands_in_the_way = len(problems) > before
    rows = list(_rows(name, sheet, title, part, problems))
    filled = [(line, cells) for line, cells in rows if any(map(_is_filled, cells))]
    if not filled:
        return None
    (line, header), *below = filled
    used = [at for at in range(len(header)) if any(_is_filled(cells[at]) for _, cells in filled)]
    for at in used:
        if not _is_filled(header[at]):
            first = next(line for line, cells in below if _is_filled(cells[at]))
            text = "This column has no name. Name it in the first row, or clear its cells."
            problems.append(Problem(name, first, text, title, at + 1))
            stands_in_the_way = True
    names = [header[at] for at in used]
    if stands_in_the_way or None in names:
        return None
    kept = [(row, [cells[at] for at in used]) for row, cells in below]
    return Table(name, line, [(text or "").strip() for text in names], kept, title, [at + 1 for at in used])


def _is_filled(cell: str | None) -> bool:
    """Whether a person sees something in a cell; None is one that was refused."""
    return cell is None or bool(cell.strip())


def _rows(
    name: str, sheet: Any, title: str, part: Part, problems: list[Problem]
) -> Iterator[tuple[int, list[str | None]]]:
    """Each row as texts; None where a cell is refused, which is told."""
    known: dict[str, str] = {}  # a text that many cells share is kept once
    if not part.last_row:
        return
    found: Iterable[tuple[Any, ...]] = sheet.iter_rows(1, part.last_row, 1, part.last_column)
    for line, cells in enumerate(found, start=1):
        texts: list[str | None] = []
        for column, cell in enumerate(cells, start=1):
            refusal = _refusal(cell)
            if refusal and len(problems) < MOST_PROBLEMS:
                problems.append(Problem(name, line, refusal, title, column))
            texts.append(None if refusal else _text(cell.value, known))
        yield line, texts


def _refusal(cell: Any) -> str:
    """Why a cell is not read, and what to do; empty where it is."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return "A formula is never calculated here. Put its value in its place."
    if cell.data_type == "e":
        return f"The cell holds the error {short(str(value))}. Put the right value in its place."
    if isinstance(value, bool):
        return (
            f"The cell holds {str(value).upper()}, a spreadsheet's yes or no. Write what is meant in words or digits."
        )
    if isinstance(value, int | float) and "%" in cell.number_format:
        return f"The cell shows a percentage and holds {value:g}. Write the number that is meant, as a plain number."
    return ""


def _text(value: object, known: dict[str, str]) -> str:
    """What a cell holds as CSV would have it, blanks at its ends and all.

    >>> _text(80.0, {}), _text(12.5, {}), _text(datetime(2025, 8, 18), {}), _text(" Family can stay ", {})
    ('80', '12.5', '2025-08-18', ' Family can stay ')
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, str):
        return known.setdefault(value, _unescaped(value))
    return str(value)


def _unescaped(text: str) -> str:
    r"""Text as a person sees it, where XLSX writes the code of a character in its place (ECMA-376, ST_Xstring).

    Only marks that nobody can type have codes here, and what would read like a code: LibreOffice writes no others. A
    line that ends in two characters ends in one, as it does in a spreadsheet.

    >>> _unescaped("two_x000D_\nlines"), _unescaped("a_x0009_b"), _unescaped("_x005F_x000D_"), _unescaped("_x0041_")
    ('two\nlines', 'a\tb', '_x000D_', '_x0041_')
    """
    return _CODE.sub(lambda code: chr(int(code[1], 16)), _LINE_END.sub("\n", text))
