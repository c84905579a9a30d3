"""The effect of other weightings: each group's, each person's, all alike, and without each criterion in turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.scores import ENDS, rank_cells
from appraisal.papers.workbook.tables import Cell, Column, Table, quoted

AGREES, DIFFERS, NOT_IN_RUN = "agrees", "differs", "not in the run"


@dataclass(frozen=True, slots=True)
class Weighting:
    """Weights other than the agreed ones.

    Attributes:
        weights: criterion -> share with its formula.
        found: option -> what the run's findings say at these weights; empty where they say nothing.
    """

    id: str
    name: str
    weights: Mapping[str, Cell]
    found: Mapping[str, Mapping[str, Any]]


def weighting_table(basis: Basis, weightings: Sequence[Weighting]) -> Table:
    """A weighting and criterion a row."""
    table = Table(
        "Weightings",
        [
            Column("weighting", "Weighting", 26),
            Column("name", "What it is", 50),
            Column("criterion", "Criterion", 18),
            Column("weight", "Weight", 12, "share"),
        ],
    )
    for one in weightings:
        for criterion in basis.criteria:
            weight = one.weights[criterion.id]
            table.add(one.id, criterion.id, weighting=one.id, name=one.name, criterion=criterion.id, weight=weight)
    return table


def effect_table(basis: Basis, weightings: Sequence[Weighting], weights: Table, values: Table) -> Table:
    """A weighting and option a row: total and rank at these weights, here and in the run."""
    table = Table(
        "Other weightings",
        [
            Column("weighting", "Weighting", 26),
            Column("option", "Option", 28),
            Column("low", "Total, lowest", 11, "two"),
            Column("high", "Total, highest", 11, "two"),
            Column("rank_low", "Rank, better end", 10, "whole"),
            Column("rank_high", "Rank, worse end", 10, "whole"),
            Column("run_low", "The run's total, lowest", 11, "two"),
            Column("run_high", "The run's total, highest", 11, "two"),
            Column("run_rank_low", "The run's rank, better end", 10, "whole"),
            Column("run_rank_high", "The run's rank, worse end", 10, "whole"),
            Column("verdict", "Agrees", 13),
        ],
    )
    for one in weightings:
        _add(basis, one, weights, values, table)
    return table


def _add(basis: Basis, one: Weighting, weights: Table, values: Table, table: Table) -> None:
    order, criteria = list(basis.options), [criterion.id for criterion in basis.criteria]
    shares = [float(one.weights[id_].value or 0.0) for id_ in criteria]
    first = table.next
    span = _span(weights, "weight", one.id, criteria)
    totals = {
        end: [
            sum(
                share * values.number(end, values.places[option, id_])
                for share, id_ in zip(shares, criteria, strict=True)
            )
            for option in order
        ]
        for end in ENDS
    }
    for number, option in enumerate(order):
        cells = {
            end: Cell(totals[end][number], f"=SUMPRODUCT({span},{_span(values, end, option, criteria)})")
            for end in ENDS
        }
        ranks = rank_cells(table, first, totals)
        run = one.found.get(option)
        told = {f"run_{end}": run["total"][end] for end in ENDS} if run else {}
        told |= {f"run_rank_{end}": run["rank"][end] for end in ENDS} if run else {}
        here = {key: cell.value for key, cell in {**cells, **ranks}.items()}
        verdict = verdict_of(table, ("low", "high", "rank_low", "rank_high"), here, told)
        table.add(one.id, option, weighting=one.id, option=option, **cells, **ranks, **told, verdict=verdict)


def verdict_of(table: Table, columns: Sequence[str], here: Mapping[str, Any], run: Mapping[str, Any]) -> Cell:
    """Whether figures of the next row agree with the run's, which stand in the columns named run_...

    They agree where they differ by no more than 1e-9 of their size, or 1e-9 where they are smaller than 1: findings
    hold 9 decimals.
    """
    if not run:
        return Cell(NOT_IN_RUN)
    close = [
        f"ABS({table.here(column)}-{table.here(f'run_{column}')})<=Tolerance*MAX(1,ABS({table.here(f'run_{column}')}))"
        for column in columns
    ]
    is_close = all(
        abs(float(here[column]) - float(run[f"run_{column}"])) <= 1e-9 * max(1.0, abs(float(run[f"run_{column}"])))
        for column in columns
    )
    figures = f"COUNT({','.join(table.here(column) for column in columns)})={len(columns)}"
    formula = f'=IF({figures},IF(AND({",".join(close)}),"{AGREES}","{DIFFERS}"),"{DIFFERS}")'
    return Cell(AGREES if is_close else DIFFERS, formula)


def weightings(basis: Basis, weights: Table, people: Table) -> list[Weighting]:
    """The weightings whose effect is shown, in order."""
    return [
        *_of_groups(basis, weights),
        *_without(basis, weights),
        *_alike(basis, weights, people),
        *_of_people(basis, people),
    ]


def _of_groups(basis: Basis, weights: Table) -> Iterator[Weighting]:
    for id_, ranking in basis.findings["robustness"]["by_group"].items():
        name = basis.say("weighting_group", name=basis.findings["ballots"]["by_group"][id_]["name"])
        cells = {
            criterion: Cell(weights.number(f"of-{id_}", place), f"={weights.at(f'of-{id_}', place)}")
            for (criterion,), place in weights.places.items()
        }
        yield Weighting(f"group {id_}", name, cells, _by_option(ranking))


def _without(basis: Basis, weights: Table) -> Iterator[Weighting]:
    agreed = {id_: weights.number("agreed", place) for (id_,), place in weights.places.items()}
    for left_out, ranking in basis.findings["robustness"]["without_criterion"].items():
        rest = sum(weight for id_, weight in agreed.items() if id_ != left_out)
        cells = {left_out: Cell(0.0)}
        for id_, weight in agreed.items():
            if id_ != left_out:
                of_rest = f"(SUM(Agreed_weights)-{weights.of('agreed', left_out)})"
                cells[id_] = Cell(weight / rest, f"={weights.of('agreed', id_)}/{of_rest}")
        name = basis.say("weighting_without", name=basis.criterion_names[left_out])
        yield Weighting(f"without {left_out}", name, cells, _by_option(ranking))


def _alike(basis: Basis, weights: Table, people: Table) -> Iterator[Weighting]:
    found = {told["by"]: told for told in basis.findings["robustness"]["equal_group_weights"] or ()}
    groups = [column.key for column in weights.columns if column.key.startswith("of-")]
    by_groups, by_people, all_alike = {}, {}, {}
    for (id_,), place in weights.places.items():
        cells = [weights.at(key, place) for key in groups]
        mean = sum(weights.number(key, place) for key in groups) / len(groups)
        by_groups[id_] = Cell(mean, f"=AVERAGE({','.join(cells)})")
        each = [people.number("weight", row) for (_, criterion), row in people.places.items() if criterion == id_]
        formula = f"=AVERAGEIFS({people.span('weight')},{people.span('criterion')},{quoted(id_)})"
        by_people[id_] = Cell(sum(each) / len(each), formula)
        all_alike[id_] = Cell(1 / len(weights), f"=1/ROWS({weights.span('agreed')})")
    for key, cells_of in (("groups", by_groups), ("people", by_people)):
        ranking = _by_option(found[key]["ranking"]) if key in found else {}
        yield Weighting(f"{key} alike", basis.say(f"weighting_{key}_alike"), cells_of, ranking)
    yield Weighting("criteria alike", basis.say("weighting_criteria_alike"), all_alike, {})


def _of_people(basis: Basis, people: Table) -> Iterator[Weighting]:
    for person, ranking in basis.findings["robustness"]["by_person"].items():
        cells = {
            criterion.id: Cell(
                people.number("weight", people.places[person, criterion.id]),
                f"={people.of('weight', person, criterion.id)}",
            )
            for criterion in basis.criteria
        }
        yield Weighting(f"person {person}", basis.say("weighting_person", person=person), cells, _by_option(ranking))


def _by_option(ranking: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {row["option"]: row for row in ranking}


def _span(table: Table, column: str, of: str, criteria: Sequence[str]) -> str:
    return table.span(column, table.places[of, criteria[0]], table.places[of, criteria[-1]])
