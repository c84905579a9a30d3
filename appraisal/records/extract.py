"""What papers say of the record: a frozen extract of one place's entries, as plain dicts, lists and texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from appraisal.analysis.order import order_told
from appraisal.model.canonical import plain
from appraisal.model.entries import Draft, Entry, Receipt
from appraisal.model.record import Record, entered_at, number_of, record_of

FROM_COMMENTS = ("option-added", "option-withdrawn", "option-split", "evidence")
"""The kinds of entry that say which comments led to them."""


def extract(entries: Iterable[Entry], run: Entry, *, until: Receipt, close: str | None) -> dict[str, Any]:
    """What papers say of the record of a run's place.

    Args:
        entries: of the ledger, in their order; those later than `until`, or of another place, are left out.
        run: the entry of the run that the paper tells.
        until: the receipt as of which the record is told: the run's own, or the ledger's head.
        close: the last day for comments, ISO; None where there is none, so that no comment is late.

    Returns:
        entries, head, as_of, receipt: of `until`.
        run_entry: number, hash, entered_at and entered_by of the run.
        ballots: how many entries there were of weights, scores and interests; replaced: how many replaced another.
        recommendations: the current ones.
        comments: every comment in the order of entry, with its current answer or None.
        respondents: kind of respondent -> how many different people of that kind have commented.
        answers: the current answer to each comment that has one, in the order of the comments.
        from_comments: what entries say came of comments: number, about, into, reason, feedback (ids) and dates.
        questions: every scrutiny question in the order of entry, with its current reply or None.
        order: what can be said of the order in which things were said, up to the run.
    """
    record = record_of((entry for entry in entries if entry.number <= until.entries), run.place)
    answers: dict[str, list[Draft]] = {}
    for answer in record.of("answer"):
        answers.setdefault(str(answer.content["feedback"]), []).append(answer)
    comments = [
        _comment(entry, answers.get(str(entry.content["id"]), []), close) for entry in record.current("feedback")
    ]
    return {
        "entries": until.entries,
        "head": until.head,
        "as_of": until.time,
        "receipt": str(until),
        "run_entry": {
            "number": run.number,
            "hash": run.hash,
            "entered_at": run.entered_at,
            "entered_by": run.entered_by,
        },
        "ballots": {name: len(record.of(kind)) for name, kind in _COUNTED.items()},
        "replaced": sum("replaces" in entry.content for entry in record.entries),
        "recommendations": [_recommendation(entry) for entry in record.current("recommendation")],
        "comments": comments,
        "respondents": _respondents(record),
        "answers": [_answer_alone(comment) for comment in comments if comment["answer"]],
        "from_comments": [_change(entry) for entry in record.of(*FROM_COMMENTS) if entry.content.get("feedback")],
        "questions": [_question(record, entry) for entry in record.current("question")],
        "order": order_told(record.up_to(run.number)),
    }


_COUNTED = {"weights": "weights", "scores": "score", "interests": "interest"}


def _recommendation(entry: Draft) -> dict[str, Any]:
    return {**plain(entry.content), "group": entry.role, "cast_on": entry.cast_on}


def _comment(entry: Draft, answers: Sequence[Draft], close: str | None) -> dict[str, Any]:
    said = plain(entry.content)
    received = said["received"] or entry.cast_on or entered_at(entry)[:10]
    return {
        "id": said["id"],
        "number": number_of(entry),
        "received": received,
        "entered_at": entered_at(entry),
        "respondent": said["respondent"],
        "text": said["text"],
        **{name: list(said.get(name) or ()) for name in ("options", "criteria", "sites")},
        "proposes": said.get("proposes") or "",
        "late": close is not None and received > close,
        "answer": _answer(answers),
    }


def _answer(given: Sequence[Draft]) -> dict[str, Any] | None:
    if not given:
        return None
    said = plain(given[-1].content)
    return {
        "number": number_of(given[-1]),
        "outcome": said["outcome"],
        "text": said["text"],
        "changed": said.get("changed") or "",
        "to": said.get("to") or "",
        "cast_on": given[-1].cast_on,
        "entered_at": entered_at(given[-1]),
        "replaced": len(given) - 1,
    }


def _answer_alone(comment: dict[str, Any]) -> dict[str, Any]:
    said = {name: comment["answer"][name] for name in ("outcome", "text", "to", "changed")}
    return {"feedback": comment["id"], **said, "late": comment["late"]}


def _respondents(record: Record) -> dict[str, int]:
    """How many people of each kind commented; somebody who commented twice is one of them."""
    people: dict[str, set[str]] = {}
    for entry in record.current("feedback"):
        whose = entry.on_behalf_of or entry.person
        people.setdefault(str(entry.content["respondent"]), set()).add(whose)
    return {kind: len(people[kind]) for kind in sorted(people)}


def _change(entry: Draft) -> dict[str, Any]:
    said = plain(entry.content)
    if entry.kind == "evidence":
        about = f"evidence:{said['site'] or said['option']}/{said['item']}"
    else:
        about = f"option:{said['option']}"
    return {
        "number": number_of(entry),
        "kind": entry.kind,
        "about": about,
        "into": list(said.get("into") or ()),
        "reason": said["reason"],
        "feedback": list(said["feedback"]),
        "cast_on": entry.cast_on,
        "entered_at": entered_at(entry),
    }


def _question(record: Record, entry: Draft) -> dict[str, Any]:
    said = plain(entry.content)
    reply, told = record.last("reply", question=said["id"]), None
    if reply is not None:
        text = plain(reply.content)["text"]
        told = {"text": text, "cast_on": reply.cast_on, "entered_at": entered_at(reply)}
    whose = {"id": said["id"], "asked_by": said["asked_by"], "text": said["text"], "cast_on": entry.cast_on}
    return {**whose, "entered_at": entered_at(entry), "reply": told}
