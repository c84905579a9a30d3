"""Rows of a table of weights, or of comparisons, as the rows of the entries that they would become."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import cast

from appraisal.model.ballots import WAYS, Way
from appraisal.model.tree import CriteriaTree
from appraisal.model.weights_said import PART_OF, asked
from appraisal.model.workspace import Place
from appraisal.records.entry_parts import Held
from appraisal.records.table_rows import Row, short
from appraisal.records.weights_parts import TIMES_EXPECTED, compare, decimal_text, ids_weighed

COMPARISONS = ("person", "cast_on", "way", "first", "second", "times")
"""The columns of a table of comparisons, one a row."""

COMPARED: tuple[Way, ...] = tuple(way for way in WAYS if PART_OF[way] == "comparisons")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SAME_FOR_ALL = ("anchors", "replaces", "replaces_reason")
_LIMITS: dict[str, tuple[float, float | None]] = {"points": (0, 100), "ranks": (1, None)}


def columns_of_weights(place: Place) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns of a table of weights for criteria and branches: those that must be there, and those that may."""
    tree = CriteriaTree.of(place.criteria, place.branches)
    needed = [id_ for ids in asked(tree).values() for id_ in ids]
    every = [*tree.criteria, *(branch.id for branch in place.branches)]
    return tuple(id_ for id_ in every if id_ in needed), tuple(id_ for id_ in every if id_ not in needed)


def weights_row(row: Row, held: Held) -> Row | None:
    """A row of points or ranks, a column for each, as one that has them in the part of their way; None where it cannot.

    Args:
        row: of a table whose way may be left out or blank, and is that of swing points then.
        held: whose criteria and branches it is about.
    """
    before = len(row.problems)
    way = cast("Way | None", row.one_of("way", WAYS, "Way") if row.text("way") else WAYS[0])
    if way in COMPARED:
        text = f"'{way}' compares pairs, in a table of its own with the columns {', '.join(COMPARISONS)}."
        row.problem(f"{text} Put it there.", "way")
    if way is None or way in COMPARED:
        return None
    part = PART_OF[way]
    least, most = _LIMITS[part]
    given = {id_: row.number(id_, at_least=least, at_most=most) for id_ in ids_weighed(held)}
    if len(row.problems) > before:
        return None
    said = "; ".join(f"{id_}={decimal_text(number)}" for id_, number in given.items() if number is not None)
    if not said:
        row.problem(f"There are no {part} in this row. Fill it in, or delete it.")
        return None
    cells = {name: row.text(name) for name in ("person", "cast_on", *_SAME_FOR_ALL)}
    return replace(row, cells={**cells, "way": way, part: said})


def ballots_of_comparisons(rows: Iterable[Row], held: Held) -> list[Row]:
    """Rows of one comparison each as rows of ballots: those of one person, way and day are one.

    A row with something wrong is told, and so nothing comes of the ballot that it is part of.
    """
    together: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        together.setdefault(tuple(row.text(name) for name in ("person", "way", "cast_on")), []).append(row)
    ballots = [_ballot(found, held) for found in together.values()]
    return [ballot for ballot in ballots if ballot is not None]


def _ballot(rows: Sequence[Row], held: Held) -> Row | None:
    first = rows[0]
    before = len(first.problems)
    first.one_of("way", COMPARED, "Way of comparing")
    said: dict[frozenset[str], tuple[str, str, Row]] = {}
    for row in rows:
        compared = _comparison(row, held)
        if compared is None:
            continue
        pair, times = compared
        one, _, other = pair.partition("/")
        earlier = said.get(frozenset((one, other)))
        if earlier is not None:
            row.problem(f"'{one}' and '{other}' are compared on {earlier[2].where} already. Compare each pair once.")
        said.setdefault(frozenset((one, other)), (pair, times, row))
    cells = {name: first.text(name) for name in ("person", "cast_on", "way")}
    for name in _SAME_FOR_ALL:
        texts = list(dict.fromkeys(row.text(name) for row in rows if row.text(name)))
        if len(texts) > 1:
            text = f"'{short(texts[0])}' and '{short(texts[1])}' stand in '{name}' of one ballot. Keep one of them."
            next(row for row in rows if row.text(name) == texts[1]).problem(text, name)
        cells[name] = texts[0] if texts else ""
    if len(first.problems) > before:
        return None
    return replace(first, cells={**cells, "comparisons": "; ".join(f"{pair}={n}" for pair, n, _ in said.values())})


def _comparison(row: Row, held: Held) -> tuple[str, str] | None:
    known = ids_weighed(held)
    one, other = (row.one_of(name, known, "Criterion") for name in ("first", "second"))
    times = row.required("times")
    compared = compare(one, other, times) if one and other and times else None
    if times and compare("one", "other", times) is None:
        hint = " A spreadsheet made a date of it: give the cell the format of text." if _DATE.fullmatch(times) else ""
        row.problem(f"{row.naming('times')} is '{short(times)}'; {TIMES_EXPECTED}.{hint}", "times")
    return compared
