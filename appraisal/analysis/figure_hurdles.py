"""Hurdles on a figure: which figure of each site is held against one, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from appraisal.measures.clinical_fit import site_scores
from appraisal.model.ballots import Moderated, ScoreCast
from appraisal.model.evidence import Figure
from appraisal.model.hurdles import NOT_KNOWN, Hurdle, HurdleResult
from appraisal.model.workspace import Place


@dataclass(frozen=True, slots=True)
class Tested:
    """A figure of a site that a hurdle is held against.

    Attributes:
        is_score: whether it is the panel's score; one that nobody gave may be anything, so its range says nothing.
        as_at: its date; None where there is none.
    """

    site: str
    figure: Figure
    is_score: bool
    as_at: date | None

    def result(self, hurdle: Hurdle) -> HurdleResult:
        """What it says of the hurdle; a figure of which nothing is known never passes."""
        is_blank = self.is_score and not self.figure.is_known
        outcome = NOT_KNOWN if is_blank else hurdle.outcome_of(self.figure)
        source = next(iter(self.figure.sources), None) if self.as_at else None
        return HurdleResult(self.site, hurdle.id, outcome, source, self.as_at)


def figures_tested(place: Place, hurdle: Hurdle) -> dict[str, Tested]:
    """The figure of every site that a figure hurdle is held against, by site.

    Args:
        place: its evidence, and its ballots where the hurdle is a floor on the panel's score.
        hurdle: with `test: figure`.
    """
    item = hurdle.item or ""
    criterion = next((one for one in place.criteria if one.panel and one.id == item), None)
    if criterion is not None:
        figures, dates = site_scores(place, criterion), _scored_on(place, item)
        return {site.id: Tested(site.id, figures[site.id], True, dates.get(site.id)) for site in place.sites}
    found = {}
    for site in place.sites:
        row = place.evidence_of(site.id, item)
        found[site.id] = Tested(site.id, Figure.of(row), False, row.as_at if row else None)
    return found


def _scored_on(place: Place, criterion: str) -> dict[str, date]:
    """The day on which a site was last scored or moderated, by site."""
    said: list[ScoreCast | Moderated] = [*place.ballots.scores, *place.ballots.moderated]
    dates: dict[str, date] = {}
    for one in said:
        if one.criterion == criterion:
            dates[one.site] = max(one.cast_on, dates.get(one.site, one.cast_on))
    return dates
