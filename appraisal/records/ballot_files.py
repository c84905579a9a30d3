"""Reading files of ballots: weights, scores, interests and recommendations, as drafts of entries.

A CSV file, and each sheet of a workbook, is known by its columns, so it may have any name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from appraisal.errors import Problem
from appraisal.model.ballots import NO_ANSWERS
from appraisal.model.entries import Draft
from appraisal.model.workspace import Place, Workspace
from appraisal.records.csv_files import read_table
from appraisal.records.table_rows import Row, Table, rows_of, short

MANAGED = ("none needed", "declared", "recused")
REPLACING = ("replaces", "replaces_reason")
OTHER_WORKBOOKS = (".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".ods", ".numbers")


@dataclass(frozen=True, slots=True)
class BallotRow:
    """One row of a file of ballots.

    Attributes:
        row: the row itself.
        key: what it answers: two rows of one key are two ballots of one person on one thing.
        replaces: why it replaces an earlier ballot; None where it does not say that it does.
        draft: the entry that it would become.
        is_of_a_form: whether it stands in a form, whose one date and one reason are for all of its answers: what was
            said before in the same words is not said anew, and the reason is for whatever is said otherwise.
    """

    row: Row
    key: tuple[str, ...]
    replaces: str | None
    draft: Draft
    is_of_a_form: bool = False


@dataclass(frozen=True)
class _Panel:
    """What the rows of a file are held against."""

    workspace: Workspace
    place: Place

    def draft(self, row: Row, kind: str, content: Mapping[str, Any]) -> Draft | None:
        """The entry of a row, or None where its person or date is wrong."""
        members = {member.person: member.group for member in self.place.plan.panel}
        person = row.one_of("person", members, "Person")
        cast_on = row.date("cast_on")
        as_at = self.workspace.settings.as_at
        if cast_on and cast_on > as_at:
            text = f"Cast on {cast_on}, which is after the workspace's as_at, {as_at}. Mend one of them."
            row.problem(text, "cast_on")
            return None
        if person is None or cast_on is None:
            return None
        return Draft(
            kind=kind,
            place=self.place.id,
            person=person,
            role=members[person],
            entered_by=person,
            route="file",
            cast_on=cast_on.isoformat(),
            content=content,
        )


def read_ballot_file(
    path: Path, name: str, workspace: Workspace, place: Place, problems: list[Problem]
) -> list[BallotRow]:
    """Read one file of ballots, CSV or XLSX; every problem goes to the list with its line, or sheet and cell.

    Args:
        path: the file.
        name: its path as the user knows it.
        workspace, place: what its rows are held against.
        problems: where problems go.

    Returns:
        The rows that stand, each as entered by the person whose ballot it is.
    """
    panel, before = _Panel(workspace, place), len(problems)
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
            return read_form(sheets, name, workspace, place, problems)
    found = [row for table in tables if table is not None for row in _ballots(table, panel, problems)]
    if not found and len(problems) == before:
        problems.append(Problem(name, 0, "There is no ballot in this file. Add rows below its header."))
    return found


def _sheets(path: Path, name: str, problems: list[Problem]) -> Sequence[Table]:
    from appraisal.records.xlsx_files import read_sheets

    return read_sheets(path, name, problems) or ()


def _ballots(table: Table, panel: _Panel, problems: list[Problem]) -> list[BallotRow]:
    kind = _kind_of(table, panel.place)
    if kind is None:
        text = f"Its columns are those of no kind of ballot ({', '.join(_READERS)}). Name them so, or delete the sheet."
        problems.append(table.problem(table.line, text))
        return []
    columns, optional, read = _READERS[kind](panel)
    found = []
    for row in rows_of(table, problems, columns=columns, optional=optional) or ():
        replaces = row.text("replaces").lower()
        if replaces not in ("", "yes", "no"):
            row.problem(f"Column 'replaces' is '{short(replaces)}'; yes, no or blank was expected.", "replaces")
        reason = row.text("replaces_reason") if replaces == "yes" else None
        if replaces == "yes" and not reason:
            text = "A ballot that replaces an earlier one needs its reason, in 'replaces_reason'."
            row.problem(text, "replaces_reason")
        read_row = read(row)
        if read_row is not None:
            key, draft = read_row
            found.append(BallotRow(row, (draft.kind, draft.person, *key), reason, draft))
    return found


ReadRow = Callable[[Row], "tuple[tuple[str, ...], Draft] | None"]
Reader = tuple[tuple[str, ...], tuple[str, ...], ReadRow]


def _weights(panel: _Panel) -> Reader:
    criteria = tuple(criterion.id for criterion in panel.place.criteria)

    def read(row: Row) -> tuple[tuple[str, ...], Draft] | None:
        points = {criterion: row.number(criterion, at_least=0, at_most=100) for criterion in criteria}
        blank = [criterion for criterion in criteria if not row.text(criterion)]
        if blank:
            row.problem(
                f"No points for {', '.join(blank)}. Give each criterion 0 to 100; 0 where its swing is nothing."
            )
            return None
        given = {criterion: number for criterion, number in points.items() if number is not None}
        if len(given) == len(criteria) and not any(given.values()):
            row.problem("No criterion has any points. Give 100 to the swing that matters most.")
            return None
        content = {"way": "swing-points", "points": {c: decimal_text(given[c]) for c in sorted(given)}}
        draft = panel.draft(row, "weights", content)
        return ((), draft) if draft and len(given) == len(criteria) else None

    return ("person", "cast_on", *criteria), REPLACING, read


def _scores(panel: _Panel) -> Reader:
    levels = {c.id: [str(points) for points in sorted(c.levels)] for c in panel.place.criteria if c.panel}
    sites = [site.id for site in panel.place.sites]

    def read(row: Row) -> tuple[tuple[str, ...], Draft] | None:
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
        draft = panel.draft(row, "score", content)
        return ((site, criterion), draft) if draft else None

    return ("person", "cast_on", "site", "criterion", "score", "reason"), REPLACING, read


def _interests(panel: _Panel) -> Reader:
    sites = [site.id for site in panel.place.sites]
    providers = [provider.id for provider in panel.place.providers]

    def read(row: Row) -> tuple[tuple[str, ...], Draft] | None:
        managed = row.one_of("managed", MANAGED, "Managed")
        interest = row.required("interest")
        known = [
            not row.text(column) or row.one_of(column, ids, column.capitalize()) is not None
            for column, ids in (("provider", providers), ("site", sites))
        ]
        if managed == "recused" and not (row.text("provider") or row.text("site")):
            row.problem("Recused from what? Fill in the provider or the site.")
            return None
        if not (managed and interest and all(known)):
            return None
        provider, site = row.text("provider"), row.text("site")
        content = {"provider": provider, "site": site, "interest": interest, "managed": managed}
        draft = panel.draft(row, "interest", content)
        return ((provider, site), draft) if draft else None

    return ("person", "cast_on", "provider", "site", "interest", "managed"), REPLACING, read


def _record(panel: _Panel) -> Reader:
    def read(row: Row) -> tuple[tuple[str, ...], Draft] | None:
        kind = row.one_of("kind", ("recommendation",), "Kind")
        text, basis, confidence = row.required("text"), row.required("basis"), row.required("confidence")
        if not (kind and text and basis and confidence):
            return None
        content = {"text": text, "basis": basis, "confidence": confidence, "dissent": row.text("dissent")}
        draft = panel.draft(row, kind, content)
        return ((), draft) if draft else None

    return ("kind", "person", "cast_on", "text", "basis", "confidence"), ("dissent", *REPLACING), read


_READERS = {"weights": _weights, "scores": _scores, "interests": _interests, "record": _record}


def _kind_of(table: Table, place: Place) -> str | None:
    """What a table holds, by its columns.

    Where that cannot be told: None for a sheet of several; weights for a file, so that its header is explained.
    """
    columns = set(table.header)
    told = {
        "scores": {"site", "criterion", "score"},
        "interests": {"interest", "managed"},
        "record": {"kind", "text"},
        "weights": {"person", "cast_on", *(criterion.id for criterion in place.criteria)},
    }
    kind = next((kind for kind, marks in told.items() if len(marks & columns) > 1), None)
    return kind or (None if table.sheet else "weights")


def decimal_text(number: float) -> str:
    """A number as decimal text, the same for 60 and 60.0.

    >>> decimal_text(60.0), decimal_text(12.5)
    ('60', '12.5')
    """
    return f"{number:.12g}"
