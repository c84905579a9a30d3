"""Near-ties: "no clear difference", by flips of the order and by the place's threshold (method 2.4)."""

from __future__ import annotations

import numpy as np
import pytest
from building import criterion

from appraisal.analysis.near_ties import near_ties
from appraisal.analysis.sampled_figures import SampledFigures
from appraisal.measures.performances import Performances
from appraisal.measures.triangular import triangular

POINTS = criterion("points", panel=True, unit="points", better="higher", anchors=((0, 0), (100, 100)))


def ties(low, value, high, *, shared=False, threshold=0.0, samples=20_000, seed=1):
    performances = {"points": Performances(*(np.array(each, dtype=float) for each in (low, value, high)))}
    figures = SampledFigures((POINTS,), performances, {"points": shared})
    return near_ties(figures, np.array([1.0]), threshold=threshold, samples=samples, seed=seed)


def test_two_like_triangles_flip_as_often_as_their_overlap_says():
    """Of half-width 10 and 5 apart: the share of their convolution that lies beyond 5."""
    [found] = ties([40, 45], [50, 55], [60, 65])
    triangle = np.maximum(0, 1 - np.abs(np.linspace(-10, 10, 2001)) / 10)
    difference = np.convolve(triangle, triangle)
    expected = difference[np.linspace(-20, 20, len(difference)) > 5].sum() / difference.sum()
    assert found.flips == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / 20_000))
    assert (found.first, found.second, found.difference) == (0, 1, 5)


def test_an_order_that_never_flips_is_clear():
    assert ties([40, 61], [50, 70], [60, 80]) == []


def test_just_over_and_just_under_a_tenth():
    """A triangle of half-width 10 passes a fixed rival g points higher in (1 - g/10)^2 / 2: .10 at g = 5.53."""
    assert ties([40, 55.2], [50, 55.2], [60, 55.2])
    assert not ties([40, 55.9], [50, 55.9], [60, 55.9])


def test_options_that_share_an_assumption_move_together_and_keep_their_order():
    assert ties([40, 42], [50, 52], [60, 62], shared=True) == []
    assert ties([40, 42], [50, 52], [60, 62], shared=False) != []


def test_a_difference_below_the_places_threshold_is_not_clear_however_sure_the_figures():
    assert [(t.difference, t.flips) for t in ties([50, 51], [50, 51], [50, 51], threshold=2.0)] == [(1.0, 0.0)]
    assert ties([50, 52], [50, 52], [50, 52], threshold=2.0) == []


def test_identical_options_tie_and_are_no_near_tie():
    assert ties([40, 40], [50, 50], [60, 60], threshold=2.0) == []


def test_every_pair_is_named_once_the_earlier_first():
    found = ties([40, 41, 90], [50, 51, 90], [60, 61, 90])
    assert [(t.first, t.second) for t in found] == [(0, 1)]
    found = ties([41, 90, 40], [51, 90, 50], [61, 90, 60])
    assert [(t.first, t.second) for t in found] == [(0, 2)]


def test_the_same_seed_gives_the_same_flips():
    triangles = ([40, 45], [50, 55], [60, 65])
    assert ties(*triangles, samples=5_000) == ties(*triangles, samples=5_000)
    assert ties(*triangles, samples=5_000) != ties(*triangles, samples=5_000, seed=2)


@pytest.mark.parametrize(("low", "peak", "high"), [(0, 0, 10), (0, 10, 10), (0, 3, 10), (5, 5, 5)])
def test_a_triangle_has_the_mean_of_its_three_corners_and_stays_between_them(low, peak, high):
    quantiles = (np.arange(200_000) + 0.5) / 200_000
    drawn = triangular(np.array(float(low)), np.array(float(peak)), np.array(float(high)), quantiles)
    assert drawn.mean() == pytest.approx((low + peak + high) / 3, abs=1e-3)
    assert low <= drawn.min()
    assert drawn.max() <= high
    assert (np.diff(drawn) >= 0).all()
