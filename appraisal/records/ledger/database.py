"""A database that holds a ledger: its transactions, and its errors in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from appraisal.errors import LedgerError
from appraisal.records.ledger.schema import strangers
from appraisal.records.ledger.tables import ENTRIES, TABLES, statements
from appraisal.records.verification import Row


@dataclass(frozen=True, slots=True)
class Database:
    """Where a ledger is kept.

    Attributes:
        engine: gives connections; its "begin" listener begins a writer's transaction behind every other writer's, and
            a reader's on one snapshot.
        name: the address as it may be shown, so without a password.
        words: what an error of the driver means, to follow "The ledger at (name)".
        another: why a database with other tables is no ledger, to follow its name.
        schema: where in the database the tables are; None where it has no such parts.
    """

    engine: sa.Engine
    name: str
    words: Callable[[BaseException | None], str]
    another: str
    schema: str | None = None

    def has_ledger(self) -> bool:
        """Whether the tables of a ledger are there; False where there are none at all.

        Raises:
            LedgerError: if the tables of something else are there, or anything through which other entries could be
                shown than those that stand there; or the database cannot be read.
        """
        with self.transaction() as connection:
            return self._has_ledger(connection)

    def not_a_ledger(self) -> LedgerError:
        """The refusal of a database that is something else."""
        return LedgerError(f"{self.name} {self.another} Check the address.")

    def make(self) -> None:
        """Make the tables of a ledger where there are none at all.

        Raises:
            LedgerError: if the tables of something else are there, or none can be made.
        """
        with self.transaction(writing=True) as connection:
            if not self._has_ledger(connection):  # another writer may have made them meanwhile
                for statement in statements(connection.dialect):
                    connection.exec_driver_sql(statement, execution_options={"no_parameters": True})

    @contextmanager
    def transaction(self, *, writing: bool = False) -> Iterator[sa.Connection]:
        """A connection within one transaction; a writer's queues behind every other writer's from its beginning."""
        with self.told(), self.engine.connect() as connection:
            connection.execution_options(writing=writing)
            with connection.begin() as transaction:
                yield connection
                if not writing:
                    transaction.rollback()  # a commit would fail where a damaged page was met, though nothing changed

    def rows(self, connection: sa.Connection) -> Iterator[Row]:
        """Every entry in order, fetched as they are asked for, so that a long ledger takes no more memory."""
        everything = sa.select(ENTRIES).order_by(ENTRIES.c.number)
        # A buffer loses the rows before one that cannot be read; SQLite gives one after the other without.
        is_buffered = connection.dialect.name != "sqlite"
        options = {"stream_results": is_buffered, "max_row_buffer": 1000}
        with self.told(), connection.execute(everything, execution_options=options) as result:
            names = tuple(result.keys())
            for row in result:
                yield dict(zip(names, row, strict=True))

    @contextmanager
    def told(self) -> Iterator[None]:
        """Turn what the driver raises into a LedgerError."""
        try:
            yield
        except (sa.exc.DBAPIError, self.engine.dialect.loaded_dbapi.Error, UnicodeDecodeError) as error:
            cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
            msg = f"The ledger at {self.name} {self.words(cause)}"
            raise LedgerError(msg) from error

    def _has_ledger(self, connection: sa.Connection) -> bool:
        inspector = sa.inspect(connection)
        found = set(inspector.get_table_names(schema=self.schema))
        if not found:
            return False
        is_ours = set(TABLES.tables) <= found
        if is_ours and self.schema is not None:  # on a server, another program's table may be called the same
            columns = inspector.get_multi_columns(schema=self.schema)
            is_ours = all(
                [column["name"] for column in columns[self.schema, table.name]] == table.columns.keys()
                for table in TABLES.sorted_tables
            )
        if not is_ours:
            raise self.not_a_ledger()
        planted = strangers(connection)
        if planted:
            msg = (
                f"The ledger at {self.name} holds what we did not make: {', '.join(planted)}. Through it other entries "
                "could be shown than those that stand there, so nothing is read. Restore it from a copy, and compare "
                "that with a receipt; or have whoever put it there take it away, and say why."
            )
            raise LedgerError(msg)
        return True
