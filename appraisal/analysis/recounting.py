"""Recounting: the options scored as if other ballots had been cast, and which ranks would differ."""

from __future__ import annotations

import numpy as np

from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.ranking import Ranking
from appraisal.analysis.scoring import Scores
from appraisal.model.workspace import Place


def rescored(place: Place, ruler: Ruler, measured: Measured) -> Scores:
    """Value scores of the same options with the ballots of a place that differs in its ballots alone.

    Only what the panel scores is measured again. Which sites clear the hurdles is not asked again, so that the same
    options are ranked.

    Args:
        place: with the other ballots.
        ruler, measured: of the ranked options, with the ballots as they are.
    """
    panel = {criterion.id for criterion in ruler.criteria if criterion.panel}
    other = ruler.with_ballots_of(place)
    performances = {
        id_: other.measures[id_].performance(measured.openings) if id_ in panel else found
        for id_, found in measured.performances.items()
    }
    return ruler.score(performances)


def moved(found: Ranking, now: Ranking) -> tuple[int, ...]:
    """Indices of the options whose rank is otherwise than it is now, in order."""
    return tuple(int(index) for index in np.flatnonzero((found.low != now.low) | (found.high != now.high)))


def leader(found: Ranking) -> int | None:
    """Index of the option that is listed first; None where there is none."""
    return int(found.order[0]) if len(found.order) else None
