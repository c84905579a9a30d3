"""A workbook that somebody holds, cell by cell: what a reader changed on purpose is told apart from what is wrong."""

import io
import subprocess
import zipfile

import openpyxl
import pytest
import xlsxwriter
from filling import OFFICE, WITHOUT_OFFICE
from openpyxl.chart import BarChart
from openpyxl.chart import Reference as ChartReference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName

from appraisal.audit.papers.books import book_of, compare_books, marks_of_book
from appraisal.audit.papers.references import Reference
from appraisal.errors import FindingsError
from appraisal.records.xlsx_cells import ranges_in

RUN = "5990e438c9a4"
MARK = f"workbook-public run {RUN}"
RECEIPT = f"432 entries, head {'cd' * 32}, last entered 2025-09-01T09:30:00.000000Z"


def workbook(*, mark=MARK, cost=0.25, birch=25.0, birch_by="=Weight_cost*100", shown_with="0.000", **more):
    """A small workbook such as ours: a weight to try, totals by formula, one by a defined name."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    if mark:
        book.set_custom_property("appraisal", mark)
    if "receipt" in more:
        book.set_custom_property("receipt", more["receipt"])
    number, answer = book.add_format({"num_format": shown_with}), book.add_format({"locked": False})
    book.add_worksheet("Cover").write_column(0, 0, ["What this is", f"Run {RUN}", RECEIPT + more.get("signature", "")])
    sheet = book.add_worksheet("Try weights")
    sheet.write_row(0, 0, ["Criterion", more.get("agreed", "Agreed"), "Yours"])
    for row, (name, weight, tried) in enumerate((("cost", 0.25, cost), ("access", 0.75, 0.75)), 1):
        sheet.write_row(row, 0, [name, weight])
        sheet.write_number(row, 2, tried, answer)
    sheet.write_formula("C4", "=SUM(C2:C3)", number, cost + 0.75)
    sheet.protect()
    book.define_name("Weight_cost", "='Try weights'!$B$2")
    totals = book.add_worksheet("Totals")
    totals.write_row(0, 0, ["Option", "Total"])
    totals.write_row(1, 0, ["Amber"])
    totals.write_formula("B2", "='Try weights'!C4*50", number, (cost + 0.75) * 50)
    totals.write_formula("C2", "='Totals'!B2 - SUM( 'Totals'!$B$2 )", number, 0)
    totals.write_row(2, 0, ["Birch"])
    totals.write_formula("B3", birch_by, number, birch)
    book.close()
    return stream.getvalue()


def compared(found, expected=None):
    reference = Reference(expected or workbook(), "workbook-public", "itself", is_vouched=True)
    return compare_books(book_of(found, "a.xlsx"))(reference)


def told(found):
    return [(*one.section, one.found, one.expected, one.is_number) for one in found]


def test_a_workbook_as_it_was_written_agrees_and_says_its_run():
    found = compared(workbook())
    assert (found.agrees, found.changed_on_purpose, found.not_compared) == (True, (), 0)
    marks = marks_of_book(book_of(workbook(), "a.xlsx"))
    assert (marks.kind, marks.runs) == ("workbook-public", (RUN,))
    assert marks_of_book(book_of(workbook(mark=""), "a.xlsx")).runs == (RUN,)


def test_a_weight_that_a_reader_changed_is_no_error_and_what_follows_from_it_is_not_held_against_it():
    found = compared(workbook(cost=0.5))
    assert told(found.changed_on_purpose) == [("sheet 'Try weights'", "cell C2", "0.5", "0.25", True)]
    assert (found.agrees, found.not_compared) == (True, 3)


def test_a_wrong_number_is_found_beside_a_changed_weight_where_it_does_not_follow_from_it():
    found = compared(workbook(cost=0.5, birch=52.0, agreed="Decided"))
    wrong = ("sheet 'Totals'", "cell B3", "52", "25", True)
    assert told(found.differences) == [("sheet 'Try weights'", "cell B1", "Decided", "Agreed", False), wrong]
    assert not found.agrees


@pytest.mark.parametrize(
    ("otherwise", "says", "expected"),
    [
        ({"birch": 25.0001}, "25.0001", "25"),
        ({"birch_by": "=Weight_cost*101"}, "=WEIGHT_COST*101", "=WEIGHT_COST*100"),
        ({"birch_by": "=25"}, "=25", "=WEIGHT_COST*100"),
    ],
)
def test_a_wrong_value_and_a_wrong_formula_are_found(otherwise, says, expected):
    assert told(compared(workbook(**otherwise)).differences) == [
        ("sheet 'Totals'", "cell B3", says, expected, True),
    ]


def written_by_hand(tmp_path, change):
    """The workbook after a change to what openpyxl keeps of it."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("sheet", "target", "where"),
    [
        (None, "'Try weights'!$B$3", ("the names of cells and values", "WEIGHT_COST")),
        (None, "1000", ("the names of cells and values", "WEIGHT_COST")),
        ("Totals", "'Try weights'!$B$3", ("sheet 'Totals'", "the name WEIGHT_COST")),
    ],
)
def test_a_name_that_leads_elsewhere_is_found_though_no_formula_differs(tmp_path, sheet, target, where):
    def change(book):
        names = book[sheet].defined_names if sheet else book.defined_names
        names["Weight_cost"] = DefinedName("Weight_cost", attr_text=target)

    found = compared(written_by_hand(tmp_path, change))
    assert [one.section for one in found.differences] == [where]
    assert not found.agrees


@pytest.mark.parametrize("shown_with", ["0.000,", "0.0%", ";;;", "0", '"91"', "0.000;-0.000;0", "\\9\\1"])
def test_another_number_format_is_found_in_every_cell_that_has_it(shown_with):
    found = compared(workbook(shown_with=shown_with))
    assert [one.section[1] for one in found.differences] == ["cell C4", "cell B2", "cell C2", "cell B3"]
    assert not found.agrees


@pytest.mark.parametrize(("saved", "written"), [(r"\£#,##0", "£#,##0"), ('"£"#,##0', "£#,##0"), ("[$£-809]0", "£0")])
def test_a_number_format_that_a_program_writes_in_its_own_way_is_the_same(saved, written):
    assert compared(workbook(shown_with=saved), workbook(shown_with=written)).agrees


def with_chart(title="Totals at your weights", ends_at=100):
    stream = io.BytesIO(workbook())
    book = openpyxl.load_workbook(stream)
    chart = BarChart()
    chart.title, chart.y_axis.scaling.max = title, ends_at
    chart.add_data(ChartReference(book["Totals"], min_col=2, min_row=1, max_row=3), titles_from_data=True)
    book["Totals"].add_chart(chart)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_chart_that_says_or_shows_something_else_is_found(tmp_path):
    expected = with_chart()
    assert compared(with_chart(), expected).agrees
    for found in (with_chart(title="Totals as decided"), with_chart(ends_at=50), written_by_hand(tmp_path, bool)):
        assert [one.section for one in compared(found, expected).differences] == [("sheet 'Totals'", "chart 1")]


def hide(book):
    book["Totals"].sheet_state = "hidden"


def head(book):
    book["Cover"].oddHeader.left.text = "Decided on 3 May"


def dress(book):
    book["Totals"].conditional_formatting.add("B2", FormulaRule(["TRUE"], font=Font(color="FFFFFF")))


def note(book):
    book["Totals"]["B2"].comment = Comment("Now 91", "Somebody")


def add_chart_sheet(book):
    book.create_chartsheet("More").add_chart(BarChart())


def round_everything(book):
    book.calculation.fullPrecision = False


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (hide, "a hidden sheet 'Totals'"),
        (dress, "a conditional format"),
        (note, "a note on a cell"),
        (add_chart_sheet, "a sheet that is a chart"),
        (round_everything, "an order to calculate with rounded numbers"),
    ],
)
def test_what_hides_or_covers_numbers_is_told(tmp_path, change, says):
    found = compared(written_by_hand(tmp_path, change))
    assert says in found.looks
    assert (found.differences, found.agrees) == ((), False)


def test_words_above_the_pages_are_compared(tmp_path):
    [one] = compared(written_by_hand(tmp_path, head)).differences
    assert (one.section, one.found) == (("sheet 'Cover'", "the head of its pages"), "Decidedon3May")


@pytest.mark.parametrize("signed", [(True, False), (False, True)])
def test_a_receipt_signed_or_not_is_the_same_receipt(signed):
    here, there = (workbook(signature=", signed " + "ab" * 64 if each else "") for each in signed)
    assert compared(here, there).agrees
    assert not compared(workbook(signature=", signed 12"), there).agrees
    receipts = marks_of_book(book_of(workbook(signature=", signed " + "ab" * 64), "a.xlsx")).receipts
    assert [(each.entries, each.signature) for each in receipts] == [(432, "ab" * 64)]


def test_a_receipt_among_the_properties_is_compared_where_there_is_one():
    right = workbook(receipt=RECEIPT)
    assert compared(right, right).agrees
    assert compared(workbook(mark=""), right).agrees
    assert not compared(workbook(receipt=RECEIPT.replace("432", "431")), right).agrees


def test_a_number_typed_over_a_formula_a_new_sheet_and_a_lost_one_are_found(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    book = openpyxl.load_workbook(path)
    book["Totals"]["B2"] = 99
    book.create_sheet("More")["A1"] = "Amber is first."
    del book["Cover"]
    book.save(path)
    found = compared(path.read_bytes())
    assert ("sheet 'Totals'", "cell B2", "99", "='TRY WEIGHTS'!C4*50", True) in told(found.differences)
    assert {one.section[0] for one in found.differences} == {"sheet 'Totals'", "sheet 'More'", "sheet 'Cover'"}


def test_a_formula_that_whoever_saved_it_did_not_calculate_is_no_difference(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    book = openpyxl.load_workbook(path)
    book.save(path)
    assert compared(path.read_bytes()).agrees


@pytest.mark.skipif(OFFICE is None, reason=WITHOUT_OFFICE)
def test_a_workbook_that_libreoffice_saved_again_agrees(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    asked = [OFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "saved", path]
    subprocess.run(asked, capture_output=True, timeout=120, check=True)
    again = (tmp_path / "saved" / "a.xlsx").read_bytes()
    assert again != path.read_bytes()
    found = compared(again)
    assert (found.differences, found.changed_on_purpose, found.agrees) == ((), (), True)
    assert marks_of_book(book_of(again, "a.xlsx")).kind == "workbook-public"


def test_the_ranges_of_a_formula_are_known_and_an_odd_one_is_taken_to_read_everything():
    assert ranges_in("IF('A ''b'''!A1>0,SUM(B:B),Cost)") == [
        ("A 'b'", (1, 1), (1, 1)),
        ("", (1, 2), (1_048_576, 2)),
        ("COST", (0, 0), (0, 0)),
    ]
    assert ranges_in('"never closed') is None
    found = compared(workbook(cost=0.5, birch_by="=INDIRECT(Nothing)"), workbook(birch_by="=INDIRECT(Nothing)"))
    assert (found.agrees, found.not_compared) == (True, 4)


def test_a_workbook_that_cannot_be_read_is_refused_in_words():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 60_000_000 + b"</worksheet>")
    for data in (stream.getvalue(), b"PK\x03\x04" + bytes(500), workbook()[:2000]):
        with pytest.raises(FindingsError, match=r"^'a\.xlsx' (cannot be read as a workbook|is a damaged)") as told:
            book_of(data, "a.xlsx")
        assert "ballots" not in str(told.value)
