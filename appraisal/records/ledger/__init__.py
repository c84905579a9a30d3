"""The ledger on disk: entries appended and never changed, and beside them the names, which can be erased."""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from appraisal.errors import LedgerError
from appraisal.model.entries import (
    FIELDS,
    NO_ENTRIES,
    NOT_STATED,
    OPTIONAL_FIELDS,
    Draft,
    Entry,
    Receipt,
    chained,
    is_salt,
    is_utc_text,
)
from appraisal.model.refusals import refuse_unfit
from appraisal.records.guards import GUARDS, in_words
from appraisal.records.verification import Row, Verification, entry_of, row_of, verify_rows


@contextmanager
def open_ledger(address: Path | str, *, create: bool = False, wait_seconds: float = 30.0) -> Iterator[Ledger]:
    """Open a ledger for the length of a `with` block.

    Args:
        address: the ledger's file, or its URL as in 'sqlite:///folder/ledger.sqlite3'.
        create: make it where there is none; without, nothing is made on disk.
        wait_seconds: how long to queue behind another writer.

    Raises:
        LedgerError: if there is no ledger there, or it cannot be read or made.

    >>> from tempfile import TemporaryDirectory
    >>> draft = Draft(kind="weights", place="fulham", person="p07", role="residents", entered_by="p01",
    ...               route="file", content={"points": {"cost": "100"}})
    >>> with TemporaryDirectory() as folder, open_ledger(Path(folder) / "ledger.sqlite3", create=True) as ledger:
    ...     _ = ledger.append([draft], entered_at="2025-09-01T09:30:00.000000Z")
    ...     [entry.content["points"]["cost"] for entry in ledger.entries(kinds=["weights"])]
    ['100']
    """
    path = _path(address)
    if not create and not _is_there(path):
        msg = f"There is no ledger at {path}; 'appraisal import' makes one when it takes the first ballots."
        raise LedgerError(msg)
    engine = _engine(path, create=create, wait_seconds=wait_seconds)
    try:
        _find_tables(engine, path, create=create)
        yield Ledger(engine, path)
    finally:
        engine.dispose()


class Ledger:
    """An open ledger, as `open_ledger` gives it."""

    def __init__(self, engine: sa.Engine, path: Path) -> None:
        self._engine = engine
        self._path = path

    def append(
        self,
        drafts: Iterable[Draft],
        *,
        entered_at: str,
        after: Receipt | None = None,
        salts: Sequence[str] | None = None,
    ) -> tuple[Entry, ...]:
        """Enter all the drafts, in their order and after everything that is there, or none of them.

        When this returns, the entries are on the disk: a crash later loses none of them.

        Args:
            drafts: what is to be entered.
            entered_at: now, as `appraisal.model.entries.utc_text` writes it.
            after: what the drafts were weighed against; they are refused if something else was entered since.
            salts: one for each draft, for tests; drawn at random otherwise.

        Raises:
            LedgerError: if a draft cannot be taken, or the ledger cannot be written; nothing is entered then.
            ValueError: if entered_at or a salt is not in its form.
        """
        drafts = tuple(drafts)
        salts = [secrets.token_hex(16) for _ in drafts] if salts is None else salts
        if not is_utc_text(entered_at) or not all(map(is_salt, salts)):
            msg = "entered_at has to be as utc_text writes it, and a salt 32 hex digits"
            raise ValueError(msg)
        refuse_unfit(drafts)
        if not drafts:
            return ()
        with _transaction(self._engine, self._path, writing=True) as connection:
            head = _head(connection)
            if after not in (None, head):
                msg = "Nothing was entered: somebody else entered something meanwhile. Do it again."
                raise LedgerError(msg)
            entries = chained(drafts, after=head, entered_at=entered_at, salts=salts)
            rows = [row_of(entry) for entry in entries]
            if tuple(entry_of(row) for row in rows) != entries:
                msg = "Nothing was entered, because an entry would not be read back as it was given."
                raise LedgerError(msg)
            connection.execute(sa.insert(_ENTRIES), rows)
        return entries

    def entries(self, place: str | None = None, kinds: Collection[str] | None = None) -> Iterator[Entry]:
        """The entries as they stand when reading begins, in order, read as they are asked for.

        No lock is held in between, so entries may be appended meanwhile. Hashes are not checked here;
        `verify` does that.

        Args:
            place: only entries about this place; otherwise about any.
            kinds: only entries of these kinds; otherwise of any.
        """
        number = _ENTRIES.c.number
        wanted = sa.select(_ENTRIES).where(number <= self.head().entries).order_by(number).limit(_PAGE)
        if place is not None:
            wanted = wanted.where(_ENTRIES.c.place == place)
        if kinds is not None:
            wanted = wanted.where(_ENTRIES.c.kind.in_(list(kinds)))
        page = self._page(wanted)
        while page:
            yield from page
            page = self._page(wanted.where(number > page[-1].number))

    def head(self) -> Receipt:
        """The receipt of the ledger as it stands."""
        with _transaction(self._engine, self._path) as connection:
            return _head(connection)

    def verify(self, *, seen: Callable[[Mapping[str, Any]], None] | None = None) -> Verification:
        """Walk along the whole chain once; `Verification` says what that shows and what it cannot.

        Args:
            seen: told every field of each entry that holds, in their order, so that nothing is read twice.
        """
        with _transaction(self._engine, self._path) as connection:
            return verify_rows(_rows(connection, self._path), seen=seen)

    def refuse_unsound(self) -> None:
        """Stop where the chain does not hold, before anything is concluded from it.

        Raises:
            LedgerError: naming the first entry that does not hold.
        """
        found = self.verify()
        if not found.is_sound:
            raise LedgerError(found.problem)

    def person_for(self, name: str) -> str:
        """The person id that stands for a name: the one that is kept, or else one drawn at random and kept.

        Raises:
            LedgerError: if the name is empty, or a new one cannot be kept.
        """
        name = " ".join(name.split())
        if not name:
            msg = "A name was expected, for which a person id can stand; an empty one was given."
            raise LedgerError(msg)
        with _transaction(self._engine, self._path) as connection:
            person = _person(connection, name)
        if person is None:
            with _transaction(self._engine, self._path, writing=True) as connection:
                person = _person(connection, name)
                if person is None:
                    person = _unused_person(connection)
                    connection.execute(sa.insert(_NAMES), {"person": person, "name": name})
        return person

    def id_for(self, person: str, pseudonyms: Collection[str] = ()) -> str:
        """The person id of somebody given by id or by name.

        Only a pseudonym is taken for an id: one of those given (a panel's), one that the ledger drew, or
        "not-stated". Anything else may be a name, even "anna-smith", and a name never goes into the chain.
        """
        is_drawn = _DRAWN.fullmatch(person) is not None
        return person if person in pseudonyms or is_drawn or person == NOT_STATED else self.person_for(person)

    def name_of(self, person: str) -> str | None:
        """The name behind a person id; None where none was ever kept, or it was erased."""
        with _transaction(self._engine, self._path) as connection:
            return connection.scalar(sa.select(_NAMES.c.name).where(_NAMES.c.person == person))

    def erase_name(self, person: str) -> bool:
        """Erase the name behind a person id, its bytes in the file too; every entry stays as it is.

        Returns:
            Whether there was a name to erase.
        """
        with _transaction(self._engine, self._path, writing=True) as connection:
            return connection.execute(sa.delete(_NAMES).where(_NAMES.c.person == person)).rowcount > 0

    def _page(self, wanted: sa.Select[Any]) -> list[Entry]:
        with _transaction(self._engine, self._path) as connection:
            return [entry_of(row._asdict()) for row in connection.execute(wanted)]


_TABLES = sa.MetaData()
_ENTRIES = sa.Table(
    "entries",
    _TABLES,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    *(sa.Column(name, sa.Text, nullable=name in OPTIONAL_FIELDS, unique=name == "previous") for name in FIELDS[1:]),
)
_NAMES = sa.Table(
    "names",
    _TABLES,
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
)
_PAGE = 1000
_DRAWN = re.compile(r"x[0-9a-f]{8}")


def _path(address: Path | str) -> Path:
    if isinstance(address, Path):
        return address
    try:
        url = sa.make_url(address)
    except sa.exc.ArgumentError:
        return Path(address)
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        msg = f"'{address}' is not the address of a ledger. Give its file, or 'sqlite:///' and the file."
        raise LedgerError(msg)
    return Path(str(url.database))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        msg = f"The ledger at {path} cannot be looked for: {error.strerror}. Check the address and your rights to it."
        raise LedgerError(msg) from error


def _engine(path: Path, *, create: bool, wait_seconds: float) -> sa.Engine:
    query = {"mode": "rwc" if create else "rw", "uri": "true"}
    url = sa.URL.create("sqlite", database=path.absolute().as_uri(), query=query)
    engine = sa.create_engine(url, poolclass=sa.NullPool, connect_args={"timeout": wait_seconds})
    sa.event.listen(engine, "connect", _set_up)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # _begin begins transactions, not the driver
    connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")  # verify meets changed bytes
    connection.execute("PRAGMA synchronous = EXTRA")  # FULL, and the folder too, so that a commit outlives a power cut
    connection.execute("PRAGMA secure_delete = ON")  # an erased name leaves no bytes behind


def _begin(connection: sa.Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _find_tables(engine: sa.Engine, path: Path, *, create: bool) -> None:
    with _transaction(engine, path) as connection:
        found = sa.inspect(connection).get_table_names()
    if create and not found:
        with _transaction(engine, path, writing=True) as connection:
            found = sa.inspect(connection).get_table_names()  # another writer may have made them meanwhile
            if not found:
                _make_tables(connection)
                return
    if not set(_TABLES.tables) <= set(found):
        msg = f"{path} is an SQLite file, but not a ledger: it has no tables of entries and names. Check the address."
        raise LedgerError(msg)


def _make_tables(connection: sa.Connection) -> None:
    _TABLES.create_all(connection)
    for guard in GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(guard)


@contextmanager
def _transaction(engine: sa.Engine, path: Path, *, writing: bool = False) -> Iterator[sa.Connection]:
    """A connection within one transaction; a writer's queues behind every other writer's from its beginning."""
    with _told(path), engine.connect() as connection:
        connection.execution_options(writing=writing)
        with connection.begin() as transaction:
            yield connection
            if not writing:
                transaction.rollback()  # a commit would fail where a damaged page was met, though nothing was written


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (sa.exc.DBAPIError, sqlite3.Error, UnicodeDecodeError) as error:
        cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
        msg = f"The ledger at {path} {in_words(cause)}"
        raise LedgerError(msg) from error


def _rows(connection: sa.Connection, path: Path) -> Iterator[Row]:
    with _told(path):
        everything = sa.select(_ENTRIES).order_by(_ENTRIES.c.number)
        # A buffer would lose the rows before one that cannot be read; SQLite gives one after the other without.
        is_buffered = connection.dialect.name != "sqlite"
        with connection.execute(everything, execution_options={"stream_results": is_buffered}) as result:
            for row in result:
                yield row._asdict()


def _head(connection: sa.Connection) -> Receipt:
    columns = _ENTRIES.c
    newest = sa.select(columns.number, columns.hash, columns.entered_at).order_by(columns.number.desc()).limit(1)
    row = connection.execute(newest).first()
    return NO_ENTRIES if row is None else Receipt(row.number, row.hash, row.entered_at)


def _person(connection: sa.Connection, name: str) -> str | None:
    return connection.scalar(sa.select(_NAMES.c.person).where(_NAMES.c.name == name))


def _unused_person(connection: sa.Connection) -> str:
    """A random person id that no name and no entry has, so that nobody inherits the words of an erased name."""
    columns = _ENTRIES.c
    while True:
        person = f"x{secrets.token_hex(4)}"
        kept = sa.select(_NAMES.c.person).where(_NAMES.c.person == person)
        entered = sa.select(columns.number).where(
            sa.or_(columns.person == person, columns.entered_by == person, columns.on_behalf_of == person)
        )
        if connection.execute(kept).first() is None and connection.execute(entered).first() is None:
            return person
