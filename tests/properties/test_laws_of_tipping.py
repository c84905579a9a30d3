"""What must hold of tipping figures, joint changes and two-way maps whatever the figures."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from building import AS_AT, criterion, figures, measured, place, places
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.panel import panel_weights
from appraisal.analysis.scoring import score, weighted_total
from appraisal.analysis.tipping import tipping_points
from appraisal.analysis.tipping.joint_change import joint_change
from appraisal.analysis.tipping.minimal_changes import minimal_changes
from appraisal.analysis.tipping.own_figures import own_tipping
from appraisal.analysis.tipping.place_figures import plan_with
from appraisal.analysis.tipping.shared_figures import shared_tipping
from appraisal.analysis.tipping.two_way import most_weight, two_way_map
from appraisal.model.ballots import Moderated
from appraisal.model.value_functions import ValueFunction

quick = settings(deadline=None, max_examples=100, derandomize=True, database=None)
heavy = settings(deadline=None, max_examples=25, derandomize=True, database=None)
TIE = 1e-9


@st.composite
def appraisals(draw):
    """Value scores (options x criteria) and weights that sum to one, in whole points, so that many are equal."""
    options, criteria = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    row = st.lists(st.sampled_from([0, 10, 40, 50, 70, 100]), min_size=criteria, max_size=criteria)
    scores = np.array(draw(st.lists(row, min_size=options, max_size=options)), dtype=float)
    weights = np.array(
        draw(st.lists(st.integers(0, 10), min_size=criteria, max_size=criteria).filter(any)), dtype=float
    )
    return scores, weights / weights.sum()


def leader_of(totals):
    return int(np.argmax(totals >= totals.max() - TIE))


# One option's figures.


FLAT = ((0, 0), (10, 40), (30, 40), (40, 40), (60, 100))
BENT = (
    criterion("access", measure="access", unit="points", anchors=FLAT, outside="clip"),
    criterion("cost", measure="cost", anchors=tuple((100 - at, value) for at, value in FLAT), outside="clip"),
    criterion("equity", anchors=((60, 0), (0, 100)), outside="clip"),
)


@st.composite
def bent(draw):
    """Figures of some options on value functions with flat pieces and clipped ends, many beyond them; and weights."""
    options = draw(st.integers(1, 5))
    at = st.lists(st.integers(-1, 11).map(lambda tens: tens * 10.0), min_size=options, max_size=options)
    weights = np.array(draw(st.lists(st.integers(0, 4), min_size=3, max_size=3).filter(any)), dtype=float)
    return figures(access=draw(at), cost=draw(at), equity=draw(at)), weights / weights.sum()


def totals_of(performances, weights):
    return score(BENT, performances).totals(weights)[0]


def with_own(performances, found, value):
    id_ = BENT[found.criterion].id
    changed = performances[id_].value.copy()
    changed[found.option] = value
    return performances | figures(**{id_.replace("-", "_"): changed})


@quick
@given(bent())
def test_at_an_options_tipping_figure_the_two_tie_and_beyond_it_the_rival_leads(given_):
    performances, weights = given_
    leader = leader_of(totals_of(performances, weights))
    for found in own_tipping(BENT, performances, weights):
        if found.at is None:
            assert found.rival is None
            continue
        way = 1 if found.side == "above" else -1
        assert way * (found.at - found.now) >= 0
        totals = totals_of(with_own(performances, found, found.at), weights)
        assert totals[leader] == pytest.approx(totals[found.rival], abs=1e-7)
        beyond = totals_of(with_own(performances, found, found.at + way * 1e-3), weights)
        moved = ValueFunction.of(BENT[found.criterion])([found.at, found.at + way * 1e-3])
        if abs(moved[1] - moved[0]) > TIE:  # else the last anchor is reached, and there is nothing beyond it
            assert beyond[found.rival] > beyond[leader]


@quick
@given(bent(), st.floats(0, 1))
def test_before_an_options_tipping_figure_the_leader_stays(given_, along):
    performances, weights = given_
    leader = leader_of(totals_of(performances, weights))
    for found in own_tipping(BENT, performances, weights):
        ends = ValueFunction.of(BENT[found.criterion]).performances
        last = found.at if found.at is not None else (max if found.side == "above" else min)(*ends, found.now)
        totals = totals_of(with_own(performances, found, found.now + along * (last - found.now)), weights)
        assert totals[leader] >= totals.max() - 1e-7


@quick
@given(bent(), st.data())
def test_the_order_of_options_and_criteria_changes_no_tipping_figure(given_, data):
    performances, weights = given_
    found = own_tipping(BENT, performances, weights)
    count = len(performances["cost"].value)
    assume(len({round(float(total), 6) for total in totals_of(performances, weights)}) == count)
    options = data.draw(st.permutations(range(count)))
    order = data.draw(st.sampled_from(list(permutations(range(3)))))
    turned = {id_: type(p)(p.low[options], p.value[options], p.high[options]) for id_, p in performances.items()}
    again = own_tipping([BENT[index] for index in order], turned, weights[list(order)])

    def named(tippings, of_options, of_criteria):
        return {
            (of_options[one.option], of_criteria[one.criterion]): (one.at, one.rival and of_options[one.rival])
            for one in tippings
        }

    plain = named(found, list(range(count)), range(3))
    other = named(again, options, order)
    assert plain.keys() == other.keys()
    for key, (at, _) in plain.items():
        assert (at is None) == (other[key][0] is None)
        assert at is None or at == pytest.approx(other[key][0], abs=1e-6)


# A figure that many options share, held against the place measured anew from nothing.


def otherwise(held, figure, value):
    """The place with one figure at another value, the long way."""
    if figure.kind == "assumption":
        return replace(held, plan=plan_with(held.plan, figure, value))
    if figure.kind == "evidence":
        newest = held.evidence_of(figure.site, figure.id)
        rows = [row for row in held.evidence if row is not newest]
        return replace(held, evidence=(*rows, replace(newest, value=value, low=None, high=None)))
    said = Moderated(figure.site, figure.id, repr(value), "A reason.", (), AS_AT)
    return replace(held, ballots=replace(held.ballots, moderated=(said,)))


def looked_at(held):
    """What is found of a place whose figures are all known, its weights, and totals at any value of a figure."""
    sets = {option.id: option.sites for option in held.options}
    ruler, weights = Ruler.of(held), panel_weights(held).overall
    found = Measured.of(ruler, sets)
    scores = ruler.score(found.performances)
    known = [index for index in range(len(scores)) if scores.is_known[index]]

    def totals(figure, value):
        performances = measured(otherwise(held, figure, value), *(sets[found.names[index]] for index in known))
        return score(held.criteria, performances).totals(weights)[0]

    now = weighted_total(scores.low[known], weights)
    return shared_tipping(held, ruler, found, scores, weights=weights, known=known), totals, now


def assert_sound(held, along):
    tippings, totals, now = looked_at(held)
    for found in tippings:
        figure = found.figure
        leader = leader_of(now)
        assert figure.least <= found.looked[0] <= figure.now <= found.looked[1] <= figure.most
        wide = figure.most - figure.least
        for side, way in ((found.below, -1), (found.above, 1)):
            if side is None:
                continue
            at, rival = side
            assert way * (at - figure.now) >= 0
            level = totals(figure, at)
            assert level[leader] == pytest.approx(level[rival], abs=1e-5)
            beyond = at + way * 1e-3 * wide
            if figure.least <= beyond <= figure.most:
                led = totals(figure, beyond)
                assert led.max() > led[leader]
        least = found.below[0] if found.below else found.looked[0]
        most = found.above[0] if found.above else found.looked[1]
        led = totals(figure, least + along * (most - least))
        assert led[leader] >= led.max() - 1e-5


@heavy
@given(places(), st.floats(0, 1))
def test_beyond_a_shared_tipping_figure_another_leads_and_before_it_nobody_does(held, along):
    assert_sound(held, along)


@pytest.mark.parametrize("along", [0.0, 0.07, 0.31, 0.5, 0.77, 0.93, 1.0])
def test_the_same_holds_where_journeys_are_straight_lines(along):
    assert_sound(place(), along)


# All weights together.


def least_by_linear_programme(leads, weights):
    """The least share that moves until these leads come to nothing: over what is taken from, and given to, each."""
    count = len(weights)
    found = linprog(
        np.full(2 * count, 0.5),
        A_ub=[[*(-leads), *leads]],
        b_ub=[-leads @ weights],
        A_eq=[[*np.ones(count), *(-np.ones(count))]],
        b_eq=[0],
        bounds=[*((0, weight) for weight in weights), *((0, None) for _ in weights)],
    )
    return found.fun if found.status == 0 else None


@quick
@given(appraisals())
def test_no_smaller_joint_change_exists(appraisal):
    scores, weights = appraisal
    leader = leader_of(scores @ weights)
    possible = [
        least_by_linear_programme(scores[leader] - scores[rival], weights)
        for rival in range(len(scores))
        if rival != leader
    ]
    least = min((one for one in possible if one is not None), default=None)
    found = joint_change(scores, weights)
    assert (found is None) == (least is None)
    if found is None:
        return
    assert found.moved == pytest.approx(least, abs=1e-7)
    assert found.moved == pytest.approx(np.abs(found.weights - weights).sum() / 2, abs=1e-12)
    assert found.weights.sum() == pytest.approx(1, abs=1e-12)
    assert (found.weights >= 0).all()
    totals = scores @ found.weights
    assert totals[found.rival] == pytest.approx(totals[leader], abs=1e-7)


@quick
@given(appraisals(), st.data())
def test_the_order_of_options_and_criteria_changes_no_joint_change(appraisal, data):
    scores, weights = appraisal
    assume(np.sum(scores @ weights >= (scores @ weights).max() - TIE) == 1)
    options = data.draw(st.permutations(range(len(scores))))
    criteria = data.draw(st.permutations(range(len(weights))))
    one, other = joint_change(scores, weights), joint_change(scores[options][:, criteria], weights[criteria])
    assert (one is None) == (other is None)
    assert one is None or one.moved == pytest.approx(other.moved, abs=1e-9)


@quick
@given(appraisals())
def test_a_joint_change_is_no_larger_than_that_of_any_weight_alone(appraisal):
    scores, weights = appraisal
    found = joint_change(scores, weights)
    for point in tipping_points(scores, weights):
        for side in ("below", "above"):
            if point[side] is not None:
                assert found.moved <= abs(point[side] - weights[point["criterion"]]) + 1e-9


@quick
@given(appraisals())
def test_a_minimal_change_of_one_weight_names_the_tipping_weight(appraisal):
    scores, weights = appraisal
    changes = minimal_changes(scores, weights)
    leader = leader_of(scores @ weights)
    assert np.array_equal(changes, changes.transpose(1, 0, 2), equal_nan=True)
    for point in tipping_points(scores, weights):
        weight = weights[point["criterion"]]
        for side in ("below", "above"):
            at = point[side]
            if at is not None and at < 1 - 1e-9:
                change = changes[leader, point[f"{side}_rival"], point["criterion"]]
                assert (weight - change) / (1 - change) == pytest.approx(at, abs=1e-9)


# Two weights at once.


@quick
@given(appraisals())
def test_every_cell_of_a_map_names_whoever_leads_there(appraisal):
    scores, weights = appraisal
    pair = most_weight(weights)
    assume(pair is not None)
    found = two_way_map(scores, weights, pair)
    others = [index for index in range(len(weights)) if index not in pair]
    assert len(found.weights) == (231 if others else 21)
    exact = [[Fraction(int(value)) for value in row] for row in scores]
    given_ = [Fraction(weight).limit_denominator(1000) for weight in weights]
    kept = sum(given_[index] for index in others)
    for cell, leads in zip(found.weights, found.leads, strict=True):
        at = [Fraction(0)] * len(weights)
        for index, share in zip(pair, cell, strict=True):
            at[index] = Fraction(round(share * 20), 20)
        left = 1 - sum(at)
        for index in others:
            at[index] = left * (given_[index] / kept if kept else Fraction(1, len(others)))
        totals = [sum(weight * value for weight, value in zip(at, row, strict=True)) for row in exact]
        assert leads.tolist() == [total == max(totals) for total in totals]
    assert found.shares.sum() >= 1 - 1e-9


@quick
@given(appraisals(), st.integers(0, 20), st.data())
def test_the_cell_at_the_agreed_weights_has_the_leader(appraisal, first, data):
    scores, weights = appraisal
    assume(len(weights) > 1)
    second = data.draw(st.integers(0, 20 - first)) if len(weights) > 2 else 20 - first
    rest = weights[2:] if weights[2:].sum() else np.ones(len(weights) - 2)
    agreed = np.array(
        [first / 20, second / 20, *(rest / rest.sum() * (1 - (first + second) / 20) if len(rest) else ())]
    )
    found = two_way_map(scores, agreed, (0, 1))
    [cell] = np.flatnonzero((np.abs(found.weights - agreed[:2]) < 1e-9).all(axis=1))
    totals = scores @ agreed
    assert found.leads[cell].tolist() == (totals >= totals.max() - TIE).tolist()
