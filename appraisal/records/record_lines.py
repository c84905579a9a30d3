"""The record as JSON lines: one entry a line, in order, each in the one form that it can have."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from appraisal.errors import LedgerError
from appraisal.model.canonical import canonical
from appraisal.model.entries import FIELDS, Entry
from appraisal.records.entry_form import is_canonical, refuse_misshapen


def record_lines(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The lines of a record, each read and written as it is asked for.

    Args:
        entries: in the order of their numbers.

    Returns:
        For each the canonical JSON (RFC 8785) of an object of all its fields, the hash among them, and a line feed.
    """
    for entry in entries:
        yield canonical(entry.as_json()) + b"\n"


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file, one after the other, each with the line feed that ends it.

    Raises:
        LedgerError: if it is not there, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        msg = f"The record at {path} cannot be read: {error.strerror or error}. Check the address and your rights."
        raise LedgerError(msg) from error


def read_line(line: bytes) -> dict[str, Any]:
    """Every field of the entry that a line holds; its hash and what it follows from are not looked at.

    Raises:
        LedgerError: if the line is not one that `record_lines` could have written.
    """
    try:
        known = json.loads(line.decode())
    except (ValueError, RecursionError) as error:
        msg = "its line cannot be read as JSON."
        raise LedgerError(msg) from error
    if not isinstance(known, dict) or known.keys() != set(FIELDS):
        msg = "its line does not hold the fields of an entry."
        raise LedgerError(msg)
    refuse_misshapen(known)
    if not is_canonical(known, line.removesuffix(b"\n")) or not line.endswith(b"\n"):
        msg = "its line is not in the form in which it was written."
        raise LedgerError(msg)
    return known
