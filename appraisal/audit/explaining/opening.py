"""Opening the record for an explanation: the ledger held against its own chain, a run, and what that run read."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from appraisal.audit.explaining.dossier import Dossier
from appraisal.errors import FindingsError, LedgerError, did_you_mean
from appraisal.model.entries import Entry
from appraisal.records.inputs import open_inputs
from appraisal.records.ledger import Ledger, open_ledger
from appraisal.records.ledger_address import ledger_address
from appraisal.records.runs import find_run, findings_of
from appraisal.records.verification import Verification


@dataclass(frozen=True, slots=True)
class Held:
    """What a ledger holds.

    Attributes:
        entries: those that can be read, in order.
        unreadable: number -> why that entry cannot be read.
        chain: what a walk along the whole chain found.
    """

    entries: tuple[Entry, ...]
    unreadable: dict[int, str]
    chain: Verification

    def refuse_unsound(self) -> None:
        """Stop where the chain does not hold, before anything rests on it.

        Raises:
            LedgerError: naming the first entry that does not hold.
        """
        if not self.chain.is_sound:
            raise LedgerError(self.chain.problem)


def open_held(root: Path) -> Held:
    """What the ledger of a workspace holds, sound or not.

    Raises:
        LedgerError: if there is no ledger, or none of it can be read.
    """
    with open_ledger(ledger_address(root)) as ledger:
        chain = ledger.verify()
        if chain.is_sound:
            return Held(tuple(ledger.entries()), {}, chain)
        return _as_far_as_it_can_be_read(ledger, chain)


def open_dossier(root: Path, held: Held, place: str | None, run: str | None) -> Dossier:
    """A run, what it read, and the entries of its place.

    Args:
        root: the workspace's folder.
        held: what its ledger holds.
        place: id of the place; None where all runs are of one.
        run: its id, or the beginning of it; None for the last.

    Raises:
        LedgerError: if the chain does not hold, or a file is not the one that the run read.
        FindingsError: if there is no such place or run, or what it read or found is gone.
    """
    held.refuse_unsound()
    runs = [entry for entry in held.entries if entry.kind == "run"]
    places = sorted({entry.place for entry in runs})
    if not runs:
        raise FindingsError("There is no run here yet, so there is nothing to explain. Run first: appraisal run.")
    if place is not None and place not in places:
        msg = f"There is no run of place '{place}'.{did_you_mean(place, places)} Places with runs: {', '.join(places)}."
        raise FindingsError(msg)
    of_place = [entry for entry in runs if place in (None, entry.place)]
    entry = find_run(of_place, run) if run is not None else of_place[-1]
    if run is None and place is None and len(places) > 1:
        raise FindingsError(f"Name the place with --place, or a run with --run. Places with runs: {', '.join(places)}.")
    findings = findings_of(root, entry)
    workspace = open_inputs(root, entry.place, str(entry.content["run"]))
    mine = tuple(one for one in held.entries if one.place == entry.place)
    return Dossier(entry, findings.content, workspace, mine)


def _as_far_as_it_can_be_read(ledger: Ledger, chain: Verification) -> Held:
    """Each entry by itself, so that one that was damaged hides no other."""
    entries: list[Entry] = []
    unreadable: dict[int, str] = {}
    with suppress(LedgerError):  # the table itself may break off
        for number, found in ledger.whatever_can_be_read():
            if isinstance(found, Entry):
                entries.append(found)
            else:
                unreadable[number] = str(found)
    held = {entry.number for entry in entries} | unreadable.keys()
    missing = (number for number in range(1, chain.entries + 1) if number not in held)
    return Held(
        tuple(entries), unreadable | {number: f"Ledger entry {number} is missing." for number in missing}, chain
    )
