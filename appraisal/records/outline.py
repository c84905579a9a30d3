"""Reading the outline of a place: GeoJSON in WGS84, its first problem told, nothing mended in silence."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from appraisal.errors import Problem
from appraisal.model.places import Area, Point, Ring
from appraisal.model.rings import count_inside, crossing, cut
from appraisal.records.references import FARTHEST_KM, rough_km
from appraisal.records.text_files import read_text

LARGEST_BYTES = 2_000_000
MOST_POINTS = 3_000  # a borough drawn to about 10 m, finer than any map on paper
LONGEST_SOURCE = 200
_DECIMALS = 6  # of a degree, about 10 cm
_EXPECTED = "A Polygon or MultiPolygon was expected, alone or in one Feature"
_SWAPPED = "Latitude and longitude look swapped. GeoJSON gives the longitude first: mend the export."


class Outline(NamedTuple):
    """The rings of a place, holes among them, and where the file says that they are from, or ""."""

    rings: tuple[Ring, ...] = ()
    source: str = ""


def read_outline(path: Path, name: str, problems: list[Problem], areas: Sequence[Area]) -> Outline | None:
    """options/<place>/outline.geojson; None, and a problem in the list, where it cannot be used.

    Args:
        path: the file.
        name: its path as the user knows it.
        problems: where the problem goes. What is wrong with one point is mostly wrong with all: the first is told.
        areas: the place's areas, of which most must lie inside.
    """
    try:
        found = _read(path, name, problems)
        if found is None:
            return None
        geometry, source = _geometry(found)
        rings = _rings(geometry)
        _check_near(rings, areas)
        _check_crossing(rings)
        _check_around(rings, areas)
    except _NoOutlineError as error:
        problems.append(Problem(name, 0, str(error)))
        return None
    return Outline(tuple(rings), source)


class _NoOutlineError(Exception):
    """Why a file holds no outline that can be drawn."""


def _read(path: Path, name: str, problems: list[Problem]) -> Any:
    """The file as plain values, each number a float; None, and a problem in the list, where it is not JSON."""
    if path.is_file() and (size := path.stat().st_size) > LARGEST_BYTES:
        limit = LARGEST_BYTES // 1_000_000
        msg = f"The file is {size:,} bytes; at most {limit} million can be read. Simplify the outline."
        raise _NoOutlineError(msg)
    text = read_text(path, name, problems)
    if text is None:
        return None
    try:
        return json.loads(text, parse_int=float, object_pairs_hook=_keys_once)
    except json.JSONDecodeError as error:
        problems.append(Problem(name, error.lineno, f"This is not JSON: {error.msg}. Export the outline again."))
    except RecursionError:
        problems.append(Problem(name, 0, "This is not GeoJSON: it has too many brackets. Export the outline again."))
    return None


def _keys_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twice = next((key for key in keys if keys.count(key) > 1), None) if len(set(keys)) < len(keys) else None
    if twice is not None:
        raise _NoOutlineError(f"Key '{twice[:40]}' is here twice. Keep one of them.")
    return dict(pairs)


def _geometry(found: Any) -> tuple[Mapping[str, Any], str]:
    """The one geometry of a file, and where it says that it is from."""
    source = ""
    if _type(found) == "FeatureCollection":
        features = found.get("features")
        count = len(features) if isinstance(features, list) else 0
        if count != 1:
            msg = f"There are {count:,} features; one was expected, the place's own. Take out the others."
            raise _NoOutlineError(msg)
        found = features[0]
    if _type(found) == "Feature":
        source = _source(found.get("properties"))
        found = found.get("geometry")
    if _type(found) not in ("Polygon", "MultiPolygon"):
        shown = f"'{_type(found)}' was found." if _type(found) else "There is no geometry."
        raise _NoOutlineError(f"{shown} {_EXPECTED}. Export the place's boundary as one.")
    return found, source


def _type(found: Any) -> str:
    kind = found.get("type") if isinstance(found, dict) else None
    return kind[:40] if isinstance(kind, str) else ""


def _source(properties: Any) -> str:
    source = properties.get("source", "") if isinstance(properties, dict) else ""
    if not isinstance(source, str) or len(source) > LONGEST_SOURCE:
        msg = f"Property 'source' should be text of up to {LONGEST_SOURCE} characters. Say where the outline is from."
        raise _NoOutlineError(msg)
    return " ".join(source.split())


def _rings(geometry: Mapping[str, Any]) -> list[Ring]:
    polygons = geometry.get("coordinates")
    if _type(geometry) == "Polygon":
        polygons = [polygons]
    rings: list[Ring] = []
    points = 0
    for polygon in _list(polygons, "The coordinates"):
        for ring in _list(polygon, "A polygon"):
            number = len(rings) + 1
            points += len(_list(ring, f"Ring {number}"))
            if points > MOST_POINTS:
                msg = f"There are more than {MOST_POINTS:,} points, finer than a map on paper. Simplify the outline."
                raise _NoOutlineError(msg)
            rings.append(_ring(ring, number))
    return rings


def _list(found: Any, what: str) -> list[Any]:
    if not isinstance(found, list) or not found:
        raise _NoOutlineError(f"{what}: a list was expected, and {_shown(found)} was found. Export the outline again.")
    return found


def _ring(ring: list[Any], number: int) -> Ring:
    """A closed ring as (latitude, longitude), without points that repeat the one before."""
    points = [_point(found, f"Ring {number}, point {place}") for place, found in enumerate(ring, start=1)]
    if points[0] != points[-1]:
        msg = f"Ring {number} is not closed: its last point must be its first one again. Add that point."
        raise _NoOutlineError(msg)
    kept = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
    if len(kept) < 4:
        raise _NoOutlineError(f"Ring {number} has fewer than three different points and encloses nothing. Take it out.")
    return tuple(kept)


def _point(found: Any, where: str) -> Point:
    numbers = found[:2] if isinstance(found, list) and len(found) in (2, 3) else ()
    if not numbers or not all(isinstance(number, float) for number in numbers):
        msg = f"{where} is {_shown(found)}; a longitude and a latitude were expected, such as [-0.23, 51.49]."
        raise _NoOutlineError(msg)
    lon, lat = numbers
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise _NoOutlineError(f"{where} is {_shown(found)}, which is not finite. Export the outline again.")
    if abs(lon) > 180 or abs(lat) > 90:
        is_swapped = abs(lon) <= 90 and abs(lat) <= 180
        advice = _SWAPPED if is_swapped else "Degrees were expected. Export it in WGS84 (EPSG:4326)."
        raise _NoOutlineError(f"{where} is {_shown(found)}. {advice}")
    return round(lat, _DECIMALS), round(lon, _DECIMALS)


def _shown(found: Any) -> str:
    text = json.dumps(found)
    return text if len(text) <= 60 else text[:57] + "..."


def _check_near(rings: Sequence[Ring], areas: Sequence[Area]) -> None:
    """No point is farther from the box of the areas than a site may be from an area."""
    lats, lons = [area.lat for area in areas], [area.lon for area in areas]

    def km_away(lat: float, lon: float) -> float:
        nearest = min(max(lat, min(lats)), max(lats)), min(max(lon, min(lons)), max(lons))
        return rough_km((lat, lon), nearest)

    for number, ring in enumerate(rings, start=1):
        lat, lon = max(ring, key=lambda point: km_away(*point))
        if km_away(lat, lon) > FARTHEST_KM:
            is_swapped = abs(lon) <= 90 and km_away(lon, lat) <= FARTHEST_KM
            advice = _SWAPPED if is_swapped else "Take it out, or check that this is the outline of this place."
            away = f"{km_away(lat, lon):,.0f} km from the areas of the place"
            raise _NoOutlineError(f"Ring {number} goes through [{lon:g}, {lat:g}], {away}. {advice}")


def _check_crossing(rings: Sequence[Ring]) -> None:
    for number, ring in enumerate(rings, start=1):
        if (at := crossing(ring)) is not None:
            where = f"near [{at[1]:g}, {at[0]:g}]"
            raise _NoOutlineError(f"Ring {number} crosses or touches itself {where}. Mend it there, or simplify less.")
    for number, ring in enumerate(rings, start=1):
        if (at := cut(ring, rings[number:])) is not None:
            where = f"near [{at[1]:g}, {at[0]:g}]"
            raise _NoOutlineError(f"Ring {number} crosses another ring {where}. Mend it there, or simplify less.")


def _check_around(rings: Sequence[Ring], areas: Sequence[Area]) -> None:
    """At least half of the areas lie inside; the middle of one may fall just outside a simplified line."""
    inside = count_inside(rings, [(area.lat, area.lon) for area in areas])
    if 2 * inside < len(areas):
        msg = f"{inside:,} of {len(areas):,} areas lie inside this outline; nearly all were expected to. "
        raise _NoOutlineError(msg + "Check that it is the outline of this place.")
