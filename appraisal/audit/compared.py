"""Two findings held against each other, value by value: where they differ, and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ABSENT = "(absent)"
"""What stands for a value that one of the two does not have."""


@dataclass(frozen=True, slots=True)
class Different:
    """One value that is not the same in both.

    Attributes:
        path: where it stands, as in `options[0].total.value`.
        then, now: what it is in the one and in the other; lists of different lengths by their lengths.
    """

    path: str
    then: Any
    now: Any

    @property
    def by(self) -> float | None:
        """How far two numbers are apart; None for anything else."""
        both = (self.then, self.now)
        is_number = all(isinstance(one, int | float) and not isinstance(one, bool) for one in both)
        return abs(self.then - self.now) if is_number else None


def differences(then: Any, now: Any, *, within: float = 0.0, path: str = "") -> Iterator[Different]:
    """Every value that differs between two plain values, in order of their paths.

    Args:
        then, now: dicts, lists and what they hold, as the json module reads them.
        within: numbers no farther apart than this are the same.
        path: where both stand.

    >>> [one.path for one in differences({"a": [1, 2.0], "b": None}, {"a": [1, 2.5], "c": 3})]
    ['a[1]', 'b', 'c']
    """
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for key in sorted(then.keys() | now.keys()):
            at = f"{path}.{key}" if path else str(key)
            if key in then and key in now:
                yield from differences(then[key], now[key], within=within, path=at)
            else:
                yield Different(at, then.get(key, ABSENT), now.get(key, ABSENT))
        return
    if _are_lists(then, now):
        if len(then) != len(now):
            yield Different(f"{path}[]", f"{len(then)} of them", f"{len(now)} of them")
        for index, (one, other) in enumerate(zip(then, now, strict=False)):
            yield from differences(one, other, within=within, path=f"{path}[{index}]")
        return
    found = Different(path, then, now)
    is_same = found.by is None and type(then) is type(now) and then == now
    if not is_same and (found.by is None or found.by > within):
        yield found


def _are_lists(*both: Any) -> bool:
    return all(isinstance(one, Sequence) and not isinstance(one, str) for one in both)
