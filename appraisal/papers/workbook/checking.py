"""The check: every figure of the run's findings that the workbook works out, beside what it comes to here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.other_weightings import AGREES, HOLDS, NOT_IN_RUN, shown_and_kept, verdict_of
from appraisal.papers.workbook.scores import ENDS
from appraisal.papers.workbook.tables import Cell, Column, Table, quoted


def check_table(
    basis: Basis, *, weights: Table, performances: Table, values: Table, weighted: Table, totals: Table
) -> Table:
    """A figure of the findings a row: weights, performances, value scores, weighted scores, totals and ranks."""
    table = Table(
        "Check",
        [
            Column("what", "Figure", 18),
            Column("option", "Option", 28),
            Column("criterion", "Criterion", 18),
            Column("run_low", "In the run, lowest", 20, "nine"),
            Column("run_high", "In the run, highest", 20, "nine"),
            Column("low", "Here, lowest", 20, "nine"),
            Column("high", "Here, highest", 20, "nine"),
            Column("verdict", "Agrees", 30),
        ],
    )
    for (criterion,), place in weights.places.items():
        agreed = basis.findings["weights"][criterion]
        here = {end: _here(weights, "agreed", place) for end in ENDS}
        _row(basis, table, ("weight", "", criterion), dict.fromkeys(ENDS, agreed), here)
    by_criterion = {
        "performance": performances,
        "value score": values,
        "weighted score": weighted,
    }
    for what, found in by_criterion.items():
        for (option, criterion), place in found.places.items():
            told = basis.options[option][_KEYS[what]][criterion]
            ends = told if what != "performance" or told["value"] is None else dict.fromkeys(ENDS, told["value"])
            here = {end: _here(found, end, place) for end in ENDS}
            _row(basis, table, (what, option, criterion), ends, here)
    for (option,), place in totals.places.items():
        for what, column in (("total", "{end}"), ("rank", "rank_{end}")):
            here = {end: _here(totals, column.format(end=end), place) for end in ENDS}
            _row(basis, table, (what, option, ""), basis.options[option][what], here)
    return table


_GOOD = (AGREES, NOT_IN_RUN, HOLDS)
_KEYS = {"performance": "performance", "value score": "value_scores", "weighted score": "weighted_scores"}


def _here(table: Table, column: str, place: int) -> Cell:
    return Cell(table.number(column, place), f"={table.at(column, place)}")


def _row(
    basis: Basis, table: Table, what: tuple[str, str, str], run: Mapping[str, Any], here: Mapping[str, Cell]
) -> None:
    told = {f"run_{end}": float(run[end]) for end in ENDS}
    of_rank = told if what[0] == "rank" else {}
    shown, kept = shown_and_kept(basis, what[1], {} if of_rank else told, of_rank)
    verdict = verdict_of(table, {end: cell.value for end, cell in here.items()}, shown, kept)
    named = {"what": what[0], "option": what[1], "criterion": what[2]}
    table.add(*what, **named, **shown, **here, verdict=verdict)


def summary(basis: Basis, check: Table, effect: Table) -> Cell:
    """Whether everything agrees, or how many figures differ."""
    tables = [table for table in (check, effect) if len(table)]
    verdicts = [table.shown("verdict", place) for table in tables for place in range(len(table))]
    differing = sum(verdict not in _GOOD for verdict in verdicts)
    spans = [table.span("verdict") for table in tables]
    # Counted is what does not say that it agrees, so that an error in the table is not passed over.
    good = [[f'COUNTIF({span},"{text}")' for text in _GOOD] for span in spans]
    differ = "+".join("-".join([f"ROWS({span})", *counts]) for span, counts in zip(spans, good, strict=True))
    all_agree = basis.say("all_agree")
    before, _, after = basis.say("some_differ", count="{count}").partition("{count}")
    formula = f"=IF({differ}=0,{quoted(all_agree)},{quoted(before)}&({differ})&{quoted(after)})"
    return Cell(f"{before}{differing}{after}" if differing else all_agree, formula)
