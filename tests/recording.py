"""Records made in memory: what is entered together, at one time each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from appraisal.model.entries import NO_ENTRIES, Draft, Entry, Receipt, chained
from appraisal.model.record import Record

PLACE = "testing-vale"
Said = tuple[str, str, Mapping[str, Any]]


def said(kind: str, person: str, on: str | None = None, route: str = "file", **content: Any) -> Draft:
    """A draft with the parts that matter; what a part leaves out is blank, as the ledger has it."""
    blank: dict[str, Mapping[str, Any]] = {
        "interest": {"provider": "", "site": "", "interest": "none", "managed": "none needed"},
        "weights": {"way": "swing-points", "points": {"access": "100"}},
        "score": {"site": "ash", "criterion": "clinical-fit", "answer": "75", "reason": "Seen."},
        "recommendation": {"text": "This", "basis": "Visits", "confidence": "Fairly", "dissent": "", "option": "",
                           "departure": ""},
        "feedback": {"received": "2025-08-20", "respondent": "staff", "text": "Why?", "options": (), "criteria": (),
                     "sites": (), "proposes": ""},
        "decision": {"authority": "Scheme 4.2", "minute": "Minute 7", "text": ""},
        "paper": {"file": "options.html", "file_hash": "ab", "paper": "options", "to": "public", "sub_scores": "yes"},
    }  # fmt: skip
    return Draft(
        kind=kind, place=PLACE, person=person, role="residents", entered_by=person, route=route, cast_on=on,
        content={**blank.get(kind, {}), **content},
    )  # fmt: skip


def record(*together: Draft | Sequence[Draft]) -> Record:
    """The record in which each of these was entered at a time of its own, those of one list together."""
    entries: tuple[Entry, ...] = ()
    for day, drafts in enumerate(together, 1):
        several = [drafts] if isinstance(drafts, Draft) else list(drafts)
        after = Receipt(len(entries), entries[-1].hash, entries[-1].entered_at) if entries else NO_ENTRIES
        when = f"2025-08-{day:02}T09:00:00.000000Z"
        entries += chained(several, after=after, entered_at=when, salts=["0" * 32] * len(several))
    return Record(entries)
