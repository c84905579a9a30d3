"""Questions about the decision: taken, informed, assessed in time, departed from, and what the public changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from appraisal.analysis.auditing.asked import (
    Answer,
    Asked,
    Reason,
    Rows,
    against,
    answer,
    due_by_decision,
    marked,
    numbers,
    open_,
    shown,
    waiting,
)
from appraisal.analysis.gates_of_papers import CHANGES, highest_itself, highest_or_near
from appraisal.model.entries import Draft
from appraisal.model.kinds import ASSESSMENTS, OUTCOMES
from appraisal.model.record import entered_at, number_of


def decided(asked: Asked) -> Answer:
    """Whether a decision is on record, with who took it and under what authority."""
    taken = asked.record.of("decision")
    if not taken:
        return answer([waiting("none", body=asked.shown["context"]["decision_body"])])
    last = taken[-1]
    who = {"person": last.person, "role": last.role, "authority": last.content["authority"]}
    reasons = [shown("taken", option=last.content["option"], entry=number_of(last), **who)]
    if not last.cast_on:
        reasons.append(open_("undated", entry=number_of(last), on=entered_at(last)[:10]))
    if len(taken) > 1:
        reasons.append(shown("again", count=len(taken), entry=number_of(last)))
    keys = ("option", "authority", "minute", "text")
    return answer(reasons, decisions=[marked(e, **{key: e.content.get(key) or "" for key in keys}) for e in taken])


def assessments(asked: Asked) -> Answer:
    """Whether both impact assessments were done, and entered, before the decision."""
    reasons = [_assessed(asked, what) for what in ASSESSMENTS]
    keys = ("what", "done_on", "text")
    rows = [marked(entry, **{key: entry.content[key] for key in keys}) for entry in asked.record.of("assessment")]
    return answer(reasons, assessments=rows)


def seen_by_deciders(asked: Asked) -> Answer:
    """Whether those who decide were issued the last run's paper with sub-scores, and what people said, in time."""
    before = asked.record if asked.decision is None else asked.record.up_to(number_of(asked.decision))
    run = before.last("run") or asked.run
    given = [entry for entry in before.of("paper") if entry.content["to"] == "deciders"]
    papers = [entry for entry in given if entry.content["sub_scores"] == "yes"]
    current = [entry for entry in papers if entry.content["run"] == run.content["run"]]
    reasons = []
    if current and asked.decision is not None and entered_at(current[0]) == entered_at(asked.decision):
        reasons.append(open_("together", entry=number_of(current[0]), decision=number_of(asked.decision)))
    elif current:
        reasons.append(shown("issued", entry=number_of(current[-1]), run=run.content["run"]))
    elif papers:
        reasons.append(due_by_decision(asked, "older", entry=number_of(papers[-1]), run=run.content["run"]))
    else:
        reasons.append(due_by_decision(asked, "none"))
    if asked.record.of("feedback"):
        feedback = [entry for entry in given if entry.content["paper"] == "feedback"]
        reasons.append(
            shown("feedback", entry=number_of(feedback[-1])) if feedback else due_by_decision(asked, "no_feedback")
        )
    return answer(reasons, papers=_papers(asked, asked.record.of("paper")))


def public_changes(asked: Asked) -> Answer:
    """Whether every comment has an answer, and each change that one led to can be found."""
    record = asked.record
    comments = record.current("feedback")
    if not comments:
        return answer([open_("none")])
    led = [entry for entry in record.of("option-added", "option-withdrawn", "option-split", "evidence")
           if entry.content.get("feedback")]  # fmt: skip
    cited = {str(ident) for entry in led for ident in entry.content["feedback"]}
    answers = record.answers
    untraced = sorted(
        ident for ident, entry in answers.items() if entry.content["outcome"] == "changed" and not _leads(entry, cited)
    )
    reasons = [against("unanswered", count=len(record.unanswered), all=len(comments))] if record.unanswered else []
    reasons += [open_("untraced", comments=untraced)] if untraced else []
    reasons += [] if record.unanswered else [shown("answered", count=len(comments))]
    reasons.append(shown("changes", count=len(led)) if led else shown("no_changes"))
    outcomes = [str(entry.content["outcome"]) for entry in answers.values()]
    rows = [_change(e, _about(e), e.content["reason"], e.content["feedback"]) for e in led]
    rows += [
        _change(e, e.content["changed"], e.content["text"], [ident])
        for ident, e in answers.items()
        if e.content["outcome"] == "changed"
    ]
    counts = [{"outcome": one, "count": outcomes.count(one)} for one in OUTCOMES]
    counts.append({"outcome": "open", "count": len(record.unanswered)})
    return answer(reasons, changes=rows, outcomes=counts)


def paper_current(asked: Asked) -> Answer:
    """Whether the last options paper that was issued is of the last run, and nothing that counts came since."""
    issued = asked.record.last("paper", paper="options")
    since = [e for e in asked.record.after(int(asked.run.content["read_entries"])) if e.kind in CHANGES]
    if issued is None:
        return answer([waiting("none")])
    run, last, entry = issued.content["run"], asked.run.content["run"], number_of(issued)
    reasons = [shown("current", entry=entry, run=run)] if run == last else []
    reasons += [] if run == last else [against("older", entry=entry, run=run, last_run=last, seen=number_of(asked.run))]
    reasons += [against("since", entries=numbers(since), count=len(since))] if since else []
    if issued.content["file_hash"] not in asked.kept:
        reasons.append(open_("not_kept", entry=entry))
    return answer(reasons, papers=_papers(asked, asked.record.of("paper")))


def overrides(asked: Asked) -> Answer:
    """Whether whoever departed from what the method gave said why."""
    record, reasons = asked.record, []
    found = record.of("override")
    first, known = highest_or_near(asked.shown), {row["id"] for row in asked.shown["options"]}
    named = [entry for entry in record.current("recommendation") if entry.content.get("option")]
    apart = [entry for entry in named if entry.content["option"] in known - first]
    silent = [entry for entry in apart if not entry.content.get("departure")]
    reasons += [against("no_departure", entries=numbers(silent))] if silent else []
    reasons += _decided_apart(asked, [*found, *named])
    if found:
        reasons.append(shown("some", count=len(found)))
    else:
        reasons.append(shown("no_override") if reasons else shown("none"))
    rows = [marked(entry, about=entry.content["of"], reason=entry.content["reason"]) for entry in found]
    rows += [marked(e, about=f"option:{e.content['option']}", reason=e.content.get("departure") or "") for e in apart]
    return answer(reasons, overrides=rows)


def _decided_apart(asked: Asked, said: Sequence[Draft]) -> list[Reason]:
    """What there is to say where the decision is not for the option that scores highest itself; else nothing.

    Args:
        asked: what is asked about.
        said: overrides, and recommendations of an option.
    """
    decision = asked.decision
    if decision is None:
        return []
    option, entry = str(decision.content["option"]), number_of(decision)
    row = next((row for row in asked.shown["options"] if row["id"] == option), None)
    near, highest = highest_or_near(asked.shown), highest_itself(asked.shown)
    if row is None or not highest:
        return [open_("not_in_findings", option=option, entry=entry)]
    if option in highest:
        return []
    why = [decision] if decision.content.get("text") else []
    why += [one for one in said if one.content.get("of") == f"option:{option}"]
    why += [one for one in said if one.content.get("option") == option and one.content.get("departure")]
    about = {"option": option, "rank": row["rank"] and [row["rank"]["low"], row["rank"]["high"]], "entry": entry}
    if option in near:
        return [shown("near", **about, entries=numbers(why)) if why else open_("near_unexplained", **about)]
    return [shown("explained", **about, entries=numbers(why)) if why else against("unexplained", **about)]


def _assessed(asked: Asked, what: str) -> Reason:
    """Whether one assessment was dated and entered before the decision; what came in with it has no order."""
    given = [entry for entry in asked.record.of("assessment") if entry.content["what"] == what]
    if not given:
        return due_by_decision(asked, "missing", what=what)
    decision, entry = asked.decision, number_of(given[0])
    if decision is None:
        return shown("so_far", what=what, entry=entry)
    dated = [one for one in given if str(one.content["done_on"]) <= (decision.cast_on or entered_at(decision)[:10])]
    if not dated:
        return against("late", what=what, entry=entry, on=given[0].content["done_on"])
    first = dated[0]
    found = {"what": what, "entry": number_of(first), "decision": number_of(decision)}
    if number_of(first) > number_of(decision):
        return open_("entered_after", **found)
    return open_("together", **found) if entered_at(first) == entered_at(decision) else shown("in_time", **found)


def _papers(asked: Asked, papers: Sequence[Draft]) -> Rows:
    keys = ("paper", "to", "run", "sub_scores")
    return [
        marked(entry, **{key: entry.content[key] for key in keys}, kept=entry.content["file_hash"] in asked.kept)
        for entry in papers
    ]


def _change(entry: Draft, about: str, reason: str, comments: Sequence[str]) -> dict[str, Any]:
    found = {"entry": number_of(entry), "about": about, "reason": reason}
    return {**found, "comments": list(comments), "on": entry.cast_on}


def _leads(answered: Draft, cited: set[str]) -> bool:
    """Whether an answer that says that something changed names what, or an entry of a change names its comment."""
    return bool(answered.content["changed"]) or str(answered.content["feedback"]) in cited


def _about(entry: Draft) -> str:
    said = entry.content
    if entry.kind == "evidence":
        return f"evidence:{said['site'] or said['option']}/{said['item']}"
    return f"option:{said['option']}"
