"""Every text that a reader of a paper can meet, with where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from appraisal.audit.explaining.arithmetic import Path, dotted
from appraisal.audit.explaining.dossier import Dossier
from appraisal.errors import AppraisalError
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.statements import statements
from appraisal.papers.render import PRESENTERS
from appraisal.papers.wording import Wording

_MARKS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>")
_FEWEST_LETTERS = 12
FINDINGS = "the findings"


_WITH_STATEMENTS = "options"

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and where it stands.

    Attributes:
        text: as it stands.
        where: in words: FINDINGS, or where else it stands.
        path: in the findings; () where it stands elsewhere.
        entry: number of the entry that holds it; 0 where none does.
    """

    text: str
    where: str
    path: Path = ()
    entry: int = 0


def texts(dossier: Dossier, records: Mapping[str, Record], templates: Mapping[str, str]) -> tuple[Said, ...]:
    """Every text of a run's findings, of the papers that follow from it, of the record and of the templates.

    Args:
        dossier: of the run.
        records: kind of paper -> the extract of the record that it tells; those papers are looked through.
        templates: of the papers, by name.
    """
    return (
        *_of_findings(dossier.findings),
        *_of_entries(dossier),
        *_of_papers(dossier, records),
        *_of_templates(templates),
    )


def _of_findings(findings: Mapping[str, Any]) -> Iterator[Said]:
    for path, text in _strings(findings, ()):
        yield Said(text, FINDINGS, path)


def _of_entries(dossier: Dossier) -> Iterator[Said]:
    for entry in dossier.entries:
        for path, text in _strings(entry.content, ()):
            yield Said(text, f"entry {entry.number} ({entry.kind}), {dotted(path)}", entry=entry.number)


def _strings(found: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(found, str):
        if len(found) >= _FEWEST_LETTERS and " " in found:
            yield path, found
    elif isinstance(found, Mapping):
        for name in found:
            yield from _strings(found[name], (*path, name))
    elif isinstance(found, list | tuple):
        for number, part in enumerate(found):
            yield from _strings(part, (*path, number))


def _of_papers(dossier: Dossier, records: Mapping[str, Record]) -> Iterator[Said]:
    """What presenters say of the run: pros and cons with the row of findings behind each, and every other text."""
    for kind, record in records.items():
        material = Material.of(dossier.findings, record, Wording(dossier.workspace.wording))
        if kind == _WITH_STATEMENTS:
            yield from _statements(material, () if dossier.findings["public"] is None else ("public",))
        try:
            paper = PRESENTERS[kind](material)
        except AppraisalError:
            continue  # a paper that this run cannot fill says nothing
        for where, text in _parts(paper, ""):
            yield Said(text, f"the {kind} paper, {where}")


def _statements(material: Material, prefix: Path) -> Iterator[Said]:
    for rows, about in (("options", "option"), ("sites", "site")):
        for number, row in enumerate(material.findings[rows]):
            subject = row if about == "option" else {**row, "performance": (row["alone"] or {}).get("performance", {})}
            for side in ("pros", "cons"):
                for at, one in enumerate(row[side]):
                    path = (*prefix, rows, number, side, at)
                    for said in statements(material, {**subject, side: [one]}, side, about=about):
                        what = f"a {side[:-1]} of {row['name']} as a paper prints it, from {dotted(path)}"
                        yield Said(said.text, what, path)


def _parts(part: object, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(part, str):
        if len(part) >= _FEWEST_LETTERS and " " in part:
            yield where, part
    elif isinstance(part, Mapping):
        for name, each in part.items():
            yield from _parts(each, f"{where}.{name}".removeprefix("."))
    elif isinstance(part, list | tuple):
        for number, each in enumerate(part):
            yield from _parts(each, f"{where}[{number}]")
    elif is_dataclass(part):
        for field in (field for field in fields(part) if field.name != "svg"):
            yield from _parts(getattr(part, field.name), f"{where}.{field.name}".removeprefix("."))


def _of_templates(templates: Mapping[str, str]) -> Iterable[Said]:
    """The words that a template itself holds, line by line."""
    for name, text in templates.items():
        if name.endswith((".css.j2", "head.html.j2")):
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            said = " ".join(_MARKS.sub(" ", line).split())
            if len(said) >= _FEWEST_LETTERS and " " in said:
                yield Said(said, f"the template reports/{name}, line {number}, as it stands in the folder now")
