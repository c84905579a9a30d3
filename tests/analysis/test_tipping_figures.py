"""How far a figure must move before another option leads: one option's own, and one that many share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from building import (
    SITES,
    core,
    criterion,
    evidence,
    figures,
    matrix,
    option,
    panel_criterion,
    place,
    plan,
    row,
    scored,
    site,
    starter,
    weights,
    workspace,
)

from appraisal import appraise
from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.panel import panel_weights
from appraisal.analysis.tipping.crossing import nearest_change
from appraisal.analysis.tipping.own_figures import own_tipping
from appraisal.analysis.tipping.shared_figures import shared_tipping
from appraisal.model.ballots import Ballots
from appraisal.model.canonical import plain
from appraisal.model.value_functions import ValueFunction

# One option's figures.

TWO = (
    criterion("cost", anchors=((1000, 0), (0, 100))),
    criterion("travel-time", anchors=((60, 0), (20, 100))),
)


def own(criteria, weights_, **performances):
    found = own_tipping(criteria, figures(**performances), np.array(weights_))
    return {(one.option, criteria[one.criterion].id): one for one in found}


def test_the_leaders_figure_worsens_and_a_rivals_gets_better_until_they_are_level() -> None:
    # Totals .5 x 80 + .5 x 75 = 77.5 and .5 x 60 + .5 x 50 = 55: a lead of 22.5, 45 value points on either criterion.
    found = own(TWO, [0.5, 0.5], cost=[200, 400], travel_time=[30, 40])
    leader = found[0, "cost"]
    assert (leader.now, leader.at, leader.rival, leader.side) == (200, pytest.approx(650), 1, "above")
    assert found[0, "travel-time"].at == pytest.approx(48)
    rival = found[1, "travel-time"]
    assert (rival.now, rival.at, rival.rival, rival.side) == (40, pytest.approx(22), 1, "below")
    # A rival's cost would have to earn 105 points: not even the last anchor does it.
    assert found[1, "cost"].at is None
    assert found[1, "cost"].rival is None


def test_the_option_that_comes_next_is_the_one_that_leads_beyond_the_leaders_figure() -> None:
    found = own(TWO, [0.5, 0.5], cost=[200, 800, 400], travel_time=[30, 40, 40])
    assert found[0, "cost"].rival == 2


def test_a_flat_piece_is_passed_to_its_far_end() -> None:
    flat = (criterion("access", measure="access", unit="points", anchors=((0, 0), (10, 50), (30, 50), (40, 100))),)
    found = own(flat, [1.0], access=[40, 10])
    assert found[0, "access"].at == 10  # level from 30 down to 10, and only below that does the other lead
    assert found[1, "access"].at == 40  # the last anchor: a tie with nothing beyond it


def test_a_figure_beyond_the_anchors_that_clip_first_comes_back_to_them() -> None:
    clip = (criterion("equity", anchors=((15, 0), (0, 100)), outside="clip"), TWO[0])
    found = own(clip, [0.5, 0.5], equity=[0, 21], cost=[600, 400])
    # Behind by 40 points, 80 value points of equity: from 15 minutes, where clipping ends, 12 minutes better.
    assert found[1, "equity"].at == pytest.approx(3)
    assert found[0, "equity"].at == pytest.approx(12)


def test_a_criterion_without_weight_has_no_tipping_figure() -> None:
    found = own(TWO, [1.0, 0.0], cost=[200, 400], travel_time=[30, 40])
    assert found[0, "travel-time"].at is None
    assert found[1, "cost"].at == 200


def test_options_that_are_level_tip_where_they_are() -> None:
    found = own(TWO, [0.5, 0.5], cost=[300, 300], travel_time=[30, 30])
    assert {key: one.at for key, one in found.items()} == {
        (0, "cost"): 300, (0, "travel-time"): 30, (1, "cost"): 300, (1, "travel-time"): 30,
    }  # fmt: skip


def test_a_level_rival_at_the_last_anchor_cannot_get_better() -> None:
    found = own(TWO, [0.5, 0.5], cost=[0, 0], travel_time=[60, 60])
    assert found[1, "cost"].at is None
    assert found[0, "travel-time"].at is None
    assert found[0, "cost"].at == 0


def test_one_option_has_no_tipping_figure() -> None:
    assert own(TWO, [0.5, 0.5], cost=[200], travel_time=[30]) == {}


def test_where_a_value_is_earned_is_found_on_falling_functions_too() -> None:
    assert ValueFunction((20, 40, 60), (100, 30, 0)).performances_at(65) == (30, 30)
    assert ValueFunction((20, 40, 60), (100, 0, 0)).performances_at(0) == (40, 60)


# A figure that many options share.


def shared(held):
    ruler = Ruler.of(held)
    found = Measured.of(ruler, {one.id: one.sites for one in held.options})
    scores = ruler.score(found.performances)
    known = [index for index in range(len(scores)) if scores.is_known[index]]
    agreed = panel_weights(held).overall
    return {
        (one.figure.id, one.figure.site): one
        for one in shared_tipping(held, ruler, found, scores, weights=agreed, known=known)
    }


@pytest.mark.parametrize(("better_by", "tips"), [(5, True), (20, True), (35, False)])
def test_a_price_tips_where_it_costs_as_many_points_as_the_site_is_better(better_by, tips) -> None:
    """Fit and cost weigh the same, so a point of fit is worth a hundredth of the 10 million pounds between anchors."""
    held = place(
        criteria=(criterion("clinical-fit"), criterion("cost", anchors=((10_000_000, 0), (0, 100)))),
        options=(option("ash", {"ash": 5}), option("elm", {"elm": 5})),
        ballots=Ballots(
            (weights("p01", clinical_fit=50, cost=50),),
            (scored("p01", "ash", 60 + better_by), scored("p01", "elm", 60)),
        ),
    )
    found = shared(held)
    price, fit = found["cost.bed-day", "ash"], found["clinical-fit", "ash"]
    years = sum(1.035**-year for year in range(6))
    dearer = 300 + better_by * 100_000 / (years * 365 * 5)
    assert price.above == ((pytest.approx(dearer), 1) if tips else None)
    assert (dearer < 600) == tips  # twice the price is as far as is looked
    assert (price.below, price.looked) == (None, (150, 600))
    assert (fit.below, fit.above, fit.looked) == ((pytest.approx(60), 1), None, (0, 100))
    if better_by <= 20:  # ten points of the total, beyond which a rival's sites are left alone
        assert found["clinical-fit", "elm"].above == (pytest.approx(60 + better_by), 1)
    assert (fit.moves, price.moves) == ((0,), (1,))


def test_what_everybody_pays_alike_never_tips() -> None:
    held = place(options=(option("ash", {"ash": 5}), option("elm", {"elm": 5})))
    ward_round = shared(held)["cost.ward_round_pounds_a_year", None]
    assert (ward_round.below, ward_round.above) == (None, None)
    assert ward_round.looked == (7_500, 50_000)


def test_growth_that_no_year_ahead_uses_moves_nothing() -> None:
    need = plan().need
    grown = need.model_copy(update={"growth_a_year": need.growth_a_year.model_copy(update={"value": 0.02})})
    still = shared(place(plan=plan().model_copy(update={"need": grown})))["need.growth_a_year", None]
    assert still.moves == ()
    ahead = grown.model_copy(update={"years_ahead": 5})
    moving = shared(place(plan=plan().model_copy(update={"need": ahead})))["need.growth_a_year", None]
    assert [core()[index].id for index in moving.moves] == ["access"]


def test_journeys_by_straight_line_are_moved_only_where_no_matrix_measures_them() -> None:
    ids = {figure for figure, _ in shared(place())}
    assert {"travel.day.speed", "travel.evening.circuity"} <= ids
    every = {(area.code, one.id): 20 for area in place().areas for one in place().sites}
    ids = {figure for figure, _ in shared(place(travel=matrix(every)))}
    assert not any(figure.startswith("travel.") for figure in ids)


def test_an_anchor_that_does_not_clip_ends_the_looking() -> None:
    dear = core(cost={"anchors": ((4_000_000, 0), (2_000_000, 100))})
    found = shared(place(criteria=dear))["cost.bed-day", "ash"]
    assert found.looked[0] > 150
    assert found.looked[1] < 600


def test_figures_that_are_not_known_are_not_moved() -> None:
    missing = evidence(("ash", "elm", "oak", "yew"), {("ash", "cost.bed-day"): None})
    held = place(evidence=missing, options=(*place().options, option("elm-alone", {"elm": 5})))
    found = shared(held)
    assert ("cost.bed-day", "ash") not in found
    assert ("cost.bed-day", "elm") in found


def test_sites_far_behind_the_leader_are_left_alone() -> None:
    far = Ballots(place().ballots.weights, tuple(scored("p01", one, 100 if one == "yew" else 0) for one in SITES))
    found = shared(place(options=(option("first", {"ash": 5}), option("last", {"yew": 5})), ballots=far))
    assert ("clinical-fit", "yew") in found
    assert ("clinical-fit", "ash") not in found


@pytest.mark.parametrize("combine", ["worst", "sum", "bed-weighted-mean"])
def test_a_panel_score_tips_however_sites_combine(combine) -> None:
    fit = panel_criterion("clinical-fit", combine=combine, anchors=((0, 0), (200, 100)))
    held = place(
        criteria=(fit,),
        options=(option("both", {"ash": 3, "elm": 2}), option("oak", {"oak": 5})),
        ballots=Ballots(
            (weights("p01", clinical_fit=1),),
            (scored("p01", "ash", 80), scored("p01", "elm", 70), scored("p01", "oak", 60)),
        ),
    )
    found = shared(held)
    below = found["clinical-fit", "ash"].below
    # Mean: 3a + 140 = 300. Worst: a = 60. Sum: even 0 leaves 70.
    assert (
        below
        == {"worst": (pytest.approx(60), 1), "sum": None, "bed-weighted-mean": (pytest.approx(160 / 3), 1)}[combine]
    )


def test_one_option_and_none_have_no_shared_figures() -> None:
    assert shared(place(options=(option("ash", {"ash": 5}),))) == {}
    assert shared(place(options=())) == {}


def test_identical_options_tip_only_where_they_differ() -> None:
    """The same site twice: whatever moves, moves both."""
    found = shared(place(options=(option("one", {"ash": 5}), option("other", {"ash": 5}))))
    assert all((one.below, one.above) == (None, None) for one in found.values())


def test_the_nearest_change_stops_where_nothing_can_be_said() -> None:
    nothing = np.array([0.0, np.nan])
    assert nearest_change([(1.0, np.array([0.0, 2.0])), (2.0, nothing), (3.0, np.array([0.0, -9.0]))]) == (None, 1.0)


def test_bisecting_ends_at_a_jump_even_where_it_may_be_as_narrow_as_numbers_are() -> None:
    def at(value):
        return np.array([0.0, 1.0 if value < 2.0 else -1.0])

    found, _ = nearest_change([(1.0, at(1.0)), (3.0, at(3.0))], at, 0.0)
    assert found == (pytest.approx(2.0, abs=1e-12), 1)


def test_a_stay_that_may_be_nothing_is_looked_at_down_to_a_hundredth() -> None:
    low = plan().stay_days.model_copy(update={"low": 0.0})
    stay = shared(place(plan=plan().model_copy(update={"stay_days": low})))["stay_days", None]
    assert stay.figure.low == 0
    assert stay.figure.least == pytest.approx(0.164)
    assert stay.below == (pytest.approx(7.169433, abs=1e-6), 1)


def test_a_tipping_value_found_in_steps_is_where_two_totals_measured_anew_are_level() -> None:
    held = place()
    stay = shared(held)["stay_days", None]
    at, rival = stay.below
    moved = plan().stay_days.model_copy(update={"value": at, "low": None, "high": None})
    anew = replace(held, plan=plan().model_copy(update={"stay_days": moved}))
    ruler = Ruler.of(anew)
    performances = Measured.of(ruler, {one.id: one.sites for one in held.options}).performances
    totals = ruler.score(performances).totals(panel_weights(held).overall)[0]
    assert totals.max() - totals[rival] == pytest.approx(0, abs=1e-9)
    assert sorted(totals)[-2] == pytest.approx(totals.max(), abs=1e-9)


def test_of_options_that_draw_level_together_the_one_that_leads_by_most_beyond_is_named() -> None:
    found, _ = nearest_change([(0.0, np.array([0.0, 2.0, 4.0])), (2.0, np.array([0.0, -2.0, -4.0]))])
    assert found == (1.0, 2)


# In findings.


def told(found):
    return plain(found.content)["robustness"]


def test_findings_say_what_would_change_the_leader() -> None:
    robustness = told(appraise(starter(), samples=50))
    own_figures, of_place = robustness["tipping_figures"]["options"], robustness["tipping_figures"]["shared"]
    leader = own_figures[0]["option"]
    assert {one["option"] for one in own_figures[:6]} == {leader}
    assert len(own_figures) == 7 * 6  # seven options whose figures are all known, six criteria
    price = next(one for one in of_place if (one["figure"], one["site"]) == ("cost.bed-day", "hazel"))
    assert price["above_option"] == "damson-and-birch"
    assert price["above_in_range"] is False
    assert price["criteria"] == ["cost"]
    joint = robustness["joint_change"]
    assert sum(joint["weights"].values()) == pytest.approx(1, abs=1e-8)
    assert sum(one["now"] - one["at"] for one in joint["from"]) == pytest.approx(joint["moved"], abs=1e-8)
    assert sum(one["at"] - one["now"] for one in joint["to"]) == pytest.approx(joint["moved"], abs=1e-8)
    assert robustness["two_way_map"]["criteria"] == ["access", "clinical-fit"]
    assert len(robustness["two_way_map"]["cells"]) == 231


def test_a_place_chooses_the_criteria_of_its_map() -> None:
    held = place(plan=plan(two_way_map=["travel-time", "cost"]))
    assert told(appraise(workspace(held), samples=10))["two_way_map"]["criteria"] == ["travel-time", "cost"]


@pytest.mark.parametrize("options", [(), (option("ash", {"ash": 5}),)])
def test_findings_of_fewer_than_two_options_say_that_nothing_tips(options) -> None:
    robustness = told(appraise(workspace(place(options=options)), samples=10))
    assert robustness["tipping_figures"] == {"options": [], "shared": []}
    assert robustness["joint_change"] is None
    assert (robustness["two_way_map"] is None) == (not options)


def test_findings_on_one_criterion_have_no_map() -> None:
    held = place(criteria=(criterion("cost"),), ballots=Ballots((weights("p01", cost=10),)))
    assert told(appraise(workspace(held), samples=10))["two_way_map"] is None


def test_the_public_view_keeps_a_hidden_sites_figures_and_a_confidential_one_to_itself() -> None:
    sites = tuple(site(id_, lat=51.5 + 0.02 * n, lon=-0.2 - 0.004 * n) for n, id_ in enumerate(SITES))
    hidden = tuple(one.model_copy(update={"standing": "not approached"}) if one.id == "yew" else one for one in sites)
    rows = tuple(
        replace(one, public=False) if (one.site, one.item) == ("elm", "cost.bed-day") else one
        for one in evidence(SITES)
    )
    options = (option("a", {"ash": 5}), option("b", {"oak": 5}), option("c", {"yew": 5}), option("d", {"elm": 5}))
    found = plain(appraise(workspace(place(sites=hidden, evidence=rows, options=options)), samples=10).content)
    inside = {one["site"] for one in found["robustness"]["tipping_figures"]["shared"]}
    outside = {one["site"] for one in found["public"]["robustness"]["tipping_figures"]["shared"]}
    assert inside == {None, *SITES}
    assert outside == {None, "ash", "oak"}


def test_an_older_row_of_evidence_stays_replaced_while_its_newer_one_moves() -> None:
    newer = row("ash", "cost.bed-day", 310.0, as_at=row("ash", "cost.bed-day", 1).as_at.replace(month=8))
    found = shared(place(evidence=(*evidence(SITES), newer)))["cost.bed-day", "ash"]
    assert found.figure.now == 310
