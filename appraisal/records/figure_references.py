"""What hurdles on a figure need: a figure that is there, a threshold that can be met, an answer that can be told."""

from __future__ import annotations

import math
from collections.abc import Sequence

from appraisal.errors import Problem, did_you_mean
from appraisal.measures import figures_of, known_measures
from appraisal.measures.performances import FigureKind
from appraisal.model.criteria import Criterion
from appraisal.model.evidence import Figure, band
from appraisal.model.hurdles import Hurdle, HurdlesFile
from appraisal.model.workspace import Place
from appraisal.records.yaml_files import Tree

_POINTS = FigureKind("the panel's score", "points", 0, 100)


def check_figure_hurdles(
    hurdles: HurdlesFile, tree: Tree, criteria: Sequence[Criterion], problems: list[Problem]
) -> None:
    """Every figure hurdle reads a figure that every place has, and some value of that figure meets it.

    Args:
        hurdles, tree: hurdles.yaml, and where its keys stand.
        criteria: of the core, which every place shares.
        problems: where problems go.
    """
    measures = known_measures()
    known = figures_of(one for one in criteria if one.measure is None or one.measure in measures)
    known |= {one.id: _POINTS for one in criteria if one.panel}
    for index, hurdle in enumerate(hurdles.hurdles):
        if hurdle.item is None:
            continue
        kind = known.get(hurdle.item)
        if kind is None:
            text = f"Hurdle '{hurdle.id}': '{hurdle.item}' is no figure of a site, nor a criterion that a panel scores."
            hint = did_you_mean(hurdle.item, known) or f" Known: {', '.join(known)}."
            problems.append(Problem(tree.name, tree.line(("hurdles", index, "item")), text + hint))
            continue
        is_too_high = hurdle.at_least is not None and kind.at_most is not None and hurdle.at_least > kind.at_most
        is_too_low = hurdle.at_most is not None and kind.at_least is not None and hurdle.at_most < kind.at_least
        for key, limit, is_out in (("at_least", kind.at_most, is_too_high), ("at_most", kind.at_least, is_too_low)):
            if is_out:
                text = f"Hurdle '{hurdle.id}': no site could pass, since '{hurdle.item}' goes to {limit:g} {kind.unit}."
                problems.append(Problem(tree.name, tree.line(("hurdles", index, key)), text))


def check_figures_of(place: Place, tree: Tree, hurdles: Sequence[Hurdle], problems: list[Problem]) -> None:
    """What figure hurdles read is there at a place, and whether it passes can be said where anybody may read it.

    Args:
        place: with its evidence.
        tree: place.yaml, and where its keys stand.
        hurdles: the minimum specification.
        problems: where problems go.
    """
    for hurdle in hurdles:
        if hurdle.item in place.plan.criteria_off:
            text = (
                f"Hurdle '{hurdle.id}' asks for the panel's score of '{hurdle.item}', which is switched off here, so "
                "no site could pass. Keep it, or take the hurdle out of criteria/hurdles.yaml."
            )
            line = tree.line(("criteria_off", place.plan.criteria_off.index(hurdle.item)))
            problems.append(Problem(tree.name, line, text))
        for site in place.sites if hurdle.item else ():
            row = place.evidence_of(site.id, hurdle.item or "")
            if row is None or row.public or row.answer:
                continue
            seen = Figure(-math.inf, None, math.inf) if row.value is None else Figure(*_between(row.value))
            if hurdle.outcome_of(seen) != hurdle.outcome_of(Figure.of(row)):
                text = (
                    f"This figure decides hurdle '{hurdle.id}', and the band that is published of it leaves it open. "
                    "Whoever is set aside is told why, so make it public: write yes."
                )
                problems.append(Problem(f"options/{place.id}/evidence.csv", row.line, text))


def _between(value: float) -> tuple[float, None, float]:
    """The band that is published of a confidential figure."""
    low, high = band(value)
    return low, None, high
