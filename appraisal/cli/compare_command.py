"""`appraisal compare`: what changed between two runs, what it did, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from appraisal.model.entries import Entry


@click.command("compare")
@click.argument("before")
@click.argument("after")
@click.option("-w", "--workspace", "folder", type=click.Path(path_type=Path), default=".", help="Its folder.")
@click.option("--place", "place_id", default=None, help="Id of the place; left out, the runs of every place are known.")
@click.option("--public", is_flag=True, help="Tell nothing confidential and no site too soon.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def command(before: str, after: str, *, folder: Path, place_id: str | None, public: bool, as_json: bool) -> None:
    """Say what changed from run BEFORE to run AFTER, what each difference did to the ranking, and its reason.

    A run is named by its id, or by as much of its beginning as no other run has.
    """
    import json

    from appraisal.changes.between_runs import compared
    from appraisal.cli.comparison import comparison
    from appraisal.records.runs import find_run, runs_of

    runs = runs_of(folder, place_id)
    last = find_run(runs, after)
    # A run may be entered again later: the one before is the last of its entries that came first.
    earlier = [entry for entry in runs if entry.number < last.number]
    asked = find_run(runs, before)
    same = [entry for entry in earlier if entry.content["run"] == asked.content["run"]]
    first = same[-1] if same else asked
    told = compared(folder, first, last, public=public)
    if public:
        told = _as_may_be_printed(folder, told, first, last)
    click.echo(json.dumps(told, indent=1, ensure_ascii=False) if as_json else comparison(told))


def _as_may_be_printed(folder: Path, told: dict[str, Any], before: Entry, after: Entry) -> dict[str, Any]:
    """The comparison without the words that name a site too soon; which these are is told on standard error.

    Raises:
        FindingsError: if the findings of one run are gone, so that nobody can say which sites may not be named.
    """
    from appraisal.papers.named_too_soon import named_in_changes
    from appraisal.papers.presenters.material import instead_of_names
    from appraisal.papers.public_record import public_changes
    from appraisal.papers.unnamed import unnamed
    from appraisal.papers.wording import Wording
    from appraisal.records.report_files import read_wording
    from appraisal.records.runs import findings_of

    earlier, later = sorted((before, after), key=lambda entry: entry.number)
    hidden = unnamed(findings_of(folder, later).content, findings_of(folder, earlier).content)
    for text in named_in_changes(told, hidden):
        click.echo(text, err=True)
    return public_changes(told, hidden, instead_of_names(Wording(read_wording(folder))))
