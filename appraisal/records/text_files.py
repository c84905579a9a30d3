"""Reading text files: UTF-8 only, regular files only, of a size that a person could have made."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from appraisal.errors import Problem

LARGEST_BYTES = 50_000_000
_MERGE = re.compile(r"^<{7} ", re.MULTILINE)
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx and .xls begin


def read_text(path: Path, name: str, problems: list[Problem], *, largest: int = LARGEST_BYTES) -> str | None:
    """The text of a file without a byte-order mark; None, and a problem in the list, where it cannot be read."""
    data = read_bytes(path, name, problems, largest=largest)
    if data is None:
        return None
    if data.startswith(WORKBOOKS):
        text = "This is a workbook, not a text file. Save it as CSV, or name it as what it is."
        problems.append(Problem(name, 0, text))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"0x{data[error.start]:02x}"
        problems.append(Problem(name, line, f"Byte {byte} is not UTF-8. Save the file again as UTF-8."))
        return None
    merge = _MERGE.search(text)
    if merge:
        line = text.count("\n", 0, merge.start()) + 1
        what = (
            "Two versions of this part were merged, and the marks of it are still here. Keep one, and delete the marks."
        )
        problems.append(Problem(name, line, what))
        return None
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        problems.append(Problem(name, line, "A zero byte was found, so this is not a text file. Save it as UTF-8."))
        return None
    return text


def read_bytes(path: Path, name: str, problems: list[Problem], *, largest: int = LARGEST_BYTES) -> bytes | None:
    """The bytes of a regular file; None, and a problem in the list, where it cannot be read."""
    try:
        if not path.exists():
            problems.append(Problem(name, 0, "This file is missing. Add it, or copy it from the starter."))
            return None
        if not path.is_file():
            problems.append(Problem(name, 0, "This is not a file. Put a file of this name here."))
            return None
        size = path.stat().st_size
        if size > largest:
            limit = largest // 1_000_000
            problems.append(Problem(name, 0, f"The file is {size:,} bytes; at most {limit} million can be read."))
            return None
        return path.read_bytes()
    except OSError as error:
        problems.append(Problem(name, 0, f"It cannot be read: {error.strerror or error}."))
        return None


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
