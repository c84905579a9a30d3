"""Verify holds a record against receipts, signatures and a published list, and says what it cannot see."""

import json
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from forging import hashed_anew, write_ledger, write_lines

from appraisal.audit.verifying import receipt_given, verify_record
from appraisal.errors import LedgerError
from appraisal.model.entries import Draft, Receipt
from appraisal.records.ledger import open_ledger
from appraisal.records.signatures import SIGNING_KEY

PLACE = "hammersmith-and-fulham"
AUDIT = ("audit", "verify")


def receipt_at(entries, number):
    entry = entries[number - 1]
    return Receipt(number, entry["hash"], entry["entered_at"])


@pytest.fixture
def key(tmp_path, monkeypatch):
    """A signing key, configured; its public half beside it."""
    made = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
    path = tmp_path / "key.pem"
    path.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(0o600)
    (tmp_path / "public.pem").write_bytes(
        made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    monkeypatch.setenv(SIGNING_KEY, str(path))
    return path


def test_verify_says_which_entries_a_receipt_covers_and_what_it_cannot_see(command, folder, entries):
    told = command(*AUDIT, folder, "--receipt", receipt_at(entries, 5), "--receipt", receipt_at(entries, 8))
    assert (told.code, told.err) == (0, "")
    assert "The receipt of 5 entries agrees. Entries 1 to 5 are as they were when it was given.\n" in told.out
    assert "Entries 9 to 12 came after what you gave" in told.out
    assert "no record shows" in told.out


def test_verify_without_a_receipt_says_that_all_could_have_been_written_anew(command, folder):
    told = command(*AUDIT, folder)
    assert told.code == 0
    assert "could have written all of it anew, or cut off its end" in told.out


def test_verify_ends_with_5_where_a_receipt_does_not_agree(command, folder, sound, entries):
    write_ledger(folder / "ledger.sqlite3", sound, hashed_anew([*entries[:2], *entries[3:]]))
    told = command(*AUDIT, folder, "--receipt", receipt_at(entries, 2), "--receipt", receipt_at(entries, 12))
    assert told.code == 5
    assert "The chain holds: every one of 11 entries" in told.out
    assert "The receipt of 2 entries agrees." in told.out
    assert told.err == (
        "The receipt of 12 entries does not agree: the record holds 11. Entries at its end were cut off, or it is "
        "another record.\n"
    )
    answer = command(*AUDIT, folder, "--receipt", receipt_at(entries, 5), "--json")
    found = json.loads(answer.out)
    assert (answer.code, found["sound"], found["agrees"]) == (5, True, False)
    assert [held["verdict"] for held in found["receipts"]] == ["another hash"]


def test_verify_reads_a_record_as_json_lines_and_an_unpacked_pack(command, entries, tmp_path):
    path = write_lines(tmp_path / "record.jsonl", entries)
    assert command(*AUDIT, path, "--receipt", receipt_at(entries, 12)).code == 0
    unpacked = tmp_path / "pack"
    (unpacked / "record").mkdir(parents=True)
    shutil.copy(path, unpacked / "record" / "record.jsonl")
    assert "every one of 12 entries" in command(*AUDIT, unpacked).out
    path.write_bytes(path.read_bytes().replace(b"by bus", b"by car", 1))
    told = command(*AUDIT, path)
    assert (told.code, told.err.startswith("Ledger entry 1 was changed after it was written")) == (5, True)
    zipped = tmp_path / "pack.zip"
    zipped.write_bytes(b"PK\x03\x04")
    assert "python -I checker.py pack.zip" in command(*AUDIT, zipped).err


def test_a_receipt_may_be_given_as_a_footer_or_as_the_file_of_a_paper(command, folder, entries, tmp_path):
    receipt = receipt_at(entries, 12)
    paper = tmp_path / "options.html"
    paper.write_text(f"<p>100 entries, head {'ab' * 32}, last entered never</p><footer><dd>{receipt}</dd></footer>")
    assert receipt_given(str(paper)) == receipt_given(f"Run 1. Receipt of the record {receipt} Entry") == receipt
    assert command(*AUDIT, folder, "--receipt", paper).code == 0
    for wrong, words in (("212 entries", "neither a receipt nor a file"), (folder / "ledger.sqlite3", "No receipt")):
        told = command(*AUDIT, folder, "--receipt", wrong)
        assert (told.code, words in told.err) == (5, True)


def test_a_signed_receipt_is_checked_with_the_public_key(command, folder, entries, key, tmp_path):
    entry = Draft(kind="lock", place="amber-vale", person="o01", role="officers", entered_by="o01", route="command",
                  content={"why": "All gave weights."})  # fmt: skip
    with open_ledger(folder / "ledger.sqlite3") as ledger:
        ledger.append([entry], entered_at="2025-09-02T09:00:00.000000Z")
        head = ledger.head()
    signature = Ed25519PrivateKey.from_private_bytes(b"7" * 32).sign(str(head).encode()).hex()
    signed = f"{head}, signed {signature}"
    public = tmp_path / "public.pem"
    told = command(*AUDIT, folder, "--receipt", signed, "--public-key", public)
    assert (told.code, "Its signature is right." in told.out) == (0, True)
    assert "A public key that came with the record proves nothing: have it from its owner.\n" in told.out
    assert "its signature was not checked" in command(*AUDIT, folder, "--receipt", signed).out
    unsigned = json.loads(command(*AUDIT, folder, "--receipt", head, "--public-key", public, "--json").out)
    assert [(held["signed"], held["verdict"]) for held in unsigned["receipts"]] == [("not signed", "not signed")]
    assert unsigned["agrees"] is False
    assert command(*AUDIT, folder, "--receipt", head).code == 0, "without a key nothing was asked of a signature"
    told = command(*AUDIT, folder, "--receipt", head, "--public-key", public)
    assert (told.code, "no signature stands in it, so the key shows nothing" in told.err) == (5, True)
    assert "No receipt that you gave agrees" in told.out
    wrong = command(
        *AUDIT, folder, "--receipt", f"{receipt_at(entries, 5)}, signed {signature}", "--public-key", public
    )
    assert (wrong.code, "is not signed with this key" in wrong.err) == (5, True)
    beside = Path(shutil.copy(public, folder))
    assert "This one lies beside what it is to check." in command(*AUDIT, folder, "--public-key", beside).out


def test_times_that_go_back_are_told_and_are_no_fault(command, entries, tmp_path):
    entries[6] = {**entries[6], "entered_at": "2025-08-01T00:00:00.000000Z"}
    path = write_lines(tmp_path / "record.jsonl", hashed_anew(entries))
    told = command(*AUDIT, path)
    assert told.code == 0
    assert "1 entry says that it was entered before the one in front of it (first: entry 7)." in told.out


def test_the_order_is_told_from_one_pass_as_it_was_from_the_whole_record(command, demo_once):
    from appraisal.analysis.order import order_told
    from appraisal.model.record import record_of

    with open_ledger(demo_once / "ledger.sqlite3") as ledger:
        whole = order_told(record_of(ledger.entries(), PLACE))
    assert verify_record(demo_once).order == {PLACE: whole}
    assert len(whole) == 4


def test_an_entry_without_what_its_kind_holds_leaves_the_order_untold(entries, tmp_path):
    bare = [{**entry, "content": {}} if entry["kind"] == "interest" else entry for entry in entries]
    found = verify_record(write_lines(tmp_path / "record.jsonl", hashed_anew(bare)))
    assert [one["id"] for one in found.order["amber-vale"]] == ["not-told"]
    assert found.problems == ()


def test_the_footer_of_each_paper_holds_a_receipt_that_agrees(command, demo_once):
    papers = sorted((demo_once / "papers" / PLACE).glob("*.html"))
    assert len(papers) >= 2
    with open_ledger(demo_once / "ledger.sqlite3") as ledger:
        run = list(ledger.entries(PLACE, kinds=["run"]))[-1]
    for paper in papers:
        assert receipt_given(str(paper)) == Receipt.from_text(paper.read_text(encoding="utf-8"))
    (options,) = [paper for paper in papers if paper.name.startswith("options")]
    assert receipt_given(str(options)) == Receipt(run.number, run.hash, run.entered_at)
    arguments = [part for paper in papers for part in ("--receipt", paper)]
    assert command(*AUDIT, demo_once, *arguments).code == 0


def test_with_a_key_every_receipt_that_is_shown_is_signed(command, appraised, key):
    public = key.with_name("public.pem")
    assert command("papers", appraised).code == 0
    (paper,) = (appraised / "papers" / PLACE).glob("options*.html")
    said = command("import", *sorted((appraised / "options" / PLACE / "ballots").glob("*.csv")), "-w", appraised, "-q")
    shown = command(*AUDIT, appraised, "--receipt", paper, "--receipt", said.out, "--public-key", public, "--json")
    assert shown.code == 0
    assert [held["signed"] for held in json.loads(shown.out)["receipts"]] == ["agrees", "agrees"]
    before = paper.read_bytes()
    assert command("papers", appraised).code == 0
    assert paper.read_bytes() == before


def test_with_a_key_that_cannot_sign_nothing_is_entered(command, appraised, monkeypatch, tmp_path):
    monkeypatch.setenv(SIGNING_KEY, str(tmp_path / "none.pem"))
    with open_ledger(appraised / "ledger.sqlite3") as ledger:
        before = ledger.head()
        told = command("record", "reveal", "--as", "p01", "-w", appraised)
        assert (told.code in (4, 7), ledger.head()) == (True, before)
        told = command("run", appraised, "--samples", "10")
        assert (told.code, "signing key" in told.err, ledger.head()) == (7, True, before)


def test_an_import_says_each_persons_numbers_and_why_to_keep_them(command, starter):
    inbox = starter / "options" / PLACE / "ballots"
    told = command("import", *sorted(inbox.glob("*.csv")), "-w", starter)
    assert "Entries of each person: p01 has 1, 13, 24 to 51; p02 has 2, 14; " in " ".join(told.out.split())
    assert "Give each person their numbers and the receipt, to keep elsewhere" in told.out
    assert len(told.out.splitlines()) < 12
    again = command("import", inbox / "weights.csv", "-w", starter, "--json")
    assert json.loads(again.out)["numbers"] == {}


def test_what_is_no_record_is_refused_in_words(command, tmp_path):
    told = command(*AUDIT, tmp_path)
    assert (told.code, "There is no ledger at" in told.err) == (5, True)
    with pytest.raises(LedgerError, match=r"There is nothing at .*none\.jsonl\. Check the path\."):
        verify_record(tmp_path / "none.jsonl")
    assert "There is nothing at" in command(*AUDIT, tmp_path / "none").err
    for name, data in (("hashes.csv", b"number,hash\n"), ("ledger.sqlite3", bytes(5000)), ("said.txt", b"[]\n")):
        (tmp_path / name).write_bytes(data)
        told = command(*AUDIT, tmp_path / name)
        assert (told.code, told.out, f"{name} is no record: it is neither" in told.err) == (5, "", True)


def test_an_empty_record_is_said_to_hold_nothing(command, tmp_path):
    empty = tmp_path / "record.jsonl"
    empty.touch()
    told = command(*AUDIT, empty)
    assert (told.code, told.out.splitlines()[0]) == (0, "Nothing stands in this record: it has no entry.")


@pytest.mark.parametrize(
    "ending",
    [", signed ab12", ", Signed {}", ", SIGNED {}", ",signed {}", ", signed {}0", ", signed", " , signed by her"],
)
def test_what_begins_as_a_signature_and_is_none_is_refused(command, folder, entries, key, ending):
    receipt = f"{receipt_at(entries, 5)}{ending.format('ab' * 64)}"
    for given in ([], ["--public-key", key.with_name("public.pem")]):
        told = command(*AUDIT, folder, "--receipt", receipt, *given)
        assert (told.code, "what follows is no signature" in told.err) == (5, True)
    assert receipt_given(f"{receipt_at(entries, 5)}. It was signed by her.").signature is None


def test_a_key_is_read_first_whether_or_not_anything_is_signed(command, folder, entries, tmp_path):
    told = command(*AUDIT, folder, "--receipt", receipt_at(entries, 5), "--public-key", tmp_path / "none.pem")
    assert (told.code, told.out, "The public key at" in told.err) == (7, "", True)
    assert command(*AUDIT, folder, "--public-key", folder / "ledger.sqlite3").code == 7


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_receipt_that_was_saved_to_a_file_is_read(command, folder, entries, encoding):
    path = folder / "receipt.txt"
    path.write_text(f"{receipt_at(entries, 12)}\n", encoding=encoding)
    assert command(*AUDIT, folder, "--receipt", path).code == 0
    path.write_text(f"<html><p>{receipt_at(entries, 12)}</p><footer>None.</footer></html>", encoding=encoding)
    assert "No receipt stands in" in command(*AUDIT, folder, "--receipt", path).err


def test_the_receipt_that_verify_and_pack_print_is_signed_where_a_key_is_configured_and_all_agrees(
    command, folder, entries, key
):
    public = key.with_name("public.pem")
    (printed,) = [line for line in command(*AUDIT, folder).out.splitlines() if line.startswith("Receipt: ")]
    packed = json.loads(command("audit", "pack", folder, "--json").out)["receipt"]
    for receipt in (printed, packed, json.loads(command(*AUDIT, folder, "--json").out)["receipt"]):
        told = command(*AUDIT, folder, "--receipt", receipt, "--public-key", public)
        assert (told.code, "Its signature is right." in told.out) == (0, True)
    other = Receipt(5, "ab" * 32, entries[4]["entered_at"])
    told = command(*AUDIT, folder, "--receipt", other)
    assert (told.code, "Receipt: 12 entries" in told.out, ", signed" in told.out) == (5, True, False)
