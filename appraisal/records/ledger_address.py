"""Where the ledger of a workspace is kept."""

from __future__ import annotations

import os
from pathlib import Path

from appraisal.errors import LedgerError

LEDGER = "ledger.sqlite3"
VARIABLE = "APPRAISAL_LEDGER"
"""The environment variable that can name a PostgreSQL database instead."""

SCHEMES = ("postgresql://", "postgres://")
"""How the address of a PostgreSQL database begins."""


def ledger_address(root: Path) -> Path | str:
    """The address of a workspace's ledger, as `open_ledger` takes it.

    A file in the workspace's folder; or the PostgreSQL database that APPRAISAL_LEDGER names, which can hold what was
    said of the places of several workspaces.

    Raises:
        LedgerError: if APPRAISAL_LEDGER names anything else, or the file is a link that leads out of the workspace,
            into which another workspace's record could be written.

    >>> ledger_address(Path("demo")).as_posix()
    'demo/ledger.sqlite3'
    """
    named = os.environ.get(VARIABLE, "")
    if named:
        if named.startswith(SCHEMES):
            return named
        msg = (
            f"{VARIABLE} does not name a PostgreSQL database, as in 'postgresql://role@host/ledger'. "
            f"Without it the ledger is {root / LEDGER}."
        )
        raise LedgerError(msg)
    path = root / LEDGER
    if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
        msg = f"{path} is a link that leads out of the workspace, and is not followed. Put the ledger itself here."
        raise LedgerError(msg)
    return path


def ledger_is_there(address: Path | str) -> bool:
    """Whether there is a ledger at an address; a file there counts, whatever it holds.

    Raises:
        LedgerError: if that cannot be seen: the folder or the server cannot be reached.
    """
    if not isinstance(address, Path):
        from appraisal.records.ledger.postgresql import has_ledger

        return has_ledger(address)
    try:
        return address.exists()
    except OSError as error:
        msg = (
            f"The ledger at {address} cannot be looked for: {error.strerror}. Check the address and your rights to it."
        )
        raise LedgerError(msg) from error
