"""The search: every combination of sites and beds, scored by the ranking code itself (methods 1.9 and 4.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from appraisal.analysis.measuring import Ruler
from appraisal.analysis.portfolio.enumeration import every_set, most_beds
from appraisal.analysis.screening import Screening
from appraisal.measures.openings import Openings
from appraisal.model.places import Beds
from appraisal.model.workspace import Place

Floats = npt.NDArray[np.float64]

HIGHEST = 10
_BLOCK = 50_000  # sets scored at once


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        sets: the highest, at most ten, as {site: beds}, highest first; equal totals by fewest sites, then by ids.
        totals: their totals.
        combinations: how many sets there are.
        outside_anchors: how many of them lie beyond the anchors of a criterion, and so count as not feasible.
        sites_used: ids of sites that could be in a set.
        sites_left_out: id -> why not.
        nothing_possible: why no set is possible, or None.
        find_out_first: site left out -> the highest total that a set with it could have, for those that would be
            among the ten highest if what is not known of it turned out at its best.
    """

    sets: tuple[Mapping[str, int], ...]
    totals: tuple[float, ...]
    combinations: int
    outside_anchors: int
    sites_used: tuple[str, ...]
    sites_left_out: Mapping[str, str]
    nothing_possible: NothingPossible | None
    find_out_first: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class NothingPossible:
    """Why no set of sites is possible.

    Attributes:
        beds_wanted: at least.
        beds_offered: the most that sites which clear every hurdle can give together.
        without: limit or hurdle -> the most beds that they could give without it.
        outside_anchors: True where sets exist but every one lies beyond the anchors.
    """

    beds_wanted: int
    beds_offered: int
    without: Mapping[str, int]
    outside_anchors: bool


def search(place: Place, ruler: Ruler, screening: Screening, weights: Floats, unknown: Mapping[str, str]) -> Found:
    """Score every set of usable sites, and once more with what is not known at its best.

    Args:
        place: its sites, and beds and sites required.
        ruler: its measures.
        screening: which sites clear every hurdle.
        weights: (criteria,) the agreed weights.
        unknown: site -> what is not known of it, in words; such sites are left out of the first search.
    """
    left_out = {
        site.id: "; ".join(screening.reasons(site.id)) or unknown[site.id]
        for site in place.sites
        if not screening.passes(site.id) or site.id in unknown
    }
    usable = [None if site.id in left_out else site.beds_offered for site in place.sites]
    highest, combinations, outside = _highest(place, ruler, weights, usable, at_best=False)
    nothing = None if highest else _nothing_possible(place, screening, usable, set(unknown), combinations > 0)
    return Found(
        tuple(chosen for chosen, _ in highest),
        tuple(total for _, total in highest),
        combinations,
        outside,
        tuple(site.id for site, offer in zip(place.sites, usable, strict=True) if offer is not None),
        left_out,
        nothing,
        _find_out_first(place, ruler, screening, weights, usable),
    )


def in_order_of_total(beds: npt.NDArray[np.int64], totals: Floats) -> npt.NDArray[np.int64]:
    """Indices of sets, highest total first; equal totals by fewest sites, then by the ids of the sites, then beds.

    Args:
        beds: (n, sites), sites in order of id.
        totals: (n,) those that differ by under 1e-9 are equal.
    """
    opened = beds > 0
    sites = range(beds.shape[1] - 1, -1, -1)
    least_first = [*(-beds[:, site] for site in sites), *(1 - opened[:, site] for site in sites)]
    return np.lexsort((*least_first, opened.sum(axis=1), -np.round(totals, 9)))


def _highest(
    place: Place, ruler: Ruler, weights: Floats, offers: Sequence[Beds | None], *, at_best: bool
) -> tuple[list[tuple[dict[str, int], float]], int, int]:
    """The ten highest sets with their totals, how many sets there are, and how many lie outside the anchors."""
    every = every_set(offers, place.plan.beds, place.plan.sites_at_most)
    kept_beds, kept_totals, outside = every[:0], np.zeros(0), 0
    for start in range(0, len(every), _BLOCK):
        openings = Openings(ruler.geography, every[start : start + _BLOCK])
        scores = ruler.score(ruler.measure(openings))
        inside = scores.is_inside
        outside += int((~inside).sum())
        totals = scores.totals(weights)[1 if at_best else 0]
        beds = np.concatenate((kept_beds, openings.beds[inside]))
        totals = np.concatenate((kept_totals, totals[inside]))
        order = in_order_of_total(beds, totals)[:HIGHEST]
        kept_beds, kept_totals = beds[order], totals[order]
    sets = Openings(ruler.geography, kept_beds).sets(range(len(kept_beds)))
    return list(zip(sets, kept_totals.tolist(), strict=True)), len(every), outside


def _find_out_first(
    place: Place, ruler: Ruler, screening: Screening, weights: Floats, usable: Sequence[Beds | None]
) -> dict[str, float]:
    """Sites left out that would be among the ten highest at their best: each one alone, then all together."""
    anything = Beds(at_least=1, at_most=place.plan.beds.at_most)
    at_best = {
        site.id: site.beds_offered or anything
        for site, offer in zip(place.sites, usable, strict=True)
        if offer is None and not screening.fails(site.id) and (site.beds_offered or not site.existing)
    }
    found: dict[str, float] = {}
    for opened in [*([site] for site in at_best), list(at_best)]:
        offers = [
            at_best[site.id] if site.id in opened else offer for site, offer in zip(place.sites, usable, strict=True)
        ]
        for chosen, total in _highest(place, ruler, weights, offers, at_best=True)[0] if opened else ():
            for site_id in opened:
                if site_id in chosen:
                    found.setdefault(site_id, total)
    return dict(sorted(found.items()))


def _nothing_possible(
    place: Place, screening: Screening, usable: Sequence[Beds | None], unknown: set[str], outside: bool
) -> NothingPossible:
    most = place.plan.sites_at_most
    without = {f"at most {most} sites": most_beds(usable, len(usable))}
    for hurdle, name in screening.hurdles.items():
        offers = [
            site.beds_offered
            if site.id not in unknown and all(r.passes for r in screening.results[site.id] if r.hurdle != hurdle)
            else None
            for site in place.sites
        ]
        without[f"hurdle '{name}'"] = most_beds(offers, most)
    known_or_not = [site.beds_offered if screening.passes(site.id) else None for site in place.sites]
    without["waiting for what is not known"] = most_beds(known_or_not, most)
    return NothingPossible(place.plan.beds.at_least, most_beds(usable, most), without, outside)
