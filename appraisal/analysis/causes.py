"""What caused a difference: the entries that speak of it, their reasons, and the comments that led to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.analysis.comparing.difference import Difference
from appraisal.model.entries import Entry


@dataclass(frozen=True, slots=True)
class Cause:
    """What the record says of a difference.

    Attributes:
        entries: numbers of the entries that speak of it, in order.
        reasons: what they give as a reason, and what was said with the run itself; empty where nobody gave one.
        feedback: ids of the comments that led to it, in order.
    """

    entries: tuple[int, ...]
    reasons: tuple[str, ...]
    feedback: tuple[str, ...]


def causes(differences: Iterable[Difference], entries: Sequence[Entry]) -> dict[str, Cause]:
    """What the entries between two runs say of each difference, by its key.

    Args:
        differences: between the two runs.
        entries: of the place, after the one run's own and up to the other's, in order.
    """
    spoken = [(entry, _spoken_of(entry)) for entry in entries]
    return {one.key: _cause(one, spoken) for one in differences}


def were_weights_locked(entries: Iterable[Entry], run: int) -> bool:
    """Whether the weights were locked before a run, so that each change needs a reason.

    Args:
        entries: of the place.
        run: number of the run's own entry.
    """
    return any(entry.kind == "lock" and entry.number < run for entry in entries)


def _cause(one: Difference, spoken: Sequence[tuple[Entry, tuple[str, ...]]]) -> Cause:
    found = [entry for entry, keys in spoken if one.key in keys or f"{one.about}:*" in keys]
    reasons = dict.fromkeys(reason for entry in found if (reason := _reason(entry)))
    feedback = dict.fromkeys(ident for entry in found for ident in _comments(entry))
    numbers = (entry.number for entry in found if entry.kind != "difference")
    return Cause(tuple(numbers), tuple(reasons), tuple(feedback))


def _spoken_of(entry: Entry) -> tuple[str, ...]:
    """The keys of the differences that an entry speaks of; "criterion:*" for every one about criteria."""
    said = entry.content
    of = said.get("site") or said.get("option") or ""
    match entry.kind:
        case "difference":
            return (f"{said['about']}:{said['subject']}",)
        case "evidence":
            return (f"evidence:{of}/{said.get('item', '')}",)
        case "hurdle":
            return (f"evidence:{of}/{said.get('hurdle', '')}", f"hurdle:{said.get('hurdle', '')}")
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


_AGREED: Mapping[str, tuple[str, ...]] = {
    "criteria": ("criterion:*", "theme:*", "parameter:criteria_off"),
    "anchors": ("criterion:*",),
    "group-weights": ("parameter:groups", "parameter:why_group_weights"),
    "parameters": ("parameter:*",),
}

# What each kind gives as its reason. The reason of a score stays in the record: it is about the site, not the change.
_REASONS: Mapping[str, tuple[str, ...]] = {
    "difference": ("because",),
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
