"""Need: how many people of each area would use these beds in a year (method 3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from appraisal.model.base import Assumption
from appraisal.model.places import Area, NeedPlan

Floats = npt.NDArray[np.float64]
End = Literal["low", "value", "high"]


def deaths_a_year(areas: Sequence[Area], plan: NeedPlan, end: End = "value") -> Floats:
    """Deaths a year in each area, from its people by age band and the rates of the bands.

    Returns:
        (areas,) deaths a year.
    """
    people = np.array(
        [[a.population, a.population_65_plus, a.population_75_plus, a.population_85_plus, 0.0] for a in areas]
    ).reshape(-1, 5)
    in_band = people[:, :4] - people[:, 1:]
    rates = plan.deaths_a_year
    bands = (rates.under_65, rates.from_65_to_74, rates.from_75_to_84, rates.from_85)
    return np.asarray(in_band @ np.array([_at(rate, end) for rate in bands]))


def need_a_year(areas: Sequence[Area], plan: NeedPlan, end: End = "value") -> Floats:
    """People of each area who would use these beds in a year: deaths x palliative share x share of use, grown.

    Growth g over t years multiplies by (1 + g)^t.

    Args:
        areas: the place's areas.
        plan: its rates and shares, each with low and high.
        end: which end of every figure is taken.

    Returns:
        (areas,) people a year.
    """
    shares = _at(plan.palliative_share, end) * _at(plan.use_share, end)
    return deaths_a_year(areas, plan, end) * shares * (1 + _at(plan.growth_a_year, end)) ** plan.years_ahead


def sources_of_need(plan: NeedPlan) -> tuple[str, ...]:
    """Ids of the sources behind the need, in order."""
    rates = plan.deaths_a_year
    bands = (rates.under_65, rates.from_65_to_74, rates.from_75_to_84, rates.from_85)
    figures = (*bands, plan.palliative_share, plan.use_share, plan.growth_a_year)
    return tuple(sorted({figure.source for figure in figures}))


def _at(figure: Assumption, end: End) -> float:
    return {"low": figure.least, "value": figure.value, "high": figure.most}[end]
