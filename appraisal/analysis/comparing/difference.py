"""One difference between two runs, and how two sets of things with keys are told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """Something that a run read otherwise than the run before it.

    Attributes:
        about: "option", "site", "provider", "criterion", "branch", "theme", "hurdle", "source", "evidence",
            "parameter", "weights", "score", "moderation", "interest", "ballots", "area", "travel", "outline", "file"
            or "run".
        subject: which of them, as in "amber/cost.bed-day"; no two differences share both.
        before, after: in words, with unit, range and date; "" where it was, or is, not there.
        title: what it is about, in words.
    """

    about: str
    subject: str
    before: str
    after: str
    title: str = ""

    @property
    def key(self) -> str:
        """By which differences, entries and comments are matched.

        >>> Difference("option", "two-homes", "", "Amber 3, Birch 2").key
        'option:two-homes'
        """
        return f"{self.about}:{self.subject}"


def keyed(
    about: str,
    pair: Iterable[Mapping[str, Thing]],
    words: Callable[[Thing, Thing | None], str],
    title: Callable[[str], str],
) -> list[Difference]:
    """The differences between two sets of things, one for each key under which they are not equal.

    Args:
        about: as `Difference` has it.
        pair: what stood under each key before, and after.
        words: tells a thing beside the one that it is held against; None where there is none.
        title: what a key is about, in words.
    """
    found = []
    before, after = pair
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        said = ["" if one is None else words(one, other) for one, other in ((old, new), (new, old))]
        if said[0] == said[1]:
            said[1] += ", otherwise than before"
        found.append(Difference(about, key, said[0], said[1], title(key)))
    return found


def table(
    about: str, pair: Iterable[Mapping[str, Thing]], words: Callable[[Thing, Thing | None], str]
) -> list[Difference]:
    """The differences between two long tables as one, which says how many rows changed and names the first three.

    >>> rows = {"e1": 100, "e2": 50}
    >>> table("area", (rows, {**rows, "e2": 60}), lambda people, _: f"{people} people")
    [Difference(about='area', subject='e2', before='e2: 50 people', after='e2: 60 people', title='e2')]
    """
    rows = keyed(about, pair, words, str)
    if not rows:
        return []
    first = rows[:3]
    more = len(rows) - len(first)
    named = ", ".join(row.subject for row in first) + (f" and {more} more" if more else "")
    how_many = f"; {len(rows)} rows are otherwise in all" if more else ""
    before, after = (
        "; ".join(f"{row.subject}: {text or 'not there'}" for row, text in zip(first, texts, strict=True)) + how_many
        for texts in ([row.before for row in first], [row.after for row in first])
    )
    return [Difference(about, named, before, after, named)]


def merged(found: Iterable[Difference]) -> tuple[Difference, ...]:
    """Differences in order, those that share a key as one."""
    together: dict[str, Difference] = {}
    for one in sorted(found):
        known = together.get(one.key)
        if known is None:
            together[one.key] = one
        else:
            before, after = (
                "; ".join(filter(None, two)) for two in ((known.before, one.before), (known.after, one.after))
            )
            together[one.key] = Difference(one.about, one.subject, before, after, one.title)
    return tuple(together.values())
