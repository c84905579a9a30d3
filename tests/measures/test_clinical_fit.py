"""The panel's scores: medians of sites, blanks and recusals, and how sites combine in an option."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from building import CORE, EVERYBODY, criterion, interest, measured, moderated, place, scored

from appraisal.analysis.measuring import Ruler
from appraisal.measures.clinical_fit import combined, counted_scores, recusals
from appraisal.model.ballots import Ballots
from appraisal.model.sites import Provider


def scored_by(answers, interests=()):
    """A place whose sites have these answers, one by each person in order."""
    cast = [
        scored(f"p{number:02}", site, answer)
        for site, given in answers.items()
        for number, answer in enumerate(given, 1)
    ]
    return place(ballots=Ballots(EVERYBODY, tuple(cast), tuple(interests)))


def fit(held, *sets):
    return measured(held, *sets)["clinical-fit"]


def test_a_site_has_the_median_of_its_scores_not_their_mean():
    assert fit(scored_by({"ash": (0, 50, 60)}), {"ash": 5}).value[0] == 50


def test_a_blank_is_not_a_zero():
    """Method 5: 8, 7, blank is 7.5 from two of three, not 5.0."""
    found = fit(scored_by({"ash": (8, 7, "not known")}), {"ash": 5})
    assert found.value[0] == 7.5


def test_a_split_panel_has_the_same_middle_and_another_spread():
    """Method 5: an average hides 10 10 10 0 0 0 beside 5 5 5 5 5 5."""
    found = fit(scored_by({"ash": (10, 10, 10, 0, 0, 0), "elm": (5,) * 6}), {"ash": 5}, {"elm": 5})
    assert found.value.tolist() == [5, 5]
    assert (found.high - found.low).tolist() == [10, 0]


def test_the_range_is_the_middle_half_of_the_scores():
    found = fit(scored_by({"ash": (0, 25, 50, 75, 100)}), {"ash": 5})
    assert (found.low[0], found.value[0], found.high[0]) == (25, 50, 75)


def test_an_unscored_site_is_the_whole_interval_weighted_by_its_beds():
    found = fit(scored_by({"ash": (80,)}), {"ash": 3, "elm": 2}, {"elm": 5}, {"ash": 5})
    assert found.is_known.tolist() == [False, False, True]
    assert (found.low[0], found.high[0]) == pytest.approx((48, 88))
    assert (found.low[1], found.high[1]) == (0, 100)


def test_scores_of_another_criterion_do_not_count():
    cast = (scored("p01", "ash", 80), scored("p01", "ash", 10, on="cultural-fit"))
    assert fit(place(ballots=Ballots(EVERYBODY, cast)), {"ash": 5}).value[0] == 80


def kin():
    """Ash and elm have providers of one group; oak and yew stand apart."""
    groups = {"ash-care": "hill", "elm-care": "hill"}
    return tuple(
        Provider.model_validate({"id": f"{id_}-care", "name": id_, "group": groups.get(f"{id_}-care")})
        for id_ in ("ash", "elm", "oak", "yew")
    )


@pytest.mark.parametrize(
    "declared",
    [interest("p01", site_id="ash"), interest("p01", provider="ash-care"), interest("p01", provider="hill")],
    ids=["site", "provider", "group"],
)
def test_a_recusal_takes_in_every_site_of_the_providers_group(declared):
    held = scored_by(dict.fromkeys(("ash", "elm", "oak"), (90, 10, 20)), [declared])
    held = replace(held, providers=kin())
    assert recusals(held.ballots, held) == {("p01", "ash"), ("p01", "elm")}
    assert counted_scores(held, "clinical-fit") == {"ash": (10, 20), "elm": (10, 20), "oak": (90, 10, 20)}


def test_an_answer_of_recused_recuses_from_the_providers_other_sites_too():
    held = replace(scored_by({"ash": ("recused", 10), "elm": (90, 10)}), providers=kin())
    assert counted_scores(held, "clinical-fit") == {"ash": (10,), "elm": (10,)}


def test_an_interest_that_is_only_declared_recuses_nobody():
    held = scored_by({"ash": (90, 10)}, [interest("p01", site_id="ash", managed="declared")])
    assert recusals(held.ballots, held) == frozenset()
    assert counted_scores(held, "clinical-fit") == {"ash": (90, 10)}


def test_no_interest_at_all_recuses_nobody():
    held = scored_by({"ash": (90, 10)}, [interest("p01", managed="recused")])
    assert recusals(held.ballots, held) == frozenset()


@pytest.mark.parametrize(("how", "expected"), [("bed-weighted-mean", 0.6 * 80 + 0.4 * 30), ("sum", 110), ("worst", 30)])
def test_sites_combine_as_the_criterion_says(how, expected):
    held = scored_by({"ash": (80,), "elm": (30,)})
    top = 200 if how == "sum" else 100
    fits = criterion("clinical-fit", combine=how, anchors=((0, 0), (top, 100)))
    held = replace(held, criteria=tuple(fits if id_ == "clinical-fit" else criterion(id_) for id_ in CORE))
    assert fit(held, {"ash": 3, "elm": 2}).value[0] == pytest.approx(expected, rel=1e-12)


def test_the_lowest_site_stands_beside_it():
    held = scored_by({"ash": (80,), "elm": (30,)})
    ruler = Ruler.of(held)
    beside = ruler.measures["clinical-fit"].beside(
        ruler.openings([{"ash": 3, "elm": 2}, {"ash": 5}, {"ash": 3, "oak": 2}])
    )
    assert beside["lowest_site"][:2].tolist() == [30, 80]
    assert np.isnan(beside["lowest_site"][2])


def with_moderated(held, *said):
    return replace(held, ballots=replace(held.ballots, moderated=said))


def test_a_moderated_score_is_the_value_and_the_range_is_still_that_of_the_people():
    held = with_moderated(scored_by({"ash": (0, 25, 50, 75, 100)}), moderated("ash", 60))
    found = fit(held, {"ash": 5})
    assert (found.low[0], found.value[0], found.high[0]) == (25, 60, 75)


@pytest.mark.parametrize(("answer", "low", "high"), [(10, 10, 75), (90, 25, 90)])
def test_the_range_is_widened_to_hold_a_moderated_score_outside_it(answer, low, high):
    held = with_moderated(scored_by({"ash": (0, 25, 50, 75, 100)}), moderated("ash", answer))
    found = fit(held, {"ash": 5})
    assert (found.low[0], found.value[0], found.high[0]) == (low, answer, high)


def test_a_panel_that_comes_to_not_known_makes_the_score_not_known():
    held = with_moderated(scored_by({"ash": (70, 80, 90)}), moderated("ash", "not known"))
    found = fit(held, {"ash": 5})
    assert np.isnan(found.value[0])
    assert (found.low[0], found.high[0]) == (0, 100)


def test_a_moderated_score_stands_where_nobody_s_own_score_counts_and_where_they_are_recused():
    held = with_moderated(scored_by({"ash": ("not known", 90)}, [interest("p02", site_id="ash")]), moderated("ash", 40))
    found = fit(held, {"ash": 5})
    assert (found.low[0], found.value[0], found.high[0]) == (40, 40, 40)


def test_a_moderated_score_speaks_of_its_own_site_and_criterion_alone():
    held = scored_by({"ash": (70,), "elm": (30,)})
    changed = with_moderated(held, moderated("ash", 10, on="cultural-fit"), moderated("elm", 50))
    assert fit(changed, {"ash": 5}).value[0] == 70
    assert fit(changed, {"elm": 5}).value[0] == 50


def test_peoples_own_scores_are_kept_beside_a_moderated_one():
    held = with_moderated(scored_by({"ash": (70, 80)}), moderated("ash", 10))
    assert counted_scores(held, "clinical-fit") == {"ash": (70, 80)}


@pytest.mark.parametrize("how", ["bed-weighted-mean", "sum", "worst"])
def test_a_set_without_sites_has_no_score_and_a_closed_site_does_not_matter(how):
    found = combined(np.array([[0, 0], [2, 0]]), np.array([40.0, np.nan]), how)
    assert np.isnan(found[0])
    assert found[1] == 40
