"""The starter's own audit paper, read as an auditor would: its answers, its numbers and its words."""

import json
import re
import shutil

import pytest
from reading import forbidden_words_of, known_numbers, last_findings, numbers_of, said_in, tree, words_of

from appraisal.records.audit_extract import audit_extract
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import ledger_address
from appraisal.records.report_files import read_templates, read_wording
from appraisal.records.runs import latest_run

PLACE = "hammersmith-and-fulham"


@pytest.fixture(scope="session")
def paper(demo_once):
    return (demo_once / "papers" / PLACE / "audit-illustrative.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def verdicts(paper):
    return {
        each.get("id").removeprefix("question-"): each.get("data-verdict")
        for each in tree(paper).iter("section")
        if each.get("data-verdict")
    }


def answer(paper, question):
    [found] = [each for each in tree(paper).iter("section") if each.get("id") == f"question-{question}"]
    return said_in(found)


def test_the_first_page_has_every_question_with_its_verdict(paper, verdicts):
    [first] = [each for each in tree(paper).iter("section") if each.get("id") == "answer"]
    rows = [[said_in(cell) for cell in row] for row in first.iter("tr")][1:]
    assert len(rows) == len(verdicts) == 25
    assert [row[1].lower() for row in rows] == list(verdicts.values())
    assert all(len(row[2]) <= 60 for row in rows), [row[2] for row in rows if len(row[2]) > 60]


def test_the_starter_cannot_show_everything_and_the_paper_says_so(verdicts):
    assert verdicts == {
        "decided": "not yet",
        "objectives-first": "cannot be shown",
        "long-list": "cannot be shown",
        "weights-first": "not so",
        "who-weighed": "shown",
        "who-scored": "shown",
        "interests": "not so",
        "scales": "cannot be shown",
        "counted-twice": "cannot be shown",
        "missing": "shown",
        "reproduces": "shown",
        "scores-and-moderation": "shown",
        "robust": "shown",
        "cost-inside-and-beside": "shown",
        "assessments": "not yet",
        "seen-by-deciders": "not yet",
        "public-changes": "not so",
        "paper-current": "not so",
        "overrides": "shown",
        "alike": "cannot be shown",
        "software": "shown",
        "order": "not so",
        "late": "not so",
        "people-left-out": "shown",
        "regulation-24": "not yet",
    }


def test_every_number_is_in_the_public_findings_the_record_or_the_workspaces_words(paper, demo_once):
    findings, record = latest_run(demo_once, PLACE, as_of="head")
    whole = json.loads(last_findings(demo_once).read_text(encoding="utf-8"))
    templates = {name: text for name, text in read_templates(demo_once).items() if not name.endswith(".css.j2")}
    marks = {name: findings[name] for name in ("run", "fingerprint")}
    known = known_numbers(whole["public"] | marks) | known_numbers(audit_extract(demo_once, findings.content, record))
    known |= known_numbers(read_wording(demo_once)) | known_numbers(templates)
    known |= {float(number) for number in range(1, 30)}  # of sections
    assert numbers_of(words_of(paper)) - known == set()


def test_it_says_no_more_of_an_option_than_its_score(paper):
    assert forbidden_words_of(paper) == []
    assert "Nothing is decided" in words_of(paper)[:400]
    assert "llustrative" in words_of(paper)[:400]


def test_a_run_whose_inputs_are_gone_cannot_be_made_again_and_its_paper_says_so(demo_once, tmp_path, command):
    folder = shutil.copytree(demo_once, tmp_path / "demo")
    run = last_findings(folder).parent
    next(iter((run / "inputs").iterdir())).unlink()
    assert command("papers", folder, "--kind", "audit", "-q").code == 0
    told = (folder / "papers" / PLACE / "audit-illustrative.html").read_text(encoding="utf-8")
    assert "Not so. What the run read is not kept" in answer(told, "reproduces")
    assert "Cannot be shown. What the run read is not kept" in answer(told, "alike")
    assert str(tmp_path) not in told


def test_answers_name_the_entries_that_they_rest_on(paper, demo_once):
    named = {int(found) for found in re.findall(r"entry (\d+)", words_of(paper))}
    with open_ledger(ledger_address(demo_once)) as ledger:
        kinds = {entry.number: entry.kind for entry in ledger.entries()}
    assert {kinds[number] for number in named} == {
        *("agreement", "lock", "score", "reveal", "weights", "run", "paper", "assessment"),
    }


def test_the_answers_can_be_had_as_a_table(demo_once, tmp_path, command):
    folder = shutil.copytree(demo_once, tmp_path / "demo")
    written = command("papers", folder, "--kind", "audit", "--format", "csv", "-q")
    assert written.code == 0
    text = (folder / "papers" / PLACE / "audit-illustrative.csv").read_text(encoding="utf-8")
    assert len(text.splitlines()) == 26
