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


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in one file: where, what was found, what was expected, what to do.

    Attributes:
        file: path as the user knows it, relative to the workspace where it is inside it.
        line: line in that file, counted from 1; 0 where the problem is the file itself.
        text: one to three sentences in the user's own words.
    """

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        where = f"line {self.line}" if self.line else "the file"
        return f"{where}  {self.text}"


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


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """A hint with the nearest known word, or an empty string when none is near.

    >>> did_you_mean("riversde", ["riverside", "amber"])
    " Did you mean 'riverside'?"
    """
    near = get_close_matches(found, sorted(known), n=1, cutoff=0.6)
    return f" Did you mean '{near[0]}'?" if near else ""
