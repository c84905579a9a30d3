"""What the search found, as findings give it: its limits, what each site and provider adds, and why it is empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from appraisal.analysis.acceptability import TIE
from appraisal.analysis.checking import Warned
from appraisal.analysis.measuring import Measured
from appraisal.analysis.portfolio.limits import Limit
from appraisal.analysis.portfolio.search import Addition, Found
from appraisal.model.options import Option
from appraisal.model.workspace import Place

if TYPE_CHECKING:
    from appraisal.analysis.portfolio.relaxing import NothingPossible


def search_told(found: Found) -> dict[str, Any]:
    """How many sets there were, what they had to keep to, how they were searched, and why none may be possible."""
    gone_through = found.beyond_limits is not None and found.outside_anchors is not None
    return {
        "combinations": found.combinations,
        "beyond_limits": found.beyond_limits,
        "outside_anchors": found.outside_anchors,
        "scored": found.combinations - found.beyond_limits - found.outside_anchors if gone_through else None,  # type: ignore[operator]
        "limits": [
            {"name": limit.name, "why": limit.why, "source": limit.source or None, "as_at": limit.as_at or None}
            for limit in found.limits
        ],
        "proven": found.is_proven,
        "rest_proven": found.is_rest_proven,
        "no_other_above": found.bound,
        "sites_used": list(found.sites_used),
        "sites_left_out": [{"site": site, "why": why} for site, why in found.sites_left_out.items()],
        "nothing_possible": found.nothing_possible and _nothing_told(found.nothing_possible),
    }


def additions_told(additions: Mapping[str, Addition], *, is_proven: bool = True) -> dict[str, dict[str, Any]]:
    """What each site, or provider, adds to the highest set, with its rank by that; equal ones share the better rank.

    One without which no set is possible ranks before all others; one that is in no possible set has no rank. Where it
    is not proven that a set that was not found is not possible, neither has a rank.
    """
    worth = {id_: _worth(addition, is_proven) for id_, addition in additions.items()}
    return {
        id_: {
            "with": addition.with_it,
            "without": addition.without_it,
            "points": addition.adds,
            "rank": _rank(worth[id_], worth.values()),
        }
        for id_, addition in additions.items()
    }


def search_warnings(found: Found, place: Place) -> list[Warned]:
    """What a reader should be warned of in how the search was limited."""
    warned = []
    if found.outside_anchors:
        text = "sets of sites lie beyond the anchors of a criterion, so the search does not count them."
        warned.append(Warned("search", f"{found.outside_anchors} {text}"))
    if place.costing is not None and place.costing in place.criteria:
        text = (
            "Cost is weighed, and a budget limits the search too, so that cost counts twice: once in each total, and "
            "once in which sets are looked at. Say which of the two is meant."
        )
        warned.append(Warned(place.costing.id, text))
    if not found.is_proven:
        text = (
            "The solver's time ran out, so a set of sites that is not listed may score higher. The same run may find "
            "others on another day or machine."
        )
        warned.append(Warned("search", text))
    elif not found.is_rest_proven:
        text = (
            "The solver's time ran out on what each site and provider adds, or on what to find out first. The highest "
            "sets are proven; the rest may differ in the same run on another day or machine."
        )
        warned.append(Warned("search", text))
    if not found.is_asked_together:
        text = (
            "What to find out first was asked of each site alone. With all of them at their most favourable together, "
            "there are too many sets of sites to go through."
        )
        warned.append(Warned("search", text))
    return warned


def broken_limits(limits: Sequence[Limit], options: Sequence[Option], measured: Measured) -> list[Warned]:
    """Named options that the search would not look at, because they break a limit."""
    beds = measured.openings.beds
    warned = []
    for limit in limits:
        levels = limit.level(beds)
        for index in np.flatnonzero(~limit.kept(beds) & ~np.isnan(levels)).tolist():
            stands = _level_told(float(levels[index]), limit.unit)
            text = f"The search does not look at it, because of a limit: {limit.name}. Its own: {stands}."
            warned.append(Warned(options[index].id, text))
    return warned


def _level_told(level: float, unit: str) -> str:
    if unit == "pounds":
        return f"£{level:,.0f}"
    return f"{level:g} {unit.removesuffix('s') if level == 1 else unit}"


def _worth(addition: Addition, is_proven: bool) -> float | None:
    """Points by which it is ranked; None where it has no rank."""
    without_it_nothing = addition.with_it is not None and addition.without_it is None
    return np.inf if without_it_nothing and is_proven else addition.adds


def _rank(worth: float | None, every: Iterable[float | None]) -> int | None:
    return None if worth is None else 1 + sum(other is not None and other > worth + TIE for other in every)


def _nothing_told(nothing: NothingPossible) -> dict[str, Any]:
    from appraisal.analysis.portfolio.relaxing import WAITING

    return {
        "beds_wanted": nothing.beds_wanted,
        "beds_offered": nothing.beds_offered,
        "without": [
            {"limit": limit, "beds_offered": beds, "waiting": limit == WAITING}
            for limit, beds in nothing.without.items()
        ],
        "fewest": nothing.fewest,
        "smallest": [{"limits": list(limits), "beds_offered": beds} for limits, beds in nothing.smallest],
        "outside_anchors": nothing.outside_anchors,
        "off_scale": list(nothing.off_scale),
    }
