"""`appraisal audit replay`: make a run again from what it read, and compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from appraisal.audit.replay import Replayed

_SHOWN = 5


@click.command("replay")
@click.argument("run")
@click.option("-w", "--workspace", "folder", type=click.Path(path_type=Path), default=".", help="Its folder.")
@click.option(
    "--solver",
    type=click.Choice(["enumeration", "highs", "cbc"]),
    default=None,
    help="Search in another way than the run did; figures then have to agree to within one in a million.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def command(run: str, *, folder: Path, solver: str | None, as_json: bool) -> None:
    """Make RUN again from the files and entries that it read, at its own date and seed, and compare byte for byte.

    A run is named by its id, or by as much of its beginning as no other run has. Exit code 6 where it differs.
    """
    import json
    from dataclasses import asdict

    from appraisal.audit.replay import replay
    from appraisal.errors import FindingsError

    found = replay(folder, run, solver=solver)
    if as_json:
        farthest = None if found.farthest is None else {**asdict(found.farthest), "by": found.farthest.by}
        told = {**asdict(found), "difference_count": len(found.differences), "farthest": farthest}
        told["differences"] = told["differences"][:100]
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        click.echo(_told(found))
    if not found.is_reproduced:
        raise click.exceptions.Exit(FindingsError.exit_code)


def _told(found: Replayed) -> str:
    """The answer in words: what was compared, what came of it, and what may be why."""
    from appraisal.audit.replay import TOLERANCE

    lines = [f"Run {found.run} of {found.place}, entry {found.number} of the record, made again from what it read."]
    if found.is_reproduced and found.is_other_solver:
        lines += [
            f"Reproduced by another solver: {found.solver_now} instead of {found.solver_then}.",
            f"Every figure agrees to within {TOLERANCE:.6f}, and the highest sets of sites are the same. Left out of",
            "the comparison: the solver's name, the warnings of the search, and what only enumeration counts.",
        ]
    elif found.is_reproduced:
        lines += ["Reproduced, byte for byte.", f"Fingerprint then and now: {found.fingerprint}"]
    else:
        count = len(found.differences)
        lines += [f"Not reproduced: {count} {'value differs' if count == 1 else 'values differ'}. The first:"]
        lines += [f"  {one.path}: then {one.then}, now {one.now}" for one in found.differences[:_SHOWN]]
        if found.farthest is not None:
            lines += [f"The number farthest from what it was: {found.farthest.path}, by {found.farthest.by:.12g}."]
    if found.ran_out_of_time:
        lines += ["Its search was ended by a time limit, so it need not reproduce; the findings say so."]
    if found.versions:
        lines += ["Of another version now:"]
        lines += [f"  {one.name}: then {one.then}, now {one.now}" for one in found.versions]
    elif not found.is_reproduced:
        lines += ["Everything that its entry names has the same version now. The kind of machine is not recorded."]
    return "\n".join(lines)
