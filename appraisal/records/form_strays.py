"""What stands on a form that comes back and is no answer: told by sheet and cell, so that nothing is dropped unread."""

from __future__ import annotations

from collections.abc import Sequence

from appraisal.errors import Problem
from appraisal.model import ballot_form as form
from appraisal.model.ballot_form import FormMark
from appraisal.records.table_rows import Table, short

_ELSEWHERE = "Put it in a reason, or send it as a comment, and clear it here."


Stray = tuple[str, int]
"""The sheet and line of a row in which something stands that is not read."""

_ANSWERED = (form.YOUR_ID, form.PLACE, form.MARK, form.DATE, form.AGAIN)


def tell_strays(tables: Sequence[Table], problems: list[Problem]) -> set[Stray]:
    """Tell of sheets, cells, notes and drawings that are none of the form's; and where such cells are.

    Args:
        tables: the sheets of a form.
        problems: where problems go.
    """
    mark, found = mark_of(tables), set()
    own = form.sheets_of(mark.asked, mark.way) if mark else tuple(form.COLUMNS)
    for table in tables:
        for line, column in table.notes:
            problems.append(table.problem(line, f"A note on a cell is not read. {_ELSEWHERE}", column))
        if table.is_drawn_on:
            problems.append(table.problem(0, f"A picture or a box of text lies here, and is not read. {_ELSEWHERE}"))
        if table.sheet not in own:
            text = f"This sheet is none of the form's, and is not read. {_ELSEWHERE}"
            problems.append(table.problem(table.line, text, table.columns[0]))
            continue
        for line, cells in table.rows if _is_whole(table) else ():
            at = _stray(table.sheet, cells)
            if at is not None:
                text = f"'{short(cells[at] or '')}' stands where nothing is filled in, and is not read. {_ELSEWHERE}"
                problems.append(table.problem(line, text, table.columns[at]))
                found.add((table.sheet, line))
    return found


def changed_sheets(tables: Sequence[Table], mark: FormMark) -> list[str]:
    """The sheets that do not tell what they told when the form was written, besides those with a cell that is refused.

    A row that is gone is a change too.
    """
    told = dict(zip(form.sheets_of(mark.asked, mark.way), mark.told, strict=True))
    readable = [table for table in tables if table.sheet in told and _is_whole(table)]
    changed = []
    for table in readable:
        rows = [[_text(table.sheet, cells, at) for at in range(len(cells))] for _, cells in table.rows]
        texts = [[cell for cell in cells if cell is not None] for cells in rows]
        if texts == rows and form.hash_told(table.sheet, texts) != told[table.sheet]:
            changed.append(table.sheet)
    return changed


def mark_of(tables: Sequence[Table]) -> FormMark | None:
    """The mark on the first sheet of a form; None where none can be read."""
    start = [table for table in tables if table.sheet == form.START and _is_whole(table)]
    said = [cells[-1] for table in start for _, cells in table.rows if cells[0] == form.MARK]
    return FormMark.read(said[0] or "") if said else None


def _is_whole(table: Table) -> bool:
    """Whether a sheet has the columns of the form's sheet of that name, and the first one its rows to be read.

    Where it has not, that is refused.
    """
    rows = {cells[0] for _, cells in table.rows if cells} if table.sheet == form.START else set(_ANSWERED)
    return tuple(table.header) == form.COLUMNS.get(table.sheet) and rows.issuperset(_ANSWERED)


def _stray(sheet: str, cells: Sequence[str | None]) -> int | None:
    """Which cell of a row has something in it and is none of the form's; of a row that is none, the first.

    Each row of a form tells at least two things, the first of them in its first cell.
    """
    filled = [at for at, cell in enumerate(cells) if cell is None or cell.strip()]
    if len(filled) == 1 or (filled and cells[0] == "" and sheet not in form.TO_FILL_IN):
        return filled[0]
    return 2 if sheet == form.START and 2 in filled and cells[0] not in _ANSWERED else None


def _text(sheet: str, cells: Sequence[str | None], at: int) -> str | None:
    """What a cell tells: nothing where it is filled in, None where it is refused."""
    texts = [cell or "" for cell in cells]
    return "" if form.is_to_fill_in(sheet, texts, at) else cells[at]
