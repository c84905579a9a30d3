"""Looking into a workbook before it is opened: of a bounded size, without a password, macros or entities.

An XLSX file is a zip of XML parts. A few thousand bytes of it can unpack to gigabytes, and a few lines of XML can
unfold to as many, so every part is walked through once here, keeping only counts.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from string import ascii_letters
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

LARGEST_UNPACKED = 50_000_000  # bytes, as many as any file may have
MOST_PARTS = 500
MOST_SHEETS = 50
MOST_ELEMENTS = 2_000_000  # of a sheet: a million rows that are formatted and empty are passed over
MOST_OTHER_ELEMENTS = 200_000  # of a part that is no sheet: texts, styles
MOST_CELLS_IN_A_ROW = 16_384  # as many as a spreadsheet can have
MOST_MERGED_TOLD = MOST_NOTES_TOLD = 20

_OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of .xls, and of the envelope of a password
_SAVE_AGAIN = "Open it in a spreadsheet and save it as an Excel workbook (.xlsx), or as CSV."
_TOO_LARGE = "Keep only the sheets of ballots, and save it again."


class UnreadableWorkbookError(Exception):
    """Why a workbook is not opened, and what to do."""


@dataclass(slots=True)
class Part:
    """What one part of a workbook holds.

    Attributes:
        merged: its merged cells, such as 'A1:C1'; the first of them where there are many.
        notes: in a part of notes (comments on cells), the row and column of each; the first where there are many.
        targets: in a part of relations, the parts that they lead to, as they are written.
        drawn: of a drawing, how many things are in it: pictures, charts, boxes with text.
        conditional_formats: of a sheet, how many ranges have formats that depend on something.
        last_row, last_column: the last that have something in them, counted from 1; 0 where none has.
    """

    merged: list[str] = field(default_factory=list)
    notes: list[tuple[int, int]] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    drawn: int = 0
    conditional_formats: int = 0
    last_row: int = 0
    last_column: int = 0


def belonging_to(sheet: str, parts: Mapping[str, Part]) -> list[Part]:
    """The parts that the relations of a sheet lead to: its notes, its drawings."""
    folder, _, file = sheet.rpartition("/")
    relations = parts.get(f"{folder}/_rels/{file}.rels", Part())
    names = [posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") for target in relations.targets]
    return [parts[name] for name in names if name in parts]


def look_into(data: bytes, too_large: str = _TOO_LARGE) -> dict[str, Part]:
    """What each part of a workbook holds, by its name.

    Args:
        data: its bytes.
        too_large: what to do where it is larger than any that is read.

    Raises:
        UnreadableWorkbookError: if it is no workbook, or none that may be opened.
    """
    if data.startswith(_OLD_FORMAT):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableWorkbookError("The workbook has a password. Save it without one.")
        raise UnreadableWorkbookError(f"This is an old workbook (.xls). {_SAVE_AGAIN}")
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            _check(parts, too_large)
            return {part.filename: _looked_through(archive.open(part), too_large) for part in parts}
    except BadZipFile as error:
        what = "The file is damaged" if data.startswith(b"PK") else "This is not a workbook, whatever its name says"
        raise UnreadableWorkbookError(f"{what}. {_SAVE_AGAIN}") from error


def _check(parts: list[ZipInfo], too_large: str) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableWorkbookError("The workbook has a password. Save it without one.")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise UnreadableWorkbookError("The workbook has macros, which are never run. Save it as .xlsx without them.")
    if len(parts) > MOST_PARTS:
        raise UnreadableWorkbookError(f"The workbook has {len(parts):,} parts; at most {MOST_PARTS} can be read.")
    unpacked = sum(part.file_size for part in parts)  # no more than this is ever unpacked, whatever is really there
    if unpacked > LARGEST_UNPACKED:
        limit = LARGEST_UNPACKED // 1_000_000
        text = f"The workbook unpacks to {unpacked:,} bytes; at most {limit} million can be read. {too_large}"
        raise UnreadableWorkbookError(text)


def _looked_through(file: IO[bytes], too_large: str) -> Part:
    """Walk through one part; what is no XML ends the walk, and whoever opens it as XML ends there too."""
    walk = _Walk(too_large)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = walk.doctype
    parser.StartElementHandler = walk.start
    with file, suppress(expat.ExpatError):
        parser.ParseFile(file)
    return walk.part


class _Walk:
    """What is met on the way through a part."""

    def __init__(self, too_large: str) -> None:
        self.part = Part()
        self._too_large = too_large
        self._root = ""
        self._elements = self._sheets = self._cells = 0
        self._row = self._column = 0

    def doctype(self, *_: object) -> None:
        raise UnreadableWorkbookError(f"The workbook defines entities, which can hide anything. {_SAVE_AGAIN}")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        self._root = self._root or name
        self._count(name)
        if name == "row":
            self._row, self._column, self._cells = _number(attributes.get("r"), self._row + 1), 0, 0
        elif name == "c":
            self._column = _column(attributes.get("r"), self._column + 1)
        elif name in ("v", "f", "is"):
            self.part.last_row = max(self.part.last_row, self._row)
            self.part.last_column = max(self.part.last_column, self._column)
        elif name == "Relationship" and attributes.get("TargetMode") != "External":
            self.part.targets.append(attributes.get("Target", ""))
        elif name in ("comment", "threadedComment") and len(self.part.notes) < MOST_NOTES_TOLD:
            reference = attributes.get("ref", "")
            row = _number(reference.lstrip(ascii_letters), 0)
            self.part.notes.append((row, _column(reference, 0)))
        elif name in ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor"):
            self.part.drawn += 1
        elif name == "conditionalFormatting":
            self.part.conditional_formats += 1
        elif name == "mergeCell" and len(self.part.merged) < MOST_MERGED_TOLD:
            self.part.merged.append(attributes.get("ref", ""))

    def _count(self, name: str) -> None:
        self._elements += 1
        self._cells += name == "c"
        self._sheets += name == "sheet"
        most = MOST_ELEMENTS if self._root == "worksheet" else MOST_OTHER_ELEMENTS
        if self._elements > most or self._cells > MOST_CELLS_IN_A_ROW or self._sheets > MOST_SHEETS:
            raise UnreadableWorkbookError(f"The workbook is larger than any that is read. {self._too_large}")


def _number(written: str | None, following: int) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 10 else following


def _column(reference: str | None, following: int) -> int:
    """The column of a reference such as 'C7'."""
    letters = (reference or "").rstrip("0123456789").upper()
    if not letters.isalpha() or not letters.isascii() or len(letters) > 3:
        return following
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column
