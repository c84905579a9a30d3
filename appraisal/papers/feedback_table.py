"""Comments and their answers as a table for Excel, one row for each comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from appraisal.papers.presenters.comments import OPEN, by_number, groups_of, in_words
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.subjects import about, named
from appraisal.papers.tables import safe

COLUMNS = (
    *("id", "received", "late", "from", "text", "options", "sites", "criteria", "proposes"),
    *("outcome", "answer", "changed", "passed_to", "answered_on", "run", "entries"),
)


def feedback_table(material: Material) -> str:
    """Every comment as CSV, in the order of their ids: texts exact, and who said it as the paper prints it.

    A text that a spreadsheet would take for a formula gets one apostrophe before it. `entries` says how many entries
    the record had. A comment without an answer has the outcome "open".

    Args:
        material: as the feedback paper is made from.
    """
    import csv

    lines: list[str] = []
    table = csv.writer(_Lines(lines), quoting=csv.QUOTE_ALL, lineterminator="\n")
    table.writerow(COLUMNS)
    who = {kind: in_words(material, group) for group in groups_of(material) for kind in group}
    for row in sorted(material.record["comments"], key=lambda row: by_number(row["id"])):
        said = (*_said(material, row, who), *_answered(material, row["answer"]))
        table.writerow([safe(cell) for cell in (*said, material.run, str(material.record["entries"]))])
    return "".join(lines)


class _Lines:
    """What a writer of CSV writes to, where there is no file."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


def _said(material: Material, row: Mapping[str, Any], who: Mapping[str, str]) -> tuple[str, ...]:
    about = [
        _ids(material, kind, row[key])
        for kind, key in (("option", "options"), ("site", "sites"), ("criterion", "criteria"))
    ]
    late = "yes" if row["late"] else "no"
    whose = who.get(row["respondent"], "")
    return row["id"], row["received"], late, whose, row["text"], *about, row["proposes"]


def _ids(material: Material, kind: str, ids: Sequence[str]) -> str:
    """Ids, and the paper's words for those that may not be named or are gone."""
    links = named(material, kind, ids)
    return "; ".join(id_ if link.href else link.text for id_, link in zip(ids, links, strict=True))


def _answered(material: Material, answer: Mapping[str, Any] | None) -> tuple[str, ...]:
    if answer is None:
        return OPEN, "", "", "", ""
    changed = about(material, answer["changed"]).text if answer["changed"] else ""
    return answer["outcome"], answer["text"], changed, answer["to"], answer["cast_on"] or answer["entered_at"][:10]
