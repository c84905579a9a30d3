"""Near-misses: sites and options that miss a figure by little, and those that meet one by a whisker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from appraisal.analysis.figure_hurdles import figures_tested
from appraisal.analysis.measuring import Measured
from appraisal.analysis.portfolio.limits import Limit
from appraisal.model.hurdles import Hurdle
from appraisal.model.options import Option
from appraisal.model.workspace import Place

NEAR = 0.05  # as a share of the threshold
_LAST_DIGITS = 1e-9
_COUNTED = ("sites", "beds")  # one more of these is never a little more


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A figure within a twentieth of what it is held against.

    Attributes:
        site, option: the one that it is of; the other is None.
        hurdle, limit: what it is held against, a hurdle's id or the family of a limit; the other is None.
        name: of the hurdle or limit, in words.
        figure, threshold: in `unit`.
        by_share: how far they are apart, as a share of the threshold, 0 or more.
        passes: whether the figure meets it.
    """

    site: str | None
    option: str | None
    hurdle: str | None
    limit: str | None
    name: str
    figure: float
    threshold: float
    unit: str
    by_share: float
    passes: bool


def near_hurdles(place: Place, hurdles: Sequence[Hurdle], units: dict[str, str]) -> list[NearMiss]:
    """Sites whose figure misses or meets a figure hurdle by at most a twentieth, in order of site and hurdle.

    A figure that is not known, or that the public view of a place hides, is near nothing.

    Args:
        place: its sites, evidence and ballots.
        hurdles: the minimum specification.
        units: item -> its unit; points where it is none of these.
    """
    found = []
    for hurdle in hurdles:
        tested = figures_tested(place, hurdle) if hurdle.test == "figure" else {}
        for site, one in tested.items():
            for threshold, passes, by_share in _ends(one.figure.value, hurdle):
                unit = units.get(hurdle.item or "", "points")
                value = float(one.figure.value or 0.0)
                found.append(
                    NearMiss(site, None, hurdle.id, None, hurdle.name, value, threshold, unit, by_share, passes)
                )
    return sorted(found, key=lambda near: (near.site or "", near.hurdle or "", near.threshold))


def near_limits(options: Sequence[Option], measured: Measured, limits: Sequence[Limit]) -> list[NearMiss]:
    """Options that go beyond a limit on pounds or hours, or keep to it, by at most a twentieth, in order of option.

    Args:
        options, measured: those that are ranked.
        limits: of the place.
    """
    found = []
    for limit in limits:
        if limit.unit in _COUNTED or not np.isfinite(limit.at_most):
            continue
        kept, levels = limit.kept(measured.openings.beds), limit.level(measured.openings.beds)
        for option, level, keeps in zip(options, levels.tolist(), kept.tolist(), strict=True):
            by_share = _apart(level, limit.at_most)
            if by_share is not None:
                near = (level, limit.at_most, limit.unit, by_share, keeps)
                found.append(NearMiss(None, option.id, None, limit.family, limit.name, *near))
    return sorted(found, key=lambda near: (near.option or "", near.limit or ""))


def _ends(value: float | None, hurdle: Hurdle) -> Iterator[tuple[float, bool, float]]:
    """Each end of a hurdle that a figure is near: the end, whether the figure meets it, and how far apart they are."""
    for end, is_floor in ((hurdle.at_least, True), (hurdle.at_most, False)):
        by_share = None if value is None or end is None else _apart(value, end)
        if value is not None and end is not None and by_share is not None:
            yield end, value >= end if is_floor else value <= end, by_share


def _apart(value: float, threshold: float) -> float | None:
    """How far a figure is from a threshold, as a share of it; None where that is not near, or not known.

    >>> _apart(80.0, 84.0) is not None, _apart(79.0, 84.0), _apart(0.0, 0.0)
    (True, None, 0.0)
    """
    apart = abs(value - threshold)
    if np.isnan(apart) or apart > NEAR * abs(threshold) * (1 + _LAST_DIGITS):
        return None
    return apart / abs(threshold) if threshold else 0.0
