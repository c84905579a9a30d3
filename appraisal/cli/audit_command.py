"""`appraisal audit`: check the record, and recompute what rests on it."""

from __future__ import annotations

from importlib import import_module

import click

from appraisal.cli.lazy_group import LazyGroup

AUDITS = {
    "verify": "Walk the chain of the record, and name the first entry that does not hold.",
    "paper": "Say which run made a paper, whether it is current, and which numbers differ.",
}


@click.group(
    "audit",
    cls=LazyGroup,
    told=AUDITS,
    load=lambda name: import_module(f"appraisal.cli.audit.{name}_command"),
)
def command() -> None:
    """Check the record, and recompute what rests on it."""
