"""Rank acceptability, central weights and confidence factors that others published, and exact answers in fractions.

Every published figure was computed again by other means than the code under test: by geometry in fractions, by a closed
formula, or by sampling with numpy's own generator of beta distributions.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, permutations
from math import comb

import numpy as np
import pytest

from appraisal.analysis.acceptability import central_weights, rank_acceptability, sample_weights, standard_error

SAMPLES = 40_000
ALL_WEIGHTS = ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)), (Fraction(0), Fraction(0)))


def exact(scores):
    """Rank acceptabilities and central weights on three criteria, as fractions: areas and centres of polygons.

    For each full order of the options, the triangle of all weights (w1, w2) is cut along each line on which two options
    next to each other in the order tie. No two options may be identical.
    """
    options = range(len(scores))
    shares = [[Fraction(0)] * len(scores) for _ in options]
    centres = [[Fraction(0)] * 3 for _ in options]
    for order in permutations(options):
        polygon = list(ALL_WEIGHTS)
        for higher, lower in pairwise(order):
            a, b, c = (
                Fraction(one) - Fraction(other) for one, other in zip(scores[higher], scores[lower], strict=True)
            )
            polygon = cut(polygon, a - c, b - c, c)
        share, centre = area_and_centre(polygon)
        for rank, option in enumerate(order):
            shares[option][rank] += 2 * share
        weights = (*centre, 1 - sum(centre)) if share else (Fraction(0),) * 3
        centres[order[0]] = [so_far + 2 * share * w for so_far, w in zip(centres[order[0]], weights, strict=True)]
    means = [[w / of[0] for w in centre] if of[0] else None for of, centre in zip(shares, centres, strict=True)]
    return shares, means


def cut(polygon, a, b, c):
    """The part of a polygon in which a x + b y + c is 0 or more."""
    kept = []
    for (x, y), (x_next, y_next) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        here, there = a * x + b * y + c, a * x_next + b * y_next + c
        if here >= 0:
            kept.append((x, y))
        if here * there < 0:
            along = here / (here - there)
            kept.append((x + along * (x_next - x), y + along * (y_next - y)))
    return kept


def area_and_centre(polygon):
    doubled, x_sum, y_sum = Fraction(0), Fraction(0), Fraction(0)
    for (x, y), (x_next, y_next) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        cross = x * y_next - x_next * y
        doubled, x_sum, y_sum = doubled + cross, x_sum + (x + x_next) * cross, y_sum + (y + y_next) * cross
    return (abs(doubled) / 2, (x_sum / (3 * doubled), y_sum / (3 * doubled))) if doubled else (Fraction(0), (0, 0))


def floats(fractions):
    return np.array([[np.nan] * 3 if row is None else [float(each) for each in row] for row in fractions])


# Lemoine (1873), "Sur une question de probabilites": a stick broken at random in three makes a triangle, because no
# piece is half of it or more, once in four times. So of three options that are each best on one criterion and a fourth
# that is half as good on all, each is first for exactly a quarter of all weights.
EXTREMES_AND_COMPROMISE = [[100, 0, 0], [0, 100, 0], [0, 0, 100], [50, 50, 50]]


def test_a_compromise_among_three_extremes_is_first_as_often_as_a_broken_stick_makes_a_triangle():
    quarter, third, twelfth = Fraction(1, 4), Fraction(1, 3), Fraction(1, 12)
    shares, means = exact(EXTREMES_AND_COMPROMISE)
    assert shares == [[quarter, twelfth, third, third]] * 3 + [[quarter, Fraction(3, 4), 0, 0]]
    assert means[0] == [Fraction(2, 3), Fraction(1, 6), Fraction(1, 6)]
    assert means[3] == [third] * 3
    holds_of(EXTREMES_AND_COMPROMISE)


@pytest.mark.parametrize(
    "scores",
    [
        [[60, 0, 0], [0, 60, 60]],
        [[90, 20, 40], [30, 80, 50], [60, 55, 35]],
        [[100, 0, 10], [20, 70, 60], [45, 45, 45], [0, 90, 30]],
        [[80, 70, 60], [70, 60, 50], [10, 100, 20]],
    ],
    ids=["two", "three", "four", "one dominated"],
)
def test_shares_of_all_weights_are_areas_of_the_triangle_of_weights(scores):
    holds_of(scores)


def holds_of(scores):
    weights = sample_weights(3, SAMPLES, 5)
    shares, means = exact(scores)
    expected = floats(shares)
    found = rank_acceptability(scores, weights)
    assert (np.abs(found - expected) <= 4.5 * standard_error(expected, SAMPLES) + 1e-12).all()
    assert found[expected == 0].sum() == 0
    np.testing.assert_allclose(central_weights(scores, weights), floats(means), atol=0.012)


@pytest.mark.parametrize(
    ("criteria", "level"), [(3, Fraction(2, 3)), (4, Fraction(1, 2)), (5, Fraction(1, 2)), (10, Fraction(1, 4))]
)
def test_a_compromise_among_many_extremes_is_first_as_often_as_fisher_says(criteria, level):
    """Fisher (1929), "Tests of significance in harmonic analysis": how often the largest of n shares is above x."""
    above = fisher(criteria, level)
    scores = np.vstack([np.eye(criteria) * 100, np.full(criteria, 100 * float(level))])
    found = rank_acceptability(scores, sample_weights(criteria, SAMPLES, 9))
    assert found[-1, 0] == pytest.approx(float(1 - above), abs=4.5 * standard_error(float(above), SAMPLES))
    assert found[:-1, 0] == pytest.approx(np.full(criteria, float(above) / criteria), abs=0.01)


def test_fishers_formula_gives_the_points_of_his_table():
    """His table I, 5% points of the largest of n shares: .68377 of 5, .44495 of 10."""
    assert float(fisher(5, Fraction("0.68377"))) == pytest.approx(0.05, abs=5e-6)
    assert float(fisher(10, Fraction("0.44495"))) == pytest.approx(0.05, abs=5e-6)
    assert fisher(3, Fraction(1, 2)) == Fraction(3, 4)


def fisher(shares, level):
    """The chance that the largest of so many uniform shares is above a level."""
    terms = (
        (-1) ** (k + 1) * comb(shares, k) * (1 - k * level) ** (shares - 1)
        for k in range(1, shares + 1)
        if k * level < 1
    )
    return sum(terms, Fraction(0))


# Heparin against enoxaparin on three criteria (proximal and distal thrombosis, major bleeding), with beta distributions
# of events in a trial of 136 and 129 people (Geerts and others 1996, New England Journal of Medicine 335) and linear
# value functions. The expected figures are those that the MCDA web application of drugis.org keeps as the test of its
# calls of the R package smaa (van Valkenhoef), R/test/thrombo.R, from 10,000 samples.
EVENTS = {"heparin": ((20, 136), (40, 136), (1, 136)), "enoxaparin": ((8, 129), (32, 129), (5, 129))}
RANGES = ((0.0, 0.25), (0.15, 0.4), (0.0, 0.1))  # best, worst
PROXIMAL_THEN_BLEEDING_THEN_DISTAL = [0, 2, 1]


def thrombosis_scores():
    random = np.random.default_rng(11)
    scores = np.empty((SAMPLES, 2, 3))
    for option, events in enumerate(EVENTS.values()):
        for criterion, ((some, of_people), (best, worst)) in enumerate(zip(events, RANGES, strict=True)):
            share = random.beta(some, of_people - some, SAMPLES)
            scores[:, option, criterion] = 100 * (worst - share) / (worst - best)
    return scores


@pytest.mark.parametrize(
    ("order", "first", "central", "confidence"),
    [
        (None, [0.3381, 0.6619], [[0.1976, 0.2780, 0.5244], [0.4118, 0.3578, 0.2304]], [0.6389, 0.8925]),
        (
            PROXIMAL_THEN_BLEEDING_THEN_DISTAL,
            [0.1369, 0.8631],
            [[0.5240, 0.1213, 0.3547], [0.6229, 0.1103, 0.2668]],
            [0.1914, 0.9174],
        ),
    ],
    ids=["any weights", "an order of criteria"],
)
def test_two_treatments_against_thrombosis_rank_as_published(order, first, central, confidence):
    scores, weights = thrombosis_scores(), sample_weights(3, SAMPLES, 2, None, order)
    shares = rank_acceptability(scores, weights)
    error = 4 * np.hypot(standard_error(0.34, 10_000), standard_error(0.34, SAMPLES))
    assert shares[:, 0] == pytest.approx(np.array(first), abs=error)
    assert shares[:, 1] == pytest.approx(np.array(first)[::-1], abs=error)
    np.testing.assert_allclose(central_weights(scores, weights), central, atol=0.012)
    for option, share in enumerate(confidence):
        at_central = np.tile(central[option], (SAMPLES, 1))
        assert rank_acceptability(scores, at_central)[option, 0] == pytest.approx(share, abs=error)


def test_two_treatments_at_one_weighting_rank_as_published():
    """Proximal thrombosis counts twice as much as bleeding, and bleeding twice as much as distal thrombosis."""
    shares = rank_acceptability(thrombosis_scores(), np.tile([4 / 7, 1 / 7, 2 / 7], (SAMPLES, 1)))
    assert shares[:, 0] == pytest.approx(np.array([0.1049, 0.8951]), abs=0.015)
