"""What a page says: its words, block by block, each with the section that it stands in, and what can change its look.

Everything that a reader can meet is read: text that a style hides, words for people who cannot see a picture, what
charts are drawn of, and what a style writes into the margins of a printed page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from appraisal.audit.papers.dress import Dress, Dresses
from appraisal.audit.papers.markup import Tag, tags_and_texts

Part = Literal["text", "unseen text", "drawing", "margin", "cell"]


@dataclass(frozen=True, slots=True)
class Block:
    """Words that stand together: a paragraph, a cell, a heading, an attribute, a shape.

    Attributes:
        section: the headings over it, such as ('5. Options', 'Two homes'); the head, the foot or the title of the page.
        part: how a reader meets it.
        words: in their order; of a shape, its name and what it is drawn with.
    """

    section: tuple[str, ...]
    part: Part
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says, and what could make it look otherwise.

    Attributes:
        blocks: what it says, in its order.
        looks: what changes how a page looks or what it shows, and how often: 'a script', 'a picture', 'a style'.
        mark: what it says of itself to a machine, such as 'options run 5990e438c9a4'; "" where it says nothing.
        dressed: each tag that gives its words a look, in order.
        styled: the classes that its styles speak of.
        signed: each text in which a receipt is signed, signature and all.
    """

    blocks: tuple[Block, ...]
    looks: Counter[str]
    mark: str
    dressed: tuple[Dress, ...] = ()
    styled: frozenset[str] = frozenset()
    signed: tuple[str, ...] = ()


def read_page(text: str) -> Page:
    """What a page says."""
    reader = _Reader()
    for each in tags_and_texts(text):
        reader.take(each)
    reader.end_block()
    return Page(
        blocks=tuple(reader.blocks),
        looks=reader.looks,
        mark=reader.mark,
        dressed=tuple(reader.dresses.found),
        styled=frozenset(reader.styled),
        signed=tuple(reader.signed),
    )


def unsigned(text: str) -> str:
    """A text without the signature after a receipt, which is there or not as the writer had a key or not."""
    return _SIGNATURE.sub(r"\1", text)


HEAD, FOOT, TITLE, MARGIN = "the head of the paper", "the foot of the paper", "the title", "the margins of its pages"

_INLINE = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd"),
        *("label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tspan", "tt"),
        *("u", "var", "wbr"),
    }
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SAID = (
    *("alt", "aria-label", "aria-description", "aria-valuetext", "aria-roledescription", "title", "summary", "label"),
    *("placeholder", "abbr"),
)
_COUNTED = ("value", "start", "reversed", "colspan", "rowspan", "datetime", "aria-valuenow", "dir")
_OF_NO_SHAPE = frozenset({"id", "class", "role", "xmlns", "aria-labelledby", "aria-describedby", "focusable"})
_OTHERWISE = {
    "script": "a script",
    **dict.fromkeys(("iframe", "frame", "frameset", "object", "embed", "applet"), "another page inside it"),
    **dict.fromkeys(("img", "image", "picture", "video", "audio", "canvas", "input", "feimage"), "a picture"),
    **dict.fromkeys(("animate", "set", "animatetransform", "animatemotion", "marquee"), "a movement"),
    **dict.fromkeys(("foreignobject", "use", "bdo", "template", "textarea", "select", "dialog"), "a changed element"),
}
_SIGNATURE = re.compile(r"(\blast\s+entered\s+\S+?),\s+signed\s+[0-9a-f]{128}(?![0-9a-f])")
_CONTENT = re.compile(r"""content\s*:\s*((?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[^;{}"'])*)""", re.IGNORECASE)
_CLASS = re.compile(r"\.([A-Za-z_-][\w-]*)")
_STRING = re.compile(r""""((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'""")


class _Reader:
    """Takes the tags and texts of a page one after the other."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.looks: Counter[str] = Counter()
        self.mark = ""
        self.dresses = Dresses()
        self.styled: set[str] = set()
        self.signed: list[str] = []
        self._letters = 0
        self._text: list[str] = []
        self._headings: dict[str, str] = {}
        self._heading = ""
        self._raw = ""
        self._drawn = 0
        self._landmark = HEAD

    def take(self, each: Tag | str) -> None:
        if isinstance(each, Tag):
            self._tag(each)
        elif self._raw == "style":
            self._style(each)
        elif self._raw != "script":
            self._text.append(each)
            self._letters += len("".join(each.split()))

    def end_block(self) -> None:
        """Words up to here stand together."""
        text = "".join(self._text)
        words = tuple(unsigned(text).split())
        if _SIGNATURE.search(text):
            self.signed.append(" ".join(text.split()))
        self._text.clear()
        self._letters = 0
        if self._heading and words:
            self._headings = {name: said for name, said in self._headings.items() if name < self._heading}
            self._headings[self._heading] = " ".join(words)
        self._add("text", words)

    def _add(self, part: Part, words: tuple[str, ...]) -> None:
        if words:
            self.blocks.append(Block(self._section(), part, words))

    def _section(self) -> tuple[str, ...]:
        below = tuple(said for name, said in sorted(self._headings.items()) if name != "h1")
        return below if below and self._landmark not in (FOOT, TITLE) else (self._landmark,)

    def _tag(self, tag: Tag) -> None:
        if tag.name not in _INLINE:
            self.end_block()
        self._raw = "" if tag.closes else tag.name if tag.name in ("style", "script") else ""
        self._where(tag)
        self.dresses.take(tag, (len(self.blocks), self._letters), is_drawn=self._drawn > 0)
        if tag.closes:
            return
        self._look(tag)
        is_shape = tag.name not in _INLINE or (tag.name == "tspan" and tag.attributes)
        if self._drawn and is_shape and tag.name not in ("title", "desc"):
            drawn = [f"{name}={' '.join(value.split())}" for name, value in sorted(tag.attributes.items())]
            kept = [word for word in drawn if not word.partition("=")[0].startswith(tuple(_OF_NO_SHAPE))]
            self._add("drawing", (tag.name, *kept))
        if tag.attributes:
            self._unseen(tag)

    def _unseen(self, tag: Tag) -> None:
        """What the attributes of a tag say, which a reader hears or meets by a list's or table's shape."""
        for name in _SAID:
            self._add("unseen text", tuple(tag.attributes.get(name, "").split()))
        counted = tuple(f"{name}={tag.attributes[name].strip()}" for name in _COUNTED if name in tag.attributes)
        if not self._drawn:
            self._add("unseen text", counted)
        if tag.name == "meta":
            self._meta(tag.attributes)

    def _where(self, tag: Tag) -> None:
        if tag.name in _HEADINGS:
            self._heading = "" if tag.closes else tag.name
        elif tag.name == "svg":
            self._drawn = max(0, self._drawn + (-1 if tag.closes else 1))
        elif tag.name == "footer":
            self._landmark = HEAD if tag.closes else FOOT
        elif tag.name == "title" and not self._drawn:
            self._landmark = HEAD if tag.closes else TITLE

    def _look(self, tag: Tag) -> None:
        if tag.name in _OTHERWISE:
            self.looks[_OTHERWISE[tag.name]] += 1
        if tag.name == "link" and "stylesheet" in tag.attributes.get("rel", "").lower():
            self.looks["a style"] += 1
        for name, value in tag.attributes.items():
            if name == "style" and value.strip():
                self.looks["a style of one element: " + " ".join(value.split())[:60]] += 1
            elif name in ("hidden", "background", "srcdoc"):
                self.looks["a changed element"] += 1
            elif name.startswith("on") or value.strip().lower().startswith(("javascript:", "data:")):
                self.looks["a script"] += 1

    def _meta(self, attributes: Mapping[str, str]) -> None:
        name, content = attributes.get("name", "").lower(), attributes.get("content", "")
        if name == "appraisal":
            self.mark = self.mark or " ".join(content.split())
        elif attributes.get("http-equiv", "").lower() == "refresh":
            self.looks["a script"] += 1

    def _style(self, text: str) -> None:
        """A style: the words that it writes, and the rest of it as one look."""
        for said in _written_by(text):
            self.blocks.append(Block((MARGIN,), "margin", tuple(said.split())))
        self.styled.update(_CLASS.findall(text))
        rest = "".join(_CONTENT.sub("", text).split())
        if rest:
            self.looks[f"a style: {rest}"] += 1


def _written_by(style: str) -> Iterator[str]:
    for written in _CONTENT.finditer(style):
        for double, single in _STRING.findall(written[1]):
            if (double or single).strip():
                yield double or single
