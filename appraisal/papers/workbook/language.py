"""The language of a workbook, which programs that read aloud ask for and the library that writes it cannot state."""

from __future__ import annotations

from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

LANGUAGE = "en-GB"
_PROPERTIES, _END = "docProps/core.xml", b"</cp:coreProperties>"
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold


def with_language(written: IO[bytes], stream: IO[bytes]) -> None:
    """Write a workbook again with its language among its properties.

    Nothing in it is compressed: compression differs between versions of its library, and the same run has to give the
    same bytes on any machine.

    Args:
        written: the workbook.
        stream: takes its bytes.
    """
    said = f"<dc:language>{LANGUAGE}</dc:language>".encode()
    with ZipFile(written) as before, ZipFile(stream, "w", ZIP_STORED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name == _PROPERTIES:
                data = data.replace(_END, said + _END)
            after.writestr(ZipInfo(name, _DAY), data)
