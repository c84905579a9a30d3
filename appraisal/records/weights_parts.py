"""The parts of an entry of weights as one text gives them: points, ranks, comparisons, and the anchors seen."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from appraisal.model.kinds import Part
from appraisal.model.weights_said import exact_text
from appraisal.records.table_rows import Row, short

if TYPE_CHECKING:
    from appraisal.records.entry_parts import Held

_BY_ID = re.compile(r"\s*([a-z0-9-]+)\s*[=:]\s*([0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*")
_PAIR = re.compile(r"\s*([a-z0-9-]+)\s*/\s*([a-z0-9-]+)\s*[=:]\s*(\S.*?)\s*")
_TIMES = re.compile(r"(1\s*/\s*)?([0-9]+(?:\.[0-9]+)?)")
AS_NOW = "as now"
"""What states that a person saw the anchors that the files have when the ballot is entered."""

_SEEN = re.compile(r"\s*([a-z0-9-]+)\s*[=:]\s*(\S.*?)\s*")
_ANCHOR = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(?:\s*\(([0-9]+(?:\.[0-9]+)?)\))?")

TIMES_EXPECTED = "1 to 9 was expected, or 1/2 to 1/9 where the second matters more"


def decimal_text(number: float) -> str:
    """A number that somebody gave as decimal text, the same for 60 and 60.0.

    >>> decimal_text(60.0), decimal_text(12.5)
    ('60', '12.5')
    """
    return f"{number:.12g}"


def points_or_ranks(held: Held, row: Row, part: Part) -> dict[str, str]:
    """Points or ranks by criterion or branch; whether they can be used is asked once the way is known."""
    known = ids_weighed(held)
    word, example = {
        "points": ("points", "'access=90; cost=20'"),
        "ranks": ("a rank", "'access=1; cost=2'"),
    }[part.name]
    found: dict[str, str] = {}
    for said in re.split(r"[;,]", row.text(part.name)):
        match = _BY_ID.fullmatch(said)
        if match is None or match[1] not in known or match[1] in found:
            text = f"'{short(said.strip())}' is not {word} for a criterion, each once; {example} was expected."
            row.problem(f"{text} Criteria: {', '.join(known)}.", part.name)
            return {}
        found[match[1]] = decimal_text(float(match[2]))
    return found


def comparisons(_held: Held, row: Row, part: Part) -> dict[str, str]:
    """How many times as much one matters as another, each pair once, turned so that the number is 1 or more."""
    found: dict[str, str] = {}
    for said in re.split(r"[;,]", row.text(part.name)):
        match = _PAIR.fullmatch(said)
        compared = compare(match[1], match[2], match[3]) if match else None
        if compared is None:
            text = f"'{short(said.strip())}' does not compare two, as in 'access/cost=3; cost/equity=1/2'; "
            row.problem(f"{text}{TIMES_EXPECTED}.", part.name)
            return {}
        pair, times = compared
        one, _, other = pair.partition("/")
        if pair in found or f"{other}/{one}" in found:
            row.problem(f"'{one}' and '{other}' are compared twice. Compare each pair once.", part.name)
            return {}
        found[pair] = times
    return found


def compare(one: str, other: str, times: str) -> tuple[str, str] | None:
    """A comparison as it is kept, so that the one before the stroke matters as much or more; None where it is none.

    >>> compare("access", "cost", "3"), compare("cost", "equity", "1/2"), compare("cost", "equity", "12")
    (('access/cost', '3'), ('equity/cost', '2'), None)
    """
    found = _TIMES.fullmatch(times.strip())
    number = float(found[2]) if found else 0.0
    if found is None or not 1 <= number <= 9:
        return None
    first, second = (other, one) if found[1] and number > 1 else (one, other)
    return f"{first}/{second}", decimal_text(number)


def anchors(held: Held, row: Row, part: Part) -> dict[str, tuple[tuple[str, str], ...]]:
    """The least and the most preferred that somebody saw, by criterion, with what lies on the way between them.

    "as now" states those that the files have when the ballot is entered, and none of its own, so that a file which was
    taken in before they changed still says what it said.
    """
    known = held.ids("criteria")
    if row.text(part.name).strip().lower() == AS_NOW:
        return {}
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for said in row.text(part.name).split(";"):
        match = _SEEN.fullmatch(said)
        seen = _seen(match[2]) if match else None
        if match is None or seen is None or match[1] not in known or match[1] in found:
            text = (
                f"'{short(said.strip())}' does not say what was the least and the most preferred of a criterion, each "
                "once, as in 'travel-time=50 to 15', or 'travel-time=50 to 30 (60) to 15' where 30 earned 60."
            )
            row.problem(f"{text} Criteria: {', '.join(known)}.", part.name)
            return {}
        found[match[1]] = seen
    return found


def ids_weighed(held: Held) -> tuple[str, ...]:
    """The ids of everything that weights can be given to: criteria, then branches."""
    return (*held.ids("criteria"), *(branch.id for branch in held.place.branches))


def _seen(text: str) -> tuple[tuple[str, str], ...] | None:
    """Anchors from the least to the most preferred; None where they are none."""
    steps = [_ANCHOR.fullmatch(step) for step in re.split(r"\s+to\s+", text)]
    if len(steps) < 2 or None in steps:
        return None
    told = [(float(step[1]), step[2]) for step in steps if step]
    if told[0][1] not in (None, "0") or told[-1][1] not in (None, "100") or any(v is None for _, v in told[1:-1]):
        return None
    values = [0.0, *(float(value) for _, value in told[1:-1]), 100.0]
    performances = [performance for performance, _ in told]
    goes = [second - first for first, second in pairwise(performances)]
    is_straight = all(step > 0 for step in goes) or all(step < 0 for step in goes)
    if not is_straight or any(first > second for first, second in pairwise(values)):
        return None
    return tuple((exact_text(at), exact_text(value)) for at, value in zip(performances, values, strict=True))
