"""The two solvers on problems whose answers are known, and what they say where time runs out."""

from __future__ import annotations

import tempfile
from random import Random

import pytest
from pulp import LpBinary, LpContinuous, LpInteger, LpMaximize, LpProblem, lpSum, value

from appraisal.analysis.portfolio.solvers import SOLVERS, Solver

NO_TIME = 1e-9

both = pytest.mark.parametrize("name", SOLVERS)


def oxen_and_carts(constant=0.0):
    """At best 3 and 1, which make 13 and the constant; parts of an ox and a cart would make more."""
    problem = LpProblem("small", LpMaximize)
    oxen, carts = (problem.add_variable(name, 0, 10, LpInteger) for name in ("oxen", "carts"))
    problem += 3 * oxen + 2 * carts <= 12
    problem += 2 * oxen + 5 * carts <= 11
    problem.setObjective(3 * oxen + 4 * carts + constant)
    return problem, (oxen, carts)


def no_whole_number(count):
    """Half of a thing would do, and no whole number of them does."""
    problem = LpProblem("between", LpMaximize)
    chosen = [problem.add_variable(f"y_{number}", 0, 1, LpBinary) for number in range(count)]
    problem += lpSum(5 * one for one in chosen) >= 2
    problem += lpSum(5 * one for one in chosen) <= 3
    problem.setObjective(lpSum(chosen))
    return problem


def crowded(seed=1):
    """Sixty things for eight full cupboards: some tenths of a second's work."""
    chance = Random(seed)
    problem = LpProblem("crowded", LpMaximize)
    taken = [problem.add_variable(f"y_{number}", 0, 1, LpBinary) for number in range(60)]
    for _ in range(8):
        sizes = [chance.randint(1, 99) for _ in taken]
        problem += lpSum(size * one for size, one in zip(sizes, taken, strict=True)) <= sum(sizes) // 2
    problem.setObjective(lpSum(chance.randint(1, 99) * one for one in taken) + 1_000)
    return problem, taken


@both
@pytest.mark.parametrize("constant", [0.0, 7.0, -40.0])
def test_the_highest_whole_solution_is_found_and_the_bound_is_its_own_height(name, constant):
    problem, numbers = oxen_and_carts(constant)
    solved = Solver(name).solve(problem)
    assert [one.value() for one in numbers] == [3, 1]
    assert (solved.has_values, solved.is_whole) == (True, True)
    assert solved.bound == pytest.approx(13 + constant)


@both
@pytest.mark.parametrize("count", [1, 2, 3])
def test_where_no_whole_number_will_do_nothing_is_possible(name, count):
    solved = Solver(name).solve(no_whole_number(count))
    assert (solved.has_values, solved.bound, solved.is_whole) == (False, float("-inf"), True)


@both
def test_where_rows_contradict_each_other_nothing_is_possible(name):
    problem, (oxen, carts) = oxen_and_carts()
    problem += oxen + carts >= 9
    assert Solver(name).solve(problem).bound == float("-inf")


@both
def test_without_time_it_never_says_that_nothing_is_possible(name):
    for problem in (oxen_and_carts()[0], crowded()[0]):
        solved = Solver(name, NO_TIME).solve(problem)
        assert not solved.is_whole
        assert solved.bound > float("-inf")


@both
@pytest.mark.parametrize("seconds", [NO_TIME, 0.001, 0.005, 0.01, 0.02, 0.04])
def test_whenever_time_runs_out_the_bound_is_above_the_highest_and_what_was_found_is_below(name, seconds):
    """The objective has a constant, which the solvers leave out of the bounds that they tell."""
    problem, _ = crowded()
    highest = 3_043
    solved = Solver(name, seconds).solve(problem)
    assert solved.bound >= highest - 1e-6
    if solved.has_values:
        assert value(problem.objective) <= highest + 1e-6
        assert all(row.valid(1e-6) for row in problem.constraints())
    if solved.is_whole:
        assert solved.bound == pytest.approx(highest)


@both
def test_a_limit_that_is_not_reached_changes_nothing(name):
    solved = [Solver(name, limit).solve(crowded()[0]) for limit in (None, 60)]
    assert solved[0] == solved[1]
    assert solved[0].bound == pytest.approx(3_043)


@both
def test_the_same_problem_solved_twice_gives_the_same_values(name):
    """Of many that are equally high, too."""
    found = []
    for _ in range(2):
        problem, taken = crowded()
        problem.setObjective(lpSum(taken))
        assert Solver(name).solve(problem).is_whole
        found.append([round(one.value()) for one in taken])
    assert found[0] == found[1]


def test_the_two_solvers_agree_on_the_highest():
    for seed in range(2, 7):
        bounds = [Solver(name).solve(crowded(seed)[0]).bound for name in SOLVERS]
        assert bounds[0] == pytest.approx(bounds[1], abs=1e-4)


@both
def test_no_file_is_left_behind(name, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for problem, limit in ((oxen_and_carts()[0], None), (no_whole_number(1), None), (crowded()[0], NO_TIME)):
        Solver(name, limit).solve(problem)
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "kind"), [("highs", LpContinuous), ("cbc", LpInteger)])
def test_an_answer_that_nobody_expects_is_no_answer(name, kind):
    problem = LpProblem("endless", LpMaximize)
    steps = [problem.add_variable(one, 0, None, kind) for one in ("left", "right")]
    problem += steps[0] - steps[1] <= 1
    problem.setObjective(lpSum(steps))
    with pytest.raises(RuntimeError, match="answered"):
        Solver(name).solve(problem)
