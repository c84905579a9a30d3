"""Papers that are issued: each is kept as it was written, by its hash, and held against that when it is issued."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from appraisal.records.output_files import write_whole
from appraisal.records.text_files import LARGEST_BYTES

_MARK = re.compile(r'<meta name="appraisal" content="(?P<paper>[a-z-]+) run (?P<run>[0-9a-f]{12})">')
_SUB_SCORES = '<section id="scores">'


def keep_paper(root: Path, place: str, run: str, paper: str | bytes, suffix: str = "html") -> None:
    """Keep a paper as it was written, so that whoever issues it can be held to it.

    Args:
        root: the workspace's folder.
        place, run: whose paper it is.
        paper: what was written: the text of a page, or the bytes of a workbook.
        suffix: how the names of its files end.
    """
    path = _kept(root, place, run, paper.encode() if isinstance(paper, str) else paper, suffix)
    if not path.exists():
        write_whole(path, paper)


def kept_papers(root: Path, place: str, run: str, suffix: str = ".html") -> list[tuple[str, bytes]]:
    """The papers of a run as they were written, by their hash; a file that no longer has the hash of its name is not.

    Args:
        root: the workspace's folder.
        place, run: whose papers they are.
        suffix: how their names end.
    """
    found = []
    for path in sorted((root / "runs" / place / run / "papers").glob(f"*{suffix}")):
        data = path.read_bytes() if path.is_file() and path.stat().st_size <= LARGEST_BYTES else b""
        if hashlib.sha256(data).hexdigest() == path.stem:
            found.append((path.stem, data))
    return found


def read_issued(root: Path, place: str, name: str) -> tuple[dict[str, str], str]:
    """What an entry holds of a paper that is issued.

    Args:
        root: the workspace's folder.
        place: id of the place.
        name: the paper's path inside it, or any path.

    Returns:
        Its path inside the workspace, or its name; its hash; which paper it is; its run; whether it holds each
        option's score on each criterion ("yes" or "no"); and what stands in the way, "" where nothing does.
    """
    try:
        path = root / name if (root / name).is_file() else Path(name)
        if not path.is_file() or path.stat().st_size > LARGEST_BYTES:
            return {}, f"There is no paper at '{name}'. Write it first: appraisal papers."
        data = path.read_bytes()
    except (OSError, ValueError):
        return {}, f"'{name[:60]}' cannot be read as a file. Name the paper's path, as `appraisal papers` gave it."
    text = data.decode("utf-8", errors="replace")
    mark = _MARK.search(text)
    if mark is None:
        return {}, f"'{name}' does not say which run made it, so it is no paper of ours. Name the HTML file."
    if not _kept(root, place, mark["run"], data).is_file():
        return {}, f"'{name}' is not as `appraisal papers` wrote it here. Write it again, and issue that."
    inside = path.resolve().is_relative_to(root.resolve())
    file = path.resolve().relative_to(root.resolve()).as_posix() if inside else path.name
    told = {"file": file, "file_hash": hashlib.sha256(data).hexdigest(), "paper": mark["paper"], "run": mark["run"]}
    return told | {"sub_scores": "yes" if _SUB_SCORES in text else "no"}, ""


def _kept(root: Path, place: str, run: str, data: bytes, suffix: str = "html") -> Path:
    return root / "runs" / place / run / "papers" / f"{hashlib.sha256(data).hexdigest()}.{suffix}"
