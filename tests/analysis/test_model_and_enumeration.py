"""Where both search, the model and enumeration agree to the last digit: optimum, ten highest, all that follows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from building import AS_AT, assumed, core, evidence, measured, place, plan, scored, site, starter, weights
from random_places import large_place, question_of, random_place

from appraisal.analysis.measuring import Ruler
from appraisal.analysis.panel import panel_weights
from appraisal.analysis.portfolio import by_enumeration, by_model
from appraisal.analysis.portfolio.families_of_sites import not_again
from appraisal.analysis.portfolio.question import in_order_of_total
from appraisal.analysis.portfolio.search import HIGHEST, search
from appraisal.analysis.portfolio.solvers import SOLVERS, Solver
from appraisal.analysis.screening import screen
from appraisal.analysis.unknowns import unknowns
from appraisal.errors import FindingsError
from appraisal.model.ballots import Ballots

PLACES = 300
TEN_HIGHEST = range(20)  # places of which the ten highest are held against each other; benchmarks/ does all


def no_groups(question):
    return np.zeros((0, len(question.offers)), dtype=bool)


def both(question, count, solver):
    groups = no_groups(question)
    return by_enumeration.highest(question, count, groups), by_model.highest(question, count, groups, Solver(solver))


def assert_same(one, other):
    assert other.is_proven
    assert one.beds.tolist() == other.beds.tolist()
    np.testing.assert_allclose(one.totals, other.totals, rtol=0, atol=1e-9)


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("first", range(0, PLACES, 15))
def test_the_optimum_of_random_places_is_that_of_enumeration(first, solver):
    for seed in range(first, first + 15):
        assert_same(*both(question_of(random_place(seed)), 1, solver))


def test_the_random_places_are_not_all_alike():
    """Each family of limits, every way to combine, and places where nothing is possible are among them."""
    questions = [question_of(random_place(seed)) for seed in range(PLACES)]
    families = {limit.family for question in questions for limit in question.limits}
    assert families == {
        "sites-at-most",
        "provider-limits",
        "sites-required-or-forbidden",
        "budget",
        "ward-round-hours",
    }
    empty = [q for q in questions if not len(by_enumeration.highest(q, 1, no_groups(q)).beds)]
    assert 20 < len(empty) < 90
    counts = [by_enumeration.count_of(question) for question in questions]
    assert max(counts) > 1_000
    assert max(len(question.offers) for question in questions) == 12


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("seed", TEN_HIGHEST)
def test_the_ten_highest_of_random_places_are_those_of_enumeration(seed, solver):
    assert_same(*both(question_of(random_place(seed)), HIGHEST, solver))


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("first", range(0, 60, 15))
def test_with_what_is_not_known_at_its_best_they_agree_too(first, solver):
    for seed in range(first, first + 15):
        held = random_place(seed, most_sites=6)
        gone = held.sites[0].id
        rows = tuple(
            row
            for number, row in enumerate(held.evidence)
            if not (row.site == gone and row.item.startswith(("cost.bed", "access")[number % 2]))
        )
        question = question_of(replace(held, evidence=rows), at_best=True)
        assert_same(*both(question, 3, solver))


@pytest.mark.parametrize("solver", SOLVERS)
def test_the_ten_highest_of_the_starter_are_those_of_enumeration(solver):
    workspace = starter()
    [held] = workspace.places.values()
    screening = screen(held, workspace.hurdles, AS_AT)
    missing = unknowns(held, Ruler.of(held), screening)
    question = question_of(held)
    usable = tuple(
        offer if screening.passes(one.id) and not any(unknown.scored for unknown in missing[one.id]) else None
        for one, offer in zip(held.sites, question.offers, strict=True)
    )
    enumerated, modelled = both(replace(question, offers=usable), HIGHEST, solver)
    assert len(enumerated.totals) == HIGHEST
    assert_same(enumerated, modelled)


def test_the_model_proves_the_optimum_of_a_place_as_large_as_a_borough():
    question = question_of(large_place())
    assert by_enumeration.count_of(question) == 42_504
    assert_same(*both(question, 1, "highs"))


def asked(held, **how):
    ruler = Ruler.of(held)
    screening = screen(held, starter().hurdles[:0], AS_AT)
    missing = {id_: "not known" for id_, of in unknowns(held, ruler, screening).items() if any(u.scored for u in of)}
    return search(held, ruler, screening, panel_weights(held).overall, missing, **how)


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("seed", range(8))
def test_everything_that_follows_from_a_search_is_the_same(seed, solver):
    """What each site and provider adds, what to find out first, and why nothing is possible."""
    held = random_place(seed, most_sites=6, most_beds=4)
    rows = tuple(row for row in held.evidence if row.site != held.sites[-1].id or row.item != "cost.bed-day")
    held = replace(held, evidence=rows)
    enumerated, modelled = asked(held), asked(held, solver=solver)
    assert (enumerated.solver, modelled.solver) == ("enumeration", solver)
    assert modelled.is_proven
    for name in ("sets", "totals", "sites", "providers", "find_out_first", "combinations"):
        assert getattr(modelled, name) == getattr(enumerated, name), name
    why, why_by_model = enumerated.nothing_possible, modelled.nothing_possible
    assert (why and replace(why, off_scale=())) == why_by_model


def test_beyond_the_stated_number_of_sets_a_model_searches(monkeypatch):
    from appraisal.analysis.portfolio import search as module

    held = random_place(11)
    monkeypatch.setattr(module, "ENUMERATED_AT_MOST", by_enumeration.count_of(question_of(held)) - 1)
    assert asked(held).solver == "highs"
    monkeypatch.setattr(module, "ENUMERATED_AT_MOST", by_enumeration.count_of(question_of(held)))
    assert asked(held).solver == "enumeration"


@pytest.mark.parametrize("solver", SOLVERS)
def test_equal_optima_are_all_seen_and_the_rule_picks(solver):
    """Six sites that nothing tells apart: any one of them could be first, and papers must not differ by solver."""
    ids = [f"twin-{number}" for number in range(6)]
    held = place(
        sites=tuple(site(id_, lat=51.5, lon=-0.2) for id_ in ids),
        options=(),
        evidence=evidence(ids),
        plan=plan(beds=2, sites_at_most=1),
        ballots=replace(place().ballots, scores=tuple(replace(place().ballots.scores[0], site=id_) for id_ in ids)),
    )
    enumerated, modelled = both(question_of(held), 1, solver)
    assert enumerated.beds.tolist() == modelled.beds.tolist() == [[2, 0, 0, 0, 0, 0]]


def test_a_set_that_was_found_is_shut_out_alone():
    question = question_of(random_place(11))
    [total] = range(question.beds.at_least, question.beds.at_most + 1)
    model = by_model.built(question, total)
    every = by_enumeration.highest(question, 1_000, no_groups(question))
    seen = []
    while (solved := Solver("highs").solve(model.problem)).has_values and len(seen) < 5:
        one = by_model._set_of(model)
        assert one.tolist() not in seen
        assert solved.bound >= every.totals[len(seen)] - 1e-7
        seen.append(one.tolist())
        model.found.append(one)
        not_again.add(model)
    assert len(seen) == 5
    assert all(one in every.beds.tolist() for one in seen)


def cost_of(held, sites):
    return float(measured(held, sites)["cost"].value[0])


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_budget_met_but_for_the_last_digit_is_met_in_the_model_too(solver):
    held = place(costing=core()[2])
    short = cost_of(held, {"ash": 5}) - 0.001
    held = replace(held, plan=plan(limits={"budget_pounds": assumed(short)}))
    enumerated, modelled = both(question_of(held), 3, solver)
    assert len(enumerated.beds) > 0
    assert_same(enumerated, modelled)


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("bent", [False, True])
@pytest.mark.parametrize("end", ["least", "most"])
def test_a_performance_on_an_anchor_but_for_the_last_digit_is_inside_it_in_the_model_too(end, bent, solver):
    exact = cost_of(place(), {"ash": 5})
    least, most = (exact - 0.002, exact - 900_000) if end == "most" else (exact + 900_000, exact + 0.002)
    middle = (((least + most) / 2, 20),) if bent else ()
    anchors = ((least, 0), *middle, (most, 100))
    held = place(criteria=core(cost={"anchors": anchors, "outside": "error"}))
    enumerated, modelled = both(question_of(held), HIGHEST, solver)
    assert [5, 0, 0, 0] in enumerated.beds.tolist()
    assert_same(enumerated, modelled)


def twins(count, **changes):
    """Homes on one spot that nothing tells apart, with all weight on what the panel scored."""
    ids = [f"twin-{number:02d}" for number in range(count)]
    cast = place().ballots.scores[0]
    ballots = Ballots((weights("p01", clinical_fit=100),), tuple(replace(cast, site=id_, answer="75") for id_ in ids))
    fit = tuple(criterion for criterion in core() if criterion.id == "clinical-fit")
    sites = tuple(site(id_, lat=51.5, lon=-0.2) for id_ in ids)
    written = {"sites": sites, "options": (), "evidence": evidence(ids), "criteria": fit, "ballots": ballots}
    return place(**written | changes)


def test_what_to_find_out_first_is_the_same_where_a_solver_must_be_asked(monkeypatch):
    """With many equal sets: a solver may give any of them, so that only their total may count."""
    from appraisal.analysis.portfolio import search as module

    held = twins(8, plan=plan(beds=3))
    silent = tuple(cast for cast in held.ballots.scores if cast.site != "twin-03")
    held = replace(held, ballots=replace(held.ballots, scores=silent))
    enumerated = asked(held)
    assert list(enumerated.find_out_first) == ["twin-03"]
    sets = by_enumeration.count_of(question_of(held))
    monkeypatch.setattr(module, "ENUMERATED_AT_MOST", 10)
    modelled = asked(held, solver="enumeration")
    assert sets > 10
    assert modelled.find_out_first == enumerated.find_out_first
    assert not modelled.is_asked_together or len(enumerated.find_out_first) < 2


def test_too_many_equal_sets_for_a_solver_are_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr(by_model, "SEEN_AT_MOST", 20)
    with pytest.raises(
        FindingsError, match=r"looked at 30 sets of sites and came to no end.* Use '--solver enumeration'"
    ):
        asked(twins(8, plan=plan(beds=3)), solver="highs")


def test_too_many_sets_to_go_through_are_refused_with_what_to_do(monkeypatch):
    from appraisal.analysis.portfolio import search as module

    monkeypatch.setattr(module, "GONE_THROUGH_AT_MOST", 5)
    with pytest.raises(FindingsError, match=r"sets of sites, too many to go through one by one\. Leave"):
        asked(place(), solver="enumeration")
    assert asked(place()).solver == "enumeration"


@pytest.mark.parametrize("solver", SOLVERS)
def test_ids_that_look_like_parts_of_names_are_told_apart(solver):
    """A site called 'none' and one called '1', with a criterion that goes by the lowest site."""
    ids = ["none", "1", "beds", "beds-2"]
    held = place(
        sites=tuple(site(id_, lat=51.5 + 0.01 * n) for n, id_ in enumerate(ids)),
        options=(),
        evidence=evidence(ids),
        criteria=core(clinical_fit={"combine": "worst"}),
        ballots=replace(
            place().ballots,
            scores=tuple(scored("p01", id_, points) for id_, points in zip(ids, (25, 50, 75, 100), strict=True)),
        ),
    )
    assert_same(*both(question_of(held), HIGHEST, solver))


def test_equal_totals_are_told_by_how_far_they_are_apart_and_not_by_rounding():
    beds = np.array([[1, 1], [0, 2]])
    assert in_order_of_total(beds, np.array([50.0000000015001, 50.0000000014999])).tolist() == [1, 0]
    assert in_order_of_total(beds, np.array([50.000000003, 50.0])).tolist() == [0, 1]
