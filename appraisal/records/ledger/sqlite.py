"""A ledger in a file of its own, which SQLite keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from appraisal.records.ledger.database import Database


def in_a_file(path: Path, *, create: bool, wait_seconds: float) -> Database:
    """The database in a file.

    Args:
        path: the file.
        create: make the file where there is none.
        wait_seconds: how long to queue behind another writer.
    """
    query = {"mode": "rwc" if create else "rw", "uri": "true"}
    url = sa.URL.create("sqlite", database=path.absolute().as_uri(), query=query)
    timeout = {"timeout": wait_seconds}
    engine = sa.create_engine(url, poolclass=sa.NullPool, connect_args=timeout, hide_parameters=True)
    sa.event.listen(engine, "connect", _set_up)
    sa.event.listen(engine, "begin", _begin)
    another = "is an SQLite file, but not a ledger: it has no tables of entries and names."
    return Database(engine, str(path), in_words, another)


def in_words(cause: BaseException | None) -> str:
    """What an error of SQLite means for the ledger, to follow 'The ledger at (address)'.

    >>> in_words(OSError("no room"))
    'cannot be used: no room.'
    """
    is_garbled = isinstance(cause, UnicodeDecodeError)  # what a damaged file says of itself need not even be text
    name = "SQLITE_CORRUPT" if is_garbled else getattr(cause, "sqlite_errorname", "")
    meanings = (meaning for start, meaning in _MEANINGS.items() if name.startswith(start))
    return next(meanings, "cannot be used: {cause}.").format(cause=cause)


def _set_up(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # _begin begins transactions, not the driver
    connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")  # verify meets changed bytes
    connection.execute("PRAGMA synchronous = EXTRA")  # FULL, and the folder too, so that a commit outlives a power cut
    connection.execute("PRAGMA secure_delete = ON")  # an erased name leaves no bytes behind


def _begin(connection: sa.Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


_MEANINGS = {
    "SQLITE_BUSY": "is in use by another program. Wait until that has finished, and try again.",
    "SQLITE_CANTOPEN": "cannot be opened, or its folder cannot be written. Check the address and your rights to it.",
    "SQLITE_CONSTRAINT": "refused an entry, because {cause}. Nothing was entered.",
    "SQLITE_CORRUPT": "is damaged. Restore it from a copy, and compare that with a receipt.",
    "SQLITE_NOTADB": "is not a ledger: the file is not an SQLite database. Check the address.",
    "SQLITE_READONLY": "may be read but not written here. Ask whoever keeps it for the right to write.",
}
