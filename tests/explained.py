"""Dossiers made in memory: a run of a small place, as the record would hold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from appraisal import appraise
from appraisal.analysis.findings import Findings
from appraisal.audit.explaining.arithmetic import Path, value_at
from appraisal.audit.explaining.dossier import Dossier
from appraisal.audit.explaining.steps import Step
from appraisal.model.canonical import plain
from appraisal.model.entries import NO_ENTRIES, Draft, Entry, chained
from appraisal.model.workspace import Workspace

WHEN = "2025-09-01T09:00:00.000000Z"


def dossier_of(workspace: Workspace, entries: tuple[Entry, ...] = ()) -> Dossier:
    """A run of the only place of a workspace, which read all of these entries."""
    [place] = workspace.places.values()
    findings = appraise(workspace, samples=20)
    content = {"run": findings.run, "as_at": findings["inputs"]["as_at"], "read_entries": str(len(entries))}
    draft = Draft(
        kind="run", place=place.id, person="o01", role="officer", entered_by="o01", route="command", content=content
    )
    [run] = chained([draft], after=NO_ENTRIES, entered_at=WHEN, salts=["0" * 32])
    return Dossier(replace(run, number=len(entries) + 1), findings.content, workspace, entries)


def with_figure(dossier: Dossier, path: Path, figure: Any) -> Dossier:
    """The same dossier with one figure of its findings otherwise, frozen anew as a forger would."""
    content = plain(dossier.findings)
    value_at(content, path[:-1])[path[-1]] = figure
    return replace(dossier, findings=Findings.of(content).content)


def walk(steps: tuple[Step, ...]) -> list[Step]:
    """Every step."""
    return [each for step in steps for each in step.walk()]


def problems(steps: tuple[Step, ...]) -> list[str]:
    """What does not agree."""
    return [step.problem for step in walk(steps) if step.problem]


def text_of(steps: tuple[Step, ...]) -> str:
    """All that is said."""
    return "\n".join(f"{step.text} {step.shown}".strip() for step in walk(steps))


def paths_compared(steps: tuple[Step, ...]) -> Mapping[str, float | None]:
    """Path in the findings -> the figure that was worked out."""
    return {step.path: step.figure for step in walk(steps) if step.is_compared}
