"""Weight-setters and scorers may be different people: who is waited for, warned of and counted; floors of groups."""

from __future__ import annotations

import pytest
from building import EVERYBODY, SITES, place, plan, scored, workspace
from pydantic import ValidationError
from recording import record, said

from appraisal import appraise
from appraisal.analysis.checking_ballots import check_ballots
from appraisal.analysis.gates_of_people import interests_declared
from appraisal.analysis.situation import Situation
from appraisal.model.ballots import Ballots
from appraisal.model.canonical import plain
from appraisal.model.objections import objections
from appraisal.model.panel import Group
from appraisal.model.spoken_of import hash_spoken_of

PANEL = [
    {"person": "p01", "group": "residents", "role": "resident", "gives": "weights"},
    {"person": "p02", "group": "residents", "role": "carer", "gives": "scores"},
    {"person": "p03", "group": "clinicians", "role": "nurse"},
]
SCORES_OF_P02 = tuple(scored("p02", site, 50) for site in SITES)


def held(weighed=EVERYBODY[:1], cast=SCORES_OF_P02, **changes):
    return place(plan=plan(panel=PANEL, **changes), ballots=Ballots(weighed, cast))


def warned(where):
    return [(one.about, one.text) for one in check_ballots(where)]


def test_nobody_is_warned_of_for_what_was_not_asked_of_them():
    assert warned(held(EVERYBODY[:1])) == [
        ("scores", "Person p03 has scored no site."),
        ("weights", "Nobody of group 'clinicians' has given weights, so the other groups carry its share."),
        ("weights", "Person p03 has given no weights."),
    ]


def test_what_somebody_gave_who_is_not_asked_any_more_is_said_to_count():
    found = warned(held(EVERYBODY, (*SCORES_OF_P02, *(scored("p03", site, 50) for site in SITES))))
    assert found == [("weights", "Person p02 is not asked for weights any more. What they gave before counts.")]


def test_findings_count_who_was_asked_for_each():
    found = plain(appraise(workspace(held()), samples=10).content)
    counts = found["ballots"]["counts"]
    assert (counts["people"], counts["asked_for_weights"], counts["asked_for_scores"]) == (3, 2, 2)
    groups = {row["group"]: (row["asked_for_weights"], row["asked_for_scores"]) for row in found["panel"]["groups"]}
    assert groups == {"clinicians": (1, 1), "residents": (1, 1)}
    assert [member["gives"] for member in found["context"]["panel"]] == ["weights", "scores", "both"]


@pytest.mark.parametrize(
    ("person", "kind", "text"),
    [
        ("p01", "weights", None),
        ("p01", "score", "'p01' is asked for weights alone, not for scores: place.yaml says 'gives: weights'."),
        ("p02", "weights", "'p02' is asked for scores alone, not for weights: place.yaml says 'gives: scores'."),
        ("p02", "score", None),
        ("p03", "weights", None),
        ("p03", "score", None),
        ("p01", "interest", None),
    ],
)
def test_a_ballot_of_the_other_kind_cannot_be_entered(person, kind, text):
    interest = said("interest", person)
    found = objections(said(kind, person), record(interest), plan(panel=PANEL))
    assert [one.startswith(text or "?") for one in found] == ([True] if text else [])


def test_interests_are_waited_for_from_everybody_who_scores():
    where = held()

    def gate(*people):
        entries = record(*(said("interest", person) for person in people))
        return interests_declared(Situation(workspace(where), where, entries, None, {}, "."))

    assert "by p02 and p03," in gate().why
    assert gate("p02", "p03").why.startswith("Every member of the panel who scores has declared an interest,")
    assert gate("p02", "p03").is_open
    assert not gate("p01", "p02").is_open


def test_who_gives_what_is_agreed_with_the_group_weights_and_a_place_that_does_not_say_agrees_as_before():
    def agreed(**changes):
        return hash_spoken_of(place(plan=plan(**changes)), "agreement", {"what": "group-weights"})

    groups = [
        {"id": "clinicians", "name": "Clinicians", "weight": 0.5},
        {"id": "residents", "name": "Residents", "weight": 0.5, "at_least": 0.5},
    ]
    assert agreed() == "407e0f74ce33bea011ebd9c0fed0c653fd171926fe61c30b12b0549092e0d3a4"  # before there were these
    assert agreed(weights_way="swing-points") == agreed()
    # Which of a person's ballots counts is agreed too, so that nobody chooses once scores are seen.
    assert len({agreed(), agreed(panel=PANEL), agreed(groups=groups), agreed(weights_way="best-worst")}) == 4


def test_a_group_is_never_set_below_its_floor():
    assert Group(id="residents", name="R", weight=0.5, at_least=0.5).at_least == 0.5
    with pytest.raises(ValidationError, match=r"weight 0.4 is below its at_least, 0.5; raise it"):
        Group(id="residents", name="R", weight=0.4, at_least=0.5)


FLOOR = [
    {"id": "clinicians", "name": "Clinicians", "weight": 0.5},
    {"id": "residents", "name": "Residents", "weight": 0.5, "at_least": 0.5},
]


@pytest.mark.parametrize(
    ("gives", "beginning"),
    [("both", "Nobody of group 'residents' has given weights"), ("scores", "Nobody of group 'residents' is asked for")],
)
def test_a_group_that_falls_below_its_floor_because_nobody_answered_is_a_warning(gives, beginning):
    panel = [member | {"gives": gives if member["group"] == "residents" else "both"} for member in PANEL]
    where = place(plan=plan(groups=FLOOR, panel=panel), ballots=Ballots(EVERYBODY[2:]))
    [text] = [text for about, text in warned(where) if "residents" in text]
    assert text.startswith(beginning)
    assert text.endswith("so the other groups carry its share. The place wants it to have at least 50 in 100.")


def test_the_floor_stands_beside_the_weight_of_a_group():
    where = place(plan=plan(groups=FLOOR))
    found = plain(appraise(workspace(where), samples=10).content)["ballots"]["by_group"]
    assert {group: row["at_least"] for group, row in found.items()} == {"clinicians": None, "residents": 0.5}
    assert not [text for _, text in warned(where) if "at least" in text]
