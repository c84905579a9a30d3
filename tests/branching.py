"""The starter with a criteria tree: reach (access, and journeys: equity and travel time), beside the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from building import starter

from appraisal.model.criteria import Branch
from appraisal.model.workspace import Place, Workspace

CORE = "criteria/criteria.yaml"
OWN = "criteria/hammersmith-and-fulham.yaml"
UNDER = {"access": "reach", "equity": "journeys", "travel-time": "journeys"}
BRANCHES = """\
branches:
  - id: reach
    name: Reach
    question: "Can people get in, and get there?"
  - id: journeys
    name: Journeys
    question: "How do people get there?"
    under: reach

"""


def branch_out(folder: Path, under: Mapping[str, str] = UNDER, branches: str = BRANCHES, file: str = CORE) -> None:
    """Give a copy of the starter branches, and put some of a file's criteria under them."""
    path = folder / file
    text = path.read_text(encoding="utf-8").replace("\ncriteria:\n", f"\n{branches}criteria:\n", 1)
    for criterion, branch in under.items():
        line = f"  - id: {criterion}\n"
        assert text.count(line) == 1, criterion
        text = text.replace(line, f"{line}    under: {branch}\n")
    path.write_text(text, encoding="utf-8")


def branched() -> Workspace:
    """The starter as it is read once it has been given branches."""
    found = starter()
    [held] = found.places.values()
    criteria = tuple(c.model_copy(update={"under": UNDER.get(c.id)}) for c in held.criteria)
    branches = (
        Branch(id="reach", name="Reach", question="Can people get in, and get there?"),
        Branch(id="journeys", name="Journeys", question="How do people get there?", under="reach"),
    )
    place: Place = replace(held, criteria=criteria, branches=branches)
    return replace(found, places={held.id: place})
