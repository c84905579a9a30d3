"""A record of one entry of every kind, made once: it has to be read, and to agree with its receipt, for ever."""

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from appraisal.audit import checker
from appraisal.audit.verifying import verify_record
from appraisal.model.entries import FIELDS, Receipt
from appraisal.model.kinds import KINDS
from appraisal.records.ledger import open_ledger
from appraisal.records.record_lines import record_lines

GOLDEN = Path(__file__).parents[1] / "golden"
RECEIPT = (
    "25 entries, head 897181693bf15038fa268f33edbfe2163821a109318ea43bdf71fcf39f99f136, "
    "last entered 2025-09-03T09:30:00.000000Z"
)
HOLDS = {
    *("opening", "agreement", "interest", "weights", "lock", "score", "reveal", "moderation", "feedback", "question"),
    *("hurdle", "option-added", "option-withdrawn", "option-split", "evidence", "answer", "reply", "assessment"),
    *("paper", "recommendation", "decision", "override", "difference", "run"),
}


@pytest.fixture(params=["ledger.sqlite3", "record.jsonl"])
def golden(request, tmp_path):
    return Path(shutil.copy(GOLDEN / request.param, tmp_path))


def test_the_golden_record_agrees_with_its_receipt(golden):
    found = verify_record(golden, [Receipt.from_text(RECEIPT)])
    assert found.problems == ()
    assert (found.found.entries, str(found.found.head)) == (25, RECEIPT)
    assert (found.found.times_back, found.found.first_back) == (1, 10)


def test_the_checker_agrees_with_the_golden_record(golden, capsys):
    assert checker.main([str(golden), "--receipt", RECEIPT]) == 0
    assert "25 entries: each agrees with its hash" in capsys.readouterr().out
    assert checker.main([str(golden), "--receipt", RECEIPT.replace("head 8", "head 9")]) == 1


def test_a_kind_that_was_ever_entered_stays_a_kind():
    lines = (GOLDEN / "record.jsonl").read_bytes().splitlines()  # as bytes: text may hold other ends of lines
    assert {json.loads(line)["kind"] for line in lines} == HOLDS
    assert set(KINDS) >= HOLDS
    assert set(KINDS) == checker.KINDS, "the checker has a list of its own: add the new kind to it"


def test_the_golden_ledger_is_exported_as_the_golden_lines(tmp_path):
    with open_ledger(Path(shutil.copy(GOLDEN / "ledger.sqlite3", tmp_path))) as ledger:
        assert b"".join(record_lines(ledger.entries())) == (GOLDEN / "record.jsonl").read_bytes()


def test_the_worked_example_of_the_documented_format_is_the_first_golden_entry():
    text = (GOLDEN.parents[1] / "docs" / "reference" / "record.md").read_text(encoding="utf-8")
    hashed = text.split("```json\n")[1].split("\n```")[0]
    first = (GOLDEN / "record.jsonl").read_bytes().splitlines()[0]
    known = json.loads(first)
    digest = hashlib.sha256(hashed.encode()).hexdigest()
    assert (digest, f"have the SHA-256 `{digest}`" in text) == (known["hash"], True)
    assert json.loads(hashed) == {name: part for name, part in known.items() if name != "hash"}


def test_the_documented_fields_are_those_of_an_entry():
    text = (GOLDEN.parents[1] / "docs" / "reference" / "record.md").read_text(encoding="utf-8")
    table = text.split("## An entry")[1].split("## Its hash")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == FIELDS
