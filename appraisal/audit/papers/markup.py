"""Reading HTML as tags and texts, as a browser would, in a time that only grows with its length.

The parser of the standard library takes minutes over a few thousand bytes that somebody made for it, so a paper from
anywhere is read here, by the rules of the HTML standard (WHATWG, "Tokenization") as far as papers need them. Where a
file is broken in a way in which browsers hide something, it is read as shown: too much is compared, never too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes"})
"""Elements whose text is no markup and has no character references."""

_WITH_REFERENCES = frozenset({"title", "textarea"})
_FOREIGN = frozenset({"svg", "math"})
_NAME_ENDS = re.compile(r"[\s/>]")
_PART_ENDS = re.compile(r"[\s/>=]")
_VALUE_ENDS = re.compile(r"[\s>]")
_SPACE = re.compile(r"\s*")
_SPACE_OR_SLASH = re.compile(r"[\s/]*")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: its name in lower case, its attributes (the first of equals, as browsers have it), whether it closes."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    closes: bool = False


def tags_and_texts(page: str) -> Iterator[Tag | str]:
    """The tags and texts of a page in their order; comments and declarations are left out.

    >>> [each if isinstance(each, str) else each.name for each in tags_and_texts("<p>7 &lt; <b>9</b><!-- 8 -->")]
    ['p', '7 < ', 'b', '9', 'b']
    """
    at, foreign = 0, 0
    while at < len(page):
        opens = page.find("<", at)
        if opens < 0:
            yield plain_text(page[at:])
            return
        if opens > at:
            yield plain_text(page[at:opens])
        sign = page[opens + 1 : opens + 2]
        if page.startswith("<!--", opens):
            at = _after_comment(page, opens + 4)
        elif page.startswith("<![CDATA[", opens):
            ends = page.find("]]>", opens)
            yield page[opens + 9 : ends if ends >= 0 else len(page)]
            at = ends + 3 if ends >= 0 else len(page)
        elif _is_letter(sign) or (sign == "/" and _is_letter(page[opens + 2 : opens + 3])):
            found = _tag(page, opens + 1 + (sign == "/"), closes=sign == "/")
            if found is None:
                return  # a tag that never ends swallows the rest, as it does in a browser
            tag, at = found
            yield tag
            if tag.name in _FOREIGN:
                foreign = max(0, foreign + (-1 if tag.closes else 1))
            elif not foreign and not tag.closes and tag.name in RAW | _WITH_REFERENCES:
                ends = _end_of(page, tag.name, at)
                raw = page[at:ends]
                yield raw if tag.name in RAW else plain_text(raw)
                at = ends
        elif sign and sign in "!?/":
            at = page.find(">", opens) + 1 or len(page)
        else:
            yield "<"
            at = opens + 1


def plain_text(text: str) -> str:
    """Text with its character references read, as far as they can be."""
    try:
        return unescape(text)
    except ValueError:  # a number of thousands of digits
        return text


def _after_comment(page: str, at: int) -> int:
    """Where a comment ends, as browsers have it: '<!-->' is one already."""
    for short in (">", "->"):
        if page.startswith(short, at):
            return at + len(short)
    found = re.compile("--!?>").search(page, at)
    return found.end() if found else len(page)


def _tag(page: str, at: int, *, closes: bool) -> tuple[Tag, int] | None:
    """The tag whose name begins here, and where it ends; None where it does not end."""
    ends = _NAME_ENDS.search(page, at)
    if ends is None:
        return None
    name, at = page[at : ends.start()].lower(), ends.start()
    attributes: dict[str, str] = {}
    while True:
        at = _skip(_SPACE_OR_SLASH, page, at)
        if at >= len(page):
            return None
        if page[at] == ">":
            return Tag(name, attributes, closes), at + 1
        ends = _PART_ENDS.search(page, at + 1)
        if ends is None:
            return None
        part, at = page[at : ends.start()].lower(), _skip(_SPACE, page, ends.start())
        value = ""
        if page.startswith("=", at):
            at = _skip(_SPACE, page, at + 1)
            quote = page[at : at + 1]
            if quote and quote in "\"'":
                to = page.find(quote, at + 1)
                if to < 0:
                    return None
                value, at = page[at + 1 : to], to + 1
            else:
                ends = _VALUE_ENDS.search(page, at)
                if ends is None:
                    return None
                value, at = page[at : ends.start()], ends.start()
        attributes.setdefault(part, plain_text(value))


def _skip(signs: re.Pattern[str], page: str, at: int) -> int:
    found = signs.match(page, at)
    return found.end() if found else at


def _end_of(page: str, name: str, at: int) -> int:
    """Where the text of an element ends that holds no markup: before its closing tag."""
    found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE | re.ASCII).search(page, at)
    return found.start() if found else len(page)


def _is_letter(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()
