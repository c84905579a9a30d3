"""A sheet of weights is read back in each way of asking, and what is wrong with it is told by its cell."""

import re

import openpyxl
import pytest
from branching import branched
from filling import DAY, fill_in, written
from weighing import on_form

from appraisal.model import ballot_form as form
from appraisal.model.ballot_form import FormMark
from appraisal.model.ballots import WAYS
from appraisal.model.canonical import canonical, sha256_hex
from appraisal.model.weights_form import MOST_LEAST, PAIRS, RANKS, SHARED, SHEET_OF, WEIGHTS
from appraisal.records.ballot_files import read_ballot_file
from appraisal.records.ballot_forms import is_blank_form
from appraisal.records.entry_rows import Desk

PLACE = "hammersmith-and-fulham"
WAY_OF = {sheet: way for way, sheet in SHEET_OF.items()}


@pytest.fixture
def blank(tmp_path, workspace):
    def made(way, held=None, asked="weights"):
        path = tmp_path / f"{way}.xlsx"
        path.write_bytes(written(held or workspace, "p03", asked, way=way))
        return path

    return made


@pytest.fixture
def read(workspace):
    def found(path, held=None):
        problems = []
        of = held or workspace
        rows = read_ballot_file(path, path.name, Desk(of, of.places[PLACE], path.parent), problems)
        return [row.draft for row in rows], [(problem.where, problem.text) for problem in sorted(problems)]

    return found


def filled(path, way, **changed):
    return fill_in(path, points={}, scores={}, others={SHEET_OF[way]: {**on_form(way), **changed}}, day=DAY)


@pytest.mark.parametrize("way", WAYS)
def test_a_blank_form_is_blank_and_one_with_an_answer_is_not(blank, way):
    path = blank(way)
    assert is_blank_form(path)
    first = next(iter(on_form(way).items()))
    fill_in(path, day=None, interests={}, points={}, scores={}, others={SHEET_OF[way]: dict([first])})
    assert not is_blank_form(path)


@pytest.mark.parametrize("way", WAYS)
def test_no_answers_at_all_are_no_ballot(blank, read, way):
    drafts, problems = read(fill_in(blank(way), points={}, scores={}))
    assert (problems, [draft.kind for draft in drafts]) == ([], ["interest"])


@pytest.mark.parametrize("way", WAYS)
def test_a_form_of_all_parts_asks_in_its_way_and_reads_it_back(blank, read, way):
    drafts, problems = read(filled(blank(way, asked="both"), way))
    assert (problems, [draft.kind for draft in drafts]) == ([], ["interest", "weights"])
    assert drafts[1].content["way"] == way


CASES = [
    (
        SHARED,
        {"access": (26,)},
        "F2",
        "The points of access, clinical-fit, cost, cultural-fit, equity, travel-time come",
    ),
    (SHARED, {"access": (None,)}, "F2", "No points for 'access'. Give it some of the 100; 0 where its move would not"),
    (SHARED, {"cost": (101,)}, "F4", "Column 'points out of 100 (fill in)' is 101; at least 0 and at most 100"),
    (RANKS, {"travel-time": (9,)}, "F2", "The ranks are 1, 2, 3, 3, 5, 9, and 9 does not follow."),
    (RANKS, {"cost": (None,)}, "F4", "No rank for 'cost'. Give it one: 1 for the move that helps most,"),
    (RANKS, {"cost": (0,)}, "F4", "Column 'rank, 1 helps most (fill in)' is 0; at least 1 was expected."),
    (RANKS, {"cost": ("last",)}, "F4", "Column 'rank, 1 helps most (fill in)' is 'last'; a number was expected"),
    (
        PAIRS,
        {"access/cost": (None, 3)},
        "D3",
        "Which of these two helps more is blank. Write first, second or the same.",
    ),
    (PAIRS, {"access/cost": ("Access", 3)}, "D3", "'Access' is none of the answers: first, second or the same."),
    (PAIRS, {"access/cost": ("first", None)}, "E3", "How many times as much the first helps is blank. Give 1 to 9."),
    (
        PAIRS,
        {"access/cost": ("first", 10)},
        "E3",
        "Column 'how many times as much, 1 to 9 (fill in)' is 10; at least 1",
    ),
    (PAIRS, {"access/cost": ("the same", 3)}, "E3", "They help the same, so 1 was expected, and 3 was found."),
    (MOST_LEAST, {"access": (None, 5)}, "F2", "No number for 'access' here. Give 1 to 9."),
    (MOST_LEAST, {"access": (2, 0)}, "G2", "Column 'this, against what helps least: 1 to 9 (fill in)' is 0; at least"),
    (
        MOST_LEAST,
        {"clinical-fit": (2, 8)},
        "F2",
        "None of access, clinical-fit, cost, cultural-fit, equity, travel-time h",
    ),
    (
        MOST_LEAST,
        {"clinical-fit": (1, 7)},
        "G3",
        "'clinical-fit' against 'cost' is asked in both columns, and the answers differ: 6 in the row of 'cost', 7",
    ),
    (
        MOST_LEAST,
        {"cost": (6, 2), "travel-time": (8, 2), "clinical-fit": (1, 1)},
        "G3",
        "'clinical-fit' has 1 in both columns, as what helps most and what helps least. Keep what they meant.",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{sheet} {cell} {said[:20]}" for sheet, _, cell, said in CASES])
def test_a_bad_answer_of_each_way_is_told_with_its_cell(blank, read, case):
    sheet, changed, cell, said = case
    way = WAY_OF[sheet]
    drafts, problems = read(filled(blank(way), way, **changed))
    assert [draft.kind for draft in drafts] == ["interest"]
    assert [(where, text[: len(said)]) for where, text in problems] == [(f"sheet '{sheet}', cell {cell}", said)]


def test_two_that_matter_most_alike_are_told_apart_by_what_fits(blank, read):
    """Whatever helps as much as the one that helps most has 1 against it as well."""
    drafts, problems = read(filled(blank("best-worst"), "best-worst", access=(1, 7), cost=(8, 2)))
    assert problems == []
    kept = drafts[1].content["comparisons"]
    assert (kept["clinical-fit/access"], kept["access/travel-time"], kept["clinical-fit/travel-time"]) == (
        "1",
        "7",
        "8",
    )
    assert len(kept) == 9


def test_everything_alike_is_an_answer(blank, read):
    alike = dict.fromkeys(on_form("best-worst"), (1, 1))
    drafts, problems = read(filled(blank("best-worst"), "best-worst", **alike))
    assert (problems, set(drafts[1].content["comparisons"].values())) == ([], {"1"})
    same = dict.fromkeys(on_form("analytic-hierarchy"), ("The same", None))
    drafts, problems = read(filled(blank("analytic-hierarchy"), "analytic-hierarchy", **same))
    assert (problems, set(drafts[1].content["comparisons"].values())) == ([], {"1"})


@pytest.mark.parametrize("way", WAYS)
def test_what_a_sheet_of_weights_told_is_put_back_and_a_row_that_is_gone_is_missed(blank, read, way):
    path = filled(blank(way), way)
    book = openpyxl.load_workbook(path)
    book[SHEET_OF[way]]["C3"] = "Anything"
    book.save(path)
    [(where, text)] = read(path)[1]
    assert (where, text[:14]) == (f"sheet '{SHEET_OF[way]}', cell C3", "The form said ")
    path = filled(blank(way), way)
    book = openpyxl.load_workbook(path)
    book[SHEET_OF[way]].delete_rows(4)
    book.save(path)
    row = "access/cultural-fit" if way == "analytic-hierarchy" else "cost"
    said = f"The row of {row} is gone. Write a new form: appraisal ballot --for p03"
    assert read(path)[1] == [(f"sheet '{SHEET_OF[way]}'", said)]


@pytest.mark.parametrize("way", WAYS)
def test_groups_of_a_tree_stand_together_and_each_row_says_its_own(blank, read, way):
    path = blank(way, branched())
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[SHEET_OF[way]].iter_rows(min_row=2)]
    ids, groups = [row[0] for row in rows], [row[1].split(":")[0] for row in rows]
    if way == "analytic-hierarchy":
        assert ids[-2:] == ["access/journeys", "equity/travel-time"]
        assert groups == ["Overall"] * 6 + ["Within Reach", "Within Journeys"]
        assert "From:\nAccess: 0 in 100 (none)\nFair travel: 15 minutes" in rows[2][2]
    else:
        assert ids == ["clinical-fit", "cost", "cultural-fit", "reach", "access", "journeys", "equity", "travel-time"]
        assert groups == ["Overall"] * 4 + ["Within Reach"] * 2 + ["Within Journeys"] * 2
        assert rows[3][1] == "Overall: Reach, all of its moves together (Access, Fair travel, Travel time)"
        assert rows[5][3] == "Fair travel: 15 minutes\nTravel time: 50 minutes"
    answers = {
        "swing-points": dict.fromkeys(ids, (100,)),
        "direct-points": {id_: (25,) if group == "Overall" else (50,) for id_, group in zip(ids, groups, strict=True)},
        "ranking": dict.fromkeys(ids, (1,)),
        "analytic-hierarchy": dict.fromkeys(ids, ("first", 2)),
        "best-worst": dict.fromkeys(ids, (1, 1)),
    }[way]
    fill_in(path, points={}, others={SHEET_OF[way]: answers})
    drafts, problems = read(path, branched())
    assert (problems, drafts[1].content["way"]) == ([], way)
    assert [text for _, text in read(path)[1]] == [
        "The criteria have changed since this form was written, and its answers belong to what it told. "
        "Write a new form: appraisal ballot --for p03"
    ]


def test_the_first_sheet_tells_of_groups_where_there_are_some(blank):
    def labels(path):
        return [cell.value for cell in openpyxl.load_workbook(path)[form.START]["A"]]

    assert "groups" in labels(blank("swing-points", branched()))
    assert "groups" not in labels(blank("swing-points"))


def test_the_mark_says_the_way_and_a_changed_way_is_found_out(blank, read):
    path = filled(blank("swing-points"), "swing-points")
    path = fill_in(path, cells={})
    book = openpyxl.load_workbook(path)
    cell = next(row[2] for row in book[form.START].iter_rows(min_row=2) if row[0].value == form.MARK)
    assert cell.value.startswith("format 2, weights, swing-points, ")
    cell.value = cell.value.replace("swing-points", "direct-points")
    book.save(path)
    assert any(text.startswith("This form was not written for 'p03'") for _, text in read(path)[1])


def test_a_form_of_the_first_format_is_still_read_as_one_of_swing_points(blank, read, workspace):
    """Its mark did not say the way; what it told of a flat list of criteria is what is told today."""
    path = fill_in(blank("swing-points"))
    book = openpyxl.load_workbook(path)
    cell = next(row[2] for row in book[form.START].iter_rows(min_row=2) if row[0].value == form.MARK)
    mark = FormMark.read(cell.value)
    tie = sha256_hex(canonical([PLACE, "p03", "weights", mark.criteria, *mark.told]))[:6]
    cell.value = f"format 1, weights, {mark.criteria}, {'-'.join(mark.told)}, {tie}"
    book.save(path)
    drafts, problems = read(path)
    assert (problems, drafts[1].content["way"]) == ([], "swing-points")
    assert form.hash_of_criteria(workspace.places[PLACE], "weights", "swing-points") == mark.criteria


def test_only_numbers_that_a_way_takes_can_be_typed(blank):
    rules = {}
    for way in WAYS:
        sheet = openpyxl.load_workbook(blank(way))[SHEET_OF[way]]
        rules[SHEET_OF[way]] = {
            (rule.type, rule.operator, rule.formula1, rule.formula2) for rule in sheet.data_validations.dataValidation
        }
    assert rules[WEIGHTS] == rules[SHARED] == {("decimal", None, "0", "100")}
    assert rules[RANKS] == {("whole", "greaterThanOrEqual", "1", None)}
    assert rules[MOST_LEAST] == {("decimal", None, "1", "9")}
    [numbers, [kind, _, choices, _]] = sorted(rules[PAIRS])
    assert (numbers, kind) == (("decimal", None, "1", "9"), "list")
    first, last = map(int, re.findall(r"\$B\$(\d+)", choices))
    listed = openpyxl.load_workbook(blank("analytic-hierarchy"))[form.CHOICES]
    assert [listed[f"B{line}"].value for line in range(first, last + 1)] == ["first", "second", "the same"]
