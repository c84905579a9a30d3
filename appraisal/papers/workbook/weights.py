"""From people's weights to the agreed ones: groups, what each counts for, and the mean in each."""

from __future__ import annotations

from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.tables import Cell, Column, Table, quoted


def group_table(basis: Basis, people: Table) -> Table:
    """A group a row, with what it counts for: its stated weight, among the groups in which somebody gave weights."""
    table = Table(
        "Group weights",
        [
            Column("group", "Group", 18),
            Column("name", "Name", 34),
            Column("stated", "Stated weight", 12, "share"),
            Column("people", "People who gave weights", 14, "whole"),
            Column("counting", "Counts if anybody did", 14, "share"),
            Column("used", "Weight used", 12, "share"),
        ],
    )
    groups = basis.findings["ballots"]["by_group"]
    last = len(groups) - 1
    first_criterion = basis.criteria[0].id
    total = sum(float(told["stated_weight"]) for told in groups.values() if told["people"])
    whose, what = people.span("group"), people.span("criterion")
    for id_, told in groups.items():
        stated, count = float(told["stated_weight"]), int(told["people"])
        counting = stated if count else 0.0
        counted = f"=COUNTIFS({whose},{table.here('group')},{what},{quoted(first_criterion)})"
        all_counting = table.down("counting", 0, last)
        table.add(
            id_,
            group=id_,
            name=told["name"],
            stated=stated,
            people=Cell(count, counted),
            counting=Cell(counting, f"=IF({table.here('people')}>0,{table.here('stated')},0)"),
            used=Cell(counting / total, f"={table.here('counting')}/SUM({all_counting})"),
        )
    return table


def weight_table(basis: Basis, people: Table, groups: Table) -> Table:
    """A criterion a row: the mean of each group that gave weights, and the agreed weight."""
    present = [id_ for (id_,), place in groups.places.items() if groups.number("people", place)]
    columns = [
        Column("criterion", "Criterion", 18),
        Column("name", "Name", 34),
        Column("agreed", "Agreed weight", 12, "share"),
        *(Column(f"of-{id_}", f"Mean of {id_}", max(14, len(id_) + 5), "share") for id_ in present),
    ]
    table = Table("Weights", columns)
    told = basis.findings["ballots"]["by_group"]
    for criterion in basis.criteria:
        means = {
            f"of-{id_}": Cell(
                _mean(basis, id_, criterion.id),
                f"=AVERAGEIFS({people.span('weight')},{people.span('group')},{quoted(id_)},"
                f"{people.span('criterion')},{table.here('criterion')})",
            )
            for id_ in present
            if told[id_]["weights"] is not None
        }
        agreed = basis.panel.grouped.overall[criterion.id]
        terms = [f"{groups.of('used', id_)}*{table.here(f'of-{id_}')}" for id_ in present]
        table.add(
            criterion.id,
            criterion=criterion.id,
            name=basis.criterion_names[criterion.id],
            agreed=Cell(agreed, "=" + "+".join(terms)),
            **means,
        )
    table.named["Agreed_weights"] = table.span("agreed")
    return table


def _mean(basis: Basis, group: str, criterion: str) -> float:
    return basis.panel.grouped.by_group[group][criterion]
