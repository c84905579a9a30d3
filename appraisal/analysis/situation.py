"""The situation of a place: its files, its record and its last run, from which gates are weighed."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from appraisal.model.entries import Draft
from appraisal.model.record import Record, entered_at
from appraisal.model.workspace import Place, Workspace


@dataclass(frozen=True, slots=True)
class Holds:
    """Whether a condition holds, why, and what opens it next where it does not."""

    is_open: bool
    why: str
    clear_with: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """What gates are weighed from.

    Attributes:
        workspace: its settings, hurdles and files.
        place: with its ballots.
        record: the entries of the place.
        findings: of its last run; None where there is none, or they cannot be read.
        inputs: `files` and `ballots` as a run would read them now (`appraisal.pipeline.inputs_of`).
        folder: the workspace's folder, as commands name it.
    """

    workspace: Workspace
    place: Place
    record: Record
    findings: Mapping[str, Any] | None
    inputs: Mapping[str, Any]
    folder: str = "."

    @property
    def as_at(self) -> date:
        """The only today there is."""
        return self.workspace.settings.as_at

    @property
    def decided_on(self) -> date | None:
        """The day of the last decision; None where there is none."""
        decision = self.record.last("decision")
        return None if decision is None else day_of(decision)

    def enter(self, kind: str, *said: str, person: str = "") -> str:
        """The command that enters one thing.

        Args:
            kind: one of KINDS.
            said: options and their values in turn; a value in capitals is for the reader to fill in.
            person: whose words they are; the first officer who may enter it, where left out.
        """
        who = person or next((o.person for o in self.place.plan.officers if kind in o.may), "OFFICER")
        words = ["appraisal", "record", kind, "--as", who, *said]
        if self.folder != ".":
            words += ["-w", self.folder]
        command = shlex.join([*words, *self._named_place])
        add = f"Name an officer who may enter it, under 'officers' in {self.file('place.yaml')}; then: "
        return (add if who == "OFFICER" else "") + command

    def run(self) -> str:
        """The command that runs the appraisal."""
        return self._of_folder("run")

    def issue(self, to: str) -> str:
        """The commands that write the options paper and enter that it is issued."""
        mark = "-illustrative" if self.workspace.settings.illustrative else ""
        paper = f"papers/{self.place.id}/options{mark}.html"
        return f"{self._of_folder('papers')} && {self.enter('paper', '--file', paper, '--to', to)}"

    def take_in(self) -> str:
        """The command that takes a file into the record."""
        folder = [] if self.folder == "." else ["-w", self.folder]
        return shlex.join(["appraisal", "import", "FILE", *folder, *self._named_place])

    def file(self, name: str) -> str:
        """The path of one of the place's files inside the workspace."""
        return f"options/{self.place.id}/{name}"

    def _of_folder(self, name: str) -> str:
        folder = [] if self.folder == "." else [self.folder]
        return shlex.join(["appraisal", name, *folder, *self._named_place])

    @property
    def _named_place(self) -> list[str]:
        return ["--place", self.place.id] if len(self.workspace.places) > 1 else []


def day_of(entry: Draft) -> date:
    """The day on which an entry says that it was said; else the day on which the ledger took it."""
    return date.fromisoformat(entry.cast_on or entered_at(entry)[:10])
