"""`appraisal import`: ballots into the ledger."""

from __future__ import annotations

from pathlib import Path

import click

from appraisal.cli.keeping import tell_to_keep
from appraisal.cli.shared_options import place_in, utc_now

_IN_WORDS = {  # one of a kind of entry, and several, where these are not the kind's own name and its plural
    "weights": ("set of weights", "weights"),
    "feedback": ("comment", "comments"),
    "evidence": ("change of evidence", "changes of evidence"),
    "reply": ("reply", "replies"),
}


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-w", "--workspace", "folder", type=click.Path(path_type=Path), default=".", help="Its folder.")
@click.option("--place", "place_id", default=None, help="Id of the place; may be left out where there is one.")
@click.option("--as", "person", default=None, help="Who enters them: a person id, or a name (kept apart).")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Answer with the receipt alone.")
def command(
    files: tuple[Path, ...], *, folder: Path, place_id: str | None, person: str | None, as_json: bool, quiet: bool
) -> None:
    """Take FILES of ballots and comments into the ledger, whole or not at all.

    A file is CSV, or a workbook (XLSX) of which each sheet is a table. What it holds is known by its columns: weights,
    comparisons, scores, interests, feedback or record. Formulas are never calculated and merged cells are refused. A
    form that `appraisal ballot` wrote is read as it comes back.
    """
    import json
    from dataclasses import asdict

    from appraisal.model.entries import NOT_STATED
    from appraisal.records.importing import import_ballots
    from appraisal.records.workspace_files import open_workspace

    workspace = open_workspace(folder, ballots=False)
    place = place_in(workspace, place_id)
    done = import_ballots(folder, workspace, place, files, entered_by=person or NOT_STATED, entered_at=utc_now())
    if as_json:
        click.echo(json.dumps(asdict(done), indent=1))
        return
    if quiet:
        click.echo(done.receipt)
        return
    taken = ", ".join(f"{count:,} {_counted(kind, count)}" for kind, count in done.entries.items())
    click.echo(f"Taken into the record for {place.plan.name}: {taken or 'nothing new'}.")
    if done.unchanged:
        click.echo(f"{done.unchanged} were there already and are as they were.")
    if done.replaced:
        click.echo(f"{done.replaced} replaced an earlier ballot; both are kept.")
    tell_to_keep(done)


def _counted(kind: str, count: int) -> str:
    """A kind of entry after its count.

    >>> _counted("interest", 1), _counted("reply", 2), _counted("feedback", 1), _counted("weights", 1)
    ('interest', 'replies', 'comment', 'set of weights')
    """
    name = kind.replace("-", " ")
    one, several = _IN_WORDS.get(kind, (name, f"{name}s"))
    return one if count == 1 else several
