"""What the database itself refuses to do to the ledger, and what its refusals mean in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from appraisal.model.entries import FIRST_PREVIOUS

# INSERT OR REPLACE deletes rows without firing a delete trigger, so every insert but that of the next entry is refused.
GUARDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sqlite": (
            "CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries"
            " BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END",
            "CREATE TRIGGER entries_never_go BEFORE DELETE ON entries"
            " BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END",
            "CREATE TRIGGER entries_only_follow BEFORE INSERT ON entries BEGIN"
            " SELECT RAISE(ABORT, 'there is an entry with this number already')"
            " WHERE EXISTS (SELECT 1 FROM entries WHERE number = NEW.number);"
            " SELECT RAISE(ABORT, 'an entry takes the next number')"
            " WHERE NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM entries);"
            " SELECT RAISE(ABORT, 'an entry follows from the last one')"
            " WHERE NEW.previous IS NOT"
            f" coalesce((SELECT hash FROM entries ORDER BY number DESC LIMIT 1), '{FIRST_PREVIOUS}'); END",
        ),
    }
)
"""For each kind of database, the statements that make it refuse to change, delete or replace an entry."""


def in_words(cause: BaseException | None) -> str:
    """What a database's error means for the ledger, to follow 'The ledger at (address)'.

    >>> in_words(OSError("no room"))
    'cannot be used: no room.'
    """
    is_garbled = isinstance(cause, UnicodeDecodeError)  # what a damaged file says of itself need not even be text
    name = "SQLITE_CORRUPT" if is_garbled else getattr(cause, "sqlite_errorname", "")
    meanings = (meaning for start, meaning in _SQLITE_MEANINGS.items() if name.startswith(start))
    return next(meanings, "cannot be used: {cause}.").format(cause=cause)


_SQLITE_MEANINGS = {
    "SQLITE_BUSY": "is in use by another program. Wait until that has finished, and try again.",
    "SQLITE_CANTOPEN": "cannot be opened, or its folder cannot be written. Check the address and your rights to it.",
    "SQLITE_CONSTRAINT": "refused an entry, because {cause}. Nothing was entered.",
    "SQLITE_CORRUPT": "is damaged. Restore it from a copy, and compare that with a receipt.",
    "SQLITE_NOTADB": "is not a ledger: the file is not an SQLite database. Check the address.",
    "SQLITE_READONLY": "may be read but not written here. Ask whoever keeps it for the right to write.",
}
