"""Writing the workbook of a place's last run, in its public or its full form."""

from __future__ import annotations

from pathlib import Path


def write_workbook(folder: Path, place: str, *, full: bool) -> Path:
    """Write the workbook of a place's last run, and keep it as it was written.

    Returns:
        Where it is.
    """
    from appraisal.audit.workbooks import workbook_name, write_workbook_of
    from appraisal.records.issued import keep_paper
    from appraisal.records.output_files import write_whole
    from appraisal.records.runs import latest_run, runs_of

    findings, record = latest_run(folder, place)
    entry = next(run for run in runs_of(folder, place) if run.number == record["run_entry"]["number"])
    data = write_workbook_of(folder, place, entry, full)
    illustrative = bool(findings["context"]["illustrative"])
    path = folder / "papers" / place / workbook_name(illustrative=illustrative, full=full)
    write_whole(path, data)
    keep_paper(folder, place, findings.run, data, "xlsx")
    return path
