"""Evidence: a figure or statement about a site or option, with its source and date."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

_SALT = re.compile(r"\bsalt: ([0-9a-f]{32})\b")
_FEWEST_DIFFERENT = 8  # of the 16 digits; 32 drawn at random have fewer about once in 28 million times

SourceKind = Literal["official", "published", "provider", "opinion"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from; an opinion alone supports no pro and no con.

    Attributes:
        published: its date as far as it is recorded: "2025-07-22", "2025-07" or "2025"; None where it is not.
    """

    id: str
    title: str
    publisher: str
    published: str | None
    read: date
    kind: SourceKind
    checked_by: str = ""
    checksum: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row of evidence.csv.

    Attributes:
        site, option: the one that the row is about; the other is None.
        item: a figure of a measure ("cost.bed-day"), a hurdle's id, or a criterion's id (a statement, pro or con).
        answer: the words of a hurdle's answer or "pro" / "con"; empty for a figure.
        value, low, high: the figure in `unit`; None where not known or not given.
        public: False where the figure is confidential; nothing public may narrow it below its band.
        line: line of evidence.csv.
    """

    site: str | None
    option: str | None
    item: str
    answer: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    source: str
    as_at: date
    public: bool
    note: str
    line: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a measure uses, possibly not known.

    Attributes:
        low, high: where value is known, the range it may vary in; where it is not, the range it is known to lie
            in (infinite where nothing is known; a band where the figure is confidential).
        value: None where not known.
        sources: ids of the sources behind it.
    """

    low: float
    value: float | None
    high: float
    sources: tuple[str, ...] = ()

    @classmethod
    def of(cls, row: Evidence | None) -> Figure:
        """The figure of a row of evidence; nothing known where there is no row or the row has no value."""
        if row is None:
            return cls(-math.inf, None, math.inf)
        if row.value is None:
            low = -math.inf if row.low is None else row.low
            high = math.inf if row.high is None else row.high
            return cls(low, None, high, (row.source,))
        low = row.value if row.low is None else row.low
        high = row.value if row.high is None else row.high
        return cls(low, row.value, high, (row.source,))

    @property
    def is_known(self) -> bool:
        """Whether there is a value."""
        return self.value is not None


def has_salt(note: str) -> bool:
    """Whether a note holds random digits that nobody can guess, as 'salt: ' and 32 of them in hex.

    The hash of a file, and a run's fingerprint, are made of everything. Whoever knows all of it but one price could try
    one price after the other until the fingerprint on a paper comes out. The note of a confidential row is never
    published, so what is random in it makes that hopeless.

    >>> has_salt("Given in confidence; salt: 91c4e07a6b5d2f8831f0a2c7d96be45a"), has_salt(f"salt: {'0' * 32}")
    (True, False)
    """
    return any(len(set(digits)) >= _FEWEST_DIFFERENT for digits in _SALT.findall(note))


def band(value: float) -> tuple[float, float]:
    """The published band that a confidential figure lies in, from the fixed R10 series (ISO 3).

    The series is the same for every figure, so that a band says nothing of the figure but that it lies in it.

    >>> band(228.0)
    (200.0, 250.0)
    >>> band(0.0)
    (0.0, 1.0)
    >>> band(250.0)
    (250.0, 315.0)
    """
    if value == 0:
        return 0.0, 1.0
    steps = (1.0, 1.25, 1.6, 2.0, 2.5, 3.15, 4.0, 5.0, 6.3, 8.0, 10.0)
    scale = 10.0 ** math.floor(math.log10(abs(value)))
    edges = [round(step * scale, 9) for step in steps]
    below = max(edge for edge in edges if edge <= abs(value))
    above = min(edge for edge in edges if edge > abs(value))
    return (below, above) if value > 0 else (-above, -below)
