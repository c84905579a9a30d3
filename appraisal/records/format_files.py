"""The documents that say how record and findings are written, as whoever checks a pack needs them."""

from __future__ import annotations

from appraisal.errors import OutputError
from appraisal.records.starter import starter_folder

FORMATS = ("record.md", "entries.md", "findings.schema.json")


def format_files() -> dict[str, bytes]:
    """Each document by its name: inside an installed wheel, or of the repository.

    Raises:
        OutputError: if one is not there.
    """
    home = starter_folder() / "docs" / "reference"
    try:
        return {name: (home / name).read_bytes() for name in FORMATS}
    except OSError as error:
        msg = f"{error.filename} cannot be read: {error.strerror}. Install appraisal again: its documents are missing."
        raise OutputError(msg) from error
