"""Hurdles: the tests of the minimum specification, and what a site's evidence says of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from appraisal.model.base import FileModel, Id, Text

RatingWord = Literal["Outstanding", "Good", "Requires improvement", "Inadequate"]
Outcome = Literal["meets", "fails", "not known", "meets with a condition"]

MEETS: Outcome = "meets"
FAILS: Outcome = "fails"
NOT_KNOWN: Outcome = "not known"
MEETS_WITH_CONDITION: Outcome = "meets with a condition"


class Hurdle(FileModel):
    """A test that every site must pass before it is scored.

    Attributes:
        test: "evidence" where a row of evidence.csv gives the answer; "rating" where the newest CQC rating does.
        fails: the ratings that fail, for a rating hurdle.
        old_after_years: a rating older than this at as_at is used, and a warning says its age.
    """

    id: Id
    name: Text
    question: Text
    test: Literal["evidence", "rating"] = "evidence"
    fails: tuple[RatingWord, ...] = Field(default=(), strict=False)
    old_after_years: float | None = Field(default=None, gt=0)
    source: Id

    @model_validator(mode="after")
    def _sound(self) -> Hurdle:
        if (self.test == "rating") != bool(self.fails):
            msg = "a hurdle with 'test: rating' says which ratings fail; no other hurdle does"
            raise ValueError(msg)
        return self


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
