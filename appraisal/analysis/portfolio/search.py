"""The search: every combination of sites and beds, by enumeration up to a stated number and by a model beyond it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from appraisal.analysis.acceptability import TIE
from appraisal.analysis.measuring import Ruler
from appraisal.analysis.portfolio import by_enumeration
from appraisal.analysis.portfolio.limits import Limit, limits_of
from appraisal.analysis.portfolio.question import Answer, Question
from appraisal.analysis.screening import Screening
from appraisal.errors import FindingsError
from appraisal.measures.openings import Openings
from appraisal.model.places import Beds
from appraisal.model.workspace import Place

if TYPE_CHECKING:
    from appraisal.analysis.portfolio.relaxing import NothingPossible
    from appraisal.analysis.portfolio.solvers import Solver

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

HIGHEST = 10
ENUMERATED_AT_MOST = 1_000_000  # sets; a model searches what is more
GONE_THROUGH_AT_MOST = 1_000_000_000  # sets, when enumeration is asked for by name
ENUMERATION = "enumeration"
DEFAULT_SOLVER = "highs"
WAYS_TO_SEARCH = (ENUMERATION, DEFAULT_SOLVER, "cbc")


@dataclass(frozen=True, slots=True)
class Addition:
    """What a site, or a provider's sites, add to the highest set.

    Attributes:
        with_it, without_it: the highest total of a set that opens it, and of one that does not; None where there is
            no such set.
    """

    with_it: float | None
    without_it: float | None

    @property
    def adds(self) -> float | None:
        """Points that the highest set gains by it; below 0 where the highest set is without it."""
        return None if self.with_it is None or self.without_it is None else self.with_it - self.without_it


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        sets: the highest, at most ten, as {site: beds}, highest first; equal totals by fewest sites, then by ids.
        totals: their totals.
        combinations: how many sets there are of the sites used, with the beds required, the number of sites allowed
            and every site that must be opened.
        beyond_limits, outside_anchors: how many of them break another limit, and how many keep to all and lie beyond
            the anchors of a criterion, and so count as not feasible; None where a model searched.
        sites_used: ids of sites that clear every hurdle, offer beds, and have every figure known.
        sites_left_out: id -> why not.
        nothing_possible: why no set is possible; None where some are, or time ran out before one was found.
        find_out_first: site left out -> the highest total that a set with it could have, for those that would then
            score no lower than the tenth highest, if what is not known of it turned out at its best.
        is_asked_together: whether that was asked of all sites left out together too, and not only of each alone.
        sites, providers: id -> what it adds.
        limits: what every set had to keep to.
        solver: "enumeration", "highs" or "cbc".
        is_proven: False where time ran out, so that a set not here may be higher; a run again may then differ.
        is_rest_proven: the same of what each site and provider adds, and of what to find out first.
        bound: no set that is not here has a higher total; None where every set is here, or nothing bounds them.
    """

    sets: tuple[Mapping[str, int], ...]
    totals: tuple[float, ...]
    combinations: int
    beyond_limits: int | None
    outside_anchors: int | None
    sites_used: tuple[str, ...]
    sites_left_out: Mapping[str, str]
    nothing_possible: NothingPossible | None
    find_out_first: Mapping[str, float]
    is_asked_together: bool
    sites: Mapping[str, Addition]
    providers: Mapping[str, Addition]
    limits: tuple[Limit, ...]
    solver: str
    is_proven: bool
    is_rest_proven: bool
    bound: float | None


def search(
    place: Place,
    ruler: Ruler,
    screening: Screening,
    weights: Floats,
    unknown: Mapping[str, str],
    *,
    solver: str | None = None,
    time_limit: float | None = None,
) -> Found:
    """Find the sets of usable sites that score highest, and ask once more with what is not known at its best.

    Args:
        place: its sites, and beds, sites and limits.
        ruler: its measures.
        screening: which sites clear every hurdle.
        weights: (criteria,) the agreed weights.
        unknown: site -> what is not known of it, in words; such sites are left out of the first search.
        solver: "enumeration", "highs" or "cbc"; None for enumeration up to ENUMERATED_AT_MOST sets, HiGHS beyond.
        time_limit: seconds that a solver may take for each question; None for no limit.

    Raises:
        FindingsError: if enumeration is asked for and there are too many sets, or too many score the same for a solver
            to see them all.
    """
    left_out = {
        site.id: "; ".join(screening.reasons(site.id)) or unknown[site.id]
        for site in place.sites
        if not screening.passes(site.id) or site.id in unknown
    }
    offers = tuple(None if site.id in left_out else site.beds_offered for site in place.sites)
    question = Question(ruler, weights, offers, place.plan.beds, limits_of(place, ruler))
    combinations = by_enumeration.count_of(question)
    chosen = solver or (ENUMERATION if combinations <= ENUMERATED_AT_MOST else DEFAULT_SOLVER)
    if solver == ENUMERATION and combinations > GONE_THROUGH_AT_MOST:
        msg = (
            f"There are {combinations:,} sets of sites, too many to go through one by one. "
            f"Leave '--solver enumeration' out, or use {DEFAULT_SOLVER}."
        )
        raise FindingsError(msg)
    searcher = _Searcher(chosen, time_limit)
    groups = _groups(place)
    answer = searcher.highest(question, HIGHEST, groups)
    out_of = _OutOf(place, screening, question, limits_of(place, ruler, at_best=True))
    first = _find_out_first(searcher, answer, out_of)
    with_it, without_it = (_known(totals) for totals in (answer.with_group, answer.without_group))
    additions = [Addition(*ends) for ends in zip(with_it, without_it, strict=True)]
    count = len(place.sites)
    return Found(
        sets=tuple(Openings(ruler.geography, answer.beds).sets(range(len(answer.beds)))),
        totals=tuple(answer.totals.tolist()),
        combinations=combinations,
        beyond_limits=answer.beyond_limits,
        outside_anchors=answer.outside_anchors,
        sites_used=tuple(site.id for site, offer in zip(place.sites, offers, strict=True) if offer is not None),
        sites_left_out=left_out,
        nothing_possible=_why_nothing(out_of, answer, unknown, searcher),
        find_out_first=first.sites,
        is_asked_together=first.is_asked_together,
        sites={site.id: addition for site, addition in zip(place.sites, additions[:count], strict=True)},
        providers={one.id: addition for one, addition in zip(place.providers, additions[count:], strict=True)},
        limits=question.limits,
        solver=chosen,
        is_proven=answer.is_proven,
        is_rest_proven=answer.is_proven and answer.are_groups_proven and first.is_proven,
        bound=answer.bound if np.isfinite(answer.bound) else None,
    )


@dataclass(frozen=True, slots=True)
class _Searcher:
    """One way to answer a question."""

    solver: str
    time_limit: float | None

    @property
    def of_small_models(self) -> Solver:
        """The solver of what is always a model, and so small that it is always solved to the end."""
        from appraisal.analysis.portfolio.solvers import Solver

        return Solver(DEFAULT_SOLVER if self.solver == ENUMERATION else self.solver)

    def highest(self, question: Question, count: int, groups: Booleans) -> Answer:
        if self.solver == ENUMERATION:
            return by_enumeration.highest(question, count, groups)
        from appraisal.analysis.portfolio import by_model
        from appraisal.analysis.portfolio.solvers import Solver

        return by_model.highest(question, count, groups, Solver(self.solver, self.time_limit))


@dataclass(frozen=True, slots=True)
class _OutOf:
    """What a search was made out of, for the questions that follow it."""

    place: Place
    screening: Screening
    question: Question
    limits_at_best: tuple[Limit, ...]


def _groups(place: Place) -> Booleans:
    """(sites + providers, sites) each site, then each provider's sites."""
    each = np.eye(len(place.sites), dtype=bool)
    run_by = np.array([[site.provider == one.id for site in place.sites] for one in place.providers], dtype=bool)
    return np.concatenate((each, run_by.reshape(-1, len(place.sites))))


@dataclass(frozen=True, slots=True)
class _First:
    """What to find out first.

    Attributes:
        sites: site left out -> the highest total that a set with it could have.
        is_proven: False where time ran out.
        is_asked_together: False where the sets of all sites left out together are too many to go through.
    """

    sites: Mapping[str, float]
    is_proven: bool
    is_asked_together: bool


def _find_out_first(searcher: _Searcher, found: Answer, out_of: _OutOf) -> _First:
    """Sites left out that would score as high as the tenth at their best: each one alone, then all together.

    Sets are gone through wherever they are few enough, however the search itself is made: at their best many tie.
    """
    place, screening, question = out_of.place, out_of.screening, out_of.question
    anything = Beds(at_least=1, at_most=place.plan.beds.at_most)
    at_best = {
        index: site.beds_offered or anything
        for index, (site, offer) in enumerate(zip(place.sites, question.offers, strict=True))
        if offer is None and not screening.fails(site.id) and (site.beds_offered or not site.existing)
    }
    nobody = np.zeros((0, len(place.sites)), dtype=bool)
    floor = found.totals[HIGHEST - 1] if len(found.totals) >= HIGHEST else -np.inf

    def asked(opened: Collection[int]) -> Question:
        offers = tuple(at_best[site] if site in opened else offer for site, offer in enumerate(question.offers))
        return replace(question, offers=offers, limits=out_of.limits_at_best, at_best=True, floor=floor)

    def tenth(totals: Floats) -> float:
        return float(totals[HIGHEST - 1]) - TIE if len(totals) >= HIGHEST else -np.inf

    would: dict[int, float] = {}
    is_proven = True
    for site in at_best:
        # Only sets with it are new; the others are the highest already.
        new = asked([site]).opening(site)
        if by_enumeration.count_of(new) <= ENUMERATED_AT_MOST:
            answer = by_enumeration.highest(new, 1, nobody)
        else:
            answer = searcher.highest(replace(new, all_equals=False), 1, nobody)
        is_proven = is_proven and answer.is_proven
        would.update((site, float(total)) for total in answer.totals if total >= tenth(found.totals))
    together = asked(at_best)
    can_be_asked = by_enumeration.count_of(together) <= ENUMERATED_AT_MOST
    if can_be_asked and len(at_best) > 1:
        answer = by_enumeration.highest(together, HIGHEST, np.eye(len(place.sites), dtype=bool))
        for site in at_best:
            if answer.with_group[site] >= tenth(answer.totals):
                would.setdefault(site, float(answer.with_group[site]))
    sites = {place.sites[site].id: total for site, total in sorted(would.items())}
    return _First(sites, is_proven, can_be_asked or len(at_best) < 2)


def _why_nothing(
    out_of: _OutOf, answer: Answer, unknown: Mapping[str, str], searcher: _Searcher
) -> NothingPossible | None:
    """Why nothing is possible; None where a set was found, or none was and it is not proven that there is none."""
    if len(answer.beds) or not answer.is_proven:
        return None
    from appraisal.analysis.portfolio.relaxing import nothing_possible

    place = out_of.place
    why = nothing_possible(place, out_of.screening, out_of.limits_at_best, unknown, searcher.of_small_models)
    if () not in [relaxed for relaxed, _ in why.smallest]:
        return why
    # Nothing need be relaxed, so sets there are, and every one lies beyond the anchors.
    off = () if answer.off_scale is None else np.flatnonzero(answer.off_scale)
    criteria = tuple(out_of.question.ruler.criteria[index].id for index in off)
    return replace(why, smallest=(), outside_anchors=True, off_scale=criteria)


def _known(totals: Floats) -> Sequence[float | None]:
    return [None if np.isnan(total) else float(total) for total in totals]
