"""What the record itself holds of the differences between two runs: a step for each run after the first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from appraisal.analysis.comparing.difference import Difference
from appraisal.analysis.comparing.files import NOT_COMPARED, NOT_SHOWN, home_of
from appraisal.model.entries import Entry

_TABLES = ("area", "travel")
_NOT_IN_FILES = ("weights", "score", "moderation", "interest", "ballots", "run", "file")
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


def in_files(
    taken: Sequence[Step], changed: Sequence[Difference], place_id: str, own_criteria: Collection[str]
) -> list[Difference]:
    """What the record holds of differences in files, and the files of which it does not hold what changed.

    Args:
        taken: the steps from the one run to the other; none where the other is the step that is being made.
        changed: the files that differ between the two.
        place_id: the place.
        own_criteria: ids of the criteria that it added.

    Returns:
        A file in which words alone changed is told too; of one in which something else may have, NOT_SHOWN is said.
    """
    told = _joined(taken)
    homes = {home_of(one, place_id, own_criteria) for one in told}
    in_words = {one.subject for step in taken for one in step.differences if one.about == "file"}
    files = []
    for one in changed:
        is_known = bool(taken) and not any(step.may_hide(one.subject) for step in taken)
        if is_known and one.subject in homes:
            continue
        is_known &= one.subject in in_words
        files.append(one if is_known else replace(one, after="; ".join(filter(None, (one.after, NOT_SHOWN)))))
    return [*told, *files]


def _joined(taken: Sequence[Step]) -> list[Difference]:
    """What differs from before the first step to after the last; what was put back in between is none.

    Each step says only what differs in it: where its words do not begin with those of the step before, both are said.
    """
    chains: dict[str, list[Difference]] = defaultdict(list)
    for step in taken:
        for one in step.differences:
            if one.about not in _NOT_IN_FILES:
                chains[one.key].append(one)
    found = []
    for chain in chains.values():
        before, after = chain[0].before, chain[-1].after
        if not all(one.after == then.before for one, then in pairwise(chain)):
            before, after = ("; then ".join(text or "not there" for text in texts) for texts in _sides(chain))
        if before != after:
            found.append(replace(chain[-1], before=before, after=after))
    return found


def _sides(chain: Sequence[Difference]) -> tuple[list[str], list[str]]:
    return [one.before for one in chain], [one.after for one in chain]


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
