"""Odd workspaces that are sound: each runs, and its paper is written and says what is so."""

import re
import shutil

import plain
import pytest
from reading import words_of

from appraisal.records.runs import latest_run
from appraisal.records.workspace_files import open_workspace

PLACE = "hammersmith-and-fulham"


@pytest.fixture
def papered(appraised_once, tmp_path, process):
    """Run and write the paper of a copy of the appraised starter after some changes to one of its place's files."""

    def make(name, *changes, expression=False, invented=True):
        folder = tmp_path / "odd"
        shutil.copytree(appraised_once, folder)
        path = folder / "options" / PLACE / name
        text = path.read_text(encoding="utf-8")
        for found, put in changes:
            changed = re.sub(found, put, text) if expression else text.replace(found, put)
            assert changed != text
            text = changed
        path.write_text(text, encoding="utf-8")
        if not invented:
            settings = folder / "workspace.yaml"
            changed = settings.read_text(encoding="utf-8").replace("illustrative: true", "illustrative: false")
            settings.write_text(changed, encoding="utf-8")
        for command in (("run", folder, "--samples", "200"), ("papers", folder)):
            done = process(*command)
            assert (done.returncode, done.stderr) == (0, "")
        name = "options-illustrative.html" if invented else "options.html"
        return (folder / "papers" / PLACE / name).read_text(encoding="utf-8")

    return make


def test_sites_that_nobody_has_approached_are_not_named_and_nor_are_their_providers(papered):
    paper = papered("sites.yaml", ("standing: illustrative", "standing: not approached"), invented=False)
    assert "Example ho" not in paper
    assert "Example provider" not in paper
    said = words_of(paper)
    assert "Site 1 (not yet approached)" in said


def test_a_paper_does_not_quote_from_the_last_one_what_may_not_be_named_any_more(demo_once, tmp_path, process):
    folder = tmp_path / "no longer named"
    shutil.copytree(demo_once, folder)
    sites = folder / "options" / PLACE / "sites.yaml"
    text = sites.read_text(encoding="utf-8").replace("standing: illustrative", "standing: not approached")
    sites.write_text(text, encoding="utf-8")
    settings = folder / "workspace.yaml"
    real = settings.read_text(encoding="utf-8").replace("illustrative: true", "illustrative: false")
    settings.write_text(real, encoding="utf-8")
    ran, written = process("run", folder, "--samples", "200"), process("papers", folder)
    assert (ran.returncode, ran.stderr, written.returncode) == (0, "", 0)
    assert "The answer to comment 'c07' seems to name a site that has not been approached" in written.stderr
    assert "Example ho" not in written.stderr
    paper = (folder / "papers" / PLACE / "options.html").read_text(encoding="utf-8")
    changed = words_of(paper).partition("What changed since the last paper")[2]
    assert "or names a site that this one does not name, so its sentences are not held" in changed
    assert re.findall(r"Example (?:ho\w+|provider) [A-Z]\w+", paper) == []


def test_where_every_site_fails_a_hurdle_the_paper_names_it(papered):
    paper = papered("evidence.csv", (r"(\w+),,nursing,meets,", r"\1,,nursing,fails,"), expression=True)
    said = words_of(paper)
    assert "No option is left to rank: each one was set aside or withdrawn." in said
    assert "No combination of sites can supply five beds: the sites that clear every hurdle offer no beds." in said
    assert "Without hurdle 'A nurse day and night' it would be" in said


def test_a_range_of_beds_is_searched_over_all_its_numbers(papered):
    said = words_of(papered("place.yaml", ("beds: 5\n", "beds: {at_least: 4, at_most: 6}\n")))
    assert "between four and six beds" in said
    # Of the seven sites whose figures anybody may know: 477 sets of four, five and six beds, 165 of just five.
    assert "477 in all" in said


def test_a_place_may_switch_cost_off_and_its_paper_says_so(papered):
    assert "Cost is not among the weighted criteria here." in words_of(
        papered("place.yaml", ("criteria_off: []", "criteria_off: [cost]"))
    )


BUDGET = "  budget_pounds: {value: 3300000, source: example-assumptions, as_at: 2025-08-15, note: What there is.}\n"


def test_a_budget_limits_the_search_of_a_place_that_has_switched_cost_off(papered, tmp_path):
    """So that cost counts once: in no total, and in which sets are looked at."""
    off = ("criteria_off: []", "criteria_off: [cost]")
    said = words_of(papered("place.yaml", off, ("\nlimits:\n", f"\nlimits:\n{BUDGET}")))
    place = open_workspace(tmp_path / "odd").places[PLACE]
    assert [row for row in place.evidence if row.item == "cost"] == []
    findings, _ = latest_run(tmp_path / "odd", PLACE)
    for part in (findings, findings["public"]):
        assert [one["id"] for one in part["criteria"]] == [
            "access",
            "clinical-fit",
            "cultural-fit",
            "equity",
            "travel-time",
        ]
        assert 0 < part["search"]["beyond_limits"] < part["search"]["combinations"]
        costs = [plain.cost(place, one["sites"]) for one in part["portfolios"]]
        assert 0 < max(costs) <= 3_300_000
        warned = {one["about"] for one in part["warnings"] if "a budget of £3,300,000" in one["text"]}
        dear = {one.id for one in place.options if plain.cost(place, one.sites) > 3_300_000}
        assert warned >= dear & {one["id"] for one in part["options"] if one["total"]} != set()
        assert not [one for one in part["warnings"] if "cost counts twice" in one["text"]]
    assert "a budget of £3,300,000" in said
    assert "What there is." in said
    assert "Cost is not among the weighted criteria here." in said
    for statement in ("The price is paid by the day and may rise", "takes about ten weeks"):
        assert statement in (tmp_path / "odd" / "options" / PLACE / "evidence.csv").read_text(encoding="utf-8")
        assert statement not in said


def test_a_budget_beside_a_cost_that_is_weighed_is_warned_of_in_the_paper(papered):
    said = words_of(papered("place.yaml", ("\nlimits:\n", f"\nlimits:\n{BUDGET}")))
    assert "Cost is weighed, and a budget limits the search too, so that cost counts twice" in said
    assert "The price is paid by the day and may rise" in said


def test_at_stage_3_no_banner_says_that_nothing_is_decided(papered):
    assert "Nothing is decided" not in papered("place.yaml", ("stage: 2\n", "stage: 3\n"))


def test_sites_that_exist_today_make_business_as_usual_and_stay_out_of_the_ranks(papered):
    said = words_of(papered("sites.yaml", ("existing: false", "existing: true")))
    assert "People go on using the sites that exist today, with no new beds and no new cost." in said
