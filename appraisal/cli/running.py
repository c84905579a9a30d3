"""Running one place: the progress bar, the times, and keeping what was found."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from appraisal.cli.shared_options import utc_now

if TYPE_CHECKING:
    from appraisal.analysis.findings import Findings
    from appraisal.model.entries import Receipt
    from appraisal.model.workspace import Workspace

_LIBRARIES = ("highspy", "holidays", "numpy", "pulp", "pydantic", "pyyaml", "sqlalchemy")


def run_place(
    folder: Path,
    workspace: Workspace,
    place: str,
    *,
    how: Mapping[str, Any],
    person: str,
    head: Receipt,
    because: str = "",
) -> Findings:
    """Appraise one place, keep what was read, write its findings, and enter the run and what it found otherwise.

    Args:
        folder: of the workspace.
        workspace, place: what is appraised.
        how: samples, workers, solver, time_limit and other_methods, as `appraisal.pipeline.appraise` takes them.
        person: who runs it: a person id, or a name, for which the ledger keeps an id.
        head: the ledger's receipt when the ballots were read.
        because: the reason for what differs from the last run; "" where none is given.

    Raises:
        FindingsError: as `appraise` does, and if a file changed while the run was under way; nothing is entered then.
    """
    from appraisal.changes.between_runs import since_last_run
    from appraisal.cli.comparison import unread
    from appraisal.model.public_view import has_confidences
    from appraisal.pipeline import STEPS, appraise
    from appraisal.records.inputs import keep_inputs
    from appraisal.records.runs import keep_run

    rounds = 2 if has_confidences(workspace.places[place]) else 1
    began: list[tuple[str, float]] = []
    with click.progressbar(
        length=rounds * len(STEPS), label=workspace.places[place].plan.name, file=sys.stderr, show_eta=False,
        hidden=not sys.stderr.isatty(), item_show_func=lambda step: step,
    ) as bar:  # fmt: skip

        def note(step: str) -> None:
            began.append((step, perf_counter()))
            bar.update(1, step)

        findings = appraise(workspace, place, **how, progress=note)
    ended = perf_counter()
    ends = [start for _, start in began[1:]] + [ended]
    searching = sum(end - start for (step, start), end in zip(began, ends, strict=True) if step == "search")
    made_with = {name: version(name) for name in _LIBRARIES} | {
        "python": python_version(),
        "samples": str(how["samples"]),
        "workers": str(how["workers"]),
        "solver": findings.content["inputs"]["solver"],
        "seconds": f"{ended - began[0][1]:.2f}",
        "seconds_searching": f"{searching:.2f}",
    }
    keep_inputs(folder, place, findings.run, findings["inputs"]["files"])
    differences = since_last_run(folder, workspace, findings, because)
    gone = unread([each["last_run"] for each in differences if (each["about"], each["subject"]) == ("run", "inputs")])
    if gone:
        click.echo(gone, err=True)
    keep_run(
        folder,
        findings,
        entered_by=person,
        entered_at=utc_now(),
        read_to=head,
        made_with=made_with,
        differences=differences,
        roles=workspace.places[place].plan.roles,
    )
    return findings
