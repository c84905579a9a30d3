"""What the run was given: evidence of each site with its source, and the figures that the place assumes."""

from __future__ import annotations

import math
from collections.abc import Mapping

from appraisal.measures import figures_of
from appraisal.model.evidence import Evidence
from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.tables import NOT_KNOWN, Cell, Column, Table

CONFIDENTIAL = "confidential: a band"

NAMES: Mapping[str, str] = {
    "stay_days": "Stay_days",
    "need.deaths_a_year.under_65": "Deaths_under_65",
    "need.deaths_a_year.from_65_to_74": "Deaths_from_65",
    "need.deaths_a_year.from_75_to_84": "Deaths_from_75",
    "need.deaths_a_year.from_85": "Deaths_from_85",
    "need.palliative_share": "Palliative_share",
    "need.use_share": "Use_share",
    "need.growth_a_year": "Growth_a_year",
    "cost.discount_rate": "Discount_rate",
    "cost.planned_occupancy": "Planned_occupancy",
    "cost.optimism_bias.building": "Optimism_building",
    "cost.optimism_bias.equipment": "Optimism_equipment",
    "cost.ward_round_pounds_a_year": "Ward_round_a_year",
}
"""Figures that formulas call by a name."""


def evidence_table(basis: Basis) -> Table:
    """A figure of a site a row: the newest that there is, with the ends that it can lie between."""
    note = [Column("note", "Note", 60)] if basis.is_full else []
    table = Table(
        "Evidence",
        [
            Column("site", "Site", 14),
            Column("item", "Figure", 26),
            Column("name", "What it is", 34),
            Column("value", "Value", 20, "given"),
            Column("stated_low", "Stated low", 12, "given"),
            Column("stated_high", "Stated high", 12, "given"),
            Column("low", "Lowest in use", 12, "given"),
            Column("high", "Highest in use", 12, "given"),
            Column("unit", "Unit", 18),
            Column("source", "Source", 26),
            Column("as_at", "As at", 12),
            Column("public", "Public", 8),
            *note,
        ],
    )
    for site in basis.place.sites:
        if site.id in basis.hidden:
            continue
        for item, kind in figures_of(basis.place.measured_criteria).items():
            row = basis.place.evidence_of(site.id, item)
            told = {"source": row.source, "as_at": row.as_at.isoformat(), "public": _yes(row)} if row else {}
            words = {"note": row.note} if row and basis.is_full else {}
            what = {"site": site.id, "item": item, "name": kind.name, "unit": kind.unit}
            table.add(site.id, item, **what, **_ends(table, row), **told, **words)
    return table


def _ends(table: Table, row: Evidence | None) -> dict[str, Cell | float | str | None]:
    value, low, high = (row.value, row.low, row.high) if row else (None, None, None)
    shown: float | str = NOT_KNOWN if value is None else value
    if row and value is None and not row.public and low is not None:
        shown = CONFIDENTIAL
    used = (value, value) if value is not None else (low, high)
    mine = table.here("value")
    found: dict[str, Cell | float | str | None] = {"value": shown, "stated_low": low, "stated_high": high}
    for end, figure in zip(("low", "high"), used, strict=True):
        stated = table.here(f"stated_{end}")
        formula = f'=IF(ISNUMBER({mine}),{mine},IF(ISNUMBER({stated}),{stated},"{NOT_KNOWN}"))'
        found[end] = Cell(NOT_KNOWN if figure is None else figure, formula)
    return found


def _yes(row: Evidence) -> str:
    return "yes" if row.public else "no"


def assumption_table(basis: Basis) -> Table:
    """A figure that the place assumes a row; formulas call what they use by the name in the last column."""
    table = Table(
        "Assumptions",
        [
            Column("id", "Figure", 34),
            Column("text", "What it is", 52),
            Column("value", "Value", 14, "given"),
            Column("low", "Low", 14, "given"),
            Column("high", "High", 14, "given"),
            Column("unit", "Unit", 22),
            Column("source", "Source", 22),
            Column("as_at", "As at", 12),
            Column("called", "Called in formulas", 20),
        ],
    )
    for row in basis.context["assumptions"]:
        words = {key: str(row.get(key) or "") for key in ("text", "unit", "source", "as_at")}
        called = NAMES.get(row["id"], "")
        figures = {key: row[key] for key in ("low", "value", "high")}
        _add(table, row["id"], called, **words, **figures)
    _given(basis, table)
    return table


def _given(basis: Basis, table: Table) -> None:
    """What formulas need besides: numbers of years and days, and a pound a year in today's money."""
    plan = basis.place.plan
    needed: dict[str, tuple[str, float, str]] = {
        "years_ahead": ("Years_ahead", plan.need.years_ahead, "years"),
        "cost_years": ("Cost_years", plan.cost.years, "years"),
        "days_a_year": ("Days_a_year", 365, "days"),
        "hours_a_week": ("Hours_a_week", 168, "hours"),
    }
    for id_, (called, value, unit) in needed.items():
        _add(table, id_, called, text=basis.say(f"given_{id_}"), unit=unit, value=value)
    rate, years = plan.cost.discount_rate.value, plan.cost.years
    value = math.fsum((1 + rate) ** -year for year in range(years))
    cell = Cell(value, "=-PV(Discount_rate,Cost_years,1,0,1)")
    _add(table, "pound_a_year", "Pound_a_year", text=basis.say("given_pound_a_year"), unit="pounds", value=cell)


def _add(table: Table, id_: str, called: str, **cells: Cell | float | str | None) -> None:
    place = table.add(id_, id=id_, called=called, **cells)
    if called:
        table.named[called] = table.at("value", place)
