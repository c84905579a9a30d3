"""Fifteen kinds of broken workspace: each is told by file and line, nothing is guessed and nothing is written."""

import re
import shutil
from pathlib import Path

import pytest

PLACE = "hammersmith-and-fulham"
OPTIONS = f"options/{PLACE}/options.yaml"
PLAN = f"options/{PLACE}/place.yaml"
SITES = f"options/{PLACE}/sites.yaml"
EVIDENCE = f"options/{PLACE}/evidence.csv"
AREAS = f"options/{PLACE}/areas.csv"
WEIGHTS = f"options/{PLACE}/ballots/weights.csv"
CRITERIA = "criteria/criteria.yaml"


def change(file, old, new):
    """An edit of one line: the broken line's number and the edit itself."""

    def edit(folder):
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
        line = text.count("\n", 0, text.index(old) + (len(old) - len(old.lstrip("\n")))) + 1
        path.write_text(text.replace(old, new), encoding="utf-8")
        return line + new.count("\n") - old.count("\n") if new.startswith(old) else line

    return file, edit


def empty(file):
    def edit(folder):
        (folder / file).write_text("", encoding="utf-8")
        return 0

    return file, edit


def remove(file):
    def edit(folder):
        (folder / file).unlink()
        return 0

    return file, edit


AMBER_LAST = "amber,,cost,con,,,,example-return-harbour,"
P01_WEIGHTS = "p01,2025-08-18,90,80,20,50,60,100,,"

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
}
INBOXES = {
    "ballot with no points": (
        change(WEIGHTS, P01_WEIGHTS, "p01,2025-08-18,0,0,0,0,0,0,,"),
        "No criterion has any points. Give 100 to the swing that matters most.",
    ),
    "two ballots of one person": (
        change(WEIGHTS, P01_WEIGHTS, P01_WEIGHTS + "\np01,2025-08-18,10,80,20,50,60,100,,"),
        "A second, different ballot of 'p01' on the same question; the first is on line 2.",
    ),
    "a ballot cast after as_at": (
        change(WEIGHTS, P01_WEIGHTS, "p01,2025-09-18,90,80,20,50,60,100,,"),
        "Cast on 2025-09-18, which is after the workspace's as_at, 2025-09-01.",
    ),
    "a ballot with NaN": (
        change(WEIGHTS, P01_WEIGHTS, "p01,2025-08-18,90,80,20,50,60,nan,,"),
        "Column 'travel-time' is 'nan'; a number was expected",
    ),
    "an empty ballot file": (empty(WEIGHTS), "The file is empty. Its first line must be: person,cast_on,access"),
}

# Of a group of keys, the line is that of its first: here the criterion that holds the anchors.
LINE_OF = {"anchors reversed": "  - id: travel-time"}


def tree(folder):
    """Every file and folder below a folder, with every byte."""
    return {path.relative_to(folder): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def line_of(folder, file, kind, edit):
    if kind in LINE_OF:
        edit(folder)
        return (folder / file).read_text(encoding="utf-8").split("\n").index(LINE_OF[kind]) + 1
    return edit(folder)


def told_at(text, file, line):
    """What a report says of one line of one file."""
    blocks = re.split(r"\n(?=\S)", text)
    block = next((block for block in blocks if block.split("\n")[0].endswith(file)), "")
    where = f"line {line}" if line else "the file"
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
        return sorted((folder / "options" / PLACE / "ballots").glob("*.csv"))

    return files


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
