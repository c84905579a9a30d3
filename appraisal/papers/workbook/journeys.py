"""Areas, minutes from each to each site, and who would go where in each option (methods 3.1 to 3.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from appraisal.measures.equity import most_deprived_fifth
from appraisal.measures.journeys import PERIODS
from appraisal.measures.openings import VISITORS_MODE
from appraisal.model.places import Area, Mode, Period
from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.tables import HEADING, NOT_KNOWN, Cell, Column, Table, is_figure

Floats = npt.NDArray[np.float64]

_FEWEST = 5  # people: fewer are shown in nothing public (method 3.6)
_BANDS = ("all", "from_65", "from_75", "from_85")
_BY = {"car": "by car", "public-transport": "by public transport"}
_WHEN = {"day": "by day", "evening": "in the evening"}


def area_table(basis: Basis) -> Table:
    """An area a row: its people, how many would use these beds, and how many of them are in the most deprived fifth."""
    table = Table(
        "Areas",
        [
            Column("area", "Area", 14),
            Column("name", "Name", 34),
            Column("all", "People", 10, "whole"),
            Column("from_65", "65 and over", 10, "whole"),
            Column("from_75", "75 and over", 10, "whole"),
            Column("from_85", "85 and over", 10, "whole"),
            Column("rank", "Deprivation rank", 12, "whole"),
            Column("need", "People a year who would use a bed", 16, "three"),
            Column("deprived", "Of them in the most deprived fifth", 16, "three"),
        ],
    )
    geography = basis.ruler.geography
    deprived = most_deprived_fifth(geography.deprivation_rank, geography.need)
    last = len(basis.place.areas) - 1
    needs, ranks = table.down("need", 0, last), table.down("rank", 0, last)
    for place, area in enumerate(basis.place.areas):
        need, rank = table.here("need"), table.here("rank")
        before = f"SUMPRODUCT((({ranks}<{rank})+({ranks}={rank})*(ROW({ranks})<ROW({rank})))*{needs})"
        table.add(
            area.code,
            area=area.code,
            name=area.name,
            rank=area.deprivation_rank,
            **_people(basis, table, area, float(geography.need[place])),
            deprived=Cell(float(deprived[place]), f"=MAX(0,MIN({need},SUM({needs})/5-{before}))"),
        )
    return table


def _people(basis: Basis, table: Table, area: Area, need: float) -> dict[str, Cell | float | str | None]:
    bands = (area.population, area.population_65_plus, area.population_75_plus, area.population_85_plus)
    apart = (*(one - other for one, other in pairwise(bands)), bands[-1])
    if not basis.is_full and any(0 < people < _FEWEST for people in apart):
        return {**dict.fromkeys(_BANDS, basis.say("too_few")), "need": need}
    everybody, from_65, from_75, from_85 = (table.here(band) for band in _BANDS)
    deaths = (
        f"({everybody}-{from_65})*Deaths_under_65+({from_65}-{from_75})*Deaths_from_65"
        f"+({from_75}-{from_85})*Deaths_from_75+{from_85}*Deaths_from_85"
    )
    formula = f"=({deaths})*Palliative_share*Use_share*(1+Growth_a_year)^Years_ahead"
    return {**dict(zip(_BANDS, bands, strict=True)), "need": Cell(need, formula)}


def minute_tables(basis: Basis) -> dict[tuple[Mode, Period], Table]:
    """Minutes from each area, a row, to each site, a column: those that are weighed, and that say who goes where."""
    main: Mode = basis.place.plan.travel.main_mode
    wanted: dict[tuple[Mode, Period], None] = {(VISITORS_MODE, period): None for period in PERIODS}
    wanted[main, "day"] = None
    found = {}
    for mode, period in wanted:
        of_sites = [Column(site, site, 12, "one") for site in basis.shown_sites]
        name = f"Minutes {_WHEN[period]}" if mode == VISITORS_MODE else f"Minutes {_BY[mode]} {_WHEN[period]}"
        table = Table(name, [Column("area", f"Area; minutes {_BY[mode]} {_WHEN[period]}", 20), *of_sites])
        minutes = basis.ruler.geography.journeys[mode, period].value
        sites = basis.ruler.geography.sites
        for place, area in enumerate(basis.place.areas):
            row = {site: _minutes(minutes[place, sites.index(site)]) for site in basis.shown_sites}
            table.add(area.code, area=area.code, **row)
        found[mode, period] = table
    return found


def _minutes(found: float) -> float | str:
    return NOT_KNOWN if np.isnan(found) else float(found)


def going_table(basis: Basis, areas: Table, minutes: dict[tuple[Mode, Period], Table]) -> Table:
    """An option and area a row: the nearest of the option's sites, and how long the way there takes.

    Options with a site that has not been approached are not in the public one: who goes where would show where it
    stands. Nor are options of which some minutes are not known.
    """
    table = Table(
        "Who goes where",
        [
            Column("option", "Option", 28),
            Column("area", "Area", 14),
            Column("to", "Goes to", 14),
            Column("day", "Minutes by day", 12, "one"),
            Column("evening", "Minutes in the evening", 12, "one"),
            Column("mean", "Mean minutes", 12, "one"),
            Column("need", "People a year", 12, "three"),
            Column("travelled", "People x minutes", 14, "three"),
            Column("deprived", "Of the most deprived fifth", 14, "three"),
            Column("deprived_travelled", "Those x minutes", 14, "three"),
        ],
    )
    by_period = {period: minutes[VISITORS_MODE, period] for period in PERIODS}
    ways = _Ways(areas, minutes[basis.place.plan.travel.main_mode, "day"], by_period)
    for option in basis.options:
        if not (basis.is_open_book(option) and basis.is_reached(option)):
            continue
        sites = [site for site, _ in basis.sites_of(option)]
        for place, area in enumerate(basis.place.areas):
            key = (option, area.code)
            table.add(*key, option=option, area=area.code, **_going(table, ways, place, sites))
    return table


@dataclass(frozen=True, slots=True)
class _Ways:
    """The tables of areas and minutes; by the minutes of `main`, people go to the nearest site."""

    areas: Table
    main: Table
    by_period: Mapping[Period, Table]


def _going(table: Table, ways: _Ways, place: int, sites: Sequence[str]) -> dict[str, Cell]:
    """Where the people of an area go, and how long that takes."""
    to = _nearest(ways.main, place, sites)
    cells = {"to": Cell(to, _nearest_formula(ways.main, place, sites))}
    for period, minutes in ways.by_period.items():
        row, header = (_of_sites(minutes, line) for line in (place, HEADING))
        found = f"=INDEX({row},MATCH({table.here('to')},{header},0))"
        cells[period] = Cell(minutes.shown(to, place), found)
    each = [cells[period].value for period in ways.by_period]
    known = [minutes for minutes in each if isinstance(minutes, int | float)]
    mean = sum(known) / len(known) if len(known) == len(each) else None
    both = ",".join(table.here(period) for period in ways.by_period)
    formula = f'=IF(COUNT({both})={len(each)},AVERAGE({both}),"{NOT_KNOWN}")'
    cells["mean"] = Cell(NOT_KNOWN if mean is None else mean, formula)
    for people, product in (("need", "travelled"), ("deprived", "deprived_travelled")):
        count, here = ways.areas.number(people, place), table.here(people)
        cells[people] = Cell(count, f"={ways.areas.at(people, place)}")
        cells[product] = Cell(count * mean if count and mean is not None else 0.0, _product(here, table.here("mean")))
    return cells


def _product(people: str, minutes: str) -> str:
    """People x minutes; nothing where there are no people, known minutes or not."""
    return f"=IF({people}=0,0,{people}*{minutes})"


def _of_sites(minutes: Table, line: int) -> str:
    """The cells of all sites in a row of minutes."""
    first, last = minutes.columns[1].key, minutes.columns[-1].key
    return f"{minutes.at(first, line)}:{minutes.at(last, line).rpartition('!')[2]}"


def _nearest(main: Table, place: int, sites: Sequence[str]) -> str:
    """The site with the fewest minutes, the first of equals (method 3.3)."""
    known = [site for site in sites if is_figure(main.shown(site, place))]
    return min(known, key=lambda site: main.number(site, place)) if known else sites[-1]


def _nearest_formula(main: Table, place: int, sites: Sequence[str]) -> str:
    sites = [site for site in sites if is_figure(main.shown(site, place))] or sites[-1:]
    formula = main.at(sites[-1], HEADING)
    for number in range(len(sites) - 2, -1, -1):
        later = ",".join(main.at(site, place) for site in sites[number + 1 :])
        formula = f"IF({main.at(sites[number], place)}<=MIN({later}),{main.at(sites[number], HEADING)},{formula})"
    return f"={formula}"
