"""Which options stay above which, and which can score highest, over a whole set of weights (method 2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.analysis.acceptability import TIE
from appraisal.analysis.linear_programme import maximise
from appraisal.analysis.scoring import weighted_total
from appraisal.analysis.weight_mixtures import WeightMixtures
from appraisal.errors import FindingsError

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]

_PREFERENCE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Dominance:
    """What a set of weights says of n options, in the order given.

    Attributes:
        least: (n, n) the least that the first's total less the second's can be, in points; 0 of an option with itself.
        margin: (n,) the most by which an option can lead every other at once, in points; below 0 where it can at best
            stay that far behind; NaN where there is no other.
        weights: (n, criteria) weights at which it has that margin; NaN where it cannot score highest or has no rival.
    """

    least: Floats
    margin: Floats
    weights: Floats

    @property
    def greatest(self) -> Floats:
        """(n, n) the most that the first's total less the second's can be, in points."""
        return -self.least.T

    @property
    def necessarily(self) -> Booleans:
        """(n, n) whether the first is at least as high as the second at all weights of the set."""
        return np.asarray(self.least >= -TIE)

    @property
    def possibly(self) -> Booleans:
        """(n, n) whether the first is at least as high as the second at some weights of the set."""
        return np.asarray(self.greatest >= -TIE)

    @property
    def dominates(self) -> Booleans:
        """(n, n) whether the first is never below the second, and somewhere above it."""
        return self.necessarily & (self.greatest > TIE)

    @property
    def can_lead(self) -> Booleans:
        """(n,) whether an option scores highest, alone or tied, at some weights of the set."""
        return np.asarray(~(self.margin < -TIE))

    @property
    def rank_bounds(self) -> tuple[Integers, Integers]:
        """(n,) ranks that no weights of the set can better, and that none can worsen; the true extremes lie between.

        1 more than the options that are above at all weights, and as many fewer than all as it is never below.
        """
        always_above = (self.least > TIE).sum(axis=0)
        never_above = self.necessarily.sum(axis=1) - 1
        return 1 + always_above, len(self.margin) - never_above


def dominance(value_scores: Sequence[Sequence[float]] | Floats, weights: WeightMixtures) -> Dominance:
    """Compare options over all weights of a set.

    An option is necessarily at least as high as another where the least difference of their totals is 0 or more, and
    possibly where the greatest is (Greco, Mousseau and Slowinski 2008); it dominates where it is also somewhere above
    (Hazen 1986). It is potentially optimal where max d with V_i(w) - V_k(w) >= d for all k is 0 or more (Hazen 1986;
    Athanassopoulos and Podinovski 1997). An option that nothing dominates may still never score highest. Differences
    within 1e-9 are ties.

    Args:
        value_scores: options x criteria, 0..100, all known.
        weights: the set; see `any_weights`, `between` and `mixtures`.

    Raises:
        FindingsError: if a value score is not known, or there are not as many criteria as the weights have.

    >>> from appraisal.analysis.weight_mixtures import any_weights
    >>> found = dominance([[80, 40], [40, 80], [50, 50], [30, 40]], any_weights(2))
    >>> found.dominates[:, 3].tolist(), found.can_lead.tolist(), found.margin.round(9).tolist()
    ([True, True, True, False], [True, True, False, False], [30.0, 30.0, -10.0, -25.0])
    """
    scores = np.asarray(value_scores, dtype=np.float64)
    criteria = weights.corners.shape[1]
    if scores.ndim != 2 or scores.shape[1] != criteria:
        raise FindingsError(f"Value scores of shape {scores.shape} do not fit weights of {criteria} criteria.")
    if not np.isfinite(scores).all():
        raise FindingsError("A value score is not known, so options cannot be compared. Leave the option out.")
    least = weights.least(scores[:, None, :] - scores[None, :, :])
    margin, at = np.full(len(scores), np.nan), np.full(scores.shape, np.nan)
    if len(scores) > 1:
        for option in range(len(scores)):
            margin[option], found = _most_ahead(scores, weights, option)
            if found is not None:
                at[option] = found
    return Dominance(least, margin, at)


def dominance_told(ids: Sequence[str], criteria: Sequence[str], found: Dominance) -> dict[str, Any]:
    """What was found of one set of weights, as findings tell it: each pair once, in the order of ids."""
    better, worse = found.rank_bounds

    def named(row: Booleans, me: int) -> list[str]:
        return [id_ for k, id_ in enumerate(ids) if row[k] and k != me]

    return {
        "pairs": [
            {
                "option": id_,
                "other": ids[k],
                "least": float(found.least[i, k]),
                "greatest": float(found.greatest[i, k]),
            }
            for i, id_ in enumerate(ids)
            for k in range(i + 1, len(ids))
        ],
        "necessarily": {id_: named(found.necessarily[i], i) for i, id_ in enumerate(ids)},
        "dominated_by": {id_: named(found.dominates[:, i], i) for i, id_ in enumerate(ids)},
        "potentially_highest": {
            id_: {
                "is": bool(found.can_lead[i]),
                "margin": None if np.isnan(found.margin[i]) else float(found.margin[i]),
                "weights": None
                if np.isnan(found.weights[i]).any()
                else dict(zip(criteria, found.weights[i].tolist(), strict=True)),
            }
            for i, id_ in enumerate(ids)
        },
        "rank_bounds": {id_: {"low": int(better[i]), "high": int(worse[i])} for i, id_ in enumerate(ids)},
    }


def _most_ahead(scores: Floats, weights: WeightMixtures, option: int) -> tuple[float, Floats | None]:
    """The most by which an option can lead every other, and the weights for it where it can lead at all.

    Of several such weights, those with the most on the first criteria, so that which corner a solver comes to changes
    nothing.
    """
    leads = np.stack([weighted_total(scores[option] - scores, corner) for corner in weights.corners], axis=1)
    leads = np.delete(leads, option, axis=0).round(9)
    # Variables: the mixture, then the margin.
    of_set, least, greatest = weights.rows()
    rows = np.block([[of_set, np.zeros((len(of_set), 1))], [leads, -np.ones((len(leads), 1))]])
    sums = np.append(least, np.zeros(len(leads))), np.append(greatest, np.full(len(leads), np.inf))
    bounds = np.append(weights.low, -np.inf), np.append(weights.high, np.inf)
    objective = np.append(np.zeros(len(weights.corners)), 1.0)
    mixture = maximise(objective, rows, sums, bounds)[:-1]
    margin = float((leads * mixture).sum(axis=1).min())
    if margin < -TIE:
        return margin, None
    # Preferred by so little that no margin changes by more than a millionth of a point.
    first = _PREFERENCE / np.arange(1, weights.corners.shape[1] + 1)
    objective[:-1] = (weights.corners * first).sum(axis=1)
    mixture = maximise(objective, rows, sums, bounds)[:-1]
    mixed = np.clip((weights.corners * mixture[:, None]).sum(axis=0), 0.0, None)
    return margin, np.asarray(mixed / mixed.sum())
