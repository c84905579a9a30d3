"""`appraisal audit hashes`: the list of hashes that may be published, and a person's own entries for them alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click


@click.command("hashes")
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--person", default=None, help="A person id: write their own entries instead, to hand to them alone.")
@click.option(
    "--to",
    "to",
    type=click.Path(path_type=Path),
    default=None,
    help="A new file, or an earlier list that this one continues. Left out, standard output.",
)
def command(folder: Path, *, person: str | None, to: Path | None) -> None:
    """Write the number and hash of every entry of FOLDER's record, which may be published (CSV).

    A hash gives away nothing of its entry, because each entry holds a random salt. Whoever holds their own entries
    (--person) finds them in the list, and nobody else's: appraisal audit verify --mine LINES --hashes LIST.
    """
    from appraisal.errors import LedgerError, did_you_mean
    from appraisal.model.canonical import canonical
    from appraisal.records.hash_list import hash_list, keep
    from appraisal.records.ledger import open_ledger
    from appraisal.records.ledger_address import ledger_address

    hashes: list[tuple[int, str]] = []
    people: set[str] = set()
    own: list[bytes] = []

    def see(known: Mapping[str, Any]) -> None:
        hashes.append((known["number"], known["hash"]))
        people.add(known["person"])
        if person is not None and person in (known["person"], known["on_behalf_of"]):
            own.append(canonical(known) + b"\n")

    with open_ledger(ledger_address(folder)) as ledger:
        found = ledger.verify(seen=see)
    if not found.is_sound:
        raise LedgerError(found.problem)
    if person is not None and not own:
        msg = (
            f"Nobody in the record has the person id '{person}'.{did_you_mean(person, people)} Give the id, not a name."
        )
        raise LedgerError(msg)
    text = b"".join(own).decode() if person is not None else "".join(hash_list(hashes))
    if to is None:
        click.echo(text, nl=False)
        return
    keep(to, text, is_private=person is not None)
    if person is None:
        click.echo(f"{to}: the hashes of {len(hashes)} entries. It may be published.")
    else:
        click.echo(f"{to}: {len(own)} entries of {person}, with their salts. Hand it to them alone.")
