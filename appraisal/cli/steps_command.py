"""`appraisal steps`: the steps of a run."""

from __future__ import annotations

import click


@click.command("steps")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def command(*, as_json: bool) -> None:
    """List the steps of a run, in order."""
    import json

    from appraisal.pipeline import STEPS

    if as_json:
        click.echo(json.dumps([{"name": step.name, "does": step.does} for step in STEPS], indent=1))
        return
    for step in STEPS:
        click.echo(f"  {step.name:<9} {step.does}")
