"""`appraisal audit pack`: one file for an outsider to check."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("pack")
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="The file; its name ends in '-confidential.zip'. Left out, it is put in FOLDER.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def command(folder: Path, *, to: Path | None, as_json: bool) -> None:
    """Write one zip of FOLDER: the record, what each run read and found, its papers, and a checker of all of it.

    It holds confidential figures and what people wrote; who is behind a pseudonym is not in it. The same workspace
    gives the same bytes.
    """
    import json

    from appraisal.audit.pack import write_pack
    from appraisal.cli.keeping import tell_of_open_key
    from appraisal.records.signatures import signer_for

    sign = signer_for(folder)
    packed = write_pack(folder, to)
    contents = packed.contents
    receipt = sign(contents.receipt)
    tell_of_open_key()
    if as_json:
        told = {"path": str(packed.path), "files": packed.files, "receipt": str(receipt)}
        told_of_files = {"missing": dict(contents.missing), "left_out": list(contents.left_out)}
        click.echo(json.dumps({**told, "runs": [run.run for run in contents.runs], **told_of_files}, indent=1))
        return
    click.echo(f"Written: {packed.path}")
    click.echo(
        f"{packed.files} files, {len(contents.runs)} runs. It holds confidential figures, and what people wrote."
    )
    for name, why in sorted(contents.missing.items()):
        click.echo(f"  missing: {name}, because {why}")
    for name in contents.left_out:
        click.echo(f"  left out: {name}, because it is not as it was written here")
    click.echo(f"Receipt: {receipt}")
    click.echo(f"Whoever checks it needs a receipt from elsewhere, and Python: python -I checker.py {packed.path.name}")
