"""What goes into a pack: the record, and of every run what it read, found and what was written of it, by name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from appraisal.audit import checker
from appraisal.audit.papers.references import pages_anew
from appraisal.audit.workbooks import workbook_name, write_workbook_of
from appraisal.errors import AppraisalError, LedgerError
from appraisal.model.canonical import canonical, sha256_hex
from appraisal.model.entries import Entry, Receipt
from appraisal.papers.file_names import file_name
from appraisal.records.format_files import format_files
from appraisal.records.hash_list import hash_list
from appraisal.records.inputs import kept_path
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import ledger_address
from appraisal.records.runs import findings_of, findings_path
from appraisal.records.signatures import signer_for

PAPERS = (".html", ".xlsx")
AUDIT = "audit"
_PAPER = re.compile(r"[0-9a-f]{64}\.(?:html|xlsx)")


@dataclass(frozen=True, slots=True)
class PackedRun:
    """A run of the record.

    Attributes:
        place, run: its place and id.
        entry: every field of its last entry, by name.
        inputs: names in the pack of the files that it read, in order.
    """

    place: str
    run: str
    entry: Mapping[str, Any]
    inputs: tuple[str, ...]

    @property
    def home(self) -> str:
        """Where it stands in the pack."""
        return f"runs/{self.place}/{self.run}"


@dataclass(frozen=True)
class Contents:
    """What a pack holds beside its description and its README.

    Attributes:
        files: name in the pack -> bytes.
        runs: every run of the record, in order of its last entry.
        receipt: of the whole record.
        missing: names in the pack of what the record names and the workspace does not have, with why.
        left_out: papers that are not as they were written here, by their names in the workspace.
    """

    files: Mapping[str, bytes]
    runs: tuple[PackedRun, ...]
    receipt: Receipt
    missing: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    left_out: tuple[str, ...] = ()


def contents_of(root: Path) -> Contents:
    """Everything of a workspace that its record rests on, and the checker of it.

    Raises:
        LedgerError: if there is no record, or its chain does not hold: nothing is packed then.
        OutputError: if our own documents are not installed.
    """
    lines: list[bytes] = []
    hashes: list[tuple[int, str]] = []
    entries: list[Mapping[str, Any]] = []
    issued: list[Mapping[str, Any]] = []

    def see(known: Mapping[str, Any]) -> None:
        lines.append(canonical(known) + b"\n")
        hashes.append((known["number"], known["hash"]))
        if known["kind"] == "run":
            entries.append(dict(known))
        elif known["kind"] == "paper":
            issued.append(dict(known))

    with open_ledger(ledger_address(root)) as ledger:
        found = ledger.verify(seen=see)
    if not found.is_sound:
        msg = f"Nothing is packed. {found.problem}"
        raise LedgerError(msg)
    if not lines:
        msg = (
            "Nothing is packed, because nothing stands in the record yet. Take in the first ballots: appraisal import."
        )
        raise LedgerError(msg)
    files = {
        "checker.py": Path(checker.__file__).read_bytes(),
        checker.RECORD: b"".join(lines),
        checker.HASHES: "".join(hash_list(hashes)).encode(),
    }
    files |= {f"formats/{name}": data for name, data in format_files().items()}
    missing: dict[str, str] = {}
    runs = [_run(root, entry, files, missing) for entry in _last_of_each(entries)]
    missing |= _issued_and_not_kept(issued, files)
    left_out = _papers(root, runs, found.head, files, missing)
    return Contents(MappingProxyType(files), tuple(runs), found.head, MappingProxyType(missing), tuple(left_out))


def _last_of_each(entries: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The last entry of each run, in order; the same findings may have been entered again."""
    last = {(entry["place"], entry["content"]["run"]): entry for entry in entries}
    return sorted(last.values(), key=lambda entry: int(entry["number"]))


def _run(root: Path, entry: Mapping[str, Any], files: dict[str, bytes], missing: dict[str, str]) -> PackedRun:
    """Take a run's findings, inputs and kept papers into the pack, and name what is not there."""
    import json

    place, run = entry["place"], entry["content"]["run"]
    found = findings_path(root, place, run)
    home, inputs = f"runs/{place}/{run}", []
    data = found.read_bytes() if found.is_file() else None
    if data is None:
        missing[f"{home}/findings.json"] = "its findings are not kept here any more"
    else:
        files[f"{home}/findings.json"] = data
        try:
            read = dict(json.loads(data)["inputs"]["files"])
        except (ValueError, KeyError, TypeError) as error:
            msg = f"Nothing is packed: {found} is not findings as a run writes them. Put back the file that was kept."
            raise LedgerError(msg) from error
        for path, hash_ in sorted(read.items()):
            name, kept = f"{home}/inputs/{path}", kept_path(root, place, run, str(hash_))
            if ".." in Path(path).parts or Path(path).is_absolute():
                msg = f"Nothing is packed: the findings of run {run} name a file '{path}' outside the workspace."
                raise LedgerError(msg)
            if kept.is_file():
                files[name] = kept.read_bytes()
                inputs.append(name)
            else:
                missing[name] = "what the run read is not kept here"
    for paper in sorted((found.parent / "papers").glob("*")):
        if _PAPER.fullmatch(paper.name):
            files[f"{home}/papers/{paper.name}"] = paper.read_bytes()
    return PackedRun(place, run, entry, tuple(inputs))


def _issued_and_not_kept(issued: Sequence[Mapping[str, Any]], files: Mapping[str, bytes]) -> dict[str, str]:
    """The papers that entries say were issued and of which no copy is kept, with why they are missing."""
    missing = {}
    for entry in issued:
        said = entry["content"]
        suffix = ".xlsx" if said["file"].endswith(".xlsx") else ".html"
        name = f"runs/{entry['place']}/{said['run']}/papers/{said['file_hash']}{suffix}"
        if sha256_hex(files.get(name, b"")) != said["file_hash"]:
            missing[name] = f"the paper that entry {entry['number']} says was issued is not kept here as it was"
    return missing


def _papers(
    root: Path, runs: Sequence[PackedRun], head: Receipt, files: dict[str, bytes], missing: dict[str, str]
) -> list[str]:
    """Take the current papers into the pack: those that are as they were written here, and what is made for it."""
    kept = {name.rpartition("/")[2].partition(".")[0] for name in files if "/papers/" in name}
    left_out = []
    for place in sorted({run.place for run in runs}):
        for path in sorted((root / "papers" / place).glob("*")):
            if path.suffix not in PAPERS or not path.is_file():
                continue
            data = path.read_bytes()
            name = f"papers/{place}/{path.name}"
            if sha256_hex(data) in kept:
                files[name] = data
            else:
                left_out.append(name)
        last = [run for run in runs if run.place == place][-1]
        _make(root, last, head, files, missing)
    return left_out


def _make(root: Path, run: PackedRun, head: Receipt, files: dict[str, bytes], missing: dict[str, str]) -> None:
    """Take into the pack what is made for it of a place's last run: both forms of its workbook, and the audit paper.

    The full workbook is never written among the papers, and the record may have grown since an audit paper was.
    """
    entry = Entry(**run.entry)
    try:
        findings = findings_of(root, entry)
        is_illustrative = bool(findings["context"]["illustrative"])
        made = {
            workbook_name(illustrative=is_illustrative, full=full): write_workbook_of(root, run.place, entry, full)
            for full in (False, True)
        }
        audit = next(pages_anew(root, AUDIT, entry, signer_for(root)(head))).data
    except AppraisalError:  # whose words name paths of this machine
        why = f"workbooks and audit paper of run {run.run} cannot be made, because what it read is not all kept"
        missing[f"papers/{run.place}"] = why
        return
    made[file_name(AUDIT, findings.content)] = audit
    files[f"{run.home}/papers/{sha256_hex(audit)}.html"] = audit
    files |= {f"papers/{run.place}/{name}": data for name, data in made.items()}
