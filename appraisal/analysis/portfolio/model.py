"""The model of one place: its variables, built as a PuLP problem, to which families of constraints are added.

It is a relaxation: no set of sites scores more in the ranking than here (methods 4.1 to 4.3). Only access is not exact,
since the load that beds carry is bent and the model's lines are straight; so what a solver finds is scored again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from pulp import LpAffineExpression, LpBinary, LpConstraint, LpMaximize, LpProblem, LpVariable
from pulp.constants import LpConstraintEQ, LpConstraintGE, LpConstraintLE

from appraisal.analysis.portfolio.question import Question
from appraisal.measures.performances import Terms
from appraisal.model.criteria import Criterion

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

ROOM = 1e-6  # left in what switches a row off, so that rounding never makes a set impossible
_SENSES = {"<=": LpConstraintLE, ">=": LpConstraintGE, "=": LpConstraintEQ}


class Sum:
    """A sum of variables times coefficients, and a constant, gathered before it becomes a row."""

    def __init__(self, constant: float = 0.0) -> None:
        """Begin with a constant."""
        self.terms: dict[LpVariable, float] = {}
        self.constant = constant

    def add(self, variable: LpVariable, coefficient: float) -> None:
        """Add a variable times a coefficient; 0 leaves it out."""
        if coefficient:
            self.terms[variable] = self.terms.get(variable, 0.0) + coefficient

    def plus(self, other: Sum, factor: float = 1.0) -> Sum:
        """The sum and another, times a factor, as a new one."""
        both = Sum(self.constant + factor * other.constant)
        for part, times in ((self, 1.0), (other, factor)):
            for variable, coefficient in part.terms.items():
                both.add(variable, times * coefficient)
        return both


class Model:
    """The sets of sites and beds of one total, as variables of a mixed integer programme.

    Attributes:
        question: what is asked.
        total: new beds in all; a range of totals is a model for each.
        problem: the PuLP problem; families add their rows to it.
        found: (sites,) beds of each set that was found already, and is shut out.
    """

    def __init__(self, question: Question, total: int, name: str = "place") -> None:
        """Say what is asked; variables are made when a family first uses them."""
        self.question = question
        self.total = total
        self.problem = LpProblem(name, LpMaximize)
        self._variables: dict[str, LpVariable] = {}
        self._rows: set[str] = set()
        self.found: list[Integers] = []

    @property
    def sites(self) -> list[int]:
        """Indices of the sites that can be used."""
        return [site for site, choices in enumerate(self.choices) if choices]

    @cached_property
    def choices(self) -> list[list[int]]:
        """For each site, the numbers of beds that it could hold here."""
        return [
            [] if offer is None else list(range(max(1, offer.at_least), min(offer.at_most, self.total) + 1))
            for offer in self.question.offers
        ]

    @cached_property
    def terms(self) -> Mapping[str, Terms]:
        """Criterion id -> its performance as a sum."""
        found = {}
        for id_, measure in self.question.ruler.measures.items():
            terms = measure.terms(at_best=self.question.at_best)
            if terms is not None:
                found[id_] = terms
        return found

    @property
    def criteria(self) -> tuple[tuple[Criterion, Terms, float], ...]:
        """Every criterion that has terms, with them and its weight."""
        pairs = zip(self.question.ruler.criteria, self.question.weights.tolist(), strict=True)
        return tuple((c, self.terms[c.id], weight) for c, weight in pairs if c.id in self.terms)

    @cached_property
    def load(self) -> Floats | None:
        """(areas,) erlangs that each area's people ask for; None where no criterion asks what beds carry."""
        return next((terms.load for terms in self.terms.values() if terms.load is not None), None)

    @cached_property
    def ways(self) -> Integers:
        """(areas,) number of the way that each area's people go: areas with the same order of sites go together.

        Such areas go to the same site whichever are open, so that one variable stands for them all. -1 for an area of
        which it does not matter where its people go.
        """
        parts = [np.abs(terms.going).sum(axis=1) for terms in self.terms.values() if terms.going is not None]
        parts += [] if self.load is None else [self.load]
        matters = np.nan_to_num(sum(parts), nan=1.0) > 0 if parts else np.zeros(len(self._nearness), dtype=bool)
        _, ways = np.unique(np.argsort(self._nearness[:, self.sites], axis=1), axis=0, return_inverse=True)
        found = np.full(len(matters), -1)
        _, found[matters] = np.unique(ways.reshape(-1)[matters], return_inverse=True)
        return found

    @cached_property
    def nearest_first(self) -> list[list[int]]:
        """For each way, the sites that can be used from the nearest to the farthest."""
        firsts = [int(np.flatnonzero(self.ways == way)[0]) for way in range(self.ways.max(initial=-1) + 1)]
        return [sorted(self.sites, key=lambda site: self._nearness[area, site]) for area in firsts]

    def by_way(self, of_areas: Floats) -> Floats:
        """A figure of each area, summed over the areas that go the same way.

        Args:
            of_areas: (areas,) or (areas, sites).
        """
        summed_up = np.zeros((self.ways.max(initial=-1) + 1, *of_areas.shape[1:]))
        np.add.at(summed_up, self.ways[self.ways >= 0], of_areas[self.ways >= 0])
        return summed_up

    @property
    def _nearness(self) -> npt.NDArray[np.int16]:
        return self.question.ruler.geography.nearness

    # Variables, each with the name that the reference gives it.

    def holds(self, site: int, beds: int) -> LpVariable:
        """u[s,b]: 1 if the site opens with so many beds."""
        return self._variable(f"u.{self.site_name(site)}.{beds}", 0, 1, LpBinary)

    def goes(self, way: int, site: int) -> LpVariable:
        """x[a,s]: 1 if the people of areas that go this way go to the site."""
        return self._variable(f"x.{way + 1}.{self.site_name(site)}", 0, 1)

    def offered(self, site: int, beds: int) -> LpVariable:
        """r[s,b]: the load offered to the site if it holds so many beds, in erlangs."""
        return self._variable(f"r.{self.site_name(site)}.{beds}", 0)

    def carried(self, site: int, beds: int) -> LpVariable:
        """c[s,b]: the load that its beds carry, in erlangs."""
        return self._variable(f"c.{self.site_name(site)}.{beds}", 0)

    def score(self, criterion: str) -> LpVariable:
        """v[j]: the value score; no row needs it to be at least 0, and some would miss that by the last digit."""
        return self._variable(f"v.{plain(criterion)}", None, 100)

    def part(self, what: str, criterion: str, number: int, *, whole: bool = False) -> LpVariable:
        """A part of a bent function: how far, or whether, it has gone into piece `number`."""
        return self._variable(f"{what}.{plain(criterion)}.{number}", 0, 1, LpBinary if whole else "Continuous")

    def free(self, what: str, criterion: str) -> LpVariable:
        """A level without bounds, in the criterion's unit."""
        return self._variable(f"{what}.{plain(criterion)}", None)

    def opened(self, site: int, factor: float = 1.0) -> Sum:
        """Whether the site is open, in all its numbers of beds."""
        found = Sum()
        for beds in self.choices[site]:
            found.add(self.holds(site, beds), factor)
        return found

    def over_open(self, fixed: Floats | None, per_bed: Floats | None) -> Sum:
        """Sum over open sites of fixed + per_bed x beds."""
        found = Sum()
        for site in self.sites:
            for beds in self.choices[site]:
                each = (0.0 if fixed is None else fixed[site]) + (0.0 if per_bed is None else per_bed[site] * beds)
                found.add(self.holds(site, beds), float(each))
        return found

    def performance(self, terms: Terms) -> Sum:
        """The performance on a criterion before its floor, as a sum."""
        found = self.over_open(terms.fixed, terms.per_bed)
        if terms.over_beds:
            found = Sum().plus(found, 1 / self.total)
        if terms.going is not None:
            minutes = self.by_way(np.nan_to_num(terms.going))
            for way, of_sites in enumerate(minutes.tolist()):
                for site in self.sites:
                    found.add(self.goes(way, site), of_sites[site])
        if terms.carried is not None:
            for site in self.sites:
                for beds in self.choices[site]:
                    found.add(self.carried(site, beds), float(terms.carried[site]))
        return found

    def row(self, name: str, left: Sum, sense: str, right: float | Sum) -> None:
        """Add one constraint: left <=, = or >= right."""
        moved = left.plus(right, -1.0) if isinstance(right, Sum) else left
        bound = -moved.constant + (0.0 if isinstance(right, Sum) else right)
        expression = LpAffineExpression(list(moved.terms.items()))
        self.problem.addConstraint(LpConstraint(expression, _SENSES[sense], name, bound))
        self._rows.add(name)

    def has_row(self, name: str) -> bool:
        """Whether there is a row of this name already."""
        return name in self._rows

    def maximise(self, objective: Sum) -> None:
        """Say what is to be as high as can be."""
        self.problem.setObjective(LpAffineExpression(list(objective.terms.items()), objective.constant))

    def site_name(self, site: int) -> str:
        """A site's name inside the names of variables and rows."""
        return plain(self.question.ruler.geography.sites[site])

    def _variable(self, name: str, low: float | None, high: float | None = None, kind: str = "Continuous") -> Any:
        found = self._variables.get(name)
        if found is None:
            found = self._variables[name] = self.problem.add_variable(name, low, high, kind)
        return found


def summed(variables: Iterable[LpVariable]) -> Sum:
    """The sum of variables."""
    found = Sum()
    for variable in variables:
        found.add(variable, 1.0)
    return found


def plain(name: str) -> str:
    """An id as solvers take it; the parts of a name are joined by full stops, which no id holds."""
    return name.replace("-", "_")
