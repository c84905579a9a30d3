"""Sets of weights: the least that a weighted sum can be, by linear programmes, by corners and by a published rule."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from scipy.optimize import linprog

from appraisal.analysis.linear_programme import maximise
from appraisal.analysis.weight_mixtures import any_weights, between, mixtures
from appraisal.errors import BallotError, FindingsError

BOUNDS = [(0.1, 0.4), (0.0, 0.3), (0.25, 0.25), (0.05, 0.6)]
PEOPLE = [[0.4, 0.1, 0.25, 0.25], [0.1, 0.3, 0.25, 0.35], [0.3, 0.2, 0.25, 0.25]]


def differences(seed=1, rows=40, criteria=4):
    """Rows of coefficients of either sign, many of them equal."""
    return np.random.default_rng(seed).integers(-5, 6, (rows, criteria)).astype(float) * 10


def least_by_linprog(row, bounds, *chains):
    pairs = [pair for chain in chains for pair in pairwise(chain)]
    above = np.zeros((len(pairs), len(row)))
    for at, (earlier, later) in enumerate(pairs):
        above[at, earlier], above[at, later] = -1, 1
    rows = {"A_ub": above, "b_ub": np.zeros(len(above))} if len(above) else {}
    found = linprog(row, A_eq=np.ones((1, len(row))), b_eq=[1], bounds=bounds, **rows)
    assert found.success
    return found.fun


def corners_between(bounds):
    """Every corner of the simplex between bounds: all shares but one at an end, the last what is left."""
    found = []
    for free in range(len(bounds)):
        ends = [bounds[j] if j != free else (0.0,) for j in range(len(bounds))]
        for chosen in product(*ends):
            left = 1 - sum(chosen)
            if bounds[free][0] - 1e-12 <= left <= bounds[free][1] + 1e-12:
                found.append([left if j == free else share for j, share in enumerate(chosen)])
    return np.array(found)


def test_over_any_weights_a_sum_is_least_on_one_criterion_alone():
    rows = differences()
    assert any_weights(4).least(rows) == pytest.approx(rows.min(axis=1), abs=1e-12)


def test_between_bounds_what_is_left_goes_to_the_lowest_criteria_first():
    # 0.1 + 0 + 0.25 + 0.05 is given; of the 0.6 left, 0.3 goes to the second (-20) and 0.3 to the first (-10).
    least = between(4, dict(enumerate(BOUNDS))).least(np.array([-10.0, -20.0, 40.0, 30.0]))
    assert float(least) == pytest.approx(0.4 * -10 + 0.3 * -20 + 0.25 * 40 + 0.05 * 30)


def test_between_bounds_the_least_is_that_of_a_linear_programme_and_of_every_corner():
    rows = differences()
    least = between(4, dict(enumerate(BOUNDS))).least(rows)
    assert least == pytest.approx([least_by_linprog(row, BOUNDS) for row in rows], abs=1e-9)
    assert least == pytest.approx((rows @ corners_between(BOUNDS).T).min(axis=1), abs=1e-9)


def test_bounds_and_an_order_together_give_the_least_of_a_linear_programme():
    rows = differences(seed=2)
    least = between(4, {0: (0.2, 0.5), 3: (0.05, 0.3)}, order=[1, 0, 3]).least(rows)
    bounds = [(0.2, 0.5), (0, 1), (0, 1), (0.05, 0.3)]
    assert least == pytest.approx([least_by_linprog(row, bounds, (1, 0, 3)) for row in rows], abs=1e-9)


def test_with_ranked_weights_alone_the_least_is_the_lowest_mean_of_the_first_few():
    # Kirkwood and Sarin 1985, Ranking with partial information (Operations Research 33): with w_1 >= w_2 >= ... one
    # is never below another exactly where no sum of its first k differences is below 0.
    rows = differences(seed=3)
    least = between(4, order=[0, 1, 2, 3]).least(rows)
    means = np.cumsum(rows, axis=1) / np.arange(1, 5)
    assert least == pytest.approx(means.min(axis=1), abs=1e-9)
    assert ((least >= -1e-9) == (np.cumsum(rows, axis=1).min(axis=1) >= 0)).all()


PARTIAL = [(0, 1), (0, 2)]


def test_with_a_partial_order_alone_the_least_is_at_one_of_its_five_corners():
    # The first at least the second and the third; nothing is said of the fourth.
    corners = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 1, 0], [0, 0, 0, 1]], dtype=float)
    corners /= corners.sum(axis=1, keepdims=True)
    rows = differences(seed=4)
    least = between(4, order=PARTIAL).least(rows)
    assert least == pytest.approx((rows @ corners.T).min(axis=1), abs=1e-9)
    # The chain 0, 1, 2 says more, so that its least is at times higher.
    chain = between(4, order=[0, 1, 2]).least(rows)
    assert (chain >= least - 1e-9).all() and (chain > least + 1).any()


def test_bounds_and_chains_together_give_the_least_of_a_linear_programme():
    rows, chains = differences(seed=5), [(1, 0, 3), (1, 2)]
    least = between(4, {0: (0.2, 0.5), 3: (0.05, 0.3)}, order=chains).least(rows)
    bounds = [(0.2, 0.5), (0, 1), (0, 1), (0.05, 0.3)]
    assert least == pytest.approx([least_by_linprog(row, bounds, *chains) for row in rows], abs=1e-9)


@pytest.mark.parametrize("order", [[1, 0, 3], (1, 0, 3), np.array([1, 0, 3]), [[1, 0, 3]], [(1, 0), (0, 3)]])
def test_an_order_is_the_same_as_one_chain_as_its_pairs_and_as_an_array(order):
    rows = differences(seed=6)
    assert (between(4, order=order).least(rows) == between(4, order=[1, 0, 3]).least(rows)).all()


def test_an_array_of_pairs_is_a_partial_order_and_no_pairs_are_none():
    rows = differences(seed=7)
    assert (between(4, order=np.array(PARTIAL)).least(rows) == between(4, order=PARTIAL).least(rows)).all()
    for nothing in ([], [()], [(2,)], np.array([], dtype=np.int64)):
        assert between(4, order=nothing).least(rows) == pytest.approx(any_weights(4).least(rows), abs=1e-9)


def test_over_mixtures_of_peoples_weights_a_sum_is_least_at_somebodys_own():
    rows = differences()
    assert mixtures(PEOPLE).least(rows) == pytest.approx((rows @ np.array(PEOPLE).T).min(axis=1), abs=1e-12)


def test_who_answered_first_and_who_answers_the_same_changes_nothing_to_the_last_digit():
    rows = differences()
    assert (mixtures([*PEOPLE[::-1], PEOPLE[1]]).least(rows) == mixtures(PEOPLE).least(rows)).all()


def test_a_share_that_is_fixed_and_weights_that_are_a_point_are_kept():
    fixed = between(3, {0: (0.5, 0.5), 1: (0.2, 0.2)})
    assert float(fixed.least(np.array([10.0, 20.0, 30.0]))) == pytest.approx(18.0)
    assert float(mixtures([[0.5, 0.2, 0.3]]).least(np.array([10.0, 20.0, 30.0]))) == pytest.approx(18.0)
    assert float(any_weights(1).least(np.array([-7.0]))) == -7.0


@pytest.mark.parametrize("weights", [[], [[]], [0.5, 0.5], [[0.5, 0.6]], [[1.5, -0.5]], [[0.5, float("nan")]]])
def test_what_is_no_weights_is_refused(weights):
    with pytest.raises(FindingsError, match=r"no weights to mix|below 0 or do not sum to one"):
        mixtures(weights)


def test_bounds_that_leave_no_weights_are_refused_in_words():
    with pytest.raises(BallotError, match=r"add up to 1\.2, so no weights sum to 1"):
        between(2, {0: (0.6, 0.8), 1: (0.6, 0.8)})
    with pytest.raises(BallotError, match="contradicts the bounds"):
        between(3, {0: (0.0, 0.1), 1: (0.5, 0.9)}, order=[0, 1])
    with pytest.raises(BallotError, match="goes round in a circle"):
        between(3, order=[(0, 1), (1, 0)])
    with pytest.raises(FindingsError, match="no criteria to weigh"):
        any_weights(0)


def test_a_programme_that_allows_nothing_is_a_fault_of_ours():
    two, none = np.array([2.0]), np.zeros(2)
    with pytest.raises(RuntimeError, match="HiGHS answered"):
        maximise(none, np.ones((1, 2)), (two, two), (none, np.array([0.5, 0.5])))
