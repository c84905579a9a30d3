"""`appraisal compare`: what changed between two runs, what it did, and why."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("compare")
@click.argument("before")
@click.argument("after")
@click.option("-w", "--workspace", "folder", type=click.Path(path_type=Path), default=".", help="Its folder.")
@click.option("--place", "place_id", default=None, help="Id of the place; left out, the runs of every place are known.")
@click.option("--public", is_flag=True, help="Tell nothing confidential: what may be printed.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def command(before: str, after: str, *, folder: Path, place_id: str | None, public: bool, as_json: bool) -> None:
    """Say what changed from run BEFORE to run AFTER, what each difference did to the ranking, and its reason.

    A run is named by its id, or by as much of its beginning as no other run has.
    """
    import json

    from appraisal.cli.changing import compared
    from appraisal.cli.comparison import comparison
    from appraisal.records.runs import find_run, runs_of

    runs = runs_of(folder, place_id)
    last = find_run(runs, after)
    # A run may be entered again later: the one before is the last of its entries that came first.
    earlier = [entry for entry in runs if entry.number < last.number]
    asked = find_run(runs, before)
    same = [entry for entry in earlier if entry.content["run"] == asked.content["run"]]
    told = compared(folder, same[-1] if same else asked, last, public=public)
    click.echo(json.dumps(told, indent=1, ensure_ascii=False) if as_json else comparison(told))
