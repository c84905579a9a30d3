"""The templates and words of papers: the workspace's own where it has them, else the starter's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from appraisal.errors import Problem, WorkspaceError
from appraisal.records.starter import starter_folder
from appraisal.records.text_files import read_text
from appraisal.records.yaml_files import read_tree

WORDING = "wording.yaml"


def read_templates(root: Path) -> dict[str, str]:
    """Every template by its path inside reports/, such as 'partials/statement.html.j2'.

    Raises:
        WorkspaceError: if one cannot be read.
    """
    problems: list[Problem] = []
    found: dict[str, str] = {}
    for folder in (starter_folder() / "reports", root / "reports"):
        for path in sorted(folder.rglob("*.j2")):
            name = path.relative_to(folder).as_posix()
            text = read_text(path, f"reports/{name}", problems)
            if text is not None:
                found[name] = text
    if problems:
        raise WorkspaceError(tuple(problems), "the papers' templates")
    return found


def own_templates(root: Path) -> list[str]:
    """The templates that a workspace has otherwise than the software has them, by their path inside reports/.

    Raises:
        WorkspaceError: if one cannot be read.
    """
    found, known = read_templates(root), read_templates(starter_folder())
    return sorted(name for name, text in found.items() if known.get(name) != text)


def read_wording(root: Path) -> dict[str, Any]:
    """The sentences that findings and papers are made of.

    Raises:
        WorkspaceError: if they cannot be read.
    """
    problems: list[Problem] = []
    wording = wording_of(root, problems)
    if problems:
        raise WorkspaceError(tuple(problems), "the papers' words")
    return wording


def wording_of(root: Path, problems: list[Problem]) -> dict[str, Any]:
    """The same, with what is wrong as problems; empty where they cannot be read."""
    own = root / "reports" / WORDING
    path = own if own.exists() else starter_folder() / "reports" / WORDING
    tree = read_tree(path, f"reports/{WORDING}", problems)
    if tree is None:
        return {}
    if not isinstance(tree.value, dict) or tree.value.get("version") != 1:
        problems.append(Problem(f"reports/{WORDING}", 1, "It must start with 'version: 1'."))
        return {}
    return dict(tree.value)
