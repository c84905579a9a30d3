"""What is not known of a site: the figures, scores and answers that are missing or confidential."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from appraisal.analysis.measuring import Ruler
from appraisal.analysis.screening import Screening
from appraisal.measures import figures_of
from appraisal.measures.clinical_fit import site_scores
from appraisal.model.hurdles import NOT_KNOWN
from appraisal.model.workspace import Place


@dataclass(frozen=True, slots=True)
class Unknown:
    """One thing not known of a site.

    Attributes:
        item: an item of evidence, a criterion, a hurdle, "beds-offered", "ward-round-hours" or "minutes".
        name: what it is, in words.
        confidential: True where it is known and may not be published.
        scored: True where it leaves a value score, or a level that a limit caps, unknown, and not only a hurdle.
    """

    site: str
    item: str
    name: str
    confidential: bool = False
    scored: bool = True

    @property
    def text(self) -> str:
        """In words, with whether it is missing or confidential."""
        return f"{self.name}: {'confidential' if self.confidential else 'not known'}"


def unknowns(place: Place, ruler: Ruler, screening: Screening) -> Mapping[str, tuple[Unknown, ...]]:
    """Everything not known, by site, in order of item."""
    scores = {criterion.id: site_scores(place, criterion) for criterion in place.criteria if criterion.panel}
    unreached = dict(zip(ruler.geography.sites, ruler.geography.unreached.tolist(), strict=True))
    found: dict[str, tuple[Unknown, ...]] = {}
    for site in place.sites:
        missing = [
            *_figures(place, site.id),
            *(
                Unknown(site.id, criterion.id, f"the panel's score for {criterion.name.lower()}")
                for criterion in place.criteria
                if criterion.panel and not scores[criterion.id][site.id].is_known
            ),
            *(
                Unknown(site.id, result.hurdle, f"whether it meets '{screening.hurdles[result.hurdle]}'", scored=False)
                for result in screening.results[site.id]
                if result.outcome == NOT_KNOWN
            ),
        ]
        if site.beds_offered is None and not site.existing:
            missing.append(Unknown(site.id, "beds-offered", "how many beds it offers"))
        if site.ward_round_hours is None and place.plan.limits.ward_round_hours_a_week is not None:
            missing.append(Unknown(site.id, "ward-round-hours", "hours a week of its ward round"))
        if unreached[site.id]:
            missing.append(Unknown(site.id, "minutes", "minutes from some areas"))
        found[site.id] = tuple(sorted(missing, key=lambda unknown: unknown.item))
    return found


def _figures(place: Place, site: str) -> list[Unknown]:
    missing = []
    for item, kind in figures_of(place.measured_criteria).items():
        row = place.evidence_of(site, item)
        if row is None or row.value is None:
            missing.append(Unknown(site, item, kind.name, confidential=row is not None and not row.public))
    return missing
