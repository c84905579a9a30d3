"""The ledger: entries appended and never changed, and beside them the names, which can be erased."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from appraisal.errors import LedgerError
from appraisal.model.entries import NOT_STATED, Draft, Entry, Receipt, chained, is_salt, is_utc_text
from appraisal.model.refusals import refuse_unfit
from appraisal.records.ledger.database import Database
from appraisal.records.ledger.postgresql import on_a_server
from appraisal.records.ledger.sqlite import in_a_file
from appraisal.records.ledger.tables import ENTRIES, NAMES, head, is_taken, person_of
from appraisal.records.ledger_address import SCHEMES, ledger_is_there
from appraisal.records.verification import Row, Verification, entry_of, row_of, verify_rows


@contextmanager
def open_ledger(address: Path | str, *, create: bool = False, wait_seconds: float = 30.0) -> Iterator[Ledger]:
    """Open a ledger for the length of a `with` block.

    Args:
        address: the ledger's file, or its URL as in 'sqlite:///folder/ledger.sqlite3', or a PostgreSQL database's as
            in 'postgresql://role@host/ledger'. A database holds one ledger and nothing else.
        create: make it where there is none; without, nothing is made.
        wait_seconds: how long to queue behind another writer.

    Raises:
        LedgerError: if there is no ledger there, or it cannot be read or made; or if its database holds an index, a
            trigger, a view or a policy that we did not make.

    >>> from tempfile import TemporaryDirectory
    >>> draft = Draft(kind="weights", place="fulham", person="p07", role="residents", entered_by="p01",
    ...               route="file", content={"points": {"cost": "100"}})
    >>> with TemporaryDirectory() as folder, open_ledger(Path(folder) / "ledger.sqlite3", create=True) as ledger:
    ...     _ = ledger.append([draft], entered_at="2025-09-01T09:30:00.000000Z")
    ...     [entry.content["points"]["cost"] for entry in ledger.entries(kinds=["weights"])]
    ['100']
    """
    where = _path(address)
    if isinstance(where, Path):
        if not create and not ledger_is_there(where):
            raise _none_at(where)
        database = in_a_file(where, create=create, wait_seconds=wait_seconds)
    else:
        database = on_a_server(where, wait_seconds=wait_seconds)
    try:
        if not database.has_ledger():
            if not create:
                raise database.not_a_ledger() if isinstance(where, Path) else _none_at(database.name)
            database.make()
        yield Ledger(database)
    finally:
        database.engine.dispose()


class Ledger:
    """An open ledger, as `open_ledger` gives it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(
        self,
        drafts: Iterable[Draft],
        *,
        entered_at: str,
        after: Receipt | None = None,
        salts: Sequence[str] | None = None,
    ) -> tuple[Entry, ...]:
        """Enter all the drafts, in their order and after everything that is there, or none of them.

        When this returns, the entries are on the disk: a crash later loses none of them. Where the connection breaks
        just as they are entered, the ledger is looked at again; only where that fails too is it not known whether
        they stand. Give `after` then when you do it again: what stands already is refused, not entered twice.

        Args:
            drafts: what is to be entered.
            entered_at: now, as `appraisal.model.entries.utc_text` writes it.
            after: what the drafts were weighed against; they are refused if something else was entered since.
            salts: one for each draft, for tests; drawn at random otherwise.

        Raises:
            LedgerError: if a draft cannot be taken, or the ledger cannot be written; nothing is entered then, unless
                the message says that this is not known.
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
        entries: tuple[Entry, ...] = ()
        is_written = False
        try:
            with self._database.transaction(writing=True) as connection:
                before = head(connection)
                if after not in (None, before):
                    msg = "Nothing was entered: somebody else entered something meanwhile. Do it again."
                    raise LedgerError(msg)
                entries = chained(drafts, after=before, entered_at=entered_at, salts=salts)
                rows = [row_of(entry) for entry in entries]
                if tuple(entry_of(row) for row in rows) != entries:
                    msg = "Nothing was entered, because an entry would not be read back as it was given."
                    raise LedgerError(msg)
                connection.execute(sa.insert(ENTRIES), rows)
                is_written = True
        except LedgerError as error:
            if not is_written:
                raise
            self._refuse_unless_entered(entries[-1], error)
        return entries

    def entries(self, place: str | None = None, kinds: Collection[str] | None = None) -> Iterator[Entry]:
        """The entries as they stand when reading begins, in order, read as they are asked for.

        All are read by their numbers alone, whichever are asked for, so that nothing but the table can answer. No lock
        is held in between, so entries may be appended meanwhile; they are not read, and those that are read never
        change. Hashes are not checked here; `verify` does that.

        Args:
            place: only entries about this place; otherwise about any.
            kinds: only entries of these kinds; otherwise of any.

        Raises:
            LedgerError: if one is missing, or cannot be read.
        """
        until, last = self.head().entries, 0
        while last < until:
            page = self._page(last, until)
            if [row["number"] for row in page] != [*range(last + 1, last + 1 + len(page))] or not page:
                msg = f"An entry is missing between {last + 1} and {until}. Rely on nothing in this ledger."
                raise LedgerError(msg)
            last = page[-1]["number"]
            for row in page:
                if (place is None or row["place"] == place) and (kinds is None or row["kind"] in kinds):
                    yield entry_of(row)

    def whatever_can_be_read(self) -> Iterator[tuple[int, Entry | LedgerError]]:
        """Every entry by its number, or why it cannot be read, in order: also where the chain does not hold."""
        with self._database.transaction() as connection:
            for row in self._database.rows(connection):
                try:
                    yield row["number"], entry_of(row)
                except LedgerError as error:
                    yield row["number"], error

    def head(self) -> Receipt:
        """The receipt of the ledger as it stands."""
        with self._database.transaction() as connection:
            return head(connection)

    def verify(self, *, seen: Callable[[Mapping[str, Any]], None] | None = None) -> Verification:
        """Walk along the whole chain once; `Verification` says what that shows and what it cannot.

        Args:
            seen: told every field of each entry that holds, in their order, so that nothing is read twice.
        """
        with self._database.transaction() as connection:
            return verify_rows(self._database.rows(connection), seen=seen)

    def refuse_unsound(self) -> None:
        """Stop where the chain does not hold, before anything is concluded from it.

        Raises:
            LedgerError: naming the first entry that does not hold; or if the walk ends elsewhere than the ledger.
        """
        with self._database.transaction() as connection:
            found = verify_rows(self._database.rows(connection))
            end = head(connection)
        if not found.is_sound:
            raise LedgerError(found.problem)
        if end != found.head:
            msg = f"The ledger ends with entry {end.entries} or {found.entries}, as one reads it. Rely on none of it."
            raise LedgerError(msg)

    def person_for(self, name: str) -> str:
        """The person id that stands for a name: the one that is kept, or else one drawn at random and kept.

        Raises:
            LedgerError: if the name is empty or longer than any name, or a new one cannot be kept.
        """
        name = " ".join(name.split())
        if not name or len(name) > _LONGEST_NAME or "\0" in name:
            msg = f"A name was expected, of 1 to {_LONGEST_NAME} characters, for which a person id can stand."
            raise LedgerError(msg)
        with self._database.transaction() as connection:
            person = person_of(connection, name)
        if person is None:
            with self._database.transaction(writing=True) as connection:
                person = person_of(connection, name)
                if person is None:
                    person = _unused_person(connection)
                    connection.execute(sa.insert(NAMES), {"person": person, "name": name})
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
        with self._database.transaction() as connection:
            return connection.scalar(sa.select(NAMES.c.name).where(NAMES.c.person == person))

    def erase_name(self, person: str) -> bool:
        """Erase the name behind a person id; every entry stays as it is.

        In a file its bytes are written over too. In PostgreSQL nobody can ask for it any more, but its bytes stay on
        the server's disk until the table is written anew (VACUUM FULL names, by its owner), and in the write-ahead
        log, replicas and back-ups until those expire.

        Returns:
            Whether there was a name to erase.
        """
        with self._database.transaction(writing=True) as connection:
            return connection.execute(sa.delete(NAMES).where(NAMES.c.person == person)).rowcount > 0

    def _page(self, last: int, until: int) -> list[Row]:
        """The rows after one number and up to another, as many as are read at once."""
        number = ENTRIES.c.number
        wanted = sa.select(ENTRIES).where(number > last, number <= until).order_by(number).limit(_PAGE)
        with self._database.transaction() as connection:
            return [row._asdict() for row in connection.execute(wanted)]

    def _refuse_unless_entered(self, last: Entry, broken: LedgerError) -> None:
        """Look whether entries stand that broke off as they were committed.

        A writer's transaction begins only when the broken one has ended, so that what it sees is settled.

        Args:
            last: the last of them; its hash is nobody else's, because of its salt.
            broken: how it broke off.

        Raises:
            LedgerError: if they do not stand, or that cannot be seen.
        """
        try:
            with self._database.transaction(writing=True) as connection:
                stands = connection.scalar(sa.select(ENTRIES.c.number).where(ENTRIES.c.hash == last.hash)) is not None
        except LedgerError as error:
            msg = (
                f"{broken} It is not known whether anything was entered. When the ledger can be reached again, see "
                "'appraisal audit verify', and do it again; what stands already is not to be entered twice."
            )
            raise LedgerError(msg) from error
        if not stands:
            msg = f"Nothing was entered. {broken}"
            raise LedgerError(msg) from broken


_PAGE = 1000
_LONGEST_NAME = 200
_DRAWN = re.compile(r"x[0-9a-f]{8}")


def _path(address: Path | str) -> Path | str:
    """The file of a ledger, or the address of its PostgreSQL database."""
    if isinstance(address, Path) or address.startswith(SCHEMES):
        return address
    try:
        url = sa.make_url(address)
    except sa.exc.ArgumentError:
        return Path(address)
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        msg = (
            f"'{url.render_as_string()}' is not the address of a ledger. Give its file, or 'sqlite:///' and the file, "
            "or 'postgresql://' and a server and database."
        )
        raise LedgerError(msg)
    return Path(str(url.database))


def _none_at(where: Path | str) -> LedgerError:
    return LedgerError(f"There is no ledger at {where}; 'appraisal import' makes one when it takes the first ballots.")


def _unused_person(connection: sa.Connection) -> str:
    while True:
        person = f"x{secrets.token_hex(4)}"
        if not is_taken(connection, person):
            return person
