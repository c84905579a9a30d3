"""Finding a sentence again: by its words alone, and in a sentence of the wording whose gaps were filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"\{[^{}]*\}")
_FEWEST_FIXED = 3
_FEWEST_SHARED = 2


def words_in(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, without case, spaces or punctuation.

    >>> words_in("“One home, Amber” scores 71.4 points.")
    ('one', 'home', 'amber', 'scores', '71', '4', 'points')
    """
    return tuple(_WORD.findall(text.casefold()))


def contains(text: Sequence[str], asked: Sequence[str]) -> bool:
    """Whether some words stand in a text, one after the other.

    >>> contains(("nothing", "is", "decided"), ("is", "decided"))
    True
    """
    count = len(asked)
    return any(tuple(text[at : at + count]) == tuple(asked) for at in range(len(text) - count + 1))


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence of the wording, as words with gaps between them.

    Attributes:
        key: its dotted key in reports/wording.yaml.
        text: as it stands there.
        parts: its words; None for a gap.
    """

    key: str
    text: str
    parts: tuple[str | None, ...]

    def fixed_words_in(self, asked: Sequence[str]) -> int:
        """How many of the words asked about are the sentence's own; 0 where they do not fit into it at all.

        They may begin and end anywhere in it, within a gap too.

        >>> said = Template("one", "", words_and_gaps("{option} scores highest on the weights so far: {total}."))
        >>> said.fixed_words_in(words_in("Amber scores highest on the weights so far: 71"))
        7
        """
        # Where in the sentence the words so far may end -> how many of them are its own.
        states = dict.fromkeys(range(len(self.parts) + 1), 0)
        for word in asked:
            following: dict[int, int] = {}
            for at, count in states.items():
                for end, more in self._after(at, word):
                    following[end] = max(following.get(end, -1), count + more)
            states = following
            if not states:
                return 0
        return max(states.values(), default=0)

    def _after(self, at: int, word: str) -> Iterable[tuple[int, int]]:
        """Where a next word can stand after `at`: in a gap that is there, or as the sentence's own next word."""
        while at < len(self.parts):
            part = self.parts[at]
            if part == word:
                yield at + 1, 1
                return
            if part is not None:
                return
            yield at, 0  # the gap takes this word, and may take more
            at += 1


def words_and_gaps(text: str) -> tuple[str | None, ...]:
    """The words of a sentence of the wording, with None for each gap.

    >>> words_and_gaps("The next is {option}.")
    ('the', 'next', 'is', None)
    """
    parts: list[str | None] = []
    pieces = _GAP.split(text)
    for number, piece in enumerate(pieces):
        parts += [None] if number else []
        parts += words_in(piece)
    return tuple(parts)


def templates_of(wording: Mapping[str, Any], prefix: str = "") -> tuple[Template, ...]:
    """Every sentence of the wording, in order of key."""
    found: list[Template] = []
    for name, inner in sorted(wording.items()):
        key = f"{prefix}.{name}" if prefix else str(name)
        if isinstance(inner, Mapping):
            found += templates_of(inner, key)
        elif isinstance(inner, str):
            found.append(Template(key, inner, words_and_gaps(inner)))
    return tuple(found)


def templates_for(templates: Iterable[Template], asked: Sequence[str]) -> list[Template]:
    """The sentences of the wording that some words can have come from: those with most of the words as their own.

    At least three of the words, or all that a short sentence has, must be its own.
    """
    counted = []
    for template in templates:
        fixed = template.fixed_words_in(asked)
        own = sum(part is not None for part in template.parts)
        if fixed >= max(2, min(_FEWEST_FIXED, own)) and fixed * 4 >= len(asked):
            counted.append((fixed, template))
    most = max((fixed for fixed, _ in counted), default=0)
    return [template for fixed, template in counted if fixed == most]


def nearest(texts: Iterable[str], asked: Sequence[str], count: int = 3) -> list[str]:
    """The texts most like some words: first by the longest run of words that both have, then by how many."""
    wanted, scored = set(asked), []
    for text in dict.fromkeys(texts):
        words = words_in(text)
        shared = len(wanted & set(words))
        if shared >= _FEWEST_SHARED:
            run = SequenceMatcher(None, words, asked, autojunk=False).find_longest_match().size
            scored.append((-run, -shared, len(words), text))
    return [text for *_, text in sorted(scored)[:count]]
