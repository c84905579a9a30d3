"""Who goes where: the nearest open site, ties by site id, each area once, and nobody's answer changes another's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import plain
from building import SITES, area, matrix, place, places
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.measures import openings as module
from appraisal.measures.openings import Geography, Openings

quick = settings(deadline=None, max_examples=60, derandomize=True, database=None)


@st.composite
def places_and_sets(draw):
    held = draw(places())
    ids = [site.id for site in held.sites]
    return held, draw(
        st.lists(st.dictionaries(st.sampled_from(ids), st.integers(1, 5), min_size=1), min_size=1, max_size=6)
    )


@quick
@given(places_and_sets())
def test_every_area_goes_to_its_nearest_open_site_as_a_plain_loop_finds_it(given_):
    held, sets = given_
    geography = Geography.of(held)
    openings = Openings.of(geography, sets)
    names = np.array(geography.sites)[openings.site_of_areas()]
    assert [dict(zip([one.code for one in held.areas], row, strict=True)) for row in names.tolist()] == [
        plain.goes_to(held, chosen) for chosen in sets
    ]


@quick
@given(places_and_sets())
def test_each_area_is_served_once_and_only_by_open_sites(given_):
    held, sets = given_
    geography = Geography.of(held)
    openings = Openings.of(geography, sets)
    served = openings.served(geography.need)
    assert np.allclose(served.sum(axis=1), geography.need.sum(), rtol=1e-12)
    assert (served[openings.beds == 0] == 0).all()
    for row, chosen in zip(served, sets, strict=True):
        need, going = plain.need_of(held), plain.goes_to(held, chosen)
        for site, amount in zip(geography.sites, row.tolist(), strict=True):
            assert np.isclose(amount, sum(need[code] for code in need if going[code] == site), rtol=1e-12, atol=1e-12)


def test_of_equally_near_sites_the_one_with_the_earlier_id_is_gone_to():
    held = place(areas=(area("a1"),), travel=matrix({("a1", site): 20 for site in SITES}))
    geography = Geography.of(held)
    openings = Openings.of(geography, [{"yew": 1, "oak": 4}, {"elm": 2, "yew": 3}, dict.fromkeys(SITES, 1)])
    assert [geography.sites[site] for site in openings.site_of_areas()[:, 0]] == ["oak", "elm", "ash"]


def test_the_main_mode_by_day_decides_who_goes_where():
    by_car = {("a1", "ash"): 5, ("a1", "elm"): 50}
    by_bus = {("a1", "ash"): 50, ("a1", "elm"): 5}
    sites = place().sites[:2]
    held = place(
        areas=(area("a1"),), sites=sites, travel=(*matrix(by_car, ["car"]), *matrix(by_bus, ["public-transport"]))
    )
    travel = held.plan.travel
    for mode, expected in (("car", "ash"), ("public-transport", "elm")):
        chosen = held.plan.model_copy(update={"travel": travel.model_copy(update={"main_mode": mode})})
        geography = Geography.of(replace(held, plan=chosen))
        [[going]] = Openings.of(geography, [{"ash": 1, "elm": 1}]).site_of_areas()
        assert geography.sites[going] == expected


def test_beds_do_not_change_who_goes_where():
    geography = Geography.of(place())
    openings = Openings.of(geography, [{"ash": 1, "yew": 4}, {"ash": 4, "yew": 1}])
    assert (openings.site_of_areas()[0] == openings.site_of_areas()[1]).all()


def test_a_set_without_sites_reaches_nobody():
    geography = Geography.of(place())
    openings = Openings.of(geography, [{}, {"ash": 1}])
    assert openings.is_reached.tolist() == [False, True]
    assert openings.served(geography.need).sum(axis=1).tolist() == [0.0, geography.need.sum()]
    assert np.isnan(openings.travelled(geography.need, geography.main)).tolist() == [True, False]


def test_no_sets_at_all_are_no_rows():
    geography = Geography.of(place())
    openings = Openings.of(geography, [])
    assert len(openings) == 0
    assert openings.served(geography.need).shape == (0, 4)
    assert openings.travelled(geography.need, geography.main).shape == (0,)


def test_sets_are_given_back_as_they_came():
    sets = [{"ash": 2, "oak": 3}, {"yew": 5}]
    assert Openings.of(Geography.of(place()), sets).sets([1, 0]) == [sets[1], sets[0]]


def test_working_in_blocks_changes_nothing(monkeypatch):
    geography = Geography.of(place())
    sets = [
        {site: 1 for site, open_ in zip(SITES, f"{number:04b}", strict=True) if open_ == "1"} for number in range(1, 16)
    ]
    whole = Openings.of(geography, sets).site_of_areas()
    monkeypatch.setattr(module, "_BLOCK_CELLS", 17)
    assert (Openings.of(geography, sets).site_of_areas() == whole).all()
