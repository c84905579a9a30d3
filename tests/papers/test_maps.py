"""The map: everything inside its frame, nothing on anything else, true to scale, readable without colour or sight."""

import math
import random
import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.papers.charts import WIDTH
from appraisal.papers.free_space import FreeSpace, Rectangle, text_width
from appraisal.papers.map_marks import HALF, LARGEST_DOT, TYPE, Area, Site
from appraisal.papers.maps import site_map
from appraisal.papers.projection import KM_A_DEGREE, Box, Projection

SVG = "{http://www.w3.org/2000/svg}"
TEXTS = {
    **{"in": "clears", "out": "set aside", "care home": "home", "hospice": "hospice", "other": "other"},
    **{"area": "an area", "outline": "the outline", "north": "North", "mark": "Illustrative"},
}
OUTLINE = [[(51.46, -0.26), (51.46, -0.18), (51.53, -0.18), (51.53, -0.26), (51.46, -0.26)]]
AREAS = [Area(51.47, -0.25, 4.0), Area(51.50, -0.22, 1.0), Area(51.52, -0.19, 0.0)]


def site(number, lat=51.5, lon=-0.22, *, name=None, setting="care home", is_in=True):
    return Site(number, name or f"Example home {number}", lat, lon, setting, is_in)


SITES = [site(1, 51.48, -0.24), site(2, 51.5, -0.2, setting="hospice"), site(3, 51.52, -0.22, is_in=False)]


def text(sites=SITES, *, areas=AREAS, outline=OUTLINE, texts=TEXTS):
    return site_map(
        title="A <message>", description="In words", areas=areas, outline=outline, sites=sites, texts=texts
    ).svg


def drawn(*args, **more):
    return ElementTree.fromstring(text(*args, **more))


def of_class(svg, name):
    return [node for node in svg.iter() if node.get("class") == name]


def said(svg):
    return [node.text.strip() for node in svg.iter(f"{SVG}text")]


def middle_of(mark):
    label = mark.find(f"{SVG}text")
    return float(label.get("x")), float(label.get("y")) - 5


def marks(svg):
    """Number of each site -> the middle of its mark."""
    return {int(mark.find(f"{SVG}text").text): middle_of(mark) for mark in of_class(svg, "site")}


def boxes_of_names(svg):
    """What each printed line of a name covers at most, but for the white edge."""
    boxes = []
    for line in of_class(svg, "name"):
        x, y, width = float(line.get("x")), float(line.get("y")), text_width(line.text, TYPE)
        left = x - {"start": 0, "middle": width / 2, "end": width}[line.get("text-anchor")]
        boxes.append((left, y - 0.7 * TYPE, left + width, y + 0.2 * TYPE))
    return boxes


def apart(one, other, leeway=0.15):
    return (
        one[2] <= other[0] + leeway
        or other[2] <= one[0] + leeway
        or one[3] <= other[1] + leeway
        or other[3] <= one[1] + leeway
    )


def squares(svg):
    return [(x - HALF, y - HALF, x + HALF, y + HALF) for x, y in marks(svg).values()]


def height(svg):
    """The height of the part that holds the areas and the sites: what lies above the scale bar."""
    bar = re.fullmatch(r"M1 ([\d.]+)v8h([\d.]+)v-8", scale_bar(svg).get("d"))
    return float(bar[1]) - 8 - 28


def scale_bar(svg):
    return next(node for node in svg.iter(f"{SVG}path") if re.fullmatch(r"M1 [\d.]+v8h[\d.]+v-8", node.get("d")))


def assert_legible(svg, count):
    """Every site has its mark, no mark or name lies on another, and all are inside the frame."""
    assert len(marks(svg)) == count
    boxes = squares(svg) + boxes_of_names(svg)
    assert all(apart(one, other) for one, other in combinations(boxes, 2))
    for left, top, right, bottom in boxes:
        assert left >= -0.15 and right <= WIDTH + 0.15
        assert top >= -0.15 and bottom <= height(svg) + 0.15


def test_a_reader_who_does_not_see_it_gets_its_message_and_its_words():
    svg = drawn()
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "map-title map-text"
    assert (svg.find(f"{SVG}title").text, svg.find(f"{SVG}title").get("id")) == ("A <message>", "map-title")
    assert (svg.find(f"{SVG}desc").text, svg.find(f"{SVG}desc").get("id")) == ("In words", "map-text")


def test_it_is_as_wide_as_the_page_and_asks_for_nothing_from_elsewhere():
    svg = drawn()
    assert svg.get("viewBox").startswith(f"0 0 {WIDTH} ")
    assert {node.tag.removeprefix(SVG) for node in svg.iter()} == {
        *("svg", "title", "desc", "g", "path", "circle", "rect", "text"),
    }
    attributes = {name for node in svg.iter() for name in node.attrib}
    assert not {name for name in attributes if "href" in name or name.startswith("on") or name == "style"}


def test_north_is_up_and_east_is_right():
    found = marks(drawn([site(1, 51.47, -0.25), site(2, 51.52, -0.19)]))
    assert found[1][0] < found[2][0]
    assert found[1][1] > found[2][1]


def test_as_many_kilometres_are_as_long_one_way_as_the_other_and_as_the_scale_bar_says():
    km = 2.0
    east = km / (KM_A_DEGREE * math.cos(math.radians(51.495)))
    found = drawn([site(1, 51.49, -0.23), site(2, 51.49, -0.23 + east), site(3, 51.49 + km / KM_A_DEGREE, -0.23)])
    at = marks(found)
    across, upright = at[2][0] - at[1][0], at[1][1] - at[3][1]
    assert across == pytest.approx(upright, abs=0.2)
    length = float(re.search(r"h([\d.]+)", scale_bar(found).get("d"))[1])
    told = float(next(label for label in said(found) if label.endswith(" km")).removesuffix(" km"))
    assert length / told == pytest.approx(across / km, abs=0.2)


def test_the_setting_is_told_by_shape_and_the_hurdles_by_filling_so_that_grey_print_keeps_both():
    kinds = [
        site(number, 51.47 + 0.01 * number, setting=setting, is_in=is_in)
        for number, (setting, is_in) in enumerate(
            ((setting, is_in) for setting in ("care home", "hospice", "other") for is_in in (True, False)), start=1
        )
    ]
    tags = [(mark[0].tag.removeprefix(SVG), mark[0].get("fill")) for mark in of_class(drawn(kinds), "site")]
    assert [tag for tag, _ in tags] == ["circle", "circle", "rect", "rect", "path", "path"]
    filled, hollow = {fill for _, fill in tags[::2]}, {fill for _, fill in tags[1::2]}
    assert (filled, hollow) == ({"#0072B2"}, {"#ffffff"})
    inks = [mark.find(f"{SVG}text").get("fill") for mark in of_class(drawn(kinds), "site")]
    assert inks == ["#ffffff", "#1d2429"] * 3


def test_the_legend_says_what_is_there_and_no_more():
    assert {"clears", "set aside", "home", "hospice", "an area", "the outline"} <= set(said(drawn()))
    assert "other" not in said(drawn())
    less = said(drawn([site(1)], outline=[]))
    assert {"set aside", "hospice", "the outline"} & set(less) == set()


def test_an_area_is_a_dot_whose_surface_is_as_large_as_its_need_and_without_need_it_is_still_seen():
    radii = [float(dot.get("r")) for dot in of_class(drawn(), "area")]
    assert radii[0] == LARGEST_DOT == pytest.approx(2 * radii[1], abs=0.1)
    assert 0.5 < radii[2] < 1
    assert len({dot.get("r") for dot in of_class(drawn(areas=[Area(51.5, -0.2, 0.0)] * 2), "area")}) == 1


def test_illustrative_is_printed_inside_the_map_where_it_is_so():
    assert "Illustrative" in said(drawn())
    assert "Illustrative" not in said(drawn(texts=TEXTS | {"mark": ""}))


def test_the_outline_is_one_thin_closed_line_for_each_ring_and_absent_where_not_given():
    hole = [(51.49, -0.23), (51.49, -0.22), (51.5, -0.22), (51.49, -0.23)]
    [path] = of_class(drawn(outline=[*OUTLINE, hole]), "outline")
    assert (path.get("d").count("M"), path.get("d").count("Z"), path.get("fill")) == (2, 2, "none")
    assert of_class(drawn(outline=[]), "outline") == []


def test_a_name_cannot_become_markup():
    name = """<b>Amber & "Co's"</b>"""
    svg = text([site(1, name=name)], texts=TEXTS | {"mark": "<i>x</i>"})
    assert "<b>" not in svg and "<i>" not in svg
    assert name in said(ElementTree.fromstring(svg))


def test_one_site_in_a_place_of_one_area_at_one_point_is_drawn_in_the_middle():
    svg = drawn([site(1)], areas=[Area(51.5, -0.22, 1.0)], outline=[])
    assert marks(svg)[1] == pytest.approx((WIDTH / 2, height(svg) / 2), abs=0.1)
    assert_legible(svg, 1)
    assert of_class(svg, "leader") == []


def test_a_place_without_sites_shows_its_areas():
    svg = drawn([])
    assert len(of_class(svg, "area")) == 3
    assert marks(svg) == {}


def test_sites_at_one_point_stand_side_by_side_each_with_a_line_to_it():
    sites = [site(number) for number in range(1, 13)]
    svg = drawn(sites)
    assert_legible(svg, 12)
    points = {(dot.get("cx"), dot.get("cy")) for dot in of_class(svg, "point")}
    assert len(of_class(svg, "leader")) == 11
    assert points == {tuple(f"{round(part, 1):g}" for part in marks(svg)[1])}


def test_a_site_far_outside_is_still_on_the_map():
    svg = drawn([*SITES, site(4, 51.5 + 50 / KM_A_DEGREE, -0.22), site(5, 51.5, -0.9)])
    assert_legible(svg, 5)
    assert [line for line in said(svg) if line.endswith(" km")] == ["20 km"]


def test_where_the_place_is_small_on_the_map_its_areas_stay_apart():
    areas = [Area(51.49 + 0.01 * north, -0.22 + 0.01 * east, 1.0) for north in range(5) for east in range(5)]
    dots = of_class(drawn([site(1, 51.95, -0.22)], areas=areas, outline=[]), "area")
    points = [(float(dot.get("cx")), float(dot.get("cy")), float(dot.get("r"))) for dot in dots]
    assert all(math.dist(one[:2], other[:2]) > one[2] + other[2] for one, other in combinations(points, 2))


def test_a_long_name_takes_lines_of_its_own_and_one_that_finds_no_room_leaves_its_number():
    long = "The Example Nursing Home of the Upper River and Lower Meadow"
    assert len(long) == 60
    assert " ".join(node.text for node in of_class(drawn([site(1, name=long)]), "name")) == long
    crowd = [site(n, 51.5 + 0.0035 * (n % 7), -0.22 + 0.0055 * (n // 7), name=long) for n in range(1, 43)]
    svg = drawn(crowd)
    assert_legible(svg, 42)
    assert 0 < len(of_class(svg, "name")) < 42


def test_a_name_is_whole_or_not_there():
    svg = drawn([site(1, name="Anexampleofonewordthatislongerthananymapcouldbewide" * 2)])
    assert of_class(svg, "name") == []
    assert marks(svg).keys() == {1}


def test_names_of_sites_that_clear_every_hurdle_find_room_first():
    here = {"lat": 51.5, "lon": -0.2}
    aside = [site(n, **here, name="Set aside", is_in=False) for n in range(1, 30)]
    svg = drawn([*aside, site(30, **here, name="Clears")])
    assert "Clears" in [node.text for node in of_class(svg, "name")]


def test_1183_areas_stay_small_and_below_the_sites():
    draw = random.Random(1)
    areas = [Area(51.4 + 0.2 * draw.random(), -0.5 + 0.4 * draw.random(), 1 + draw.random()) for _ in range(1183)]
    svg = drawn(areas=areas)
    dots = of_class(svg, "area")
    assert len(dots) == 1183
    surface = sum(math.pi * float(dot.get("r")) ** 2 for dot in dots)
    assert surface < 0.15 * WIDTH * height(svg)
    order = [node.get("class") for node in svg.iter() if node.get("class") in ("area", "site")]
    assert order == ["area"] * 1183 + ["site"] * 3
    assert len(text(areas=areas)) < 120_000


def test_the_same_inputs_give_the_same_bytes():
    assert text() == text()


def test_the_legend_stays_on_the_page_however_long_its_words():
    long = {key: f"{key}: {'words ' * 9}" for key in TEXTS}
    rows = {}
    for key in of_class(drawn(texts=long), "key"):
        x, y = map(float, re.findall(r"[\d.]+", key.get("transform")))
        label = key.find(f"{SVG}text")
        assert x + 16 + text_width(label.text, TYPE) <= WIDTH + 0.1
        rows.setdefault(y, []).append(x)
    assert all(b - a == 23 for a, b in zip(sorted(rows), sorted(rows)[1:], strict=False))


LATS = st.floats(51.0, 52.0).map(lambda lat: round(lat, 4))
LONS = st.floats(-0.9, 0.5).map(lambda lon: round(lon, 4))


@settings(max_examples=60, deadline=None)
@given(
    points=st.lists(st.tuples(LATS, LONS, st.booleans()), min_size=1, max_size=25),
    names=st.lists(st.text("abcdefgmWI <&", min_size=1, max_size=60), min_size=25, max_size=25),
    with_outline=st.booleans(),
)
def test_whatever_the_sites_no_mark_or_name_lies_on_another_or_leaves_the_frame(points, names, with_outline):
    sites = [
        site(number, lat, lon, name=name.strip() or "x", is_in=is_in)
        for number, ((lat, lon, is_in), name) in enumerate(zip(points, names, strict=False), start=1)
    ]
    svg = drawn(sites, outline=OUTLINE if with_outline else [])
    assert_legible(svg, len(sites))
    for dot in of_class(svg, "area"):
        assert 0 <= float(dot.get("cx")) <= WIDTH
        assert 0 <= float(dot.get("cy")) <= height(svg)


@given(lat=st.floats(-90, 90), lon=st.floats(-180, 180), grow=st.floats(0, 5))
def test_every_corner_of_a_box_lies_inside_the_padding_wherever_on_earth(lat, lon, grow):
    box = Box.of([(lat, lon), (max(-90, lat - grow), lon), (lat, max(-180, lon - grow))])
    projection = Projection.fitting(box, 642, heights=(240, 400), padding=22)
    assert 240 <= projection.height <= 400 + 1e-6
    for corner in ((box.south, box.west), (box.north, box.east), (box.south, box.east), (box.north, box.west)):
        x, y = projection.at(*corner)
        assert 22 - 1e-6 <= x <= 620 + 1e-6
        assert 22 - 1e-6 <= y <= projection.height - 22 + 1e-6
    assert 50 <= projection.bar_km * projection.pixels_a_km <= 150.001


def test_a_mark_in_a_full_frame_lies_at_its_own_point():
    free = FreeSpace(Rectangle(0, 0, 40, 40))
    assert free.mark(20, 20, 14) == (20, 20)
    assert free.mark(20, 20, 14) == (20, 20)
