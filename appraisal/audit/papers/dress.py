"""The tags that give words a look: struck out, raised, small, folded away, or of a class that a style speaks of.

A page may say every word that it should and still show something else. So each such tag is compared, with its place
among the words, while what programs add around a page, a plain <div> or a class of their own, is passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass

from appraisal.audit.papers.markup import Tag

Place = tuple[int, int]
"""How many blocks of words came before, and how many letters of the next."""


@dataclass(frozen=True, slots=True)
class Dress:
    """A tag that gives its words a look.

    Attributes:
        name: of the tag, with a stroke before it where it closes.
        classes: its classes.
        attributes: those of its attributes that change a look, such as 'align=right'.
        place: where it stands among the words.
    """

    name: str
    classes: frozenset[str]
    attributes: tuple[str, ...]
    place: Place


class Dresses:
    """Takes the tags of a page one after the other."""

    def __init__(self) -> None:
        self.found: list[Dress] = []
        self._open: dict[str, list[frozenset[str] | None]] = {}

    def take(self, tag: Tag, place: Place, *, is_drawn: bool) -> None:
        """Take a tag: where it closes, only if programs always write that, and it closes what gives a look."""
        if tag.closes:
            waiting = self._open.get(tag.name)
            classes = waiting.pop() if waiting else None
            if classes is not None and not is_drawn:
                self.found.append(Dress(f"/{tag.name}", classes, (), place))
            return
        classes = frozenset(tag.attributes.get("class", "").split())
        drawn = [f"{name}={tag.attributes[name].strip()}" for name in sorted(_LOOKS & set(tag.attributes))]
        attributes = () if is_drawn else tuple(drawn)
        is_bare = tag.name in _PLAIN or "-" in tag.name  # a hyphen: an element of somebody's own, without a look
        counts = bool(classes or attributes) or not is_bare
        if counts:
            self.found.append(Dress(tag.name, classes, attributes, place))
        if tag.name not in _CLOSE_BY_THEMSELVES:
            self._open.setdefault(tag.name, []).append(classes if counts else None)


def other_looks(found: tuple[Dress, ...], expected: tuple[Dress, ...], known: Set[str], *, in_place: bool) -> list[str]:
    """In what the looks of words differ, in words that go on after "It has".

    Args:
        found: the tags of a page.
        expected: the tags that it should have.
        known: the classes that count: those that it should have, and those that its styles speak of.
        in_place: whether their places are compared too; where other words differ, these have moved them.
    """
    here, there = (Counter(_counted(each, known, in_place=in_place)) for each in (found, expected))
    more = list(dict.fromkeys(said for _, said, _ in (here - there)))
    if len(more) > _MOST_TOLD:
        return [*more[:_MOST_TOLD], f"{len(more) - _MOST_TOLD} other tags"]
    return more or (["tags without the look"] if there - here else [])


_MOST_TOLD = 3
_PLAIN = frozenset(
    {
        *("html", "head", "body", "div", "span", "tbody", "colgroup", "meta", "link", "base", "style", "script"),
        *("img", "iframe", "input", "object", "embed"),  # counted by themselves
    }
)
_CLOSE_BY_THEMSELVES = frozenset(
    {
        *("html", "head", "body", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "caption"),
        *("colgroup", "option", "optgroup", "rt", "rp"),
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"),
    }
)
_LOOKS = frozenset(
    {
        *("align", "valign", "bgcolor", "color", "face", "size", "text", "width", "height", "border", "rules", "frame"),
        *("cellpadding", "cellspacing", "nowrap", "clear", "noshade", "type", "hspace", "vspace", "open", "popover"),
        *("char", "charoff", "compact", "link", "vlink", "alink", "slot", "is", "inert", "contenteditable"),
    }
)


def _counted(dresses: tuple[Dress, ...], known: Set[str], *, in_place: bool) -> Iterator[tuple[str, str, Place]]:
    for one in dresses:
        classes = " ".join(sorted(one.classes & known))
        is_bare = one.name.lstrip("/") in _PLAIN or "-" in one.name
        if is_bare and not classes and not one.attributes:
            continue
        said = " ".join((one.name.lstrip("/"), *([f"class='{classes}'"] if classes else []), *one.attributes))
        yield one.name[:1], f"<{said}>", one.place if in_place else (0, 0)
