"""A search by enumeration: every set of sites and beds, scored by the ranking's own code (method 4.4)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from appraisal.analysis.portfolio.every_set import EverySet
from appraisal.analysis.portfolio.question import Answer, Question, in_order_of_total

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

_BLOCK = 20_000  # sets scored at once


def count_of(question: Question) -> int:
    """How many sets there are to go through."""
    return _every_set(question).count


def highest(question: Question, count: int, groups: Booleans) -> Answer:
    """The highest sets of all, by scoring each.

    Args:
        question: what is asked.
        count: how many sets to give.
        groups: (groups, sites) of which sites each group holds.
    """
    every = _every_set(question)
    found = Answer(
        beds=np.zeros((0, len(question.offers)), dtype=np.int64),
        totals=np.zeros(0),
        bound=-np.inf,
        with_group=np.full(len(groups), np.nan),
        without_group=np.full(len(groups), np.nan),
        beyond_limits=0,
        outside_anchors=0,
    )
    for start in range(0, every.count, _BLOCK):
        found = _and_more(found, question, every.block(start, start + _BLOCK), count, groups)
    return found


def _every_set(question: Question) -> EverySet:
    """The sets to go through: those without a site that must be opened are not made."""
    one_site = [limit for limit in question.limits if limit.at_least >= 1 and np.count_nonzero(limit.fixed) == 1]
    required = {int(np.flatnonzero(limit.fixed)[0]) for limit in one_site if not limit.per_bed.any()}
    return EverySet(question.offers, question.beds, question.sites_at_most, required)


def _and_more(found: Answer, question: Question, beds: npt.NDArray[np.int64], count: int, groups: Booleans) -> Answer:
    """What was found so far together with what a block of sets holds."""
    kept = beds[question.kept(beds)]
    totals, outside = question.totals(kept)
    is_inside = ~outside.any(axis=1)
    inside, totals_inside = kept[is_inside], totals[is_inside]
    holds = (inside > 0) @ groups.T
    all_beds, all_totals = np.concatenate((found.beds, inside)), np.concatenate((found.totals, totals_inside))
    order = in_order_of_total(all_beds, all_totals)[: count + 1]
    first = order[:count]
    return Answer(
        beds=all_beds[first],
        totals=all_totals[first],
        bound=max([found.bound, *all_totals[order[count:]]]),
        with_group=np.fmax(found.with_group, _highest_where(holds, totals_inside)),
        without_group=np.fmax(found.without_group, _highest_where(~holds, totals_inside)),
        beyond_limits=(found.beyond_limits or 0) + len(beds) - len(kept),
        outside_anchors=(found.outside_anchors or 0) + int((~is_inside).sum()),
        off_scale=_fewest(found.off_scale, outside[~is_inside]),
    )


def _highest_where(holds: Booleans, totals: Floats) -> Floats:
    """(groups,) the highest total among the sets that hold each; NaN where none does."""
    if not len(totals):
        return np.full(holds.shape[1], np.nan)
    most = np.where(holds, totals[:, None], -np.inf).max(axis=0)
    return np.asarray(np.where(np.isneginf(most), np.nan, most))


def _fewest(so_far: Booleans | None, outside: Booleans) -> Booleans | None:
    """The row with the fewest criteria outside their anchors; the first of equals."""
    rows = outside if so_far is None else np.concatenate((so_far[None, :], outside))
    return rows[rows.sum(axis=1).argmin()] if len(rows) else None
