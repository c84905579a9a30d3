"""Kinds of broken workspace: each is told by file and line, or sheet and cell; nothing is guessed or written."""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from breaking import (
    PLACE,
    WEIGHTS,
    WORKBOOK,
    becomes,
    change,
    empty,
    link,
    no_workbook,
    put,
    remove,
    replaced,
    tree,
    workbook,
    workbook_part,
)

ROOT = Path(__file__).parents[2]
OPTIONS = f"options/{PLACE}/options.yaml"
PLAN = f"options/{PLACE}/place.yaml"
SITES = f"options/{PLACE}/sites.yaml"
EVIDENCE = f"options/{PLACE}/evidence.csv"
AREAS = f"options/{PLACE}/areas.csv"
CRITERIA = "criteria/criteria.yaml"


AMBER_LAST = "amber,,cost,con,,,,example-return-harbour,"
P01_WEIGHTS = "p01,2025-08-18,90,80,20,50,60,100,,,as now"
AMBER_COST = "amber,,cost.set-up-building,60000,"
BOMB = "\n".join(["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40))])
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;">]>'
OLD_WORKBOOK = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2_000)

# kind: (the file and the edit, what the message says)
WORKSPACES = {
    "wrong type": (
        change(PLAN, "sites_at_most: 3", "sites_at_most: three"),
        "'sites_at_most' is 'three'; a whole number was expected.",
    ),
    "unknown key": (change(PLAN, "sites_at_most: 3", "sites_at_mots: 3"), "Did you mean 'sites_at_most'?"),
    "duplicate id": (change(SITES, "  - id: birch\n", "  - id: amber\n"), "Site 'amber' is here twice."),
    "missing file": (remove(SITES), "This file is missing."),
    "beds that do not add up": (
        change(OPTIONS, "    sites: {damson: 3, birch: 2}", "    sites: {damson: 3, birch: 3}"),
        "Option 'damson-and-birch' gives 6 beds; the place needs 5.",
    ),
    "NaN": (
        change(EVIDENCE, "amber,,cost.set-up-building,60000,", "amber,,cost.set-up-building,NaN,"),
        "Column 'value' is 'NaN'; a number was expected",
    ),
    "NaN in YAML": (
        change(PLAN, "near_tie_points: 2", "near_tie_points: .nan"),
        "'near_tie_points' is '.nan'; a number was expected.",
    ),
    "infinite in YAML": (change(PLAN, "near_tie_points: 2", "near_tie_points: 1e999"), "a finite number was expected"),
    "date after as_at": (
        change(EVIDENCE, AMBER_LAST + "2025-07-24", AMBER_LAST + "2025-10-24"),
        "2025-10-24, is after the workspace's as_at, 2025-09-01",
    ),
    "text in a number": (
        change(EVIDENCE, "amber,,cost.fixed-a-year,18000,", "amber,,cost.fixed-a-year,about 18000,"),
        "Column 'value' is 'about 18000'; a number was expected",
    ),
    "empty YAML file": (empty(OPTIONS), "The file is empty. It must start with 'version: 1'."),
    "empty CSV file": (empty(AREAS), "The file is empty. Its first line must be: code,name,lat,lon,population"),
    "unknown site": (
        change(OPTIONS, "    sites: {amber: 5}", "    sites: {ambre: 5}"),
        "Site 'ambre' is not in sites.yaml. Did you mean 'amber'?",
    ),
    "unknown site in evidence": (
        change(EVIDENCE, "amber,,nursing,meets", "ambre,,nursing,meets"),
        "Site 'ambre' is not known. Did you mean 'amber'?",
    ),
    "anchors reversed": (
        change(
            CRITERIA,
            "      - {performance: 50, value: 0}\n      - {performance: 15, value: 100}",
            "      - {performance: 15, value: 0}\n      - {performance: 50, value: 100}",
        ),
        "anchors reversed: 'lower' is better, so performance must fall from anchor to anchor",
    ),
    "a site over 50 km from every area": (
        change(SITES, "    lat: 51.4930", "    lat: 52.4930"),
        "Site 'amber' is 107 km from the nearest area. Check its lat and lon.",
    ),
    "lettered option": (
        change(OPTIONS, "    name: One home, Amber", "    name: Option B, one home"),
        "options are named or numbered, never lettered: 'Option A' is the approved model of care",
    ),
    # How a file is written
    "UTF-16": (becomes(PLAN, lambda text: text.encode("utf-16"), 1), "Byte 0xff is not UTF-8. Save the file again as"),
    "Windows-1252 with a pound sign": (
        change(EVIDENCE, "Two rooms joined to make a family room", "A room for £60k", encoding="cp1252"),
        "Byte 0xa3 is not UTF-8. Save the file again as UTF-8.",
    ),
    "a zero byte in CSV": (
        change(EVIDENCE, "amber,,nursing,meets", "amber,,nursing,me\0ets"),
        "A zero byte was found, so this is not a text file.",
    ),
    "a control character in YAML": (
        change(PLAN, "sites_at_most: 3", "sites_at_most: 3 # \x1b[2J"),
        "Character 0x1b does not belong in a text. Delete it.",
    ),
    "a workbook named CSV": (
        becomes(AREAS, b"PK\x03\x04" + bytes(300)),
        "This is a workbook, not a text file. Save it as CSV",
    ),
    "a file too large": (becomes(AREAS, b" " * 50_000_001), "The file is 50,000,001 bytes; at most 50 million can be"),
    "a YAML file too large": (
        becomes(OPTIONS, b"#" * 1_000_001),
        "The file is 1,000,001 bytes; at most 1 million can be read.",
    ),
    # What stands where a file should be
    "a folder in place of a file": (replaced(SITES, Path.mkdir), "This is not a file. Put a file of this name here."),
    "a pipe in place of a file": (replaced(EVIDENCE, os.mkfifo), "This is not a file. Put a file of this name here."),
    "a link to a file outside": (
        replaced(SITES, link("../../../aside")),
        "This link leads out of the workspace, and is not followed.",
    ),
    "a link to a folder outside": (
        replaced("criteria", link("/")),
        "This link leads out of the workspace, and is not followed.",
    ),
    "a link to an endless device": (
        replaced(f"options/{PLACE}/travel.csv", link("/dev/zero")),
        "This link leads out of the workspace, and is not followed.",
    ),
    "a link to itself": (replaced(AREAS, link("areas.csv")), "This link leads nowhere. Put the file or folder itself"),
    # YAML
    "a tab in YAML": (
        change(PLAN, "sites_at_most: 3\n", "\tsites_at_most: 3\n"),
        "This is not YAML: found a tab character that violates indentation. Put spaces in place of the tab.",
    ),
    "a tab after a part of YAML": (change(PLAN, "stage: 2\n", "\tstage: 2\n"), "Put spaces in place of the tab."),
    "a key twice": (
        change(PLAN, "sites_at_most: 3", "sites_at_most: 3\nsites_at_most: 4"),
        "Key 'sites_at_most' is here twice. Keep one of them.",
    ),
    "a bomb of aliases": (becomes(OPTIONS, BOMB.encode(), 2), "'*a0' repeats another part. Write it out."),
    "a list that contains itself": (
        change(CRITERIA, "    themes: [what-it-costs]", "    themes: &a [*a]"),
        "'*a' repeats another part. Write it out.",
    ),
    "brackets too deep": (
        change(PLAN, "criteria_off: []", f"criteria_off: {'[' * 100_000}{']' * 100_000}"),
        "This is more than 50 levels deep. Check the brackets.",
    ),
    "marks of a merge left in": (
        change(OPTIONS, "    sites: {amber: 5}", "<<<<<<< HEAD\n    sites: {amber: 5}"),
        "Two versions of this part were merged, and the marks of it are still here.",
    ),
    # CSV
    "two header rows": (
        change(
            AREAS,
            "X01000001,",
            "code,name,lat,lon,population,population_65_plus,population_75_plus,"
            "population_85_plus,deprivation_rank\nX01000001,",
        ),
        "The header is here a second time. Take this row out.",
    ),
    "semicolons between columns": (
        becomes(AREAS, lambda text: text.replace(",", ";").encode(), 1),
        "The columns are not separated by commas. Save it as CSV with commas.",
    ),
    "a quotation mark left open": (
        change(EVIDENCE, "yes,Two rooms joined", 'yes,"Two rooms joined'),
        "The row cannot be read: ',' expected after '\"'. Check its quotation marks.",
    ),
    "a row with more cells than the header": (
        change(AREAS, "X01000001,Example area 001,", "X01000001,Example area 001,,"),
        "The row has 10 cells; the header has 9. Check the commas.",
    ),
    "ten million characters in a cell": (
        change(EVIDENCE, "yes,Two rooms joined", f"yes,{'x' * 10_000_000}Two rooms joined"),
        "The row cannot be read: field larger than field limit",
    ),
    "twenty thousand characters in a cell": (
        change(EVIDENCE, "yes,Two rooms joined", f"yes,{'x' * 20_000}Two rooms joined"),
        "Column 'note' is longer than 10,000 characters.",
    ),
    "a million columns": (
        becomes(AREAS, b"code," * 1_000_000 + b"name\n", 1),
        "There are 1,000,001 columns; at most 200 can be read.",
    ),
    # Figures
    "infinite": (change(EVIDENCE, AMBER_COST, AMBER_COST.replace("60000", "inf")), "Column 'value' is 'inf'; a number"),
    "a formula": (
        change(EVIDENCE, AMBER_COST, AMBER_COST.replace("60000", "=SUM(D2:D9)")),
        "Column 'value' is '=SUM(D2:D9)'; a number was expected",
    ),
    "a comma between thousands": (
        change(EVIDENCE, AMBER_COST, AMBER_COST.replace("60000", '"60,000"')),
        "Column 'value' is '60,000'; a number was expected",
    ),
    "a decimal comma": (
        change(EVIDENCE, AMBER_COST, AMBER_COST.replace("60000", '"60000,50"')),
        "Column 'value' is '60000,50'; a number was expected",
    ),
    "a pound sign": (
        change(EVIDENCE, AMBER_COST, AMBER_COST.replace("60000", "£60000")),
        "Column 'value' is '£60000'; a number was expected",
    ),
    "low, value and high out of order": (
        change(EVIDENCE, AMBER_COST, AMBER_COST.replace("60000", "90000")),
        "low, value and high are not in order.",
    ),
    "another unit": (
        change(EVIDENCE, AMBER_COST + "48000,80000,pounds", AMBER_COST + "48000,80000,thousand pounds"),
        "'cost.set-up-building' is in pounds; the unit given is 'thousand pounds'.",
    ),
    "a date as a number": (
        change(EVIDENCE, AMBER_LAST + "2025-07-24", AMBER_LAST + "45862"),
        "Column 'as_at' is '45862'; a date such as 2025-09-01 was expected. A spreadsheet counts days like this",
    ),
    "a date with the day first": (
        change(EVIDENCE, AMBER_LAST + "2025-07-24", AMBER_LAST + "24/07/2025"),
        "Column 'as_at' is '24/07/2025'; a date such as 2025-09-01 was expected.",
    ),
    "a hurdle answered twice": (
        change(
            EVIDENCE,
            "amber,,ward-round,meets,",
            "amber,,nursing,fails,,,,example-visits,2025-08-01,yes,None at night\namber,,ward-round,meets,",
        ),
        "'nursing' of this site and date is already on line 7. Keep one of them.",
    ),
    "negative beds": (
        change(OPTIONS, "    sites: {amber: 5}", "    sites: {amber: -5}"),
        "'amber' is '-5'; it should be greater than or equal to 1.",
    ),
    "more people aged 75 than aged 65": (
        change(AREAS, "1630,173,88,34", "1630,173,880,34"),
        "'population_75_plus' is 880, more than 'population_65_plus', 173, of which it is a part.",
    ),
    "latitude and longitude swapped": (
        change(SITES, "    lat: 51.4930\n    lon: -0.2245", "    lat: -0.2245\n    lon: 51.4930"),
        "km from the nearest area. Its lat and lon look swapped.",
    ),
    # What files say of one another
    "an id with a capital": (
        change(SITES, "  - id: birch\n", "  - id: Birch\n"),
        "'Birch': an id of lower-case words joined by hyphens was expected",
    ),
    "a site of an unknown provider": (
        change(
            SITES,
            "    provider: harbour\n    setting: care home\n    lat: 51.4930",
            "    provider: harbor\n    setting: care home\n    lat: 51.4930",
        ),
        "Site 'amber': provider 'harbor' is not in 'providers'. Did you mean 'harbour'?",
    ),
    "weights of groups that do not sum to one": (
        change(PLAN, "name: Clinicians, weight: 0.25", "name: Clinicians, weight: 0.35"),
        "their weights add up to 1.1; they must add up to 1",
    ),
    "a criterion switched off that is not there": (
        change(PLAN, "criteria_off: []", "criteria_off: [safty]"),
        "Criterion 'safty' is not in the core.",
    ),
    "an unknown measure": (
        change(CRITERIA, "    measure: access\n", "    measure: acess\n"),
        "Criterion 'access': there is no measure 'acess'. Did you mean 'access'?",
    ),
    "fewest beds above most beds": (
        change(PLAN, "beds: 5\n", "beds: {at_least: 6, at_most: 5}\n"),
        "at_least 6 is more than at_most 5",
    ),
    "a person on the panel twice": (
        change(PLAN, "{person: p02,", "{person: p01,"),
        "Person 'p01' is on the panel twice. Keep one.",
    ),
}
INBOXES = {
    "ballot with no points": (
        change(WEIGHTS, P01_WEIGHTS, "p01,2025-08-18,0,0,0,0,0,0,,,as now"),
        "All points are 0: access, clinical-fit, cost, cultural-fit, equity, travel-time. Give 100 to the swing that",
    ),
    "two ballots of one person": (
        change(WEIGHTS, P01_WEIGHTS, P01_WEIGHTS + "\np01,2025-08-18,10,80,20,50,60,100,,,as now"),
        "A second, different ballot of 'p01' on the same question; the first is on line 2.",
    ),
    "a ballot cast after as_at": (
        change(WEIGHTS, P01_WEIGHTS, "p01,2025-09-18,90,80,20,50,60,100,,,as now"),
        "Cast on 2025-09-18, which is after the workspace's as_at, 2025-09-01.",
    ),
    "a ballot with NaN": (
        change(WEIGHTS, P01_WEIGHTS, "p01,2025-08-18,90,80,20,50,60,nan,,,as now"),
        "Column 'travel-time' is 'nan'; a number was expected",
    ),
    "an empty ballot file": (empty(WEIGHTS), "The file is empty. Its first line must be: person,cast_on,access"),
    "a ballot with points as percentages": (
        change(WEIGHTS, P01_WEIGHTS, P01_WEIGHTS.replace("90", "90%")),
        "Column 'access' is '90%'; a number was expected",
    ),
    "a ballot of nobody on the panel": (
        change(WEIGHTS, P01_WEIGHTS, P01_WEIGHTS.replace("p01", "P01")),
        "Person 'P01' is not on the panel of Hammersmith and Fulham. Did you mean 'p01'?",
    ),
    "a ballot that replaces none": (
        change(WEIGHTS, P01_WEIGHTS, P01_WEIGHTS.replace(",,,", ",yes,,")),
        "A ballot that replaces an earlier one needs its reason, in 'replaces_reason'.",
    ),
    "a pipe in the inbox": (replaced(WEIGHTS, os.mkfifo), "This is not a file."),
    # Workbooks
    "merged cells": (
        workbook("sheet 'weights', cell C2", lambda sheet: sheet.merge_cells("C2:D3")),
        "Cells C2:D3 are merged. Unmerge them, and fill in each.",
    ),
    "a formula in a cell": (
        workbook("sheet 'weights', cell C2", put("C2", "=SUM(D2:F2)")),
        "A formula is never calculated here. Put its value in its place.",
    ),
    "an error in a cell": (
        workbook("sheet 'weights', cell C2", put("C2", "#REF!")),
        "The cell holds the error #REF!. Put the right value in its place.",
    ),
    "a percentage in a cell": (
        workbook("sheet 'weights', cell C2", put("C2", 0.9, "0%")),
        "The cell shows a percentage and holds 0.9.",
    ),
    "a date as a number in a cell": (
        workbook("sheet 'weights', cell B2", put("B2", 45887, "General")),
        "Column 'cast_on' is '45887'; a date such as 2025-09-01 was expected. A spreadsheet counts days like this",
    ),
    "two header rows in a sheet": (
        workbook("sheet 'weights', row 2", lambda sheet: (sheet.insert_rows(2), copy_row(sheet, 1, 2))),
        "The header is here a second time. Take this row out.",
    ),
    "a column twice in a sheet": (
        workbook("sheet 'weights', row 1", put("D1", "access")),
        "Column 'access' is there twice. Keep one of them.",
    ),
    "a sheet of notes": (
        workbook("sheet 'Notes', row 1", lambda sheet: sheet.parent.create_sheet("Notes").append(["Be honest"])),
        "Its columns are those of no kind of ballot",
    ),
    "something in the last row of a sheet": (
        workbook("sheet 'weights'", put("A1048576", "x")),
        "at most 10,000 rows and 100 columns can be read. Delete what is out there.",
    ),
    "ten million characters in a cell of a sheet": (
        workbook_part(
            "xl/worksheets/sheet1.xml",
            lambda text: text.replace(b"<t>p01</t>", b"<t>%s</t>" % (b"x" * 10_000_000)),
            "sheet 'weights', cell A2",
        ),
        "Column 'person' is longer than 10,000 characters.",
    ),
    "entities in a workbook": (
        workbook_part("xl/worksheets/sheet1.xml", lambda text: ENTITIES + text),
        "The workbook defines entities, which can hide anything.",
    ),
    "a workbook that unpacks to gigabytes": (
        workbook_part("xl/media/image1.png", lambda _: bytes(60_000_000)),
        "bytes; at most 50 million can be read. Keep only the sheets of ballots",
    ),
    "a workbook with macros": (
        workbook_part("xl/vbaProject.bin", lambda _: b"Sub AutoOpen()"),
        "The workbook has macros, which are never run. Save it as .xlsx without them.",
    ),
    "a workbook with a password": (
        no_workbook(OLD_WORKBOOK + "EncryptedPackage".encode("utf-16-le")),
        "The workbook has a password. Save it without one.",
    ),
    "CSV named XLSX": (no_workbook(None), "This is not a workbook, whatever its name says."),
    "an old workbook": (no_workbook(OLD_WORKBOOK), "This is an old workbook (.xls). Open it in a spreadsheet"),
    "an old workbook by name": (no_workbook(OLD_WORKBOOK, "weights.xls"), "A .xls file is not read. Save it as an"),
    "half a workbook": (no_workbook(b"PK\x03\x04" + bytes(300)), "The file is damaged. Open it in a spreadsheet"),
}

# Of a group of keys, the line is that of its first: here the criterion that holds the anchors.
LINE_OF = {
    "anchors reversed": "  - id: travel-time",
    "weights of groups that do not sum to one": "groups:",
    "fewest beds above most beds": "beds: {at_least: 6, at_most: 5}",
}

MEMORY_BYTES = 1_500_000_000
GREEDY = [
    "a bomb of aliases",
    "brackets too deep",
    "ten million characters in a cell",
    "a million columns",
    "a file too large",
    "a link to an endless device",
    "a pipe in place of a file",
]
GREEDY_INBOXES = [
    "ten million characters in a cell of a sheet",
    "a workbook that unpacks to gigabytes",
    "entities in a workbook",
    "something in the last row of a sheet",
    "a pipe in the inbox",
]


def copy_row(sheet, of, to):
    for cell in sheet[of]:
        sheet.cell(to, cell.column, cell.value)


def line_of(folder, file, kind, edit):
    if kind in LINE_OF:
        edit(folder)
        return (folder / file).read_text(encoding="utf-8").split("\n").index(LINE_OF[kind]) + 1
    return edit(folder)


def told_at(text, file, line):
    """What a report says of one line of one file, or of one place in a workbook."""
    blocks = re.split(r"\n(?=\S)", text)
    block = next((block for block in blocks if block.split("\n")[0].endswith(file)), "")
    where = line if isinstance(line, str) else f"line {line}" if line else "the file"
    return [said[len(where) + 4 :] for said in block.split("\n")[1:] if said.startswith(f"  {where}  ")]


def refused(answer, code, file, line, message):
    assert answer.code == code, answer
    assert answer.out == ""
    assert "Traceback" not in answer.err
    said = told_at(answer.err, file, line)
    assert any(message in text for text in said), answer.err


@pytest.fixture
def inbox():
    def files(folder):
        return sorted((folder / "options" / PLACE / "ballots").iterdir())

    return files


def test_there_are_at_least_forty_kinds():
    assert len(WORKSPACES) + len(INBOXES) >= 40


@pytest.mark.parametrize("kind", WORKSPACES)
def test_a_broken_workspace_is_told_by_file_and_line_and_nothing_is_written(kind, appraised, command, inbox):
    (file, edit), message = WORKSPACES[kind]
    line = line_of(appraised, file, kind, edit)
    before = tree(appraised)
    for arguments in (
        ["check", appraised],
        ["run", appraised, "--as", "Jo Smith"],
        ["papers", appraised],
        ["import", *inbox(appraised), "-w", appraised, "--as", "Jo Smith"],
    ):
        refused(command(*arguments), 3, file, line, message)
        assert tree(appraised) == before


@pytest.mark.parametrize("kind", INBOXES)
def test_a_broken_ballot_is_told_by_file_and_line_and_no_ledger_is_made(kind, starter, command, inbox):
    (file, edit), message = INBOXES[kind]
    line = line_of(starter, file, kind, edit)
    before = tree(starter)
    refused(command("check", starter), 3, file, line, message)
    assert tree(starter) == before
    refused(command("import", *inbox(starter), "-w", starter, "--as", "Jo Smith"), 4, file, line, message)
    assert tree(starter) == before


@pytest.mark.parametrize("kind", INBOXES)
def test_a_broken_ballot_leaves_a_ledger_as_it_was(kind, appraised, command):
    (file, edit), message = INBOXES[kind]
    line = line_of(appraised, file, kind, edit)
    before = tree(appraised)
    refused(command("import", appraised / file, "-w", appraised, "--as", "Jo Smith"), 4, file, line, message)
    assert tree(appraised) == before


@pytest.mark.parametrize("kind", ["wrong type", "missing file", "NaN", "anchors reversed"])
def test_a_broken_workspace_is_told_the_same_in_a_process_of_its_own(kind, starter, process):
    (file, edit), message = WORKSPACES[kind]
    line = line_of(starter, file, kind, edit)
    before = tree(starter)
    done = process("check", cwd=starter)
    assert (done.returncode, done.stdout) == (3, "")
    assert "Traceback" not in done.stderr
    assert any(message in text for text in told_at(done.stderr, file, line)), done.stderr
    assert tree(starter) == before


def test_an_unbroken_workspace_is_sound(starter, command):
    answer = command("check", starter, "-q")
    assert answer.code == 0
    assert answer.out == "The workspace is sound.\n"


def test_every_problem_of_every_file_is_told_together_by_file_and_line(starter, command):
    broken = ("wrong type", "NaN", "text in a number", "lettered option", "missing file")
    told = []
    for kind in broken:
        (file, edit), message = WORKSPACES[kind]
        told.append((file, line_of(starter, file, kind, edit), message))
    answer = command("check", starter)
    assert answer.code == 3
    for file, line, message in told:
        assert any(message in text for text in told_at(answer.err, file, line)), (file, line, answer.err)
    files = re.findall(r"^(\S*[/.]\S*)$", answer.err, flags=re.MULTILINE)
    assert files == sorted(files)
    assert len(files) == len(set(files)) == len({file for file, _, _ in told})


def test_a_problem_of_a_ballot_in_the_inbox_is_named_as_the_workspace_knows_its_file(starter, process):
    (file, edit), _ = INBOXES["ballot with no points"]
    edit(starter)
    shutil.copytree(starter, starter.parent / "elsewhere" / "workspace")
    for folder in ("workspace", "elsewhere/workspace"):
        done = process("check", folder, cwd=starter.parent)
        assert done.returncode == 3
        assert done.stderr.split("\n")[2] == Path(file).as_posix()


def bounded(*arguments, cwd):
    """Run a command with no more memory than a small machine has, and no longer than a person waits."""

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))

    return subprocess.run(
        [sys.executable, "-m", "appraisal", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "OPENBLAS_NUM_THREADS": "1"},
        cwd=cwd,
        timeout=60,
        check=False,
        preexec_fn=limit,
    )


@pytest.mark.parametrize("kind", [*GREEDY, *GREEDY_INBOXES])
def test_a_greedy_file_is_refused_in_bounded_memory_and_time(kind, starter):
    (file, edit), message = (WORKSPACES | INBOXES)[kind]
    line = line_of(starter, file, kind, edit)
    before = tree(starter)
    done = bounded("check", cwd=starter)
    assert (done.returncode, done.stdout) == (3, ""), done.stderr
    assert "Traceback" not in done.stderr
    assert any(message in text for text in told_at(done.stderr, file, line)), done.stderr[:2_000]
    assert tree(starter) == before


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        (AREAS, lambda text: text.split("\n")[0] + "\n" + "a\n" * 24_000_000, "The row has 1 cells; the header has 9."),
        (
            AREAS,
            lambda text: text.split("\n")[0] + "\n" + "ab,c,1,1,1,1,1,1,1\n" * 2_000_000,
            "There are more than 500,000",
        ),
        (
            PLAN,
            lambda text: text + "".join(f"k{number}: 1\n" for number in range(80_000)),
            "Key 'k0' is not known here.",
        ),
        (PLAN, lambda text: f"a: [{'b,' * 490_000}]\n", "Key 'version' is missing."),
    ],
    ids=["short rows", "many rows", "unknown keys", "many items"],
)
def test_a_large_file_of_small_parts_is_refused_in_bounded_memory_and_time(file, text, message, starter):
    path = starter / file
    path.write_text(text(path.read_text(encoding="utf-8")), encoding="utf-8")
    done = bounded("check", cwd=starter)
    assert done.returncode == 3, done.stderr[:2_000]
    assert "Traceback" not in done.stderr
    assert message in done.stderr


def test_a_file_that_the_system_refuses_to_open_is_told(starter, command, monkeypatch):
    opened = Path.read_bytes

    def refuse(path):
        if path.name == "sites.yaml":
            raise PermissionError(13, "Permission denied")
        return opened(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    refused(command("check", starter), 3, SITES, 0, "It cannot be read: Permission denied.")


@pytest.mark.skipif(os.geteuid() == 0, reason="everything can be read by root")
def test_a_file_that_may_not_be_read_is_told(starter, command):
    (starter / SITES).chmod(0)
    refused(command("check", starter), 3, SITES, 0, "It cannot be read: Permission denied.")


def test_files_as_excel_writes_them_are_sound(starter, command, inbox):
    """With a byte-order mark, carriage returns, every cell in quotes: none of it changes what is said."""
    for path in (starter / EVIDENCE, starter / AREAS, starter / SITES, starter / PLAN, *inbox(starter)):
        text = path.read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8-sig", newline="\r\n")
    assert command("check", starter, "-q").out == "The workspace is sound.\n"
    taken = command("import", *inbox(starter), "-w", starter)
    assert (taken.code, taken.err) == (0, "")


def test_two_files_of_one_content_in_the_inbox_are_sound_and_taken_once(starter, command, inbox):
    shutil.copy(starter / WEIGHTS, (starter / WEIGHTS).with_name("weights again.csv"))
    assert command("check", starter, "-q").code == 0
    assert "11 weights" in command("import", *inbox(starter), "-w", starter).out


def test_a_problem_of_a_workbook_is_told_to_a_machine_with_its_place(starter, command):
    (_, edit), message = INBOXES["a formula in a cell"]
    edit(starter)
    answer = command("check", starter, "--json")
    assert answer.code == 3
    [problem] = json.loads(answer.out)["problems"]
    assert problem == {"file": WORKBOOK, "line": 2, "where": "sheet 'weights', cell C2", "text": message}
