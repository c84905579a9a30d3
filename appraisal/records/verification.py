"""Whether a ledger still says what was written: one walk along the chain of its entries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from appraisal.errors import FindingsError, LedgerError
from appraisal.model.canonical import canonical
from appraisal.model.entries import FIELDS, NO_ENTRIES, OPTIONAL_FIELDS, Entry, Receipt, entry_hash
from appraisal.model.kinds import KINDS

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
    """

    entries: int
    sound_up_to: int
    first_bad: int | None
    problem: str | None
    head: Receipt

    @property
    def is_sound(self) -> bool:
        """Whether every entry that is there follows from the first."""
        return self.problem is None


def verify_rows(rows: Iterable[Row]) -> Verification:
    """Walk along the chain once and stop at the first entry that does not hold.

    Args:
        rows: the entries in the order of their numbers, read one after the other and never kept.

    Returns:
        What was found; nothing is raised for an entry that is wrong, nor for a table that breaks off.
    """
    walk = iter(rows)
    before, last = NO_ENTRIES, NO_ENTRIES
    while True:
        number = last.entries + 1
        try:
            row = next(walk, None)
            if row is None:
                return Verification(last.entries, last.entries, None, None, last)
            problem, sound = _problem(row, last, before)
        except LedgerError as error:
            return _failed(number, f"Ledger entry {number} cannot be read: {error}", last, last.entries)
        if problem:
            return _failed(number, problem, sound, number + _count(walk))
        before, last = last, Receipt(number, row["hash"], row["entered_at"])


def row_of(entry: Entry) -> dict[str, Any]:
    """An entry as a table holds it."""
    return entry.as_json() | {"content": canonical(entry.content).decode()}


def entry_of(row: Row) -> Entry:
    """The entry that a row holds.

    Raises:
        LedgerError: if a field is of the wrong type, or the content is not the canonical JSON that was written.
    """
    try:
        return Entry(**_read(row))
    except LedgerError as error:
        msg = f"Ledger entry {row['number']} was changed after it was written: {error} Rely on nothing in this ledger."
        raise LedgerError(msg) from error


def _problem(row: Row, last: Receipt, before: Receipt) -> tuple[str | None, Receipt]:
    """What is wrong with the entry after `last`, and up to which receipt the ledger is sound then."""
    number = last.entries + 1
    if row["number"] != number:
        return f"Ledger entry {number} is missing: where it should stand is one numbered {row['number']}.", last
    try:
        known = _read(row)
        hash_found = entry_hash(known)
    except (LedgerError, FindingsError) as error:
        return f"Ledger entry {number} was changed after it was written: {error}", last
    if hash_found != known["hash"]:
        return f"Ledger entry {number} was changed after it was written: what it says does not give its hash.", last
    if known["previous"] != last.head:
        return _broken_link(number), before
    if known["kind"] not in KINDS:
        return f"Ledger entry {number} is of a kind that there is not: '{known['kind']}'.", last
    return None, last


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


def _count(walk: Iterator[Row]) -> int:
    """How many rows are left, as far as they can be read."""
    count = 0
    try:
        for _ in walk:
            count += 1
    except LedgerError:
        pass
    return count


def _read(row: Row) -> dict[str, Any]:
    known = {name: row[name] for name in FIELDS}
    for name, value in known.items():
        expected: type = int if name == "number" else str
        if not isinstance(value, expected) and not (value is None and name in OPTIONAL_FIELDS):
            msg = f"its {name} is not {'a number' if expected is int else 'text'}."
            raise LedgerError(msg)
    try:
        known["content"] = json.loads(row["content"])
        text = canonical(known["content"]).decode()
    except (ValueError, RecursionError) as error:
        msg = "its content cannot be read as JSON."
        raise LedgerError(msg) from error
    if text != row["content"] or not isinstance(known["content"], dict):
        msg = "its content is not in the form in which it was written."
        raise LedgerError(msg)
    return known
