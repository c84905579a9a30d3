"""A criterion's value function over the performances that a place can reach, as straight pieces (method 1.1)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from appraisal.analysis.portfolio.model import Model, Sum, summed
from appraisal.measures.performances import Terms
from appraisal.model.criteria import Criterion
from appraisal.model.value_functions import ValueFunction

_STRAIGHT = 1e-8  # slopes this near to each other, in proportion, are one


@dataclass(frozen=True)
class Bent:
    """A value function where it can be reached, and the performance that it is a function of.

    Attributes:
        performance: as a sum of the model's variables.
        points: performances where it bends, rising, from the least to the most that can be reached.
        values: value scores there.
        anchors: least and most performance that is inside its anchors.
        clips: whether performances beyond the anchors are allowed.
        lifted: what is added to a value score for sites of which what is not known may be at its best.
    """

    performance: Sum
    points: tuple[float, ...]
    values: tuple[float, ...]
    anchors: tuple[float, float]
    clips: bool
    lifted: Sum

    @classmethod
    def of(cls, model: Model, criterion: Criterion, terms: Terms) -> Bent:
        """The value function of a criterion in a model."""
        value_of = ValueFunction.of(criterion)
        # What is not known may lie beyond the anchors and is clipped there, so a search at the best clips throughout.
        clips = value_of.clip or model.question.at_best
        ends = value_of.performances[0], value_of.performances[-1]
        low, high = reach(model, terms)
        if not clips:
            low, high = max(low, ends[0]), min(high, ends[1])
        high = max(low, high)
        points = sorted({low, high, *(at for at in value_of.performances if low < at < high)})
        values = value_of(points).tolist()
        if not clips and len(points) > 1:
            room = ends[0] - value_of.reach[0]
            points, values = _with_room(points, values, room)
        has_level = terms.floor is not None or terms.lowest is not None
        performance = summed([model.free("p", criterion.id)]) if has_level else model.performance(terms)
        lifted = Sum()
        if model.question.at_best and terms.unbounded is not None:
            for site in model.sites:
                if terms.unbounded[site]:
                    lifted = lifted.plus(model.opened(site, 100.0))
        return cls(performance, tuple(points), tuple(values), value_of.reach, clips, lifted)

    @property
    def slopes(self) -> list[float]:
        """Points for each unit of performance, piece by piece."""
        ends = zip(pairwise(self.points), pairwise(self.values), strict=True)
        return [(high - low) / (end - start) for (start, end), (low, high) in ends]

    @property
    def is_concave(self) -> bool:
        """Whether it only bends downwards, so that straight lines above it say all."""
        return all(after <= before + _STRAIGHT * max(1.0, abs(before)) for before, after in pairwise(self.slopes))

    def lines(self) -> list[Sum]:
        """Straight lines that are nowhere below it: its own pieces where it is concave, else its highest value."""
        if len(self.points) == 1 or not self.is_concave:
            return [Sum(max(self.values))]
        found = []
        for point, value, slope in zip(self.points, self.values, self.slopes, strict=False):
            found.append(Sum(value - slope * point).plus(self.performance, slope))
        return found


def _with_room(points: list[float], values: list[float], room: float) -> tuple[list[float], list[float]]:
    """The same pieces with a little more at either end, where they are never below the value function."""
    first = (values[1] - values[0]) / (points[1] - points[0])
    last = (values[-1] - values[-2]) / (points[-1] - points[-2])
    return (
        [points[0] - room, *points[1:-1], points[-1] + room],
        [values[0] + max(0.0, -first * room), *values[1:-1], values[-1] + max(0.0, last * room)],
    )


def reach(model: Model, terms: Terms) -> tuple[float, float]:
    """Bounds of the performance over every set of the model: simple ones, maybe wider than need be."""
    sites = model.sites
    if not sites:
        return 0.0, 0.0
    if terms.lowest is not None:
        return float(terms.lowest[sites].min()), float(terms.lowest[sites].max())
    low = high = 0.0
    if terms.fixed is not None:
        least, most = float(terms.fixed[sites].min()), float(terms.fixed[sites].max())
        opened = model.question.sites_at_most
        low, high = low + min(least, least * opened), high + max(most, most * opened)
    if terms.per_bed is not None:
        low += model.total * float(terms.per_bed[sites].min())
        high += model.total * float(terms.per_bed[sites].max())
    if terms.over_beds:
        low, high = low / model.total, high / model.total
    if terms.going is not None:
        minutes = np.nan_to_num(terms.going[:, sites])
        low, high = low + float(minutes.min(axis=1).sum()), high + float(minutes.max(axis=1).sum())
    if terms.carried is not None and terms.load is not None:
        high += float(terms.carried[sites].max() * terms.load.sum())
    if terms.floor is not None:
        low, high = min(low, terms.floor), max(high, terms.floor)
    return low, high
