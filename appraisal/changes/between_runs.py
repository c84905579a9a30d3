"""Comparing runs of a workspace: what the last run of a place read, and what this one found otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from appraisal.analysis.causes import were_weights_locked
from appraisal.analysis.findings import Findings
from appraisal.changes.kept import Kept, all_differences
from appraisal.changes.told import changes_told
from appraisal.errors import AppraisalError, FindingsError
from appraisal.model.entries import Entry
from appraisal.model.workspace import Workspace
from appraisal.records.inputs import ballots_at, open_inputs
from appraisal.records.runs import entries_between, findings_of, record_at, runs_of


def since_last_run(folder: Path, workspace: Workspace, findings: Findings, because: str) -> list[dict[str, str]]:
    """The content of an entry for each difference from the last run of the place; none where there was no run.

    Args:
        folder: of the workspace.
        workspace: as this run read it.
        findings: of this run.
        because: the reason that is given for all of them; "" where none is.
    """
    place = str(findings["place"])
    runs = runs_of(folder, place)
    if not runs:
        return []
    last = kept_run(folder, runs[-1])
    now = Kept(findings.run, findings.content, workspace, workspace.places[place].ballots)
    return [
        {
            "about": one.about,
            "subject": one.subject,
            "title": one.title,
            "before": one.before,
            "after": one.after,
            "because": because,
            "run": now.run,
            "last_run": last.run,
        }
        for one in all_differences(last, now, place)
    ]


def kept_run(folder: Path, entry: Entry) -> Kept:
    """A run as it can be compared: with as much of what it read as is still there and sound."""
    run = str(entry.content["run"])
    ballots = ballots_at(folder, entry)
    try:
        findings = findings_of(folder, entry).content
    except AppraisalError:
        return Kept(run, {}, None, ballots)
    try:
        return Kept(run, findings, open_inputs(folder, entry.place, run), ballots)
    except AppraisalError:
        return Kept(run, findings, None, ballots)


def changes_since_paper(folder: Path, run: Entry, entries: Sequence[Entry]) -> dict[str, Any] | None:
    """What the paper of a run says of changes: since the last options paper that was issued before that run.

    Args:
        folder: of the workspace.
        run: the run's own entry.
        entries: of its place, in order.

    Returns:
        What `compared` gives of the public views, with `issued_on` (ISO date), `last_findings` and `last_record` (empty
        where these are not there); None where no paper of another run was issued before. It is `record["changes"]`.
    """
    runs = {entry.content["run"]: entry for entry in entries if entry.kind == "run" and entry.number < run.number}
    issued = [
        entry
        for entry in entries
        if entry.kind == "paper" and entry.number < run.number and entry.content["run"] != run.content["run"]
        if entry.content["paper"] == "options" and entry.content["run"] in runs
    ]
    if not issued:
        return None
    last = runs[issued[-1].content["run"]]
    kept: dict[str, Any] = {"last_findings": {}, "last_record": {}}
    with suppress(AppraisalError):
        kept = {"last_findings": findings_of(folder, last).content, "last_record": record_at(folder, last)}
    issued_on = issued[-1].cast_on or issued[-1].entered_at[:10]
    return {**compared(folder, last, run, public=True), "issued_on": issued_on, **kept}


def compared(folder: Path, before: Entry, after: Entry, *, public: bool = False) -> dict[str, Any]:
    """What changed between two runs of one place, as `changes_told` tells it, and what caused it.

    Args:
        folder: of the workspace.
        before, after: the runs' own entries, in whichever order they are asked for: what led to a difference, and what
            it did, can only be told forwards.
        public: whether nothing confidential is told.

    Returns:
        What `changes_told` gives of the earlier and the later, with `place`, `place_name`, `locked` (whether weights
        were locked before the later run) and `swapped` (whether the later one was asked for first).

    Raises:
        FindingsError: if the runs are of different places.
    """
    if before.place != after.place:
        runs = " and ".join(f"{entry.content['run']} is of '{entry.place}'" for entry in (before, after))
        msg = f"Two runs of one place can be compared; {runs}."
        raise FindingsError(msg)
    swapped = before.number > after.number
    before, after = (after, before) if swapped else (before, after)
    entries = entries_between(folder, after.place, 0, after.number)
    then, now = kept_run(folder, before), kept_run(folder, after)
    between = [entry for entry in entries if entry.number > before.number]
    told = changes_told(then, now, after.place, public=public, entries=between)
    name = now.workspace.places[after.place].plan.name if now.workspace else after.place
    locked = were_weights_locked(entries, after.number)
    return {"place": after.place, "place_name": name, "locked": locked, "swapped": swapped, **told}
