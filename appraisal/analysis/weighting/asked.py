"""What a person's answers come to in one way of asking: a share for each criterion, and how far the answers agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from appraisal.analysis.weighting.best_and_worst import best_worst, input_consistency
from appraisal.analysis.weighting.hierarchy import analytic_hierarchy, judgement_to_revisit
from appraisal.analysis.weighting.judgements import Judgement
from appraisal.analysis.weighting.points import direct_weights, swing_weights
from appraisal.analysis.weighting.problems import Pair, best_and_worst, pairs_of, problems_of
from appraisal.analysis.weighting.rank_order import rank_order_centroid
from appraisal.errors import BallotError
from appraisal.model.ballots import Way
from appraisal.model.tree import CriteriaTree

Answers = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Revisit:
    """The comparison to ask again, by id.

    Attributes:
        one, other: ids of the two that were compared.
        given: how many times as much `one` was said to matter as `other`.
        fits: how many times would agree with the person's other comparisons.
    """

    one: str
    other: str
    given: float
    fits: float


@dataclass(frozen=True, slots=True)
class Consistency:
    """How far a person's comparisons under one branch agree with one another.

    Attributes:
        branch: its id; "" for what stands at the top.
        kind: "CR" of an analytic hierarchy (method 1.5); of best-worst "CR^I" of the comparisons and "ksi" of the
            weights (method 1.6). Each is 0 where all agree.
        revisit: the comparison that departs most; None where all agree, and for "ksi".
    """

    branch: str
    kind: Literal["CR", "CR^I", "ksi"]
    ratio: float
    revisit: Revisit | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What answers come to.

    Attributes:
        shares: criterion -> weight share, in order of id, summing to one.
        consistency: by branch, for those under which three or more were compared.
    """

    shares: Mapping[str, float]
    consistency: tuple[Consistency, ...] = ()


def weights_asked(way: Way, answers: Answers, tree: CriteriaTree) -> Asked:
    """Turn the answers that a person gave in one way into weights, branch by branch, multiplied down the tree.

    Args:
        way: how the person was asked.
        answers: as in `problems_of`.
        tree: the criteria and branches that were asked about.

    Raises:
        BallotError: if the answers cannot be used; it holds everything that is wrong with them.

    >>> tree = CriteriaTree({"": ("cost", "reach"), "reach": ("access", "travel")}, ("access", "cost", "travel"))
    >>> weights_asked("swing-points", {"reach": 100, "cost": 25, "access": 100, "travel": 100}, tree).shares
    {'access': 0.4, 'cost': 0.2, 'travel': 0.4}
    """
    problems = problems_of(way, answers, tree)
    if problems:
        raise BallotError(" ".join(problems))
    shares: dict[str, float] = {}
    consistency: list[Consistency] = []
    for branch, ids in tree.children.items():
        if len(ids) == 1:
            shares[ids[0]] = 1.0
        elif way == "analytic-hierarchy":
            shares |= _compared(branch, ids, pairs_of(answers), consistency)
        elif way == "best-worst":
            shares |= _best_worst(branch, ids, pairs_of(answers), consistency)
        else:
            shares |= _BY_ID[way]({id_: float(answers[id_]) for id_ in ids})
    return Asked(tree.down(shares), tuple(consistency))


_BY_ID = {"swing-points": swing_weights, "direct-points": direct_weights, "ranking": rank_order_centroid}


def _compared(
    branch: str, ids: tuple[str, ...], pairs: Mapping[Pair, float], consistency: list[Consistency]
) -> dict[str, float]:
    matrix = [[_times(pairs, one, other) for other in ids] for one in ids]
    shares, ratio = analytic_hierarchy(matrix)
    if len(ids) > 2:
        consistency.append(Consistency(branch, "CR", ratio, _revisit(ids, judgement_to_revisit(matrix))))
    return dict(zip(ids, shares, strict=True))


def _times(pairs: Mapping[Pair, float], one: str, other: str) -> float:
    if one == other:
        return 1.0
    return pairs[one, other] if (one, other) in pairs else 1 / pairs[other, one]


def _best_worst(
    branch: str, ids: tuple[str, ...], pairs: Mapping[Pair, float], consistency: list[Consistency]
) -> dict[str, float]:
    best, worst = best_and_worst(ids, pairs)
    to_others = [pairs.get((str(best), id_), 1.0) for id_ in ids]
    to_worst = [pairs.get((id_, str(worst)), 1.0) for id_ in ids]
    ends = {"best": ids.index(str(best)), "worst": ids.index(str(worst))}
    shares, ksi = best_worst(to_others, to_worst, **ends)
    if len(ids) > 2:
        ratio, judgement = input_consistency(to_others, to_worst, **ends)
        consistency += [
            Consistency(branch, "CR^I", ratio, _revisit(ids, judgement)),
            Consistency(branch, "ksi", ksi),
        ]
    return dict(zip(ids, shares, strict=True))


def _revisit(ids: tuple[str, ...], found: Judgement | None) -> Revisit | None:
    return None if found is None else Revisit(ids[found.one], ids[found.other], found.given, found.fits)
