"""From forms to a new paper: a panel answers, people comment, things change, and the new paper says what and why."""

import csv
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from filling import NO_INTERESTS, fill_in
from reading import said_in, tree

from appraisal.cli import main
from appraisal.model import ballot_form as form
from appraisal.records.ledger import open_ledger
from appraisal.records.starter import copy_starter, example_cycle, move_on
from appraisal.records.workspace_files import open_workspace

PLACE = "hammersmith-and-fulham"
LATE = "At the workshop families told me what prayer means to a dying person."


def run(*arguments):
    """A command that succeeds; a failure is told by what it printed."""
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as leaving:
        assert not leaving.code, arguments


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def entries(folder):
    with open_ledger(folder / "ledger.sqlite3") as ledger:
        return list(ledger.entries())


def interests_of(place, inbox):
    """Every member's interests as they stand on a form."""
    about = {subject: words for words, subject in form.about_choices(place).items()}
    return {
        row["person"]: NO_INTERESTS
        if row["interest"] == "none"
        else {
            form.ANY: (form.SOME,),
            "1": (about[row["provider"], row["site"]], row["interest"], row["managed"]),
        }
        for row in rows_of(inbox / "interests.csv")
    }


def filled(folder, asked, person, **answers):
    """A member's form of one round, filled in."""
    path = folder / "forms" / PLACE / f"{person}-{asked}-illustrative.xlsx"
    return fill_in(path, **{"points": {}, "scores": {}, **answers})


def record(folder, kind, person, **parts):
    options = [word for name, text in parts.items() for word in (f"--{name.replace('_', '-')}", text)]
    run("record", kind, "--as", person, "-w", folder, *options)


@pytest.fixture(scope="module")
def cycle(tmp_path_factory):
    """The starter after the whole cycle; never changed."""
    folder = tmp_path_factory.mktemp("cycle") / "workspace"
    copy_starter(folder)
    home = folder / "options" / PLACE
    inbox, example = home / "ballots", example_cycle(folder, PLACE)
    declared = interests_of(open_workspace(folder).places[PLACE], inbox)
    # Weights are asked first, and locked.
    run("ballot", folder, "--ask", "weights", "-q")
    weights = {row["person"]: row for row in rows_of(inbox / "weights.csv")}
    forms = [
        filled(folder, "weights", person, day=date.fromisoformat(row["cast_on"]), interests=declared[person],
               points={name: float(row[name]) for name in row if name in ("access", "cost", "equity") or "-" in name})
        for person, row in weights.items()
    ]  # fmt: skip
    run("import", *forms, "-w", folder, "-q")
    run("import", example / "1-agreed-and-locked.csv", "-w", folder, "-q")
    # Then scores, revealed and moderated.
    run("ballot", folder, "--ask", "scores", "-q")
    cast = rows_of(inbox / "scores.csv")
    forms = [
        filled(folder, "scores", person, day=date(2025, 8, 26), interests=declared[person],
               scores={(r["site"], r["criterion"]): (r["score"], r["reason"]) for r in cast if r["person"] == person})
        for person in dict.fromkeys(row["person"] for row in cast)
    ]  # fmt: skip
    run("import", *forms, "-w", folder, "-q")
    record(folder, "reveal", "o02", why="Everybody has scored.", on="2025-08-27")
    record(folder, "moderate", "o02", site="willow", criterion="cultural-fit", answer="50", on="2025-08-28",
           reason="Half had read the policy and half had visited.", dissent="p03: too high; p04: too low")  # fmt: skip
    run("run", folder, "-q", "--samples", "500")
    run("papers", folder, "-q")
    paper = Path("papers") / PLACE / "options-illustrative.html"
    record(folder, "paper", "o01", file=str(paper), to="deciders", on="2025-09-01")
    shutil.copy(folder / paper, folder / "first-paper.html")
    # People comment; evidence, options and one person's weights change.
    feedback, _, answers = move_on(folder, PLACE)
    run("import", feedback, "-w", folder, "-q")
    record(folder, "evidence", "o01", site="maple", item="cost.bed-day", feedback="c07",
           reason="The provider gave its price after a family asked for it.", on="2025-09-10")  # fmt: skip
    record(folder, "option-split", "o01", option="damson-amber-and-birch", feedback="c12 c26", on="2025-09-11",
           into="damson-three-amber-two amber-three-damson-two",
           reason="One bed alone leaves a person alone.")  # fmt: skip
    given = "access=90; clinical-fit=100; cost=40; cultural-fit=60; equity=50; travel-time=40"
    record(folder, "weights", "p04", points=given, replaces=LATE, on="2025-09-11")
    kept = [row for row in rows_of(answers) if row["kind"] in ("answer", "assessment", "question", "reply")]
    with (folder / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, kept[0].keys())
        writer.writeheader()
        writer.writerows(kept)
    run("import", folder / "answers.csv", "-w", folder, "-q")
    run("run", folder, "-q", "--samples", "500", "--because", "The workshop of 9 September")
    run("papers", folder, "--kind", "all", "-q")
    return folder


@pytest.fixture(scope="module")
def changed(cycle):
    """The section on what changed, of the new paper."""
    page = tree((cycle / "papers" / PLACE / "options-illustrative.html").read_text(encoding="utf-8"))
    return page.find(".//section[@id='changed']")


def change(section, title):
    """The part of the section that tells one change."""
    return next(part for part in section.iter("article") if said_in(part.find("h4")) == title)


def test_the_record_holds_every_step_in_its_order(cycle):
    kinds = list(dict.fromkeys(entry.kind for entry in entries(cycle)))
    assert kinds == [
        *("interest", "weights", "opening", "agreement", "lock", "score", "reveal", "moderation", "run", "paper"),
        *("feedback", "evidence", "option-split", "question", "answer", "reply", "assessment", "difference"),
    ]


def test_forty_comments_are_taken_and_each_has_its_place_in_the_feedback_paper(cycle):
    page = tree((cycle / "papers" / PLACE / "feedback-illustrative.html").read_text(encoding="utf-8"))
    ids = {found.get("id") for found in page.iter() if (found.get("id") or "").startswith("comment-")}
    assert ids == {f"comment-c{number:02}" for number in range(1, 41)}


@pytest.mark.parametrize(
    ("title", "why", "comments", "effect"),
    [
        (
            "Example home Maple: price of a bed-day",
            "The provider gave its price after a family asked for it.",
            ["c07"],
            "“Two homes, Maple and Birch”: from rank 1 to",
        ),
        (
            "Three homes, Damson, Amber and Birch",
            "One bed alone leaves a person alone.",
            ["c12", "c26"],
            "“Three homes, Damson, Amber and Birch”: from rank",
        ),
        (
            "Two homes, Amber with three beds and Damson with two",
            "One bed alone leaves a person alone.",
            ["c12", "c26"],
            "“Two homes, Amber with three beds and Damson with two”: from no rank to rank",
        ),
        ("Weights of p04", LATE, [], "Alone, it moves no rank and no rounded total."),
    ],
)
def test_the_new_paper_names_each_change_its_comment_and_its_effect(changed, title, why, comments, effect):
    part = change(changed, title)
    said = said_in(part)
    assert why in said
    assert effect in said
    links = [link.get("href") for link in part.iter("a")]
    assert links == [f"feedback-illustrative.html#comment-{id_}" for id_ in comments]


def test_the_paper_shows_every_options_rank_then_and_now(changed):
    table = next(table for table in changed.iter("table"))
    rows = {
        said_in(row.find("th")): [said_in(cell) for cell in row.iter("td")]
        for row in table.iter("tr")
        if row.find("td") is not None
    }
    assert rows["Three homes, Damson, Amber and Birch"][2:] == ["withdrawn", "no rank"]
    assert rows["Two homes, Damson with three beds and Amber with two"][:2] == ["not there", "not there"]
    assert re.fullmatch(r"\d+\W+to\W+\d+", rows["Two homes, Maple and Birch"][0])
    assert re.fullmatch(r"\d+", rows["Two homes, Maple and Birch"][2])


def test_a_sentence_that_is_no_longer_true_is_quoted_from_the_last_paper(cycle, changed):
    first = said_in(tree((cycle / "first-paper.html").read_text(encoding="utf-8")))
    quoted = "“Two homes, Maple and Birch” could be anywhere from rank 1 to 7, because this is not known"
    assert quoted in first
    assert quoted in said_in(changed)


def test_a_comment_that_changed_nothing_is_answered_with_its_reason(cycle):
    page = tree((cycle / "papers" / PLACE / "options-illustrative.html").read_text(encoding="utf-8"))
    annex = page.find(".//section[@id='changed-words']")
    item = next(item for item in annex.iter("li") if "Pembridge's inpatient beds" in said_in(item))
    assert "This could not be done." in said_in(item)
    assert [link.get("href") for link in item.iter("a")] == ["feedback-illustrative.html#comment-c35"]


def test_the_gates_report_the_old_paper_as_stale_by_its_entry(cycle, capsys):
    [issued] = [entry for entry in entries(cycle) if entry.kind == "paper"]
    capsys.readouterr()
    run("gates", cycle)
    told = capsys.readouterr().out
    assert f"paper-current: The options paper that entry {issued.number} issued is stale." in told
    assert "feedback-answered: 2 of 40 comments not answered: c39 and c40." in told


def test_what_the_record_shows_of_order_is_said_as_far_as_it_goes(cycle, capsys):
    capsys.readouterr()
    run("audit", "verify", cycle)
    told = capsys.readouterr().out
    assert "shown            Weights were locked before scores were revealed." in told
    assert "cannot be shown  The tool collected the scores blind" in told
    assert LATE.removesuffix(".") in told


def test_forms_give_what_the_tables_of_the_starter_give(cycle, appraised):
    """The same answers by form and by table are the same ballots, but for the days on which they were given."""

    def said(folder):
        found = [entry for entry in entries(folder) if entry.kind in ("interest", "weights", "score")]
        return {
            (e.kind, e.person, str(sorted(map(str, dict(e.content).items()))))
            for e in found
            if e.cast_on < "2025-09-01"
        }

    assert said(cycle) == said(appraised)
