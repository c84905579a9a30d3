"""Access: the chance that someone who needs a bed is admitted when they need it (method 3.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from appraisal.measures.erlang import refused
from appraisal.measures.need import sources_of_need
from appraisal.measures.openings import Geography, Openings
from appraisal.measures.performances import FigureKind, Performances, SiteFigures, Terms, merged
from appraisal.model.criteria import Criterion
from appraisal.model.workspace import Place

Floats = npt.NDArray[np.float64]

HOURS_A_WEEK = 168
FIGURES = {"admission-hours": FigureKind("hours a week in which it admits", "hours a week", 0, HOURS_A_WEEK)}


def build(place: Place, criterion: Criterion, geography: Geography) -> Access:
    """The measure of a criterion at a place."""
    return Access(place, criterion, geography)


class Access:
    """The chance of admission: a bed is free (Erlang loss at the site's beds and load) and the site admits.

    sum_s h_s r_s (1 - B(b_s, r_s)) / sum_s r_s, with h_s the share of the week in which site s admits and r_s its
    load in erlangs. Minutes are not in it, so that it does not repeat travel time. The range is that of stays.
    """

    shares_range = True
    counts_beds = True

    def __init__(self, place: Place, criterion: Criterion, geography: Geography) -> None:
        """Read the place's stay and its sites' admission hours."""
        self._criterion = criterion
        self._geography = geography
        self._stay = place.plan.stay_days
        self._within_minutes = place.plan.travel.within_minutes
        self._hours = SiteFigures.of([place.figure(site.id, f"{criterion.id}.admission-hours") for site in place.sites])
        self._shared_sources = merged(sources_of_need(place.plan.need), [self._stay.source])

    def performance(self, openings: Openings) -> Performances:
        """Chance of admission of each set; low at the longest stay, high at the shortest."""
        requests = openings.served(self._geography.need)
        stay, hours = self._stay, self._hours
        value = self._admitted(openings, requests, stay.value, hours.value)
        return Performances.of(
            self._criterion,
            (
                self._admitted(openings, requests, stay.most, hours.low),
                self._admitted(openings, requests, stay.least, hours.high),
            ),
            value,
            (
                self._admitted(openings, requests, stay.value, hours.least),
                self._admitted(openings, requests, stay.value, hours.most),
            ),
        )

    def terms(self, *, at_best: bool = False) -> Terms:
        """What each site's beds carry of all that is asked for, by the hours in which it admits."""
        load = self._geography.need * self._stay.value / 365
        if load.sum() <= 0:
            return Terms()
        best = self._hours.most if self._criterion.better == "higher" else self._hours.least
        bounded = np.where(np.isfinite(best), best, 0.0)
        carried = (bounded if at_best else self._hours.value) / HOURS_A_WEEK / load.sum()
        return Terms(carried=carried, load=load, unbounded=self._geography.unreached | ~np.isfinite(best))

    def beside(self, openings: Openings) -> Mapping[str, Floats]:
        """Share of need within the stated minutes; that and admitted both; people a year who would ask."""
        geography = self._geography
        minutes = openings.minutes_of_areas(geography.main)
        need = geography.need
        near = np.where(np.isnan(minutes) & (need > 0), np.nan, minutes <= self._within_minutes)
        performance = self.performance(openings)
        requests = openings.served(need)
        load = requests * self._stay.value / 365
        free = np.where(openings.beds > 0, 1 - refused(openings.beds, load), 0.0)
        admits = self._hours.value / HOURS_A_WEEK
        chance = np.where(openings.beds > 0, free * admits, 0.0)
        going = openings.site_of_areas()
        both = np.take_along_axis(chance, going, axis=1) * near
        return {
            "share_within_minutes": near @ need / need.sum(),
            "share_within_minutes_and_admitted": both @ need / need.sum(),
            "share_refused_for_want_of_a_bed": 1 - (free * requests).sum(axis=1) / need.sum(),
            "chance_at_middle_stay": performance.value,
        }

    def sources(self, sites: Sequence[int]) -> tuple[str, ...]:
        """The assumptions of need and stay, and the admission hours of these sites."""
        return merged(self._shared_sources, *(self._hours.sources[site] for site in sites))

    def _admitted(self, openings: Openings, requests: Floats, stay_days: float, hours: Floats) -> Floats:
        load = requests * stay_days / 365
        carried = load * (1 - refused(openings.beds, load))
        admits = hours / HOURS_A_WEEK
        with np.errstate(invalid="ignore"):
            carried = np.where(carried > 0, carried * admits, 0.0)
        total = load.sum(axis=1)
        chance = np.divide(carried.sum(axis=1), total, out=np.zeros(len(total)), where=total > 0)
        return np.where(openings.is_reached | ~(openings.beds > 0).any(axis=1), chance, np.nan)
