"""Writing papers: the last run's findings and the record's extract, handed to the papers layer."""

from __future__ import annotations

from pathlib import Path


def write_papers(folder: Path, place: str, kind: str = "options", form: str = "html") -> list[Path]:
    """Write the papers of a place's last run.

    A paper with invented names has "illustrative" in its file name.

    Returns:
        Where they are.
    """
    from appraisal.papers.render import render_paper
    from appraisal.papers.tables import tables
    from appraisal.records.output_files import write_whole
    from appraisal.records.report_files import read_templates, read_wording
    from appraisal.records.runs import latest_run

    findings, record = latest_run(folder, place)
    mark = "-illustrative" if findings["context"]["illustrative"] else ""
    home = folder / "papers" / place
    if form == "csv":
        written = [(home / f"{name}{mark}.csv", text) for name, text in tables(findings.content).items()]
    else:
        text = render_paper(
            kind, findings.content, record, templates=read_templates(folder), wording=read_wording(folder)
        )
        written = [(home / f"{kind}{mark}.html", text)]
    for path, text in written:
        write_whole(path, text)
    return [path for path, _ in written]
