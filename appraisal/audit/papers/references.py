"""What a paper is held against: the same paper made anew, and the copies that were kept when it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from appraisal.audit.papers.held import Held
from appraisal.audit.workbooks import write_workbook_of
from appraisal.changes.paper_record import TOLD_AT_THE_HEAD, record_of_paper
from appraisal.errors import AppraisalError, FindingsError
from appraisal.model.entries import Entry, Receipt
from appraisal.papers.render import PRESENTERS, render_paper
from appraisal.records.inputs import open_inputs
from appraisal.records.issued import kept_papers
from appraisal.records.report_files import read_templates, read_wording
from appraisal.records.runs import findings_of, record_at


@dataclass(frozen=True, slots=True)
class Reference:
    """What a paper is held against.

    Attributes:
        data: its bytes.
        kind: of the paper; "" where its bytes do not say.
        told: what it is, as a sentence goes on after "held against".
        is_vouched: whether the record vouches for its numbers: it is made anew from findings that the record names, or
            an entry names its bytes.
    """

    data: bytes
    kind: str
    told: str
    is_vouched: bool


def pages_anew(folder: Path, kind: str, run: Entry, until: Receipt | None) -> Iterator[Reference]:
    """An HTML paper of a run made anew: with the words that the run read, then with those of today if they differ.

    Args:
        folder: of the workspace.
        kind: of the paper; "" for every kind there is.
        run: the run's own entry.
        until: the point up to which the paper tells the record, if that is later than the run.

    Raises:
        FindingsError: if it cannot be made: there is no such kind, or the run's findings are gone.
        LedgerError: if the findings are not those that the record names.
    """
    if kind and kind not in PRESENTERS:
        msg = f"There is no paper '{kind}' that could be made anew. There are: {', '.join(PRESENTERS)}."
        raise FindingsError(msg)
    findings = findings_of(folder, run).content
    templates, words = read_templates(folder), _words(folder, run)
    for kind_tried, (how, wording) in product([kind] if kind else PRESENTERS, words):
        told_to = until if kind_tried in TOLD_AT_THE_HEAD else None
        record = record_of_paper(folder, kind_tried, findings, record_at(folder, run, told_to))
        try:
            text = render_paper(kind_tried, findings, record, templates=templates, wording=wording)
        except AppraisalError as error:
            msg = f"The paper cannot be made anew with the templates of today. {error}"
            raise FindingsError(msg) from error
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            msg = f"The paper cannot be made anew: the findings are of another version than this software ({error!r})."
            raise FindingsError(msg) from error
        yield Reference(text.encode(), kind_tried, f"{_ANEW}{how}", is_vouched=True)


def workbooks_anew(folder: Path, kind: str, run: Entry) -> Iterator[Reference]:
    """A workbook of a run made anew.

    Args:
        folder: of the workspace.
        kind: "workbook-public" or "workbook-full".
        run: the run's own entry.

    Raises:
        FindingsError: if it cannot be made.
    """
    data = write_workbook_of(folder, run.place, run, kind == "workbook-full")
    yield Reference(data, kind, "the workbook made anew from the run's findings and what it read", is_vouched=True)


def kept_copies(folder: Path, run: Entry, held: Held, suffix: str) -> Iterator[Reference]:
    """The papers of a run as they were written; those that an entry says were issued first."""
    found = []
    for hash_, data in kept_papers(folder, run.place, str(run.content["run"]), suffix):
        issued = next((entry for entry in held.papers if entry.content["file_hash"] == hash_), None)
        told = f"the copy that entry {issued.number} says was issued" if issued else "a copy kept when it was written"
        found.append(Reference(data, "", told, is_vouched=issued is not None))
    yield from sorted(found, key=lambda each: not each.is_vouched)


_ANEW = "the paper made anew from the run's findings and the record as it stood"


def _words(folder: Path, run: Entry) -> list[tuple[str, Mapping[str, Any]]]:
    """The words that a paper may have been made with: those that the run read, and those of today if they differ."""
    today = read_wording(folder)
    try:
        then = open_inputs(folder, run.place, str(run.content["run"])).wording
    except FindingsError:
        return [(", with today's words, because those that the run read are not kept", today)]
    others = [] if then == today else [(", with today's reports/wording.yaml, which the run did not read", today)]
    return [("", then), *others]
