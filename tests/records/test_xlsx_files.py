"""Workbooks are read as CSV is, by sheet and cell; what a person would not see in a cell is refused, never guessed."""

import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.styles import Font

from appraisal.errors import BallotFileError
from appraisal.records import xlsx_files, xlsx_parts
from appraisal.records.importing import check_inbox, import_ballots, inbox_files
from appraisal.records.ledger_address import LEDGER
from appraisal.records.table_rows import LARGEST_CELL
from appraisal.records.xlsx_files import read_sheets

PLACE = "hammersmith-and-fulham"
NOW = "2025-09-01T09:30:00.000000Z"
CAST = date(2025, 8, 18)
WEIGHTS = ["person", "cast_on", "access", "clinical-fit", "cost", "cultural-fit", "equity", "travel-time"]
P01 = ["p01", CAST, 90, 80, 20, 50, 60, 100]
SCORES = ["person", "cast_on", "site", "criterion", "score", "reason"]
SCORE = ["p01", CAST, "amber", "clinical-fit", 75, "Family can stay"]


@pytest.fixture
def book(tmp_path):
    """Write a workbook with a sheet for each name; a row is a list of cells."""

    def write(change=None, **sheets):
        made = openpyxl.Workbook()
        made.remove(made.active)
        for title, rows in sheets.items():
            sheet = made.create_sheet(title)
            for row in rows:
                sheet.append(row)
        if change:
            change(made)
        path = tmp_path / "ballots.xlsx"
        made.save(path)
        return path

    return write


@pytest.fixture
def read():
    """The tables of a workbook, and its problems as (where, text)."""

    def reading(path):
        problems = []
        tables = read_sheets(path, "ballots.xlsx", problems)
        assert {problem.file for problem in problems} <= {"ballots.xlsx"}
        return tables, [(problem.where, problem.text) for problem in sorted(problems)]

    return reading


@pytest.fixture
def refusals(starter, workspace, place):
    """What an import of a workbook is refused for, as (where, text); nothing is written."""

    def refused(path):
        with pytest.raises(BallotFileError) as refusal:
            import_ballots(starter, workspace, place, [path], entered_by="p12", entered_at=NOW)
        assert not (starter / LEDGER).exists()
        return [(problem.where, problem.text) for problem in sorted(refusal.value.problems)]

    return refused


@pytest.fixture
def take(starter, workspace, place):
    def taken(path):
        none = starter / "interests.csv"
        none.write_text("person,cast_on,provider,site,interest,managed\np01,2025-08-11,,,none,none needed\n")
        import_ballots(starter, workspace, place, [none], entered_by="p12", entered_at=NOW)
        done = import_ballots(starter, workspace, place, [path], entered_by="p12", entered_at=NOW)
        return dict(done.entries)

    return taken


def rewritten(path, part, change):
    """Change the XML of one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    changed = change(parts[part].decode()).encode()
    assert changed != parts[part]
    parts[part] = changed
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def with_shared_texts(path):
    """Keep the texts in a part of their own, as spreadsheets do and openpyxl does not."""
    texts = []

    def numbered(found):
        texts.append(found[1])
        return f't="s"><v>{len(texts) - 1}</v>'

    rewritten(
        path,
        "xl/worksheets/sheet1.xml",
        lambda text: re.sub(r't="inlineStr"><is><t[^>]*>([^<]*)</t></is>', numbered, text),
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    rewritten(path, "[Content_Types].xml", lambda text: text.replace("</Types>", override))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    items = "".join(f"<si><r><t>{text[:2]}</t></r><r><rPr><b/></rPr><t>{text[2:]}</t></r></si>" for text in texts)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{items}</sst>')
    return path


def rows(table):
    return [(line, list(cells)) for line, cells in table.rows]


def test_each_sheet_is_a_table_known_by_its_columns(book, take):
    assert take(book(Points=[WEIGHTS, P01], Visits=[SCORES, SCORE])) == {"weights": 1, "score": 1}


def test_texts_that_a_spreadsheet_keeps_apart_partly_in_bold_are_read(book, read, take):
    path = with_shared_texts(book(scores=[SCORES, SCORE]))
    [table], problems = read(path)
    assert (list(table.header), problems) == (SCORES, [])
    assert rows(table) == [(2, ["p01", "2025-08-18", "amber", "clinical-fit", "75", "Family can stay"])]
    assert take(path) == {"score": 1}


def test_cells_are_read_as_a_person_sees_them(book, read):
    [table], problems = read(
        book(one=[[" id ", "b", "c"], [" a ", 80.0, datetime(2025, 8, 18)], ["x", 12.5, CAST], ["07", None, " "]])
    )
    assert (list(table.header), problems) == (["id", "b", "c"], [])
    assert rows(table) == [
        (2, [" a ", "80", "2025-08-18"]),
        (3, ["x", "12.5", "2025-08-18"]),
        (4, ["07", "", " "]),
    ]


def test_digits_and_dates_that_are_text_are_taken_as_in_csv(book, take):
    assert take(book(weights=[WEIGHTS, ["p01", "2025-08-18", "90", "80", "20", " 50", "60", "100"]])) == {"weights": 1}


def test_a_date_of_a_workbook_that_counts_from_1904_is_the_date_it_shows(book, read):
    def from_1904(made):
        made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    [table], _ = read(book(from_1904, one=[["id"], [CAST]]))
    assert rows(table) == [(2, ["2025-08-18"])]


def test_empty_rows_and_columns_are_passed_over_and_lines_stay_those_of_the_sheet(book, read):
    def formatted(made):
        for row in range(1, 400):
            made["one"].cell(row, 30).font = Font(bold=True)

    [table], problems = read(book(formatted, one=[[], [None, "id", None, "figure"], [], [None, "a", None, 1], []]))
    assert (table.line, list(table.header), list(table.columns)) == (2, ["id", "figure"], [2, 4])
    assert [row for row in rows(table) if any(row[1])] == [(4, ["a", "1"])]
    assert problems == []


def test_empty_sheets_are_passed_over_and_one_with_a_header_alone_holds_nothing(book, take):
    assert take(book(Sheet1=[], weights=[WEIGHTS, P01], scores=[SCORES], Sheet3=[[" "]])) == {"weights": 1}


@pytest.mark.parametrize("sheets", [{"Sheet1": []}, {"weights": [WEIGHTS]}, {"weights": [WEIGHTS], "scores": [SCORES]}])
def test_a_workbook_without_a_ballot_is_told(book, refusals, sheets):
    assert refusals(book(**sheets)) == [("the file", "There is no ballot in this file. Add rows below its header.")]


def test_a_sheet_of_unknown_columns_is_named(book, refusals):
    [(where, said)] = refusals(book(weights=[WEIGHTS, P01], Notes=[[], ["How to fill this in"], ["Be honest"]]))
    assert where == "sheet 'Notes', row 2"
    assert said.startswith(
        "Its columns are those of no kind of ballot (weights, comparisons, scores, interests, record, feedback)."
    )


def test_hidden_sheets_rows_and_columns_are_read_like_any_other(book, take):
    def hide(made):
        made["scores"].sheet_state = "veryHidden"
        made["weights"].row_dimensions[2].hidden = True
        made["weights"].column_dimensions["C"].hidden = True

    assert take(book(hide, weights=[WEIGHTS, P01], scores=[SCORES, SCORE])) == {"weights": 1, "score": 1}


def test_every_refusal_of_every_sheet_is_told_together_by_sheet_and_cell(book, refusals):
    broken = book(
        lambda made: made["scores"].merge_cells("F2:F3"),
        weights=[WEIGHTS, ["p01", 45887, "=60+30", 80, True, 50, "#REF!", 100], ["p02", CAST, -1, 80, 20, 50, 60, 100]],
        scores=[SCORES, SCORE],
    )
    assert refusals(broken) == [
        ("sheet 'scores', cell F2", "Cells F2:F3 are merged. Unmerge them, and fill in each."),
        ("sheet 'weights', cell C2", "A formula is never calculated here. Put its value in its place."),
        (
            "sheet 'weights', cell E2",
            "The cell holds TRUE, a spreadsheet's yes or no. Write what is meant in words or digits.",
        ),
        ("sheet 'weights', cell G2", "The cell holds the error #REF!. Put the right value in its place."),
        ("sheet 'weights', cell C3", "Column 'access' is -1; at least 0 and at most 100 was expected."),
    ]


def test_a_formula_is_refused_even_where_its_value_is_kept_beside_it(book, refusals):
    path = book(weights=[WEIGHTS, P01])
    rewritten(path, "xl/worksheets/sheet1.xml", lambda text: text.replace("<v>90</v>", "<f>45+45</f><v>90</v>"))
    assert [where for where, said in refusals(path) if said.startswith("A formula")] == ["sheet 'weights', cell C2"]


def test_text_that_begins_like_a_formula_is_text(book, take):
    def as_text(made):
        made["scores"]["F2"].data_type = "s"

    assert take(book(as_text, scores=[SCORES, [*SCORE[:5], "=quite good"]])) == {"score": 1}


def test_a_number_where_a_date_was_expected_says_what_to_do(book, refusals):
    assert refusals(book(weights=[WEIGHTS, ["p01", 45887, *P01[2:]]])) == [
        (
            "sheet 'weights', cell B2",
            "Column 'cast_on' is '45887'; a date such as 2025-09-01 was expected. "
            "A spreadsheet counts days like this: give the cell the format of a date.",
        )
    ]


def test_a_date_that_a_spreadsheet_made_of_a_number_is_told(book, refusals):
    [(where, said)] = refusals(book(weights=[WEIGHTS, ["p01", CAST, date(2025, 2, 1), *P01[3:]]]))
    assert (where, said[:33]) == ("sheet 'weights', cell C2", "Column 'access' is '2025-02-01'; ")


def test_a_time_of_day_beside_a_date_is_told(book, refusals):
    [(where, said)] = refusals(book(weights=[WEIGHTS, ["p01", datetime(2025, 8, 18, 14, 30), *P01[2:]]]))
    assert (where, said[:41]) == ("sheet 'weights', cell B2", "Column 'cast_on' is '2025-08-18 14:30:00'")


def test_a_percentage_is_told_since_it_holds_another_number_than_it_shows(book, refusals):
    def percent(made):
        made["weights"]["E2"].number_format = "0%"

    [(where, said)] = refusals(book(percent, weights=[WEIGHTS, [*P01[:4], 0.2, *P01[5:]]]))
    assert where == "sheet 'weights', cell E2"
    assert said.startswith("The cell shows a percentage and holds 0.2.")


def test_a_date_outside_every_calendar_is_told_as_an_error(book, refusals):
    def far(made):
        made["weights"]["B2"] = 1e12
        made["weights"]["B2"].number_format = "yyyy-mm-dd"

    [(where, said)] = refusals(book(far, weights=[WEIGHTS, P01]))
    assert (where, said[:34]) == ("sheet 'weights', cell B2", "The cell holds the error #VALUE!. ")


@pytest.mark.parametrize(
    ("sheet", "where", "said"),
    [
        ([WEIGHTS, WEIGHTS, P01], "sheet 'one', row 2", "The header is here a second time. Take this row out."),
        ([[*WEIGHTS, "cost"], [*P01, 5]], "sheet 'one', row 1", "Column 'cost' is there twice. Keep one of them."),
        ([WEIGHTS[:-1], P01[:-1]], "sheet 'one', row 1", "Missing: column travel-time. Add to the header."),
        (
            [WEIGHTS, P01, [*["p02", *P01[1:]], None, "later"]],
            "sheet 'one', cell J3",
            "This column has no name. Name it in the first row, or clear its cells.",
        ),
        (
            [["person,cast_on,site,criterion,score,reason"], ["p01,2025-08-18,amber,clinical-fit,75,Good"]],
            "sheet 'one', row 1",
            "Its columns are those of no kind of ballot (weights, comparisons, scores, interests, record, feedback). "
            "Name them so, or delete the sheet.",
        ),
        (
            [SCORES, [*SCORE[:5], "x" * (LARGEST_CELL + 1)]],
            "sheet 'one', cell F2",
            "Column 'reason' is longer than 10,000 characters.",
        ),
        (
            [SCORES, [*SCORE[:2], "ambre", *SCORE[3:]]],
            "sheet 'one', cell C2",
            "Site 'ambre' is not known. Did you mean",
        ),
        ([SCORES, [*SCORE[:5], None]], "sheet 'one', cell F2", "Column 'reason' is blank. Fill it in."),
        ([SCORES, [*SCORE[:4], 74, "Good"]], "sheet 'one', cell E2", "Score '74' is not one of the described levels:"),
        (
            [SCORES, SCORE, [*SCORE[:4], 50, "Bad"]],
            "sheet 'one', row 3",
            "A second, different ballot of 'p01' on the same question; the first is on sheet 'one', row 2.",
        ),
    ],
)
def test_what_csv_would_refuse_is_refused_by_sheet_and_cell(book, refusals, sheet, where, said):
    assert [(at, text[: len(said)]) for at, text in refusals(book(one=sheet))] == [(where, said)]


def test_two_different_ballots_are_found_across_a_workbook_and_a_csv_file(book, starter, workspace, place):
    inbox = starter / "options" / PLACE / "ballots"
    book(weights=[WEIGHTS, [*P01[:2], 10, *P01[3:]]]).rename(inbox / "More.XLSX")
    [problem] = check_inbox(starter, workspace, place)
    assert problem.file == f"options/{PLACE}/ballots/weights.csv"
    assert f"options/{PLACE}/ballots/More.XLSX, sheet 'weights', row 2" in problem.text


def test_an_equal_ballot_in_csv_and_in_a_workbook_is_one(book, starter, workspace, place):
    inbox = starter / "options" / PLACE / "ballots"
    book(weights=[WEIGHTS, P01]).rename(inbox / "more.xlsx")
    files, problems = inbox_files(starter, place)
    assert ([path.name for path in files][:2], problems) == (["interests.csv", "more.xlsx"], [])
    done = import_ballots(starter, workspace, place, files, entered_by="p12", entered_at=NOW)
    assert done.entries["weights"] == 11


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xlsx", b"", "This is not a workbook, whatever its name says. Open it in a spreadsheet and save it as"),
        ("a.xlsx", b"person,cast_on\np01,2025-08-18\n", "This is not a workbook, whatever its name says. Open it"),
        ("a.xlsx", b"PK\x03\x04 and then nothing", "The file is damaged. Open it in a spreadsheet and save it as an"),
        ("a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "This is an old workbook (.xls). Open it in a"),
        (
            "a.xlsx",
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "The workbook has a password. Save it without one.",
        ),
        (
            "a.xls",
            b"anything",
            "A .xls file is not read. Save it as an Excel workbook without macros (.xlsx), or as CSV.",
        ),
        ("a.XLSM", b"anything", "A .xlsm file is not read. Save it as an Excel workbook without macros"),
        ("a.ods", b"anything", "A .ods file is not read. Save it as an Excel workbook without macros"),
    ],
)
def test_what_is_no_workbook_is_told_with_what_to_do(tmp_path, refusals, name, data, said):
    path = tmp_path / name
    path.write_bytes(data)
    [(where, text)] = refusals(path)
    assert (where, text[: len(said)]) == ("the file", said)


def test_a_workbook_with_macros_is_refused(book, refusals):
    path = book(weights=[WEIGHTS, P01])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"anything")
    assert refusals(path) == [
        ("the file", "The workbook has macros, which are never run. Save it as .xlsx without them.")
    ]


def test_a_zip_with_a_password_is_refused(book, refusals):
    path = book(weights=[WEIGHTS, P01])
    data = bytearray(path.read_bytes())
    for signature, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        for found in re.finditer(re.escape(signature), bytes(data)):
            data[found.start() + at] |= 1
    path.write_bytes(bytes(data))
    assert refusals(path) == [("the file", "The workbook has a password. Save it without one.")]


@pytest.mark.parametrize("length", [200, 1_000, 3_000])
def test_half_a_workbook_is_damaged(book, refusals, length):
    path = book(weights=[WEIGHTS, P01])
    path.write_bytes(path.read_bytes()[:length])
    assert [said[:20] for _, said in refusals(path)] == ["The file is damaged."]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", "<v>90</v>", "<v>NaN</v>"),
        ("xl/worksheets/sheet1.xml", "</sheetData>", "</sheetdata>"),
        ("xl/worksheets/sheet1.xml", "<v>90</v>", '<v>90</v></c><c r="C2" t="s"><v>999</v>'),
        ("xl/workbook.xml", "<sheets>", "<sheets><sheet/>"),
        ("[Content_Types].xml", "sheet.main+xml", "drawing.main+xml"),
    ],
)
def test_a_workbook_with_a_damaged_part_is_told_without_a_traceback(book, refusals, part, old, new):
    path = book(weights=[WEIGHTS, P01])
    rewritten(path, part, lambda text: text.replace(old, new))
    [(where, said)] = refusals(path)
    assert where == "the file"
    assert said.startswith("The workbook is damaged (")


BOMB = """<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_entities_that_could_unfold_are_refused_before_anything_is_opened(book, refusals, part, encoding, monkeypatch):
    path = book(weights=[WEIGHTS, P01])
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    root = re.sub(r"^<\?xml.*?\?>", "", parts[part].decode())
    parts[part] = f'<?xml version="1.0" encoding="{encoding}"?>{BOMB}{root}'.encode(encoding)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    monkeypatch.setattr(xlsx_files, "_sheets", lambda data: pytest.fail("it was opened"))
    [(where, said)] = refusals(path)
    assert (where, said[:44]) == ("the file", "The workbook defines entities, which can hid")


def zipped(path, **parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(f"xl/{name}.xml", data)
    return path


def test_a_small_file_that_unpacks_to_a_large_one_is_refused(tmp_path, refusals):
    path = zipped(tmp_path / "bomb.xlsx", one=b" " * 40_000_000, two=b" " * 20_000_000)
    assert path.stat().st_size < 100_000
    [(_, said)] = refusals(path)
    assert said.startswith("The workbook unpacks to 60,000,000 bytes; at most 50 million can be read.")


def test_a_zip_that_lies_about_its_size_never_unpacks_to_more_than_it_says(tmp_path, refusals):
    path = zipped(tmp_path / "bomb.xlsx", one=b"<a>" + b" " * 40_000_000)
    data = path.read_bytes()
    path.write_bytes(data.replace((40_000_003).to_bytes(4, "little"), (1_000).to_bytes(4, "little")))
    [(_, said)] = refusals(path)
    assert said.startswith("The file is damaged.")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({f"p{number}": b"<a/>" for number in range(501)}, "The workbook has 501 parts; at most 500 can be read."),
        ({"styles": b"<a>" + b"<b/>" * 200_001 + b"</a>"}, "The workbook is larger than any that is read."),
        ({"sheet": b"<worksheet><row>" + b"<c/>" * 16_385 + b"</row></worksheet>"}, "The workbook is larger than any"),
        (
            {"workbook": b"<workbook>" + b"<sheet/>" * 51 + b"</workbook>"},
            "The workbook is larger than any that is read.",
        ),
    ],
)
def test_a_workbook_of_more_parts_than_any_person_makes_is_refused(tmp_path, refusals, parts, said):
    [(where, text)] = refusals(zipped(tmp_path / "bomb.xlsx", **parts))
    assert (where, text[: len(said)]) == ("the file", said)


def test_a_million_empty_rows_with_a_format_are_passed_over(book, take):
    path = book(weights=[WEIGHTS, P01])
    empty = "".join(f'<row r="{row}" s="1"/>' for row in range(3, 1_000_000))
    rewritten(path, "xl/worksheets/sheet1.xml", lambda text: text.replace("</sheetData>", f"{empty}</sheetData>"))
    assert take(path) == {"weights": 1}


def test_a_sheet_that_claims_every_row_and_column_is_read_as_far_as_it_goes(book, take):
    path = book(weights=[WEIGHTS, P01])
    claim = '<dimension ref="A1:XFD1048576"/>'
    rewritten(path, "xl/worksheets/sheet1.xml", lambda text: re.sub(r"<dimension[^>]*/>", claim, text))
    assert take(path) == {"weights": 1}


@pytest.mark.parametrize(
    ("at", "said"), [("A10001", "row 10,001"), ("XFD1", "column 16,384"), ("A1048576", "row 1,048,")]
)
def test_something_far_out_is_told_and_the_sheet_is_not_read(book, refusals, at, said):
    def far(made):
        made["weights"][at] = "x"

    [(where, text)] = refusals(book(far, weights=[WEIGHTS, P01]))
    assert where == "sheet 'weights'"
    assert said in text
    assert "at most 10,000 rows and 100 columns can be read" in text


def test_a_row_of_an_impossible_number_ends_in_words(book, refusals):
    path = book(weights=[WEIGHTS, P01])
    rewritten(path, "xl/worksheets/sheet1.xml", lambda text: text.replace('<row r="2"', '<row r="99999999999999"'))
    assert len(refusals(path)) == 1


def test_two_sheets_that_are_one_part_are_refused(book, refusals):
    path = book(weights=[WEIGHTS, P01], scores=[SCORES, SCORE])
    rewritten(path, "xl/workbook.xml", lambda text: text.replace('r:id="rId2"', 'r:id="rId1"'))
    assert [said[:44] for _, said in refusals(path)] == ["Two sheets of the workbook are one part. Sav"]


def test_a_merge_is_told_only_so_often(book, read):
    def merge(made):
        for row in range(2, 60):
            made["one"].merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)

    tables, problems = read(book(merge, one=[["id", "figure"], ["a", 1]]))
    assert (tables, len(problems)) == ([], xlsx_parts.MOST_MERGED_TOLD)
    assert all(re.fullmatch(r"sheet 'one', cell A\d+", where) for where, _ in problems)


def test_refused_cells_are_told_until_nobody_would_read_on(book, read):
    _, problems = read(book(one=[["id"] * 30, *([["=1+1"] * 30] * 400)]))
    assert len(problems) == 10_000


def test_a_link_to_another_workbook_is_not_followed(book, refusals):
    broken = book(weights=[WEIGHTS, [*P01[:2], "=[other.xlsx]Sheet1!$A$1", *P01[3:]]])
    assert [where for where, _ in refusals(broken)] == ["sheet 'weights', cell C2"]


def test_a_text_with_a_carriage_return_is_read_without_its_code(book, read):
    [table], _ = read(book(one=[["id"], ["two_x000D_\nlines"]]))
    assert rows(table) == [(2, ["two\nlines"])]


def test_codes_of_marks_are_read_as_the_marks_and_nothing_else_is_changed(book, read):
    texts = ["a_x000B_b", "_x005F_x000D_\n", "_x0041_", "_x0000_", "  both ends\n"]
    [table], _ = read(book(one=[["id"], *([text] for text in texts)]))
    assert [cells for _, cells in rows(table)] == [
        ["a\x0bb"],
        ["_x000D_\n"],
        ["_x0041_"],
        ["_x0000_"],
        ["  both ends\n"],
    ]


def test_a_file_that_is_no_table_in_the_inbox_is_told(starter, workspace, place):
    inbox = starter / "options" / PLACE / "ballots"
    for name in ("README.md", ".DS_Store", "~$weights.xlsx", ".~lock.weights.xlsx#"):
        (inbox / name).write_bytes(b"\x00")
    assert check_inbox(starter, workspace, place) == []
    (inbox / "weights.docx").write_bytes(b"PK")
    (inbox / "returned").mkdir()
    assert [(p.file.rpartition("/")[2], p.line, p.text[:33]) for p in check_inbox(starter, workspace, place)] == [
        ("returned", 0, "Only tables of ballots are read h"),
        ("weights.docx", 0, "Only tables of ballots are read h"),
    ]
