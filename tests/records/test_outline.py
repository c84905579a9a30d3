"""An outline is read as it is given, and every kind that cannot be drawn is told with what to do."""

import json
from dataclasses import replace

import pytest

from appraisal.errors import WorkspaceError
from appraisal.model.places import Area
from appraisal.records.outline import LARGEST_BYTES, MOST_POINTS, Outline, read_outline
from appraisal.records.workspace_files import open_workspace

PLACE = "hammersmith-and-fulham"
NAME = f"options/{PLACE}/outline.geojson"
AREA = Area("X1", "One", 51.49, -0.21, 1500, 200, 90, 30, 4000)
AREAS = [AREA, replace(AREA, code="X2", lat=51.51), replace(AREA, code="X3", lon=-0.19)]
SQUARE = [[-0.25, 51.45], [-0.15, 51.45], [-0.15, 51.55], [-0.25, 51.55], [-0.25, 51.45]]
HOLE = [[-0.24, 51.46], [-0.24, 51.47], [-0.23, 51.47], [-0.24, 51.46]]
AS_READ = tuple((lat, lon) for lon, lat in SQUARE)


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties or None, "geometry": geometry}


@pytest.fixture
def read(tmp_path):
    """What is read of a value or of a text, and the problems."""

    def read_it(found, areas=AREAS):
        path = tmp_path / "outline.geojson"
        path.write_text(found if isinstance(found, str) else json.dumps(found), encoding="utf-8")
        problems = []
        return read_outline(path, NAME, problems, areas), problems

    return read_it


@pytest.mark.parametrize(
    ("found", "rings", "source"),
    [
        (polygon(SQUARE), 1, ""),
        (polygon(SQUARE, HOLE), 2, ""),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE], [HOLE]]}, 2, ""),
        (feature(polygon(SQUARE)), 1, ""),
        (feature(polygon(SQUARE), source=" ONS,  2024 "), 1, "ONS, 2024"),
        ({"type": "FeatureCollection", "features": [feature(polygon(SQUARE), source="ONS")]}, 1, "ONS"),
    ],
)
def test_each_form_of_an_outline_is_read_latitude_first(read, found, rings, source):
    outline, problems = read(found)
    assert problems == []
    assert (len(outline.rings), outline.rings[0], outline.source) == (rings, AS_READ, source)


def test_heights_and_points_said_twice_are_left_out(read):
    points = [[lon, lat, 12.5] for lon, lat in SQUARE]
    outline, problems = read(polygon([points[0], *points]))
    assert (outline, problems) == (Outline((AS_READ,)), [])


def with_point(place, point):
    return polygon([*SQUARE[:place], point, *SQUARE[place + 1 :]])


FAR = [[lon + 2, lat] for lon, lat in SQUARE]
BOROUGH_NEXT_DOOR = [[lon + 0.11, lat] for lon, lat in SQUARE]
IN_METRES = [[523000, 178000], [527000, 178000], [527000, 182000], [523000, 178000]]
BOW_TIE = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]
ACROSS = [[-0.26, 51.46], [-0.26, 51.47], [-0.24, 51.47], [-0.26, 51.46]]
SPIKE = [*SQUARE[:2], [-0.10, 51.45], [-0.12, 51.45], *SQUARE[2:]]
EIGHT = [[-0.2, 51.5], [-0.25, 51.55], [-0.25, 51.45], [-0.2, 51.5], [-0.15, 51.45], [-0.15, 51.55], [-0.2, 51.5]]

WRONG = {
    "not JSON": ('{"type": "Polygon",\n "coordinates": [[', 2, "This is not JSON: "),
    "empty": ("", 1, "This is not JSON: "),
    "a key twice": ('{"type": "Polygon", "type": "Polygon"}', 0, "Key 'type' is here twice."),
    "endless brackets": ("[" * 200_000, 0, "too many brackets"),
    "a list": ([SQUARE], 0, "There is no geometry. A Polygon or MultiPolygon was expected"),
    "a point": ({"type": "Point", "coordinates": [0, 51]}, 0, "'Point' was found. A Polygon or MultiPolygon"),
    "a feature without geometry": (feature(None), 0, "There is no geometry."),
    "no feature": ({"type": "FeatureCollection", "features": []}, 0, "There are 0 features; one was expected"),
    "all boroughs": (
        {"type": "FeatureCollection", "features": [feature(polygon(SQUARE))] * 8},
        0,
        "There are 8 features; one was expected, the place's own. Take out the others.",
    ),
    "a source that is no text": (feature(polygon(SQUARE), source=["ONS"]), 0, "Property 'source' should be text"),
    "a long source": (feature(polygon(SQUARE), source="x" * 201), 0, "of up to 200 characters"),
    "no coordinates": ({"type": "Polygon"}, 0, "A polygon: a list was expected, and null was found."),
    "no polygons": ({"type": "MultiPolygon", "coordinates": []}, 0, "The coordinates: a list was expected, and []"),
    "rings as points": (polygon(*SQUARE), 0, "Ring 1, point 1 is -0.25; a longitude and a latitude were expected"),
    "text for a number": (with_point(1, ["-0.15", 51.45]), 0, 'Ring 1, point 2 is ["-0.15", 51.45]; a longitude'),
    "truth for a number": (with_point(1, [True, 51.45]), 0, "Ring 1, point 2 is [true, 51.45]; a longitude"),
    "one number": (with_point(2, [51.45]), 0, "Ring 1, point 3 is [51.45]; a longitude and a latitude"),
    "not a number": (with_point(1, [float("nan"), 51.45]), 0, "Ring 1, point 2 is [NaN, 51.45], which is not finite."),
    "a huge number": ('{"type": "Polygon", "coordinates": [[[1e999, 51]]]}', 0, "which is not finite."),
    "a number of many digits": (with_point(1, [10**400, 51]), 0, "which is not finite."),
    "metres": (polygon(IN_METRES), 0, "Degrees were expected. Export it in WGS84 (EPSG:4326)."),
    "swapped near the equator": (polygon([[lat, lon] for lon, lat in SQUARE]), 0, "look swapped. GeoJSON gives"),
    "swapped far east": (polygon([[51.45, 114.2]]), 0, "look swapped. GeoJSON gives"),
    "not closed": (polygon(SQUARE[:-1]), 0, "Ring 1 is not closed: its last point must be its first one again."),
    "two points": (polygon([SQUARE[0], SQUARE[1], SQUARE[0]]), 0, "Ring 1 has fewer than three different points"),
    "one point": (polygon([SQUARE[0]] * 5), 0, "Ring 1 has fewer than three different points"),
    "far away": (polygon(SQUARE, FAR), 0, "Ring 2 goes through [1.85, 51.45], "),
    "a bow tie": (polygon(BOW_TIE), 0, "Ring 1 crosses or touches itself near [-0.25, 51.45]."),
    "a spike": (polygon(SPIKE), 0, "Ring 1 crosses or touches itself near "),
    "an eight": (polygon(EIGHT), 0, "Ring 1 crosses or touches itself near "),
    "two that cross": (polygon(SQUARE, ACROSS), 0, "Ring 1 crosses another ring near [-0.25, 51.55]."),
    "another borough": (
        polygon(BOROUGH_NEXT_DOOR),
        0,
        "0 of 3 areas lie inside this outline; nearly all were expected to. Check that it is the outline",
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_cannot_be_drawn_is_told_once_with_what_to_do(read, kind):
    found, line, said = WRONG[kind]
    outline, problems = read(found)
    assert outline is None
    [problem] = problems
    assert (problem.file, problem.line) == (NAME, line)
    assert said in problem.text
    assert problem.text.endswith(".") and len(problem.text) < 250


@pytest.mark.parametrize(("points", "is_read"), [(MOST_POINTS, True), (MOST_POINTS + 1, False)])
def test_an_outline_has_at_most_as_many_points_as_a_map_can_show(read, points, is_read):
    side = [[-0.25 + 0.1 * place / (points - 4), 51.45] for place in range(points - 3)]
    outline, problems = read(polygon([*side, *SQUARE[2:]]))
    assert (outline is not None) == is_read == (not problems)
    if not is_read:
        assert f"more than {MOST_POINTS:,} points" in problems[0].text


def test_a_file_that_is_too_large_is_not_read(read):
    outline, [problem] = read(json.dumps(polygon(SQUARE)) + " " * LARGEST_BYTES)
    assert outline is None
    assert f"at most {LARGEST_BYTES // 1_000_000} million can be read. Simplify the outline." in problem.text


def test_half_of_the_areas_inside_is_enough_since_a_simplified_line_may_miss_some(read):
    near = replace(AREA, code="X4", lon=-0.26)
    assert read(polygon(SQUARE), [AREA, near])[1] == []
    assert "1 of 3 areas lie inside" in read(polygon(SQUARE), [AREA, near, replace(near, code="X5")])[1][0].text


def test_a_place_without_an_outline_has_none(starter):
    (starter / NAME).unlink()
    workspace = open_workspace(starter)
    assert (workspace.places[PLACE].outline, workspace.places[PLACE].outline_source) == ((), "")
    assert NAME not in workspace.files


def test_an_outline_that_cannot_be_drawn_stops_the_workspace_by_name(starter):
    (starter / NAME).write_text("Fulham", encoding="utf-8")
    with pytest.raises(WorkspaceError) as refusal:
        open_workspace(starter)
    [problem] = refusal.value.problems
    assert (problem.file, problem.line) == (NAME, 1)


def test_a_folder_in_the_place_of_the_file_is_told(starter):
    (starter / NAME).unlink()
    (starter / NAME).mkdir()
    with pytest.raises(WorkspaceError, match=r"outline\.geojson\n  the file  This is not a file\."):
        open_workspace(starter)
