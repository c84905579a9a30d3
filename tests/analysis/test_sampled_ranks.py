"""Weights and figures sampled together: three weight sets, each share by hand or by brute force, at any workers."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from building import option, panel_criterion, place, scored, weights, workspace
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal import appraise
from appraisal.analysis.acceptability import BLOCK, central_weights, rank_acceptability, sample_weights
from appraisal.analysis.panel import panel_weights
from appraisal.analysis.sampled_figures import SampledFigures
from appraisal.analysis.sampled_ranks import SampledRanks, sampled_ranks
from appraisal.analysis.weight_sets import ANY_WEIGHTS, NAMES, OWN_WEIGHTS, PANEL_RANGE, WeightSet, weight_sets
from appraisal.measures.performances import Performances
from appraisal.model.ballots import Ballots
from appraisal.model.canonical import plain

quick = settings(derandomize=True, database=None, deadline=None, max_examples=60)
PEOPLE = np.array([[0.5, 0.5], [0.8, 0.2], [0.1, 0.9]])


def figures(value, width=0.0):
    """Options x criteria of points, each varying so far to either side, inside 0 to 100."""
    scores = np.array(value, dtype=float)
    criteria = tuple(panel_criterion(f"c{j}") for j in range(scores.shape[1]))
    found = {
        one.id: Performances(np.maximum(column - width, 0), column, np.minimum(column + width, 100))
        for one, column in zip(criteria, scores.T, strict=True)
    }
    return SampledFigures(criteria, found, {one.id: False for one in criteria})


def sets(criteria=2, people=None):
    given = PEOPLE if people is None else np.array(people, dtype=float)
    bounds = {j: (float(given[:, j].min()), float(given[:, j].max())) for j in range(criteria)}
    return {
        ANY_WEIGHTS: WeightSet(criteria),
        PANEL_RANGE: WeightSet(criteria, bounds=bounds),
        OWN_WEIGHTS: WeightSet(criteria, people=given),
    }


def sampled(value, width=0.0, *, samples=2_000, seed=1, workers=1, people=None):
    found = figures(value, width)
    return sampled_ranks(found, sets(len(found.criteria), people), samples=samples, seed=seed, workers=workers)


def test_own_weights_are_everybodys_each_counted_as_often_as_any_other():
    found = sampled([[100, 0], [0, 100]], samples=1_000)[OWN_WEIGHTS]
    assert found.samples == 1_002
    # At equal weights the two tie and share the better rank.
    assert found.shares.tolist() == [[2 / 3, 1 / 3], [2 / 3, 1 / 3]]
    assert found.central_weights == pytest.approx(np.array([[0.65, 0.35], [0.3, 0.7]]))
    assert found.winning.tolist() == [[0, 1 / 3], [1 / 3, 0]]
    assert (found.standard_errors == 0).all()


def test_where_figures_are_drawn_shares_have_standard_errors_in_every_weight_set_even_of_people_in_turn():
    for found in sampled([[60, 40], [45, 55], [50, 50]], 20.0, samples=900).values():
        shares = found.with_figures
        assert (shares > 0).any() and found.samples == 900
        expected = np.sqrt(shares * (1 - shares) / 900)
        assert found.standard_errors_with_figures == pytest.approx(expected, rel=1e-12)
        assert 0 < found.standard_errors_with_figures.max() <= 1 / 60


def test_shares_with_figures_stray_from_run_to_run_by_their_standard_errors():
    """Over 60 seeds they spread as the standard error says, and less where each person is counted equally often."""
    found = [sampled([[60, 40], [45, 55], [50, 50]], 20.0, samples=300, seed=seed) for seed in range(60)]
    for name in (ANY_WEIGHTS, PANEL_RANGE, OWN_WEIGHTS):
        spread = np.std([ranks[name].with_figures[:, 0] for ranks in found], axis=0)
        ratio = spread / np.mean([ranks[name].standard_errors_with_figures[:, 0] for ranks in found], axis=0)
        assert (ratio < 1.35).all()
        assert (ratio > (0.4 if name == OWN_WEIGHTS else 0.7)).all()


def test_any_weights_have_the_exact_shares_and_their_standard_errors():
    found = sampled([[100, 0], [0, 60]], samples=40_000)[ANY_WEIGHTS]
    assert found.shares[0, 0] == pytest.approx(5 / 8, abs=4 * found.standard_errors[0, 0])
    assert found.standard_errors[0, 0] == pytest.approx(np.sqrt(15 / 64 / 40_000), rel=0.01)
    assert found.winning[0, 1] == pytest.approx(5 / 8, abs=0.01)


def test_weights_alone_give_what_the_public_functions_give():
    value = np.random.default_rng(4).uniform(0, 100, (6, 3))
    found = sampled(value, people=[[0.2, 0.3, 0.5]], samples=BLOCK + 500)[ANY_WEIGHTS]
    drawn = sample_weights(3, BLOCK + 500, 1)
    assert np.array_equal(found.shares, rank_acceptability(value, drawn))
    np.testing.assert_allclose(found.central_weights, central_weights(value, drawn), rtol=1e-12)
    totals = drawn @ value.T
    assert np.array_equal(found.winning, (totals[:, :, None] > totals[:, None, :] + 1e-9).mean(axis=0))


def test_figures_and_weights_vary_together_as_brute_force_has_it():
    value, width, samples = [[60, 40], [45, 55], [50, 50]], 20.0, 40_000
    found = sampled(value, width, samples=samples)[ANY_WEIGHTS]
    random = np.random.default_rng(77)
    middle = np.array(value, dtype=float)
    scores = random.triangular(middle - width, middle, middle + width, (samples, 3, 2))
    shares = rank_acceptability(scores, sample_weights(2, samples, 99))
    assert np.abs(found.with_figures - shares).max() < 0.016
    at_central = rank_acceptability(scores, np.tile(found.central_weights[0], (samples, 1)))
    assert found.confidence[0] == pytest.approx(at_central[0, 0], abs=0.014)


def test_an_option_that_no_weights_put_first_has_no_central_weights_even_where_figures_could_put_it_there():
    found = sampled([[60, 40], [40, 60], [45, 45]], width=15)[ANY_WEIGHTS]
    assert found.shares[2, 0] == 0
    assert found.with_figures[2, 0] > 0
    assert np.isnan(found.central_weights[2]).all()
    assert np.isnan(found.confidence[2])
    assert 0 < found.confidence[0] < 1


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_any_number_of_workers_gives_the_same_bytes(workers):
    samples = 3 * BLOCK + 77
    value = np.random.default_rng(6).uniform(20, 80, (5, 2))
    expected, found = sampled(value, 10, samples=samples), sampled(value, 10, samples=samples, workers=workers)
    for name in NAMES:
        for part in fields(SampledRanks):
            if part.name != "samples":
                assert getattr(found[name], part.name).tobytes() == getattr(expected[name], part.name).tobytes()


def test_another_seed_draws_other_weights_and_other_figures():
    one, other = sampled([[60, 40], [45, 55]], 20), sampled([[60, 40], [45, 55]], 20, seed=2)
    assert (one[ANY_WEIGHTS].shares != other[ANY_WEIGHTS].shares).any()
    assert (one[OWN_WEIGHTS].with_figures != other[OWN_WEIGHTS].with_figures).any()
    assert (one[OWN_WEIGHTS].shares == other[OWN_WEIGHTS].shares).all()


def test_one_person_alone_leaves_one_weighting_in_the_panels_range():
    found = sampled([[60, 40], [45, 55]], people=[[0.7, 0.3]], samples=100)
    for name in (PANEL_RANGE, OWN_WEIGHTS):
        assert found[name].shares.tolist() == [[1, 0], [0, 1]]
        assert found[name].central_weights[0] == pytest.approx([0.7, 0.3])
        assert np.isnan(found[name].confidence[1])
        assert found[name].standard_errors.tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize("value", [[[40]], [[40], [60]], [[40, 50]], [[40, 50]] * 3])
def test_one_option_one_criterion_and_identical_options_have_the_plain_answer(value):
    found = sampled(value, people=np.ones((2, len(value[0]))) / len(value[0]), samples=50)
    for ranks in found.values():
        if value == [[40], [60]]:
            assert ranks.shares.tolist() == [[0, 1], [1, 0]]
            assert ranks.winning.tolist() == [[0, 0], [1, 0]]
        else:
            assert (ranks.shares[:, 0] == 1).all() and (ranks.with_figures[:, 0] == 1).all()
            assert (ranks.confidence == 1).all() and (ranks.winning == 0).all()


@st.composite
def scores(draw):
    options, criteria = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    row = st.lists(st.integers(0, 100), min_size=criteria, max_size=criteria)
    return draw(st.lists(row, min_size=options, max_size=options))


def uniform(criteria):
    return np.full((1, criteria), 1 / criteria)


@quick
@given(scores())
def test_with_figures_that_are_fixed_nothing_but_weights_varies(value):
    for ranks in sampled(value, people=uniform(len(value[0])), samples=300).values():
        assert np.array_equal(ranks.with_figures, ranks.shares)
        assert set(ranks.confidence[~np.isnan(ranks.confidence)].tolist()) <= {1.0}


@quick
@given(scores(), st.integers(0, 30))
def test_shares_sum_to_one_over_ranks_and_who_wins_against_whom_adds_up(value, width):
    for ranks in sampled(value, width, people=uniform(len(value[0])), samples=300).values():
        for shares in (ranks.shares, ranks.with_figures):
            assert shares.sum(axis=1) == pytest.approx(np.ones(len(value)), abs=1e-12)
            assert (shares[:, 0].sum() >= 1 - 1e-12) and ((shares >= 0) & (shares <= 1)).all()
        # Without a tie one of two wins; the mean rank is one more than the rivals that win.
        assert (ranks.winning + ranks.winning.T <= 1 + 1e-12).all()
        mean_rank = ranks.shares @ np.arange(1, len(value) + 1)
        assert mean_rank == pytest.approx(1 + ranks.winning.sum(axis=0), abs=1e-9)
        assert np.array_equal(np.isnan(ranks.confidence), ranks.shares[:, 0] == 0)


@quick
@given(scores(), st.integers(1, 40), st.data())
def test_a_constant_added_to_a_criterion_changes_nothing(value, more, data):
    criterion = data.draw(st.integers(0, len(value[0]) - 1))
    lower = np.array(value, dtype=float) / 2
    higher = lower.copy()
    higher[:, criterion] += more
    people = uniform(len(value[0]))
    one, other = sampled(lower, people=people, samples=200), sampled(higher, people=people, samples=200)
    for name in NAMES:
        assert np.array_equal(one[name].shares, other[name].shares)
        assert np.array_equal(one[name].winning, other[name].winning)


@quick
@given(scores(), st.integers(1, 30))
def test_a_dominated_option_is_never_first_at_the_figures_values(value, less):
    worse = [max(0, each - less) for each in value[0]]
    dominated = [*value, worse]
    for ranks in sampled(dominated, people=uniform(len(worse)), samples=200).values():
        if all(each >= less for each in value[0]):
            assert ranks.shares[-1, 0] == 0
            assert np.isnan(ranks.central_weights[-1]).all()
        assert ranks.winning[-1, 0] == 0


@quick
@given(scores(), st.randoms(use_true_random=False))
def test_the_order_of_options_changes_nothing_at_the_figures_values(value, random):
    order = list(range(len(value)))
    random.shuffle(order)
    people = uniform(len(value[0]))
    one = sampled(value, people=people, samples=200)
    other = sampled([value[i] for i in order], people=people, samples=200)
    for name in NAMES:
        assert np.array_equal(other[name].shares, one[name].shares[order])
        assert np.array_equal(other[name].winning, one[name].winning[np.ix_(order, order)])


def findings(held, **asked):
    return plain(appraise(workspace(held), **{"samples": 500, **asked}))["robustness"]


PARTS = (
    "rank_acceptability",
    "rank_acceptability_with_figures",
    "standard_errors",
    "standard_errors_with_figures",
    "central_weights",
    "confidence_factors",
    "pairwise_winning",
)


def test_findings_hold_every_part_for_three_named_sets_and_for_each_known_option():
    found = findings(place())
    ids = sorted(one.id for one in place().options)
    for part in PARTS:
        assert sorted(found[part]) == sorted(NAMES)
        assert all(sorted(of_set) == ids for of_set in found[part].values())
    assert sorted(found["pairwise_winning"][OWN_WEIGHTS]["first-alone"]) == ["first-two", "last-two"]
    central = [weights for of_set in found["central_weights"].values() for weights in of_set.values() if weights]
    assert central and all(sum(weights.values()) == pytest.approx(1, abs=1e-8) for weights in central)
    for name in NAMES:
        for id_ in ids:
            never = found["rank_acceptability"][name][id_][0] == 0
            assert (found["central_weights"][name][id_] is None) == never
            assert (found["confidence_factors"][name][id_] is None) == never


def test_an_option_with_an_unknown_is_in_no_part_and_without_any_option_the_parts_are_empty():
    held = place()
    unscored = tuple(one for one in held.ballots.scores if one.site != "ash")
    found = findings(replace(held, ballots=replace(held.ballots, scores=unscored)))
    assert list(found["left_out"]) == ["first-alone", "first-two"]
    assert all(list(found[part][name]) == ["last-two"] for part in PARTS for name in NAMES)
    found = findings(replace(held, ballots=replace(held.ballots, scores=())))
    assert all(found[part] == {name: {} for name in NAMES} for part in PARTS)


def test_findings_are_the_same_at_any_number_of_workers_and_in_any_order_of_people():
    held = place()
    turned = replace(held, ballots=Ballots(held.ballots.weights[::-1], held.ballots.scores[::-1]))
    one = appraise(workspace(held), samples=2 * BLOCK + 5)
    assert appraise(workspace(held), samples=2 * BLOCK + 5, workers=3).to_json() == one.to_json()
    assert appraise(workspace(turned), samples=2 * BLOCK + 5).to_json() == one.to_json()


def test_a_split_panel_makes_an_order_unclear_that_its_medians_would_call_clear():
    """Two of three people score the first site 90, one 0; the other site has 60 from all."""
    only = replace(
        place(),
        criteria=(panel_criterion("clinical-fit"),),
        options=(option("first-alone", {"ash": 5}), option("other-alone", {"elm": 5})),
    )
    split = (
        ("p01", "ash", 90),
        ("p02", "ash", 90),
        ("p03", "ash", 0),
        *((p, "elm", 60) for p in ("p01", "p02", "p03")),
    )
    cast = tuple(scored(*each) for each in split)
    ballots = Ballots((weights("p01", clinical_fit=100),), cast)
    found = findings(replace(only, ballots=ballots), samples=10_000)
    assert found["rank_acceptability"][OWN_WEIGHTS]["first-alone"][0] == 1
    assert found["rank_acceptability_with_figures"][OWN_WEIGHTS]["first-alone"][0] == pytest.approx(2 / 3, abs=0.02)
    assert found["confidence_factors"][OWN_WEIGHTS]["first-alone"] == pytest.approx(2 / 3, abs=0.02)
    [near] = found["near_ties"]
    assert near["flips"] == pytest.approx(1 / 3, abs=0.02)


def test_the_weight_sets_of_a_panel_are_named_and_hold_what_people_gave():
    panel = panel_weights(place())
    found = weight_sets(panel)
    assert tuple(sorted(found)) == NAMES
    assert found[PANEL_RANGE].bounds == panel.bounds
    own = found[OWN_WEIGHTS].block(1, 0, 4)
    assert (own[0] == own[3]).all() and own[:3].tolist() == found[OWN_WEIGHTS].people.tolist()
    assert own[0].tolist() == panel.array(panel.by_person["p01"]).tolist()
    assert (found[OWN_WEIGHTS].block(9, 1, 1)[0] == own[BLOCK % 3]).all()
