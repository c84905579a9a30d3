"""Which entries caused a difference, what they give as a reason, and which comments led to it."""

from __future__ import annotations

import pytest

from appraisal.analysis.causes import Cause, causes, were_weights_locked
from appraisal.analysis.comparing.difference import Difference
from appraisal.model.entries import NO_ENTRIES, Draft, chained

NOTHING = Cause((), (), ())


def entries(*said):
    drafts = [
        Draft(kind=kind, place="vale", person=person, role="r", entered_by="p01", route="command", content=content)
        for kind, person, content in said
    ]
    salts = ["0" * 32 for _ in drafts]
    return chained(drafts, after=NO_ENTRIES, entered_at="2025-09-01T09:30:00.000000Z", salts=salts)


def cause(key, *said):
    about, _, subject = key.partition(":")
    [found] = causes([Difference(about, subject, "a", "b")], entries(*said)).values()
    return found


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
        ("criterion:cost", "agreement", {"what": "anchors", "why": "The board."}, "The board."),
        ("criterion:cost", "agreement", {"what": "criteria", "why": "The board."}, "The board."),
        ("parameter:groups", "agreement", {"what": "group-weights", "why": "The board."}, "The board."),
        ("parameter:stay_days", "agreement", {"what": "parameters", "why": "The board."}, "The board."),
        ("option:two", "override", {"of": "option:two", "reason": "The chair."}, "The chair."),
        ("interest:p07/amber", "interest", {"site": "amber", "provider": "", "replaces_reason": "Moved."}, "Moved."),
        ("file:x.yaml", "difference", {"about": "file", "subject": "x.yaml", "because": "Tidied."}, "Tidied."),
    ],
)
def test_an_entry_gives_the_reason_of_the_difference_that_it_speaks_of(key, kind, content, reason):
    assert cause(key, (kind, "p07", content)).reasons == (reason,)


@pytest.mark.parametrize(
    ("key", "kind", "content"),
    [
        ("evidence:birch/cost.bed-day", "evidence", EVIDENCE),
        ("weights:p08", "weights", {"points": {}, "late_reason": "Misread."}),
        ("parameter:stay_days", "agreement", {"what": "group-weights", "why": "The board."}),
        ("criterion:cost", "agreement", {"what": "parameters", "why": "The board."}),
        ("option:c", "option-split", {"option": "two", "into": ("a", "b"), "reason": "Too far."}),
        ("evidence:amber/cost.bed-day", "run", {"run": "ab"}),
    ],
)
def test_an_entry_about_something_else_gives_none(key, kind, content):
    assert cause(key, (kind, "p07", content)) == NOTHING


def test_the_reason_of_a_score_stays_in_the_record_but_why_it_was_replaced_is_told():
    score = {"site": "amber", "criterion": "fit", "answer": "75", "reason": "The night nurse told me."}
    assert cause("score:p07/amber/fit", ("score", "p07", score)) == Cause((1,), (), ())
    again = {**score, "replaces_reason": "I mixed up two homes."}
    assert cause("score:p07/amber/fit", ("score", "p07", again)).reasons == ("I mixed up two homes.",)


def test_comments_come_from_the_entry_and_from_the_answers_that_name_the_difference():
    changed = "evidence:amber/cost.bed-day, option:two"
    found = cause(
        "evidence:amber/cost.bed-day",
        ("evidence", "p07", EVIDENCE),
        ("answer", "p01", {"feedback": "f040", "outcome": "changed", "text": "We did.", "changed": changed}),
        ("answer", "p01", {"feedback": "f041", "outcome": "changed", "text": "We did.", "changed": ("option:two",)}),
        ("difference", "p01", {"about": "evidence", "subject": "amber/cost.bed-day", "because": "A new return."}),
    )
    assert found == Cause((1, 2), ("A new return.",), ("f012", "f040"))


def test_weights_are_locked_by_a_lock_before_the_run_and_not_by_one_after_it():
    found = entries(("run", "p01", {}), ("lock", "p01", {"why": "All in."}), ("run", "p01", {}))
    assert not were_weights_locked(found, 1)
    assert were_weights_locked(found, 3)
