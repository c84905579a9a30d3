"""Links in a workspace: each leads to a file inside it, so that reading one folder reads no other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from appraisal.errors import Problem

_READ = ("criteria", "options", "reports")


def links_astray(root: Path) -> list[Problem]:
    """A problem for each link among the files of a workspace that leads out of it, nowhere, or to a folder."""
    inside = root.resolve()
    found = []
    for link in _links(root):
        name = link.relative_to(root).as_posix()
        try:
            target = link.resolve(strict=True)
        except (OSError, RuntimeError):  # a loop is one or the other, by the version of Python
            found.append(Problem(name, 0, "This link leads nowhere. Put the file or folder itself here."))
            continue
        if not target.is_relative_to(inside):
            text = "This link leads out of the workspace, and is not followed. Put the file or folder itself here."
            found.append(Problem(name, 0, text))
        elif target.is_dir():
            found.append(Problem(name, 0, "A link to a folder is not followed. Put the folder itself here."))
    return found


def _links(root: Path) -> Iterator[Path]:
    tops = [root / name for name in ("workspace.yaml", *_READ)]
    yield from (top for top in tops if top.is_symlink())
    for top in (top for top in tops if not top.is_symlink()):
        for folder, folders, files in os.walk(top):
            yield from (path for name in (*folders, *files) if (path := Path(folder) / name).is_symlink())
