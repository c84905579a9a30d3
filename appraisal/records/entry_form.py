"""What an entry has to look like, wherever it was read from: its fields, their types and what may stand in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from appraisal.errors import FindingsError, LedgerError
from appraisal.model.canonical import canonical
from appraisal.model.entries import FIELDS, OPTIONAL_FIELDS, ROUTES, is_salt, is_utc_text
from appraisal.model.kinds import KINDS
from appraisal.model.refusals import DEEPEST, is_id


def refuse_misshapen(known: Mapping[str, Any]) -> None:
    """Stop at a field of an entry that is not of its type, and at content that no entry can hold.

    Raises:
        LedgerError: naming it, to follow 'Ledger entry (number) was changed after it was written:'.
    """
    for name, types, what in _TYPES:
        if type(known[name]) not in types:
            msg = f"its {name} is not {what}."
            raise LedgerError(msg)
    _refuse_unfit(known["content"], 1)


def is_canonical(value: object, written: bytes) -> bool:
    """Whether bytes are the canonical JSON of what was read from them."""
    try:
        return canonical(value) == written
    except FindingsError:  # of text that is not Unicode there is none
        return False


def form_problem(known: Mapping[str, Any]) -> str | None:
    """What stands in an entry that the ledger never takes, to follow 'Ledger entry (number)'; None where nothing does.

    Only somebody who went round the ledger can have written it, whatever its hash says.

    Args:
        known: every field of an entry, each of its type; its hashes are as they are computed.
    """
    if known["kind"] not in KINDS:
        return f"is of a kind that there is not: '{known['kind']}'."
    for name, (holds, what) in _FORMS.items():
        if known[name] is not None and not holds(known[name]):
            return f"has in {name} no {what}: '{known[name]}'."
    return None


def _refuse_unfit(value: Any, depth: int) -> None:
    """Stop at a number, for which an entry holds decimal text, and where content is nested past reading."""
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int | float):
        msg = f"its content holds the number {value}, where only decimal text can stand."
        raise LedgerError(msg)
    if depth > DEEPEST:
        msg = f"its content is nested more than {DEEPEST} deep."
        raise LedgerError(msg)
    for part in value.values() if isinstance(value, dict) else value:
        if not isinstance(part, str):  # nearly every part is text, and a ledger has many
            _refuse_unfit(part, depth + 1)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_OTHERS = {"number": (int, "a whole number"), "content": (dict, "an object")}
_TYPES = tuple(
    (name, (expected, type(None)) if name in OPTIONAL_FIELDS else (expected,), what)
    for name in FIELDS
    for expected, what in [_OTHERS.get(name, (str, "text"))]
)
_FORMS: Mapping[str, tuple[Callable[[str], bool], str]] = MappingProxyType(
    {name: (lru_cache(maxsize=4096)(is_id), "id") for name in ("place", "person", "entered_by", "on_behalf_of", "role")}
    | {
        "route": (ROUTES.__contains__, "way into the ledger"),
        "entered_at": (lru_cache(maxsize=4096)(is_utc_text), "time in UTC"),
        "cast_on": (lru_cache(maxsize=4096)(_is_date), "date"),
        "salt": (is_salt, "32 hex digits"),
    }
)
