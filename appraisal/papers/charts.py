"""Charts as inline SVG that reads in black and white: patterns beside colours, direct labels, a text alternative.

Okabe and Ito's colours (2008), which colour-blind readers can tell apart. Widths are in CSS pixels at the width of an
A4 page's text, so that a unit of type in the chart is a unit of type in the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from appraisal.papers import words

WIDTH = 642
TYPE = 14.67  # 11 point
_NAMES, _PLOT = 196, 372  # the names' column; the 0 to 100 of the plot
_BAR, _STEP, _KEY = 26, 40, 19  # heights of a bar, of a bar with its gap, of a label above
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
_DARK = ("#0072B2",)  # white figures stand on these, black ones on the others
_MARKS = (
    "",
    '<path d="M0 8L8 0M-2 2L2 -2M6 10L10 6" {ink}/>',
    '<circle cx="4" cy="4" r="1.3" {dot}/>',
    '<path d="M0 4H8" {ink}/>',
    '<path d="M4 0V8" {ink}/>',
    '<path d="M0 0L8 8M-2 6L2 10M6 -2L10 2" {ink}/>',
    '<path d="M0 4H8M4 0V8" {ink}/>',
    '<circle cx="2" cy="2" r="1" {dot}/><circle cx="6" cy="6" r="1" {dot}/>',
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One option.

    Attributes:
        parts: weighted scores that are certain, in the order of the criteria; they add up to `low`.
        low, high: the total; they differ where something is not known or may not be shown.
        label: the total in words.
    """

    name: str
    parts: tuple[float, ...]
    low: float
    high: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its message as title, what it shows in words, and the drawing."""

    title: str
    svg: str


def stacked(*, title: str, description: str, criteria: Sequence[str], bars: Sequence[Bar], open_label: str) -> Chart:
    """Stacked weighted scores on a scale of 0 to 100, with a hatched piece from low to high where these differ.

    Args:
        title: the message, also the drawing's accessible name.
        description: the drawing in words, for a reader who does not see it.
        criteria: names in the order of every bar's parts.
        open_label: what the hatched piece is.
    """
    has_open = any(bar.high - bar.low > 1e-9 for bar in bars)
    top = _KEY * len(criteria) + 8
    height = top + _STEP * len(bars) + 34 + (26 if has_open else 0)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="chart-title chart-text" font-size="{TYPE}">',
        f'<title id="chart-title">{escape(title)}</title>',
        f'<desc id="chart-text">{escape(description)}</desc>',
        f"<defs>{''.join(patterns(len(criteria), 'part'))}{_OPEN}</defs>",
        *_axis(top, top + _STEP * len(bars)),
        *(_labels(criteria, bars[0], top) if bars else ()),
    ]
    for place, bar in enumerate(bars):
        lines.extend(_bar(bar, top + 8 + place * _STEP))
    if has_open:
        at = top + _STEP * len(bars) + 34
        lines.append(f'<rect x="{_NAMES}" y="{at}" width="28" height="14" fill="url(#open)" stroke="#333"/>')
        lines.append(f'<text x="{_NAMES + 36}" y="{at + 12}">{escape(open_label)}</text>')
    lines.append("</svg>")
    return Chart(title, "\n".join(lines))


def patterns(count: int, name: str) -> Iterator[str]:
    """Colours with patterns on them, the first `count` of them, for `fill_of` to name."""
    for place in range(count):
        colour = _COLOURS[place % len(_COLOURS)]
        ink = "#fff" if colour in _DARK else "#000"
        mark = _MARKS[place % len(_MARKS)].format(
            ink=f'stroke="{ink}" stroke-width="0.8" stroke-opacity="0.45" fill="none"',
            dot=f'fill="{ink}" fill-opacity="0.45"',
        )
        yield (
            f'<pattern id="{name}-{place}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{colour}"/>{mark}</pattern>'
        )


def fill_of(name: str, place: int) -> str:
    """How a drawing names one of `patterns`."""
    return f"url(#{name}-{place})"


_OPEN = (
    '<pattern id="open" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#fff"/><path d="M0 0V6" stroke="#333" stroke-width="1.6"/></pattern>'
)


def _x(value: float) -> float:
    return round(_NAMES + value * _PLOT / 100, 2)


def _axis(top: float, bottom: float) -> Iterator[str]:
    for value in (0, 50, 100):
        x = _x(value)
        yield f'<path d="M{x} {top}V{bottom}" stroke="#ccc" stroke-width="1"/>'
        yield f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{value}</text>'


def _labels(criteria: Sequence[str], bar: Bar, top: float) -> Iterator[str]:
    """The criteria's names above the first bar, as a staircase to the left, so that no line crosses a name."""
    start = 0.0
    for place, (name, part) in enumerate(zip(criteria, bar.parts, strict=True)):
        x = _x(start + part / 2)
        start += part
        y = _KEY * (len(criteria) - place) - 5
        yield f'<path d="M{x} {y + 3}V{top + 8}" stroke="#555" stroke-width="0.8"/>'
        swatch = f'width="13" height="13" fill="{fill_of("part", place)}" stroke="#333" stroke-width="0.6"'
        yield f'<rect x="{x - 6.5:g}" y="{y - 11}" {swatch}/>'
        yield f'<text x="{x - 12:g}" y="{y}" text-anchor="end">{escape(name)}</text>'


def _bar(bar: Bar, y: float) -> Iterator[str]:
    names = wrap(bar.name, 25) or [""]
    for place, line in enumerate(names[:2]):
        text = line if place == 0 or len(names) == 2 else line[:22] + "..."
        middle = y + _BAR / 2 + 5 + (place - (min(len(names), 2) - 1) / 2) * 16
        yield f'<text x="{_NAMES - 10}" y="{middle:g}" text-anchor="end">{escape(text)}</text>'
    start = 0.0
    for place, part in enumerate(bar.parts):
        left, width = _x(start), round(part * _PLOT / 100, 2)
        start += part
        if width <= 0:
            continue
        fill = fill_of("part", place)
        yield f'<rect x="{left}" y="{y}" width="{width}" height="{_BAR}" fill="{fill}" stroke="#fff"/>'
        figure = words.number(part)
        if width >= 10 * len(figure) + 8:
            yield from _figure(figure, left + width / 2, y, _COLOURS[place % len(_COLOURS)])
    if bar.high - bar.low > 1e-9:
        width = round((bar.high - bar.low) * _PLOT / 100, 2)
        yield f'<rect x="{_x(bar.low)}" y="{y}" width="{width}" height="{_BAR}" fill="url(#open)" stroke="#333"/>'
    yield f'<text x="{_x(bar.high) + 8:g}" y="{y + _BAR / 2 + 5}" font-weight="bold">{escape(bar.label)}</text>'


def _figure(figure: str, x: float, y: float, colour: str) -> Iterator[str]:
    """A figure on a plate of its bar's own colour, so that the pattern does not run through it."""
    half = 4.6 * len(figure) + 3
    ink = "#fff" if colour in _DARK else "#000"
    yield f'<rect x="{x - half:g}" y="{y + 4}" width="{2 * half:g}" height="{_BAR - 8}" fill="{colour}"/>'
    yield f'<text x="{x:g}" y="{y + _BAR / 2 + 5}" text-anchor="middle" fill="{ink}">{escape(figure)}</text>'
