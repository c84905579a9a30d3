"""Workbooks worked out again by LibreOffice, which by itself shows what the file says that formulas come to."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from filling import OFFICE

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
"""A profile's setting: what formulas come to is worked out whenever a workbook is opened."""

PLANTED = -98765.0
"""A figure that no formula of a workbook comes to."""


def recalculated(folder: Path, books: Mapping[str, bytes]) -> dict[str, Any]:
    """Workbooks as they are once LibreOffice has worked out every formula again, all in one call, by name.

    What each file says that its formulas come to is taken out first, and something else is put there for the formulas
    that come to a figure: so what comes back was worked out, and not read.
    """
    assert OFFICE
    profile, made = folder / "profile", folder / "worked-out"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    made.mkdir(exist_ok=True)
    paths = []
    for name, data in books.items():
        paths.append(folder / f"{name}.xlsx")
        paths[-1].write_bytes(with_wrong_values(data))
    done = subprocess.run(
        [
            *(OFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"),
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(made), *map(str, paths)),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert all((made / path.name).exists() for path in paths), done.stderr
    return {path.stem: shown(made / path.name) for path in paths}


def with_wrong_values(data: bytes) -> bytes:
    """The same workbook in which each formula that comes to a figure says that it comes to another one."""
    import re
    from zipfile import ZIP_STORED, ZipFile

    stream = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(stream, "w", ZIP_STORED) as after:
        for name in before.namelist():
            text = before.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb"</f><v>-?[0-9][^<]*</v>", f"</f><v>{PLANTED}</v>".encode(), text)
            after.writestr(name, text)
    return stream.getvalue()


def shown(book: Path | bytes) -> dict[str, list[dict[str, Any]]]:
    """What each sheet of a workbook shows: its rows by column heading."""
    opened = openpyxl.load_workbook(BytesIO(book) if isinstance(book, bytes) else book, data_only=True)
    try:
        return {page.title: _rows(page) for page in opened}
    finally:
        opened.close()


def formulas(book: bytes) -> dict[str, list[dict[str, Any]]]:
    """The same with formulas where cells have them."""
    opened = openpyxl.load_workbook(BytesIO(book))
    try:
        return {page.title: _rows(page) for page in opened}
    finally:
        opened.close()


def changed(book: bytes, cells: Mapping[tuple[str, str], Any]) -> bytes:
    """The same workbook with other values in some cells, by (sheet, cell)."""
    opened = openpyxl.load_workbook(BytesIO(book))
    for (sheet, cell), value in cells.items():
        opened[sheet][cell] = value
    stream = BytesIO()
    opened.save(stream)
    opened.close()
    return stream.getvalue()


def _rows(page: Any) -> list[dict[str, Any]]:
    heading, *rows = page.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]
