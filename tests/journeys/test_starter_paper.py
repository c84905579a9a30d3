"""The starter's own paper, read as a reader would: its words, its numbers, and what it must not give away."""

import json
import re

import pytest
from reading import drawn, forbidden_words_of, known_numbers, last_findings, numbers_of, tree, visible, words_of

from appraisal.model.canonical import plain
from appraisal.model.evidence import band
from appraisal.records.report_files import read_templates, read_wording
from appraisal.records.runs import findings_of, latest_run, runs_of

PLACE = "hammersmith-and-fulham"


@pytest.fixture(scope="session")
def paper(demo_once):
    return (demo_once / "papers" / PLACE / "options-illustrative.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def findings(demo_once):
    path = last_findings(demo_once)
    return json.loads(path.read_text(encoding="utf-8"))


def table(paper, caption):
    """The rows of a table as texts, by what its caption begins with."""
    for found in tree(paper).iter("table"):
        title = found.find("caption")
        if title is not None and " ".join(visible(title).split()).startswith(caption):
            return [[" ".join(visible(cell).split()) for cell in row] for row in found.iter("tr")]
    raise AssertionError(caption)


def test_no_forbidden_word_is_said_of_an_option(paper):
    assert forbidden_words_of(paper) == []


def test_it_says_nothing_is_decided_and_illustrative_before_anything_else(paper):
    said = words_of(paper)
    assert "Nothing is decided" in said[:400]
    assert "llustrative" in said[:400]
    assert "llustrative" in visible(tree(paper).find("head").find("title"))


def test_every_number_is_in_the_public_findings_the_record_or_the_workspaces_words(paper, demo_once, findings):
    _, record = latest_run(demo_once, PLACE)
    templates = {name: text for name, text in read_templates(demo_once).items() if not name.endswith(".css.j2")}
    marks = {name: findings[name] for name in ("run", "fingerprint")}
    known = known_numbers(findings["public"] | marks) | known_numbers(record)
    known |= known_numbers(read_wording(demo_once)) | known_numbers(templates)
    last = findings_of(demo_once, runs_of(demo_once)[0])  # of the paper whose sentences are quoted
    known |= known_numbers(plain(last["public"]))
    assert numbers_of(words_of(paper)) - known == set()


def test_totals_on_the_first_page_are_those_of_the_findings(paper, findings):
    names = {option["name"]: option["total"] for option in findings["public"]["options"] if option["total"]}
    rows = {row[0]: row[1] for row in table(paper, "Options on the weights so far") if row[0] in names}
    assert rows.keys() == names.keys()
    for name, total in names.items():
        low, high = round(total["low"]), round(total["high"])
        assert rows[name] in (f"{low}", f"{low} to {high}"), name


def test_a_confidential_price_appears_nowhere_and_changing_it_within_its_band_changes_no_word(
    paper, demo_once, tmp_path, process, findings
):
    evidence = demo_once / "options" / PLACE / "evidence.csv"
    lines = evidence.read_text(encoding="utf-8").splitlines()
    row = next(line for line in lines if line.startswith("elder,,cost.bed-day"))
    price = row.split(",")[3]
    low, high = band(float(price))
    assert row.split(",")[9] == "no"
    assert float(price) not in numbers_of(words_of(paper))
    full = next(option for option in findings["options"] if option["id"] == "elder-alone")
    public = next(option for option in findings["public"]["options"] if option["id"] == "elder-alone")
    assert full["total"]["value"] is not None
    assert public["total"]["value"] is None
    other = tmp_path / "other"
    assert process("demo", other).returncode == 0
    copy = other / "options" / PLACE / "evidence.csv"
    cells = row.split(",")
    cells[3:6] = [f"{(low + high) / 2:g}", "", ""]
    assert cells[3] != price
    copy.write_text(copy.read_text(encoding="utf-8").replace(row, ",".join(cells)), encoding="utf-8")
    assert process("run", other).returncode == 0
    assert process("papers", other).returncode == 0
    again = (other / "papers" / PLACE / "options-illustrative.html").read_text(encoding="utf-8")
    assert without_marks(again) == without_marks(paper)
    assert again != paper


def test_the_overlap_of_access_and_travel_time_is_named_or_small(paper, findings):
    options = [o for o in findings["options"] if o["status"] == "ranked" and len(o["sites"]) < 3]
    assert len(options) > 4
    named = [row[0] for row in table(paper, "Criteria that overlap")]
    assert "Access and Travel time" in named


def test_the_map_shows_every_site_of_the_findings_by_the_number_of_its_row(paper, findings):
    sites = {site["name"]: site for site in findings["public"]["sites"]}
    rows = table(paper, "Every site, with its number on the map")[1:]
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(sites) + 1)]
    assert {row[1] for row in rows} == sites.keys()
    for _, name, _, _, beds, clears in rows:
        offered = sites[name]["beds_offered"]
        assert [int(part) for part in re.findall(r"\d+", beds)] == sorted({*offered.values()})
        assert (clears in ("yes", "with a condition")) == (sites[name]["status"] == "in"), name
    drawing = drawing_of(paper)
    marks = [visible(mark).strip() for mark in drawn(drawing, "g", "site")]
    assert marks == [row[0] for row in rows]
    names = " ".join(visible(line) for line in drawn(drawing, "text", "name"))
    assert sum(name.removeprefix("Example ") in names for name in sites) > 10


def test_the_map_shows_every_area_and_what_they_need_is_the_need_of_the_place(paper, findings):
    context = findings["public"]["context"]
    assert len(drawn(drawing_of(paper), "circle", "area")) == 115
    assert [area["code"] for area in context["areas"]] == sorted(area["code"] for area in context["areas"])
    need = sum(area["need"] for area in context["areas"])
    assert need == pytest.approx(context["need"]["admissions_a_year"]["value"])


def test_the_map_says_that_it_is_illustrative_and_its_outline_invented(paper):
    assert "Illustrative: invented" in visible(drawing_of(paper))
    assert "Outline: Invented for this example; not the boundary of the borough." in words_of(paper)


def drawing_of(paper):
    return next(svg for svg in drawn(tree(paper), "svg") if svg.get("aria-labelledby") == "map-title map-text")


def test_the_working_group_is_not_said_to_have_designed_the_sites(paper):
    assert "co-design" not in words_of(paper).lower()


def without_marks(paper):
    """A paper without what it says of its run and of the record."""
    text = re.sub(r"\b[0-9a-f]{64}\b", "", paper)
    text = re.sub(r"\b[0-9a-f]{12}\b", "", text)
    text = re.sub(r"\d+ entries", "", text)
    text = re.sub(r"number \d+, entered by", "", text)
    return re.sub(r"last entered \S+|on \d{1,2} \w+ 20\d\d, hash", "", text)
