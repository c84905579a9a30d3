"""A hurdle on a figure reads one that is there, that some site could meet, and whose answer may be told."""

import pytest

from appraisal.records.workspace_files import read_workspace

PLACE = "hammersmith-and-fulham"
HURDLES = "criteria/hurdles.yaml"
EVIDENCE = f"options/{PLACE}/evidence.csv"
PLAN = f"options/{PLACE}/place.yaml"


@pytest.fixture
def asking(starter):
    """Add a figure hurdle to the starter, at the end of its hurdles; give the line of its item."""

    def added(item, *ends):
        path = starter / HURDLES
        lines = path.read_text("utf-8").splitlines()
        new = [
            "  - id: figure",
            "    name: A figure",
            "    question: Is it?",
            "    test: figure",
            "    source: cqc-ratings",
        ]
        path.write_text("\n".join([*lines, *new, f"    item: {item}", *(f"    {end}" for end in ends), ""]), "utf-8")
        return len(lines) + len(new) + 1

    return added


def problems(folder):
    return [(problem.file, problem.line, problem.text) for problem in read_workspace(folder)[1]]


def edit(folder, file, old, new):
    text = (folder / file).read_text("utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), "utf-8")
    return text.count("\n", 0, text.index(old)) + 1


@pytest.mark.parametrize("item", ["access.admission-hours", "cost.fixed-a-year", "clinical-fit"])
def test_a_figure_of_a_measure_or_a_panels_score_can_be_asked_for(starter, asking, item):
    asking(item, "at_least: 0")
    assert problems(starter) == []


@pytest.mark.parametrize("item", ["acess.admission-hours", "access", "cultural-fit", "nursing"])
def test_a_figure_that_not_every_place_has_is_told_by_line(starter, asking, item):
    """Access is measured for sets of sites; cultural fit is of one place alone; nursing is an answer."""
    line = asking(item, "at_least: 10")
    [(file, at, text)] = problems(starter)
    assert (file, at) == (HURDLES, line)
    assert text.startswith(f"Hurdle 'figure': '{item}' is no figure of a site, nor a criterion that a panel scores.")


@pytest.mark.parametrize(
    ("item", "end", "said"),
    [
        ("access.admission-hours", "at_least: 200", "since 'access.admission-hours' goes to 168 hours a week."),
        ("access.admission-hours", "at_most: -1", "since 'access.admission-hours' goes to 0 hours a week."),
        ("clinical-fit", "at_least: 101", "since 'clinical-fit' goes to 100 points."),
    ],
)
def test_a_threshold_that_no_site_could_meet_is_told_by_line(starter, asking, item, end, said):
    line = asking(item, end)
    [(file, at, text)] = problems(starter)
    assert (file, at) == (HURDLES, line + 1)
    assert text == f"Hurdle 'figure': no site could pass, {said}"


def test_a_score_of_a_criterion_that_is_switched_off_is_never_given(starter, asking):
    asking("clinical-fit", "at_least: 10")
    line = edit(starter, PLAN, "criteria_off: []", "criteria_off: [clinical-fit]")
    found = [one for one in problems(starter) if "no site could pass" in one[2]]
    assert [(file, at) for file, at, _ in found] == [(PLAN, line)]


def test_a_figure_of_a_criterion_that_is_switched_off_is_still_held_against_its_hurdle(starter, asking):
    asking("access.admission-hours", "at_least: 60")
    edit(starter, PLAN, "criteria_off: []", "criteria_off: [access]")
    held, found = read_workspace(starter)
    assert found == []
    place = held.places[PLACE]
    assert place.figure("amber", "access.admission-hours").value == 126


@pytest.mark.parametrize(
    ("end", "sites"), [("at_most: 320", []), ("at_most: 245", ["elder"]), ("at_least: 260", ["linden"])]
)
def test_a_confidential_figure_may_decide_only_where_its_band_does(starter, asking, end, sites):
    """Elder asks 244 in confidence, published as 200 to 250; Linden 276, published as 250 to 315."""
    asking("cost.bed-day", end)
    rows = (starter / EVIDENCE).read_text("utf-8").splitlines()
    lines = [rows.index(line) + 1 for line in rows for site in sites if line.startswith(f"{site},,cost.bed-day,")]
    found = problems(starter)
    assert [(file, line) for file, line, _ in found] == [(EVIDENCE, line) for line in lines]
    assert all("leaves it open. Whoever is set aside is told why, so make it public" in text for *_, text in found)
