"""What each option does on each criterion, by a formula from figures, journeys and panel where there is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from appraisal.model.criteria import Criterion
from appraisal.papers.rough import rough_performance
from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.tables import FORM_OF_UNIT, NOT_KNOWN, NOT_SHOWN, Cell, Column, Table


@dataclass(frozen=True)
class Ground:
    """The tables that performances are worked out from."""

    options: Table
    anchors: Table
    site_scores: Table
    going: Table
    loads: Table
    costs: Table


def performance_table(basis: Basis, ground: Ground) -> Table:
    """An option and criterion a row: the figure where all is known, and the ends that it can lie between."""
    table = Table(
        "Performance",
        [
            Column("option", "Option", 28),
            Column("criterion", "Criterion", 18),
            Column("unit", "Unit", 10),
            Column("value", "Performance", 14, "three"),
            Column("low", "Lowest", 14, "three"),
            Column("high", "Highest", 14, "three"),
            Column("how", "How", 62),
        ],
    )
    for option in basis.options:
        for criterion in basis.criteria:
            how, found = _found(_Asked(basis, ground, option, criterion))
            form = FORM_OF_UNIT[criterion.unit]
            ends = _as_found(basis, option, criterion.id) if found is None else _ends(found, table)
            cells = {end: Cell(cell.value, cell.formula, form) for end, cell in ends.items()}
            what = {"option": option, "criterion": criterion.id, "unit": criterion.unit}
            table.add(option, criterion.id, **what, **cells, how=basis.say(f"how_{how}"))
    return table


@dataclass(frozen=True, slots=True)
class _Written:
    """A performance with its formulas: the figure, None where not all is known, and the ends that it can lie between.

    Each formula of an end is a figure whatever is known, so that what is missing later is no error.
    """

    value: float | None
    low: float
    high: float
    is_value: str
    is_low: str
    is_high: str


@dataclass(frozen=True)
class _Asked:
    """One option on one criterion."""

    basis: Basis
    ground: Ground
    option: str
    criterion: Criterion

    @property
    def sites(self) -> list[tuple[str, int]]:
        return self.basis.sites_of(self.option)

    def places(self, table: Table) -> tuple[int, int]:
        """The first and last row about the option's sites, in a table of sites of options."""
        keys = [(self.criterion.id, self.option, site) for site, _ in self.sites]
        return table.places[keys[0]], table.places[keys[-1]]

    def anchor(self, place: int) -> tuple[float, str]:
        """An anchor's performance, counted from the least, and where it stands; -1 for the most."""
        anchors, number = self.ground.anchors, place % len(self.criterion.anchors)
        row = anchors.places[self.criterion.id, str(number)]
        return anchors.number("performance", row), anchors.at("performance", row)


def _found(asked: _Asked) -> tuple[str, _Written | None]:
    """How a performance comes about, in a word, and its formulas; None where it stands as the run found it."""
    if not asked.basis.is_open_book(asked.option):
        return "not_approached", None
    if asked.criterion.panel:
        return "panel", _panel(asked)
    measure = str(asked.criterion.measure)
    if measure not in _WAYS:
        return "as_found", None
    if measure != "cost" and not asked.basis.is_reached(asked.option):
        return "not_reached", None
    return measure.replace("-", "_"), _WAYS[measure](asked)


def _as_found(basis: Basis, option: str, criterion: str) -> dict[str, Cell]:
    """A performance as the run found it, as figures; a rough range where a site has not been approached."""
    if not basis.is_open_book(option):
        told = next(row for row in basis.findings["criteria"] if row["id"] == criterion)
        ends = rough_performance(told, basis.options[option]["performance"][criterion])
        return {"value": Cell(NOT_SHOWN), "low": Cell(ends[0]), "high": Cell(ends[1])}
    place = list(basis.options).index(option)
    found = basis.measured.performances[criterion]
    value, low, high = (float(each[place]) for each in (found.value, found.low, found.high))
    if found.is_known[place]:
        return {"value": Cell(value), "low": Cell(value), "high": Cell(value)}
    return {"value": Cell(NOT_KNOWN), "low": Cell(low), "high": Cell(high)}


def _ends(found: _Written, table: Table) -> dict[str, Cell]:
    mine = table.here("value")
    low, high = (found.low, found.high) if found.value is None else (found.value, found.value)
    return {
        "value": Cell(NOT_KNOWN if found.value is None else found.value, f"={found.is_value}"),
        "low": Cell(low, f"=IF(ISNUMBER({mine}),{mine},{found.is_low})"),
        "high": Cell(high, f"=IF(ISNUMBER({mine}),{mine},{found.is_high})"),
    }


def _panel(asked: _Asked) -> _Written:
    """The sites' scores together: by beds, summed, or the lowest, as the criterion says (method 1.8)."""
    scores, options = asked.ground.site_scores, asked.ground.options
    rows = [scores.places[asked.criterion.id, site] for site, _ in asked.sites]
    beds = [count for _, count in asked.sites]
    held = [options.of("beds", asked.option, site) for site, _ in asked.sites]
    how = asked.criterion.combine

    def together(figures: list[float]) -> float:
        if how == "worst":
            return min(figures)
        if how == "sum":
            return sum(figures)
        return sum(count * figure for count, figure in zip(beds, figures, strict=True)) / sum(beds)

    def formula(column: str) -> str:
        cells = [scores.at(column, row) for row in rows]
        if how == "worst":
            return f"MIN({','.join(cells)})"
        if how == "sum":
            return "+".join(cells)
        return f"({'+'.join(f'{b}*{c}' for b, c in zip(held, cells, strict=True))})/({'+'.join(held)})"

    all_scores = ",".join(scores.at("score", row) for row in rows)
    is_known = all(isinstance(scores.shown("score", row), int | float) for row in rows)
    (least, least_at), (most, most_at) = asked.anchor(0), asked.anchor(-1)
    low = max(least, together([scores.number("low", row) for row in rows]))
    return _Written(
        together([scores.number("score", row) for row in rows]) if is_known else None,
        low,
        max(low, min(most, together([scores.number("high", row) for row in rows]))),
        f'IF(COUNT({all_scores})={len(rows)},{formula("score")},"{NOT_KNOWN}")',
        f"MAX({least_at},{formula('low')})",
        f"MAX({least_at},{formula('low')},MIN({most_at},{formula('high')}))",
    )


def _cost(asked: _Asked) -> _Written:
    """The sum of what its sites cost."""
    return _summed(asked, asked.ground.costs, "")


def _access(asked: _Asked) -> _Written:
    """The share of the load of all that is admitted."""
    return _summed(asked, asked.ground.loads, "load")


def _summed(asked: _Asked, table: Table, over: str) -> _Written:
    """A sum over the option's sites, divided by the sum of another column where one is named."""
    first, last = asked.places(table)
    rows = range(first, last + 1)
    whole = sum(table.number(over, row) for row in rows) if over else 1.0
    divided = f"/SUM({table.span(over, first, last)})" if over else ""

    def total(column: str) -> float | None:
        found = [table.shown(column, row) for row in rows]
        figures = [figure for figure in found if isinstance(figure, int | float)]
        return None if len(figures) < len(found) else sum(figures) / whole if whole else 0.0

    def formula(column: str) -> str:
        summed = f"SUM({table.span(column, first, last)})"
        return f"IF(SUM({table.span(over, first, last)})=0,0,{summed}{divided})" if over else summed

    def end(column: str, bound: str) -> str:
        return f"IF(COUNT({table.span(column, first, last)})={len(rows)},{formula(column)},{bound})"

    is_known = all(table.shown("known", row) == "yes" for row in rows)
    (least, least_at), (most, most_at) = asked.anchor(0), asked.anchor(-1)
    lowest, highest = total("low"), total("high")
    low = least if lowest is None else max(least, lowest)
    return _Written(
        lowest if is_known else None,
        low,
        max(low, most if highest is None else min(most, highest)),
        f'IF(COUNTIF({table.span("known", first, last)},"no")=0,{formula("low")},"{NOT_KNOWN}")',
        f"MAX({least_at},{end('low', least_at)})",
        f"MAX({least_at},{end('low', least_at)},MIN({most_at},{end('high', most_at)}))",
    )


def _travel_time(asked: _Asked) -> _Written:
    """Mean minutes over everybody who would use a bed."""
    figures, formula = _journeys(asked)
    value = sum(figures["travelled"]) / sum(figures["need"])
    return _always(value, f"SUM({formula['travelled']})/SUM({formula['need']})")


def _equity(asked: _Asked) -> _Written:
    """Mean minutes of the most deprived fifth less those of everyone else, never below 0 (method 3.6)."""
    figures, formula = _journeys(asked)
    everybody, deprived, travelled, theirs = (sum(figures[column]) for column in _TRAVELLED)
    others = (travelled - theirs) / (everybody - deprived)
    of = {key: f"SUM({span})" for key, span in formula.items()}
    mean_of_others = f"({of['travelled']}-{of['deprived_travelled']})/({of['need']}-{of['deprived']})"
    return _always(
        max(0.0, theirs / deprived - others), f"MAX(0,{of['deprived_travelled']}/{of['deprived']}-{mean_of_others})"
    )


_TRAVELLED = ("need", "deprived", "travelled", "deprived_travelled")


def _journeys(asked: _Asked) -> tuple[Mapping[str, list[float]], Mapping[str, str]]:
    """The figures of the option's journeys by column, and where they stand."""
    going, areas = asked.ground.going, asked.basis.place.areas
    first = going.places[asked.option, areas[0].code]
    last = first + len(areas) - 1
    figures = {column: [going.number(column, row) for row in range(first, last + 1)] for column in _TRAVELLED}
    return figures, {column: going.span(column, first, last) for column in _TRAVELLED}


def _always(value: float, formula: str) -> _Written:
    """A performance of which all is known."""
    return _Written(value, value, value, formula, formula, formula)


_WAYS: Mapping[str, Callable[[_Asked], _Written]] = {
    "access": _access,
    "cost": _cost,
    "equity": _equity,
    "travel-time": _travel_time,
}
