"""Ranges that reach beyond the anchors, where samples of figures count as the nearest end and a reader should know."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from appraisal.analysis.checking import Warned
from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.sampled_figures import SampledFigures
from appraisal.model.criteria import Criterion
from appraisal.model.value_functions import ValueFunction


def check_ranges(ruler: Ruler, measured: Measured, known: Sequence[int]) -> tuple[Warned, ...]:
    """Warnings about options whose figures may lie beyond the anchors of a criterion that does not clip, in order.

    Their values lie between the anchors, or they would not be ranked (method 1.1); their samples need not.

    Args:
        ruler: the criteria and their measures.
        measured: the ranked options.
        known: indices of those whose figures are all known, and which are sampled.
    """
    figures = SampledFigures.of(ruler, measured, known)
    warned = []
    for criterion in ruler.criteria:
        value_of = ValueFunction.of(criterion)
        low, high = figures.reach(criterion.id)
        for row in np.flatnonzero(value_of.outside(low) | value_of.outside(high)).tolist():
            least, most = (_told(end, criterion) for end in (float(low[row]), float(high[row])))
            first, last = (_told(end, criterion) for end in (value_of.performances[0], value_of.performances[-1]))
            text = (
                f"On {criterion.name.lower()} its figures reach from {least} to {most} {criterion.unit}, beyond the "
                f"anchors, {first} to {last}. Samples beyond them count as the nearest end there. Widen the anchors "
                "before anybody scores, or say 'outside: clip'."
            )
            warned.append(Warned(measured.names[known[row]], text))
    return tuple(sorted(warned))


def _told(performance: float, criterion: Criterion) -> str:
    """A performance to the pound, and to a thousandth of any other unit."""
    return f"{round(performance, 0 if criterion.unit == 'pounds' else 3):,.12g}"
