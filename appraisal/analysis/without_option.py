"""Leaving one option out: it changes nothing but that those behind it move up (method 1.1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from appraisal.analysis.acceptability import TIE
from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.ranking import Ranking
from appraisal.analysis.recounting import leader
from appraisal.analysis.robustness import Reranked
from appraisal.analysis.scoring import Scores


@dataclass(frozen=True)
class WithoutOption:
    """The ranking of the others without one option.

    Attributes:
        leader: index, among all options, of the one that would be listed first; None where no other is left.
        order: indices of the others as a paper lists them.
        changes_nothing_else: whether every other option keeps its total, and its rank but for the one place that is
            free now. Anchors belong to criteria, so an option that comes or goes moves no other (Belton and Gear 1983).
    """

    leader: int | None
    order: tuple[int, ...]
    changes_nothing_else: bool


def without_each_option(
    ruler: Ruler, measured: Measured, scores: Scores, weights: npt.NDArray[np.float64]
) -> list[WithoutOption]:
    """The ranking without each option in turn, the others measured and scored anew as if it had never been there.

    Args:
        ruler, measured, scores: of the ranked options.
        weights: (criteria,) shares.
    """
    now = Reranked.of(scores, weights)
    found = []
    for left_out in range(len(scores)):
        others = [index for index in range(len(scores)) if index != left_out]
        openings = ruler.openings(measured.openings.sets(others))
        anew = Reranked.of(ruler.score(ruler.measure(openings)), weights)
        first = leader(anew.ranking)
        found.append(
            WithoutOption(
                None if first is None else others[first],
                tuple(others[int(place)] for place in anew.ranking.order),
                _is_as_expected(anew, now, left_out, others),
            )
        )
    return found


def _is_as_expected(anew: Reranked, now: Reranked, left_out: int, others: list[int]) -> bool:
    same = all(
        np.allclose(of_anew, of_now[others], rtol=0, atol=TIE)
        for of_anew, of_now in ((anew.low, now.low), (anew.high, now.high))
    )
    before: Ranking = now.ranking
    surely = now.low[left_out] > now.high[others] + TIE
    maybe = now.high[left_out] > now.low[others] + TIE
    return (
        same
        and bool((anew.ranking.low == before.low[others] - surely).all())
        and bool((anew.ranking.high == before.high[others] - maybe).all())
    )
