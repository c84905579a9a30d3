"""What every model read from a file shares: frozen, strict, no unknown keys, only finite numbers."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class FileModel(BaseModel):
    """A part of a file: unknown keys are refused by name, text is never taken for a number."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, str_strip_whitespace=True, populate_by_name=True
    )


def _as_id(text: str) -> str:
    if not _ID.fullmatch(text):
        msg = "an id of lower-case words joined by hyphens was expected, such as 'two-homes'"
        raise ValueError(msg)
    return text


def _as_date(found: object) -> date:
    if isinstance(found, date):
        return found
    if isinstance(found, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", found.strip()):
        try:
            return date.fromisoformat(found.strip())
        except ValueError:
            pass
    msg = "a date such as 2025-09-01 was expected"
    raise ValueError(msg)


def _as_partial_date(found: object) -> str:
    """A date of which the day, or the day and month, may not be recorded: '2025-07-22', '2025-07' or '2025'."""
    if isinstance(found, date):
        return found.isoformat()
    text = found.strip() if isinstance(found, str) else str(found)
    if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        try:
            date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])
        except ValueError:
            pass
        else:
            return text
    msg = "a date was expected, such as 2025-09-01, or 2025-09 or 2025 where the day is not recorded"
    raise ValueError(msg)


Id = Annotated[str, AfterValidator(_as_id)]
Text = Annotated[str, Field(min_length=1)]
IsoDate = Annotated[date, BeforeValidator(_as_date)]
PartialDate = Annotated[str, BeforeValidator(_as_partial_date)]
Share = Annotated[float, Field(ge=0, le=1)]


class Assumption(FileModel):
    """A figure that the place states: its value, the range it may lie in, and where it comes from.

    Attributes:
        low, value, high: in the unit that the key's own documentation gives; low <= value <= high. A range
            left out means that the figure is taken as exact.
        source: id of a source in sources.csv.
        as_at: the date that the figure speaks of, as far as it is recorded.
        note: what a reader should know of it.
    """

    value: float
    low: float | None = None
    high: float | None = None
    source: Id
    as_at: PartialDate
    note: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Assumption:
        if not self.least <= self.value <= self.most:
            msg = f"low {self.least:g}, value {self.value:g} and high {self.most:g} are not in order"
            raise ValueError(msg)
        return self

    @property
    def least(self) -> float:
        """The lower end, or the value where no range is given."""
        return self.value if self.low is None else self.low

    @property
    def most(self) -> float:
        """The upper end, or the value where no range is given."""
        return self.value if self.high is None else self.high


class Sourced(FileModel):
    """A statement and where it comes from."""

    text: Text
    source: Id
