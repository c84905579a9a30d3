"""Preference dependence: whether how much people value one criterion depends on another (method 1.2)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from appraisal.model.base import FileModel, Id, PartialDate

Independence = Literal["independent", "dependent", "not asked"]


class AskedPair(FileModel):
    """What people answered when asked whether how much they value one criterion depends on how another turns out.

    Adding up weighted scores assumes that it does not (Keeney and Raiffa 1976).

    Attributes:
        criteria: the two.
        question: as it was asked; "" where it was asked in the product's own words.
        reason: what they said; as_at: when; both needed once they answered.
        asked: who was asked, in words.
    """

    criteria: tuple[Id, Id] = Field(strict=False)
    question: str = ""
    answer: Independence
    reason: str = ""
    as_at: PartialDate | None = None
    asked: str = ""

    @model_validator(mode="after")
    def _sound(self) -> AskedPair:
        if self.criteria[0] == self.criteria[1]:
            msg = f"'{self.criteria[0]}' is held against itself; name two criteria"
            raise ValueError(msg)
        if self.answer != "not asked" and not (self.reason and self.as_at):
            msg = f"the answer '{self.answer}' needs its 'reason' and the day, 'as_at'"
            raise ValueError(msg)
        return self

    @property
    def pair(self) -> tuple[str, str]:
        """The two in order of id, so that it does not matter which is named first."""
        one, other = sorted(self.criteria)
        return one, other
