"""Where a reader changes a weight, and what then happens to totals and ranks."""

from __future__ import annotations

from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.scores import ENDS, rank_cells
from appraisal.papers.workbook.tables import Cell, Column, Table


def try_table(basis: Basis, weights: Table) -> Table:
    """A criterion a row, from the one with the most weight: the agreed weight, and one that the reader may change."""
    table = Table(
        "Try weights",
        [
            Column("criterion", "Criterion", 18),
            Column("name", "Name", 34),
            Column("agreed", "Agreed weight", 12, "share"),
            Column("yours", "Your weight: change the yellow cells", 16, "share"),
            Column("share", "Your weight as a share", 12, "share"),
            Column("moved", "Difference from the agreed weight", 14, "share"),
        ],
    )
    order = basis.findings["criteria_order"]
    total = sum(weights.number("agreed", weights.places[id_,]) for id_ in order)
    yours = table.down("yours", 0, len(order) - 1)
    for id_ in order:
        weight = weights.number("agreed", weights.places[id_,])
        mine, share = table.here("yours"), table.here("share")
        table.add(
            id_,
            criterion=id_,
            name=basis.criterion_names[id_],
            agreed=Cell(weight, f"={weights.of('agreed', id_)}"),
            yours=Cell(weight, is_asked=True),
            share=Cell(weight / total, f"=IF(SUM({yours})>0,N({mine})/SUM({yours}),0)"),
            moved=Cell(weight / total - weight, f"={share}-{table.here('agreed')}"),
        )
    return table


def your_total_table(basis: Basis, trying: Table, values: Table, totals: Table) -> Table:
    """An option a row: its total and rank at the reader's weights beside the run's, and the difference."""
    table = Table(
        "Your totals",
        [
            Column("option", "Option", 28),
            Column("label", "In words", 54),
            Column("low", "Total at your weights, lowest", 12, "two"),
            Column("high", "Total at your weights, highest", 12, "two"),
            Column("rank_low", "Your rank, better end", 11, "whole"),
            Column("rank_high", "Your rank, worse end", 11, "whole"),
            Column("run_low", "The run's total, lowest", 12, "two"),
            Column("run_high", "The run's total, highest", 12, "two"),
            Column("run_rank_low", "The run's rank, better end", 11, "whole"),
            Column("run_rank_high", "The run's rank, worse end", 11, "whole"),
            Column("moved_low", "Difference, lowest", 12, "two"),
            Column("moved_high", "Difference, highest", 12, "two"),
            Column("between", "Between lowest and highest", 12, "two"),
        ],
    )
    shares = {id_: trying.number("share", place) for (id_,), place in trying.places.items()}
    rows = [
        (option, [values.places[option, criterion.id] for criterion in basis.criteria]) for (option,) in totals.places
    ]
    yours = {
        end: [
            sum(shares[c.id] * values.number(end, place) for c, place in zip(basis.criteria, places, strict=True))
            for _, places in rows
        ]
        for end in ENDS
    }
    for number, (option, places) in enumerate(rows):
        row = totals.places[option,]
        cells: dict[str, Cell] = {}
        for end in ENDS:
            terms = [
                f"{trying.of('share', c.id)}*{values.at(end, place)}"
                for c, place in zip(basis.criteria, places, strict=True)
            ]
            cells[end] = Cell(yours[end][number], "=" + "+".join(terms))
            before = totals.number(end, row)
            cells[f"run_{end}"] = Cell(before, f"={totals.at(end, row)}")
            cells[f"run_rank_{end}"] = Cell(totals.shown(f"rank_{end}", row), f"={totals.at(f'rank_{end}', row)}")
            moved = f"={table.here(end)}-{table.here(f'run_{end}')}"
            cells[f"moved_{end}"] = Cell(yours[end][number] - before, moved)
        ranks = rank_cells(table, 0, yours)
        between = Cell(yours["high"][number] - yours["low"][number], f"={table.here('high')}-{table.here('low')}")
        label = _label(table, totals, option, {**cells, **ranks})
        table.add(option, option=option, **cells, **ranks, between=between, label=label)
    return table


def _label(table: Table, totals: Table, option: str, cells: dict[str, Cell]) -> Cell:
    """An option's rank at the reader's weights, the run's where that is another one, and its name."""
    name = totals.shown("name", totals.places[option,])
    yours, its = (tuple(int(cells[f"{key}_{end}"].value or 0) for end in ENDS) for key in ("rank", "run_rank"))
    of_run = "" if yours == its else f" (the run: {_rank(*its)})"
    best, worst, run_best, run_worst = (table.here(f"{key}_{end}") for key in ("rank", "run_rank") for end in ENDS)
    is_same = f"AND({best}={run_best},{worst}={run_worst})"
    told = f'IF({is_same},""," (the run: "&{_rank_formula(run_best, run_worst)}&")")'
    formula = f'="Rank "&{_rank_formula(best, worst)}&{told}&": "&{totals.of("name", option)}'
    return Cell(f"Rank {_rank(*yours)}{of_run}: {name}", formula)


def _rank(better: int, worse: int) -> str:
    return str(better) if better == worse else f"{better} to {worse}"


def _rank_formula(better: str, worse: str) -> str:
    return f'{better}&IF({better}={worse},""," to "&{worse})'
