"""Taking ballots into the ledger: whole files or nothing, each ballot once, replacements only with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from appraisal.errors import BallotFileError, Problem
from appraisal.model.canonical import canonical
from appraisal.model.entries import Draft, Entry
from appraisal.model.workspace import Place, Workspace
from appraisal.records.ballot_files import OTHER_WORKBOOKS, BallotRow, read_ballot_file
from appraisal.records.cast_ballots import key_of
from appraisal.records.ledger import open_ledger
from appraisal.records.workspace_files import LEDGER

TABLES = (".csv", ".xlsx")
PASSED_OVER = (".", "~$", "README")  # hidden files, and those that an open spreadsheet leaves beside its own
_SAY_WHY = "write yes in 'replaces' and why in 'replaces_reason'"
_ORDER = ("interest", "weights", "score", "recommendation")  # interests are entered first


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: entries by kind, ballots that were already there, and how many replaced another."""

    entries: Mapping[str, int]
    unchanged: int
    replaced: int
    receipt: str


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
    rows = [row for path in files for row in read_ballot_file(path, str(path), workspace, place, problems)]
    rows = _each_once(rows, problems)
    if problems:
        raise _refused(problems)
    current = _current(root, place)
    fresh = [row for row in rows if not _says_the_same(row, current.get(row.key))]
    drafts = [_draft(row, current.get(row.key), problems) for row in fresh]
    if problems:
        raise _refused(problems)
    with open_ledger(root / LEDGER, create=True) as ledger:
        person = ledger.id_for(entered_by, [member.person for member in place.plan.panel]) if drafts else ""
        entries = ledger.append([replace(draft, entered_by=person) for draft in drafts], entered_at=entered_at)
        receipt = str(ledger.head())
    kinds = [entry.kind for entry in entries]
    return Imported(
        {kind: kinds.count(kind) for kind in _ORDER if kind in kinds},
        len(rows) - len(fresh),
        sum("replaces" in entry.content for entry in entries),
        receipt,
    )


def check_inbox(root: Path, workspace: Workspace, place: Place) -> list[Problem]:
    """Every problem of the files of ballots in a place's inbox, taking nothing into the ledger."""
    inbox, problems = inbox_files(root, place)
    named = [(path, path.relative_to(root).as_posix()) for path in inbox]
    rows = [row for path, name in named for row in read_ballot_file(path, name, workspace, place, problems)]
    _each_once(rows, problems)
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


def _current(root: Path, place: Place) -> dict[tuple[str, ...], Entry]:
    """The current ballots of a place by what they answer; none where there is no ledger yet."""
    if not (root / LEDGER).exists():
        return {}
    with open_ledger(root / LEDGER) as ledger:
        return {key: entry for entry in ledger.entries(place.id) if (key := key_of(entry)) is not None}


def _each_once(rows: Sequence[BallotRow], problems: list[Problem]) -> list[BallotRow]:
    """Rows in the order that they are entered in, equal ones once; different ones of one key are a problem."""
    kept: dict[tuple[str, ...], BallotRow] = {}
    for row in rows:
        first = kept.setdefault(row.key, row)
        if first.is_of_a_form and row.is_of_a_form and canonical(_said(first.draft)) == canonical(_said(row.draft)):
            kept[row.key] = min(first, row, key=lambda one: one.draft.cast_on or "")
        elif first is not row and _content(first.draft) != _content(row.draft):
            where = first.row.where if first.row.file == row.row.file else f"{first.row.file}, {first.row.where}"
            text = f"A second, different ballot of '{row.draft.person}' on the same question; the first is on {where}."
            problems.append(row.row.told(f"{text} Keep the one that they meant."))
    return sorted(kept.values(), key=lambda row: (_ORDER.index(row.draft.kind), row.key))


def _says_the_same(row: BallotRow, entry: Entry | None) -> bool:
    if entry is not None and row.is_of_a_form:
        return canonical(_said(row.draft)) == canonical(_said(entry))
    return entry is not None and _content(row.draft) == _content(entry)


def _draft(row: BallotRow, earlier: Entry | None, problems: list[Problem]) -> Draft:
    if earlier is None:
        if row.replaces is not None and not row.is_of_a_form:
            text = (
                f"It says that it replaces a ballot of '{row.draft.person}', and there is none. Leave 'replaces' blank."
            )
            problems.append(row.row.told(text, "replaces"))
        return row.draft
    if row.replaces is None:
        how = "say why on the sheet 'start here'" if row.is_of_a_form else _SAY_WHY
        text = (
            f"'{row.draft.person}' has already answered this (entry {earlier.number}), and differently. "
            f"To replace that ballot, {how}; both are kept."
        )
        problems.append(row.row.told(text))
        return row.draft
    content = {**row.draft.content, "replaces": str(earlier.number), "replaces_reason": row.replaces}
    return replace(row.draft, content=content)


def _content(draft: Draft) -> bytes:
    """What a ballot says and when it was cast, without what it replaces."""
    return canonical([draft.cast_on, _said(draft)])


def _said(draft: Draft) -> dict[str, Any]:
    """What a ballot says, without what it replaces."""
    return {name: part for name, part in draft.content.items() if not name.startswith("replaces")}


def _refused(problems: Sequence[Problem]) -> BallotFileError:
    files = len({problem.file for problem in problems})
    heading = f"Nothing was taken: {len(problems)} problem{'s' if len(problems) > 1 else ''} in {files} "
    return BallotFileError(tuple(problems), heading=heading + ("file" if files == 1 else "files"))
