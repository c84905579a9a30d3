"""The engine on open data: real areas, anonymous sites at real points, real journey times."""

from __future__ import annotations

import shutil
from pathlib import Path
from statistics import fmean

import building
import numpy as np
import plain
import pytest
import real_places
from reading import words_of
from real_places import GROUPS, OURS, PEOPLE, PLACE, appraised, id_of, needs_real_data

from appraisal import appraise, open_workspace
from appraisal.measures.straight_line import kilometres, minutes

pytestmark = needs_real_data
CENTRES = range(4, 115, 14)  # every fourteenth area lends its centre to an anonymous site
CHOICES = {
    "one": {"site-4": 5},
    "two": {"site-2": 3, "site-7": 2},
    "two-others": {"site-1": 2, "site-5": 3},
    "three": {"site-1": 2, "site-4": 2, "site-8": 1},
}


@pytest.fixture(scope="module")
def anonymous(tmp_path_factory, process):
    """Eight anonymous sites at the centres of real areas, everything known, invented by the test."""
    folder = real_places.new_place(tmp_path_factory.mktemp("anonymous") / "workspace", process, real_places.areas_of())
    areas = real_places.areas_of()
    real_places.anonymous_sites(folder, [(float(areas[i]["lat"]), float(areas[i]["lon"])) for i in CENTRES])
    real_places.write_options(folder, CHOICES)
    return appraised(folder, process)


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


def test_a_test_workspace_says_which_of_its_figures_are_test_assumptions(anonymous):
    context = anonymous.findings["context"]
    assert "test assumptions" in context["title"]
    assert "test assumptions" in anonymous.public["options-illustrative.html"]
    assert context["sources"][OURS]["title"].startswith("Test assumption")
    for option in anonymous.findings["options"]:
        assert OURS in option["performance"]["cost"]["source"]
        assert option["origin"].startswith("Test assumption")


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
    """The stroke hospitals as anonymous sites, with the modelled car times; these have no time of day.

    Returns:
        The workspace's folder, and the rows of its travel.csv.
    """
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
    return folder, travel


def covered():
    """The areas of the borough that the matrix has: those unchanged since 2011."""
    unchanged = {row["lsoa21_code"] for row in real_places.lines("lsoa11_to_lsoa21") if row["change_code"] == "U"}
    return [area for area in real_places.areas_of() if area["code"] in unchanged]


def told_options(folder, process):
    """What findings tell of the options, by id."""
    taken = process("import", *sorted((folder / "options" / PLACE / "ballots").glob("*.csv")), "-w", folder)
    assert (taken.returncode, taken.stderr) == (0, "")
    return {option["id"]: option for option in appraise(open_workspace(folder), samples=100)["options"]}


def test_a_real_matrix_decides_who_goes_where(tmp_path, process):
    folder, travel = with_matrix(tmp_path / "workspace", process, covered(), "car")
    assert len(travel) == 111 * 10
    option = told_options(folder, process)["two"]
    assert not option["not_known"]
    assert option["total"]["low"] == option["total"]["value"] == option["total"]["high"]
    by_car = {(row["area"], row["site"]): float(row["minutes"]) for row in travel}
    going = {area["code"]: min(("site-2", "site-4"), key=lambda s: (by_car[area["code"], s], s)) for area in covered()}
    place = open_workspace(folder).places[PLACE]
    assert plain.goes_to(place, option["sites"]) == going
    for criterion in ("access", "travel-time", "equity"):
        expected = plain.MEASURES[criterion](place, option["sites"])
        assert option["performance"][criterion]["value"] == pytest.approx(expected, rel=1e-7), criterion


def test_areas_that_a_real_matrix_leaves_out_are_told_as_not_known(tmp_path, process):
    folder, travel = with_matrix(tmp_path / "workspace", process, real_places.areas_of(), "car")
    found = appraised(folder, process)
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
    assert "most often not known: minutes from some areas\n" in found.said
    assert "minutes from some areas" in words_of(found.public["options-illustrative.html"])
    # Its car times leave public transport to a straight line, and that is told.
    told = [row["text"] for row in found.findings["context"]["assumptions"]]
    assert any(text.startswith("public transport, evening") for text in told)


def test_car_times_that_only_stand_beside_leave_nothing_else_unknown(tmp_path, process):
    folder, _ = with_matrix(tmp_path / "workspace", process, real_places.areas_of(), "public-transport")
    for option in told_options(folder, process).values():
        assert option["total"]["value"] is not None
        beside = option["performance"]["travel-time"]["beside"]
        assert beside["car_minutes"] is None
        assert beside["day_minutes"] > 0
