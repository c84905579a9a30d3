"""The options paper's parts, each ready to print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from appraisal.papers.presenters import sources
from appraisal.papers.presenters.answer import Answer, answer
from appraisal.papers.presenters.background import Background, Heading, background, heading
from appraisal.papers.presenters.changes import Changes, changes
from appraisal.papers.presenters.contents import Section, contents
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.options import Options, options
from appraisal.papers.presenters.order import OrderSaid, order
from appraisal.papers.presenters.panel import Panel, panel
from appraisal.papers.presenters.people_in_full import PeopleInFull, people_in_full
from appraisal.papers.presenters.provenance import Provenance, provenance
from appraisal.papers.presenters.robustness import Robustness, robustness
from appraisal.papers.presenters.robustness_in_full import RobustnessInFull, robustness_in_full
from appraisal.papers.presenters.scores import Scores, scores
from appraisal.papers.presenters.search import Search, search
from appraisal.papers.presenters.shapes import Table
from appraisal.papers.presenters.site_map import SiteMap, site_map
from appraisal.papers.presenters.sites import Sites, sites
from appraisal.papers.presenters.weights import Weights, weights


@dataclass(frozen=True, slots=True)
class OptionsPaper:
    """The options paper: who and where, with pros and cons, scores, weights and how sure.

    Attributes:
        sections: by anchor.
        changes: since the last paper that was issued; None where none was.
        labels: of the sources that the paper cites, by id.
        sources: what each of these is.
    """

    sections: Mapping[str, Section]
    heading: Heading
    answer: Answer
    changes: Changes | None
    background: Background
    map: SiteMap
    sites: Sites
    options: Options
    scores: Scores
    weights: Weights
    panel: Panel
    order: tuple[OrderSaid, ...]
    robustness: Robustness
    in_full: RobustnessInFull
    people_in_full: PeopleInFull
    search: Search
    provenance: Provenance
    labels: Mapping[str, str]
    sources: Table


def options_paper(material: Material) -> OptionsPaper:
    """Every part of the options paper; the sources last, because they are those that the rest cites."""
    paper = OptionsPaper(
        sections=contents(material),
        heading=heading(material),
        answer=answer(material),
        changes=changes(material),
        background=background(material),
        map=site_map(material),
        sites=sites(material),
        options=options(material),
        scores=scores(material),
        weights=weights(material),
        panel=panel(material),
        order=order(material),
        robustness=robustness(material),
        in_full=robustness_in_full(material),
        people_in_full=people_in_full(material),
        search=search(material),
        provenance=provenance(material),
        labels={},
        sources=Table("", (), ()),
    )
    labelled = sources.labels(paper)
    return replace(paper, labels=labelled, sources=sources.table(material, labelled))
