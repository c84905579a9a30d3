"""Travel time: need-weighted minutes by public transport, day and evening alike, with the car beside it."""

from __future__ import annotations

from dataclasses import replace

import plain
import pytest
from building import area, matrix, measured, place, places
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.analysis.measuring import Ruler
from appraisal.model.workspace import TravelTime

quick = settings(deadline=None, max_examples=60, derandomize=True, database=None)


@quick
@given(places(), st.data())
def test_travel_time_agrees_with_a_plain_loop(held, data):
    ids = [site.id for site in held.sites]
    chosen = data.draw(st.dictionaries(st.sampled_from(ids), st.integers(1, 5), min_size=1))
    assert measured(held, chosen)["travel-time"].value[0] == pytest.approx(plain.travel_time(held, chosen), rel=1e-10)


def apart():
    """One site, two areas of unequal need, other minutes by each mode and period."""
    given_ = {
        ("a1", "public-transport", "day"): 20.0,
        ("a1", "public-transport", "evening"): 30.0,
        ("a2", "public-transport", "day"): 40.0,
        ("a2", "public-transport", "evening"): 60.0,
        ("a1", "car", "day"): 8.0,
        ("a1", "car", "evening"): 6.0,
        ("a2", "car", "day"): 12.0,
        ("a2", "car", "evening"): 10.0,
    }
    rows = tuple(TravelTime(code, "ash", mode, period, found) for (code, mode, period), found in given_.items())
    areas = (area("a1", people=300), area("a2", people=100))
    return place(areas=areas, sites=place().sites[:1], options=(), travel=rows)


def test_it_is_the_mean_of_day_and_evening_weighted_by_need():
    assert measured(apart(), {"ash": 5})["travel-time"].value[0] == pytest.approx(0.75 * 25 + 0.25 * 50, rel=1e-12)


def test_each_period_and_the_car_stand_beside_it():
    ruler = Ruler.of(apart())
    beside = ruler.measures["travel-time"].beside(ruler.openings([{"ash": 5}]))
    assert {name: figure.tolist() for name, figure in beside.items()} == {
        "day_minutes": [25.0],
        "evening_minutes": [37.5],
        "car_minutes": [0.75 * 8 + 0.25 * 12],
    }


def test_a_matrix_of_one_period_is_never_mixed_with_straight_lines_by_car():
    whole = apart()
    by_day = replace(whole, travel=tuple(row for row in whole.travel if row.period == "day"))
    for held in (whole, by_day):
        ruler = Ruler.of(held)
        beside = ruler.measures["travel-time"].beside(ruler.openings([{"ash": 5}]))
        assert beside["car_minutes"].tolist() == [0.75 * 8 + 0.25 * 12]


def test_its_range_is_that_of_the_assumed_circuity():
    held = place(areas=(area("a1", at=(51.5, -0.2)),), sites=place().sites[1:2], options=())
    found = measured(held, {"elm": 5})["travel-time"]
    straight = (found.value[0] - 12) / 1.35
    assert found.low[0] == pytest.approx(12 + 1.2 * straight, rel=1e-9)
    assert found.high[0] == pytest.approx(12 + 1.6 * straight, rel=1e-9)


def test_a_matrix_leaves_no_range():
    held = apart()
    found = measured(held, {"ash": 5})["travel-time"]
    assert found.low == found.value == found.high


def test_opening_one_more_site_never_makes_anybody_travel_farther_by_the_mode_that_decides():
    minutes = matrix(
        {
            (f"a{n}", site): 7 * ((n * k) % 5) + 10
            for n in range(1, 5)
            for k, site in enumerate(("ash", "elm", "oak", "yew"), 1)
        }
    )
    one, two, three = measured(place(travel=minutes), {"oak": 5}, {"oak": 3, "elm": 2}, {"oak": 2, "elm": 2, "yew": 1})[
        "travel-time"
    ].value
    assert one >= two >= three
