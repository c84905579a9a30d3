"""Which options score highest, as far as what may be shown tells them apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.papers import words
from appraisal.papers.presenters.material import Material, has_unknown


def leading(material: Material) -> list[Mapping[str, Any]]:
    """The options of which nothing that may be shown says that another scores higher; those with an unknown apart."""
    ranked = [row for row in material.ranked_options() if row["rank"] and not is_open(row)]
    top = min((row["rank"]["high"] for row in ranked), default=0)
    return [row for row in ranked if row["rank"]["low"] == 1 or row["rank"]["high"] == top]


def sole_leader(material: Material) -> Mapping[str, Any] | None:
    """The one option that scores highest, where there is one and its figures are all known: what tests speak of."""
    leaders = leading(material)
    return leaders[0] if len(leaders) == 1 and not words.missing(leaders[0]["total"]["value"]) else None


def is_open(option: Mapping[str, Any]) -> bool:
    """Whether an option's total is a range because something about it is not known."""
    return has_unknown(option) and words.missing(option["total"]["value"])
