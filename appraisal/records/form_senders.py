"""Whose form it is, and which: what the first sheet of a form that comes back says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from appraisal.errors import Problem, did_you_mean
from appraisal.model import ballot_form as form
from appraisal.model.ballot_form import FormMark
from appraisal.model.workspace import Place, Workspace
from appraisal.records.table_rows import Row, Table, rows_of, short

NEW_FORM = "Write a new form: appraisal ballot --for"


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose form it is and what it asked.

    Attributes:
        cast_on: the day on which they finished; None where that cannot be read, which is told.
        replaces: why it takes the place of a form sent before; None where they do not say.
    """

    person: str
    role: str
    mark: FormMark
    cast_on: date | None
    replaces: str | None


def sender_of(
    start: Table | None, name: str, workspace: Workspace, place: Place, problems: list[Problem]
) -> Sender | None:
    """What the first sheet says.

    Args:
        start: the first sheet; None where it cannot be read.
        name: the workbook's path as the user knows it.
        workspace, place: what the form is held against.
        problems: where problems go.

    Returns:
        Whose form it is, or None where the rest of it could not be relied on.
    """
    found = [] if start is None else rows_of(start, problems, columns=form.COLUMNS[form.START]) or []
    rows = {row.text(form.START): row for row in found}
    needed = (form.YOUR_ID, form.PLACE, form.MARK, form.DATE, form.AGAIN)
    missing = [about for about in needed if about not in rows]
    if missing and any(problem.file == name and problem.sheet == form.START for problem in problems):
        return None  # why these rows cannot be read is told already
    if missing:
        text = f"Row{'s' if len(missing) > 1 else ''} {', '.join(missing)} cannot be read. Ask for a new form."
        problems.append(Problem(name, 0, text, form.START))
        return None
    mark = _mark(rows, place, problems)
    roles = {member.person: member.group for member in place.plan.panel}
    person = rows[form.YOUR_ID].text(form.ANSWER)
    if person not in roles:
        text = f"'{short(person)}' is not on the panel of '{place.id}'.{did_you_mean(person, roles)}"
        rows[form.YOUR_ID].problem(f"{text} Forms of the panel alone are taken in.", form.ANSWER)
        return None
    if mark is None:
        return None
    if not mark.belongs_to(place.id, person):
        text = f"This form was not written for '{person}': an id or the mark was changed. {NEW_FORM} {person}"
        rows[form.MARK].problem(text, form.ANSWER)
        return None
    if mark.criteria != form.hash_of_criteria(place, mark.asked, mark.way):
        text = "The criteria have changed since this form was written, and its answers belong to what it told."
        rows[form.MARK].problem(f"{text} {NEW_FORM} {person}", form.ANSWER)
        return None
    return Sender(
        person,
        roles[person],
        mark,
        _cast_on(rows[form.DATE], workspace.settings.as_at),
        rows[form.AGAIN].text(form.ANSWER) or None,
    )


def _mark(rows: Mapping[str, Row], place: Place, problems: list[Problem]) -> FormMark | None:
    """Which form it is, where that is one of this place and format."""
    before = len(problems)
    mark = FormMark.read(rows[form.MARK].text(form.ANSWER))
    found = rows[form.PLACE].text(form.ANSWER)
    if found != place.id:
        text = f"This form is for '{short(found)}', and ballots of '{place.id}' are taken in. Name its --place instead."
        rows[form.PLACE].problem(text, form.ANSWER)
    if mark is None:
        rows[form.MARK].problem("This mark was changed, so what was asked is not known.", form.ANSWER)
    elif mark.format not in form.READ:
        text = f"This form has format {mark.format}; format {form.FORMAT} is read here. Send them a new form."
        rows[form.MARK].problem(text, form.ANSWER)
    return mark if len(problems) == before else None


def _cast_on(row: Row, as_at: date) -> date | None:
    found = row.text(form.ANSWER)
    if not found:
        row.problem("The date is blank. Fill in the day on which the form was finished.", form.ANSWER)
        return None
    cast_on = row.date(form.ANSWER)
    if cast_on and cast_on > as_at:
        text = f"Finished on {cast_on}, which is after the workspace's as_at, {as_at}. Mend one of them."
        row.problem(text, form.ANSWER)
        return None
    return cast_on
