"""What people have said of a place, as the ledger holds it: the current ballot of each person on each question."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import cast

from appraisal.model.ballots import Ballots, Interest, Managed, Moderated, ScoreCast, WeightsBallot
from appraisal.model.entries import Entry
from appraisal.model.record import key_of
from appraisal.model.weights_said import ASSUMED, anchors_in, answers_in, under_in
from appraisal.records.ledger import open_ledger

KINDS = ("interest", "weights", "score", "moderation")


def ballots_by_place(address: Path | str) -> dict[str, Ballots]:
    """The ballots of every place of a ledger.

    Raises:
        LedgerError: if the ledger cannot be read, or its chain does not hold: nothing is concluded from it then.
    """
    with open_ledger(address) as ledger:
        ledger.refuse_unsound()
        entries = list(ledger.entries(kinds=KINDS))
    places = sorted({entry.place for entry in entries})
    return {place: ballots_of(entry for entry in entries if entry.place == place) for place in places}


def ballots_of(entries: Iterable[Entry]) -> Ballots:
    """The current ballots among entries of one place; what was replaced is counted, not used."""
    current: dict[tuple[str, ...], Entry] = {}
    replaced = 0
    for entry in entries:
        key = key_of(entry)
        if key is not None:
            current[key] = entry
            replaced += "replaces" in entry.content
    kept = list(current.values())
    return Ballots(
        weights=tuple(sorted(_weights(entry) for entry in kept if entry.kind == "weights")),
        scores=tuple(sorted(_score(entry) for entry in kept if entry.kind == "score")),
        interests=tuple(sorted(_interest(entry) for entry in kept if entry.kind == "interest")),
        moderated=tuple(sorted(_moderated(entry) for entry in kept if entry.kind == "moderation")),
        replaced=replaced,
    )


def _weights(entry: Entry) -> WeightsBallot:
    way, answers = answers_in(entry.content)
    anchors, under = anchors_in(entry.content), under_in(entry.content)
    is_assumed = all(entry.content.get(name) == text for name, text in ASSUMED.items())
    return WeightsBallot(entry.person, _cast_on(entry), tuple(answers.items()), way, anchors, under, is_assumed)


def _score(entry: Entry) -> ScoreCast:
    content = entry.content
    return ScoreCast(
        entry.person, content["site"], content["criterion"], content["answer"], content["reason"], _cast_on(entry)
    )


def _interest(entry: Entry) -> Interest:
    content = entry.content
    managed = cast(Managed, content["managed"])
    return Interest(entry.person, _cast_on(entry), content["provider"], content["site"], content["interest"], managed)


def _moderated(entry: Entry) -> Moderated:
    content = entry.content
    dissent = tuple(sorted((said["person"], said["text"]) for said in content["dissent"] or ()))
    answer, reason = content["answer"], content["reason"]
    return Moderated(content["site"], content["criterion"], answer, reason, dissent, _cast_on(entry))


def _cast_on(entry: Entry) -> date:
    return date.fromisoformat(entry.cast_on or entry.entered_at[:10])
