"""Drawing a panel's scores: one that somebody gave, or about what the panel came to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from building import criterion, interest, moderated, place, scored
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.analysis.measuring import Ruler
from appraisal.measures.clinical_fit import combined, site_scores
from appraisal.model.ballots import Ballots

EVEN = (np.arange(999) + 0.5) / 999  # as many quantiles as can be divided by three people
SETS = ({"ash": 5}, {"ash": 3, "elm": 2}, {"elm": 5})


def held(*scores, moderated=(), interests=()):
    before = place()
    cast = tuple(scored(person, site, points) for person, site, points in scores)
    return replace(before, ballots=Ballots(before.ballots.weights, cast, interests, moderated=moderated))


def drawn(held_place, quantiles, sets=SETS):
    ruler = Ruler.of(held_place)
    return ruler.measures["clinical-fit"].sampled(ruler.openings(sets), quantiles)


def both(one, other):
    return np.column_stack([one, other])


SPLIT = (("p01", "ash", 10), ("p02", "ash", 10), ("p03", "ash", 90), ("p01", "elm", 50), ("p02", "elm", 50))


def test_a_split_panel_stays_split():
    found = drawn(held(*SPLIT), both(EVEN, EVEN))[:, 0]
    assert sorted(set(found.tolist())) == [10, 90]
    assert (found == 90).sum() == 333


def test_options_that_share_a_site_share_what_is_drawn_for_it():
    found = drawn(held(*SPLIT), both(EVEN, EVEN[::-1]))
    assert np.allclose(found[:, 1], 0.6 * found[:, 0] + 0.4 * found[:, 2])
    assert (found[:, 2] == 50).all()


def test_a_moderated_score_is_the_likeliest_between_the_ends_that_its_members_leave():
    here = held(*SPLIT, moderated=(moderated("ash", 40),))
    figure = site_scores(here, criterion("clinical-fit"))["ash"]
    found = drawn(here, both(EVEN, EVEN))[:, 0]
    assert figure.low <= found.min() < 12 and 40 < found.max() <= figure.high
    assert found.mean() == pytest.approx((figure.low + 40 + figure.high) / 3, abs=0.05)


def test_a_moderated_score_without_scores_does_not_vary():
    here = held(*SPLIT[3:], moderated=(moderated("ash", 40),))
    assert (drawn(here, both(EVEN, EVEN))[:, 0] == 40).all()


def test_the_score_of_somebody_who_stands_aside_is_never_drawn():
    here = held(*SPLIT, interests=(interest("p03", site_id="ash"),))
    assert (drawn(here, both(EVEN, EVEN))[:, 0] == 10).all()


def test_a_site_that_nobody_scored_leaves_its_options_not_known_and_no_others():
    found = drawn(held(*SPLIT[:3]), both(EVEN, EVEN))
    assert np.isnan(found[:, 1:]).all()
    assert not np.isnan(found[:, 0]).any()
    unsaid = held(*SPLIT, moderated=(moderated("ash", "not known"),))
    assert np.isnan(drawn(unsaid, both(EVEN, EVEN))[:, :2]).all()


@pytest.mark.parametrize(("how", "expected"), [("worst", 10), ("sum", 60), ("bed-weighted-mean", 26)])
def test_a_draw_is_combined_by_the_rule_of_the_criterion(how, expected):
    here = held(*SPLIT)
    here = replace(here, criteria=(criterion("clinical-fit", combine=how, outside="clip"),))
    [found] = drawn(here, np.array([[0.0, 0.0]]), [{"ash": 3, "elm": 2}])
    assert found.tolist() == [expected]


def test_a_draw_of_no_samples_or_no_sets_is_empty():
    assert drawn(held(*SPLIT), np.empty((0, 2))).shape == (0, 3)
    assert drawn(held(*SPLIT), np.empty((4, 0)), []).shape == (4, 0)


@settings(derandomize=True, database=None, deadline=None, max_examples=50)
@given(
    st.lists(st.lists(st.integers(0, 100), min_size=3, max_size=3), min_size=1, max_size=4),
    st.sampled_from(["worst", "sum", "bed-weighted-mean"]),
    st.randoms(use_true_random=False),
)
def test_scores_of_many_samples_are_combined_as_one_sample_is(per_site, how, random):
    sites = len(per_site)
    beds = np.array([[random.randint(0, 3) for _ in range(sites)] for _ in range(4)])
    scores = np.array(per_site, dtype=float).T
    together = combined(beds, scores[:, np.newaxis, :], how)
    for row, found in zip(scores, together, strict=True):
        assert np.array_equal(found, combined(beds, row, how), equal_nan=True)
