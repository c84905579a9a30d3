"""What several commands ask for: the place, who is entering, and the clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appraisal.model.workspace import Place, Workspace


def utc_now() -> str:
    """The clock, as the ledger writes it."""
    from appraisal.model.entries import utc_text

    return utc_text(datetime.now(UTC))


def place_in(workspace: Workspace, place_id: str | None) -> Place:
    """The place that a command speaks of.

    Raises:
        FindingsError: if it is not named, or not there.
    """
    from appraisal.pipeline import chosen_place

    return chosen_place(workspace, place_id)
