"""How far the ranking rests on weights and figures: acceptability, near-ties, tipping weights, rankings left by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from appraisal.analysis.acceptability import TIE
from appraisal.analysis.dominance import Dominance, dominance
from appraisal.analysis.exchange import ExchangeRate, exchange_rates
from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.near_ties import NearTie, near_ties
from appraisal.analysis.other_methods import other_methods
from appraisal.analysis.overlap import Overlap, overlaps
from appraisal.analysis.panel import PanelWeights
from appraisal.analysis.ranking import Ranking, rank
from appraisal.analysis.sampled_figures import SampledFigures
from appraisal.analysis.sampled_ranks import SampledRanks, sampled_ranks
from appraisal.analysis.scoring import Scores, without
from appraisal.analysis.tipping import TippingPoint, tipping_points
from appraisal.analysis.weight_mixtures import any_weights, between, mixtures
from appraisal.analysis.weight_sets import ANY_WEIGHTS, OWN_WEIGHTS, PANEL_RANGE, weight_sets

Floats = npt.NDArray[np.float64]

_MOST_FIGURE_SAMPLES = 20_000  # enough to tell a tenth from a ninth; more changes no printed figure


@dataclass(frozen=True)
class Reranked:
    """The options ranked at other weights."""

    weights: Floats
    low: Floats
    high: Floats
    ranking: Ranking

    @classmethod
    def of(cls, scores: Scores, weights: Floats) -> Reranked:
        """Options ranked by their totals at some weights, (criteria,) shares."""
        low, high = scores.totals(weights)
        return cls(weights, low, high, rank(low, high))


@dataclass(frozen=True)
class Robustness:
    """What testing shows; indices are those of the ranked options, in order.

    Attributes:
        known: indices of the options whose figures are all known; the next five speak of these alone, in order.
        sampled: name of the weight set -> what sampled weights and figures do to ranks; none where no option is known.
        near_ties, tipping_points, overlaps: see their modules.
        dominance: name of the weight set -> what it says of the known options.
        other_methods: how other methods rank them, as findings tell it; None where not asked.
        without_criterion, by_person, by_group: the ranking at other weights; none without a criterion that has all.
    """

    samples: int
    known: tuple[int, ...]
    sampled: Mapping[str, SampledRanks]
    near_ties: Sequence[NearTie]
    tipping_points: Sequence[TippingPoint]
    dominance: Mapping[str, Dominance]
    overlaps: Sequence[Overlap]
    exchange_rates: Sequence[ExchangeRate]
    without_criterion: Mapping[str, Reranked]
    by_person: Mapping[str, Reranked]
    by_group: Mapping[str, Reranked]
    other_methods: Mapping[str, Any] | None = None


def robustness(
    ruler: Ruler,
    measured: Measured,
    scores: Scores,
    panel: PanelWeights,
    *,
    threshold: float,
    samples: int,
    seed: int,
    workers: int,
    with_other_methods: bool = False,
) -> Robustness:
    """Test the ranking of some measured options.

    Args:
        ruler: the criteria and which of their ranges options share.
        measured, scores: of the ranked options, in order.
        panel: the panel's weights.
        threshold: points below which there is no clear difference.
        samples: weightings drawn for each weight set.
        seed: of the run.
        workers: how many blocks are drawn at once; it changes no figure.
        with_other_methods: whether to rank by other methods too, for which pymcdm must be installed.
    """
    known = tuple(int(index) for index in np.flatnonzero(scores.is_known))
    values, weights = scores.low[list(known)], panel.overall
    ids = panel.criteria
    performances = measured.rows(known)
    figures = SampledFigures.of(ruler, measured, known)

    return Robustness(
        samples=samples,
        known=known,
        sampled=sampled_ranks(figures, weight_sets(panel), samples=samples, seed=seed, workers=workers)
        if known
        else {},
        near_ties=near_ties(
            figures, weights, threshold=threshold, samples=min(samples, _MOST_FIGURE_SAMPLES), seed=seed
        )
        if known
        else (),
        tipping_points=tipping_points(values, weights) if known else (),
        dominance={
            name: dominance(values, weights_of)
            for name, weights_of in (
                (ANY_WEIGHTS, any_weights(len(ids))),
                (OWN_WEIGHTS, mixtures([panel.array(shares) for shares in panel.by_person.values()])),
                (PANEL_RANGE, between(len(ids), panel.bounds)),
            )
        },
        overlaps=overlaps(ruler.criteria, measured.performances, weights),
        exchange_rates=exchange_rates(ruler.criteria, weights),
        without_criterion={
            id_: Reranked.of(scores, without(weights, index))
            for index, id_ in enumerate(ids)
            if weights[index] < 1 - TIE
        },
        by_person={
            person: Reranked.of(scores, panel.array(shares)) for person, shares in sorted(panel.by_person.items())
        },
        by_group={group: Reranked.of(scores, panel.array(w)) for group, w in sorted(panel.grouped.by_group.items())},
        other_methods=other_methods(
            [measured.names[index] for index in known],
            ids,
            better=[criterion.better for criterion in ruler.criteria],
            performance=np.stack([performances[id_].value for id_ in ids], axis=1),
            weights=weights,
            totals=scores.totals(weights)[0][list(known)],
        )
        if with_other_methods
        else None,
    )
