"""Every site on its own: as many beds as it offers, ranked with the others, no total beyond the anchors."""

from __future__ import annotations

from building import AREAS, SITES, core, evidence, option, place, plan, site, workspace

from appraisal import appraise
from appraisal.analysis.alone import SitesAlone
from appraisal.analysis.measuring import Ruler
from appraisal.analysis.panel import panel_weights
from appraisal.analysis.screening import screen
from appraisal.model.places import Beds


def alone(held):
    found = workspace(held)
    screening = screen(held, found.hurdles, found.settings.as_at)
    return SitesAlone.of(held, Ruler.of(held), screening, panel_weights(held), found.sources)


def told(held):
    return {found["id"]: found["alone"] for found in appraise(workspace(held), samples=10)["sites"]}


def offering(**beds):
    return tuple(one.model_copy(update={"beds_offered": beds.get(one.id, one.beds_offered)}) for one in place().sites)


def test_a_site_holds_the_beds_required_or_as_many_as_it_offers_and_says_so():
    found = told(place(sites=offering(elm=Beds(at_least=1, at_most=3), oak=Beds(at_least=1, at_most=9))))
    assert {id_: (site["beds"], site["beds_wanted"]) for id_, site in found.items()} == {
        "ash": (5, 5), "elm": (3, 5), "oak": (5, 5), "yew": (5, 5),
    }  # fmt: skip


def test_a_site_that_has_not_said_how_many_beds_it_offers_has_no_total():
    found = told(place(sites=offering(elm=None)))
    assert (found["elm"]["beds"], found["elm"]["total"], found["elm"]["rank"]) == (None, None, None)
    assert found["elm"]["beds_wanted"] == 5


def test_a_site_alone_has_the_total_of_the_option_of_that_site_alone():
    findings = appraise(workspace(place()), samples=10)
    [option_told] = [found for found in findings["options"] if found["id"] == "first-alone"]
    [site_told] = [found for found in findings["sites"] if found["id"] == "ash"]
    assert site_told["alone"]["total"] == option_told["total"]


def test_sites_are_ranked_among_those_that_clear_every_hurdle():
    found = alone(place(evidence=evidence(SITES, {("ash", "nursing"): "fails"})))
    assert set(found.ranks) == {"elm", "oak", "yew"}
    by_total = sorted(found.ranks, key=lambda id_: -found.totals[id_][0])
    assert [found.ranks[id_] for id_ in by_total] == [(1, 1), (2, 2), (3, 3)]
    assert found.total_of("ash") is None
    assert found.total_of("elm") == found.totals["elm"][0]


def test_a_site_with_a_missing_figure_has_a_range_of_totals_and_ranks_and_no_total():
    found = alone(place(evidence=evidence(SITES, {("ash", "cost.bed-day"): None})))
    low, high = found.totals["ash"]
    assert low < high
    assert found.ranks["ash"][0] < found.ranks["ash"][1]
    assert found.total_of("ash") is None


def test_a_site_beyond_the_anchors_is_listed_without_a_total():
    sites = (site("ash", lat=51.5, lon=-0.2), site("zed", lat=51.9, lon=-0.2))
    close = core(travel_time={"anchors": ((20, 0), (0, 100))})
    found = told(place(criteria=close, sites=sites, options=(option("one", {"ash": 5}),), areas=AREAS[:1]))
    assert found["zed"]["total"] is None
    assert found["zed"]["rank"] is None
    assert found["zed"]["outside"] == ("travel-time",)
    assert found["ash"]["outside"] == ()
    assert found["zed"]["performance"]["travel-time"]["value"] > 20


def test_without_any_offer_nothing_is_scored():
    found = alone(place(sites=offering(**dict.fromkeys(SITES)), plan=plan()))
    assert (dict(found.beds), dict(found.totals), dict(found.ranks)) == ({}, {}, {})
