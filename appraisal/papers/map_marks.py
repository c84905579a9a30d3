"""What the marks of a map look like, and the legend that says what they mean."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from appraisal.papers.free_space import text_width
from appraisal.papers.projection import Box, Point

TYPE = 14.67  # 11 point
HALF = 14.0  # half of what a site's mark takes, its edge with it
LARGEST_DOT = 5.5
INK, QUIET = "#1d2429", "#4a555d"
DOTS = 'fill="#999999" fill-opacity="0.55"'
_NEITHER = f'fill="#d5dbdf" stroke="{QUIET}" stroke-width="1"'  # in the legend, where a shape stands for both
THIN = f'fill="none" stroke="{QUIET}" stroke-width="1.2" stroke-linejoin="round"'
_BLUE = "#0072B2"
_FILLED, _HOLLOW = (f'fill="{fill}" stroke="{_BLUE}" stroke-width="2"' for fill in (_BLUE, "#ffffff"))
_COVERED = 0.12  # of the box of the areas
_LINE = 23  # height of a line of the legend


@dataclass(frozen=True, slots=True)
class Area:
    """A small area: where its people live, and how many of them would need a bed in a year."""

    lat: float
    lon: float
    need: float


@dataclass(frozen=True, slots=True)
class Site:
    """A site.

    Attributes:
        number: that stands in its mark and in the table beside the map.
        setting: "care home", "hospice" or "other": the mark's shape.
        is_in: whether it clears every hurdle: the mark is filled.
    """

    number: int
    name: str
    lat: float
    lon: float
    setting: str
    is_in: bool


def site_shape(site: Site, x: float, y: float) -> str:
    """A site's shape, filled where it clears every hurdle."""
    return _shape(site.setting, x, y, 1.0, _FILLED if site.is_in else _HOLLOW)


def _shape(setting: str, x: float, y: float, size: float, paint: str) -> str:
    """A circle for a care home, a square for a hospice, a diamond for anything else."""
    if setting == "care home":
        return f'<circle cx="{pixels(x)}" cy="{pixels(y)}" r="{pixels(12 * size)}" {paint}/>'
    if setting == "hospice":
        corner, side = f'x="{pixels(x - 11.5 * size)}" y="{pixels(y - 11.5 * size)}"', pixels(23 * size)
        return f'<rect {corner} width="{side}" height="{side}" {paint}/>'
    tip = 15 * size
    corners = ((x, y - tip), (x + tip, y), (x, y + tip), (x - tip, y))
    return f'<path d="{closed(corners)}" {paint}/>'


def legend(
    areas: Sequence[Area], outline: Sequence[Sequence[Point]], sites: Sequence[Site], texts: Mapping[str, str]
) -> list[tuple[str, str]]:
    """What each mark means, for those marks that there are: a drawing around 0, 0 and its words."""
    rows = []
    for is_in, key, paint in ((True, "in", _FILLED), (False, "out", _HOLLOW)):
        settings = [site.setting for site in sites if site.is_in == is_in]
        if settings:
            rows.append((_shape(settings[0], 0, 0, 0.6, paint), texts[key]))
    for setting in ("care home", "hospice", "other"):
        if any(site.setting == setting for site in sites):
            rows.append((_shape(setting, 0, 0, 0.6, _NEITHER), texts[setting]))
    if areas:
        dots = "".join(f'<circle cx="{x}" cy="0" r="{radius}"/>' for x, radius in ((-5, 2.2), (4, LARGEST_DOT)))
        rows.append((f"<g {DOTS}>{dots}</g>", texts["area"]))
    if outline:
        rows.append((f'<path d="M-9 0H9" {THIN}/>', texts["outline"]))
    return rows


def legend_drawn(rows: Sequence[tuple[str, str]], top: float, width: float) -> tuple[list[str], float]:
    """The legend from a height downwards, in as few lines as the width allows, and where it ends."""
    left, y = 0.0, top
    drawn = []
    for drawing, text in rows:
        takes = 26 + text_width(text, TYPE)
        if left and left + takes > width:
            left, y = 0.0, y + _LINE
        drawn.append(f'<g class="key" transform="translate({pixels(left + 10)} {pixels(y + 12)})">{drawing}')
        drawn.append(f'<text x="16" y="5">{escape(text)}</text></g>')
        left += takes + 14
    return drawn, y + _LINE if rows else y


def closed(points: Sequence[Point]) -> str:
    """A closed path through points in pixels, without those that print as the one before."""
    texts = [f"{pixels(x)} {pixels(y)}" for x, y in points]
    kept = [text for place, text in enumerate(texts) if place == 0 or text != texts[place - 1]]
    return f"M{'L'.join(kept)}Z"


def dot_radius(areas: Sequence[Area], pixels_a_km: float) -> float:
    """The radius of the area with the most need, so that all dots together cover little of what lies between them."""
    largest = max((area.need for area in areas), default=0.0)
    if largest <= 0:
        return 0.0
    across, upright = Box.of((area.lat, area.lon) for area in areas).km
    surface = max(_COVERED * across * upright * pixels_a_km**2, math.pi * LARGEST_DOT**2)
    total = math.pi * sum(area.need / largest for area in areas)
    return min(LARGEST_DOT, math.sqrt(surface / total))


def pixels(length: float) -> str:
    """A length to the tenth of a pixel, in its shortest form."""
    return f"{round(length, 1) + 0.0:g}"
