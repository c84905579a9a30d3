"""The weights that bounds and an order allow, and draws from them that are uniform."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray

from appraisal.analysis.given_numbers import whole_number
from appraisal.analysis.weight_order import Chains, Order, WeightOrder, chains_of, refuse_no_criterion
from appraisal.errors import BallotError, FindingsError

BLOCK = 4096
"""Samples in a block; each block has a generator of its own."""

Shares = NDArray[np.float64]

TOUCHING = 1e-12
"""Shares closer than this are equal: bounds that leave less room leave a single point."""

DIRECT = "direct"
WALK = "walk"
_PILOT_SAMPLES = 16_384
_LOWEST_ACCEPTANCE = 1e-3
_MOST_PROPOSALS = 131_072
_SWEEPS = 100


@dataclass(frozen=True, slots=True, eq=False)
class WeightRegion:
    """Weights of 0 or more that sum to one, each between its bounds, and in an order of importance.

    Attributes:
        low: shape (criteria,), the lowest share that the bounds, the order and the sum together leave possible.
        high: shape (criteria,), the highest such share; equal to low where the share is fixed.
        order: which shares are never below which others.
        way: how it is drawn from: directly where no bound is narrower than 0 to 1; else a key of the proposals below,
            or a walk where they all accept too few.
        acceptance: share of that way's proposals that a pilot accepted.
    """

    low: Shares
    high: Shares
    order: WeightOrder
    way: str = ""
    acceptance: float = 1.0

    def draw(self, generator: Generator, size: int) -> Shares:
        """Uniform weights of this region; a smaller size gives the first rows of a larger one.

        Args:
            generator: source of random numbers.
            size: number of samples, at most BLOCK.

        Returns:
            size x criteria; rows sum to one within rounding, and no share is outside its bounds.
        """
        if self.way == DIRECT:
            # A whole block of these, so that a smaller size goes on with the same weights.
            choices = generator.random((BLOCK, self.order.choices_needed))[:size]
            return self.order.arranged(_dirichlet(generator, size, len(self.low)), choices)
        weights = np.tile(self.low, (size, 1))
        free = _free(self)
        if free.size:
            weights[:, free] = self._walk(generator)[:size] if self.way == WALK else self._accepted(generator, size)
        return weights

    def _accepted(self, generator: Generator, size: int) -> Shares:
        kept: list[Shares] = []
        found = 0
        while found < size or not kept:
            count = min(_MOST_PROPOSALS, int(1.1 * (size - found) / self.acceptance) + 64)
            proposed = PROPOSALS[self.way](self, generator, count)
            kept.append(proposed[_allowed(self, proposed)])
            found += len(kept[-1])
        free = _free(self)
        return np.clip(np.concatenate(kept)[:size], self.low[free], self.high[free])

    def _walk(self, generator: Generator) -> Shares:
        """A block of uniform weights by Gibbs sampling over pairs of free shares.

        Each sample is the end of a walk of its own from the same point inside the region: 100 sweeps, each of which
        redraws every pair of shares once, in random order, uniformly between what bounds and order leave them. A pair
        keeps its sum, so weights stay on the simplex; redrawing shares one pair at a time suits bounds of very unequal
        widths. Uniform in the limit (Smith 1984, hit-and-run along pairs of axes); the burn-in is far above the
        n log n pairs that mix a simplex without bounds.
        """
        free = _free(self)
        low, high = self.low[free], self.high[free]
        place = {int(index): number for number, index in enumerate(free)}
        before: dict[int, list[int]] = {share: [] for share in range(free.size)}
        after: dict[int, list[int]] = {share: [] for share in range(free.size)}
        for earlier, later in self.order.among(place):
            before[place[later]].append(place[earlier])
            after[place[earlier]].append(place[later])
        # In this sequence no second of a pair is above its first in the order.
        pairs = list(combinations([place[index] for index in self.order.sequence if index in place], 2))
        points = np.tile(_inside(self)[free][:, np.newaxis], (1, BLOCK))
        for _ in range(_SWEEPS):
            for number in generator.permutation(len(pairs)):
                one, other = pairs[number]
                total = points[one] + points[other]
                least, most = np.full(BLOCK, low[one]), np.full(BLOCK, high[one])
                other_least, other_most = np.full(BLOCK, low[other]), np.full(BLOCK, high[other])
                for above in before[one]:
                    most = np.minimum(most, points[above])
                for below in after[other]:
                    other_least = np.maximum(other_least, points[below])
                for below in after[one]:
                    least = np.maximum(least, total / 2 if below == other else points[below])
                for above in before[other]:
                    other_most = other_most if above == one else np.minimum(other_most, points[above])
                least, most = np.maximum(least, total - other_most), np.minimum(most, total - other_least)
                points[one] = least + generator.random(BLOCK) * np.maximum(most - least, 0)
                points[other] = total - points[one]
        return np.clip(points.T, low, high)


def weight_region(
    criteria: int,
    bounds: Mapping[int, tuple[float, float]] | None = None,
    order: Order | None = None,
) -> WeightRegion:
    """The region of weights that bounds and an order leave, with the way to draw from it.

    Args:
        criteria: number of criteria, at least 1.
        bounds: index -> (lowest, highest share); a criterion without bounds may have any share.
        order: indices of criteria, most important first, some or all; or several such chains: a partial order.

    Returns:
        The region; the same for the same request, whoever asks.

    Raises:
        FindingsError: if there is no criterion.
        BallotError: if no weights lie between the bounds and keep the order, an index is not a criterion, or bounds are
            not two numbers for each.

    >>> region = weight_region(3, {0: (0.5, 0.9), 1: (0.2, 0.2)})
    >>> [round(share, 9) for share in region.low.tolist()], [round(share, 9) for share in region.high.tolist()]
    ([0.5, 0.2, 0.0], [0.8, 0.2, 0.3])
    """
    if whole_number(criteria, "a number of criteria") < 1:
        raise FindingsError("There are no criteria to weigh. Add at least one.")
    return _region(criteria, _given(criteria, bounds or {}), chains_of(criteria, order))


def _given(criteria: int, bounds: Mapping[int, tuple[float, float]]) -> tuple[tuple[int, float, float], ...]:
    """Bounds in the order of criteria."""
    if not isinstance(bounds, Mapping):
        raise BallotError("The bounds do not say which criterion they are of. Give number of criterion -> two shares.")
    found = []
    for index, ends in bounds.items():
        refuse_no_criterion(criteria, index)
        try:
            low, high = ends
            found.append((int(index), float(low), float(high)))
        except (TypeError, ValueError) as error:
            raise BallotError(
                f"Criterion number {index} has {ends!r} as bounds. Give two numbers: a lowest share and a highest."
            ) from error
    return tuple(sorted(found))


@lru_cache(maxsize=64)
def _region(criteria: int, bounds: tuple[tuple[int, float, float], ...], chains: Chains) -> WeightRegion:
    order = WeightOrder.of(criteria, chains)
    low, high = np.zeros(criteria), np.ones(criteria)
    for index, lowest, highest in bounds:
        low[index], high[index] = max(lowest, 0.0), min(highest, 1.0)
        if not low[index] <= high[index]:
            raise BallotError(
                f"Criterion number {index} has shares between {lowest:g} and {highest:g}, and no share lies there."
                " Give a lowest and then a highest, between 0 and 1."
            )
    if not ((low > 0).any() or (high < 1).any()) and order.is_drawable:
        return WeightRegion(low=low, high=high, order=order, way=DIRECT)
    low, high = _tightened(low, high, order)
    region = WeightRegion(low=low, high=high, order=order)
    return _with_way(region) if _free(region).size else region


def _tightened(low: Shares, high: Shares, order: WeightOrder) -> tuple[Shares, Shares]:
    """Narrower bounds that hold the same weights; without an order, every one of them is reached by some weights."""
    low, high = order.drawn_together(low, high)
    if (low > high + TOUCHING).any():
        raise BallotError("The order of criteria contradicts the bounds on their shares. Change one of them.")
    room, excess = 1 - low.sum(), high.sum() - 1
    with_order = " in this order" if order.above.any() else ""
    if room < -TOUCHING:
        raise BallotError(
            f"The lowest shares{with_order} add up to {low.sum():.6g}, so no weights sum to 1. Lower at least one."
        )
    if excess < -TOUCHING:
        raise BallotError(
            f"The highest shares{with_order} add up to {high.sum():.6g}, so no weights sum to 1. Raise at least one."
        )
    narrow_low = np.maximum(low, high - max(excess, 0.0))
    narrow_high = np.minimum(high, low + max(room, 0.0))
    fixed = narrow_high - narrow_low <= TOUCHING
    narrow_low[fixed] = np.minimum(narrow_low, high)[fixed]
    narrow_high[fixed] = narrow_low[fixed]
    return narrow_low, narrow_high


def _with_way(region: WeightRegion) -> WeightRegion:
    """The same region, drawn from in the way of which a small pilot accepts most."""
    best, acceptance = WALK, _LOWEST_ACCEPTANCE
    for way, propose in PROPOSALS.items():
        generator = Generator(PCG64(SeedSequence(0)))
        accepted = float(_allowed(region, propose(region, generator, _PILOT_SAMPLES)).mean())
        if accepted > acceptance:
            best, acceptance = way, accepted
    return replace(region, way=best, acceptance=acceptance)


def _from_the_lowest(region: WeightRegion, generator: Generator, size: int) -> Shares:
    """Uniform above the lowest shares, some above the highest."""
    free = _free(region)
    room = 1 - float(region.low.sum())
    proposed: Shares = region.low[free] + room * _dirichlet(generator, size, free.size)
    return proposed


def _from_the_highest(region: WeightRegion, generator: Generator, size: int) -> Shares:
    """Uniform below the highest shares, some below the lowest."""
    free = _free(region)
    excess = float(region.high.sum()) - 1
    proposed: Shares = region.high[free] - excess * _dirichlet(generator, size, free.size)
    return proposed


def _all_but_the_widest(region: WeightRegion, generator: Generator, size: int) -> Shares:
    """Uniform between all bounds but the widest, which takes what is left: the simplex seen along one axis."""
    free = _free(region)
    width = region.high[free] - region.low[free]
    widest = int(width.argmax())
    others = np.arange(free.size) != widest
    proposed = np.empty((size, free.size))
    proposed[:, others] = region.low[free][others] + width[others] * generator.random((size, free.size - 1))
    fixed = float(np.delete(region.low, free).sum())
    proposed[:, widest] = 1 - fixed - proposed[:, others].sum(axis=1)
    return proposed


PROPOSALS: dict[str, Callable[[WeightRegion, Generator, int], Shares]] = {
    "all but the widest": _all_but_the_widest,
    "from the lowest": _from_the_lowest,
    "from the highest": _from_the_highest,
}


def _allowed(region: WeightRegion, proposed: Shares) -> NDArray[np.bool_]:
    """Which proposals for the free shares keep the bounds and the order, up to rounding."""
    free = _free(region)
    inside = (proposed >= region.low[free] - TOUCHING) & (proposed <= region.high[free] + TOUCHING)
    allowed = np.asarray(inside.all(axis=1))
    # Against fixed shares the order is in the bounds already.
    place = {int(index): number for number, index in enumerate(free)}
    for earlier, later in region.order.among(place):
        allowed &= proposed[:, place[earlier]] >= proposed[:, place[later]]
    return allowed


def _inside(region: WeightRegion) -> Shares:
    """A point of the region, in the same share of every width, so that it keeps the order as the bounds do."""
    width = region.high - region.low
    inside: Shares = region.low + width * (1 - region.low.sum()) / width.sum()
    return inside


def _free(region: WeightRegion) -> NDArray[np.intp]:
    return np.flatnonzero(region.high > region.low)


def _dirichlet(generator: Generator, size: int, count: int) -> Shares:
    exponentials = generator.standard_exponential((size, count))
    shares: Shares = exponentials / exponentials.sum(axis=1, keepdims=True)
    return shares
