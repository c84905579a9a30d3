"""Which entries caused a difference, what they give as a reason, and which comments led to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from building import assumed, place, plan, row

from appraisal.analysis.causes import Cause, causes, were_weights_locked
from appraisal.analysis.comparing.difference import Difference
from appraisal.model.entries import NO_ENTRIES, Draft, chained
from appraisal.model.spoken_of import hash_spoken_of

NOTHING = Cause()


def entries(*said):
    drafts = [
        Draft(kind=kind, place="vale", person=person, role="r", entered_by="p01", route="command", content=content)
        for kind, person, content in said
    ]
    salts = ["0" * 32 for _ in drafts]
    return chained(drafts, after=NO_ENTRIES, entered_at="2025-09-01T09:30:00.000000Z", salts=salts)


def cause(key, *said):
    about, _, subject = key.partition(":")
    [found] = causes([Difference(about, subject, "a", "b")], entries(*said, ran("b2"))).values()
    return found


def ran(run):
    return ("run", "p01", {"run": run})


def differs(key, because=""):
    about, _, subject = key.partition(":")
    return ("difference", "p01", {"about": about, "subject": subject, "before": "", "after": "", "because": because})


EVIDENCE = {"site": "amber", "option": "", "item": "cost.bed-day", "reason": "A new return.", "feedback": ("f012",)}


@pytest.mark.parametrize(
    ("key", "kind", "content", "reason"),
    [
        ("evidence:amber/cost.bed-day", "evidence", EVIDENCE, "A new return."),
        ("evidence:two/cost", "evidence", {**EVIDENCE, "site": "", "option": "two", "item": "cost"}, "A new return."),
        ("evidence:amber/nursing", "hurdle", {"site": "amber", "hurdle": "nursing", "reason": "Seen."}, "Seen."),
        ("option:two", "option-added", {"option": "two", "reason": "Asked for.", "feedback": ()}, "Asked for."),
        ("option:two", "option-withdrawn", {"option": "two", "reason": "Sold.", "feedback": ()}, "Sold."),
        ("option:two", "option-split", {"option": "two", "into": ("a", "b"), "reason": "Too far."}, "Too far."),
        ("option:b", "option-split", {"option": "two", "into": ("a", "b"), "reason": "Too far."}, "Too far."),
        ("weights:p07", "weights", {"points": {}, "late_reason": "Misread."}, "Misread."),
        ("weights:p07", "weights", {"points": {}, "replaces_reason": "Misread."}, "Misread."),
        ("moderation:amber/fit", "moderation", {"site": "amber", "criterion": "fit", "reason": "Talked."}, "Talked."),
        ("option:two", "override", {"of": "option:two", "reason": "The chair."}, "The chair."),
        ("interest:p07/amber", "interest", {"site": "amber", "provider": "", "replaces_reason": "Moved."}, "Moved."),
    ],
)
def test_an_entry_gives_the_reason_of_the_difference_that_it_speaks_of(key, kind, content, reason):
    assert cause(key, (kind, "p07", content)).reasons == (reason,)


@pytest.mark.parametrize(
    ("key", "kind", "content"),
    [
        ("evidence:birch/cost.bed-day", "evidence", EVIDENCE),
        ("weights:p08", "weights", {"points": {}, "late_reason": "Misread."}),
        ("hurdle:nursing", "hurdle", {"site": "amber", "hurdle": "nursing", "reason": "Seen."}),
        ("parameter:stay_days", "agreement", {"what": "group-weights", "why": "The board."}),
        ("parameter:why_group_weights", "agreement", {"what": "group-weights", "why": "The board."}),
        ("parameter:need.use_share", "agreement", {"what": "parameters", "why": "The board."}),
        ("theme:travel", "agreement", {"what": "criteria", "why": "The board."}),
        ("criterion:cost", "agreement", {"what": "parameters", "why": "The board."}),
        ("option:c", "option-split", {"option": "two", "into": ("a", "b"), "reason": "Too far."}),
        ("evidence:amber/cost.bed-day", "run", {"run": "ab"}),
    ],
)
def test_an_entry_about_something_else_gives_none(key, kind, content):
    assert cause(key, (kind, "p07", content)) == NOTHING


def test_the_reason_of_a_score_stays_in_the_record_but_why_it_was_replaced_is_told():
    score = {"site": "amber", "criterion": "fit", "answer": "75", "reason": "The night nurse told me."}
    assert cause("score:p07/amber/fit", ("score", "p07", score)) == Cause((1,))
    again = {**score, "replaces_reason": "I mixed up two homes."}
    assert cause("score:p07/amber/fit", ("score", "p07", again)).reasons == ("I mixed up two homes.",)


def test_comments_come_from_the_entry_and_from_the_answers_that_name_the_difference():
    changed = "evidence:amber/cost.bed-day, option:two"
    found = cause(
        "evidence:amber/cost.bed-day",
        ("evidence", "p07", EVIDENCE),
        ("answer", "p01", {"feedback": "f040", "outcome": "changed", "text": "We did.", "changed": changed}),
        ("answer", "p01", {"feedback": "f041", "outcome": "changed", "text": "We did.", "changed": ("option:two",)}),
        differs("evidence:amber/cost.bed-day", "A new return."),
    )
    assert found == Cause((1, 2), ("A new return.",), ("f012", "f040"), True)


def test_weights_are_locked_by_a_lock_before_the_run_and_not_by_one_after_it():
    found = entries(("run", "p01", {}), ("lock", "p01", {"why": "All in."}), ("run", "p01", {}))
    assert not were_weights_locked(found, 1)
    assert were_weights_locked(found, 3)


# An entry with a hash speaks of what it saw


def agreed(what, held, why="The board agreed."):
    content = {"what": what, "why": why}
    return ("agreement", "o01", {**content, "hash": hash_spoken_of(held, "agreement", content)})


def of(key, before, after, *said):
    about, _, subject = key.partition(":")
    found = causes([Difference(about, subject, "a", "b")], entries(*said), since="a1", before=before, after=after)
    return found[key]


LONGER = place(plan=plan(stay_days=assumed(18.0)))


def renamed(held, **changes):
    first, *rest = held.criteria
    return replace(held, criteria=(first.model_copy(update=changes), *rest))


FIRST = place().criteria[0].id
RENAMED = renamed(place(), name="Another name")
STRETCHED = renamed(place(), why_anchors="Because of others.")


@pytest.mark.parametrize(
    ("key", "what", "after"),
    [
        ("parameter:stay_days", "parameters", LONGER),
        ("parameter:equity.epsilon", "parameters", place(plan=plan(equity={"epsilon": -2.0}))),
        ("parameter:near_tie_points", "parameters", place(plan=plan(near_tie_points=5.0))),
        (f"criterion:{FIRST}", "criteria", RENAMED),
        (f"criterion:{FIRST}", "anchors", STRETCHED),
    ],
)
def test_an_agreement_gives_its_reason_to_what_it_is_about_where_that_still_holds(key, what, after):
    assert of(key, place(), after, agreed(what, after), differs(key), ran("b2")) == Cause(
        (1,), ("The board agreed.",), (), True
    )


def test_an_agreement_about_what_was_changed_after_it_gives_no_reason():
    key = "parameter:stay_days"
    assert of(key, place(), LONGER, agreed("parameters", place()), differs(key), ran("b2")) == NOTHING


@pytest.mark.parametrize(
    ("key", "what", "after"),
    [
        (f"criterion:{FIRST}", "anchors", RENAMED),
        (f"criterion:{FIRST}", "criteria", STRETCHED),
        (f"criterion:{place().criteria[1].id}", "criteria", RENAMED),
        ("parameter:need.use_share", "parameters", LONGER),
        ("parameter:stay_days", "parameters", place()),
    ],
    ids=["anchors-not-name", "criteria-not-anchors", "another-criterion", "another-parameter", "nothing-changed"],
)
def test_an_agreement_gives_no_reason_to_what_its_hash_is_not_over_or_what_it_did_not_change(key, what, after):
    assert of(key, place(), after, agreed(what, after), differs(key), ran("b2")) == NOTHING


def test_a_criterion_that_differs_in_both_parts_is_stated_once_both_are_agreed():
    both = renamed(place(), name="Another name", why_anchors="Because of others.")
    key = f"criterion:{FIRST}"
    one = of(key, place(), both, agreed("criteria", both), differs(key), ran("b2"))
    assert (one.reasons, one.is_stated) == (("The board agreed.",), False)
    two = of(key, place(), both, agreed("criteria", both), agreed("anchors", both, "And these."), ran("b2"))
    assert (two.reasons, two.is_stated) == (("The board agreed.", "And these."), True)


def priced(price):
    return replace(place(), evidence=(*place().evidence, row("ash", "cost.bed-day", price, as_at=date(2025, 8, 28))))


def evidence_of(held):
    said = {"site": "ash", "option": "", "item": "cost.bed-day"}
    hash_ = hash_spoken_of(held, "evidence", said)
    return ("evidence", "o01", {**said, "reason": "A new return.", "feedback": ("c07",), "hash": hash_})


def test_a_price_that_was_changed_again_after_its_entry_has_neither_its_reason_nor_its_comment():
    key = "evidence:ash/cost.bed-day"
    same = of(key, place(), priced(330.0), evidence_of(priced(330.0)), differs(key), ran("b2"))
    assert same == Cause((1,), ("A new return.",), ("c07",), True)
    assert of(key, place(), priced(250.0), evidence_of(priced(330.0)), differs(key), ran("b2")) == NOTHING


def test_what_can_no_longer_be_looked_at_is_told_and_accounts_for_nothing():
    key = "evidence:ash/cost.bed-day"
    found = of(key, None, None, evidence_of(priced(330.0)), differs(key), ran("b2"))
    assert found == Cause((1,), ("A new return.",), ("c07",), False)
    assert of(key, None, None, evidence_of(priced(330.0)), differs(key, "It came."), ran("b2")).is_stated


# Step by step


def test_a_second_change_without_a_reason_is_not_covered_by_the_reason_of_the_first():
    key = "parameter:need.use_share"
    first = (differs(key, "Mended a typing mistake."), ran("b2"))
    assert of(key, None, None, *first) == Cause((), ("Mended a typing mistake.",), (), True)
    again = of(key, None, None, *first, differs(key), ran("c3"))
    assert again == Cause((), ("Mended a typing mistake.",), (), False)
    other = of(key, None, None, *first, differs("parameter:seed"), ran("c3"))
    assert other.is_stated


def test_a_first_change_without_a_reason_is_not_covered_by_the_reason_of_the_second():
    key = "parameter:need.use_share"
    found = of(key, None, None, differs(key), ran("b2"), differs(key, "Mended."), ran("c3"))
    assert (found.reasons, found.is_stated) == (("Mended.",), False)


def test_each_step_has_the_reason_of_what_was_entered_since_the_step_before():
    late = ("weights", "p07", {"points": {}, "late_reason": "Misread."})
    again = ("weights", "p07", {"points": {}, "replaces_reason": "Misread again."})
    steps = (late, differs("weights:p07"), ran("b2"), again, differs("weights:p07"), ran("c3"))
    assert of("weights:p07", None, None, *steps) == Cause((1, 4), ("Misread.", "Misread again."), (), True)
    assert not of("weights:p07", None, None, *steps[:3], *steps[4:]).is_stated


def test_what_no_difference_names_has_the_reason_of_the_runs():
    found = of("run:engine", None, None, differs("parameter:seed", "Drawn anew."), ran("b2"))
    assert found == Cause((), ("Drawn anew.",), (), True)


def test_a_run_that_could_not_read_the_last_ones_files_may_hide_a_change_in_them():
    key = "criterion:cost"
    hidden = (differs("file:criteria/criteria.yaml"), differs("run:inputs"), ran("c3"))
    found = of(key, None, None, differs(key, "Agreed."), ran("b2"), *hidden)
    assert (found.reasons, found.is_stated) == (("Agreed.",), False)
    elsewhere = (differs("file:criteria/hurdles.yaml"), differs("run:inputs"), ran("c3"))
    assert of(key, None, None, differs(key, "Agreed."), ran("b2"), *elsewhere).is_stated
    only_words = (differs("file:criteria/criteria.yaml"), ran("c3"))
    assert of(key, None, None, differs(key, "Agreed."), ran("b2"), *only_words).is_stated
