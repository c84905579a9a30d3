"""One entry of the ledger: every field, its hash and link, what replaced it, and which run first read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from appraisal.audit.explaining.steps import Step
from appraisal.model.canonical import plain
from appraisal.model.entries import FIRST_PREVIOUS, Entry, entry_hash
from appraisal.model.kinds import KINDS
from appraisal.model.objections import late_since
from appraisal.model.record import Record, key_of
from appraisal.records.verification import Verification

_SAYS = {
    "number": "Number",
    "kind": "Kind",
    "place": "Place",
    "person": "Whose words (a pseudonym)",
    "role": "In which role",
    "entered_at": "Entered, by the ledger's clock",
    "cast_on": "Said on, as they claim",
    "entered_by": "Entered by",
    "on_behalf_of": "On behalf of",
    "route": "By which way",
    "salt": "Salt",
    "previous": "Hash of the entry before",
    "hash": "Its own hash",
}


def entry_steps(entry: Entry, entries: Sequence[Entry], chain: Verification) -> tuple[Step, ...]:
    """Everything about one entry.

    Args:
        entry: the one asked about.
        entries: of the ledger, as far as they can be read.
        chain: what a walk along the whole chain found.
    """
    kind = KINDS.get(entry.kind)
    what = kind.says if kind else "There is no such kind."
    fields = tuple(Step(f"{name}: {_shown(getattr(entry, field))}") for field, name in _SAYS.items())
    content = tuple(Step(text) for text in _lines(plain(entry.content)))
    return (
        Step(f"Entry {entry.number}, {entry.kind}: {what}", fields, (entry.number,)),
        Step("What it says", content),
        Step("How it stands in the chain", tuple(_chain(entry, entries, chain))),
        Step("What came before and after", _standing_told(entry, [one for one in entries if one.place == entry.place])),
    )


def unreadable_steps(number: int, why: str, chain: Verification) -> tuple[Step, ...]:
    """An entry that can no longer be read."""
    return (Step(f"Entry {number} cannot be read: {why}", (_holds(number, chain),), (number,), problem=why),)


def _chain(entry: Entry, entries: Sequence[Entry], chain: Verification) -> list[Step]:
    found = entry_hash(entry.as_json())
    steps = []
    if found == entry.hash:
        steps.append(Step("Its hash is that of what it says"))
    else:
        text = f"What entry {entry.number} says does not give its hash: it gives {found}"
        steps.append(Step(text, problem=f"{text}, and it holds {entry.hash}."))
    before = next((one for one in entries if one.number == entry.number - 1), None)
    head = FIRST_PREVIOUS if entry.number == 1 else before.hash if before else None
    if head == entry.previous:
        link = "It is the first" if entry.number == 1 else f"It follows from entry {entry.number - 1}"
        steps.append(Step(link, entries=(entry.number - 1,) if before else ()))
    else:
        text = (
            f"Entry {entry.number} does not follow from entry {entry.number - 1}, which has {head or 'no hash to read'}"
        )
        steps.append(Step(text, problem=f"{text}; it names {entry.previous}."))
    return [*steps, _holds(entry.number, chain)]


def _holds(number: int, chain: Verification) -> Step:
    """Whether the chain holds as far as an entry."""
    if chain.is_sound:
        return Step(f"The whole chain holds, to entry {chain.entries}")
    if number <= chain.sound_up_to:
        return Step(f"The chain holds up to here, and to entry {chain.sound_up_to}; later it does not: {chain.problem}")
    return Step(f"The chain does not hold up to here: {chain.problem}", problem=str(chain.problem))


def _standing_told(entry: Entry, entries: Sequence[Entry]) -> tuple[Step, ...]:
    """The same as `_standing`, also of a ledger in which somebody took out parts of what was said."""
    try:
        return tuple(_standing(entry, entries))
    except (KeyError, TypeError, ValueError):
        return (Step("It cannot be told, because some entry of this place lacks what its kind holds"),)


def _standing(entry: Entry, entries: Sequence[Entry]) -> list[Step]:
    """What it replaced or was replaced by, whether it came late, and which run first read it."""
    steps = []
    key = key_of(entry) if entry.kind in KINDS else None
    same = [one for one in entries if key is not None and one.kind in KINDS and key_of(one) == key]
    before, after = (
        [one for one in same if one.number < entry.number],
        [one for one in same if one.number > entry.number],
    )
    if before:
        why = entry.content.get("replaces_reason") or "no reason was given"
        steps.append(Step(f"It replaced entry {before[-1].number}: {why}", entries=(before[-1].number,)))
    if after:
        why = after[0].content.get("replaces_reason") or "no reason was given"
        steps.append(Step(f"It was replaced by entry {after[0].number}: {why}", entries=(after[0].number,)))
    if key is not None and not after:
        steps.append(Step("No later entry has replaced it"))
    since = late_since(entry, Record(tuple(entries)))
    if isinstance(since, Entry) and since.number < entry.number:
        why = entry.content.get("late_reason") or entry.content.get("replaces_reason") or "no reason was given"
        steps.append(Step(f"It came late, after entry {since.number} ({since.kind}): {why}", entries=(since.number,)))
    runs = [one for one in entries if one.kind == "run" and int(one.content["read_entries"]) >= entry.number]
    if runs:
        text = f"First read by run {runs[0].content['run']}, which is entry {runs[0].number}"
        steps.append(Step(text, entries=(runs[0].number,)))
    else:
        steps.append(Step("No run has read it yet"))
    return steps


def _shown(value: object) -> str:
    return "nothing" if value is None else str(value)


def _lines(content: Mapping[str, Any]) -> list[str]:
    """What an entry says, a line for each part of it."""
    found = []
    for name, value in content.items():
        if isinstance(value, dict):
            found += [f"{name}, {line}" for line in _lines(value)]
        elif isinstance(value, list):
            said = "; ".join(_of_list(each) for each in value)
            found.append(f"{name}: {said or 'none'}")
        else:
            found.append(f"{name}: {value if value not in ('', None) else 'nothing'}")
    return found


def _of_list(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    return " = ".join(map(str, value)) if isinstance(value, list) and len(value) == 2 else str(value)
