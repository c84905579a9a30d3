"""Figures as a hand calculator shows them, and each held against what the findings say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import isclose, isfinite
from typing import Any

from appraisal.audit.explaining.steps import Step

SLACK = 1e-9
"""How far apart two figures may be and still agree; of a large one, 1e-14 of it."""

DIGITS: Mapping[str, int] = {"share": 6, "minutes": 4, "points": 4}
_UNITS = {"minutes": " minutes", "points": " points"}

Path = tuple[str | int, ...]


def number(value: float | None, digits: int = 6) -> str:
    """A number to so many decimals, without zeros at its end; more decimals where that would print 0 for what is not.

    >>> number(0.5), number(3321833.224667, 2), number(1 / 3), number(0.00000012345), number(None)
    ('0.5', '3,321,833.22', '0.333333', '0.00000012345', 'not known')
    """
    if value is None or not isfinite(value):
        return "not known"
    if value and abs(value) < 10**-digits:
        return f"{value:.12f}".rstrip("0").rstrip(".") or "0"
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def amount(value: float | None, unit: str) -> str:
    """A performance in its unit.

    >>> amount(24.5, "minutes"), amount(1250.5, "pounds"), amount(0.25, "share"), amount(None, "pounds")
    ('24.5 minutes', '£1,250.50', '0.25', 'not known')
    """
    if value is None or not isfinite(value):
        return "not known"
    if unit == "pounds":
        return f"£{value:,.0f}" if value == round(value) else f"£{value:,.2f}"
    return f"{number(value, DIGITS.get(unit, 6))}{_UNITS.get(unit, '')}"


def added(numbers: Iterable[str]) -> str:
    """Numbers with a plus between them; one less than 0 in brackets.

    >>> added(["2", "-1", "3"])
    '2 + (-1) + 3'
    """
    return " + ".join(f"({text})" if text.startswith("-") else text for text in numbers)


def held_against(
    findings: Mapping[str, Any],
    path: Path,
    step: Step,
    slack: float = SLACK,
) -> Step:
    """A step held against the figure that findings give at a path: it says where that is, and any disagreement.

    Args:
        findings: of the run.
        path: keys and places that lead to the figure.
        step: with its `figure`; None agrees with a figure that findings do not know.
        slack: how far apart the two may be: more where several rounded figures are in one.
    """
    said, where = value_at(findings, path), dotted(path)
    if agree(said, step.figure, slack):
        problem = step.problem
    else:
        here = number(step.figure, 9)
        told = number(said, 9) if isinstance(said, int | float) else str(said or "nothing")
        problem = f"{where}: the findings say {told}, and what stands in the record comes to {here}."
    return replace(step, path=where, problem=problem, is_compared=True)


def agree(said: object, figure: float | None, slack: float = SLACK) -> bool:
    """Whether a figure of the findings, rounded to nine decimals, is the one worked out here.

    >>> agree(0.333333333, 1 / 3), agree(0.3333, 1 / 3), agree(None, None), agree(0, None)
    (True, False, True, False)
    """
    if said is None or figure is None or not isinstance(said, int | float):
        return said is None and figure is None
    return isclose(said, figure, rel_tol=1e-14, abs_tol=slack)


def value_at(findings: Mapping[str, Any], path: Path) -> Any:
    """What findings hold at a path; None where nothing is there."""
    found: Any = findings
    for part in path:
        try:
            found = found[part]
        except (KeyError, IndexError, TypeError):
            return None
    return found


def dotted(path: Path) -> str:
    """A path as text.

    >>> dotted(("options", 3, "total", "value"))
    'options[3].total.value'
    """
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")
