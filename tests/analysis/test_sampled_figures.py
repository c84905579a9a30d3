"""Figures that vary: between low and high, together where options share them, the same wherever they are drawn."""

from __future__ import annotations

import numpy as np
import pytest
from building import criterion, panel_criterion, place

from appraisal.analysis.acceptability import BLOCK
from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.sampled_figures import SampledFigures
from appraisal.measures.performances import Performances

POINTS = panel_criterion("points")
COST = criterion("cost", anchors=((100, 0), (0, 100)))


def figures(shared=False):
    ranges = Performances(np.array([10.0, 40.0, 70.0]), np.array([20.0, 50.0, 70.0]), np.array([50.0, 60.0, 70.0]))
    return SampledFigures((POINTS, COST), {"points": ranges, "cost": ranges}, {"points": shared, "cost": False})


def test_value_scores_lie_between_those_of_low_and_high_and_average_to_the_mean_of_the_triangle():
    found = figures().block(1, 0, BLOCK)
    assert found.shape == (BLOCK, 3, 2)
    assert found[..., 0].mean(axis=0) == pytest.approx(np.array([80 / 3, 50, 70]), abs=0.7)
    assert (found[..., 0] >= [10, 40, 70]).all() and (found[..., 0] <= [50, 60, 70]).all()
    assert found[..., 1].mean(axis=0) == pytest.approx(100 - np.array([80 / 3, 50, 70]), abs=0.7)
    assert figures().value_scores.tolist() == [[20, 80], [50, 50], [70, 30]]


def test_what_options_share_moves_together_and_the_rest_by_itself():
    apart, together = figures().block(1, 0, BLOCK), figures(shared=True).block(1, 0, BLOCK)
    assert abs(np.corrcoef(apart[:, 0, 0], apart[:, 1, 0])[0, 1]) < 0.06
    assert np.corrcoef(together[:, 0, 0], together[:, 1, 0])[0, 1] > 0.95
    assert abs(np.corrcoef(together[:, 0, 0], together[:, 0, 1])[0, 1]) < 0.06


def test_fewer_samples_are_the_first_of_more_and_each_block_is_its_own():
    whole = figures().block(1, 0, 500)
    assert (figures().block(1, 0, 200) == whole[:200]).all()
    assert (figures().block(1, 1, 500) != whole).any()
    assert (figures().block(2, 0, 500) != whole).any()


def test_a_place_is_sampled_for_the_options_asked_for_with_its_panels_scores_by_site():
    held = place()
    ruler = Ruler.of(held)
    measured = Measured.of(ruler, {one.id: one.sites for one in held.options})
    found = SampledFigures.of(ruler, measured, [0, 2])
    scores = ruler.score(measured.performances)
    assert np.allclose(found.value_scores, scores.low[[0, 2]])
    assert set(found.panels) == {"clinical-fit"}
    drawn = found.block(1, 0, 50)
    # Everybody gave each site the same score, and costs are known to the pound.
    fit = [one.id for one in ruler.criteria].index("clinical-fit")
    assert (drawn[..., fit] == found.value_scores[:, fit]).all()
