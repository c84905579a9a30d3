"""The record of one place, as its entries tell it: what is locked, revealed, asked, answered and decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from appraisal.model.canonical import canonical
from appraisal.model.entries import Draft, Entry
from appraisal.model.kinds import CURRENT, KINDS


@dataclass(frozen=True)
class Record:
    """The entries of one place in their order; drafts that follow them may stand at the end.

    A draft is what is about to be entered: rules of order see it as they would see its entry.
    """

    entries: tuple[Draft, ...] = ()

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Draft, ...]]:
        kinds = {entry.kind for entry in self.entries}
        return {kind: tuple(entry for entry in self.entries if entry.kind == kind) for kind in kinds}

    @cached_property
    def first_shown(self) -> Draft | None:
        """The first entry by which scores could be seen: a reveal, or a run with a score before it; None for none."""
        scored = self.first("score")
        runs = (run for run in self.of("run") if scored is not None and number_of(scored) < number_of(run))
        shown = [entry for entry in (self.first("reveal"), next(runs, None)) if entry is not None]
        return min(shown, key=number_of, default=None)

    @cached_property
    def by_what_they_state(self) -> Mapping[Stated, Draft]:
        """The last entry that states each thing."""
        return {stated_in(entry): entry for entry in self.entries}

    def and_then(self, draft: Draft) -> Record:
        """The record with one more at its end."""
        grown = Record((*self.entries, draft))
        of_kind = (*self._by_kind.get(draft.kind, ()), draft)
        vars(grown)["_by_kind"] = {**self._by_kind, draft.kind: of_kind}  # else each of many would sort all anew
        return grown

    def up_to(self, number: int) -> Record:
        """The record as it stood when the entry of a number had been made."""
        return Record(tuple(entry for entry in self.entries if number_of(entry) <= number))

    def after(self, number: int) -> tuple[Draft, ...]:
        """What was entered later than a number."""
        return tuple(entry for entry in self.entries if number_of(entry) > number)

    def of(self, *kinds: str) -> tuple[Draft, ...]:
        """Every entry of some kinds."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], ())
        return tuple(entry for entry in self.entries if entry.kind in kinds)

    def first(self, kind: str, **said: Any) -> Draft | None:
        """The first entry of a kind that says what is named; None where there is none."""
        return next((entry for entry in self.of(kind) if _says(entry, said)), None)

    def last(self, kind: str, **said: Any) -> Draft | None:
        """The last entry of a kind that says what is named; None where there is none."""
        return next((entry for entry in reversed(self.of(kind)) if _says(entry, said)), None)

    def current(self, *kinds: str) -> tuple[Draft, ...]:
        """The entries of some kinds that no later one replaced, in the order of the questions' first answers."""
        kept: dict[tuple[str, ...], Draft] = {}
        for entry in self.of(*kinds):
            key = key_of(entry)
            if key is not None:
                kept[key] = entry
        return tuple(kept.values())

    @property
    def answers(self) -> Mapping[str, Draft]:
        """The current answer to each comment that has one, by the comment's id."""
        return {str(answer.content["feedback"]): answer for answer in self.current("answer")}

    @property
    def replies(self) -> Mapping[str, Draft]:
        """The current reply to each question that has one, by the question's id."""
        return {str(reply.content["question"]): reply for reply in self.current("reply")}

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Ids of the comments that have no answer, in the order in which they were entered."""
        answered = self.answers
        ids = [str(comment.content["id"]) for comment in self.current("feedback")]
        return tuple(id_ for id_ in ids if id_ not in answered)


def key_of(entry: Draft) -> tuple[str, ...] | None:
    """What an entry answers, so that a later entry of the same key replaces it; None where it stands for itself.

    A ballot is one person's. A comment, a question, what the panel agreed and what a place team answers are the same
    by whomever they are entered.
    """
    parts = CURRENT.get(entry.kind)
    if parts is None:
        return None
    said = tuple(str(entry.content[part]) for part in parts)
    return (entry.kind, *said) if entry.kind in _OF_NOBODY else (entry.kind, entry.person, *said)


_OF_NOBODY = ("feedback", "question", "answer", "reply", "moderation")


Stated = tuple[str, str, str | None, bytes]


def stated_in(entry: Draft) -> Stated:
    """What a person states by an entry: kind, person, date and parts, without what the tool adds, such as hashes."""
    # Anchors that a person does not state are those of the files, which may have changed since.
    stated = [part.name for part in KINDS[entry.kind].parts if part.takes != "anchors"]
    parts = {name: entry.content.get(name) or "" for name in stated}
    return entry.kind, entry.person, entry.cast_on, canonical(parts)


def number_of(entry: Draft) -> int:
    """The number of an entry; past every number for a draft that has none yet."""
    return entry.number if isinstance(entry, Entry) else _NOT_YET


def entered_at(entry: Draft) -> str:
    """When it was entered, UTC; "" for a draft that is not yet: all drafts of one import are entered at once."""
    return entry.entered_at if isinstance(entry, Entry) else ""


def named(entry: Draft) -> str:
    """How a sentence names an entry.

    >>> named(Draft(kind="lock", place="fulham", person="o01", role="secretary", entered_by="o01", route="command",
    ...             content={}))
    'what is entered with it'
    """
    return f"entry {entry.number}" if isinstance(entry, Entry) else "what is entered with it"


def record_of(entries: Iterable[Draft], place: str) -> Record:
    """The record of one place among the entries of a ledger."""
    return Record(tuple(entry for entry in entries if entry.place == place))


_NOT_YET = 10**12


def _says(entry: Draft, said: Mapping[str, Any]) -> bool:
    return all(entry.content.get(name) == value for name, value in said.items())
