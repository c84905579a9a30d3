"""The workbook of a run, public or full, made anew from what the run read and the record as it stood then."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from appraisal.model.entries import Entry
from appraisal.papers.workbook.basis import Basis
from appraisal.papers.workbook.language import with_language
from appraisal.papers.workbook.layout import write_book
from appraisal.records.inputs import open_inputs
from appraisal.records.report_files import read_wording
from appraisal.records.runs import findings_of, record_at


def write_workbook_of(folder: Path, place: str, run_entry: Entry, full: bool) -> bytes:
    """The bytes of the workbook of a run; the same run gives the same bytes.

    Args:
        folder: the workspace's folder, with its ledger and runs.
        place: id of the place.
        run_entry: the run's own entry.
        full: whether the full form, which is confidential, and not the public one.

    Raises:
        FindingsError: if the run's findings or what it read are not there any more.
        LedgerError: if they are not those that the record names.
        WorkspaceError: if a sentence of the workbook is missing.
    """
    findings = findings_of(folder, run_entry)
    workspace = open_inputs(folder, place, findings.run)
    record = record_at(folder, run_entry)
    basis = Basis.of(findings.content, record, workspace.places[place], read_wording(folder), full=full)
    written, whole = BytesIO(), BytesIO()
    write_book(written, basis)
    written.seek(0)
    with_language(written, whole)
    return whole.getvalue()


def workbook_name(*, illustrative: bool, full: bool) -> str:
    """The name of a workbook's file, which says where it is confidential.

    >>> workbook_name(illustrative=True, full=False), workbook_name(illustrative=False, full=True)
    ('workbook-illustrative.xlsx', 'workbook-full-confidential.xlsx')
    """
    form = "-full-confidential" if full else ""
    return f"workbook{form}{'-illustrative' if illustrative else ''}.xlsx"
