"""`appraisal audit verify`: walk the chain of the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click


@click.command("verify")
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def command(folder: Path, *, as_json: bool) -> None:
    """Walk the chain of the ledger of FOLDER, name the first entry that does not hold, and say what its order shows."""
    import json

    from appraisal.analysis.order import order_told
    from appraisal.errors import LedgerError
    from appraisal.model.record import record_of
    from appraisal.records.ledger import open_ledger
    from appraisal.records.ledger_address import ledger_address

    with open_ledger(ledger_address(folder)) as ledger:
        found = ledger.verify()
        entries = list(ledger.entries()) if found.is_sound else []
    order = {place: order_told(record_of(entries, place)) for place in sorted({entry.place for entry in entries})}
    if as_json:
        told = {
            "entries": found.entries,
            "sound": found.is_sound,
            "first_bad": found.first_bad,
            "receipt": str(found.head),
        }
        click.echo(json.dumps({**told, "problem": found.problem, "order": order}, indent=1))
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
        for place, statements in order.items():
            _tell_order(place, statements)


def _tell_order(place: str, statements: Sequence[Mapping[str, Any]]) -> None:
    """What the record of a place shows of the order in which things were said."""
    if statements:
        click.echo(f"\nIn which order things were said, for {place}")
    for one in statements:
        click.echo(f"  {one['verdict']:<15}  {one['says']}\n{'':19}{one['text']}")
        for detail in one["details"]:
            click.echo(f"{'':21}{detail}")
