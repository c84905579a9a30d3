"""Multi-criteria options appraisal for where enhanced end-of-life-care beds should be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from appraisal.analysis.findings import Findings
    from appraisal.pipeline import appraise
    from appraisal.records.workspace_files import open_workspace

__all__ = ["Findings", "__version__", "appraise", "open_workspace"]
__version__ = "0.1.0"

_HOMES = {
    "Findings": "appraisal.analysis.findings",
    "appraise": "appraisal.pipeline",
    "open_workspace": "appraisal.records.workspace_files",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `appraisal --help` stays fast."""
    if name not in _HOMES:
        msg = f"module 'appraisal' has no attribute '{name}'"
        raise AttributeError(msg)
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
