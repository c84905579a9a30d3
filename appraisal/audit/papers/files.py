"""Reading a paper from anywhere: of a bounded size, in any encoding that a browser saves in."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from appraisal.errors import FindingsError, OutputError, Problem
from appraisal.records.text_files import read_bytes

LARGEST_PAGE = 10_000_000  # bytes; a paper of the starter has 250,000
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([a-z0-9_.:-]{1,40})", re.IGNORECASE)
_KNOWN = {
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("windows-1252", "cp1252", "iso-8859-1", "latin1", "us-ascii", "ascii"), "cp1252"),
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be"), "utf-8"),  # as browsers have it: they could not have read it so
}


def read_paper_file(path: Path) -> bytes:
    """The bytes of a paper.

    Raises:
        OutputError: if it is not there, is no file, or is too large.
    """
    problems: list[Problem] = []
    try:
        data = read_bytes(path, str(path), problems)
    except ValueError:  # a path that no file can have
        data = None
    if data is None:
        is_there = bool(problems) and path.is_file()
        text = problems[0].text if is_there else f"There is no file at '{str(path)[:100]}'."
        raise OutputError(f"{text} Name the paper: an HTML file or a workbook.")
    return data


def text_of(data: bytes, name: str) -> str:
    """The text of a page, as a browser would decode it: by its byte-order mark, else as it says itself, else as UTF-8.

    Raises:
        FindingsError: if it is too large for a paper, or no text.
    """
    if len(data) > LARGEST_PAGE:
        msg = f"'{name}' is {len(data):,} bytes; a paper of ours has less than {LARGEST_PAGE // 1_000_000} million."
        raise FindingsError(msg)
    encoding = next((each for mark, each in _MARKS if data.startswith(mark)), "")
    if not encoding:
        said = _CHARSET.search(data, 0, 1024)
        encoding = _KNOWN.get(said[1].decode("ascii").lower(), "") if said else "utf-8"
    try:
        text = data.decode(encoding or "unknown").removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError) as error:
        if data.startswith(b"PK") or name.lower().endswith(".xlsx"):
            msg = f"'{name}' is a damaged workbook, so nothing in it can be checked. Ask for it to be sent again."
            raise FindingsError(msg) from error
        msg = f"'{name}' cannot be read as text, so it is no paper of ours. Save it as UTF-8, or name the right file."
        raise FindingsError(msg) from error
    return text
