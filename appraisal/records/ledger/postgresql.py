"""A ledger in a PostgreSQL database of its own, for several programs or machines that write one record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import sqlalchemy as sa

from appraisal.errors import LedgerError
from appraisal.records.ledger.database import Database


def has_ledger(address: str) -> bool:
    """Whether the database at an address holds a ledger; False where it holds nothing.

    Raises:
        LedgerError: if it cannot be reached, or holds something else.
    """
    database = on_a_server(address, wait_seconds=30.0)
    try:
        return database.has_ledger()
    finally:
        database.engine.dispose()


def on_a_server(address: str, *, wait_seconds: float) -> Database:
    """The database at an address, which is one that libpq reads.

    Args:
        address: as in 'postgresql://role@host:5432/ledger'; PGHOST, PGPASSFILE and so on give the rest.
        wait_seconds: how long to queue behind another writer.

    Raises:
        LedgerError: if the driver is not installed, or the address cannot be read.
    """
    psycopg = _driver()
    parts = _parts(psycopg, address)
    secret, name = str(parts.get("password", "")), _name(parts)
    settings = {"connect_timeout": 10, **parts, "client_encoding": "UTF8", "fallback_application_name": "appraisal"}
    engine = sa.create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(**settings),
        pool_pre_ping=True,
        use_native_hstore=False,
        hide_parameters=True,
    )
    sa.event.listen(engine, "begin", _begin(wait_seconds))
    another = "has other tables than those of a ledger, and a ledger needs a database of its own."
    return Database(engine, name, lambda cause: in_words(cause, secret), another, schema="public")


def in_words(cause: BaseException | None, secret: str = "") -> str:
    """What an error of PostgreSQL means for the ledger, to follow 'The ledger at (address)'.

    Args:
        cause: what the driver raised.
        secret: a password, which is never told.

    >>> in_words(OSError("no route to secret"), "secret")
    'cannot be reached or used: no route to ***. Check the address, and that the server runs.'
    """
    state = "XX" if isinstance(cause, UnicodeDecodeError) else getattr(cause, "sqlstate", None) or ""
    meanings = (meaning for start, meaning in _MEANINGS.items() if state.startswith(start))
    said = str(cause).removeprefix("connection failed: ").removeprefix("connection is bad: ")
    if state and getattr(cause, "diag", None) is not None:
        said = cause.diag.message_primary or said  # type: ignore[union-attr]  # the detail can hold somebody's name
    said = (said.splitlines() or ["no reason was given"])[0].rstrip(".")
    if getattr(getattr(cause, "pgconn", None), "needs_password", False):
        said = "it asks for a password, which PGPASSFILE or the address can give"
    if secret:
        said = said.replace(secret, "***")
    return next(meanings, _UNREACHABLE).format(cause=said)


def _driver() -> ModuleType:
    try:
        import psycopg
    except ImportError as error:
        msg = "A ledger on PostgreSQL needs its driver, which is not here: pip install 'appraisal[postgresql]'."
        raise LedgerError(msg) from error
    return psycopg


def _parts(psycopg: ModuleType, address: str) -> dict[str, Any]:
    """The parts of an address. What stands in it is never repeated, because a part of a password could be."""
    unread = (
        "The address of the ledger cannot be read. It is like 'postgresql://role@host:5432/ledger'; in a password, "
        "whatever is no letter or digit is written as % and two hex digits, such as %40 for @."
    )
    try:
        parts: dict[str, Any] = psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.Error:
        raise LedgerError(unread) from None
    host, port = str(parts.get("host", "")), str(parts.get("port", ""))
    if "," in host + port:
        msg = "The address of the ledger names several servers. A ledger is in one place: name one."
        raise LedgerError(msg)
    # An @ or / in a password that is not written as %40 or %2F makes its rest a host, a port or a database.
    if "@" in host + str(parts.get("dbname", "")) or (port and not port.isdecimal()):
        raise LedgerError(unread)
    return parts


def _name(parts: Mapping[str, Any]) -> str:
    host, port, database = (str(parts.get(name, "")) for name in ("host", "port", "dbname"))
    if host.startswith("/"):
        return f"postgresql:///{database}?host={host}"
    return f"postgresql://{host}{port and ':'}{port}/{database}"


def _begin(wait_seconds: float) -> Callable[[sa.Connection], None]:
    writing = _WRITING.format(milliseconds=max(1, round(wait_seconds * 1000)))

    def begin(connection: sa.Connection) -> None:
        text = writing if connection.get_execution_options().get("writing", False) else _READING
        connection.exec_driver_sql(text, execution_options={"no_parameters": True})  # several statements at once

    return begin


# One schema, whatever the role's own search path, or two roles could write two ledgers in one database; temporary
# tables last. All is set for the transaction alone, so that it holds behind a connection pooler too.
_PATH = "SET LOCAL search_path = public, pg_temp"
_READING = f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; {_PATH}"
# An advisory lock, because LOCK TABLE asks for rights that whoever only appends should not have. Its key is any number
# that every writer of a ledger knows. A writer that is lost with its machine gives the lock back after a minute.
_WRITING = f"""
SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE; {_PATH};
SET LOCAL lock_timeout = {{milliseconds}};
SET LOCAL idle_in_transaction_session_timeout = 60000;
SELECT set_config('synchronous_commit', 'on', true)
  WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write');
DO $$ BEGIN
  IF current_setting('fsync') = 'off' THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'this server does not write to disk before it says that it did (fsync is off)';
  ELSIF current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'this database does not keep its text as UTF8';
  END IF;
END $$;
SELECT pg_advisory_xact_lock(6174000000000001)
"""
_UNREACHABLE = "cannot be reached or used: {cause}. Check the address, and that the server runs."
_MEANINGS = {
    "55P03": "is in use by another program. Wait until that has finished, and try again.",
    "23505": "refused an entry, because another was entered after the same one. Nothing was entered.",
    "23": "refused an entry, because {cause}. Nothing was entered.",
    "25006": "may be read but not written here. Ask whoever keeps it for the right to write.",
    "42501": "may not be used so by your role: {cause}. Ask whoever keeps it for the right.",
    "42P01": "has lost a table: {cause}. Restore it from a copy, and compare that with a receipt.",
    "XX": "is damaged: {cause}. Restore it from a copy, and compare that with a receipt.",
}
