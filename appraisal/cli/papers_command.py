"""`appraisal papers`: write the papers of a place's last run."""

from __future__ import annotations

from pathlib import Path

import click

from appraisal.cli.shared_options import place_in

KINDS = ("options", "feedback", "audit")


@click.command("papers")
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--place", "place_id", default=None, help="Id of the place; may be left out where there is one.")
@click.option("--kind", type=click.Choice([*KINDS, "all"]), default=KINDS[0], show_default=True, help="Which paper.")
@click.option("--format", "form", type=click.Choice(["html", "csv", "xlsx"]), default="html", show_default=True)
@click.option("--full", is_flag=True, help="With --format xlsx: the full form, for auditors. It is confidential.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Answer with the paths alone.")
def command(
    folder: Path, *, place_id: str | None, kind: str, form: str, full: bool, as_json: bool, quiet: bool
) -> None:
    """Write the papers of the last run of a place of FOLDER: HTML to read and print, CSV tables or XLSX for Excel.

    The options paper tells the record as it stood at the run; the feedback paper has every comment and answer since.
    The audit paper says what the record shows, and what it cannot show, of all that auditors ask.

    XLSX is one workbook with live formulas, from each ballot and figure to totals and ranks: change a weight and see
    what happens. Without --full it holds nothing confidential.
    """
    import json

    from appraisal.cli.workbooks import write_workbook
    from appraisal.cli.writing import write_papers
    from appraisal.records.workspace_files import open_workspace

    if full and form != "xlsx":
        raise click.UsageError("Only a workbook has a full form. Add: --format xlsx.")
    if form == "xlsx" and kind != KINDS[0]:
        raise click.UsageError(
            f"A workbook is of the options paper, not of '{kind}'. Leave out --kind, or ask for html."
        )
    place = place_in(open_workspace(folder, ballots=False), place_id)
    kinds = KINDS if kind == "all" else (kind,)
    if form == "xlsx":
        written = [str(write_workbook(folder, place.id, full=full))]
    else:
        written = [str(path) for each in kinds for path in write_papers(folder, place.id, each, form)]
    if as_json:
        click.echo(json.dumps(written, indent=1))
        return
    for path in written:
        click.echo(path if quiet else f"Written: {path}")
