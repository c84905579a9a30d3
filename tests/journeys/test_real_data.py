"""The engine on open data: real areas, real homes with their published facts alone, real journey times.

Everything is written to the test's own folder. No paper with a real home's name is kept anywhere.
"""

from __future__ import annotations

import html
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import building
import numpy as np
import plain
import pytest
import real_places
import yaml
from reading import words_of
from real_places import BOROUGH, GROUPS, HURDLES, OURS, PEOPLE, PLACE, needs_real_data

from appraisal import open_workspace
from appraisal.measures.straight_line import kilometres, minutes

pytestmark = needs_real_data
CENTRES = range(4, 115, 14)  # every fourteenth area lends its centre to an anonymous site
CHOICES = {
    "one": {"site-4": 5},
    "two": {"site-2": 3, "site-7": 2},
    "two-others": {"site-1": 2, "site-5": 3},
    "three": {"site-1": 2, "site-4": 2, "site-8": 1},
}


@dataclass(frozen=True)
class Appraised:
    """A workspace after check, import, run and papers.

    Attributes:
        said: what `appraisal run` answered.
        public: by name, everything that anybody may read: the public findings and each paper, as text.
    """

    folder: Path
    findings: dict
    said: str
    public: dict[str, str]

    @property
    def options(self):
        return {option["id"]: option for option in self.findings["options"]}

    @property
    def sites(self):
        return {site["id"]: site for site in self.findings["sites"]}


def appraised(folder, process):
    """The whole way, by the commands."""
    inbox = sorted((folder / "options" / PLACE / "ballots").glob("*.csv"))
    answers = {}
    for command in (
        ("check", folder),
        ("import", *inbox, "-w", folder),
        ("run", folder, "--samples", "200"),
        ("papers", folder),
        ("papers", folder, "--format", "csv"),
    ):
        answers[command[0]] = done = process(*command)
        assert (done.returncode, done.stderr) == (0, ""), command[0]
    assert "The workspace is sound." in answers["check"].stdout
    [path] = folder.glob("runs/*/*/findings.json")
    findings = json.loads(path.read_text(encoding="utf-8"))
    papers = {path.name: html.unescape(path.read_text(encoding="utf-8")) for path in folder.glob("papers/*/*")}
    assert len(papers) == 4
    public = papers | {"findings": json.dumps(findings["public"], ensure_ascii=False)}
    return Appraised(folder, findings, answers["run"].stdout, public)


def id_of(name):
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


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


@pytest.fixture(scope="module")
def anonymous(tmp_path_factory, process):
    """Eight anonymous sites at the centres of real areas, everything known, invented by the test."""
    folder = real_places.new_place(tmp_path_factory.mktemp("anonymous") / "workspace", process, real_places.areas_of())
    areas = real_places.areas_of()
    real_places.anonymous_sites(folder, [(float(areas[i]["lat"]), float(areas[i]["lon"])) for i in CENTRES])
    real_places.write_options(folder, CHOICES)
    return appraised(folder, process)


# Real homes, published facts alone


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


# Anonymous sites at real points, everything known


def test_anonymous_sites_at_real_points_with_everything_known_are_fully_ranked(anonymous):
    totals = []
    for rank, id_ in enumerate(anonymous.findings["ranking"], start=1):
        option = anonymous.options[id_]
        total = option["total"]
        assert total["low"] == total["high"] == total["value"]
        assert (option["rank"], option["not_known"]) == ({"low": rank, "high": rank}, [])
        totals.append(total["value"])
    assert len(totals) == len(CHOICES)
    assert totals == sorted(totals, reverse=True)
    assert anonymous.findings["search"]["nothing_possible"] is None
    assert anonymous.findings["search"]["sites_left_out"] == []
    portfolios = [found["total"]["value"] for found in anonymous.findings["portfolios"]]
    assert len(portfolios) == 10
    assert portfolios == sorted(portfolios, reverse=True)
    assert portfolios[0] >= totals[0]
    assert anonymous.findings["public"] is None  # nothing here is held back


def test_a_second_run_finds_the_same_to_the_byte(anonymous, tmp_path, process):
    folder = Path(shutil.copytree(anonymous.folder, tmp_path / "again"))
    [first] = folder.glob("runs/*/*/findings.json")
    before = first.read_bytes()
    first.unlink()
    assert process("run", folder, "--samples", "200", "-q").stdout.strip() == anonymous.findings["run"]
    assert first.read_bytes() == before


def test_every_figure_agrees_with_plain_arithmetic(anonymous):
    place = open_workspace(anonymous.folder).places[PLACE]
    sets = {option["id"]: option for option in anonymous.findings["options"]}
    sets |= {str(number): found for number, found in enumerate(anonymous.findings["portfolios"])}
    for name, found in sets.items():
        for criterion, measure in plain.MEASURES.items():
            expected = measure(place, found["sites"])
            assert found["performance"][criterion]["value"] == pytest.approx(expected, rel=1e-7), (name, criterion)
    gaps = [option["performance"]["equity"]["value"] for option in anonymous.findings["options"]]
    assert max(gaps) > 0.5


def test_the_totals_are_the_weights_times_the_values_on_fixed_anchors(anonymous):
    shares = [dict(zip(real_places.CRITERIA, points, strict=True)) for points in real_places.POINTS]
    shares = [{id_: points / sum(given.values()) for id_, points in given.items()} for given in shares]
    by_group = {group: [shares[i] for i in range(len(PEOPLE)) if GROUPS[i] == group] for group in set(GROUPS)}
    weights = {id_: fmean(fmean(one[id_] for one in of) for of in by_group.values()) for id_ in real_places.CRITERIA}
    assert anonymous.findings["weights"] == pytest.approx(weights, abs=1e-8)
    anchors = {criterion["id"]: criterion["anchors"] for criterion in anonymous.findings["criteria"]}
    for option in anonymous.findings["options"]:
        total = 0.0
        for id_, share in weights.items():
            (worst, _), (best, _) = anchors[id_]
            share_of_way = (option["performance"][id_]["value"] - worst) / (best - worst)
            total += share * 100 * min(1.0, max(0.0, share_of_way))
        assert option["total"]["value"] == pytest.approx(total, abs=1e-5), option["id"]


# Real journey times


def test_the_straight_line_by_car_is_that_of_the_modelled_journeys():
    codes = {pair["code"] for pair in real_places.lines("car_times_stroke_units")}
    areas = tuple(
        building.area(row["code"], at=(float(row["lat"]), float(row["lon"])))
        for row in real_places.lines("areas")
        if row["code"] in codes
    )
    sites = tuple(
        building.site(id_of(unit["unit_postcode"]), lat=float(unit["lat"]), lon=float(unit["lon"]))
        for unit in real_places.lines("stroke_units")
    )
    place = building.place(areas=areas, sites=sites)
    by_car, km = minutes(place, "car", "day").value, kilometres(place.areas, place.sites)
    row = {area.code: number for number, area in enumerate(place.areas)}
    column = {site.id: number for number, site in enumerate(place.sites)}
    found = []
    for pair in real_places.lines("car_times_stroke_units"):
        at = row[pair["code"]], column[id_of(pair["unit_postcode"])]
        found.append((float(pair["straight_line_km"]), km[at], by_car[at], float(pair["car_minutes"])))
    near = np.array([pair for pair in found if pair[0] <= 15])
    stated, ours, predicted, modelled = near.T
    assert len(stated) == 4_896
    assert np.abs(ours - stated).max() < 0.06
    assert round(float(np.abs(predicted - modelled).mean()), 1) == 2.4
    a_km, fixed = np.polyfit(ours, modelled, 1)
    assert (float(fixed), float(a_km)) == pytest.approx((8.60, 1.45), abs=0.02)


def with_matrix(folder, process, areas, main_mode):
    """The stroke hospitals as anonymous sites, with the modelled car times; these have no time of day."""
    real_places.new_place(folder, process, areas, main_mode=main_mode)
    units = real_places.lines("stroke_units")
    real_places.anonymous_sites(folder, [(float(unit["lat"]), float(unit["lon"])) for unit in units])
    real_places.write_options(folder, {"one": {"site-2": 5}, "two": {"site-2": 3, "site-4": 2}})
    number = {unit["unit_postcode"]: index for index, unit in enumerate(units, start=1)}
    codes = {area["code"] for area in areas}
    travel = [
        {
            **{"area": pair["code"], "site": f"site-{number[pair['unit_postcode']]}", "mode": "car", "period": "day"},
            "minutes": pair["car_minutes"],
        }
        for pair in real_places.lines("car_times_stroke_units")
        if pair["code"] in codes
    ]
    real_places.write_rows(folder / "options" / PLACE / "travel.csv", travel)
    return appraised(folder, process), travel


def covered():
    """The areas of the borough that the matrix has: those unchanged since 2011."""
    unchanged = {row["lsoa21_code"] for row in real_places.lines("lsoa11_to_lsoa21") if row["change_code"] == "U"}
    return [area for area in real_places.areas_of() if area["code"] in unchanged]


def test_a_real_matrix_decides_who_goes_where(tmp_path, process):
    found, travel = with_matrix(tmp_path / "workspace", process, covered(), "car")
    assert len(travel) == 111 * 10
    option = found.options["two"]
    assert (option["not_known"], option["total"]["low"]) == ([], option["total"]["value"])
    by_car = {(row["area"], row["site"]): float(row["minutes"]) for row in travel}
    going = {area["code"]: min(("site-2", "site-4"), key=lambda s: (by_car[area["code"], s], s)) for area in covered()}
    place = open_workspace(found.folder).places[PLACE]
    assert plain.goes_to(place, option["sites"]) == going
    for criterion in ("access", "travel-time", "equity"):
        expected = plain.MEASURES[criterion](place, option["sites"])
        assert option["performance"][criterion]["value"] == pytest.approx(expected, rel=1e-7), criterion


def test_areas_that_a_real_matrix_leaves_out_are_told_as_not_known(tmp_path, process):
    found, travel = with_matrix(tmp_path / "workspace", process, real_places.areas_of(), "car")
    assert len(real_places.areas_of()) - len({row["area"] for row in travel}) == 4
    for site in found.sites.values():
        assert [missing["name"] for missing in site["not_known"]] == ["minutes from some areas"]
    for option in found.options.values():
        assert option["total"]["low"] < option["total"]["high"]
        assert option["total"]["value"] is None
        for criterion in ("access", "travel-time", "equity"):
            assert option["performance"][criterion]["value"] is None
            assert option["value_scores"][criterion] == {"low": 0, "high": 100}
        assert option["performance"]["cost"]["value"] is not None
    assert all("minutes from some areas: not known" in row["why"] for row in found.findings["search"]["sites_left_out"])
    assert "no option has all its figures, so none is placed" in found.said
    assert "minutes from some areas" in words_of(found.public["options.html"])


def test_car_times_that_only_stand_beside_leave_nothing_else_unknown(tmp_path, process):
    found, _ = with_matrix(tmp_path / "workspace", process, real_places.areas_of(), "public-transport")
    for option in found.options.values():
        assert option["total"]["value"] is not None
        beside = option["performance"]["travel-time"]["beside"]
        assert beside["car_minutes"] is None
        assert beside["day_minutes"] > 0
    told = {row["text"] for row in found.findings["context"]["assumptions"]}
    assert {text for text in told if text.startswith("public transport, day")}


def test_test_workspaces_say_that_the_rest_is_a_test_assumption(homes_alone, anonymous):
    for found in (homes_alone, anonymous):
        context = found.findings["context"]
        assert "test assumptions" in context["title"]
        assert context["sources"][OURS]["title"].startswith("Test assumption")
        assert context["place_name"] == BOROUGH
        assert all(option["origin"].startswith("Test assumption") for option in found.findings["options"])
        assert "test assumptions" in found.public["options.html"]
