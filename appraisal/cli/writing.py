"""Writing papers: the last run's findings and the record's extract, handed to the papers layer."""

from __future__ import annotations

from pathlib import Path

import click

_AS_TABLES = {"options": "tables", "feedback": "feedback", "audit": "answers"}
"""What is printed of each paper where it is written for Excel."""


def write_papers(folder: Path, place: str, kind: str = "options", form: str = "html") -> list[Path]:
    """Write the papers of a place's last run.

    A paper with invented names has "illustrative" in its file name. What it prints although it seems to name a site
    that has not been approached, or leaves out because it does, is told on standard error.

    Returns:
        Where they are.
    """
    from appraisal.changes.paper_record import TOLD_AT_THE_HEAD, record_of_paper
    from appraisal.cli.comparison import unread
    from appraisal.cli.keeping import tell_of_open_key
    from appraisal.papers.audit_table import audit_table
    from appraisal.papers.feedback_table import feedback_table
    from appraisal.papers.file_names import file_name
    from appraisal.papers.named_too_soon import named_too_soon
    from appraisal.papers.presenters.material import Material
    from appraisal.papers.render import render_paper
    from appraisal.papers.tables import tables
    from appraisal.papers.wording import Wording
    from appraisal.records.issued import keep_paper
    from appraisal.records.output_files import write_whole
    from appraisal.records.report_files import read_templates, read_wording
    from appraisal.records.runs import latest_run

    tell_of_open_key()
    is_at_head = kind in TOLD_AT_THE_HEAD
    findings, record = latest_run(folder, place, as_of="head" if is_at_head else "run")
    if form == "html" or kind == "audit":
        record = record_of_paper(folder, kind, findings.content, record)
        if (record.get("changes") or {}).get("unread"):
            click.echo(unread(record["changes"]["unread"]), err=True)
    wording = read_wording(folder)
    if form == "html":
        templates = read_templates(folder)
        texts = {kind: render_paper(kind, findings.content, record, templates=templates, wording=wording)}
    else:
        material = Material.of(findings.content, record, Wording(wording))
        each = {"feedback": feedback_table, "audit": audit_table}
        texts = {kind: each[kind](material)} if is_at_head else tables(material.findings)
    for text in named_too_soon(record, findings.content, kind if form == "html" else _AS_TABLES[kind]):
        click.echo(text, err=True)
    home = folder / "papers" / place
    written = {home / file_name(name, findings.content, form): text for name, text in texts.items()}
    for path, text in written.items():
        write_whole(path, text)
        if form == "html":
            keep_paper(folder, place, findings.run, text)
    return list(written)
