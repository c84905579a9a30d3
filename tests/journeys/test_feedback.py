"""A programme manager takes a workshop's comments, answers them and publishes what came of each: none is lost."""

import csv
import io
import json
import random
import shutil
import time
from pathlib import Path

import openpyxl
import pytest
from reading import tree, words_of

from appraisal.records.issued import read_issued
from appraisal.records.ledger import open_ledger
from appraisal.records.runs import latest_run

PLACE = "hammersmith-and-fulham"
COLUMNS = ("id", "received", "respondent", "text", "options", "criteria", "sites", "proposes")
OFFICER = "  - {person: o77, role: place-team, title: Engagement officer, may: [answer, reply, evidence]}\n"
SAID = (
    "My mother died on a ward in March, with a curtain for a door.\n\nPlease let a daughter sleep beside her.",
    "The bus stops at ten, so I could not stay.",
    "  two blanks first, \"quotes\", 'more quotes', and, commas; semicolons\tand a tab  ",
    "=cmd|' /C calc'!A1",
    "@SUM(1+1)*cmd",
    "+44 is how our number begins",
    "- a list\n- of two",
    "'= is not a formula",
    "<script>alert('x')</script> <b>bold</b> &amp; &lt;",
    "{{ paper.heading }} {% include 'x' %} {# gone? #} {0} {text} %s $x",
    "\u05d4\u05e7\u05d5 \u05d4\u05d6\u05d4 \u05de\u05d9\u05de\u05d9\u05df \u05dc\u05e9\u05de\u05d0\u05dc, 123",
    "\u0634\u0643\u0631\u0627 \u0644\u0643\u0645",
    "Thank you \U0001f33b\U0001f9d1\U0001f3fd\u200d\U0001f91d\u200d\U0001f9d1 caf\u00e9",
    "cafe\u0301, \u201cna\u00efve\u201d \u2014 \u00bd",
    "one\u2028two\u00a0three\u200bfour\ufefffive",
    "x" * 9_000,
    "The same words.",
    "The same words.",
    "NULL",
    "2025-09-01",
    "5",
    "_x0041_ is no code here",
)


def generated(count, *, line_end="\n", seed=20250901):
    """Comments in an order that is not that of their ids, from kinds of very different sizes."""
    chance = random.Random(seed)
    kinds = [*["residents"] * 30, *["carers-and-families"] * 12, *["staff"] * 4, "faith-groups", "councillors"]
    rows = []
    for number in range(1, count + 1):
        text = SAID[number % len(SAID)] if number % 3 else f"Comment {number}. {chance.choice(SAID[:14])}"
        rows.append(
            {
                "id": f"c{number:03}",
                "received": f"2025-08-{chance.randint(10, 30)}",
                "respondent": chance.choice(kinds),
                "text": text.replace("\n", line_end),
                "options": chance.choice(["", "amber-alone", "amber-and-birch elder-alone", "linden-and-elder"]),
                "criteria": chance.choice(["", "cost", "access; travel-time"]),
                "sites": chance.choice(["", "amber", "amber, hazel"]),
                "proposes": chance.choice(["", "", "", "Somewhere to sit outside"]),
            }
        )
    chance.shuffle(rows)
    return rows


def csv_of(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(rows)
    return path


def workbook_of(path, rows):
    """The rows as a spreadsheet keeps them where every cell of text has the format of text."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(COLUMNS)
    for line, row in enumerate(rows, start=2):
        for column, name in enumerate(COLUMNS, start=1):
            cell = sheet.cell(line, column)
            cell.value = row[name].replace("_x0041_", "_x005F_x0041_")
            cell.data_type = "s"
    book.save(path)
    return path


@pytest.fixture(scope="session")
def opened_once(tmp_path_factory, process):
    """The starter with its ballots, one run, an officer who may answer, and a closing date that some comments miss."""
    from appraisal.records.starter import copy_starter

    folder = tmp_path_factory.mktemp("opened") / "workspace"
    copy_starter(folder)
    plan = folder / "options" / PLACE / "place.yaml"
    text = plan.read_text(encoding="utf-8").replace("close: 2025-09-10", "close: 2025-08-28")
    there = "\nofficers:\n" in text
    text = text.replace("\nofficers:\n", f"\nofficers:\n{OFFICER}") if there else f"{text}officers:\n{OFFICER}"
    plan.write_text(text, encoding="utf-8")
    inbox = folder / "options" / PLACE / "ballots"
    assert (
        process("import", *(inbox / f"{n}.csv" for n in ("interests", "scores", "weights")), "-w", folder).returncode
        == 0
    )
    ran = process("run", folder, "--samples", "100", "-q")
    assert (ran.returncode, ran.stderr) == (0, "")
    return folder


@pytest.fixture
def opened(opened_once, tmp_path):
    return Path(shutil.copytree(opened_once, tmp_path / "opened"))


def in_the_ledger(folder):
    with open_ledger(folder / "ledger.sqlite3") as ledger:
        return {entry.content["id"]: entry.content["text"] for entry in ledger.entries(PLACE, kinds=["feedback"])}


def in_the_paper(folder):
    page = tree((folder / "papers" / PLACE / "feedback-illustrative.html").read_text(encoding="utf-8"))
    found = [each for each in page.iter("article") if each.get("id", "").startswith("comment-")]
    return {each.get("id").removeprefix("comment-"): "".join(each.find("blockquote").itertext()) for each in found}


def in_the_table(folder):
    text = (folder / "papers" / PLACE / "feedback-illustrative.csv").read_bytes().decode("utf-8")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def guarded(text):
    return f"'{text}" if text.lstrip("'")[:1] in tuple("=+-@\t\r\n") else text


def publish(command, folder):
    for form in ("html", "csv"):
        written = command("papers", folder, "--kind", "feedback", "--format", form)
        assert (written.code, written.err) == (0, "")


@pytest.mark.parametrize("form", ["csv", "xlsx", "both"])
def test_five_hundred_comments_in_are_five_hundred_out_with_the_same_ids_and_words(opened, tmp_path, command, form):
    rows = generated(500)
    if form == "both":
        files = [csv_of(tmp_path / "cards.csv", rows[:200]), workbook_of(tmp_path / "online.xlsx", rows[200:])]
    else:
        files = [csv_of(tmp_path / "any.csv", rows) if form == "csv" else workbook_of(tmp_path / "any.xlsx", rows)]
    expected = {row["id"]: row["text"] for row in rows}
    began = time.monotonic()
    taken = command("import", *files, "-w", opened)
    assert (taken.code, taken.err) == (0, "")
    assert "500 comments" in taken.out
    publish(command, opened)
    assert time.monotonic() - began < 60
    assert in_the_ledger(opened) == expected
    assert in_the_paper(opened) == expected
    assert list(in_the_paper(opened)) == sorted(expected)
    table = in_the_table(opened)
    assert {ident: row["text"] for ident, row in table.items()} == {
        id_: guarded(text) for id_, text in expected.items()
    }
    _, record = latest_run(opened, PLACE, as_of="head")
    assert {row["id"]: row["text"] for row in record["comments"]} == expected
    assert sum(row["late"] for row in record["comments"]) == sum(row["received"] > "2025-08-28" for row in rows) > 0
    again = command("import", *files, "-w", opened)
    assert "nothing new" in again.out and "500 were there already" in again.out


def test_lines_that_end_in_two_characters_are_kept_so_and_shown_as_lines(opened, tmp_path, command):
    rows = generated(60, line_end="\r\n")
    assert command("import", csv_of(tmp_path / "a.csv", rows), "-w", opened).code == 0
    publish(command, opened)
    expected = {row["id"]: row["text"] for row in rows}
    assert any("\r\n" in text for text in expected.values())
    assert in_the_ledger(opened) == expected
    assert {ident: row["text"] for ident, row in in_the_table(opened).items()} == {
        ident: guarded(text) for ident, text in expected.items()
    }
    assert in_the_paper(opened) == {ident: text.replace("\r\n", "\n") for ident, text in expected.items()}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_changed_text_under_a_known_id_is_refused_and_nothing_of_the_file_is_taken(opened, tmp_path, command, form):
    write = csv_of if form == "csv" else workbook_of
    rows = sorted(generated(6), key=lambda row: row["id"])
    assert command("import", write(tmp_path / f"a.{form}", rows[:4]), "-w", opened).code == 0
    before = in_the_ledger(opened)
    rows[1] = rows[1] | {"text": rows[1]["text"] + " And more."}
    refused = command("import", write(tmp_path / f"b.{form}", rows), "-w", opened)
    assert refused.code == 4
    assert f"'{rows[1]['id']}' is in the record already" in refused.err
    assert ("line 3" if form == "csv" else "cell A3") in refused.err
    assert in_the_ledger(opened) == before


@pytest.mark.parametrize("text", ["", "   ", "\n\t\n", "\u200b\ufeff\u00a0"])
def test_a_comment_without_words_is_a_problem(opened, tmp_path, command, text):
    row = generated(1)[0] | {"text": text}
    refused = command("import", csv_of(tmp_path / "a.csv", [row]), "-w", opened)
    assert refused.code == 4
    assert "Column 'text' is blank" in refused.err
    assert in_the_ledger(opened) == {}


def test_two_different_comments_of_one_id_in_one_import_are_refused(opened, tmp_path, command):
    row = generated(1)[0]
    refused = command("import", csv_of(tmp_path / "a.csv", [row, row | {"text": "Other."}]), "-w", opened)
    assert (refused.code, in_the_ledger(opened)) == (4, {})


def test_a_file_of_comments_with_a_column_missing_is_told_which(opened, tmp_path, command):
    path = tmp_path / "a.csv"
    path.write_text("id,received,text\nc001,2025-08-20,Hello\n", encoding="utf-8")
    refused = command("import", path, "-w", opened)
    assert refused.code == 4
    assert "Missing: column respondent" in refused.err


def test_comments_are_answered_and_the_paper_says_what_came_of_each(opened, tmp_path, command):
    rows = generated(40)
    assert command("import", csv_of(tmp_path / "feedback.csv", rows), "-w", opened).code == 0
    publish(command, opened)
    first = (opened / "papers" / PLACE / "feedback-illustrative.html").read_text(encoding="utf-8")
    assert "We received 40 comments. None is answered yet." in words_of(first)
    answers = tmp_path / "record.csv"
    answers.write_text(
        "kind,person,cast_on,feedback,outcome,text,changed,to\n"
        "answer,o77,2025-08-31,c001,changed,We asked for the price again.,evidence:amber/cost.bed-day,\n"
        "answer,o77,2025-08-31,c002,passed-on,We sent it on.,,the bus company\n",
        encoding="utf-8",
    )
    assert command("import", answers, "-w", opened).code == 0
    publish(command, opened)
    second = (opened / "papers" / PLACE / "feedback-illustrative.html").read_text(encoding="utf-8")
    said = words_of(second)
    assert "We received 40 comments: two are answered here, and 38 are not answered yet." in said
    assert "What is known of Example home Amber on cost changed. We asked for the price again. Because of c001" in said
    assert "Passed on to the bus company. We sent it on. (31\u00a0August\u00a02025)".replace("\u00a0", " ") in said
    table = in_the_table(opened)
    assert [table["c002"][name] for name in ("outcome", "answer", "passed_to", "answered_on")] == [
        "passed-on",
        "We sent it on.",
        "the bus company",
        "2025-08-31",
    ]
    assert table["c003"]["outcome"] == "open"
    issued, problem = read_issued(opened, PLACE, f"papers/{PLACE}/feedback-illustrative.html")
    assert (issued["paper"], issued["sub_scores"], problem) == ("feedback", "no", "")
    assert (opened / "runs" / PLACE / issued["run"]).is_dir()


def test_comments_after_a_run_change_neither_its_findings_nor_the_options_paper(opened, tmp_path, command):
    papers = opened / "papers" / PLACE
    assert command("papers", opened).code == 0
    before = (papers / "options-illustrative.html").read_bytes()
    assert command("import", csv_of(tmp_path / "feedback.csv", generated(7)), "-w", opened).code == 0
    written = command("papers", opened, "--kind", "all", "--json")
    assert [Path(path).name for path in json.loads(written.out)] == [
        "options-illustrative.html",
        "feedback-illustrative.html",
        "audit-illustrative.html",
    ]
    assert (papers / "options-illustrative.html").read_bytes() == before
    page = (papers / "feedback-illustrative.html").read_text(encoding="utf-8")
    targets = {each.get("href") for each in tree(page).iter("a")}
    wanted = {link.partition("#")[2] for link in targets if link and link.startswith("options-illustrative.html#")}
    anchors = {each.get("id") for each in tree(before.decode("utf-8")).iter() if each.get("id")}
    assert wanted and wanted <= anchors


def test_the_same_record_gives_the_same_paper(opened, tmp_path, command):
    assert command("import", csv_of(tmp_path / "feedback.csv", generated(30)), "-w", opened).code == 0
    publish(command, opened)
    files = sorted((opened / "papers" / PLACE).iterdir())
    before = [path.read_bytes() for path in files]
    publish(command, opened)
    assert [path.read_bytes() for path in files] == before


def test_a_comment_made_by_command_is_in_the_paper(opened, command):
    done = command(
        *(
            "record",
            "feedback",
            "--as",
            "c901",
            "--id",
            "c901",
            "--received",
            "2025-08-30",
            "--respondent",
            "residents",
        ),
        *("--text", "  By telephone: thank you.", "-w", opened),
    )
    assert (done.code, done.err) == (0, "")
    publish(command, opened)
    assert in_the_paper(opened) == {"c901": "  By telephone: thank you."}


def test_no_small_kind_of_respondent_is_counted_or_stands_beside_a_comment(opened, tmp_path, command):
    rows = generated(60)
    kinds = [row["respondent"] for row in rows if row["received"] <= "2025-08-28"]
    small = {kind for kind in kinds if kinds.count(kind) < 5}
    assert small
    assert command("import", csv_of(tmp_path / "feedback.csv", rows), "-w", opened).code == 0
    publish(command, opened)
    beside = [row["from"] for row in in_the_table(opened).values() if row["late"] == "no"]
    assert {row["from"] for row in in_the_table(opened).values() if row["late"] == "yes"} == {""}
    assert min(beside.count(group) for group in set(beside)) >= 5
    names = {"faith-groups": "faith groups", "councillors": "councillors", "staff": "staff of health and care services"}
    assert not {names.get(kind, kind) for kind in small} & set(beside)
