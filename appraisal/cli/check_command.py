"""`appraisal check`: every problem of a workspace at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click


@click.command("check")
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing of warnings.")
def command(folder: Path, *, as_json: bool, quiet: bool) -> None:
    """Name every problem of the workspace in FOLDER, by file and line. Exit 0 when it is sound."""
    import json
    from secrets import token_hex

    from appraisal.analysis.checking import Warned, check_evidence, check_salt, check_themes
    from appraisal.analysis.checking_ballots import check_ballots
    from appraisal.analysis.milestones import check_milestones
    from appraisal.errors import WorkspaceError
    from appraisal.model.spoken_of import mismatches
    from appraisal.records.entering import read_record
    from appraisal.records.importing import check_inbox
    from appraisal.records.workspace_files import open_workspace, read_workspace

    workspace, problems = read_workspace(folder)
    warnings, unsalted = [], list[Warned]()
    if workspace is not None:
        for place in workspace.places.values():
            problems += check_inbox(folder, workspace, place)
    if workspace is not None and not problems:
        settings = workspace.settings
        for place in open_workspace(folder).places.values():
            found = check_evidence(place, workspace.hurdles, workspace.sources, settings.as_at)
            cast = check_ballots(place) if place.ballots.weights or place.ballots.scores else ()
            unsalted += check_salt(place)
            others = (*check_salt(place), *check_themes(place, workspace.themes), *check_milestones(place.plan), *cast)
            warnings += [(place.id, w.about, w.text) for w in (*found, *others)]
            record, _ = read_record(folder, place.id)
            warnings += [(place.id, about, text) for about, text in mismatches(place, record)]
        days = (date.today() - settings.as_at).days
        if abs(days) > 31:
            text = f"as_at is {settings.as_at}, {abs(days)} days {'ago' if days > 0 else 'ahead'}."
            warnings.append(("workspace.yaml", "as_at", text))
    if as_json:
        told = [{"file": p.file, "line": p.line, "where": p.where, "text": p.text} for p in sorted(problems)]
        warned = [{"place": place, "about": about, "text": text} for place, about, text in warnings]
        click.echo(json.dumps({"problems": told, "warnings": warned}, indent=1))
    if problems:
        if as_json:
            raise click.exceptions.Exit(WorkspaceError.exit_code)
        raise WorkspaceError(tuple(sorted(problems)), "this workspace")
    if as_json:
        return
    if warnings and not quiet:
        click.echo(f"{len(warnings)} warning{'s' if len(warnings) > 1 else ''}; each goes into the findings and papers")
        for _, about, text in warnings:
            click.echo(f"  {about}: {text}")
        if unsalted:
            click.echo(f"  A salt that was made just now, for evidence.csv: salt: {token_hex(16)}")
        click.echo()
    click.echo("The workspace is sound.")
