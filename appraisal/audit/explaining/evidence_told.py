"""Rows of evidence: file, line, figure, range, unit, date and source, and the entries that speak of them."""

from __future__ import annotations

from collections.abc import Iterable

from appraisal.audit.explaining.arithmetic import number
from appraisal.audit.explaining.dossier import Dossier, cited_first, numbers_of
from appraisal.audit.explaining.steps import Step
from appraisal.model.base import Assumption
from appraisal.model.dates import spoken, spoken_partly
from appraisal.model.evidence import Evidence


def figure_of(dossier: Dossier, site: str, item: str, name: str) -> Step:
    """The figure of an item that a run took of a site, or that there is none."""
    row = dossier.place.evidence_of(site, item)
    if row is None:
        return Step(f"{name}: no row of evidence.csv gives it, so it is not known", shown="not known")
    older = [other for other in dossier.place.evidence if (other.site, other.item) == (site, item) and other != row]
    note = [f"Older lines of the same figure, not used: {_lines(older)}."] if older else []
    return _row(dossier, row, name, note)


def statement_of(dossier: Dossier, row: Evidence) -> Step:
    """A row that gives an answer or a statement, in its own words."""
    about = f"{row.answer}: {row.note}" if row.note else row.answer
    return _row(dossier, row, about, [])


def assumption(dossier: Dossier, figure: Assumption, name: str, unit: str) -> Step:
    """A figure that the place itself states, in place.yaml."""
    text = f"{name}: {_range(figure.value, figure.low, figure.high)} {unit}".rstrip()
    where = f"place.yaml, as at {spoken_partly(figure.as_at)}, source {source_of(dossier, figure.source)}"
    return Step(f"{text} ({where})", figure=figure.value, shown=number(figure.value))


def source_of(dossier: Dossier, id_: str | None) -> str:
    """A source by its id and its title."""
    if id_ is None:
        return "not known"
    source = dossier.workspace.sources.get(id_)
    return f"{id_}, “{source.title}”" if source else id_


def _row(dossier: Dossier, row: Evidence, name: str, notes: Iterable[str]) -> Step:
    file = f"options/{dossier.place.id}/evidence.csv"
    said = "" if row.answer else f": {_range(row.value, row.low, row.high)} {row.unit}".rstrip()
    mark = "" if row.public else " (confidential)"
    details = [Step(f"{file}, line {row.line}, as at {spoken(row.as_at)}")]
    details.append(Step(f"Source: {source_of(dossier, row.source)}"))
    if row.note and not row.answer:
        details.append(Step(f"Note: {row.note}"))
    about = [
        entry
        for entry in dossier.of("evidence", "hurdle")
        if (row.site or row.option) in (entry.content.get("site"), entry.content.get("option"))
        and row.item in (entry.content.get("item"), entry.content.get("hurdle"))
    ]
    for entry in about:
        text = f"{cited_first(entry)}: {entry.content['reason']}{dossier.since_run(entry)}"
        details.append(Step(text, entries=(entry.number,)))
    details += [Step(note) for note in notes]
    return Step(
        f"{name}{said}{mark}",
        tuple(details),
        numbers_of(about),
        figure=row.value,
        shown="" if row.answer else number(row.value),
        is_confidential=not row.public,
    )


def _range(value: float | None, low: float | None, high: float | None) -> str:
    ends = "" if low is None and high is None else f" ({number(low)} to {number(high)})"
    return f"{number(value)}{ends}"


def _lines(rows: Iterable[Evidence]) -> str:
    return ", ".join(f"line {row.line} ({number(row.value)}, as at {spoken(row.as_at)})" for row in rows)
