"""What an explanation rests on: a run's findings, the files that it read, and the entries of its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from appraisal.analysis.weighing import Weighed, weighed
from appraisal.audit.explaining.arithmetic import SLACK, Path, held_against
from appraisal.audit.explaining.steps import Step
from appraisal.measures.openings import Geography
from appraisal.model.dates import spoken
from appraisal.model.entries import Entry
from appraisal.model.record import Record
from appraisal.model.workspace import Place, Workspace


@dataclass(frozen=True)
class Dossier:
    """One run of one place, as the record holds it.

    Attributes:
        run: the run's own entry.
        findings: what it found.
        workspace: what it read: its files by their hash, and what people had said by then.
        entries: every entry of its place, those after the run among them.
    """

    run: Entry
    findings: Mapping[str, Any]
    workspace: Workspace
    entries: tuple[Entry, ...]

    @property
    def place(self) -> Place:
        """The place as the run read it, with its ballots."""
        return self.workspace.places[self.run.place]

    @property
    def read_to(self) -> int:
        """Number of the last entry that the run read."""
        return int(self.run.content["read_entries"])

    @cached_property
    def read(self) -> Record:
        """The record of the place as far as the run read it."""
        return Record(tuple(entry for entry in self.entries if entry.number <= self.read_to))

    @cached_property
    def record(self) -> Record:
        """The whole record of the place."""
        return Record(self.entries)

    @cached_property
    def geography(self) -> Geography:
        """Need and minutes of the place, as the measures take them."""
        return Geography.of(self.place)

    @cached_property
    def ballots(self) -> tuple[Weighed, ...]:
        """Every current ballot of weights, and how it stands to the criteria and anchors of now."""
        return weighed(self.place)

    def of(self, *kinds: str) -> tuple[Entry, ...]:
        """Every entry of some kinds, those after the run among them."""
        return tuple(entry for entry in self.entries if entry.kind in kinds)

    def index(self, rows: str, id_: str) -> int:
        """Where a row of findings with an id stands among its rows."""
        return next(number for number, row in enumerate(self.findings[rows]) if row["id"] == id_)

    def name(self, rows: str, id_: str) -> str:
        """The name of an option, site or criterion; its id where it has none."""
        return next((str(row["name"]) for row in self.findings[rows] if row["id"] == id_), id_)

    def hurdle_name(self, id_: str) -> str:
        """The name of a hurdle."""
        return next((hurdle.name for hurdle in self.workspace.hurdles if hurdle.id == id_), id_)

    def checked(
        self, path: Path, text: str, figure: float | None, shown: str = "", *, slack: float = SLACK, **more: Any
    ) -> Step:
        """A step held against what the findings say at a path; `more` is what else a step holds."""
        return held_against(self.findings, path, Step(text, figure=figure, shown=shown, **more), slack)

    def since_run(self, entry: Entry) -> str:
        """What a sentence adds of an entry that the run had not read; "" of one that it had."""
        return "" if entry.number <= self.read_to else ", after this run had read the record"


def cited(entry: Entry, *, with_person: bool = True) -> str:
    """How a step names an entry: its number, by whom, and the day that they claim or else that it was entered.

    Args:
        entry: of the ledger.
        with_person: whether it says whose words they are.
    """
    return f"entry {entry.number}{f', {entry.person}' if with_person else ''}, {day_of(entry)}"


def cited_first(entry: Entry) -> str:
    """The same at the beginning of a sentence."""
    said = cited(entry)
    return said[:1].upper() + said[1:]


def day_of(entry: Entry) -> str:
    """The day on which somebody says that they said it, or else on which it was entered, in words."""
    return spoken(date.fromisoformat((entry.cast_on or entry.entered_at)[:10]))


def numbers_of(entries: Iterable[Entry]) -> tuple[int, ...]:
    """The numbers of entries, in order."""
    return tuple(sorted({entry.number for entry in entries}))
