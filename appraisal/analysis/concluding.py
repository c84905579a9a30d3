"""Concluding: everything that the steps found, as the content of findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from appraisal.analysis import telling
from appraisal.analysis.alone import SitesAlone
from appraisal.analysis.ballots_told import ballots_told, by_branch_told
from appraisal.analysis.checking import Warned
from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.panel import PanelWeights
from appraisal.analysis.panel_told import panel_told
from appraisal.analysis.portfolio.search import Found
from appraisal.analysis.ranges import check_ranges
from appraisal.analysis.ranking import Ranking
from appraisal.analysis.robustness import Robustness
from appraisal.analysis.scoring import Scores
from appraisal.analysis.screening import Screening
from appraisal.analysis.scrutiny import Scrutiny
from appraisal.analysis.search_told import additions_told, broken_limits, search_told, search_warnings
from appraisal.analysis.statements import Comparison
from appraisal.analysis.unknowns import Unknown
from appraisal.model.evidence import Source
from appraisal.model.options import Option
from appraisal.model.sites import Site
from appraisal.model.workspace import Place

Floats = npt.NDArray[np.float64]

_CLEAR_MINUTES = 1.0  # less than a minute is no difference that a warning should speak of


@dataclass(frozen=True)
class Concluded:
    """All that the steps found of one place, in the shapes that they found it in.

    Attributes:
        is_public: whether the place is its public view.
        ranked: the options that are ranked, in order of id; rows of `measured`, `scores` and `ranking`.
        tipping: as findings hold it.
    """

    place: Place
    sources: Mapping[str, Source]
    as_at: date
    screening: Screening
    ruler: Ruler
    panel: PanelWeights
    ranked: tuple[Option, ...]
    measured: Measured
    scores: Scores
    ranking: Ranking
    tests: Robustness
    tipping: dict[str, Any]
    scrutiny: Scrutiny
    found: Found
    unknown: Mapping[str, Sequence[Unknown]]
    warned: Sequence[Warned]
    is_public: bool = False

    def content(self) -> dict[str, Any]:
        """The part of the findings that follows from these."""
        comparison = Comparison(self.place, self.sources, self.panel.grouped.overall, self.measured, self.tests.known)
        alone = SitesAlone.of(self.place, self.ruler, self.screening, self.panel, self.sources)
        return {
            "criteria_order": [c.id for c in self._by_weight()],
            "weights": dict(self.panel.grouped.overall),
            "weights_by_branch": by_branch_told(self.place, self.panel.grouped.overall),
            "ballots": ballots_told(self.place, self.panel, self.measured.names, self.scores),
            "panel": panel_told(self.place, self.panel, self.ruler, self.measured, self.ranking),
            "options": [self._option(option, comparison) for option in self.place.options],
            "ranking": [self.ranked[index].id for index in self.ranking.order],
            "business_as_usual": self._business_as_usual(),
            "robustness": telling.robustness_told(
                [o.id for o in self.ranked], self.place.criteria, self.panel.overall, self.tests
            )
            | self.tipping
            | self.scrutiny.told(self.panel.criteria, self._hidden),
            "portfolios": self._portfolios(),
            "search": search_told(self.found),
            "sites": [self._site(site, alone) for site in self.place.sites],
            "providers": self._providers(alone),
            "find_out_first": self._find_out_first(),
            "warnings": [{"about": w.about, "text": w.text} for w in self._warnings()],
        }

    def _by_weight(self) -> list[Any]:
        weights = self.panel.grouped.overall
        return sorted(self.place.criteria, key=lambda criterion: (-weights[criterion.id], criterion.id))

    def _option(self, option: Option, comparison: Comparison) -> dict[str, Any]:
        told: dict[str, Any] = {
            "id": option.id,
            "name": option.name,
            "sites": dict(sorted(option.sites.items())),
            "list": option.list,
            "origin": option.origin,
            "status": self._status(option),
            "why": self._why(option),
            "hurdles": [result for site in sorted(option.sites) for result in self._hurdles(site)],
            "not_known": [telling.unknown_told(u) for site in sorted(option.sites) for u in self.unknown[site]],
        }
        index = next((i for i, ranked in enumerate(self.ranked) if ranked.id == option.id), None)
        if index is None:
            blank: dict[str, Any] = {key: {} for key in ("performance", "value_scores", "weighted_scores")}
            return told | blank | {"total": None, "rank": None} | _no_comparison()
        statements = comparison.statements(index, option.id, sorted(option.sites))
        return told | {
            "performance": telling.performance_told(self.place.criteria, self.measured, index),
            "value_scores": telling.value_scores_told(self.scores, index),
            "weighted_scores": telling.value_scores_told(self.scores, index, self.panel.overall),
            "total": telling.total_told(self.scores, index, self.panel.overall),
            "rank": {"low": int(self.ranking.low[index]), "high": int(self.ranking.high[index])},
            "tied_with": [self.ranked[k].id for k in self.ranking.ties[index]],
            "no_clear_difference_from": self._near(index),
            **telling.pros_and_cons(statements),
        }

    def _status(self, option: Option) -> str:
        if option.withdrawn:
            return "withdrawn"
        return "ranked" if self.screening.option_passes(option) else "set aside"

    def _why(self, option: Option) -> list[str]:
        if option.withdrawn:
            return [option.withdrawn.reason]
        names = {site.id: site.name for site in self.place.sites}
        return [f"{names[site]}: {why}" for site in sorted(option.sites) for why in self.screening.reasons(site)]

    def _near(self, index: int) -> list[str]:
        of_known = [self.ranked[i].id for i in self.tests.known]
        if index not in self.tests.known:
            return []
        me = self.tests.known.index(index)
        pairs = [(tie.first, tie.second) for tie in self.tests.near_ties if me in (tie.first, tie.second)]
        return sorted(of_known[k if i == me else i] for i, k in pairs)

    def _business_as_usual(self) -> dict[str, Any]:
        """The sites where people already go, with no new beds and no new cost (method 1.2)."""
        existing = {site.id: 1 for site in self.place.sites if site.existing}
        measured = Measured.of(self.ruler, {"none": {}, "existing": existing})
        performance = telling.performance_told(self.place.criteria, measured, 1 if existing else 0)
        for criterion in self.place.criteria:
            if existing and criterion.unit == "pounds":
                performance[criterion.id] = telling.performance_told(self.place.criteria, measured, 0)[criterion.id]
            elif existing and criterion.measure == "access":
                performance[criterion.id] |= {"low": None, "value": None, "high": None, "beside": {}}
            if performance[criterion.id]["value"] is None:
                performance[criterion.id] |= {"low": None, "high": None}
        text = (
            "People go on using the sites that exist today, with no new beds and no new cost."
            if existing
            else "There are no such beds here today, so minutes and the panel's scores do not apply."
        )
        return {"sites": sorted(existing), "performance": performance, "text": text}

    def _portfolios(self) -> list[dict[str, Any]]:
        sets = {str(number): chosen for number, chosen in enumerate(self.found.sets)}
        if not sets:
            return []
        measured = Measured.of(self.ruler, sets)
        scores = self.ruler.score(measured.performances)
        named = {tuple(sorted(o.sites.items())): o.id for o in reversed(self.place.options)}
        return [
            {
                "sites": dict(sorted(chosen.items())),
                "option": named.get(tuple(sorted(chosen.items()))),
                "total": telling.total_told(scores, index, self.panel.overall),
                "performance": telling.performance_told(self.place.criteria, measured, index),
                "value_scores": telling.value_scores_told(scores, index),
                "weighted_scores": telling.value_scores_told(scores, index, self.panel.overall),
                "conditions": [telling.hurdle_told(r) for r in self.screening.conditions(sorted(chosen))],
            }
            for index, chosen in enumerate(self.found.sets)
        ]

    def _site(self, site: Site, alone: SitesAlone) -> dict[str, Any]:
        is_hidden = site.id in self._hidden
        rating = None if is_hidden else site.newest_rating
        used_by = [option.id for option in self.place.options if site.id in option.sites and not option.withdrawn]
        return {
            "id": site.id,
            "name": site.name,
            "provider": site.provider,
            "setting": site.setting,
            "standing": site.standing,
            "existing": site.existing,
            "lat": None if is_hidden else site.lat,
            "lon": None if is_hidden else site.lon,
            "beds_offered": site.beds_offered and site.beds_offered.model_dump(),
            "registered_beds": site.registered_beds,
            "rating": rating
            and {
                "rating": rating.rating,
                "date": rating.date.isoformat(),
                "source": rating.source,
                "years_old": (self.as_at - rating.date).days / 365.25,
            },
            "status": "in" if self.screening.passes(site.id) else "set aside",
            "hurdles": self._hurdles(site.id),
            "not_known": [telling.unknown_told(u) for u in self.unknown[site.id]],
            "in_highest": sum(site.id in chosen for chosen in self.found.sets),
            "adds": self._site_additions[site.id],
            "in_options": used_by,
            "why_in_no_option": None if used_by else self._why_in_no_option(site),
            **alone.told(self.ruler, site.id),
        }

    def _why_in_no_option(self, site: Site) -> str:
        withdrawn = [o.name for o in self.place.options if site.id in o.sites and o.withdrawn]
        if withdrawn:
            return f"It was in an option that was withdrawn: {', '.join(withdrawn)}."
        if not self.screening.passes(site.id):
            return f"It does not clear every hurdle. {'; '.join(self.screening.reasons(site.id))}."
        return "It clears every hurdle; no option with it has been put forward."

    @cached_property
    def _site_additions(self) -> dict[str, dict[str, Any]]:
        return additions_told(self.found.sites, is_proven=self.found.is_rest_proven)

    @property
    def _hidden(self) -> set[str]:
        """Sites of which nothing is told that would show which building it is."""
        return {site.id for site in self.place.sites if self.is_public and site.standing == "not approached"}

    def _hurdles(self, site: str) -> list[dict[str, Any]]:
        told = [telling.hurdle_told(result) for result in self.screening.results[site]]
        unseen = {"source": None, "as_at": None} if site in self._hidden else {}
        return [result | unseen for result in told]

    def _providers(self, alone: SitesAlone) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = []
        adds = additions_told(self.found.providers, is_proven=self.found.is_rest_proven)
        for provider in self.place.providers:
            sites = [site.id for site in self.place.sites if site.provider == provider.id]
            totals = {site: total for site in sites if (total := alone.total_of(site)) is not None}
            best = min(totals, key=lambda site: (-totals[site], site), default=None)
            told.append(
                {
                    "id": provider.id,
                    "name": provider.name,
                    "sites": sites,
                    "in_highest": sum(bool(set(sites) & chosen.keys()) for chosen in self.found.sets),
                    "highest_alone": {"site": best, "total": totals[best]} if best else None,
                    "adds": adds[provider.id],
                }
            )
        return told

    def _find_out_first(self) -> list[dict[str, Any]]:
        told = []
        for site, total in self.found.find_out_first.items():
            items = [u.name for u in self.unknown[site] if not u.confidential]
            if items:
                would = "with all of this at its most favourable, it would be in one of the ten sets that score highest"
                told.append({"site": site, "items": items, "would": would, "highest_total": total})
        return told

    def _warnings(self) -> list[Warned]:
        of_search = search_warnings(self.found, self.place)
        of_options = broken_limits(self.found.limits, self.ranked, self.measured)
        of_scrutiny = self.scrutiny.warnings(self.place)
        of_ranges = check_ranges(self.ruler, self.measured, self.tests.known)
        found = {*self.warned, *of_search, *of_options, *of_ranges, *of_scrutiny, *self._gap_warnings()}
        return sorted(warned for warned in found if warned.about not in self._hidden)

    def _gap_warnings(self) -> list[Warned]:
        """A gap clearly smaller than the middle one, while the most deprived fifth travels longer (method 3.6)."""
        found = []
        for criterion in self.place.criteria:
            minutes = self.measured.beside[criterion.id].get("deprived_fifth_minutes")
            gap = self.measured.performances[criterion.id].value
            if minutes is None or np.isnan(gap).all():
                continue
            smaller = gap < np.nanmedian(gap) - _CLEAR_MINUTES
            longer = minutes > np.nanmedian(minutes) + _CLEAR_MINUTES
            for index in np.flatnonzero(smaller & longer):
                text = (
                    "Its gap is smaller than that of the middle of the options, and yet the most deprived fifth "
                    "would travel longer: the gap is small because the others travel longer too."
                )
                found.append(Warned(self.ranked[index].id, text))
        return found


def _no_comparison() -> dict[str, Any]:
    return {"tied_with": [], "no_clear_difference_from": [], "pros": [], "cons": []}
