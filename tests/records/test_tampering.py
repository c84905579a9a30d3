"""1,008 changes of a record by somebody with every right over it: which are found, and by what."""

import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from forging import (
    FORGERIES,
    change_a_byte_of_a_row,
    change_a_byte_of_lines,
    hashed_anew,
    known_of,
    lines_of_ledger,
    small_record,
    write_ledger,
    write_lines,
)

from appraisal.audit import checker
from appraisal.audit.verifying import verify_record
from appraisal.errors import LedgerError
from appraisal.model.entries import FIRST_PREVIOUS, Receipt, entry_hash
from appraisal.records.hash_list import hash_list, read_hash_list

ENTRIES, COVERED = 40, 20  # the one receipt outside was given when there were 20
EACH = 42  # of six kinds, hashed anew or not, in a ledger or its export: 1,008
CHECKER = Path(checker.__file__)
FORMS = ("ledger", "export")

# How many changes were made, whether to an entry that the receipt covers or to a later one, and how many were found
# without a receipt and with it. A chain alone finds nothing that was hashed anew, and no tail that was cut off.
FOUND = """
a byte of an entry                  34 covered   34 without   34 with
a byte of an entry                  50 later     50 without   50 with
an entry rewritten                  41 covered   41 without   41 with
an entry rewritten                  43 later     43 without   43 with
an entry deleted                    41 covered   41 without   41 with
an entry deleted                    43 later     43 without   43 with
two entries swapped                 61 covered   61 without   61 with
two entries swapped                 23 later     23 without   23 with
an entry inserted                   44 covered   44 without   44 with
an entry inserted                   40 later     40 without   40 with
the tail cut off                    44 covered    0 without   44 with
the tail cut off                    40 later      0 without    0 with
a byte of an entry, hashed anew     38 covered    0 without   38 with
a byte of an entry, hashed anew     46 later      0 without    0 with
an entry rewritten, hashed anew     46 covered    0 without   46 with
an entry rewritten, hashed anew     38 later      0 without    0 with
an entry deleted, hashed anew       39 covered    0 without   39 with
an entry deleted, hashed anew       45 later      0 without    0 with
two entries swapped, hashed anew    67 covered    0 without   67 with
two entries swapped, hashed anew    17 later      0 without    0 with
an entry inserted, hashed anew      31 covered    0 without   31 with
an entry inserted, hashed anew      53 later      0 without    0 with
the tail cut off, hashed anew       38 covered    0 without   38 with
the tail cut off, hashed anew       46 later      0 without    0 with
"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return small_record(tmp_path_factory.mktemp("sound"), ENTRIES)


@pytest.fixture(scope="module")
def entries(sound):
    return known_of(sound)


@pytest.fixture(scope="module")
def receipt(entries):
    entry = entries[COVERED - 1]
    return Receipt(COVERED, entry["hash"], entry["entered_at"])


@pytest.fixture
def both(sound, receipt, tmp_path):
    return sound, receipt, tmp_path


def forged(sound, entries, to, *, form, kind, chance, is_hashed_anew):
    """A record that was tampered with, and the number of the first entry that is not as it was."""
    if kind == "a byte of an entry" and not is_hashed_anew:  # any byte, of any field
        if form == "ledger":
            return to, change_a_byte_of_a_row(Path(shutil.copy(sound, to)), chance)
        return to, change_a_byte_of_lines(lines_of_ledger(sound, to), chance)
    entries, touched = FORGERIES[kind](list(entries), chance)
    entries = hashed_anew(entries) if is_hashed_anew else entries
    return (write_ledger(to, sound, entries) if form == "ledger" else write_lines(to, entries)), touched


def answers(path, receipt):
    """What verify and the checker say of a record: is it sound, up to where, and does the receipt agree."""
    found = verify_record(path, [receipt])
    chain = checker.walk_of(path, [receipt.entries])
    held = checker.Receipt(receipt.entries, receipt.head, receipt.time)
    ours = (found.found.entries, found.found.sound_up_to, found.found.first_bad, found.receipts[0].verdict == "agrees")
    theirs = (chain.entries, chain.sound_up_to, chain.first_bad, not checker.receipt_problem(held, chain))
    assert ours == theirs, f"{path}: verify says {ours}, the checker {theirs}"
    return found


def test_a_record_that_was_left_alone_agrees_with_its_receipt(sound, receipt, tmp_path):
    for path in (sound, lines_of_ledger(sound, tmp_path / "record.jsonl")):
        found = answers(path, receipt)
        assert found.problems == ()
        assert found.cannot_see[0].startswith("Entries 21 to 40 came after what you gave")


def test_with_one_receipt_from_outside_every_change_to_what_it_covers_is_found(sound, entries, receipt, tmp_path):
    chance = random.Random(20250901)
    counts = Counter()
    for kind in FORGERIES:
        for is_hashed_anew in (False, True):
            for form in FORMS:
                for turn in range(EACH):
                    to = tmp_path / f"forged-{form}"
                    to.unlink(missing_ok=True)
                    path, touched = forged(
                        sound, entries, to, form=form, kind=kind, chance=chance, is_hashed_anew=is_hashed_anew
                    )
                    found = answers(path, receipt)
                    is_found = bool(found.problems)
                    row, part = (kind, is_hashed_anew), "covered" if touched <= COVERED else "later"
                    counts[row, part] += 1
                    counts[row, part, "without"] += not found.found.is_sound
                    counts[row, part, "with"] += is_found
                    if touched <= COVERED:
                        assert is_found, f"{kind}, from entry {touched} on, was not found in {form}"
                    if kind == "a byte of an entry" and not is_hashed_anew:
                        assert found.found.first_bad == touched
                    if turn == 0:  # the checker as an outsider runs it
                        arguments = [sys.executable, "-I", CHECKER, path, "--receipt", str(receipt)]
                        ran = subprocess.run(arguments, capture_output=True, check=False, timeout=30)
                        assert ran.returncode == int(is_found), ran.stdout
    told = [
        f"{kind + (', hashed anew' if anew else ''):<34}"
        f"{counts[row, part]:>4} {part:<8}"
        f"{counts[row, part, 'without']:>4} without {counts[row, part, 'with']:>4} with"
        for row in sorted({row for row, *_ in counts}, key=lambda row: (row[1], list(FORGERIES).index(row[0])))
        for kind, anew in [row]
        for part in ("covered", "later")
    ]
    assert "\n".join(told) == FOUND.strip()
    assert sum(count for key, count in counts.items() if len(key) == 2) == 1008
    for (kind, anew), part in {key[:2] for key in counts}:
        row, made = (kind, anew), counts[(kind, anew), part]
        assert made > 10, "each sort should occur often"
        is_left_whole = anew or kind == "the tail cut off"  # a chain that holds in itself
        assert counts[row, part, "without"] == (0 if is_left_whole else made)
        assert counts[row, part, "with"] == (made if part == "covered" or not is_left_whole else 0)


@pytest.mark.parametrize("kind", [kind for kind in FORGERIES if kind != "the tail cut off"])
def test_a_published_list_of_hashes_names_the_first_entry_that_was_written_anew(sound, entries, tmp_path, kind):
    chance = random.Random(kind)
    published = tmp_path / "hashes.csv"
    published.write_text("".join(hash_list((one["number"], one["hash"]) for one in entries)))
    for turn in range(5):
        to = tmp_path / f"{turn}.jsonl"
        path, touched = forged(sound, entries, to, form="export", kind=kind, chance=chance, is_hashed_anew=True)
        found = verify_record(path, published=read_hash_list(published))
        assert found.found.is_sound
        assert found.differs.startswith(f"Entry {touched} is not the one in the published list")


def test_a_cut_tail_is_shown_by_a_published_list(entries, tmp_path):
    path = write_lines(tmp_path / "cut.jsonl", entries[:-3])
    published = {one["number"]: one["hash"] for one in entries}
    assert verify_record(path, published=published).problems == (
        "The published list of hashes holds 40 entries, and the record 37.",
    )


def outcome(path, receipt):
    """What both say of a file that may not be readable at all."""
    try:
        found = answers(path, receipt).found
    except LedgerError:
        assert checker.main([str(path)]) == 2
        return "cannot be read"
    return "sound" if found.is_sound else f"entry {found.first_bad}"


def test_a_changed_byte_of_the_ledgers_file_is_found_wherever_an_entry_is_read_otherwise(sound, receipt, tmp_path):
    chance = random.Random(7)
    whole, before = sound.read_bytes(), known_of(sound)
    seen = Counter()
    for _ in range(150):
        data, at = bytearray(whole), chance.randrange(len(whole))
        data[at] ^= chance.randrange(1, 256)
        path = tmp_path / "changed.sqlite3"
        path.write_bytes(data)
        said = outcome(path, receipt)
        seen[said.split()[0]] += 1
        if said == "sound":  # the byte is of no entry: of free space, an index, or what the file says of itself
            assert known_of(path) == before
    assert min(seen["sound"], seen["entry"]) > 20


def with_content(text):
    """A change of entry 4's line: its content as JSON, hashed as somebody else would hash it."""
    return lambda line: line.replace(line[line.index(b'"content":') + 10 : line.index(b',"entered_at"')], text, 1)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda line: line.rstrip(b"\n") + b"\r\n", id="a carriage return"),
        pytest.param(lambda line: b"\n" + line, id="a blank line"),
        pytest.param(lambda line: b"\xef\xbb\xbf" + line, id="a byte order mark"),
        pytest.param(lambda line: b" " + line, id="a space"),
        pytest.param(lambda line: line.replace(b'{"cast_on"', b'{"cast_on":null,"cast_on"', 1), id="a key twice"),
        pytest.param(lambda line: line.replace(b'"kind"', b'"k\\u0069nd"', 1), id="a key escaped"),
        pytest.param(lambda line: line.replace(b'"number":4', b'"number":4.0', 1), id="a number with a point"),
        pytest.param(lambda line: line.replace(b'"number":4', b'"number":04', 1), id="a leading zero"),
        pytest.param(lambda line: line.replace(b'"number":4', b'"number":"4"', 1), id="a number as text"),
        pytest.param(lambda line: line.replace(b'{"cast_on"', b'{"also":"x","cast_on"', 1), id="another field"),
        pytest.param(with_content(b"[]"), id="a list as content"),
        pytest.param(with_content(b'{"a":NaN}'), id="no number"),
        pytest.param(with_content(b'{"a":"\\ud800"}'), id="half a character"),
        pytest.param(with_content(b'{"a":"\xff"}'), id="no Unicode"),
        pytest.param(with_content(b'{"b":"1","a":"2"}'), id="keys in another order"),
        pytest.param(with_content(b'{"a":' * 5000 + b'"x"' + b"}" * 5000), id="nested past reading"),
        pytest.param(lambda line: b"[]\n", id="no object"),
        pytest.param(lambda line: b"\n", id="an empty line"),
    ],
)
def test_a_line_in_another_form_is_found_by_both(sound, receipt, tmp_path, change):
    path = lines_of_ledger(sound, tmp_path / "record.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    changed = change(lines[3])
    assert changed != lines[3]
    path.write_bytes(b"".join([*lines[:3], changed, *lines[4:]]))
    assert outcome(path, receipt) == "entry 4"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "decree"),
        ("kind", ""),
        ("place", "Amber Vale"),
        ("person", "Jo Smith"),
        ("role", ""),
        ("role", "residents\n"),
        ("entered_by", ""),
        ("on_behalf_of", ""),
        ("route", "letter"),
        ("entered_at", "2025-09-01 09:30:00"),
        ("entered_at", "2025-02-30T09:30:00.000000Z"),
        ("entered_at", "2025-09-01T24:00:00.000000Z"),
        ("entered_at", "٢٠٢٥-09-01T09:30:00.000000Z"),
        ("cast_on", "20250901"),
        ("cast_on", "2025-W36-1"),
        ("cast_on", ""),
        ("salt", "A" * 32),
        ("salt", ""),
        ("content", {"points": 60}),
        ("content", {"points": {"cost": [0.5]}}),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_what_the_ledger_never_takes_is_found_by_both_though_every_hash_is_right(both, form, name, value):
    sound, receipt, tmp_path = both
    entries = known_of(sound)
    entries[3] = {**entries[3], name: value}
    entries, to = hashed_anew(entries), tmp_path / "forged"
    path = write_ledger(to, sound, entries) if form == "ledger" else write_lines(to, entries)
    assert outcome(path, receipt) == "entry 4"


@pytest.mark.parametrize("depth", [99, 100, 101, 250])
def test_how_deep_content_may_be_nested_is_the_same_for_both(sound, receipt, tmp_path, depth):
    entries, content = known_of(sound), "x"
    for _ in range(depth):
        content = {"a": content}
    entries[3] = {**entries[3], "content": content}
    path = write_lines(tmp_path / "record.jsonl", hashed_anew(entries))
    assert outcome(path, receipt) == ("sound" if depth <= 100 else "entry 4")


@pytest.mark.parametrize("keys", [("\ue000", "\U0001f54a"), ("é", "z", "Z"), ("\u2028", "a\x00b"), ("\x7f", "\\", '"')])
def test_keys_and_letters_of_every_sort_have_one_form(sound, receipt, tmp_path, keys):
    entries = known_of(sound)
    entries[3] = {**entries[3], "content": {key: f"{key} as text" for key in keys}}
    entries = hashed_anew(entries)
    assert outcome(write_lines(tmp_path / "record.jsonl", entries), receipt) == "sound"
    assert outcome(write_ledger(tmp_path / "ledger.sqlite3", sound, entries), receipt) == "sound"


def test_a_file_that_is_cut_in_the_middle_of_a_line_is_found(sound, receipt, tmp_path):
    path = lines_of_ledger(sound, tmp_path / "record.jsonl")
    data = path.read_bytes()
    for cut, said in ((1, "entry 40"), (20, "entry 40"), (len(data), "sound")):
        path.write_bytes(data[:-cut])
        assert outcome(path, receipt) == said
    assert verify_record(path, [receipt]).receipts[0].verdict == "too short"


def test_a_receipt_that_was_changed_itself_is_told_from_one_that_shows_a_change(sound, receipt):
    others = {
        "another hash": Receipt(receipt.entries, "ab" * 32, receipt.time),
        "another time": Receipt(receipt.entries, receipt.head, "2025-09-01T09:26:00.000000Z"),
        "too short": Receipt(ENTRIES + 1, receipt.head, receipt.time),
        "agrees": Receipt(0, FIRST_PREVIOUS, None),
    }
    for verdict, other in others.items():
        assert answers(sound, other).receipts[0].verdict == verdict
    nothing = Receipt(0, "ab" * 32, None)
    assert answers(sound, nothing).receipts[0].verdict == "another hash"


def test_a_receipt_past_the_break_cannot_be_compared_and_one_before_it_still_agrees(sound, receipt, tmp_path):
    entries = known_of(sound)
    entries[19] = {**entries[19], "person": "p99"}
    path = write_lines(tmp_path / "record.jsonl", entries)
    before = Receipt(10, entries[9]["hash"], entries[9]["entered_at"])
    found = verify_record(path, [receipt, before])
    assert [held.verdict for held in found.receipts] == ["not reached", "agrees"]
    assert found.found.first_bad == 20
    assert len(found.problems) == 2


@pytest.mark.parametrize("number", [1, 2, 20, ENTRIES - 1])
@pytest.mark.parametrize("form", FORMS)
def test_an_entry_whose_own_hash_alone_was_made_anew_is_found_where_the_next_does_not_follow(
    both, entries, form, number
):
    sound, receipt, tmp_path = both
    changed = {**entries[number - 1], "person": "p99"}
    changed["hash"] = entry_hash(changed)
    forged, to = [*entries[: number - 1], changed, *entries[number:]], tmp_path / "forged"
    path = write_ledger(to, sound, forged) if form == "ledger" else write_lines(to, forged)
    found = answers(path, receipt).found
    assert (found.first_bad, found.sound_up_to) == (number + 1, number - 1)


@pytest.mark.parametrize("form", FORMS)
def test_a_first_entry_that_follows_from_another_is_found(both, entries, form):
    sound, receipt, tmp_path = both
    first = {**entries[0], "previous": "ab" * 32}
    first["hash"] = entry_hash(first)
    to = tmp_path / "forged"
    path = write_ledger(to, sound, [first]) if form == "ledger" else write_lines(to, [first])
    assert outcome(path, receipt) == "entry 1"
