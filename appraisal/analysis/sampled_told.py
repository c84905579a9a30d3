"""Telling what sampled weights and figures do to ranks, as the plain data that findings hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from appraisal.analysis.sampled_ranks import SampledRanks
from appraisal.analysis.weight_sets import NAMES

Floats = npt.NDArray[np.float64]


def sampled_told(options: Sequence[str], criteria: Sequence[str], found: Mapping[str, SampledRanks]) -> dict[str, Any]:
    """What was found with each weight set, each part by name of the set, then by option.

    Args:
        options: ids of the options that were sampled, in order.
        criteria: ids, in the order of the weights.
        found: by name of the weight set; empty where no option could be sampled.
    """

    def by_set(told: Callable[[SampledRanks, int], Any]) -> dict[str, Any]:
        return {name: {id_: told(found[name], i) for i, id_ in enumerate(options)} if found else {} for name in NAMES}

    return {
        "rank_acceptability": by_set(lambda ranks, i: ranks.shares[i].tolist()),
        "rank_acceptability_with_figures": by_set(lambda ranks, i: ranks.with_figures[i].tolist()),
        "standard_errors": by_set(lambda ranks, i: ranks.standard_errors[i].tolist()),
        "standard_errors_with_figures": by_set(lambda ranks, i: ranks.standard_errors_with_figures[i].tolist()),
        "central_weights": by_set(lambda ranks, i: _weights(criteria, ranks.central_weights[i])),
        "confidence_factors": by_set(lambda ranks, i: _known(ranks.confidence[i])),
        "pairwise_winning": by_set(
            lambda ranks, i: {other: float(ranks.winning[i, k]) for k, other in enumerate(options) if k != i}
        ),
    }


def _weights(criteria: Sequence[str], weights: Floats) -> dict[str, float] | None:
    """Weights by criterion; None of an option that is never first."""
    return None if np.isnan(weights).any() else dict(zip(criteria, weights.tolist(), strict=True))


def _known(share: float) -> float | None:
    return None if np.isnan(share) else float(share)
