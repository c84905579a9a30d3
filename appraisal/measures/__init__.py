"""How an option is measured: one module for each criterion that is computed, found by its name.

A module is a measure when it has `FIGURES` (the evidence it reads of each site) and `build` (which makes the
measure for one criterion of one place). `measure: travel-time` in criteria.yaml means `travel_time.py` here.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from appraisal.errors import FindingsError, did_you_mean

if TYPE_CHECKING:
    from appraisal.measures.performances import FigureKind
    from appraisal.model.criteria import Criterion

PANEL = "clinical-fit"  # the measure of every panel criterion: what a panel's scores of sites come to


def measure_module(name: str) -> ModuleType:
    """The module of a measure.

    Raises:
        FindingsError: if there is none of this name.
    """
    known = known_measures()
    if name not in known:
        msg = f"There is no measure '{name}'.{did_you_mean(name, known)} Known: {', '.join(known)}."
        raise FindingsError(msg)
    return import_module(f"{__name__}.{name.replace('-', '_')}")


def known_measures() -> list[str]:
    """Names of all measures, in order."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = {name: import_module(f"{__name__}.{name}") for name in names}
    return [name.replace("_", "-") for name, module in modules.items() if hasattr(module, "build")]


def figures_of(criteria: Iterable[Criterion]) -> dict[str, FigureKind]:
    """Every figure that the criteria's measures read of a site, by item: "cost.bed-day" and the like."""
    found: dict[str, FigureKind] = {}
    for criterion in criteria:
        module = measure_module(criterion.measure or PANEL)
        found |= {f"{criterion.id}.{name}": kind for name, kind in module.FIGURES.items()}
    return found
