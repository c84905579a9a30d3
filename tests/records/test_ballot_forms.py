"""A form is read back whole or not at all, and every problem has its sheet and cell."""

from dataclasses import replace

import openpyxl
import pytest
from filling import DAY, POINTS, SCORES, fill_in, written
from openpyxl.chart import BarChart
from openpyxl.comments import Comment

from appraisal.model import ballot_form as form
from appraisal.records.ballot_files import read_ballot_file
from appraisal.records.ballot_forms import is_blank_form
from appraisal.records.entry_rows import Desk

SIX = "-".join(["abcdef"] * 6)


@pytest.fixture
def blank(tmp_path, workspace):
    """Write a form that nobody has filled in."""

    def made(person="p03", asked="both"):
        path = tmp_path / f"{person}.xlsx"
        path.write_bytes(written(workspace, person, asked))
        return path

    return made


@pytest.fixture
def read(workspace, place):
    """What a form says, and what is wrong with it as (sheet and cell, text)."""

    def found(path, held=None):
        problems = []
        rows = read_ballot_file(path, path.name, Desk(workspace, held or place, path.parent), problems)
        return [row.draft for row in rows], [(problem.where, problem.text) for problem in sorted(problems)]

    return found


@pytest.fixture
def told(blank, read):
    """What is wrong with a form that was filled in like this."""

    def problems(asked="both", **filled):
        return read(fill_in(blank(asked=asked), **filled))[1]

    return problems


def test_what_was_filled_in_is_what_is_read_interests_first(blank, read, place):
    drafts, problems = read(fill_in(blank()))
    assert problems == []
    assert [draft.kind for draft in drafts] == ["interest", "weights", "score", "score", "score"]
    assert {(d.person, d.role, d.entered_by, d.route, d.cast_on) for d in drafts} == {
        ("p03", "residents", "p03", "file", "2025-08-18")
    }
    interest, weights, *scores = [dict(draft.content) for draft in drafts]
    assert interest == {"provider": "", "site": "", "interest": "none", "managed": "none needed"}
    points = {criterion: f"{given:g}" for criterion, given in POINTS.items()}
    assert weights == {"way": "swing-points", "points": points, "anchors": weights["anchors"]}
    assert weights["anchors"]["travel-time"] == (("50", "0"), ("15", "100"))
    assert list(weights["anchors"]) == [criterion.id for criterion in place.criteria]
    assert [(s["site"], s["criterion"], s["answer"], s["reason"]) for s in scores] == [
        (*key, answer, reason) for key, (answer, reason) in SCORES.items()
    ]


def test_a_score_may_be_its_points_alone(blank, read):
    drafts, problems = read(fill_in(blank(), cells={("scores", "F2"): 75}))
    assert problems == []
    assert [d.content["answer"] for d in drafts if d.kind == "score"] == ["75", "not known", "recused"]


def test_interests_name_a_provider_or_a_site_and_how_each_is_managed(blank, read):
    interests = {
        form.ANY: ("yes",),
        "1": ("Example provider Orchard, and all its sites (orchard)", "My sister works for them", "recused"),
        "3": ("Example home Amber (amber)", "My mother lived there", "declared"),
    }
    drafts, problems = read(fill_in(blank(), interests=interests))
    assert problems == []
    assert [dict(d.content) for d in drafts if d.kind == "interest"] == [
        {"provider": "orchard", "site": "", "interest": "My sister works for them", "managed": "recused"},
        {"provider": "", "site": "amber", "interest": "My mother lived there", "managed": "declared"},
    ]


@pytest.mark.parametrize(
    ("asked", "kinds"), [("weights", ["interest", "weights"]), ("scores", ["interest", *["score"] * 3])]
)
def test_a_form_of_one_round_gives_only_what_it_asked(blank, read, asked, kinds):
    drafts, problems = read(fill_in(blank(asked=asked)))
    assert problems == []
    assert [draft.kind for draft in drafts] == kinds


def test_what_is_left_blank_is_not_answered(blank, read):
    drafts, problems = read(fill_in(blank(), points={}, scores={}))
    assert (problems, [draft.kind for draft in drafts]) == ([], ["interest"])


def test_a_form_in_which_nothing_is_filled_in_is_told_as_one_problem(read, blank):
    assert read(blank())[1] == [("the file", "Nothing is filled in. Ask whether they sent the file that they saved.")]


@pytest.mark.parametrize(
    ("filled", "where", "said"),
    [
        ({"day": None}, "sheet 'start here', cell C6", "The date is blank. Fill in the day on which"),
        ({"day": "=TODAY()"}, "sheet 'start here', cell C6", "A formula is never calculated here."),
        ({"day": "18 August"}, "sheet 'start here', cell C6", "Column 'your answer' is '18 August'; a date such as"),
        ({"day": DAY.replace(year=2026)}, "sheet 'start here', cell C6", "Finished on 2026-08-18, which is after the"),
        ({"interests": {}}, "sheet 'interests'", "Declare interests first, in the first row: write none if there"),
        ({"interests": {"any": ("perhaps",)}}, "sheet 'interests', cell C2", "It says 'perhaps'; none or yes was"),
        ({"interests": {"any": ("yes",)}}, "sheet 'interests', cell C2", "It says yes, and no row below names"),
        (
            {"interests": {"any": ("none",), "2": ("Example home Amber (amber)", "Aunt", "declared")}},
            "sheet 'interests', cell C2",
            "It says none, and row 2 names an interest.",
        ),
        (
            {"interests": {"2": ("Example home Amber (amber)", "Aunt", "declared")}},
            "sheet 'interests', row 4",
            "An interest is named, and the first row is blank. Write yes there.",
        ),
        (
            {"interests": {"any": ("yes",), "1": ("Example home Amber (amber)", None, "declared")}},
            "sheet 'interests', cell D3",
            "This part of the interest is blank.",
        ),
        (
            {"interests": {"any": ("yes",), "1": (None, "Aunt", "declared")}},
            "sheet 'interests', cell C3",
            "This part of the interest is blank.",
        ),
        (
            {"interests": {"any": ("yes",), "1": ("Amber", "Aunt", "declared")}},
            "sheet 'interests', cell C3",
            "'Amber' is no provider or site of the list.",
        ),
        (
            {"interests": {"any": ("yes",), "1": ("Example home Amber (amber)", "Aunt", "hidden")}},
            "sheet 'interests', cell E3",
            "'hidden' is not known; declared or recused was expected.",
        ),
        (
            {"interests": {"any": ("yes",), "1": ("Example home Amber (amber)", "Aunt", "none needed")}},
            "sheet 'interests', cell E3",
            "'none needed' goes with 'none' alone, and an interest is named here; declared or recused was expected.",
        ),
        (
            {"interests": {"any": ("yes",), "1": ("Example home Amber (amber)", "None", "recused")}},
            "sheet 'interests', cell E3",
            "'recused' goes with an interest, and this row says none. Keep what they meant.",
        ),
        ({"cells": {("interests", "D2"): "An aunt"}}, "sheet 'interests', cell D2", "Nothing is filled in here."),
        (
            {"cells": {("interests", "A3"): "9"}},
            "sheet 'interests', cell A3",
            "'9' is no row of the form. This cell is",
        ),
        ({"points": POINTS | {"cost": None}}, "sheet 'weights', cell F4", "No points for 'cost'. Give it 0 to 100;"),
        ({"points": POINTS | {"cost": 101}}, "sheet 'weights', cell F4", "Column 'points, 0 to 100 (fill in)' is 101;"),
        ({"points": POINTS | {"cost": "many"}}, "sheet 'weights', cell F4", "Column 'points, 0 to 100 (fill in)' is "),
        ({"points": POINTS | {"cost": "=9*9"}}, "sheet 'weights', cell F4", "A formula is never calculated here."),
        ({"points": dict.fromkeys(POINTS, 0)}, "sheet 'weights', cell F2", "All points are 0: access, clinical-fit,"),
        (
            {"scores": {("amber", "clinical-fit"): ("75", None)}},
            "sheet 'scores', cell G2",
            "There is a score and no reason. Say why in a few words.",
        ),
        (
            {"scores": {("amber", "clinical-fit"): (None, "Kind people")}},
            "sheet 'scores', cell F2",
            "There is a reason and no score. Choose one,",
        ),
        (
            {"scores": {("amber", "clinical-fit"): ("60", "Kind people")}},
            "sheet 'scores', cell F2",
            "'60' is none of the answers that can be chosen: 0, 25, 50, 75, 100, not known, recused.",
        ),
        (
            {"scores": {("amber", "clinical-fit"): ("75: Kind people work there.", "Kind people")}},
            "sheet 'scores', cell F2",
            "'75: Kind people work there.' is none of the answers",
        ),
        (
            {"cells": {("scores", "A2"): "ambre"}},
            "sheet 'scores', cell A2",
            "'ambre' is none that the form asked about.",
        ),
        ({"cells": {("scores", "B2"): "Home Ambre"}}, "sheet 'scores', cell B2", "The form said 'Example home Amber' "),
        ({"cells": {("scores", "C2"): "cost"}}, "sheet 'scores', cell C2", "'cost' is none that the form asked about."),
        (
            {"cells": {("scores", "D2"): "Any good?"}},
            "sheet 'scores', cell D2",
            "The form said 'Clinical fit. How well",
        ),
        (
            {"cells": {("scores", "A4"): "amber", ("scores", "B4"): "Example home Amber"}},
            "sheet 'scores', cell C4",
            "'amber, clinical-fit' stands in row 2 already.",
        ),
        (
            {"cells": {("weights", "D7"): "90 minutes"}},
            "sheet 'weights', cell D7",
            "The form said '50 minutes' here, and",
        ),
        (
            {"cells": {("weights", "A7"): "weather"}},
            "sheet 'weights', cell A7",
            "'weather' is none that the form asked",
        ),
        (
            {"cells": {("start here", "A6"): "day"}},
            "sheet 'start here'",
            "Row date cannot be read. Ask for a new form.",
        ),
    ],
)
def test_a_bad_answer_is_told_with_its_sheet_and_cell(told, filled, where, said):
    problems = told(**filled)
    assert [(found, text[: len(said)]) for found, text in problems] == [(where, said)]


def test_a_level_that_was_rewritten_is_told(blank, read):
    path = fill_in(blank())
    book = openpyxl.load_workbook(path)
    cell = next(c for (c,) in book["choices"].iter_rows(min_col=2, max_col=2) if str(c.value).startswith("75: Staff"))
    cell.value = "75: Anything goes."
    book.save(path)
    (problem,) = read(path)[1]
    assert problem[0] == f"sheet 'choices', cell B{cell.row}"
    assert problem[1].startswith("'75: Anything goes.' is not what the form said. This cell is not one to fill in")


def test_every_problem_of_a_form_is_told_at_once(told):
    problems = told(
        day="soon",
        interests={form.ANY: ("perhaps",)},
        points={"cost": 200},
        scores={("amber", "clinical-fit"): ("60", "Kind"), ("birch", "clinical-fit"): ("75", None)},
    )
    assert [where for where, _ in problems] == [
        "sheet 'interests', cell C2",
        "sheet 'scores', cell F2",
        "sheet 'scores', cell G4",
        "sheet 'start here', cell C6",
        *[f"sheet 'weights', cell F{line}" for line in (2, 3, 4, 5, 6, 7)],
    ]


@pytest.mark.parametrize("sheet", ["interests", "weights", "scores", "evidence", "choices"])
def test_a_sheet_that_is_gone_is_missed(blank, read, sheet):
    path = fill_in(blank())
    book = openpyxl.load_workbook(path)
    del book[sheet]
    book.save(path)
    assert (
        "sheet '" + sheet + "'",
        "This sheet is gone, or has another name. Write a new form: appraisal ballot --for p03",
    ) in read(path)[1]


def with_book(path, change):
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


ELSEWHERE = "Put it in a reason, or send it as a comment, and clear it here."
CALL_ME = f"'please call me' stands where nothing is filled in, and is not read. {ELSEWHERE}"


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [
        ("start here", "C2"),
        ("start here", "A40"),
        ("start here", "B40"),
        ("start here", "C40"),
        ("interests", "B30"),
        ("weights", "A30"),
        ("weights", "C30"),
        ("weights", "F30"),
        ("scores", "G60"),
        ("evidence", "C900"),
        ("choices", "B300"),
    ],
)
def test_a_note_in_a_cell_that_nobody_fills_in_is_told_and_not_dropped(told, sheet, cell):
    problems = told(cells={(sheet, cell): "please call me"})
    assert problems == [(f"sheet '{sheet}', cell {cell}", CALL_ME)]


def test_a_form_that_says_nothing_else_is_not_taken_for_one_in_which_nothing_is_filled_in(blank, read):
    nothing = {"day": None, "interests": {}, "points": {}, "scores": {}}
    problems = read(fill_in(blank(), **nothing, cells={("start here", "C2"): "please call me"}))[1]
    assert ("sheet 'start here', cell C2", CALL_ME) in problems


def test_a_sheet_that_is_none_of_the_form_is_told(blank, read):
    def add(book):
        book.create_sheet("my notes")["B2"] = "please call me"
        book.create_sheet("Sheet1")

    text = f"This sheet is none of the form's, and is not read. {ELSEWHERE}"
    assert read(with_book(fill_in(blank()), add))[1] == [("sheet 'my notes', cell B2", text)]
    copied = fill_in(blank(asked="weights"))
    assert read(with_book(copied, lambda book: book.copy_worksheet(book["weights"])))[1] == [
        ("sheet 'weights Copy', cell A1", text)
    ]
    renamed = fill_in(blank(asked="weights"))
    other = with_book(renamed, lambda book: setattr(book.create_sheet("scores")["A1"], "value", "site"))
    assert read(other)[1] == [("sheet 'scores', cell A1", text)]


@pytest.mark.parametrize("sheet", ["interests", "scores", "evidence"])
def test_a_note_on_a_cell_is_told(blank, read, sheet):
    note = Comment("but only if nights are staffed", "p03")
    path = with_book(fill_in(blank()), lambda book: setattr(book[sheet]["F3"], "comment", note))
    text = f"A note on a cell is not read. {ELSEWHERE}"
    assert read(path)[1] == [(f"sheet '{sheet}', cell F3", text)]


def test_a_picture_that_lies_on_a_sheet_is_told(blank, read):
    path = with_book(fill_in(blank()), lambda book: book["weights"].add_chart(BarChart(), "H2"))
    text = f"A picture or a box of text lies here, and is not read. {ELSEWHERE}"
    assert read(path)[1] == [("sheet 'weights'", text)]


CHANGED = "Something that this sheet told was changed, or a row of it is gone."


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [
        ("scores", "E2"),
        ("evidence", "D3"),
        ("evidence", "E3"),
        ("start here", "B4"),
        ("start here", "A4"),
        ("interests", "B3"),
        ("choices", "C2"),
    ],
)
def test_what_a_form_told_and_somebody_rewrote_is_told_by_its_sheet(told, sheet, cell):
    assert [(where, text[: len(CHANGED)]) for where, text in told(cells={(sheet, cell): "It is lovely there."})] == [
        (f"sheet '{sheet}'", CHANGED)
    ]


def test_what_was_rewritten_is_told_beside_what_is_wrong_with_answers(told):
    problems = told(points=POINTS | {"cost": 101}, cells={("weights", "C3"): "?", ("evidence", "D3"): "Lovely."})
    assert [where for where, _ in problems] == [
        "sheet 'evidence'",
        "sheet 'weights', cell C3",
        "sheet 'weights', cell F4",
    ]


def test_a_row_of_scores_that_is_gone_is_missed(blank, read):
    path = with_book(fill_in(blank()), lambda book: book["scores"].delete_rows(5))
    said = f"{CHANGED} It has no row for birch on cultural-fit. "
    assert [(where, text[: len(said)]) for where, text in read(path)[1]] == [("sheet 'scores'", said)]


def test_a_site_that_is_new_since_the_form_was_written_is_not_missed(blank, read, place):
    path, (first, *others) = fill_in(blank(), scores={}), place.sites
    fewer = replace(place, sites=tuple(others))
    grown = replace(place, sites=(*place.sites, first.model_copy(update={"id": "zelkova", "name": "Zelkova"})))
    assert read(path, grown)[1] == []
    assert [where for where, _ in read(path, fewer)[1]] == [f"sheet 'scores', cell A{line}" for line in (2, 3)]


def test_rows_in_another_order_and_lines_broken_otherwise_are_no_change(blank, read):
    def sort(book):
        sheet = book["evidence"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for line, values in enumerate(sorted(rows, key=lambda row: str(row[2])), start=2):
            for column, value in enumerate(values, start=1):
                sheet.cell(line, column).value = value
        book["scores"]["E2"] = book["scores"]["E2"].value.replace("\n", "\r\n")

    assert read(with_book(fill_in(blank()), sort))[1] == []


def test_an_interest_is_taken_back_by_name_where_another_holds(blank, read):
    interests = {
        form.ANY: ("yes",),
        "1": ("Example provider Orchard, and all its sites (orchard)", "My sister works for them", "recused"),
        "2": ("Example home Amber (amber)", "none"),
    }
    drafts, problems = read(fill_in(blank(), interests=interests))
    assert problems == []
    assert dict(drafts[1].content) == {
        "provider": "",
        "site": "amber",
        "interest": "none",
        "managed": "none needed",
    }


def test_a_row_of_weights_that_is_gone_is_missed(blank, read):
    path = fill_in(blank())
    book = openpyxl.load_workbook(path)
    book["weights"].delete_rows(4)
    book.save(path)
    assert read(path)[1] == [
        ("sheet 'weights'", "The row of cost is gone. Write a new form: appraisal ballot --for p03")
    ]


def answer_of(book, about):
    return next(cells[2] for cells in book[form.START].iter_rows(min_row=2) if cells[0].value == about)


@pytest.mark.parametrize(
    ("about", "changed", "said"),
    [
        (form.YOUR_ID, "p04", "This form was not written for 'p04': an id or the mark was changed."),
        (form.YOUR_ID, "p77", "'p77' is not on the panel of 'hammersmith-and-fulham'."),
        (
            form.PLACE,
            "westminster",
            "This form is for 'westminster', and ballots of 'hammersmith-and-fulham' are taken",
        ),
        (form.MARK, "a form", "This mark was changed, so what was asked is not known."),
        (form.MARK, f"format 0, both, 0123456789ab, {SIX}, 012345", "This form has format 0; format 2 is read here."),
        (form.MARK, f"format 1, both, 0123456789ab, {SIX}, 012345", "This form was not written for 'p03'"),
        (
            form.MARK,
            f"format 2, both, swing-points, 0123456789ab, {SIX}, 012345",
            "This form was not written for 'p03'",
        ),
        (form.MARK, f"format 2, both, 0123456789ab, {SIX}, 012345", "This mark was changed, so what was asked is not"),
        (form.MARK, f"format 2, both, dice, 0123456789ab, {SIX}, 012345", "This mark was changed, so what was asked"),
    ],
)
def test_a_form_of_somebody_or_somewhere_else_is_refused(blank, read, about, changed, said):
    path = fill_in(blank())
    book = openpyxl.load_workbook(path)
    answer_of(book, about).value = changed
    book.save(path)
    cell = answer_of(book, form.MARK if changed == "p04" else about).coordinate  # which of the two was changed?
    drafts, problems = read(path)
    assert drafts == []
    assert [(f"sheet 'start here', cell {cell}", said)] == [(where, t[: len(said)]) for where, t in problems]


def test_a_form_whose_anchors_are_no_longer_those_of_the_criteria_is_refused(blank, read, place):
    path = fill_in(blank())
    wider = tuple(
        c.model_copy(update={"anchors": (c.anchors[0].model_copy(update={"performance": 60.0}), c.anchors[1])})
        if c.id == "travel-time"
        else c
        for c in place.criteria
    )
    drafts, ((where, text),) = read(path, replace(place, criteria=wider))
    assert (drafts, where) == ([], "sheet 'start here', cell C20")
    assert text.startswith("The criteria have changed since this form was written")
    assert text.endswith("appraisal ballot --for p03")
    only_scores = fill_in(blank(asked="scores"))
    assert read(only_scores, replace(place, criteria=wider))[1] == []


def test_evidence_that_has_grown_since_does_not_stand_in_the_way(blank, read, place):
    assert read(fill_in(blank()), replace(place, evidence=place.evidence[:20]))[1] == []


def test_a_form_is_blank_until_something_is_filled_in(blank):
    assert is_blank_form(blank())
    for filled in ({"interests": {"any": ("none",)}}, {"day": DAY}, {"again": "I was wrong"}, {"scores": SCORES}):
        nothing = {"day": None, "interests": {}, "points": {}, "scores": {}}
        assert not is_blank_form(fill_in(blank(), **nothing | filled)), filled


def test_a_form_with_a_note_is_not_blank(blank):
    def note(book):
        book.create_sheet("my notes")["A1"] = "Ask about nights."

    assert not is_blank_form(with_book(blank(), note))
    assert not is_blank_form(
        fill_in(blank(), day=None, interests={}, points={}, scores={}, cells={("evidence", "D3"): "No"})
    )


def test_another_workbook_is_no_blank_form(tmp_path):
    book = openpyxl.Workbook()
    book.save(tmp_path / "empty.xlsx")
    (tmp_path / "text.xlsx").write_text("mine", encoding="utf-8")
    assert not is_blank_form(tmp_path / "empty.xlsx")
    assert not is_blank_form(tmp_path / "text.xlsx")
