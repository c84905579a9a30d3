"""Cost: real prices discounted over the years, by contract, with what is missing and what is confidential."""

from __future__ import annotations

from dataclasses import replace

import plain
import pytest
from building import SITES, assumed, evidence, measured, place, places, plan
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.analysis.measuring import Ruler
from appraisal.measures.cost import present_value_of_a_pound_a_year
from appraisal.model.public_view import public_view

quick = settings(deadline=None, max_examples=60, derandomize=True, database=None)
YEARS = sum(1.035**-year for year in range(6))


@pytest.mark.parametrize(("rate", "present"), [(0.035, 551.51), (0.015, 578.26), (0.0, 600.0)])
def test_a_hundred_pounds_a_year_in_years_0_to_5_have_the_published_present_value(rate, present):
    assert round(100 * present_value_of_a_pound_a_year(rate, 6), 2) == present


@quick
@given(places(), st.data())
def test_cost_agrees_with_a_plain_loop_over_the_years(held, data):
    ids = [site.id for site in held.sites]
    chosen = data.draw(st.dictionaries(st.sampled_from(ids), st.integers(1, 5), min_size=1))
    assert measured(held, chosen)["cost"].value[0] == pytest.approx(plain.cost(held, chosen), rel=1e-10)


def test_a_site_costs_its_set_up_with_optimism_its_fixed_cost_its_round_and_its_bed_days():
    by_hand = 20_000 * 1.2 + 10_000 * 1.1 + YEARS * (10_000 + 20_000 + 5 * 365 * 300)
    assert measured(place(), {"ash": 5})["cost"].value[0] == pytest.approx(by_hand, rel=1e-12)


def test_every_further_site_needs_a_ward_round_of_its_own():
    one, two = measured(place(), {"ash": 5}, {"ash": 3, "elm": 2})["cost"].value
    assert two - one == pytest.approx(20_000 * 1.2 + 10_000 * 1.1 + YEARS * (10_000 + 20_000), rel=1e-9)


def test_a_block_pays_for_every_bed_day_and_a_spot_price_for_the_planned_ones():
    ash, *others = place().sites
    spot = place(sites=(ash.model_copy(update={"contract": "spot"}), *others))
    by_block, by_spot = (measured(held, {"ash": 5})["cost"].value[0] for held in (place(), spot))
    assert by_block - by_spot == pytest.approx(YEARS * 5 * 365 * 300 * (1 - 0.8), rel=1e-9)


def test_the_range_takes_every_figure_and_every_assumption_at_its_ends():
    rows = tuple(replace(row, low=200.0, high=450.0) if row.item == "cost.bed-day" else row for row in evidence(SITES))
    found = measured(place(evidence=rows), {"ash": 5})["cost"]
    low = 20_000 * 1.1 + 10_000 * 1.1 + YEARS * (10_000 + 15_000 + 5 * 365 * 200)
    high = 20_000 * 1.3 + 10_000 * 1.1 + YEARS * (10_000 + 25_000 + 5 * 365 * 450)
    assert (found.low[0], found.high[0]) == pytest.approx((low, high), rel=1e-12)


@pytest.mark.parametrize("item", ["bed-day", "fixed-a-year", "set-up-building", "set-up-equipment"])
def test_a_missing_price_is_the_whole_interval_between_the_anchors_for_sets_with_that_site_alone(item):
    held = place(evidence=evidence(SITES, {("elm", f"cost.{item}"): None}))
    found = measured(held, {"ash": 5}, {"ash": 3, "elm": 2})["cost"]
    assert found.is_known.tolist() == [True, False]
    assert (found.low[1], found.high[1]) == (0, 20_000_000)


def test_a_confidential_price_leaves_the_band_that_it_lies_in():
    rows = tuple(
        replace(row, value=244.0, low=238.0, high=256.0, public=False)
        if (row.site, row.item) == ("ash", "cost.bed-day")
        else row
        for row in evidence(SITES)
    )
    found = measured(public_view(place(evidence=rows)), {"ash": 5}, {"elm": 5})["cost"]
    by_hand = [20_000 * 1.2 + 10_000 * 1.1 + YEARS * (10_000 + 20_000 + 5 * 365 * price) for price in (200, 250)]
    assert found.is_known.tolist() == [False, True]
    assert [found.low[0], found.high[0]] == pytest.approx(by_hand, rel=1e-12)


def test_what_is_not_known_and_confidential_does_not_let_an_older_public_price_back_in():
    older = next(row for row in evidence(SITES) if (row.site, row.item) == ("ash", "cost.bed-day"))
    newer = replace(older, as_at=older.as_at.replace(month=8), value=None, public=False)
    held = place(evidence=(*evidence(SITES), newer))
    for seen in (held, public_view(held)):
        assert not measured(seen, {"ash": 5})["cost"].is_known[0]


def test_the_newest_dated_price_counts():
    older = next(row for row in evidence(SITES) if (row.site, row.item) == ("ash", "cost.bed-day"))
    newer = replace(older, as_at=older.as_at.replace(month=8), value=400.0)
    for rows in ((newer, *evidence(SITES)), (*evidence(SITES), newer)):
        found = measured(place(evidence=rows), {"ash": 5})["cost"].value[0]
        assert found == pytest.approx(20_000 * 1.2 + 10_000 * 1.1 + YEARS * (30_000 + 5 * 365 * 400), rel=1e-12)


def test_a_year_and_an_occupied_bed_day_stand_beside_it():
    ruler = Ruler.of(place())
    beside = ruler.measures["cost"].beside(ruler.openings([{"ash": 5}, {}]))
    assert beside["set_up_pounds"].tolist() == pytest.approx([35_000, 0])
    assert beside["pounds_a_year"].tolist() == pytest.approx([30_000 + 5 * 365 * 300, 0])
    assert beside["pounds_an_occupied_bed_day"][0] == pytest.approx((30_000 + 5 * 365 * 300) / (365 * 5 * 0.8))
    assert beside["pounds_an_occupied_bed_day"][1] != beside["pounds_an_occupied_bed_day"][1]


def test_no_beds_cost_nothing():
    assert measured(place(), {})["cost"].value[0] == 0


def test_the_discount_rate_is_the_plans():
    written = plan().cost.model_dump() | {"discount_rate": assumed(0.015)}
    held = place(plan=plan(cost=written))
    assert measured(held, {"ash": 5})["cost"].value[0] == pytest.approx(35_000 + 5.7826 * (30_000 + 547_500), rel=1e-5)
