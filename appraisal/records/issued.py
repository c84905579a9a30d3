"""Reading back a paper that is issued: which paper it is, which run made it, and whether it holds the sub-scores."""

from __future__ import annotations

import re
from pathlib import Path

from appraisal.records.text_files import LARGEST_BYTES, sha256_of

_MARK = re.compile(r'<meta name="appraisal" content="(?P<paper>[a-z-]+) run (?P<run>[0-9a-f]{12})">')
_SUB_SCORES = '<section id="scores">'


def read_issued(root: Path, name: str) -> tuple[dict[str, str], str]:
    """What an entry holds of a paper that is issued.

    Args:
        root: the workspace's folder.
        name: the paper's path inside it, or any path.

    Returns:
        The name, hash, paper, run and whether it holds each option's score on each criterion ("yes" or "no"); and
        what stands in the way, "" where nothing does.
    """
    path = root / name if (root / name).is_file() else Path(name)
    if not path.is_file() or path.stat().st_size > LARGEST_BYTES:
        return {}, f"There is no paper at '{name}'. Write it first: appraisal papers."
    text = path.read_text(encoding="utf-8", errors="replace")
    mark = _MARK.search(text)
    if mark is None:
        return {}, f"'{name}' does not say which run made it, so it is no paper of ours. Name the HTML file."
    told = {"file": path.name, "file_hash": sha256_of(path), "paper": mark["paper"], "run": mark["run"]}
    return told | {"sub_scores": "yes" if _SUB_SCORES in text else "no"}, ""
