"""What a public paper may tell: no site is named before it has been approached.

What people said is printed as they said it, whatever it names: a comment that somebody edited would no longer be
theirs. What we and the panel say is kept out where it names such a site, and the paper says so. Whoever writes the
paper is told of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from appraisal.papers.unnamed import NOT_NAMED, Instead, Path, Unnamed, unnamed, without_names


def public_record(record: Mapping[str, Any], findings: Mapping[str, Any], instead: Instead) -> Mapping[str, Any]:
    """The extract of the record without the ids, and without the words of ours, that name what may not be named.

    Args:
        record: as `appraisal.records.extract` gives it; one that went through this already may do so again.
        findings: all of them, with their `public` copy.
        instead: what stands for what is left out.
    """
    hidden = may_not_be_named(record, findings)
    if not hidden.sites:
        return record
    about = {
        **record,
        "changes": None,
        "comments": [_comment(row, hidden) for row in record["comments"]],
        "answers": [_changed(row, hidden) for row in record["answers"]],
        "from_comments": [_change(row, hidden, instead) for row in record["from_comments"]],
        "order": [_late(row, hidden, instead) for row in record.get("order", ())],
    }
    if record.get("audit"):
        about["audit"] = _audited(record["audit"], hidden, instead)
    told: dict[str, Any] = without_names(about, hidden, instead, whole=stays_whole)
    if record.get("changes"):
        changes = public_changes(record["changes"], hidden, instead)
        told["changes"] = changes | _last_paper(record["changes"], hidden, instead)
    return told


def public_findings(record: Mapping[str, Any], findings: Mapping[str, Any], instead: Instead) -> Mapping[str, Any]:
    """The public copy of findings, or all of them where there is none, without the words that name such a site.

    Args:
        record, findings, instead: as in `public_record`.
    """
    shown: Mapping[str, Any] = findings if findings["public"] is None else findings["public"]
    hidden = may_not_be_named(record, findings)
    if not hidden.sites:
        return shown
    told: dict[str, Any] = without_names(shown, hidden, instead, whole=stays_whole)
    return told


def public_changes(told: Mapping[str, Any], hidden: Unnamed, instead: Instead) -> dict[str, Any]:
    """What changed between two runs, without the words that name what may not be named.

    Args:
        told: as `appraisal.changes.changes_told` gives it.
        hidden, instead: as in `without_names`.
    """
    public: dict[str, Any] = without_names(told, hidden, instead, whole=stays_whole)
    for row in public["differences"]:
        row["cause"]["reasons"] = list(dict.fromkeys(row["cause"]["reasons"]))  # two that are left out read alike
    return public


def may_not_be_named(record: Mapping[str, Any], findings: Mapping[str, Any]) -> Unnamed:
    """What the public copy of findings does not name, nor that of the last paper, where the record has its findings."""
    return unnamed(findings, (record.get("changes") or {}).get("last_findings"))


def stays_whole(path: Path) -> bool:
    """Whether a text stays as it is: what commenters and scrutiny bodies said, and where to write to."""
    match path:
        case ("comments", _, "text" | "proposes") | ("questions", _, "text" | "asked_by") | ("context", "contact", *_):
            return True
    return False


def _comment(row: Mapping[str, Any], hidden: Unnamed) -> dict[str, Any]:
    about = {
        "sites": _ids(row["sites"], hidden.sites),
        "options": _ids(row["options"], hidden.options),
    }
    return {**row, **about, "answer": row["answer"] and _changed(row["answer"], hidden)}


def _ids(ids: Iterable[str], hidden: frozenset[str]) -> list[str]:
    return list(dict.fromkeys(NOT_NAMED if id_ in hidden else id_ for id_ in ids))


def _changed(row: Mapping[str, Any], hidden: Unnamed) -> dict[str, Any]:
    return {**row, "changed": _subject(row["changed"], hidden)}


def _subject(subject: str, hidden: Unnamed) -> str:
    return f"{subject.partition(':')[0]}:{NOT_NAMED}" if hidden.hides(subject) else subject


def _change(row: Mapping[str, Any], hidden: Unnamed, instead: Instead) -> dict[str, Any]:
    shown = {"about": _subject(row["about"], hidden), "into": _ids(row["into"], hidden.options)}
    return {**row, **shown, "reason": instead.words if hidden.hides(row["about"]) else row["reason"]}


def _late(row: Mapping[str, Any], hidden: Unnamed, instead: Instead) -> dict[str, Any]:
    """What is said of order: that something came late stays, also where its reason may not be printed."""
    details = []
    for text in row["details"]:
        came, _, reason = text.partition(_REASON)
        is_reason_alone = reason and hidden.is_in(reason) and not hidden.is_in(came)
        details.append(f"{came}: {instead.words}" if is_reason_alone else text)
    return {**row, "details": details}


def _audited(part: Any, hidden: Unnamed, instead: Instead) -> Any:
    """What the audit paper says, without ids of what may not be named, and without the words that are about it."""
    if isinstance(part, list):
        return [_audited(each, hidden, instead) for each in part]
    if not isinstance(part, Mapping):
        return part
    told = {key: _audited(value, hidden, instead) for key, value in part.items()}
    for key, ids in (("option", hidden.options), ("site", hidden.sites)):
        if part.get(key) in ids:
            told[key] = NOT_NAMED
    for key, ids in (("options", hidden.options), ("sites", hidden.sites)):
        if isinstance(part.get(key), list) and all(isinstance(each, str) for each in part[key]):
            told[key] = _ids(part[key], ids)
    if isinstance(part.get("about"), str):
        told["about"] = _subject(part["about"], hidden)
    if told != part and any(told.get(key) != part.get(key) for key in ("option", "site", "about")):
        told |= {key: instead.words for key in _WORDS if part.get(key)}
    return told


_WORDS = ("reason", "text", "departure", "dissent", "basis", "minute", "authority")
"""The parts of a row of the audit paper that are words about what the row names."""

_REASON = ": “"
"""Where the reason begins in what `appraisal.analysis.order` says of a late ballot."""


def _last_paper(told: Mapping[str, Any], hidden: Unnamed, instead: Instead) -> dict[str, Any]:
    """The last paper's findings and record, to tell which sentences no longer hold; empty where it named such a site.

    The names themselves stay where they are not shown, because they say what the last paper could not name.
    """
    findings, shown = told["last_findings"], told["last_findings"].get("public")
    if any(site["id"] in hidden.sites for site in (shown or findings).get("sites", ())):
        return {"last_findings": {}, "last_record": {}}
    if shown:
        findings = {**findings, "public": without_names(shown, hidden, instead, whole=stays_whole)}
    else:
        findings = without_names(findings, hidden, instead, whole=stays_whole)
    return {"last_findings": findings, "last_record": told["last_record"]}
