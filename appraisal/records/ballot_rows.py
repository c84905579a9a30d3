"""Rows of ballots and other entries: what each would become, and what makes two of them one."""

from __future__ import annotations

from dataclasses import dataclass

from appraisal.model.canonical import canonical
from appraisal.model.entries import Draft
from appraisal.model.record import key_of
from appraisal.model.weights_said import ASSUMED
from appraisal.records.table_rows import Row


@dataclass(frozen=True, slots=True)
class BallotRow:
    """One row of a file of ballots, or one entry that a command makes.

    Attributes:
        row: the row itself.
        replaces: why it replaces an earlier ballot; None where it does not say that it does.
        draft: the entry that it would become.
        is_of_a_form: whether it stands in a form, whose one date and one reason are for all of its answers: what was
            said before in the same words is not said anew, and the reason is for whatever is said otherwise.
    """

    row: Row
    replaces: str | None
    draft: Draft
    is_of_a_form: bool = False


def key_of_row(draft: Draft) -> tuple[str, ...]:
    """What makes two rows one: the question that both answer, or all that they say."""
    key = key_of(draft)
    if key is not None:
        return key
    return (draft.kind, draft.cast_on or "", draft.person, canonical(draft.content).decode())


def content_of(draft: Draft) -> bytes:
    """What is said and when it was cast, without what it replaces, to be compared."""
    return canonical([draft.cast_on]) + said_in(draft)


def said_in(draft: Draft) -> bytes:
    """What is said, without what it replaces, why it is late or who says which anchors were seen, to be compared."""
    apart = ("replaces", "replaces_reason", "late_reason", *ASSUMED)
    return canonical({name: part for name, part in draft.content.items() if name not in apart})
