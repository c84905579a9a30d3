"""In which order things were said: what the ledger's own order shows of it, and what rests on claimed dates alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from appraisal.model.dates import spoken
from appraisal.model.entries import Draft, Entry
from appraisal.model.objections import late_since
from appraisal.model.record import Record, entered_at, named, number_of

Verdict = Literal["shown", "cannot be shown", "not so"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that ought to be true of the order, and what the record says of it.

    Attributes:
        id: interests-first, weights-first, blind or nothing-late.
        says: what ought to be true, in one sentence.
        verdict: "shown" only where the ledger's own order shows it.
        text: why, in one or two sentences.
        details: what came late, a sentence for each person, kind and reason.
    """

    id: str
    says: str
    verdict: Verdict
    text: str
    details: tuple[str, ...] = ()


def bearing_on_order(known: Mapping[str, Any]) -> Entry | None:
    """An entry as far as `order_of` reads it, so that a long record is not held whole; None where it is not read.

    Args:
        known: every field of the entry by its name.
    """
    if known["kind"] not in _READ:
        return None
    content = {name: part for name, part in known["content"].items() if name in _PARTS}
    return Entry(**{**known, "content": content, "salt": "", "previous": "", "hash": ""})


def order_of(record: Record) -> tuple[Statement, ...]:
    """What the record of a place says of its order; nothing where nobody has weighed or scored yet.

    The number of an entry, and when the ledger took it, are facts. The date on which somebody says that they said it is
    a claim. What was taken in together has no order of its own.
    """
    if record.of("score"):
        return _interests_first(record), _weights_first(record), _blind(record), _nothing_late(record)
    return (_weights_first(record), _nothing_late(record)) if record.of("weights") else ()


def order_told(record: Record) -> list[dict[str, Any]]:
    """The same as plain content, for an extract of the record and for JSON."""
    return [
        {
            "id": statement.id,
            "says": statement.says,
            "verdict": statement.verdict,
            "text": statement.text,
            "details": list(statement.details),
        }
        for statement in order_of(record)
    ]


def _interests_first(record: Record) -> Statement:
    def told(verdict: Verdict, text: str) -> Statement:
        return Statement("interests-first", "People declared interests before they scored.", verdict, text)

    scored = _first(record.of("score"), lambda entry: (entry.person,))
    declared = _first(record.of("interest"), lambda entry: (entry.person, *_about(entry)))
    before = {entry.person for entry in declared if _is_before(entry, scored)}
    silent = [score.person for score in scored if not any(entry.person == score.person for entry in declared)]
    after = [
        entry.person
        for entry in declared
        if not _is_before(entry, scored) and (entry.content["managed"] != "none needed" or entry.person not in before)
    ]
    if silent or after:
        said = [f"{_people(silent)} scored and declared nothing, not even that there is none."] if silent else []
        said += [f"{_people(after)} declared an interest after having scored."] if after else []
        return told("not so", " ".join(said))
    pairs = [
        (entry, score)
        for score in scored
        for entry in declared
        if entry.person == score.person and entered_at(entry) == entered_at(score)
    ]
    if pairs:
        people = [score.person for _, score in pairs]
        who = "everybody" if len(set(people)) == len(scored) else _people(people).lower()
        text = f"The interests and the scores of {who} were entered together. {_by_claims(pairs, 'interests')}"
        return told("cannot be shown", text)
    shown = "Each person's interests stand in the record before their first score."
    against = sorted({score.person for score in scored if _claims_otherwise(score, declared)})
    if against:
        dated = f"by the dates that they gave, which are claims, {_people(against).lower()} scored before declaring any"
        return told("cannot be shown", f"{shown} But {dated}.")
    return told("shown", shown)


def _claims_otherwise(score: Draft, declared: Iterable[Draft]) -> bool:
    """Whether, by the dates given, a person scored before they declared anything."""
    dates = [entry.cast_on for entry in declared if entry.person == score.person]
    return bool(score.cast_on and dates and all(day and score.cast_on < day for day in dates))


def _weights_first(record: Record) -> Statement:
    def told(verdict: Verdict, text: str) -> Statement:
        return Statement("weights-first", "Weights were locked before scores were revealed.", verdict, text)

    lock, reveal = record.first("lock"), record.first_shown
    if reveal is not None and (lock is None or number_of(reveal) < number_of(lock)):
        how = f"run {reveal.content['run']} shows them" if reveal.content.get("run") else "they were revealed"
        locked = "" if lock is None else f"; the lock is {named(lock)}"
        return told("not so", f"Scores were seen before weights were locked: {how} ({named(reveal)}{locked}).")
    if lock is None:
        return told("not so", "Not yet: the weights are not locked, and no score has been revealed.")
    since = "no score has been revealed yet" if reveal is None else f"scores were revealed later ({named(reveal)})"
    locked = f"The weights were locked ({named(lock)}), and {since}."
    at_weights = {entered_at(entry) for entry in (*record.of("weights"), lock)}
    early = [e for e in record.of("score") if number_of(e) < number_of(lock) or entered_at(e) in at_weights]
    if not early:
        by_claims = [e.cast_on for e in record.of("score") if e.cast_on and lock.cast_on and e.cast_on < lock.cast_on]
        if not by_claims:
            return told("shown", locked)
        some = f"the first score is dated {_day(min(by_claims))}, and the lock {_day(str(lock.cast_on))}"
        return told("cannot be shown", f"{locked} But by the dates that people gave, which are claims, {some}.")
    locked_in = [entry for entry in record.of("weights") if number_of(entry) < number_of(lock)]
    pairs = [(weighed, score) for weighed in locked_in for score in early]
    some = "1 score was" if len(early) == 1 else f"{len(early)} scores were"
    how = "every score was" if len(early) == len(record.of("score")) else some
    return told(
        "cannot be shown",
        f"{locked} But {how} in the record before the lock, or came in with weights. {_by_claims(pairs, 'weights')}",
    )


def _blind(record: Record) -> Statement:
    says = "The tool collected the scores blind, so that nobody could see another's."
    scores = record.of("score")
    elsewhere = {"file": "in files", "command": "by command"}
    ways = sorted({elsewhere[entry.route] for entry in scores if entry.route in elsewhere}, reverse=True)
    if ways:
        which = "The scores" if all(entry.route in elsewhere for entry in scores) else "Some scores"
        text = f"{which} came {' and '.join(ways)}, so the tool did not collect them blind."
        return Statement("blind", says, "cannot be shown", text)
    return Statement("blind", says, "shown", "Each person scored on a page of their own.")


def _nothing_late(record: Record) -> Statement:
    says = "No weights came after the lock, and no ballot after the reveal."
    late: dict[tuple[str, str, str], list[Draft]] = {}
    for entry in record.of("weights", "score", "interest"):
        since = late_since(entry, record)
        if since is not None and number_of(entry) > number_of(since):
            why = str(entry.content.get("late_reason") or entry.content.get("replaces_reason") or "")
            what = _LATE[entry.kind, since.kind == "lock"]
            late.setdefault((entry.person, what, why), []).append(entry)
    if not late:
        yet = " The weights are not locked yet." if record.first("lock") is None else ""
        return Statement("nothing-late", says, "shown", f"Nothing came late.{yet}")
    count = sum(len(entries) for entries in late.values())
    details = tuple(_late(*key, entries) for key, entries in sorted(late.items()))
    came = "1 ballot came late" if count == 1 else f"{count} ballots came late"
    without = sum(len(entries) for (_, _, why), entries in late.items() if not why)
    text = f"{came}; {without} without a reason." if without else f"{came}, with the reason given."
    return Statement("nothing-late", says, "not so", text, details)


_READ = ("interest", "weights", "lock", "score", "reveal", "run")
_PARTS = ("provider", "site", "managed", "run", "late_reason", "replaces_reason")
_LATE = {
    ("weights", True): "weights after the lock",
    ("weights", False): "weights after the reveal",
    ("score", False): "scores after the reveal",
    ("interest", False): "an interest after the reveal",
}


def _late(person: str, what: str, why: str, entries: list[Draft]) -> str:
    where = named(entries[0]) + (f" and {len(entries) - 1} more" if len(entries) > 1 else "")
    reason = f"“{why.rstrip('.')}”" if why else "no reason was given"
    return f"Person {person}, {what} ({where}): {reason}."


def _by_claims(pairs: Iterable[tuple[Draft, Draft]], what: str) -> str:
    """What the claimed dates say of what should have come first, and of scores."""
    pairs = list(pairs)
    dates = [(one.cast_on, other.cast_on) for one, other in pairs]
    if not dates or any(not one or not other for one, other in dates):
        return "Not everybody gave a date, and a date would be a claim."
    last = max(str(one) for one, _ in dates)
    if all(str(one) < str(other) for one, other in dates):
        first = min(str(other) for _, other in dates)
        said = f"{what} came first: the last on {_day(last)}, the first score on {_day(first)}"
    else:
        said = f"not all {what} came first"
    return f"By the dates that people gave, which are claims, {said}."


def _day(text: str) -> str:
    return spoken(date.fromisoformat(text))


def _about(entry: Draft) -> tuple[str, str]:
    return str(entry.content["provider"]), str(entry.content["site"])


def _first(entries: Iterable[Draft], key: Callable[[Draft], tuple[str, ...]]) -> list[Draft]:
    """The first entry of each key, in the order of the keys."""
    found: dict[tuple[str, ...], Draft] = {}
    for entry in entries:
        found.setdefault(key(entry), entry)
    return [found[key] for key in sorted(found)]


def _is_before(interest: Draft, scored: Iterable[Draft]) -> bool:
    """Whether an interest stands before its person's first score, or they have scored nothing."""
    return all(number_of(interest) < number_of(score) for score in scored if score.person == interest.person)


def _people(ids: Iterable[str]) -> str:
    *most, last = sorted(set(ids))
    return f"People {', '.join(most)} and {last}" if most else f"Person {last}"
