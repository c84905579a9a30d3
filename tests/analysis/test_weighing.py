"""Ballots of weights as they count now: other ways of asking, other anchors, other criteria, branches."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from building import AS_AT, EVERYBODY, anchors_of, core, criterion, place, plan, weights, workspace

from appraisal import appraise
from appraisal.analysis.checking_ballots import check_ballots
from appraisal.analysis.panel import panel_weights
from appraisal.analysis.run_inputs import inputs_of
from appraisal.analysis.weighing import Weighed, weighed
from appraisal.errors import FindingsError
from appraisal.model.ballots import Ballots, Way, WeightsBallot
from appraisal.model.criteria import Branch, Criterion
from appraisal.model.workspace import Place

CORE = ("access", "clinical-fit", "cost", "equity", "travel-time")
EVEN = dict.fromkeys(CORE, 20.0)
FAIR = {"access": 100.0, "clinical-fit": 50.0, "cost": 25.0, "equity": 25.0, "travel-time": 50.0}
RANKS = {"access": 1.0, "clinical-fit": 2.0, "cost": 4.0, "equity": 4.0, "travel-time": 2.0}
BEST_WORST = {
    **{f"access/{other}": times for other, times in (("clinical-fit", 2.0), ("cost", 4.0), ("equity", 4.0))},
    "access/travel-time": 2.0,
    "clinical-fit/cost": 2.0,
    "equity/cost": 1.0,
    "travel-time/cost": 2.0,
}
HIERARCHY = {
    **{f"access/{other}": FAIR["access"] / FAIR[other] for other in CORE[1:]},
    "clinical-fit/cost": 2.0,
    "clinical-fit/equity": 2.0,
    "clinical-fit/travel-time": 1.0,
    "cost/equity": 1.0,
    "travel-time/cost": 2.0,
    "travel-time/equity": 2.0,
}
ANSWERS: dict[Way, dict[str, float]] = {
    "swing-points": FAIR,
    "direct-points": {criterion_id: points / 2.5 for criterion_id, points in FAIR.items()},
    "analytic-hierarchy": HIERARCHY,
    "best-worst": BEST_WORST,
}
SHARES = {criterion_id: points / 250 for criterion_id, points in FAIR.items()}


def ballot(
    person: str,
    answers: dict[str, float],
    way: Way = "swing-points",
    seen: tuple[Criterion, ...] | None = None,
    under: dict[str, str] | None = None,
) -> WeightsBallot:
    """A ballot in one way, with the anchors of these criteria, and what stood under which branch."""
    anchors = anchors_of(core() if seen is None else seen)
    return WeightsBallot(
        person, AS_AT, tuple(sorted(answers.items())), way, anchors, tuple(sorted((under or {}).items()))
    )


def with_weights(*ballots: WeightsBallot, **changes: Any) -> Place:
    return place(ballots=replace(place().ballots, weights=ballots), **changes)


def the_one(held: Place) -> Weighed:
    [found] = weighed(held)
    return found


def warned(held: Place) -> list[str]:
    return [one.text for one in check_ballots(held) if one.about == "weights" and "has given no" not in one.text]


@pytest.mark.parametrize("way", ANSWERS)
def test_people_who_mean_the_same_have_the_same_weights_however_they_were_asked(way: Way) -> None:
    found = the_one(with_weights(ballot("p01", ANSWERS[way], way)))
    assert found.shares == pytest.approx(SHARES, abs=1e-12)
    assert found.anchors == "as now"
    assert all(one.ratio == pytest.approx(0, abs=1e-12) and one.revisit is None for one in found.consistency)


@pytest.mark.parametrize("way", ANSWERS)
def test_a_range_that_changed_rescales_the_weight_and_keeps_what_a_unit_is_worth(way: Way) -> None:
    seen = core(travel_time={"anchors": ((60, 0), (0, 100))})
    now = core(travel_time={"anchors": ((90, 0), (0, 100))})
    found = the_one(with_weights(ballot("p01", ANSWERS[way], way, seen), criteria=now))
    # Travel time had .2 and now has .2 x 90/60 = .3 of 1.1.
    assert found.shares == pytest.approx({c: (0.3 if c == "travel-time" else SHARES[c]) / 1.1 for c in CORE})
    assert found.anchors == "rescaled"
    [said] = [
        text for text in warned(with_weights(ballot("p01", ANSWERS[way], way, seen), criteria=now)) if "p01" in text
    ]
    assert "travel-time, 60 to 0, now 90 to 0" in said
    assert "rescaled" in said


def test_a_ranking_for_another_range_is_asked_again_and_does_not_count() -> None:
    now = core(travel_time={"anchors": ((90, 0), (0, 100))})
    held = with_weights(ballot("p01", RANKS, "ranking"), ballot("p03", EVEN, seen=now), criteria=now)
    assert [one.shares is None for one in weighed(held)] == [True, False]
    assert list(panel_weights(held).by_person) == ["p03"]
    [said] = [text for text in warned(held) if "p01" in text]
    assert said.startswith("Ask again for weights by a ranking: p01. Other anchors were seen (travel-time")
    assert "60 to 0, now 90 to 0" in said
    assert any("Nobody of group 'residents'" in text for text in warned(held))


def test_a_value_that_does_not_rise_evenly_cannot_be_rescaled() -> None:
    bent = {"anchors": ((60, 0), (30, 80), (0, 100))}
    straight = {"anchors": ((90, 0), (0, 100))}
    for seen, now in ((bent, straight), (straight, bent)):
        found = the_one(with_weights(ballot("p01", EVEN, seen=core(travel_time=seen)), criteria=core(travel_time=now)))
        assert found.anchors == "asked again"
        assert "does not rise evenly" in found.notes[0]


def test_where_better_was_turned_round_the_person_is_asked_again() -> None:
    turned = {"better": "higher", "anchors": ((0, 0), (60, 100))}
    found = the_one(with_weights(ballot("p01", EVEN, seen=core(travel_time=turned))))
    assert (found.shares, found.anchors) == (None, "asked again")
    assert "other direction" in found.notes[0]


def test_an_anchor_more_on_the_same_line_changes_nothing() -> None:
    middle = core(travel_time={"anchors": ((60, 0), (30, 50), (0, 100))})
    assert the_one(with_weights(ballot("p01", RANKS, "ranking", middle))).anchors == "as now"


def test_a_range_that_only_moved_is_told_and_keeps_every_share() -> None:
    moved = core(travel_time={"anchors": ((70, 0), (10, 100))})
    found = the_one(with_weights(ballot("p01", FAIR, seen=moved)))
    assert found.shares == pytest.approx(SHARES)
    assert found.anchors == "rescaled"


def test_a_criterion_that_was_added_since_is_asked_again() -> None:
    fewer = tuple(one for one in core() if one.id != "equity")
    answers = {criterion_id: points for criterion_id, points in FAIR.items() if criterion_id != "equity"}
    found = the_one(with_weights(ballot("p01", answers, seen=fewer)))
    assert (found.shares, found.anchors, found.notes) == (None, "asked again", ("Not asked about: equity.",))


def test_a_criterion_that_was_never_asked_about_gets_no_silent_zero() -> None:
    held = replace(place(), ballots=Ballots((WeightsBallot("p01", AS_AT, (("access", 100.0), ("cost", 50.0))),)))
    assert the_one(held).shares is None
    with pytest.raises(FindingsError, match="Ask again:\n  p01, swing points: Not asked about: clinical-fit, equity"):
        panel_weights(held)


def test_a_criterion_that_was_taken_away_leaves_the_others_their_ratios() -> None:
    now = tuple(one for one in core() if one.id != "equity")
    for way, answers in ANSWERS.items():
        found = the_one(with_weights(ballot("p01", answers, way), criteria=now))
        assert found.shares == pytest.approx({c: SHARES[c] / 0.9 for c in CORE if c != "equity"})
        assert "No criterion any more" in found.notes[0]


def test_all_weight_on_what_was_taken_away_is_asked_again() -> None:
    now = tuple(one for one in core() if one.id != "equity")
    found = the_one(with_weights(ballot("p01", dict.fromkeys(CORE, 0.0) | {"equity": 100.0}), criteria=now))
    assert (found.shares, found.anchors) == (None, "asked again")


def test_an_old_ballot_without_anchors_counts_as_it_is_and_is_told() -> None:
    old = tuple(replace(one, anchors=()) for one in EVERYBODY)
    held = replace(place(), ballots=Ballots(old))
    assert {one.anchors for one in weighed(held)} == {"not recorded"}
    assert panel_weights(held).by_person == panel_weights(place()).by_person
    assert [text for text in warned(held) if "which anchors" in text] == [
        "Weights by swing points of p01, p02, p03: The record does not say which anchors were seen; "
        "the weights are used as they are."
    ]


def test_answers_that_cannot_be_used_are_asked_again_with_all_that_is_wrong() -> None:
    found = the_one(with_weights(ballot("p01", dict.fromkeys(CORE, 0.0))))
    assert found.shares is None
    assert "All points are 0" in found.notes[0]


def test_where_nobody_is_left_the_error_says_whom_to_ask_again() -> None:
    now = core(travel_time={"anchors": ((90, 0), (0, 100))})
    held = with_weights(*(ballot(person, RANKS, "ranking") for person in ("p01", "p02")), criteria=now)
    with pytest.raises(FindingsError) as refused:
        panel_weights(held)
    assert "Ask again:" in str(refused.value)
    assert "p01, a ranking" in str(refused.value)
    assert "p02, a ranking" in str(refused.value)
    with pytest.raises(FindingsError, match="Nobody has given weights"):
        panel_weights(with_weights())


TWO_WAYS = (
    ballot("p01", FAIR),
    ballot("p01", RANKS, "ranking"),
    ballot("p02", RANKS, "ranking"),
    ballot("p02", HIERARCHY, "analytic-hierarchy"),
    ballot("p03", EVEN, "direct-points"),
)


def test_the_stated_way_counts_else_the_first_that_a_person_used() -> None:
    counted = {person: one.ballot.way for person, one in panel_weights(with_weights(*TWO_WAYS)).counted.items()}
    assert counted == {"p01": "swing-points", "p02": "ranking", "p03": "direct-points"}
    asked = with_weights(*TWO_WAYS, plan=plan(weights_way="analytic-hierarchy"))
    counted = {person: one.ballot.way for person, one in panel_weights(asked).counted.items()}
    assert counted == {"p01": "swing-points", "p02": "analytic-hierarchy", "p03": "direct-points"}


def test_what_can_be_used_counts_before_what_has_to_be_asked_again() -> None:
    now = core(travel_time={"anchors": ((90, 0), (0, 100))})
    held = with_weights(
        ballot("p01", RANKS, "ranking"), ballot("p01", FAIR), plan=plan(weights_way="ranking"), criteria=now
    )
    assert panel_weights(held).counted["p01"].ballot.way == "swing-points"
    [said] = [text for text in warned(held) if "Ask again for weights by a ranking: p01" in text]
    assert said.endswith("Until then swing points of theirs counts.")


def test_the_findings_show_what_each_way_gives_side_by_side() -> None:
    found = appraise(workspace(with_weights(*TWO_WAYS)), samples=50)["ballots"]
    assert set(found["by_way"]) == {"analytic-hierarchy", "direct-points", "ranking", "swing-points"}
    assert found["by_way"]["ranking"]["people"] == ("p01", "p02")
    assert found["by_way"]["ranking"]["by_person"]["p01"] == found["by_person"]["p01"]["ways"]["ranking"]["weights"]
    ranked = found["by_way"]["swing-points"]["ranking"]
    assert [one["option"] for one in ranked] == ["first-alone", "first-two", "last-two"]
    assert dict(found["by_way"]["swing-points"]["weights"]) == pytest.approx(SHARES)
    person = found["by_person"]["p02"]
    assert (person["way"], person["anchors"]) == ("ranking", "as now")
    assert {way: said["counted"] for way, said in person["ways"].items()} == {
        "ranking": True,
        "analytic-hierarchy": False,
    }
    assert found["counts"]["weights"] == 3


def test_one_way_alone_is_not_shown_side_by_side() -> None:
    assert dict(appraise(workspace(), samples=50)["ballots"]["by_way"]) == {}


def test_what_has_to_be_asked_again_is_in_the_findings_with_why() -> None:
    now = core(travel_time={"anchors": ((90, 0), (0, 100))})
    ballots = (ballot("p01", RANKS, "ranking"), ballot("p03", EVEN, seen=now), ballot("p03", RANKS, "ranking"))
    found = appraise(workspace(with_weights(*ballots, criteria=now)), samples=50)["ballots"]
    assert [(one["person"], one["way"]) for one in found["asked_again"]] == [("p01", "ranking"), ("p03", "ranking")]
    assert "cannot be rescaled" in found["asked_again"][0]["notes"][0]
    assert list(found["by_person"]) == ["p03"]
    assert found["by_person"]["p03"]["ways"]["ranking"]["weights"] is None
    assert found["counts"]["weights"] == 1
    assert set(found["by_way"]) == {"swing-points"}


def test_comparisons_that_contradict_one_another_are_told_with_the_one_to_ask_again() -> None:
    odd = HIERARCHY | {"clinical-fit/equity": 9.0, "travel-time/equity": 9.0, "access/equity": 1.0}
    held = with_weights(ballot("p01", odd, "analytic-hierarchy"))
    [found] = the_one(held).consistency
    assert (found.branch, found.kind) == ("", "CR")
    assert found.ratio > 0.1
    assert found.revisit is not None
    assert (found.revisit.one, found.revisit.other, found.revisit.given) == ("access", "equity", 1.0)
    [said] = [text for text in warned(held) if "contradict" in text]
    assert f"consistency ratio {found.ratio:.2f}, above 0.10" in said
    assert "Ask again about access and equity: the first was said to matter as much, and" in said
    assert "as much, and 3.4 times as much would agree with the rest." in said
    assert found.revisit.fits == pytest.approx(the_one(held).shares["access"] / the_one(held).shares["equity"])  # type: ignore[index]


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        # The shares of three are as the cube roots of the products of their rows, here 4 x 9 / 1 and 4 / 36.
        ({"access/clinical-fit": 2.0, "access/cost": 9.0, "clinical-fit/cost": 1.0}, "and 3.3 times as much"),
        (
            {"access/clinical-fit": 2.0, "cost/access": 9.0, "clinical-fit/cost": 4.0},
            "2 times as much, and the second 2.1 times as much as the first",
        ),
        ({"access/clinical-fit": 3.0, "clinical-fit/cost": 3.0, "cost/access": 3.0}, "and the same for both"),
    ],
)
def test_what_would_agree_is_told_the_way_round_in_which_it_is_more(odd: dict[str, float], said: str) -> None:
    three = tuple(criterion(id_) for id_ in ("access", "clinical-fit", "cost"))
    held = with_weights(ballot("p01", odd, "analytic-hierarchy", three), criteria=three)
    [text] = [text for text in warned(held) if "contradict" in text]
    assert text.endswith(f"{said} would agree with the rest.")


BRANCHES = (
    Branch(id="reach", name="Reach", question="Can people get there?"),
    Branch(id="worth", name="Worth", question="Is it worth it?"),
    Branch(id="care", name="Care", question="Is it good care?", under="worth"),
)
UNDER = {"access": "reach", "travel-time": "reach", "equity": "reach", "cost": "worth", "clinical-fit": "care"}
STOOD = UNDER | {"care": "worth"}
IN_TREE = tuple(criterion(id_, under=UNDER[id_]) for id_ in CORE)


def test_weights_are_multiplied_down_the_branches_and_told_by_branch() -> None:
    answers = {"reach": 100.0, "worth": 60.0, "access": 100.0, "travel-time": 50.0, "equity": 50.0}
    answers |= {"cost": 20.0, "care": 100.0}
    held = with_weights(ballot("p01", answers, under=STOOD), criteria=IN_TREE, branches=BRANCHES)
    expected = {"access": 0.5 * 0.625, "travel-time": 0.25 * 0.625, "equity": 0.25 * 0.625}
    expected |= {"cost": 0.375 / 6, "clinical-fit": 0.375 * 5 / 6}
    assert the_one(held).shares == pytest.approx(expected)
    found = appraise(workspace(held), samples=50)
    assert dict(found["weights_by_branch"]) == pytest.approx({"care": 0.3125, "reach": 0.625, "worth": 0.375})
    assert {one["id"]: one["under"] for one in found["criteria"]} == UNDER
    assert [(one["id"], one["under"]) for one in found["context"]["branches"]] == [
        ("care", "worth"),
        ("reach", None),
        ("worth", None),
    ]


@pytest.mark.parametrize("way", ["analytic-hierarchy", "best-worst"])
def test_comparisons_under_branches_are_consistent_or_not_by_branch(way: Way) -> None:
    answers = {"reach/worth": 3.0, "care/cost": 5.0, "access/equity": 8.0, "access/travel-time": 4.0}
    answers |= {"travel-time/equity": 4.0}
    found = the_one(with_weights(ballot("p01", answers, way, under=STOOD), criteria=IN_TREE, branches=BRANCHES))
    assert found.shares is not None
    assert sum(found.shares.values()) == pytest.approx(1)
    assert {one.branch for one in found.consistency} == {"reach"}
    first = found.consistency[0]
    assert first.revisit is not None
    assert {first.revisit.one, first.revisit.other} <= {"access", "equity", "travel-time"}


def test_a_ballot_from_before_there_were_branches_is_asked_again() -> None:
    held = with_weights(ballot("p01", FAIR), criteria=IN_TREE, branches=BRANCHES)
    assert the_one(held).shares is None
    moved = "access, care, clinical-fit, cost, equity, travel-time"
    assert the_one(held).notes == (f"The criteria stood under other branches then: {moved}.",)


IN_TREE_POINTS = {"reach": 100.0, "worth": 60.0, "care": 30.0} | {k: v for k, v in FAIR.items() if k != "clinical-fit"}


@pytest.mark.parametrize("now_under", [{"equity": "worth", "cost": "reach"}, {"equity": "worth"}])
def test_points_given_among_other_siblings_are_asked_again_and_told(now_under: dict[str, str]) -> None:
    """All the same ids are there, and each has its points: but equity's were points among others."""
    now = tuple(criterion(id_, under=(UNDER | now_under)[id_]) for id_ in CORE)
    moved = ", ".join(sorted(now_under))
    held = with_weights(
        ballot("p01", IN_TREE_POINTS, under=STOOD),
        ballot("p03", IN_TREE_POINTS, under=STOOD | now_under),
        criteria=now,
        branches=BRANCHES,
    )
    assert [one.shares is None for one in weighed(held)] == [True, False]
    assert [text for text in warned(held) if "p01" in text] == [
        f"Ask again for weights by swing points: p01. The criteria stood under other branches then: {moved}."
    ]


def test_branches_that_swapped_all_that_they_hold_are_asked_about_again() -> None:
    """What stands together is the same; the points of each branch were about other criteria."""
    two = {"access": "reach", "cost": "reach", "equity": "worth", "travel-time": "worth"}
    swapped = {id_: {"reach": "worth", "worth": "reach"}[branch] for id_, branch in two.items()}
    answers = dict.fromkeys(two, 50.0) | {"reach": 100.0, "worth": 20.0}
    seen = tuple(criterion(id_, under=two[id_]) for id_ in two)
    now = tuple(criterion(id_, under=swapped[id_]) for id_ in two)
    told = ballot("p01", answers, seen=seen, under=two)
    assert the_one(with_weights(told, criteria=seen, branches=BRANCHES[:2])).shares is not None
    found = the_one(with_weights(told, criteria=now, branches=BRANCHES[:2]))
    assert (found.shares, found.anchors) == (None, "asked again")
    assert found.notes == ("The criteria stood under other branches then: access, cost, equity, travel-time.",)


def test_one_branch_that_holds_everything_changes_nothing_that_was_asked() -> None:
    """Nothing stands beside it, so the criteria stand among one another as they did without it."""
    all_under = dict.fromkeys(CORE, "reach")
    within = tuple(criterion(id_, under="reach") for id_ in CORE)
    now = the_one(with_weights(ballot("p01", FAIR), criteria=within, branches=BRANCHES[:1]))
    then = the_one(with_weights(ballot("p01", FAIR, under=all_under)))
    assert now.shares == then.shares == pytest.approx(SHARES)
    assert (now.notes, then.notes) == ((), ())


def test_a_tree_that_became_flat_is_asked_again() -> None:
    """Here nothing was asked about the branch itself, since nothing stood beside it."""
    under = {"access": "reach", "cost": "reach", "reach": "worth", "equity": "worth"}
    answers = {"access": 100.0, "cost": 50.0, "equity": 50.0}
    three = tuple(criterion(id_) for id_ in answers)
    found = the_one(with_weights(ballot("p01", answers, seen=three, under=under), criteria=three))
    assert found.shares is None
    assert found.notes == ("The criteria stood under other branches then: access, cost, equity, 'reach'.",)


def test_an_entry_that_does_not_say_how_the_criteria_stood_is_asked_again_under_branches() -> None:
    held = with_weights(ballot("p01", IN_TREE_POINTS), criteria=IN_TREE, branches=BRANCHES)
    assert the_one(held).notes == ("The record does not say under which branches the criteria stood then.",)


def test_only_ballots_under_branches_give_what_people_said_another_hash() -> None:
    """What was published of flat places keeps its hash; with a branch that differs, the hash differs."""
    flat, stood, moved = (
        inputs_of(workspace(held), held)["ballots"]
        for under in (None, STOOD, STOOD | {"equity": "worth"})
        for held in [with_weights(ballot("p01", FAIR, under=under))]
    )
    assert flat == "b89a6cec841181e5c413f7d6cec618c820f52360123ded716c06671525c08d84"
    assert len({flat, stood, moved}) == 3


def test_a_ballot_under_branches_that_are_gone_is_asked_again() -> None:
    answers = {"reach": 100.0, "worth": 60.0} | FAIR
    found = the_one(with_weights(ballot("p01", answers)))
    assert found.shares is None
    assert "other branches" in found.notes[0]


def test_the_order_of_ballots_criteria_and_branches_changes_nothing() -> None:
    ballots = (
        ballot("p01", IN_TREE_POINTS, under=STOOD),
        ballot("p03", IN_TREE_POINTS | {"cost": 90.0}, under=dict(reversed(STOOD.items()))),
    )
    one = with_weights(*ballots, criteria=IN_TREE, branches=BRANCHES)
    other = with_weights(*reversed(ballots), criteria=tuple(reversed(IN_TREE)), branches=tuple(reversed(BRANCHES)))
    assert weighed(one) == weighed(other)
    assert all(found.shares for found in weighed(one))
    assert panel_weights(one).grouped == panel_weights(other).grouped


def test_one_criterion_needs_no_answer_and_has_all_the_weight() -> None:
    alone = (criterion("cost"),)
    for way in ("swing-points", "ranking", "best-worst", "analytic-hierarchy", "direct-points"):
        found = the_one(with_weights(ballot("p01", {}, way, alone), criteria=alone))  # type: ignore[arg-type]
        assert found.shares == {"cost": 1.0}


def test_weights_of_a_test_name_what_they_leave_out() -> None:
    assert dict(weights("p01", access=10).answers) == {**dict.fromkeys(CORE, 0.0), "access": 10.0}
