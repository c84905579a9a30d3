"""The list of hashes that may be published: a scorer finds their own entry in it, and sees nothing of others'."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from appraisal.errors import LedgerError, OutputError
from appraisal.model.entries import entry_hash
from appraisal.records.entry_form import form_problem
from appraisal.records.output_files import write_whole
from appraisal.records.record_lines import read_line

_HEADER = "number,hash"
_ROW = re.compile(r"([0-9]{1,15}),([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one line that somebody holds.

    Attributes:
        line: which of their lines it is, from 1.
        number: number of the entry; None where the line cannot be read.
        is_there: whether the list has that very entry under its number.
        text: what was found, in a few words.
    """

    line: int
    number: int | None
    is_there: bool
    text: str


def hash_list(hashes: Iterable[tuple[int, str]]) -> Iterator[str]:
    r"""The lines of the list: CSV, a row for each entry in order.

    >>> "".join(hash_list([(1, "ab" * 32)]))
    'number,hash\n1,abababababababababababababababababababababababababababababababab\n'
    """
    yield f"{_HEADER}\n"
    for number, hash_ in hashes:
        yield f"{number},{hash_}\n"


def read_hash_list(path: Path) -> Mapping[int, str]:
    """A list of hashes: number of each entry -> its hash.

    What other programs do to such a table is let pass: a byte order mark, carriage returns, spaces around a line.

    Raises:
        LedgerError: if it cannot be read, or is no such list.
    """
    try:
        header, *lines = path.read_bytes().decode("utf-8-sig", "replace").splitlines() or [""]
    except OSError as error:
        msg = f"The list of hashes at {path} cannot be read: {error.strerror or error}. Check the path."
        raise LedgerError(msg) from error
    if header.strip() != _HEADER:
        msg = f"{path} is no list of hashes: it does not begin with '{_HEADER}'. `appraisal audit hashes` writes one."
        raise LedgerError(msg)
    rows = {}
    for number, line in enumerate(lines, 1):
        row = _ROW.fullmatch(line.strip())
        if row is None or row[1] != str(number):
            msg = f"{path}, line {number + 1}: '{line[:80]}' is not the row of entry {number}. Take the whole list."
            raise LedgerError(msg)
        rows[number] = row[2]
    return rows


def keep(path: Path, text: str, *, is_private: bool = False) -> None:
    """Write a list of hashes, or somebody's lines, where nothing else is lost by it.

    Args:
        path: a file that is not there, or that holds the beginning of what is written, as an earlier list does.
        text: what is written.
        is_private: whether nobody else on this machine may read it, not even while it is written.

    Raises:
        OutputError: if the file holds anything else, or cannot be written.
    """
    try:
        before = path.read_bytes() if path.exists() else b""
        if not text.encode().startswith(before):
            msg = (
                f"{path} is there already, and what it holds would be lost: it is no earlier state of what was to be "
                "written. Name another file; where it is an earlier list, keep it and find out why this one differs."
            )
            raise OutputError(msg)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as closed:  # open to its owner alone
            unfinished = Path(closed) / path.name
            write_whole(unfinished, text)
            unfinished.chmod(0o600 if is_private else 0o644)
            unfinished.replace(path)
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror or error}. Check the folder and your rights to it."
        raise OutputError(msg) from error


def find_mine(lines: Iterable[bytes], published: Mapping[int, str]) -> tuple[Found, ...]:
    """Whether entries that somebody was handed stand in a list of hashes just as they were handed.

    Args:
        lines: their own entries, each a line as `record_lines` writes it, with its salt.
        published: as `read_hash_list` gives it.
    """
    return tuple(_found(position, line, published) for position, line in enumerate(lines, 1))


def _found(position: int, line: bytes, published: Mapping[int, str]) -> Found:
    try:
        known = read_line(line)
    except LedgerError as error:
        return Found(position, None, False, f"not an entry as it was handed out: {error}")
    number = known["number"]
    problem = form_problem(known)
    if problem:
        return Found(position, number, False, f"not an entry as it was handed out: it {problem}")
    if entry_hash(known) != known["hash"]:
        return Found(position, number, False, "changed since it was handed out: what it says does not give its hash.")
    if number not in published:
        return Found(position, number, False, f"not in the list, which holds {len(published)} entries.")
    if published[number] != known["hash"]:
        return Found(position, number, False, f"the list has another hash for entry {number}.")
    return Found(position, number, True, f"found: entry {number}, a {known['kind']} by {known['person']}.")
