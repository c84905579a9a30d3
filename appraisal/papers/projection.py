"""From latitude and longitude to a drawing: equirectangular, true to scale at the middle latitude."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

KM_A_DEGREE = 111.2
_LEAST_KM = 1.0  # so that a place of one point has a scale
_LONGEST_BAR = 150.0

Point = tuple[float, float]  # latitude and longitude, or x and y


@dataclass(frozen=True, slots=True)
class Box:
    """The least and the greatest latitude and longitude of some points."""

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def of(cls, points: Iterable[Point]) -> Box:
        """The box of at least one point."""
        lats, lons = zip(*points, strict=True)
        return cls(min(lats), min(lons), max(lats), max(lons))

    @property
    def km(self) -> Point:
        """Kilometres from west to east, at the middle latitude, and from south to north."""
        shrink = math.cos(math.radians((self.south + self.north) / 2))
        return (self.east - self.west) * KM_A_DEGREE * shrink, (self.north - self.south) * KM_A_DEGREE

    def direction(self, lat: float, lon: float) -> str:
        """In which third of the box a point is, each way; beyond its edge counts as the third at that edge.

        >>> box = Box(51.0, -0.3, 51.6, 0.0)
        >>> box.direction(51.59, -0.29), box.direction(51.3, 0.2), box.direction(51.3, -0.15)
        ('north-west', 'east', 'middle')
        """
        upright = _third(lat, self.south, self.north, ("south", "", "north"))
        across = _third(lon, self.west, self.east, ("west", "", "east"))
        return "-".join(part for part in (upright, across) if part) or "middle"

    def holds(self, lat: float, lon: float, *, margin_km: float) -> bool:
        """Whether a point is inside, or at most so far beyond each edge.

        >>> box = Box(51.0, -0.3, 51.6, 0.0)
        >>> box.holds(51.605, 0.0, margin_km=1), box.holds(51.7, 0.0, margin_km=1)
        (True, False)
        """
        around = Box.of([(self.south, self.west), (self.north, self.east), (lat, lon)])
        return all(grown <= own + margin_km for grown, own in zip(around.km, self.km, strict=True))


@dataclass(frozen=True, slots=True)
class Projection:
    """Where points come to lie in a drawing.

    Attributes:
        pixels_a_km: the scale.
        width, height: of the drawing's part that holds the points, with its padding.
    """

    box: Box
    pixels_a_km: float
    width: float
    height: float

    @classmethod
    def fitting(cls, box: Box, width: float, *, heights: Point, padding: float) -> Projection:
        """The largest scale at which a box fits into a width and the greater of two heights, with padding around."""
        across, upright = (max(km, _LEAST_KM) for km in box.km)
        least, most = heights
        pixels = min((width - 2 * padding) / across, (most - 2 * padding) / upright)
        return cls(box, pixels, width, max(least, upright * pixels + 2 * padding))

    def at(self, lat: float, lon: float) -> Point:
        """How far to the right and how far down a point is, in pixels, with the box in the middle."""
        across, upright = Box(self.box.south, self.box.west, self.box.north, lon).km[0], lat - self.box.south
        x = self.width / 2 + (across - self.box.km[0] / 2) * self.pixels_a_km
        y = self.height / 2 + (self.box.km[1] / 2 - upright * KM_A_DEGREE) * self.pixels_a_km
        return x, y

    @property
    def bar_km(self) -> float:
        """The longest round distance, 1, 2 or 5 times a power of ten, that makes a handy scale bar.

        >>> Projection(Box(51.0, -0.3, 51.6, 0.0), 70.0, 642, 500).bar_km
        2.0
        """
        longest = _LONGEST_BAR / self.pixels_a_km
        power = math.floor(math.log10(longest))
        return max(
            round(step * 10.0**place, 9)
            for place in (power - 1, power)
            for step in (1, 2, 5)
            if step * 10.0**place <= longest * (1 + 1e-9)
        )


def _third(value: float, low: float, high: float, names: tuple[str, str, str]) -> str:
    """The name of the third in which a value lies; the middle where there is no length to divide."""
    if value < low or value > high:
        return names[0] if value < low else names[2]
    share = (value - low) / (high - low) if high > low else 0.5
    return names[0] if share < 1 / 3 else names[2] if share > 2 / 3 else names[1]
