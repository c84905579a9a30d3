"""What the sheet of interests of a form says: that there is none, or which there are and how each is managed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from appraisal.model import ballot_form as form
from appraisal.model.ballot_form import plain
from appraisal.model.interests import NONE, NONE_NEEDED
from appraisal.model.workspace import Place
from appraisal.records.table_rows import Row, short

Declared = tuple[Row, Mapping[str, str]]


def declared_in(rows: Sequence[Row], place: Place) -> Iterator[Declared]:
    """The contents of entries that rows give; what is wrong with a row goes to its problems.

    Args:
        rows: those in which something is filled in, at least one.
        place: whose providers and sites can be named.
    """
    named = [row for row in rows if row.text("row") != form.ANY]
    for row in rows:
        if row.text("row") == form.ANY:
            yield from _any_interest(row, named)
    if len(named) == len(rows):
        named[0].problem(f"An interest is named, and the first row is blank. Write {form.SOME} there.")
    for row in named:
        yield from _interest(row, place)


def _any_interest(row: Row, named: Sequence[Row]) -> Iterator[Declared]:
    """The first row: none, or yes and which."""
    found = plain(row.text(form.ABOUT)).lower()
    if found not in (form.NONE, form.SOME):
        row.problem(f"It says '{short(found)}'; {form.NONE} or {form.SOME} was expected.", form.ABOUT)
    elif found == form.SOME and not named:
        row.problem(f"It says {form.SOME}, and no row below names an interest. Name it there.", form.ABOUT)
    elif found == form.NONE and named:
        text = f"It says {form.NONE}, and row {named[0].text('row')} names an interest. Keep what they meant."
        row.problem(text, form.ABOUT)
    elif found == form.NONE:
        yield row, {"provider": "", "site": "", "interest": NONE, "managed": NONE_NEEDED}
    for column in (form.WHAT, form.MANAGED):
        if row.text(column):
            row.problem("Nothing is filled in here. Name each interest in a row below.", column)


def _interest(row: Row, place: Place) -> Iterator[Declared]:
    """One interest: about which provider or site, what it is, and how it is managed; "none" takes it back."""
    is_none = plain(row.text(form.WHAT)).lower() == form.NONE
    asked = (form.ABOUT, form.WHAT) if is_none else form.TO_FILL_IN[form.INTERESTS]
    blank = [column for column in asked if not row.text(column)]
    for column in blank:
        row.problem("This part of the interest is blank. Fill it in, or clear the row.", column)
    choices = {plain(choice): found for choice, found in form.about_choices(place).items()}
    about, managed = choices.get(plain(row.text(form.ABOUT))), plain(row.text(form.MANAGED)).lower()
    if row.text(form.ABOUT) and about is None:
        text = f"'{short(row.text(form.ABOUT))}' is no provider or site of the list. Choose from the list."
        row.problem(text, form.ABOUT)
    if wrong := _wrongly_managed(managed, is_none=is_none):
        row.problem(wrong, form.MANAGED)
    elif about is not None and not blank:
        said = (NONE, NONE_NEEDED) if is_none else (row.text(form.WHAT), managed)
        yield row, {"provider": about[0], "site": about[1], "interest": said[0], "managed": said[1]}


def _wrongly_managed(managed: str, *, is_none: bool) -> str:
    """Why an interest cannot be managed so; empty where it can, or where nothing is said."""
    ways = " or ".join(form.MANAGED_BY)
    if is_none:
        text = f"'{short(managed)}' goes with an interest, and this row says {NONE}. Keep what they meant."
        return text if managed not in ("", NONE_NEEDED) else ""
    if managed == NONE_NEEDED:
        return f"'{NONE_NEEDED}' goes with '{NONE}' alone, and an interest is named here; {ways} was expected."
    return "" if managed in ("", *form.MANAGED_BY) else f"'{short(managed)}' is not known; {ways} was expected."
