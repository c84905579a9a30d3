"""An explanation as plain values that JSON can hold."""

from __future__ import annotations

from math import isfinite
from typing import Any

from appraisal.audit.explaining.steps import Explanation, Step


def explanation_as_json(told: Explanation) -> dict[str, Any]:
    """The same as the text, with every path in the findings and each figure unrounded.

    Returns:
        subject, place, run, as_at; confidential, names_too_soon (truth values); compared: how many figures were held
        against the findings; problems: texts, none where all agree; steps: each with text, shown, figure, path,
        entries, problem, confidential and its details, which are steps again.
    """
    return {
        "subject": told.subject,
        "place": told.place,
        "run": told.run,
        "as_at": told.as_at,
        "confidential": told.is_confidential,
        "names_too_soon": told.names_too_soon,
        "compared": told.compared,
        "problems": list(told.problems),
        "steps": [_step(step) for step in told.steps],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "text": step.text,
        "shown": step.shown,
        "figure": step.figure if step.figure is not None and isfinite(step.figure) else None,
        "path": step.path,
        "entries": list(step.entries),
        "problem": step.problem,
        "confidential": step.is_confidential,
        "details": [_step(each) for each in step.details],
    }
