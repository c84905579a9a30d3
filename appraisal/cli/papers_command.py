"""`appraisal papers`: write the papers of a place's last run."""

from __future__ import annotations

from pathlib import Path

import click

from appraisal.cli.shared_options import place_in


@click.command("papers")
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--place", "place_id", default=None, help="Id of the place; may be left out where there is one.")
@click.option("--kind", type=click.Choice(["options"]), default="options", show_default=True, help="Which paper.")
@click.option("--format", "form", type=click.Choice(["html", "csv"]), default="html", show_default=True)
def command(folder: Path, *, place_id: str | None, kind: str, form: str) -> None:
    """Write the papers of the last run of a place of FOLDER: HTML to read and print, CSV tables for Excel."""
    from appraisal.cli.writing import write_papers
    from appraisal.records.workspace_files import open_workspace

    place = place_in(open_workspace(folder, ballots=False), place_id)
    for path in write_papers(folder, place.id, kind, form):
        click.echo(f"Written: {path}")
