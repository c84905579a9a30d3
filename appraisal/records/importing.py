"""Importing: files of ballots, comments and other entries into the ledger, each once and interests first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from appraisal.errors import Problem
from appraisal.model.kinds import IN_ORDER
from appraisal.model.workspace import Place, Workspace
from appraisal.records.ballot_files import OTHER_WORKBOOKS, read_ballot_file
from appraisal.records.ballot_rows import BallotRow, content_of, key_of_row, said_in
from appraisal.records.entering import Imported, enter, read_record, refused, settled, with_taken_back
from appraisal.records.entry_rows import Desk

TABLES = (".csv", ".xlsx")
PASSED_OVER = (".", "~$", "README")  # hidden files, and those that an open spreadsheet leaves beside its own


def import_ballots(
    root: Path, workspace: Workspace, place: Place, files: Sequence[Path], *, entered_by: str, entered_at: str
) -> Imported:
    """Take files of ballots into the ledger of a workspace.

    Args:
        root: the workspace's folder; its ledger is made if there is none.
        workspace, place: what the ballots are about.
        files: CSV files, and workbooks whose sheets are tables, known by their columns.
        entered_by: who enters them: a person id, or a name, for which the ledger keeps an id.
        entered_at: now, as `utc_text` writes it.

    Raises:
        BallotFileError: with every problem of every file; nothing is entered then.
        LedgerError: if the ledger cannot be written.
    """
    problems: list[Problem] = []
    record, head = read_record(root, place.id)
    desk = Desk(workspace, place, root, record=record)
    rows = [row for path in files for row in read_ballot_file(path, str(path), desk, problems)]
    rows = _each_once(rows, problems)
    if problems:
        raise refused(problems)
    return enter(root, place.plan, rows, problems, read=(record, head), entered_by=entered_by, entered_at=entered_at)


def check_inbox(root: Path, workspace: Workspace, place: Place) -> list[Problem]:
    """Every problem for which an import of a place's inbox would be refused; nothing is taken into the ledger."""
    inbox, problems = inbox_files(root, place)
    named_files = [(path, path.relative_to(root).as_posix()) for path in inbox]
    record, _ = read_record(root, place.id)
    desk = Desk(workspace, place, root, record=record)
    rows = [row for path, name in named_files for row in read_ballot_file(path, name, desk, problems)]
    rows = _each_once(rows, problems)
    if not problems:
        settled(with_taken_back(rows, record, problems), record, place.plan, problems)
    return problems


def inbox_files(root: Path, place: Place) -> tuple[list[Path], list[Problem]]:
    """The files of a place's inbox in order of name, and a problem for whatever in it could be no table."""
    folder = root / "options" / place.id / "ballots"
    if not folder.exists():
        return [], []
    if not folder.is_dir():
        return [], [
            Problem(folder.relative_to(root).as_posix(), 0, "This is not a folder. Put files of ballots in one.")
        ]
    seen = sorted(path for path in folder.iterdir() if not path.name.startswith(PASSED_OVER))
    files = [path for path in seen if path.suffix.lower() in (*TABLES, *OTHER_WORKBOOKS)]
    text = "Only tables of ballots are read here, .csv and .xlsx. Save it as one of these, or take it out."
    return files, [Problem(path.relative_to(root).as_posix(), 0, text) for path in seen if path not in files]


def _each_once(rows: Sequence[BallotRow], problems: list[Problem]) -> list[BallotRow]:
    """Rows in the order that they are entered in, equal ones once; different ones of one key are a problem."""
    kept: dict[tuple[str, ...], BallotRow] = {}
    for row in rows:
        first = kept.setdefault(key_of_row(row.draft), row)
        if first.is_of_a_form and row.is_of_a_form and said_in(first.draft) == said_in(row.draft):
            kept[key_of_row(row.draft)] = min(first, row, key=lambda one: one.draft.cast_on or "")
        elif first is not row and content_of(first.draft) != content_of(row.draft):
            where = first.row.where if first.row.file == row.row.file else f"{first.row.file}, {first.row.where}"
            text = f"A second, different ballot of '{row.draft.person}' on the same question; the first is on {where}."
            problems.append(row.row.told(f"{text} Keep the one that they meant."))
    return sorted(kept.values(), key=lambda row: (IN_ORDER.index(row.draft.kind), key_of_row(row.draft)))
