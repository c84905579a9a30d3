"""The form of a ballot: what its writer and its reader share, sheet by sheet and cell by cell.

A form is a workbook of plain tables. What it tells stands in cells that nobody fills in, and is worked out here from
the place alone, so that whoever reads a form back can hold it against what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, Self, cast, get_args

from appraisal.model import weights_form
from appraisal.model.ballots import NO_ANSWERS, WAYS, Way
from appraisal.model.canonical import canonical, sha256_hex
from appraisal.model.criteria import Criterion
from appraisal.model.weights_form import SHEET_OF, Told, weights_told
from appraisal.model.workspace import Place

FORMAT = 2
"""The format that is written."""

READ = (1, FORMAT)
"""The formats that are read: in format 1 there was one way of asking for weights, and the mark did not say it."""

Asked = Literal["weights", "scores", "both"]

START, INTERESTS, SCORES = "start here", "interests", "scores"
EVIDENCE, CHOICES = "evidence", "choices"  # for reading only

ANSWER = "your answer"
ABOUT, WHAT, MANAGED = "about (fill in)", "what it is (fill in)", "managed (fill in)"
SCORE, REASON = "score (fill in)", "reason (fill in)"

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        START: ("start here", "what to know", ANSWER),
        INTERESTS: ("row", "what is asked", ABOUT, WHAT, MANAGED),
        **weights_form.COLUMNS,
        SCORES: ("site", "name", "criterion", "question", "evidence", SCORE, REASON),
        EVIDENCE: ("site", "name", "about", "what is known", "as at", "source"),
        CHOICES: ("for", "answer", "what it means"),
    }
)
"""The header of each sheet."""

TO_FILL_IN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {INTERESTS: (ABOUT, WHAT, MANAGED), **weights_form.TO_FILL_IN, SCORES: (SCORE, REASON)}
)
"""Columns of answers; on the first sheet, some cells of ANSWER are."""

YOUR_ID, PLACE, MARK, DATE, AGAIN = "your id", "place", "form", "date", "sent one before?"
"""Rows of the first sheet, by its first column, whose answer is read."""

ANY, NONE, SOME = "any", "none", "yes"
"""The first row of interests, and what can be said there; rows 1, 2 and so on name each interest."""

INTEREST_ROWS = 6
MANAGED_BY = ("declared", "recused")
"""How an interest that is named can be managed."""

_MARK = re.compile(
    r"format (\d+), (\w+), (?:([a-z-]+), )?([0-9a-f]{12}), ([0-9a-f]{6}(?:-[0-9a-f]{6})*), ([0-9a-f]{6})"
)


@dataclass(frozen=True, slots=True)
class FormMark:
    """What says which form a workbook is, written into its first sheet.

    Attributes:
        format: of its sheets and columns.
        asked: what it asks besides interests.
        way: how it asks for weights, where it does.
        criteria: the beginning of the hash of the criteria that it tells.
        told: what `hash_told` gives of each of its sheets, in their order.
        sender: the beginning of a hash that ties these to the place and person, so that no id is changed by mistake.
    """

    format: int
    asked: Asked
    way: Way
    criteria: str
    told: tuple[str, ...]
    sender: str

    @classmethod
    def of(cls, place: Place, person: str, asked: Asked, way: Way, told: Sequence[str]) -> Self:
        """The mark of the form that asks a person today, and tells this in its sheets."""
        mark = cls(FORMAT, asked, way, hash_of_criteria(place, asked, way), tuple(told), "")
        return replace(mark, sender=mark._tied_to(place.id, person))

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The mark that a text says, or None where it says none."""
        found = _MARK.fullmatch(text)
        if found is None or found[2] not in get_args(Asked) or found[3] not in (None, *WAYS):
            return None
        if (found[3] is None) != (int(found[1]) < FORMAT):
            return None
        asked, way, told = cast(Asked, found[2]), cast(Way, found[3] or WAYS[0]), tuple(found[5].split("-"))
        is_whole = len(told) == len(sheets_of(asked, way))
        return cls(int(found[1]), asked, way, found[4], told, found[6]) if is_whole else None

    def belongs_to(self, place_id: str, person: str) -> bool:
        """Whether it was written for this place and person."""
        return self._tied_to(place_id, person) == self.sender

    def __str__(self) -> str:
        return ", ".join((f"format {self.format}", *self._asks, self.criteria, "-".join(self.told), self.sender))

    @property
    def _asks(self) -> tuple[str, ...]:
        return (self.asked,) if self.format < FORMAT else (self.asked, self.way)

    def _tied_to(self, place_id: str, person: str) -> str:
        return sha256_hex(canonical([place_id, person, *self._asks, self.criteria, *self.told]))[:6]


def sheets_of(asked: Asked, way: Way) -> tuple[str, ...]:
    """The sheets of a form that asks this, in their order."""
    weights = () if asked == "scores" else (SHEET_OF[way],)
    scores = () if asked == "weights" else (SCORES, EVIDENCE)
    return (START, INTERESTS, *weights, *scores, CHOICES)


def hash_told(sheet: str, rows: Iterable[Sequence[str]]) -> str:
    """The beginning of a hash of what a sheet tells: the cells of its rows that nobody fills in, blank ones too.

    It is the same in whichever order the rows stand and however the lines of a cell are broken.

    >>> one, other = ("p", "Prices", "Q?", "£2", "£1", "90"), ("t", "Time", "Q?", "9", "0", "")
    >>> hash_told("weights", [one, other]) == hash_told("weights", [(*other[:5], "7"), one])
    True
    >>> hash_told("weights", [one, other]) == hash_told("weights", [("p", "Prices", "Q?", "£3", "£1", ""), other])
    False
    """
    told = [["" if is_to_fill_in(sheet, row, at) else plain(row[at]) for at in range(len(row))] for row in rows]
    return sha256_hex(canonical(sorted(told)))[:6]


def is_to_fill_in(sheet: str, row: Sequence[str], at: int) -> bool:
    """Whether a cell of a row is filled in by whoever answers; so is the mark by whoever writes the form."""
    if sheet == START:
        return COLUMNS[sheet][at] == ANSWER and row[0] in (DATE, AGAIN, MARK)
    return COLUMNS[sheet][at] in TO_FILL_IN.get(sheet, ())


def plain(text: str) -> str:
    """A text without regard to how its lines are broken."""
    return " ".join(text.split())


def hash_of_criteria(place: Place, asked: Asked, way: Way) -> str:
    """The beginning of the hash of the criteria that a form which asks this tells today."""
    return sha256_hex(canonical(_criteria_told(place, asked, way)))[:12]


def scores_told(place: Place) -> Told:
    """What the sheet of scores tells besides evidence: (site, criterion) -> column -> text, site by site."""
    return {
        (site.id, c.id): {
            "site": site.id,
            "name": site.name,
            "criterion": c.id,
            "question": f"{c.name}. {c.question}",
        }
        for site in place.sites
        for c in place.criteria
        if c.panel
    }


def score_choices(criterion: Criterion) -> dict[str, str]:
    """What can be chosen as a score, in words, and the answer that each is."""
    levels = {f"{points}: {text}": str(points) for points, text in sorted(criterion.levels.items())}
    return levels | {answer: answer for answer in NO_ANSWERS}


def about_choices(place: Place) -> dict[str, tuple[str, str]]:
    """What an interest can be about, in words: a provider with its sites, or one site, as (provider, site)."""
    providers = {f"{one.name}, and all its sites ({one.id})": (one.id, "") for one in place.providers}
    return providers | {f"{site.name} ({site.id})": ("", site.id) for site in place.sites}


def _criteria_told(place: Place, asked: Asked, way: Way) -> list[object]:
    """Everything of the criteria that a person answers by: the ends of swings for weights, levels for scores."""
    told: list[object] = []
    if asked != "scores":
        told.extend(weights_told(place, way).values())
        told.append({c.id: [[str(a.performance), str(a.value)] for a in c.anchors] for c in place.criteria})
    if asked != "weights":
        told.append({c.id: [c.name, c.question, *score_choices(c)] for c in place.criteria if c.panel})
    return told
