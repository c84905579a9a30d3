"""Travel times by straight line: car by a fitted line, public transport by a stated assumption (method 3.2)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from appraisal.measures.journeys import Minutes
from appraisal.model.places import Area, Mode, Period
from appraisal.model.sites import Site
from appraisal.model.workspace import Place

Floats = npt.NDArray[np.float64]

_EARTH_KM = 6371.0088


def minutes(place: Place, mode: Mode, period: Period) -> Minutes:
    """Minutes of every pair by one mode in one period; low and high by the circuity where there is one."""
    km = kilometres(place.areas, place.sites)
    if mode == "car":
        car = place.plan.travel.car
        by_car = car.fixed_minutes + car.minutes_a_km * km
        return Minutes(by_car, by_car, by_car, (car.source,))
    plan = getattr(place.plan.travel.public_transport, period)
    low, value, high = (
        plan.walk_and_wait_minutes + km * circuity * 60.0 / plan.km_an_hour
        for circuity in (plan.circuity.low, plan.circuity.value, plan.circuity.high)
    )
    return Minutes(low, value, high, (plan.source,))


def kilometres(areas: Sequence[Area], sites: Sequence[Site]) -> Floats:
    """Great-circle kilometres, areas x sites, by the haversine formula on the mean Earth radius."""
    area_points = np.radians([(area.lat, area.lon) for area in areas]).reshape(-1, 1, 2)
    site_points = np.radians([(site.lat, site.lon) for site in sites]).reshape(1, -1, 2)
    half = np.sin((area_points - site_points) / 2) ** 2
    chord = half[..., 0] + np.cos(area_points[..., 0]) * np.cos(site_points[..., 0]) * half[..., 1]
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(chord)))
