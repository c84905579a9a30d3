"""The two tables of a ledger: entries, which are only appended, and names, which can be erased."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.schema import CreateTable

from appraisal.model.entries import FIELDS, NO_ENTRIES, OPTIONAL_FIELDS, Receipt
from appraisal.records.ledger.guards import GUARDS

# By bytes in PostgreSQL too: an index by a language's order can break when the machine's rules for it change.
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

TABLES = sa.MetaData()
ENTRIES = sa.Table(
    "entries",
    TABLES,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    *(sa.Column(name, _TEXT, nullable=name in OPTIONAL_FIELDS, unique=name == "previous") for name in FIELDS[1:]),
)
NAMES = sa.Table(
    "names",
    TABLES,
    sa.Column("person", _TEXT, primary_key=True),
    sa.Column("name", _TEXT, nullable=False, unique=True),
)


def statements(dialect: sa.Dialect) -> tuple[str, ...]:
    """What makes the tables of a new ledger and what guards them, in the database's own words."""
    written = [str(CreateTable(table).compile(dialect=dialect)).splitlines() for table in TABLES.sorted_tables]
    tables = ["\n".join(line.rstrip() for line in lines if line.strip()) for lines in written]
    return (*tables, *GUARDS[dialect.name])


def head(connection: sa.Connection) -> Receipt:
    """The receipt of the ledger as a transaction sees it."""
    columns = ENTRIES.c
    newest = sa.select(columns.number, columns.hash, columns.entered_at).order_by(columns.number.desc()).limit(1)
    row = connection.execute(newest).first()
    return NO_ENTRIES if row is None else Receipt(row.number, row.hash, row.entered_at)


def person_of(connection: sa.Connection, name: str) -> str | None:
    """The person id that is kept for a name, if there is one."""
    return connection.scalar(sa.select(NAMES.c.person).where(NAMES.c.name == name))


def is_taken(connection: sa.Connection, person: str) -> bool:
    """Whether a name or any entry has a person id: nobody is to inherit the words of an erased name."""
    columns = ENTRIES.c
    kept = sa.select(NAMES.c.person).where(NAMES.c.person == person)
    entered = sa.select(columns.number).where(
        sa.or_(columns.person == person, columns.entered_by == person, columns.on_behalf_of == person)
    )
    return connection.execute(kept).first() is not None or connection.execute(entered).first() is not None
