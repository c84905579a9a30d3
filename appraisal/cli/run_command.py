"""`appraisal run`: appraise, keep the findings, enter the run."""

from __future__ import annotations

from pathlib import Path

import click

from appraisal.cli.running import run_place
from appraisal.cli.shared_options import place_in


@click.command("run")
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--place", "place_id", default=None, help="Id of the place, or 'all'.")
@click.option("--samples", type=click.IntRange(min=1), default=10_000, show_default=True, help="Weightings drawn.")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Blocks worked on at once.")
@click.option(
    "--solver",
    type=click.Choice(["enumeration", "highs", "cbc"]),
    default=None,
    help="How to search. Left out: every set is scored where there are up to a million, else HiGHS.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=None,
    help="Seconds that a solver may take for each question. The findings may then not reproduce, and say so.",
)
@click.option("--other-methods", is_flag=True, help="Rank by TOPSIS, VIKOR and PROMETHEE II too; needs pymcdm.")
@click.option("--because", default="", help="Why something is otherwise than at the last run. Papers print it.")
@click.option("--as", "person", default=None, help="Who runs it: a person id, or a name (kept apart).")
@click.option("--json", "as_json", is_flag=True, help="Answer with the findings as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Answer with the run alone.")
def command(
    folder: Path,
    *,
    place_id: str | None,
    samples: int,
    workers: int,
    solver: str | None,
    time_limit: float | None,
    other_methods: bool,
    because: str,
    person: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Appraise the options of a place of FOLDER, keep the findings and enter the run in the ledger."""
    from appraisal.cli.comparison import told_since
    from appraisal.cli.summary import summary
    from appraisal.model.entries import NOT_STATED
    from appraisal.records.runs import findings_path, ledger_head, run_receipt
    from appraisal.records.signatures import signer_for
    from appraisal.records.workspace_files import open_workspace

    workspace = open_workspace(folder)
    signer_for(folder)  # nothing is run with a key that cannot sign
    head = ledger_head(folder)
    places = list(workspace.places) if place_id == "all" else [place_in(workspace, place_id).id]
    for place in places:
        how = {"samples": samples, "workers": workers, "solver": solver, "time_limit": time_limit}
        how["other_methods"] = other_methods
        who = person or NOT_STATED
        findings = run_place(folder, workspace, place, how=how, person=who, head=head, because=because.strip())
        if as_json:
            click.echo(findings.to_json(), nl=False)
        elif quiet:
            click.echo(findings.run)
        else:
            click.echo(summary(findings))
            since = told_since(folder, place)
            if since:
                click.echo(f"\n{since}")
            click.echo(f"\nNothing is decided. Run {findings.run}: {findings_path(folder, place, findings.run)}")
            click.echo(f"Write the papers: appraisal papers {folder}")
            click.echo(f"Receipt: {run_receipt(folder, place, findings.run)}")
