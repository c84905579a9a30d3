"""The starter is what it says: real totals, invented names, every source given, criteria that do not overlap."""

import csv
import itertools
import json
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from reading import last_findings

from appraisal import open_workspace
from appraisal.analysis.measuring import Measured, Ruler
from appraisal.model.rings import count_inside

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "data" / "nwl"
PLACE = "hammersmith-and-fulham"
FOLDER = ROOT / "options" / PLACE
SCHEMA = ROOT / "docs" / "reference" / "findings.schema.json"
CONTENT = [
    path
    for folder in (ROOT / "criteria", ROOT / "options", ROOT / "workspace.yaml")
    for path in ([folder] if folder.is_file() else sorted(folder.rglob("*")))
    if path.suffix in (".yaml", ".csv")
]
KINDS_OF_HOUSE = {
    "care",
    "home",
    "house",
    "nursing",
    "hospice",
    "residential",
    "the",
    "centre",
    "unit",
    "provider",
    "example",
}
NATURAL = {"court", "lodge", "manor", "grange", "village", "health", "healthcare", "limited", "ltd", "nhs", "trust"}


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def place():
    return open_workspace(ROOT, ballots=False).places[PLACE]


@pytest.fixture(scope="module")
def sources():
    return {row["id"]: row for row in rows(ROOT / "criteria" / "sources.csv")}


def test_the_findings_of_the_demo_have_the_documented_shape(demo_once):
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    path = last_findings(demo_once)
    found = json.loads(path.read_text(encoding="utf-8"))
    assert [error.message for error in validator.iter_errors(found)] == []
    assert not validator.is_valid(found | {"weather": 1})
    assert not validator.is_valid({key: value for key, value in found.items() if key != "options"})


def test_the_areas_add_up_to_the_borough(place):
    assert len(place.areas) == 115
    assert sum(area.population for area in place.areas) == 183_158
    assert sum(area.population_65_plus for area in place.areas) == 18_985
    assert len({area.deprivation_rank for area in place.areas}) == 115


def test_the_script_writes_the_areas_and_the_outline_again_to_the_byte(tmp_path):
    script = shutil.copy(FOLDER / "make_areas.py", tmp_path / "make_areas.py")
    subprocess.run([sys.executable, str(script)], check=True, timeout=60)
    for name in ("areas.csv", "outline.geojson"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()


def test_every_area_lies_inside_the_invented_outline_which_says_that_it_is_invented(place):
    assert len(place.outline) == 1
    assert count_inside(place.outline, [(area.lat, area.lon) for area in place.areas]) == len(place.areas)
    assert place.outline_source.startswith("Invented for this example")


def test_the_starter_is_as_large_as_it_has_to_be(place):
    assert len(place.sites) >= 12
    assert len(place.providers) == 8
    assert {site.setting for site in place.sites} == {"care home", "hospice"}
    assert len(place.options) == 10
    assert {len(option.sites) for option in place.options} == {1, 2, 3}
    assert (len(place.plan.panel), len(place.plan.groups)) == (12, 4)
    assert place.plan.beds.at_least == place.plan.beds.at_most == 5


def test_every_invented_name_says_that_it_is_an_example(place, sources):
    names = [one.name for one in (*place.sites, *place.providers)] + [area.name for area in place.areas]
    assert [name for name in names if not name.startswith("Example ")] == []
    assert {site.standing for site in place.sites} == {"illustrative"}
    invented = [row for row in sources.values() if row["publisher"] == "Invented for this example"]
    assert len(invented) > 10
    assert all(row["title"].startswith("Illustrative: ") for row in invented)
    cited = {row.source for row in place.evidence}
    assert cited <= {row["id"] for row in invented}


def words_of(name):
    return set(re.findall(r"[a-z]+", name.lower())) - KINDS_OF_HOUSE - NATURAL


@pytest.mark.skipif(not REAL.is_dir(), reason=f"the real homes are not here: {REAL}")
def test_no_invented_name_is_that_of_a_real_home_or_its_provider(place):
    homes = rows(REAL / "care_homes.csv") + rows(REAL / "hospices.csv")
    real = {name for home in homes for name in (home["name"], home["provider"]) if name}
    assert len(real) > 20
    real_words = set().union(*(words_of(name) for name in real))
    for one in (*place.sites, *place.providers):
        assert words_of(one.name)
        assert words_of(one.name) & real_words == set(), one.name


@pytest.mark.skipif(not REAL.is_dir(), reason=f"the real homes are not here: {REAL}")
def test_no_real_home_is_named_beside_invented_evidence():
    homes = rows(REAL / "care_homes.csv") + rows(REAL / "hospices.csv")
    real = {home["name"].split(",")[0].lower() for home in homes}
    invented = [FOLDER / name for name in ("sites.yaml", "options.yaml", "evidence.csv")] + sorted(
        FOLDER.glob("ballots/*")
    )
    for path in invented:
        text = path.read_text(encoding="utf-8").lower()
        assert [name for name in real if name in text] == [], path


@pytest.mark.skipif(not REAL.is_dir(), reason=f"the real areas are not here: {REAL}")
def test_no_invented_area_has_the_code_or_name_of_a_real_one(place):
    real = {value for row in rows(REAL / "areas.csv") for value in (row["code"], row["name"])}
    assert len(real) > 1000
    assert {value for area in place.areas for value in (area.code, area.name)} & real == set()


def test_every_source_that_is_cited_is_given(sources):
    cited = set()
    for path in CONTENT:
        if path.suffix == ".yaml":
            cited |= set(re.findall(r"\bsource: ([a-z0-9-]+)", path.read_text(encoding="utf-8")))
        elif path.name == "evidence.csv":
            cited |= {row["source"] for row in rows(path)}
    assert len(cited) > 20
    assert cited - sources.keys() == set()


def test_every_source_has_its_dates_none_of_them_ahead(sources):
    as_at = open_workspace(ROOT, ballots=False).settings.as_at
    for row in sources.values():
        assert row["published"] <= row["read"] <= as_at.isoformat(), row["id"]
        assert date.fromisoformat(row["read"])


def correlation(pairs):
    found = np.array([pair for pair in pairs if None not in pair and not np.isnan(pair).any()], dtype=float)
    assert len(found) > 5
    return abs(np.corrcoef(found.T)[0, 1])


def test_access_and_travel_time_do_not_repeat_each_other_over_options_of_one_and_two_sites(demo_once):
    path = last_findings(demo_once)
    options = json.loads(path.read_text(encoding="utf-8"))["options"]
    assert correlation(
        (option["performance"]["access"]["value"], option["performance"]["travel-time"]["value"])
        for option in options
        if option["performance"] and len(option["sites"]) <= 2
    ) < 0.5  # fmt: skip


def test_access_and_travel_time_do_not_repeat_each_other_over_all_sets_of_one_and_two_sites(place):
    sets = {}
    for sites in (*itertools.combinations(place.sites, 1), *itertools.combinations(place.sites, 2)):
        ranges = [range(site.beds_offered.at_least, site.beds_offered.at_most + 1) for site in sites]
        for split in itertools.product(*ranges):
            if sum(split) == place.plan.beds.at_most:
                beds = dict(zip((site.id for site in sites), split, strict=True))
                sets[str(beds)] = beds
    assert len(sets) > 100
    measured = Measured.of(Ruler.of(place), sets)
    access, travel_time = (measured.performances[criterion].value for criterion in ("access", "travel-time"))
    assert correlation(zip(access, travel_time, strict=True)) < 0.5


def test_the_paper_names_the_overlap_of_access_and_travel_time(demo_once):
    [path] = demo_once.glob("papers/*/options-illustrative.html")
    paper = path.read_text(encoding="utf-8")
    table = paper[paper.index("<caption>Criteria that overlap</caption>") :]
    assert re.search(r"<th[^>]*>Access and Travel time</th>", table[: table.index("</table>")])
