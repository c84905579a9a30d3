"""Looking for a site not approached, as somebody would who has a place's public workbook and tables and its areas."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

_KM_OF_A_DEGREE = 111.195
_FIXED = {"day": (12, 14), "evening": (16, 13)}  # minutes before leaving, km an hour: the place's own assumptions
_CIRCUITY = 1.35


class Searcher:
    """What anybody can read, and the measures of journeys made again from it.

    Attributes:
        grid: (n, 2) latitudes and longitudes to try, all over the place.
        square_km: of one of them.
    """

    def __init__(self, sheets: Mapping[str, list[dict[str, Any]]], areas: Path, across: int = 60) -> None:
        with areas.open(encoding="utf-8") as stream:
            at = {row["code"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(stream)}
        rows = sheets["Areas"]
        self.points = np.array([at[row["Area"]] for row in rows])
        self.need = np.array([row["People a year who would use a bed"] for row in rows])
        self.deprived = np.array([row["Of them in the most deprived fifth"] for row in rows])
        self.minutes = {period: sheets[f"Minutes {said}"] for period, said in _SAID.items()}
        ends = [np.linspace(one.min(), one.max(), across) for one in self.points.T]
        self.grid = np.stack([each.ravel() for each in np.meshgrid(*ends)], axis=1)
        steps = [end[1] - end[0] for end in ends]
        self.square_km = steps[0] * steps[1] * np.cos(np.radians(ends[0].mean())) * _KM_OF_A_DEGREE**2

    def to(self, point: Sequence[float], period: str) -> Any:
        """(areas,) minutes to a point."""
        north = (self.points[:, 0] - point[0]) * _KM_OF_A_DEGREE
        east = (self.points[:, 1] - point[1]) * _KM_OF_A_DEGREE * np.cos(np.radians(self.points[:, 0]))
        fixed, speed = _FIXED[period]
        return fixed + _CIRCUITY * np.hypot(north, east) / speed * 60

    def of_site(self, site: str, period: str) -> Any:
        """(areas,) minutes to a site that is shown."""
        return np.array([row[site] for row in self.minutes[period]])

    def journeys(self, point: Sequence[float], others: Sequence[str]) -> tuple[float, float]:
        """Travel time and equity of an option with these other sites, if the hidden one stands at a point."""
        by_period = {period: [self.to(point, period), *(self.of_site(s, period) for s in others)] for period in _FIXED}
        nearest = np.argmin(np.stack(by_period["day"]), axis=0)
        mean = sum(np.stack(each)[nearest, np.arange(len(nearest))] for each in by_period.values()) / 2
        rest = self.need - self.deprived
        gap = mean @ self.deprived / self.deprived.sum() - mean @ rest / rest.sum()
        return mean @ self.need / self.need.sum(), max(0.0, gap)

    def fitting(self, seen: Mapping[tuple[str, ...], Sequence[tuple[float, float]]], slack: float = 1e-9) -> Any:
        """(n,) which points of the grid fit the ends that were seen of travel time and equity, by other sites."""
        fits = np.ones(len(self.grid), dtype=bool)
        for others, ends in seen.items():
            found = np.array([self.journeys(point, others) for point in self.grid])
            for place, (low, high) in enumerate(ends):
                fits &= (found[:, place] >= low - slack) & (found[:, place] <= high + slack)
        return fits


_SAID = {"day": "by day", "evening": "in the evening"}
