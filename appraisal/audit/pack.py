"""The pack: one file with all that an outsider needs to check a record and what rests on it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from appraisal.audit.crate import DESCRIPTION, crate
from appraisal.audit.pack_contents import Contents, contents_of
from appraisal.audit.pack_readme import README, readme
from appraisal.errors import OutputError
from appraisal.records.output_files import write_whole

CONFIDENTIAL = "-confidential.zip"
_THE_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file can hold; no clock is read


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack that was written.

    Attributes:
        path: where it is.
        contents: what it holds beside its description and its README.
        files: how many files are in it.
    """

    path: Path
    contents: Contents
    files: int


def write_pack(root: Path, to: Path | None = None) -> Packed:
    """Write the pack of a workspace, whole or not at all.

    Args:
        root: the workspace's folder.
        to: the file, whose name has to end in "-confidential.zip"; None for one in the workspace's folder, named for
            how many entries the record holds.

    Raises:
        LedgerError: if there is no record, or its chain does not hold.
        OutputError: if the name does not say that it is confidential, or it cannot be written.
    """
    if to is not None and not to.name.endswith(CONFIDENTIAL):
        msg = (
            f"A pack holds confidential figures and has to say so in its name. '{to.name}' does not end in "
            f"'{CONFIDENTIAL}'. Name it '{to.stem}{CONFIDENTIAL}'."
        )
        raise OutputError(msg)
    contents = contents_of(root)
    files = pack_files(contents)
    path = to or root / f"pack-{contents.receipt.entries}-entries{CONFIDENTIAL}"
    write_whole(path, zipped(files))
    return Packed(path, contents, len(files))


def pack_files(contents: Contents) -> dict[str, bytes]:
    """Every file of a pack by its name: the contents, the README, and the description of them all."""
    files = {**contents.files, README: readme(contents).encode()}
    return {**files, DESCRIPTION: crate(contents, files)}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as one zip file: stored, in order of name, with one date, so that the same files give the same bytes."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as pack:
        for name in sorted(files):
            told = zipfile.ZipInfo(name, _THE_EARLIEST)
            told.create_system, told.external_attr = 3, 0o100644 << 16  # the same on every system
            pack.writestr(told, files[name])
    return into.getvalue()
