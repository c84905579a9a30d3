"""A run as it can be compared with another, and every difference between two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from appraisal.analysis.comparing.cast import cast
from appraisal.analysis.comparing.difference import Difference, merged
from appraisal.analysis.comparing.files import by_hash, not_read, other_ballots, other_engine, ran_otherwise
from appraisal.analysis.comparing.places import differences
from appraisal.analysis.comparing.recorded import in_files, steps
from appraisal.model.ballots import Ballots
from appraisal.model.entries import Entry
from appraisal.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Kept:
    """A run to compare.

    Attributes:
        run: its id.
        findings: what it found; empty where that is gone.
        workspace: what it read; None where that cannot be read again.
        ballots: what people had said by then, which the ledger always has.
    """

    run: str
    findings: Mapping[str, Any]
    workspace: Workspace | None
    ballots: Ballots = field(default_factory=Ballots)

    @property
    def inputs(self) -> Mapping[str, Any]:
        """What it says of what it read: files by hash, and how it was made; empty where that is gone."""
        found: Mapping[str, Any] = self.findings.get("inputs", {})
        return found


def all_differences(before: Kept, after: Kept, place_id: str, entries: Sequence[Entry] = ()) -> tuple[Difference, ...]:
    """Every difference between two runs of a place.

    Args:
        before, after: the runs.
        place_id: the place of both.
        entries: of the place, between the two: what other runs found, where what one of these two read is gone.
    """
    if before.run == after.run:
        return ()
    if before.workspace is None or after.workspace is None:
        return _by_record(before, after, place_id, entries)
    read = differences(before.workspace, after.workspace, place_id)
    found = tuple(sorted((*read, *ran_otherwise(before.inputs, after.inputs))))
    return found or (other_engine(before.run, after.run),)


def _by_record(before: Kept, after: Kept, place_id: str, entries: Sequence[Entry]) -> tuple[Difference, ...]:
    """The differences that the record, the ballots and the hashes of files show, and one that says why no more."""
    taken = steps(entries, before.run)
    said = cast(before.ballots, after.ballots, _names("sites", before, after), _names("criteria", before, after))
    if before.inputs and after.inputs:
        changed = by_hash(before.inputs, after.inputs)
        said = [*(said or other_ballots(before.inputs, after.inputs)), *ran_otherwise(before.inputs, after.inputs)]
    else:
        changed = [one for step in taken for one in step.differences if one.about == "file"]
    rows = [row for each in (before, after) for row in each.findings.get("criteria", ())]
    own = {row["id"] for row in rows if row.get("added_by_place")}
    gone = not_read(each.run for each in (before, after) if each.workspace is None)
    return merged([*in_files(taken, changed, place_id, own), *said, gone])


def _names(kind: str, *runs: Kept) -> dict[str, str]:
    return {row["id"]: row["name"] for each in runs for row in each.findings.get(kind, ())}
