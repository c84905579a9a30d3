"""A family of constraints: one small function that adds its rows to a model, with what it says in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from appraisal.analysis.portfolio.model import Model


@dataclass(frozen=True, slots=True)
class Family:
    """One family of constraints.

    Attributes:
        name: the function's own, with hyphens; limits and files go by it.
        title, sentence: what it says.
        unit: of its rows.
        algebra: its rows, one line each, in the letters of the reference.
        add: adds its rows to a model.
    """

    name: str
    title: str
    sentence: str
    unit: str
    algebra: tuple[str, ...]
    add: Callable[[Model], None]


def family(title: str, sentence: str, unit: str, *algebra: str) -> Callable[[Callable[[Model], None]], Family]:
    """Make a family of the function that adds its rows."""

    def made(add: Callable[[Model], None]) -> Family:
        return Family(add.__name__.replace("_", "-"), title, sentence, unit, algebra, add)

    return made
