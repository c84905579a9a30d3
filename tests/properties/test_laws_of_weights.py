"""What must hold of weights, ranks and tipping points whatever the figures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from appraisal.analysis.acceptability import rank_acceptability, ranked_first, sample_weights
from appraisal.analysis.tipping import tipping_points
from appraisal.analysis.weighting import combine, rank_order_centroid, swing_weights

Numbers = NDArray[np.float64]

quick = settings(deadline=None, max_examples=100, derandomize=True, database=None)

points_by_criterion = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 100), min_size=1, max_size=8
).filter(lambda points: any(points.values()))


@st.composite
def appraisals(draw: st.DrawFn) -> tuple[Numbers, Numbers]:
    """Value scores (options x criteria) and weights that sum to one."""
    options, criteria = draw(st.integers(2, 6)), draw(st.integers(2, 5))
    row = st.lists(st.integers(0, 100), min_size=criteria, max_size=criteria)
    scores = np.array(draw(st.lists(row, min_size=options, max_size=options)), dtype=np.float64)
    weights = np.array(draw(row.filter(any)), dtype=np.float64)
    return scores, weights / weights.sum()


@quick
@given(points_by_criterion, st.floats(0.001, 1))
def test_weights_sum_to_one_and_ignore_the_scale_of_points(points: dict[str, int], scale: float) -> None:
    shares = swing_weights(points)
    assert sum(shares.values()) == pytest.approx(1, abs=1e-12)
    scaled = swing_weights({criterion: number * scale for criterion, number in points.items()})
    assert scaled == pytest.approx(shares, abs=1e-12)


@quick
@given(points_by_criterion)
def test_the_order_of_criteria_changes_no_share(points: dict[str, int]) -> None:
    assert swing_weights(dict(reversed(points.items()))) == swing_weights(points)


@quick
@given(st.lists(st.integers(0, 5), min_size=1, max_size=8))
def test_shares_of_a_ranking_sum_to_one_and_keep_its_order(preferences: list[int]) -> None:
    levels = sorted(set(preferences))
    dense = {str(item): 1 + levels.index(rank) for item, rank in enumerate(preferences)}
    shares = rank_order_centroid(dense)
    assert sum(shares.values()) == pytest.approx(1, abs=1e-12)
    for one, rank in dense.items():
        for other, other_rank in dense.items():
            assert (shares[one] > shares[other]) == (rank < other_rank)


@quick
@given(st.lists(st.lists(st.integers(0, 100), min_size=3, max_size=3).filter(any), min_size=1, max_size=6), st.data())
def test_combined_weights_sum_to_one_and_stay_between_those_of_people(
    ballots: list[list[int]], data: st.DataObject
) -> None:
    points = [dict(zip("abc", row, strict=True)) for row in ballots]
    people = {f"person-{number}": swing_weights(of_person) for number, of_person in enumerate(points)}
    group_of = {person: data.draw(st.sampled_from(["clinicians", "residents"])) for person in people}
    combined = combine(people, group_of, {"clinicians": 2, "residents": 3, "carers": 4})
    assert sum(combined.overall.values()) == pytest.approx(1, abs=1e-12)
    for criterion, share in combined.overall.items():
        given_shares = [shares[criterion] for shares in people.values()]
        assert min(given_shares) - 1e-12 <= share <= max(given_shares) + 1e-12


@quick
@given(appraisals())
def test_at_a_tipping_point_two_options_tie_and_beyond_it_the_leader_changes(
    appraisal: tuple[Numbers, Numbers],
) -> None:
    scores, weights = appraisal
    leader = _leader(scores @ weights)
    for point in tipping_points(scores, weights):
        for side, rival, step in (("below", "below_rival", -1e-4), ("above", "above_rival", 1e-4)):
            tipping = point[side]
            if tipping is None:
                assert point[rival] is None
                continue
            totals = scores @ _moved(weights, point["criterion"], tipping)
            assert totals[leader] == pytest.approx(totals[point[rival]], abs=1e-7)
            if 0 <= tipping + step <= 1:
                totals = scores @ _moved(weights, point["criterion"], tipping + step)
                assert totals.max() > totals[leader]
                assert totals[point[rival]] > totals[leader]


@quick
@given(appraisals(), st.floats(0, 1))
def test_between_the_tipping_points_the_leader_stays(appraisal: tuple[Numbers, Numbers], along: float) -> None:
    scores, weights = appraisal
    leader = _leader(scores @ weights)
    for point in tipping_points(scores, weights):
        if weights[point["criterion"]] > 1 - 1e-9:
            continue
        lowest = 0.0 if point["below"] is None else point["below"]
        highest = 1.0 if point["above"] is None else point["above"]
        totals = scores @ _moved(weights, point["criterion"], lowest + along * (highest - lowest))
        assert totals[leader] >= totals.max() - 1e-6


@quick
@given(appraisals())
def test_rank_acceptabilities_sum_to_one_over_ranks_always_and_over_options_when_nothing_ties(
    appraisal: tuple[Numbers, Numbers],
) -> None:
    scores, _ = appraisal
    weights = sample_weights(scores.shape[1], 200, seed=1)
    shares = rank_acceptability(scores, weights)
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(scores)), abs=1e-12)
    totals = np.sort(weights @ scores.T, axis=1)
    if (np.diff(totals, axis=1) > 1e-9).all():
        assert shares.sum(axis=0) == pytest.approx(np.ones(len(scores)), abs=1e-12)
    else:
        assert shares[:, 0].sum() >= 1 - 1e-12


@quick
@given(appraisals(), st.randoms(use_true_random=False))
def test_the_order_of_options_changes_nothing_but_the_order(appraisal: tuple[Numbers, Numbers], random: object) -> None:
    scores, given_weights = appraisal
    order = list(range(len(scores)))
    random.shuffle(order)  # type: ignore[attr-defined]
    weights = sample_weights(scores.shape[1], 200, seed=1)
    assert (rank_acceptability(scores[order], weights) == rank_acceptability(scores, weights)[order]).all()
    totals = scores @ given_weights
    assume((totals >= totals.max() - 1e-9).sum() == 1)
    points, reordered = tipping_points(scores, given_weights), tipping_points(scores[order], given_weights)
    for one, other in zip(points, reordered, strict=True):
        for side in ("below", "above"):
            assert (one[side] is None) == (other[side] is None)
            assert one[side] is None or one[side] == pytest.approx(other[side], abs=1e-9)


@quick
@given(appraisals(), st.integers(1, 50))
def test_a_dominated_option_never_leads(appraisal: tuple[Numbers, Numbers], less: int) -> None:
    scores, given_weights = appraisal
    scores = np.vstack([scores, scores[0] - less])
    weights = sample_weights(scores.shape[1], 200, seed=1)
    assert rank_acceptability(scores, weights)[-1, 0] == 0
    assert not ranked_first(weights @ scores.T)[:, -1].any()
    for point in tipping_points(scores, given_weights):
        assert point["below_rival"] != len(scores) - 1
        assert point["above_rival"] != len(scores) - 1


def _leader(totals: Numbers) -> int:
    return int(np.argmax(totals >= totals.max() - 1e-9))


def _moved(weights: Numbers, criterion: int, weight: float) -> Numbers:
    """The weights with one of them moved and the others in their ratios."""
    others = weights.copy()
    others[criterion] = 0
    moved: Numbers = others / others.sum() * (1 - weight)
    moved[criterion] = weight
    return moved
