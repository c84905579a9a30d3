"""Runs: findings written to disk and entered in the ledger, and read back for papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from appraisal.analysis.findings import Findings
from appraisal.errors import FindingsError, LedgerError, did_you_mean
from appraisal.model.entries import NOT_STATED, Draft, Entry, Receipt
from appraisal.records.extract import extract
from appraisal.records.ledger import Ledger, open_ledger
from appraisal.records.ledger_address import ledger_address, ledger_is_there
from appraisal.records.output_files import write_whole
from appraisal.records.signatures import signer_for

FINDINGS = "findings.json"
AsOf = Literal["run", "head"]


def findings_path(root: Path, place: str, run: str) -> Path:
    """Where the findings of a run are kept."""
    return root / "runs" / place / run / FINDINGS


def keep_run(
    root: Path,
    findings: Findings,
    *,
    entered_by: str,
    entered_at: str,
    read_to: Receipt,
    made_with: Mapping[str, str],
    differences: Sequence[Mapping[str, str]] = (),
    roles: Mapping[str, str] = MappingProxyType({}),
) -> Entry:
    """Write the findings, then enter the run in the ledger, and before it what it found otherwise than the last.

    A run that first shows scores is entered as a reveal too.

    Args:
        root: the workspace's folder.
        findings: what was concluded.
        entered_by: who ran it: a person id, or a name, for which the ledger keeps an id.
        entered_at: now, as `utc_text` writes it.
        read_to: the ledger's receipt when its ballots were read.
        made_with: versions of what it ran on, and times.
        differences: the content of an entry for each difference; they and the run stand or fall together.
        roles: person id -> role, of everybody whom the place knows; whoever else runs it has stated no role.

    Returns:
        The run's own entry.
    """
    place = str(findings["place"])
    path = findings_path(root, place, findings.run)
    unentered = path.with_name(f".{path.name}.unentered")  # nobody sees scores before the ledger says so
    write_whole(unentered, findings.to_json())
    content = {
        "run": findings.run,
        "fingerprint": findings.fingerprint,
        "as_at": findings["inputs"]["as_at"],
        "read_entries": str(read_to.entries),
        "read_head": read_to.head,
        "made_with": dict(made_with),
    }
    try:
        with open_ledger(ledger_address(root)) as ledger:
            person = ledger.id_for(entered_by, roles)
            whose = {"person": person, "role": roles.get(person, NOT_STATED), "entered_by": person}
            said = {"place": place, "route": "command", **whose}
            drafts = [Draft(kind="difference", content=each, **said) for each in differences]
            if _first_shows(ledger, place, read_to):
                shown = {"why": "A run shows the scores.", "run": findings.run}
                drafts.append(Draft(kind="reveal", content=shown, **said))
            entry = ledger.append([*drafts, Draft(kind="run", content=content, **said)], entered_at=entered_at)[-1]
    except BaseException:
        unentered.unlink(missing_ok=True)
        raise
    unentered.replace(path)
    return entry


def _first_shows(ledger: Ledger, place: str, read_to: Receipt) -> bool:
    """Whether a run that read so far shows scores that nothing has revealed before."""
    has_scores = any(entry.number <= read_to.entries for entry in ledger.entries(place, kinds=["score"]))
    return has_scores and next(ledger.entries(place, kinds=["reveal"]), None) is None


def ledger_head(root: Path) -> Receipt:
    """The receipt of a workspace's ledger.

    Raises:
        LedgerError: if there is no ledger.
    """
    with open_ledger(ledger_address(root)) as ledger:
        return ledger.head()


def runs_of(root: Path, place: str | None = None) -> list[Entry]:
    """The entries of the runs of a place, or of every place, in order; none where there is no ledger."""
    if not ledger_is_there(ledger_address(root)):
        return []
    with open_ledger(ledger_address(root)) as ledger:
        return list(ledger.entries(place, kinds=["run"]))


def entries_between(root: Path, place: str, first: int, last: int) -> list[Entry]:
    """The entries of a place after one number and up to another."""
    with open_ledger(ledger_address(root)) as ledger:
        return [entry for entry in ledger.entries(place) if first < entry.number <= last]


def find_run(runs: Sequence[Entry], asked: str) -> Entry:
    """The last entry of the run with an id, or with an id that begins so.

    Args:
        runs: entries of runs, in order.
        asked: the id, or as much of its beginning as no other run has.

    Raises:
        FindingsError: if there is none, or several runs begin so.
    """
    ids = list(dict.fromkeys(str(entry.content["run"]) for entry in runs))
    found = [id_ for id_ in ids if id_ == asked] or [id_ for id_ in ids if asked and id_.startswith(asked)]
    if len(found) > 1:
        msg = f"{len(found)} runs begin with '{asked}': {', '.join(found)}. Give more of it."
        raise FindingsError(msg)
    if not found:
        known = f" Runs here, the last first: {', '.join(ids[::-1][:10])}." if ids else " There is no run here yet."
        msg = f"There is no run '{asked}'.{did_you_mean(asked, ids)}{known}"
        raise FindingsError(msg)
    return next(entry for entry in reversed(runs) if entry.content["run"] == found[0])


def findings_of(root: Path, run: Entry) -> Findings:
    """The findings of a run, from its entry.

    Raises:
        FindingsError: if they are not there, or were changed.
        LedgerError: if they are not those that the ledger names.
    """
    return _read(root, run.place, run)


def record_at(root: Path, run: Entry) -> dict[str, Any]:
    """What papers say of the record, as it stood at a run's own entry."""
    with open_ledger(ledger_address(root)) as ledger:
        return _told(ledger, run, _read(root, run.place, run), _receipt_at(root, run))


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
    with open_ledger(ledger_address(root)) as ledger:
        ledger.refuse_unsound()
        head = ledger.head()
        runs = [entry for entry in ledger.entries(place, kinds=["run"]) if entry.number <= head.entries]
        if not runs:
            msg = f"There is no run of '{place}' yet. Run it first: appraisal run."
            raise FindingsError(msg)
        entry = runs[-1]
        findings = _read(root, place, entry)
        until = signer_for(root)(head) if as_of == "head" else _receipt_at(root, entry)
        return findings, _told(ledger, entry, findings, until)


def run_receipt(root: Path, place: str, run: str) -> Receipt:
    """The receipt at the last entry of a run, signed where a key is configured.

    Raises:
        FindingsError: if there is no such run.
        OutputError: if the key cannot be used.
    """
    return _receipt_at(root, find_run(runs_of(root, place), run))


def _receipt_at(root: Path, entry: Entry) -> Receipt:
    return signer_for(root)(Receipt(entry.number, entry.hash, entry.entered_at))


def _told(ledger: Ledger, run: Entry, findings: Findings, until: Receipt) -> dict[str, Any]:
    comments = findings["context"].get("comments")
    return extract(ledger.entries(run.place), run, until=until, close=comments["close"] if comments else None)


@lru_cache(maxsize=4)
def _parsed(text: str) -> Findings:
    """Findings from their text; a paper and what it is compared with ask for the same ones several times."""
    return Findings.from_json(text)


def _read(root: Path, place: str, entry: Entry) -> Findings:
    path = findings_path(root, place, str(entry.content["run"]))
    try:
        findings = _parsed(path.read_text(encoding="utf-8", errors="replace"))
    except OSError as error:
        msg = f"The findings of run {entry.content['run']} are not at {path}. Run again: appraisal run."
        raise FindingsError(msg) from error
    if findings.fingerprint != entry.content["fingerprint"]:
        msg = f"The findings at {path} are not those that entry {entry.number} names. Run again: appraisal run."
        raise LedgerError(msg)
    return findings
