"""Every error that a user can meet, each with its exit code.

Exit codes: 1 a fault of ours, 2 wrong use of a command (click's own), 3 a workspace with problems, 4 ballots that
cannot be taken, 5 a ledger that does not hold, 6 a question that the findings cannot answer, 7 a file that cannot be
written or found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one file: where, what was found, what was expected, what to do.

    Attributes:
        file: path as the user knows it, relative to the workspace where it is inside it.
        line: line in that file, or row of its sheet, counted from 1; 0 where the problem is the file or sheet itself.
        text: one to three sentences in the user's own words.
        sheet: name of the sheet, in a workbook.
        column: column of the sheet, counted from 1; 0 where the problem is the row itself.
    """

    file: str
    line: int
    text: str
    sheet: str = ""
    column: int = 0

    @property
    def where(self) -> str:
        """The place in its file, in words.

        >>> Problem("ballots.xlsx", 7, "It is blank.", "weights", 28).where
        "sheet 'weights', cell AB7"
        """
        if not self.sheet:
            return f"line {self.line}" if self.line else "the file"
        if not self.line:
            return f"sheet '{self.sheet}'"
        at = f"cell {column_letters(self.column)}{self.line}" if self.column else f"row {self.line}"
        return f"sheet '{self.sheet}', {at}"

    def __lt__(self, other: Problem) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[str, str, int, int, str]:
        return self.file, self.sheet, self.line, self.column, self.text

    def __str__(self) -> str:
        return f"{self.where}  {self.text}"


class AppraisalError(Exception):
    """What a user did, or what a file says, cannot stand; the message says what to do."""

    exit_code = 1


@dataclass(eq=False)
class ProblemsError(AppraisalError):
    """Several problems, reported together and grouped by file."""

    problems: Sequence[Problem]
    where: str = "these files"
    heading: str = field(default="", kw_only=True)

    def __str__(self) -> str:
        count = len(self.problems)
        first = self.heading or f"{count} problem{'' if count == 1 else 's'} in {self.where}"
        return f"{first}\n\n{problem_list(self.problems)}"


class WorkspaceError(ProblemsError):
    """A workspace that cannot be read or does not hold together."""

    exit_code = 3


class BallotFileError(ProblemsError):
    """A file of ballots of which nothing was taken, because some of it is wrong."""

    exit_code = 4


class BallotError(AppraisalError, ValueError):
    """One person's answer cannot be used: no points at all, or points out of range."""

    exit_code = 4


class LedgerError(AppraisalError):
    """The ledger does not hold: an entry was changed, or it cannot be read or written."""

    exit_code = 5


class FindingsError(AppraisalError, ValueError):
    """The appraisal cannot go on: a figure outside its anchors, no weights, nothing to rank."""

    exit_code = 6


class OutputError(AppraisalError):
    """A file or folder cannot be written, or is not where it was expected."""

    exit_code = 7


def problem_list(problems: Iterable[Problem]) -> str:
    """Problems as text, one line each, grouped under their files in the order of file and line."""
    blocks = []
    for file, of_file in groupby(sorted(problems), key=lambda problem: problem.file):
        blocks.append("\n".join([file, *(f"  {problem}" for problem in of_file)]))
    return "\n".join(blocks)


def column_letters(column: int) -> str:
    """A column of a sheet as spreadsheets name it, from its number counted from 1.

    >>> column_letters(3), column_letters(28)
    ('C', 'AB')
    """
    letters = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """A hint with the nearest known word, or an empty string when none is near.

    >>> did_you_mean("riversde", ["riverside", "amber"])
    " Did you mean 'riverside'?"
    """
    near = get_close_matches(found, sorted(known), n=1, cutoff=0.6)
    return f" Did you mean '{near[0]}'?" if near else ""
