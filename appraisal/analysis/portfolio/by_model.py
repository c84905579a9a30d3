"""A search by a model, for what is too many sets to go through: exact all the same (method 4.3).

A solver gives the highest set of a relaxation and a bound that no set is above. The ranking's own code scores the set;
the set is shut out and the model made tighter at its loads; and so on until the bound is below the sets that are kept.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from appraisal.analysis.portfolio.families import FAMILIES
from appraisal.analysis.portfolio.families_of_journeys import touch
from appraisal.analysis.portfolio.families_of_sites import not_again
from appraisal.analysis.portfolio.families_of_values import weighted_value
from appraisal.analysis.portfolio.model import Model
from appraisal.analysis.portfolio.question import Answer, Question, in_order_of_total
from appraisal.analysis.portfolio.solvers import Solver
from appraisal.errors import FindingsError
from appraisal.measures.openings import Openings

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

_End = tuple[float, bool]  # a highest total, and whether it is proven
SEEN_AT_MOST = 400  # sets beyond those asked for, before a solver is stopped: each is a solving of its own
TOLERANCE = 1e-6  # points; a set this near to the solver's bound may not have been seen


def highest(question: Question, count: int, groups: Booleans, solver: Solver) -> Answer:
    """The highest sets of all, proven by a solver.

    Args:
        question: what is asked.
        count: how many sets to give.
        groups: (groups, sites) of which sites each group holds.
        solver: which, and how long it may take for this question.
    """
    found = _highest(question, count, solver)
    ends: dict[bytes, tuple[_End, _End]] = {}
    for group in groups:
        if group.tobytes() not in ends:
            opened = _highest_where(question, found, group, solver, opens=True)
            ends[group.tobytes()] = opened, _highest_where(question, found, group, solver, opens=False)
    each = [ends[group.tobytes()] for group in groups]
    return replace(
        found,
        with_group=np.array([opened[0] for opened, _ in each]),
        without_group=np.array([closed[0] for _, closed in each]),
        are_groups_proven=all(is_proven for both in each for _, is_proven in both),
    )


def built(question: Question, total: int) -> Model:
    """The whole model of one total of beds."""
    model = Model(question, total)
    for family in FAMILIES:
        family.add(model)
    model.maximise(weighted_value(model))
    return model


def _highest(question: Question, count: int, solver: Solver) -> Answer:
    """The highest sets, and nothing of groups."""
    running = solver.begun()
    totals = range(max(1, question.beds.at_least), question.beds.at_most + 1)
    models = {total: built(question, total) for total in totals if Model(question, total).sites}
    bounds = dict.fromkeys(models, np.inf)
    beds, scored = np.zeros((0, len(question.offers)), dtype=np.int64), np.zeros(0)
    near = TOLERANCE if question.all_equals else -TOLERANCE
    seen = 0
    is_proven = not models
    while not is_proven:
        total = max(bounds, key=lambda key: bounds[key])
        solved = running.solve(models[total].problem)
        bounds[total] = min(bounds[total], solved.bound)
        if solved.has_values:
            one = _set_of(models[total])
            _shut_out(models[total], one)
            seen += 1
            score, outside = question.totals(one[None, :])
            if not outside.any() and question.kept(one[None, :])[0]:
                beds, scored = np.concatenate((beds, one[None, :])), np.concatenate((scored, score))
                order = in_order_of_total(beds, scored)
                beds, scored = beds[order], scored[order]
        lowest = scored[count - 1] if len(scored) >= count else question.floor
        is_proven = bool(max(bounds.values()) < lowest - near or np.isneginf(max(bounds.values())))
        if not solved.is_whole:
            break
        if not is_proven and seen >= count + SEEN_AT_MOST:
            msg = (
                f"The solver looked at {seen} sets of sites and came to no end: too many score the same to a millionth "
                "of a point, or lie just off a scale. Use '--solver enumeration', or let figures tell the sites apart."
            )
            raise FindingsError(msg)
    bound = max([-np.inf, *bounds.values(), *scored[count:].tolist()])
    return Answer(beds[:count], scored[:count], bound, is_proven=is_proven)


def _set_of(model: Model) -> Integers:
    """(sites,) the beds of a solution."""
    beds = np.zeros(len(model.choices), dtype=np.int64)
    for site in model.sites:
        for count in model.choices[site]:
            if (model.holds(site, count).value() or 0) > 0.5:
                beds[site] = count
    return beds


def _shut_out(model: Model, beds: Integers) -> None:
    """Shut out a set, and touch what its beds carry at its own loads."""
    model.found.append(beds)
    not_again.add(model)
    if model.load is None:
        return
    openings = Openings(model.question.ruler.geography, beds[None, :])
    loads = openings.served(model.load)[0]
    for site in np.flatnonzero(beds).tolist():
        touch(model, site, int(beds[site]), [float(loads[site])])


def _highest_where(question: Question, found: Answer, group: Booleans, solver: Solver, *, opens: bool) -> _End:
    """The highest total of a set that opens a site of a group, or that opens none, and whether it is proven."""
    known = found.totals[((found.beds > 0) & group).any(axis=1) == opens].tolist()
    has_every_set = np.isneginf(found.bound)
    if found.is_proven and (known or has_every_set):
        return max(known, default=np.nan), True
    sites = np.flatnonzero(group).tolist()
    if opens and all(question.offers[site] is None for site in sites):
        return np.nan, True
    asked = question.opening(*sites) if opens else question.closing(*sites)
    answer = _highest(replace(asked, all_equals=False), 1, solver)
    return max([*known, *answer.totals.tolist()], default=np.nan), answer.is_proven
