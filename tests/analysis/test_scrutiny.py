"""What findings say under scrutiny: the same in any order of lines, in degenerate places, and hiding in public."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from building import (
    EVERYBODY,
    area,
    assumed,
    criterion,
    evidence,
    interest,
    moderated,
    option,
    panel_criterion,
    place,
    plan,
    row,
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
from appraisal.model.hurdles import Hurdle

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "reference" / "findings.schema.json").read_text(encoding="utf-8")
)
KEYS = (
    "agreement",
    "before_moderation",
    "constant_criteria",
    "dependence",
    "equal_group_weights",
    "near_misses",
    "without_option",
    "without_person",
    "zero_weights",
)
OPEN = Hurdle(
    id="open", name="Open", question="?", test="figure", item="access.admission-hours", at_least=165, source="example"
)
JUST_OPEN = OPEN.model_copy(update={"at_least": 158.0})
FLOOR = Hurdle(id="floor", name="Fit", question="?", test="figure", item="clinical-fit", at_least=39, source="example")


def run(held, *hurdles):
    asked = workspace(held)
    content = plain(appraise(replace(asked, hurdles=(*asked.hurdles, *hurdles)), samples=10).content)
    jsonschema.validate(content, SCHEMA, cls=jsonschema.Draft202012Validator)
    return content


def scrutiny(content):
    return {key: content["robustness"][key] for key in KEYS}


def test_the_starter_is_told_in_full_and_nothing_in_it_is_idle_or_moved_by_leaving_an_option_out():
    held = starter()
    found = scrutiny(plain(appraise(held, samples=10).content))
    [its_place] = held.places.values()
    assert found["without_person"].keys() == {member.person for member in its_place.plan.panel}
    assert all(row["changes_nothing_else"] for row in found["without_option"].values())
    assert (found["constant_criteria"], found["zero_weights"]) == ([], {"agreed": [], "by_person": {}})
    assert found["before_moderation"] is None
    assert 0 < found["agreement"]["weights"]["w"] < 1
    assert {row["answer"] for row in found["dependence"]} == {"not asked"}


def test_the_order_in_which_pairs_and_people_are_written_changes_no_byte():
    said = {"answer": "dependent", "reason": "So.", "as_at": "2025-08"}
    pairs = [{"criteria": ["cost", "access"], **said}, {"criteria": ["equity", "cost"], **said}]
    one, other = (place(plan=plan(dependence=each)) for each in (pairs, [*reversed(pairs)]))
    turned = replace(other, ballots=replace(other.ballots, weights=other.ballots.weights[::-1]))
    assert scrutiny(run(one)) == scrutiny(run(turned))


ALONE = {"sites": (site("ash"),), "evidence": evidence(["ash"]), "options": (option("only", {"ash": 5}),)}
FIT = (criterion("clinical-fit"),)


@pytest.mark.parametrize(
    "held",
    [
        place(**ALONE),
        place(options=()),
        place(criteria=FIT, ballots=Ballots((weights("p01", clinical_fit=100),), (scored("p01", "ash", 50),))),
        place(options=(option("one", {"ash": 5}), option("other", {"ash": 5}))),
        place(ballots=Ballots(EVERYBODY[:1])),
        place(ballots=Ballots(EVERYBODY)),
        place(evidence=(), ballots=Ballots(EVERYBODY)),
        place(criteria=(criterion("access"),), ballots=Ballots((weights("p03", access=1),))),
        place(criteria=(panel_criterion("kindness"),), ballots=Ballots((weights("p02", kindness=100),))),
        place(areas=(area("a1", people=10),)),
    ],
    ids=[
        "one option", "no option", "one criterion", "identical options", "one person", "nobody scored", "no evidence",
        "nothing for the panel", "only for the panel", "one area",
    ],
)  # fmt: skip
def test_a_degenerate_place_is_told_all_the_same(held):
    found = scrutiny(run(held))
    assert all(row["changes_nothing_else"] for row in found["without_option"].values())
    for of_person in found["without_person"].values():
        assert (of_person["ranking"] is None) == (of_person["not_possible"] is not None)


def test_where_every_site_is_set_aside_nothing_is_ranked_and_near_misses_still_say_by_how_much():
    hours = {(id_, "access.admission-hours"): 160.0 for id_ in ("ash", "elm", "oak", "yew")}
    content = run(place(evidence=evidence(("ash", "elm", "oak", "yew"), hours)), OPEN)
    found = scrutiny(content)
    assert content["ranking"] == []
    assert (found["without_option"], found["constant_criteria"]) == ({}, [])
    assert found["agreement"]["ranking"]["w"] is None
    assert [(row["site"], row["passes"]) for row in found["near_misses"]] == [
        (id_, False) for id_ in ("ash", "elm", "oak", "yew")
    ]


def test_a_floor_of_the_panels_score_sets_a_site_aside_and_says_by_how_little():
    """Ash is scored 40: within a twentieth of 39 and of 41, on either side."""
    [near] = run(place(), FLOOR)["robustness"]["near_misses"]
    assert (near["site"], near["passes"], near["unit"]) == ("ash", True, "points")
    strict = FLOOR.model_copy(update={"at_least": 41.0})
    content = run(place(), strict)
    [near] = content["robustness"]["near_misses"]
    assert (near["site"], near["figure"], near["passes"]) == ("ash", 40, False)
    status = {one["id"]: one["status"] for one in content["options"]}
    assert status == {"first-alone": "set aside", "first-two": "set aside", "last-two": "ranked"}


def hiding():
    """Elm is not approached, has a confidential price and a family; everything that can be said of it is said."""
    sites = tuple(
        site(id_, standing="not approached" if id_ == "elm" else "interested", ward_round_hours=4.0)
        for id_ in ("ash", "elm", "oak")
    )
    hours = {("elm", "access.admission-hours"): 160.0}
    rows = [one for one in evidence(("ash", "elm", "oak"), hours) if (one.site, one.item) != ("oak", "cost.bed-day")]
    said = {"criteria": ["cost", "access"], "answer": "independent", "reason": "So.", "as_at": "2025-08"}
    held = place(
        plan=plan(dependence=[said], limits={"ward_round_hours_a_week": assumed(8)}),
        sites=sites,
        evidence=(*rows, row("oak", "cost.bed-day", 310.0, public=False)),
        options=(
            option("elm-alone", {"elm": 5}),
            option("elm-and-oak", {"elm": 3, "oak": 2}),
            option("ash-alone", {"ash": 5}),
        ),
    )  # fmt: skip
    ballots = replace(
        held.ballots,
        scores=tuple(cast for cast in held.ballots.scores if cast.site != "yew"),
        interests=(interest("p01", site_id="elm"),),
        moderated=(moderated("elm", 75),),
    )
    return replace(held, ballots=ballots)


def test_no_id_that_the_public_view_hides_is_in_what_it_says_under_scrutiny():
    content = run(hiding(), JUST_OPEN)
    found = scrutiny(content["public"])
    assert "elm" in json.dumps(scrutiny(content))
    assert "elm" not in json.dumps(found)
    assert found["without_option"].keys() == {"ash-alone", "option-1", "option-2"}
    assert found["agreement"]["scores"]["clinical-fit"]["items"] == ["ash", "oak"]  # p01 is recused from elm
    assert found["before_moderation"]["scores"] == 1


def test_no_figure_of_a_site_that_is_not_approached_is_near_anything_in_public():
    content = run(hiding(), JUST_OPEN, OPEN.model_copy(update={"id": "most", "at_most": 170.0, "at_least": None}))
    found = [[one["site"] for one in of["robustness"]["near_misses"]] for of in (content, content["public"])]
    assert [sorted(filter(None, sites)) for sites in found] == [["ash", "elm", "oak"], ["ash", "oak"]]


def test_the_starters_public_view_has_every_key_too():
    held = starter()
    [its_place] = held.places.values()
    content = plain(appraise(with_place(held, its_place), samples=10).content)
    assert scrutiny(content["public"]).keys() == scrutiny(content).keys()
