"""What the ledger keeps: entries, each chained to the one before by its hash, and receipts of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Self

from appraisal.errors import LedgerError
from appraisal.model.canonical import canonical, plain, sha256_hex

ROUTES: Mapping[str, str] = MappingProxyType(
    {
        "file": "Read from a file by `appraisal import`.",
        "command": "Entered by a command.",
        "page": "Entered on a page in a browser.",
    }
)
"""Every way in which an entry can reach the ledger."""

NOT_STATED = "not-stated"
"""The person id of whoever enters something without saying who they are."""

FIRST_PREVIOUS = "0" * 64
"""What stands for the hash of the entry before the first."""

_SALT = re.compile(r"[0-9a-f]{32}")
_SHOWN = 200  # of what is no receipt
_UTC_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z")
_UTC_TEXT = "%Y-%m-%dT%H:%M:%S.%fZ"
_RECEIPT = re.compile(  # a line may be broken within hex digits where it was copied from a printed page
    r"(?<![0-9])(?P<entries>[0-9]{1,15}) entr(?:y|ies), head (?P<head>[0-9a-f](?: ?[0-9a-f]){63}) ?, "
    r"last entered (?P<time>never|[0-9]{4} ?-[0-9T:. -]+Z)"
    r"(?: ?, signed (?P<signature>[0-9a-f](?: ?[0-9a-f]){127}))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody enters, before the ledger gives it a number, a salt and its place in the chain.

    Attributes:
        kind: one of KINDS.
        place: id of the place that it is about.
        person: id of the person whose words these are: a pseudonym, never a name.
        role: the role in which they speak, such as their group's id.
        entered_by: id of the person who enters it, often the same.
        route: one of ROUTES.
        content: what is said, as text, truth values, None, lists and mappings; a number is given as
            decimal text, so that no reader can round it. Kept read-only at every depth, lists as tuples.
        on_behalf_of: id of the person or group for whom it is entered, if not for oneself.
        cast_on: the ISO date on which they say that they said it; a claim, where entered_at is a fact.
    """

    kind: str
    place: str
    person: str
    role: str
    entered_by: str
    route: str
    content: Mapping[str, Any] = field(hash=False)
    on_behalf_of: str | None = None
    cast_on: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "content", _read_only(self.content))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Draft):
    """One line of the ledger: a draft with its number, and what chains it to the entry before.

    Attributes:
        number: counted from 1, without gaps.
        entered_at: when the ledger took it, UTC, as in 2025-09-01T09:30:00.000000Z.
        salt: 32 random hex digits, so that a published hash gives away no score.
        previous: hash of the entry before; FIRST_PREVIOUS for the first.
        hash: SHA-256 over the canonical JSON of all the other fields.
    """

    number: int
    entered_at: str
    salt: str
    previous: str
    hash: str

    def as_json(self) -> dict[str, Any]:
        """Every field, the hash among them, as plain dicts and lists that the json module can write."""
        return {name: plain(getattr(self, name)) for name in FIELDS}


FIELDS = (
    *("number", "kind", "place", "person", "entered_at", "cast_on", "entered_by", "on_behalf_of", "role", "route"),
    *("content", "salt", "previous", "hash"),
)
"""The fields of an entry in the order in which they are shown; all but the last are hashed."""

OPTIONAL_FIELDS = ("cast_on", "on_behalf_of")
"""Those that may be None."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody else holds to prove later that the ledger has only grown.

    Attributes:
        entries: how many entries there were.
        head: hash of the last of them; FIRST_PREVIOUS where there were none.
        time: when that last one was entered, UTC; None where there were none.
        signature: Ed25519 over its text, 128 hex digits; None where nobody signed it. Two receipts are equal that say
            the same of the ledger, whoever signed them.

    >>> print(Receipt(entries=0, head=FIRST_PREVIOUS, time=None))
    0 entries, head 0000000000000000000000000000000000000000000000000000000000000000, last entered never
    """

    entries: int
    head: str
    time: str | None
    signature: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.text if self.signature is None else f"{self.text}, signed {self.signature}"

    @property
    def text(self) -> str:
        """What it says without its signature, which is of these very characters as UTF-8."""
        counted = f"{self.entries} {'entry' if self.entries == 1 else 'entries'}"
        return f"{counted}, head {self.head}, last entered {self.time or 'never'}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read a receipt back from its one line, alone or within the footer of a paper, signed or not.

        Raises:
            LedgerError: if no receipt stands in the text.

        >>> line = f"Record: 1 entry, head {'ab' * 32}, last entered 2025-09-01T09:30:00.000000Z."
        >>> Receipt.from_text(line).entries
        1
        """
        found = _RECEIPT.search(" ".join(text.split()))
        if found is None:
            shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
            msg = (
                f"'{shown}' is not a receipt. One reads '212 entries, head (64 hex digits), last entered "
                "2025-09-01T09:30:00.000000Z'. Copy the whole line from the paper."
            )
            raise LedgerError(msg)
        time = None if found["time"] == "never" else found["time"].replace(" ", "")
        signature = found["signature"] and found["signature"].replace(" ", "")
        return cls(int(found["entries"]), found["head"].replace(" ", ""), time, signature)


NO_ENTRIES = Receipt(0, FIRST_PREVIOUS, None)
"""The receipt of a ledger in which nothing stands yet."""


def chained(drafts: Sequence[Draft], *, after: Receipt, entered_at: str, salts: Sequence[str]) -> tuple[Entry, ...]:
    """The entries that drafts become, each following from the one before.

    Args:
        drafts: what is entered, in its order.
        after: the receipt of the ledger that they follow.
        entered_at: when they are entered, as `utc_text` writes it.
        salts: 32 random hex digits for each draft.

    Raises:
        FindingsError: if some content has no canonical JSON; `appraisal.model.refusals` names that beforehand.

    >>> draft = Draft(kind="weights", place="fulham", person="p07", role="residents", entered_by="p01",
    ...               route="file", content={"points": {"cost": "100"}})
    >>> first, second = chained([draft, draft], after=NO_ENTRIES, entered_at="2025-09-01T09:30:00.000000Z",
    ...                         salts=["0" * 32, "1" * 32])
    >>> second.number, second.previous == first.hash == entry_hash(first.as_json())
    (2, True)
    """
    entries: list[Entry] = []
    previous = after.head
    for number, (draft, salt) in enumerate(zip(drafts, salts, strict=True), after.entries + 1):
        known = {one.name: getattr(draft, one.name) for one in fields(Draft)}
        known |= {"number": number, "entered_at": entered_at, "salt": salt, "previous": previous}
        entries.append(Entry(**known, hash=entry_hash(known)))
        previous = entries[-1].hash
    return tuple(entries)


def entry_hash(known: Mapping[str, Any]) -> str:
    """The hash that an entry with these fields has.

    Args:
        known: every field of an entry by its name; a hash among them is left out.

    Returns:
        SHA-256 over the canonical JSON of an object of all the fields but the hash, as 64 hex digits.

    Raises:
        FindingsError: if a field has no canonical JSON.
    """
    return sha256_hex(canonical({name: known[name] for name in FIELDS if name != "hash"}))


def is_salt(text: str) -> bool:
    """Whether a text is 32 hex digits in lower case."""
    return _SALT.fullmatch(text) is not None


def utc_text(moment: datetime) -> str:
    """A moment as the ledger writes it: UTC, to the microsecond.

    Raises:
        ValueError: if the moment does not say in which time zone it is.

    >>> utc_text(datetime(2025, 9, 1, 9, 30, tzinfo=UTC))
    '2025-09-01T09:30:00.000000Z'
    """
    if moment.tzinfo is None:
        msg = f"{moment} does not say its time zone"
        raise ValueError(msg)
    return moment.astimezone(UTC).strftime(_UTC_TEXT)


def is_utc_text(text: str) -> bool:
    """Whether a text is a moment as `utc_text` writes it.

    >>> is_utc_text("2025-09-01T09:30:00Z")
    False
    """
    try:
        return _UTC_FORM.fullmatch(text) is not None and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _read_only(value: Any) -> Any:
    if isinstance(value, Mapping):
        return MappingProxyType({key: _read_only(part) for key, part in value.items()})
    if isinstance(value, list | tuple):
        return tuple(_read_only(part) for part in value)
    return value
