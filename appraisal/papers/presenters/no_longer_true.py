"""Sentences of the last paper that no longer hold, each with what this paper says in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from appraisal.papers.presenters.answer import answer
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.options import options
from appraisal.papers.presenters.robustness import left_out, no_tipping, tipping
from appraisal.papers.presenters.scores import scores
from appraisal.papers.presenters.search import search
from appraisal.papers.presenters.shapes import Entry

_NEAR_ENOUGH = 0.6  # how alike two sentences are at least where one takes the other's place


@dataclass(frozen=True, slots=True)
class NoLongerTrue:
    """A sentence that the last paper had and this one has not.

    Attributes:
        where: a heading of the paper, or the name of an option.
        said: the sentence.
        now: what stands in its place; "" where nothing does.
    """

    where: str
    said: str
    now: str


def of_first_page(before: Material, after: Material) -> tuple[NoLongerTrue, ...]:
    """Sentences of the answer, and the messages of the scores and of the search.

    Args:
        before, after: the last paper's material and this one's, both with the same wording and the same sections.
    """
    slots = zip(_messages(before), _messages(after), strict=True)
    return tuple(one for (where, old), (_, new) in slots for one in _gone(where, old, new))


def of_the_rest(before: Material, after: Material) -> tuple[NoLongerTrue, ...]:
    """What is said of tipping points, and for and against each option; of one no longer ranked only that it is not."""
    entries = {entry.anchor: entry for entry in options(after).entries}
    found = _gone(after.say("section.sure"), tipping(before), tipping(after))
    for old in options(before).entries:
        new = entries.get(old.anchor)
        if new is None:
            found.append(NoLongerTrue(old.name, old.fact.text, after.say("changes.not_ranked_now")))
        else:
            for side in _sides(old, new):
                found += _gone(old.name, *side)
    return tuple(found)


def _messages(material: Material) -> list[tuple[str, tuple[str, ...]]]:
    """Where, and what is said there, always in the same slots."""
    first, sets = answer(material), search(material)
    texts: Mapping[str, Sequence[tuple[str, ...]]] = {
        "answer": [(first.lead,), first.clear, first.change, (first.no_cost,), first.not_known],
        "scores": [(scores(material).chart.title,)],
        "sure": [(no_tipping(material),), (left_out(material),)],
        "sets": [(sets.how_many,), sets.nothing_possible],
    }
    said = [(key, tuple(filter(None, slot))) for key, slots in texts.items() for slot in slots]
    return [(material.say(f"section.{key}"), slot) for key, slot in said]


def _sides(old: Entry, new: Entry) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    pairs = ((old.pros, new.pros), (old.cons, new.cons))
    for pair in pairs:
        before, after = (tuple(statement.text for statement in statements) for statements in pair)
        yield before, after
    yield old.not_known, new.not_known


def _gone(where: str, old: Sequence[str], new: Sequence[str]) -> list[NoLongerTrue]:
    left = [text for text in new if text not in old]
    found = []
    for said in (text for text in old if text not in new):
        now = _in_its_place(said, left, is_only=len(old) == len(new) == 1)
        if now:
            left.remove(now)
        found.append(NoLongerTrue(where, said, now))
    return found


def _in_its_place(said: str, left: Sequence[str], *, is_only: bool) -> str:
    """The sentence that begins like one that is gone and is most like it; where a slot holds one, that one."""
    if is_only:
        return left[0]
    begins = said.split()[:2]
    alike = [
        (SequenceMatcher(None, said, text, autojunk=False).ratio(), -place)
        for place, text in enumerate(left)
        if text.split()[:2] == begins
    ]
    ratio, place = max(alike, default=(0.0, 0))
    return left[-place] if ratio >= _NEAR_ENOUGH else ""
