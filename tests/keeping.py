"""The two databases that can keep a ledger, for tests that run on both and go round it by plain SQL."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager

import psycopg


class InAFile:
    """SQLite: each ledger in a file of one folder."""

    Error = sqlite3.Error
    # What makes the third entry of a batch fail.
    FULL = (
        "CREATE TRIGGER entries_full BEFORE INSERT ON entries WHEN NEW.number = 3"
        " BEGIN SELECT RAISE(ABORT, 'it is full'); END",
    )

    def __init__(self, folder):
        self._folder = folder
        self._made = 0

    def new(self):
        """The address of a ledger that is not there yet."""
        self._made += 1
        return self._folder / f"ledger-{self._made}.sqlite3"

    @contextmanager
    def connected(self, address):
        """What runs one statement after the other, each committed at once."""
        with closing(sqlite3.connect(address, isolation_level=None)) as connection:
            yield connection.execute

    def held(self, address):
        """A connection that keeps every other writer waiting."""
        connection = sqlite3.connect(address, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        return closing(connection)

    def drop_guards(self, run):
        for (name,) in run("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            run(f"DROP TRIGGER {name}")

    def close(self):
        pass


class OnAServer:
    """PostgreSQL: each ledger in a database of one server."""

    Error = psycopg.Error
    FULL = (
        "CREATE FUNCTION entries_full() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION USING ERRCODE = '23000', MESSAGE = 'it is full'; END $$",
        "CREATE TRIGGER entries_full BEFORE INSERT ON entries FOR EACH ROW WHEN (NEW.number = 3)"
        " EXECUTE FUNCTION entries_full()",
    )

    def __init__(self, server):
        self._server = server
        self._made = []

    def new(self):
        self._made.append(self._server.new_database())
        return self._made[-1]

    @contextmanager
    def connected(self, address):
        with closing(psycopg.connect(address, autocommit=True)) as connection:
            yield lambda statement, given=(): connection.execute(statement.replace("?", "%s"), given or None)

    def held(self, address):
        connection = psycopg.connect(address)
        connection.execute("SELECT pg_advisory_xact_lock(6174000000000001)")
        return closing(connection)

    def drop_guards(self, run):
        for name in ("entries_never_change", "entries_never_go", "entries_only_follow"):
            run(f"DROP TRIGGER {name} ON entries")

    def close(self):
        for address in self._made:
            self._server.give_back(address)
