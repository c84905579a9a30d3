"""The commands: each a few lines over the pipeline and the records."""

from __future__ import annotations

from appraisal.cli.group import main

__all__ = ["main"]
