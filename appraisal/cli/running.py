"""Running one place: the progress bar, the times, and keeping what was found."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from time import perf_counter
from typing import TYPE_CHECKING

import click

from appraisal.cli.shared_options import utc_now

if TYPE_CHECKING:
    from appraisal.analysis.findings import Findings
    from appraisal.model.entries import Receipt
    from appraisal.model.workspace import Workspace

_LIBRARIES = ("numpy", "pydantic", "pyyaml", "sqlalchemy")


def run_place(
    folder: Path, workspace: Workspace, place: str, *, samples: int, workers: int, person: str, head: Receipt
) -> Findings:
    """Appraise one place, write its findings and enter the run.

    Args:
        folder: of the workspace.
        workspace, place: what is appraised.
        samples, workers: see `appraisal.pipeline.appraise`.
        person: who runs it: a person id, or a name, for which the ledger keeps an id.
        head: the ledger's receipt when the ballots were read.
    """
    from appraisal.model.public_view import has_confidences
    from appraisal.pipeline import STEPS, appraise
    from appraisal.records.runs import keep_run

    rounds = 2 if has_confidences(workspace.places[place]) else 1
    started = perf_counter()
    with click.progressbar(
        length=rounds * len(STEPS), label=workspace.places[place].plan.name, file=sys.stderr, show_eta=False,
        hidden=not sys.stderr.isatty(), item_show_func=lambda step: step,
    ) as bar:  # fmt: skip
        findings = appraise(workspace, place, samples=samples, workers=workers, progress=lambda s: bar.update(1, s))
    seconds = f"{perf_counter() - started:.2f}"
    made_with = {name: version(name) for name in _LIBRARIES} | {
        "python": python_version(),
        "samples": str(samples),
        "workers": str(workers),
        "seconds": seconds,
    }
    keep_run(folder, findings, entered_by=person, entered_at=utc_now(), read_to=head, made_with=made_with)
    return findings
