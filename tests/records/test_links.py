"""A link in a workspace leads to a file inside it; any other is refused by name and not followed."""

import pytest

from appraisal.records.links import links_astray
from appraisal.records.workspace_files import read_workspace

PLACE = "options/hammersmith-and-fulham"
OUT = "This link leads out of the workspace, and is not followed."


@pytest.fixture
def outside(tmp_path):
    """A folder beside the workspace, whose name begins like its own."""
    folder = tmp_path / "workspace-of-another"
    folder.mkdir()
    (folder / "sites.yaml").write_text("secret\n", encoding="utf-8")
    return folder


def told(starter):
    return [(problem.file, problem.line, problem.text.split(". ")[0] + ".") for problem in links_astray(starter)]


def test_a_workspace_without_links_has_none_astray(starter):
    assert told(starter) == []


@pytest.mark.parametrize("relative", [True, False])
def test_a_link_to_a_file_outside_is_refused_and_nothing_of_it_is_told(starter, outside, relative):
    path = starter / PLACE / "sites.yaml"
    path.unlink()
    path.symlink_to("../../../workspace-of-another/sites.yaml" if relative else outside / "sites.yaml")
    assert path.read_text(encoding="utf-8") == "secret\n"
    workspace, problems = read_workspace(starter)
    assert workspace is None
    assert [(problem.file, problem.text[: len(OUT)]) for problem in problems] == [(f"{PLACE}/sites.yaml", OUT)]


@pytest.mark.parametrize("name", ["options", "criteria", "reports", f"{PLACE}/ballots", "options/elsewhere"])
def test_a_link_to_a_folder_outside_is_refused_and_not_walked(starter, outside, name):
    if (starter / name).exists():
        (starter / name).rename(starter / "aside")
    (starter / name).symlink_to(outside)
    (outside / "nowhere").symlink_to("nothing")
    assert told(starter) == [(name, 0, OUT)]


def test_a_link_to_a_folder_inside_is_refused_since_nobody_would_see_what_is_in_it(starter):
    (starter / "options" / "again").symlink_to("..")
    assert told(starter) == [("options/again", 0, "A link to a folder is not followed.")]


def test_links_to_one_another_and_to_nothing_lead_nowhere(starter):
    for name, target in (("one", "two"), ("two", "one"), ("three", "none.csv")):
        (starter / "criteria" / name).symlink_to(target)
    assert sorted(told(starter)) == [
        (f"criteria/{name}", 0, "This link leads nowhere.") for name in ("one", "three", "two")
    ]


def test_a_link_to_a_file_inside_is_read_and_the_workspace_may_itself_be_a_link(starter, tmp_path):
    (starter / "criteria" / "sources.csv").rename(starter / "kept.csv")
    (starter / "criteria" / "sources.csv").symlink_to("../kept.csv")
    (tmp_path / "link").symlink_to(starter)
    for folder in (starter, tmp_path / "link"):
        workspace, problems = read_workspace(folder)
        assert (workspace is not None, problems) == (True, [])
