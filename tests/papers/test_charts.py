"""The charts: true to their figures, and readable without colour or sight."""

import re
from xml.etree import ElementTree

import pytest

from appraisal.papers.charts import Bar, stacked
from appraisal.papers.two_way_chart import MOST_NAMED, Place, Words, two_way_chart

SVG = "{http://www.w3.org/2000/svg}"
CRITERIA = ("Access", "Cost & price", "Travel time")


def drawn(*bars):
    return ElementTree.fromstring(
        stacked(title="A <message>", description="In words", criteria=CRITERIA, bars=bars, open_label="not known").svg
    )


def known(name="One home", parts=(30.0, 20.0, 10.0)):
    return Bar(name, parts, sum(parts), sum(parts), f"{sum(parts):.0f}")


def filled(svg, part):
    return [
        rect for rect in svg.iter(f"{SVG}rect") if rect.get("fill") == f"url(#{part})" and rect.get("height") == "26"
    ]


def test_a_reader_who_does_not_see_it_gets_its_message_and_its_figures():
    svg = drawn(known())
    assert svg.get("role") == "img"
    assert svg.find(f"{SVG}title").text == "A <message>"
    assert svg.find(f"{SVG}desc").text == "In words"
    assert svg.get("aria-labelledby") == "chart-title chart-text"


def test_a_part_is_as_wide_as_its_weighted_score():
    svg = drawn(known(parts=(30.0, 20.0, 10.0)))
    widths = [float(filled(svg, f"part-{place}")[0].get("width")) for place in range(3)]
    assert widths == pytest.approx([3 * widths[2], 2 * widths[2], widths[2]], abs=0.05)


def test_what_is_not_known_is_a_hatched_piece_from_low_to_high():
    svg = drawn(known(), Bar("Two homes", (30.0, 0.0, 10.0), 40.0, 65.0, "40 to 65"))
    whole, open_piece = filled(svg, "part-0")[0], filled(svg, "open")
    assert len(open_piece) == 1
    assert float(open_piece[0].get("width")) == pytest.approx(float(whole.get("width")) * 25 / 30, abs=0.05)
    assert "not known" in [text.text for text in svg.iter(f"{SVG}text")]


def test_nothing_is_hatched_where_all_is_known():
    assert not filled(drawn(known()), "open")


def test_every_criterion_has_a_mark_of_its_own_beside_its_colour():
    patterns = [ElementTree.tostring(pattern) for pattern in drawn(known()).iter(f"{SVG}pattern")]
    assert len(set(patterns)) == len(CRITERIA) + 1


def test_every_criterion_is_named_in_the_drawing_and_every_bar_has_its_total():
    texts = [text.text for text in drawn(known()).iter(f"{SVG}text")]
    assert {*CRITERIA, "60"} <= set(texts)


def test_names_never_reach_over_a_line_that_leads_to_another_name():
    svg = drawn(known(parts=(3.0, 2.0, 1.0)))
    names = [text for text in svg.iter(f"{SVG}text") if text.text in CRITERIA]
    rows = [float(text.get("y")) for text in names]
    assert rows == sorted(rows, reverse=True)
    assert all(text.get("text-anchor") == "end" for text in names)


def test_a_long_name_takes_two_lines_and_then_is_cut():
    svg = drawn(known(name="Four homes in the north, the south, the east and the west of the borough"))
    lines = [text.text for text in svg.iter(f"{SVG}text") if text.get("x") == "186"]
    assert len(lines) == 2


def test_a_map_of_two_weights_names_its_commonest_leaders_and_leaves_the_corner_for_its_key():
    names = [f"Option {number}" for number in range(MOST_NAMED)]
    said = Words("A title", "In words", ("one weight", "other weight"), names, "other options", "agreed weights")
    places = [
        Place((x / 20, y / 20), ((x + y) % (MOST_NAMED + 1),)) for x in range(21) for y in range(21) if x + y <= 20
    ]
    svg = two_way_chart(places, 0.05, (0.2, 0.3), said).svg
    assert all(name in svg for name in [*names, "other options", "agreed weights"])
    squares = [(float(x), float(y)) for x, y in re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="20"', svg)]
    assert len(squares) == 231
    key = [(float(x), float(y)) for x, y in re.findall(r'<text x="([\d.]+)" y="([\d.]+)">', svg)]
    assert len(key) == MOST_NAMED + 2
    # Nothing of the key lies on a square: its swatches begin 34 to the left of its words.
    assert not [
        (x, y) for x, y in key for left, top in squares if left + 20 > x - 34 and top <= y + 8 and top + 20 >= y - 16
    ]
