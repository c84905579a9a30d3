"""The record as a public paper may tell it: no site is named before it has been approached.

What people said is printed as they said it, whatever it names: a comment that somebody edited would no longer be
theirs. What we say (answers, replies, reasons) is kept out where it names such a site, and the paper says so. Whoever
writes the paper is told of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

NOT_NAMED = "?"
"""What stands for the id of a site not approached, or of an option that uses one; no id reads like this."""

WITHHELD = None
"""What stands for words of ours that name such a site."""

_COMMON = frozenset(
    {
        *("example", "home", "homes", "house", "court", "lodge", "hospice", "hospital", "care", "nursing", "centre"),
        *("residential", "site", "provider", "group", "trust", "limited", "north", "south", "east", "west", "street"),
        *("road", "green", "park", "hill", "saint", "view", "this", "that", "there", "with", "from"),
    }
)
"""Words that many homes have in their names, so that one alone names none of them."""


@dataclass(frozen=True, slots=True)
class Unnamed:
    """What may not be named yet.

    Attributes:
        sites, options: ids of the sites not approached, and of the options that use one.
        names: a pattern of their names, and of providers that have no other site; None where all may be named.
    """

    sites: frozenset[str] = frozenset()
    options: frozenset[str] = frozenset()
    names: re.Pattern[str] | None = None

    def is_in(self, text: str) -> bool:
        """Whether a text seems to name one: its whole name in any capitals, or a word of it that no other name has."""
        return self.names is not None and self.names.search(text) is not None

    def hides(self, subject: str) -> bool:
        """Whether a subject of change, such as 'evidence:amber/cost.bed-day', has one of the ids in it."""
        return any(part in self.sites | self.options for part in re.split("[:/]", subject))


def unnamed(findings: Mapping[str, Any]) -> Unnamed:
    """What the public copy of findings does not name.

    Args:
        findings: all of them, with their `public` copy.
    """
    hidden = [site for site in findings["sites"] if site["standing"] == "not approached"]
    if findings["public"] is None or not hidden:
        return Unnamed()
    sites = frozenset(site["id"] for site in hidden)
    options = frozenset(option["id"] for option in findings["options"] if sites & option["sites"].keys())
    shown = [site for site in findings["sites"] if site["id"] not in sites]
    elsewhere = {site["provider"] for site in shown}
    alone = {site["provider"] for site in hidden} - elsewhere
    providers = findings["context"]["providers"]
    names = [site["name"] for site in hidden] + [row["name"] for row in providers if row["id"] in alone]
    said_anyway = [site["name"] for site in shown] + [row["name"] for row in providers if row["id"] not in alone]
    return Unnamed(sites, options, _pattern(names, {word.lower() for name in said_anyway for word in _words(name)}))


def public_record(record: Mapping[str, Any], findings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The extract of the record without the ids, and without the words of ours, that name what may not be named.

    Args:
        record: as `appraisal.records.extract` gives it.
        findings: all of them, with their `public` copy.
    """
    hidden = unnamed(findings)
    if not hidden.sites:
        return record
    return {
        **record,
        "comments": [_comment(row, hidden) for row in record["comments"]],
        "answers": [_ours(row, ("text", "to"), hidden) | _changed(row, hidden) for row in record["answers"]],
        "from_comments": [_change(row, hidden) for row in record["from_comments"]],
        "changes": record.get("changes") and _differences(record["changes"], hidden),
        "questions": [_question(row, hidden) for row in record["questions"]],
    }


def named_too_soon(record: Mapping[str, Any], findings: Mapping[str, Any]) -> list[str]:
    """What whoever writes a public paper should know: one sentence or two for each text that seems to name a site.

    Args:
        record, findings: as in `public_record`.
    """
    hidden, told = unnamed(findings), []
    for row in record["comments"]:
        if hidden.is_in(row["text"]) or hidden.is_in(row["proposes"]):
            told.append(
                f"Comment '{row['id']}' seems to name a site that has not been approached. The paper prints it as it "
                "was said. Approach the site before you publish the paper, or ask whoever wrote the comment."
            )
        if row["answer"] and (hidden.is_in(row["answer"]["text"]) or hidden.is_in(row["answer"]["to"])):
            told.append(
                f"The answer to comment '{row['id']}' seems to name a site that has not been approached, so the paper "
                "leaves its words out and says so. Answer again without the name: appraisal record answer."
            )
    for row in record["from_comments"]:
        if hidden.is_in(row["reason"]):
            text = "seems to name a site that has not been approached, so the paper leaves it out and says so."
            told.append(f"The reason of entry {row['number']} {text}")
    for row in record["questions"]:
        if hidden.is_in(row["text"]):
            told.append(
                f"Question '{row['id']}' seems to name a site that has not been approached. The paper prints it as it "
                "was asked."
            )
        if row["reply"] and hidden.is_in(row["reply"]["text"]):
            told.append(
                f"The reply to question '{row['id']}' seems to name a site that has not been approached, so the paper "
                "leaves its words out and says so. Reply again without the name: appraisal record reply."
            )
    return told


def _comment(row: Mapping[str, Any], hidden: Unnamed) -> dict[str, Any]:
    about = {
        "sites": _ids(row["sites"], hidden.sites),
        "options": _ids(row["options"], hidden.options),
    }
    answer = row["answer"]
    shown = answer and _ours(answer, ("text", "to"), hidden) | _changed(answer, hidden)
    return {**row, **about, "answer": shown}


def _ids(ids: Iterable[str], hidden: frozenset[str]) -> list[str]:
    return list(dict.fromkeys(NOT_NAMED if id_ in hidden else id_ for id_ in ids))


def _ours(row: Mapping[str, Any], parts: Iterable[str], hidden: Unnamed) -> dict[str, Any]:
    return {**row, **{part: WITHHELD for part in parts if hidden.is_in(row[part])}}


def _changed(row: Mapping[str, Any], hidden: Unnamed) -> dict[str, str]:
    return {"changed": _subject(row["changed"], hidden)}


def _subject(subject: str, hidden: Unnamed) -> str:
    return f"{subject.partition(':')[0]}:{NOT_NAMED}" if hidden.hides(subject) else subject


def _change(row: Mapping[str, Any], hidden: Unnamed) -> dict[str, Any]:
    is_hidden = hidden.hides(row["about"]) or hidden.is_in(row["reason"])
    shown = {"about": _subject(row["about"], hidden), "into": _ids(row["into"], hidden.options)}
    return {**row, **shown, "reason": WITHHELD if is_hidden else row["reason"]}


def _differences(told: Mapping[str, Any], hidden: Unnamed) -> dict[str, Any]:
    """What changed since the last paper: no reason that names what may not be named, no sentence where it was named."""
    rows = []
    for row in told["differences"]:
        reasons = [WITHHELD if hidden.is_in(reason) else reason for reason in row["cause"]["reasons"]]
        rows.append({**row, "cause": {**row["cause"], "reasons": reasons}})
    then = told["last_findings"].get("public") or told["last_findings"]
    was_named = any(site["id"] in hidden.sites for site in then.get("sites", ()))
    last: dict[str, Any] = {"last_findings": {}, "last_record": {}} if was_named else {}
    return {**told, "differences": rows, **last}


def _question(row: Mapping[str, Any], hidden: Unnamed) -> dict[str, Any]:
    return {**row, "reply": row["reply"] and _ours(row["reply"], ("text",), hidden)}


def _words(name: str) -> list[str]:
    return re.findall(r"\w[\w'’]*", name)


def _pattern(names: Iterable[str], said_anyway: set[str]) -> re.Pattern[str]:
    """A whole name in any capitals; one word of it only with its capital, so that 'rowan' may still be a tree."""
    found = []
    for name in names:
        found.append(rf"(?i:\b{re.escape(name)}\b)")
        own = [word for word in _words(name) if word[:1].isupper() and len(word) > 3]
        found += [rf"\b{re.escape(word)}\b" for word in own if word.lower() not in _COMMON | said_anyway]
    return re.compile("|".join(dict.fromkeys(found)))
