"""How the present cost follows: set-up with optimism bias, yearly cost, discounted year by year (method 3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum, nan

from appraisal.audit.explaining.arithmetic import number
from appraisal.audit.explaining.dossier import Dossier
from appraisal.audit.explaining.evidence_told import assumption, figure_of
from appraisal.audit.explaining.performed import Performed
from appraisal.audit.explaining.steps import Step
from appraisal.measures.cost import DAYS_A_YEAR, FIGURES
from appraisal.model.base import Assumption
from appraisal.model.criteria import Criterion
from appraisal.model.evidence import Figure


def cost(dossier: Dossier, criterion: Criterion, sites: Mapping[str, int], *, with_areas: bool) -> Performed:  # noqa: ARG001
    """The present cost of a set of sites, site by site and year by year.

    Args:
        dossier: of the run.
        criterion: the criterion of cost.
        sites: id -> new beds.
        with_areas: not used: no area is in it.
    """
    plan = dossier.place.plan.cost
    figures = {
        site: {name: dossier.place.figure(site, f"{criterion.id}.{name}") for name in FIGURES} for site in sorted(sites)
    }

    def present(end: str, assumed: str) -> float:
        parts = [_parts(dossier, site, sites[site], figures[site], end=end, assumed=assumed) for site in figures]
        return fsum(set_up + years_factor(dossier) * yearly for set_up, yearly in parts)

    value = present("value", "value")
    at_value = {
        site: _parts(dossier, site, sites[site], figures[site], end="value", assumed="value") for site in figures
    }
    details = [
        figure_of(dossier, site, f"{criterion.id}.{name}", f"{dossier.name('sites', site)}, {kind.name}")
        for site in figures
        for name, kind in FIGURES.items()
    ]
    details += [
        assumption(dossier, plan.optimism_bias.building, "Optimism bias added to building work", "share"),
        assumption(dossier, plan.optimism_bias.equipment, "Optimism bias added to equipment", "share"),
        assumption(dossier, plan.ward_round_pounds_a_year, "The ward round of each site", "pounds a year"),
        assumption(dossier, plan.discount_rate, "Discount rate", "a year"),
    ]
    if any(dossier.place.site(site).contract == "spot" for site in figures):
        details.append(assumption(dossier, plan.planned_occupancy, "Occupancy that spot contracts pay for", "share"))
    details += [_site(dossier, site, sites[site], figures[site]) for site in figures]
    yearly = fsum(each for _, each in at_value.values())
    set_up = fsum(each for each, _ in at_value.values())
    details += [*_years(dossier, set_up, yearly, value)]
    beds = sum(sites.values())
    return Performed.of(
        criterion,
        value,
        (present("low", "least"), present("high", "most")),
        (present("least", "value"), present("most", "value")),
        details,
        beside={
            "set_up_pounds": set_up,
            "pounds_a_year": yearly,
            "pounds_an_occupied_bed_day": yearly / (DAYS_A_YEAR * beds * plan.planned_occupancy.value),
        },
        ends_say=("every figure at its low", "every figure at its high"),
    )


def years_factor(dossier: Dossier) -> float:
    """What a pound in each year comes to in pounds of year 0."""
    plan = dossier.place.plan.cost
    return fsum(1 / (1 + plan.discount_rate.value) ** year for year in range(plan.years))


def _parts(
    dossier: Dossier, site: str, beds: int, figures: Mapping[str, Figure], *, end: str, assumed: str
) -> tuple[float, float]:
    """Set-up with optimism bias, and the cost of a year, at one end of the figures; NaN where one is not known."""
    plan = dossier.place.plan.cost
    said = {name: _at(figure, end) for name, figure in figures.items()}
    building = said["set-up-building"] * (1 + _assumed(plan.optimism_bias.building, assumed))
    equipment = said["set-up-equipment"] * (1 + _assumed(plan.optimism_bias.equipment, assumed))
    is_spot = dossier.place.site(site).contract == "spot"
    paid = _assumed(plan.planned_occupancy, assumed) if is_spot else 1.0
    fixed = said["fixed-a-year"] + _assumed(plan.ward_round_pounds_a_year, assumed)
    return building + equipment, fixed + said["bed-day"] * DAYS_A_YEAR * paid * beds


def _at(figure: Figure, end: str) -> float:
    if end in ("least", "most"):
        return figure.value if figure.value is not None else (figure.low if end == "least" else figure.high)
    if figure.value is None:
        return nan
    return {"low": figure.low, "value": figure.value, "high": figure.high}[end]


def _assumed(figure: Assumption, end: str) -> float:
    return {"least": figure.least, "value": figure.value, "most": figure.most}[end]


def _site(dossier: Dossier, site: str, beds: int, figures: Mapping[str, Figure]) -> Step:
    plan, bias = dossier.place.plan.cost, dossier.place.plan.cost.optimism_bias
    said = {name: number(figure.value) for name, figure in figures.items()}
    set_up, yearly = _parts(dossier, site, beds, figures, end="value", assumed="value")
    is_spot = dossier.place.site(site).contract == "spot"
    paid = f" x {number(plan.planned_occupancy.value)} occupied" if is_spot else ""
    return Step(
        f"{dossier.name('sites', site)}, {beds} beds, {'spot' if is_spot else 'block'} contract",
        (
            Step(
                f"Set-up: {said['set-up-building']} x (1 + {number(bias.building.value)}) + "
                f"{said['set-up-equipment']} x (1 + {number(bias.equipment.value)})",
                figure=set_up,
                shown=number(set_up, 2),
            ),
            Step(
                f"Each year: {said['fixed-a-year']} + {number(plan.ward_round_pounds_a_year.value)} for its ward round "
                f"+ {said['bed-day']} x {DAYS_A_YEAR} days x {beds} beds{paid}",
                figure=yearly,
                shown=number(yearly, 2),
            ),
        ),
    )


def _years(dossier: Dossier, set_up: float, yearly: float, value: float) -> list[Step]:
    plan = dossier.place.plan.cost
    rate = plan.discount_rate.value
    rows = [
        Step(
            f"Year {year}: {number(yearly, 2)} / {number(1 + rate)}^{year}",
            figure=yearly / (1 + rate) ** year,
            shown=number(yearly / (1 + rate) ** year, 2),
        )
        for year in range(plan.years)
    ]
    text = f"Set-up {number(set_up, 2)} + years 0 to {plan.years - 1} discounted, in prices of {plan.price_year}"
    return [Step("Year by year", tuple(rows)), Step(text, figure=value, shown=number(value, 2))]
