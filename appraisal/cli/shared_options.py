"""What several commands ask for: the place, who is entering, and the clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appraisal.model.workspace import Place, Workspace

NOT_STATED = "not-stated"


def utc_now() -> str:
    """The clock, as the ledger writes it."""
    from appraisal.model.entries import utc_text

    return utc_text(datetime.now(UTC))


def entered_by_id(folder: Path, person: str | None) -> str:
    """The person id of whoever enters something: an id as given, or one that stands for a name in the ledger."""
    if person is None:
        return NOT_STATED
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", person):
        return person
    from appraisal.records.ledger import open_ledger
    from appraisal.records.workspace_files import LEDGER

    with open_ledger(folder / LEDGER, create=True) as ledger:
        return ledger.person_for(person)


def place_in(workspace: Workspace, place_id: str | None) -> Place:
    """The place that a command speaks of.

    Raises:
        FindingsError: if it is not named, or not there.
    """
    from appraisal.pipeline import chosen_place

    return chosen_place(workspace, place_id)
