"""The checker is one file of the standard library, has canonical JSON of its own, and finds receipts in papers."""

import ast
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from forging import hashed_anew, lines_of_ledger, write_lines
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.audit import checker
from appraisal.model.canonical import canonical
from appraisal.model.entries import FIELDS, ROUTES, Receipt
from appraisal.model.refusals import DEEPEST
from appraisal.records.hash_list import hash_list

SOURCE = Path(checker.__file__)
CONTENT = st.recursive(
    st.none() | st.booleans() | st.text() | st.integers(0, 2**53 - 1),
    lambda part: st.lists(part, max_size=4) | st.dictionaries(st.text(), part, max_size=5),
    max_leaves=20,
)


def receipt_at(entries, number):
    entry = entries[number - 1]
    return str(Receipt(number, entry["hash"], entry["entered_at"]))


def paper(receipt, said="Nothing."):
    return f"<html><body><p>{said}</p><footer><dl><dt>Receipt</dt><dd>{receipt}</dd></dl></footer></body></html>"


@pytest.fixture
def pack(sound, entries, tmp_path):
    """A pack's folder: the record, its hashes and two papers."""
    folder = tmp_path / "pack"
    (folder / "record").mkdir(parents=True)
    (folder / "papers" / "amber-vale").mkdir(parents=True)
    lines_of_ledger(sound, folder / "record" / "record.jsonl")
    hashes = "".join(hash_list((entry["number"], entry["hash"]) for entry in entries))
    (folder / "record" / "hashes.csv").write_text(hashes)
    (folder / "papers" / "amber-vale" / "options.html").write_text(paper(receipt_at(entries, 7)))
    (folder / "papers" / "amber-vale" / "feedback.html").write_text(paper(receipt_at(entries, 12)))
    return folder


def run(*arguments):
    done = subprocess.run(
        [sys.executable, "-I", SOURCE, *arguments], capture_output=True, text=True, check=False, env={}, timeout=60
    )
    assert done.stderr == "" or done.returncode == 2
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


def test_the_checker_imports_the_standard_library_alone():
    tops = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(SOURCE.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    assert tops <= sys.stdlib_module_names
    assert "json" in tops


def test_the_checkers_own_list_of_the_format_is_that_of_the_ledger():
    assert (FIELDS, set(ROUTES), DEEPEST) == (checker.FIELDS, checker.ROUTES, checker.DEEPEST)


@settings(max_examples=300, derandomize=True, database=None, deadline=None)
@given(CONTENT)
def test_the_checkers_canonical_json_is_that_of_rfc_8785(value):
    assert checker.canonical(value).encode() == canonical(value)


@pytest.mark.parametrize("keys", [("\ue000", "\U0001f54a"), ("\ufb33", "\U0001f600", "€", "\r", "1", "ö", "\x80")])
def test_keys_stand_in_the_order_of_their_utf_16_code_units(keys):
    value = dict.fromkeys(keys, "x")
    assert checker.canonical(value).encode() == canonical(value)
    assert list(json.loads(checker.canonical(value))) != sorted(keys)


def test_a_sound_record_agrees_in_every_form_in_an_empty_environment(sound, pack, entries, tmp_path):
    zipped = tmp_path / "pack.zip"
    with zipfile.ZipFile(zipped, "w") as file:
        for path in sorted(pack.rglob("*")):
            file.write(path, path.relative_to(pack).as_posix())
    for what in (sound, pack / "record" / "record.jsonl", pack, zipped):
        code, told = run(what, "--receipt", receipt_at(entries, 5))
        assert (code, told.splitlines()[-1]) == (0, "It agrees.")
        assert "Entries 6 to 12 could have been written anew by whoever keeps the record." in told
    assert "2 of 2 receipts in its own papers agree." in told


def test_without_a_receipt_it_says_what_it_cannot_see(sound):
    code, told = run(sound)
    assert code == 0
    assert "whoever keeps the record could have written all of it anew" in told
    assert "Whether what was entered was true, nothing here can show." in told


def test_a_record_written_anew_is_refused_by_the_papers_of_its_pack(pack, entries):
    forged = hashed_anew([*entries[:4], {**entries[4], "person": "p99"}, *entries[5:]])
    write_lines(pack / "record" / "record.jsonl", forged)
    hashes = "".join(hash_list((entry["number"], entry["hash"]) for entry in forged))
    (pack / "record" / "hashes.csv").write_text(hashes)
    code, told = run(pack)
    assert code == 1
    assert "Papers/amber-vale/options.html: entry 7 has another hash" in told
    assert "0 of 2 receipts in its own papers agree." in told


def test_a_list_of_hashes_that_is_not_the_records_is_refused(pack, entries):
    other = [(entry["number"], entry["hash"][::-1] if entry["number"] == 3 else entry["hash"]) for entry in entries]
    (pack / "record" / "hashes.csv").write_text("".join(hash_list(other)))
    code, told = run(pack)
    assert (code, "record/hashes.csv is not the list of the record's hashes." in told) == (1, True)


@pytest.mark.parametrize("text", [None, "number,hash\n"])
def test_a_pack_whose_list_of_hashes_is_gone_or_empty_is_refused(pack, text):
    path = pack / "record" / "hashes.csv"
    path.unlink()
    words = "Record/hashes.csv: there is none" if text is None else "is not the list of the record's hashes"
    if text is not None:
        path.write_text(text)
    code, told = run(pack)
    assert (code, words.lower() in told.lower()) == (1, True)


def signed_by(private, receipt):
    return f"{receipt}, signed {private.sign(receipt.encode()).hex()}"


@pytest.fixture
def keys(tmp_path):
    """A private key, and the file of its public half as 64 hex digits."""
    private = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
    path = tmp_path / "public"
    path.write_text(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex())
    return private, path


def test_with_a_key_an_unsigned_receipt_that_was_handed_in_is_a_problem_and_unsigned_papers_are_named(
    pack, entries, keys
):
    private, public = keys
    signed, unsigned = signed_by(private, receipt_at(entries, 5)), receipt_at(entries, 5)
    code, told = run(pack, "--receipt", signed, "--public-key", public)
    assert (code, "1 of 1 receipts that you gave agree." in told) == (0, True)
    assert "No signature stands in: papers/amber-vale/feedback.html, papers/amber-vale/options.html." in told
    code, told = run(pack, "--receipt", unsigned, "--public-key", public)
    assert (code, "no signature stands in it, so the key shows nothing" in told) == (1, True)
    assert "0 of 1 receipts that you gave agree." in told
    assert "No receipt that you gave agrees: whoever keeps the record" in told
    assert run(pack, "--receipt", unsigned)[0] == 0
    assert run(pack, "--receipt", unsigned, "--public-key", public.with_name("none"))[0] == 2


@pytest.mark.parametrize("ending", [", signed ab12", ", Signed {}", ", signed {}0", ", signed"])
def test_what_begins_as_a_signature_and_is_none_is_a_problem_wherever_it_stands(pack, entries, keys, ending):
    cut = receipt_at(entries, 7) + ending.format("ab" * 64)
    for key in ([], ["--public-key", keys[1]]):
        code, told = run(pack, "--receipt", cut, *key)
        assert (code, "The receipt 1 that you gave: it ends in ', signed'" in told) == (1, True)
    (pack / "papers" / "amber-vale" / "options.html").write_text(paper(cut))
    code, told = run(pack)
    assert (code, "Papers/amber-vale/options.html: it ends in ', signed'" in told) == (1, True)


def test_a_receipt_that_was_saved_to_a_file_is_read(sound, entries, tmp_path):
    path = tmp_path / "receipt.txt"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        path.write_text(f"{receipt_at(entries, 5)}\n", encoding=encoding)
        assert run(sound, "--receipt", path)[0] == 0
    path.write_bytes(b"\xff" + receipt_at(entries, 5).encode())
    assert run(sound, "--receipt", path)[0] == 2


def test_a_file_that_is_no_record_is_not_said_to_be_a_changed_one(tmp_path, pack):
    zeros, empty = tmp_path / "ledger.sqlite3", tmp_path / "empty.jsonl"
    zeros.write_bytes(bytes(5000))
    empty.touch()
    for path in (zeros, pack / "record" / "hashes.csv"):
        code, told = run(path)
        assert (code, f"{path.name} is no record" in told) == (2, True)
    code, told = run(empty)
    assert (code, "It holds no entry, so there is nothing to check." in told) == (2, True)


def test_a_receipt_quoted_in_a_comment_is_not_taken_for_the_papers_own(pack, entries):
    planted = "3 entries, head " + "ab" * 32 + ", last entered never"
    path = pack / "papers" / "amber-vale" / "options.html"
    path.write_text(paper(receipt_at(entries, 7), f"Somebody wrote: {planted} &lt;footer&gt;{planted}"))
    assert run(pack)[0] == 0
    path.write_text(paper(planted, receipt_at(entries, 7)))
    assert run(pack)[0] == 1


def test_a_paper_without_a_receipt_is_told_and_is_no_fault(pack):
    (pack / "papers" / "old.html").write_text("<html><footer>Run 1</footer></html>")
    code, told = run(pack)
    assert (code, "No receipt stands in: papers/old.html." in told) == (0, True)


@pytest.mark.parametrize("options", [{}, {"in_memory": True}, {"constant_memory": True}])
def test_the_receipt_of_a_workbook_stands_on_its_first_sheet(tmp_path, entries, options):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path, options) as book:
        cover, other = book.add_worksheet("Cover"), book.add_worksheet("Comments")
        cover.write(0, 0, "Receipt")
        cover.write(1, 1, receipt_at(entries, 7))
        other.write(0, 0, receipt_at(entries, 8))
    found = checker.receipt_of_paper(path.name, path.read_bytes())
    assert (found.entries, found.head) == (7, entries[6]["hash"])
    assert checker.receipt_of_paper("broken.xlsx", path.read_bytes()[:200]) is None


def test_what_cannot_be_read_ends_with_2(tmp_path, sound, pack):
    empty = tmp_path / "empty"
    empty.mkdir()
    for what in (empty, tmp_path / "none", tmp_path):
        assert run(what)[0] == 2
    assert run(sound, "--receipt", "212 entries")[0] == 2
    assert run(sound, "--public-key", sound)[0] == 2
    assert run()[0] == run(sound, "--mine", sound)[0] == 2
    own = ["--mine", sound, "--hashes", sound]
    assert run(*own, "--receipt", "rubbish")[0] == run(*own, "--public-key", sound)[0] == run(sound, *own)[0] == 2
    twice = tmp_path / "twice.zip"
    with zipfile.ZipFile(twice, "w") as file, pytest.warns(UserWarning, match="Duplicate name"):
        file.writestr("record/record.jsonl", "")
        file.writestr("record/record.jsonl", "")
    code, told = run(twice)
    assert (code, "two files of one name" in told) == (2, True)


def test_a_scorer_finds_their_own_entry_in_the_published_list(pack, entries, tmp_path):
    mine = write_lines(tmp_path / "mine.jsonl", [entry for entry in entries if entry["person"] == "p03"])
    hashes = pack / "record" / "hashes.csv"
    code, told = run("--mine", mine, "--hashes", hashes)
    numbers = [entry["number"] for entry in entries if entry["person"] == "p03"]
    assert (code, [int(number) for number in re.findall(r"found, entry (\d+)", told)]) == (0, numbers)
    changed = mine.read_bytes().replace(b"What they said", b"What they says", 1)
    mine.write_bytes(changed)
    code, told = run("--mine", mine, "--hashes", hashes)
    assert (code, "Line 1: what it says does not give its hash." in told) == (1, True)
    mine.write_bytes(b"")
    assert run("--mine", mine, "--hashes", hashes)[0] == 2
