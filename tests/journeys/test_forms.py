"""Forms go out, come back by way of Excel or LibreOffice, and are taken in whole, and once."""

import json
import shutil
from datetime import date

import openpyxl
import pytest
from breaking import PLACE, tree
from building import place, plan, workspace
from building import starter as starter_workspace
from filling import NO_INTERESTS, OFFICE, POINTS, SCORES, WITHOUT_OFFICE, fill_in, saved_by_office, written
from openpyxl.comments import Comment
from weighing import on_form

from appraisal.cli.forms import write_forms
from appraisal.errors import FindingsError
from appraisal.model import ballot_form as form
from appraisal.model.weights_form import SHEET_OF
from appraisal.records.ballot_files import read_ballot_file
from appraisal.records.cast_ballots import ballots_by_place
from appraisal.records.entry_rows import Desk
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger_address import LEDGER
from appraisal.records.xlsx_files import read_sheets

needs_office = pytest.mark.skipif(OFFICE is None, reason=WITHOUT_OFFICE)


def path_of(folder, person="p03", asked=""):
    return folder / "forms" / PLACE / f"{person}{asked}-illustrative.xlsx"


@pytest.fixture
def form_of(starter, command):
    """Write one person's form as the command does."""

    def made(person="p03", asked="both"):
        assert command("ballot", starter, "--for", person, "--ask", asked).code == 0
        return path_of(starter, person, "" if asked == "both" else f"-{asked}")

    return made


@pytest.fixture
def take(starter, command):
    def taken(*files):
        return command("import", *files, "-w", starter)

    return taken


def entries(folder):
    with open_ledger(folder / LEDGER) as ledger:
        return list(ledger.entries())


def test_there_is_a_form_for_each_member_and_its_name_says_illustrative(starter, command):
    answer = command("ballot", starter, "--json")
    assert (answer.code, answer.err) == (0, "")
    members = [f"p{number:02}" for number in range(1, 13)]
    assert json.loads(answer.out) == [str(path_of(starter, person)) for person in members]
    assert sorted((starter / "forms" / PLACE).iterdir()) == [path_of(starter, person) for person in members]


def test_forms_written_twice_are_the_same_bytes(starter, command):
    command("ballot", starter)
    before = tree(starter)
    assert command("ballot", starter, "-q").code == 0
    assert tree(starter) == before


def test_a_form_has_nothing_that_anybody_answered(appraised, command):
    assert command("ballot", appraised, "--for", "p03").code == 0
    assert path_of(appraised).read_bytes() == written(
        starter_workspace(), "p03", title="Ballot form, Hammersmith and Fulham, p03, illustrative"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--for", "p3"], "'p3' is not on the panel. Did you mean 'p03'? Members: p01, p02,"),
        (["--place", "nowhere"], "There is no place 'nowhere'."),
    ],
)
def test_a_form_for_nobody_is_refused_and_nothing_is_written(starter, command, arguments, said):
    before = tree(starter)
    answer = command("ballot", starter, *arguments)
    assert (answer.code, answer.out) == (6, "")
    assert answer.err.startswith(said)
    assert tree(starter) == before


def test_a_place_without_sites_can_ask_for_points_and_is_told_that_there_is_nothing_to_score(tmp_path):
    held = place(sites=(), options=(), evidence=(), providers=())
    with pytest.raises(FindingsError, match=r"Testing Vale has no site yet, so there is nothing to score."):
        write_forms(tmp_path, workspace(held), held, (), asked="both", way="swing-points")
    (path, *_) = write_forms(tmp_path, workspace(held), held, (), asked="weights", way="swing-points")
    assert path == tmp_path / "forms" / "testing-vale" / "p01-weights.xlsx"
    points = {criterion.id: 50 for criterion in held.criteria}
    assert [draft.kind for draft in drafts(fill_in(path, points=points), held)] == ["interest", "weights"]


def test_forms_of_several_ways_lie_side_by_side_and_are_all_taken(starter, command, take):
    """Those of one person stand beside each other in the record too; only the way of the name alone is not said."""
    asked = ("swing-points", "direct-points", "ranking")
    for way in asked:
        assert command("ballot", starter, "--for", "p03", "--ask", "weights", "--way", way).code == 0
    paths = [path_of(starter, "p03", f"-weights{mark}") for mark in ("", "-direct-points", "-ranking")]
    assert sorted((starter / "forms" / PLACE).iterdir()) == sorted(paths)
    for path, way in zip(paths, asked, strict=True):
        fill_in(path, points={}, others={SHEET_OF[way]: on_form(way)})
    assert "1 interest, 3 weights." in take(*paths).out
    assert [entry.content["way"] for entry in entries(starter)[1:]] == sorted(asked)
    refused = command("ballot", starter, "--ask", "scores", "--way", "ranking")
    assert (refused.code, "--ask scores asks for none" in refused.err) == (2, True)


def test_one_criterion_alone_can_be_given_points_and_not_be_compared(tmp_path):
    held = place(criteria=tuple(c for c in place().criteria if c.id == "cost"))
    for way in ("analytic-hierarchy", "best-worst"):
        with pytest.raises(FindingsError, match=r"nothing to compare: one criterion stands alone. Ask for points"):
            write_forms(tmp_path, workspace(held), held, (), asked="weights", way=way)
    (path, *_) = write_forms(tmp_path, workspace(held), held, (), asked="weights", way="swing-points")
    assert [draft.kind for draft in drafts(fill_in(path, points={"cost": 50}), held)] == ["interest", "weights"]


def test_a_place_without_a_panel_is_told(tmp_path):
    held = place(plan=plan(panel=[]))
    with pytest.raises(FindingsError, match=r"Testing Vale has no panel yet. Name its members under 'panel'"):
        write_forms(tmp_path, workspace(held), held, (), asked="weights", way="swing-points")
    assert list(tmp_path.iterdir()) == []


def test_a_form_that_somebody_has_filled_in_is_not_written_over(starter, command, form_of):
    fill_in(form_of("p04"))
    before = tree(starter)
    answer = command("ballot", starter)
    assert (answer.code, answer.out) == (7, "")
    assert answer.err.startswith(f"Somebody has filled in {path_of(starter, 'p04')}.")
    assert tree(starter) == before


def test_a_form_comes_back_into_the_record_with_interests_first(starter, form_of, take):
    answer = take(fill_in(form_of()))
    assert (answer.code, answer.err) == (0, "")
    assert "1 interest, 1 set of weights, 3 scores." in answer.out
    assert [entry.kind for entry in entries(starter)] == ["interest", "weights", "score", "score", "score"]
    assert {(entry.person, entry.route, entry.cast_on) for entry in entries(starter)} == {("p03", "file", "2025-08-18")}


def test_a_form_taken_in_twice_changes_nothing_the_second_time(starter, form_of, take):
    path = fill_in(form_of())
    take(path)
    before = tree(starter)
    answer = take(path)
    assert "nothing new" in answer.out
    assert "5 were there already" in answer.out
    assert tree(starter) == before


def test_one_wrong_cell_and_nothing_of_any_form_is_taken(starter, form_of, take):
    good = fill_in(form_of("p04"))
    bad = fill_in(form_of("p03"), points=POINTS | {"cost": 400})
    answer = take(good, bad)
    assert (answer.code, answer.out) == (4, "")
    assert answer.err.startswith("Nothing was taken: 1 problem in 1 file\n")
    assert "sheet 'weights', cell F4" in answer.err
    assert not (starter / LEDGER).exists()


def test_a_second_form_needs_its_reason_and_replaces_only_what_it_says_otherwise(starter, form_of, take):
    path = form_of()
    blank = path.read_bytes()
    take(fill_in(path))
    path.write_bytes(blank)
    changed = {"points": POINTS | {"cost": 60}, "day": date(2025, 8, 20)}
    answer = take(fill_in(path, **changed))
    assert answer.code == 4
    assert "To replace that ballot, say why on the sheet 'start here'; both are kept." in answer.err
    assert len(entries(starter)) == 5
    path.write_bytes(blank)
    answer = take(fill_in(path, **changed, again="I had misread the cost"))
    assert answer.code == 0
    assert "1 set of weights." in answer.out
    assert "4 were there already" in answer.out
    last = entries(starter)[-1]
    assert (last.content["replaces"], last.content["replaces_reason"]) == ("2", "I had misread the cost")
    assert (last.content["points"]["cost"], last.cast_on) == ("60", "2025-08-20")


AMBER = {form.ANY: ("yes",), "1": ("Example home Amber (amber)", "I work there", "recused")}


def declared(folder):
    found = ballots_by_place(folder / LEDGER)[PLACE].interests
    return [(one.provider, one.site, one.interest, one.managed) for one in found]


def test_a_second_form_takes_back_what_its_writer_declared_by_mistake(starter, form_of, take):
    path = form_of()
    blank = path.read_bytes()
    take(fill_in(path, interests=AMBER))
    path.write_bytes(blank)
    answer = take(fill_in(path, day=date(2025, 8, 20)))
    assert answer.code == 4
    assert "sheet 'interests', row 2" in answer.err
    assert "'p03' declared an interest in amber (entry 1), and now says none." in answer.err
    assert "say why on the sheet 'start here'; both are kept." in answer.err
    path.write_bytes(blank)
    assert take(fill_in(path, day=date(2025, 8, 20), again="I was wrong about Amber")).code == 0
    assert declared(starter) == [("", "", "none", "none needed"), ("", "amber", "none", "none needed")]
    path.write_bytes(blank)
    assert take(fill_in(path, day=date(2025, 8, 21), interests=AMBER, again="I was right at first")).code == 0
    assert declared(starter) == [
        ("", "", "none but those named", "none needed"),
        ("", "amber", "I work there", "recused"),
    ]


def test_the_command_takes_back_an_interest_too_and_back_again(starter, command, form_of, take):
    take(fill_in(form_of()))

    def say(interest, managed, *more):
        said = ("--as", "p03", "--interest", interest, "--managed", managed)
        return command("record", "interest", "-w", starter, *said, *more)

    refused = say("I work there", "recused", "--site", "amber")
    assert (refused.code, refused.out) == (4, "")
    assert "'p03' said none (entry 1), and now names one. To take back what was said before, say why in" in refused.err
    for _ in range(2):
        assert say("I work there", "recused", "--site", "amber", "--replaces", "I forgot").code == 0
        assert declared(starter)[1] == ("", "amber", "I work there", "recused")
        assert say("none", "none needed", "--replaces", "I left").code == 0
        assert declared(starter) == [("", "", "none", "none needed"), ("", "amber", "none", "none needed")]


def test_two_rounds_come_back_together_or_one_after_the_other(starter, form_of, take):
    first = fill_in(form_of(asked="weights"), day=date(2025, 8, 18))
    second = fill_in(form_of(asked="scores"), day=date(2025, 8, 21))
    answer = take(second, first)
    assert "1 interest, 1 set of weights, 3 scores." in answer.out
    assert [entry.cast_on[-2:] for entry in entries(starter)] == ["18", "18", "21", "21", "21"]
    (starter / LEDGER).unlink()
    assert "1 interest, 1 set of weights." in take(first).out
    answer = take(second)
    assert (answer.code, "Taken into the record for Hammersmith and Fulham: 3 scores." in answer.out) == (0, True)


def test_forms_in_the_inbox_are_checked_where_they_lie(starter, command, form_of):
    path = fill_in(form_of("p12"), scores={("amber", "clinical-fit"): ("75", None)})
    shutil.move(path, starter / "options" / PLACE / "ballots" / "from p12.xlsx")
    answer = command("check", starter)
    assert answer.code == 3
    assert f"options/{PLACE}/ballots/from p12.xlsx\n  sheet 'scores', cell G2" in answer.err


def test_opening_and_saving_as_excel_does_changes_no_cell_and_keeps_what_is_protected(starter, form_of):
    path = form_of()
    before, rules = tables(path), protected(path)
    openpyxl.load_workbook(path).save(path)
    assert tables(path) == before
    assert protected(path) == rules


@needs_office
def test_opening_and_saving_by_libreoffice_changes_no_cell_and_keeps_what_is_protected(form_of, tmp_path):
    path = form_of()
    saved = saved_by_office(path, tmp_path)
    assert saved.read_bytes() != path.read_bytes()
    assert tables(saved) == tables(path)
    assert protected(saved) == protected(path)


@needs_office
@pytest.mark.parametrize("is_filled_in_first", [True, False])
def test_a_form_filled_in_by_way_of_libreoffice_says_what_it_says_without(
    form_of, starter, take, tmp_path, is_filled_in_first
):
    interests = NO_INTERESTS | {form.ANY: ("yes",), "1": ("Example home Amber (amber)", "My aunt – 92", "declared")}
    answers = {"interests": interests, "again": "Zweitens: £5 & “more”\nin two lines"}
    path = form_of()
    alone = shutil.copy(path, tmp_path / "alone.xlsx")
    fill_in(alone, **answers)
    if is_filled_in_first:
        saved = saved_by_office(fill_in(path, **answers), tmp_path)
    else:
        saved = fill_in(saved_by_office(path, tmp_path), **answers)
    assert said(saved) == said(alone)
    (tmp_path / "again").mkdir()
    again = saved_by_office(saved, tmp_path / "again")
    assert said(again) == said(alone)
    assert "1 interest, 1 set of weights, 3 scores." in take(again).out


@needs_office
@pytest.mark.parametrize("way", ["analytic-hierarchy", "best-worst"])
def test_weights_asked_otherwise_come_back_by_way_of_libreoffice_too(starter, command, take, tmp_path, way):
    assert command("ballot", starter, "--for", "p03", "--ask", "weights", "--way", way).code == 0
    path = path_of(starter, "p03", f"-weights-{way}")
    saved = saved_by_office(path, tmp_path)
    assert (tables(saved), protected(saved)) == (tables(path), protected(path))
    alone = shutil.copy(path, tmp_path / "alone.xlsx")
    for form_filled in (saved, alone):
        fill_in(form_filled, points={}, others={SHEET_OF[way]: on_form(way)})
    (tmp_path / "again").mkdir()
    again = saved_by_office(saved, tmp_path / "again")
    assert said(again) == said(alone)
    assert "1 interest, 1 set of weights." in take(again).out


@needs_office
def test_a_note_and_a_rewritten_fact_are_found_after_libreoffice_saved_them(form_of, take, tmp_path):
    path = fill_in(form_of(), cells={("evidence", "D3"): "It is lovely there."})
    book = openpyxl.load_workbook(path)
    book["scores"]["G2"].comment = Comment("but only if nights are staffed", "p03")
    book.save(path)
    answer = take(saved_by_office(path, tmp_path))
    assert answer.code == 4
    assert answer.err.startswith("Nothing was taken: 2 problems in 1 file\n")
    assert "sheet 'scores', cell G2  A note on a cell is not read." in answer.err
    assert "sheet 'evidence'  Something that this sheet told was changed" in answer.err


def said(path):
    problems = []
    held = starter_workspace()
    rows = read_ballot_file(path, "form", Desk(held, held.places[PLACE], path.parent), problems)
    assert problems == []
    return [(row.replaces, row.draft, row.row.where) for row in rows]


def drafts(path, held):
    problems = []
    rows = read_ballot_file(path, "form", Desk(workspace(held), held, path.parent), problems)
    assert problems == []
    return [row.draft for row in rows]


def tables(path):
    """Every cell of every sheet as it is read."""
    problems = []
    found = read_sheets(path, "form", problems)
    assert problems == []
    return [(table.sheet, list(table.header), table.columns, list(table.rows)) for table in found]


def protected(path):
    """Of each sheet: whether it is protected, the cells that are not, and what each of these takes."""
    book, found = openpyxl.load_workbook(path), {}
    for sheet in book:
        unlocked = sorted(cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked)
        takes = {}
        for rule in sheet.data_validations.dataValidation:
            if rule.type not in (None, "none"):
                source = (rule.formula1 or "").replace("'", "").replace("$", "").removeprefix("=")
                for area in rule.sqref.ranges:
                    for row, column in area.cells:
                        takes[row, column] = (rule.type, rule.operator or "between", source, rule.prompt)
        found[sheet.title] = (sheet.protection.sheet, unlocked, takes)
    return found


def test_scores_and_points_of_the_examples_are_what_the_starter_asks():
    held = starter_workspace().places[PLACE]
    assert set(POINTS) == {criterion.id for criterion in held.criteria}
    assert set(SCORES) <= set(form.scores_told(held))
