"""Runs: findings written to disk and entered in the ledger, and read back for papers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from appraisal.analysis.findings import Findings
from appraisal.errors import FindingsError, LedgerError
from appraisal.model.entries import Draft, Entry, Receipt
from appraisal.records.extract import extract
from appraisal.records.ledger import open_ledger
from appraisal.records.output_files import write_whole
from appraisal.records.workspace_files import LEDGER

FINDINGS = "findings.json"
AsOf = Literal["run", "head"]


def findings_path(root: Path, place: str, run: str) -> Path:
    """Where the findings of a run are kept."""
    return root / "runs" / place / run / FINDINGS


def keep_run(
    root: Path, findings: Findings, *, entered_by: str, entered_at: str, read_to: Receipt, made_with: Mapping[str, str]
) -> Entry:
    """Write the findings, then enter the run in the ledger.

    Args:
        root: the workspace's folder.
        findings: what was concluded.
        entered_by: who ran it: a person id, or a name, for which the ledger keeps an id.
        entered_at: now, as `utc_text` writes it.
        read_to: the ledger's receipt when its ballots were read.
        made_with: versions of what it ran on, and times.
    """
    place = str(findings["place"])
    write_whole(findings_path(root, place, findings.run), findings.to_json())
    content = {
        "run": findings.run,
        "fingerprint": findings.fingerprint,
        "as_at": findings["inputs"]["as_at"],
        "read_entries": str(read_to.entries),
        "read_head": read_to.head,
        "made_with": dict(made_with),
    }
    with open_ledger(root / LEDGER) as ledger:
        person = ledger.id_for(entered_by, [member["person"] for member in findings["context"]["panel"]])
        draft = Draft(
            kind="run",
            place=place,
            person=person,
            role="programme-team",
            entered_by=person,
            route="command",
            content=content,
        )
        return ledger.append([draft], entered_at=entered_at)[0]


def ledger_head(root: Path) -> Receipt:
    """The receipt of a workspace's ledger.

    Raises:
        LedgerError: if there is no ledger.
    """
    with open_ledger(root / LEDGER) as ledger:
        return ledger.head()


def latest_run(root: Path, place: str, *, as_of: AsOf = "run") -> tuple[Findings, dict[str, Any]]:
    """The findings of a place's last run, and the extract of the record that its papers tell.

    Args:
        root: the workspace's folder.
        place: id of the place.
        as_of: the record as it stood at the run's entry; or as it stands, because comments are answered after a run.

    Raises:
        FindingsError: if there is no run, or its findings are not those that the ledger names.
        LedgerError: if there is no ledger.
    """
    with open_ledger(root / LEDGER) as ledger:
        ledger.refuse_unsound()
        head = ledger.head()
        runs = [entry for entry in ledger.entries(place, kinds=["run"]) if entry.number <= head.entries]
        if not runs:
            msg = f"There is no run of '{place}' yet. Run it first: appraisal run."
            raise FindingsError(msg)
        entry = runs[-1]
        findings = _read(root, place, entry)
        until = head if as_of == "head" else Receipt(entry.number, entry.hash, entry.entered_at)
        comments = findings["context"].get("comments")
        close = comments["close"] if comments else None
        return findings, extract(ledger.entries(place), entry, until=until, close=close)


def _read(root: Path, place: str, entry: Entry) -> Findings:
    path = findings_path(root, place, str(entry.content["run"]))
    try:
        findings = Findings.from_json(path.read_text(encoding="utf-8", errors="replace"))
    except OSError as error:
        msg = f"The findings of run {entry.content['run']} are not at {path}. Run again: appraisal run."
        raise FindingsError(msg) from error
    if findings.fingerprint != entry.content["fingerprint"]:
        msg = f"The findings at {path} are not those that entry {entry.number} names. Run again: appraisal run."
        raise LedgerError(msg)
    return findings
