"""The audit paper: each answer both ways, from a small place whose record is made entry by entry."""

import copy
import csv
import io
import itertools
import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from building import evidence, option, place, site, with_place, workspace
from reading import forbidden_words_of, said_in, tree, words_of
from recording import record as recorded
from recording import said

from appraisal import appraise
from appraisal.analysis.auditing.asked import Asked
from appraisal.analysis.auditing.questions import QUESTIONS, audit_told
from appraisal.model.canonical import plain
from appraisal.model.entries import Receipt
from appraisal.model.governance import Milestones
from appraisal.model.kinds import AGREED
from appraisal.model.record import Record
from appraisal.model.spoken_of import hash_spoken_of
from appraisal.papers.audit_table import audit_table
from appraisal.papers.named_too_soon import named_too_soon
from appraisal.papers.presenters.material import Material
from appraisal.papers.render import render_paper
from appraisal.papers.wording import Wording
from appraisal.records.extract import extract

PEOPLE, SITES = ("p01", "p02", "p03"), ("ash", "elm", "oak", "yew")
OPTIONS = ("first-alone", "first-two", "last-two")


@cache
def appraised():
    """Findings of the small place, as plain content."""
    return plain(appraise(workspace(), samples=50).content)


def found(**changes):
    """A copy of the findings with some parts of `robustness` otherwise."""
    findings = copy.deepcopy(appraised())
    findings["robustness"] |= changes
    return findings


def agreed(what, **more):
    return said(
        "agreement",
        "o01",
        on="2025-07-01",
        what=what,
        hash=hash_spoken_of(place(), "agreement", {"what": what}),
        **more,
    )


def issued(paper="options", **more):
    run = more.pop("run", appraised()["run"])
    return said("paper", "o01", **{"paper": paper, "run": run, "to": "deciders"} | more)


ADDED = [said("option-added", "o01", option=id_, reason="Asked for.", hash="ab", feedback=()) for id_ in OPTIONS]
INTERESTS = [said("interest", person) for person in PEOPLE]
WEIGHTS = [said("weights", person) for person in PEOPLE]
LOCK = said("lock", "o02", why="All are in.")
SCORES = [said("score", person, route="page", site=id_) for person in PEOPLE for id_ in SITES]
REVEAL = said("reveal", "o02", why="All are in.")
ASSESSED = [
    said("assessment", "o01", what=what, done_on="2025-08-10", text="Nothing found.")
    for what in ("equality", "quality")
]
DECISION = said("decision", "o03", on="2025-08-20", option="first-alone", text="As the paper says.")
BEFORE = {
    "agreed": [agreed(what) for what in AGREED],
    "added": ADDED,
    "interests": INTERESTS,
    "weights": WEIGHTS,
    "lock": LOCK,
    "scores": SCORES,
    "reveal": REVEAL,
}
AFTER = {"paper": issued(), "assessed": ASSESSED, "decision": DECISION}
"""A record in which everything is as it ought to be; each part is entered at a time of its own."""


def run_entry(read, **more):
    found = appraised()
    said_of = {"run": found["run"], "fingerprint": found["fingerprint"], "as_at": "2025-09-01", "read_head": ""}
    said_of |= {"read_entries": str(read), "made_with": {"numpy": "2"}}
    return said("run", "o01", route="command", **said_of | more)


def asked(before=None, after=None, *, findings=None, held="as read", kept=("ab",), **run):
    """What is asked about: the sound record, or one with some parts otherwise."""
    parts = [part for part in (before or BEFORE).values() if part]
    read = sum(1 if not isinstance(part, list) else len(part) for part in parts)
    later = [part for part in (AFTER if after is None else after).values() if part]
    of_place = recorded(*parts, run_entry(read, **run), *later)
    its_run = of_place.last("run")
    there = place() if held == "as read" else held
    unread = "" if there else "It is not kept."
    return Asked(of_place, findings or found(), its_run, there, unread, frozenset(kept))


def told(question, **changes):
    answer = audit_told(asked(**changes))[question]
    return answer["verdict"], {one["key"] for one in answer["because"]}


def without(parts, *names, **more):
    """The parts without some, and with others in their place, or at the end."""
    return {name: part for name, part in (parts | more).items() if name not in names}


def dated(kind, on):
    return [said(kind, person, on=on) for person in PEOPLE]


def unweighed():
    findings = found()
    findings["ballots"]["by_person"] = {}
    return findings


def in_order(*names):
    return {name: BEFORE[name] for name in names}


SOUND = {
    *("decided", "objectives-first", "long-list", "weights-first", "who-weighed", "who-scored", "scales"),
    *("missing", "reproduces", "scores-and-moderation", "cost-inside-and-beside", "assessments", "seen-by-deciders"),
    *("paper-current", "overrides", "alike", "software", "order", "late", "robust", "people-left-out"),
}


def test_a_record_in_which_all_is_as_it_ought_to_be_is_shown_to_be_so():
    answers = audit_told(asked())
    assert list(answers) == list(QUESTIONS)
    assert {name for name in SOUND if answers[name]["verdict"] != "shown"} == set()


LATE_WEIGHTS = said("weights", "p01", replaces="1", replaces_reason="I heard more.", points={"access": "50"})
NO_REASON = said("weights", "p01", replaces="1", points={"access": "50"})
FEEDBACK = said("feedback", "c1", id="c1")
ANSWER = said("answer", "o01", feedback="c1", outcome="changed", text="Yes.", changed="option:last-two", to="")
UNTRACED = said("answer", "o01", feedback="c1", outcome="changed", text="Yes.", changed="", to="")
MODERATED = said(
    "moderation", "o02", site="ash", criterion="clinical-fit", answer="50", reason="Heard.",
    dissent=({"person": "p03", "text": "Too low."},),
)  # fmt: skip
EMPTY = {"nothing": said("opening", "o01", why="Begin.")}

BARE = said("decision", "o03", on="2025-08-20", option="first-alone")
RECOMMENDED = said("recommendation", "p01", option="first-alone")
LATER_SCALES = BEFORE["agreed"][1:2]

CASES = [
    # question, verdict, a reason, what is otherwise
    ("decided", "not yet", "none", {"after": {}}),
    ("decided", "cannot be shown", "undated", {"after": {"d": said("decision", "o03", option="last-two")}}),
    ("decided", "shown", "again", {"after": AFTER | {"more": DECISION}}),
    ("objectives-first", "not so", "not_agreed", {"before": without(BEFORE, "agreed")}),
    ("objectives-first", "not so", "after", {"before": in_order("added", "agreed", "weights", "lock", "scores")}),
    ("objectives-first", "cannot be shown", "undated", {"before": without(BEFORE, "added")}),
    ("objectives-first", "cannot be shown", "together", {"before": {"both": [*BEFORE["agreed"], *ADDED]}}),
    ("objectives-first", "not so", "files_differ", {"held": place(criteria=place().criteria[1:])}),
    ("objectives-first", "cannot be shown", "unread", {"held": None}),
    (
        "objectives-first",
        "cannot be shown",
        "claims",
        {"before": BEFORE | {"added": [said("option-added", "o01", on="2025-06-30", **ADDED[0].content), *ADDED[1:]]}},
    ),
    (
        "objectives-first",
        "not so",
        "agreed_again",
        {"before": BEFORE | {"again": said("agreement", "o01", what="criteria", hash="cd")}},
    ),
    ("weights-first", "not yet", "none", {"before": EMPTY, "after": {}}),
    ("weights-first", "not yet", "statement", {"before": in_order("agreed", "weights"), "after": {}}),
    ("weights-first", "not so", "statement", {"before": without(BEFORE, "lock")}),
    ("weights-first", "not so", "after", {"before": BEFORE | {"late": LATE_WEIGHTS}}),
    (
        "weights-first",
        "cannot be shown",
        "statement",
        {"before": {"weights": [*WEIGHTS, *SCORES], "lock": LOCK, "reveal": REVEAL}},
    ),
    ("who-weighed", "not so", "not_agreed", {"before": without(BEFORE, "agreed")}),
    ("who-weighed", "not so", "agreed_late", {"before": without(BEFORE, "agreed", late=BEFORE["agreed"])}),
    ("who-scored", "not so", "not_in_record", {"before": BEFORE | {"scores": SCORES[1:]}}),
    ("interests", "not so", "statement", {"before": without(BEFORE, "interests")}),
    ("interests", "cannot be shown", "statement", {"before": without(BEFORE, "interests", scores=INTERESTS + SCORES)}),
    ("scales", "not so", "not_agreed", {"before": without(BEFORE, "agreed")}),
    ("scales", "cannot be shown", "unread", {"held": None}),
    ("scales", "shown", "agreed", {}),
    ("scales", "not so", "after_weights", {"before": without(BEFORE, "agreed", "scores") | {"late": LATER_SCALES}}),
    (
        "scales",
        "cannot be shown",
        "after_weights_taken_in",
        {"before": {"weights": dated("weights", "2025-07-02")} | {"late": LATER_SCALES}},
    ),
    ("scales", "cannot be shown", "with_weights", {"before": {"both": [*WEIGHTS, *LATER_SCALES]}}),
    ("interests", "not so", "weighed_silent", {"before": without(BEFORE, "interests", "scores")}),
    ("interests", "cannot be shown", "decided_silent", {}),
    ("interests", "shown", "statement", {"after": {}}),
    ("assessments", "not yet", "missing", {"after": {"half": ASSESSED[:1]}}),
    ("seen-by-deciders", "not yet", "none", {"after": {}}),
    ("seen-by-deciders", "not yet", "older", {"after": {"paper": issued(run="0" * 12)}}),
    ("seen-by-deciders", "not yet", "no_feedback", {"before": BEFORE | {"said": FEEDBACK}, "after": {"p": issued()}}),
    ("who-weighed", "not yet", "nobody", {"findings": unweighed()}),
    ("late", "not yet", "none", {"before": EMPTY, "after": {}}),
    ("counted-twice", "shown", "overlap", {"findings": found(dependence=[])}),
    ("counted-twice", "shown", "none", {"findings": found(overlap=[])}),
    ("reproduces", "not so", "unread", {"held": None}),
    ("scores-and-moderation", "shown", "none", {}),
    ("scores-and-moderation", "shown", "moderated", {"before": BEFORE | {"m": MODERATED}}),
    ("scores-and-moderation", "cannot be shown", "no_first", {"before": {"m": MODERATED}}),
    ("scores-and-moderation", "not so", "changed_after", {"before": {"m": MODERATED} | BEFORE}),
    ("assessments", "not so", "missing", {"after": without(AFTER, "assessed")}),
    ("assessments", "shown", "so_far", {"after": without(AFTER, "decision")}),
    ("assessments", "cannot be shown", "entered_after", {"after": without(AFTER, "assessed", late=ASSESSED)}),
    ("assessments", "cannot be shown", "together", {"after": {"paper": issued(), "both": [*ASSESSED, DECISION]}}),
    ("seen-by-deciders", "cannot be shown", "together", {"after": {"both": [issued(), DECISION]}}),
    ("overrides", "cannot be shown", "not_in_findings", {"after": {"d": said("decision", "o03", option="gone")}}),
    (
        "assessments",
        "not so",
        "late",
        {
            "after": AFTER
            | {"assessed": [said("assessment", "o01", what="quality", done_on="2025-08-21", text="."), ASSESSED[0]]}
        },
    ),
    ("seen-by-deciders", "not so", "none", {"after": without(AFTER, "paper")}),
    ("seen-by-deciders", "not so", "none", {"after": without(AFTER, "paper", late=issued())}),
    ("seen-by-deciders", "not so", "none", {"after": AFTER | {"paper": issued(sub_scores="no")}}),
    ("seen-by-deciders", "not so", "older", {"after": AFTER | {"paper": issued(run="0" * 12)}}),
    ("seen-by-deciders", "not so", "no_feedback", {"before": BEFORE | {"said": FEEDBACK}}),
    (
        "seen-by-deciders",
        "shown",
        "feedback",
        {"before": BEFORE | {"said": FEEDBACK}, "after": {"papers": [issued(), issued("feedback", sub_scores="no")]}},
    ),
    ("public-changes", "cannot be shown", "none", {}),
    ("public-changes", "not so", "unanswered", {"before": BEFORE | {"said": FEEDBACK}}),
    ("public-changes", "shown", "answered", {"before": BEFORE | {"said": FEEDBACK, "answer": ANSWER}}),
    ("public-changes", "cannot be shown", "untraced", {"before": BEFORE | {"said": FEEDBACK, "answer": UNTRACED}}),
    ("paper-current", "not yet", "none", {"after": {}}),
    ("paper-current", "not so", "older", {"after": AFTER | {"paper": issued(run="0" * 12)}}),
    ("paper-current", "not so", "since", {"after": AFTER | {"late": LATE_WEIGHTS}}),
    ("paper-current", "cannot be shown", "not_kept", {"kept": ()}),
    ("software", "cannot be shown", "unnamed", {"made_with": {}}),
    ("order", "not yet", "none", {"before": EMPTY, "after": {}}),
    ("order", "not so", "statement", {"before": BEFORE | {"late": LATE_WEIGHTS}}),
    ("late", "not so", "statement", {"before": BEFORE | {"late": LATE_WEIGHTS}}),
    ("late", "not so", "no_reason", {"before": in_order("weights") | {"again": NO_REASON}, "after": {}}),
    ("alike", "cannot be shown", "unread", {"held": None}),
    ("alike", "cannot be shown", "fewer", {"held": place(evidence=evidence(SITES)[1:])}),
    ("regulation-24", "not yet", "no_decision", {"after": {}}),
    ("regulation-24", "not yet", "unserved", {"after": {}}),
    ("regulation-24", "cannot be shown", "decider_silent", {}),
    ("regulation-24", "shown", "reasons", {}),
    ("regulation-24", "not so", "no_reasons", {"after": {"d": BARE}}),
    ("regulation-24", "cannot be shown", "reasons_elsewhere", {"after": {"r": RECOMMENDED, "d": BARE}}),
    ("regulation-24", "not so", "unserved", {}),
    ("regulation-24", "cannot be shown", "no_dates", {"held": None}),
]


@pytest.mark.parametrize(("question", "verdict", "key", "changes"), CASES)
def test_each_answer_follows_from_the_record(question, verdict, key, changes):
    was, keys = told(question, **changes)
    assert key in keys
    answer = audit_told(asked(**changes))[question]
    assert verdict == next(one["verdict"] for one in answer["because"] if one["key"] == key)
    if question != "regulation-24":  # where several things are missing at once
        assert was == verdict


def first_and_other():
    ranked = {row["id"]: row["rank"] for row in appraised()["options"]}
    first = next(id_ for id_, rank in ranked.items() if rank["high"] == 1)
    near = next(row for row in appraised()["options"] if row["id"] == first)["no_clear_difference_from"]
    return first, next(id_ for id_ in OPTIONS if id_ != first and id_ not in near)


def test_a_decision_that_departs_from_the_ranking_has_a_reason_or_the_paper_says_that_it_has_none():
    first, other = first_and_other()
    decided = {"d": said("decision", "o03", on="2025-08-20", option=other)}
    why = said("override", "o02", of=f"option:{other}", reason="It opens sooner.")
    assert told("overrides", after=decided) == ("not so", {"unexplained", "no_override"})
    assert told("overrides", after={"why": why} | decided) == ("shown", {"explained", "some"})
    in_words = {"d": said("decision", "o03", option=other, text="It opens sooner.")}
    assert told("overrides", after=in_words) == ("shown", {"explained", "no_override"})
    assert told("overrides", after={"d": said("decision", "o03", option=first)}) == ("shown", {"none"})
    silent = said("recommendation", "p01", option=other)
    assert told("overrides", after={"r": silent}) == ("not so", {"no_departure", "no_override"})
    unknown = {"d": said("decision", "o03", option="elsewhere", text="There.")}
    assert told("overrides", after=unknown) == ("cannot be shown", {"not_in_findings", "no_override"})


def test_a_decision_near_the_highest_is_always_told_with_its_rank_and_needs_a_reason(rendered):
    first, other = first_and_other()
    findings = found()
    next(row for row in findings["options"] if row["id"] == first)["no_clear_difference_from"].append(other)
    rank = next(row["rank"]["low"] for row in findings["options"] if row["id"] == other)
    bare = asked(after={"d": said("decision", "o03", option=other)}, findings=findings)
    number = bare.decision.number
    assert audit_told(bare)["overrides"]["verdict"] == "cannot be shown"
    words = said_in(section(rendered(bare, findings), "overrides"))
    assert f"which ranks {rank}; there is no clear difference from the highest (entry {number})" in words
    assert "Nobody overrode" not in words
    for why in (
        {"d": said("decision", "o03", option=other, text="It opens sooner.")},
        {"o": said("override", "o02", of=f"option:{other}", reason="Sooner."),
         "d": said("decision", "o03", option=other)},
        {"r": said("recommendation", "p01", option=other, departure="Sooner."),
         "d": said("decision", "o03", option=other)},
    ):  # fmt: skip
        told_of = audit_told(asked(after=why, findings=findings))["overrides"]
        assert told_of["verdict"] == "shown"
        assert "near" in {one["key"] for one in told_of["because"]}
    findings["options"][OPTIONS.index(other)]["rank"] = None
    unranked = asked(after={"d": said("decision", "o03", option=other)}, findings=findings)
    assert "which is not ranked;" in said_in(section(rendered(unranked, findings), "overrides"))


def test_what_is_not_known_or_dropped_is_said():
    findings = found()
    row = findings["options"][0]
    row["not_known"] = [{"site": "ash", "item": "cost.bed-day", "name": "price", "confidential": False}]
    assert told("missing", findings=findings) == ("not so", {"unlisted", "ranked", "none"})
    next(one for one in findings["sites"] if one["id"] == "ash")["not_known"] = row["not_known"]
    assert told("missing", findings=findings) == ("shown", {"ranked", "sites"})
    row["not_known"][0]["confidential"] = True
    assert told("missing", findings=findings)[0] == "shown"
    row |= {"status": "withdrawn", "why": ["No staff."]}
    withdrawn = said("option-withdrawn", "o01", option=row["id"], reason="No staff.", hash="", feedback=())
    assert told("long-list", findings=findings)[0] == "shown"  # the entry that added it speaks of it
    bare = without(BEFORE, "added")
    assert told("long-list", findings=findings, before=bare) == ("cannot be shown", {"no_entry", "width"})
    assert told("long-list", findings=findings, before=bare | {"w": withdrawn})[0] == "shown"
    row["why"] = []
    assert told("long-list", findings=findings)[0] == "not so"
    lost = said("difference", "o01", about="option", subject="gone", after="", before="x")
    assert told("long-list", before=BEFORE | {"lost": lost}) == ("not so", {"gone", "width"})
    longer = found()
    longer["options"][0]["list"] = "long"
    assert told("long-list", findings=longer) == ("cannot be shown", {"long", "width"})


def test_people_scales_conflicts_and_cost_are_answered_from_the_findings():
    findings = found()
    findings["ballots"]["by_person"]["p01"]["anchors"] = "assumed"
    assert told("scales", findings=findings)[0] == "cannot be shown"
    findings["panel"]["conflicted_scores"] = [{"person": "p01", "site": "ash", "criterion": "x", "interest": {}}]
    assert told("interests", findings=findings)[0] == "not so"
    findings["context"]["panel"][0]["role"] = ""
    assert told("who-weighed", findings=findings)[0] == "cannot be shown"
    assert told("who-scored", findings=findings)[0] == "cannot be shown"
    findings["ballots"]["by_person"] = {}
    assert told("who-weighed", findings=findings) == ("not yet", {"nobody"})
    findings["ballots"]["scores"] = []
    assert told("who-scored", findings=findings) == ("not yet", {"nobody"})
    findings["criteria"] = [row for row in findings["criteria"] if row["unit"] != "pounds"]
    assert told("cost-inside-and-beside", findings=findings)[0] == "cannot be shown"
    findings["inputs"]["time_limit_seconds"] = 2.0
    assert told("reproduces", findings=findings)[0] == "cannot be shown"
    findings["sites"][0]["hurdles"] = []
    assert told("alike", findings=findings)[0] == "not so"


def test_what_was_tried_is_told_whichever_way_it_came_out_and_what_was_not_tried_cannot_be_shown():
    first, other = first_and_other()
    alone = [{"option": first, "rank": {"low": 1, "high": 1}}, {"option": other, "rank": {"low": 2, "high": 2}}]
    turned = [{"option": other, "rank": {"low": 1, "high": 1}}, {"option": first, "rank": {"low": 2, "high": 2}}]
    shares = {"panel-range": {first: [1.0, 0.0], other: [0.0, 1.0]}}
    held = {
        "rank_acceptability": shares,
        "rank_acceptability_with_figures": shares,
        "without_criterion": {"cost": alone},
    }
    people = {"without_person": {"p01": {"not_possible": None, "ranking": alone}}, "by_group": {"residents": alone}}
    findings = found(**held, **people)
    for row in findings["options"]:
        row["no_clear_difference_from"] = []
    assert told("robust", findings=findings)[0] == "shown"
    assert told("people-left-out", findings=findings)[0] == "shown"
    for key, value in {
        "without_criterion": {"cost": turned},
        "rank_acceptability": {"panel-range": {first: [0.9, 0.1]}},
    }.items():
        otherwise = copy.deepcopy(findings)
        otherwise["robustness"][key] = value
        assert told("robust", findings=otherwise)[0] == "shown"
        otherwise["robustness"][key] = {}
        assert told("robust", findings=otherwise)[0] == "cannot be shown"
    findings["robustness"]["by_group"]["residents"] = turned
    assert told("people-left-out", findings=findings) == ("shown", {"no_person", "group"})
    findings["robustness"]["without_person"]["p01"]["not_possible"] = "Nobody else weighed."
    assert told("people-left-out", findings=findings)[0] == "cannot be shown"
    for row in findings["options"]:
        row["rank"] = {"low": 1, "high": 3}
    assert told("robust", findings=findings) == ("cannot be shown", {"no_leader"})


def test_the_regulations_record_shows_key_criteria_that_none_serves_and_criteria_that_serve_none():
    findings = found()
    answer = audit_told(asked(findings=findings))["regulation-24"]
    assert {row["criterion"] for row in answer["tables"]["strays"]} == {row["id"] for row in findings["criteria"]}
    regimes = [row["regime"] for row in answer["tables"]["keys"]]
    assert len(regimes) == 5
    for row, regime in zip(findings["criteria"], itertools.cycle(regimes), strict=False):
        row["regime"] = regime
    answer = audit_told(asked(findings=findings))["regulation-24"]
    assert answer["tables"]["strays"] == []
    assert sum(row["weight"] for row in answer["tables"]["keys"]) == pytest.approx(1)
    assert "unserved" not in {one["key"] for one in answer["because"]}


def verdicts(question, **changes):
    """The verdict of each reason for an answer, by its key."""
    return {one["key"]: one["verdict"] for one in audit_told(asked(**changes))[question]["because"]}


def test_each_reason_found_in_the_findings_weighs_as_it_ought_to():
    findings = found(dependence=[{"answer": "not asked"}, {"answer": "independent"}])
    findings["ballots"]["by_person"]["p01"]["anchors"] = "rescaled"
    first, other = findings["options"][0], findings["options"][1]
    first["no_clear_difference_from"] = [other["id"]]
    other |= {"status": "set aside", "why": ["Not known."], "hurdles": [{"result": "not known"}]}
    findings["sites"][0] |= {"status": "in", "in_options": []}
    assert verdicts("scales", findings=findings)["other"] == "cannot be shown"
    told_of = audit_told(asked(findings=findings))
    [unasked] = [one for one in told_of["counted-twice"]["because"] if one["key"] == "not_asked"]
    assert (unasked["verdict"], unasked["values"]["count"]) == ("cannot be shown", 1)
    assert verdicts("missing", findings=findings)["set_aside"] == "shown"
    assert verdicts("robust", findings=findings)["near"] == "shown"
    assert verdicts("long-list", findings=findings)["no_option"] == "cannot be shown"
    for row in findings["options"]:
        row["rank"] = {"low": 1, "high": 3}
    assert verdicts("people-left-out", findings=findings) == {"no_leader": "cannot be shown"}


def test_a_ranking_that_was_not_tested_holds_nothing():
    nothing = {"rank_acceptability": {}, "rank_acceptability_with_figures": {}, "without_criterion": {}}
    untried = {"often_not_tried", "figures_not_tried", "without_not_tried"}
    assert untried <= verdicts("robust", findings=found(**nothing)).keys()
    assert verdicts("cost-inside-and-beside", findings=found(**nothing)) == {"not_ranked": "cannot be shown"}
    first, other = first_and_other()
    turned = [{"option": other, "rank": {"low": 1, "high": 1}}, {"option": first, "rank": {"low": 2, "high": 2}}]
    assert "other" in verdicts("cost-inside-and-beside", findings=found(without_criterion={"cost": turned}))
    alone = {"without_person": {"p01": {"not_possible": None, "ranking": turned}}}
    assert verdicts("people-left-out", findings=found(**alone))["person"] == "shown"


def test_nobody_who_declared_or_weighed_leaves_it_open():
    empty = {"before": EMPTY, "after": {}}
    assert verdicts("interests", **empty)["none"] == "cannot be shown"


def test_rows_say_what_came_late_what_is_not_known_and_what_a_comment_changed():
    late = audit_told(asked(before=BEFORE | {"late": LATE_WEIGHTS}))["late"]["tables"]["late"]
    assert [(row["person"], row["reason"]) for row in late] == [("p01", "I heard more.")]
    held = place(evidence=evidence(SITES, {("elm", "nursing"): "not known"}))
    rows = {row["site"]: row["unknown"] for row in audit_told(asked(held=held))["alike"]["tables"]["asked"]}
    assert rows == {"ash": 0, "elm": 1, "oak": 0, "yew": 0}
    price = said(
        "evidence", "o01", site="ash", option="", item="cost.bed-day", reason="A bill.", hash="", feedback=("c1",)
    )
    kept = said("answer", "o01", feedback="c2", outcome="cannot", text="No.", changed="", to="")
    said_by = {"said": [FEEDBACK, said("feedback", "c2", id="c2")], "answers": [ANSWER, kept], "price": price}
    changes = audit_told(asked(before=BEFORE | said_by))["public-changes"]["tables"]["changes"]
    assert [(row["about"], row["comments"]) for row in changes] == [
        ("evidence:ash/cost.bed-day", ["c1"]),
        ("option:last-two", ["c1"]),
    ]


def test_a_departure_that_somebody_explains_explains_the_decision():
    _, other = first_and_other()
    explained = said("recommendation", "p01", option=other, departure="It opens sooner.")
    after = {"r": explained, "d": said("decision", "o03", on="2025-08-20", option=other)}
    assert told("overrides", after=after) == ("shown", {"explained", "no_override"})


# the paper


def material_of(question, findings, *, close=None):
    """What papers take: findings, and the extract of the record with the answers in it."""
    entries = question.record.entries
    last = entries[-1]
    until = Receipt(last.number, last.hash, last.entered_at)
    return findings, {**extract(entries, question.run, until=until, close=close), "audit": audit_told(question)}


@pytest.fixture
def rendered(templates, wording):
    def render(question, findings=None):
        return render_paper("audit", *material_of(question, findings or found()), templates=templates, wording=wording)

    return render


def section(paper, ident):
    return next(each for each in tree(paper).iter("section") if each.get("id") == f"question-{ident}")


def test_each_question_stands_in_a_section_of_its_own_with_its_verdict_for_programs(rendered):
    question = asked()
    paper = rendered(question)
    answers = audit_told(question)
    found_in = {
        each.get("id").removeprefix("question-"): each.get("data-verdict")
        for each in tree(paper).iter("section")
        if each.get("data-verdict")
    }
    assert found_in == {name: answer["verdict"] for name, answer in answers.items()}
    assert list(found_in) == list(QUESTIONS)
    [first] = [each for each in tree(paper).iter("section") if each.get("id") == "answer"]
    rows = [[said_in(cell) for cell in row] for row in first.iter("tr")][1:]
    assert [row[1].lower() for row in rows] == list(found_in.values())
    assert "audit run " + appraised()["run"] in paper.partition("</head>")[0]


def test_every_reason_that_an_answer_can_give_has_its_words(wording):
    code = "".join(
        path.read_text("utf-8") for path in (Path(__file__).parents[2] / "appraisal/analysis/auditing").glob("*.py")
    )
    makes = r'(?:shown|against|open_|waiting|due_by_decision)\((?:asked,)?\s*"(\w+)"'
    keys = set(re.findall(makes, code))
    assert len(keys) > 60
    why = wording["audit"]["why"]
    known = {key for sentences in why.values() for key in sentences}
    assert keys - known == set()
    together = {"statement", "same", "other", "often", "figures", "often_not_tried", "figures_not_tried"}
    assert known - keys == together - keys
    for ident in QUESTIONS:
        for part in ("short", "question", "says"):
            assert ident in wording["audit"][part]


@pytest.mark.parametrize("changes", [case[3] for case in CASES])
def test_every_answer_can_be_printed(rendered, changes):
    paper = rendered(asked(**changes), changes.get("findings"))
    assert "{" not in words_of(paper)
    assert "None" not in words_of(paper)


def test_before_the_decision_no_word_says_more_of_an_option_than_its_score(rendered):
    assert forbidden_words_of(rendered(asked(after={}))) == []


def test_the_decision_is_told_with_who_took_it_under_what_authority_and_where_it_is_minuted(rendered):
    words = said_in(section(rendered(asked()), "decided"))
    assert "“Choice first-alone”: the decision was taken by o03 (residents) under Scheme 4.2 (entry " in words
    assert "Minute 7" in words and "20 August 2025" in words


def test_nothing_says_that_nothing_is_decided_once_the_record_told_holds_a_decision(rendered):
    paper = rendered(asked(after={}))
    assert paper.count("Nothing is decided") > 3  # the banner, the title, and what runs at the head of each page
    assert "othing is decided" not in rendered(asked())


def on_one_day(question, day="2025-11-22"):
    entries = tuple(replace(one, entered_at=f"{day}T09:{one.entered_at[8:10]}:00Z") for one in question.record.entries)
    return replace(question, record=Record(entries), run=Record(entries).last("run"))


def test_what_came_in_on_one_day_is_told_as_the_order_of_taking_in_and_not_of_saying(rendered):
    scores = [said("score", person, on="2025-07-05", route="page", site=id_) for person in PEOPLE for id_ in SITES]
    before = BEFORE | {"interests": dated("interest", "2025-07-02"), "weights": dated("weights", "2025-07-03")}
    question = asked(before=before | {"scores": scores})
    words = "All of it came in on 22 November 2025. "
    words += "The dates that people gave for it, which are claims, lie elsewhere: "
    paper = rendered(on_one_day(question))
    for ident, dates in {
        "objectives-first": "from 1 July 2025 to 5 July 2025",
        "weights-first": "from 3 July 2025 to 5 July 2025",
        "interests": "from 2 July 2025 to 5 July 2025",
        "order": "from 2 July 2025 to 5 July 2025",
    }.items():
        assert words + dates in said_in(section(paper, ident)), ident
    for other in (question, on_one_day(asked()), on_one_day(question, "2025-07-05")):
        told_of = audit_told(other)
        assert "one_day" not in {one["key"] for one in told_of["order"]["because"]}
    assert audit_told(on_one_day(question))["order"]["verdict"] == audit_told(question)["order"]["verdict"]


def test_the_scales_claim_no_more_than_people_said_and_than_was_agreed(rendered):
    nothing = said_in(section(rendered(asked(before=without(BEFORE, "agreed"))), "scales"))
    assert "3 people said that they saw the scales" in nothing
    assert "used what was agreed" not in nothing
    assert "used what was agreed" in said_in(section(rendered(asked()), "scales"))


def test_the_notice_is_told_as_a_condition_and_the_decisions_reasons_in_its_own_words(rendered):
    milestones = Milestones(standstill_working_days=8, contract=date(2025, 10, 1))
    held = place()
    held = replace(held, plan=held.plan.model_copy(update={"milestones": milestones}))
    words = said_in(section(rendered(asked(held=held)), "regulation-24"))
    assert "If the notice is sent on that day, its standstill ends at the end of 2 September 2025" in words
    assert "The reasons that the decision gives for “Choice first-alone”" in words and "As the paper says." in words
    assert "Whether whoever decided had an interest cannot be shown: o03 declared nothing here." in words


def test_everybody_who_weighed_and_declared_nothing_is_named(rendered):
    before = BEFORE | {"interests": INTERESTS[1:], "scores": [one for one in SCORES if one.person != "p01"]}
    words = said_in(section(rendered(asked(before=before)), "interests"))
    assert "Weighed, and declared nothing, not even that there is no interest: p01." in words


def test_the_first_page_counts_what_waits_apart_from_what_is_not_so(rendered):
    question = asked(after={})
    of_each = [one["verdict"] for one in audit_told(question).values()]
    assert of_each.count("not yet") >= 4
    [first] = [each for each in tree(rendered(question)).iter("section") if each.get("id") == "answer"]
    words = said_in(first)
    assert f"{of_each.count('not yet')} wait for something still to come" in words
    assert f"{of_each.count('not so')} are not so" in words


def test_a_test_whose_answer_is_not_known_is_no_test_that_a_site_fails(rendered):
    findings = found()
    [one], [other] = (row["hurdles"] for row in findings["sites"][:2])
    one["result"], other["result"] = "not known", "fails"
    question = asked(findings=findings)
    unclear, failing = audit_told(question)["long-list"]["tables"]["sites"][:2]
    assert (unclear["failed"], unclear["undetermined"]) == ([], [one["hurdle"]])
    assert (failing["failed"], failing["undetermined"]) == ([other["hurdle"]], [])
    words = said_in(section(rendered(question, findings), "long-list"))
    assert "Tests that it fails Tests not known" in words


def test_late_weights_are_told_with_entry_and_reason(rendered):
    question = asked(before=BEFORE | {"late": LATE_WEIGHTS})
    number = next(entry.number for entry in reversed(question.record.entries) if entry.kind == "weights")
    words = said_in(section(rendered(question), "weights-first"))
    assert f"after scores could be seen (entry {number - 1}): p01 (entry {number})" in words
    assert "I heard more." in words


def test_what_people_wrote_is_printed_as_they_wrote_it(rendered):
    words = '{{ 7 * 7 }} <b>bold</b> "quoted" {text}'
    after = AFTER | {"override": said("override", "o02", of="option:last-two", reason=words)}
    paper = rendered(asked(after=after))
    assert words in said_in(section(paper, "overrides"))
    assert "<b>bold" not in paper


def test_headings_follow_each_other_and_every_table_has_a_caption_and_scopes(rendered):
    page = tree(rendered(asked()))
    levels = [int(each.tag[1]) for each in page.iter() if str(each.tag) in ("h1", "h2", "h3")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    for table in page.iter("table"):
        assert table.find("caption") is not None
        assert all(head.get("scope") in ("row", "col") for head in table.iter("th"))
    ids = [each.get("id") for each in page.iter() if each.get("id")]
    assert len(ids) == len(set(ids))


def test_the_same_record_gives_the_same_bytes(rendered):
    assert rendered(asked()) == rendered(asked())


def hidden_place():
    homes = [site(id_, name=f"Home {id_.capitalize()}", lat=51.5, lon=-0.2) for id_ in SITES[:3]]
    secret = site("rowan", name="Rowan Lodge", provider="rowan-care", lat=51.5, lon=-0.2, standing="not approached")
    sites = (*homes, secret)
    options = (option("first-alone", {"ash": 5}), option("rowan-alone", {"rowan": 5}, name="One home, Rowan"))
    return place(sites=sites, options=options)


def test_a_site_that_has_not_been_approached_is_named_nowhere(rendered):
    held = hidden_place()
    findings = plain(appraise(with_place(workspace(), held), samples=20).content)
    assert findings["public"] is not None
    before = {
        "agreed": BEFORE["agreed"],
        "added": said("option-added", "o01", option="rowan-alone", reason="Rowan has room.", hash="", feedback=("c1",)),
        "said": FEEDBACK,
        "interests": said("interest", "p01", site="rowan", interest="Her aunt works at Rowan", managed="declared"),
        "weights": WEIGHTS,
        "scores": [said("score", "p01", site="rowan")],
        "moderated": said(
            "moderation", "o02", site="rowan", criterion="clinical-fit", answer="50", reason="Seen.", dissent=()
        ),
        "answer": said(
            "answer", "o01", feedback="c1", outcome="changed", text="We looked.", changed="option:rowan-alone", to=""
        ),
    }
    after = {
        "override": said("override", "o02", of="option:rowan-alone", reason="Too far."),
        "decision": said("decision", "o03", option="rowan-alone", text="There, by the river."),
        "split": said("option-split", "o01", option="first-alone", into=("rowan-alone",), reason="More.", hash="",
                      feedback=("c1",)),
    }  # fmt: skip
    question = asked(before, after, findings=findings, held=held)
    paper = rendered(question, findings)
    assert not re.search("rowan", paper, re.IGNORECASE)
    assert "river" not in paper and "Too far" not in paper
    assert "not named before it has been approached" in said_in(section(paper, "decided"))
    warned = named_too_soon(material_of(question, findings)[1], findings, "audit")
    assert any("'public-changes'" in text or "'interests'" in text for text in warned)
    assert "owan" not in "".join(warned)


def test_the_answers_are_a_table_for_excel_too(wording):
    rows = list(csv.DictReader(io.StringIO(audit_table(Material.of(*material_of(asked(), found()), Wording(wording))))))
    assert [row["question"] for row in rows] == list(QUESTIONS)
    assert {row["verdict"] for row in rows} <= {"shown", "not yet", "cannot be shown", "not so"}
    assert all(row["answer"] for row in rows)


def test_an_answer_is_plain_content_that_json_can_hold():
    answers = audit_told(asked())
    assert json.loads(json.dumps(answers)) == answers
