"""The criteria tree: what stands together and is weighed together, and weights multiplied down it (method 1.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from appraisal.model.criteria import Branch, Criterion

TOP = ""
"""Stands for the branch above what has none."""


@dataclass(frozen=True, slots=True)
class CriteriaTree:
    """Which criteria and branches stand together.

    Attributes:
        children: id of a branch, or TOP -> ids of the criteria and branches right under it, in order of id. A branch
            comes after the one above it; without branches, everything is under TOP.
        criteria: ids of the criteria, in order.
    """

    children: Mapping[str, tuple[str, ...]]
    criteria: tuple[str, ...]

    @classmethod
    def of(cls, criteria: Sequence[Criterion], branches: Sequence[Branch] = ()) -> CriteriaTree:
        """The tree of criteria and branches; each `under` names one of these branches, and no branch is empty."""
        above = {one.id: one.under or TOP for one in criteria} | {one.id: one.under or TOP for one in branches}
        under: dict[str, tuple[str, ...]] = {}
        waiting = [TOP]
        while waiting:
            branch = waiting.pop(0)
            under[branch] = tuple(sorted(id_ for id_, over in above.items() if over == branch))
            waiting += [one.id for one in sorted(branches, key=lambda one: one.id) if above[one.id] == branch]
        return cls(MappingProxyType(under), tuple(sorted(criterion.id for criterion in criteria)))

    def down(self, shares: Mapping[str, float]) -> dict[str, float]:
        """Multiply shares down the tree.

        Args:
            shares: id of a criterion or branch -> its share among what stands with it, summing to one there.

        Returns:
            criterion -> share of the whole, in order.

        >>> tree = CriteriaTree({TOP: ("cost", "reach"), "reach": ("access", "travel")}, ("access", "cost", "travel"))
        >>> tree.down({"cost": 0.25, "reach": 0.75, "access": 0.5, "travel": 0.5})
        {'access': 0.375, 'cost': 0.25, 'travel': 0.375}
        """
        whole = {TOP: 1.0}
        for branch, ids in self.children.items():
            whole |= {id_: whole[branch] * shares[id_] for id_ in ids}
        return {criterion: whole[criterion] for criterion in self.criteria}

    def under(self, branch: str) -> tuple[str, ...]:
        """The criteria somewhere under a branch, in order; all of them under TOP."""
        found = [
            id_
            for child in self.children[branch]
            for id_ in (self.under(child) if child in self.children else (child,))
        ]
        return tuple(sorted(found))
