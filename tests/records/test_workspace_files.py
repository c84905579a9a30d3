"""A workspace is read whole: every problem of every file together, every file by its hash, nothing by its order."""

import hashlib
import random
from dataclasses import replace

import pytest

from appraisal.errors import WorkspaceError
from appraisal.records.workspace_files import open_workspace, read_workspace

PLACE = "hammersmith-and-fulham"
FOLDER = f"options/{PLACE}"


def edit(folder, file, *changes):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def break_many(folder):
    """Break seven lines of six files."""
    edit(folder, "workspace.yaml", ("source: programme-material", "source: programme-materiel"))
    edit(folder, "criteria/criteria.yaml", ("    themes: [what-it-costs]", "    themes: [what-it-cost]"))
    edit(folder, "criteria/sources.csv", (",official,,", ",offical,,"))
    edit(folder, f"{FOLDER}/place.yaml", ("stage: 2", "stage: two"))
    edit(folder, f"{FOLDER}/sites.yaml", ("lat: 51.4930", "lat: north"))
    edit(folder, f"{FOLDER}/evidence.csv", (",126,", ",half,"), (",60000,", ",sixty,"))


def test_every_problem_of_every_file_is_told_at_once_in_order_of_file_and_line(starter):
    break_many(starter)
    with pytest.raises(WorkspaceError) as refusal:
        open_workspace(starter)
    found = sorted(refusal.value.problems)
    assert len(found) >= 7
    assert {problem.file for problem in found} >= {
        "workspace.yaml",
        "criteria/criteria.yaml",
        "criteria/sources.csv",
        f"{FOLDER}/place.yaml",
        f"{FOLDER}/sites.yaml",
        f"{FOLDER}/evidence.csv",
    }
    text = str(refusal.value)
    assert text.startswith(f"{len(found)} problems in this workspace\n\n")
    files, lines = [], {}
    for line in text.split("\n")[2:]:
        if line.startswith("  line "):
            lines[files[-1]].append(int(line.split()[1]))
        elif not line.startswith("  "):
            files.append(line)
            lines[line] = []
    assert files == sorted(files)
    assert all(numbers == sorted(numbers) and numbers for numbers in lines.values())


def test_one_problem_is_counted_as_one(starter):
    edit(starter, f"{FOLDER}/place.yaml", ("stage: 2", "stage: two"))
    with pytest.raises(WorkspaceError, match=r"^1 problem in this workspace\n"):
        open_workspace(starter)


@pytest.mark.parametrize("file", ["sites.yaml", "options.yaml", "place.yaml", "areas.csv", "evidence.csv"])
def test_a_missing_file_of_a_place_hides_no_problem_of_another(starter, file):
    (starter / FOLDER / file).unlink()
    edit(starter, "workspace.yaml", ("source: programme-material", "source: programme-materiel"))
    _, problems = read_workspace(starter)
    told = {(problem.file, problem.line) for problem in problems}
    assert (f"{FOLDER}/{file}", 0) in told
    assert any(name == "workspace.yaml" and line for name, line in told)


def test_a_folder_without_a_workspace_says_what_to_do(tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(WorkspaceError, match="Name the folder that has one, or make one: appraisal new"):
            open_workspace(folder)


def test_a_workspace_without_places_is_told(starter):
    (starter / "options").rename(starter / "opinions")
    assert [p.text[:22] for p in read_workspace(starter)[1]] == ["This folder is missing"]
    (starter / "options").mkdir()
    assert [p.text[:23] for p in read_workspace(starter)[1]] == ["There is no place here."]


def test_a_place_whose_folder_is_no_id_is_told(starter):
    (starter / "options" / "Somewhere Else").mkdir()
    _, problems = read_workspace(starter)
    assert [(p.file, p.line) for p in problems] == [("options/Somewhere Else", 0)]


def test_every_file_that_was_read_is_named_by_its_hash(starter):
    files = open_workspace(starter).files
    assert list(files) == sorted(files)
    assert set(files) == {
        "workspace.yaml",
        "criteria/criteria.yaml",
        "criteria/hurdles.yaml",
        "criteria/sources.csv",
        "reports/wording.yaml",
        f"criteria/{PLACE}.yaml",
        *(f"{FOLDER}/{name}.yaml" for name in ("place", "sites", "options")),
        *(f"{FOLDER}/{name}" for name in ("evidence.csv", "areas.csv", "outline.geojson")),
    }
    for name, sha256 in files.items():
        assert sha256 == hashlib.sha256((starter / name).read_bytes()).hexdigest()


def test_the_order_of_rows_changes_nothing_but_hashes(starter):
    before = open_workspace(starter)
    draw = random.Random(7)
    for name in (f"{FOLDER}/evidence.csv", f"{FOLDER}/areas.csv", "criteria/sources.csv"):
        path = starter / name
        header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        draw.shuffle(rows)
        path.write_text("".join([header, *rows]), encoding="utf-8")
    after = open_workspace(starter)
    assert after.files != before.files
    assert after.sources == before.sources
    assert list(after.sources) == list(before.sources)
    for one, other in zip(before.places.values(), after.places.values(), strict=True):
        placeless = [
            replace(place, evidence=tuple(replace(row, line=0) for row in place.evidence)) for place in (one, other)
        ]
        assert placeless[0] == placeless[1]


def test_a_place_adds_its_own_criterion_to_the_core(starter):
    place = open_workspace(starter).places[PLACE]
    assert place.own_criteria == ("cultural-fit",)
    assert [criterion.id for criterion in place.criteria] == [
        *("access", "clinical-fit", "cost", "cultural-fit", "equity", "travel-time"),
    ]


def test_a_site_called_no_is_a_site(starter):
    for file in ("sites.yaml", "options.yaml"):
        text = (starter / FOLDER / file).read_text(encoding="utf-8")
        text = text.replace("- id: nettle", "- id: no").replace("Example home Nettle", "NO")
        (starter / FOLDER / file).write_text(text, encoding="utf-8")
    rows = (starter / FOLDER / "evidence.csv").read_text(encoding="utf-8").replace("\nnettle,", "\nno,")
    (starter / FOLDER / "evidence.csv").write_text(rows, encoding="utf-8")
    place = open_workspace(starter).places[PLACE]
    assert place.site("no").name == "NO"
    assert any(row.site == "no" for row in place.evidence)


def test_a_file_that_is_too_large_is_told_and_not_read(starter):
    path = starter / FOLDER / "areas.csv"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    _, problems = read_workspace(starter)
    assert ("The file is 60,000,000 bytes; at most 50 million can be read.") in [p.text for p in problems]
