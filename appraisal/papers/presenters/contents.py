"""The sections of the paper in their order, each with its number, so that a link and a sentence can name it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from appraisal.papers.presenters.material import Material

_ANCHORS = (
    *(
        "answer",
        "changed",
        "settled",
        "beds",
        "found",
        "tests",
        "sites",
        "options",
        "scores",
        "weights",
        "panel",
        "without",
        "sure",
        "sets",
    ),
    *(
        "find-out",
        "early",
        "assumed",
        "when",
        "hear",
        "contact",
        "people",
        "sure-in-full",
        "figures",
        "figures-assumed",
    ),
    *("changed-words", "sources"),
)
_OF_CHANGES = ("changed", "changed-words")


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its number, its title, and what a link to it names."""

    number: str
    title: str
    anchor: str


def contents(material: Material) -> dict[str, Section]:
    """Every section by its anchor."""
    shown = [anchor for anchor in _ANCHORS if material.changes or anchor not in _OF_CHANGES]
    titles = {anchor: f"section.{anchor}" for anchor in shown}
    if material.cost_criterion():
        titles["without"] = "section.without-cost"
    return numbered(material, titles)


def numbered(material: Material, titles: Mapping[str, str]) -> dict[str, Section]:
    """Sections by their anchors, in the order given, each with the sentence that is its title."""
    return {
        anchor: Section(str(number), material.say(title), anchor)
        for number, (anchor, title) in enumerate(titles.items(), start=1)
    }
