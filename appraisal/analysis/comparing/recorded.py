"""What the record itself holds of the differences between two runs: a step for each run after the first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from appraisal.analysis.comparing.difference import Difference
from appraisal.analysis.comparing.files import NOT_COMPARED, home_of
from appraisal.model.entries import Entry

_TABLES = ("area", "travel")
_LOST = f"run:{NOT_COMPARED}"


@dataclass(frozen=True, slots=True)
class Step:
    """One run, and what it found otherwise than the run before it.

    Attributes:
        run: its id.
        number: of the first entry that was made with it.
        because: what was said with the run; "" where nothing was.
        differences: as its entries hold them.
        is_shown: whether it could read what the run before it read, so that these are all.
    """

    run: str
    number: int
    because: str
    differences: tuple[Difference, ...]
    is_shown: bool

    def has(self, one: Difference, place_id: str, own_criteria: Collection[str]) -> bool:
        """Whether a difference came, or may have come, with this run."""
        keys = {found.key for found in self.differences}
        # The rows that a long table's difference names are those that differ between two runs, not between any others.
        if one.key in keys or (one.about in _TABLES and any(found.about == one.about for found in self.differences)):
            return True
        home = home_of(one, place_id, own_criteria)
        return home != "" and self.may_hide(home)

    def may_hide(self, path: str) -> bool:
        """Whether something that it does not name may have changed in a file with it: what was read before was gone."""
        by_hash = {found.subject for found in self.differences if found.about == "file"}
        return not self.is_shown and (path in by_hash or not by_hash)


def steps(entries: Sequence[Entry], since: str) -> tuple[Step, ...]:
    """The runs after one, with the differences that were entered with each; the same run again is none.

    Args:
        entries: of one place, after the one run's own entry and up to the other's, in order.
        since: id of the run that they come after.
    """
    found: list[Step] = []
    waiting: list[Entry] = []
    last = since
    for entry in entries:
        if entry.kind == "difference":
            waiting.append(entry)
        elif entry.kind == "run":
            run = str(entry.content["run"])
            if waiting or run != last:
                found.append(_step(run, entry.number, waiting))
            waiting, last = [], run
    return tuple(found)


def _step(run: str, number: int, entered: Sequence[Entry]) -> Step:
    differences = tuple(
        Difference(said["about"], said["subject"], said["before"], said["after"], said.get("title", ""))
        for said in (entry.content for entry in entered)
    )
    return Step(
        run,
        entered[0].number if entered else number,
        str(entered[0].content["because"]).strip() if entered else "",
        differences,
        bool(entered) and all(one.key != _LOST for one in differences),
    )
