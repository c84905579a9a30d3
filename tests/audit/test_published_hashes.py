"""The list of hashes that may be published, and a person's own entries: written over nothing, read alike by both."""

import json

import pytest
from forging import hashed_anew

from appraisal.audit import checker
from appraisal.errors import LedgerError
from appraisal.model.canonical import canonical
from appraisal.model.entries import Draft, entry_hash
from appraisal.records.hash_list import find_mine, hash_list, read_hash_list
from appraisal.records.ledger import open_ledger

AUDIT = ("audit", "verify")


def test_the_published_list_names_every_entry_and_nothing_else(command, folder, entries):
    told = command("audit", "hashes", folder)
    header, *rows = told.out.splitlines()
    assert header == "number,hash"
    assert rows == [f"{entry['number']},{entry['hash']}" for entry in entries]


def test_a_scorer_is_handed_their_own_entries_and_finds_them(command, folder, entries, tmp_path):
    published, mine = tmp_path / "hashes.csv", tmp_path / "mine.jsonl"
    assert "may be published" in command("audit", "hashes", folder, "--to", published).out
    assert "Hand it to them alone." in command("audit", "hashes", folder, "--person", "p03", "--to", mine).out
    numbers = [entry["number"] for entry in entries if entry["person"] == "p03"]
    assert [json.loads(line)["number"] for line in mine.read_text(encoding="utf-8").splitlines()] == numbers
    told = command(*AUDIT, "--mine", mine, "--hashes", published)
    assert told.code == 0
    assert all(f"found: entry {number}, " in told.out for number in numbers)
    found = json.loads(command(*AUDIT, "--mine", mine, "--hashes", published, "--json").out)
    assert [one["number"] for one in found] == numbers
    mine.write_bytes(mine.read_bytes().replace(b"by bus", b"by car", 1))
    told = command(*AUDIT, "--mine", mine, "--hashes", published)
    assert (told.code, "changed since it was handed out" in told.err) == (5, True)
    assert command(*AUDIT, "--mine", mine).code == 2
    assert "Did you mean 'p03'" in command("audit", "hashes", folder, "--person", "p3").err


def test_a_list_or_lines_in_another_form_are_refused_in_words(command, folder, tmp_path):
    published, mine = tmp_path / "hashes.csv", tmp_path / "mine.jsonl"
    mine.write_bytes(b"")
    for text, words in (("a,b\n", "is no list of hashes"), ("number,hash\n2,ab\n", "is not the row of entry 1")):
        published.write_text(text)
        told = command(*AUDIT, folder, "--hashes", published)
        assert (told.code, words in told.err) == (5, True)
    published.write_text("number,hash\n")
    assert "holds no entry" in command(*AUDIT, "--mine", mine, "--hashes", published).err
    mine.write_bytes(b"{}\n")
    assert "not an entry as it was handed out" in command(*AUDIT, "--mine", mine, "--hashes", published).err


def test_a_published_hash_gives_away_no_score_to_whoever_guesses_all_but_its_salt(entries):
    score = next(entry for entry in entries if entry["kind"] == "score")
    guesses = [
        {**score, "content": {**score["content"], "answer": answer}}
        for answer in ("0", "25", "50", "75", "100", "not known", "recused")
    ]
    assert [entry_hash(guess) == score["hash"] for guess in guesses].count(True) == 1, "with the salt one can tell"
    for salt in ("0" * 32, score["hash"][:32], score["previous"][:32]):
        assert all(entry_hash({**guess, "salt": salt}) != score["hash"] for guess in guesses)


def test_two_people_who_say_the_same_have_different_hashes(tmp_path):
    said = Draft(kind="score", place="amber-vale", person="p01", role="residents", entered_by="p01", route="page",
                 content={"answer": "50"})  # fmt: skip
    with open_ledger(tmp_path / "ledger.sqlite3", create=True) as ledger:
        ledger.append([said] * 20, entered_at="2025-09-01T09:00:00.000000Z")
        written = [entry.as_json() for entry in ledger.entries()]
    assert len({entry["salt"] for entry in written}) == 20
    unchained = {entry_hash({**entry, "number": 1, "previous": "0" * 64}) for entry in written}
    assert len(unchained) == 20, "the salt alone makes them differ"


def test_own_entries_are_looked_for_in_the_list_alone(command, folder, tmp_path):
    both = ["--mine", tmp_path / "mine.jsonl", "--hashes", tmp_path / "hashes.csv"]
    for others in ([folder], ["--receipt", "rubbish"], ["--public-key", tmp_path]):
        told = command(*AUDIT, *others, *both)
        assert (told.code, "nowhere else" in told.err) == (2, True)


def test_a_list_without_entries_is_told_and_not_passed_over(command, folder, tmp_path):
    published = tmp_path / "hashes.csv"
    published.write_text("number,hash\n")
    told = command(*AUDIT, folder, "--hashes", published)
    assert (told.code, "The published list of hashes holds no entry" in told.err) == (5, True)


def test_a_list_is_read_alike_by_both_whatever_a_spreadsheet_did_to_it(command, folder, entries, tmp_path):
    sound = "".join(hash_list((entry["number"], entry["hash"]) for entry in entries))
    path = tmp_path / "hashes.csv"
    for text in (sound, f"\ufeff{sound}", sound.replace("\n", "\r\n"), sound.replace("\n", "  \n"), sound.rstrip("\n")):
        path.write_bytes(text.encode())
        assert list(read_hash_list(path).values()) == [entry["hash"] for entry in entries]
        assert read_hash_list(path) == checker.read_hashes(path.read_bytes())
    for text in (sound.replace(",", ";"), sound.replace("\n1,", "\n01,"), sound + "\n", sound.upper(), sound[20:], ""):
        path.write_bytes(text.encode())
        with pytest.raises(LedgerError):
            read_hash_list(path)
        with pytest.raises(checker.CannotReadError):
            checker.read_hashes(path.read_bytes())


def test_own_entries_in_a_form_that_is_never_entered_are_refused_by_both(entries):
    (forged,) = hashed_anew([{**entries[0], "entered_at": "2025-02-30T09:30:00.000000Z"}])
    line, published = canonical(forged) + b"\n", {1: forged["hash"]}
    (found,) = find_mine([line], published)
    assert (found.is_there, "no time in UTC" in found.text) == (False, True)
    listed = "".join(hash_list(published.items())).encode()
    assert checker.check_mine(line, listed, lambda text: None) is False
    (sound,) = find_mine([canonical(entries[0]) + b"\n"], {1: entries[0]["hash"]})
    assert sound.is_there


def test_a_list_is_never_written_over_anything_but_its_own_beginning(command, folder, entries, tmp_path):
    to = tmp_path / "hashes.csv"
    whole = "".join(hash_list((entry["number"], entry["hash"]) for entry in entries))
    earlier = "".join(hash_list((entry["number"], entry["hash"]) for entry in entries[:5]))
    for before in (None, "", earlier, whole):
        if before is not None:
            to.write_text(before)
        assert command("audit", "hashes", folder, "--to", to).code == 0
        assert to.read_text() == whole
    for before in (earlier.replace(entries[2]["hash"], "ab" * 32), f"{whole}13,{'ab' * 32}\n", "notes"):
        to.write_text(before)
        told = command("audit", "hashes", folder, "--to", to)
        assert (told.code, "what it holds would be lost" in told.err, to.read_text()) == (7, True, before)
    ledger = folder / "ledger.sqlite3"
    (folder / "link").symlink_to(ledger)
    before = ledger.read_bytes()
    for path in (ledger, folder / "link"):
        for whose in ([], ["--person", "p03"]):
            assert command("audit", "hashes", folder, "--to", path, *whose).code == 7
    assert ledger.read_bytes() == before
    assert command("audit", "hashes", folder, "--to", folder).code == 7
    assert [path.name for path in sorted(folder.iterdir())] == ["ledger.sqlite3", "link"]


def test_somebodys_own_lines_are_for_them_alone(command, folder, tmp_path):
    mine, published = tmp_path / "mine.jsonl", tmp_path / "hashes.csv"
    command("audit", "hashes", folder, "--person", "p03", "--to", mine)
    command("audit", "hashes", folder, "--to", published)
    assert (mine.stat().st_mode & 0o777, published.stat().st_mode & 0o777) == (0o600, 0o644)
    before = mine.read_bytes()
    for whose in (["--person", "p04"], []):
        assert command("audit", "hashes", folder, *whose, "--to", mine).code == 7
    assert mine.read_bytes() == before
    assert command("audit", "hashes", folder, "--person", "p03", "--to", mine).code == 0
