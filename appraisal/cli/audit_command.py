"""`appraisal audit`: check the record, and recompute what rests on it."""

from __future__ import annotations

from importlib import import_module

import click

from appraisal.cli.lazy_group import LazyGroup

AUDITS = {
    "verify": "Walk the chain of the record, name the first entry that does not hold, and check receipts of it.",
    "hashes": "List the hash of every entry, to be published; or a person's own entries, for them alone.",
    "explain": "Say where a score, a weight, an answer, an entry or a sentence comes from.",
    "replay": "Make a run again from what it read, and compare byte for byte.",
    "paper": "Say which run made a paper, whether it is current, and which numbers differ.",
    "pack": "Write one file with all that an outsider needs to check the record and every total.",
}


@click.group(
    "audit",
    cls=LazyGroup,
    told=AUDITS,
    load=lambda name: import_module(f"appraisal.cli.audit.{name}_command"),
)
def command() -> None:
    """Check the record, and recompute what rests on it."""
