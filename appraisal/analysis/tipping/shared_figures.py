"""How far a figure that many options share must move, everything measured again, before another option leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.scoring import Scores, weighted_total
from appraisal.analysis.tipping.crossing import Looked, nearest_change
from appraisal.analysis.tipping.measured_again import MeasuredAgain
from appraisal.analysis.tipping.place_figures import PlaceFigure, place_figures
from appraisal.analysis.tipping.weights import leader_of
from appraisal.measures.openings import Openings
from appraisal.model.value_functions import ValueFunction
from appraisal.model.workspace import Place

Floats = npt.NDArray[np.float64]
Moved = Mapping[int, Floats]  # index of a criterion -> performances, the last axis the options

PROBES = 4  # values that say whether performances are straight lines, with the one now
STEPS = 24  # from the least to the most of the range looked at, where they are none
NARROW = 1e-7  # of the range looked at, as far as a tipping value is bisected
SAFE = 4.0  # between two probes, a lead so many times the largest bend seen at any is not lost
NEAR = 10.0  # points behind the leader within which a rival's sites are looked at
MOST_RIVALS = 10

_STRAIGHT = 1e-9  # a performance as near to a straight line as this, as a share of itself, is taken to be on it
_UNMOVED = 1e-12  # one that changes by no more than this share of itself is taken to stay


@dataclass(frozen=True, slots=True)
class SharedTipping:
    """Where another option leads as one figure of the place moves.

    Attributes:
        moves: indices of the criteria that it moves.
        looked: the least and the most of it that was looked at.
        below, above: the nearest value on that side of now at which an option draws level and beyond which it leads,
            and the index of that option; None where the leader stays as far as was looked.
    """

    figure: PlaceFigure
    moves: tuple[int, ...]
    looked: tuple[float, float]
    below: tuple[float, int] | None
    above: tuple[float, int] | None


def shared_tipping(
    place: Place, ruler: Ruler, measured: Measured, scores: Scores, *, weights: Floats, known: Sequence[int]
) -> list[SharedTipping]:
    """Move each assumption, each figure of a site and each panel score by itself, and see where the leader changes.

    Everything that the figure has a part in is measured again by the same measures and scored at the same weights.
    Where every performance lies on a straight line (at four values from end to end of the range, and now), the totals
    bend only where a performance passes an anchor, so they are looked at there, and the tipping value follows exactly.
    Else they are looked at in steps of a 24th of the range, and at low and high, and the tipping value is bisected;
    steps between two probes are left out where every lead is more than four times the largest bend that the probes
    show. So between two values that were looked at the leader could change and change back unseen. A side ends where an
    option would lie outside anchors that do not clip, or nothing could be measured. Where a total jumps, the two
    options do not tie at the tipping value.

    Args:
        place, ruler: the place as it is, and its measures.
        measured, scores: of the ranked options.
        weights: (criteria,) the agreed weights.
        known: indices of the options whose figures are all known; only these are looked at. Of their sites, those in
            the leader and in the ten rivals nearest to it, if within ten points.

    Returns:
        In order of the figure's id, then of its site; nothing with fewer than two known options. Indices of options
        are those of `known`, and the leader is the one of `tipping_points`.
    """
    if len(known) < 2:
        return []
    at = list(known)
    openings = Openings(ruler.geography, measured.openings.beds[at])
    leads = _Leads.of(ruler, scores.low[at], weights)
    again = MeasuredAgain.of(place, ruler, openings, measured.rows(at))
    return [_Moving(again, leads, figure).tipping() for figure in place_figures(place, _near_sites(openings, leads))]


@dataclass(frozen=True)
class _Leads:
    """How far options are behind the leader, once some of their performances are otherwise.

    Attributes:
        functions: value functions of the criteria, in order.
        value_scores: (options, criteria) as they are now.
    """

    functions: Sequence[ValueFunction]
    value_scores: Floats
    weights: Floats
    totals: Floats
    leader: int

    @classmethod
    def of(cls, ruler: Ruler, value_scores: Floats, weights: Floats) -> _Leads:
        totals = weighted_total(value_scores, weights)
        functions = [ValueFunction.of(criterion) for criterion in ruler.criteria]
        return cls(functions, value_scores, weights, totals, leader_of(totals))

    def at(self, moved: Moved) -> Floats:
        """(..., options) the leader's total less each option's; NaN where one is not measured, or outside its anchors.

        Args:
            moved: performances with the options as last axis.
        """
        shape = np.broadcast_shapes(*(performance.shape for performance in moved.values()))
        scores = np.broadcast_to(self.value_scores, (*shape[:-1], *self.value_scores.shape)).copy()
        lost = np.zeros(shape, dtype=bool)
        for index, performance in moved.items():
            value_of = self.functions[index]
            scores[..., index] = value_of(performance)
            lost |= np.isnan(performance) | value_of.outside(performance)
        totals = weighted_total(scores, self.weights)
        totals[lost.any(axis=-1)] = np.nan
        return np.asarray(totals[..., self.leader, None] - totals)


def _near_sites(openings: Openings, leads: _Leads) -> list[str]:
    """The sites of the leader and of the rivals that are near to it, in order."""
    order = [int(one) for one in np.argsort(-leads.totals, kind="stable") if one != leads.leader]
    near = [one for one in order[:MOST_RIVALS] if leads.totals[one] >= leads.totals[leads.leader] - NEAR]
    opened = np.flatnonzero(openings.beds[[leads.leader, *near]].sum(axis=0))
    return [openings.geography.sites[index] for index in opened]


class _Moving:
    """One figure as it moves."""

    def __init__(self, again: MeasuredAgain, leads: _Leads, figure: PlaceFigure) -> None:
        self._again, self._leads, self._figure = again, leads, figure
        now, among = figure.now, again.could_move(figure)
        ends = {now: {index: again.now[index] for index in among}}
        ends |= {x: again.performances(figure, x, among) for x in (figure.least, figure.most) if x != now}
        self._moves = [index for index in among if any(_differs(end[index], ends[now][index]) for end in ends.values())]
        self._known = {x: self._of_moved(found) for x, found in sorted(ends.items())}

    def tipping(self) -> SharedTipping:
        """Where the leader changes, below and above now."""
        figure = self._figure
        if not self._moves:
            return SharedTipping(figure, (), (figure.least, figure.most), None, None)
        for x in np.linspace(figure.least, figure.most, PROBES)[1:-1].tolist():
            self._measured(x)
        line = self._line()
        if line is None:
            steps = self._steps()
            narrow = NARROW * (figure.most - figure.least)
            sides = [nearest_change(self._outwards(steps, sign), self._at, narrow) for sign in (-1, 1)]
        else:
            bends, leads = line
            rows = dict(zip(bends, leads, strict=True))
            sides = [nearest_change((x, rows[x]) for x in self._beyond(bends, sign)) for sign in (-1, 1)]
        (below, lowest), (above, highest) = sides
        looked = (figure.least if below else lowest, figure.most if above else highest)
        return SharedTipping(figure, tuple(self._moves), looked, below, above)

    def _line(self) -> tuple[list[float], Floats] | None:
        """Where totals bend or are known, and the leads there; None where a performance is no straight line."""
        at = sorted(self._known)
        bends = set(at)
        lines = {index: np.array([self._known[x][index] for x in at]) for index in self._moves}
        for index, performance in lines.items():
            straight = _between(at, performance[[0, -1]], at)
            if not np.allclose(performance, straight, rtol=_STRAIGHT, atol=0):
                return None
            rise = performance[-1] - performance[0]
            for anchor in self._leads.functions[index].performances:
                share = np.divide(anchor - performance[0], rise, out=np.full_like(rise, np.nan), where=rise != 0)
                bends |= {at[0] + one * (at[-1] - at[0]) for one in share[(share > 0) & (share < 1)].tolist()}
        every = sorted(bends)
        return every, self._leads.at({index: _between(at, found, every) for index, found in lines.items()})

    def _steps(self) -> list[float]:
        """Where to look: steps of one length, but for those between two probes where the lead is far too large."""
        figure, probes = self._figure, sorted(self._known)
        leads = np.stack([self._at(x) for x in probes])
        bends = [
            np.abs(leads[i] - _between([probes[i - 1], probes[i + 1]], leads[[i - 1, i + 1]], [probes[i]])[0]).max()
            for i in range(1, len(probes) - 1)
        ]
        rivals = np.delete(leads, self._leads.leader, axis=1)
        steps = np.linspace(figure.least, figure.most, STEPS + 1)
        found = {*probes, *(x for x in (figure.low, figure.high) if figure.least <= x <= figure.most)}
        for i, (start, end) in enumerate(pairwise(probes)):
            if not rivals[i : i + 2].min() > SAFE * float(np.max(bends)):
                found |= {x for x in steps.tolist() if start < x < end}
        return sorted(found)

    def _outwards(self, steps: Sequence[float], sign: int) -> Iterator[Looked]:
        return ((x, self._at(x)) for x in self._beyond(steps, sign))

    def _beyond(self, steps: Sequence[float], sign: int) -> list[float]:
        """Now, and the steps on one side of it, outwards."""
        return sorted((x for x in steps if sign * (x - self._figure.now) >= 0), key=lambda x: sign * x)

    def _at(self, x: float) -> Floats:
        return self._leads.at(self._measured(x))

    def _measured(self, x: float) -> Moved:
        if x not in self._known:
            self._known[x] = self._again.performances(self._figure, x, self._moves)
        return self._known[x]

    def _of_moved(self, found: Moved) -> Moved:
        return {index: found[index] for index in self._moves}


def _between(at: Sequence[float], performance: Floats, wanted: Sequence[float]) -> Floats:
    """(wanted, options) on the straight lines between rows at some values, or between the first and the last."""
    rows = [at[0], at[-1]] if len(performance) == 2 else at
    return np.stack([np.interp(wanted, rows, column) for column in performance.T], axis=1)


def _differs(one: Floats, other: Floats) -> bool:
    return not np.allclose(one, other, rtol=_UNMOVED, atol=0)
