"""Triantaphyllou and Sanchez's example for the weighted sum model, recomputed in exact fractions.

E. Triantaphyllou and A. Sanchez, "A sensitivity analysis approach for some deterministic multi-criteria decision-making
methods", Decision Sciences 28(1), 1997, 151-194: the numerical example with four alternatives, four criteria and the
weights .3277, .3058, .2876, .0790 (which sum to 1.0001, as printed). Its columns each sum to one. What is expected here
is recomputed from these figures, unrounded; the paper works from totals rounded to four digits, so that its own
changes can differ in the third digit.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from appraisal.analysis.tipping import tipping_points
from appraisal.analysis.tipping.minimal_changes import Critical, critical_criterion, minimal_changes
from appraisal.errors import FindingsError

WEIGHTS = ["0.3277", "0.3058", "0.2876", "0.0790"]
SCORES = [
    ["0.3088", "0.2897", "0.3867", "0.1922"],
    ["0.2163", "0.3458", "0.1755", "0.6288"],
    ["0.4509", "0.2473", "0.1194", "0.0575"],
    ["0.0240", "0.1172", "0.3184", "0.1215"],
]
EXACT_WEIGHTS = [Fraction(weight) for weight in WEIGHTS]
EXACT = [[Fraction(score) for score in row] for row in SCORES]
TOTALS = [sum(weight * score for weight, score in zip(EXACT_WEIGHTS, row, strict=True)) for row in EXACT]


def example():
    return np.array(SCORES, dtype=float), np.array(WEIGHTS, dtype=float)


def test_the_example_is_the_published_one_as_far_as_its_sums_can_show() -> None:
    assert [sum(column) for column in zip(*EXACT, strict=True)] == [1, 1, 1, 1]
    assert [round(float(total), 4) for total in TOTALS] == [0.3162, 0.2768, 0.2623, 0.1449]


def test_every_minimal_change_is_that_of_the_formula_in_exact_fractions() -> None:
    found = minimal_changes(*example())
    for i in range(4):
        for j in range(4):
            for k in range(4):
                apart = EXACT[j][k] - EXACT[i][k]
                change = (TOTALS[j] - TOTALS[i]) / apart if apart else None
                if change is None or change > EXACT_WEIGHTS[k]:
                    assert np.isnan(found[i, j, k])
                else:
                    assert found[i, j, k] == pytest.approx(float(change), abs=1e-12)


def test_the_changes_of_the_pairs_with_the_leader_are_these() -> None:
    """By hand, for the first pair: (.27678 - .31618) / (.3458 - .2897) = -.702; for the third criterion .187."""
    found = minimal_changes(*example()).round(4)
    assert found[0, 1].tolist() == pytest.approx([np.nan, -0.7024, 0.1866, -0.0903], nan_ok=True)
    assert found[0, 2].tolist() == pytest.approx([-0.3794, np.nan, 0.2017, np.nan], nan_ok=True)
    assert np.isnan(found[0, 3]).all()


def test_the_critical_criteria_are_the_fourth_and_as_a_share_the_third() -> None:
    top, percent = critical_criterion(*example()), critical_criterion(*example(), as_share=True)
    assert top == Critical(3, (0, 1), pytest.approx(-0.0903, abs=1e-4), pytest.approx(-1.1425, abs=1e-4))
    assert percent == Critical(2, (0, 1), pytest.approx(0.1866, abs=1e-4), pytest.approx(0.6488, abs=1e-4))


def test_over_all_pairs_the_critical_criteria_are_those_between_the_second_and_the_third() -> None:
    every, percent = (critical_criterion(*example(), of_leader=False, as_share=as_share) for as_share in (False, True))
    assert (every.criterion, every.options, round(every.change, 4)) == (3, (1, 2), 0.0254)
    assert (percent.criterion, percent.options, round(percent.share, 4)) == (0, (1, 2), -0.1887)


def test_the_tipping_weight_of_the_same_example_is_where_the_weight_stands_after_division_by_the_new_sum() -> None:
    scores, weights = example()
    shares = weights / weights.sum()
    changes = minimal_changes(scores, shares)
    third = tipping_points(scores, shares)[2]
    assert third["below"] == pytest.approx((shares[2] - changes[0, 1, 2]) / (1 - changes[0, 1, 2]), abs=1e-12)
    assert third["below_rival"] == 1


def test_identical_options_and_one_alone_have_no_critical_criterion() -> None:
    assert critical_criterion([[0.3, 0.7], [0.3, 0.7]], [0.5, 0.5]) is None
    assert critical_criterion([[0.3, 0.7]], [0.5, 0.5]) is None


@pytest.mark.parametrize(("scores", "weights"), [([[1, 2]], [1]), ([[1, float("nan")]], [0.5, 0.5]), ([[1]], [-1])])
def test_figures_that_do_not_fit_are_refused(scores, weights) -> None:
    with pytest.raises(FindingsError, match="do not fit"):
        minimal_changes(scores, weights)
