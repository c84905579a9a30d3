"""Travel times from the place's own matrix, travel.csv; a pair that it does not give is not known."""

from __future__ import annotations

import numpy as np

from appraisal.measures.journeys import Minutes
from appraisal.model.places import Mode, Period
from appraisal.model.workspace import Place


def minutes(place: Place, mode: Mode, period: Period) -> Minutes | None:
    """Minutes of every pair by one mode in one period, or None where the matrix has nothing for these."""
    rows = [row for row in place.travel if row.mode == mode and row.period == period]
    if not rows:
        return None
    area_index = {area.code: index for index, area in enumerate(place.areas)}
    site_index = {site.id: index for index, site in enumerate(place.sites)}
    given = np.full((len(area_index), len(site_index)), np.nan)
    for row in rows:
        if row.minutes is not None:
            given[area_index[row.area], site_index[row.site]] = row.minutes
    return Minutes(given, given, given, ("travel-matrix",))
