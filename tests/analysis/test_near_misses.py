"""Hurdles on a figure, what misses one by little, and limits that an option breaks or keeps by a whisker."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from building import (
    AS_AT,
    EVERYBODY,
    assumed,
    evidence,
    moderated,
    option,
    place,
    plan,
    row,
    scored,
    site,
    workspace,
)
from pydantic import ValidationError

from appraisal import appraise
from appraisal.analysis.near_misses import near_hurdles
from appraisal.analysis.screening import screen
from appraisal.model.ballots import Ballots
from appraisal.model.canonical import plain
from appraisal.model.evidence import Figure
from appraisal.model.hurdles import Hurdle
from appraisal.model.public_view import public_view

HOURS = "access.admission-hours"


def hurdle(item=HOURS, **ends):
    return Hurdle(id="open", name="Open enough", question="Is it?", test="figure", item=item, source="example", **ends)


def held(**hours):
    """Sites with these hours a week; one with None is not known."""
    sites = tuple(site(id_) for id_ in hours)
    rows = evidence(hours, {(id_, HOURS): found for id_, found in hours.items()})
    return place(sites=sites, evidence=rows, options=(), ballots=Ballots(EVERYBODY))


def outcomes(where, one):
    results = screen(where, (one,), AS_AT).results
    return {id_: found.outcome for id_, (found,) in results.items()}


def near(where, one):
    return {found.site: found for found in near_hurdles(where, (one,), {HOURS: "hours a week"})}


def test_a_figure_meets_or_fails_and_one_that_is_not_known_never_passes():
    where = held(ash=84.0, elm=83.9, oak=None)
    assert outcomes(where, hurdle(at_least=84)) == {"ash": "meets", "elm": "fails", "oak": "not known"}
    assert outcomes(where, hurdle(at_most=84)) == {"ash": "meets", "elm": "meets", "oak": "not known"}
    assert outcomes(where, hurdle(at_least=83.95, at_most=84))["elm"] == "fails"


def test_the_figures_source_and_date_stand_with_the_result():
    found = screen(held(ash=84.0), (hurdle(at_least=84),), AS_AT).results["ash"][0]
    assert (found.source, str(found.as_at)) == ("return", "2025-07-01")
    bare = place(sites=(site("ash"),), evidence=(), options=())
    found = screen(bare, (hurdle(at_least=84),), AS_AT).results["ash"][0]
    assert (found.outcome, found.source, found.as_at) == ("not known", None, None)


@pytest.mark.parametrize(
    ("low", "high", "outcome"),
    [
        (100, 120, "meets"),
        (84, 84, "meets"),
        (60, 120, "not known"),
        (60, 83, "fails"),
        (-math.inf, 83, "fails"),
        (-math.inf, math.inf, "not known"),
    ],
)
def test_a_band_decides_where_all_of_it_says_the_same(low, high, outcome):
    assert hurdle(at_least=84).outcome_of(Figure(low, None, high)) == outcome


def test_a_floor_on_the_panels_score_is_held_against_any_one_site():
    cast = (*(scored(p, "ash", points) for p, points in (("p01", 50), ("p02", 75))), scored("p01", "elm", 50))
    where = place(ballots=Ballots(EVERYBODY, cast))
    floor = hurdle("clinical-fit", at_least=60)
    expected = {"ash": "meets", "elm": "fails", "oak": "not known", "yew": "not known"}
    assert outcomes(where, floor) == expected
    said = Ballots(EVERYBODY, cast, moderated=(moderated("elm", 75), moderated("ash", "not known")))
    assert outcomes(place(ballots=said), floor) == expected | {"ash": "not known", "elm": "meets"}


def test_a_floor_of_nothing_is_no_pass_for_a_site_that_nobody_scored():
    where = place(ballots=Ballots(EVERYBODY))
    assert set(outcomes(where, hurdle("clinical-fit", at_least=0)).values()) == {"not known"}


def test_within_a_twentieth_is_near_on_either_side():
    """A twentieth of 84 is 4.2: from 79.8 to 88.2."""
    where = held(ash=79.8, elm=79.7, oak=88.2, yew=88.3)
    found = near(where, hurdle(at_least=84))
    assert {id_: one.passes for id_, one in found.items()} == {"ash": False, "oak": True}
    assert found["ash"].by_share == pytest.approx(0.05)
    assert (found["ash"].figure, found["ash"].threshold, found["ash"].unit) == (79.8, 84, "hours a week")
    assert (found["ash"].hurdle, found["ash"].option, found["ash"].limit) == ("open", None, None)


def test_each_end_is_held_apart_and_what_is_not_known_is_near_nothing():
    where = held(ash=100.0, elm=None, oak=104.0)
    found = near_hurdles(where, (hurdle(at_least=102, at_most=103),), {})
    assert [(one.site, one.threshold, one.passes) for one in found] == [
        ("ash", 102, False),
        ("ash", 103, True),
        ("oak", 102, True),
        ("oak", 103, False),
    ]


def test_an_answer_or_a_rating_is_never_near():
    nursing = Hurdle(id="nursing", name="Nurse", question="?", source="example")
    assert near_hurdles(held(ash=84.0), (nursing,), {}) == []


@pytest.mark.parametrize("public", [True, False])
def test_a_confidential_figure_is_near_nothing_in_the_public_view(public):
    where = held(ash=82.0)
    rows = (*(one for one in where.evidence if one.item != HOURS), row("ash", HOURS, 82.0, public=public))
    where = place(sites=where.sites, evidence=rows, options=())
    assert bool(near(where, hurdle(at_least=84)))
    assert bool(near(public_view(where), hurdle(at_least=84))) is public


def findings(where, *hurdles):
    asked = workspace(where)
    return plain(appraise(replace(asked, hurdles=(*asked.hurdles, *hurdles)), samples=10).content)


def test_findings_tell_near_sites_and_options_in_order():
    """Ash is open for 80 hours of 84. Ward rounds take 4 hours at ash and 4.2 at elm, of 8: 0.2 too many."""
    hours = {"ash": 80.0, "elm": 168.0}
    sites = (site("ash", ward_round_hours=4.0), site("elm", ward_round_hours=4.2))
    limits = {"ward_round_hours_a_week": assumed(8)}
    options = (option("both", {"ash": 3, "elm": 2}), option("one", {"elm": 5}))
    where = place(
        plan=plan(limits=limits), sites=sites, options=options,
        evidence=evidence(hours, {(id_, HOURS): found for id_, found in hours.items()}),
    )  # fmt: skip
    [of_option] = findings(where)["robustness"]["near_misses"]
    assert (of_option["option"], of_option["limit"], of_option["passes"]) == ("both", "ward-round-hours", False)
    assert of_option["by_share"] == pytest.approx(0.025)
    assert (of_option["figure"], of_option["threshold"], of_option["unit"]) == (8.2, 8, "hours a week")
    content = findings(where, hurdle(at_least=84))
    [of_site] = content["robustness"]["near_misses"]
    assert (of_site["site"], of_site["hurdle"], of_site["passes"]) == ("ash", "open", False)
    assert {one["id"]: one["status"] for one in content["options"]} == {"both": "set aside", "one": "ranked"}


def test_a_limit_of_whole_sites_is_never_missed_by_little():
    """Three sites of at most three: nobody's whisker."""
    three = (option("three", {"ash": 2, "elm": 2, "oak": 1}),)
    assert findings(place(options=three))["robustness"]["near_misses"] == []


def test_a_public_paper_is_told_no_figure_of_a_site_that_is_not_approached():
    sites = (site("ash"), site("elm", standing="not approached"))
    hours = {"ash": 82.0, "elm": 82.0}
    where = place(sites=sites, evidence=evidence(hours, {(id_, HOURS): 82.0 for id_ in hours}), options=())
    content = findings(where, hurdle(at_least=80))
    assert [one["site"] for one in content["robustness"]["near_misses"]] == ["ash", "elm"]
    assert [one["site"] for one in content["public"]["robustness"]["near_misses"]] == ["ash"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"item": HOURS}, "'at_least', 'at_most' or both"),
        ({"at_least": 84.0}, "'at_least', 'at_most' or both"),
        ({"item": HOURS, "at_least": 84.0, "at_most": 80.0}, "at_least 84 is more than at_most 80"),
        ({"test": "evidence", "item": HOURS, "at_least": 84.0}, "no other hurdle does"),
        ({"test": "rating", "fails": ["Inadequate"], "at_most": 84.0}, "no other hurdle does"),
        ({"item": HOURS, "at_least": 84.0, "fails": ["Good"]}, "which ratings fail"),
    ],
)
def test_a_hurdle_that_does_not_hold_together_is_refused(changes, said):
    written = {"id": "open", "name": "Open", "question": "?", "source": "example", "test": "figure"} | changes
    with pytest.raises(ValidationError, match=said):
        Hurdle.model_validate(written)
