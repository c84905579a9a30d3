"""What an option comes to at each of its sites: who is admitted, and what it costs (methods 3.4, 3.5 and 3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.tables import NOT_KNOWN, Cell, Column, Table, is_figure


def load_table(basis: Basis, going: Table, evidence: Table, options: Table) -> Table:
    """A site of an option a row: people who go there, their load, how many find no bed, and how many are admitted."""
    wanted = [criterion.id for criterion in basis.criteria if criterion.measure == "access"]
    shown = [option for option in basis.options if basis.is_open_book(option) and basis.is_reached(option)]
    most = max((beds for option in shown for _, beds in basis.sites_of(option)), default=0)
    table = Table(
        "Beds and loads",
        [
            Column("criterion", "Criterion", 14),
            Column("option", "Option", 28),
            Column("site", "Site", 14),
            Column("beds", "Beds", 8, "whole"),
            Column("people", "People a year", 10, "two"),
            Column("load", "Load in erlangs", 10, "three"),
            *(Column(f"refused-{beds}", _with_beds(beds), 10, "three") for beds in range(most + 1)),
            Column("refused", "Refused with its beds", 10, "three"),
            Column("carried", "Load that finds a bed", 10, "three"),
            Column("low", "Admitted, lowest", 10, "three"),
            Column("high", "Admitted, highest", 10, "three"),
            Column("known", "All known", 8),
        ],
    )
    for criterion in wanted:
        for option in shown:
            for site, beds in basis.sites_of(option):
                _load(table, _At(basis, criterion, option, site, beds), going, evidence, options)
    return table


@dataclass(frozen=True, slots=True)
class _At:
    """One site of one option, as one criterion measures it."""

    basis: Basis
    criterion: str
    option: str
    site: str
    beds: int

    @property
    def key(self) -> tuple[str, str, str]:
        return self.criterion, self.option, self.site


def _with_beds(beds: int) -> str:
    return f"Refused with {beds or 'no'} bed{'' if beds == 1 else 's'}"


def _load(table: Table, at: _At, going: Table, evidence: Table, options: Table) -> None:
    first = going.places[at.option, at.basis.place.areas[0].code]
    last = first + len(at.basis.place.areas) - 1
    places = range(first, last + 1)
    people = sum(going.number("need", place) for place in places if going.shown("to", place) == at.site)
    to, need = going.span("to", first, last), going.span("need", first, last)
    load = people * at.basis.place.plan.stay_days.value / 365
    here = table.here
    refused: dict[str, Cell] = {}
    share = 1.0
    last_bed = max(int(column.key.partition("-")[2]) for column in table.columns if column.key.startswith("refused-"))
    for bed in range(last_bed + 1):
        if not bed:
            refused["refused-0"] = Cell(1.0)
            continue
        share = load * share / (bed + load * share)
        offered = f"{here('load')}*{here(f'refused-{bed - 1}')}"
        refused[f"refused-{bed}"] = Cell(share, f"={offered}/({bed}+{offered})")
    lost = refused[f"refused-{at.beds}"].value
    carried = load * (1 - float(lost or 0.0))
    item = f"{at.criterion}.admission-hours"
    ends = {end: _hours(table, evidence, end, evidence.places[at.site, item], carried) for end in ("low", "high")}
    value = evidence.of("value", at.site, item)
    is_known = is_figure(evidence.shown("value", evidence.places[at.site, item])) or carried <= 0
    table.add(
        *at.key,
        criterion=at.criterion,
        option=at.option,
        site=at.site,
        beds=Cell(at.beds, f"={options.of('beds', at.option, at.site)}"),
        people=Cell(people, f"=SUMIFS({need},{to},{here('site')})"),
        load=Cell(load, f"={here('people')}*Stay_days/Days_a_year"),
        **refused,
        refused=Cell(lost, f"=INDEX({here('refused-0')}:{here(f'refused-{last_bed}')},{here('beds')}+1)"),
        carried=Cell(carried, f"={here('load')}*(1-{here('refused')})"),
        **ends,
        known=Cell(_yes(is_known), f'=IF(OR(ISNUMBER({value}),{here("carried")}<=0),"yes","no")'),
    )


def _hours(table: Table, evidence: Table, end: str, place: int, carried: float) -> Cell:
    """The load admitted at one end of the hours; not known where these have no end, and anybody would go there."""
    hours, cell, here = evidence.shown(end, place), evidence.at(end, place), table.here("carried")
    value: float | str = 0.0
    if carried > 0:
        value = carried * hours / 168 if isinstance(hours, int | float) else NOT_KNOWN
    return Cell(value, f'=IF({here}<=0,0,IF(ISNUMBER({cell}),{here}*{cell}/Hours_a_week,"{NOT_KNOWN}"))')


def cost_table(basis: Basis, evidence: Table, options: Table) -> Table:
    """A site of an option a row: set-up, each year, and both in today's money (method 3.7)."""
    table = Table(
        "Site costs",
        [
            Column("criterion", "Criterion", 14),
            Column("option", "Option", 28),
            Column("site", "Site", 14),
            Column("beds", "Beds", 8, "whole"),
            Column("contract", "Contract", 10),
            Column("paid", "Share of bed-days paid for", 12, "three"),
            Column("set_up_low", "Set-up, lowest", 12, "pounds"),
            Column("set_up_high", "Set-up, highest", 12, "pounds"),
            Column("year_low", "Each year, lowest", 12, "pounds"),
            Column("year_high", "Each year, highest", 12, "pounds"),
            Column("low", "Present cost, lowest", 12, "pounds"),
            Column("high", "Present cost, highest", 12, "pounds"),
            Column("known", "All known", 8),
        ],
    )
    for criterion in (criterion.id for criterion in basis.criteria if criterion.measure == "cost"):
        for option in basis.options:
            if basis.is_open_book(option):
                for site, beds in basis.sites_of(option):
                    _cost(table, _At(basis, criterion, option, site, beds), evidence, options)
    return table


def _cost(table: Table, at: _At, evidence: Table, options: Table) -> None:
    plan, here = at.basis.place.plan.cost, table.here
    contract = at.basis.place.site(at.site).contract
    paid = plan.planned_occupancy.value if contract == "spot" else 1.0
    place_of = {
        name: evidence.places[at.site, f"{at.criterion}.{name}"]
        for name in ("set-up-building", "set-up-equipment", "fixed-a-year", "bed-day")
    }
    values = ",".join(evidence.at("value", place) for place in place_of.values())
    is_known = all(is_figure(evidence.shown("value", place)) for place in place_of.values())
    cells: dict[str, Cell] = {}
    for end in ("low", "high"):
        found = {name: Cell(evidence.shown(end, place), evidence.at(end, place)) for name, place in place_of.items()}
        cells |= _end_of_cost(table, at, found, end, paid=paid)
    table.add(
        *at.key,
        criterion=at.criterion,
        option=at.option,
        site=at.site,
        beds=Cell(at.beds, f"={options.of('beds', at.option, at.site)}"),
        contract=contract,
        paid=Cell(paid, f'=IF({here("contract")}="spot",Planned_occupancy,1)'),
        **cells,
        known=Cell(_yes(is_known), f'=IF(COUNT({values})=4,"yes","no")'),
    )


def _end_of_cost(table: Table, at: _At, found: Mapping[str, Cell], end: str, *, paid: float) -> dict[str, Cell]:
    """Set-up, yearly and present cost at one end of the figures; text where one of them has no such end.

    Args:
        found: what each figure is at this end, and where it stands.
        paid: share of bed-days that is paid for.
    """
    plan, here, bias = at.basis.place.plan.cost, table.here, at.basis.place.plan.cost.optimism_bias
    building, equipment, fixed, day = (cell.value for cell in found.values())
    built, equipped, charged, priced = (cell.formula for cell in found.values())
    set_up: float | str = NOT_KNOWN
    if isinstance(building, int | float) and isinstance(equipment, int | float):
        set_up = building * (1 + bias.building.value) + equipment * (1 + bias.equipment.value)
    year: float | str = NOT_KNOWN
    if isinstance(fixed, int | float) and isinstance(day, int | float):
        year = fixed + plan.ward_round_pounds_a_year.value + day * 365 * paid * at.beds
    present: float | str = NOT_KNOWN
    if isinstance(set_up, int | float) and isinstance(year, int | float):
        present = set_up + sum((1 + plan.discount_rate.value) ** -each for each in range(plan.years)) * year
    once = f"{built}*(1+Optimism_building)+{equipped}*(1+Optimism_equipment)"
    yearly = f"{charged}+Ward_round_a_year+{priced}*Days_a_year*{here('paid')}*{here('beds')}"
    both = f"{here(f'set_up_{end}')},{here(f'year_{end}')}"
    in_all = f"{here(f'set_up_{end}')}+Pound_a_year*{here(f'year_{end}')}"
    return {
        f"set_up_{end}": Cell(set_up, f'=IF(COUNT({built},{equipped})=2,{once},"{NOT_KNOWN}")'),
        f"year_{end}": Cell(year, f'=IF(COUNT({charged},{priced})=2,{yearly},"{NOT_KNOWN}")'),
        end: Cell(present, f'=IF(COUNT({both})=2,{in_all},"{NOT_KNOWN}")'),
    }


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
