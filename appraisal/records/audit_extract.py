"""What the audit paper says of the record: every answer, from the ledger and from what is kept beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appraisal.analysis.auditing.asked import Asked
from appraisal.analysis.auditing.questions import audit_told
from appraisal.errors import AppraisalError
from appraisal.model.record import record_of
from appraisal.model.workspace import Place
from appraisal.records.inputs import open_inputs
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import ledger_address
from appraisal.records.runs import find_run, findings_path


def audit_extract(root: Path, findings: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, Any]:
    """The extract of the record with the answers of the audit paper in it, as `audit`.

    Args:
        root: the workspace's folder.
        findings: of the run that the paper is of.
        record: as `latest_run` gives it; what is later than its entries is left out.

    Returns:
        The extract with `audit`: id of a question -> its verdict, why (key of a sentence, and what fills it) and
        tables, all of it plain. It holds real ids: `appraisal.papers.public_record` takes out what may not be named.
    """
    place = str(findings["place"])
    with open_ledger(ledger_address(root)) as ledger:
        entries = [entry for entry in ledger.entries(place) if entry.number <= record["entries"]]
    run = find_run([entry for entry in entries if entry.kind == "run"], str(findings["run"]))
    read, unread = _read(root, place, str(findings["run"]))
    asked = Asked(record_of(entries, place), findings, run, read, unread, _kept(root, place))
    return {**record, "audit": audit_told(asked)}


def _read(root: Path, place: str, run: str) -> tuple[Place | None, str]:
    """The place as a run read it; None, and why in words without a path, where that is gone."""
    try:
        return open_inputs(root, place, run).places[place], ""
    except AppraisalError:
        return None, "What the run read is not kept, or is no longer as it was."


def _kept(root: Path, place: str) -> frozenset[str]:
    """The hashes of every paper that is kept as it was written."""
    home = findings_path(root, place, "any").parent.parent
    return frozenset(path.stem for path in home.glob("*/papers/*"))
