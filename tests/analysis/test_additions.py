"""What each site and each provider adds to the highest set: by hand, and against every set of random places."""

from __future__ import annotations

import numpy as np
import pytest
from building import AS_AT, SITES, place, plan, site, workspace
from random_places import question_of, random_place

from appraisal import appraise
from appraisal.analysis.measuring import Ruler
from appraisal.analysis.panel import panel_weights
from appraisal.analysis.portfolio import by_enumeration, by_model
from appraisal.analysis.portfolio.question import Answer
from appraisal.analysis.portfolio.search import Addition, search
from appraisal.analysis.portfolio.solvers import Solver
from appraisal.analysis.screening import screen
from appraisal.analysis.search_told import additions_told

ENDS = {"ash": (70.0, 66.0), "elm": (70.0, None), "fir": (68.0, 70.0), "oak": (70.0, 66.0), "yew": (None, 70.0)}


def ranks(told):
    return {id_: row["rank"] for id_, row in told.items()}


def test_the_ranking_by_what_each_adds_worked_by_hand():
    """No set is possible without Elm; Ash and Oak add 4 points each; Fir costs 2; Yew is in no possible set."""
    told = additions_told({id_: Addition(*ends) for id_, ends in ENDS.items()})
    assert ranks(told) == {"elm": 1, "ash": 2, "oak": 2, "fir": 4, "yew": None}
    assert {id_: row["points"] for id_, row in told.items()} == {
        "ash": 4.0, "elm": None, "fir": -2.0, "oak": 4.0, "yew": None,
    }  # fmt: skip
    assert told["yew"] == {"with": None, "without": 70.0, "points": None, "rank": None}


def test_two_without_each_of_which_nothing_is_possible_share_the_first_rank():
    told = additions_told({"ash": Addition(70.0, None), "elm": Addition(60.0, None), "oak": Addition(70.0, 60.0)})
    assert ranks(told) == {"ash": 1, "elm": 1, "oak": 3}


def test_points_that_differ_by_rounding_alone_share_a_rank():
    told = additions_told({"ash": Addition(70.0, 66.0), "elm": Addition(70.0, 66.0 - 1e-11)})
    assert ranks(told) == {"ash": 1, "elm": 1}


def test_where_nothing_is_proven_a_set_that_was_not_found_gives_no_rank():
    told = additions_told({id_: Addition(*ends) for id_, ends in ENDS.items()}, is_proven=False)
    assert ranks(told) == {"ash": 1, "elm": None, "fir": 3, "oak": 1, "yew": None}


@pytest.mark.parametrize("seed", range(40, 56))
def test_what_each_adds_is_what_every_set_scored_one_by_one_says(seed):
    held = random_place(seed, most_sites=6, most_beds=5, most_areas=3)
    ruler, weights = Ruler.of(held), panel_weights(held).overall
    found = search(held, ruler, screen(held, workspace(held).hurdles, AS_AT), weights, {}, solver="enumeration")
    question = question_of(held)
    choices = [[0, *range(one.beds_offered.at_least, one.beds_offered.at_most + 1)] for one in held.sites]
    beds = np.array(np.meshgrid(*choices, indexing="ij")).reshape(len(choices), -1).T
    beds = beds[[total > 0 and total in held.plan.beds for total in beds.sum(axis=1).tolist()]]
    beds = beds[question.kept(beds)]
    totals, outside = question.totals(beds)
    beds, totals = beds[~outside.any(axis=1)], totals[~outside.any(axis=1)]

    def highest(chosen):
        return max(totals[chosen].tolist(), default=None)

    for number, one in enumerate(held.sites):
        opened = beds[:, number] > 0
        assert found.sites[one.id] == Addition(highest(opened), highest(~opened))
    for provider in held.providers:
        run = [number for number, one in enumerate(held.sites) if one.provider == provider.id]
        opened = (beds[:, run] > 0).any(axis=1)
        assert found.providers[provider.id] == Addition(highest(opened), highest(~opened))


def test_a_site_or_provider_is_told_with_its_rank_in_the_findings():
    """Elm offers too much, so that it is in no set; Ash is too small, so nothing is possible without Oak."""
    offers = {"ash": (1, 1), "elm": (6, 6), "oak": (4, 5)}
    sites = tuple(
        site(id_, provider="two" if id_ != "oak" else "one", beds_offered={"at_least": low, "at_most": high})
        for id_, (low, high) in offers.items()
    )
    told = appraise(workspace(place(sites=sites, options=())), samples=10)
    adds = {row["id"]: row["adds"] for row in told["sites"]}
    assert ranks(adds) == {"ash": 2, "elm": None, "oak": 1}
    assert adds["oak"]["without"] is None
    assert adds["elm"]["with"] is None
    assert ranks({row["id"]: row["adds"] for row in told["providers"]}) == {"one": 1, "two": 2}
    totals = {tuple(row["sites"]): row["total"]["value"] for row in told["portfolios"]}
    assert totals == {("ash", "oak"): adds["ash"]["with"], ("oak",): adds["ash"]["without"]}


def test_a_set_that_is_listed_is_never_above_what_its_sites_are_said_to_reach(monkeypatch):
    """Where time ran out: a second search for a site may then find less than the first one did."""
    held = place(plan=plan(sites_at_most=2))
    question = question_of(held)
    whole = by_enumeration.highest(question, 10, np.eye(len(SITES), dtype=bool))
    none = np.zeros(0)
    first = Answer(whole.beds[:3], whole.totals[:3], np.inf, none, none, is_proven=False)
    later = Answer(whole.beds[9:], whole.totals[9:], np.inf, none, none, is_proven=False)
    answers = iter([first])
    monkeypatch.setattr(by_model, "_highest", lambda *_: next(answers, later))
    found = by_model.highest(question, 10, np.eye(len(SITES), dtype=bool), Solver("highs", 1.0))
    for number in range(len(SITES)):
        opened = first.beds[:, number] > 0
        for ends, held_by in ((found.with_group, opened), (found.without_group, ~opened)):
            assert ends[number] >= max(first.totals[held_by].tolist(), default=0.0)
    assert not found.is_proven


@pytest.mark.parametrize("solver", ["highs", "cbc"])
def test_where_every_set_is_listed_no_solver_is_asked_again(solver, monkeypatch):
    held = place(
        sites=tuple(site(id_, beds_offered={"at_least": 5, "at_most": 5}) for id_ in ("ash", "elm")), options=()
    )
    asked = []
    whole = by_model._highest
    monkeypatch.setattr(by_model, "_highest", lambda *given: asked.append(given) or whole(*given))
    groups = np.array([[True, False], [False, True], [True, True]])
    found = by_model.highest(question_of(held), 10, groups, Solver(solver))
    assert len(asked) == 1
    expected = by_enumeration.highest(question_of(held), 10, groups)
    assert np.array_equal(found.with_group, expected.with_group, equal_nan=True)
    assert np.array_equal(found.without_group, expected.without_group, equal_nan=True)
    assert np.isnan(found.without_group[2])
