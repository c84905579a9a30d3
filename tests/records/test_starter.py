"""The starter is copied into empty folders only; a new workspace says exactly what has to be filled in."""

import csv

import pytest

from appraisal.errors import OutputError
from appraisal.records.starter import copy_starter, new_workspace, starter_folder
from appraisal.records.workspace_files import open_workspace, read_workspace


def new(folder, place="Kensington and Chelsea", place_id="kensington-and-chelsea"):
    new_workspace(folder, place=place, place_id=place_id, beds=4, as_at="2025-09-01")
    return folder


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_the_copy_is_the_starter_and_nothing_else(starter_once):
    source = starter_folder()
    copied = files(starter_once)
    assert {name.partition("/")[0] for name in copied} == {"workspace.yaml", "criteria", "options", "reports"}
    assert all((starter_once / name).read_bytes() == (source / name).read_bytes() for name in copied)
    assert not any("__pycache__" in name or "/." in name for name in copied)


def test_an_empty_folder_is_taken_and_one_with_something_in_it_is_not(tmp_path):
    (tmp_path / "empty").mkdir()
    copy_starter(tmp_path / "empty")
    assert open_workspace(tmp_path / "empty").settings.illustrative
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / ".hidden").write_text("mine", encoding="utf-8")
    for make in (copy_starter, new):
        with pytest.raises(OutputError, match="has something in it already"):
            make(tmp_path / "full")
    assert files(tmp_path / "full") == [".hidden"]


def test_a_file_in_the_way_is_told(tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OutputError, match="cannot be made"):
            copy_starter(folder)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_new_workspace_says_exactly_what_has_to_be_filled_in(tmp_path):
    _, problems = read_workspace(new(tmp_path / "new"))
    folder = "options/kensington-and-chelsea"
    assert sorted((p.file, p.text) for p in problems) == [
        (f"{folder}/areas.csv", "There are no areas. Add a row for each small area of the place."),
        (f"{folder}/place.yaml", "Key 'deaths_a_year' is missing. Add it."),
        (f"{folder}/place.yaml", "Key 'planned_occupancy' is missing. Add it."),
        (f"{folder}/place.yaml", "Key 'public-transport' is missing. Add it."),
        (f"{folder}/place.yaml", "Key 'stay_days' is missing. Add it."),
        (f"{folder}/place.yaml", "Key 'use_share' is missing. Add it."),
        (f"{folder}/place.yaml", "Key 'ward_round_pounds_a_year' is missing. Add it."),
    ]
    lines = (tmp_path / "new" / folder / "place.yaml").read_text(encoding="utf-8").split("\n")
    holders = {"public-transport": "travel", "use_share": "need", "planned_occupancy": "cost"}
    for problem in problems:
        key = problem.text.split("'")[1] if "'" in problem.text else ""
        if key in holders:
            assert lines[problem.line - 1].startswith(f"{holders[key]}:")


def test_a_new_workspace_holds_once_its_figures_are_filled_in(tmp_path, starter_once):
    folder = new(tmp_path / "new")
    place = folder / "options" / "kensington-and-chelsea"
    text = (place / "place.yaml").read_text(encoding="utf-8")
    figure = "{value: 0.1, source: green-book, as_at: 2022-01-01}"
    bands = "".join(f"    {band}: {figure}\n" for band in ("under_65", "from_65_to_74", "from_75_to_84", "from_85"))
    period = "{walk_and_wait_minutes: 12, km_an_hour: 14, circuity: {low: 1.2, value: 1.35, high: 1.6}, "
    period += "source: green-book, as_at: 2022-01-01}"
    text = text.replace("need:\n", f"need:\n  deaths_a_year:\n{bands}  use_share: {figure}\n")
    text = text.replace("travel:\n", f"travel:\n  public-transport:\n    day: {period}\n    evening: {period}\n")
    text = text.replace("cost:\n", f"cost:\n  planned_occupancy: {figure}\n  ward_round_pounds_a_year: {figure}\n")
    (place / "place.yaml").write_text(f"{text}\nstay_days: {figure}\n", encoding="utf-8")
    areas = (starter_once / "options" / "hammersmith-and-fulham" / "areas.csv").read_text(encoding="utf-8")
    (place / "areas.csv").write_text(areas, encoding="utf-8")
    workspace, problems = read_workspace(folder)
    assert problems == []
    found = workspace.places["kensington-and-chelsea"]
    assert (found.plan.name, found.plan.beds.at_most, found.sites, found.options) == (
        "Kensington and Chelsea",
        4,
        (),
        (),
    )
    assert not workspace.settings.illustrative


def test_a_new_workspace_carries_nothing_that_the_starter_invented(tmp_path):
    folder = new(tmp_path / "new")
    with (folder / "criteria" / "sources.csv").open(encoding="utf-8", newline="") as file:
        sources = list(csv.DictReader(file))
    assert len(sources) > 10
    assert not any("llustrative" in source["title"] or source["id"].startswith("example") for source in sources)
    for name in files(folder):
        if not name.endswith((".md", ".j2")) and not name.startswith("reports/"):
            assert "xample home" not in (folder / name).read_text(encoding="utf-8"), name
    assert not (folder / "criteria" / "hammersmith-and-fulham.yaml").exists()


@pytest.mark.parametrize(
    "name", ['The "Royal" Borough', "A\\B", "Ealing: west", "Brent # north", "Ünité", "NO", "it's"]
)
def test_a_place_may_have_any_name(tmp_path, name):
    folder = new(tmp_path / "new", place=name, place_id="somewhere")
    _, problems = read_workspace(folder)
    assert {p.text for p in problems if "missing" not in p.text} == {
        "There are no areas. Add a row for each small area of the place."
    }
    text = (folder / "options" / "somewhere" / "place.yaml").read_text(encoding="utf-8")
    filled = folder / "options" / "somewhere" / "name.yaml"
    filled.write_text(text.split("\n")[1] + "\n", encoding="utf-8")
    from appraisal.records.yaml_files import read_tree

    assert read_tree(filled, "name.yaml", []).value == {"name": name}
