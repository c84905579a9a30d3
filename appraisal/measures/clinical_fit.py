"""Clinical fit, and every other panel criterion: what a panel's scores of sites come to in an option (method 1.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from appraisal.measures.openings import Geography, Openings
from appraisal.measures.performances import FigureKind, Performances, SiteFigures, Terms
from appraisal.measures.score_spread import ScoreSpread
from appraisal.model.ballots import Ballots, Moderated
from appraisal.model.criteria import Combine, Criterion
from appraisal.model.evidence import Figure
from appraisal.model.workspace import Place

Floats = npt.NDArray[np.float64]

FIGURES: dict[str, FigureKind] = {}
PANEL_SOURCE = "panel"
_MOST_CELLS = 1_000_000  # samples x sets x sites worked on at once


def build(place: Place, criterion: Criterion, geography: Geography) -> PanelFit:  # noqa: ARG001  no geography in it
    """The measure of a panel criterion at a place."""
    return PanelFit(place, criterion)


class PanelFit:
    """The panel's scores of sites, combined over the beds of an option; the lowest site stands beside it."""

    shares_range = False
    counts_beds = False

    def __init__(self, place: Place, criterion: Criterion) -> None:
        """Take what the scores of every site come to."""
        self._criterion = criterion
        figures = site_scores(place, criterion)
        self._sites = SiteFigures.of([figures[site.id] for site in place.sites])
        moderated = {said.site for said in place.ballots.moderated if said.criterion == criterion.id}
        said = {site: scores for site, scores in counted_scores(place, criterion.id).items() if site not in moderated}
        self._spread = ScoreSpread.of([site.id for site in place.sites], figures, said)

    def performance(self, openings: Openings) -> Performances:
        """The sites' scores combined; the range is the middle half of what people gave."""
        sites = self._sites
        low, value, high, least, most = (
            combined(openings.beds, each, self._criterion.combine)
            for each in (sites.low, sites.value, sites.high, sites.least, sites.most)
        )
        return Performances.of(self._criterion, (low, high), value, (least, most))

    def sampled(self, openings: Openings, quantiles: Floats) -> Floats:
        """Performance as the panel's scores of sites vary; sets that share a site share what is drawn for it.

        Args:
            openings: n sets of sites.
            quantiles: samples x the sites that any of the sets opens, in order; uniform from 0 to below 1.

        Returns:
            samples x n; NaN where nothing is known of an open site.
        """
        opened = np.flatnonzero(openings.beds.any(axis=0))
        beds, drawn = openings.beds[:, opened], self._spread.draw(quantiles, opened)
        rows = max(1, _MOST_CELLS // max(beds.size, 1))
        pieces = [drawn[start : start + rows, np.newaxis, :] for start in range(0, len(drawn), rows)]
        found = [combined(beds, piece, self._criterion.combine) for piece in pieces]
        return np.concatenate(found) if found else np.empty((0, len(beds)))

    def terms(self, *, at_best: bool = False) -> Terms:
        """Each open site's score, by its beds, summed, or the lowest, as the criterion says."""
        sites = self._sites
        best = sites.most if self._criterion.better == "higher" else sites.least
        scores = best if at_best else sites.value
        if self._criterion.combine == "worst":
            return Terms(lowest=scores)
        if self._criterion.combine == "sum":
            return Terms(fixed=scores)
        return Terms(per_bed=scores, over_beds=True)

    def beside(self, openings: Openings) -> Mapping[str, Floats]:
        """The lowest site's score, not known where one of the sites' is not."""
        return {"lowest_site": combined(openings.beds, self._sites.value, "worst")}

    def sources(self, sites: Sequence[int]) -> tuple[str, ...]:  # noqa: ARG002  the same for every set
        """The panel."""
        return (PANEL_SOURCE,)


def combined(beds: npt.NDArray[np.int64], per_site: Floats, how: Combine) -> Floats:
    """Sites' scores as one score for each set of beds; NaN where an open site's score is NaN or none is open.

    Args:
        beds: (n, sites).
        per_site: (sites,); or (samples, 1, sites), for a result of (samples, n).
        how: the criterion's rule.

    >>> beds = np.array([[3, 2], [5, 0]])
    >>> combined(beds, np.array([50.0, 100.0]), "bed-weighted-mean").tolist()
    [70.0, 50.0]
    >>> combined(beds, np.array([50.0, 100.0]), "worst").tolist()
    [50.0, 50.0]
    """
    opened = beds > 0
    none = ~opened.any(axis=1)
    if how == "worst":
        result = np.where(opened, per_site, np.inf).min(axis=-1)
    elif how == "sum":
        result = np.where(opened, per_site, 0.0).sum(axis=-1)
    else:
        weighted = np.where(opened, per_site * beds, 0.0).sum(axis=-1)
        result = weighted / np.where(none, 1, beds.sum(axis=1))
    return np.where(none, np.nan, result)


def site_scores(place: Place, criterion: Criterion) -> dict[str, Figure]:
    """What a panel's scores come to at every site of a place, by site.

    The value is the median of the counted scores, or the moderated score where the panel came to one; the range is the
    middle half of the counted scores, widened where the moderated score lies outside it. Without either, or where the
    panel came to "not known", it is the whole interval between the criterion's anchors (method 1.9).
    """
    scores = counted_scores(place, criterion.id)
    moderated = {said.site: said for said in place.ballots.moderated if said.criterion == criterion.id}
    ends = [anchor.performance for anchor in criterion.anchors]
    unknown = Figure(min(ends), None, max(ends), (PANEL_SOURCE,))
    return {site.id: _figure(scores.get(site.id, ()), moderated.get(site.id), unknown=unknown) for site in place.sites}


def counted_scores(place: Place, criterion: str) -> dict[str, tuple[float, ...]]:
    """Scores that count, by site: not those of somebody who is recused from the site or its provider's group."""
    recused = recusals(place.ballots, place)
    scores: dict[str, tuple[float, ...]] = {}
    for cast in place.ballots.scores:
        if cast.criterion == criterion and cast.points is not None and (cast.person, cast.site) not in recused:
            scores[cast.site] = (*scores.get(cast.site, ()), cast.points)
    return scores


def recusals(ballots: Ballots, place: Place) -> frozenset[tuple[str, str]]:
    """Who may not score which site: (person, site), by site and by its provider's group (method 1.8)."""
    family = {provider.id: provider.family for provider in place.providers}
    family_of_site = {site.id: family[site.provider] for site in place.sites}
    declared = [(i.person, i.site, i.provider) for i in ballots.interests if i.managed == "recused"]
    answered = [(cast.person, cast.site, "") for cast in ballots.scores if cast.answer == "recused"]
    apart = {
        (person, family_of_site[site] if site else family.get(provider, provider))
        for person, site, provider in (*declared, *answered)
        if site or provider
    }
    return frozenset((person, site) for person, kin in apart for site, of in family_of_site.items() if of == kin)


def _figure(scores: Sequence[float], moderated: Moderated | None, *, unknown: Figure) -> Figure:
    first = _median(scores) if scores else unknown
    if moderated is None:
        return first
    if moderated.points is None:
        return unknown
    low, high = (first.low, first.high) if scores else (moderated.points, moderated.points)
    return Figure(min(low, moderated.points), moderated.points, max(high, moderated.points), (PANEL_SOURCE,))


def _median(scores: Sequence[float]) -> Figure:
    low, middle, high = np.quantile(scores, (0.25, 0.5, 0.75))
    return Figure(float(low), float(middle), float(high), (PANEL_SOURCE,))
