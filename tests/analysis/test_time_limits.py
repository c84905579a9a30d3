"""A solver whose time runs out: what was found is told as what it is, and nothing more is claimed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from building import AS_AT, option, plan, site, workspace
from building import place as any_place
from random_places import question_of

from appraisal import appraise
from appraisal.analysis.measuring import Ruler
from appraisal.analysis.panel import panel_weights
from appraisal.analysis.portfolio import by_enumeration, by_model
from appraisal.analysis.portfolio.search import search
from appraisal.analysis.portfolio.solvers import SOLVERS, Running, Solved, Solver
from appraisal.analysis.screening import screen
from appraisal.cli.summary import summary
from appraisal.errors import FindingsError

NO_TIME = 1e-9
both = pytest.mark.parametrize("solver", SOLVERS)
RAN_OUT = "The solver's time ran out, so a set of sites that is not listed may score higher."


def place():
    """Three homes and three beds, which make nine sets."""
    homes = tuple(site(id_, lat=51.5 + 0.02 * number) for number, id_ in enumerate(("ash", "elm", "oak")))
    return any_place(sites=homes, options=(option("one", {"ash": 3}),), plan=plan(beds=3, sites_at_most=2))


def searched(held, **how):
    ruler = Ruler.of(held)
    screening = screen(held, workspace(held).hurdles, AS_AT)
    return search(held, ruler, screening, panel_weights(held).overall, {}, **how)


def told(held=None, **how):
    return appraise(workspace(held or place()), samples=10, **how)


def search_line(findings):
    lines = summary(findings).split("\n")
    return [line[12:] for line in lines[next(n for n, line in enumerate(lines) if line.startswith("  search")) :]]


@both
def test_without_time_nothing_is_proven_and_no_bound_is_below_the_highest(solver):
    highest = searched(place(), solver="enumeration").totals
    found = searched(place(), solver=solver, time_limit=NO_TIME)
    assert not found.is_proven
    assert found.bound is None or found.bound >= highest[0] - 1e-6
    assert set(found.totals) <= set(searched(place(), solver="enumeration").totals)


@both
def test_without_time_it_is_never_said_that_nothing_is_possible(solver):
    findings = told(solver=solver, time_limit=NO_TIME)
    assert findings["portfolios"] == ()
    assert findings["search"]["nothing_possible"] is None
    assert findings["search"]["proven"] is False
    assert {row["adds"]["rank"] for row in findings["sites"]} == {None}
    name = {"highs": "HiGHS", "cbc": "CBC"}[solver]
    assert search_line(findings) == [
        f"9 sets of sites, searched by {name}; its time ran out before it found one",
        "  this does not show that there is none",
    ]


@both
def test_findings_say_what_time_there_was_and_warn_that_they_may_not_reproduce(solver):
    findings = told(solver=solver, time_limit=NO_TIME)
    assert findings["inputs"]["time_limit_seconds"] == NO_TIME
    [warning] = [warned["text"] for warned in findings["warnings"] if RAN_OUT in warned["text"]]
    assert "The same run may find others on another day or machine." in warning


def test_where_time_is_enough_findings_are_those_without_a_limit_but_for_the_limit():
    limited, free = told(solver="highs", time_limit=600.0), told(solver="highs")
    assert limited["search"] == free["search"]
    assert limited["search"]["proven"] is True
    assert (limited["inputs"]["time_limit_seconds"], free["inputs"]["time_limit_seconds"]) == (600.0, None)
    assert not [warned for warned in limited["warnings"] if RAN_OUT in warned["text"]]


@pytest.mark.parametrize("solves", [1, 2, 4, 7])
def test_sets_found_before_time_ran_out_are_kept_with_a_bound_above_what_was_not_found(solves, monkeypatch):
    """Time that runs out after so many solves, as it would on a slower machine."""
    question = question_of(place())
    expected = by_enumeration.highest(question, 10, np.eye(3, dtype=bool))
    left = iter(range(solves))
    whole = Running.solve

    def solve(self, problem):
        solved = whole(self, problem)
        return solved if next(left, None) is not None else Solved(False, solved.bound + 1.0, False)

    monkeypatch.setattr(Running, "solve", solve)
    found = by_model.highest(question, 10, np.eye(3, dtype=bool), Solver("highs", 1.0))
    assert not found.is_proven
    assert len(found.beds) >= 1
    others = [
        total
        for beds, total in zip(expected.beds.tolist(), expected.totals.tolist(), strict=True)
        if beds not in found.beds.tolist()
    ]
    assert found.bound >= max(others) - 1e-6


def test_the_terminal_says_with_the_highest_that_time_ran_out(monkeypatch):
    left = iter(range(4))
    whole = Running.solve
    out = Solved(False, float("inf"), False)
    monkeypatch.setattr(Running, "solve", lambda *given: whole(*given) if next(left, None) is not None else out)
    findings = told(solver="highs", time_limit=1.0)
    lines = search_line(findings)
    assert lines[0].startswith("9 sets of sites, searched by HiGHS; the highest")
    assert lines[1] == "  time ran out: another set may be higher, and a run again may find others"


@pytest.mark.parametrize("limit", [0.0, -1.0, float("nan")])
def test_a_time_limit_of_nothing_is_refused(limit):
    with pytest.raises(FindingsError, match="must be above 0"):
        told(solver="highs", time_limit=limit)


def test_enumeration_takes_the_time_that_it_needs():
    findings = told(solver="enumeration", time_limit=NO_TIME)
    assert findings["search"] == told(solver="enumeration")["search"]
    assert search_line(findings)[0].startswith("9 sets of sites; the highest")


def test_the_public_part_says_too_that_nothing_is_proven():
    secret = (("oak", "cost.bed-day"),)
    rows = [replace(row, public=(row.site, row.item) not in secret) for row in place().evidence]
    findings = told(replace(place(), evidence=tuple(rows)), solver="highs", time_limit=NO_TIME)
    for part in (findings, findings["public"]):
        assert part["search"]["proven"] is False
        assert part["search"]["nothing_possible"] is None
        assert any(RAN_OUT in warned["text"] for warned in part["warnings"])
