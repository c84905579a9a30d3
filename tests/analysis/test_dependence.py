"""Pairs of criteria that people should be asked about, what they answered, and what follows from "dependent"."""

from __future__ import annotations

import pytest
from building import place, plan, workspace
from pydantic import ValidationError

from appraisal import appraise
from appraisal.model.canonical import plain
from appraisal.model.dependence import AskedPair

SAID = {"answer": "independent", "reason": "A bus is a bus, whatever the price.", "as_at": "2025-08-20"}


def run(*asked):
    content = plain(appraise(workspace(place(plan=plan(dependence=list(asked)))), samples=10).content)
    rows = {tuple(row["criteria"]): row for row in content["robustness"]["dependence"]}
    return rows, [(one["about"], one["text"]) for one in content["warnings"] if "depends on" in one["text"]]


def test_every_pair_that_overlaps_is_to_be_asked_about():
    rows, warned = run()
    overlap = plain(appraise(workspace(place()), samples=10).content)["robustness"]["overlap"]
    assert sorted(rows) == sorted(tuple(sorted(one["criteria"])) for one in overlap)
    assert {("access", "equity"), ("access", "travel-time"), ("equity", "travel-time")} <= rows.keys()
    assert {(row["answer"], row["overlaps"], row["reason"]) for row in rows.values()} == {("not asked", True, None)}
    assert warned == []


def test_an_answer_stands_beside_its_pair_whichever_is_named_first():
    rows, warned = run({"criteria": ["travel-time", "access"], **SAID, "asked": "The panel"})
    found = rows["access", "travel-time"]
    assert (found["answer"], found["overlaps"], found["reason"]) == ("independent", True, SAID["reason"])
    assert (found["as_at"], found["asked"], found["question"]) == ("2025-08-20", "The panel", None)
    assert warned == []


def test_a_pair_that_does_not_overlap_is_told_too():
    before, _ = run()
    pair = next(
        pair
        for pair in (("clinical-fit", "cost"), ("clinical-fit", "equity"), ("access", "cost"))
        if pair not in before
    )
    rows, _ = run({"criteria": list(pair), **SAID, "question": "Would you?"})
    assert (rows[pair]["overlaps"], rows[pair]["question"]) == (False, "Would you?")


def test_dependent_criteria_are_warned_of():
    _, [(about, text)] = run({"criteria": ["cost", "access"], **SAID, "answer": "dependent"})
    assert about == "access"
    assert text.startswith("People said that how much they value access depends on cost.")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"criteria": ["cost", "cost"]}, "held against itself"),
        ({"criteria": ["cost"]}, "criteria"),
        ({"answer": "perhaps"}, "answer"),
        ({"reason": ""}, "needs its 'reason'"),
        ({"as_at": None}, "the day, 'as_at'"),
    ],
)
def test_an_answer_that_does_not_hold_together_is_refused(changes, said):
    with pytest.raises(ValidationError, match=said):
        AskedPair.model_validate({"criteria": ["cost", "access"], **SAID} | changes)


def test_a_pair_may_be_named_before_anybody_was_asked():
    assert AskedPair.model_validate({"criteria": ["cost", "access"], "answer": "not asked"}).pair == ("access", "cost")
