"""`appraisal audit`: check the record."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("audit")
def command() -> None:
    """Check the record."""


@command.command("verify")
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def verify(folder: Path, *, as_json: bool) -> None:
    """Walk the chain of the ledger of FOLDER, and name the first entry that does not hold."""
    import json

    from appraisal.errors import LedgerError
    from appraisal.records.ledger import open_ledger
    from appraisal.records.workspace_files import LEDGER

    with open_ledger(folder / LEDGER) as ledger:
        found = ledger.verify()
    if as_json:
        told = {
            "entries": found.entries,
            "sound": found.is_sound,
            "first_bad": found.first_bad,
            "receipt": str(found.head),
        }
        click.echo(json.dumps({**told, "problem": found.problem}, indent=1))
    if not found.is_sound:
        if as_json:
            raise click.exceptions.Exit(LedgerError.exit_code)
        raise LedgerError(found.problem)
    if not as_json:
        click.echo(f"The chain holds: every one of {found.entries} entries follows from the one before.")
        click.echo(f"Receipt: {found.head}")
        click.echo(
            "A chain alone cannot show that its end was not cut off or written anew: compare the receipt with one that "
            "somebody else holds, such as the footer of a paper."
        )
