"""How one person's share for a criterion follows from their answers, in each way of asking (methods 1.3 to 1.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum

from appraisal.analysis.weighing import Weighed
from appraisal.analysis.weighting.anchors import stretch
from appraisal.analysis.weighting.best_and_worst import best_worst
from appraisal.analysis.weighting.problems import BY_COMPARISON, best_and_worst, pairs_of
from appraisal.audit.explaining.arithmetic import added, number
from appraisal.audit.explaining.steps import Step
from appraisal.model.tree import TOP, CriteriaTree
from appraisal.model.workspace import Place

_TURNS = 5000  # of multiplying comparisons out; far more than moves the ninth decimal


def share_told(place: Place, one: Weighed, criterion: str) -> Step:
    """The share that a ballot gives a criterion, level by level down the criteria tree.

    Args:
        place: as the run read it.
        one: the ballot, which can be used.
        criterion: id of one of the place's criteria.

    Returns:
        A step whose figure is the share; its details say how it follows.
    """
    answers = dict(one.ballot.answers)
    tree = _tree(place, one, answers)
    levels = _levels(tree, criterion)
    found = [_among(one, answers, tree.children[branch], id_) for branch, id_ in levels]
    share = 1.0
    for step in found:
        share *= step.figure or 0.0
    if len(found) > 1:
        down = " x ".join(number(step.figure) for step in found)
        found.append(Step(f"Down the branches: {down}", figure=share, shown=number(share)))
    kept = tuple(criterion.id for criterion in place.criteria)
    are_other = set(tree.criteria) != set(kept)
    all_shares = _all(one, answers, tree) if are_other or one.anchors == "rescaled" else {}
    if are_other:
        total = fsum(all_shares[id_] for id_ in kept)
        share = all_shares[criterion] / total
        text = f"What is no criterion any more left out: {number(all_shares[criterion])} / {number(total)}"
        found.append(Step(text, figure=share, shown=number(share)))
        all_shares = {id_: all_shares[id_] / total for id_ in kept}
    if one.anchors == "rescaled":
        step = _rescaled(place, one, all_shares, criterion)
        share = step.figure or 0.0
        found.append(step)
    if len(found) == 1:
        return found[0]
    return Step("Level by level", tuple(found), figure=share, shown=number(share))


def _tree(place: Place, one: Weighed, answers: Mapping[str, float]) -> CriteriaTree:
    """What the person was asked about together: the tree of now, or a flat one of what was asked about then."""
    tree = CriteriaTree.of(place.criteria, place.branches)
    is_of_pairs = one.ballot.way in BY_COMPARISON
    spoken = {id_ for pair in pairs_of(answers) for id_ in pair} if is_of_pairs else set(answers)
    if spoken - {id_ for ids in tree.children.values() for id_ in ids}:
        return CriteriaTree({TOP: tuple(sorted(spoken))}, tuple(sorted(spoken)))
    return tree


def _levels(tree: CriteriaTree, criterion: str) -> list[tuple[str, str]]:
    """(branch, what stands right under it), from the top down to a criterion."""
    above = {id_: branch for branch, ids in tree.children.items() for id_ in ids}
    levels, at = [], criterion
    while at != TOP:
        levels.append((above[at], at))
        at = above[at]
    return levels[::-1]


def _all(one: Weighed, answers: Mapping[str, float], tree: CriteriaTree) -> dict[str, float]:
    shares = {}
    for criterion in tree.criteria:
        share = 1.0
        for branch, id_ in _levels(tree, criterion):
            share *= _among(one, answers, tree.children[branch], id_).figure or 0.0
        shares[criterion] = share
    return shares


def _among(one: Weighed, answers: Mapping[str, float], ids: Sequence[str], id_: str) -> Step:
    """The share of one of those that are weighed together."""
    if len(ids) == 1:
        return Step(f"{id_} stands alone there", figure=1.0, shown="1")
    match one.ballot.way:
        case "ranking":
            return _ranked(answers, ids, id_)
        case "analytic-hierarchy":
            return _compared(answers, ids, id_)
        case "best-worst":
            return _best_worst(answers, ids, id_)
        case _:
            points = [answers[each] for each in ids]
            text = f"{number(answers[id_])} / ({added(number(each) for each in points)})"
            share = answers[id_] / fsum(points)
            return Step(text, figure=share, shown=number(share))


def _ranked(answers: Mapping[str, float], ids: Sequence[str], id_: str) -> Step:
    """Rank-order centroid: (1/n) x (1/r + ... + 1/n); equal ranks share what the places that they cover get."""
    count = len(ids)
    first = 1 + sum(answers[each] < answers[id_] for each in ids)
    places = range(first, first + sum(answers[each] == answers[id_] for each in ids))
    shares = [fsum(1 / k for k in range(place, count + 1)) / count for place in places]
    share = fsum(shares) / len(shares)
    if len(shares) == 1:
        text = f"place {first} of {count}: (1/{count}) x ({' + '.join(f'1/{k}' for k in range(first, count + 1))})"
    else:
        text = f"places {places[0]} to {places[-1]} of {count} shared: the mean of {', '.join(map(number, shares))}"
    return Step(text, figure=share, shown=number(share))


def _compared(answers: Mapping[str, float], ids: Sequence[str], id_: str) -> Step:
    """Analytic hierarchy: the shares w for which each row of comparisons times w is the same multiple of w."""
    pairs = pairs_of(answers)
    rows = [[1.0 if a == b else pairs[a, b] if (a, b) in pairs else 1 / pairs[b, a] for b in ids] for a in ids]
    shares = [1 / len(ids)] * len(ids)
    for _ in range(_TURNS):
        times = [fsum(x * w for x, w in zip(row, shares, strict=True)) for row in rows]
        moved = [each / fsum(times) for each in times]
        is_still = max(abs(a - b) for a, b in zip(moved, shares, strict=True)) < 1e-15
        shares = moved
        if is_still:
            break
    at = ids.index(id_)
    row, share = rows[at], shares[at]
    total = fsum(x * w for x, w in zip(row, shares, strict=True))
    against = ", ".join(f"{number(x, 4)} x {other}" for x, other in zip(row, ids, strict=True) if other != id_)
    check = Step(
        f"The test of it: {added(f'{number(x, 4)} x {number(w)}' for x, w in zip(row, shares, strict=True))} = "
        f"{number(total)}, which is {number(total / share)} x {number(share)}; that multiple is the same for each"
    )
    text = f"Compared with each other one: {against}. Multiplied out until the shares stay as they are"
    return Step(text, (check,), figure=share, shown=number(share))


def _best_worst(answers: Mapping[str, float], ids: Sequence[str], id_: str) -> Step:
    """Best-worst: the shares from which no comparison departs by more than the least possible ksi."""
    pairs = pairs_of(answers)
    best, worst = (str(each) for each in best_and_worst(tuple(ids), pairs))
    to_others = [pairs.get((best, each), 1.0) for each in ids]
    to_worst = [pairs.get((each, worst), 1.0) for each in ids]
    shares, ksi = best_worst(to_others, to_worst, best=ids.index(best), worst=ids.index(worst))
    of = dict(zip(ids, shares, strict=True))
    departs = [abs(of[best] - times * of[each]) for each, times in zip(ids, to_others, strict=True) if each != best] + [
        abs(of[each] - times * of[worst]) for each, times in zip(ids, to_worst, strict=True) if each != worst
    ]
    over = max(departs) > ksi + 1e-8
    tests = [f"{number(of[best])} - {number(to_others[ids.index(id_)])} x {number(of[id_])}"] if id_ != best else []
    tests += [f"{number(of[id_])} - {number(to_worst[ids.index(id_)])} x {number(of[worst])}"] if id_ != worst else []
    check = Step(
        f"The test of it: {' and '.join(tests)} are at most {number(ksi)} from 0, as each such comparison is",
        problem=f"A comparison departs by {number(max(departs), 9)}, more than ksi {number(ksi, 9)}." if over else "",
    )
    text = (
        f"Most: {best}, least: {worst}; {best} matters {number(to_others[ids.index(id_)])} times as much as {id_}, and "
        f"{id_} {number(to_worst[ids.index(id_)])} times as much as {worst}. The linear programme gives"
    )
    return Step(text, (check,), figure=of[id_], shown=number(of[id_]))


def _rescaled(place: Place, one: Weighed, shares: Mapping[str, float], criterion: str) -> Step:
    """Shares given to other ranges: each times new range / old range, and made to sum to one again."""
    seen = dict(one.ballot.anchors)
    factors = {}
    for each in place.criteria:
        now = tuple((anchor.performance, anchor.value) for anchor in each.anchors)
        factor = stretch(seen[each.id], now)
        factors[each.id] = 1.0 if isinstance(factor, str) else factor
    points = {id_: share * factors[id_] for id_, share in shares.items()}
    share = points[criterion] / fsum(points.values())
    text = (
        f"Rescaled to the anchors of now: {number(shares[criterion])} x {number(factors[criterion])} / "
        f"({added(number(each) for each in points.values())})"
    )
    return Step(text, figure=share, shown=number(share))
