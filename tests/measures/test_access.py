"""Access: the chance of being admitted when one needs it, against a plain loop, and what its range speaks of."""

from __future__ import annotations

from dataclasses import replace

import plain
import pytest
from building import (
    AREAS,
    SITES,
    area,
    assumed,
    evidence,
    matrix,
    measured,
    place,
    places,
    plan,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.analysis.measuring import Ruler

quick = settings(deadline=None, max_examples=60, derandomize=True, database=None)
SPLIT = {("a1", "ash"): 10, ("a1", "elm"): 20, ("a2", "ash"): 20, ("a2", "elm"): 10}


def two_towns(people=(300, 100), **changes):
    """Two areas, each beside its own site."""
    areas = (area("a1", people=people[0]), area("a2", people=people[1], rank=2))
    return place(**{"areas": areas, "sites": place().sites[:2], "options": (), "travel": matrix(SPLIT)} | changes)


@quick
@given(places(), st.data())
def test_access_agrees_with_a_plain_loop_at_every_stay(held, data):
    ids = [site.id for site in held.sites]
    chosen = data.draw(st.dictionaries(st.sampled_from(ids), st.integers(1, 5), min_size=1))
    found = measured(held, chosen)["access"]
    stay = held.plan.stay_days
    assert found.value[0] == pytest.approx(plain.access(held, chosen), rel=1e-10)
    assert found.low[0] == pytest.approx(plain.access(held, chosen, stay.most), rel=1e-10)
    assert found.high[0] == pytest.approx(plain.access(held, chosen, stay.least), rel=1e-10)


def test_low_is_at_the_longest_stay_and_high_at_the_shortest():
    found = measured(two_towns(), {"ash": 3, "elm": 2})["access"]
    assert 0 < found.low[0] < found.value[0] < found.high[0] < 1


def test_splitting_five_beds_nearly_doubles_what_is_refused():
    """Method 5: 64 requests a year, stay 16.4 days: 10.0% refused together; as 3 + 2, shared 3:2, 19.5%."""
    held = two_towns(people=(384, 256))
    together, split = 1 - measured(held, {"ash": 5}, {"ash": 3, "elm": 2})["access"].value
    assert round(float(together), 3) == 0.100
    assert round(float(split), 3) == 0.195


def test_a_site_admits_only_in_its_own_hours():
    half = evidence(SITES[:2], {("elm", "access.admission-hours"): 84.0})
    whole, halved = (
        measured(two_towns(**changes), {"ash": 3, "elm": 2})["access"].value[0] for changes in ({}, {"evidence": half})
    )
    load = [people * 16.4 / 365 / 10 for people in (300, 100)]
    at_elm = load[1] * (1 - plain.refused(2, load[1])) / sum(load)
    assert whole - halved == pytest.approx(at_elm / 2, rel=1e-10)


def test_minutes_are_not_in_it_unless_they_change_who_goes_where():
    farther = {pair: found + 25 for pair, found in SPLIT.items()}
    near, far = (
        measured(two_towns(travel=matrix(minutes)), {"ash": 3, "elm": 2})["access"] for minutes in (SPLIT, farther)
    )
    assert (near.value, near.low, near.high) == (far.value, far.low, far.high)


def test_a_site_that_nobody_goes_to_neither_helps_nor_harms():
    alone_there = {pair: 10 if pair[1] == "ash" else 20 for pair in SPLIT}
    held = two_towns(travel=matrix(alone_there))
    one, both = measured(held, {"ash": 3}, {"ash": 3, "elm": 2})["access"].value
    assert one == both
    unknown = replace(held, evidence=evidence(SITES[:2], {("elm", "access.admission-hours"): None}))
    assert measured(unknown, {"ash": 3, "elm": 2})["access"].value[0] == one


def test_a_missing_admission_hour_is_the_whole_interval_between_the_anchors():
    held = two_towns(evidence=evidence(SITES[:2], {("elm", "access.admission-hours"): None}))
    found = measured(held, {"ash": 3, "elm": 2}, {"ash": 5})["access"]
    assert found.is_known.tolist() == [False, True]
    assert (found.low[0], found.high[0]) == (0, 1)


def test_no_beds_admit_nobody():
    assert measured(two_towns(), {})["access"].value[0] == 0


def test_the_figures_beside_it_are_shares_of_need():
    near = matrix(SPLIT | {("a2", "ash"): 45, ("a2", "elm"): 40})
    held = two_towns(travel=near, plan=plan(stay_days=assumed(16.4)))
    ruler = Ruler.of(held)
    beside = ruler.measures["access"].beside(ruler.openings([{"ash": 3, "elm": 2}, {"ash": 5}]))
    load = [people * 16.4 / 365 / 10 for people in (300, 100)]
    free = [1 - plain.refused(beds, each) for beds, each in zip((3, 2), load, strict=True)]
    assert beside["share_within_minutes"].tolist() == [0.75, 0.75]
    assert beside["share_within_minutes_and_admitted"][0] == pytest.approx(0.75 * free[0], rel=1e-10)
    assert beside["share_refused_for_want_of_a_bed"][0] == pytest.approx(1 - 0.75 * free[0] - 0.25 * free[1], rel=1e-10)
    assert beside["chance_at_middle_stay"][0] == pytest.approx(0.75 * free[0] + 0.25 * free[1], rel=1e-10)


def test_it_names_the_sources_of_need_stay_and_of_its_own_sites_hours():
    rows = tuple(
        replace(row, source=f"by-{row.site}") if row.item == "access.admission-hours" else row
        for row in evidence(SITES)
    )
    sources = Ruler.of(place(evidence=rows)).measures["access"].sources([0, 2])
    assert sources == ("by-ash", "by-oak", "example")


def test_a_place_of_four_areas_is_the_same_in_any_company():
    """One set alone and the same set among others, to the last bit."""
    held = place(areas=AREAS)
    sets = [{"ash": 5}, {"ash": 2, "yew": 3}, {"elm": 1, "oak": 1, "yew": 3}]
    together = measured(held, *sets)["access"].value.tolist()
    assert together == [measured(held, chosen)["access"].value[0] for chosen in sets]
