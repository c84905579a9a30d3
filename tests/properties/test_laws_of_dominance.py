"""What must hold of dominance and potential optimality whatever the figures and the weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from appraisal.analysis.acceptability import sample_weights
from appraisal.analysis.dominance import Dominance, dominance
from appraisal.analysis.weight_mixtures import WeightMixtures, any_weights, between, mixtures

Numbers = NDArray[np.float64]

quick = settings(deadline=None, max_examples=60, derandomize=True, database=None)


@st.composite
def appraisals(draw: st.DrawFn) -> tuple[Numbers, Numbers]:
    """Value scores (options x criteria), many of them equal, and the weights of some people."""
    options, criteria = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    row = st.lists(st.integers(0, 10), min_size=criteria, max_size=criteria)
    scores = np.array(draw(st.lists(row, min_size=options, max_size=options)), dtype=np.float64) * 10
    points = np.array(draw(st.lists(row.filter(any), min_size=1, max_size=4)), dtype=np.float64)
    return scores, points / points.sum(axis=1, keepdims=True)


def bounds_of(people: Numbers) -> dict[int, tuple[float, float]]:
    return {j: (float(people[:, j].min()), float(people[:, j].max())) for j in range(people.shape[1])}


def sets(people: Numbers) -> list[WeightMixtures]:
    """Narrowest first."""
    return [mixtures(people), between(people.shape[1], bounds_of(people)), any_weights(people.shape[1])]


def compared(scores: Numbers, people: Numbers) -> list[Dominance]:
    return [dominance(scores, held) for held in sets(people)]


@quick
@given(appraisals())
def test_an_option_that_is_always_below_another_never_scores_highest(appraisal: tuple[Numbers, Numbers]) -> None:
    for found in compared(*appraisal):
        always_below = (found.least > 1e-9).any(axis=0)
        assert not found.can_lead[always_below].any()
        assert found.can_lead.any()


@quick
@given(appraisals(), st.data())
def test_whoever_leads_at_some_weights_can_lead_in_every_set_that_holds_them(
    appraisal: tuple[Numbers, Numbers], data: st.DataObject
) -> None:
    scores, people = appraisal
    mixed = np.array([data.draw(st.integers(0, 5)) for _ in people], dtype=np.float64)
    weights = people.T @ (mixed / mixed.sum() if mixed.sum() else np.full(len(people), 1 / len(people)))
    totals = scores @ weights
    for leader in np.flatnonzero(totals >= totals.max() - 1e-10):
        for found in compared(scores, people):
            assert found.can_lead[leader]
            assert found.rank_bounds[0][leader] == 1


@quick
@given(appraisals())
def test_as_high_as_is_handed_on(appraisal: tuple[Numbers, Numbers]) -> None:
    for found in compared(*appraisal):
        least = found.least
        through = (least[:, :, None] + least[None, :, :]).max(axis=1)
        assert (least >= through - 1e-9).all()


@quick
@given(appraisals())
def test_no_sampled_weights_break_a_difference_a_margin_or_a_rank(appraisal: tuple[Numbers, Numbers]) -> None:
    scores, people = appraisal
    criteria = people.shape[1]
    samples = (
        np.vstack([people, people.mean(axis=0)]),
        sample_weights(criteria, 50, seed=1, bounds=bounds_of(people)),
        sample_weights(criteria, 50, seed=1),
    )
    for found, weights in zip(compared(scores, people), samples, strict=True):
        totals = weights @ scores.T
        difference = totals[:, :, None] - totals[:, None, :]
        assert (difference >= found.least - 1e-9).all()
        assert (difference <= found.greatest + 1e-9).all()
        ranks = 1 + (difference < -1e-9).sum(axis=2)
        low, high = found.rank_bounds
        assert (low <= ranks).all()
        assert (ranks <= high).all()
        for option in range(len(scores) if len(scores) > 1 else 0):
            lead = totals[:, option] - np.delete(totals, option, axis=1).max(axis=1)
            assert lead.max() <= found.margin[option] + 1e-9


@quick
@given(appraisals())
def test_fewer_weights_settle_more(appraisal: tuple[Numbers, Numbers]) -> None:
    own, panel, every = compared(*appraisal)
    for narrow, wide in ((own, panel), (panel, every)):
        assert (narrow.least >= wide.least - 1e-9).all()
        assert not (wide.can_lead < narrow.can_lead).any()
        if len(narrow.margin) > 1:
            assert (narrow.margin <= wide.margin + 1e-9).all()
        assert (narrow.rank_bounds[0] >= wide.rank_bounds[0]).all()
        assert (narrow.rank_bounds[1] <= wide.rank_bounds[1]).all()


@quick
@given(appraisals(), st.randoms(use_true_random=False))
def test_the_order_of_options_criteria_and_people_changes_nothing(appraisal: tuple[Numbers, Numbers], random) -> None:  # type: ignore[no-untyped-def]
    scores, people = appraisal
    options, criteria, persons = ([*range(n)] for n in (*scores.shape, len(people)))
    for order in (options, criteria, persons):
        random.shuffle(order)
    shuffled = compared(scores[np.ix_(options, criteria)], people[np.ix_(persons, criteria)])
    for found, other in zip(compared(scores, people), shuffled, strict=True):
        assert other.least == pytest.approx(found.least[np.ix_(options, options)], abs=1e-9)
        assert other.margin == pytest.approx(found.margin[options], abs=1e-9, nan_ok=True)
        assert (other.can_lead == found.can_lead[options]).all()


@quick
@given(appraisals())
def test_the_weights_named_are_in_the_set_and_give_the_margin(appraisal: tuple[Numbers, Numbers]) -> None:
    scores, people = appraisal
    for held, found in zip(sets(people), compared(scores, people), strict=True):
        for option in np.flatnonzero(~np.isnan(found.weights).any(axis=1)):
            weights = found.weights[option]
            # In the set: no direction has less at these weights than the least over the set.
            ways = np.vstack([np.eye(len(weights)), -np.eye(len(weights)), scores, -scores])
            assert (ways @ weights >= held.least(ways) - 1e-8).all()
            totals = scores @ weights
            lead = totals[option] - np.delete(totals, option).max()
            assert lead == pytest.approx(found.margin[option], abs=1e-8)
