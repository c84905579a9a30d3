"""Why the ledger cannot take what somebody enters, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from appraisal.errors import LedgerError, did_you_mean
from appraisal.model.entries import ROUTES, Draft
from appraisal.model.kinds import KINDS

DEEPEST = 100
"""How many lists and objects of an entry's content may stand within each other."""


def refusals(draft: Draft) -> list[str]:
    """Why the ledger cannot take a draft, one sentence for each reason; empty when it can.

    >>> refusals(Draft(kind="wieghts", place="amber-vale", person="p07", role="residents", entered_by="p07",
    ...                route="file", content={}))
    ["'wieghts' is not a kind of entry. Did you mean 'weights'?"]
    """
    found = []
    if draft.kind not in KINDS:
        found.append(f"'{draft.kind}' is not a kind of entry.{did_you_mean(draft.kind, KINDS)}")
    if draft.route not in ROUTES:
        found.append(f"'{draft.route}' is not a way into the ledger; it is one of {', '.join(ROUTES)}.")
    for name in ("place", "person", "role", "entered_by", "on_behalf_of"):
        given = getattr(draft, name)
        if not (given is None and name == "on_behalf_of") and not is_id(given):
            found.append(f"'{given}' cannot stand as {name}: an id such as 'p07' is needed, never a name.")
    if draft.cast_on is not None and not _is_date(draft.cast_on):
        found.append(f"'{draft.cast_on}' cannot stand as cast_on: a date such as 2025-09-01 is needed.")
    if not isinstance(draft.content, Mapping):
        found.append("content is not a mapping of names to what is said.")
    return found + _content_refusals(draft.content, "content")


def refuse_unfit(drafts: Sequence[Draft]) -> None:
    """Refuse all of some drafts if the ledger cannot take one of them.

    Raises:
        LedgerError: every reason, with the draft that it is about.
    """
    found = [f"{index} of {len(drafts)}: {text}" for index, draft in enumerate(drafts, 1) for text in refusals(draft)]
    if found:
        raise LedgerError("\n".join(["Nothing was entered, because the ledger cannot take this:", *found]))


def is_id(given: object) -> bool:
    """Whether something can stand as an id: lower-case words joined by hyphens.

    >>> is_id("p07"), is_id("Jo Smith")
    (True, False)
    """
    return isinstance(given, str) and _ID.fullmatch(given) is not None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _content_refusals(value: Any, path: str, depth: int = 1) -> list[str]:
    if value is None or isinstance(value, bool):
        return []
    if depth > DEEPEST and isinstance(value, tuple | Mapping):
        return [f"content is nested more than {DEEPEST} deep, which an entry cannot be."]
    if isinstance(value, str):
        return [] if _is_unicode(value) else [f"{path} is not Unicode text."]
    if isinstance(value, tuple):
        parts = [(f"{path}[{index}]", part) for index, part in enumerate(value)]
        return [text for name, part in parts for text in _content_refusals(part, name, depth + 1)]
    if isinstance(value, Mapping):
        return [
            text
            for key, part in value.items()
            for text in [*_key_refusals(key, path), *_content_refusals(part, f"{path}.{key}", depth + 1)]
        ]
    if isinstance(value, int | float):
        return [f"{path} is the number {value}; give it as decimal text, such as '{value}'."]
    return [f"{path} is a {type(value).__name__}, which an entry cannot hold."]


def _key_refusals(key: object, path: str) -> list[str]:
    if not isinstance(key, str):
        return [f"{path} has the key {key!r}; a key is text."]
    return [] if _is_unicode(key) else [f"{path} has a key that is not Unicode text."]


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
