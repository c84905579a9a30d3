"""What must hold of agreement, of leaving one person or option out, and of equal weights, whatever the place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from building import places, workspace
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from appraisal.analysis.agreement import Agreement
from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.panel import panel_weights
from appraisal.analysis.ranking import rank
from appraisal.analysis.robustness import Reranked
from appraisal.analysis.without_option import without_each_option
from appraisal.analysis.without_person import WithoutPerson, without_each_person
from appraisal.pipeline import scored

quick = settings(deadline=None, max_examples=100, derandomize=True, database=None)
heavy = settings(deadline=None, max_examples=25, derandomize=True, database=None)


def ranked(held):
    """Everything that a ranking of a place's options is made from; options beyond the anchors too."""
    ruler, panel = Ruler.of(held), panel_weights(held)
    measured = Measured.of(ruler, {one.id: one.sites for one in held.options})
    return panel, ruler, measured, ruler.score(measured.performances)


@heavy
@given(places(known=False))
def test_leaving_one_option_out_changes_nothing_but_that_those_behind_it_move_up(held):
    """Anchors belong to criteria, never to the set of options (method 1.1; Belton and Gear 1983)."""
    panel, ruler, measured, scores = ranked(held)
    now = Reranked.of(scores, panel.overall).ranking
    for left_out, found in enumerate(without_each_option(ruler, measured, scores, panel.overall)):
        assert found.changes_nothing_else
        assert found.order == tuple(int(index) for index in now.order if index != left_out)
        assert found.leader == (found.order[0] if found.order else None)


@heavy
@given(places(known=False))
def test_a_dominated_option_that_is_added_reverses_no_others(held):
    """The trap of method 5: with scales made of the options' own ends, a dominated option can turn two others round."""
    panel, ruler, _, _ = ranked(held)
    sets = [one.sites for one in held.options]
    before = ruler.score(ruler.measure(ruler.openings(sets)))
    performances = ruler.measure(ruler.openings([*sets, sets[0]]))
    worst = {
        criterion.id: min(
            performances[criterion.id].value, key=lambda v, c=criterion: v if c.better == "higher" else -v
        )
        for criterion in held.criteria
    }
    spoiled = {
        id_: replace(found, **{end: _with_last(getattr(found, end), worst[id_]) for end in ("low", "value", "high")})
        for id_, found in performances.items()
    }
    after = ruler.score(spoiled)
    count = len(sets)
    for end in ("low", "high"):
        assert np.array_equal(getattr(after, end)[:count], getattr(before, end))
    old, new = rank(*before.totals(panel.overall)), rank(*after.totals(panel.overall))
    assert [i for i in new.order if i < count] == old.order.tolist()


def _with_last(array, value):
    return np.concatenate([array[:-1], [value]])


@heavy
@given(places())
def test_influence_is_the_largest_change_of_any_total_and_somebody_who_says_the_same_has_none(held):
    """A twin of a person in the same group: the group's mean is the same without either."""
    panel, ruler, measured, scores = ranked(held)
    now = Reranked.of(scores, panel.overall)
    for found in without_each_person(held, panel, ruler, measured, scores).values():
        assert isinstance(found, WithoutPerson)
        change = np.abs([found.ranked.low - now.low, found.ranked.high - now.high]).max()
        assert found.influence == pytest.approx(change, abs=1e-9)
        assert (found.moved == ()) == bool(
            (found.ranked.ranking.low == now.ranking.low).all()
            and (found.ranked.ranking.high == now.ranking.high).all()
        )
    alike = [replace(ballot, answers=held.ballots.weights[0].answers) for ballot in held.ballots.weights]
    twins = replace(held, ballots=replace(held.ballots, weights=tuple(alike), scores=()))
    panel, ruler, measured, scores = ranked(twins)
    for found in without_each_person(twins, panel, ruler, measured, scores).values():
        assert found.influence == pytest.approx(0, abs=1e-9)


@heavy
@given(places(known=False))
def test_rankings_without_a_person_are_those_of_a_place_where_they_said_nothing(held):
    now = scored(workspace(held), held)
    without = without_each_person(held, now["panel"], now["ruler"], now["measured"], now["scores"])
    assert list(without) == ["p01", "p02", "p03"]
    for person, found in without.items():
        ballots = held.ballots
        weights = tuple(one for one in ballots.weights if one.person != person)
        scores = tuple(one for one in ballots.scores if one.person != person)
        silent = replace(held, ballots=replace(ballots, weights=weights, scores=scores))
        anew = scored(workspace(silent), silent)
        for end, expected in zip(("low", "high"), anew["scores"].totals(anew["panel"].overall), strict=True):
            assert getattr(found.ranked, end) == pytest.approx(expected, abs=1e-9)
            assert (getattr(found.ranked.ranking, end) == getattr(anew["ranking"], end)).all()
        assert found.ranked.ranking.order.tolist() == anew["ranking"].order.tolist()
        assert found.leader == (int(anew["ranking"].order[0]) if len(anew["ranking"].order) else None)


shares = arrays(np.float64, st.tuples(st.integers(2, 6), st.integers(2, 6)), elements=st.integers(0, 4).map(float))


@quick
@given(shares, st.randoms(use_true_random=False))
def test_agreement_lies_between_nothing_and_everything_and_does_not_depend_on_order_or_scale(said, random):
    people, items = ([str(n) for n in range(count)] for count in said.shape)
    found = Agreement.of(people, items, said).w
    rows, columns = (random.sample(range(count), count) for count in said.shape)
    scaled = said[rows][:, columns] * np.array([[random.randint(1, 9)] for _ in rows]) + 0.5
    again = Agreement.of(people, items, scaled).w
    if found is None:
        assert again is None
        assert (said == said[:, :1]).all()
    else:
        assert 0 <= found <= 1 + 1e-12
        assert again == pytest.approx(found, abs=1e-12)


@quick
@given(st.permutations(range(5)), st.integers(2, 6))
def test_whoever_all_say_the_same_agree_wholly(order, people):
    names = [str(number) for number in range(people)]
    assert Agreement.of(names, "abcde", np.tile(np.array(order, dtype=float), (people, 1))).w == pytest.approx(1)
