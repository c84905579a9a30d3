"""Scoring on fixed anchors, and the traps that scaling to the options falls into (method 5)."""

from __future__ import annotations

import numpy as np
import pytest
from building import criterion, figures

from appraisal.analysis.ranking import rank
from appraisal.analysis.scoring import score, weighted_total, without
from appraisal.measures.performances import Performances

MINUTES = criterion("minutes", measure="travel-time", unit="minutes", better="lower", anchors=((60, 0), (0, 100)))
QUALITY = criterion("quality", panel=True, unit="points", better="higher", anchors=((0, 0), (100, 100)))


def totals(criteria, performances, weights):
    low, high = score(criteria, performances).totals(np.array(weights))
    assert (low == high).all()
    return low


def tens(*names):
    return [criterion(name, panel=True, unit="points", better="higher", anchors=((0, 0), (10, 100))) for name in names]


def test_a_small_difference_on_a_weighty_criterion_does_not_beat_a_large_one_on_another():
    """Range-blind weights: scaled to the two options, X would have .65 and Y .35."""
    x, y = totals([MINUTES, QUALITY], figures(minutes=[20, 22], quality=[60, 80]), [0.65, 0.35]) / 100
    assert round(float(x), 3) == 0.643
    assert round(float(y), 3) == 0.692


def test_adding_a_dominated_option_changes_no_total_and_no_order():
    """Rank reversal: scaled to the set, A .55 and B .45 would become A .6625 and B .78."""
    criteria = tens("one", "two")
    two = totals(criteria, figures(one=[10, 6], two=[2, 5]), [0.55, 0.45])
    three = totals(criteria, figures(one=[10, 6, 0], two=[2, 5, 1]), [0.55, 0.45])
    assert two.tolist() == pytest.approx([64, 55.5], abs=1e-9)
    assert three[:2].tolist() == two.tolist()
    assert rank(three, three).order.tolist() == [0, 1, 2]


def test_counting_travel_twice_reverses_the_order_and_so_has_to_be_named():
    """Double counting: P 63.33 and Q 60 become P 70 and Q 55."""
    hundred = [
        criterion(name, panel=True, unit="points", better="higher", anchors=((0, 0), (100, 100))) for name in "abcd"
    ]
    once = totals(hundred[:3], figures(a=[90, 40], b=[50, 70], c=[50, 70]), [1 / 3] * 3)
    twice = totals(hundred, figures(a=[90, 40], b=[50, 70], c=[50, 70], d=[90, 40]), [0.25] * 4)
    assert once.round(2).tolist() == [63.33, 60.0]
    assert twice.round(2).tolist() == [70.0, 55.0]


def test_between_anchors_values_are_straight_and_steps_need_not_be_equal():
    bent = criterion("bent", panel=True, unit="points", better="higher", anchors=((0, 0), (40, 80), (100, 100)))
    found = score([bent], figures(bent=[0, 20, 40, 70, 100]))
    assert found.low[:, 0].tolist() == [0, 40, 80, 90, 100]


def test_beyond_the_anchors_an_option_is_outside_unless_the_criterion_clips():
    clips = criterion(
        "minutes", measure="travel-time", unit="minutes", better="lower", anchors=((60, 0), (0, 100)), outside="clip"
    )
    beyond = figures(minutes=[61, 60, -1])
    assert score([MINUTES], beyond).outside[:, 0].tolist() == [True, False, True]
    assert score([MINUTES], beyond).is_inside.tolist() == [False, True, False]
    assert score([clips], beyond).is_inside.all()
    assert score([clips], beyond).low[:, 0].tolist() == [0, 0, 100]


def test_rounding_at_an_anchor_is_not_outside():
    assert score([QUALITY], figures(quality=[100 + 1e-12, -1e-12])).is_inside.all()


def test_a_figure_that_is_not_known_is_the_interval_that_it_must_lie_in():
    unknown = Performances(np.array([10.0, 20.0]), np.array([np.nan, 20.0]), np.array([40.0, 20.0]))
    found = score([MINUTES], {"minutes": unknown})
    assert found.known[:, 0].tolist() == [False, True]
    assert found.low[0, 0] == pytest.approx(100 * 20 / 60)
    assert found.high[0, 0] == pytest.approx(100 * 50 / 60)
    assert found.low[1, 0] == found.high[1, 0]
    assert found.is_known.tolist() == [False, True]
    assert not found.outside.any()


def test_the_range_of_a_known_figure_does_not_move_its_score():
    ranged = Performances(np.array([10.0]), np.array([20.0]), np.array([30.0]))
    found = score([MINUTES], {"minutes": ranged})
    assert found.low[0, 0] == found.high[0, 0] == pytest.approx(100 * 40 / 60)


def test_totals_are_to_the_last_bit_the_same_alone_and_among_others():
    random = np.random.default_rng(1)
    values, weights = random.random((1_000, 7)) * 100, random.dirichlet(np.ones(7))
    together = weighted_total(values, weights)
    assert together.tolist() == [weighted_total(row[None, :], weights)[0] for row in values]


def test_taking_a_criterion_out_keeps_the_ratios_of_the_others():
    assert without(np.array([0.5, 0.3, 0.2]), 1) == pytest.approx(np.array([5 / 7, 0, 2 / 7]))
    assert without(np.array([1.0, 0.0]), 0).tolist() == [0.0, 0.0]


def test_rows_are_picked_whole():
    found = score([MINUTES, QUALITY], figures(minutes=[10, 20, 30], quality=[1, 2, 3]))
    assert found.rows([2]).low.tolist() == [found.low[2].tolist()]
    assert len(found.rows(np.array([True, False, True]))) == 2
