"""Before moderation: the ranking if people's own first scores counted, and not what the panel came to (method 1.8)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.ranking import Ranking
from appraisal.analysis.recounting import moved, rescored
from appraisal.analysis.robustness import Reranked
from appraisal.model.workspace import Place


@dataclass(frozen=True)
class BeforeModeration:
    """The ranking with everybody's own scores.

    Attributes:
        scores: how many scores of a site on a criterion were moderated.
        ranked: the options, at the same weights.
        moved: indices of the options whose rank would differ.
    """

    scores: int
    ranked: Reranked
    moved: tuple[int, ...]


def before_moderation(
    place: Place, ruler: Ruler, measured: Measured, weights: npt.NDArray[np.float64], now: Ranking
) -> BeforeModeration | None:
    """The ranking as if nothing had been moderated; None where nothing was.

    Args:
        place: with the ballots as they are.
        ruler, measured: of the ranked options.
        weights: (criteria,) shares.
        now: the ranking as it is.
    """
    panel = {criterion.id for criterion in place.criteria if criterion.panel}
    count = sum(said.criterion in panel for said in place.ballots.moderated)
    if not count:
        return None
    first = replace(place, ballots=replace(place.ballots, moderated=()))
    found = Reranked.of(rescored(first, ruler, measured), weights)
    return BeforeModeration(count, found, moved(found.ranking, now))
