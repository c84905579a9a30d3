"""What the sheet of weights of a form says, in each way of asking: answers as an entry holds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from appraisal.analysis.weighting import problems_of
from appraisal.model import weights_form as form
from appraisal.model.ballot_form import plain
from appraisal.model.ballots import Way
from appraisal.model.tree import CriteriaTree
from appraisal.model.weights_said import asked
from appraisal.model.workspace import Place
from appraisal.records.table_rows import Row, short
from appraisal.records.weights_parts import decimal_text

Answers = dict[str, str]


def answered(way: Way, rows: Sequence[Row], place: Place, *, is_whole: bool) -> Answers | None:
    """The answers on a sheet in which something is filled in, as decimal text; what is wrong goes to its rows.

    Args:
        way: how the form asks.
        rows: of its sheet, each as the form told it and once; at least one.
        place: whose criteria and branches it is about.
        is_whole: whether these are all its rows; where one is lacking, which is told, only cells are looked at.

    Returns:
        None where they cannot be used, which is told.
    """
    problems = rows[0].problems
    before, tree = len(problems), CriteriaTree.of(place.criteria, place.branches)
    answers = _READERS[way](rows, tree)
    if len(problems) > before or not is_whole:
        return None
    column = form.TO_FILL_IN[form.SHEET_OF[way]][0]
    for text in problems_of(way, {of: float(given) for of, given in answers.items()}, tree):
        rows[0].problem(text, column)
    return answers if len(problems) == before else None


def _points(rows: Sequence[Row], _tree: CriteriaTree) -> Answers:
    return _numbers(
        rows, form.POINTS, (0, 100), "No points for '{}'. Give it 0 to 100; 0 where its move would not help."
    )


def _shared(rows: Sequence[Row], _tree: CriteriaTree) -> Answers:
    blank = "No points for '{}'. Give it some of the 100; 0 where its move would not help."
    return _numbers(rows, form.SHARE, (0, 100), blank)


def _ranks(rows: Sequence[Row], _tree: CriteriaTree) -> Answers:
    blank = "No rank for '{}'. Give it one: 1 for the move that helps most, the same for two that help the same."
    return _numbers(rows, form.RANK, (1, None), blank)


def _numbers(rows: Sequence[Row], column: str, limits: tuple[float, float | None], blank: str) -> Answers:
    """A number in each row, by the row's id."""
    found = {}
    for row in rows:
        id_ = row.text("criterion")
        number = row.number(column, at_least=limits[0], at_most=limits[1])
        if not row.text(column):
            row.problem(blank.format(id_), column)
        if number is not None:
            found[id_] = decimal_text(number)
    return found


def _pairs(rows: Sequence[Row], _tree: CriteriaTree) -> Answers:
    """Which of each two helps more and how much, turned so that it comes first."""
    found = {}
    for row in rows:
        pair, which = row.text("pair"), plain(row.text(form.WHICH)).lower()
        times = row.number(form.TIMES, at_least=1, at_most=9)
        if not which:
            row.problem(f"Which of these two helps more is blank. Write {_CHOICES}.", form.WHICH)
        elif which not in (form.FIRST, form.SECOND, form.SAME):
            row.problem(f"'{short(row.text(form.WHICH))}' is none of the answers: {_CHOICES}.", form.WHICH)
        elif which == form.SAME:
            if times not in (None, 1.0):
                text = f"They help {form.SAME}, so 1 was expected, and {short(row.text(form.TIMES))} was found."
                row.problem(f"{text} Keep what they meant.", form.TIMES)
            found[pair] = "1"
        elif not row.text(form.TIMES):
            row.problem(f"How many times as much the {which} helps is blank. Give 1 to 9.", form.TIMES)
        elif times is not None:
            one, _, other = pair.partition("/")
            found[pair if which == form.FIRST or times == 1 else f"{other}/{one}"] = decimal_text(times)
    return found


def _most_and_least(rows: Sequence[Row], tree: CriteriaTree) -> Answers:
    """The one that helps most against the others, and the others against the one that helps least."""
    columns = (form.MOST_TO_THIS, form.THIS_TO_LEAST)
    by_id = {row.text("criterion"): row for row in rows}
    given: dict[str, tuple[float, float]] = {}
    for id_, row in by_id.items():
        most, least = (row.number(column, at_least=1, at_most=9) for column in columns)
        for column in columns:
            if not row.text(column):
                row.problem(f"No number for '{id_}' here. Give 1 to 9.", column)
        if most is not None and least is not None:
            given[id_] = (most, least)
    found: Answers = {}
    for ids in asked(tree).values():
        if all(id_ in given for id_ in ids):
            found |= _compared({id_: given[id_] for id_ in ids}, by_id)
    return found


def _compared(given: Mapping[str, tuple[float, float]], rows: Mapping[str, Row]) -> Answers:
    """The comparisons of what is weighed together.

    Args:
        given: id -> how many times as much what helps most helps as this, and this as what helps least.
        rows: id -> its row.
    """
    first = rows[next(iter(given))]
    most = [id_ for id_, (against, _) in given.items() if against == 1]
    least = [id_ for id_, (_, against) in given.items() if against == 1]
    listed = ", ".join(given)
    if not most:
        first.problem(f"None of {listed} has 1 here. Give 1 to the one that helps most.", form.MOST_TO_THIS)
    if not least:
        first.problem(f"None of {listed} has 1 here. Give 1 to the one that helps least.", form.THIS_TO_LEAST)
    if not most or not least:
        return {}
    # What helps as much as the one that helps most has 1 too: of these, the one that fits is taken.
    ends = [(b, w) for b in most for w in least if b != w and given[w][0] == given[b][1]]
    if not ends:
        b, w = next(((b, w) for b in most for w in least if b != w), (most[0], least[0]))
        if b == w:
            text = f"'{b}' has 1 in both columns, as what helps most and what helps least. Keep what they meant."
        else:
            text = (
                f"'{b}' against '{w}' is asked in both columns, and the answers differ: {given[w][0]:g} in the row of "
                f"'{w}', {given[b][1]:g} here. Keep what they meant in both."
            )
        rows[b].problem(text, form.THIS_TO_LEAST)
        return {}
    best, worst = ends[0]
    found = {f"{best}/{id_}": decimal_text(against) for id_, (against, _) in given.items() if id_ != best}
    others = {id_: against for id_, (_, against) in given.items() if id_ not in (best, worst)}
    return found | {f"{id_}/{worst}": decimal_text(against) for id_, against in others.items()}


_CHOICES = f"{form.FIRST}, {form.SECOND} or {form.SAME}"
_READERS: Mapping[Way, Callable[[Sequence[Row], CriteriaTree], Answers]] = {
    "swing-points": _points,
    "direct-points": _shared,
    "ranking": _ranks,
    "analytic-hierarchy": _pairs,
    "best-worst": _most_and_least,
}
