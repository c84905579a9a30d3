"""Reading a form back: what a person filled in, as drafts of entries, held against what the form told them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from appraisal.errors import Problem, did_you_mean
from appraisal.model import ballot_form as form
from appraisal.model.ballot_form import plain
from appraisal.model.ballots import NO_ANSWERS
from appraisal.model.entries import Draft
from appraisal.model.weights_form import SHEET_OF, Told, weights_told
from appraisal.model.weights_said import anchors_seen, under_seen, weights_content
from appraisal.model.workspace import Place
from appraisal.records.ballot_rows import BallotRow
from appraisal.records.entry_rows import Desk
from appraisal.records.form_interests import declared_in
from appraisal.records.form_senders import NEW_FORM, Sender, sender_of
from appraisal.records.form_strays import Stray, changed_sheets, mark_of, tell_strays
from appraisal.records.form_weights import answered
from appraisal.records.table_rows import Row, Table, rows_of, short
from appraisal.records.xlsx_files import read_sheets

_PUT_BACK = "This cell is not one to fill in: put back what it said, or ask for a new form."


def is_form(tables: Sequence[Table]) -> bool:
    """Whether the sheets of a workbook are those of a form."""
    return any(table.sheet == form.START or tuple(table.header) == form.COLUMNS[form.START] for table in tables)


def is_blank_form(path: Path) -> bool:
    """Whether a file is a form in which nobody has filled in anything yet; nothing else is taken for one."""
    problems: list[Problem] = []
    tables = read_sheets(path, str(path), problems) or ()
    if not is_form(tables) or any(map(_has_answers, tables)) or _says_something(tables):
        return False
    tell_strays(tables, problems)
    mark = mark_of(tables)
    return mark is not None and not problems and not changed_sheets(tables, mark)


def read_form(tables: Sequence[Table], name: str, desk: Desk, problems: list[Problem]) -> list[BallotRow]:
    """Read the sheets of one person's form.

    Args:
        tables: the sheets, as `read_sheets` gives them.
        name: the workbook's path as the user knows it.
        desk: what it is held against.
        problems: where problems go, each with its sheet and cell.

    Returns:
        The answers that stand: interests, weights and scores that were filled in; what is blank is not answered.
    """
    by_name = {table.sheet: table for table in tables}
    strays = tell_strays(tables, problems)
    if not any(map(_has_answers, tables)) and not any(problem.file == name for problem in problems):
        problems.append(Problem(name, 0, "Nothing is filled in. Ask whether they sent the file that they saved."))
        return []
    sender = sender_of(by_name.get(form.START), name, desk.workspace, desk.place, problems)
    if sender is None:
        return []
    reader = _Reader(by_name, name, desk.place, sender, problems, strays, {sheet for sheet, _ in strays})
    reader.levels()
    found = [*reader.interests(), *reader.weights(), *reader.scores()]
    reader.whatever_else_was_changed()
    return found


@dataclass(frozen=True)
class _Reader:
    """What reads one form.

    Attributes:
        strays: rows with something that is not read, which is told.
        explained: sheets of which it is told already where they do not tell what the form told.
    """

    tables: Mapping[str, Table]
    file: str
    place: Place
    sender: Sender
    problems: list[Problem]
    strays: Collection[Stray]
    explained: set[str]

    def interests(self) -> Iterator[BallotRow]:
        """What was declared; whoever answers anything else declares first."""
        rows = [row for row in self._rows(form.INTERESTS) if self._is_numbered(row)]
        declared = [row for row in rows if _answers(row, form.INTERESTS)]
        others = [table for name, table in self.tables.items() if name in (*SHEET_OF.values(), form.SCORES)]
        if not declared:
            if form.INTERESTS in self.tables and any(map(_has_answers, others)):
                text = "Declare interests first, in the first row: write none if there are none."
                self.problems.append(Problem(self.file, 0, text, form.INTERESTS))
            return
        for row, content in declared_in(declared, self.place):
            yield from self._answer(row, "interest", content)

    def weights(self) -> Iterator[BallotRow]:
        """Answers about each criterion, or none at all."""
        way = self.sender.mark.way
        sheet = SHEET_OF[way]
        rows = list(self._told(sheet))
        if not any(_answers(row, sheet) for row in rows):
            return
        there = {row.text(form.COLUMNS[sheet][0]) for row in rows}
        missing = [key for (key,) in weights_told(self.place, way) if key not in there]
        if missing and not self._is_told(sheet):
            text = f"The row of {', '.join(missing)} is gone. {NEW_FORM} {self.sender.person}"
            self.problems.append(Problem(self.file, 0, text, sheet))
            self.explained.add(sheet)
        answers = answered(way, rows, self.place, is_whole=not missing)
        if answers is not None:
            criteria, branches = self.place.criteria, self.place.branches
            content = weights_content(way, answers, anchors_seen(criteria, {}), under_seen(criteria, branches))
            yield from self._answer(rows[0], "weights", content)

    def scores(self) -> Iterator[BallotRow]:
        """A score and its reason for each row that was answered."""
        choices = {
            criterion.id: {plain(choice): answer for choice, answer in form.score_choices(criterion).items()}
            for criterion in self.place.criteria
            if criterion.panel
        }
        for row in self._told(form.SCORES):
            found, reason = row.text(form.SCORE), row.text(form.REASON)
            if found and not reason:
                row.problem("There is a score and no reason. Say why in a few words.", form.REASON)
            if reason and not found:
                row.problem("There is a reason and no score. Choose one, or clear the reason.", form.SCORE)
            if not found:
                continue
            site, criterion = row.text("site"), row.text("criterion")
            answer = _chosen(found, choices[criterion])
            if answer is None:
                known = ", ".join([*dict.fromkeys(choices[criterion].values())])
                text = f"'{short(found)}' is none of the answers that can be chosen: {known}. Choose from the list."
                row.problem(text, form.SCORE)
            elif reason:
                content = {"site": site, "criterion": criterion, "answer": answer, "reason": reason}
                yield from self._answer(row, "score", content)

    def levels(self) -> None:
        """Hold the described levels on the sheet of choices against those that stand in the criteria."""
        if self.sender.mark.asked == "weights":
            return
        known = {c.id: {plain(one) for one in form.score_choices(c)} for c in self.place.criteria if c.panel}
        for row in self._rows(form.CHOICES):
            if plain(row.text("answer")) not in known.get(row.text("for"), {plain(row.text("answer"))}):
                self._put_back(row, f"'{short(row.text('answer'))}' is not what the form said.", "answer")
        self._rows(form.EVIDENCE)

    def whatever_else_was_changed(self) -> None:
        """Tell of a sheet in which a cell that tells something was changed, or a row taken out, as its hash shows."""
        by_sheet = list(self.tables.values())
        for sheet in changed_sheets(by_sheet, self.sender.mark):
            if sheet not in self.explained:
                gone = self._gone() if sheet == form.SCORES else ""
                text = f"Something that this sheet told was changed, or a row of it is gone.{gone}"
                new = f"Put it back, or ask them anew. {NEW_FORM} {self.sender.person}"
                self.problems.append(Problem(self.file, 0, f"{text} {new}", sheet))

    def _gone(self) -> str:
        """The sites and criteria that the sheet of scores has no row for, in words."""
        keys, expected = self._expected(form.SCORES)
        there = {tuple(row.text(column) for column in keys) for row in self._rows(form.SCORES)}
        missing = [" on ".join(key) for key in expected if key not in there]
        return f" It has no row for {', '.join(missing)}." if missing else ""

    def _is_numbered(self, row: Row) -> bool:
        """Whether a row of interests has the number that the form gave it."""
        found, numbers = row.text("row"), [form.ANY, *map(str, range(1, form.INTEREST_ROWS + 1))]
        if found not in numbers:
            self._put_back(row, f"'{short(found)}' is no row of the form.", "row")
        return found in numbers

    def _answer(self, row: Row, kind: str, content: Mapping[str, Any]) -> Iterator[BallotRow]:
        """One answer as a draft; none where the day of the form is not known, which is told already."""
        sender = self.sender
        if sender.cast_on is None:
            return
        draft = Draft(
            kind=kind,
            place=self.place.id,
            person=sender.person,
            role=sender.role,
            entered_by=sender.person,
            route="file",
            cast_on=sender.cast_on.isoformat(),
            content=content,
        )
        yield BallotRow(row, sender.replaces, draft, is_of_a_form=True)

    def _told(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet that was asked for and that tell what the form told, each once.

        What they tell otherwise, in a cell that nobody fills in, is a problem of that cell.
        """
        mark = self.sender.mark
        if sheet not in form.sheets_of(mark.asked, mark.way):
            return
        keys, expected = self._expected(sheet)
        seen: dict[tuple[str, ...], int] = {}
        for row in self._rows(sheet):
            key = tuple(row.text(column) for column in keys)
            told = expected.get(key)
            first = seen.setdefault(key, row.line)
            if told is None:
                known = {one[at] for one in expected for at in range(len(keys))}
                column = next((one for one in keys if row.text(one) not in known), keys[0])
                text = f"'{short(row.text(column))}' is none that the form asked about."
                self._put_back(row, f"{text}{did_you_mean(row.text(column), known)}", column)
            elif first != row.line:
                self._put_back(row, f"'{', '.join(key)}' stands in row {first} already.", keys[-1])
            elif not [column for column, text in told.items() if self._differs(row, column, text)]:
                yield row

    def _differs(self, row: Row, column: str, told: str) -> bool:
        found = row.text(column)
        if plain(found) == plain(told):
            return False
        self._put_back(row, f"The form said '{short(told)}' here, and now it says '{short(found)}'.", column)
        return True

    def _put_back(self, row: Row, text: str, column: str) -> None:
        """Tell that a cell does not say what the form told in it."""
        row.problem(f"{text} {_PUT_BACK}", column)
        self.explained.add(row.sheet)

    def _rows(self, sheet: str) -> list[Row]:
        """The rows of a sheet that the form has; none where it cannot be read, which is told."""
        table = self.tables.get(sheet)
        if table is None:
            if not self._is_told(sheet):
                text = f"This sheet is gone, or has another name. {NEW_FORM} {self.sender.person}"
                self.problems.append(Problem(self.file, 0, text, sheet))
            return []
        rows = rows_of(table, self.problems, columns=form.COLUMNS[sheet]) or []
        return [row for row in rows if (sheet, row.line) not in self.strays]

    def _is_told(self, sheet: str) -> bool:
        """Whether something is wrong with a sheet already."""
        return any(problem.sheet == sheet and problem.file == self.file for problem in self.problems)

    def _expected(self, sheet: str) -> tuple[tuple[str, ...], Told]:
        """The columns that tell rows of a sheet apart, and what each row told."""
        if sheet == form.SCORES:
            return ("site", "criterion"), form.scores_told(self.place)
        return form.COLUMNS[sheet][:1], weights_told(self.place, self.sender.mark.way)


def _has_answers(table: Table) -> bool:
    """Whether a sheet has anything in a cell to fill in, be it something that is refused."""
    asked = [at for at, column in enumerate(table.header) if column in form.TO_FILL_IN.get(table.sheet, ())]
    return any(cells[at] != "" for _, cells in table.rows for at in asked)


def _says_something(tables: Sequence[Table]) -> bool:
    """Whether a cell to fill in on the first sheet is not blank."""
    rows = [cells for table in tables if table.sheet == form.START for _, cells in table.rows]
    return any(cells[0] in (form.DATE, form.AGAIN) and cells[-1] != "" for cells in rows)


def _answers(row: Row, sheet: str) -> bool:
    return any(row.text(column) for column in form.TO_FILL_IN[sheet])


def _chosen(found: str, choices: Mapping[str, str]) -> str | None:
    """The answer that a person chose, or wrote by its points alone; None where it is neither."""
    said = plain(found)
    if said in choices:
        return choices[said]
    return said.lower() if said.lower() in NO_ANSWERS or said in choices.values() else None
