"""A form asks in words that anybody understands, shows nobody's answers, and lets only answers be changed."""

import re
import time
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from building import ROOT, panel_criterion, place, row, scored, site, starter, weights, workspace
from filling import written
from reading import FORBIDDEN

from appraisal.errors import WorkspaceError
from appraisal.model import ballot_form as form
from appraisal.model import weights_form
from appraisal.model.ballot_form import FormMark
from appraisal.model.ballots import WAYS, Ballots
from appraisal.papers.ballot_form import ToFillIn, ballot_form
from appraisal.papers.form_workbook import write_workbook
from appraisal.papers.wording import Wording
from appraisal.records.report_files import read_wording

PLACE = "hammersmith-and-fulham"


@pytest.fixture(scope="module")
def words():
    return Wording(read_wording(ROOT))


@pytest.fixture
def sheets(words):
    """The rows of each sheet of the form of a small place, or of another."""

    def made(held=None, asked="both", person="p01", way="swing-points", **settings):
        held = held or place()
        made_for = ballot_form(workspace(held, **settings), held, person, asked=asked, way=way, wording=words)
        return {sheet.name: sheet.rows for sheet in made_for}

    return made


def told(rows):
    """Everything that a sheet tells, in one text."""
    return "\n".join(cell for cells in rows for cell in cells if isinstance(cell, str))


def evidence_of(rows, site_id, criterion="clinical-fit"):
    return next(cells[4] for cells in rows if cells[0] == site_id and cells[2] == criterion)


def test_interests_are_asked_before_anything_else(sheets):
    assert list(sheets()) == ["start here", "interests", "weights", "scores", "evidence", "choices"]
    assert list(sheets(asked="weights")) == ["start here", "interests", "weights", "choices"]
    assert list(sheets(asked="scores")) == ["start here", "interests", "scores", "evidence", "choices"]


def test_each_row_is_as_long_as_the_header_of_its_sheet(sheets):
    for name, rows in sheets().items():
        assert rows
        assert {len(cells) for cells in rows} == {len(form.COLUMNS[name])}


def test_every_criterion_has_its_swing_in_words_and_units(sheets):
    told_of = {cells[0]: cells[3:5] for cells in sheets()[weights_form.WEIGHTS]}
    assert told_of["access"] == ("0 in 100 (none)", "100 in 100 (all)")
    assert told_of["cost"] == ("£20,000,000", "£0")
    assert told_of["travel-time"] == ("60 minutes", "0 minutes")
    assert told_of["clinical-fit"] == ("0 of 100: Nothing.", "100 of 100: Everything.")
    assert {type(cells[5]) for cells in sheets()[weights_form.WEIGHTS]} == {ToFillIn}


def test_every_site_has_a_row_for_each_criterion_that_the_panel_scores_and_for_no_other(sheets):
    held = place(criteria=(*place().criteria, panel_criterion("welcome")))
    found = [(cells[0], cells[2]) for cells in sheets(held)[form.SCORES]]
    assert found == [(s.id, c) for s in held.sites for c in ("clinical-fit", "welcome")]


def test_the_first_sheet_says_what_the_panel_scores_and_what_is_worked_out(sheets):
    about = {}
    for label, text, _ in sheets()[form.START]:
        about.setdefault(label, []).append(text.split(".")[0])
    assert about["you score"] == ["Clinical-fit"]
    assert about["worked out for you"] == ["Access", "Cost", "Equity", "Travel-time"]


def test_a_form_of_two_rounds_says_why_and_asks_only_its_part(sheets):
    for asked, other in (("weights", "sheet: scores"), ("scores", "sheet 2: points")):
        labels = [label for label, _, _ in sheets(asked=asked)[form.START]]
        assert "why now" in labels
        assert other not in labels
    assert "why now" not in [label for label, _, _ in sheets()[form.START]]


def test_it_says_illustrative_where_it_is_and_only_there(sheets):
    example = "This is an example."
    assert example in told(sheets(illustrative=True)[form.START])
    assert example not in told(sheets()[form.START])


def test_a_name_that_is_not_public_is_shown_with_a_plea_to_keep_it(sheets):
    held = place(sites=(site("ash", standing="not approached"), site("elm")))
    assert "Home Ash" in told(sheets(held)[form.SCORES])
    assert "Please do not pass this form on." in told(sheets(held)[form.START])
    assert "Please do not pass this form on." not in told(sheets()[form.START])


def test_what_anybody_has_answered_changes_nothing_in_a_form(sheets):
    spoken_of = Ballots((weights("p01", access=100, cost=3),), (scored("p01", "ash", 100), scored("p02", "ash", 0)))
    assert sheets(place(ballots=spoken_of)) == sheets(place(ballots=Ballots()))


def test_people_differ_only_in_their_id_and_what_is_said_of_it(sheets):
    one, other = sheets(person="p01"), sheets(person="p02")
    assert {name for name in one if one[name] != other[name]} == {form.START}
    differing = [a[0] for a, b in zip(one[form.START], other[form.START], strict=True) if a != b]
    assert differing == ["who sees it", form.YOUR_ID, form.MARK]


def test_a_site_has_its_ratings_tests_pros_and_cons_with_dates_and_sources(sheets):
    spoken_for = row("ash", "clinical-fit", "pro", note="Family can stay.")
    held = place()
    rated = held.sites[0].model_validate(
        held.sites[0].model_dump()
        | {"ratings": [{"rating": "Good", "date": "2024-03-05", "source": "example"}], "lat": 51.5, "lon": -0.2}
    )
    held = replace(held, sites=(rated, *held.sites[1:]), evidence=(*held.evidence, spoken_for))
    assert evidence_of(sheets(held)[form.SCORES], "ash").split("\n") == [
        "• For, clinical-fit: Family can stay (1 July 2025; Title of return)",
        "• The site: Provider ash-care. Care home. Beds offered: 1 to 5",
        "• CQC rating: Good (5 March 2024; Title of example)",
        "• A nurse day and night: meets (1 July 2025; Title of return)",
        '• Figures, and more: sheet "evidence".',
    ]
    known = {(cells[0], cells[2]): cells[3:] for cells in sheets(held)[form.EVIDENCE]}
    assert known["ash", "price of a bed-day"] == ("300 pounds a bed-day", "1 July 2025", "Title of return")


def test_nothing_on_record_is_said_and_so_is_a_figure_that_is_not_known(sheets):
    held = place()
    held = replace(held, evidence=tuple(r for r in held.evidence if (r.site, r.item) != ("ash", "cost.bed-day")))
    found = sheets(held)
    assert "Nothing is on record yet" in evidence_of(found[form.SCORES], "ash")
    assert ("ash", "price of a bed-day", "not known", "", "") in [(c[0], *c[2:]) for c in found[form.EVIDENCE]]


def test_a_confidential_figure_is_told_as_the_band_that_papers_show_and_nothing_else_of_it(sheets):
    secret = row("ash", "cost.bed-day", 228.0, low=221.0, high=239.0, public=False, note="Told in a whisper")
    held = place()
    rest = tuple(r for r in held.evidence if (r.site, r.item) != ("ash", "cost.bed-day"))
    found = sheets(replace(held, evidence=(*rest, secret)))
    everything = "\n".join(map(told, found.values()))
    assert "confidential, between 200 and 250 pounds a bed-day" in told(found[form.EVIDENCE])
    assert not re.search(r"\b(228|221|239)\b|whisper", everything)


def test_a_confidential_statement_or_test_is_left_out_and_that_is_said(sheets):
    held = place()
    rest = tuple(r for r in held.evidence if (r.site, r.item) != ("ash", "nursing"))
    secrets = (
        row("ash", "nursing", "fails", public=False, note="Told in a whisper"),
        row("ash", "clinical-fit", "con", public=False, note="Also whispered"),
    )
    found = sheets(replace(held, evidence=(*rest, *secrets)))
    assert "whisper" not in "\n".join(map(told, found.values()))
    ash = [cells[3] for cells in found[form.EVIDENCE] if cells[0] == "ash"]
    assert "Something on record is confidential and is left out." in ash
    assert not any("fails" in text for text in ash)


def test_a_cell_holds_no_more_facts_than_a_spreadsheet_shows_and_the_sheet_of_evidence_holds_all(sheets):
    held = place()
    many = tuple(row("ash", "clinical-fit", "pro", note=f"Fact {n}. " + "So it is. " * 8) for n in range(30))
    found = sheets(replace(held, evidence=(*held.evidence, *many)))
    cell = evidence_of(found[form.SCORES], "ash")
    assert "Fact 3." in cell
    assert "Fact 29." not in cell
    assert cell.endswith('• Figures, and more: sheet "evidence".')
    assert sum("Fact" in cells[3] for cells in found[form.EVIDENCE]) == 30
    endless = row("ash", "clinical-fit", "pro", note="A" * 9_990)
    cell = evidence_of(sheets(replace(held, evidence=(*held.evidence, endless)))[form.SCORES], "ash")
    assert "AAA...\n" in cell
    assert len(cell) < 2_000


def test_an_opinion_is_told_as_one(sheets):
    held = place()
    said = row("ash", "clinical-fit", "pro", note="Lovely.", source="talk")
    found = evidence_of(sheets(replace(held, evidence=(*held.evidence, said)))[form.SCORES], "ash")
    assert found.startswith("• One opinion, clinical-fit: Lovely (1 July 2025; Title of talk)")


def test_no_word_of_a_form_says_what_is_right(words):
    sheets = ballot_form(starter(), starter().places[PLACE], "p03", asked="both", way="swing-points", wording=words)
    said = re.sub(r"\b(least|most) preferred\b|nothing is decided", "", "\n".join(told(s.rows) for s in sheets).lower())
    assert [found.group() for found in FORBIDDEN.finditer(said)] == []


def test_the_same_form_written_later_has_the_same_bytes():
    first = written(starter())
    time.sleep(2.1)  # a zip keeps times to two seconds
    assert written(starter()) == first


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(BytesIO(written(starter())))


def test_only_the_cells_to_fill_in_can_be_changed(book):
    unlocked = {}
    for sheet in book:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        header = [cell.value for cell in sheet[1]]
        for cells in sheet.iter_rows(min_row=2):
            for name, cell in zip(header, cells, strict=True):
                if not cell.protection.locked:
                    assert cell.value is None
                    unlocked.setdefault(sheet.title, set()).add((name, cells[0].value))
    columns = {name: {column for column, _ in found} for name, found in unlocked.items()}
    asked = {name: set(found) for name, found in form.TO_FILL_IN.items() if name in book.sheetnames}
    assert columns == {form.START: {form.ANSWER}, **asked}
    assert unlocked[form.START] == {(form.ANSWER, form.DATE), (form.ANSWER, form.AGAIN)}
    assert {column for column, key in unlocked[form.INTERESTS] if key == form.ANY} == {form.ABOUT}


def test_a_cell_to_fill_in_is_told_by_its_words_and_not_by_colour_alone(book):
    for name, columns in form.TO_FILL_IN.items():
        assert all(column.endswith("(fill in)") for column in columns)
        assert set(columns) <= set(form.COLUMNS[name])
        assert name not in book.sheetnames or form.COLUMNS[name] == tuple(cell.value for cell in book[name][1])
    asked = {cells[0].value: cells[1].value for cells in book[form.START].iter_rows(min_row=2)}
    assert all(asked[about].startswith("Fill in") for about in (form.DATE, form.AGAIN))


def test_every_cell_that_takes_a_choice_offers_exactly_the_answers_of_its_criterion(book):
    held = starter().places[PLACE]
    choices = book[form.CHOICES]
    offered = {}
    for rule in book[form.SCORES].data_validations.dataValidation:
        if rule.type == "list":
            first, last = re.findall(r"\$B\$(\d+)", rule.formula1)
            listed = [choices[f"B{line}"].value for line in range(int(first), int(last) + 1)]
            for cells in rule.sqref.ranges:
                for line in range(cells.min_row, cells.max_row + 1):
                    offered[line] = listed
            assert not rule.showDropDown  # which in XLSX means that the list is hidden
            assert (rule.showErrorMessage, rule.showInputMessage) == (True, True)
    rows = list(form.scores_told(held))
    assert len(offered) == len(rows) == 28
    for line, (_, criterion) in enumerate(rows, start=2):
        assert offered[line] == list(form.score_choices(held.criterion(criterion)))


def test_points_take_numbers_from_0_to_100_and_the_day_takes_a_date(book):
    rules = book[weights_form.WEIGHTS].data_validations.dataValidation
    assert {(r.type, r.operator, r.formula1, r.formula2) for r in rules} == {("decimal", None, "0", "100")}
    assert "Give it 100" in rules[0].prompt
    (day,) = book[form.START].data_validations.dataValidation
    assert (day.type, str(day.sqref)) == ("date", "C6")
    assert book[form.START]["A6"].value == form.DATE


def test_a_form_prints_on_a4_across_with_its_header_on_each_page(book):
    for sheet in book:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth in (None, 1), sheet.page_setup.fitToHeight) == (True, 0)
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.freeze_panes == "A2"
        assert not sheet.merged_cells.ranges


def test_no_row_is_higher_than_a_spreadsheet_shows(book):
    assert max(d.height for sheet in book for d in sheet.row_dimensions.values() if d.height) <= 409


def test_a_text_that_looks_like_a_formula_stays_a_text():
    held = starter().places[PLACE]
    sites = tuple(s.model_copy(update={"name": "=1+1 & Sons"}) if s.id == "amber" else s for s in held.sites)
    changed = replace(starter(), places={PLACE: replace(held, sites=sites)})
    book = openpyxl.load_workbook(BytesIO(written(changed, title="Kent & Sons, &P")))
    assert (book[form.SCORES]["B2"].value, book[form.SCORES]["B2"].data_type) == ("=1+1 & Sons", "s")
    assert book[form.SCORES].oddHeader.left.text == "Kent && Sons, &&P"


def test_a_message_that_no_spreadsheet_would_show_is_refused_by_name(words):
    held = starter().places[PLACE]
    long = {**words.sentences, "form": {**words.sentences["form"], "points_message": "Think. " * 50}}
    sheets = ballot_form(starter(), held, "p03", asked="both", way="swing-points", wording=words)
    with pytest.raises(
        WorkspaceError, match=r"'form.points_message' has 349 characters; a spreadsheet shows at most 255"
    ):
        write_workbook(BytesIO(), sheets, title="T", as_at=starter().settings.as_at, wording=Wording(long))


TOLD = ["012345"] * 6


def test_the_mark_of_a_form_changes_with_what_it_tells_and_with_whom_it_asks():
    held = place()
    mark = FormMark.of(held, "p01", "both", "swing-points", TOLD)
    assert FormMark.read(str(mark)) == mark
    assert mark.belongs_to(held.id, "p01")
    assert not mark.belongs_to(held.id, "p02")
    assert not mark.belongs_to("elsewhere", "p01")
    assert not replace(mark, told=("012346", *TOLD[1:])).belongs_to(held.id, "p01")
    wider = tuple(
        c.model_copy(update={"anchors": (c.anchors[0].model_copy(update={"performance": 61.0}), c.anchors[1])})
        if c.id == "travel-time"
        else c
        for c in held.criteria
    )
    changed = replace(held, criteria=wider)
    assert form.hash_of_criteria(changed, "both", WAYS[0]) != mark.criteria
    assert form.hash_of_criteria(changed, "scores", WAYS[0]) == form.hash_of_criteria(held, "scores", WAYS[0])
    assert form.hash_of_criteria(replace(held, sites=held.sites[:2]), "both", WAYS[0]) == mark.criteria


def test_each_form_has_the_sheets_that_its_mark_tells_of(sheets):
    for asked in ("both", "weights", "scores"):
        found = sheets(asked=asked)
        assert tuple(found) == form.sheets_of(asked, WAYS[0])
        assert len(FormMark.read(cell_of(found, form.MARK)).told) == len(found)


def test_evidence_that_changes_changes_the_mark_of_its_sheets_and_of_no_other(sheets):
    held = place()
    fewer = replace(held, evidence=tuple(row for row in held.evidence if row.item != "cost.bed-day"))
    one, other = (FormMark.read(cell_of(sheets(of), form.MARK)).told for of in (held, fewer))
    names = form.sheets_of("both", WAYS[0])
    assert [name for name, a, b in zip(names, one, other, strict=True) if a != b] == [form.EVIDENCE]


def cell_of(sheets, about):
    return next(cells[2] for cells in sheets[form.START] if cells[0] == about)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "format 1",
        "format 1, both, 0123456789ab, 012345",
        "format 1, poems, 0123456789ab, 012345-012345-012345-012345-012345-012345, 012345",
        "format 1, both, 0123456789ab, 012345-012345-012345-012345-012345, 012345",
        "format 1, both, 0123, 012345-012345-012345-012345-012345-012345, 01",
    ],
)
def test_what_is_no_mark_is_not_read_as_one(text):
    assert FormMark.read(text) is None
