"""What audit questions are answered from, and the shape of an answer: reasons, each with its own verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from appraisal.model.canonical import plain
from appraisal.model.entries import Draft
from appraisal.model.record import Record, entered_at, number_of
from appraisal.model.spoken_of import hash_spoken_of
from appraisal.model.workspace import Place

Rows = list[dict[str, Any]]
Verdict = Literal["not so", "cannot be shown", "not yet", "shown"]
"""What can be said of an answer, the worst first: "not yet" is of what waits for something that is still to come."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about.

    Attributes:
        record: the entries of the place, up to the receipt that the paper gives.
        findings: of the last run: all of them.
        run: the entry of that run.
        place: as that run read it; None where what it read is not kept, or was changed.
        unread: why there is no `place`; "" where there is.
        kept: SHA-256 of every paper that is kept as it was written.
    """

    record: Record
    findings: Mapping[str, Any]
    run: Draft
    place: Place | None
    unread: str = ""
    kept: frozenset[str] = frozenset()

    @property
    def shown(self) -> Mapping[str, Any]:
        """The findings that anybody may see."""
        found: Mapping[str, Any] = self.findings.get("public") or self.findings
        return found

    @property
    def read(self) -> Record:
        """The record as the run read it."""
        return self.record.up_to(int(self.run.content["read_entries"]))

    @property
    def decision(self) -> Draft | None:
        """The last decision; None where none is taken."""
        return self.record.last("decision")

    def still_says(self, agreement: Draft) -> bool | None:
        """Whether the files that the run read say what an entry agreed; None where they cannot be read."""
        if self.place is None:
            return None
        return bool(hash_spoken_of(self.place, "agreement", agreement.content) == agreement.content["hash"])


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for an answer.

    Attributes:
        verdict: what it alone would make of the answer.
        key: names the sentence of the wording that says it.
        values: what the sentence is filled with: entries by number, people, options, sites and criteria by id.
    """

    verdict: Verdict
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    Attributes:
        reasons: never none; what speaks against it first.
        tables: rows by the name of their table, each a mapping of columns.
    """

    reasons: tuple[Reason, ...]
    tables: Mapping[str, Rows] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        """The worst of what the reasons say: one that speaks against it is enough."""
        return self.reasons[0].verdict

    def told(self) -> dict[str, Any]:
        """The answer as plain content, for an extract of the record."""
        because = [{"verdict": one.verdict, "key": one.key, "values": plain(one.values)} for one in self.reasons]
        tables = {name: [plain(row) for row in rows] for name, rows in self.tables.items()}
        return {"verdict": self.verdict, "because": because, "tables": tables}


def answer(reasons: Iterable[Reason], **tables: Rows) -> Answer:
    """An answer with what speaks against it first."""
    return Answer(tuple(sorted(reasons, key=lambda one: get_args(Verdict).index(one.verdict))), tables)


def shown(key: str, **values: Any) -> Reason:
    """A reason that the record or the findings show."""
    return Reason("shown", key, values)


def waiting(key: str, **values: Any) -> Reason:
    """A reason why it is not so yet, and may still come to be so."""
    return Reason("not yet", key, values)


def due_by_decision(asked: Asked, key: str, **values: Any) -> Reason:
    """What has to be there when the decision is taken: until then it waits, and from then on it is not so."""
    return waiting(key, **values) if asked.decision is None else against(key, **values)


def open_(key: str, **values: Any) -> Reason:
    """A reason why it cannot be shown."""
    return Reason("cannot be shown", key, values)


def against(key: str, **values: Any) -> Reason:
    """A reason why it is not so."""
    return Reason("not so", key, values)


def marked(entry: Draft, **more: Any) -> dict[str, Any]:
    """A row about an entry: its number, whose words it is, the date claimed and the day on which it was entered."""
    dates = {"on": entry.cast_on, "entered": entered_at(entry)[:10]}
    return {"entry": number_of(entry), "person": entry.person, "role": entry.role, **dates, **more}


def numbers(entries: Iterable[Draft]) -> list[int]:
    """The numbers of entries, in order."""
    return sorted(number_of(entry) for entry in entries)


def agreed_reasons(asked: Asked, what: Sequence[str]) -> list[Reason]:
    """What can be said against an agreement: not made, made or changed late, or not what the run used.

    Args:
        asked: what is asked about.
        what: of `appraisal.model.kinds.AGREED`.
    """
    seen, found = asked.record.first_shown, []
    for one in what:
        given = [entry for entry in asked.record.of("agreement") if entry.content["what"] == one]
        if not given:
            found.append(against("not_agreed", what=one))
            continue
        late = [entry for entry in given if seen is not None and number_of(entry) > number_of(seen)]
        if seen is not None and given[0] in late:
            found.append(against("agreed_late", what=one, entry=number_of(given[0]), seen=number_of(seen)))
        elif any(entry.content["hash"] != given[0].content["hash"] for entry in late):
            found.append(against("agreed_again", what=one, entries=numbers(late)))
        still = asked.still_says(given[-1])
        if still is None:
            found.append(open_("unread", what=one, why=asked.unread))
        elif not still:
            found.append(against("files_differ", what=one, entry=number_of(given[-1])))
    return found


def highest_of(findings: Mapping[str, Any]) -> str | None:
    """The one option whose total is known and above every other; None where nothing is."""
    first = [row for row in findings["options"] if row["rank"] and row["rank"]["high"] == 1]
    return str(first[0]["id"]) if len(first) == 1 else None


def highest_in(ranking: Sequence[Mapping[str, Any]]) -> list[str]:
    """The options that score highest, or may, in a ranking that findings hold."""
    return [str(row["option"]) for row in ranking if row["rank"]["low"] == 1]
