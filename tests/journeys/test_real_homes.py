"""Real homes with their published facts alone: what has no evidence stays not known, and nothing public names them.

Everything is written to the test's own folder. No paper about a real home is kept anywhere.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from statistics import fmean

import plain
import pytest
import real_places
import yaml
from reading import words_of
from real_places import HURDLES, PLACE, ROOT, appraised, id_of, needs_real_data

pytestmark = needs_real_data


def with_homes(folder, process):
    """Every real home as a site that nobody has approached; each has a source of its own, which names it."""
    homes = real_places.homes()
    real_places.new_place(folder, process, real_places.areas_of())
    publisher = "Care Quality Commission"
    pages = [(f"page-{home.id}", f"Page of {home.name}, {home.postcode}", publisher, "official") for home in homes]
    real_places.add_sources(folder, pages)
    providers = {id_of(home.provider or "not shown"): home.provider or "Provider not shown" for home in homes}
    sites = []
    for home in homes:
        site = {"id": home.id, "name": home.name, "provider": id_of(home.provider or "not shown")}
        site |= {"setting": "care home", "lat": home.lat, "lon": home.lon, "standing": "not approached"}
        site |= {"beds_offered": {"at_least": 1, "at_most": 5}}
        if home.registered_beds is not None:
            site["registered_beds"] = home.registered_beds
        if home.rating:
            rating, day = home.rating
            site["ratings"] = [{"rating": rating, "date": day, "source": f"page-{home.id}"}]
        sites.append(site)
    real_places.write_sites(folder, [{"id": id_, "name": name} for id_, name in providers.items()], sites)
    rated = [home.id for home in nearest_first(homes) if home.rating]
    unrated = next(home.id for home in homes if not home.rating)
    choices = {"near": {rated[0]: 5}, "both-ends": {rated[1]: 3, rated[2]: 2}, "without-a-rating": {unrated: 5}}
    real_places.write_options(folder, choices)
    return folder


def nearest_first(homes):
    """Homes by their mean distance from the borough's areas."""
    points = [(float(area["lat"]), float(area["lon"])) for area in real_places.areas_of()]
    return sorted(homes, key=lambda home: fmean(plain.kilometres(point, (home.lat, home.lon)) for point in points))


@pytest.fixture(scope="module")
def homes_alone(tmp_path_factory, process):
    """Real homes with what is published of them, and no evidence on anything else."""
    return appraised(with_homes(tmp_path_factory.mktemp("homes") / "workspace", process), process)


@pytest.fixture(scope="module")
def rating_alone(tmp_path_factory, process):
    """The same where the one hurdle is the rating, which is published, so that some homes clear it."""
    folder = with_homes(tmp_path_factory.mktemp("rated") / "workspace", process)
    path = folder / "criteria" / "hurdles.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["hurdles"] = [hurdle for hurdle in content["hurdles"] if hurdle["id"] == "rating"]
    real_places.write_yaml(path, content)
    return appraised(folder, process)


def test_the_boroughs_real_areas_and_every_home_with_a_point_are_appraised(homes_alone):
    need = homes_alone.findings["context"]["need"]
    areas = real_places.areas_of()
    assert (need["areas"], need["people"]) == (len(areas), sum(int(area["population"]) for area in areas))
    assert (need["areas"], need["people"], need["people_65_plus"]) == (115, 183_158, 18_985)
    homes = real_places.homes()
    assert homes_alone.sites.keys() == {home.id for home in homes}
    assert len({home.borough for home in homes}) == 8
    # Each row has a point now. One without could not be a site: nothing says where its visitors would go.
    assert len(real_places.lines("care_homes")) - len(homes) == 0


def test_a_home_brings_its_published_facts_and_no_more(homes_alone):
    for home in real_places.homes():
        site = homes_alone.sites[home.id]
        assert (site["lat"], site["lon"], site["registered_beds"]) == (home.lat, home.lon, home.registered_beds)
        rating = site["rating"] and (site["rating"]["rating"], site["rating"]["date"])
        assert rating == home.rating
        unknown = {missing["item"] for missing in site["not_known"]}
        expected = {*real_places.FIGURES, *HURDLES, "clinical-fit", *([] if home.rating else ["rating"])}
        assert unknown == expected
    weak = [home for home in real_places.homes() if None in (home.provider, home.registered_beds, home.rating)]
    assert len(weak) == 3


def test_a_hurdle_that_is_not_known_sets_every_home_and_option_aside(homes_alone):
    assert {site["status"] for site in homes_alone.sites.values()} == {"set aside"}
    for option in homes_alone.options.values():
        assert (option["status"], option["total"], option["rank"]) == ("set aside", None, None)
        assert all("not known" in reason for reason in option["why"])
        assert len(option["why"]) >= len(HURDLES)
    assert homes_alone.findings["ranking"] == []
    assert "no option is left to rank" in homes_alone.said
    assert "No option is left to rank" in words_of(homes_alone.public["options.html"])


def test_the_search_is_empty_and_says_why(homes_alone):
    search = homes_alone.findings["search"]
    assert (search["combinations"], search["sites_used"], homes_alone.findings["portfolios"]) == (0, [], [])
    assert (search["nothing_possible"]["beds_wanted"], search["nothing_possible"]["beds_offered"]) == (5, 0)
    left_out = {row["site"]: row["why"] for row in search["sites_left_out"]}
    assert left_out.keys() == homes_alone.sites.keys()
    assert all("A nurse day and night: not known" in why for why in left_out.values())
    assert "no combination of sites can supply 5 beds" in homes_alone.said
    ask = {row["site"]: row["items"] for row in homes_alone.findings["find_out_first"]}
    assert ask
    assert all("price of a bed-day" in items for items in ask.values())


def test_where_a_home_clears_what_is_asked_its_totals_are_intervals_and_the_ranking_is_ranges(rating_alone):
    ranked = [rating_alone.options[id_] for id_ in rating_alone.findings["ranking"]]
    assert sorted(option["id"] for option in ranked) == ["both-ends", "near"]
    for option in ranked:
        total = option["total"]
        assert total["value"] is None
        assert 0 <= total["low"] < total["high"] <= 100
        assert option["rank"] == {"low": 1, "high": 2}
        for criterion in ("access", "clinical-fit", "cost"):
            assert option["performance"][criterion]["value"] is None
            assert option["value_scores"][criterion] == {"low": 0, "high": 100}
        minutes = option["performance"]["travel-time"]
        assert minutes["low"] < minutes["value"] < minutes["high"]
        assert option["value_scores"]["travel-time"]["low"] == option["value_scores"]["travel-time"]["high"]
    assert rating_alone.findings["portfolios"] == []
    without = {
        row["limit"]: row["beds_offered"] for row in rating_alone.findings["search"]["nothing_possible"]["without"]
    }
    assert without["waiting for what is not known"] == 15
    assert "no option has all its figures, so none is placed" in rating_alone.said
    missing = "hours a week in which it admits, price of a bed-day and set-up cost of building work"
    assert f"most often not known: {missing}\n" in rating_alone.said


def test_only_a_home_without_a_rating_is_set_aside_by_the_rating(rating_alone):
    aside = {id_ for id_, site in rating_alone.sites.items() if site["status"] == "set aside"}
    assert aside == {home.id for home in real_places.homes() if not home.rating}
    assert len(aside) == 1
    option = rating_alone.options["without-a-rating"]
    assert (option["status"], option["total"]) == ("set aside", None)


def test_old_ratings_are_warned_of_with_their_age(homes_alone):
    warned = [warning["about"] for warning in homes_alone.findings["warnings"] if "CQC rating is" in warning["text"]]
    assert sorted(warned) == sorted(home.id for home in real_places.homes() if home.rating)


@pytest.mark.parametrize("workspace", ["homes_alone", "rating_alone"])
def test_nothing_public_names_a_real_home_its_provider_its_postcode_or_its_point(workspace, request):
    found = request.getfixturevalue(workspace)
    secrets = set()
    for home in real_places.homes():
        secrets |= {home.id, home.name, home.provider, home.postcode, id_of(home.provider or ""), str(home.lat)}
    secrets -= {None, ""}
    assert len(secrets) > 50
    for name, text in found.public.items():
        assert [secret for secret in secrets if secret.lower() in text.lower()] == [], name
    assert "Site 1 (not yet approached)" in found.public["options.html"]
    assert {(site["lat"], site["rating"]) for site in found.findings["public"]["sites"]} == {(None, None)}


def test_registered_beds_are_never_beds_offered(homes_alone, tmp_path, process):
    assumed = {"at_least": 1, "at_most": 5}
    for part in (homes_alone.findings, homes_alone.findings["public"]):
        assert all(site["beds_offered"] == assumed for site in part["sites"])
    assert {site["registered_beds"] for site in homes_alone.findings["public"]["sites"]} == {None}
    assert "beds offered" in homes_alone.findings["context"]["title"]  # where the workspace says whose these are
    assert all(option["origin"].startswith("Test assumption") for option in homes_alone.findings["options"])
    folder = Path(shutil.copytree(homes_alone.folder, tmp_path / "nothing-offered"))
    path = folder / "options" / PLACE / "sites.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for site in content["sites"]:
        del site["beds_offered"]
    real_places.write_yaml(path, content)
    told = json.loads(process("run", folder, "--samples", "200", "--json").stdout)
    assert any(site["registered_beds"] for site in told["sites"])
    for site in told["sites"]:
        assert site["beds_offered"] is None
        assert "beds-offered" in {missing["item"] for missing in site["not_known"]}


def test_no_file_of_the_project_names_a_real_home_or_hospice_its_provider_or_its_postcode():
    names = set()
    for row in real_places.lines("care_homes") + real_places.lines("hospices"):
        names |= {row["name"], row["name"].split(",")[0], row["provider"].split(" (")[0], row["postcode"]}
        names |= {row.get("id", "")}
    real = {name.lower() for name in names if name and not name.startswith("not ")}
    assert len(real) > 60
    folders = ("appraisal", "benchmarks", "criteria", "docs", "options", "reports", "tests")
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*")] + list(ROOT.glob("*.*"))
    texts = [path for path in paths if path.is_file() and path.suffix != ".pyc"]
    assert len(texts) > 150
    for path in texts:
        text = path.read_text(encoding="utf-8", errors="replace").lower()
        assert [name for name in real if name in text] == [], path
