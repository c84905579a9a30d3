"""Every site on its own, holding the beds required or as many as it offers, ranked with the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from appraisal.analysis import telling
from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.panel import PanelWeights
from appraisal.analysis.ranking import rank
from appraisal.analysis.scoring import Scores
from appraisal.analysis.screening import Screening
from appraisal.analysis.statements import Comparison
from appraisal.model.evidence import Source
from appraisal.model.workspace import Place


@dataclass(frozen=True)
class SitesAlone:
    """Sites that offer beds, each scored as if it alone were opened.

    Attributes:
        beds: site -> the beds that it would hold; the order of its keys is that of `measured` and `scores`.
        wanted: beds that the place needs.
        totals: site -> lowest and highest total; left out where it lies beyond the anchors of a criterion.
        ranks: site -> better and worse end of its rank among the sites that clear every hurdle.
    """

    beds: Mapping[str, int]
    wanted: int
    measured: Measured
    scores: Scores
    totals: Mapping[str, tuple[float, float]]
    ranks: Mapping[str, tuple[int, int]]
    comparison: Comparison

    @classmethod
    def of(
        cls, place: Place, ruler: Ruler, screening: Screening, panel: PanelWeights, sources: Mapping[str, Source]
    ) -> SitesAlone:
        """Score every site of a place on its own."""
        wanted = place.plan.beds.at_most
        beds = {
            site.id: min(site.beds_offered.at_most, wanted)
            for site in place.sites
            if site.beds_offered is not None and site.beds_offered.at_most > 0
        }
        measured = Measured.of(ruler, {site: {site: count} for site, count in beds.items()})
        scores = ruler.score(measured.performances)
        low, high = scores.totals(panel.overall)
        ends = zip(beds, low.tolist(), high.tolist(), scores.is_inside, strict=True)
        totals = {site: (lowest, highest) for site, lowest, highest, is_inside in ends if is_inside}
        ranked = [site for site in totals if screening.passes(site)]
        ranking = rank(np.array([totals[site][0] for site in ranked]), np.array([totals[site][1] for site in ranked]))
        ranks = {site: (int(ranking.low[i]), int(ranking.high[i])) for i, site in enumerate(ranked)}
        compared = [list(beds).index(site) for site in ranked]
        full = [index for index in compared if list(beds.values())[index] == wanted]
        all_beds = {id_: full for id_, measure in ruler.measures.items() if measure.counts_beds}
        comparison = Comparison(place, sources, panel.grouped.overall, measured, compared, all_beds)
        return cls(beds, wanted, measured, scores, totals, ranks, comparison)

    def total_of(self, site: str) -> float | None:
        """The total of a site that clears every hurdle, where all its figures are known."""
        if site not in self.ranks:
            return None
        low, high = self.totals[site]
        return low if low == high else None

    def told(self, ruler: Ruler, site: str) -> dict[str, Any]:
        """What a site does on its own, with its pros and cons."""
        if site not in self.beds:
            blank: dict[str, Any] = {"beds": None, "total": None, "rank": None, "outside": []}
            empty: dict[str, Any] = {"performance": {}, "value_scores": {}}
            return {"alone": {"beds_wanted": self.wanted, **blank, **empty}, "pros": [], "cons": []}
        index = list(self.beds).index(site)
        total, ranks = self.totals.get(site), self.ranks.get(site)
        outside = [c for j, c in enumerate(self.scores.criteria) if self.scores.outside[index, j]]
        return {
            "alone": {
                "beds": self.beds[site],
                "beds_wanted": self.wanted,
                "total": total and telling.ends_told(*total),
                "rank": ranks and {"low": ranks[0], "high": ranks[1]},
                "outside": outside,
                "performance": telling.performance_told(ruler.criteria, self.measured, index),
                "value_scores": telling.value_scores_told(self.scores, index),
            },
            **telling.pros_and_cons(self.comparison.statements(index, None, [site])),
        }
