"""Where a paper says something else than it should: each number and word with what was expected and where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from appraisal.audit.papers.pages import Block, Part

MOST_BLOCKS = 10_000  # more than expected; a paper of the starter has 4,000 in all
LARGEST_MATRIX = 9_000_000  # pairs of words that are tried against each other in one place
_AROUND = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a paper says something else.

    Attributes:
        section: the headings over the place.
        part: how a reader meets it there.
        found, expected: the words; "" where there are none.
        before, after: a few words on either side, as they should be.
        is_number: whether a number is among the words, in digits or spelled out.
    """

    section: tuple[str, ...]
    part: Part
    found: str
    expected: str
    before: str
    after: str
    is_number: bool


def differences(found: Sequence[Block], expected: Sequence[Block]) -> list[Difference]:
    """Every place where blocks say something else than they should, in the order of what was expected.

    Blocks are matched first, then the words of those that do not match. Where a file holds far more than a paper could,
    what is too much is one difference.

    Args:
        found: what a file says.
        expected: what it should say.

    >>> here, there = (Block(("1. Answer",), "text", tuple(said.split())) for said in ("It costs 81.", "It costs 71."))
    >>> [(one.found, one.expected, one.before, one.is_number) for one in differences([here], [there])]
    [('81.', '71.', 'It costs', True)]
    """
    told: list[Difference] = []
    if len(found) > len(expected) + MOST_BLOCKS:
        left = [word for block in found[len(expected) + MOST_BLOCKS :] for word in block.words]
        told.append(_difference(found[-1], tuple(left), (), _Place(expected, len(expected), 0)))
        found = found[: len(expected) + MOST_BLOCKS]
    keys, wanted = ([(block.part, block.words) for block in blocks] for blocks in (found, expected))
    for tag, i1, i2, j1, j2 in _opcodes(keys, wanted):
        if tag == "equal":
            continue
        if i2 - i1 == j2 - j1 and all(keys[i1 + at][0] == wanted[j1 + at][0] for at in range(j2 - j1)):
            for at in range(j2 - j1):
                told += _in_words(found[i1 + at], expected[j1 + at].words, expected, j1 + at)
        else:
            told += _in_blocks(found[i1:i2], expected, j1, j2)
    return told


def is_a_number(word: str) -> bool:
    """Whether a word says how many or how much, in digits or spelled out.

    >>> [is_a_number(word) for word in ("71", "£2.4", "seven", "(half", "sevenths", "million.", "one-third", "sets")]
    [True, True, True, True, False, True, True, False]
    """
    return any(sign.isnumeric() for sign in word) or any(part in _SPELLED for part in _LETTERS.findall(word.lower()))


_LETTERS = re.compile("[a-z]+")
_SPELLED = frozenset(
    {
        *("no", "none", "nobody", "nothing", "zero", "one", "two", "three", "four", "five", "six", "seven", "eight"),
        *("nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
        *("nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"),
        *("thousand", "million", "billion", "half", "third", "thirds", "quarter", "quarters", "fifth", "fifths"),
        *("tenth", "tenths", "first", "second", "fourth", "once", "twice", "both", "neither", "all", "every", "each"),
        *("minus", "plus"),
    }
)


def _in_blocks(found: Sequence[Block], expected: Sequence[Block], j1: int, j2: int) -> Iterator[Difference]:
    """Blocks of which some are new or gone: those of the same part are held against each other, word by word."""
    for part in dict.fromkeys(block.part for block in (*found, *expected[j1:j2])):
        here = [block for block in found if block.part == part]
        there = [at for at in range(j1, j2) if expected[at].part == part]
        said = [word for block in here for word in block.words]
        wanted = [(word, at) for at in there for word in expected[at].words]
        words = [word for word, _ in wanted]
        for tag, i1, i2, k1, k2 in _opcodes(said, words):
            if tag == "equal":
                continue
            at = wanted[min(k1, len(wanted) - 1)][1] if wanted else j1
            block = expected[at] if wanted else here[0]
            within = sum(1 for _, other in wanted[:k1] if other == at)
            for some, other in _pairs(said[i1:i2], words[k1:k2]):
                yield _difference(block, some, other, _Place(expected, at, within))


def _in_words(found: Block, words: tuple[str, ...], expected: Sequence[Block], at: int) -> Iterator[Difference]:
    """One block that says something else than one."""
    for tag, i1, i2, j1, j2 in _opcodes(found.words, words):
        if tag != "equal":
            for step, (some, other) in enumerate(_pairs(found.words[i1:i2], words[j1:j2])):
                within = j1 + (step if i2 - i1 == j2 - j1 else 0)
                yield _difference(expected[at], some, other, _Place(expected, at, within))


def _pairs(found: Sequence[str], expected: Sequence[str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What stands for what: word for word where there are as many."""
    if len(found) == len(expected):
        yield from (((some,), (other,)) for some, other in zip(found, expected, strict=True))
    else:
        yield tuple(found), tuple(expected)


@dataclass(frozen=True, slots=True)
class _Place:
    """A place among what is expected: after so many words of a block; past the last block where there is none."""

    blocks: Sequence[Block]
    at: int
    within: int

    def before(self, part: Part) -> list[str]:
        """A few words that lead to it; of a drawing, those of the same shape."""
        at, words = self.at, list(self.blocks[self.at].words[: self.within]) if self.at < len(self.blocks) else []
        while part != "drawing" and len(words) < _AROUND and at > 0:
            at -= 1
            words = [*self.blocks[at].words, *words] if self.blocks[at].part == part else words
        return words[-_AROUND:]

    def after(self, part: Part, passed: int) -> list[str]:
        """A few words that follow on it, and on so many that are replaced."""
        if self.at >= len(self.blocks):
            return []
        at, words = self.at, list(self.blocks[self.at].words[self.within + passed :])
        while part != "drawing" and len(words) < _AROUND and at + 1 < len(self.blocks):
            at += 1
            words = [*words, *self.blocks[at].words] if self.blocks[at].part == part else words
        return words[:_AROUND]


def _difference(block: Block, some: tuple[str, ...], other: tuple[str, ...], place: _Place) -> Difference:
    return Difference(
        section=block.section,
        part=block.part,
        found=" ".join(some),
        expected=" ".join(other),
        before=" ".join(place.before(block.part)),
        after=" ".join(place.after(block.part, len(other))),
        is_number=_numbers(some) != _numbers(other),
    )


def _numbers(words: Sequence[str]) -> Counter[str]:
    return Counter(word for word in words if is_a_number(word))


def _opcodes(found: Sequence[Any], expected: Sequence[Any]) -> list[tuple[str, int, int, int, int]]:
    """How one becomes the other: what they begin and end with alike is set aside, and the rest is matched.

    The rest is one whole where it is so large and so different that matching it would take for ever.
    """
    most = min(len(found), len(expected))
    start = next((at for at in range(most) if found[at] != expected[at]), most)
    end = next((at for at in range(most - start) if found[-1 - at] != expected[-1 - at]), most - start)
    here, there = found[start : len(found) - end], expected[start : len(expected) - end]
    inside = [("replace", 0, len(here), 0, len(there))] if here or there else []
    if len(here) * len(there) <= LARGEST_MATRIX or len(set(here) & set(there)) * 2 > len(set(there)):
        inside = SequenceMatcher(None, here, there).get_opcodes()  # type: ignore[assignment]
    moved = [(tag, start + i1, start + i2, start + j1, start + j2) for tag, i1, i2, j1, j2 in inside]
    return [("equal", 0, start, 0, start), *moved]
