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
        decision: the number of the last entry of a decision; None where none is taken.
        recommendations: the current ones.
        comments: every comment in the order of entry, with its current answer or None. `respondent` is "" where a paper
            may not say from which kind it came: before comments are closed, of a late one, and of one that was entered
            after a feedback paper first said who commented, for beside that paper it would show its own kind.
        respondents: kind of respondent -> how many different people of that kind wrote comments whose kind may be said;
            None before comments are closed.
        people_known: whether of each of these comments somebody said whose it is; else each is one of its own.
        answers: the current answer to each comment that has one, in the order of the comments.
        from_comments: what entries say came of comments: number, about, into, reason, feedback (ids) and dates.
        questions: every scrutiny question in the order of entry, with its current reply or None.
        order: what can be said of the order in which things were said, up to the run.
    """
    record = record_of((entry for entry in entries if entry.number <= until.entries), run.place)
    answers: dict[str, list[Draft]] = {}
    for answer in record.of("answer"):
        answers.setdefault(str(answer.content["feedback"]), []).append(answer)
    told_to = _kinds_told_to(record, run, until, close)
    comments = [
        _comment(entry, answers.get(str(entry.content["id"]), []), close, told_to)
        for entry in record.current("feedback")
    ]
    of_a_kind = {comment["number"] for comment in comments if comment["respondent"]}
    counted = [entry for entry in record.current("feedback") if number_of(entry) in of_a_kind]
    decision = record.last("decision")
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
        "decision": None if decision is None else number_of(decision),
        "recommendations": [_recommendation(entry) for entry in record.current("recommendation")],
        "comments": comments,
        "respondents": None if told_to is None else _respondents(counted),
        "people_known": all(_whose(entry) != entry.content["id"] for entry in counted),
        "answers": [_answer_alone(comment) for comment in comments if comment["answer"]],
        "from_comments": [_change(entry) for entry in record.of(*FROM_COMMENTS) if entry.content.get("feedback")],
        "questions": [_question(record, entry) for entry in record.current("question")],
        "order": order_told(record.up_to(run.number)),
    }


_COUNTED = {"weights": "weights", "scores": "score", "interests": "interest"}


def _recommendation(entry: Draft) -> dict[str, Any]:
    return {**plain(entry.content), "group": entry.role, "cast_on": entry.cast_on}


def _kinds_told_to(record: Record, run: Entry, until: Receipt, close: str | None) -> int | None:
    """The last entry whose kind of respondent a paper of a run may say; None before comments are closed.

    What the first feedback paper after the close said of kinds stands in every later one.
    """
    if close is None or run.content["as_at"] <= close:
        return None
    closed = {entry.content["run"] for entry in record.of("run") if entry.content["as_at"] > close}
    first = (
        number_of(entry)
        for entry in record.of("paper")
        if entry.content["paper"] == "feedback" and entry.content["run"] in closed
    )
    return min(first, default=until.entries)


def _comment(entry: Draft, answers: Sequence[Draft], close: str | None, told_to: int | None) -> dict[str, Any]:
    said = plain(entry.content)
    received = said["received"] or entry.cast_on or entered_at(entry)[:10]
    is_late = close is not None and received > close
    is_of_a_kind = told_to is not None and number_of(entry) <= told_to and not is_late
    return {
        "id": said["id"],
        "number": number_of(entry),
        "received": received,
        "entered_at": entered_at(entry),
        "respondent": said["respondent"] if is_of_a_kind else "",
        "text": said["text"],
        **{name: list(said.get(name) or ()) for name in ("options", "criteria", "sites")},
        "proposes": said.get("proposes") or "",
        "late": is_late,
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


def _respondents(comments: Iterable[Draft]) -> dict[str, int]:
    """How many people of each kind commented; somebody who is known to have commented twice is one of them."""
    people: dict[str, set[str]] = {}
    for entry in comments:
        people.setdefault(str(entry.content["respondent"]), set()).add(_whose(entry))
    return {kind: len(people[kind]) for kind in sorted(people)}


def _whose(entry: Draft) -> str:
    """Who wrote a comment: its own id where nobody said."""
    return entry.on_behalf_of or entry.person


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
