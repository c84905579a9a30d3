"""The effect of other weightings: each group's, each person's, all alike, and without each criterion in turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.scores import ENDS, rank_cells
from appraisal.papers.workbook.tables import Cell, Column, Table, quoted

AGREES, DIFFERS, NOT_IN_RUN = "agrees", "differs", "not in the run"
HOLDS = "range holds what the run found"


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
            Column("verdict", "Agrees", 30),
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
        of_rank = {f"run_rank_{end}": run["rank"][end] for end in ENDS} if run else {}
        here = {key: cell.value for key, cell in {**cells, **ranks}.items()}
        shown, kept = shown_and_kept(basis, option, told, of_rank)
        verdict = verdict_of(table, here, shown, kept)
        table.add(one.id, option, weighting=one.id, option=option, **cells, **ranks, **shown, verdict=verdict)


def shown_and_kept(
    basis: Basis, option: str, told: Mapping[str, float], ranks: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, float]]:
    """What may be shown of what the run says of an option, and what is held against the ranges here unseen.

    Where a site has not been approached, nothing of its options is shown; nor is any rank of the run, for each tells
    whether a total of theirs is higher or lower.

    Args:
        basis: of the workbook.
        option: id of the option; "" where it is about none.
        told: by column, figures of the option alone.
        ranks: by column, ends of its rank.
    """
    if not basis.hidden:
        return {**told, **ranks}, {}
    if option and not basis.is_open_book(option):
        return {}, {**told, **ranks}
    return {**told}, {**ranks}


def verdict_of(table: Table, here: Mapping[str, Any], shown: Mapping[str, float], kept: Mapping[str, float]) -> Cell:
    """Whether figures of the next row agree with the run's.

    They agree where they differ by no more than 1e-9 of their size, or 1e-9 where they are smaller than 1: findings
    hold 9 decimals. Of what is not shown of the run, the ranges here must hold it; the formula then keeps to the
    ranges as they were written.

    Args:
        table: has columns named as in `here`, and for what is shown those named run_...
        here: figures of the row, by column.
        shown, kept: the run's, shown and not shown, by run_... of their column.
    """
    if not shown and not kept:
        return Cell(NOT_IN_RUN)
    columns = [key.removeprefix("run_") for key in (*shown, *kept)]
    beside = {column: table.here(f"run_{column}") for column in columns if f"run_{column}" in shown}
    beside |= {column: f"{float(here[column]):.15g}" for column in columns if f"run_{column}" in kept}
    close = [f"ABS({table.here(column)}-{told})<=Tolerance*MAX(1,ABS({told}))" for column, told in beside.items()]
    is_close = all(abs(float(here[key[4:]]) - float(run)) <= _slack(run) for key, run in shown.items())
    is_held = all(_holds(key[4:], float(here[key[4:]]), float(run)) for key, run in kept.items())
    good = HOLDS if kept else AGREES
    figures = f"COUNT({','.join(table.here(column) for column in columns)})={len(columns)}"
    if not is_held:
        return Cell(DIFFERS)
    formula = f'=IF({figures},IF(AND({",".join(close)}),"{good}","{DIFFERS}"),"{DIFFERS}")'
    return Cell(good if is_close else DIFFERS, formula)


def _slack(figure: float) -> float:
    return 1e-9 * max(1.0, abs(float(figure)))


def _holds(column: str, here: float, run: float) -> bool:
    """Whether an end of a range here lies no further in than the run's figure."""
    return here <= run + _slack(run) if column.endswith("low") else here >= run - _slack(run)


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
