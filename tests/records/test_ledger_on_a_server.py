"""A ledger on a server: what it asks of the server, what it says when a connection breaks, and how it is addressed."""

import os
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from keeping import OnAServer

from appraisal.errors import LedgerError
from appraisal.model.entries import Draft
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger.postgresql import in_words
from appraisal.records.ledger.tables import statements
from appraisal.records.ledger_address import ledger_is_there

ROOT = Path(__file__).parents[2]
NOW = "2025-09-01T09:30:00.000000Z"


def draft(person="p07"):
    known = {"kind": "weights", "place": "fulham", "role": "residents", "entered_by": "p01", "route": "file"}
    return Draft(**known, person=person, content={"points": {"cost": "60"}})


@pytest.fixture
def address(postgres):
    keeper = OnAServer(postgres)
    yield keeper.new()
    keeper.close()


@contextmanager
def connected(address):
    with closing(psycopg.connect(address, autocommit=True)) as connection:
        yield connection.execute


# What happens when a connection breaks


def broken_at_commit(ledger, *, entered):
    """Let the next commit break the connection, before or after the server has done it."""

    def commit(connection):
        driver = connection.connection.driver_connection
        if entered:
            driver.commit()
        driver.close()

    sa.event.listen(ledger._database.engine, "commit", commit, once=True)


def test_an_append_that_broke_off_after_it_was_committed_is_found_to_stand(address):
    with open_ledger(address, create=True) as ledger:
        broken_at_commit(ledger, entered=True)
        entries = ledger.append([draft(), draft()], entered_at=NOW)
        assert tuple(ledger.entries()) == entries


def test_an_append_that_broke_off_before_it_was_committed_is_refused(address):
    with open_ledger(address, create=True) as ledger:
        broken_at_commit(ledger, entered=False)
        with pytest.raises(LedgerError, match=r"^Nothing was entered\. The ledger at .* cannot be reached or used"):
            ledger.append([draft(), draft()], entered_at=NOW)
        assert ledger.head().entries == 0


@pytest.mark.parametrize("entered", [True, False])
def test_where_it_cannot_be_seen_whether_an_append_stands_it_says_so_and_the_same_again_is_not_doubled(
    postgres, address, entered
):
    with open_ledger(address, create=True) as ledger:
        before = ledger.head()
        broken_at_commit(ledger, entered=entered)
        sa.event.listen(ledger._database.engine, "commit", lambda connection: postgres.kill())
        with pytest.raises(LedgerError, match="It is not known whether anything was entered"):
            ledger.append([draft()], entered_at=NOW, after=before)
    postgres.start()
    with open_ledger(address) as ledger:
        assert ledger.head().entries == entered
        if entered:
            with pytest.raises(LedgerError, match="somebody else entered something meanwhile"):
                ledger.append([draft()], entered_at=NOW, after=before)
        else:
            ledger.append([draft()], entered_at=NOW, after=before)
        assert ledger.head().entries == 1


def test_an_open_ledger_finds_its_server_again(postgres, address):
    with open_ledger(address, create=True) as ledger:
        ledger.append([draft()], entered_at=NOW)
        postgres.kill()
        with pytest.raises(LedgerError, match="cannot be reached or used"):
            ledger.head()
        postgres.start()
        ledger.append([draft()], entered_at=NOW)
        assert ledger.verify().entries == 2


# What the server is asked for


def test_a_writer_is_kept_waiting_no_more_than_a_minute_by_one_that_was_lost(address):
    with open_ledger(address, create=True) as ledger, ledger._database.transaction(writing=True) as connection:
        shown = connection.scalar(sa.text("SELECT current_setting('idle_in_transaction_session_timeout')"))
        assert shown == "1min"


@pytest.mark.parametrize(("asked", "kept_at"), [("off", "on"), ("local", "on"), ("remote_apply", "remote_apply")])
def test_a_commit_waits_for_the_disk_whatever_the_role_is_set_to(address, asked, kept_at):
    with open_ledger(address, create=True) as ledger:
        name = address.partition("@/")[2].partition("?")[0]
        with connected(address) as run:
            run(f"ALTER DATABASE {name} SET synchronous_commit = {asked}")
        ledger._database.engine.dispose()
        with ledger._database.transaction(writing=True) as connection:
            assert connection.scalar(sa.text("SELECT current_setting('synchronous_commit')")) == kept_at


def test_a_server_that_does_not_write_to_disk_is_refused_for_writing(postgres, address):
    with open_ledger(address, create=True) as ledger:
        ledger.append([draft()], entered_at=NOW)
    postgres.stop_softly()
    postgres.start(fsync="off")
    try:
        with open_ledger(address) as ledger:
            assert ledger.verify().is_sound
            with pytest.raises(LedgerError, match=r"does not write to disk .* \(fsync is off\)"):
                ledger.append([draft()], entered_at=NOW)
    finally:
        postgres.stop_softly()
        postgres.start()


def test_a_database_that_keeps_its_text_otherwise_is_refused(postgres):
    address = postgres.make_database("ENCODING LATIN1")
    with pytest.raises(LedgerError, match="this database does not keep its text as UTF8"):
        opened_and_closed(address, create=True)


@pytest.mark.parametrize(
    "table", ["entries (number int); CREATE TABLE names (name text)", "entries (number int)", "invoices (number int)"]
)
def test_another_database_is_refused_in_words_and_left_alone(address, table):
    with connected(address) as run:
        run(f"CREATE TABLE {table}")
        for create in (False, True):
            with pytest.raises(LedgerError, match="has other tables than those of a ledger"):
                opened_and_closed(address, create=create)
        with pytest.raises(LedgerError, match="a ledger needs a database of its own"):
            ledger_is_there(address)
        made = run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        assert made == (1 + table.count("CREATE"),)


def test_a_missing_ledger_is_named_and_nothing_is_made(address):
    assert ledger_is_there(address) is False
    with pytest.raises(
        LedgerError, match=r"There is no ledger at postgresql:///ledger_\d+\?host=.*; 'appraisal import'"
    ):
        opened_and_closed(address)
    assert ledger_is_there(address) is False
    opened_and_closed(address, create=True)
    assert ledger_is_there(address) is True


def test_the_documented_statements_make_a_ledger_and_leave_a_role_only_what_it_needs(address, regenerate):
    from sqlalchemy.dialects import postgresql

    path = ROOT / "docs" / "reference" / "ledger.sql"
    text = "".join(f"{statement};\n\n" for statement in statements(postgresql.dialect()))
    heading = "-- The tables of a ledger and their guards. Generated: tests/records/test_ledger_on_a_server.py.\n\n"
    heading += "SET search_path = public, pg_temp;\n\n"
    if regenerate:
        path.write_text(heading + text.rstrip("\n") + "\n", encoding="utf-8")
    written = path.read_text(encoding="utf-8")
    assert written == heading + text.rstrip("\n") + "\n"
    how_to = (ROOT / "docs" / "how-to" / "a-ledger-on-postgresql.md").read_text(encoding="utf-8")
    grants = [line.strip() for line in how_to.splitlines() if line.strip().startswith(("GRANT", "REVOKE"))]
    role = f"writer_{os.getpid()}"
    with connected(address) as run:
        run(written)
        run(f"CREATE ROLE {role} LOGIN")
        try:
            for grant in grants:
                run(grant.replace("appraisal_writer", role).rstrip(";"))
            as_writer = address.replace("appraisal@", f"{role}@")
            with open_ledger(as_writer, create=True) as ledger:
                ledger.append([draft(ledger.person_for("Ada Okafor"))], entered_at=NOW)
                assert ledger.erase_name(next(ledger.entries()).person) is True
                assert ledger.verify().entries == 1
            with connected(as_writer) as try_it:
                for statement in (
                    "UPDATE entries SET person = 'p00'",
                    "DELETE FROM entries",
                    "TRUNCATE entries",
                    "UPDATE names SET name = 'x'",
                    "DROP TRIGGER entries_never_change ON entries",
                    "ALTER TABLE entries DISABLE TRIGGER ALL",
                    "CREATE TABLE public.another (number integer)",
                    "DROP TABLE entries",
                ):
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        try_it(statement)
        finally:
            run(f"DROP OWNED BY {role}")
            run(f"DROP ROLE {role}")


def test_a_role_without_a_right_is_told_so(postgres, address):
    role = f"nobody_{os.getpid()}"
    opened_and_closed(address, create=True)
    empty = postgres.new_database()
    with connected(address) as run:
        run(f"CREATE ROLE {role} LOGIN")
    try:
        with (
            open_ledger(address.replace("appraisal@", f"{role}@")) as ledger,
            pytest.raises(LedgerError, match="may not be used so by your role: permission denied for table entries"),
        ):
            ledger.head()
        with pytest.raises(LedgerError, match="may not be used so by your role: permission denied for schema public"):
            opened_and_closed(empty.replace("appraisal@", f"{role}@"), create=True)
    finally:
        postgres.give_back(empty)
        with connected(address) as run:
            run(f"DROP ROLE {role}")


# Addresses, which never show a password


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://p01:sesame@127.0.0.1:1/ledger",
        "postgres://p01@127.0.0.1:1/ledger?password=sesame",
        "postgresql://p01:sesame@nowhere.invalid/ledger",
        "postgresql://p01:sesame@/ledger?host=/nowhere",
        "postgresql://p01:sesame@127.0.0.1:99999/ledger",
    ],
)
def test_a_server_that_cannot_be_reached_is_named_without_the_password(address):
    with pytest.raises(
        LedgerError, match=r"The ledger at postgresql://.*ledger.* cannot be reached or used: "
    ) as refused:
        opened_and_closed(address)
    assert "sesame" not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://p01:open@sesame@127.0.0.1/ledger",
        "postgresql://p01:open/sesame@127.0.0.1/ledger",
        "postgresql://p01:5432/sesame@127.0.0.1/ledger",
        "postgresql://p01:open%sesame@127.0.0.1/ledger",
        "postgresql://127.0.0.1/ledger?pasword=sesame",
    ],
)
def test_an_address_that_cannot_be_read_is_refused_without_repeating_it(address):
    with pytest.raises(LedgerError, match=r"The address of the ledger cannot be read\. It is like ") as refused:
        opened_and_closed(address)
    assert "sesame" not in str(refused.value)
    assert refused.value.__context__ is None or refused.value.__suppress_context__


def test_an_address_of_several_servers_is_refused():
    with pytest.raises(LedgerError, match="names several servers"):
        opened_and_closed("postgresql://one.example,other.example/ledger")


def test_a_wrong_password_and_a_missing_one_are_told_without_it():
    assert in_words(OSError('authentication failed for "sesame"'), "sesame").count("sesame") == 0
    without = psycopg.OperationalError("fe_sendauth: no password supplied")
    without._pgconn = type("Asked", (), {"needs_password": True})()
    assert in_words(without) == (
        "cannot be reached or used: it asks for a password, which PGPASSFILE or the address can give. "
        "Check the address, and that the server runs."
    )


def test_without_the_driver_it_is_said_what_to_install():
    program = (
        "import sys\nsys.modules['psycopg'] = None\n"
        "from appraisal.records.ledger import open_ledger\n"
        "with open_ledger('postgresql://127.0.0.1/ledger'): pass"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert done.stderr.strip().splitlines()[-1].endswith("pip install 'appraisal[postgresql]'.")


def opened_and_closed(address, **options):
    with open_ledger(address, **options):
        pass
