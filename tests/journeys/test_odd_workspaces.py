"""Odd workspaces that are sound: each runs, and its paper is written and says what is so."""

import re
import shutil

import pytest
from reading import words_of

PLACE = "hammersmith-and-fulham"


@pytest.fixture
def papered(demo_once, tmp_path, process):
    """Run and write the paper of a copy of the demo after some changes to one of its place's files."""

    def make(name, *changes, expression=False, invented=True):
        folder = tmp_path / "odd"
        shutil.copytree(demo_once, folder)
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


def test_at_stage_3_no_banner_says_that_nothing_is_decided(papered):
    assert "Nothing is decided" not in papered("place.yaml", ("stage: 2\n", "stage: 3\n"))


def test_sites_that_exist_today_make_business_as_usual_and_stay_out_of_the_ranks(papered):
    said = words_of(papered("sites.yaml", ("existing: false", "existing: true")))
    assert "People go on using the sites that exist today, with no new beds and no new cost." in said
