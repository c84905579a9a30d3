"""Ways of asking for weights: published worked examples, and input that cannot be used.

Every figure was computed again before it was taken over: matrices with numpy's own eigenvalues, best-worst in
fractions and with a second solver, rank-order centroids and concordance in fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pulp
import pytest
from numpy.typing import NDArray
from scipy.stats import friedmanchisquare

from appraisal.analysis.weighting import (
    analytic_hierarchy,
    best_worst,
    concordance,
    direct_weights,
    input_consistency,
    judgement_to_revisit,
    rank_order_centroid,
    swing_weights,
)
from appraisal.errors import BallotError
from appraisal.model.value_functions import ValueFunction

Floats = NDArray[np.float64]


def square(*above: Sequence[float]) -> list[list[float]]:
    """A reciprocal matrix by what stands above its diagonal."""
    count = len(above) + 1
    matrix = np.eye(count)
    for row, times in enumerate(above):
        for column, number in enumerate(times, start=row + 1):
            matrix[row, column], matrix[column, row] = number, 1 / number
    return [[float(number) for number in row] for row in matrix]


# Saaty (1990), How to make a decision: the analytic hierarchy process, European Journal of Operational Research 48:
# buying a house by size, transport, neighbourhood, age, yard, modern facilities, condition and financing.
# Published: lambda_max 9.669, CI .238, CR .169.
HOUSE = square(
    (5, 3, 7, 6, 6, 1 / 3, 1 / 4),
    (1 / 3, 5, 3, 3, 1 / 5, 1 / 7),
    (6, 3, 4, 6, 1 / 5),
    (1 / 3, 1 / 4, 1 / 7, 1 / 8),
    (1 / 2, 1 / 5, 1 / 6),
    (1 / 5, 1 / 6),
    (1 / 2,),
)
# Saaty (2008), Decision making with the analytic hierarchy process, International Journal of Services Sciences 1:
# which drink is consumed more in the United States: coffee, wine, tea, beer, sodas, milk, water. Published: CR .022.
DRINKS = square(
    (9, 5, 2, 1, 1, 1 / 2),
    (1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9),
    (1 / 3, 1 / 4, 1 / 3, 1 / 9),
    (1 / 2, 1, 1 / 3),
    (2, 1 / 2),
    (1 / 3,),
)
# Saaty (1980), The Analytic Hierarchy Process: wealth of seven nations (US, USSR, China, France, UK, Japan, West
# Germany). Published: lambda_max 7.61, CR .08.
WEALTH = square(
    (4, 9, 6, 6, 5, 5), (7, 5, 5, 3, 4), (1 / 5, 1 / 5, 1 / 7, 1 / 5), (1, 1 / 3, 1 / 3), (1 / 3, 1 / 3), (2,)
)  # fmt: skip


@pytest.mark.parametrize(
    ("matrix", "published", "ratio", "places"),
    [
        (HOUSE, (0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333), 0.169, 3),
        (DRINKS, (0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327), 0.022, 3),
        (WEALTH, (0.427, 0.230, 0.021, 0.052, 0.052, 0.123, 0.094), 0.08, 2),
    ],
    ids=["house", "drinks", "wealth"],
)
def test_published_hierarchies_come_out_as_published(
    matrix: list[list[float]], published: tuple[float, ...], ratio: float, places: int
) -> None:
    shares, found = analytic_hierarchy(matrix)
    assert shares == pytest.approx(published, abs=0.0006)
    assert round(found, places) == ratio
    values = np.linalg.eigvals(np.array(matrix)).real
    assert np.array(matrix) @ shares == pytest.approx(values.max() * np.array(shares), abs=1e-12)


def test_the_judgement_that_departs_most_is_the_one_that_saaty_would_ask_again() -> None:
    # Largest a_ij w_j / w_i over the house, from the published shares: neighbourhood
    # was said to matter 6 times as much as condition, and .188 / .167 = 1.1 would fit.
    found = judgement_to_revisit(HOUSE)
    assert found is not None
    assert (found.one, found.other, found.given) == (2, 6, 6)
    assert found.fits == pytest.approx(0.188 / 0.167, abs=0.01)


def test_asking_the_named_judgement_again_brings_the_ratio_down() -> None:
    found = judgement_to_revisit(HOUSE)
    assert found is not None
    again = [list(row) for row in HOUSE]
    again[found.one][found.other], again[found.other][found.one] = found.fits, 1 / found.fits
    assert analytic_hierarchy(again)[1] < 0.12 < analytic_hierarchy(HOUSE)[1]


def test_a_consistent_matrix_has_no_judgement_to_revisit() -> None:
    assert judgement_to_revisit(square((2, 6), (3,))) is None
    assert judgement_to_revisit([[1]]) is None


def test_up_to_two_are_always_consistent() -> None:
    assert analytic_hierarchy([[1]]) == ([1.0], 0.0)
    shares, ratio = analytic_hierarchy([[1, 4], [0.25, 1]])
    assert (shares, ratio) == (pytest.approx([0.8, 0.2]), 0.0)


def test_thirds_written_as_decimals_are_reciprocal() -> None:
    shares, ratio = analytic_hierarchy([[1, 3, 3], [0.333, 1, 1], [0.3333, 1, 1]])
    assert shares == pytest.approx([0.6, 0.2, 0.2], abs=1e-3)
    assert ratio < 1e-3


def test_a_matrix_that_contradicts_itself_is_reported_and_not_refused() -> None:
    shares, ratio = analytic_hierarchy(square((9, 1 / 9), (9,)))  # a over b, b over c, c over a: as bad as it gets
    assert shares == pytest.approx([1 / 3, 1 / 3, 1 / 3])
    assert ratio > 5


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        ([], "square"),
        ([[1, 2]], "square"),
        ([[1, 2], [0.5]], "square"),
        ([1, 2], "square"),
        ("no", "square"),
        ([[1, 2], [2, 1]], "Row 1, column 2 is 2 and row 2, column 1 is 2. One must be 1 divided by the other: 0.5"),
        ([[1, 7], [0.14, 1]], "row 2, column 1 is 0.14"),
        ([[1, -2], [-0.5, 1]], "Give a number above 0"),
        ([[1, 0], [0, 1]], "Give a number above 0"),
        ([[1, float("inf")], [0, 1]], "Give a number above 0"),
        ([[1, float("nan")], [1, 1]], "Give a number above 0"),
        ([[2, 1], [1, 1]], "compared with itself"),
        (np.ones((11, 11)), "at most 10"),
    ],
)
def test_what_is_no_comparison_matrix_is_refused_with_its_place(matrix: Sequence[Sequence[float]], words: str) -> None:
    with pytest.raises(BallotError, match=words):
        analytic_hierarchy(matrix)
    with pytest.raises(BallotError, match=words):
        judgement_to_revisit(matrix)


def test_everything_wrong_with_a_matrix_is_told_at_once() -> None:
    with pytest.raises(BallotError) as refused:
        analytic_hierarchy([[1, 2, 3], [2, 3, 1], [-1, 1, 1]])
    for words in ("Row 1, column 2", "Row 2, column 2", "Row 3, column 1"):
        assert words in str(refused.value)


# Rezaei (2015), Best-worst multi-criteria decision-making method, Omega 53, and Rezaei (2016), Some properties and a
# linear model, Omega 64: a mode of transport by load flexibility, accessibility and cost (cost best, load worst). The
# weights here are those of the linear model, in exact fractions from its three equations at equality:
# w_3 - 8 w_1 = ksi, 2 w_2 - w_3 = ksi, 5 w_1 - w_2 = ksi.
MODE = ([8, 2, 1], [1, 5, 8], [Fraction(1, 14), Fraction(9, 28), Fraction(17, 28)], Fraction(1, 28))
# Rezaei (2015, 2016): a car by quality, price, comfort, safety and style (price best, style worst), fully consistent.
CAR = (
    [2, 1, 4, 2, 8],
    [4, 8, 2, 4, 1],
    [Fraction(4, 19), Fraction(8, 19), Fraction(2, 19), Fraction(4, 19), Fraction(1, 19)],
    Fraction(0),
)
# The same car with comparisons that contradict one another (the example of the R package BWM, which cites Rezaei 2016):
# comfort and safety are at odds. Weights recomputed here, not published.
CAR_AT_ODDS = (
    [2, 1, 4, 3, 8],
    [4, 8, 4, 2, 1],
    [Fraction(16, 65), Fraction(28, 65), Fraction(8, 65), Fraction(10, 65), Fraction(3, 65)],
    Fraction(4, 65),
)


@pytest.mark.parametrize("example", [MODE, CAR, CAR_AT_ODDS], ids=["mode of transport", "car", "car at odds"])
def test_best_worst_examples_come_out_to_the_last_fraction(
    example: tuple[list[int], list[int], list[Fraction], Fraction],
) -> None:
    to_others, to_worst, weights, ksi = example
    shares, found = best_worst(to_others, to_worst)
    assert sum(weights) == 1
    assert shares == pytest.approx([float(weight) for weight in weights], abs=1e-12)
    assert found == pytest.approx(float(ksi), abs=1e-12)
    # The fractions keep every bound, and a second solver finds none that keeps a smaller one.
    best, worst = to_others.index(1), to_worst.index(1)
    gaps = [abs(weights[best] - times * weights[j]) for j, times in enumerate(to_others)]
    gaps += [abs(weights[j] - times * weights[worst]) for j, times in enumerate(to_worst)]
    assert max(gaps) == ksi
    assert least_ksi(to_others, to_worst, best, worst) == pytest.approx(float(ksi), abs=1e-7)


def least_ksi(to_others: Sequence[float], to_worst: Sequence[float], best: int, worst: int) -> float:
    """The least ksi by CBC: the linear model once more, as Rezaei (2016) writes it."""
    model = pulp.LpProblem("best_worst", pulp.LpMinimize)
    share = [model.add_variable(f"w{j}", 0) for j in range(len(to_others))]
    ksi = model.add_variable("ksi", 0)
    model += ksi
    model += pulp.lpSum(share) == 1
    for j, times in enumerate(to_others):
        model += share[best] - times * share[j] <= ksi
        model += times * share[j] - share[best] <= ksi
    for j, times in enumerate(to_worst):
        model += share[j] - times * share[worst] <= ksi
        model += times * share[worst] - share[j] <= ksi
    model.solve(pulp.COIN_CMD(path=pulp.PULP_CBC_CMD.pulp_cbc_path, msg=False))
    return float(ksi.value())


def test_input_consistency_is_that_of_its_formula() -> None:
    # Liang, Brunelli and Rezaei (2020): max_j |a_Bj a_jW - a_BW| / (a_BW^2 - a_BW).
    ratio, again = input_consistency([8, 2, 1], [1, 5, 8])
    assert ratio == pytest.approx(2 / 56)
    assert again is not None
    assert (again.one, again.other, again.given, again.fits) == (2, 1, 2, pytest.approx(8 / 5))
    assert input_consistency(*CAR[:2]) == (0.0, None)
    ratio, again = input_consistency(*CAR_AT_ODDS[:2])
    assert ratio == pytest.approx(8 / 56)
    assert again is not None
    assert (again.one, again.other, again.given, again.fits) == (1, 2, 4, 2)


def test_one_and_two_criteria_have_the_weights_that_they_must() -> None:
    assert best_worst([1], [1]) == ([1.0], 0.0)
    shares, ksi = best_worst([1, 4], [4, 1])
    assert (shares, ksi) == (pytest.approx([0.8, 0.2]), pytest.approx(0, abs=1e-12))
    assert input_consistency([1], [1]) == input_consistency([1, 1], [1, 1]) == (0.0, None)


def test_all_as_important_as_each_other_share_alike() -> None:
    shares, ksi = best_worst([1, 1, 1], [1, 1, 1])
    assert (shares, ksi) == (pytest.approx([1 / 3] * 3), pytest.approx(0, abs=1e-12))


@pytest.mark.parametrize(
    ("to_others", "to_worst", "words"),
    [
        ([], [], "a list of numbers"),
        ([[1, 2]], [[2, 1]], "a list of numbers"),
        (["one"], [1], "a list of numbers"),
        ([1, 2, 3], [3, 1], "compared with 3 and 2"),
        ([1, 2, 10], [10, 5, 1], "Number 3 of 'best to others' is 10.*Number 1 of 'others to worst' is 10"),
        ([1, 0, 8], [8, 3, 1], "Number 2 of 'best to others' is 0"),
        ([1, 2, 8], [8, float("nan"), 1], "Number 2 of 'others to worst' is nan"),
        ([2, 3, 8], [8, 3, 1], "No number of 'best to others' is 1"),
        ([1, 3, 8], [8, 3, 2], "No number of 'others to worst' is 1"),
        ([1, 3, 8], [7, 3, 1], "compared with the worst twice: 8 times in 'best to others', 7 times"),
    ],
)
def test_best_worst_answers_that_do_not_go_together_are_refused(
    to_others: list[float], to_worst: list[float], words: str
) -> None:
    with pytest.raises(BallotError, match=words):
        best_worst(to_others, to_worst)
    with pytest.raises(BallotError, match=words):
        input_consistency(to_others, to_worst)


# Barron and Barrett (1996), Decision quality using ranked attribute weights, Management Science 42, and Edwards and
# Barron (1994), SMARTS and SMARTER, Organizational Behavior and Human Decision Processes 60: rank-order centroids.
CENTROIDS = {
    2: "0.7500 0.2500",
    3: "0.6111 0.2778 0.1111",
    4: "0.5208 0.2708 0.1458 0.0625",
    5: "0.4567 0.2567 0.1567 0.0900 0.0400",
    6: "0.4083 0.2417 0.1583 0.1028 0.0611 0.0278",
    7: "0.3704 0.2276 0.1561 0.1085 0.0728 0.0442 0.0204",
    8: "0.3397 0.2147 0.1522 0.1106 0.0793 0.0543 0.0335 0.0156",
    9: "0.3143 0.2032 0.1477 0.1106 0.0828 0.0606 0.0421 0.0262 0.0123",
    10: "0.2929 0.1929 0.1429 0.1096 0.0846 0.0646 0.0479 0.0336 0.0211 0.0100",
}


@pytest.mark.parametrize("count", CENTROIDS)
def test_rank_order_centroids_of_two_to_ten_are_the_published_ones(count: int) -> None:
    shares = list(rank_order_centroid({f"c{rank:02}": rank for rank in range(1, count + 1)}).values())
    assert shares == pytest.approx([float(number) for number in CENTROIDS[count].split()], abs=0.00006)
    exact = [sum(Fraction(1, k) for k in range(r, count + 1)) / count for r in range(1, count + 1)]
    assert shares == pytest.approx([float(number) for number in exact], abs=1e-15)
    # Each is a corner of the ordered simplex's mean: its corners are (1), (1/2, 1/2), (1/3, 1/3, 1/3), ...
    corners = [
        [Fraction(1, size) if place < size else Fraction(0) for place in range(count)] for size in range(1, count + 1)
    ]
    assert exact == [sum(corner[place] for corner in corners) / count for place in range(count)]


# Goodwin and Wright, Decision Analysis for Management Judgment, chapter 3: an office by closeness to customers,
# visibility, image, size, comfort and car parking; swing weights 100, 80, 70, 30, 20, 10, normalised to 32, 26, 23, 10,
# 6, 3; turnover (the first three) 81. Addison Square has an aggregate benefit of 80.8 and Elton Street of 64.8.
OFFICE = {"closeness": 100, "visibility": 80, "image": 70, "size": 30, "comfort": 20, "parking": 10}


def test_a_published_office_has_the_published_swing_weights() -> None:
    shares = swing_weights(OFFICE)
    assert [round(100 * share) for share in shares.values()] == [32, 26, 23, 10, 6, 3]
    assert round(100 * sum(list(shares.values())[:3])) == 81
    addison = dict(zip(OFFICE, (100, 60, 100, 75, 0, 90), strict=True))
    elton = dict(zip(OFFICE, (40, 60, 90, 100, 60, 70), strict=True))
    # The book adds up with its rounded weights: 80.8 and 64.8; with the shares themselves it is 80.5 and 64.5.
    for offices, book in ((addison, 80.8), (elton, 64.8)):
        rounded = sum(round(100 * shares[name]) * value for name, value in offices.items()) / 100
        assert rounded == pytest.approx(book)
        assert sum(shares[name] * value for name, value in offices.items()) == pytest.approx(book, abs=0.5)


def test_a_published_furniture_company_has_the_published_swing_weights() -> None:
    # Goodwin and Wright, chapter 13: profit 30, market share 100, risk 50.
    shares = swing_weights({"profit": 30, "market-share": 100, "risk": 50})
    assert [round(share, 3) for share in shares.values()] == [0.167, 0.556, 0.278]


def test_one_hundred_points_shared_out_are_shares_and_a_slip_is_told() -> None:
    assert direct_weights({"a": 50, "b": 50, "c": 0}) == {"a": 0.5, "b": 0.5, "c": 0.0}
    assert direct_weights(dict.fromkeys("abc", 33.3)) == pytest.approx(dict.fromkeys("abc", 1 / 3))
    for points, words in (
        ({"a": 50, "b": 49}, "come to 99. Share out 100"),
        ({"a": 60, "b": 41}, "come to 101"),
        ({}, "come to 0"),
        ({"a": 0.0}, "come to 0"),
        ({"a": 120, "b": -20}, "'a' has 120"),
    ):
        with pytest.raises(BallotError, match=words):
            direct_weights(points)


# Siegel (1956), Nonparametric Statistics for the Behavioral Sciences, chapter 9: three executives rank six applicants,
# rank sums 8, 14, 11, 11, 11, 8, W = .16; and, with ties (after Kendall; also the example of NAG's g08daf), W = .828.
APPLICANTS = [[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]
WITH_TIES = [
    [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
    [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
    [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
]


@pytest.mark.parametrize(
    ("ranks", "exact", "published", "places"),
    [
        (APPLICANTS, Fraction(12) * Fraction("25.5") / (9 * 210), 0.16, 2),
        (WITH_TIES, Fraction(12 * 591, 9 * 990 - 3 * (12 + 18 + 84)), 0.828, 3),
    ],
    ids=["without ties", "with ties"],
)
def test_published_concordances_come_out_as_published(
    ranks: list[list[float]], exact: Fraction, published: float, places: int
) -> None:
    found = concordance(ranks)
    assert found == pytest.approx(float(exact), abs=1e-15)
    assert round(found, places) == published
    # Friedman's statistic is m (n - 1) W.
    assert friedmanchisquare(*np.transpose(ranks)).statistic == pytest.approx(len(ranks) * (len(ranks[0]) - 1) * found)


def test_a_published_value_function_is_met_at_its_points_and_straight_between() -> None:
    # Goodwin and Wright, chapter 3: the floor area of an office by bisection: 400 square feet are worth 0, 500 25,
    # 700 50, 1,000 75, 1,500 100. (At 800 the book reads 55 from a curve; a straight line gives 58.)
    value = ValueFunction((400, 500, 700, 1000, 1500), (0, 25, 50, 75, 100))
    assert value([400, 500, 700, 1000, 1500]).tolist() == [0, 25, 50, 75, 100]
    assert value(800) == pytest.approx(50 + 25 / 3)
    assert all(one < other for one, other in pairwise(value(np.linspace(400, 1500, 50)).tolist()))
