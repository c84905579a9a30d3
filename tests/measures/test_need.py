"""Need: people by age band, rates, growth, and the published figures of demand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from building import area, assumed, plan

from appraisal.measures.need import deaths_a_year, need_a_year, sources_of_need

BANDS = ("under_65", "from_65_to_74", "from_75_to_84", "from_85")


def need_plan(**changes):
    written = {
        "deaths_a_year": {band: assumed(0.0) for band in BANDS},
        "palliative_share": assumed(1.0),
        "use_share": assumed(1.0),
        "growth_a_year": assumed(0.0),
        "years_ahead": 0,
    }
    return plan(need=written | changes).need


def test_each_band_has_its_own_rate_and_nobody_is_counted_twice():
    people = replace(area("a1"), population=1000, population_65_plus=300, population_75_plus=120, population_85_plus=20)
    rates = {band: assumed(rate) for band, rate in zip(BANDS, (0.001, 0.01, 0.1, 1.0), strict=True)}
    [deaths] = deaths_a_year([people], need_plan(deaths_a_year=rates))
    assert deaths == pytest.approx(700 * 0.001 + 180 * 0.01 + 100 * 0.1 + 20 * 1.0, rel=1e-12)


def test_need_is_deaths_times_both_shares_grown_year_upon_year():
    chosen = need_plan(
        deaths_a_year={band: assumed(0.02) for band in BANDS},
        palliative_share=assumed(0.75),
        use_share=assumed(0.1),
        growth_a_year=assumed(0.02),
        years_ahead=3,
    )
    assert need_a_year([area("a1", people=1000)], chosen)[0] == pytest.approx(20 * 0.75 * 0.1 * 1.02**3, rel=1e-12)


def test_low_and_high_take_every_figure_at_that_end():
    chosen = need_plan(
        deaths_a_year={band: assumed(0.02, 0.01, 0.03) for band in BANDS},
        palliative_share=assumed(0.75, 0.5, 1.0),
        use_share=assumed(0.1, 0.05, 0.2),
        growth_a_year=assumed(0.02, 0.0, 0.1),
        years_ahead=2,
    )
    one = [area("a1", people=1000)]
    assert need_a_year(one, chosen, "low")[0] == pytest.approx(10 * 0.5 * 0.05, rel=1e-12)
    assert need_a_year(one, chosen, "high")[0] == pytest.approx(30 * 1.0 * 0.2 * 1.1**2, rel=1e-12)


def test_a_figure_without_a_range_is_the_same_at_both_ends():
    chosen = need_plan(deaths_a_year={band: assumed(0.02) for band in BANDS})
    one = [area("a1", people=1000)]
    assert need_a_year(one, chosen, "low") == need_a_year(one, chosen, "value") == need_a_year(one, chosen, "high")


def test_five_years_of_published_growth_give_the_published_demand():
    now = need_plan(deaths_a_year={band: assumed(0.01) for band in BANDS})
    ahead = now.model_copy(
        update={"growth_a_year": now.growth_a_year.model_copy(update={"value": 1.127 ** (1 / 5) - 1}), "years_ahead": 5}
    )
    everybody = [area("a1", people=60_000), area("a2", people=36_200)]
    admissions, later = need_a_year(everybody, now).sum(), need_a_year(everybody, ahead).sum()
    stay = 15_775 / 962
    assert admissions == pytest.approx(962, rel=1e-12)
    assert round(stay, 2) == 16.40
    assert later == pytest.approx(1_084, rel=2e-4)
    assert later * stay == pytest.approx(17_781, rel=2e-4)
    assert round(100 * admissions * stay / 20_719, 1) == 76.1
    assert round(100 * later * stay / 20_719, 1) == 85.8


def test_every_source_behind_the_need_is_named_once():
    chosen = need_plan(use_share=assumed(0.1) | {"source": "another"})
    assert sources_of_need(chosen) == ("another", "example")
