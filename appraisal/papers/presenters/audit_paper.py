"""The audit paper's parts, each ready to print: what the record shows of all that auditors ask, and what it cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from appraisal.papers import words
from appraisal.papers.file_names import file_name
from appraisal.papers.presenters.audit_questions import Question, questions
from appraisal.papers.presenters.background import Heading, contact, heading
from appraisal.papers.presenters.contents import Section, numbered
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.panel import panel
from appraisal.papers.presenters.people_in_full import people_in_full
from appraisal.papers.presenters.provenance import Provenance, provenance
from appraisal.papers.presenters.robustness import robustness
from appraisal.papers.presenters.scores import scores
from appraisal.papers.presenters.shapes import Column, Row, Table
from appraisal.papers.presenters.weights import weights

REGULATION = "regulation-24"


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands with an answer, as the options paper tells it: sentences and tables."""

    texts: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditPaper:
    """What the record shows, and what it cannot show.

    Attributes:
        sections: by anchor; that of a question is `question-<id>`.
        lead: how many answers are shown, wait, cannot be shown and are not so.
        as_of: the date up to which the record is told, and of which run the figures are.
        table: every question with its verdict and its answer in one line.
        beside: by the id of a question, what else stands with its answer.
        labels: of sources; none are cited here.
    """

    sections: Mapping[str, Section]
    heading: Heading
    lead: str
    as_of: str
    table: Table
    questions: tuple[Question, ...]
    beside: Mapping[str, Beside]
    options_paper: str
    contact: tuple[tuple[str, str], ...]
    provenance: Provenance
    labels: Mapping[str, str]


def audit_paper(material: Material) -> AuditPaper:
    """Every part of the audit paper."""
    asked = questions(material)
    titles = {"answer": "audit.section.answer"}
    titles |= {f"question-{one.ident}": f"audit.short.{one.ident}" for one in asked}
    titles["contact"] = "section.contact"
    sections = numbered(material, titles)
    return AuditPaper(
        sections=sections,
        heading=replace(heading(material), title=material.say("audit.title")),
        lead=_lead(material, asked),
        as_of=material.say("audit.as_of", date=words.date(material.record["as_of"]), run=material.run),
        table=_summary(material, asked, sections),
        questions=asked,
        beside={one.ident: _BESIDE[one.ident](material) if one.ident in _BESIDE else Beside() for one in asked},
        options_paper=file_name("options", material.findings),
        contact=contact(material),
        provenance=provenance(material),
        labels={},
    )


def _lead(material: Material, asked: tuple[Question, ...]) -> str:
    verdicts = [one.verdict for one in asked]
    counts = {name.replace(" ", "_"): words.number(verdicts.count(name)) for name in _VERDICTS}
    return material.say("audit.lead", all=words.number(len(asked)), **counts)


_VERDICTS = ("shown", "not yet", "cannot be shown", "not so")


def _summary(material: Material, asked: tuple[Question, ...], sections: Mapping[str, Section]) -> Table:
    heads = tuple(Column(material.say(f"audit.column.summary.{key}")) for key in ("question", "verdict", "answer"))
    rows = []
    for one in asked:
        section = sections[f"question-{one.ident}"]
        head = material.say("label.numbered", number=section.number, name=section.title)
        rows.append(Row(head, (one.verdict_in_words, one.brief), kind=one.verdict.replace(" ", "-")))
    return Table(material.say("audit.caption.summary"), heads, tuple(rows))


def _weighed(material: Material) -> Beside:
    found = weights(material)
    return Beside((*panel(material).composition, found.why), (found.groups,))


def _declared(material: Material) -> Beside:
    return Beside(panel(material).effects, (weights(material).interests,))


def _scales(material: Material) -> Beside:
    found = scores(material)
    return Beside(tuple(f"{name}: {text}" for name, text in found.levels), (found.criteria,))


def _twice(material: Material) -> Beside:
    plain = (material.plain("overlap"), material.plain("dependence"))
    return Beside(tuple(filter(None, plain)), (robustness(material).overlap,))


def _moderation(material: Material) -> Beside:
    return Beside((*panel(material).split, material.plain("before-moderation")), scores(material).given)


def _robust(material: Material) -> Beside:
    about = ("weightings", "own-weights", "weightings-and-figures", "tipping-weight", "joint-change")
    more = ("tipping-own-figure", "tipping-shared-figures", "without-criterion", "without-option")
    return Beside(tuple(filter(None, map(material.plain, (*about, *more)))), (robustness(material).acceptability,))


def _cost(material: Material) -> Beside:
    return Beside((), (robustness(material).cost,))


def _left_out(material: Material) -> Beside:
    plain = tuple(filter(None, map(material.plain, ("without-person", "equal-weights", "agreement"))))
    return Beside(plain, (people_in_full(material).without_person, robustness(material).by_group))


_BESIDE: Mapping[str, Callable[[Material], Beside]] = {
    "who-weighed": _weighed,
    "interests": _declared,
    "scales": _scales,
    "counted-twice": _twice,
    "scores-and-moderation": _moderation,
    "robust": _robust,
    "cost-inside-and-beside": _cost,
    "people-left-out": _left_out,
}
"""What of the options paper stands with an answer."""
