"""Whether a paper is of the last run, and whether anything that it tells has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appraisal.analysis.gates_of_papers import needs_run
from appraisal.analysis.run_inputs import inputs_of
from appraisal.analysis.situation import Situation
from appraisal.changes.paper_record import TOLD_AT_THE_HEAD
from appraisal.errors import AppraisalError, FindingsError
from appraisal.model.entries import Entry, Receipt
from appraisal.model.record import Record, number_of
from appraisal.records.entering import read_record
from appraisal.records.extract import FROM_COMMENTS
from appraisal.records.runs import findings_of
from appraisal.records.workspace_files import open_workspace

_OF_COMMENTS = ("feedback", "answer", "question", "reply", *FROM_COMMENTS)


def staleness(folder: Path, kind: str, run: Entry, until: Receipt | None) -> tuple[bool | None, str]:
    """Whether a paper is current, and why not, or why nobody can tell.

    A paper that is not current may be true all the same: it tells what a run found.

    Args:
        folder: of the workspace.
        kind: of the paper.
        run: the entry of its run.
        until: the point up to which it tells the record, if that is later than the run.

    Returns:
        True, and nothing; or False, and what has changed; or None, where the workspace cannot be read.
    """
    record, _ = read_record(folder, run.place)
    last = record.last("run")
    why = []
    if isinstance(last, Entry) and last.content["run"] != run.content["run"]:
        why.append(f"Run {last.content['run']} is newer (entry {last.number}).")
    elif kind in TOLD_AT_THE_HEAD and until is not None:
        later = record.after(until.entries)
        since = [number_of(entry) for entry in later if kind != "feedback" or entry.kind in _OF_COMMENTS]
        said = "entry" if len(since) == 1 else "entries"
        why += [f"{len(since)} {said} that it would tell came later: the first is entry {since[0]}."] if since else []
    try:
        situation = _situation(folder, run.place, record, last)
    except AppraisalError as error:
        if why:
            return False, " ".join(why)
        return None, f"Whether the files have changed since cannot be told, because they cannot be read. {error}"
    why += [changed] if (changed := needs_run(situation)) else []
    return not why, " ".join(why)


def _situation(folder: Path, place_id: str, record: Record, last: object) -> Situation:
    workspace = open_workspace(folder)
    if place_id not in workspace.places:
        msg = f"The workspace has no place '{place_id}' any more."
        raise FindingsError(msg)
    place = workspace.places[place_id]
    findings: Mapping[str, Any] | None = None
    if isinstance(last, Entry):
        try:
            findings = findings_of(folder, last).content
        except FindingsError:
            findings = None
    return Situation(workspace, place, record, findings, inputs_of(workspace, place), str(folder))
