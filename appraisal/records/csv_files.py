"""Reading CSV with file and line for every problem."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from appraisal.errors import Problem
from appraisal.records.table_rows import Row, Table, rows_of
from appraisal.records.text_files import read_text


def read_rows(
    path: Path,
    name: str,
    problems: list[Problem],
    *,
    columns: Collection[str],
    optional: Collection[str] = (),
    also: Callable[[str], bool] = lambda _: False,
) -> list[Row] | None:
    """Read a comma-separated table of known columns.

    Args:
        path: the file.
        name: its path as the user knows it.
        problems: where problems go.
        columns, optional, also: as in `rows_of`.

    Returns:
        The rows in the order of the file, or None where the file or its header cannot be used.
    """
    table = read_table(path, name, problems)
    return None if table is None else rows_of(table, problems, columns=columns, optional=optional, also=also)


def read_table(path: Path, name: str, problems: list[Problem]) -> Table | None:
    """Read a comma-separated table, whatever its columns; None, and a problem, where the file cannot be read."""
    text = read_text(path, name, problems)
    if text is None:
        return None
    if not text.strip():
        return Table(name, 1, (), ())
    before = len(problems)
    lines = _lines(text, name, problems)
    line, header = next(lines, (1, []))
    if len(problems) > before:
        return None
    return Table(name, line, [column.strip() for column in header] or [""], lines)


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
