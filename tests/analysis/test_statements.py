"""Pros and cons: one rule for all, none from a missing figure, and opinion alone supports none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from building import EVERYBODY, SITES, evidence, place, row, scored, workspace

from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.panel import panel_weights
from appraisal.analysis.statements import Comparison
from appraisal.model.ballots import Ballots
from appraisal.model.public_view import public_view

SETS = {site: {site: 5} for site in SITES}
FITS = ((30, "ash"), (50, "elm"), (52, "oak"), (90, "yew"))


def held(*rows, figures=None, fits=FITS):
    scores = tuple(scored("p01", site, points) for points, site in fits)
    return place(evidence=(*evidence(SITES, figures), *rows), ballots=Ballots(EVERYBODY, scores))


def compared(found, weights=None):
    measured = Measured.of(Ruler.of(found), SETS)
    weights = weights or panel_weights(found).grouped.overall
    return Comparison(found, workspace().sources, weights, measured, range(len(SITES)))


def of(found, site="ash", weights=None):
    return compared(found, weights).statements(SITES.index(site), None, [site])


def said(statements):
    return [(one.criterion, one.is_pro, one.text) for one in statements]


def visit(site, item, answer="pro", **changes):
    return row(site, item, answer, **{"note": f"{item} {answer}", "source": "return"} | changes)


def test_a_criterion_speaks_for_or_against_where_it_is_clearly_off_the_middle():
    dear = {("ash", "cost.bed-day"): 900.0, ("yew", "cost.bed-day"): 100.0}
    found = {site: {one.criterion: one for one in of(held(figures=dear), site)} for site in SITES}
    assert found["ash"]["cost"].is_pro is False
    assert found["yew"]["cost"].is_pro is True
    assert "cost" not in found["elm"]
    assert found["ash"]["cost"].difference < -5 < 5 < found["yew"]["cost"].difference
    middle = Ruler.of(held(figures=dear))
    cost = middle.measure(middle.openings([{"elm": 5}]))["cost"].value[0]
    assert found["ash"]["cost"].middle == pytest.approx(cost)


def test_less_than_five_points_from_the_middle_is_neither():
    """Scores 30, 50, 52, 90: the middle is 51."""
    shown = held(*(visit(site, "clinical-fit") for site in SITES))
    by_figure = {
        site: [one for one in of(shown, site) if one.criterion == "clinical-fit" and not one.text] for site in SITES
    }
    assert [len(by_figure[site]) for site in SITES] == [1, 0, 0, 1]
    assert by_figure["ash"][0].difference == pytest.approx(-21)
    assert by_figure["yew"][0].difference == pytest.approx(39)


def test_they_stand_in_order_of_weight_then_of_difference():
    dear = {("ash", "cost.bed-day"): 900.0, ("ash", "access.admission-hours"): 40.0}
    rows = [visit("ash", "clinical-fit")]
    weights = {"access": 0.1, "clinical-fit": 0.4, "cost": 0.3, "equity": 0.1, "travel-time": 0.1}
    found = of(held(*rows, figures=dear), weights=weights)
    keys = [(-weights[one.criterion], -abs(one.difference)) for one in found if one.difference is not None]
    assert len(keys) >= 3
    assert keys == sorted(keys)
    assert [one.criterion for one in found][:3] == ["clinical-fit", "clinical-fit", "cost"]


def test_of_equal_weights_the_larger_difference_comes_first():
    dear = {("ash", "cost.bed-day"): 900.0, ("ash", "access.admission-hours"): 1.0}
    found = [
        one
        for one in of(
            held(figures=dear), weights=dict.fromkeys(("access", "clinical-fit", "cost", "equity", "travel-time"), 0.2)
        )
        if one.difference
    ]
    assert [abs(one.difference) for one in found] == sorted((abs(one.difference) for one in found), reverse=True)
    assert found[0].criterion == "access"


def test_a_missing_figure_supports_no_statement_of_its_own():
    found = of(held(figures={("ash", "cost.bed-day"): None}))
    assert "cost" not in [one.criterion for one in found]
    others = {
        one.criterion: one
        for one in of(held(figures={("ash", "cost.bed-day"): None, ("yew", "cost.bed-day"): 900.0}), "yew")
    }
    assert others["cost"].is_pro is False


def test_opinion_alone_supports_nothing():
    assert said(of(held(visit("ash", "cost", "con", source="talk")))) == said(of(held()))


def test_what_the_panel_scored_counts_only_beside_evidence_that_is_not_opinion():
    def criteria(*rows):
        return [one.criterion for one in of(held(*rows)) if not one.text]

    assert "clinical-fit" not in criteria()
    assert "clinical-fit" not in criteria(visit("ash", "clinical-fit", source="talk"))
    assert "clinical-fit" not in criteria(visit("elm", "clinical-fit"))
    assert "clinical-fit" in criteria(visit("ash", "clinical-fit"))


def test_a_panel_statement_names_the_panel_and_the_evidence_beside_it():
    [found] = [
        one for one in of(held(visit("ash", "clinical-fit"))) if one.criterion == "clinical-fit" and not one.text
    ]
    assert found.sources == ("panel", "return")


def test_a_row_of_evidence_is_told_in_its_own_words_with_source_and_date():
    con = visit("ash", "cost", "con", note="The roof leaks.")
    [found] = [one for one in of(held(con)) if one.text]
    assert (found.is_pro, found.text, found.site, found.sources, found.as_at) == (
        False, "The roof leaks.", "ash", ("return",), con.as_at,
    )  # fmt: skip


def test_a_row_about_another_site_or_option_is_not_told():
    rows = (visit("elm", "cost"), visit(None, "cost", option="another", note="Another."))
    assert not [one for one in of(held(*rows)) if one.text]
    about = replace(rows[1], option="mine")
    found = compared(held(about)).statements(0, "mine", ["ash"])
    assert [one.text for one in found if one.text] == ["Another."]


def test_a_confidential_row_is_not_in_the_public_view():
    secret = visit("ash", "cost", "con", note="A secret.", public=False)
    assert not [one for one in of(public_view(held(secret))) if one.text]
    assert [one for one in of(held(secret)) if one.text]
