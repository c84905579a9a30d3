"""Some members weigh and others score: each gets the form of what they give, and nothing else of theirs is taken."""

import json
from dataclasses import replace

import openpyxl
import pytest
from breaking import PLACE, tree
from building import place, plan, workspace
from filling import POINTS, fill_in, written

from appraisal.cli.forms import passed_over, write_forms
from appraisal.errors import FindingsError
from appraisal.model.hurdles import Hurdle
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import LEDGER

SCORES = "person,cast_on,site,criterion,score,reason\np02,2025-08-21,amber,clinical-fit,75,Family can stay\n"
WEIGHTS = "person,cast_on,access,clinical-fit,cost,cultural-fit,equity,travel-time\np03,2025-08-18,90,80,20,50,60,100\n"
NONE = "".join(
    f"{line}\n"
    for line in (
        "person,cast_on,provider,site,interest,managed",
        "p02,2025-08-11,,,none,none needed",
        "p03,2025-08-11,,,none,none needed",
    )
)


@pytest.fixture
def divided(starter):
    """The starter, where p02 gives weights alone and p03 scores alone."""
    path = starter / "options" / PLACE / "place.yaml"
    text = path.read_text("utf-8")
    for person, role, gives in (
        ("p02", "resident of the borough", "weights"),
        ("p03", "bereaved relative and faith visitor", "scores"),
    ):
        member = f"{{person: {person}, group: residents, role: {role}"
        assert member in text
        text = text.replace(member, f"{member}, gives: {gives}")
    path.write_text(text, "utf-8")
    return starter


def forms(folder):
    return {path.name.removesuffix("-illustrative.xlsx") for path in (folder / "forms" / PLACE).iterdir()}


def kinds(folder):
    with open_ledger(folder / LEDGER) as ledger:
        return {(entry.person, entry.kind) for entry in ledger.entries()}


def test_each_member_gets_the_form_of_what_they_give(divided, command):
    answer = command("ballot", divided, "--json")
    assert (answer.code, answer.err) == (0, "")
    assert {"p01", "p02-weights", "p03-scores", "p04"} < forms(divided)
    assert len(json.loads(answer.out)) == len(forms(divided)) == 12


@pytest.mark.parametrize(("asked", "left_out", "gives"), [("weights", "p03", "scores"), ("scores", "p02", "weights")])
def test_in_two_rounds_nobody_gets_a_form_of_what_they_are_not_asked(divided, command, asked, left_out, gives):
    answer = command("ballot", divided, "--ask", asked)
    assert answer.code == 0
    assert answer.err == f"No form for {left_out}: they are asked for {gives} alone (place.yaml).\n"
    assert len(forms(divided)) == 11
    assert f"{left_out}-{asked}" not in forms(divided)


def test_a_form_that_would_ask_nobody_is_not_written_and_says_why(divided, command):
    before = tree(divided)
    answer = command("ballot", divided, "--for", "p03", "--ask", "weights")
    assert (answer.code, answer.out) == (6, "")
    assert answer.err.startswith("No form for p03: they are asked for scores alone (place.yaml).")
    assert tree(divided) == before


def test_a_panel_that_only_weighs_needs_nothing_to_score(tmp_path):
    panel = [{"person": "p01", "group": "residents", "role": "resident", "gives": "weights"}]
    held = place(plan=plan(panel=panel), sites=(), options=(), evidence=(), providers=())
    written = write_forms(tmp_path, workspace(held), held, (), asked="both", way="swing-points")
    assert [path.name for path in written] == ["p01-weights.xlsx"]
    with pytest.raises(FindingsError, match="No form for p01: they are asked for weights alone"):
        write_forms(tmp_path, workspace(held), held, (), asked="scores", way="swing-points")
    assert passed_over(held, (), "both") == []


def test_a_file_with_a_ballot_that_nobody_asked_for_is_refused_whole(divided, command, tmp_path):
    files = []
    for name, text in (("none", NONE), ("scores", SCORES), ("weights", WEIGHTS)):
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text(text, "utf-8")
    answer = command("import", *files, "-w", divided)
    assert answer.code == 4
    assert "'p02' is asked for weights alone, not for scores: place.yaml says 'gives: weights'." in answer.err
    assert "'p03' is asked for scores alone, not for weights: place.yaml says 'gives: scores'." in answer.err
    assert not (divided / LEDGER).exists()


def test_a_command_with_a_ballot_that_nobody_asked_for_is_refused(divided, command):
    none = ("--interest", "none", "--managed", "none needed")
    assert command("record", "interest", "--as", "p02", *none, "-w", divided).code == 0
    said = ("--site", "amber", "--criterion", "clinical-fit", "--answer", "75", "--reason", "Seen")
    answer = command("record", "score", "--as", "p02", *said, "-w", divided)
    assert (answer.code, answer.out) == (4, "")
    assert "'p02' is asked for weights alone" in answer.err
    assert kinds(divided) == {("p02", "interest")}


def test_a_form_of_both_sent_before_they_were_told_apart_is_taken_only_for_what_they_give(starter, command):
    """p03 fills in a form of both; then place.yaml says that they give scores alone."""
    assert command("ballot", starter, "--for", "p03").code == 0
    path = fill_in(starter / "forms" / PLACE / "p03-illustrative.xlsx")
    plan_path = starter / "options" / PLACE / "place.yaml"
    text = plan_path.read_text("utf-8")
    plan_path.write_text(text.replace("faith visitor}", "faith visitor, gives: scores}", 1), "utf-8")
    answer = command("import", path, "-w", starter)
    assert answer.code == 4
    assert "'p03' is asked for scores alone, not for weights" in answer.err
    assert not (starter / LEDGER).exists()


def test_a_form_of_weights_alone_comes_back_whole(divided, command):
    assert command("ballot", divided, "--for", "p02").code == 0
    path = fill_in(divided / "forms" / PLACE / "p02-weights-illustrative.xlsx", points=POINTS)
    assert command("import", path, "-w", divided).code == 0
    assert kinds(divided) == {("p02", "interest"), ("p02", "weights")}


def test_what_a_figure_says_of_a_hurdle_is_told_to_whoever_scores_and_what_the_panel_scored_is_not(tmp_path):
    asked = workspace(place())
    floors = tuple(
        Hurdle(id=id_, name=f"Floor of {id_}", question="?", test="figure", item=item, at_least=80, source="example")
        for id_, item in (("hours", "access.admission-hours"), ("fit", "clinical-fit"))
    )
    path = tmp_path / "form.xlsx"
    path.write_bytes(written(replace(asked, hurdles=(*asked.hurdles, *floors)), "p01"))
    book = openpyxl.load_workbook(path)
    told = {(row[0].value, row[2].value): row[3].value for row in book["evidence"].iter_rows(min_row=2)}
    assert told["ash", "Floor of hours"].lower().startswith("meets")
    assert not any("Floor of fit" in str(about) for _, about in told)


def test_nobody_answers_a_hurdle_that_a_figure_answers(starter, command):
    path = starter / "criteria" / "hurdles.yaml"
    lines = ("test: figure", "item: access.admission-hours", "at_least: 60", "source: cqc-ratings")
    added = "".join(f"    {line}\n" for line in ("name: Open enough", "question: Is it?", *lines))
    path.write_text(f"{path.read_text('utf-8')}  - id: open-enough\n{added}", "utf-8")
    said = ("--site", "amber", "--hurdle", "open-enough", "--answer", "meets", "--reason", "Seen")
    answer = command("record", "hurdle", "--as", "o01", *said, "-w", starter)
    assert answer.code == 4
    assert "'open-enough' is held against the figure 'access.admission-hours', which answers it." in answer.err
    assert not (starter / LEDGER).exists()
