"""Journeys: minutes from every area to every site, from the best source that the place has (method 3.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

import numpy as np
import numpy.typing as npt

from appraisal.model.places import Mode, Period
from appraisal.model.workspace import Place

Floats = npt.NDArray[np.float64]

SOURCES = ("travel_matrix", "straight_line")  # modules here, tried in this order for each mode and period
MODES: tuple[Mode, ...] = ("car", "public-transport")
PERIODS: tuple[Period, ...] = ("day", "evening")


@dataclass(frozen=True)
class Minutes:
    """Minutes by one mode in one period, areas x sites, NaN where not known, and the sources behind them."""

    low: Floats
    value: Floats
    high: Floats
    sources: tuple[str, ...]


Journeys = Mapping[tuple[Mode, Period], Minutes]


def journeys(place: Place) -> Journeys:
    """Minutes by every mode and period."""
    return {(mode, period): _minutes(place, mode, period) for mode in MODES for period in PERIODS}


def _minutes(place: Place, mode: Mode, period: Period) -> Minutes:
    for source in SOURCES:
        found: Minutes | None = import_module(f"appraisal.measures.{source}").minutes(place, mode, period)
        if found is not None:
            return found
    msg = f"no source gives minutes by {mode}, {period}"
    raise LookupError(msg)
