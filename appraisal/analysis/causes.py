"""What caused a difference: the entries that speak of it, their reasons, and the comments that led to it."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from appraisal.analysis.comparing.difference import Difference
from appraisal.analysis.comparing.parameters import parameter, with_parameter
from appraisal.analysis.comparing.recorded import Step, steps
from appraisal.model.entries import Entry
from appraisal.model.spoken_of import hash_spoken_of
from appraisal.model.workspace import Place


@dataclass(frozen=True, slots=True)
class Cause:
    """What the record says of a difference.

    Attributes:
        entries: numbers of the entries that speak of it, in order.
        reasons: what they give as a reason, and what was said with the runs themselves; empty where nobody gave one.
        feedback: ids of the comments that led to it, in order.
        is_stated: whether the reasons account for all of it. Where they do not, they are those of an earlier step,
            after which it changed again without one, of a part of it, or of what can no longer be looked at.
    """

    entries: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()
    feedback: tuple[str, ...] = ()
    is_stated: bool = False


def causes(
    differences: Iterable[Difference],
    entries: Sequence[Entry],
    *,
    since: str = "",
    before: Place | None = None,
    after: Place | None = None,
) -> dict[str, Cause]:
    """What the entries between two runs say of each difference, by its key.

    What an entry with a hash speaks of lives in files: it gives its reason only where the later run read it as it stood
    then. One reason does not stand for what changed again after it.

    Args:
        differences: between the two runs.
        entries: of the place, after the one run's own and up to the other's, in order.
        since: id of the earlier run.
        before, after: the place as each run read it; None where that can no longer be read.
    """
    between = _Between(steps(entries, since), before, after)
    spoken = [(entry, _spoken_of(entry)) for entry in entries if entry.kind != "difference"]
    return {one.key: _cause(one, spoken, between) for one in differences}


def were_weights_locked(entries: Iterable[Entry], run: int) -> bool:
    """Whether the weights were locked before a run, so that each change needs a reason.

    Args:
        entries: of the place.
        run: number of the run's own entry.
    """
    return any(entry.kind == "lock" and entry.number < run for entry in entries)


@dataclass(frozen=True, slots=True)
class _Between:
    """The steps between two runs, and the place in each of the two."""

    steps: tuple[Step, ...]
    before: Place | None
    after: Place | None

    def steps_of(self, one: Difference) -> list[Step]:
        """The steps in which something differed; every one where none names it."""
        places = [place for place in (self.before, self.after) if place is not None]
        own = {id_ for place in places for id_ in place.own_criteria}
        place_id = places[0].id if places else ""
        return [step for step in self.steps if step.has(one, place_id, own)] or list(self.steps)

    def stands(self, entry: Entry, one: Difference) -> bool | None:
        """Whether a difference is what an entry speaks of, as the later run read it; None where nobody can tell."""
        hash_ = str(entry.content.get("hash", ""))
        if not hash_:
            return True
        if self.after is None:
            return None
        if hash_spoken_of(self.after, entry.kind, entry.content) != hash_:
            return False
        if self.before is None:
            return None if entry.kind == "agreement" else True
        without = _put_back(self.before, self.after, one) if entry.kind == "agreement" else self.before
        return hash_spoken_of(without, entry.kind, entry.content) != hash_

    def parts(self, one: Difference) -> frozenset[str]:
        """What must be agreed for a criterion to be otherwise: itself, its anchors, or both."""
        if one.about != "criterion" or self.before is None or self.after is None:
            return frozenset()
        back, now = _put_back(self.before, self.after, one), self.after
        hashes = ([hash_spoken_of(place, "agreement", {"what": what}) for place in (back, now)] for what in _PARTS)
        return frozenset(what for what, (then, here) in zip(_PARTS, hashes, strict=True) if then != here)


def _cause(one: Difference, spoken: Sequence[tuple[Entry, tuple[str, ...]]], between: _Between) -> Cause:
    taken = between.steps_of(one)
    starts = [step.number for step in taken]
    reasons = [(step.number, step.because) for step in taken if step.because]
    is_stated = [bool(step.because) for step in taken] or [False]
    found, agreed = [], set()
    for entry, keys in spoken:
        if one.key not in keys and f"{one.about}:*" not in keys:
            continue
        at = min(bisect(starts, entry.number), len(is_stated) - 1)
        is_last = at == len(is_stated) - 1
        stands = between.stands(entry, one) if is_last else True
        if stands is False:
            continue
        found.append(entry)
        reason = _reason(entry)
        if not reason:
            continue
        reasons.append((entry.number, reason))
        if is_last and entry.kind == "agreement":
            agreed.add(str(entry.content["what"]))
            is_stated[at] |= bool(stands) and between.parts(one) <= agreed
        else:
            is_stated[at] |= bool(stands)
    return Cause(
        tuple(entry.number for entry in found),
        tuple(dict.fromkeys(reason for _, reason in sorted(reasons))),
        tuple(dict.fromkeys(ident for entry in found for ident in _comments(entry))),
        all(is_stated),
    )


def _put_back(before: Place, after: Place, one: Difference) -> Place:
    """The later place with one criterion or parameter as it was, where what is agreed of it has another hash."""
    if one.about == "criterion":
        kept = [criterion for criterion in after.criteria if criterion.id != one.subject]
        back = [criterion for criterion in before.criteria if criterion.id == one.subject]
        return replace(after, criteria=(*kept, *back))
    if one.about == "branch":
        kept_branches = [branch for branch in after.branches if branch.id != one.subject]
        back_again = [branch for branch in before.branches if branch.id == one.subject]
        return replace(after, branches=(*kept_branches, *back_again))
    if one.subject == "criteria_off":
        return replace(after, criteria=before.criteria)
    plan: Any = with_parameter(after.plan, one.subject, parameter(before.plan, one.subject))
    return replace(after, plan=plan)


def _spoken_of(entry: Entry) -> tuple[str, ...]:
    """The keys of the differences that an entry speaks of; "criterion:*" for every one about criteria."""
    said = entry.content
    of = said.get("site") or said.get("option") or ""
    match entry.kind:
        case "evidence":
            return (f"evidence:{of}/{said.get('item', '')}",)
        case "hurdle":
            return (f"evidence:{of}/{said.get('hurdle', '')}",)
        case "option-added" | "option-withdrawn":
            return (f"option:{said.get('option', '')}",)
        case "option-split":
            return tuple(f"option:{option}" for option in (said.get("option", ""), *said.get("into", ())))
        case "weights":
            return (f"weights:{entry.person}",)
        case "score":
            return (f"score:{entry.person}/{said['site']}/{said['criterion']}",)
        case "moderation":
            return (f"moderation:{said['site']}/{said['criterion']}",)
        case "interest":
            return (f"interest:{entry.person}/{said.get('site') or said.get('provider') or 'none'}",)
        case "agreement":
            return _AGREED.get(said.get("what", ""), ())
        case "override":
            return (str(said.get("of", "")),)
        case "answer":
            return _keys(said.get("changed", ""))
        case _:
            return ()


_PARTS = ("criteria", "anchors")

# What an agreement can speak of; of these, it speaks of what its hash is over.
_AGREED: Mapping[str, tuple[str, ...]] = {
    "criteria": ("criterion:*", "branch:*", "parameter:criteria_off"),
    "anchors": ("criterion:*",),
    "group-weights": ("parameter:groups", "parameter:panel"),
    "parameters": (
        "parameter:stay_days",
        "parameter:near_tie_points",
        "parameter:travel.within_minutes",
        "parameter:equity.epsilon",
    ),
}

# What each kind gives as its reason. The reason of a score stays in the record: it is about the site, not the change.
_REASONS: Mapping[str, tuple[str, ...]] = {
    "weights": ("late_reason", "replaces_reason"),
    "score": ("late_reason", "replaces_reason"),
    "interest": ("replaces_reason",),
    "agreement": ("why",),
    "answer": (),
}


def _reason(entry: Entry) -> str:
    names = _REASONS.get(entry.kind, ("reason", "late_reason", "replaces_reason"))
    return next((str(entry.content[name]).strip() for name in names if entry.content.get(name)), "")


def _comments(entry: Entry) -> tuple[str, ...]:
    return _words(entry.content.get("feedback", ()))


def _keys(changed: Any) -> tuple[str, ...]:
    return tuple(word for word in _words(changed) if ":" in word)


def _words(said: Any) -> tuple[str, ...]:
    """A list of ids or keys, or a text in which they stand apart by spaces or commas."""
    return tuple(word for word in re.split(r"[\s,;]+", said) if word) if isinstance(said, str) else tuple(said or ())
