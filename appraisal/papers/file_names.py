"""What the file of a paper is called, so that one paper can lead to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def file_name(name: str, findings: Mapping[str, Any], ending: str = "html") -> str:
    """The name of a paper's file; with "illustrative" in it where anything is invented.

    >>> file_name("options", {"context": {"illustrative": True}})
    'options-illustrative.html'
    """
    mark = "-illustrative" if findings["context"]["illustrative"] else ""
    return f"{name}{mark}.{ending}"
