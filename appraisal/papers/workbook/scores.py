"""From performance to value scores, weighted scores, totals and ranks, at the agreed weights (methods 1.1 and 1.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from appraisal.analysis.acceptability import TIE
from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.tables import Cell, Column, Table

ENDS = ("low", "high")


def value_table(basis: Basis, performances: Table, anchors: Table) -> Table:
    """An option and criterion a row: its performance between the anchors, and the value scores of both ends."""
    table = Table(
        "Value scores",
        [
            Column("option", "Option", 28),
            Column("criterion", "Criterion", 18),
            Column("at_low", "Lowest performance between the anchors", 16, "three"),
            Column("at_high", "Highest performance between the anchors", 16, "three"),
            Column("of_low", "Value of the lowest", 12, "two"),
            Column("of_high", "Value of the highest", 12, "two"),
            Column("low", "Value score, lowest", 12, "two"),
            Column("high", "Value score, highest", 12, "two"),
        ],
    )
    for option in basis.options:
        for criterion in basis.criteria:
            first = anchors.places[criterion.id, "0"]
            last = first + len(criterion.anchors) - 1
            row = performances.places[option, criterion.id]
            cells: dict[str, Cell] = {}
            for end in ENDS:
                found = performances.rows[row][performances.place_of(end)]
                performance = Cell(found.value, performances.at(end, row), found.form)
                cells |= _value(table, anchors, (first, last), performance, end)
            both = f"{table.here('of_low')},{table.here('of_high')}"
            values = [float(cells[f"of_{end}"].value or 0.0) for end in ENDS]
            table.add(
                option,
                criterion.id,
                option=option,
                criterion=criterion.id,
                **cells,
                low=Cell(min(values), f"=MIN({both})"),
                high=Cell(max(values), f"=MAX({both})"),
            )
    return table


def _value(table: Table, anchors: Table, between: tuple[int, int], performance: Cell, end: str) -> dict[str, Cell]:
    """One end of a performance between its anchors, and its value."""
    first, last = between
    least, most = (anchors.number("performance", place) for place in between)
    at = max(least, min(most, float(performance.value or 0.0)))
    piece = max(place for place in range(first, last + 1) if anchors.number("performance", place) <= at)
    start, value, slope = (anchors.number(column, piece) for column in ("performance", "value", "slope"))
    spans = {column: anchors.span(column, first, last) for column in ("performance", "value", "slope")}
    here, steps = table.here(f"at_{end}"), spans["performance"]
    clipped = f"=MAX({anchors.at('performance', first)},MIN({anchors.at('performance', last)},{performance.formula}))"
    earned = f"LOOKUP({here},{steps},{spans['slope']})*({here}-LOOKUP({here},{steps}))"
    return {
        f"at_{end}": Cell(at, clipped, performance.form),
        f"of_{end}": Cell(value + slope * (at - start), f"=LOOKUP({here},{steps},{spans['value']})+{earned}"),
    }


def weighted_table(values: Table, weights: Table) -> Table:
    """An option and criterion a row: weight x value score, at both ends."""
    table = Table(
        "Weighted scores",
        [
            Column("option", "Option", 28),
            Column("criterion", "Criterion", 18),
            Column("weight", "Agreed weight", 12, "share"),
            Column("value_low", "Value score, lowest", 12, "two"),
            Column("value_high", "Value score, highest", 12, "two"),
            Column("low", "Weighted score, lowest", 12, "two"),
            Column("high", "Weighted score, highest", 12, "two"),
        ],
    )
    for option, criterion in values.places:
        weight = weights.number("agreed", weights.places[criterion,])
        cells: dict[str, Cell] = {}
        for end in ENDS:
            value = values.number(end, values.places[option, criterion])
            cells[f"value_{end}"] = Cell(value, f"={values.of(end, option, criterion)}")
            cells[end] = Cell(weight * value, f"={table.here('weight')}*{table.here(f'value_{end}')}")
        agreed = Cell(weight, f"={weights.of('agreed', criterion)}")
        table.add(option, criterion, option=option, criterion=criterion, weight=agreed, **cells)
    return table


def total_table(basis: Basis, weighted: Table) -> Table:
    """An option a row, in the order in which papers list them: its total and rank, each from lowest to highest."""
    table = Table(
        "Totals and ranks",
        [
            Column("option", "Option", 28),
            Column("name", "Name", 50),
            Column("low", "Total, lowest", 12, "two"),
            Column("high", "Total, highest", 12, "two"),
            Column("rank_low", "Rank, better end", 12, "whole"),
            Column("rank_high", "Rank, worse end", 12, "whole"),
            Column("near", "No clear difference from", 60),
        ],
    )
    order = basis.findings["ranking"]
    first_of = {option: weighted.places[option, basis.criteria[0].id] for option in order}
    count = len(basis.criteria)
    totals = {
        end: [
            sum(weighted.number(end, place) for place in range(first_of[option], first_of[option] + count))
            for option in order
        ]
        for end in ENDS
    }
    for place, option in enumerate(order):
        cells = {
            end: Cell(
                totals[end][place],
                f"=SUM({weighted.span(end, first_of[option], first_of[option] + count - 1)})",
            )
            for end in ENDS
        }
        ranks = rank_cells(table, 0, totals)
        told = basis.options[option]
        near = ", ".join(dict.fromkeys([*told["tied_with"], *told["no_clear_difference_from"]]))
        table.add(option, option=option, name=told["name"], **cells, **ranks, near=near or basis.say("near_none"))
    return table


def rank_cells(table: Table, first: int, totals: Mapping[str, Sequence[float]]) -> dict[str, Cell]:
    """The ends of the rank of the next row among those ranked with it, by their totals (method 1.9).

    Args:
        table: has the columns low and high.
        first: place of the first row that is ranked with it.
        totals: low and high of all these rows.
    """
    low, high = totals["low"], totals["high"]
    mine, last = table.next - first, first + len(low) - 1
    lows, highs = table.down("low", first, last), table.down("high", first, last)
    my_low, my_high = table.here("low"), table.here("high")
    surely = sum(other > high[mine] + TIE for other in low)
    maybe = sum(other > low[mine] + TIE for other in high) - (high[mine] > low[mine] + TIE)
    itself = f"({my_high}>{my_low}+Tolerance)"
    return {
        "rank_low": Cell(1 + surely, f"=1+SUMPRODUCT(--({lows}>{my_high}+Tolerance))"),
        "rank_high": Cell(1 + maybe, f"=1+SUMPRODUCT(--({highs}>{my_low}+Tolerance))-{itself}"),
    }
