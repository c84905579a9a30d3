"""Problems of a set of answers: everything that keeps them from becoming weights, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from math import fsum

from appraisal.analysis.weighting.points import SLIP
from appraisal.analysis.weighting.rank_order import rank_order_centroid
from appraisal.errors import BallotError, did_you_mean
from appraisal.model.ballots import Way
from appraisal.model.tree import TOP, CriteriaTree

BY_COMPARISON: tuple[Way, ...] = ("analytic-hierarchy", "best-worst")
"""The ways that ask how many times as much one matters as another."""

Answers = Mapping[str, float]
Pair = tuple[str, str]


def problems_of(way: Way, answers: Answers, tree: CriteriaTree) -> list[str]:
    """Everything wrong with the answers that a person gave in one way, a sentence or two each.

    Each branch of the tree is asked by itself. Where only one criterion or branch stands under it nothing has to be
    asked, and an answer that is given all the same must still be a sound one.

    Args:
        way: how the person was asked.
        answers: points 0..100 or ranks, by id of a criterion or branch; or comparisons 1..9, by "one/other".
        tree: the criteria and branches as the person saw them.

    Returns:
        The problems, in order of the tree; none where the answers can be used.

    >>> tree = CriteriaTree({TOP: ("access", "cost")}, ("access", "cost"))
    >>> problems_of("ranking", {"access": 1, "costs": 2}, tree)
    ["'costs' is no criterion here. Did you mean 'cost'?", "No rank for 'cost'. Rank each of access, cost."]
    >>> problems_of("best-worst", {"access/cost": 3}, tree)
    []
    """
    if way in BY_COMPARISON:
        return _problems_of_comparisons(way, answers, tree)
    found = [_unknown(id_, tree) for id_ in sorted(answers) if id_ not in _ids(tree)]
    check, word, ask = _BY_ID[way]
    for branch, ids in tree.children.items():
        given = {id_: float(answers[id_]) for id_ in ids if id_ in answers}
        missing = [id_ for id_ in ids if id_ not in given]
        if missing and len(ids) > 1:
            found.append(f"No {word} for {_quoted(missing)}. {ask} {_listed(ids)}.")
        elif given:
            found += [_under(branch) + text for text in check(given)]
    return found


def pairs_of(answers: Answers) -> dict[Pair, float]:
    """Comparisons by (one, other), in order of the ids.

    >>> pairs_of({"cost/equity": 2})
    {('cost', 'equity'): 2.0}
    """
    return {(one, other): float(answers[key]) for key in sorted(answers) for one, _, other in [key.partition("/")]}


def best_and_worst(ids: Iterable[str], pairs: Iterable[Pair]) -> tuple[str | None, str | None]:
    """The one of these that is compared, as the best, with all the others; and the one that all compare with as worst.

    >>> best_and_worst(("a", "b", "c"), [("b", "a"), ("b", "c"), ("a", "c")])
    ('b', 'c')
    """
    known, given = list(ids), set(pairs)
    best = [one for one in known if all((one, other) in given for other in known if other != one)]
    worst = [one for one in known if all((other, one) in given for other in known if other != one)]
    return (best[0] if best else None), (worst[0] if worst else None)


def _points(given: Answers) -> list[str]:
    found = [
        f"'{id_}' has {number:g} points. Give between 0 and 100."
        for id_, number in given.items()
        if not 0 <= number <= 100
    ]
    if not found and not any(given.values()):
        found.append(f"All points are 0: {_listed(given)}. Give 100 to the swing that matters most.")
    return found


def _shared_out(given: Answers) -> list[str]:
    found = [text for text in _points(given) if "All points" not in text]
    total = fsum(given.values())
    if not found and abs(total - 100) > SLIP:
        found.append(f"The points of {_listed(given)} come to {total:g}. Share out 100 points.")
    return found


def _ranks(given: Answers) -> list[str]:
    try:
        rank_order_centroid(given)
    except BallotError as wrong:
        return [str(wrong)]
    return []


_BY_ID: Mapping[Way, tuple[Callable[[Answers], list[str]], str, str]] = {
    "swing-points": (_points, "points", "Give between 0 and 100 to each of"),
    "direct-points": (_shared_out, "points", "Share out 100 points among"),
    "ranking": (_ranks, "rank", "Rank each of"),
}


def _problems_of_comparisons(way: Way, answers: Answers, tree: CriteriaTree) -> list[str]:
    pairs = pairs_of(answers)
    beside = {id_: ids for ids in tree.children.values() for id_ in ids}
    found = []
    for (one, other), times in pairs.items():
        unknown = [_unknown(id_, tree) for id_ in (one, other) if id_ not in beside]
        if unknown:
            found += [f"'{one}/{other}': {text}" for text in unknown]
        elif one == other:
            found.append(f"'{one}/{other}' compares '{one}' with itself. Take it out.")
        elif other not in beside[one]:
            found.append(f"'{one}/{other}' compares two that do not stand under the same branch. Take it out.")
        elif not 1 <= times <= 9:
            found.append(f"'{one}/{other}' is {times:g}. Give 1 to 9: how many times as much '{one}' matters.")
        elif (other, one) in pairs and one < other:
            found.append(f"'{one}' and '{other}' are compared both ways round. Keep one of the two.")
    check = _all_pairs if way == "analytic-hierarchy" else _best_worst
    for branch, ids in tree.children.items():
        given = [pair for pair in pairs if set(pair) <= set(ids) and pair[0] != pair[1]]
        found += [_under(branch) + text for text in check(ids, given)] if len(ids) > 1 else []
    return found


def _all_pairs(ids: tuple[str, ...], given: list[Pair]) -> list[str]:
    missing = [f"'{a}' with '{b}'" for a, b in combinations(ids, 2) if not {(a, b), (b, a)} & set(given)]
    return [f"Not compared: {', '.join(missing)}. Compare each pair once."] if missing else []


def _best_worst(ids: tuple[str, ...], given: list[Pair]) -> list[str]:
    best, worst = best_and_worst(ids, given)
    found = []
    if best is None:
        found.append(_incomplete(ids, given, first=True))
    if worst is None:
        found.append(_incomplete(ids, given, first=False))
    if best and worst:
        extra = [pair for pair in given if best != pair[0] and worst != pair[1]]
        found += [
            f"'{one}/{other}' is not asked: only '{best}', which matters most, is compared with the others, and the "
            f"others with '{worst}', which matters least. Take it out."
            for one, other in extra
        ]
    return found


def _incomplete(ids: tuple[str, ...], given: list[Pair], *, first: bool) -> str:
    """That nothing is compared with all the others as the best, or worst; what is lacking, where that is clear."""
    what = "most" if first else "least"
    asked = {id_: [(id_, other) if first else (other, id_) for other in ids if other != id_] for id_ in ids}
    lacking = {id_: [pair for pair in asked[id_] if pair not in given] for id_ in ids}
    # What was compared the other way round speaks against being the best, or the worst.
    able = [id_ for id_ in ids if not any((other, one) in given for one, other in lacking[id_])] or ids
    fewest = min(len(lacking[id_]) for id_ in able)
    nearest = [id_ for id_ in able if len(lacking[id_]) == fewest]
    text = f"None of {_listed(ids)} is compared with all the others as the one that matters {what}."
    if len(nearest) > 1:
        return f"{text} Choose one, and compare it with each of the others."
    return f"{text} If it is '{nearest[0]}', give {_quoted('/'.join(pair) for pair in lacking[nearest[0]])}."


def _ids(tree: CriteriaTree) -> set[str]:
    return {id_ for ids in tree.children.values() for id_ in ids}


def _unknown(id_: str, tree: CriteriaTree) -> str:
    kinds = "criterion" if len(tree.children) == 1 else "criterion or branch"
    return f"'{id_}' is no {kinds} here.{did_you_mean(id_, _ids(tree))}"


def _under(branch: str) -> str:
    return "" if branch == TOP else f"Under '{branch}': "


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(ids)


def _quoted(ids: Iterable[str]) -> str:
    return ", ".join(f"'{id_}'" for id_ in ids)
