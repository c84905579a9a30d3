"""The equity gap: who the most deprived fifth are, and how many minutes more they travel."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import plain
import pytest
from building import area, matrix, measured, place, places
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.analysis.measuring import Ruler
from appraisal.measures.equity import kolm_pollak, most_deprived_fifth

quick = settings(deadline=None, max_examples=60, derandomize=True, database=None)


@quick
@given(places(), st.data())
def test_the_gap_agrees_with_a_plain_loop_and_is_never_below_nothing(held, data):
    ids = [site.id for site in held.sites]
    chosen = data.draw(st.dictionaries(st.sampled_from(ids), st.integers(1, 5), min_size=1))
    found = measured(held, chosen)["equity"].value[0]
    assert found >= 0
    assert found == pytest.approx(plain.equity(held, chosen), rel=1e-9, abs=1e-9)


@quick
@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 50)), min_size=1, max_size=9).filter(
        lambda a: any(n for _, n in a)
    )
)
def test_the_fifth_holds_exactly_a_fifth_of_need_and_nobody_less_deprived_before_somebody_more(areas):
    ranks, need = [rank for rank, _ in areas], [n for _, n in areas]
    inside = most_deprived_fifth(ranks, need)
    assert inside.sum() == pytest.approx(sum(need) / 5, rel=1e-12)
    left, expected = Fraction(sum(need), 5), [0.0] * len(areas)
    for index in sorted(range(len(areas)), key=lambda index: ranks[index]):
        taken = min(left, Fraction(need[index]))
        expected[index], left = float(taken), left - taken
    assert inside.tolist() == pytest.approx(expected, abs=1e-9)


def test_an_area_on_the_edge_counts_in_part_on_either_side():
    areas = (area("a1", people=100, rank=1), area("a2", people=300, rank=2), area("a3", people=600, rank=3))
    minutes = {("a1", "ash"): 40, ("a2", "ash"): 30, ("a3", "ash"): 20}
    held = place(areas=areas, sites=place().sites[:1], options=(), travel=matrix(minutes))
    ruler = Ruler.of(held)
    beside = ruler.measures["equity"].beside(ruler.openings([{"ash": 5}]))
    deprived, others = (10 * 40 + 10 * 30) / 20, (20 * 30 + 60 * 20) / 80
    assert beside["deprived_fifth_minutes"][0] == pytest.approx(deprived, rel=1e-12)
    assert beside["everyone_else_minutes"][0] == pytest.approx(others, rel=1e-12)
    assert measured(held, {"ash": 5})["equity"].value[0] == pytest.approx(deprived - others, rel=1e-12)


def test_a_gap_below_nothing_earns_no_more_and_both_means_say_so():
    areas = (area("a1", people=100, rank=1), area("a2", people=400, rank=2))
    held = place(
        areas=areas, sites=place().sites[:1], options=(), travel=matrix({("a1", "ash"): 10, ("a2", "ash"): 25})
    )
    ruler = Ruler.of(held)
    openings = ruler.openings([{"ash": 5}])
    found = ruler.measure(openings)["equity"]
    beside = ruler.measures["equity"].beside(openings)
    assert (found.low[0], found.value[0], found.high[0]) == (0, 0, 0)
    assert beside["gap_minutes"][0] == pytest.approx(-15, rel=1e-12)
    assert (beside["deprived_fifth_minutes"][0], beside["everyone_else_minutes"][0]) == pytest.approx((10, 25))


def test_the_range_of_the_gap_is_in_order_even_where_longer_ways_shrink_it():
    found = measured(place(), *({site.id: 5} for site in place().sites))["equity"]
    assert (found.low <= found.value).all()
    assert (found.value <= found.high).all()


def test_alpha_is_fixed_once_with_every_offered_site_open():
    """Else two options would be measured with two rulers (method 3.6)."""
    minutes = {("a1", "ash"): 10, ("a2", "ash"): 50, ("a1", "elm"): 60, ("a2", "elm"): 30}
    areas = (area("a1", people=100), area("a2", people=300, rank=2))
    held = place(areas=areas, sites=place().sites[:2], options=(), travel=matrix(minutes))
    ruler = Ruler.of(held)
    beside = ruler.measures["equity"].beside(ruler.openings([{"ash": 5}, {"elm": 5}, {"ash": 2, "elm": 3}]))
    alpha = (100 * 10 + 300 * 30) / (100 * 10**2 + 300 * 30**2)
    expected = [kolm_pollak(m, [100, 300], -1, alpha) for m in ([10, 50], [60, 30], [10, 30])]
    assert beside["kolm_pollak_minutes"] == pytest.approx(np.array(expected), rel=1e-9)


def test_a_site_that_offers_nothing_is_not_in_alpha():
    minutes = {("a1", "ash"): 10, ("a2", "ash"): 50, ("a1", "elm"): 60, ("a2", "elm"): 30}
    areas = (area("a1", people=100), area("a2", people=300, rank=2))
    ash, elm = place().sites[:2]
    held = place(
        areas=areas, sites=(ash, elm.model_copy(update={"beds_offered": None})), options=(), travel=matrix(minutes)
    )
    ruler = Ruler.of(held)
    [found] = ruler.measures["equity"].beside(ruler.openings([{"ash": 5}]))["kolm_pollak_minutes"]
    alpha = (100 * 10 + 300 * 50) / (100 * 10**2 + 300 * 50**2)
    assert found == pytest.approx(kolm_pollak([10, 50], [100, 300], -1, alpha), rel=1e-9)


def test_the_gap_of_no_site_is_not_known():
    assert not measured(place(), {})["equity"].is_known.any()
