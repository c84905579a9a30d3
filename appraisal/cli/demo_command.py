"""`appraisal demo`: the whole way on the starter, from ballots to the paper after the workshop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from appraisal.cli.running import run_place
from appraisal.cli.shared_options import place_in, utc_now
from appraisal.model.dates import spoken

if TYPE_CHECKING:
    from appraisal.analysis.findings import Findings

_OFFICER = "o01"  # the starter's programme manager


@click.command("demo")
@click.argument("folder", type=click.Path(path_type=Path), default="demo")
@click.option("-q", "--quiet", is_flag=True, help="Answer with the paper's path alone.")
def command(folder: Path, *, quiet: bool) -> None:
    """Copy the starter to FOLDER and go the whole way: ballots, run, paper, comments, changes, run, paper."""
    from appraisal.cli.summary import summary
    from appraisal.cli.writing import write_papers
    from appraisal.records.starter import copy_starter, example_cycle, move_on
    from appraisal.records.workspace_files import open_workspace

    _refuse_real_ledger(folder)
    copy_starter(folder)
    place = place_in(open_workspace(folder), None).id
    inbox, cycle = folder / "options" / place / "ballots", example_cycle(folder, place)
    _take(folder, [inbox / "interests.csv", inbox / "weights.csv"])
    _take(folder, [cycle / "1-agreed-and-locked.csv"])
    _take(folder, [inbox / "scores.csv"])
    _take(folder, [cycle / "2-revealed-and-moderated.csv"])
    first = _run(folder, place)
    _issue(folder, place, write_papers(folder, place)[0])
    _take(folder, move_on(folder, place))
    second = _run(folder, place, "What people said at the workshop of 9 September")
    papers = [*write_papers(folder, place), *write_papers(folder, place, "feedback")]
    tables = write_papers(folder, place, form="csv")
    if quiet:
        click.echo(str(papers[0]))
        return
    click.echo(summary(first))
    as_at = spoken(date.fromisoformat(second["inputs"]["as_at"]))
    click.echo(f"\nThen people commented. As at {as_at}, what differs, and what each alone did:\n")
    click.echo(_what_changed(folder, first, second))
    click.echo(f"\nAll of it: appraisal compare {first.run} {second.run} -w {folder}\n")
    click.echo(f"Nothing is decided. Read: {papers[0]}")
    click.echo(f"What people said, and what came of it: {papers[1]}")
    click.echo("For Excel: " + ", ".join(str(path) for path in tables))
    click.echo(f"What blocks the next stage: appraisal gates {folder}")
    click.echo(f"Check the record: appraisal audit verify {folder}")


def _refuse_real_ledger(folder: Path) -> None:
    """Stop where the demo's invented ballots would go into a record that cannot forget them."""
    from appraisal.errors import LedgerError
    from appraisal.records.ledger_address import VARIABLE, ledger_address

    if not isinstance(ledger_address(folder), Path):
        msg = (
            f"{VARIABLE} names a PostgreSQL database, and a demo's invented ballots do not belong in a record that "
            f"cannot forget them. Take it out of the environment for this command: env -u {VARIABLE} appraisal demo."
        )
        raise LedgerError(msg)


def _take(folder: Path, files: Sequence[Path]) -> None:
    """Take files into the ledger, as `appraisal import` does."""
    from appraisal.model.entries import NOT_STATED
    from appraisal.records.importing import import_ballots
    from appraisal.records.workspace_files import open_workspace

    workspace = open_workspace(folder, ballots=False)
    import_ballots(folder, workspace, place_in(workspace, None), files, entered_by=NOT_STATED, entered_at=utc_now())


def _run(folder: Path, place: str, because: str = "") -> Findings:
    """Run, as `appraisal run` does."""
    from appraisal.model.entries import NOT_STATED
    from appraisal.records.runs import ledger_head
    from appraisal.records.workspace_files import open_workspace

    how = {"samples": 10_000, "workers": 1}
    workspace = open_workspace(folder)
    return run_place(folder, workspace, place, how=how, person=NOT_STATED, head=ledger_head(folder), because=because)


def _issue(folder: Path, place: str, paper: Path) -> None:
    """Enter that a paper was issued, as `appraisal record paper` does."""
    from appraisal.records.entering import enter_one
    from appraisal.records.workspace_files import open_workspace

    workspace = open_workspace(folder, ballots=False)
    issued_on = workspace.settings.as_at.isoformat()
    said = {"person": _OFFICER, "cast_on": issued_on, "file": paper.relative_to(folder).as_posix(), "to": "deciders"}
    enter_one(
        folder,
        workspace,
        workspace.places[place],
        "paper",
        said,
        replaces="",
        entered_by=_OFFICER,
        entered_at=utc_now(),
    )


def _what_changed(folder: Path, first: Findings, second: Findings) -> str:
    """What differs between the two runs, which comments led to it, and what it did."""
    from appraisal.cli.changing import compared
    from appraisal.cli.comparison import in_short
    from appraisal.records.runs import find_run, runs_of

    before, after = (find_run(runs_of(folder), findings.run) for findings in (first, second))
    return in_short(compared(folder, before, after))
