"""Overlap: criteria that count one thing twice are named, with the weight that they carry together."""

from __future__ import annotations

import numpy as np
import pytest
from building import criterion, figures, panel_criterion

from appraisal.analysis.overlap import correlated, overlaps


def test_a_copied_criterion_is_named_with_the_weight_of_both():
    """Method 5, double counting: travel twice among four equal criteria carries half of all weight."""
    travel = criterion("travel-time")
    copy = criterion("journeys", measure="travel-time", unit="minutes", better="lower", anchors=((60, 0), (0, 100)))
    panels = [panel_criterion("quality"), panel_criterion("workforce")]
    minutes = [10.0, 20.0, 30.0, 40.0]
    found = overlaps(
        [copy, *panels, travel],
        figures(journeys=minutes, quality=[20, 40, 10, 30], workforce=[10, 50, 60, 20], travel_time=minutes),
        np.full(4, 0.25),
    )
    [named] = found
    assert named.criteria == ("journeys", "travel-time")
    assert (named.correlation, named.shares_evidence, named.weight) == (1.0, True, 0.5)


@pytest.mark.parametrize("others", [[10, 20, 31], [31, 20, 10]])
def test_rising_together_or_against_each_other_above_four_fifths_is_named(others):
    criteria = [panel_criterion("one"), panel_criterion("two")]
    [found] = overlaps(criteria, figures(one=[1, 2, 3], two=others), np.array([0.7, 0.3]))
    assert abs(found.correlation) > 0.8
    assert not found.shares_evidence
    assert found.weight == pytest.approx(1.0)


def test_a_weak_correlation_of_unrelated_criteria_is_not_named():
    criteria = [panel_criterion("one"), panel_criterion("two")]
    assert overlaps(criteria, figures(one=[1, 2, 3, 4], two=[2, 4, 1, 3]), np.array([0.5, 0.5])) == []


def test_access_travel_and_equity_always_share_their_evidence():
    criteria = [criterion(id_) for id_ in ("access", "clinical-fit", "equity", "travel-time")]
    found = overlaps(
        criteria,
        figures(access=[0.5, 0.7, 0.6], clinical_fit=[5, 5, 5], equity=[1, 1, 1], travel_time=[20, 21, 20]),
        np.array([0.4, 0.3, 0.2, 0.1]),
    )
    assert [(o.criteria, o.correlation is None) for o in found] == [
        (("access", "equity"), True),
        (("access", "travel-time"), False),
        (("equity", "travel-time"), True),
    ]
    assert [round(o.weight, 9) for o in found] == [0.6, 0.5, 0.3]


@pytest.mark.parametrize(("one", "other"), [([1, 2], [1, 2]), ([1, 1, 1], [1, 2, 3]), ([1, 2, 3], [4, 4, 4])])
def test_too_few_options_or_no_variation_have_no_correlation(one, other):
    assert correlated(np.array(one, dtype=float), np.array(other, dtype=float)) is None
