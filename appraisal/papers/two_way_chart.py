"""The map of two weights: which option scores highest at each pair of them, as inline SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from appraisal.papers.charts import TYPE, WIDTH, Chart, fill_of, patterns

_CELL, _LEFT, _TOP = 20, 58, 8
_KEY, _KEY_LEFT, _LETTERS = 36, 336, 34  # an option's height in the key, where it begins, letters in a line of it
MOST_NAMED = 5  # the corner of the map has room for these, for all others together, and for the ring
_OTHERS = "#dddddd"


@dataclass(frozen=True, slots=True)
class Place:
    """One pair of weights.

    Attributes:
        weights: of the two criteria, shares.
        leaders: options that score highest there, by their place in the key, one place further for any that is not in
            it; several where they tie.
    """

    weights: tuple[float, float]
    leaders: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What the map says.

    Attributes:
        axes: the names of the two criteria with "weight of" and the unit.
        options: names in the order of the key, at most `MOST_NAMED`.
        others: what options that the key does not name are called; "" where it names all.
        now: what the ring is.
    """

    title: str
    description: str
    axes: tuple[str, str]
    options: Sequence[str]
    others: str
    now: str


def two_way_chart(places: Sequence[Place], step: float, now: tuple[float, float], said: Words) -> Chart:
    """A square for each pair of weights, in the colour, pattern and number of the option that scores highest there.

    Args:
        places: every pair looked at.
        step: between weights, a share.
        now: the agreed weights of the two.
        said: its words.
    """
    side = round(1 / step) + 1
    plot = _CELL * side
    bottom = _TOP + plot
    height = bottom + 44
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="two-way-title two-way-text" font-size="{TYPE}">',
        f'<title id="two-way-title">{escape(said.title)}</title>',
        f'<desc id="two-way-text">{escape(said.description)}</desc>',
        f"<defs>{''.join(patterns(len(said.options), 'lead'))}</defs>",
    ]
    for place in places:
        lines.extend(_square(place, step, bottom, len(said.options)))
    lines.extend(_numbers([place for place in places if place.leaders != (len(said.options),)], step, bottom))
    lines.extend(_axes(said, step, bottom, plot))
    x, y = _at(now, step, bottom)
    lines.append(f'<circle cx="{x:g}" cy="{y:g}" r="9" fill="none" stroke="#fff" stroke-width="6"/>')
    lines.append(f'<circle cx="{x:g}" cy="{y:g}" r="9" fill="none" stroke="#000" stroke-width="2.5"/>')
    lines.extend([*_key(said), "</svg>"])
    return Chart(said.title, "\n".join(lines))


def _at(weights: tuple[float, float], step: float, bottom: float) -> tuple[float, float]:
    """The middle of the square of a pair of weights, or the point between squares."""
    return (
        round(_LEFT + (weights[0] / step + 0.5) * _CELL, 2),
        round(bottom - (weights[1] / step + 0.5) * _CELL, 2),
    )


def _square(place: Place, step: float, bottom: float, named: int) -> Iterator[str]:
    x, y = _at(place.weights, step, bottom)
    left, top = x - _CELL / 2, y - _CELL / 2
    if len(place.leaders) == 1:
        fill = fill_of("lead", place.leaders[0]) if place.leaders[0] < named else _OTHERS
        yield f'<rect x="{left:g}" y="{top:g}" width="{_CELL}" height="{_CELL}" fill="{fill}"/>'
    else:
        yield f'<rect x="{left:g}" y="{top:g}" width="{_CELL}" height="{_CELL}" fill="#fff" stroke="#777"/>'


def _numbers(places: Sequence[Place], step: float, bottom: float) -> Iterator[str]:
    """Each option's number in its own region, at the square nearest to the region's middle."""
    regions: dict[int, list[tuple[float, float]]] = {}
    for place in places:
        if len(place.leaders) == 1:
            regions.setdefault(place.leaders[0], []).append(place.weights)
    for option, weights in sorted(regions.items()):
        middle = tuple(sum(each) / len(weights) for each in zip(*weights, strict=True))
        nearest = min(weights, key=lambda pair: ((pair[0] - middle[0]) ** 2 + (pair[1] - middle[1]) ** 2, pair))
        x, y = _at(nearest, step, bottom)
        yield f'<circle cx="{x:g}" cy="{y:g}" r="11" fill="#fff" stroke="#333"/>'
        yield f'<text x="{x:g}" y="{y + 5:g}" text-anchor="middle" font-weight="bold">{option + 1}</text>'


def _axes(said: Words, step: float, bottom: float, plot: float) -> Iterator[str]:
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, _ = _at((share, 0.0), step, bottom)
        _, y = _at((0.0, share), step, bottom)
        yield f'<text x="{x:g}" y="{bottom + 17:g}" text-anchor="middle">{100 * share:.0f}</text>'
        yield f'<text x="{_LEFT - 8}" y="{y + 5:g}" text-anchor="end">{100 * share:.0f}</text>'
    yield f'<text x="{_LEFT + plot / 2:g}" y="{bottom + 38:g}" text-anchor="middle">{escape(said.axes[0])}</text>'
    middle = bottom - plot / 2
    turned = f'transform="rotate(-90 16 {middle:g})"'
    yield f'<text x="16" y="{middle:g}" text-anchor="middle" {turned}>{escape(said.axes[1])}</text>'


def _key(said: Words) -> Iterator[str]:
    """The options, each with its number, in the corner where two weights would be more than all; what the ring is."""
    y = _TOP
    for place, name in enumerate(said.options):
        yield from _entry(y, fill_of("lead", place), name)
        yield f'<circle cx="{_KEY_LEFT + 12}" cy="{y + 16}" r="9" fill="#fff"/>'
        yield f'<text x="{_KEY_LEFT + 12}" y="{y + 21}" text-anchor="middle" font-weight="bold">{place + 1}</text>'
        y += _KEY
    if said.others:
        yield from _entry(y, _OTHERS, said.others)
        y += _KEY
    yield f'<circle cx="{_KEY_LEFT + 12}" cy="{y + 16}" r="9" fill="none" stroke="#000" stroke-width="2.5"/>'
    yield f'<text x="{_KEY_LEFT + 34}" y="{y + 21}">{escape(said.now)}</text>'


def _entry(y: float, fill: str, name: str) -> Iterator[str]:
    """One line of the key: a square and a name, whose end is cut where two lines do not hold it."""
    yield f'<rect x="{_KEY_LEFT}" y="{y + 4}" width="24" height="24" fill="{fill}" stroke="#333"/>'
    lines = wrap(name, _LETTERS)
    if len(lines) > 2:
        lines = [lines[0], f"{lines[1][: _LETTERS - 3]}..."]
    for line, text in enumerate(lines):
        baseline = y + 21 + 16 * (line - (len(lines) - 1) / 2)
        yield f'<text x="{_KEY_LEFT + 34}" y="{baseline:g}">{escape(text)}</text>'
