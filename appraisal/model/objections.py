"""Why the record of a place cannot take what somebody enters, given what stands there: who may, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from appraisal.model.entries import Draft
from appraisal.model.kinds import KINDS
from appraisal.model.panel import AskedFor
from appraisal.model.places import PlacePlan
from appraisal.model.record import Record, named, number_of


def objections(draft: Draft, record: Record, plan: PlacePlan) -> list[str]:
    """Why a draft cannot be entered after what the record holds, one or two sentences each; empty when it can.

    Args:
        draft: what is to be entered, sound in itself.
        record: of the same place, with the drafts that are entered before it.
        plan: the place's panel and officers.
    """
    found = [text for text in (_who(draft, plan), _not_asked(draft, plan)) if text]
    rule = _RULES.get(draft.kind)
    said = rule(draft, record, plan) if rule else None
    return [*found, said] if said else found


def late_since(draft: Draft, record: Record) -> Draft | None:
    """What a draft comes too late for: weights for their lock, all ballots for the showing of scores; else None."""
    if draft.kind not in ("weights", "score", "interest"):
        return None
    ends = [record.first_shown, record.first("lock") if draft.kind == "weights" else None]
    return min((entry for entry in ends if entry is not None), key=number_of, default=None)


def _who(draft: Draft, plan: PlacePlan) -> str | None:
    by, person = KINDS[draft.kind].by, draft.person
    is_member = any(member.person == person for member in plan.panel)
    if by in ("anyone", "tool") or (is_member and by in ("panel", "either")):
        return None
    if by == "panel":
        return f"'{person}' is not on the panel of {plan.name}. Only its members may enter {_a(draft.kind)}."
    officer = next((officer for officer in plan.officers if officer.person == person), None)
    if officer is None:
        add = f"Add them under 'officers' in place.yaml, with '{draft.kind}' in 'may', if they are."
        return f"'{person}' is not an officer of {plan.name} who may enter {_a(draft.kind)}. {add}"
    if draft.kind not in officer.may:
        return f"'{person}' ({officer.title}) has no authority to enter {_a(draft.kind)}: place.yaml does not say so."
    return None


def _not_asked(draft: Draft, plan: PlacePlan) -> str | None:
    """Why a member who is asked for weights alone cannot score, or the other way round."""
    what = _ASKED_FOR.get(draft.kind)
    member = next((member for member in plan.panel if member.person == draft.person), None)
    if what is None or member is None or member.is_asked_for(what):
        return None
    return (
        f"'{draft.person}' is asked for {member.gives} alone, not for {what}: place.yaml says 'gives: {member.gives}'. "
        "Take this out, or change that first."
    )


def _a(kind: str) -> str:
    """A kind within a sentence.

    >>> _a("score"), _a("interest"), _a("weights")
    ('a score', 'an interest', 'weights')
    """
    word = kind.replace("-", " ")
    if kind in ("weights", "feedback", "evidence"):
        return word
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _score(draft: Draft, record: Record, plan: PlacePlan) -> str | None:
    if not any(entry.person == draft.person for entry in record.of("interest")):
        return (
            f"'{draft.person}' has declared no interest yet, nor that there is none. "
            "Interests come before scores: enter that first."
        )
    return _late(draft, record, plan)


def _late(draft: Draft, record: Record, _plan: PlacePlan) -> str | None:
    since = late_since(draft, record)
    if since is None or draft.content.get("late_reason") or draft.content.get("replaces_reason"):
        return None
    what = "The weights were locked" if since.kind == "lock" else "The scores were shown"
    where = "'--replaces'" if draft.route == "command" else "'replaces_reason', or on the first sheet of a form"
    return f"{what} by {named(since)}. What comes later needs its reason, in {where}; the paper prints it."


def _lock(_draft: Draft, record: Record, _plan: PlacePlan) -> str | None:
    earlier = record.first("lock")
    if earlier is not None:
        return f"The weights are locked already, by {named(earlier)}. Weights that come later say why they are late."
    if not record.of("weights"):
        return "Nobody has given weights yet, so there is nothing to lock. Take them in first: appraisal import."
    return None


def _reveal(_draft: Draft, record: Record, _plan: PlacePlan) -> str | None:
    earlier, lock = record.last("reveal"), record.first("lock")
    was_before_lock = earlier is not None and lock is not None and number_of(earlier) < number_of(lock)
    if earlier is not None and not was_before_lock:
        how = "by a run, which shows them" if earlier.content.get("run") else "already"
        return f"The scores were revealed {how} ({named(earlier)}). There is nothing left to reveal."
    if lock is None:
        return "The weights are not locked. Lock them before scores are revealed: appraisal record lock."
    if not record.of("score"):
        return "Nobody has scored yet, so there is nothing to reveal. Take scores in first: appraisal import."
    return None


def _moderation(_draft: Draft, record: Record, _plan: PlacePlan) -> str | None:
    if record.first("reveal") is None:
        return "The scores are not revealed, so nobody can have moderated them. Reveal them: appraisal record reveal."
    return None


def _agreement(draft: Draft, record: Record, _plan: PlacePlan) -> str | None:
    earlier = record.last("agreement", what=draft.content["what"])
    if earlier is not None and earlier.content.get("hash") == draft.content.get("hash"):
        return f"This is agreed already, by {named(earlier)}, and nothing of it has changed since."
    return None


def _opening(_draft: Draft, record: Record, plan: PlacePlan) -> str | None:
    earlier = record.first("opening")
    return None if earlier is None else f"{plan.name} is open already, by {named(earlier)}."


def _answer(draft: Draft, record: Record, _plan: PlacePlan) -> str | None:
    return _known(record, "feedback", draft.content["feedback"], "comment")


def _reply(draft: Draft, record: Record, _plan: PlacePlan) -> str | None:
    return _known(record, "question", draft.content["question"], "question")


def _from_comments(draft: Draft, record: Record, _plan: PlacePlan) -> str | None:
    unknown = [text for id_ in draft.content["feedback"] if (text := _known(record, "feedback", id_, "comment"))]
    return " ".join(unknown) or None


def _paper(draft: Draft, record: Record, plan: PlacePlan) -> str | None:
    if record.first("run", run=draft.content["run"]) is None:
        return f"The record of {plan.name} has no run '{draft.content['run']}', which this paper names."
    return None


def _decision(draft: Draft, record: Record, _plan: PlacePlan) -> str | None:
    run = record.last("run")
    if run is not None and draft.cast_on is not None and draft.cast_on < run.content["as_at"]:
        as_at = run.content["as_at"]
        return f"It is dated {draft.cast_on}, before the last run's as-at date, {as_at}. Mend the date, or run first."
    return None


def _known(record: Record, kind: str, id_: object, word: str) -> str | None:
    if record.first(kind, id=id_) is None:
        return f"There is no {word} '{id_}' in the record. Take it in first, or mend its id."
    return None


_ASKED_FOR: Mapping[str, AskedFor] = MappingProxyType({"weights": "weights", "score": "scores"})
_RULES: Mapping[str, Callable[[Draft, Record, PlacePlan], str | None]] = MappingProxyType(
    {
        "opening": _opening,
        "agreement": _agreement,
        "interest": _late,
        "weights": _late,
        "lock": _lock,
        "score": _score,
        "reveal": _reveal,
        "moderation": _moderation,
        "answer": _answer,
        "reply": _reply,
        "option-added": _from_comments,
        "option-withdrawn": _from_comments,
        "option-split": _from_comments,
        "evidence": _from_comments,
        "paper": _paper,
        "decision": _decision,
    }
)
