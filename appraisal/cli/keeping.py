"""What whoever entered something is told to keep: the receipt, and the numbers of each person's entries."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from appraisal.records.entering import Imported

_LISTED = 30  # people, whose numbers fit on a few lines
_KEEP = (
    "Give each person their numbers and the receipt, to keep elsewhere: with both they can see later that what they "
    "said still stands as it was."
)


def tell_to_keep(done: Imported) -> None:
    """Say the numbers of each person's entries, what they are for, and last the receipt."""
    if done.numbers:
        click.echo(textwrap.fill(numbers_told(done.numbers), 110, subsequent_indent="  "))
        click.echo(textwrap.fill(_KEEP, 110))
    tell_of_open_key()
    click.echo(f"Receipt: {done.receipt}")


def tell_of_open_key() -> None:
    """Warn on standard error where others may read the key that receipts are signed with."""
    from appraisal.records.signatures import open_to_others

    warning = open_to_others()
    if warning:
        click.echo(warning, err=True)


def numbers_told(numbers: Mapping[str, Sequence[int]]) -> str:
    """The numbers of people's entries in one sentence; where there are many people, of the first of them.

    >>> numbers_told({"p01": [1, 13, 24, 25, 26], "p02": [2]})
    'Entries of each person: p01 has 1, 13, 24 to 26; p02 has 2.'
    """
    told = [f"{person} has {_runs(of_person)}" for person, of_person in list(numbers.items())[:_LISTED]]
    more = len(numbers) - len(told)
    told += [f"and {more} more people, whom --json lists"] if more else []
    return f"Entries of each person: {'; '.join(told)}."


def _runs(numbers: Sequence[int]) -> str:
    """Numbers in rising order, those that follow each other as a span.

    >>> _runs([1, 2, 5, 6, 7])
    '1, 2, 5 to 7'
    """
    starts = [numbers[0]] + [after for before, after in pairwise(numbers) if after != before + 1]
    ends = [before for before, after in pairwise(numbers) if after != before + 1] + [numbers[-1]]
    spans = zip(starts, ends, strict=True)
    return ", ".join(
        f"{start} to {end}" if end > start + 1 else ", ".join(map(str, range(start, end + 1))) for start, end in spans
    )
