"""`appraisal audit verify`: walk the chain of the record, and hold it against what others hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from appraisal.audit.verifying import Verified


@click.command("verify")
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--receipt", "receipts", multiple=True, help="A receipt held elsewhere, or a paper that holds one.")
@click.option("--public-key", type=click.Path(path_type=Path), help="The key that receipts were signed with (PEM).")
@click.option(
    "--hashes", type=click.Path(path_type=Path), help="A published list of hashes, to hold the record against."
)
@click.option("--mine", type=click.Path(path_type=Path), help="Your own entries, to be found in the list of --hashes.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def command(
    folder: Path,
    *,
    receipts: tuple[str, ...],
    public_key: Path | None,
    hashes: Path | None,
    mine: Path | None,
    as_json: bool,
) -> None:
    """Walk the chain of the ledger of FOLDER, name the first entry that does not hold, and say what its order shows.

    FOLDER may also be a ledger's file, or a record as JSON lines. Receipts that others have held show what a chain
    alone cannot: an end that was cut off, and entries that were written anew with every later hash.
    """
    import json

    from appraisal.audit.verifying import receipt_given, verify_record
    from appraisal.cli.keeping import tell_of_open_key
    from appraisal.errors import LedgerError
    from appraisal.records.hash_list import read_hash_list
    from appraisal.records.signatures import signer_for

    if mine is not None:
        if hashes is None:
            msg = "--mine needs the published list in which your entries are to be found: --hashes."
            raise click.UsageError(msg)
        source = click.get_current_context().get_parameter_source("folder")
        if receipts or public_key is not None or source is not ParameterSource.DEFAULT:
            msg = "--mine is looked for in the list of --hashes and nowhere else: leave out FOLDER and other options."
            raise click.UsageError(msg)
        _find_mine(mine, hashes, as_json=as_json)
        return
    given = [receipt_given(text) for text in receipts]
    published = read_hash_list(hashes) if hashes is not None else None
    sign = signer_for(folder) if folder.is_dir() else None
    done = verify_record(folder, given, public_key=public_key, published=published)
    receipt = str(done.found.head if done.problems or sign is None else sign(done.found.head))
    tell_of_open_key()
    if as_json:
        click.echo(json.dumps(_as_json(done, receipt), indent=1))
        if done.problems:
            raise click.exceptions.Exit(LedgerError.exit_code)
        return
    _tell(done, receipt)
    if done.problems:
        raise LedgerError("\n".join(done.problems))


def _find_mine(mine: Path, hashes: Path, *, as_json: bool) -> None:
    """Say where the entries that somebody was handed stand in a published list."""
    import json
    from dataclasses import asdict

    from appraisal.errors import LedgerError
    from appraisal.records.hash_list import find_mine, read_hash_list
    from appraisal.records.record_lines import lines_of

    found = find_mine(lines_of(mine), read_hash_list(hashes))
    missing = [one for one in found if not one.is_there]
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], indent=1))
        if missing or not found:
            raise click.exceptions.Exit(LedgerError.exit_code)
        return
    for one in found:
        if one.is_there:
            click.echo(f"Line {one.line}: {one.text}")
    if missing or not found:
        none = [f"{mine} holds no entry."] if not found else []
        raise LedgerError("\n".join([*none, *(f"Line {one.line}: {one.text}" for one in missing)]))
    click.echo("Each is as it was handed to you, and stands in the list. The list shows nothing else of anybody.")


def _as_json(done: Verified, receipt: str) -> dict[str, Any]:
    return {
        "entries": done.found.entries,
        "sound": done.found.is_sound,
        "sound_up_to": done.found.sound_up_to,
        "first_bad": done.found.first_bad,
        "problem": done.found.problem,
        "receipt": receipt,
        "receipts": [
            {"receipt": str(held.receipt), "verdict": held.verdict, "signed": held.signed, "text": held.text}
            for held in done.receipts
        ],
        "differs": done.differs or None,
        "times_back": done.found.times_back,
        "first_back": done.found.first_back,
        "agrees": not done.problems,
        "cannot_see": list(done.cannot_see),
        "order": done.order,
    }


def _tell(done: Verified, receipt: str) -> None:
    """What was found, for the terminal; what does not agree is told as an error."""
    found = done.found
    if found.is_sound:
        holds = f"The chain holds: every one of {found.entries} entries follows from the one before."
        click.echo(holds if found.entries else "Nothing stands in this record: it has no entry.")
        click.echo(f"Receipt: {receipt}")
    for held in done.receipts:
        if held.verdict == "agrees":
            signed = {"agrees": " Its signature is right.", "not signed": "", "not checked": ""}.get(held.signed, "")
            click.echo(f"{held.text}{signed}")
    if found.times_back:
        many = "1 entry says" if found.times_back == 1 else f"{found.times_back} entries say"
        click.echo(
            f"{many} that it was entered before the one in front of it (first: entry {found.first_back}). "
            "The clocks of two machines may differ; the order is that of the numbers."
        )
    if found.is_sound:
        click.echo("\nWhat this cannot see")
        for sentence in done.cannot_see:
            click.echo(f"  {sentence}")
        for place, statements in done.order.items():
            _tell_order(place, statements)


def _tell_order(place: str, statements: Sequence[Mapping[str, Any]]) -> None:
    """What the record of a place shows of the order in which things were said."""
    if statements:
        click.echo(f"\nIn which order things were said, for {place}")
    for one in statements:
        click.echo(f"  {one['verdict']:<15}  {one['says']}\n{'':19}{one['text']}")
        for detail in one["details"]:
            click.echo(f"{'':21}{detail}")
