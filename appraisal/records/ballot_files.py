"""Reading files of ballots: weights, scores, interests, comments and any other entry, as drafts of entries.

A CSV file, and each sheet of a workbook, is known by its columns, so it may have any name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from appraisal.errors import Problem
from appraisal.model.ballots import NO_ANSWERS
from appraisal.model.entries import Draft
from appraisal.model.kinds import KINDS
from appraisal.model.workspace import Place
from appraisal.records.ballot_rows import BallotRow
from appraisal.records.csv_files import read_table
from appraisal.records.entry_rows import PARTS, Desk
from appraisal.records.table_rows import Row, Table, rows_of, short
from appraisal.records.weights_rows import COMPARISONS, ballots_of_comparisons, columns_of_weights, weights_row

REPLACING = ("replaces", "replaces_reason")
OTHER_WORKBOOKS = (".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".ods", ".numbers")


def read_ballot_file(path: Path, name: str, desk: Desk, problems: list[Problem]) -> list[BallotRow]:
    """Read one file of ballots, CSV or XLSX; every problem goes to the list with its line, or sheet and cell.

    Args:
        path: the file.
        name: its path as the user knows it.
        desk: what its rows are held against.
        problems: where problems go.

    Returns:
        The rows that stand, each as entered by the person whose ballot it is.
    """
    before = len(problems)
    suffix = path.suffix.lower()
    if suffix in OTHER_WORKBOOKS:
        text = f"A {suffix} file is not read. Save it as an Excel workbook without macros (.xlsx), or as CSV."
        problems.append(Problem(name, 0, text))
        return []
    tables = _sheets(path, name, problems) if suffix == ".xlsx" else [read_table(path, name, problems)]
    if suffix == ".xlsx":
        from appraisal.records.ballot_forms import is_form, read_form

        sheets = [table for table in tables if table is not None]
        if is_form(sheets):
            return read_form(sheets, name, desk, problems)
    found = [row for table in tables if table is not None for row in _ballots(table, desk, problems)]
    if not found and len(problems) == before:
        problems.append(Problem(name, 0, "There is no ballot in this file. Add rows below its header."))
    return found


def _sheets(path: Path, name: str, problems: list[Problem]) -> Sequence[Table]:
    from appraisal.records.xlsx_files import read_sheets

    return read_sheets(path, name, problems) or ()


def _ballots(table: Table, desk: Desk, problems: list[Problem]) -> list[BallotRow]:
    kind = _kind_of(table, desk.place)
    if kind is None:
        text = f"Its columns are those of no kind of ballot ({', '.join(_READERS)}). Name them so, or delete the sheet."
        problems.append(table.problem(table.line, text))
        return []
    columns, optional, read = _READERS[kind](desk)
    found = []
    rows = rows_of(table, problems, columns=columns, optional=optional) or []
    for row in ballots_of_comparisons(rows, desk) if kind == "comparisons" else rows:
        replaces = row.text("replaces").lower()
        if replaces not in ("", "yes", "no"):
            row.problem(f"Column 'replaces' is '{short(replaces)}'; yes, no or blank was expected.", "replaces")
        reason = row.text("replaces_reason") if replaces == "yes" else None
        if replaces == "yes" and not reason:
            text = "A ballot that replaces an earlier one needs its reason, in 'replaces_reason'."
            row.problem(text, "replaces_reason")
        late = row.text("replaces_reason") if replaces != "yes" else ""
        draft = read(row)
        if draft is not None and late:
            draft = replace(draft, content={**draft.content, "late_reason": late})
        if draft is not None:
            found.append(BallotRow(row, reason, draft))
    return found


ReadRow = Callable[[Row], "Draft | None"]
Reader = tuple[tuple[str, ...], tuple[str, ...], ReadRow]


def _weights(desk: Desk) -> Reader:
    needed, others = columns_of_weights(desk.place)

    def read(row: Row) -> Draft | None:
        found = weights_row(row, desk)
        return None if found is None else desk.entry(found, "weights")

    return ("person", "cast_on", *needed), ("way", *others, "anchors", *REPLACING), read


def _comparisons(desk: Desk) -> Reader:
    return COMPARISONS, ("anchors", *REPLACING), lambda row: desk.entry(row, "weights")


def _scores(desk: Desk) -> Reader:
    levels = {c.id: [str(points) for points in sorted(c.levels)] for c in desk.place.criteria if c.panel}
    sites = [site.id for site in desk.place.sites]

    def read(row: Row) -> Draft | None:
        site, criterion = row.one_of("site", sites, "Site"), row.one_of("criterion", levels, "Panel criterion")
        answer, reason = row.required("score"), row.required("reason")
        if criterion and answer and answer.lower() not in NO_ANSWERS and answer not in levels[criterion]:
            known = ", ".join([*levels[criterion], *NO_ANSWERS])
            row.problem(f"Score '{short(answer)}' is not one of the described levels: {known}.", "score")
            return None
        if not (site and criterion and answer and reason):
            return None
        answer = answer.lower()
        content = {"site": site, "criterion": criterion, "answer": answer, "reason": reason}
        return desk.draft(row, "score", content)

    return ("person", "cast_on", "site", "criterion", "score", "reason"), REPLACING, read


def _interests(desk: Desk) -> Reader:
    columns = tuple(part.name for part in KINDS["interest"].parts)
    return ("person", "cast_on", *columns), REPLACING, lambda row: desk.entry(row, "interest")


def _record(desk: Desk) -> Reader:
    names = [name for name, kind in KINDS.items() if kind.by != "tool"]

    def read(row: Row) -> Draft | None:
        kind = row.one_of("kind", names, "Kind")
        return None if kind is None else desk.entry(row, kind)

    return ("kind", "person", "cast_on"), (*PARTS, "on_behalf_of", *REPLACING), read


def _feedback(desk: Desk) -> Reader:
    parts = KINDS["feedback"].parts
    columns = tuple(part.name for part in parts if part.is_required)
    optional = tuple(part.name for part in parts if not part.is_required)
    return columns, (*optional, "person", "on_behalf_of"), lambda row: desk.entry(row, "feedback")


_READERS = {
    "weights": _weights,
    "comparisons": _comparisons,
    "scores": _scores,
    "interests": _interests,
    "record": _record,
    "feedback": _feedback,
}


def _kind_of(table: Table, place: Place) -> str | None:
    """What a table holds, by its columns.

    Where that cannot be told: None for a sheet of several; weights for a file, so that its header is explained.
    """
    columns = set(table.header)
    told = {
        "record": {"kind", "person"},
        "comparisons": {"first", "second", "times"},
        "scores": {"site", "criterion", "score"},
        "interests": {"interest", "managed"},
        "feedback": {"id", "received", "respondent", "text"},
        "weights": {"person", "cast_on", *(criterion.id for criterion in place.criteria)},
    }
    kind = next((kind for kind, marks in told.items() if len(marks & columns) > 1), None)
    return kind or (None if table.sheet else "weights")
