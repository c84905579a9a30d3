"""What must hold of every way of asking for weights, and of weights on other anchors, whatever people answer."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.stats import friedmanchisquare

from appraisal.analysis.weighting import (
    analytic_hierarchy,
    best_worst,
    concordance,
    input_consistency,
    judgement_to_revisit,
    problems_of,
    rank_order_centroid,
)
from appraisal.analysis.weighting.anchors import are_as_now, rescaled, stretch
from appraisal.analysis.weighting.asked import weights_asked
from appraisal.model.ballots import WAYS, Way
from appraisal.model.tree import TOP, CriteriaTree

quick = settings(deadline=None, max_examples=60, derandomize=True, database=None)

ratios = st.lists(st.integers(1, 9), min_size=1, max_size=7).map(lambda found: [*found, 1])
"""How many times as much each matters as the last; so the last is the worst."""
points = st.lists(st.integers(0, 100), min_size=2, max_size=7).filter(any)
anchors = st.tuples(st.integers(-50, 50), st.integers(1, 90)).map(
    lambda ends: ((float(ends[0]), 0.0), (float(ends[0] + ends[1]), 100.0))
)


@st.composite
def judgements(draw: st.DrawFn) -> list[list[float]]:
    """A reciprocal matrix of 1..9, consistent or not."""
    count = draw(st.integers(1, 7))
    matrix = np.eye(count)
    for i, j in combinations(range(count), 2):
        times = draw(st.integers(1, 9))
        matrix[i, j], matrix[j, i] = (times, 1 / times) if draw(st.booleans()) else (1 / times, times)
    return [[float(number) for number in row] for row in matrix]


@st.composite
def vectors(draw: st.DrawFn) -> tuple[list[float], list[float]]:
    """Best to others and others to worst: the first is the best, the last the worst; consistent or not."""
    count = draw(st.integers(2, 6))
    numbers = st.lists(st.integers(1, 9), min_size=count, max_size=count)
    to_others, to_worst = draw(numbers), draw(numbers)
    to_others[0] = to_worst[-1] = 1
    to_worst[0] = to_others[-1]
    return [float(times) for times in to_others], [float(times) for times in to_worst]


@st.composite
def answered_trees(draw: st.DrawFn) -> tuple[Way, dict[str, float], CriteriaTree]:
    """A tree of criteria with answers in one way that fit it."""
    names = iter("abcdefghijklmnopqrstuvwxyz")
    children: dict[str, tuple[str, ...]] = {}
    criteria: list[str] = []
    for branch in [TOP, *(f"branch-{n}" for n in range(draw(st.integers(0, 2))))]:
        children[branch] = tuple(next(names) for _ in range(draw(st.integers(1, 4))))
        criteria += children[branch]
    children[TOP] = tuple(sorted((*children[TOP], *(branch for branch in children if branch != TOP))))
    way = draw(st.sampled_from(WAYS))
    answers: dict[str, float] = {}
    for ids in children.values():
        answers |= _answers(draw, way, ids)
    return way, answers, CriteriaTree(children, tuple(sorted(criteria)))


def _answers(draw: st.DrawFn, way: Way, ids: tuple[str, ...]) -> dict[str, float]:
    if way in ("swing-points", "direct-points"):
        given = [draw(st.integers(1, 100)) for _ in ids]
        whole = sum(given) / 100 if way == "direct-points" else 1
        return {id_: number / whole for id_, number in zip(ids, given, strict=True)}
    if way == "ranking":
        return {id_: float(rank) for rank, id_ in enumerate(draw(st.permutations(ids)), start=1)}
    if way == "analytic-hierarchy":
        return {f"{one}/{other}": float(draw(st.integers(1, 9))) for one, other in combinations(ids, 2)}
    best, *rest = ids
    pairs = [(best, other) for other in rest] + [(other, rest[-1]) for other in rest[:-1]] if rest else []
    return {f"{one}/{other}": float(draw(st.integers(1, 9))) for one, other in pairs}


@quick
@given(ratios)
def test_consistent_comparisons_give_back_exactly_the_ratios_however_they_are_asked(said: list[int]) -> None:
    whole = sum(said)
    matrix = [[one / other for other in said] for one in said]
    shares, ratio = analytic_hierarchy(matrix)
    assert shares == pytest.approx([number / whole for number in said], abs=1e-12)
    assert ratio == pytest.approx(0, abs=1e-9)
    assert judgement_to_revisit(matrix) is None
    best, worst = said.index(max(said)), len(said) - 1
    to_others = [max(said) / number for number in said]
    shares, ksi = best_worst(to_others, [float(number) for number in said], best=best, worst=worst)
    assert shares == pytest.approx([number / whole for number in said], abs=1e-12)
    assert ksi == pytest.approx(0, abs=1e-12)
    assert input_consistency(to_others, said, best=best, worst=worst)[0] == pytest.approx(0, abs=1e-12)


@quick
@given(judgements(), st.data())
def test_the_order_of_a_hierarchy_changes_no_share_and_the_ratio_is_that_of_numpy(
    matrix: list[list[float]], data: st.DataObject
) -> None:
    shares, ratio = analytic_hierarchy(matrix)
    assert sum(shares) == pytest.approx(1)
    assert min(shares) > 0
    order = data.draw(st.permutations(range(len(matrix))))
    again, ratio_again = analytic_hierarchy([[matrix[i][j] for j in order] for i in order])
    assert again == pytest.approx([shares[i] for i in order], abs=1e-9)
    assert ratio_again == pytest.approx(ratio, abs=1e-9)
    # The power method comes to the same vector, and the largest eigenvalue is at least n (Saaty 1980).
    vector = np.ones(len(matrix))
    for _ in range(500):
        vector = np.array(matrix) @ vector
        vector /= vector.sum()
    assert shares == pytest.approx(vector.tolist(), abs=1e-8)
    assert ratio >= 0


@quick
@given(judgements())
def test_the_judgement_to_revisit_is_the_one_that_departs_most(matrix: list[list[float]]) -> None:
    shares, _ = analytic_hierarchy(matrix)
    departs = {(i, j): matrix[i][j] * shares[j] / shares[i] for i, j in permutations(range(len(matrix)), 2)}
    found = judgement_to_revisit(matrix)
    if found is None:
        assert all(far == pytest.approx(1, abs=1e-5) for far in departs.values())
        return
    assert found.given == matrix[found.one][found.other] >= 1
    assert found.fits == pytest.approx(shares[found.one] / shares[found.other])
    far = found.given / found.fits
    assert max(far, 1 / far) >= max(departs.values()) * (1 - 1e-5)


@quick
@given(vectors(), st.data())
def test_best_worst_has_the_least_ksi_and_one_set_of_weights_in_any_order(
    answers: tuple[list[float], list[float]], data: st.DataObject
) -> None:
    to_others, to_worst = answers
    count = len(to_others)
    shares, ksi = best_worst(to_others, to_worst, best=0, worst=count - 1)
    assert sum(shares) == pytest.approx(1)
    assert min(shares) >= 0
    gaps = [abs(shares[0] - times * share) for times, share in zip(to_others, shares, strict=True)]
    gaps += [abs(share - times * shares[-1]) for times, share in zip(to_worst, shares, strict=True)]
    assert max(gaps) == pytest.approx(ksi, abs=1e-9)
    # No other weights come as near: each share is at its least and most where ksi is the least.
    rows = np.zeros((4 * count, count))
    for j in range(count):
        rows[j, 0] += 1
        rows[j, j] -= to_others[j]
        rows[count + j, j] += 1
        rows[count + j, -1] -= to_worst[j]
    rows[2 * count :] = -rows[: 2 * count]
    for j in range(count):
        for sign in (1, -1):
            found = linprog(
                np.eye(count)[j] * sign, rows, np.full(len(rows), ksi + 1e-9), [np.ones(count)], [1], method="highs"
            )
            assert found.status == 0
            assert found.x[j] == pytest.approx(shares[j], abs=1e-6)
    lower = linprog(np.zeros(count), rows, np.full(len(rows), ksi - 1e-6), [np.ones(count)], [1], method="highs")
    assert ksi < 1e-6 or lower.status == 2  # nothing is feasible below
    order = data.draw(st.permutations(range(count)))
    again, _ = best_worst(
        [to_others[i] for i in order],
        [to_worst[i] for i in order],
        best=order.index(0),
        worst=order.index(count - 1),
    )
    assert again == pytest.approx([shares[i] for i in order], abs=1e-9)


@quick
@given(answered_trees())
def test_weights_in_a_tree_sum_to_one_and_a_branch_has_what_stands_under_it(
    asked: tuple[Way, dict[str, float], CriteriaTree],
) -> None:
    way, answers, tree = asked
    assert problems_of(way, answers, tree) == []
    shares = weights_asked(way, answers, tree).shares
    assert list(shares) == sorted(tree.criteria)
    assert sum(shares.values()) == pytest.approx(1, abs=1e-12)
    assert min(shares.values()) >= 0
    for branch, ids in tree.children.items():
        if branch == TOP:
            continue
        inner = weights_asked(way, _about(answers, ids), CriteriaTree({TOP: ids}, ids)).shares
        whole = sum(shares[id_] for id_ in ids)
        assert {id_: shares[id_] for id_ in ids} == pytest.approx({id_: whole * inner[id_] for id_ in ids}, abs=1e-12)


@quick
@given(answered_trees())
def test_branches_of_one_or_one_branch_above_all_change_no_weight(
    asked: tuple[Way, dict[str, float], CriteriaTree],
) -> None:
    way, answers, tree = asked
    ids = tree.children[TOP]
    flat = weights_asked(way, _about(answers, ids), CriteriaTree({TOP: ids}, ids)).shares
    above = CriteriaTree({TOP: ("all",), "all": ids}, ids)
    assert weights_asked(way, _about(answers, ids), above).shares == flat
    single = CriteriaTree({TOP: ids, **{id_: (f"{id_}-alone",) for id_ in ids}}, tuple(f"{id_}-alone" for id_ in ids))
    assert list(weights_asked(way, _about(answers, ids), single).shares.values()) == list(flat.values())


def _about(answers: dict[str, float], ids: tuple[str, ...]) -> dict[str, float]:
    return {key: value for key, value in answers.items() if set(key.split("/")) <= set(ids)}


@quick
@given(answered_trees(), st.data())
def test_an_answer_that_is_missing_is_always_told(
    asked: tuple[Way, dict[str, float], CriteriaTree], data: st.DataObject
) -> None:
    way, answers, tree = asked
    asked_about = {id_ for ids in tree.children.values() if len(ids) > 1 for id_ in ids}
    needed = sorted(key for key in answers if set(key.split("/")) <= asked_about)
    assume(needed)
    left_out = data.draw(st.sampled_from(needed))
    assert problems_of(way, {key: value for key, value in answers.items() if key != left_out}, tree)


@quick
@given(points, st.data())
def test_rescaling_there_and_back_is_the_identity_and_a_unit_keeps_its_worth(
    said: list[int], data: st.DataObject
) -> None:
    shares = {f"c{n}": number / sum(said) for n, number in enumerate(said)}
    seen = {name: data.draw(anchors) for name in shares}
    now = {name: data.draw(anchors) for name in shares}
    there = {name: stretch(seen[name], now[name]) for name in shares}
    back = {name: stretch(now[name], seen[name]) for name in shares}
    moved = rescaled(shares, {name: float(factor) for name, factor in there.items()})
    assert sum(moved.values()) == pytest.approx(1, abs=1e-12)
    assert rescaled(moved, {name: float(factor) for name, factor in back.items()}) == pytest.approx(shares, abs=1e-12)
    width = {name: (seen[name][1][0] - seen[name][0][0], now[name][1][0] - now[name][0][0]) for name in shares}
    for one, other in combinations(shares, 2):
        before = shares[one] / width[one][0] * (moved[other] / width[other][1])
        after = moved[one] / width[one][1] * (shares[other] / width[other][0])
        assert before == pytest.approx(after, abs=1e-12)


@quick
@given(anchors, st.lists(st.floats(0.05, 0.95), max_size=3))
def test_anchors_on_one_line_are_the_same_however_many_there_are(
    ends: tuple[tuple[float, float], tuple[float, float]], between: list[float]
) -> None:
    (least, _), (most, _) = ends
    middle = [(least + share * (most - least), 100 * share) for share in sorted(set(between))]
    assert are_as_now((ends[0], *middle, ends[1]), ends)
    assert stretch((ends[0], *middle, ends[1]), ends) == 1


@quick
@given(st.lists(st.lists(st.integers(1, 6), min_size=4, max_size=4), min_size=3, max_size=6))
def test_concordance_is_friedmans_statistic_whatever_ties(ranks: list[list[int]]) -> None:
    found = concordance(ranks)
    if np.isnan(found):
        assert all(len(set(row)) == 1 for row in ranks)
        return
    assert 0 <= found <= 1 + 1e-12
    statistic = friedmanchisquare(*np.transpose(ranks)).statistic
    assert statistic == pytest.approx(len(ranks) * 3 * found, abs=1e-9)


@quick
@given(st.integers(1, 12))
def test_a_rank_order_centroid_is_the_mean_of_all_weights_in_that_order(count: int) -> None:
    shares = list(rank_order_centroid({f"c{rank:02}": rank for rank in range(1, count + 1)}).values())
    corners = [[1 / size] * size + [0.0] * (count - size) for size in range(1, count + 1)]
    assert shares == pytest.approx(np.mean(corners, axis=0).tolist(), abs=1e-12)
