"""A workbook that somebody holds, cell by cell: what a reader changed on purpose is told apart from what is wrong."""

import io
import subprocess
import zipfile

import openpyxl
import pytest
import xlsxwriter
from filling import OFFICE, WITHOUT_OFFICE

from appraisal.audit.papers.books import book_of, compare_books, marks_of_book
from appraisal.audit.papers.references import Reference
from appraisal.errors import FindingsError
from appraisal.records.xlsx_cells import ranges_in

RUN = "5990e438c9a4"
MARK = f"workbook-public run {RUN}"


def workbook(*, mark=MARK, cost=0.25, birch=25.0, birch_by="=Weight_cost*100", shown_with="0.000", agreed="Agreed"):
    """A small workbook such as ours: a weight to try, totals by formula, one by a defined name."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    if mark:
        book.set_custom_property("appraisal", mark)
    number, answer = book.add_format({"num_format": shown_with}), book.add_format({"locked": False})
    book.add_worksheet("Cover").write_column(0, 0, ["What this is", f"Run {RUN}", "Nothing is decided."])
    sheet = book.add_worksheet("Try weights")
    sheet.write_row(0, 0, ["Criterion", agreed, "Yours"])
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


def test_a_format_that_writes_a_number_of_its_own_is_found():
    found = compared(workbook(shown_with='"91"'))
    assert [one.section[1] for one in found.differences] == ["cell C4", "cell B2", "cell C2", "cell B3"]
    assert not found.agrees


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
        with pytest.raises(FindingsError, match=r"^'a\.xlsx' cannot be read as a workbook, so it is no paper of ours"):
            book_of(data, "a.xlsx")
