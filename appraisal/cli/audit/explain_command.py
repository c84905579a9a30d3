"""`appraisal audit explain`: where a score, a weight, an answer or a sentence comes from."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("explain")
@click.argument("subject")
@click.argument("criterion", required=False)
@click.option("-w", "--workspace", "folder", type=click.Path(path_type=Path), default=".", help="Its folder.")
@click.option("--place", "place_id", default=None, help="Id of the place; left out where only one has runs.")
@click.option("--run", "run", default=None, help="Id of the run, or its beginning; left out, the last one.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def command(
    subject: str, criterion: str | None, *, folder: Path, place_id: str | None, run: str | None, as_json: bool
) -> None:
    """Say where SUBJECT comes from, down to the evidence and each person's ballot, out of the record alone.

    SUBJECT is an option or a site (alone, or on one CRITERION), weight:CRITERION, hurdle:HURDLE (of every site, or of
    the one that is named after it), override, the number of an entry, or words of a paper in quotation marks. Every
    figure is worked out again and held against the findings of the run.
    """
    import json

    from appraisal.audit.explaining import explain
    from appraisal.audit.explaining.as_json import explanation_as_json
    from appraisal.audit.explaining.printed import printed, readable
    from appraisal.errors import LedgerError

    told = explain(folder, subject, criterion, place=place_id, run=run)
    if as_json:
        click.echo(readable(json.dumps(explanation_as_json(told), indent=1, ensure_ascii=False)))
    else:
        click.echo(printed(told))
    if told.problems and as_json:
        raise click.exceptions.Exit(LedgerError.exit_code)
    if told.problems:
        raise LedgerError(readable(f"This does not hold: {told.problems[0]} Rely on nothing that rests on it."))
