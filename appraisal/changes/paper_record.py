"""The record as a paper of a kind tells it: the extract, and for some what has changed since the last paper."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appraisal.changes.between_runs import changes_since_paper
from appraisal.records.audit_extract import audit_extract
from appraisal.records.runs import entries_between

TOLD_AT_THE_HEAD = frozenset({"audit", "feedback"})
"""The kinds of paper that tell the record as it stands when they are written; others tell it as it stood at the run."""


def record_of_paper(folder: Path, kind: str, findings: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, Any]:
    """What a paper is told of the record.

    Args:
        folder: of the workspace.
        kind: of the paper, as `appraisal.papers.render.render_paper` knows it.
        findings: of the run that it tells.
        record: the extract, as `appraisal.records.runs` gives it.

    Returns:
        The extract; for the options paper with `changes`, as `changes_since_paper` gives them; for the audit paper with
        `audit`, as `audit_extract` does.
    """
    if kind == "audit":
        return audit_extract(folder, findings, record)
    if kind != "options":
        return dict(record)
    entries = entries_between(folder, findings["place"], 0, record["run_entry"]["number"])
    return {**record, "changes": changes_since_paper(folder, entries[-1], entries)}
