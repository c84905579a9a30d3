"""The search: one objective, every set, the same totals as the ranking to the last bit (methods 1.9, 4.3 and 4.4)."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from building import AS_AT, SITES, core, evidence, option, place, places, plan, site, starter, workspace
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.panel import panel_weights
from appraisal.analysis.portfolio import by_enumeration
from appraisal.analysis.portfolio.question import in_order_of_total
from appraisal.analysis.portfolio.search import search
from appraisal.analysis.screening import screen
from appraisal.analysis.unknowns import unknowns
from appraisal.model.criteria import Criterion
from appraisal.model.places import Beds

quick = settings(deadline=None, max_examples=40, derandomize=True, database=None)


class Asked:
    """A place with everything that a search of it is given, as the run gives it."""

    def __init__(self, held, hurdles=None):
        self.place = held
        self.ruler = Ruler.of(held)
        self.screening = screen(held, workspace(held).hurdles if hurdles is None else hurdles, AS_AT)
        self.weights = panel_weights(held).overall
        missing = unknowns(held, self.ruler, self.screening)
        self.unknown = {
            id_: "; ".join(one.text for one in of_site)
            for id_, of_site in missing.items()
            if any(one.scored for one in of_site)
        }

    def found(self):
        return search(self.place, self.ruler, self.screening, self.weights, self.unknown)

    def total(self, chosen, end=0):
        """One set's total, scored all by itself; None outside the anchors."""
        scores = self.ruler.score(self.ruler.measure(self.ruler.openings([chosen])))
        return float(scores.totals(self.weights)[end][0]) if scores.is_inside[0] else None

    def sets(self, allowed):
        """Every allowed set, by plain loops."""
        wanted = self.place.plan.beds
        offers = {id_: range(max(1, beds.at_least), beds.at_most + 1) for id_, beds in sorted(allowed.items())}
        for count in range(1, self.place.plan.sites_at_most + 1):
            for chosen in combinations(offers, count):
                for beds in product(*(offers[id_] for id_ in chosen)):
                    if sum(beds) in wanted:
                        yield dict(zip(chosen, beds, strict=True))

    def highest(self, allowed, end=0):
        """The ten highest with their totals, and how many there are and how many lie outside."""
        every = [(chosen, self.total(chosen, end)) for chosen in self.sets(allowed)]
        inside = [(chosen, total) for chosen, total in every if total is not None]
        inside.sort(
            key=lambda found: (-round(found[1], 9), len(found[0]), sorted(found[0]), [-b for b in found[0].values()])
        )
        return inside[:10], len(every), len(every) - len(inside)


def strict(held):
    """The place with a travel time that no longer clips, so that some sets lie outside."""
    criteria = tuple(
        Criterion.model_validate(c.model_dump() | {"outside": "error"}) if c.id == "travel-time" else c
        for c in held.criteria
    )
    return replace(held, criteria=criteria)


@quick
@given(places(known=False), st.booleans())
def test_the_search_finds_what_scoring_each_set_on_its_own_finds_to_the_last_bit(held, is_strict):
    asked = Asked(strict(held) if is_strict else held)
    found = asked.found()
    usable = {
        one.id: one.beds_offered for one in held.sites if asked.screening.passes(one.id) and one.id not in asked.unknown
    }
    highest, count, outside = asked.highest(usable)
    assert list(zip(found.sets, found.totals, strict=True)) == highest
    assert (found.combinations, found.outside_anchors) == (count, outside)
    assert (found.nothing_possible is None) is bool(highest)
    assert found.sites_used == tuple(usable)
    assert set(found.sites_left_out) == {one.id for one in held.sites} - set(usable)


@quick
@given(places(known=False))
def test_what_to_find_out_first_are_the_sites_left_out_that_would_be_among_the_ten_highest_at_their_best(held):
    """Each with its own unknowns at their best, then all of them together (decision 7)."""
    asked = Asked(held)
    offers = {one.id: one.beds_offered for one in held.sites if not asked.screening.fails(one.id)}
    left_out = {id_ for id_ in offers if not asked.screening.passes(id_) or id_ in asked.unknown}
    expected = {}
    for opened in [*([id_] for id_ in sorted(left_out)), sorted(left_out)]:
        usable = {id_: beds for id_, beds in offers.items() if id_ not in left_out or id_ in opened}
        for chosen, total in asked.highest(usable, end=1)[0]:
            for id_ in chosen.keys() & set(opened):
                expected.setdefault(id_, total)
    assert asked.found().find_out_first == expected


def test_a_named_options_total_is_exactly_the_same_sets_total_in_the_search():
    """On the starter's 115 areas, where sums are long enough to round differently."""
    [held] = starter().places.values()
    asked = Asked(held, starter().hurdles)
    found = asked.found()
    assert len(found.sets) == 10
    measured = Measured.of(asked.ruler, {str(n): chosen for n, chosen in enumerate(found.sets)})
    named = asked.ruler.score(measured.performances).totals(asked.weights)[0].tolist()
    assert named == list(found.totals) == [asked.total(chosen) for chosen in found.sets]


def test_working_in_small_blocks_changes_nothing(monkeypatch):
    [held] = starter().places.values()
    asked = Asked(held, starter().hurdles)
    whole = asked.found()
    monkeypatch.setattr(by_enumeration, "_BLOCK", 7)
    assert replace(asked.found(), limits=()) == replace(whole, limits=())


def alike(**changes):
    """Four sites that nothing tells apart, on one spot."""
    sites = tuple(site(id_, lat=51.5, lon=-0.2) for id_ in SITES)
    scores = place().ballots
    same = tuple(replace(cast, answer="50") for cast in scores.scores)
    return place(**{"sites": sites, "ballots": replace(scores, scores=same)} | changes)


def test_equal_totals_go_by_fewest_sites_then_by_ids():
    beds = np.array([[0, 3, 2], [0, 0, 5], [3, 2, 0], [2, 3, 0], [0, 5, 0], [5, 0, 0]])
    totals = np.array([50, 50, 50, 50, 50, 50 + 1e-11])
    assert in_order_of_total(beds, totals).tolist() == [5, 4, 1, 2, 3, 0]
    assert in_order_of_total(beds, np.array([50, 60, 50, 50, 50, 50])).tolist()[0] == 1


def test_sites_that_nothing_tells_apart_come_in_order_of_id():
    found = Asked(alike()).found()
    assert found.sets[:4] == tuple({id_: 5} for id_ in SITES)
    assert len(set(found.totals[:4])) == 1


def test_a_site_that_fails_a_hurdle_is_never_in_a_set_and_is_named_with_the_reason():
    found = Asked(place(evidence=evidence(SITES, {("yew", "nursing"): "fails"}))).found()
    assert found.sites_left_out == {"yew": "A nurse day and night: fails"}
    assert not any("yew" in chosen for chosen in found.sets)
    assert found.find_out_first == {}


def test_a_condition_passes_and_a_missing_answer_does_not():
    note = "what: a nurse; who: the provider; by: 2025-09-26"
    rows = tuple(
        replace(row, answer="meets with a condition", note=note) if (row.site, row.item) == ("elm", "nursing") else row
        for row in evidence(SITES, {("yew", "nursing"): "not known"})
    )
    found = Asked(place(evidence=rows)).found()
    assert found.sites_used == ("ash", "elm", "oak")
    assert found.sites_left_out == {"yew": "A nurse day and night: not known"}


def test_a_site_with_a_missing_figure_is_left_out_by_name_and_found_out_first_where_its_best_would_get_in():
    held = place(evidence=evidence(SITES, {("yew", "cost.bed-day"): None}))
    found = Asked(held).found()
    assert found.sites_left_out == {"yew": "price of a bed-day: not known"}
    assert list(found.find_out_first) == ["yew"]
    assert found.find_out_first["yew"] > found.totals[9]


def test_a_site_whose_best_would_not_get_in_is_no_first_question():
    """Far away, badly scored, dear, and only its hours are not known."""
    sites = tuple(one.model_copy(update={"lat": 51.68}) if one.id == "yew" else one for one in place().sites)
    ballots = place().ballots
    scores = tuple(replace(cast, answer="0") if cast.site == "yew" else cast for cast in ballots.scores)
    held = place(
        sites=sites,
        evidence=evidence(SITES, {("yew", "cost.bed-day"): 1_800.0, ("yew", "access.admission-hours"): None}),
        ballots=replace(ballots, scores=scores),
        plan=plan(sites_at_most=2),
    )
    found = Asked(held).found()
    assert list(found.sites_left_out) == ["yew"]
    assert found.find_out_first == {}


def test_a_site_whose_beds_are_not_known_is_left_out_and_may_be_a_first_question():
    sites = tuple(one.model_copy(update={"beds_offered": None}) if one.id == "yew" else one for one in place().sites)
    found = Asked(place(sites=sites)).found()
    assert found.sites_left_out == {"yew": "how many beds it offers: not known"}
    assert list(found.find_out_first) == ["yew"]


def offering(**most):
    return tuple(
        one.model_copy(update={"beds_offered": Beds(at_least=1, at_most=most[one.id])}) for one in place().sites
    )


def test_where_the_sites_offer_too_few_beds_it_says_how_many_and_what_stands_in_the_way():
    held = place(
        sites=offering(ash=1, elm=1, oak=1, yew=5),
        options=(option("one", {"yew": 5}),),
        evidence=evidence(SITES, {("yew", "nursing"): "fails"}),
        plan=plan(sites_at_most=2),
    )
    found = Asked(held).found()
    assert found.sets == ()
    told = found.nothing_possible
    assert (told.beds_wanted, told.beds_offered, told.outside_anchors) == (5, 2, False)
    assert told.without == {
        "at most 2 sites": 3,
        "hurdle 'A nurse day and night'": 6,
        "waiting for what is not known": 2,
    }


def test_where_only_a_missing_figure_stands_in_the_way_it_says_so():
    held = place(
        sites=offering(ash=1, elm=1, oak=1, yew=5),
        options=(),
        evidence=evidence(SITES, {("yew", "cost.bed-day"): None}),
    )
    told = Asked(held).found().nothing_possible
    assert (told.beds_offered, told.without["waiting for what is not known"]) == (3, 7)
    assert told.without["hurdle 'A nurse day and night'"] == 3


def test_where_every_set_lies_outside_the_anchors_it_says_so():
    close = core(travel_time={"anchors": ((2, 0), (1, 100))})
    found = Asked(place(criteria=close)).found()
    assert found.sets == ()
    assert found.outside_anchors == found.combinations > 0
    assert found.nothing_possible.outside_anchors


@pytest.mark.parametrize("wanted", [{"at_least": 2, "at_most": 4}, 3])
def test_a_range_of_beds_is_searched_whole(wanted):
    asked = Asked(place(plan=plan(beds=wanted)))
    highest, count, _ = asked.highest({one.id: one.beds_offered for one in asked.place.sites})
    assert asked.found().combinations == count
    assert list(asked.found().sets) == [chosen for chosen, _ in highest]
