"""Where nothing is possible: the fewest limits and hurdles to relax, and the beds that there would then be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pulp import LpAffineExpression, LpBinary, LpMaximize, LpProblem, LpVariable, lpSum

from appraisal.analysis.portfolio.limits import Limit
from appraisal.analysis.portfolio.solvers import Solver
from appraisal.analysis.screening import Screening
from appraisal.model.places import Beds
from appraisal.model.workspace import Place

LISTED_AT_MOST = 10  # choices of what to relax; a longer list helps nobody
WAITING = "waiting for what is not known"


@dataclass(frozen=True, slots=True)
class NothingPossible:
    """Why no set of sites is possible.

    Attributes:
        beds_wanted: at least.
        beds_offered: the most that sites which clear every hurdle can give together, within every limit.
        without: limit or hurdle -> the most beds that they could give without it alone.
        fewest: how many limits and hurdles must go, at the least, for a set to be possible as far as limits and
            hurdles go; None where it would not be without them all.
        smallest: every choice of so few, with the beds that there would then be; empty where there are too many
            choices to list.
        outside_anchors: True where sets exist but every one lies beyond the anchors.
        off_scale: then, ids of the fewest criteria beyond whose anchors a set lies; empty where that is not known.
    """

    beds_wanted: int
    beds_offered: int
    without: Mapping[str, int]
    fewest: int | None
    smallest: tuple[tuple[tuple[str, ...], int], ...]
    outside_anchors: bool = False
    off_scale: tuple[str, ...] = ()


def nothing_possible(
    place: Place, screening: Screening, limits: Sequence[Limit], unknown: Collection[str], solver: Solver
) -> NothingPossible:
    """What stands in the way.

    Args:
        place: its sites and the beds required.
        screening: which hurdles each site clears.
        limits: with what is not known at its best.
        unknown: ids of sites of which a figure is not known.
        solver: which.
    """
    blocks = _Blocks.of(place, screening, limits, unknown)
    smallest = blocks.smallest(solver)
    return NothingPossible(
        max(1, place.plan.beds.at_least),
        blocks.most_beds((), solver),
        {name: blocks.most_beds((name,), solver) for name in blocks.names},
        len(smallest[0]) if smallest else None,
        tuple((relaxed, blocks.most_beds(relaxed, solver)) for relaxed in smallest)
        if len(smallest) <= LISTED_AT_MOST
        else (),
    )


@dataclass(frozen=True)
class _Blocks:
    """What keeps sites shut and sets out, each under the name that people know it by.

    Attributes:
        names: of every hurdle, of waiting, and of every limit, in that order.
        offers: for each site that could give beds, how many; where that is not known, any number.
        shut: for each of these, the names of what keeps it shut.
    """

    place: Place
    limits: Sequence[Limit]
    names: tuple[str, ...]
    offers: Mapping[int, Beds]
    shut: Mapping[int, tuple[str, ...]]

    @classmethod
    def of(cls, place: Place, screening: Screening, limits: Sequence[Limit], unknown: Collection[str]) -> _Blocks:
        called = {id_: f"hurdle '{name}'" for id_, name in screening.hurdles.items()}
        offers = {
            number: offer
            for number, site in enumerate(place.sites)
            if (
                offer := site.beds_offered
                or (None if site.existing else Beds(at_least=1, at_most=place.plan.beds.at_most))
            )
        }
        shut = {}
        for number in offers:
            site = place.sites[number]
            missed = [called[result.hurdle] for result in screening.results[site.id] if not result.passes]
            shut[number] = (*missed, *((WAITING,) if site.id in unknown else ()))
        names = (*called.values(), WAITING, *(limit.name for limit in limits))
        return cls(place, limits, tuple(dict.fromkeys(names)), offers, shut)

    def most_beds(self, relaxed: Collection[str], solver: Solver) -> int:
        """The most beds in all where some of the names no longer count; what must be opened is not asked for."""
        problem = LpProblem("most_beds", LpMaximize)
        opened = self._opened(problem)
        for site, blocks in self.shut.items():
            if set(blocks) - set(relaxed):
                problem += lpSum(opened[site].values()) <= 0
        for number, limit in enumerate(self.limits):
            if limit.name not in relaxed and np.isfinite(limit.at_most):
                problem += _level(limit, opened) <= limit.most, f"limit_{number}"
        problem.setObjective(_beds(opened))
        solved = solver.solve(problem)
        return round(solved.bound) if solved.has_values else 0

    def smallest(self, solver: Solver) -> tuple[tuple[str, ...], ...]:
        """Every choice of the fewest names without which the beds required can be had; one too many to list at most."""
        problem = LpProblem("fewest_to_relax", LpMaximize)
        opened = self._opened(problem)
        relaxed = {name: problem.add_variable(f"y_{n}", 0, 1, LpBinary) for n, name in enumerate(self.names)}
        problem += _beds(opened) >= max(1, self.place.plan.beds.at_least)
        problem += _beds(opened) <= self.place.plan.beds.at_most
        for site, blocks in self.shut.items():
            for name in blocks:
                problem += lpSum(opened[site].values()) <= relaxed[name]
        for limit in self.limits:
            level, most = _level(limit, opened), _highest_level(limit, opened)
            if np.isfinite(limit.at_most):
                problem += level <= limit.most + max(0.0, most - limit.most) * relaxed[limit.name]
            if limit.at_least > 0:
                problem += level >= limit.at_least * (1 - relaxed[limit.name])
        problem.setObjective(-lpSum(relaxed.values()))
        found: list[tuple[str, ...]] = []
        while len(found) <= LISTED_AT_MOST and solver.solve(problem).has_values:
            chosen = tuple(name for name, variable in relaxed.items() if variable.value() > 0.5)
            if found and len(chosen) > len(found[0]):
                break
            found.append(chosen)
            if not chosen:
                break
            problem += lpSum(relaxed[name] for name in chosen) <= len(chosen) - 1
        return tuple(sorted(found, key=lambda names: [self.names.index(name) for name in names]))

    def _opened(self, problem: LpProblem) -> dict[int, dict[int, LpVariable]]:
        """Site -> number of beds -> whether it opens with so many."""
        opened = {}
        for number, offer in self.offers.items():
            opened[number] = {
                beds: problem.add_variable(f"u_{number}_{beds}", 0, 1, LpBinary)
                for beds in range(max(1, offer.at_least), offer.at_most + 1)
            }
            problem += lpSum(opened[number].values()) <= 1
        return opened


_Opened = Mapping[int, Mapping[int, LpVariable]]


def _beds(opened: _Opened) -> LpAffineExpression:
    return lpSum(beds * variable for choices in opened.values() for beds, variable in choices.items())


def _level(limit: Limit, opened: _Opened) -> LpAffineExpression:
    return lpSum(
        float(limit.fixed[site] + limit.per_bed[site] * beds) * variable
        for site, choices in opened.items()
        for beds, variable in choices.items()
    )


def _highest_level(limit: Limit, opened: _Opened) -> float:
    return sum(
        max([0.0, *(float(limit.fixed[site] + limit.per_bed[site] * beds) for beds in choices)])
        for site, choices in opened.items()
    )
