"""Hurdles: the tests of the minimum specification, and what a site's evidence says of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from appraisal.model.base import FileModel, Id, Text
from appraisal.model.evidence import Figure

RatingWord = Literal["Outstanding", "Good", "Requires improvement", "Inadequate"]
Outcome = Literal["meets", "fails", "not known", "meets with a condition"]

MEETS: Outcome = "meets"
FAILS: Outcome = "fails"
NOT_KNOWN: Outcome = "not known"
MEETS_WITH_CONDITION: Outcome = "meets with a condition"


class Hurdle(FileModel):
    """A test that every site must pass before it is scored.

    Attributes:
        test: what gives the answer: "evidence", a row of evidence.csv; "rating", the newest CQC rating; "figure", a
            figure of the site.
        fails: the ratings that fail, for a rating hurdle.
        item: the figure, for a figure hurdle: an item of evidence.csv that a measure reads, such as
            "access.admission-hours"; or the id of a panel criterion, as a floor on the panel's score of any one site
            (method 1.8).
        at_least, at_most: what the figure must not lie below or above, in its own unit.
        old_after_years: a rating older than this at as_at is used, and a warning says its age.
    """

    id: Id
    name: Text
    question: Text
    test: Literal["evidence", "rating", "figure"] = "evidence"
    fails: tuple[RatingWord, ...] = Field(default=(), strict=False)
    item: Text | None = None
    at_least: float | None = None
    at_most: float | None = None
    old_after_years: float | None = Field(default=None, gt=0)
    source: Id

    @model_validator(mode="after")
    def _sound(self) -> Hurdle:
        if (self.test == "rating") != bool(self.fails):
            msg = "a hurdle with 'test: rating' says which ratings fail; no other hurdle does"
            raise ValueError(msg)
        ends = [end for end in (self.at_least, self.at_most) if end is not None]
        if (self.test == "figure") != bool(self.item and ends) or (self.test != "figure" and (self.item or ends)):
            msg = "a hurdle with 'test: figure' has an 'item', and 'at_least', 'at_most' or both; no other hurdle does"
            raise ValueError(msg)
        if ends != sorted(ends):
            msg = f"at_least {ends[0]:g} is more than at_most {ends[1]:g}, so no figure could meet it"
            raise ValueError(msg)
        return self

    def outcome_of(self, figure: Figure) -> Outcome:
        """What a figure says of a figure hurdle: what all that it may be agrees on, and else "not known"."""
        if figure.value is not None:
            return MEETS if self._is_met(figure.value) else FAILS
        if self._is_met(figure.low) and self._is_met(figure.high):
            return MEETS
        is_below = self.at_least is not None and figure.high < self.at_least
        is_above = self.at_most is not None and figure.low > self.at_most
        return FAILS if is_below or is_above else NOT_KNOWN

    def _is_met(self, value: float) -> bool:
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)


class HurdlesFile(FileModel):
    """criteria/hurdles.yaml."""

    version: Literal[1]
    hurdles: tuple[Hurdle, ...] = Field(strict=False)


@dataclass(frozen=True, slots=True)
class Condition:
    """What has to happen for a hurdle to be met: what, who does it, by when."""

    what: str
    who: str
    by: date


@dataclass(frozen=True, slots=True)
class HurdleResult:
    """What the evidence says of one hurdle at one site.

    "Meets with a condition" passes and is named beside every set that uses it; "not known" never passes.
    """

    site: str
    hurdle: str
    outcome: Outcome
    source: str | None = None
    as_at: date | None = None
    condition: Condition | None = None

    @property
    def passes(self) -> bool:
        """Whether the site may be used."""
        return self.outcome in (MEETS, MEETS_WITH_CONDITION)
