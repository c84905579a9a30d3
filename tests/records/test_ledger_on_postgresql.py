"""A ledger on PostgreSQL is guarded, verified, addressed and explained as one in a file is."""

import json
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keeping import OnAServer

from appraisal.model.entries import FIELDS, FIRST_PREVIOUS, Draft, entry_hash
from appraisal.records.ledger import open_ledger

ROOT = Path(__file__).parents[2]
NOW = "2025-09-01T09:30:00.000000Z"
ENTRIES = 7


def draft(person="p07", **changes):
    content = {"points": {"cost": "60"}, "reason": "Visitors come after work — by bus.", "late": None}
    known = {"kind": "weights", "place": "fulham", "role": "residents", "entered_by": "p01", "route": "file"}
    return Draft(**known | {"person": person, "content": content} | changes)


@pytest.fixture(scope="module")
def kept(postgres):
    keeper = OnAServer(postgres)
    yield keeper
    keeper.close()


@pytest.fixture
def address(postgres):
    keeper = OnAServer(postgres)
    yield keeper.new()
    keeper.close()


@pytest.fixture(scope="module")
def sound(kept):
    """A sound ledger of a few entries; who changes it changes it back."""
    address = kept.new()
    with open_ledger(address, create=True) as opened:
        drafts = [draft(f"p{number:02}", cast_on="2025-08-30", on_behalf_of="p99") for number in range(ENTRIES)]
        opened.append(drafts, entered_at=NOW)
    return address


@pytest.fixture
def run(sound):
    """What runs one statement after the other in the sound ledger's database."""
    with connected(sound) as run:
        yield run


@pytest.fixture(scope="module")
def unguarded(kept):
    """A ledger whose guards somebody with every right has dropped, and what runs statements in it."""
    address = kept.new()
    with open_ledger(address, create=True) as opened:
        drafts = [draft(f"p{number:02}", cast_on="2025-08-30", on_behalf_of="p99") for number in range(ENTRIES)]
        opened.append(drafts, entered_at=NOW)
    with connected(address) as run, open_ledger(address) as ledger:
        kept.drop_guards(run)
        for name in FIELDS[1:]:
            run(f"ALTER TABLE entries ALTER COLUMN {name} DROP NOT NULL")
        yield run, ledger


@contextmanager
def connected(address):
    with closing(psycopg.connect(address, autocommit=True)) as connection:
        yield connection.execute


def everything(run):
    return run("SELECT * FROM entries ORDER BY number").fetchall()


def rows(run):
    return [dict(zip(FIELDS, row, strict=True)) for row in run(f"SELECT {', '.join(FIELDS)} FROM entries ORDER BY 1")]


# What the database refuses


@pytest.mark.parametrize("column", FIELDS)
@pytest.mark.parametrize("where", ["", "WHERE number = 2", "WHERE number = 99"])
def test_the_database_refuses_to_change_an_entry(run, column, where):
    before = everything(run)
    with pytest.raises(psycopg.Error, match="an entry is never changed"):
        new = 9 if column == "number" else "'9'"
        run(f"UPDATE entries SET {column} = {new} {where}")
    assert everything(run) == before


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entries",
        "DELETE FROM entries WHERE number = 7",
        "TRUNCATE entries",
        "TRUNCATE names, entries CASCADE",
        "WITH gone AS (DELETE FROM entries RETURNING *) INSERT INTO names SELECT person, salt FROM gone",
    ],
)
def test_the_database_refuses_to_delete_entries(run, statement):
    before = everything(run)
    with pytest.raises(psycopg.Error, match="an entry is never deleted"):
        run(statement)
    assert everything(run) == before


@pytest.mark.parametrize("ending", ["", "ON CONFLICT DO NOTHING", "ON CONFLICT (number) DO UPDATE SET person = 'p00'"])
@pytest.mark.parametrize(
    ("number", "previous", "words"),
    [
        ("2", "the last hash", "this number already|never changed"),
        (str(ENTRIES), "the last hash", "this number already|never changed"),
        (str(ENTRIES + 2), "the last hash", "takes the next number|never changed"),
        ("0", "the last hash", "takes the next number|never changed"),
        ("NULL", "the last hash", "takes the next number|never changed"),
        (str(ENTRIES + 1), "the first hash", "follows from the last|never changed"),
        (str(ENTRIES + 1), "NULL", "follows from the last|never changed"),
    ],
)
def test_the_database_refuses_every_entry_but_the_next(run, ending, number, previous, words):
    before = everything(run)
    hashes = {
        "the last hash": f"(SELECT hash FROM entries WHERE number = {ENTRIES})",
        "the first hash": "(SELECT hash FROM entries WHERE number = 1)",
    }
    given = {name: name for name in FIELDS} | {"number": number, "previous": hashes.get(previous, previous)}
    with pytest.raises(psycopg.Error, match=words):
        run(f"INSERT INTO entries SELECT {', '.join(given.values())} FROM entries WHERE number = 3 {ending}")
    assert everything(run) == before


def test_the_guards_stand_where_a_session_takes_itself_for_a_replica(run):
    run("SET session_replication_role = replica")
    with pytest.raises(psycopg.Error, match="an entry is never deleted"):
        run("DELETE FROM entries")


def test_nobodys_temporary_table_stands_in_for_the_ledger(run, sound):
    before = everything(run)
    run("CREATE TEMPORARY TABLE entries (LIKE public.entries)")
    with pytest.raises(psycopg.Error, match="this number already"):
        run("INSERT INTO public.entries SELECT * FROM public.entries WHERE number = 2")
    with open_ledger(sound) as ledger:
        assert ledger.head().entries == len(before)


def test_a_role_with_a_schema_of_its_own_reads_and_writes_the_same_ledger(kept, address):
    with open_ledger(address, create=True) as ledger, connected(address) as run:
        run("CREATE SCHEMA appraisal CREATE TABLE entries (LIKE public.entries) CREATE TABLE names (LIKE public.names)")
        ledger.append([draft()], entered_at=NOW)
        assert run("SELECT count(*) FROM public.entries").fetchone() == (1,)
        with open_ledger(address) as again:
            assert again.head().entries == 1


def test_writers_that_go_round_the_lock_cannot_fork_the_chain(kept, address):
    with open_ledger(address, create=True) as ledger:
        ledger.append([draft()], entered_at=NOW)
        after = ledger.head()
    with closing(psycopg.connect(address)) as one, closing(psycopg.connect(address)) as other:
        failed = []

        def insert(connection, person):
            known = {"number": 2, "kind": "weights", "place": "fulham", "person": person, "entered_at": NOW}
            known |= {"entered_by": person, "role": "residents", "route": "file", "content": "{}", "salt": "0" * 32}
            known |= {"previous": after.head, "cast_on": None, "on_behalf_of": None}
            known["hash"] = entry_hash(known | {"content": {}})
            names, marks = ", ".join(known), ", ".join(["%s"] * len(known))
            connection.execute(f"INSERT INTO entries ({names}) VALUES ({marks})", list(known.values()))

        def second():
            try:
                insert(other, "p02")
            except psycopg.errors.UniqueViolation as error:
                failed.append(error)
            other.rollback()

        insert(one, "p01")
        waiting = threading.Thread(target=second)
        waiting.start()
        time.sleep(0.1)
        assert failed == []  # it waits: nobody knows yet whether the first is committed
        one.commit()
        waiting.join(20)
    assert len(failed) == 1
    with open_ledger(address) as ledger:
        found = ledger.verify()
        assert (found.is_sound, found.entries) == (True, 2)


# What verifying finds


@pytest.mark.parametrize("number", [1, 4, ENTRIES])
@pytest.mark.parametrize("column", [name for name in FIELDS if name != "number"])
def test_a_changed_field_is_found_by_verifying(unguarded, column, number):
    run, ledger = unguarded
    (text,) = run(f"SELECT {column} FROM entries WHERE number = {number}").fetchone()
    for changed in (text[1:] + "z", None, ""):
        run(f"UPDATE entries SET {column} = %s WHERE number = {number}", [changed])
        found = ledger.verify()
        assert (found.first_bad, found.sound_up_to, found.entries) == (number, number - 1, ENTRIES)
    run(f"UPDATE entries SET {column} = %s WHERE number = {number}", [text])
    assert ledger.verify().is_sound


@settings(max_examples=60, derandomize=True, database=None, deadline=None)
@given(st.data())
def test_any_changed_character_of_an_entry_is_found_by_verifying(unguarded, data):
    run, ledger = unguarded
    number = data.draw(st.integers(1, ENTRIES))
    column = data.draw(st.sampled_from([name for name in FIELDS if name != "number"]))
    (text,) = run(f"SELECT {column} FROM entries WHERE number = {number}").fetchone()
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(exclude_characters=f"\0{text[place]}", codec="utf-8"))
    changed = text[:place] + letter + text[place + 1 :]
    run(f"UPDATE entries SET {column} = %s WHERE number = {number}", [changed])
    found = ledger.verify()
    run(f"UPDATE entries SET {column} = %s WHERE number = {number}", [text])
    assert found.first_bad == number


def test_a_deleted_and_a_swapped_entry_are_found_by_verifying(kept, address):
    with open_ledger(address, create=True) as ledger, connected(address) as run:
        ledger.append([draft() for _ in range(ENTRIES)], entered_at=NOW)
        kept.drop_guards(run)
        for old, new in [(3, 100), (4, 3), (100, 4)]:
            run(f"UPDATE entries SET number = {new} WHERE number = {old}")
        assert ledger.verify().first_bad == 3
        run("DELETE FROM entries WHERE number = 2")
        assert ledger.verify().first_bad == 2


def test_a_cut_tail_and_a_chain_made_anew_are_found_by_a_receipt_alone(kept, address):
    with open_ledger(address, create=True) as ledger, connected(address) as run:
        ledger.append([draft() for _ in range(ENTRIES)], entered_at=NOW)
        held_outside = ledger.head()
        kept.drop_guards(run)
        previous = FIRST_PREVIOUS
        for row in rows(run):
            known = row | {"person": "p00", "content": json.loads(row["content"]), "previous": previous}
            digest = entry_hash(known)
            changed = ["p00", previous, digest, row["number"]]
            run("UPDATE entries SET person = %s, previous = %s, hash = %s WHERE number = %s", changed)
            previous = digest
        found = ledger.verify()
        assert found.is_sound
        assert (found.head.entries, found.head == held_outside) == (ENTRIES, False)
        run("DELETE FROM entries WHERE number > 4")
        assert (ledger.verify().is_sound, ledger.verify().entries) == (True, 4)


def test_verifying_and_reading_see_one_moment_while_others_write(address):
    with open_ledger(address, create=True) as ledger:
        ledger.append([draft() for _ in range(1500)], entered_at=NOW)
        seen = []

        def look(known):
            if known["number"] % 500 == 0:
                ledger.append([draft()], entered_at=NOW)
            seen.append(known["number"])

        assert ledger.verify(seen=look).entries == len(seen) == 1500
        assert ledger.head().entries == 1503
