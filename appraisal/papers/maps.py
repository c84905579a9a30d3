"""The map of sites as inline SVG that reads in black and white: shapes and numbers, a text alternative.

Widths are in CSS pixels at the width of an A4 page's text, as in charts. No other server is asked for anything: there
are no streets below the sites, only the small areas, the place's outline and how far things are from one another.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from appraisal.papers import words
from appraisal.papers.charts import WIDTH, Chart
from appraisal.papers.free_space import FreeSpace, Label, Rectangle
from appraisal.papers.map_marks import (
    DOTS,
    HALF,
    INK,
    QUIET,
    THIN,
    TYPE,
    Area,
    Site,
    closed,
    dot_radius,
    legend,
    legend_drawn,
    pixels,
    site_shape,
)
from appraisal.papers.projection import Box, Point, Projection

_HEIGHTS = (240.0, 400.0)  # so that the map and a table of a dozen sites fit on one page
_STRIP = 28  # above the map for the north mark, below it for the scale bar
_PADDING = 22.0
_SMALLEST_DOT = 0.7


def site_map(
    *,
    title: str,
    description: str,
    areas: Sequence[Area],
    outline: Sequence[Sequence[Point]],
    sites: Sequence[Site],
    texts: Mapping[str, str],
) -> Chart:
    """Sites among the areas that they would serve, all of them inside the frame.

    Args:
        title: the message, also the drawing's accessible name.
        description: the drawing in words, for a reader who does not see it.
        areas: with the outline and the sites at least one point.
        outline: rings of (latitude, longitude).
        sites: in the order of their numbers.
        texts: the legend's words: one for each setting, "in", "out", "area", "outline", "north"; "mark" is printed
            inside the map, or "".
    """
    points = [(area.lat, area.lon) for area in areas] + [(site.lat, site.lon) for site in sites]
    box = Box.of([*points, *(point for ring in outline for point in ring)])
    projection = Projection.fitting(box, WIDTH, heights=_HEIGHTS, padding=_PADDING)
    below = _STRIP + projection.height
    keys, bottom = legend_drawn(legend(areas, outline, sites, texts), below + _STRIP, WIDTH)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {math.ceil(bottom + 4)}" role="img" '
        f'aria-labelledby="map-title map-text" font-size="{TYPE}">',
        f'<title id="map-title">{escape(title)}</title>',
        f'<desc id="map-text">{escape(description)}</desc>',
        *_heading(texts),
        f'<g transform="translate(0 {_STRIP})">',
        *_ground(areas, outline, projection),
        *_sites(sites, projection),
        "</g>",
        *_scale_bar(projection, below),
        *keys,
        "</svg>",
    ]
    return Chart(title, "\n".join(lines))


def _heading(texts: Mapping[str, str]) -> Iterator[str]:
    if texts["mark"]:
        yield f'<text x="0" y="16" fill="{QUIET}">{escape(texts["mark"])}</text>'
    yield f'<path d="M{WIDTH - 8} 3L{WIDTH - 2} 19L{WIDTH - 8} 15L{WIDTH - 14} 19Z" fill="{QUIET}"/>'
    yield f'<text x="{WIDTH - 20}" y="16" text-anchor="end" fill="{QUIET}">{escape(texts["north"])}</text>'


def _ground(areas: Sequence[Area], outline: Sequence[Sequence[Point]], projection: Projection) -> Iterator[str]:
    """The outline, then a dot for each area, whose surface is as large as its need."""
    if outline:
        path = "".join(closed([projection.at(*point) for point in ring]) for ring in outline)
        yield f'<path class="outline" d="{path}" {THIN}/>'
    largest = max((area.need for area in areas), default=0.0)
    radius = dot_radius(areas, projection.pixels_a_km)
    yield f"<g {DOTS}>"
    for area in areas:
        x, y = projection.at(area.lat, area.lon)
        size = max(_SMALLEST_DOT, radius * math.sqrt(area.need / largest) if largest else 0.0)
        yield f'<circle class="area" cx="{pixels(x)}" cy="{pixels(y)}" r="{pixels(size)}"/>'
    yield "</g>"


def _sites(sites: Sequence[Site], projection: Projection) -> Iterator[str]:
    """Every mark, then the names that find room: first those of the sites that clear every hurdle."""
    free = FreeSpace(Rectangle(0, 0, projection.width, projection.height))
    marks = {}
    for site in sites:
        point = projection.at(site.lat, site.lon)
        marks[site.number] = free.mark(*point, HALF)
        if marks[site.number] != point:
            yield from _leader(point, marks[site.number])
    for site in sites:
        yield from _mark(site, *marks[site.number])
    for site in sorted(sites, key=lambda site: (not site.is_in, site.number)):
        label = free.label(site.name, marks[site.number], HALF, TYPE)
        if label:
            yield from _name(label)


def _leader(point: Point, mark: Point) -> Iterator[str]:
    """From a mark that had to move, back to its point."""
    ends = " ".join(f"{pixels(x)} {pixels(y)}" for x, y in (point, mark))
    yield f'<path class="leader" d="M{ends}" stroke="{INK}" stroke-width="1"/>'
    yield f'<circle class="point" cx="{pixels(point[0])}" cy="{pixels(point[1])}" r="2.5" fill="{INK}"/>'


def _mark(site: Site, x: float, y: float) -> Iterator[str]:
    ink = "#ffffff" if site.is_in else INK
    yield f'<g class="site">{site_shape(site, x, y)}'
    yield f'<text x="{pixels(x)}" y="{pixels(y + 5)}" text-anchor="middle" font-weight="bold" fill="{ink}">'
    yield f"{site.number}</text></g>"


def _name(label: Label) -> Iterator[str]:
    """A site's name with a white edge, so that the areas below do not run through it."""
    step = (label.box.bottom - label.box.top) / len(label.lines)
    for place, line in enumerate(label.lines):
        y = label.box.top + step * (place + 0.78)
        yield (
            f'<text class="name" x="{pixels(label.x)}" y="{pixels(y)}" text-anchor="{label.anchor}" fill="{INK}" '
            f'stroke="#ffffff" stroke-width="3" paint-order="stroke">{escape(line)}</text>'
        )


def _scale_bar(projection: Projection, y: float) -> Iterator[str]:
    length = projection.bar_km * projection.pixels_a_km
    yield f'<path d="M1 {pixels(y + 8)}v8h{pixels(length)}v-8" {THIN}/>'
    said = f"{words.exact(projection.bar_km)} km"
    yield f'<text x="{pixels(length + 9)}" y="{pixels(y + 17)}" fill="{QUIET}">{said}</text>'
