"""Declared interests that cannot stand side by side: none at all, and one that is named."""

from __future__ import annotations

from collections.abc import Mapping

from appraisal.model.entries import Draft
from appraisal.model.record import Record, key_of

NONE, NONE_NEEDED = "none", "none needed"
NONE_BUT_NAMED = "none but those named"
"""What takes the place of a person's 'none' once they name an interest."""


def names_one(declared: Draft) -> bool:
    """Whether it declares an interest, and not that there is none."""
    return bool(declared.content["managed"] != NONE_NEEDED)


def says_none(declared: Draft) -> bool:
    """Whether it declares that there is no interest in any provider or site."""
    content = declared.content
    is_general = not (content["provider"] or content["site"]) and content["interest"] != NONE_BUT_NAMED
    return is_general and not names_one(declared)


def denied(draft: Draft, record: Record) -> tuple[Draft, ...]:
    """What stands declared by a person and cannot beside what they declare now.

    To say that there is none denies each interest that they named; to name one denies that they had none.
    """
    if draft.kind != "interest":
        return ()
    own = [entry for entry in record.current("interest") if entry.person == draft.person]
    others = [entry for entry in own if key_of(entry) != key_of(draft)]
    if says_none(draft):
        return tuple(entry for entry in others if names_one(entry))
    return tuple(entry for entry in others if names_one(draft) and says_none(entry))


def taking_back(entry: Draft) -> Mapping[str, str]:
    """What is said in the place of something that is denied: the content of another entry on the same question."""
    about = {part: entry.content[part] for part in ("provider", "site")}
    return about | {"interest": NONE if names_one(entry) else NONE_BUT_NAMED, "managed": NONE_NEEDED}
