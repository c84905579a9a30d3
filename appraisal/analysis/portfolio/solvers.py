"""The solvers: HiGHS by default, and the CBC that comes with PuLP as an independent second."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pulp
from pulp import LpProblem

SOLVERS = ("highs", "cbc")
_TOLERANCE = 1e-8  # of rows and of whole numbers
_FEASIBLE = 2  # HiGHS's word for a solution that keeps to every row
_LEAST_STEP = 1e-9  # by which a solution must be better for CBC to look for it; its own is 1e-5
_LAST_DIGIT = 1e-3  # of the bound that CBC prints when time runs out


@dataclass(frozen=True, slots=True)
class Solved:
    """What a solver found.

    Attributes:
        has_values: whether the problem's variables now hold a solution.
        bound: no solution is higher than this; minus infinity where it proved that nothing is possible.
        is_whole: whether it solved the problem to the end; False where time ran out.
    """

    has_values: bool
    bound: float
    is_whole: bool

    @classmethod
    def nothing(cls) -> Solved:
        """Nothing is possible."""
        return cls(False, float("-inf"), True)


@dataclass(frozen=True, slots=True)
class Solver:
    """One of the solvers, and how long it may take.

    One thread and a fixed seed, so that the same problem gives the same solution wherever time does not run out.

    Attributes:
        name: "highs" or "cbc".
        time_limit: seconds for each question, which may take many problems; None for no limit.
    """

    name: str
    time_limit: float | None = None

    def begun(self) -> Running:
        """The solver at the start of a question."""
        return Running(self.name, None if self.time_limit is None else monotonic() + self.time_limit)

    def solve(self, problem: LpProblem) -> Solved:
        """Solve one problem as a question of its own; see `Running.solve`."""
        return self.begun().solve(problem)


@dataclass(frozen=True, slots=True)
class Running:
    """A solver at work on one question.

    Attributes:
        name: "highs" or "cbc".
        until: when its time is up, by the machine's own count of seconds; None for no limit.
    """

    name: str
    until: float | None

    def solve(self, problem: LpProblem) -> Solved:
        """Solve a problem in whole numbers, to be made as high as can be; its variables then hold the solution."""
        seconds = None if self.until is None else self.until - monotonic()
        if seconds is not None and seconds <= 0:
            return Solved(has_values=False, bound=float("inf"), is_whole=False)
        return _highs(problem, seconds) if self.name == "highs" else _cbc(problem, seconds)


def _highs(problem: LpProblem, time_limit: float | None) -> Solved:
    chosen = pulp.HiGHS(
        msg=False,
        threads=1,
        timeLimit=time_limit,
        gapRel=0.0,
        gapAbs=1e-7,
        random_seed=0,
        mip_allow_restart=False,
        primal_feasibility_tolerance=_TOLERANCE,
        mip_feasibility_tolerance=_TOLERANCE,
    )
    problem.solve(chosen)
    found = problem.solverModel
    status = found.modelStatusToString(found.getModelStatus())
    info = found.getInfo()
    bound = problem.objective.constant - info.mip_dual_bound
    if status == "Optimal":
        return Solved(True, bound, True)
    if status == "Time limit reached":
        return Solved(info.primal_solution_status == _FEASIBLE, bound, False)
    # Nothing here is unbounded, since value scores end at 100, so the second means the first.
    if status in ("Infeasible", "Primal infeasible or unbounded"):
        return Solved.nothing()
    msg = f"HiGHS answered {status!r}"
    raise RuntimeError(msg)


def _cbc(problem: LpProblem, time_limit: float | None) -> Solved:
    """Solve by CBC, whose preprocessing calls some problems infeasible that are not: so it is asked again without."""
    until = None if time_limit is None else monotonic() + time_limit
    found = _cbc_once(problem, time_limit, "sos")
    if found != Solved.nothing():
        return found
    left = None if until is None else until - monotonic()
    if left is not None and left <= 0:
        return Solved(has_values=False, bound=float("inf"), is_whole=False)
    try:
        return _cbc_once(problem, left, "off")
    except pulp.PulpSolverError:
        # Without preprocessing it breaks off where it finds a problem infeasible at the start.
        return found


def _cbc_once(problem: LpProblem, time_limit: float | None, preprocess: str) -> Solved:
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "cbc.log"
        chosen = pulp.COIN_CMD(
            path=pulp.PULP_CBC_CMD.pulp_cbc_path,
            msg=False,
            timeLimit=time_limit,
            gapRel=0.0,
            gapAbs=0.0,
            options=["randomSeed 1", f"increment {_LEAST_STEP}", f"preprocess {preprocess}", f"primalT {_TOLERANCE}"],
            logPath=str(log),
        )
        chosen.tmpDir = folder
        problem.solve(chosen)
        said = log.read_text(encoding="utf-8", errors="replace")
    if (problem.status, problem.sol_status) == (pulp.LpStatusOptimal, pulp.LpSolutionOptimal):
        return Solved(True, float(pulp.value(problem.objective)), True)
    # CBC calls a problem infeasible where time runs out before it has begun to search.
    if "Stopped on time" in said or (time_limit is not None and _seconds(said) >= time_limit):
        told = re.search(r"^Upper bound: +(\S+)$", said, re.MULTILINE)
        bound = problem.objective.constant + float(told[1]) + _LAST_DIGIT if told else float("inf")
        return Solved(problem.status == pulp.LpStatusOptimal, bound, False)
    if problem.status == pulp.LpStatusInfeasible:
        return Solved.nothing()
    msg = f"CBC answered {said[-300:]!r}"
    raise RuntimeError(msg)


def _seconds(said: str) -> float:
    """The last wall-clock time that CBC told."""
    told = re.findall(r"Wallclock seconds\): +(\S+?)\)?$", said, re.MULTILINE)
    return float(told[-1]) if told else 0.0
