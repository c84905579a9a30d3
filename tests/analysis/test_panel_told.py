"""What findings say of a panel, in full and in the public copy, and what makes another fingerprint."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
from building import (
    EVERYBODY,
    SITES,
    interest,
    moderated,
    place,
    plan,
    scored,
    site,
    starter,
    weights,
    with_place,
    workspace,
)

from appraisal import appraise
from appraisal.model.ballots import Ballots
from appraisal.model.canonical import plain

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "reference" / "findings.schema.json").read_text(encoding="utf-8")
)
SPLIT = {"p01": 0, "p02": 100, "p03": 100}


def run(held):
    found = plain(appraise(workspace(held), samples=100).content)
    jsonschema.validate(found, SCHEMA, cls=jsonschema.Draft202012Validator)
    return found


def scores(found):
    return {row["site"]: row for row in found["panel"]["scores"]}


def with_ballots(held, **changes):
    return replace(held, ballots=replace(held.ballots, **changes))


def split_on_ash(**changes):
    cast = (*(scored(person, "ash", points) for person, points in SPLIT.items()), scored("p01", "elm", 50))
    return place(ballots=Ballots(EVERYBODY, cast, **changes))


def test_every_site_has_its_spread_and_one_that_nobody_scored_has_none():
    found = scores(run(split_on_ash()))
    ash, oak = found["ash"], found["oak"]
    assert (ash["people"], ash["lowest"], ash["median"], ash["highest"], ash["split"]) == (3, 0, 100, 100, True)
    assert (oak["people"], oak["lowest"], oak["median"], oak["split"]) == (0, None, None, False)
    assert set(found) == set(SITES)


def test_a_split_vote_is_a_warning_about_the_site():
    [warned] = [row for row in run(split_on_ash())["warnings"] if row["about"] == "ash"]
    assert warned == {
        "about": "ash",
        "text": "Split vote on clinical-fit: at least a quarter of those who scored it gave 0 or less, "
        "and at least a quarter 100 or more.",
    }


def test_a_split_weight_is_a_warning_about_the_criterion():
    """Of 310 points one person gave 20 to cost (6%), of 310 another 90 (29%)."""
    cast = (
        weights("p01", access=100, clinical_fit=90, cost=20, equity=60, travel_time=40),
        weights("p02", access=90, clinical_fit=60, cost=90, equity=40, travel_time=30),
    )
    found = run(with_ballots(place(), weights=cast))
    assert [row["criterion"] for row in found["panel"]["weights"] if row["split"]] == ["cost"]
    assert [row["text"] for row in found["warnings"] if row["about"] == "cost"] == [
        "Split vote on the weight of cost: at least a quarter of the people gave it 6% or less, "
        "and at least a quarter 29% or more."
    ]


def test_a_moderated_score_stands_beside_the_first_median_with_reason_and_dissent():
    found = run(split_on_ash(moderated=(moderated("ash", 40, ("p01", "Still too high.")),)))
    told = scores(found)["ash"]
    assert told["median"] == 100
    assert told["moderated"] == {
        "answer": "40",
        "reason": "We heard more.",
        "dissent": [{"person": "p01", "text": "Still too high."}],
        "cast_on": "2025-09-01",
    }
    first = next(one for one in found["options"] if one["id"] == "first-alone")
    assert first["performance"]["clinical-fit"]["value"] == 40


def test_a_moderated_score_fills_the_gap_of_a_site_that_nobody_scored():
    def gaps(held):
        oak = next(one for one in run(held)["sites"] if one["id"] == "oak")
        return [gap["item"] for gap in oak["not_known"]]

    assert gaps(split_on_ash()) == ["clinical-fit"]
    assert gaps(split_on_ash(moderated=(moderated("oak", 50),))) == []
    assert gaps(split_on_ash(moderated=(moderated("oak", "not known"),))) == ["clinical-fit"]


def test_a_moderated_score_its_reason_and_its_dissent_are_in_the_hash_of_the_ballots():
    told = [(), (moderated("ash", 40),), (moderated("ash", 50),), (moderated("ash", 40, ("p01", "No.")),)]
    told.append((replace(told[1][0], reason="Another."),))
    assert len({run(split_on_ash(moderated=said))["inputs"]["ballots"] for said in told}) == len(told)


def hidden():
    """Elm is not approached; everybody scored it, it was moderated, and p01 has an interest in it."""
    sites = tuple(site(one.id, standing="not approached") if one.id == "elm" else one for one in place().sites)
    said = moderated("elm", 60, ("p01", "Elm Lodge is too far."))
    about = interest("p01", site_id="elm", managed="declared")
    return with_ballots(place(sites=sites), moderated=(said,), interests=(about,))


def test_the_public_copy_names_neither_a_hidden_site_nor_what_was_said_of_it():
    found = run(hidden())
    told = found["public"]["panel"]
    text = json.dumps(told)
    assert "elm" not in text.lower()
    assert scores(found["public"])["site-1"]["moderated"]["reason"] == "Not said before every site has been approached."
    assert scores(found["public"])["site-1"]["moderated"]["dissent"][0]["person"] == "p01"
    assert [row["site"] for row in told["conflicted_scores"]] == ["site-1"]
    assert [row["site"] for row in found["panel"]["conflicted_scores"]] == ["elm"]
    assert scores(found)["elm"]["moderated"]["dissent"][0]["text"] == "Elm Lodge is too far."


def test_with_no_option_left_to_rank_the_panel_is_told_all_the_same():
    found = run(place(options=()))
    assert found["panel"]["with_recused"] == {"people": [], "scores": 0, "ranking": [], "moved": []}


def test_the_order_of_seats_members_and_moderated_scores_changes_no_byte():
    seats = [{"role": role, "group": "residents", "lay": True} for role in ("resident", "carer")]
    said = (moderated("ash", 40), moderated("elm", 50))
    one, other = (with_ballots(place(plan=plan(seats=seats[::step])), moderated=said[::step]) for step in (1, -1))
    assert run(one) == run(other)


def test_the_starter_has_a_vacancy_a_quarter_of_lay_members_and_one_split_vote():
    found = plain(appraise(starter(), samples=100).content)
    panel = found["panel"]
    assert [seat["role"] for seat in panel["seats"] if seat["vacant"]] == ["pharmacist"]
    assert panel["without_seat"] == []
    assert panel["lay_share"] == {"of_members": 0.25, "of_weight": 0.4, "at_least": 0.25}
    assert [(row["site"], row["criterion"]) for row in panel["scores"] if row["split"]] == [("willow", "cultural-fit")]
    assert [row["criterion"] for row in panel["weights"] if row["split"]] == []


def test_the_starter_with_the_scores_left_out_is_the_starter_without_interests():
    workspace_ = starter()
    [held] = workspace_.places.values()
    found = plain(appraise(workspace_, samples=100).content)
    effect = found["panel"]["with_recused"]
    assert (effect["people"], effect["scores"]) == (["p05", "p06", "p11"], 2)
    everybody = replace(
        held.ballots,
        interests=(),
        scores=tuple(cast for cast in held.ballots.scores if cast.answer != "recused"),
    )
    whole = plain(appraise(with_place(workspace_, replace(held, ballots=everybody)), samples=100).content)
    ranked = {one["id"]: one["total"] for one in whole["options"] if one["status"] == "ranked"}
    assert {one["option"]: one["total"] for one in effect["ranking"]} == ranked
