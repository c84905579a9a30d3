"""Value functions inside a model: straight lines that are never below them, over all that a place can reach."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

import numpy as np
import pytest
from building import CORE, criterion
from hypothesis import given, settings
from hypothesis import strategies as st
from random_places import question_of, random_place

from appraisal.analysis.portfolio.bent import Bent, reach
from appraisal.analysis.portfolio.every_set import EverySet
from appraisal.analysis.portfolio.model import Model, Sum
from appraisal.measures.erlang import refused
from appraisal.measures.openings import Openings
from appraisal.measures.performances import Terms
from appraisal.model.value_functions import ValueFunction

quick = settings(deadline=None, max_examples=300, derandomize=True, database=None)
SEEDS = range(60)
ROOM = 1e-7  # more than is left at the anchors, which are whole numbers up to 60


@st.composite
def criteria(draw):
    """Piecewise anchors in whole numbers, either way, bent up, down or both, clipped or not."""
    count = draw(st.integers(2, 5))
    performances = sorted(draw(st.sets(st.integers(0, 60), min_size=count, max_size=count)))
    inner = sorted(draw(st.lists(st.integers(0, 100), min_size=count - 2, max_size=count - 2)))
    better = draw(st.sampled_from(["higher", "lower"]))
    anchors = zip(performances if better == "higher" else performances[::-1], [0, *inner, 100], strict=True)
    outside = draw(st.sampled_from(["clip", "error"]))
    return criterion("travel-time", better=better, anchors=tuple(anchors), outside=outside)


@cache
def one_question():
    """That of one random place."""
    return question_of(random_place(1))


class Reaching:
    """A model of one site, whose performance on a criterion lies between two fixed figures."""

    def __init__(self, low, high):
        self.model = Model(one_question(), 1)
        self.terms = Terms(lowest=np.array([low, high, *[low] * (len(self.model.question.offers) - 2)], dtype=float))
        assert {0, 1} <= set(self.model.sites)


def at(line, performance):
    """A line's height at a performance: its one variable is the performance, if it has one."""
    return line.constant + sum(factor * performance for factor in line.terms.values())


def bends_only_downwards(found, low, high):
    """Whether a value function lies on or above each of its chords from one bend to another."""
    points = sorted({low, high, *(point for point in found.performances if low < point < high)})
    for number, middle in enumerate(points[1:-1], start=1):
        before, after = points[number - 1], points[number + 1]
        share = (middle - before) / (after - before)
        if found(middle) < (1 - share) * found(before) + share * found(after) - 1e-9:
            return False
    return True


@quick
@given(criteria(), st.integers(-10, 80), st.integers(-10, 80))
def test_the_lowest_of_the_lines_is_the_value_function_where_it_bends_downwards_and_never_below_it_else(one, low, high):
    low, high = min(low, high), max(low, high)
    made = Reaching(low, high)
    assert reach(made.model, made.terms) == (low, high)
    bent, value_of = Bent.of(made.model, one, made.terms), ValueFunction.of(one)
    lines = bent.lines()
    if not value_of.clip:
        low, high = max(low, value_of.performances[0]), min(high, value_of.performances[-1])
        if low > high:
            return  # every set lies beyond the anchors, and none is feasible
    concave = bends_only_downwards(value_of, low, high)
    assert bent.is_concave == concave
    assert (bent.points[0], bent.points[-1]) == pytest.approx((low, high), abs=ROOM)
    for performance in np.linspace(low, high, 23):
        lowest = min(at(line, performance) for line in lines)
        if concave:
            assert lowest == pytest.approx(float(value_of(performance)), abs=100 * ROOM)
        else:
            assert lowest >= value_of(performance) - 1e-9


@quick
@given(criteria(), st.integers(-10, 80), st.integers(-10, 80))
def test_the_points_of_a_value_function_in_a_model_give_all_of_it(one, low, high):
    """Read off between its points, so that the steps of one that bends upwards are exact."""
    low, high = min(low, high), max(low, high)
    made = Reaching(low, high)
    bent, value_of = Bent.of(made.model, one, made.terms), ValueFunction.of(one)
    for performance in np.linspace(bent.points[0], bent.points[-1], 23):
        read = np.interp(performance, bent.points, bent.values)
        assert read == pytest.approx(float(value_of(performance)), abs=100 * ROOM)


def test_one_that_bends_downwards_has_a_line_for_each_piece_and_one_that_bends_upwards_its_highest_value():
    made = Reaching(0, 60)
    down = criterion("travel-time", anchors=((60, 0), (20, 80), (10, 100)), outside="clip")
    up = criterion("travel-time", anchors=((60, 0), (20, 20), (10, 100)), outside="clip")
    first, second, third = Bent.of(made.model, down, made.terms).lines()
    assert [at(first, 0), at(second, 20), at(third, 60)] == pytest.approx([100, 80, 0])
    assert [at(line, 30) for line in Bent.of(made.model, up, made.terms).lines()] == [100]


def test_where_only_one_performance_can_be_reached_the_line_is_its_value():
    made = Reaching(40, 40)
    [line] = Bent.of(made.model, criterion("travel-time"), made.terms).lines()
    assert (line.constant, line.terms) == (pytest.approx(100 / 3), {})


def test_with_what_is_not_known_at_its_best_every_criterion_clips():
    made = Reaching(-10, 80)
    strict = criterion("travel-time", outside="error")
    assert not Bent.of(made.model, strict, made.terms).clips
    at_best = Model(replace(made.model.question, at_best=True), 1)
    bent = Bent.of(at_best, strict, made.terms)
    assert (bent.clips, bent.points[0], bent.points[-1]) == (True, -10, 80)


def test_at_best_a_site_that_nothing_bounds_lifts_a_score_by_all_there_is():
    question = replace(one_question(), at_best=True)
    model = Model(question, 1)
    unbounded = np.arange(len(question.offers)) == 1
    terms = Terms(fixed=np.zeros(len(question.offers)), unbounded=unbounded)
    lifted = Bent.of(model, criterion("cost"), terms).lifted
    assert {str(variable): factor for variable, factor in lifted.terms.items()} == {
        str(model.holds(1, beds)): 100.0 for beds in model.choices[1]
    }
    plainly = Model(replace(question, at_best=False), 1)
    assert Bent.of(plainly, criterion("cost"), terms).lifted.terms == Sum().terms


def every_set(question, total):
    """(n, sites) every set of one total."""
    beds = question.beds.model_copy(update={"at_least": total, "at_most": total})
    every = EverySet(question.offers, beds, question.sites_at_most)
    return every.block(0, min(every.count, 3_000))


@pytest.mark.parametrize("block", range(2))
def test_reach_bounds_the_performance_of_every_set(block):
    seen = set()
    for seed in SEEDS[block::2]:
        chance = Random(seed)
        question = question_of(random_place(seed, most_sites=8))
        # Some sites cannot be used, so that their figures bound nothing.
        offers = tuple(None if chance.random() < 0.2 else offer for offer in question.offers)
        question = replace(question, offers=offers)
        total = question.beds.at_most
        model, beds = Model(question, total), every_set(question, total)
        if not len(beds):
            continue
        openings = Openings(question.ruler.geography, beds)
        for one in question.ruler.criteria:
            terms = model.terms[one.id]
            low, high = reach(model, terms)
            found = question.ruler.measures[one.id].performance(openings).value
            slack = 1e-9 * max(1.0, abs(low), abs(high))
            assert low - slack <= found.min() <= found.max() <= high + slack, (seed, one.id)
            seen.add(one.id)
    assert seen >= {*CORE, "welcome"}


def variables_of(model, beds, performances):
    """Every variable that a set decides, by name: what is open, where people go, what is carried, and the levels."""
    found = {f"p.{id_.replace('-', '_')}": level for id_, level in performances.items()}
    geography = model.question.ruler.geography
    openings = Openings(geography, beds[None, :])
    loads = openings.served(model.load if model.load is not None else geography.need)[0]
    for site in np.flatnonzero(beds).tolist():
        held = int(beds[site])
        found[str(model.holds(site, held))] = 1.0
        found[str(model.carried(site, held))] = loads[site] * (1 - refused(held, loads[site]))
    for area, site in enumerate(openings.site_of_areas()[0].tolist()):
        if model.ways[area] >= 0:
            found[str(model.goes(int(model.ways[area]), site))] = 1.0
    return found


def height(line, given_):
    """A sum's value at those of its variables; what is not given is 0."""
    return line.constant + sum(factor * given_.get(str(variable), 0.0) for variable, factor in line.terms.items())


@pytest.mark.parametrize("block", range(2))
def test_at_every_set_of_a_place_the_lines_give_its_value_score_or_more(block):
    exact = 0
    for seed in SEEDS[block::2]:
        question = question_of(random_place(seed, most_sites=6))
        total = question.beds.at_most
        model, beds = Model(question, total), every_set(question, total)
        some = beds[:: max(1, len(beds) // 10)]
        measured = question.ruler.measure(Openings(question.ruler.geography, some))
        scores = question.ruler.score(measured)
        for column, one in enumerate(question.ruler.criteria):
            bent, value_of = Bent.of(model, one, model.terms[one.id]), ValueFunction.of(one)
            concave = bends_only_downwards(value_of, bent.points[0], bent.points[-1])
            for row, chosen in enumerate(some):
                if scores.outside[row, column]:
                    continue
                performance = measured[one.id].value[row]
                given_ = variables_of(model, chosen, {one.id: performance})
                assert height(bent.performance, given_) == pytest.approx(performance, rel=1e-9, abs=1e-9), (
                    seed,
                    one.id,
                )
                lowest = min(height(line, given_) for line in bent.lines())
                assert lowest >= scores.low[row, column] - 1e-7, (seed, one.id)
                if concave:
                    assert lowest == pytest.approx(scores.low[row, column], abs=1e-6), (seed, one.id)
                    exact += 1
    assert exact > 100


@pytest.mark.parametrize("combine", ["bed-weighted-mean", "sum", "worst"])
def test_reach_is_no_wider_than_it_must_be_where_all_sites_are_alike(combine):
    question = one_question()
    model, scores = Model(question, 4), np.full(len(question.offers), 30.0)
    terms = {
        "bed-weighted-mean": Terms(per_bed=scores, over_beds=True),
        "sum": Terms(fixed=scores),
        "worst": Terms(lowest=scores),
    }[combine]
    most = 30.0 * question.sites_at_most if combine == "sum" else 30.0
    assert reach(model, terms) == (30.0, most)


def test_reach_holds_for_charges_below_nothing_too():
    """A site whose figures are negative, as a rebate would be, makes more sites cost less."""
    question = one_question()
    model = Model(question, 4)
    assert question.sites_at_most > 1
    terms = Terms(fixed=np.full(len(question.offers), -5.0))
    assert reach(model, terms) == (-5.0 * question.sites_at_most, -5.0)


def test_a_site_that_cannot_be_used_does_not_widen_the_reach():
    question = one_question()
    model = Model(replace(question, offers=(None, *question.offers[1:])), 4)
    figures = np.full(len(question.offers), 30.0)
    figures[0] = 0.0
    assert reach(model, Terms(lowest=figures)) == (30.0, 30.0)
    assert reach(model, Terms(per_bed=figures)) == (120.0, 120.0)


def test_without_a_site_that_can_be_used_nothing_is_reached():
    question = one_question()
    model = Model(replace(question, offers=(None,) * len(question.offers)), 3)
    assert reach(model, Terms(fixed=np.ones(len(question.offers)))) == (0.0, 0.0)
