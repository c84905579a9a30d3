"""Options: choices that could be made, each a number of beds at one or several sites."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from appraisal.model.base import FileModel, Id, IsoDate, Text

_LETTERED = re.compile(r"\boption[\s:_-]+[a-z]\b", re.IGNORECASE)


def _not_lettered(name: str) -> str:
    if _LETTERED.search(name):
        msg = "options are named or numbered, never lettered: 'Option A' is the approved model of care"
        raise ValueError(msg)
    return name


class Withdrawn(FileModel):
    """When and why an option was taken out."""

    on: IsoDate
    reason: Text


class Option(FileModel):
    """A choice that could be made.

    Attributes:
        sites: site id -> new beds there, at least 1.
        list: the long list, or the short list that came out of it.
        origin: how the option was found.
    """

    id: Annotated[Id, AfterValidator(_not_lettered)]
    name: Annotated[Text, AfterValidator(_not_lettered)]
    sites: dict[Id, Annotated[int, Field(ge=1)]] = Field(min_length=1)
    list: Literal["long", "short"]
    origin: Text
    withdrawn: Withdrawn | None = None

    @property
    def beds(self) -> int:
        """New beds in all."""
        return sum(self.sites.values())


class OptionsFile(FileModel):
    """options/<place>/options.yaml."""

    version: Literal[1]
    options: tuple[Option, ...] = Field(strict=False)
