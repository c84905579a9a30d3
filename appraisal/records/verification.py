"""Whether a ledger still says what was written: one walk along the chain of its entries."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.errors import FindingsError, LedgerError
from appraisal.model.canonical import canonical
from appraisal.model.entries import FIELDS, NO_ENTRIES, Entry, Receipt, entry_hash
from appraisal.records.entry_form import form_problem, is_canonical, refuse_misshapen

Row = Mapping[str, Any]
"""An entry as a table holds it: every field by its name, the content as canonical JSON text."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk along the chain found.

    A chain shows a change only to whoever cannot make every later hash anew. A tail cut off, and a change
    after which every later entry was hashed again, pass; only a receipt held by somebody else shows them.
    What was entered may also have been untrue from the start.

    Attributes:
        entries: how many entries the ledger holds, as far as it can be read.
        sound_up_to: entries 1 to this one agree with their hashes and follow from each other; 0 for none.
            Where an entry does not follow from the one before, that one is not counted among the sound.
        first_bad: number of the first entry that fails or is missing; None where all is sound.
        problem: what is wrong and what may be relied on, in words; None where all is sound.
        head: the receipt of the sound entries: of the whole ledger where all is sound.
        times_back: how many entries say that they were entered before the one in front of them. The clocks of two
            machines may differ, so this is told and is no fault; 0 where the chain does not hold.
        first_back: number of the first of these; None where there is none.
    """

    entries: int
    sound_up_to: int
    first_bad: int | None
    problem: str | None
    head: Receipt
    times_back: int = 0
    first_back: int | None = None

    @property
    def is_sound(self) -> bool:
        """Whether every entry that is there follows from the first."""
        return self.problem is None


def verify_rows(
    rows: Iterable[Any],
    *,
    read: Callable[[Any], dict[str, Any]] | None = None,
    seen: Callable[[Mapping[str, Any]], None] | None = None,
) -> Verification:
    """Walk along the chain once and stop at the first entry that does not hold.

    Args:
        rows: the entries in the order of their numbers, read one after the other and never kept.
        read: gives every field of a row, and raises LedgerError where it cannot; left out, each is a `Row`.
        seen: told every field of each entry that agrees with its hash and follows from the one before.

    Returns:
        What was found; nothing is raised for an entry that is wrong, nor for a table that breaks off.
    """
    walk = iter(rows)
    before, last = NO_ENTRIES, NO_ENTRIES
    back, first_back = 0, None
    while True:
        number = last.entries + 1
        try:
            row = next(walk, None)
        except LedgerError as error:
            return _failed(number, f"Ledger entry {number} cannot be read: {error}", last, last.entries)
        if row is None:
            return Verification(last.entries, last.entries, None, None, last, back, first_back)
        try:
            known = (read or read_row)(row)
            problem, sound = _problem(known, last, before)
        except (LedgerError, FindingsError) as error:
            problem, sound = f"Ledger entry {number} was changed after it was written: {error}", last
        if problem:
            return _failed(number, problem, sound, number + _count(walk))
        if last.time is not None and known["entered_at"] < last.time:
            back, first_back = back + 1, first_back or number
        before, last = last, Receipt(number, known["hash"], known["entered_at"])
        if seen is not None:
            seen(known)


def row_of(entry: Entry) -> dict[str, Any]:
    """An entry as a table holds it."""
    return entry.as_json() | {"content": canonical(entry.content).decode()}


def entry_of(row: Row) -> Entry:
    """The entry that a row holds.

    Raises:
        LedgerError: if a field is of the wrong type, or the content is not the canonical JSON that was written.
    """
    try:
        return Entry(**read_row(row))
    except LedgerError as error:
        msg = f"Ledger entry {row['number']} was changed after it was written: {error} Rely on nothing in this ledger."
        raise LedgerError(msg) from error


def read_row(row: Row) -> dict[str, Any]:
    """Every field of an entry from a table's row; its hash and what it follows from are not looked at.

    Raises:
        LedgerError: as `entry_of` does, with the reason alone.
    """
    known = {name: row[name] for name in FIELDS}
    if not isinstance(known["content"], str):
        msg = "its content is not text."
        raise LedgerError(msg)
    try:
        known["content"] = json.loads(row["content"])
    except (ValueError, RecursionError) as error:
        msg = "its content cannot be read as JSON."
        raise LedgerError(msg) from error
    refuse_misshapen(known)
    if not is_canonical(known["content"], row["content"].encode(errors="surrogatepass")):
        msg = "its content is not in the form in which it was written."
        raise LedgerError(msg)
    return known


def _problem(known: Mapping[str, Any], last: Receipt, before: Receipt) -> tuple[str | None, Receipt]:
    """What is wrong with the entry after `last`, and up to which receipt the ledger is sound then."""
    number = last.entries + 1
    if known["number"] != number:
        return f"Ledger entry {number} is missing: where it should stand is one numbered {known['number']}.", last
    if entry_hash(known) != known["hash"]:
        return f"Ledger entry {number} was changed after it was written: what it says does not give its hash.", last
    if known["previous"] != last.head:
        return _broken_link(number), before
    wrong = form_problem(known)
    return (f"Ledger entry {number} {wrong}", last) if wrong else (None, last)


def _broken_link(number: int) -> str:
    if number == 1:
        return "Ledger entry 1 follows from another entry, so what stood before it is missing or it was changed."
    return (
        f"Ledger entry {number} does not follow from entry {number - 1}, "
        "so one of them was changed after it was written."
    )


def _failed(number: int, problem: str, sound: Receipt, entries: int) -> Verification:
    reliance = {
        0: "Rely on none of its entries.",
        1: "Entry 1 is sound; rely on nothing later.",
    }.get(sound.entries, f"Entries 1 to {sound.entries} are sound; rely on nothing later.")
    return Verification(entries, sound.entries, number, f"{problem} {reliance}", sound)


def _count(walk: Iterator[Any]) -> int:
    """How many rows are left, as far as they can be read."""
    count = 0
    try:
        for _ in walk:
            count += 1
    except LedgerError:
        pass
    return count
