"""How an option is measured: one module for each criterion that is computed, found by its name.

A module is a measure when it has `FIGURES` (the evidence it reads of each site) and `build` (which makes the
measure for one criterion of one place). `measure: travel-time` in criteria.yaml means `travel_time.py` here.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType

from appraisal.errors import FindingsError, did_you_mean

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
