"""What papers say of the record: comments with their answers, questions with their replies, as of a receipt."""

import json

import pytest

from appraisal.model.entries import NO_ENTRIES, Draft, Receipt, chained
from appraisal.records.extract import extract

PLACE = "amber-vale"
CLOSE = "2025-09-05"


def said(kind, *, person="o01", cast_on="2025-09-01", place=PLACE, **content):
    return Draft(
        kind=kind,
        place=place,
        person=person,
        role="place-team",
        entered_by=person,
        route="file",
        cast_on=cast_on,
        content=content,
    )


def comment(ident, text="More beds in the north, please.", *, received="2025-09-01", person=None, **more):
    parts = {"options": (), "criteria": (), "sites": (), "proposes": "", "respondent": "residents"} | more
    return said("feedback", person=person or ident, cast_on=received, id=ident, received=received, text=text, **parts)


def answer(ident, outcome="already-covered", text="See section 3.", **more):
    return said("answer", feedback=ident, outcome=outcome, text=text, **({"changed": "", "to": ""} | more))


RUN = said("run", run="0f3a5b7c9d1e", fingerprint="ab", as_at="2025-09-10")


def issued(paper="feedback", run="0f3a5b7c9d1e"):
    return said("paper", paper=paper, file_hash="cd", run=run, to="public", sub_scores="no")


@pytest.fixture
def extracted():
    """The extract of drafts, chained at one moment each second; of the last run, as of that or as of the head."""

    def make(*drafts, at="head", close=CLOSE):
        entries, receipts = (), [NO_ENTRIES]
        for number, draft in enumerate(drafts):
            moment = f"2025-09-10T10:00:{number:02}.000000Z"
            entries += chained([draft], after=receipts[-1], entered_at=moment, salts=[f"{number:032x}"])
            receipts.append(Receipt(entries[-1].number, entries[-1].hash, moment))
        run = next(entry for entry in reversed(entries) if entry.kind == "run")
        until = receipts[-1] if at == "head" else Receipt(run.number, run.hash, run.entered_at)
        found = extract(entries, run, until=until, close=close)
        return json.loads(json.dumps(found)) if found == json.loads(json.dumps(found)) else pytest.fail("not plain")

    return make


def test_comments_stand_in_the_order_of_entry_each_with_its_own_words(extracted):
    text = "  First line,\r\n\t“second” line; =cmd() {{ x }} <b>\U0001f33b \u05d0\u05d1"
    found = extracted(RUN, comment("c10", text), comment("c2"), comment("c3", "The same."), comment("c4", "The same."))
    assert [row["id"] for row in found["comments"]] == ["c10", "c2", "c3", "c4"]
    assert found["comments"][0]["text"] == text
    assert [row["text"] for row in found["comments"][2:]] == ["The same.", "The same."]
    assert {row["answer"] for row in found["comments"]} == {None}


def test_a_comment_keeps_what_it_is_about_and_what_it_misses(extracted):
    about = {"options": ("two-homes", "one-home"), "criteria": ("cost",), "sites": ("amber",), "proposes": "Gardens"}
    (row,) = extracted(RUN, comment("c1", **about))["comments"]
    assert {key: row[key] for key in about} == {key: list(v) if key != "proposes" else v for key, v in about.items()}
    assert (row["number"], row["received"], row["respondent"]) == (2, "2025-09-01", "residents")
    assert row["entered_at"] == "2025-09-10T10:00:01.000000Z"


def test_a_comment_is_late_from_the_day_after_the_closing_date(extracted):
    days = ("2025-09-04", "2025-09-05", "2025-09-06")
    drafts = [RUN, *(comment(f"c{day[-1]}", received=day) for day in days)]
    assert [row["late"] for row in extracted(*drafts)["comments"]] == [False, False, True]
    assert [row["late"] for row in extracted(*drafts, close=None)["comments"]] == [False, False, False]


def test_the_last_answer_counts_and_says_how_many_it_replaced(extracted):
    changed = answer("c1", "changed", "We split it.", changed="option:two-homes", replaces="3", replaces_reason="why")
    late = comment("c2", received="2025-09-07")
    passed = answer("c2", "passed-on", "Thank you.", to="the bus company")
    found = extracted(RUN, comment("c1"), late, answer("c1"), changed, passed, comment("c3"))
    first, second, third = (row["answer"] for row in found["comments"])
    assert (first["outcome"], first["changed"], first["number"], first["replaced"]) == (
        "changed",
        "option:two-homes",
        5,
        1,
    )
    assert (second["outcome"], second["to"], second["replaced"]) == ("passed-on", "the bus company", 0)
    assert third is None
    assert found["answers"] == [
        {"feedback": "c1", "outcome": "changed", "text": "We split it.", "to": "", "changed": "option:two-homes"}
        | {"late": False},
        {"feedback": "c2", "outcome": "passed-on", "text": "Thank you.", "to": "the bus company", "changed": ""}
        | {"late": True},
    ]


def test_what_came_after_the_run_is_in_the_extract_of_the_head_alone(extracted):
    drafts = [comment("c1"), RUN, comment("c2"), answer("c1")]
    as_run, as_head = (extracted(*drafts, at=at) for at in ("run", "head"))
    assert [row["id"] for row in as_run["comments"]] == ["c1"]
    assert as_run["answers"] == []
    assert [row["id"] for row in as_head["comments"]] == ["c1", "c2"]
    assert (as_run["entries"], as_head["entries"]) == (2, 4)
    assert as_run["run_entry"] == as_head["run_entry"]
    assert as_head["receipt"].startswith(f"4 entries, head {as_head['head']}, last entered 2025-09-10T10:00:03")


def test_another_places_comments_are_left_out(extracted):
    elsewhere = said(
        "feedback", place="elsewhere", person="c9", id="c9", received="2025-09-01", respondent="x", text="x"
    )
    found = extracted(RUN, comment("c1"), elsewhere)
    assert [row["id"] for row in found["comments"]] == ["c1"]
    assert found["respondents"] == {"residents": 1}


def test_somebody_who_comments_three_times_is_one_person_of_their_kind(extracted):
    thrice = [comment(f"c{n}", f"Text {n}.", person="x01", respondent="staff") for n in range(3)]
    found = extracted(RUN, *thrice, comment("c7"), comment("c8"))
    assert found["respondents"] == {"residents": 2, "staff": 1}
    assert len(found["comments"]) == 5


def kinds(found):
    return {row["id"]: row["respondent"] for row in found["comments"]}


@pytest.mark.parametrize(("as_at", "known"), [("2025-09-04", False), (CLOSE, False), ("2025-09-06", True)])
def test_who_commented_is_told_only_once_comments_are_closed(extracted, as_at, known):
    run = said("run", run="0f3a5b7c9d1e", fingerprint="ab", as_at=as_at)
    found = extracted(run, comment("c1"), comment("c2", respondent="staff"))
    assert kinds(found) == ({"c1": "residents", "c2": "staff"} if known else {"c1": "", "c2": ""})
    assert found["respondents"] == ({"residents": 1, "staff": 1} if known else None)
    assert extracted(run, comment("c1"), close=None)["respondents"] is None


def test_the_kind_of_a_late_comment_is_never_told(extracted):
    found = extracted(RUN, comment("c1"), comment("c2", received="2025-09-06", respondent="faith-groups"))
    assert kinds(found) == {"c1": "residents", "c2": ""}
    assert found["respondents"] == {"residents": 1}


def test_what_a_first_paper_said_of_kinds_stands_in_every_later_one(extracted):
    """Ten residents and five staff, then a comment from a faith group that came in time and was entered later."""
    first = [comment(f"c{n:02}", respondent="residents" if n < 10 else "staff") for n in range(15)]
    more = comment("c15", respondent="faith-groups")
    again = said("run", run="bbbbbbbbbbbb", fingerprint="cd", as_at="2025-09-20")
    told = extracted(*first, RUN)["respondents"]
    assert told == {"residents": 10, "staff": 5}
    for later in ([RUN, issued(), more], [RUN, issued(), more, again], [RUN, issued(), more, again, issued()]):
        found = extracted(*first, *later)
        assert found["respondents"] == told
        assert kinds(found)["c15"] == ""
        assert [row["id"] for row in found["comments"]][-1] == "c15"
    for other in ([RUN, issued("options"), more], [RUN, more, issued()]):
        assert extracted(*first, *other)["respondents"] == told | {"faith-groups": 1}


def test_a_paper_that_was_published_before_the_close_said_no_kind_and_binds_no_later_one(extracted):
    early = said("run", run="aaaaaaaaaaaa", fingerprint="ef", as_at="2025-09-02")
    found = extracted(comment("c1"), early, issued(run="aaaaaaaaaaaa"), comment("c2"), RUN)
    assert kinds(found) == {"c1": "residents", "c2": "residents"}


def test_people_are_known_only_where_somebody_said_of_each_comment_whose_it_is(extracted):
    named = [comment("c1", person="x01"), comment("c2", person="x01")]
    assert extracted(RUN, *named)["people_known"]
    assert not extracted(RUN, *named, comment("c3"))["people_known"]
    assert extracted(RUN, *named, comment("c3", received="2025-09-09"))["people_known"]  # late, so not counted


def test_changes_name_the_comments_that_led_to_them(extracted):
    split = said(
        "option-split", option="two-homes", into=("north", "south"), reason="Too far.", feedback=("c1",), hash="aa"
    )
    figure = said(
        "evidence", site="amber", option="", item="cost.bed-day", reason="A bill.", feedback=("c1", "c2"), hash="bb"
    )
    alone = said("option-added", option="other", reason="Our own.", feedback=(), hash="cc")
    found = extracted(RUN, comment("c1"), comment("c2"), split, figure, alone)
    assert [(row["about"], row["into"], row["feedback"], row["reason"]) for row in found["from_comments"]] == [
        ("option:two-homes", ["north", "south"], ["c1"], "Too far."),
        ("evidence:amber/cost.bed-day", [], ["c1", "c2"], "A bill."),
    ]


def test_questions_stand_with_their_last_reply(extracted):
    asked = said("question", id="q01", asked_by="the scrutiny committee", text="How many?")
    open_still = said("question", id="q02", asked_by="the scrutiny committee", text="By when?")
    first, second = said("reply", question="q01", text="Four."), said("reply", question="q01", text="Five.")
    found = extracted(RUN, asked, open_still, first, second)
    assert [(row["id"], row["reply"] and row["reply"]["text"]) for row in found["questions"]] == [
        ("q01", "Five."),
        ("q02", None),
    ]
    assert found["questions"][0]["asked_by"] == "the scrutiny committee"


def test_counts_of_ballots_and_replacements_are_those_of_the_place(extracted):
    weights = said("weights", person="p01", way="swing-points", points={"cost": "100"})
    again = said("weights", person="p01", way="swing-points", points={"cost": "90"}, replaces="1", replaces_reason="x")
    elsewhere = said("weights", person="p02", place="elsewhere", way="swing-points", points={"cost": "100"})
    found = extracted(weights, elsewhere, again, RUN)
    assert (found["ballots"], found["replaced"]) == ({"weights": 2, "scores": 0, "interests": 0}, 1)
