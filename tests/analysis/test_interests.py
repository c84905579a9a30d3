"""Scores with an interest: which count, and what the ranking would be with them and without them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from building import EVERYBODY, SITES, interest, moderated, option, place, scored, site, weights

from appraisal.analysis.interests import conflicted_scores, with_recused, without_declared
from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.panel import panel_weights
from appraisal.analysis.ranking import rank
from appraisal.model.ballots import Ballots
from appraisal.model.public_view import public_view
from appraisal.model.sites import Provider

FIT = tuple(weights(person, clinical_fit=100) for person in ("p01", "p02", "p03"))


def scoring(answers, *interests, **changes):
    """Ash and elm, each an option alone, ranked by the panel's scores and nothing else."""
    cast = tuple(
        scored(f"p{number:02}", of, answer) for of, given in answers.items() for number, answer in enumerate(given, 1)
    )
    options = (option("all-ash", {"ash": 5}), option("all-elm", {"elm": 5}))
    return place(options=options, ballots=Ballots(FIT, cast, interests, **changes))


def effect(of, held):
    """The effect, and total by option, as it would be."""
    ruler, weights = Ruler.of(held), panel_weights(held).overall
    measured = Measured.of(ruler, {one.id: one.sites for one in held.options})
    now = rank(*ruler.score(measured.performances).totals(weights))
    found = of(held, ruler, measured, weights, now)
    return found, dict(zip(measured.names, found.ranked.low.tolist(), strict=True))


def test_scores_of_somebody_who_stood_aside_would_turn_the_ranking():
    """Ash: 40, and 40, 100, 100 with both who stood aside: 100. Elm: 50."""
    held = scoring(
        {"ash": (40, 100, 100), "elm": (50, 50, 50)}, interest("p02", site_id="ash"), interest("p03", site_id="ash")
    )
    found, totals = effect(with_recused, held)
    assert (found.people, found.scores) == (("p02", "p03"), 2)
    assert totals == {"all-ash": 100, "all-elm": 50}
    assert found.moved == (0, 1)


def test_scores_that_change_a_total_and_no_rank_move_nothing():
    held = scoring({"ash": (40, 50, 60), "elm": (90, 90, 90)}, interest("p03", site_id="ash"))
    found, totals = effect(with_recused, held)
    assert totals == {"all-ash": 50, "all-elm": 90}
    assert found.moved == ()


def test_an_answer_of_recused_has_no_score_to_count():
    held = scoring({"ash": (40, 60, "recused"), "elm": (50, 50, 50)})
    found, totals = effect(with_recused, held)
    assert (found.people, found.scores, found.moved) == (("p03",), 0, ())
    assert totals["all-ash"] == 50


def test_somebody_who_answered_recused_of_one_site_and_scored_its_sister_is_counted_there():
    kin = tuple(
        Provider.model_validate({"id": f"{id_}-care", "name": id_, "group": "hill" if id_ in ("ash", "elm") else None})
        for id_ in SITES
    )
    held = replace(scoring({"ash": (40, 40, "recused"), "elm": (50, 50, 90)}), providers=kin)
    found, totals = effect(with_recused, held)
    assert (found.people, found.scores) == (("p03",), 1)
    assert totals["all-elm"] == 50


def test_a_score_counts_although_an_interest_is_declared_and_is_listed():
    held = scoring({"ash": (100, 40, 40), "elm": (50, 50, 50)}, interest("p01", site_id="ash", managed="declared"))
    [conflict] = conflicted_scores(held)
    assert (conflict.cast.person, conflict.cast.site, conflict.interest.site) == ("p01", "ash", "ash")
    found, totals = effect(without_declared, held)
    assert (found.people, found.scores) == (("p01",), 1)
    assert totals == {"all-ash": 40, "all-elm": 50}


def test_without_the_scores_of_a_declared_interest_the_ranking_may_turn():
    declared = [interest(person, site_id="ash", managed="declared") for person in ("p01", "p02")]
    held = scoring({"ash": (100, 100, 40), "elm": (50, 50, 50)}, *declared)
    found, _ = effect(without_declared, held)
    assert found.moved == (0, 1)
    assert found.ranked.ranking.low.tolist() == [2, 1]


@pytest.mark.parametrize(
    ("declared", "sites"),
    [
        (interest("p01", provider="ash-care", managed="declared"), ["ash", "elm"]),
        (interest("p01", provider="hill", managed="declared"), ["ash", "elm"]),
        (interest("p01", site_id="oak", managed="declared"), ["oak"]),
        (interest("p01", managed="declared"), []),
        (interest("p01", site_id="ash", managed="none needed"), []),
        (interest("p01", site_id="ash", managed="recused"), []),
    ],
    ids=["provider", "group", "another site", "about nobody", "none needed", "recused"],
)
def test_a_conflict_takes_in_the_providers_family_and_only_what_counts_and_was_declared(declared, sites):
    kin = tuple(
        Provider.model_validate({"id": f"{id_}-care", "name": id_, "group": "hill" if id_ in ("ash", "elm") else None})
        for id_ in SITES
    )
    held = replace(scoring(dict.fromkeys(SITES, (60, 60)), declared), providers=kin)
    assert [conflict.cast.site for conflict in conflicted_scores(held)] == sites


def test_not_known_and_a_criterion_that_the_place_does_not_have_are_no_conflicted_scores():
    cast = (scored("p01", "ash", "not known"), scored("p01", "ash", 50, on="cultural-fit"))
    held = place(ballots=Ballots(EVERYBODY, cast, (interest("p01", site_id="ash", managed="declared"),)))
    assert conflicted_scores(held) == ()


def test_where_all_who_scored_a_site_declared_an_interest_it_would_be_not_known():
    declared = [interest(person, site_id="ash", managed="declared") for person in ("p01", "p02", "p03")]
    found, _ = effect(without_declared, scoring({"ash": (90, 90, 90), "elm": (50, 50, 50)}, *declared))
    assert (found.ranked.low[0], found.ranked.high[0]) == (0, 100)
    assert found.moved == (0, 1)


def test_a_moderated_score_stands_whoever_is_counted():
    held = scoring(
        {"ash": (100, 40, 40), "elm": (50, 50, 50)}, interest("p01", site_id="ash"), moderated=(moderated("ash", 70),)
    )
    found, totals = effect(with_recused, held)
    assert totals["all-ash"] == 70
    assert found.moved == ()


def test_the_ballots_themselves_are_left_as_they_are():
    held = scoring({"ash": (100, 40, 40)}, interest("p01", site_id="ash"))
    before = held.ballots
    effect(with_recused, held)
    assert held.ballots == before


def test_a_public_view_does_not_say_to_whom_a_site_that_is_not_approached_belongs():
    """Elm is not approached and belongs to the family of ash, in which p01 declared an interest."""
    kin = tuple(
        Provider.model_validate({"id": f"{id_}-care", "name": id_, "group": "hill" if id_ in ("ash", "elm") else None})
        for id_ in SITES
    )
    sites = tuple(site(id_, standing="not approached" if id_ == "elm" else "interested") for id_ in SITES)
    of_ash, of_elm = (interest("p01", site_id=id_, managed="declared") for id_ in ("ash", "elm"))
    held = replace(scoring({"ash": (60,), "elm": (60,)}, of_ash), providers=kin, sites=sites)
    assert [conflict.cast.site for conflict in conflicted_scores(held)] == ["ash", "elm"]
    assert [conflict.cast.site for conflict in conflicted_scores(public_view(held))] == ["ash"]
    own = replace(held, ballots=replace(held.ballots, interests=(of_elm,)))
    assert [conflict.cast.site for conflict in conflicted_scores(public_view(own))] == ["site-1"]
