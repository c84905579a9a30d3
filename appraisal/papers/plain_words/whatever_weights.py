"""Plain words: what holds at every weighting of a set, and what at none (method 2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.papers.plain_words.weightings import givers
from appraisal.papers.presenters.leading import leading
from appraisal.papers.presenters.material import Material
from appraisal.papers.words import quoted, some_of

_NAMED = 4


def always_above(material: Material) -> str:
    """Which options the leader is never below within the panel's range, and which never score highest there."""
    leaders = leading(material)
    found = material.findings["robustness"]["dominance"].get("panel-range")
    if len(leaders) != 1 or not found or len(found["necessarily"]) < 2 or givers(material) < 2:
        return ""
    said = []
    below = _in_order(material, found["necessarily"].get(leaders[0]["id"], ()))
    if below:
        option = quoted(leaders[0]["name"])
        said.append(material.say("plain.always_above", option=option, others=_some(material, below)))
    never = _in_order(material, _never_first(found))
    if never:
        said.append(
            material.say("plain.never_first" if below else "plain.never_first_alone", options=_some(material, never))
        )
    return " ".join(said)


def never_at_all(material: Material) -> str:
    """Which options no weighting at all would make score highest."""
    found = material.findings["robustness"]["dominance"].get("any-weights")
    never = _in_order(material, _never_first(found)) if found else []
    return material.say("plain.never_at_all", options=_some(material, never)) if never else ""


def _some(material: Material, names: list[str]) -> str:
    """The first of many; all of them stand in the paper's annex."""
    return some_of(names, _NAMED, lambda count: material.say("plain.and_more", count=count))


def _never_first(found: Mapping[str, Any]) -> list[str]:
    return [option for option, can in found["potentially_highest"].items() if not can["is"]]


def _in_order(material: Material, ids: Any) -> list[str]:
    """Options' names in the order of the ranking."""
    return [quoted(row["name"]) for row in material.ranked_options() if row["id"] in ids]
