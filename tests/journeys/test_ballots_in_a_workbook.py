"""A panel's ballots come back as one workbook: they say what the same ballots say as CSV."""

import json

import openpyxl
import pytest
from breaking import PLACE, cells


@pytest.fixture
def workbook(starter):
    """The starter's ballots, cell by cell, with a sheet for each file."""
    made = openpyxl.Workbook()
    for path in sorted((starter / "options" / PLACE / "ballots").glob("*.csv")):
        sheet = made.create_sheet(path.stem)
        for row in cells(path):
            sheet.append(row)
        path.unlink()
    path = starter / "options" / PLACE / "ballots" / "Panel, 21 August.xlsx"
    made.save(path)
    return path


def ballots_read(folder, process):
    ran = process("run", folder, "--samples", "500", "-q")
    assert (ran.returncode, ran.stderr) == (0, "")
    runs = sorted((folder / "runs" / PLACE).glob("*/findings.json"))
    return json.loads(runs[-1].read_text(encoding="utf-8"))["inputs"]["ballots"]


def test_one_workbook_gives_the_same_ballots_as_the_files_of_csv(appraised, starter, workbook, process):
    sheets = openpyxl.load_workbook(workbook)
    assert sheets.sheetnames == ["Sheet", "interests", "scores", "weights"]
    assert sheets["weights"]["C2"].value == 90
    assert sheets["weights"]["B2"].is_date
    checked = process("check", starter, "-q")
    assert (checked.returncode, checked.stderr) == (0, "")
    taken = process("import", workbook, "-w", starter)
    assert (taken.returncode, taken.stderr) == (0, "")
    assert "12 interests, 11 weights, 308 scores" in taken.stdout
    assert ballots_read(starter, process) == ballots_read(appraised, process)


def test_a_workbook_with_one_wrong_cell_is_taken_not_at_all(starter, workbook, process):
    made = openpyxl.load_workbook(workbook)
    made["scores"]["E9"] = "=AVERAGE(E2:E8)"
    made.save(workbook)
    refused = process("import", workbook, "-w", starter)
    assert (refused.returncode, refused.stdout) == (4, "")
    assert refused.stderr.startswith("Nothing was taken: 1 problem in 1 file\n")
    assert "  sheet 'scores', cell E9  A formula is never calculated here." in refused.stderr
    assert not (starter / "ledger.sqlite3").exists()
