"""Families about performance and the value that it earns."""

from __future__ import annotations

from itertools import pairwise

from appraisal.analysis.portfolio.bent import Bent, reach
from appraisal.analysis.portfolio.family import family
from appraisal.analysis.portfolio.model import ROOM, Model, Sum, plain, summed


@family(
    "The lowest site",
    "Where a panel's criterion goes by the lowest site, its level climbs a step only while no site at or below the "
    "step is open.",
    "points",
    "p[j] = lowest step + sum[t] (step[t+1] - step[t]) none_below[j,t]",
    "for each t and s at or below step t:  none_below[j,t] + sum[b] u[s,b] <= 1",
    "for each t:  none_below[j,t] + sum[s at or below step t, b] u[s,b] >= 1",
)
def lowest_site(model: Model) -> None:
    """The lowest open site's score."""
    for criterion, terms, _ in model.criteria:
        if terms.lowest is None:
            continue
        # The level climbs from step to step while no site at or below the step is open.
        name = plain(criterion.id)
        steps = sorted({float(terms.lowest[site]) for site in model.sites})
        level = Sum(steps[0])
        for number, (step, higher) in enumerate(pairwise(steps), start=1):
            below = [site for site in model.sites if terms.lowest[site] <= step]
            above = model.part("none_below", criterion.id, number)
            opened = Sum()
            for site in below:
                opened = opened.plus(model.opened(site))
                climbs = summed([above]).plus(model.opened(site))
                model.row(f"lowest.{name}.{number}.{model.site_name(site)}", climbs, "<=", 1)
            model.row(f"lowest_none.{name}.{number}", opened.plus(summed([above])), ">=", 1)
            level.add(above, higher - step)
        model.row(f"lowest.{name}", summed([model.free("p", criterion.id)]), "=", level)


@family(
    "The equity gap",
    "The most deprived fifth's minutes less those of everyone else. Below 0 it is 0, so that it earns nothing more.",
    "minutes",
    "p[j] >= 0;  p[j] >= sum[a,s] (deprived share[a] - others' share[a]) minutes[a,s] x[a,s]",
    "p[j] <= most gap above[j];  p[j] <= the same sum + most gap below 0 (1 - above[j]);  above[j] is 0 or 1",
)
def equity_gap(model: Model) -> None:
    """A gap that is never below its floor."""
    for criterion, terms, _ in model.criteria:
        if terms.floor is None:
            continue
        level, found = summed([model.free("p", criterion.id)]), model.performance(terms)
        low, high = reach(model, terms)
        name = plain(criterion.id)
        model.row(f"floor.{name}", level, ">=", terms.floor)
        model.row(f"gap.{name}", level, ">=", found)
        # Whether the gap is above the floor, so that a better score cannot come from a gap that is not there.
        above = model.part("above", criterion.id, 1, whole=True)
        most, least = max(0.0, high - terms.floor) + ROOM, max(0.0, terms.floor - low) + ROOM
        lifted, held = Sum(terms.floor), found.plus(Sum(least))
        lifted.add(above, most)
        held.add(above, -least)
        model.row(f"floor_or.{name}", level, "<=", lifted)
        model.row(f"gap_or.{name}", level, "<=", held)


@family(
    "Inside the anchors",
    "Where a criterion does not clip, a set whose performance lies beyond its anchors is not feasible.",
    "share of the anchors' range",
    "for each j that does not clip:  least anchor <= p[j] <= most anchor",
)
def inside_anchors(model: Model) -> None:
    """Performance on the scale."""
    for criterion, terms, _ in model.criteria:
        bent = Bent.of(model, criterion, terms)
        if bent.clips:
            continue
        low, high = bent.anchors
        scale = 1 / (high - low)
        found = Sum().plus(bent.performance, scale)
        name = plain(criterion.id)
        model.row(f"anchor_least.{name}", found, ">=", low * scale)
        model.row(f"anchor_most.{name}", found, "<=", high * scale)


@family(
    "Value functions",
    "A value score is no more than the criterion's value function gives its performance. One that bends upwards has a "
    "step of 0 or 1 between its pieces.",
    "points",
    "where it bends downwards, for each piece t:  v[j] <= value[t] + slope[t] (p[j] - performance[t])",
    "else:  p[j] = first performance + sum[t] length[t] part[j,t]",
    "else:  v[j] <= first value + sum[t] rise[t] part[j,t]",
    "else, for each t:  part[j,t+1] <= whole[j,t] <= part[j,t];  whole[j,t] is 0 or 1",
    "with what is not known at its best:  100 sum[s unbounded, b] u[s,b] is added to the right of each",
)
def value_functions(model: Model) -> None:
    """From performance to value scores."""
    for criterion, terms, weight in model.criteria:
        if weight <= 0:
            continue
        bent = Bent.of(model, criterion, terms)
        name = plain(criterion.id)
        scored = summed([model.score(criterion.id)])
        for number, piece in enumerate(bent.lines(), start=1):
            model.row(f"value.{name}.{number}", scored, "<=", piece.plus(bent.lifted))
        if bent.is_concave:
            continue
        reached, valued = Sum(bent.points[0]), Sum(bent.values[0])
        for number, ((start, end), (low, high)) in enumerate(
            zip(pairwise(bent.points), pairwise(bent.values), strict=True), start=1
        ):
            gone = model.part("part", criterion.id, number)
            reached.add(gone, end - start)
            valued.add(gone, high - low)
            if number < len(bent.points) - 1:
                whole = model.part("whole", criterion.id, number, whole=True)
                onward = model.part("part", criterion.id, number + 1)
                model.row(f"whole.{name}.{number}", summed([whole]), "<=", summed([gone]))
                model.row(f"onward.{name}.{number}", summed([onward]), "<=", summed([whole]))
        scale = 1 / (bent.points[-1] - bent.points[0])
        model.row(f"reached.{name}", Sum().plus(bent.performance, scale), "=", Sum().plus(reached, scale))
        model.row(f"valued.{name}", scored, "<=", valued.plus(bent.lifted))


def weighted_value(model: Model) -> Sum:
    """The objective: the sum of weight x value score, the same that the ranking shows."""
    found = Sum()
    for criterion, _, weight in model.criteria:
        found.add(model.score(criterion.id), weight)
    return found
