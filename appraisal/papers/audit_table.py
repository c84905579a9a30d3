"""The answers of the audit paper as a table for Excel: one row for each question."""

from __future__ import annotations

from types import SimpleNamespace

from appraisal.papers.presenters.audit_questions import questions
from appraisal.papers.presenters.material import Material
from appraisal.papers.tables import safe


def audit_table(material: Material) -> str:
    """Each question with what ought to be so, the verdict and the answer in full, as CSV."""
    import csv

    lines: list[str] = []
    writer = csv.writer(SimpleNamespace(write=lines.append), lineterminator="\n")
    writer.writerow(("question", "asked", "ought_to_be_so", "verdict", "answer", "run"))
    for one in questions(material):
        cells = (one.ident, one.asked, one.says, one.verdict, " ".join(one.reasons), material.run)
        writer.writerow([safe(cell) for cell in cells])
    return "".join(lines)
