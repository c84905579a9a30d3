"""The sheets of a form on which weights are asked: one for each way of asking, row by row what it tells."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from types import MappingProxyType

from appraisal.model.ballots import Way
from appraisal.model.criteria import Anchor, Criterion
from appraisal.model.tree import TOP, CriteriaTree
from appraisal.model.weights_said import asked
from appraisal.model.workspace import Place

Told = Mapping[tuple[str, ...], Mapping[str, str]]

WEIGHTS, SHARED, RANKS = "weights", "points to share", "ranks"
PAIRS, MOST_LEAST = "pairs", "most and least"

SHEET_OF: Mapping[Way, str] = MappingProxyType(
    {
        "swing-points": WEIGHTS,
        "direct-points": SHARED,
        "ranking": RANKS,
        "analytic-hierarchy": PAIRS,
        "best-worst": MOST_LEAST,
    }
)
"""The sheet on which each way asks."""

POINTS = "points, 0 to 100 (fill in)"
SHARE = "points out of 100 (fill in)"
RANK = "rank, 1 helps most (fill in)"
WHICH, TIMES = "which helps more (fill in)", "how many times as much, 1 to 9 (fill in)"
MOST_TO_THIS = "what helps most, against this: 1 to 9 (fill in)"
THIS_TO_LEAST = "this, against what helps least: 1 to 9 (fill in)"

FIRST, SECOND, SAME = "first", "second", "the same"
"""What can be chosen as the one of two that helps more."""

_SWING = ("criterion", "name", "question", "least preferred", "most preferred")
_TWO = ("pair", "first", "second")

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        WEIGHTS: (*_SWING, POINTS),
        SHARED: (*_SWING, SHARE),
        RANKS: (*_SWING, RANK),
        PAIRS: (*_TWO, WHICH, TIMES),
        MOST_LEAST: (*_SWING, MOST_TO_THIS, THIS_TO_LEAST),
    }
)
"""The header of each of these sheets; each row is known by its first cell."""

TO_FILL_IN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        WEIGHTS: (POINTS,),
        SHARED: (SHARE,),
        RANKS: (RANK,),
        PAIRS: (WHICH, TIMES),
        MOST_LEAST: (MOST_TO_THIS, THIS_TO_LEAST),
    }
)


def weights_told(place: Place, way: Way) -> Told:
    """What the sheet of a way tells, group by group of what is weighed together.

    Returns:
        (id of the row,) -> column -> text; an id is that of a criterion or branch, or of a pair, "one/other".
    """
    swings = _Swings(place)
    if way == "analytic-hierarchy":
        return {
            (f"{one}/{other}",): dict(zip(_TWO, (f"{one}/{other}", swings.line(one), swings.line(other)), strict=True))
            for ids in swings.groups.values()
            for one, other in combinations(ids, 2)
        }
    if way == "best-worst" and swings.is_alone:
        return {}
    return {(id_,): swings.row(id_) for ids in swings.groups.values() for id_ in ids}


def in_unit(performance: float, criterion: Criterion) -> str:
    """A performance in words and in full: an anchor is never rounded.

    >>> from types import SimpleNamespace as Of
    >>> in_unit(50, Of(unit="minutes")), in_unit(1, Of(unit="minutes")), in_unit(0.125, Of(unit="share"))
    ('50 minutes', '1 minute', '12.5 in 100')
    >>> in_unit(5_000_000, Of(unit="pounds")), in_unit(50, Of(unit="points")), in_unit(1, Of(unit="share"))
    ('£5,000,000', '50 of 100', '100 in 100 (all)')
    """
    said = f"{performance * (100 if criterion.unit == 'share' else 1):,.12g}"
    return {
        "minutes": f"{said} minute{'' if performance == 1 else 's'}",
        "pounds": f"£{said}",
        "share": f"{said} in 100" + {0.0: " (none)", 1.0: " (all)"}.get(performance, ""),
        "points": f"{said} of 100",
    }[criterion.unit]


class _Swings:
    """The swings of a place in words, of criteria and of branches."""

    def __init__(self, place: Place) -> None:
        self.tree = CriteriaTree.of(place.criteria, place.branches)
        self.groups = asked(self.tree)
        self.criteria = {criterion.id: criterion for criterion in place.criteria}
        self.branches = {branch.id: branch for branch in place.branches}
        self.group_of = {id_: branch for branch, ids in self.groups.items() for id_ in ids}

    @property
    def is_alone(self) -> bool:
        """Whether nothing stands beside anything, so that nothing can be compared."""
        return all(len(ids) < 2 for ids in self.groups.values())

    def row(self, id_: str) -> dict[str, str]:
        """A row that tells one swing."""
        told = (id_, self.name(id_), self.question(id_), self.end(id_, 0), self.end(id_, -1))
        return dict(zip(_SWING, told, strict=True))

    def line(self, id_: str) -> str:
        """A swing in one cell."""
        gap = "\n" if id_ in self.branches else " "
        ends = (f"From:{gap}{self.end(id_, 0)}", f"To:{gap}{self.end(id_, -1)}")
        return "\n".join((self.name(id_), self.question(id_), *ends))

    def name(self, id_: str) -> str:
        """Its name; where there are branches, after what it is weighed within."""
        within = ""
        if self.branches:
            branch = self.group_of[id_]
            within = "Overall: " if branch == TOP else f"Within {self.branches[branch].name}: "
        if id_ not in self.branches:
            return within + self.criteria[id_].name
        parts = ", ".join(self.criteria[one].name for one in self.tree.under(id_))
        return f"{within}{self.branches[id_].name}, all of its moves together ({parts})"

    def question(self, id_: str) -> str:
        """What it is about."""
        return self.branches[id_].question if id_ in self.branches else self.criteria[id_].question

    def end(self, id_: str, at: int) -> str:
        """One end of a swing; of a branch, of each of its criteria."""
        if id_ in self.criteria:
            return _end(self.criteria[id_], self.criteria[id_].anchors[at])
        under = [self.criteria[one] for one in self.tree.under(id_)]
        return "\n".join(f"{one.name}: {_end(one, one.anchors[at])}" for one in under)


def _end(criterion: Criterion, anchor: Anchor) -> str:
    """One end of a criterion's swing: in its unit, and in the words of its level where it has described ones."""
    level = criterion.levels.get(int(anchor.performance)) if anchor.performance == int(anchor.performance) else None
    said = in_unit(anchor.performance, criterion)
    return f"{said}: {level}" if level else said
