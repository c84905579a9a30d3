"""Where marks and names go in a drawing so that none lies on another: greedy, in a fixed order of tries."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import wrap

_WIDTHS = (  # of Arial's letters, as shares of the size; none is wider than it says here
    ("ijl'|", 0.25),
    (" \u00a0.,:;!/[]\\tfI", 0.3),
    ('()-r"', 0.37),
    ("Jcksvxyz", 0.52),
    ("w", 0.73),
    ("Mm", 0.84),
    ("W%@", 1.02),
)
_SHARES = {sign: share for signs, share in _WIDTHS for sign in signs}
_LETTERS_A_LINE = (24, 14)  # where a name in one line finds no room
_MOST_LINES = 3
_GAP = 4.0  # between a mark and its name


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Left, top, right and bottom, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, half: float) -> Rectangle:
        """A square with a middle."""
        return cls(x - half, y - half, x + half, y + half)

    def overlaps(self, other: Rectangle) -> bool:
        """Whether the two share more than an edge.

        >>> Rectangle(0, 0, 2, 2).overlaps(Rectangle(1, 1, 3, 3)), Rectangle(0, 0, 2, 2).overlaps(Rectangle(2, 0, 3, 2))
        (True, False)
        """
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: Rectangle) -> bool:
        """Whether the other lies wholly inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A name that found a place.

    Attributes:
        lines: of the name, from the top.
        anchor: "start", "middle" or "end": which end of each line is at x.
        box: what it covers.
    """

    lines: tuple[str, ...]
    x: float
    anchor: str
    box: Rectangle


@dataclass(slots=True)
class FreeSpace:
    """A frame and what already lies in it."""

    frame: Rectangle
    taken: list[Rectangle] = field(default_factory=list)

    def mark(self, x: float, y: float, half: float) -> tuple[float, float]:
        """Take a square for a mark: at its point, or else as near to it as one is free; the middle of the square.

        Where the frame is full the mark lies at its point, on others.
        """
        at = next((spot for spot in _spots_around(x, y, half, self.frame) if self._is_free(spot, half)), (x, y))
        self.taken.append(Rectangle.around(*at, half))
        return at

    def label(self, name: str, at: tuple[float, float], half: float, size: float) -> Label | None:
        """Take a place beside a mark for its name; None where there is none.

        Args:
            name: in up to three lines; a longer one finds no place.
            at: the mark's middle.
            half: half the mark's width.
            size: of the type, in pixels.
        """
        for letters in (len(name) or 1, *_LETTERS_A_LINE):
            lines = tuple(wrap(name, letters, break_long_words=False))
            if not 0 < len(lines) <= _MOST_LINES:
                continue
            for label in _labels_around(lines, at, half, size):
                if self.frame.holds(label.box) and not any(label.box.overlaps(other) for other in self.taken):
                    self.taken.append(label.box)
                    return label
        return None

    def _is_free(self, spot: tuple[float, float], half: float) -> bool:
        box = Rectangle.around(*spot, half)
        return self.frame.holds(box) and not any(box.overlaps(other) for other in self.taken)


def text_width(text: str, size: float) -> float:
    """What a line of Arial takes at most, without asking any font.

    >>> text_width("Amber", 10), text_width("ill", 10)
    (32.0, 7.5)
    """
    return round(size * sum(_share_of_size(sign) for sign in text), 6)


def _share_of_size(sign: str) -> float:
    if sign in _SHARES:
        return _SHARES[sign]
    if ord(sign) >= 0x1100:  # scripts whose letters are as wide as they are high
        return 1.0
    return 0.79 if sign.isupper() else 0.6


def _spots_around(x: float, y: float, half: float, frame: Rectangle) -> Iterator[tuple[float, float]]:
    """The point itself, then points on rings around it, each ring a little more than half a mark farther out."""
    yield x, y
    farthest = math.hypot(frame.right - frame.left, frame.bottom - frame.top)
    for ring in range(1, int(farthest / half) + 2):
        away, count = ring * half * 1.1, 8 * ring
        for step in range(count):
            turn = 2 * math.pi * step / count
            yield round(x + away * math.cos(turn), 2), round(y + away * math.sin(turn), 2)


def _labels_around(lines: tuple[str, ...], at: tuple[float, float], half: float, size: float) -> Iterator[Label]:
    """A name to the right, to the left, below, above, then at the four corners."""
    x, y = at
    width, height = max(text_width(line, size) for line in lines), size * 1.15 * len(lines)
    away = half + _GAP
    corner = 0.7 * half
    for left, top, anchor in (
        (x + away, y - height / 2, "start"),
        (x - away - width, y - height / 2, "end"),
        (x - width / 2, y + half + 1, "middle"),
        (x - width / 2, y - half - 1 - height, "middle"),
        (x + corner, y - half - height, "start"),
        (x + corner, y + half, "start"),
        (x - corner - width, y - half - height, "end"),
        (x - corner - width, y + half, "end"),
    ):
        box = Rectangle(left, top, left + width, top + height)
        yield Label(lines, {"start": left, "middle": x, "end": left + width}[anchor], anchor, box)
