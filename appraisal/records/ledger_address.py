"""Where the ledger of a workspace is kept."""

from __future__ import annotations

from pathlib import Path

LEDGER = "ledger.sqlite3"


def ledger_address(root: Path) -> Path:
    """The address of a workspace's ledger, as `open_ledger` takes it: a file in its folder.

    >>> ledger_address(Path("demo")).as_posix()
    'demo/ledger.sqlite3'
    """
    return root / LEDGER
