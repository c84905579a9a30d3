"""An order of criteria, whole or partial: which weight is at least which other, and uniform draws that keep it.

Weights that are uniform on the simplex come in each order of size equally often. So uniform weights in a partial order
are uniform weights whose sizes are handed out by one of the full orders that agree with it (its linear extensions), all
of these being equally likely. Such a full order is drawn criterion by criterion, largest first, each in proportion to
the number of ways to go on after it; these numbers belong to the sets of criteria that can come first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import BallotError

Shares = NDArray[np.float64]
Order = Sequence[int] | Sequence[Sequence[int]] | NDArray[np.int64]
Chains = tuple[tuple[int, ...], ...]

_MOST_BEGINNINGS = 20_000  # sets of criteria that can come first; more are left to a walk


@dataclass(frozen=True, eq=False)
class WeightOrder:
    """A partial order of numbered criteria.

    Attributes:
        above: (criteria, criteria) True where the weight of the first is never below that of the second.
    """

    above: NDArray[np.bool_]

    @classmethod
    def of(cls, criteria: int, chains: Chains) -> WeightOrder:
        """The order that chains of criteria give together.

        Args:
            criteria: number of criteria.
            chains: each a sequence of indices, most important first.

        Raises:
            BallotError: if a chain names a criterion twice, or the chains go round in a circle.

        >>> WeightOrder.of(4, ((0, 1), (1, 2), (0, 3))).among(range(4))
        [(0, 1), (0, 3), (1, 2)]
        """
        above = np.zeros((criteria, criteria), dtype=bool)
        for chain in chains:
            if len(set(chain)) < len(chain):
                raise BallotError(f"The order of criteria {list(chain)} names one twice. Name each once.")
            for place, earlier in enumerate(chain):
                above[earlier, list(chain[place + 1 :])] = True
        for through in range(criteria):
            above |= above[:, through, np.newaxis] & above[through]
        if above.diagonal().any():
            going_round = ", ".join(str(index) for index in np.flatnonzero(above.diagonal()))
            raise BallotError(
                f"The order of criteria goes round in a circle: each of the criteria numbered {going_round} would"
                " matter at least as much as itself by way of others. Take one of its steps out."
            )
        return cls(above)

    def among(self, indices: Collection[int]) -> list[tuple[int, int]]:
        """Pairs (earlier, later) of some criteria with none of these between them; all others follow from these."""
        chosen = list(indices)
        above = self.above[np.ix_(chosen, chosen)]
        direct = above & ~(above.astype(np.int64) @ above > 0)
        return [(chosen[earlier], chosen[later]) for earlier, later in np.argwhere(direct).tolist()]

    @cached_property
    def sequence(self) -> list[int]:
        """All criteria, those that the order speaks of first, none before one that is above it."""
        spoken_of = self.above.any(axis=0) | self.above.any(axis=1)
        return [int(index) for index in np.lexsort((self.above.sum(axis=0), ~spoken_of))]

    def drawn_together(self, low: Shares, high: Shares) -> tuple[Shares, Shares]:
        """Bounds drawn together by the order: no lower than any below them, no higher than any above them."""
        everything = self.above | np.eye(len(low), dtype=bool)
        return (
            np.where(everything, low, -np.inf).max(axis=1),
            np.where(everything, high[:, np.newaxis], np.inf).min(axis=0),
        )

    @cached_property
    def is_drawable(self) -> bool:
        """Whether full orders that agree with it can be drawn one criterion after another."""
        return all(extensions is not None for extensions in self._extensions)

    def arranged(self, weights: Shares, choices: Shares) -> Shares:
        """Uniform weights, each row rearranged to keep this order, so that they are uniform where it holds.

        Args:
            weights: samples x criteria, uniform on the simplex.
            choices: samples x `choices_needed`, uniform between 0 and 1.
        """
        arranged = weights.copy()
        taken = 0
        for extensions in self._extensions:
            assert extensions is not None
            members = extensions.members
            falling = -np.sort(-weights[:, members], axis=1)
            if extensions.is_one:
                arranged[:, members] = falling
            else:
                drawn = extensions.draw(choices[:, taken : taken + len(members)])
                np.put_along_axis(arranged, members[drawn], falling, axis=1)
                taken += len(members)
        return arranged

    @cached_property
    def choices_needed(self) -> int:
        """How many random numbers a sample needs for its full order, besides those of its weights."""
        return sum(len(found.members) for found in self._extensions if found is not None and not found.is_one)

    @cached_property
    def _extensions(self) -> tuple[_Extensions | None, ...]:
        """The full orders of each part of the criteria that the order ties together, parts by themselves."""
        tied = self.above | self.above.T
        for through in range(len(tied)):
            tied |= tied[:, through, np.newaxis] & tied[through]
        parts = {tuple(np.flatnonzero(row).tolist()) for row in tied if row.any()}
        return tuple(_Extensions.of(self, [i for i in self.sequence if i in part]) for part in sorted(parts))


@dataclass(frozen=True, slots=True)
class _Extensions:
    """The full orders of some criteria, as steps from one beginning (a set that can come first) to the next.

    Attributes:
        members: (members,) indices of the criteria, none before one that is above it.
        following: (beginnings, members) number of the beginning that a member leads to; -1 where it cannot come next.
        chance: (beginnings, members) chance that this member or an earlier one comes next.
    """

    members: NDArray[np.intp]
    following: NDArray[np.intp]
    chance: Shares

    @classmethod
    def of(cls, order: WeightOrder, members: list[int]) -> _Extensions | None:
        """The full orders of members; None where there are too many beginnings."""
        needed = [sum(1 << place for place, other in enumerate(members) if order.above[other, i]) for i in members]
        numbers, queue = {0: 0}, [0]
        for beginning in queue:
            for place, before in enumerate(needed):
                longer = beginning | 1 << place
                if longer != beginning and before & ~beginning == 0 and longer not in numbers:
                    numbers[longer] = len(queue)
                    queue.append(longer)
            if len(queue) > _MOST_BEGINNINGS:
                return None
        following = np.full((len(queue), len(members)), -1, dtype=np.intp)
        chance = np.ones(following.shape)
        ways = [1] * len(queue)
        for number in range(len(queue) - 2, -1, -1):
            beginning, so_far = queue[number], [0]
            for place, before in enumerate(needed):
                can_follow = not beginning >> place & 1 and before & ~beginning == 0
                if can_follow:
                    following[number, place] = numbers[beginning | 1 << place]
                so_far.append(so_far[-1] + (ways[following[number, place]] if can_follow else 0))
            ways[number] = so_far[-1]
            chance[number] = [each / ways[number] for each in so_far[1:]]
        return cls(np.array(members, dtype=np.intp), following, chance)

    @property
    def is_one(self) -> bool:
        """Whether there is a single full order."""
        return len(self.following) == len(self.members) + 1

    def draw(self, choices: Shares) -> NDArray[np.intp]:
        """Places of the members in full orders that are all equally likely, samples x members, largest weight first."""
        drawn = np.empty(choices.shape, dtype=np.intp)
        beginning = np.zeros(len(choices), dtype=np.intp)
        for step in range(choices.shape[1]):
            drawn[:, step] = (choices[:, step, np.newaxis] >= self.chance[beginning]).sum(axis=1)
            beginning = self.following[beginning, drawn[:, step]]
        return drawn


def chains_of(criteria: int, order: Order | None) -> Chains:
    """What was given as an order, as chains of indices.

    Args:
        criteria: number of criteria.
        order: indices, most important first; or several such chains.

    Raises:
        BallotError: if it is neither of these, or an index is not a criterion.

    >>> chains_of(4, [2, 0]), chains_of(4, [(0, 1), (0, 2)])
    (((2, 0),), ((0, 1), (0, 2)))
    """
    try:
        given = [] if order is None else list(order)
        kinds = {np.ndim(each) for each in given}
    except (TypeError, ValueError):  # not to be gone through, or a chain of chains
        given, kinds = [], {2}
    if not kinds <= {0} and kinds != {1}:
        raise BallotError(
            "The order of criteria is neither numbers of criteria nor chains of such numbers, most important first."
            " Give one or the other."
        )
    chains = (tuple(given),) if kinds == {0} else tuple(tuple(chain) for chain in given)
    for index in (index for chain in chains for index in chain):
        refuse_no_criterion(criteria, index)
    return tuple(tuple(int(index) for index in chain) for chain in chains)


def refuse_no_criterion(criteria: int, index: Any) -> None:
    """Refuse a number that is no criterion's.

    Raises:
        BallotError: if it is not between 0 and the number of criteria, or not whole.
    """
    is_number = isinstance(index, int | float | np.number)
    if not (is_number and 0 <= index < criteria and int(index) == index):
        said = f"{index}" if is_number else repr(index)
        raise BallotError(f"There is no criterion number {said}. The criteria are numbered 0 to {criteria - 1}.")
