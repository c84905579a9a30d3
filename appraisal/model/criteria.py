"""Criteria: what matters, on which anchors, and which themes of the public they answer."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from appraisal.model.base import FileModel, Id, Text

Unit = Literal["share", "minutes", "pounds", "points"]
Combine = Literal["bed-weighted-mean", "sum", "worst"]
Regime = Literal[
    "quality-and-innovation",
    "value",
    "integration-collaboration-and-sustainability",
    "access-inequalities-and-choice",
    "social-value",
]


class Anchor(FileModel):
    """A performance and the value score that it earns, 0..100."""

    performance: float
    value: float = Field(ge=0, le=100)


class Theme(FileModel):
    """Something people raised; `unanswered` says why no criterion answers it."""

    id: Id
    text: Text
    source: Id
    unanswered: str = ""


class Branch(FileModel):
    """A branch of the criteria tree: criteria, or other branches, that are weighed together under one name.

    Attributes:
        question: what its criteria are about together.
        under: the branch that it is part of; None where it stands at the top.
    """

    id: Id
    name: Text
    question: Text
    under: Id | None = None


class Criterion(FileModel):
    """One thing that matters, with a question, a unit and a direction.

    Attributes:
        under: the branch of the criteria tree that it is part of; None where it stands at the top.
        measure: the computation that gives performance, a file in `appraisal/measures/`; None for a panel criterion.
        panel: True where people score sites on described levels.
        anchors: least preferred first, value 0 to 100, fixed before anybody scores (method 1.1).
        outside: "clip" where performance beyond the anchors earns no more; "error" otherwise.
        levels: described levels of a panel criterion: points 0..100 -> what a site does at that level.
        combine: how a panel's scores of sites combine in an option (method 1.8).
        regime: the key criterion of the Provider Selection Regime that it serves.
    """

    id: Id
    name: Text
    question: Text
    under: Id | None = None
    measure: Id | None = None
    panel: bool = False
    unit: Unit
    better: Literal["higher", "lower"]
    anchors: tuple[Anchor, ...] = Field(min_length=2, strict=False)
    why_anchors: Text
    outside: Literal["error", "clip"] = "error"
    levels: dict[int, Text] = Field(default_factory=dict)
    combine: Combine = "bed-weighted-mean"
    themes: tuple[Id, ...] = Field(default=(), strict=False)
    regime: Regime | None = None

    @model_validator(mode="after")
    def _sound(self) -> Criterion:
        if self.panel == (self.measure is not None):
            msg = "a criterion has either a 'measure' or 'panel: true'"
            raise ValueError(msg)
        if self.panel and not self.levels:
            msg = "a panel criterion needs 'levels', so that people score on the same described steps"
            raise ValueError(msg)
        if self.levels and not self.panel:
            msg = "only a panel criterion has 'levels'"
            raise ValueError(msg)
        if any(not 0 <= level <= 100 for level in self.levels):
            msg = "levels are points from 0 to 100"
            raise ValueError(msg)
        self._check_anchors()
        return self

    def _check_anchors(self) -> None:
        values = [anchor.value for anchor in self.anchors]
        steps = [second.performance - first.performance for first, second in pairwise(self.anchors)]
        if values[0] != 0 or values[-1] != 100 or any(a > b for a, b in pairwise(values)):
            msg = "anchors start with the least preferred at value 0 and end with the most preferred at value 100"
            raise ValueError(msg)
        upwards = self.better == "higher"
        if any(step <= 0 if upwards else step >= 0 for step in steps):
            word = "rise" if upwards else "fall"
            msg = f"anchors reversed: '{self.better}' is better, so performance must {word} from anchor to anchor"
            raise ValueError(msg)


class CriteriaFile(FileModel):
    """criteria/criteria.yaml, and what a place adds in criteria/<place>.yaml."""

    version: Literal[1]
    themes: tuple[Theme, ...] = Field(default=(), strict=False)
    branches: tuple[Branch, ...] = Field(default=(), strict=False)
    criteria: tuple[Criterion, ...] = Field(min_length=1, strict=False)
