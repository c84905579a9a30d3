"""Ballots: people's weights, scores with reasons and interests, and the scores that a panel moderated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

NO_ANSWERS = ("not known", "recused")
Managed = Literal["none needed", "declared", "recused"]

Way = Literal["swing-points", "direct-points", "ranking", "analytic-hierarchy", "best-worst"]
"""A way of asking people for weights (methods 1.3 to 1.6)."""

WAYS: tuple[Way, ...] = get_args(Way)
Anchors = tuple[tuple[float, float], ...]
"""Anchors of a criterion: (performance, value score), least preferred first."""


@dataclass(frozen=True, slots=True, order=True)
class WeightsBallot:
    """What a person answered when asked in one way how much each swing matters, and the anchors that they saw.

    What stands together in the criteria tree (criteria, or branches, under one branch or at the top) is asked together.

    Attributes:
        answers: in order, by what each is about. Points 0..100 or ranks, by the id of a criterion or branch; or
            comparisons by "one/other", how many times as much the one matters as the other, 1..9.
        way: how they were asked; what `answers` holds follows from it.
        anchors: criterion -> the anchors that the person saw, in order; empty where the record does not say.
        under: the criteria tree that the person saw: criterion or branch -> the branch that it stood under, in order.
            What stood at the top is not in it; empty for a flat tree, and where the record does not say.
        is_assumed: whether nobody stated which anchors the person saw, so that `anchors` are those of the files when
            the ballot was entered.
    """

    person: str
    cast_on: date
    answers: tuple[tuple[str, float], ...]
    way: Way = "swing-points"
    anchors: tuple[tuple[str, Anchors], ...] = ()
    under: tuple[tuple[str, str], ...] = ()
    is_assumed: bool = False


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


@dataclass(frozen=True, slots=True, order=True)
class Moderated:
    """What a panel came to for one site on one panel criterion after it talked: a second version beside the scores.

    Attributes:
        answer: points as text, or "not known".
        reason: why, in the panel's words.
        dissent: who does not agree, by pseudonym, and what each says.
    """

    site: str
    criterion: str
    answer: str
    reason: str
    dissent: tuple[tuple[str, str], ...]
    cast_on: date

    @property
    def points(self) -> float | None:
        """The moderated score, 0..100, or None."""
        return None if self.answer in NO_ANSWERS else float(self.answer)


@dataclass(frozen=True, slots=True)
class Ballots:
    """Everything that people said of a place, current as of the run, put in order of person and subject.

    Attributes:
        moderated: at most one for each site and criterion; the people's own scores are kept beside it (method 1.8).
        replaced: how many earlier ballots were replaced by these; all are kept in the ledger.
    """

    weights: tuple[WeightsBallot, ...] = ()
    scores: tuple[ScoreCast, ...] = ()
    interests: tuple[Interest, ...] = ()
    replaced: int = 0
    moderated: tuple[Moderated, ...] = ()

    def __post_init__(self) -> None:
        for name in ("weights", "scores", "interests", "moderated"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name))))
