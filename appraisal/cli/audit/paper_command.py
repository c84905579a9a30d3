"""`appraisal audit paper`: whether a paper is ours, is current, and says what the record and the findings say."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("paper")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-w", "--workspace", "folder", type=click.Path(path_type=Path), default=".", help="Its folder.")
@click.option("--public-key", type=click.Path(path_type=Path), help="The key that receipts are signed with (PEM).")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def command(file: Path, *, folder: Path, public_key: Path | None, as_json: bool) -> None:
    """Say which run made FILE, an HTML paper or a workbook, whether it is current, and which numbers differ.

    FILE may come from anywhere: a web site, a mail. Exit 0 where it says what its run found, be it current or not; 5
    where a number, a word or its receipt differs, or its run is not in the record; 6 where it is no paper of ours.
    """
    import json

    from appraisal.audit.papers.check import check_paper
    from appraisal.cli.paper_checked import as_plain, in_words
    from appraisal.errors import FindingsError, LedgerError

    found = check_paper(folder, file, public_key)
    click.echo(json.dumps(as_plain(found), indent=1, ensure_ascii=False) if as_json else in_words(found))
    if not found.is_true:
        raise click.exceptions.Exit(FindingsError.exit_code if found.is_true is None else LedgerError.exit_code)
