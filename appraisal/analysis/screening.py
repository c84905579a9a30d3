"""Screening: which sites clear every hurdle of the minimum specification, and why the others do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from appraisal.analysis.figure_hurdles import figures_tested
from appraisal.model.evidence import Evidence
from appraisal.model.hurdles import (
    FAILS,
    MEETS,
    MEETS_WITH_CONDITION,
    NOT_KNOWN,
    Condition,
    Hurdle,
    HurdleResult,
    Outcome,
)
from appraisal.model.options import Option
from appraisal.model.sites import Site
from appraisal.model.workspace import Place


@dataclass(frozen=True)
class Screening:
    """What the hurdles say of every site.

    Attributes:
        results: site -> its results, in order of hurdle.
        hurdles: hurdle id -> its name.
    """

    results: Mapping[str, tuple[HurdleResult, ...]]
    hurdles: Mapping[str, str]

    def passes(self, site: str) -> bool:
        """Whether a site clears every hurdle; "not known" does not."""
        return all(result.passes for result in self.results[site])

    def fails(self, site: str) -> bool:
        """Whether a site fails a hurdle, so that no further answer could bring it in."""
        return any(result.outcome == FAILS for result in self.results[site])

    def reasons(self, site: str) -> list[str]:
        """Why a site does not clear every hurdle, one short phrase for each."""
        return [
            f"{self.hurdles[result.hurdle]}: {result.outcome}" for result in self.results[site] if not result.passes
        ]

    def conditions(self, sites: Sequence[str]) -> list[HurdleResult]:
        """The conditions that a set of sites rests on."""
        return [r for site in sites for r in self.results[site] if r.outcome == MEETS_WITH_CONDITION]

    def option_passes(self, option: Option) -> bool:
        """Whether every site of an option clears every hurdle."""
        return all(self.passes(site) for site in option.sites)


def screen(place: Place, hurdles: Sequence[Hurdle], as_at: date) -> Screening:
    """Hold every site of a place against every hurdle.

    Args:
        place: its sites and evidence.
        hurdles: the minimum specification, in order of id.
        as_at: ratings after this date do not count; evidence after it is refused when it is read.
    """
    figures = {hurdle.id: figures_tested(place, hurdle) for hurdle in hurdles if hurdle.test == "figure"}

    def result(site: Site, hurdle: Hurdle) -> HurdleResult:
        if hurdle.test == "figure":
            return figures[hurdle.id][site.id].result(hurdle)
        return _result(place, site, hurdle, as_at)

    results = {site.id: tuple(result(site, hurdle) for hurdle in hurdles) for site in place.sites}
    return Screening(results, {hurdle.id: hurdle.name for hurdle in hurdles})


def _result(place: Place, site: Site, hurdle: Hurdle, as_at: date) -> HurdleResult:
    if hurdle.test == "rating":
        rating = max((r for r in site.ratings if r.date <= as_at), key=lambda r: r.date, default=None)
        if rating is None:
            return HurdleResult(site.id, hurdle.id, NOT_KNOWN)
        outcome = FAILS if rating.rating in hurdle.fails else MEETS
        return HurdleResult(site.id, hurdle.id, outcome, rating.source, rating.date)
    row = place.evidence_of(site.id, hurdle.id)
    if row is None:
        return HurdleResult(site.id, hurdle.id, NOT_KNOWN)
    return HurdleResult(site.id, hurdle.id, cast(Outcome, row.answer), row.source, row.as_at, _condition(row))


def _condition(row: Evidence) -> Condition | None:
    if row.answer != MEETS_WITH_CONDITION:
        return None
    parts = dict(part.split(":", 1) for part in row.note.split(";", 2))
    words = {key.strip(): text.strip() for key, text in parts.items()}
    return Condition(words["what"], words["who"], date.fromisoformat(words["by"]))
