"""Straight-line travel: distances against a second computation, and the fitted line against the pairs it came from."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from building import ROOT, area, place, plan, site
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.measures.journeys import journeys
from appraisal.measures.straight_line import kilometres, minutes

PAIRS = ROOT.parent / "shared" / "data" / "nwl"
anywhere = st.tuples(st.floats(-89, 89), st.floats(-179, 179))


def by_vectors(one, other):
    """The angle between two points as vectors from the middle of the Earth, which no haversine is in."""
    ends = []
    for lat, lon in (np.radians(one), np.radians(other)):
        ends.append(np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]))
    return 6371.0088 * np.arctan2(np.linalg.norm(np.cross(*ends)), np.dot(*ends))


@settings(deadline=None, max_examples=100, derandomize=True, database=None)
@given(anywhere, anywhere)
def test_kilometres_agree_with_the_angle_between_vectors(one, other):
    [[found]] = kilometres([area("a1", at=one)], [site("ash", lat=other[0], lon=other[1])])
    assert found == pytest.approx(by_vectors(one, other), rel=1e-6, abs=1e-6)


def test_kilometres_are_areas_by_sites():
    areas = [area("a1", at=(51.5, -0.2)), area("a2", at=(51.6, -0.2))]
    sites = [site("ash", lat=51.5, lon=-0.2), site("elm", lat=51.5, lon=-0.3), site("oak", lat=51.6, lon=-0.2)]
    found = kilometres(areas, sites)
    assert found.shape == (2, 3)
    assert found[0, 0] == found[1, 2] == 0
    assert found[0, 2] == pytest.approx(6371.0088 * np.radians(0.1), rel=1e-9)


def far_place(**changes):
    """One area, and one site exactly ten kilometres north of it."""
    north = 51.5 + np.degrees(10 / 6371.0088)
    return place(areas=(area("a1", at=(51.5, -0.2)),), sites=(site("ash", lat=float(north), lon=-0.2),), **changes)


def test_ten_kilometres_by_car_are_8_60_minutes_and_1_45_for_each():
    found = minutes(far_place(), "car", "day")
    assert found.value[0, 0] == pytest.approx(8.60 + 1.45 * 10, abs=1e-9)
    assert (found.low == found.value).all()
    assert (found.high == found.value).all()


def test_public_transport_is_a_wait_and_a_longer_way_at_one_speed_with_its_range():
    day, evening = (minutes(far_place(), "public-transport", period) for period in ("day", "evening"))
    assert day.value[0, 0] == pytest.approx(10 + 10 * 1.35 * 60 / 12, abs=1e-9)
    assert day.low[0, 0] == pytest.approx(10 + 10 * 1.2 * 60 / 12, abs=1e-9)
    assert day.high[0, 0] == pytest.approx(10 + 10 * 1.6 * 60 / 12, abs=1e-9)
    assert evening.value[0, 0] == pytest.approx(day.value[0, 0] + 4, abs=1e-9)


def test_each_way_of_travelling_names_its_own_source():
    written = plan().travel.model_dump(by_alias=True)
    written["car"]["source"] = "talk"
    found = journeys(far_place(plan=plan(travel=written)))
    assert found["car", "day"].sources == ("talk",)
    assert found["public-transport", "evening"].sources == ("example",)


@pytest.mark.skipif(not PAIRS.is_dir(), reason="../shared/data/nwl, the modelled car times, is not here")
def test_the_line_reproduces_the_modelled_london_car_times_that_it_was_fitted_to():
    areas, units = (
        {line[key]: line for line in lines(name)}
        for name, key in (("areas", "code"), ("stroke_units", "unit_postcode"))
    )
    pairs = list(lines("car_times_stroke_units"))
    km, modelled = [], []
    for code, unit in ((pair["code"], pair["unit_postcode"]) for pair in pairs):
        ends = [(float(found["lat"]), float(found["lon"])) for found in (areas[code], units[unit])]
        km.append(kilometres([area("a1", at=ends[0])], [site("ash", lat=ends[1][0], lon=ends[1][1])])[0, 0])
    modelled = np.array([float(pair["car_minutes"]) for pair in pairs])
    stated = np.array([float(pair["straight_line_km"]) for pair in pairs])
    assert np.array(km) == pytest.approx(stated, rel=0.005)  # those were measured on the ellipsoid
    near = stated <= 15
    assert near.sum() == 4_896
    slope, fixed = np.polyfit(stated[near], modelled[near], 1)
    car = plan().travel.car
    assert (round(float(fixed), 2), round(float(slope), 2)) == (car.fixed_minutes, car.minutes_a_km)
    error = modelled[near] - (car.fixed_minutes + car.minutes_a_km * np.array(km)[near])
    assert round(float(np.abs(error).mean()), 1) == 2.4
    unexplained = (error**2).sum() / ((modelled[near] - modelled[near].mean()) ** 2).sum()
    assert float(1 - unexplained) == pytest.approx(0.745, abs=1e-3)


def lines(name):
    with (PAIRS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
