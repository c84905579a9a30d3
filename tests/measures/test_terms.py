"""What a measure tells a model of itself: the same performance as a sum, and never less than what may turn out."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import plain
import pytest
from building import core, panel_criterion, place, places, plan, scored
from hypothesis import given, settings
from random_places import question_of, random_place

from appraisal.analysis.measuring import Ruler
from appraisal.analysis.portfolio.every_set import EverySet
from appraisal.measures import PANEL, known_measures
from appraisal.measures.openings import Openings
from appraisal.model.places import Beds
from appraisal.model.value_functions import ValueFunction

quick = settings(deadline=None, max_examples=60, derandomize=True, database=None)
SEEDS = range(120)
SETS = 12  # of each place


def level_of(terms, nearest, beds):
    """The performance that terms give a set, in plain loops; `nearest` is minutes by area and site."""
    opened = [site for site, count in enumerate(beds) if count]
    if terms.lowest is not None:
        return min(terms.lowest[site] for site in opened)
    level = 0.0
    for site in opened:
        level += 0.0 if terms.fixed is None else terms.fixed[site]
        level += 0.0 if terms.per_bed is None else terms.per_bed[site] * beds[site]
    if terms.over_beds:
        level /= sum(beds)
    goes = [min(opened, key=lambda site: (of_area[site], site)) for of_area in nearest]
    if terms.going is not None:
        level += sum(terms.going[area, site] for area, site in enumerate(goes))
    if terms.carried is not None:
        for site in opened:
            load = sum(terms.load[area] for area, chosen in enumerate(goes) if chosen == site)
            level += terms.carried[site] * load * (1 - plain.refused(beds[site], load)) if load else 0.0
    return level if terms.floor is None else max(terms.floor, level)


def value_of(criterion, terms, nearest, beds):
    """The value score of that level, clipped to the anchors; 100 where nothing bounds what is not known."""
    opened = [site for site, count in enumerate(beds) if count]
    if terms.unbounded is not None and any(terms.unbounded[site] for site in opened):
        return 100.0
    return float(ValueFunction.of(criterion)(level_of(terms, nearest, beds)))


def some_sets(held, seed, offers=None):
    """(n, sites) a few of the sets that the sites' offers allow."""
    offers = [one.beds_offered for one in held.sites] if offers is None else offers
    every = EverySet(offers, held.plan.beds, held.plan.sites_at_most)
    rows = Random(seed).sample(range(every.count), min(SETS, every.count))
    return np.array([every.block(row, row + 1)[0] for row in rows], dtype=np.int64).reshape(len(rows), len(offers))


def test_every_measure_can_stand_in_a_model():
    held = place()
    ruler = Ruler.of(held)
    assert {criterion.measure or PANEL for criterion in held.criteria} == set(known_measures())
    for measure in ruler.measures.values():
        assert measure.terms() is not None
        assert measure.terms(at_best=True) is not None


def test_the_random_places_have_every_measure_and_every_way_to_combine_scores():
    criteria = [criterion for seed in SEEDS for criterion in random_place(seed).criteria]
    assert {criterion.measure or PANEL for criterion in criteria} == set(known_measures())
    assert {criterion.combine for criterion in criteria if criterion.panel} == {"bed-weighted-mean", "sum", "worst"}


@pytest.mark.parametrize("block", range(4))
def test_terms_add_up_to_the_performance(block):
    compared = 0
    for seed in SEEDS[block::4]:
        held = random_place(seed)
        ruler, beds = question_of(held).ruler, some_sets(held, seed)
        nearest = ruler.geography.main.tolist()
        for id_, measure in ruler.measures.items():
            terms = measure.terms()
            performances = measure.performance(Openings(ruler.geography, beds)).value.tolist()
            for row, performance in zip(beds.tolist(), performances, strict=True):
                assert level_of(terms, nearest, row) == pytest.approx(performance, rel=1e-9, abs=1e-9), (seed, id_, row)
                compared += 1
    assert compared > 500


def known_in_part(held, seed):
    """The same place with some figures, scores, beds and hours gone, and some figures as a range alone."""
    chance = Random(seed)
    rows = []
    for row in held.evidence:
        what = chance.random()
        if row.value is not None and what < 0.15:
            low, high = chance.choice(((0.5, 2.0), (1.0, None), (None, 1.5), (None, None)))
            ends = [None if end is None else row.value * end for end in (low, high)]
            rows.append(replace(row, value=None, low=ends[0], high=ends[1], public=False))
        elif what < 0.9 or row.value is None:
            rows.append(row)
    unscored = {(one.id, criterion.id) for one in held.sites for criterion in held.criteria if chance.random() < 0.15}
    scores = tuple(cast for cast in held.ballots.scores if (cast.site, cast.criterion) not in unscored)
    sites = tuple(
        one.model_copy(
            update={
                "beds_offered": one.beds_offered if chance.random() < 0.85 else None,
                "ward_round_hours": one.ward_round_hours if chance.random() < 0.85 else None,
            }
        )
        for one in held.sites
    )
    return replace(held, evidence=tuple(rows), sites=sites, ballots=replace(held.ballots, scores=scores))


def hold_at_best_against_the_ranking(held, seed):
    """Assert it of a few sets; give how many value scores were compared, and how many of them were not known."""
    anything = Beds(at_least=1, at_most=held.plan.beds.at_most)
    beds = some_sets(held, seed, [one.beds_offered or anything for one in held.sites])
    ruler = Ruler.of(held)
    nearest = np.nan_to_num(ruler.geography.main, nan=np.inf).tolist()
    scores = ruler.score(ruler.measure(Openings(ruler.geography, beds)))
    for column, criterion in enumerate(held.criteria):
        terms = ruler.measures[criterion.id].terms(at_best=True)
        for row, highest in zip(beds.tolist(), scores.high[:, column].tolist(), strict=True):
            assert value_of(criterion, terms, nearest, row) >= highest - 1e-9, (seed, criterion.id, row)
    return scores.known.size, int((~scores.known).sum())


@pytest.mark.parametrize("block", range(4))
def test_at_best_no_terms_fall_short_of_the_highest_score_that_the_ranking_gives(block):
    compared = unknown = 0
    for seed in SEEDS[block::4]:
        some = hold_at_best_against_the_ranking(known_in_part(random_place(seed), seed), seed)
        compared, unknown = compared + some[0], unknown + some[1]
    assert unknown > 100
    assert compared - unknown > 100


@pytest.mark.parametrize("combine", ["bed-weighted-mean", "sum", "worst"])
def test_at_best_a_panel_for_which_less_is_better_scores_what_it_does_not_know_low(combine):
    harm = panel_criterion("harm", better="lower", anchors=((90, 0), (40, 70), (10, 100)), combine=combine)
    unknown = 0
    for seed in range(20):
        held = random_place(seed)
        cast = tuple(scored("p01", one.id, 10.0 * number, "harm") for number, one in enumerate(held.sites))
        held = replace(held, criteria=(harm,), ballots=replace(held.ballots, scores=cast))
        unknown += hold_at_best_against_the_ranking(known_in_part(held, seed), seed)[1]
    assert unknown > 20


@quick
@given(places(known=False))
def test_minutes_that_are_missing_leave_a_set_at_its_best_in_the_model_too(held):
    hold_at_best_against_the_ranking(held, seed=1)


def test_at_best_what_is_known_is_as_it_is():
    for seed in SEEDS:
        ruler = question_of(random_place(seed)).ruler
        for measure in ruler.measures.values():
            plainly, at_best = measure.terms(), measure.terms(at_best=True)
            for part in ("going", "fixed", "per_bed", "carried", "load", "lowest"):
                one, other = getattr(plainly, part), getattr(at_best, part)
                assert (one is None and other is None) or np.array_equal(one, other)
            assert at_best.unbounded is None or not at_best.unbounded.any()


def test_a_figure_with_a_range_is_taken_at_its_better_end_and_one_without_is_not_bounded():
    held = place(criteria=core(), plan=plan(beds=5))
    rows = tuple(
        replace(row, value=None, low=200.0, high=400.0)
        if (row.site, row.item) == ("elm", "cost.bed-day")
        else replace(row, value=None)
        if (row.site, row.item) == ("oak", "cost.bed-day")
        else row
        for row in held.evidence
    )
    known = Ruler.of(held).measures["cost"].terms()
    terms = Ruler.of(replace(held, evidence=rows)).measures["cost"].terms(at_best=True)
    assert terms.unbounded.tolist() == [False, False, True, False]
    assert terms.per_bed[1] == pytest.approx(known.per_bed[1] * 200 / 300)
    assert terms.per_bed[0] == known.per_bed[0]
    assert np.isnan(Ruler.of(replace(held, evidence=rows)).measures["cost"].terms().per_bed[1:3]).all()
