"""What stands in the way where no set of sites is possible: as much of it as is worth saying, in paper and terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_NAMED_AT_MOST = 2  # that do not help alone; a longer list says nothing more than "any other one"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to have more beds.

    Attributes:
        without: the limits and hurdles that would have to go.
        waits: whether what is not known would have to turn out at its most favourable.
        beds: the most that there would then be.
    """

    without: tuple[str, ...]
    waits: bool
    beds: int


@dataclass(frozen=True, slots=True)
class InTheWay:
    """What stands in the way.

    Attributes:
        is_too_few: whether the sites that can be used offer fewer beds than are needed; else no set adds up.
        helps: each single thing that would bring more beds, where there are too few.
        does_not: limits and hurdles each of which, alone, would bring none; empty where they are too many to name.
        together: every choice of the fewest that must go, unless `helps` says it already.
        fewest: how many must go at the least, where there are too many such choices to list; else None.
        is_possible: whether any such choice would do.
    """

    is_too_few: bool
    helps: tuple[Way, ...]
    does_not: tuple[str, ...]
    together: tuple[Way, ...]
    fewest: int | None
    is_possible: bool


def in_the_way(search: Mapping[str, Any]) -> InTheWay:
    """What to say of a search in which nothing was possible.

    Args:
        search: the part of findings.
    """
    told = search["nothing_possible"]
    offered, wanted = told["beds_offered"], told["beds_wanted"]
    limits = {row["name"] for row in search["limits"]}
    waiting = {row["limit"] for row in told["without"] if row["waiting"]}

    def way(names: list[str], beds: int) -> Way:
        gone = tuple(f"'{name}'" if name in limits else name for name in names if name not in waiting)
        return Way(gone, bool(waiting.intersection(names)), beds)

    alone = [way([row["limit"]], row["beds_offered"]) for row in told["without"]] if offered < wanted else []
    helps = tuple(one for one in alone if one.beds > offered)
    others = tuple(name for one in alone if one.beds <= offered for name in one.without)
    together = tuple(way(list(row["limits"]), row["beds_offered"]) for row in told["smallest"])
    is_said = bool(together) and set(together) == {one for one in helps if one.beds >= wanted}
    does_not = others if len(others) <= _NAMED_AT_MOST else ()
    fewest = None if together else told["fewest"]
    is_possible = told["fewest"] is not None
    return InTheWay(offered < wanted, helps, does_not, () if is_said else together, fewest, is_possible)
