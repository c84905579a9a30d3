"""`appraisal new`: a workspace with one empty place."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import click


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--place", required=True, help="The place's name, such as 'Kensington and Chelsea'.")
@click.option("--beds", required=True, type=click.IntRange(min=1), help="New beds that it needs.")
@click.option("--as-at", default=None, help="The date that the appraisal speaks of; today where left out.")
def command(folder: Path, *, place: str, beds: int, as_at: str | None) -> None:
    """Make a workspace in FOLDER: the core criteria, the papers, and one empty place to fill in."""
    from appraisal.records.starter import new_workspace

    place_id = re.sub(r"[^a-z0-9]+", "-", place.lower()).strip("-")
    if not place_id:
        raise click.BadParameter("a name with letters was expected", param_hint="--place")
    try:
        day = date.today() if as_at is None else date.fromisoformat(as_at)
    except ValueError as error:
        raise click.BadParameter("a date such as 2025-09-01 was expected", param_hint="--as-at") from error
    new_workspace(folder, place=place, place_id=place_id, beds=beds, as_at=day.isoformat())
    click.echo(f"Made {folder} with an empty place, {place}: {beds} beds.")
    click.echo(f"Fill in options/{place_id}/, then see what is missing: appraisal check {folder}")
