"""Openings: many sets of {site: beds} at once, and which site each area would go to in each of them.

Many sets open the same sites with other beds, and who goes where depends on the open sites alone, so it is worked
out once for each pattern of open sites.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from appraisal.measures.journeys import Journeys, journeys
from appraisal.measures.need import need_a_year
from appraisal.model.places import Mode
from appraisal.model.workspace import Place

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

VISITORS_MODE: Mode = "public-transport"  # how visitors are taken to travel (design 7)
_BLOCK_CELLS = 4_000_000  # patterns x areas x sites worked on at once


@dataclass(frozen=True)
class Geography:
    """What every measure of a place shares: its sites, areas, need and journeys.

    Attributes:
        sites: site ids in order; every array's site axis is in this order.
        need: (areas,) people a year who would use these beds.
        deprivation_rank: (areas,) 1 is the most deprived.
        journeys: minutes by mode and period, areas x sites.
        main: (areas, sites) minutes by the place's main mode, day: decides who goes where.
        nearer_first: (sites,) indices of the sites in the order that breaks ties of minutes.
    """

    sites: tuple[str, ...]
    need: Floats
    deprivation_rank: Integers
    journeys: Journeys
    main: Floats
    nearer_first: Integers

    @classmethod
    def of(cls, place: Place) -> Geography:
        """The geography of a place."""
        minutes = journeys(place)
        sites = tuple(site.id for site in place.sites)
        return cls(
            sites,
            need_a_year(place.areas, place.plan.need),
            np.array([area.deprivation_rank for area in place.areas], dtype=np.int64),
            minutes,
            minutes[place.plan.travel.main_mode, "day"].value,
            np.array([sites.index(site) for site in place.nearer_first or sites], dtype=np.int64),
        )

    @cached_property
    def nearness(self) -> npt.NDArray[np.int16]:
        """(areas, sites) 0 for the site that is nearest to the area, 1 for the next; ties by site id."""
        order = self.nearer_first[np.argsort(self.main[:, self.nearer_first], axis=1, kind="stable")]
        places = np.broadcast_to(np.arange(order.shape[1], dtype=np.int16), order.shape)
        nearness = np.empty(order.shape, dtype=np.int16)
        np.put_along_axis(nearness, order, places, axis=1)
        return nearness

    @cached_property
    def unreached(self) -> Booleans:
        """(sites,) True where the minutes of some area that has need are not known, by a mode that is weighed.

        Car minutes, where they only stand beside, leave nothing unknown but themselves.
        """
        unknown = np.isnan(self.main)
        for (mode, _), minutes in self.journeys.items():
            if mode == VISITORS_MODE:
                unknown = unknown | np.isnan(minutes.value)
        return np.asarray((unknown & (self.need > 0)[:, None]).any(axis=0))


@dataclass(frozen=True)
class Openings:
    """n sets of sites with their new beds.

    Attributes:
        geography: of the place.
        beds: (n, sites) whole new beds, 0 where a site is not opened.
    """

    geography: Geography
    beds: Integers

    @classmethod
    def of(cls, geography: Geography, sets: Iterable[Mapping[str, int]]) -> Openings:
        """Openings from {site: beds} mappings."""
        rows = [[chosen.get(site, 0) for site in geography.sites] for chosen in sets]
        return cls(geography, np.array(rows, dtype=np.int64).reshape(len(rows), len(geography.sites)))

    def __len__(self) -> int:
        return len(self.beds)

    def sets(self, rows: Sequence[int]) -> list[dict[str, int]]:
        """The given rows as {site: beds} mappings."""
        sites = self.geography.sites
        return [{site: int(beds) for site, beds in zip(sites, self.beds[r], strict=True) if beds} for r in rows]

    @cached_property
    def _patterns(self) -> tuple[Booleans, Integers]:
        patterns, index = np.unique(self.beds > 0, axis=0, return_inverse=True)
        return patterns, index.reshape(-1)

    @cached_property
    def is_reached(self) -> Booleans:
        """(n,) True where at least one site is open and minutes to all open sites are known."""
        opened = self.beds > 0
        return np.asarray(opened.any(axis=1) & ~(opened & self.geography.unreached).any(axis=1))

    @cached_property
    def _nearest(self) -> npt.NDArray[np.int16]:
        """(patterns, areas) index of the nearest open site (method 3.3); 0 where no site is open."""
        patterns, _ = self._patterns
        nearness = self.geography.nearness
        areas, sites = nearness.shape
        nearest = np.zeros((len(patterns), areas), dtype=np.int16)
        step = max(1, _BLOCK_CELLS // max(1, areas * sites))
        for start in range(0, len(patterns), step):
            opened = patterns[start : start + step, None, :]
            nearest[start : start + step] = np.where(opened, nearness, np.int16(sites)).argmin(axis=2)
        return nearest

    def served(self, weights: Floats) -> Floats:
        """How much of a weight of areas goes to each site of each set.

        Args:
            weights: (areas,) such as need.

        Returns:
            (n, sites); each row adds up to the weights' sum where any site is open, and to 0 where none is.
        """
        patterns, index = self._patterns
        cells = np.arange(len(patterns))[:, None] * patterns.shape[1] + self._nearest
        spread = np.broadcast_to(weights, cells.shape)
        total = np.bincount(cells.ravel(), weights=spread.ravel(), minlength=patterns.size)
        return np.where(self.beds > 0, total.reshape(patterns.shape)[index], 0.0)

    def travelled(self, weights: Floats, minutes: Floats) -> Floats:
        """Weighted minutes, summed over areas, each to the site that it goes to.

        Args:
            weights: (areas,) such as need.
            minutes: (areas, sites); NaN where not known.

        Returns:
            (n,) NaN where minutes of an open site are not known, or no site is open.
        """
        _, index = self._patterns
        total = weighted_minutes(weights, minutes)[np.arange(len(weights)), self._nearest].sum(axis=1)[index]
        return np.where(self.is_reached, total, np.nan)

    def minutes_of_areas(self, minutes: Floats) -> Floats:
        """(n, areas) minutes of each area to the site that it goes to, NaN where not known; meant for few sets."""
        _, index = self._patterns
        each = minutes[np.arange(minutes.shape[0]), self._nearest][index]
        return np.where(self.is_reached[:, None], each, np.nan)

    def site_of_areas(self) -> Integers:
        """(n, areas) index of the site that each area goes to; meant for few sets."""
        _, index = self._patterns
        return self._nearest[index].astype(np.int64)


def weighted_minutes(weights: Floats, minutes: Floats) -> Floats:
    """Minutes of each area to each site, times the area's weight; 0 where the weight is, known minutes or not.

    >>> weighted_minutes(np.array([0.5, 0.0]), np.array([[20.0], [np.nan]])).tolist()
    [[10.0], [0.0]]
    """
    return np.asarray(np.where(weights[:, None] != 0, minutes * weights[:, None], 0.0))
