"""The options paper's parts, each ready to print."""

from __future__ import annotations

from dataclasses import dataclass

from appraisal.papers.presenters.answer import Answer, answer
from appraisal.papers.presenters.background import Background, Heading, background, heading
from appraisal.papers.presenters.material import Material
from appraisal.papers.presenters.options import Options, options
from appraisal.papers.presenters.provenance import Provenance, provenance
from appraisal.papers.presenters.robustness import Robustness, robustness
from appraisal.papers.presenters.scores import Scores, scores
from appraisal.papers.presenters.search import Search, search
from appraisal.papers.presenters.sites import Sites, sites
from appraisal.papers.presenters.weights import Weights, weights


@dataclass(frozen=True, slots=True)
class OptionsPaper:
    """The options paper: who and where, with pros and cons, scores, weights and how sure."""

    heading: Heading
    answer: Answer
    background: Background
    sites: Sites
    options: Options
    scores: Scores
    weights: Weights
    robustness: Robustness
    search: Search
    provenance: Provenance


def options_paper(material: Material) -> OptionsPaper:
    """Every part of the options paper."""
    return OptionsPaper(
        heading=heading(material),
        answer=answer(material),
        background=background(material),
        sites=sites(material),
        options=options(material),
        scores=scores(material),
        weights=weights(material),
        robustness=robustness(material),
        search=search(material),
        provenance=provenance(material),
    )
