"""What a search is asked, and what it answers, whichever way it is searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from appraisal.analysis.acceptability import TIE
from appraisal.analysis.measuring import Ruler
from appraisal.analysis.portfolio.limits import Limit
from appraisal.measures.openings import Openings
from appraisal.model.places import Beds

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Question:
    """Which sets of sites score highest, of those that keep to some limits.

    Attributes:
        ruler, weights: one objective: the measures, value functions and weights of the ranking.
        offers: for each site, the beds that it offers if it is opened; None where it cannot be used.
        beds: new beds required in all.
        limits: what else a set must keep to.
        at_best: whether what is not known is taken at its best, or no site with an unknown is offered.
        floor: sets below this total are of no interest.
        all_equals: whether sets of equal total must all be seen, so that the rule of ties can pick.
    """

    ruler: Ruler
    weights: Floats
    offers: tuple[Beds | None, ...]
    beds: Beds
    limits: tuple[Limit, ...]
    at_best: bool = False
    floor: float = -np.inf
    all_equals: bool = True

    @cached_property
    def sites_at_most(self) -> int:
        """The most sites that any set may open."""
        caps = [limit.at_most for limit in self.limits if limit.family == "sites-at-most"]
        return int(min([*caps, len(self.offers)]))

    def kept(self, beds: Integers) -> Booleans:
        """(n,) which sets keep to every limit."""
        return np.asarray(np.logical_and.reduce([limit.kept(beds) for limit in self.limits]))

    def totals(self, beds: Integers) -> tuple[Floats, Booleans]:
        """Totals of sets by the ranking's own code, and whether each lies inside the anchors.

        Args:
            beds: (n, sites).

        Returns:
            (n,) totals, with what is not known at its best where that is asked; (n, criteria) True where a
            performance lies beyond its anchors.
        """
        scores = self.ruler.score(self.ruler.measure(Openings(self.ruler.geography, beds)))
        return scores.totals(self.weights)[1 if self.at_best else 0], scores.outside

    def opening(self, *sites: int) -> Question:
        """The same question of the sets that open at least one of these sites."""
        return self._and(Limit("sites-required-or-forbidden", "opened", *self._each(sites), "sites", at_least=1))

    def closing(self, *sites: int) -> Question:
        """The same question of the sets that open none of these sites."""
        return self._and(Limit("sites-required-or-forbidden", "closed", *self._each(sites), "sites", at_most=0))

    def _each(self, sites: Sequence[int]) -> tuple[Floats, Floats]:
        each = np.isin(np.arange(len(self.offers)), sites).astype(float)
        return each, np.zeros(len(each))

    def _and(self, limit: Limit) -> Question:
        return replace(self, limits=(*self.limits, limit))


@dataclass(frozen=True)
class Answer:
    """The sets that score highest.

    Attributes:
        beds: (k, sites) highest first; equal totals by fewest sites, then by ids.
        totals: (k,) by the ranking's own code.
        bound: no set that is not here has a higher total than this; minus infinity where every set is here.
        with_group, without_group: (groups,) the highest total of a set that opens any site of a group, and of one
            that opens none; NaN where there is no such set.
        is_proven: whether the sets here are proven to be the highest; False only where time ran out.
        are_groups_proven: the same of what follows for groups.
        beyond_limits, outside_anchors: how many sets break a limit, and how many keep to all and lie beyond the
            anchors of a criterion; None where not every set was gone through.
        off_scale: (criteria,) True for the fewest criteria beyond whose anchors one of the latter lies.
    """

    beds: Integers
    totals: Floats
    bound: float
    with_group: Floats = field(default_factory=lambda: np.zeros(0))
    without_group: Floats = field(default_factory=lambda: np.zeros(0))
    is_proven: bool = True
    are_groups_proven: bool = True
    beyond_limits: int | None = None
    outside_anchors: int | None = None
    off_scale: Booleans | None = None


def in_order_of_total(beds: Integers, totals: Floats) -> Integers:
    """Indices of sets, highest total first; equal totals by fewest sites, then by the ids of the sites, then beds.

    Args:
        beds: (n, sites), sites in order of id.
        totals: (n,) those that differ by no more than a tie are equal.
    """
    highest_first = np.argsort(-totals, kind="stable")
    steps = np.diff(-totals[highest_first], prepend=-totals[highest_first[:1]]) > TIE
    place = np.empty(len(totals), dtype=np.int64)
    place[highest_first] = np.cumsum(steps)
    opened = beds > 0
    sites = range(beds.shape[1] - 1, -1, -1)
    least_first = [*(-beds[:, site] for site in sites), *(1 - opened[:, site] for site in sites)]
    return np.lexsort((*least_first, opened.sum(axis=1), place))
