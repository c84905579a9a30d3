"""CSV is read with file and line for every problem; no cell is guessed."""

from datetime import date

import pytest

from appraisal.records.csv_files import read_rows
from appraisal.records.table_rows import LARGEST_CELL

NAME = "folder/table.csv"


@pytest.fixture
def read(tmp_path):
    """The rows of a text, and the list into which problems go."""

    def reading(text, columns=("id", "figure"), **more):
        path = tmp_path / "table.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        problems = []
        return read_rows(path, NAME, problems, columns=columns, **more), problems

    return reading


def told(problems):
    return [(problem.line, problem.text) for problem in problems]


def test_rows_have_the_line_that_they_start_on(read):
    rows, problems = read('id,figure\na,1\n\nb,"two\nlines"\n\r\nc,3\r\n')
    assert [(row.line, row.text("id")) for row in rows] == [(2, "a"), (4, "b"), (7, "c")]
    assert problems == []


def test_cells_and_columns_are_stripped_and_a_byte_order_mark_goes(read):
    rows, _ = read(b"\xef\xbb\xbf id , figure\n a ,  1 \n")
    assert dict(rows[0].cells) == {"id": "a", "figure": "1"}


def test_columns_may_stand_in_any_order_and_in_quotes(read):
    rows, problems = read('"figure","id"\n1,a\n')
    assert (rows[0].text("id"), problems) == ("a", [])


def test_old_line_ends_are_read(read):
    assert [row.line for row in read("id,figure\ra,1\rb,2\r")[0]] == [2, 3]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 0, "The file is empty. Its first line must be: id,figure."),
        (" \n \n", 0, "The file is empty. Its first line must be: id,figure."),
        ("id;figure\na;1\n", 1, "The columns are not separated by commas. Save it as CSV with commas."),
        ("id\tfigure\na\t1\n", 1, "The columns are not separated by commas. Save it as CSV with commas."),
        ("id,figrue\na,1\n", 1, "Column 'figrue' is not known here. Did you mean 'figure'?"),
        ("id,figure,weather\na,1,2\n", 1, "Column 'weather' is not known here. Take it out."),
        ("id,figure,figure\na,1,1\n", 1, "Column 'figure' is there twice. Keep one of them."),
        ("id\na\n", 1, "Missing: column figure. Add to the header."),
        ("a,1\nb,2\n", 1, "Missing: columns id, figure. Add to the header."),
    ],
)
def test_a_header_that_cannot_be_used_is_told(read, text, line, said):
    rows, problems = read(text)
    assert rows is None
    assert (line, said) in told(problems)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a", "The row has 1 cells; the header has 2. Check the commas."),
        ("a,1,2", "The row has 3 cells; the header has 2. Check the commas."),
        (f"a,{'x' * (LARGEST_CELL + 1)}", "Column 'figure' is longer than 10,000 characters."),
        ('a,"1', "The row cannot be read: unexpected end of data. Check its quotation marks."),
        ('a,"1"2', "The row cannot be read: ',' expected after '\"'. Check its quotation marks."),
    ],
)
def test_a_row_that_cannot_be_read_is_told_with_its_line(read, row, said):
    rows, problems = read(f"id,figure\nfirst,1\n{row}\n")
    assert told(problems) == [(3, said)]
    assert [kept.text("id") for kept in rows] == ["first"]


def test_a_cell_of_ten_million_characters_is_told_and_not_kept(read):
    rows, problems = read(f"id,figure\na,{'x' * 10_000_000}\n")
    assert (rows, [problem.line for problem in problems]) == ([], [2])
    assert len(problems[0].text) < 200


@pytest.mark.parametrize(
    "found",
    ["twelve", "NaN", "nan", "inf", "-inf", "1e999", "1_000", "1,000", "£12", "12%", "0x10", "--1", "1 2", "=1+1"],
)
def test_what_is_not_a_finite_number_is_told(read, found):
    rows, problems = read(f'id,figure\na,"{found}"\n')
    assert rows[0].number("figure") is None
    assert told(problems) == [(2, f"Column 'figure' is '{found}'; a number was expected, such as 12.5.")]


@pytest.mark.parametrize(("found", "number"), [("12.5", 12.5), ("-3", -3.0), ("1e3", 1000.0), ("", None), ("0", 0.0)])
def test_a_number_is_read_and_a_blank_stays_missing(read, found, number):
    rows, problems = read(f"id,figure\na,{found}\n")
    assert (rows[0].number("figure"), problems) == (number, [])


@pytest.mark.parametrize(
    ("limits", "found", "said"),
    [
        ({"at_least": 0}, "-1", "Column 'figure' is -1; at least 0 was expected."),
        ({"at_most": 100}, "101", "Column 'figure' is 101; at most 100 was expected."),
        ({"at_least": 0, "at_most": 100}, "101", "Column 'figure' is 101; at least 0 and at most 100 was expected."),
    ],
)
def test_a_number_outside_its_limits_is_told(read, limits, found, said):
    rows, problems = read(f"id,figure\na,{found}\n")
    assert rows[0].number("figure", **limits) is None
    assert told(problems) == [(2, said)]


def test_a_date_is_year_month_day_and_nothing_else(read):
    rows, problems = read("id,figure\na,2025-09-01\n")
    assert (rows[0].date("figure"), problems) == (date(2025, 9, 1), [])


@pytest.mark.parametrize(
    "found", ["01/09/2025", "2025-9-1", "20250901", "2025-W36-1", "2025-13-01", "459010", "2025-02-30"]
)
def test_another_form_of_date_is_told(read, found):
    rows, problems = read(f"id,figure\na,{found}\n")
    assert rows[0].date("figure") is None
    assert told(problems) == [(2, f"Column 'figure' is '{found}'; a date such as 2025-09-01 was expected.")]


@pytest.mark.parametrize("found", ["45901", "45901.0"])
def test_a_date_that_became_a_number_is_told_with_what_to_do(read, found):
    rows, problems = read(f"id,figure\na,{found}\n")
    assert rows[0].date("figure") is None
    [(line, said)] = told(problems)
    assert line == 2
    assert said.startswith(f"Column 'figure' is '{found}'; a date such as 2025-09-01 was expected. A spreadsheet")


def test_a_header_that_comes_again_is_told_and_is_no_row(read):
    rows, problems = read("id,figure\nid,figure\na,1\n")
    assert [row.text("id") for row in rows] == ["a"]
    assert told(problems) == [(2, "The header is here a second time. Take this row out.")]


def test_a_header_of_a_million_columns_is_refused_at_once(read):
    rows, problems = read("id," * 1_000_000 + "figure\na,1\n")
    assert (rows, told(problems)) == (None, [(1, "There are 1,000,001 columns; at most 200 can be read.")])


def test_more_rows_than_anybody_could_have_made_are_refused(read, monkeypatch):
    monkeypatch.setattr("appraisal.records.table_rows.LARGEST_ROWS", 3)
    assert [row.line for row in read("id,figure\na,1\nb,2\nc,3\n")[0]] == [2, 3, 4]
    rows, problems = read("id,figure\na,1\nb,2\nc,3\nd,4\ne,5\n")
    assert (rows, told(problems)) == (None, [(5, "There are more than 3 rows, which is too many to read.")])


def test_a_blank_where_a_word_is_needed_is_told(read):
    rows, problems = read("id,figure\na,\n")
    assert (rows[0].required("figure"), rows[0].date("figure"), rows[0].one_of("figure", ["x"], "Word")) == (None,) * 3
    assert told(problems) == [(2, "Column 'figure' is blank. Fill it in.")] * 3


def test_a_word_that_is_not_known_is_told_with_the_nearest_or_with_all(read):
    rows, problems = read("id,figure\na,ambre\nb,zzz\n")
    assert [row.one_of("figure", ["amber", "birch"], "Site") for row in rows] == [None, None]
    assert told(problems) == [
        (2, "Site 'ambre' is not known. Did you mean 'amber'?"),
        (3, "Site 'zzz' is not known. Known: amber, birch."),
    ]


def test_a_file_that_is_not_utf_8_has_its_line(read):
    rows, problems = read("id,figure\na,café\n".encode("latin-1"))
    assert (rows, told(problems)) == (None, [(2, "Byte 0xe9 is not UTF-8. Save the file again as UTF-8.")])


def test_a_utf_16_file_is_refused(read):
    rows, problems = read("id,figure\na,1\n".encode("utf-16"))
    assert rows is None
    assert len(problems) == 1


def test_optional_columns_and_those_of_a_known_beginning_are_taken(read):
    rows, problems = read(
        "id,figure,note,group_a\na,1,n,0.5\n", optional=("note",), also=lambda c: c.startswith("group_")
    )
    assert (rows[0].text("note"), rows[0].text("group_a"), problems) == ("n", "0.5", [])


def test_problems_of_rows_are_told_until_nobody_would_read_on(read):
    rows, problems = read("id,figure\n" + "a\n" * 100_000)
    assert (rows, len(problems)) == (None, 10_000)
    rows, problems = read("id,figure\n" + "a,x\n" * 12_000)
    assert {row.number("figure") for row in rows} == {None}
    assert len(problems) == 10_000


@pytest.mark.parametrize("start", [b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")])
def test_a_workbook_that_is_named_csv_is_told_for_what_it_is(read, start):
    rows, problems = read(start + bytes(100))
    assert rows is None
    assert told(problems) == [(0, "This is a workbook, not a text file. Save it as CSV, or name it as what it is.")]
