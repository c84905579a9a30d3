"""`appraisal ballot`: a form for each member of a panel."""

from __future__ import annotations

from pathlib import Path

import click

from appraisal.cli.shared_options import place_in
from appraisal.model.ballots import WAYS


@click.command("ballot")
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--place", "place_id", default=None, help="Id of the place; may be left out where there is one.")
@click.option("--for", "people", multiple=True, metavar="PERSON", help="A member's id; may be given several times.")
@click.option(
    "--ask",
    "asked",
    type=click.Choice(["weights", "scores", "both"]),
    default="both",
    show_default=True,
    help="What to ask besides interests.",
)
@click.option("--way", type=click.Choice(WAYS), default=None, help="How to ask for weights; as place.yaml says.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Answer with the paths alone.")
def command(
    folder: Path,
    *,
    place_id: str | None,
    people: tuple[str, ...],
    asked: str,
    way: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write a form (XLSX) for each member of the panel of a place of FOLDER, to fill in and send back.

    It asks for interests first, then for weights, scores or both; it shows nobody's answers. Whoever is asked for one
    of these alone (place.yaml, 'gives') gets a form of that. `appraisal import` reads it back.

    To be able to show that weights were set before scores, ask in two rounds: --ask weights, lock them, then
    --ask scores. With both in one form, only the dates that people write say which came first.

    Weights can be asked in several ways: points for each move beside the largest (swing-points), 100 points to share
    out (direct-points), ranks (ranking), each pair (analytic-hierarchy), or each move against the ones that matter most
    and least (best-worst). A person's answers in one way stand beside those in another.
    """
    import json
    from typing import cast

    from appraisal.cli.forms import passed_over, write_forms
    from appraisal.model.ballot_form import Asked
    from appraisal.model.ballots import Way
    from appraisal.records.workspace_files import open_workspace

    workspace = open_workspace(folder, ballots=False)
    place = place_in(workspace, place_id)
    if way is not None and asked == "scores":
        raise click.UsageError("--way says how weights are asked for, and --ask scores asks for none. Leave one out.")
    of_all, chosen = cast(Asked, asked), cast(Way, way or place.plan.weights_way)
    written = [str(path) for path in write_forms(folder, workspace, place, people, asked=of_all, way=chosen)]
    for sentence in passed_over(place, people, of_all):
        click.echo(sentence, err=True)
    if as_json:
        click.echo(json.dumps(written, indent=1))
        return
    for path in written:
        click.echo(path if quiet else f"Written: {path}")
    if not quiet:
        click.echo("\nSend each to its person alone. Read them back: appraisal import FILE... -w " + str(folder))
