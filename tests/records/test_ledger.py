"""The ledger takes entries whole or not at all, from any number of writers, and never lets one go."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from keeping import InAFile, OnAServer

from appraisal.errors import LedgerError
from appraisal.model.entries import FIELDS, FIRST_PREVIOUS, NO_ENTRIES, Draft, Receipt, entry_hash
from appraisal.records.ledger import open_ledger

NOW = "2025-09-01T09:30:00.000000Z"
LATER = "2025-09-02T16:00:00.000001Z"
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


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request, tmp_path):
    """What keeps ledgers: a folder of files, or a server's databases where PostgreSQL is there."""
    keeper = InAFile(tmp_path) if request.param == "sqlite" else OnAServer(request.getfixturevalue("postgres"))
    yield keeper
    keeper.close()


@pytest.fixture
def address(kept):
    return kept.new()


@pytest.fixture
def ledger(address):
    with open_ledger(address, create=True) as opened:
        yield opened


@pytest.fixture
def filled(address):
    """The address of a sound ledger of a few entries, that tests go round."""
    with open_ledger(address, create=True) as opened:
        opened.append([draft(f"p{number:02}") for number in range(ENTRIES)], entered_at=NOW)
    return address


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


def opened_and_closed(address, **options):
    with open_ledger(address, **options):
        pass


def verified(path):
    with open_ledger(path) as opened:
        return opened.verify()


def test_what_was_appended_is_read_back_in_order(address, ledger):
    first = ledger.append([draft("p01"), draft("p02")], entered_at=NOW)
    second = ledger.append([draft("p03", kind="interest", content={}, cast_on="2025-08-30")], entered_at=LATER)
    assert tuple(ledger.entries()) == first + second
    assert [entry.number for entry in first + second] == [1, 2, 3]
    with open_ledger(address) as again:
        assert tuple(again.entries()) == first + second


def test_a_file_may_be_named_by_its_url(path):
    with open_ledger(path, create=True) as opened:
        entries = opened.append([draft()], entered_at=NOW)
    with open_ledger(f"sqlite:///{path}") as again:
        assert tuple(again.entries()) == entries


def test_each_entry_is_chained_to_the_one_before(ledger):
    entries = ledger.append([draft(), draft()], entered_at=NOW) + ledger.append([draft()], entered_at=LATER)
    assert [entry.previous for entry in entries] == [FIRST_PREVIOUS, entries[0].hash, entries[1].hash]
    assert all(entry.hash == entry_hash(entry.as_json()) for entry in entries)
    assert ledger.head() == Receipt(3, entries[2].hash, LATER)


def test_a_new_ledger_is_empty_and_sound(ledger):
    assert ledger.head() == NO_ENTRIES
    assert list(ledger.entries()) == []
    assert ledger.append([], entered_at=NOW) == ()
    found = ledger.verify()
    assert (found.is_sound, found.entries, found.head) == (True, 0, NO_ENTRIES)


def test_entries_are_chosen_by_place_and_kind(ledger):
    drafts = [draft(), draft(place="ealing"), draft(kind="score"), draft(kind="interest", place="ealing")]
    ledger.append(drafts, entered_at=NOW)
    assert [entry.number for entry in ledger.entries(place="ealing")] == [2, 4]
    assert [entry.number for entry in ledger.entries(kinds=["score", "weights"])] == [1, 2, 3]
    assert [entry.number for entry in ledger.entries(place="fulham", kinds=["score"])] == [3]
    assert list(ledger.entries(kinds=[])) == []


def test_many_entries_are_read_page_by_page_without_a_gap(ledger):
    ledger.append([draft(place=("fulham", "ealing")[number % 2]) for number in range(2500)], entered_at=NOW)
    assert [entry.number for entry in ledger.entries()] == list(range(1, 2501))
    assert [entry.number for entry in ledger.entries(place="ealing")] == list(range(2, 2501, 2))


def test_entries_can_be_appended_while_others_are_read(ledger):
    ledger.append([draft() for _ in range(1500)], entered_at=NOW)
    read = 0
    for entry in ledger.entries():
        read += 1
        if entry.number % 500 == 0:
            ledger.append([draft()], entered_at=LATER)
    assert (read, ledger.head().entries) == (1500, 1503)


def test_salts_make_the_hashes_of_equal_contents_differ(kept, ledger):
    with open_ledger(kept.new(), create=True) as other:
        (here,) = ledger.append([draft()], entered_at=NOW)
        (there,) = other.append([draft()], entered_at=NOW)
    assert here.hash != there.hash
    assert replace(here, salt=there.salt, hash=there.hash) == there


def test_the_same_salts_give_the_same_chain_in_either_database(kept, tmp_path):
    heads = set()
    for place in (kept.new(), tmp_path / "another"):
        with open_ledger(place, create=True) as opened:
            opened.append([draft(), draft()], entered_at=NOW, salts=["a" * 32, "b" * 32])
            heads.add(opened.head())
    assert len(heads) == 1


@pytest.mark.parametrize("salts", [["a" * 32], ["a" * 32] * 3, ["a" * 31, "b" * 32], ["A" * 32, "b" * 32]])
def test_salts_and_times_in_another_form_are_not_taken(ledger, salts):
    with pytest.raises(ValueError, match=r"salt|argument"):
        ledger.append([draft(), draft()], entered_at=NOW, salts=salts)
    with pytest.raises(ValueError, match="utc_text"):
        ledger.append([draft()], entered_at="2025-09-01")
    assert ledger.head() == NO_ENTRIES


def test_text_with_any_character_is_read_back_as_it_was_given(ledger):
    said = {"reason": "nul \0, feed \f, line \u2028, é, 界, 🙂, \ufffe", "\ue000": "x", "🙂": "y", "quote": '\\"'}
    (entry,) = ledger.append([draft(content=said)], entered_at=NOW)
    assert next(ledger.entries()) == entry
    assert dict(entry.content) == said
    assert ledger.verify().is_sound


def test_what_something_was_entered_before_is_refused(ledger):
    before = ledger.head()
    ledger.append([draft()], entered_at=NOW, after=before)
    with pytest.raises(LedgerError, match="Nothing was entered: somebody else entered something meanwhile"):
        ledger.append([draft()], entered_at=NOW, after=before)
    assert ledger.head().entries == 1


def test_a_batch_with_one_draft_of_an_unknown_kind_is_refused_whole(ledger):
    with pytest.raises(LedgerError) as refused:
        ledger.append([draft(), draft(kind="wieghts", person="Ada O"), draft()], entered_at=NOW)
    assert str(refused.value) == (
        "Nothing was entered, because the ledger cannot take this:\n"
        "2 of 3: 'wieghts' is not a kind of entry. Did you mean 'weights'?\n"
        "2 of 3: 'Ada O' cannot stand as person: an id such as 'p07' is needed, never a name."
    )
    assert ledger.head() == NO_ENTRIES


def test_a_batch_that_fails_half_way_leaves_nothing(kept, address, ledger):
    ledger.append([draft()], entered_at=NOW)
    with kept.connected(address) as run:
        for statement in kept.FULL:
            run(statement)
    with pytest.raises(LedgerError, match="refused an entry, because it is full"):
        ledger.append([draft(), draft(), draft()], entered_at=NOW)
    assert ledger.head().entries == 1


WRITER = """
import sys
from pathlib import Path
from appraisal.model.entries import Draft
from appraisal.records.ledger import open_ledger

address, person, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
address = address if address.startswith("postgresql:") else Path(address)
one = Draft(kind="weights", place="fulham", person=person, role="residents", entered_by=person, route="file",
            content={"long": "x" * 4000})
with open_ledger(address, create=True) as ledger:
    if "killed" in sys.argv:
        import os, signal
        from sqlalchemy.event import listen
        listen(ledger._database.engine, "commit", lambda connection: os.kill(os.getpid(), signal.SIGKILL))
        ledger.append([one] * count, entered_at="2025-09-01T09:30:00.000000Z")
    for _ in range(count):
        ledger.append([one], entered_at="2025-09-01T09:30:00.000000Z")
"""


def writer(address, person, count, *flags):
    command = [sys.executable, "-c", WRITER, str(address), person, str(count), *flags]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_two_processes_that_make_and_fill_a_ledger_together_make_one_chain(address):
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda person: writer(address, person, 100), ["p01", "p02"]))
    assert [(process.returncode, process.stderr) for process in done] == [(0, "")] * 2
    found = verified(address)
    assert (found.is_sound, found.entries) == (True, 200)
    with open_ledger(address) as opened:
        assert {entry.person for entry in opened.entries()} == {"p01", "p02"}


def test_threads_that_share_a_ledger_make_one_chain(ledger):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: ledger.append([draft(f"p{number}"), draft()], entered_at=NOW), range(100)))
    found = ledger.verify()
    assert (found.is_sound, found.entries) == (True, 200)


def test_a_writer_killed_in_mid_transaction_leaves_nothing(address):
    assert writer(address, "p01", 3).returncode == 0
    is_file = isinstance(address, Path)
    before = address.stat().st_size if is_file else 0
    killed = writer(address, "p01", 2000, "killed")
    assert killed.returncode < 0
    if is_file:
        assert address.stat().st_size > before, "the batch should be larger than what SQLite holds in memory"
    found = verified(address)
    assert (found.is_sound, found.entries) == (True, 3)
    assert writer(address, "p02", 1).returncode == 0
    assert verified(address).entries == 4


def test_a_second_entry_after_the_same_one_fails_even_without_guards(kept, filled):
    with kept.connected(filled) as run:
        kept.drop_guards(run)
        row = list(run(f"SELECT {', '.join(FIELDS)} FROM entries WHERE number = 4").fetchone())
        with pytest.raises(kept.Error, match=r"entries.previous"):
            run(f"INSERT INTO entries VALUES ({', '.join('?' * len(row))})", [ENTRIES + 1, *row[1:]])


@pytest.mark.parametrize("way", ["", "OR REPLACE", "OR IGNORE", "OR ROLLBACK", "OR FAIL"])
@pytest.mark.parametrize("column", FIELDS)
def test_the_database_refuses_to_change_an_entry(copy, way, column):
    before = copy.read_bytes()
    with closing(sqlite3.connect(copy)) as connection, pytest.raises(sqlite3.Error, match="an entry is never changed"):
        connection.execute(f"UPDATE {way} entries SET {column} = 9 WHERE number = 2")
    assert copy.read_bytes() == before


@pytest.mark.parametrize("where", ["", "WHERE number = 2", f"WHERE number = {ENTRIES}"])
def test_the_database_refuses_to_delete_entries(copy, where):
    before = copy.read_bytes()
    with closing(sqlite3.connect(copy)) as connection, pytest.raises(sqlite3.Error, match="an entry is never deleted"):
        connection.execute(f"DELETE FROM entries {where}")
    assert copy.read_bytes() == before


@pytest.mark.parametrize("way", ["INSERT", "INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"])
@pytest.mark.parametrize(
    ("number", "previous", "words"),
    [
        ("2", "the last hash", "this number already"),
        (str(ENTRIES), "the last hash", "this number already"),
        (str(ENTRIES + 2), "the last hash", "takes the next number"),
        ("0", "the last hash", "takes the next number"),
        ("NULL", "the last hash", "takes the next number"),
        (str(ENTRIES + 1), "the first hash", "follows from the last"),
        (str(ENTRIES + 1), "NULL", "follows from the last"),
    ],
)
def test_the_database_refuses_every_entry_but_the_next(copy, way, number, previous, words):
    before = copy.read_bytes()
    hashes = {
        "the last hash": f"(SELECT hash FROM entries WHERE number = {ENTRIES})",
        "the first hash": "(SELECT hash FROM entries WHERE number = 1)",
    }
    given = {name: name for name in FIELDS} | {"number": number, "previous": hashes.get(previous, previous)}
    with closing(sqlite3.connect(copy)) as connection, pytest.raises(sqlite3.Error, match=words):
        connection.execute(f"{way} INTO entries SELECT {', '.join(given.values())} FROM entries WHERE number = 3")
    assert copy.read_bytes() == before


def test_the_database_refuses_an_upsert(copy):
    with closing(sqlite3.connect(copy)) as connection, pytest.raises(sqlite3.Error, match="this number already"):
        connection.execute(
            "INSERT INTO entries SELECT * FROM entries WHERE number = 2 ON CONFLICT DO UPDATE SET person = 'p00'"
        )


def test_a_name_has_one_random_person_id(ledger):
    person = ledger.person_for("Ada  Okafor ")
    assert person == ledger.person_for("Ada Okafor")
    assert person != ledger.person_for("Ade Okafor")
    assert ledger.name_of(person) == "Ada Okafor"
    assert ledger.name_of("p07") is None
    assert ledger.append([draft(person)], entered_at=NOW)
    for name in ("  ", "A" * 201, "Ada\0Okafor"):
        with pytest.raises(LedgerError, match="A name was expected, of 1 to 200 characters"):
            ledger.person_for(name)


def test_an_erased_name_leaves_the_chain_sound_and_no_bytes_behind_in_a_file(address, ledger):
    person = ledger.person_for("Ada Okafor")
    entries = ledger.append([draft(person)], entered_at=NOW)
    is_file = isinstance(address, Path)
    assert not is_file or b"Ada Okafor" in address.read_bytes()
    assert ledger.erase_name(person) is True
    assert ledger.erase_name(person) is False
    assert ledger.name_of(person) is None
    assert tuple(ledger.entries()) == entries
    assert ledger.verify().is_sound
    assert not is_file or b"Ada Okafor" not in address.read_bytes()


def test_nobody_inherits_the_person_id_of_an_erased_name(ledger, monkeypatch):
    person = ledger.person_for("Ada Okafor")
    ledger.append([draft(person)], entered_at=NOW)
    ledger.erase_name(person)
    taken = ledger.person_for("Ben Shah")
    drawn = iter([person[1:], taken[1:], "0123abcd"])
    monkeypatch.setattr("secrets.token_hex", lambda _: next(drawn))
    assert ledger.person_for("Ada Okafor") == "x0123abcd"


def test_a_missing_ledger_is_named_and_nothing_is_made(tmp_path):
    with pytest.raises(LedgerError, match=r"There is no ledger at .*ledger\.sqlite3; 'appraisal import' makes one"):
        opened_and_closed(tmp_path / "ledger.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_reading_makes_nothing_on_disk(copy):
    before = copy.read_bytes()
    with open_ledger(copy) as opened:
        reading = opened.entries()
        next(reading)
        assert opened.verify().is_sound
        assert opened.name_of("p01") is None
        assert [file.name for file in copy.parent.iterdir()] == [copy.name]
    assert copy.read_bytes() == before


def test_an_existing_ledger_is_kept_when_it_is_opened_to_be_made(filled):
    with open_ledger(filled, create=True) as opened:
        assert opened.head().entries == ENTRIES


@pytest.mark.parametrize("name", ["a folder", "50%", "what?", "no #1", "été"])
def test_a_ledger_may_stand_in_a_folder_of_any_name(tmp_path, name):
    (tmp_path / name).mkdir()
    with open_ledger(tmp_path / name / "ledger.sqlite3", create=True) as opened:
        opened.append([draft()], entered_at=NOW)
    assert (tmp_path / name / "ledger.sqlite3").is_file()
    assert verified(tmp_path / name / "ledger.sqlite3").entries == 1


@pytest.mark.parametrize("create", [False, True])
def test_a_file_that_is_no_database_is_refused_in_words_and_left_alone(path, create):
    path.write_text("person,criterion,points\n" * 200)
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="is not a ledger: the file is not an SQLite database"):
        opened_and_closed(path, create=create)
    assert path.read_bytes() == before


@pytest.mark.parametrize("create", [False, True])
def test_another_database_is_refused_in_words_and_left_alone(path, create):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE entries (number INTEGER)")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="is an SQLite file, but not a ledger"):
        opened_and_closed(path, create=create)
    assert path.read_bytes() == before


def test_an_empty_file_is_no_ledger_until_one_is_made_in_it(path):
    path.touch()
    with pytest.raises(LedgerError, match="not a ledger"):
        opened_and_closed(path)
    with open_ledger(path, create=True) as opened:
        assert opened.head() == NO_ENTRIES


@pytest.mark.parametrize("address", ["mysql://host/ledger", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_is_none_is_refused_in_words(address):
    with pytest.raises(LedgerError, match="is not the address of a ledger"):
        opened_and_closed(address)


@pytest.mark.parametrize("folder", ["missing", "."])
def test_a_ledger_that_cannot_be_made_is_refused_in_words(tmp_path, folder):
    address = tmp_path if folder == "." else tmp_path / folder / "ledger.sqlite3"
    with pytest.raises(LedgerError, match="cannot be opened, or its folder cannot be written"):
        opened_and_closed(address, create=True)


def test_a_ledger_that_another_program_holds_is_named_after_waiting(kept, filled):
    with kept.held(filled), open_ledger(filled, wait_seconds=0.05) as opened:
        assert opened.head().entries == ENTRIES
        with pytest.raises(LedgerError, match="is in use by another program"):
            opened.append([draft()], entered_at=NOW)


def test_a_ledger_in_a_folder_that_may_only_be_read_can_be_read_and_not_written(sound):
    folder = Path(tempfile.mkdtemp())
    try:
        path = Path(shutil.copy(sound, folder))
        path.chmod(0o444)
        folder.chmod(0o555)
        with without_rights():
            found = verified(path)
            with open_ledger(path) as opened, pytest.raises(LedgerError, match="may be read but not written here"):
                opened.append([draft()], entered_at=NOW)
            with pytest.raises(LedgerError, match="cannot be opened, or its folder cannot be written"):
                opened_and_closed(folder / "other.sqlite3", create=True)
        assert found.is_sound
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_ledger_in_a_folder_that_may_not_be_entered_is_refused_in_words(tmp_path):
    folder = Path(tempfile.mkdtemp())
    try:
        folder.chmod(0o000)
        with without_rights(), pytest.raises(LedgerError, match="cannot be looked for: Permission denied"):
            opened_and_closed(folder / "ledger.sqlite3")
    finally:
        folder.chmod(0o755)
        folder.rmdir()


@contextmanager
def without_rights():
    """Take on nobody's rights where tests run as root, to whom no folder is closed."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)
