"""Ballots: one person's weights, one person's scores with reasons, and the interests they declared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

NO_ANSWERS = ("not known", "recused")
Managed = Literal["none needed", "declared", "recused"]


@dataclass(frozen=True, slots=True, order=True)
class WeightsBallot:
    """Swing points 0..100 that a person gave to each criterion, by criterion id in order."""

    person: str
    cast_on: date
    points: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, order=True)
class ScoreCast:
    """A person's answer for one site on one panel criterion: points as text, "not known" or "recused"."""

    person: str
    site: str
    criterion: str
    answer: str
    reason: str
    cast_on: date

    @property
    def points(self) -> float | None:
        """The score, 0..100, or None: a blank is not a zero (method 1.8)."""
        return None if self.answer in NO_ANSWERS else float(self.answer)


@dataclass(frozen=True, slots=True, order=True)
class Interest:
    """What a person declared, about a provider, a site or nothing, and how it is managed."""

    person: str
    cast_on: date
    provider: str
    site: str
    interest: str
    managed: Managed


@dataclass(frozen=True, slots=True)
class Ballots:
    """Everything that people said of a place, current as of the run, put in order of person and subject.

    Attributes:
        replaced: how many earlier ballots were replaced by these; all are kept in the ledger.
    """

    weights: tuple[WeightsBallot, ...] = ()
    scores: tuple[ScoreCast, ...] = ()
    interests: tuple[Interest, ...] = ()
    replaced: int = 0

    def __post_init__(self) -> None:
        for name in ("weights", "scores", "interests"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name))))
