"""`appraisal demo`: the whole way on the starter."""

from __future__ import annotations

from pathlib import Path

import click

from appraisal.cli.running import run_place
from appraisal.cli.shared_options import place_in, utc_now


@click.command("demo")
@click.argument("folder", type=click.Path(path_type=Path), default="demo")
@click.option("-q", "--quiet", is_flag=True, help="Answer with the paper's path alone.")
def command(folder: Path, *, quiet: bool) -> None:
    """Copy the starter to FOLDER, load its ballots, run, write the papers, and say what to open."""
    from appraisal.cli.summary import summary
    from appraisal.cli.writing import write_papers
    from appraisal.model.entries import NOT_STATED
    from appraisal.records.importing import import_ballots, inbox_files
    from appraisal.records.runs import ledger_head
    from appraisal.records.starter import copy_starter
    from appraisal.records.workspace_files import open_workspace

    copy_starter(folder)
    workspace = open_workspace(folder)
    place = place_in(workspace, None)
    inbox, _ = inbox_files(folder, place)
    import_ballots(folder, workspace, place, inbox, entered_by=NOT_STATED, entered_at=utc_now())
    workspace = open_workspace(folder)
    how = {"samples": 10_000, "workers": 1}
    findings = run_place(folder, workspace, place.id, how=how, person=NOT_STATED, head=ledger_head(folder))
    papers = [*write_papers(folder, place.id), *write_papers(folder, place.id, form="csv")]
    if quiet:
        click.echo(str(papers[0]))
        return
    click.echo(summary(findings))
    click.echo(f"\nNothing is decided. Read: {papers[0]}")
    click.echo("For Excel: " + ", ".join(str(path) for path in papers[1:]))
    click.echo(f"Check the record: appraisal audit verify {folder}")
