"""A judgement: how many times as much one matters as another, and what would agree with the rest that was said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judgement:
    """The comparison that agrees least with the others, so that the one to ask again is named.

    Attributes:
        one, other: indices of the two that were compared.
        given: how many times as much `one` was said to matter as `other`.
        fits: how many times would agree with the others; below 1 where it is `other` that would matter more.
    """

    one: int
    other: int
    given: float
    fits: float
