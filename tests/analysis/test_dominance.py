"""Which options stay above which over a set of weights, which can lead, and between which ranks they stay."""

from __future__ import annotations

import json

import numpy as np
import pytest
from building import place, starter, workspace
from scipy.optimize import linprog

from appraisal.analysis.dominance import dominance, dominance_told
from appraisal.analysis.weight_mixtures import any_weights, between, mixtures
from appraisal.errors import FindingsError
from appraisal.pipeline import appraise

# The third is above the lower of the first two everywhere, and never above both; the fourth is below all.
FOUR = np.array([[80.0, 40.0], [40.0, 80.0], [50.0, 50.0], [30.0, 40.0]])
PEOPLE = np.array([[0.5, 0.3, 0.2], [0.3, 0.4, 0.3], [0.2, 0.2, 0.6], [0.4, 0.5, 0.1]])


def margin_by_linprog(scores, option, corners, bounds):
    """The highest d with V_i - V_k >= d for all k, over mixtures of corners that keep bounds."""
    leads = np.delete(scores[option] - scores, option, axis=0) @ corners.T
    found = linprog(
        [*[0] * len(corners), -1],
        A_ub=np.hstack([-leads, np.ones((len(leads), 1))]),
        b_ub=np.zeros(len(leads)),
        A_eq=[[*[1] * len(corners), 0]],
        b_eq=[1],
        bounds=[*bounds, (None, None)],
    )
    assert found.success
    return -found.fun


def test_differences_are_exact_and_opposite():
    found = dominance(FOUR, any_weights(2))
    assert found.least[0].tolist() == [0.0, -40.0, -10.0, 0.0]
    assert found.greatest[0].tolist() == [0.0, 40.0, 30.0, 50.0]
    assert (found.greatest == -found.least.T).all()


def test_an_option_that_nothing_dominates_may_still_never_score_highest():
    # Hazen 1986: undominated is less than potentially optimal. Half and half, the first two have 60 and the third 50.
    found = dominance(FOUR, any_weights(2))
    assert found.dominates[:, 2].tolist() == [False] * 4
    assert found.can_lead.tolist() == [True, True, False, False]
    assert found.margin.tolist() == pytest.approx([30, 30, -10, -25])
    assert np.isnan(found.weights[2]).all()


def test_as_high_as_at_all_weights_is_not_yet_above_at_some():
    found = dominance([[50, 50], [50, 50], [50, 40]], any_weights(2))
    assert found.necessarily.tolist() == [[True, True, True], [True, True, True], [False, False, True]]
    assert found.dominates.tolist() == [[False, False, True], [False, False, True], [False] * 3]
    assert found.possibly[2].tolist() == [True, True, True]
    # The third ties with both where the first criterion has all the weight, and then shares rank 1.
    assert found.can_lead.tolist() == [True, True, True]
    assert [bounds.tolist() for bounds in found.rank_bounds] == [[1, 1, 1], [1, 1, 3]]


def test_the_weights_named_give_the_margin_and_lie_in_the_set():
    scores = np.random.default_rng(4).integers(0, 101, (7, 3)).astype(float)
    bounds = {j: (float(PEOPLE[:, j].min()), float(PEOPLE[:, j].max())) for j in range(3)}
    for held in (any_weights(3), between(3, bounds), mixtures(PEOPLE), between(3, bounds, order=[1, 2])):
        found = dominance(scores, held)
        assert found.can_lead.any()
        for option in np.flatnonzero(found.can_lead):
            weights = found.weights[option]
            totals = scores @ weights
            assert totals[option] - np.delete(totals, option).max() == pytest.approx(found.margin[option], abs=1e-9)
            assert weights.sum() == pytest.approx(1, abs=1e-12)
            if held.corners.shape == (3, 3) and (held.corners == np.eye(3)).all():
                assert (weights >= held.low - 1e-9).all()
                assert (weights <= held.high + 1e-9).all()
    assert weights[1] >= weights[2] - 1e-9


def test_margins_are_those_of_another_solver():
    scores = np.random.default_rng(5).integers(0, 101, (6, 3)).astype(float)
    low, high = PEOPLE.min(axis=0), PEOPLE.max(axis=0)
    sets = (
        (any_weights(3), np.eye(3), [(0, 1)] * 3),
        (between(3, dict(enumerate(zip(low, high, strict=True)))), np.eye(3), list(zip(low, high, strict=True))),
        (mixtures(PEOPLE), PEOPLE, [(0, 1)] * len(PEOPLE)),
    )
    for held, corners, bounds in sets:
        expected = [margin_by_linprog(scores, option, corners, bounds) for option in range(len(scores))]
        assert dominance(scores, held).margin == pytest.approx(expected, abs=1e-8)


def test_of_several_weights_with_the_same_margin_those_with_most_on_the_first_criteria_are_named():
    everywhere = dominance([[60, 60, 60], [50, 50, 50]], any_weights(3))
    assert everywhere.margin[0] == pytest.approx(10)
    assert everywhere.weights[0].tolist() == pytest.approx([1, 0, 0])
    # All of the lead comes from the last criterion, so that the first two may share what is left as they like.
    capped = dominance([[50, 50, 60], [50, 50, 50]], between(3, {0: (0, 0.3), 2: (0.2, 0.5)}))
    assert capped.weights[0].tolist() == pytest.approx([0.3, 0.2, 0.5])
    assert capped.margin[0] == pytest.approx(5)


def test_over_a_partial_order_margins_and_dominance_are_those_at_its_corners():
    scores = np.random.default_rng(8).integers(0, 101, (7, 3)).astype(float)
    scores[6] = scores[0] - [5, -5, 0]  # below the first as long as the first criterion weighs no less than the second
    found = dominance(scores, between(3, order=[(0, 1), (0, 2)]))
    corners = np.array([[1, 0, 0], [1 / 2, 1 / 2, 0], [1 / 2, 0, 1 / 2], [1 / 3, 1 / 3, 1 / 3]])
    expected = [margin_by_linprog(scores, option, corners, [(0, 1)] * 4) for option in range(len(scores))]
    assert found.margin == pytest.approx(expected, abs=1e-8)
    totals = scores @ corners.T
    least = (totals[:, None, :] - totals[None, :, :]).min(axis=-1)
    assert found.least == pytest.approx(least, abs=1e-9)
    assert found.dominates[0, 6] and not dominance(scores, any_weights(3)).dominates[0, 6]


def test_options_and_people_that_differ_by_rounding_alone_are_no_trouble_to_the_solver():
    random = np.random.default_rng(7)
    for _ in range(12):
        options, criteria, persons = random.integers(2, 9), random.integers(2, 8), random.integers(1, 9)
        scores = random.uniform(0, 100, (options, criteria))
        scores[1] = scores[0] + 1e-10 * random.normal(size=criteria)
        people = random.dirichlet(np.full(criteria, random.choice([0.1, 50])), persons)
        nearly = np.abs(people[:1] + 1e-13 * random.normal(size=people.shape))
        for each in (people, nearly / nearly.sum(axis=1, keepdims=True)):
            bounds = {j: (float(each[:, j].min()), float(each[:, j].max())) for j in range(criteria)}
            for held in (mixtures(each), between(criteria, bounds), between(criteria, order=[1, 0])):
                found = dominance(scores, held)
                assert found.margin[0] == pytest.approx(found.margin[1], abs=1e-8)
                for option in np.flatnonzero(found.can_lead):
                    totals = scores @ found.weights[option]
                    lead = totals[option] - np.delete(totals, option).max()
                    assert lead == pytest.approx(found.margin[option], abs=1e-5)


def test_ranks_stay_within_their_bounds_and_reach_those_of_options_that_never_cross():
    found = dominance([[90, 80], [70, 60], [60, 70], [10, 20]], any_weights(2))
    assert [bounds.tolist() for bounds in found.rank_bounds] == [[1, 2, 2, 4], [1, 3, 3, 4]]


def test_an_option_alone_leads_and_has_no_margin():
    found = dominance([[40, 60]], any_weights(2))
    assert found.can_lead.tolist() == [True]
    told = dominance_told(["only"], ["access", "cost"], found)
    assert told == {
        "pairs": [],
        "necessarily": {"only": []},
        "dominated_by": {"only": []},
        "potentially_highest": {"only": {"is": True, "margin": None, "weights": None}},
        "rank_bounds": {"only": {"low": 1, "high": 1}},
    }


def test_one_criterion_ranks_the_options_once_and_for_all():
    found = dominance([[40], [60], [60]], any_weights(1))
    assert found.margin.tolist() == [-20, 0, 0]
    assert found.can_lead.tolist() == [False, True, True]
    assert [bounds.tolist() for bounds in found.rank_bounds] == [[3, 1, 1], [3, 1, 1]]
    assert found.weights[1].tolist() == [1.0]


def test_no_options_give_nothing():
    told = dominance_told([], ["access"], dominance(np.zeros((0, 1)), any_weights(1)))
    assert told["pairs"] == []
    assert not any(told.values())


def test_a_value_score_that_is_not_known_is_refused():
    with pytest.raises(FindingsError, match="not known"):
        dominance([[50, float("nan")], [40, 40]], any_weights(2))
    with pytest.raises(FindingsError, match="do not fit weights of 3 criteria"):
        dominance([[50, 50]], any_weights(3))


def test_each_pair_is_told_once_by_id():
    told = dominance_told(["ash", "elm"], ["access", "cost"], dominance([[80, 40], [40, 30]], any_weights(2)))
    assert told["pairs"] == [{"option": "ash", "other": "elm", "least": 10.0, "greatest": 40.0}]
    assert told["necessarily"] == {"ash": ["elm"], "elm": []}
    assert told["dominated_by"] == {"ash": [], "elm": ["ash"]}
    assert told["potentially_highest"] == {
        "ash": {"is": True, "margin": 40.0, "weights": {"access": 1.0, "cost": 0.0}},
        "elm": {"is": False, "margin": -10.0, "weights": None},
    }
    assert told["rank_bounds"] == {"ash": {"low": 1, "high": 1}, "elm": {"low": 2, "high": 2}}


def test_findings_tell_it_for_three_sets_of_weights_and_fewer_of_them_settle_more():
    findings = json.loads(appraise(workspace(place()), samples=1).to_json())
    told = findings["robustness"]["dominance"]
    assert sorted(told) == ["any-weights", "own-weights", "panel-range"]
    leader = findings["ranking"][0]
    for of_set in told.values():
        assert of_set["potentially_highest"][leader]["is"]
        assert of_set["rank_bounds"][leader]["low"] == 1
    for wide, narrow in (("any-weights", "panel-range"), ("panel-range", "own-weights")):
        for option, others in told[wide]["necessarily"].items():
            assert set(others) <= set(told[narrow]["necessarily"][option])


def test_on_the_starter_the_leader_is_never_below_five_others_at_weights_that_people_gave():
    findings = json.loads(appraise(starter(), samples=1).to_json())
    own = findings["robustness"]["dominance"]["own-weights"]
    assert findings["robustness"]["left_out"] == ["maple-and-birch"]
    assert "maple-and-birch" not in own["rank_bounds"]
    assert findings["ranking"][0] == "willow-and-hazel"
    assert len(own["necessarily"]["willow-and-hazel"]) == 5
    assert {id_ for id_, found in own["potentially_highest"].items() if found["is"]} == {
        "hazel-and-foxglove",
        "willow-and-hazel",
    }
    assert own["rank_bounds"]["elder-alone"] == {"low": 7, "high": 7}
