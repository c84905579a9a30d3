"""Differences of the parameters of place.yaml and workspace.yaml, key by key at any depth."""

from __future__ import annotations

from typing import Any

from appraisal.analysis.comparing import in_words
from appraisal.analysis.comparing.difference import Difference
from appraisal.analysis.context import FIGURES
from appraisal.model.base import Assumption, FileModel
from appraisal.model.places import Beds


def parameters(before: FileModel, after: FileModel) -> list[Difference]:
    """One difference for each key that is otherwise, by the path of its keys: "need.use_share".

    A figure with its range and source is one parameter, and so is a whole list, such as the groups with their weights.
    """
    return [
        Difference("parameter", path, *_said(path, old, new), _title(path)) for path, old, new in _walk(before, after)
    ]


def with_parameter(model: FileModel, path: str, value: Any) -> FileModel:
    """The same parameters with one otherwise."""
    name, _, rest = path.partition(".")
    inner = with_parameter(getattr(model, name), rest, value) if rest else value
    return model.model_copy(update={name: inner})


def parameter(model: FileModel, path: str) -> Any:
    """A parameter by the path of its keys."""
    found: Any = model
    for name in path.split("."):
        found = getattr(found, name)
    return found


def _walk(before: FileModel, after: FileModel, prefix: str = "") -> list[tuple[str, Any, Any]]:
    found = []
    for name in type(before).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        is_inner = isinstance(old, FileModel) and type(old) is type(new) and not isinstance(old, Assumption | Beds)
        found += _walk(old, new, f"{prefix}{name}.") if is_inner else [(f"{prefix}{name}", old, new)]
    return found


def _said(path: str, old: Any, new: Any) -> tuple[str, str]:
    if isinstance(old, tuple) and isinstance(new, tuple):
        return in_words.list_of(old, new), in_words.list_of(new, old)
    unit = FIGURES[path][1] if path in FIGURES else ""
    return in_words.value(old, unit, new), in_words.value(new, unit, old)


def _title(path: str) -> str:
    return FIGURES[path][0] if path in FIGURES else ", ".join(in_words.label(part) for part in path.split("."))
