"""Verifying finds every changed byte of an entry, and says what it cannot find without a receipt."""

import json
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.errors import LedgerError
from appraisal.model.entries import FIELDS, FIRST_PREVIOUS, Draft, entry_hash
from appraisal.records.ledger import open_ledger

NOW = "2025-09-01T09:30:00.000000Z"
ENTRIES = 7


def draft(person="p07", **changes):
    content = {
        "points": {"cost": "60", "travel-time": "100"},
        "reason": "Visitors come after work — by bus.",
        "late": None,
    }
    known = {"kind": "weights", "place": "fulham", "role": "residents", "entered_by": "p01", "route": "file"}
    return Draft(**known | {"person": person, "content": content} | changes)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.sqlite3"


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A sound ledger of a few entries that tests copy before they tamper with it."""
    path = tmp_path_factory.mktemp("sound") / "ledger.sqlite3"
    with open_ledger(path, create=True) as opened:
        drafts = [draft(f"p{number:02}", cast_on="2025-08-30", on_behalf_of="p99") for number in range(ENTRIES)]
        opened.append(drafts, entered_at=NOW)
    return path


@pytest.fixture
def copy(sound, path):
    return Path(shutil.copy(sound, path))


@contextmanager
def tampering(path):
    """A connection of somebody with every right over the file, who first drops what guards it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        guards = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        assert len(guards) == 3
        for guard in guards:
            connection.execute(f"DROP TRIGGER {guard}")
        yield connection


def verified(path):
    with open_ledger(path) as opened:
        return opened.verify()


def hashed_again(connection, start=1):
    """Make every hash from an entry onwards anew, as only somebody with every right over the file can."""
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute("SELECT * FROM entries ORDER BY number")]
    previous = rows[start - 2]["hash"] if start > 1 else FIRST_PREVIOUS
    for row in rows[start - 1 :]:
        known = row | {"content": json.loads(row["content"]), "previous": previous}
        digest = entry_hash(known)
        changed = (previous, digest, row["number"])
        connection.execute("UPDATE entries SET previous = ?, hash = ? WHERE number = ?", changed)
        previous = digest


def test_a_ledger_that_was_left_alone_is_sound(sound):
    found = verified(sound)
    assert (found.entries, found.sound_up_to, found.first_bad, found.problem) == (ENTRIES, ENTRIES, None, None)
    with open_ledger(sound) as opened:
        assert found.head == opened.head()


@pytest.mark.parametrize("number", [1, 4, ENTRIES])
@pytest.mark.parametrize("changed", ["text", "NULL", "x'00'", "CAST(x'ff' AS TEXT)", "''"])
@pytest.mark.parametrize("column", [name for name in FIELDS if name != "number"])
def test_a_changed_field_is_found(copy, column, number, changed):
    with tampering(copy) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        before = connection.execute("SELECT sql, name FROM sqlite_master").fetchall()
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '')")
    with closing(sqlite3.connect(copy)) as connection, connection:
        new = f"substr({column}, 2) || 'z'" if changed == "text" else changed
        connection.execute(f"UPDATE entries SET {column} = {new} WHERE number = {number}")
        connection.execute("PRAGMA writable_schema = ON")  # and leave the schema as it was
        connection.executemany("UPDATE sqlite_master SET sql = ? WHERE name = ?", before)
    found = verified(copy)
    assert not found.is_sound
    assert (found.first_bad, found.sound_up_to, found.entries) == (number, number - 1, ENTRIES)
    assert found.problem.startswith(f"Ledger entry {number} ")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_changed_byte_of_an_entry_is_found(sound, data):
    number = data.draw(st.integers(1, ENTRIES))
    column = data.draw(st.sampled_from([name for name in FIELDS if name != "number"]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(sound, folder))
        with tampering(path) as connection:
            (text,) = connection.execute(f"SELECT {column} FROM entries WHERE number = ?", [number]).fetchone()
            old = text.encode()
            place = data.draw(st.integers(0, len(old) - 1))
            byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != old[place]))
            new = old[:place] + bytes([byte]) + old[place + 1 :]
            change = f"UPDATE entries SET {column} = CAST(? AS TEXT) WHERE number = ?"
            connection.execute(change, [new, number])
        assert verified(path).first_bad == number


@pytest.mark.parametrize("text", ['{"points":{"cost":"0"},"points":%s}', " %s", "%s\n", '{"points": %s}', "%s"])
def test_content_that_was_only_written_another_way_is_found_too(copy, text):
    with tampering(copy) as connection:
        (content,) = connection.execute("SELECT content FROM entries WHERE number = 3").fetchone()
        new = text % (content if text.count("{") == 0 else json.dumps(json.loads(content)["points"]))
        connection.execute("UPDATE entries SET content = ? WHERE number = 3", [new])
    found = verified(copy)
    assert found.first_bad == (None if new == content else 3)


def test_an_entry_changed_and_hashed_again_breaks_the_chain_after_it(copy):
    with tampering(copy) as connection:
        after = connection.execute("SELECT previous, hash FROM entries WHERE number = 5").fetchone()
        connection.execute("UPDATE entries SET person = 'p00' WHERE number = 4")
        hashed_again(connection, start=4)
        connection.execute("UPDATE entries SET previous = ?, hash = ? WHERE number = 5", after)
    found = verified(copy)
    assert (found.first_bad, found.sound_up_to, found.head.entries) == (5, 3, 3)
    assert found.problem == (
        "Ledger entry 5 does not follow from entry 4, so one of them was changed after it was written. "
        "Entries 1 to 3 are sound; rely on nothing later."
    )


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_deleted_entry_is_found(copy, number):
    with tampering(copy) as connection:
        connection.execute("DELETE FROM entries WHERE number = ?", [number])
    found = verified(copy)
    assert (found.first_bad, found.sound_up_to, found.entries) == (number, number - 1, ENTRIES - 1)
    assert f"Ledger entry {number} is missing: where it should stand is one numbered {number + 1}." in found.problem


def test_a_deleted_entry_is_found_when_the_later_ones_are_numbered_again(copy):
    with tampering(copy) as connection:
        connection.execute("DELETE FROM entries WHERE number = 4")
        for number in range(5, ENTRIES + 1):
            connection.execute("UPDATE entries SET number = number - 1 WHERE number = ?", [number])
    assert verified(copy).first_bad == 4


def test_swapped_entries_are_found(copy):
    with tampering(copy) as connection:
        for old, new in [(3, 100), (4, 3), (100, 4)]:
            connection.execute("UPDATE entries SET number = ? WHERE number = ?", [new, old])
    assert verified(copy).first_bad == 3


@pytest.mark.parametrize("number", [0, -5])
def test_an_entry_put_before_the_first_is_found(copy, number):
    with tampering(copy) as connection:
        connection.execute("UPDATE entries SET number = ? WHERE number = 3", [number])
    found = verified(copy)
    assert (found.first_bad, found.sound_up_to) == (1, 0)
    assert found.problem.endswith("Rely on none of its entries.")


def test_an_entry_of_a_kind_that_there_is_not_is_found(copy):
    with tampering(copy) as connection:
        connection.execute("UPDATE entries SET kind = 'decree' WHERE number = 6")
        hashed_again(connection, start=6)
    found = verified(copy)
    assert (found.first_bad, found.sound_up_to) == (6, 5)
    assert "Ledger entry 6 is of a kind that there is not: 'decree'." in found.problem


def test_a_page_of_the_file_that_cannot_be_read_is_found(path):
    with open_ledger(path, create=True) as opened:
        opened.append([draft(content={"long": "x" * 3000}) for _ in range(50)], entered_at=NOW)
    content = bytearray(path.read_bytes())
    middle = content.index(b'"long"', len(content) // 2) // 4096 * 4096
    content[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    found = verified(path)
    assert 0 < found.sound_up_to < 50
    assert found.first_bad == found.sound_up_to + 1


@pytest.mark.parametrize("keep", [0, 4, ENTRIES - 1])
def test_a_cut_tail_is_not_found_by_verifying_alone_but_by_a_receipt(copy, keep):
    with open_ledger(copy) as opened:
        held_outside = opened.head()
    with tampering(copy) as connection:
        connection.execute("DELETE FROM entries WHERE number > ?", [keep])
    found = verified(copy)
    assert (found.is_sound, found.entries) == (True, keep)
    assert found.head != held_outside


def test_a_change_with_every_later_hash_made_anew_is_not_found_by_verifying_alone_but_by_a_receipt(copy):
    with open_ledger(copy) as opened:
        held_outside = opened.head()
    with tampering(copy) as connection:
        connection.execute("UPDATE entries SET person = 'p00' WHERE number = 4")
        hashed_again(connection, start=4)
    found = verified(copy)
    assert found.is_sound
    assert found.head != held_outside


@pytest.mark.parametrize("content", ["[1]", "{", '{"a": "1"}', '{"a":NaN}', "[" * 100_000])
def test_reading_an_entry_that_is_not_as_it_was_written_is_refused_in_words(copy, content):
    with tampering(copy) as connection:
        connection.execute("UPDATE entries SET content = ? WHERE number = 2", [content])
    with (
        open_ledger(copy) as opened,
        pytest.raises(LedgerError, match="Ledger entry 2 was changed after it was written"),
    ):
        list(opened.entries())
    assert verified(copy).first_bad == 2
