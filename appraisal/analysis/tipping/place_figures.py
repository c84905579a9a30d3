"""The figures of a place that many options share: what it assumes, what a site returned, what its panel came to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from appraisal.analysis.comparing.parameters import parameter, with_parameter
from appraisal.analysis.context import FIGURES
from appraisal.measures import figures_of
from appraisal.measures.clinical_fit import site_scores
from appraisal.measures.journeys import PERIODS
from appraisal.measures.openings import VISITORS_MODE
from appraisal.model.base import Assumption
from appraisal.model.places import Circuity, PlacePlan
from appraisal.model.workspace import Place

Kind = Literal["assumption", "evidence", "panel-score"]


@dataclass(frozen=True, slots=True)
class PlaceFigure:
    """A figure that can be moved by itself.

    Attributes:
        id: path of an assumption ("need.use_share", "travel.day.speed"), item of evidence ("cost.bed-day"), or the
            criterion that a panel scored.
        site: whose figure it is; None for an assumption.
        low, now, high: its value and the range that it is said to lie in, in `unit`.
        least, most: the range worth looking at: from half the low to twice the high, inside what the figure can be; a
            panel's score over its whole scale. A figure of 0 without a range has nothing to look at.
    """

    kind: Kind
    id: str
    site: str | None
    unit: str
    low: float
    now: float
    high: float
    least: float
    most: float


def place_figures(place: Place, sites: Collection[str]) -> list[PlaceFigure]:
    """Every assumption of a place, and every known figure and panel score of some of its sites; by id, then site.

    Public transport by straight line counts only in the periods for which the place has no matrix.
    """
    scored = [criterion for criterion in place.criteria if criterion.panel]
    found = [_assumption(place.plan, id_, unit) for id_, (_, unit) in FIGURES.items()]
    measured = {row.period for row in place.travel if row.mode == VISITORS_MODE}
    found += [_travel(place.plan, f"{period}.{name}") for period in PERIODS if period not in measured for name in _BY]
    for site in sites:
        for item, kind in figures_of(place.criteria).items():
            known = place.figure(site, item)
            if known.value is not None:
                at_least = 0.0 if kind.at_least is None else kind.at_least
                ends = _ends(known.low, known.high, (at_least, kind.at_most))
                found.append(PlaceFigure("evidence", item, site, kind.unit, known.low, known.value, known.high, *ends))
    for criterion in scored:
        scale = sorted(anchor.performance for anchor in criterion.anchors)
        for site, known in site_scores(place, criterion).items():
            if site in sites and known.value is not None:
                found.append(
                    PlaceFigure(
                        "panel-score", criterion.id, site, criterion.unit, known.low, known.value, known.high,
                        min(scale[0], known.value), max(scale[-1], known.value),
                    )
                )  # fmt: skip
    return sorted(found, key=lambda figure: (figure.id, figure.site or ""))


def plan_with(plan: PlacePlan, figure: PlaceFigure, value: float) -> PlacePlan:
    """A place's plan with one assumption at another value, and no range."""
    path = plan_path(figure.id)
    old = parameter(plan, path)
    new: Any = value
    if isinstance(old, Assumption):
        new = old.model_copy(update={"value": value, "low": None, "high": None})
    elif isinstance(old, Circuity):
        new = old.model_copy(update={"low": value, "value": value, "high": value})
    changed: Any = with_parameter(plan, path, new)
    return changed  # type: ignore[no-any-return]


def plan_path(id_: str) -> str:
    """Where place.yaml holds an assumption: what travel takes has other ids in findings than its keys have.

    >>> plan_path("stay_days"), plan_path("travel.day.speed")
    ('stay_days', 'travel.public_transport.day.km_an_hour')
    """
    if not id_.startswith("travel."):
        return id_
    _, period, name = id_.split(".")
    return f"travel.public_transport.{period}.{_BY[name][0]}"


_BY = {
    "circuity": ("circuity", "", 1.0),
    "speed": ("km_an_hour", "km an hour", 0.0),
    "walk_and_wait": ("walk_and_wait_minutes", "minutes", 0.0),
}  # name in findings -> key of place.yaml, unit, least that it can be

_SHARES = ("cost.planned_occupancy", "need.")


def _assumption(plan: PlacePlan, id_: str, unit: str) -> PlaceFigure:
    figure: Assumption = parameter(plan, id_)
    is_share = id_.startswith(_SHARES) and id_ != "need.growth_a_year"
    limits = (None if id_ == "need.growth_a_year" else 0.0, 1.0 if is_share else None)
    least, most = _ends(figure.least, figure.most, limits)
    if id_ == "stay_days":
        least = max(least, figure.value / 100)  # stays of no length ask for no beds at all
    return PlaceFigure("assumption", id_, None, unit, figure.least, figure.value, figure.most, least, most)


def _travel(plan: PlacePlan, name: str) -> PlaceFigure:
    id_ = f"travel.{name}"
    found = parameter(plan, plan_path(id_))
    low, now, high = (found.low, found.value, found.high) if isinstance(found, Circuity) else (found, found, found)
    _, unit, at_least = _BY[name.partition(".")[2]]
    return PlaceFigure("assumption", id_, None, unit, low, now, high, *_ends(low, high, (at_least, None)))


def _ends(low: float, high: float, limits: tuple[float | None, float | None]) -> tuple[float, float]:
    """From half the low to twice the high, inside limits; the other way round below 0."""
    least, most = (low / 2 if low > 0 else low * 2), (high * 2 if high > 0 else high / 2)
    at_least, at_most = limits
    least = least if at_least is None else max(least, at_least)
    most = most if at_most is None else min(most, at_most)
    return min(least, low), max(most, high)
