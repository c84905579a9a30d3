"""The same options ranked by other methods: does the short list survive them (method 2.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.analysis.acceptability import TIE
from appraisal.errors import FindingsError

Floats = NDArray[np.float64]

_MOST_KEPT = 3
_DIGITS = 12  # figures that differ by rounding alone are the same, which a usual preference function would not see


@dataclass(frozen=True, slots=True)
class Method:
    """Another way to rank options.

    Attributes:
        normalisation: what makes figures in different units comparable, in words.
        parameters: what else it rests on.
        higher_is_better: whether the option with the highest score ranks first.
        make: a new object of the library; one that has been called is not called again.
        is_defined: whether its formula gives numbers for a matrix, weights and types (1 or -1).
    """

    normalisation: str
    parameters: dict[str, float | str]
    higher_is_better: bool
    make: Callable[[], Any]
    is_defined: Callable[[Floats, Floats, Floats], bool] = lambda *_: True

    def scores(self, matrix: Floats, weights: Floats, better: Sequence[str]) -> Floats | None:
        """The score that this method gives each option, or None where it gives them none.

        Args:
            matrix: options x criteria, in natural units; at least two options, and no criterion on which all are equal.
            weights: shape (criteria,), 0 or more, summing to one.
            better: "higher" or "lower" for each criterion.
        """
        types = np.array([1.0 if direction == "higher" else -1.0 for direction in better])
        if not self.is_defined(matrix, weights, types):
            return None
        # Its own checks only warn, of a dominated option or a weight of 0, both of which are sound here.
        return np.asarray(self.make()(matrix, weights, types, validation=False), dtype=np.float64)

    def ranks(self, scores: Floats) -> NDArray[np.int64]:
        """Ranks from 1, ties within 1e-9 sharing the better."""
        height = scores if self.higher_is_better else -scores
        return np.asarray(1 + (height[None, :] > height[:, None] + TIE).sum(axis=1))


def _topsis() -> Any:
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    return TOPSIS(vector_normalization)


def _vikor() -> Any:
    from pymcdm.methods import VIKOR
    from pymcdm.normalizations import minmax_normalization

    return VIKOR(minmax_normalization, v=0.5)


def _vikor_divides(matrix: Floats, weights: Floats, types: Floats) -> bool:
    """Whether options differ in S, the sum of their regrets, and in R, the largest: VIKOR divides by both ranges."""
    height = matrix * types
    regret = weights * (height.max(axis=0) - height) / np.ptp(height, axis=0)
    return bool(min(np.ptp(regret.sum(axis=1)), np.ptp(regret.max(axis=1))) > TIE)


def _promethee() -> Any:
    from pymcdm.methods import PROMETHEE_II

    return PROMETHEE_II("usual")


METHODS = {
    "promethee-ii": Method("none: figures are only compared, pair by pair", {"preference": "usual"}, True, _promethee),
    "topsis": Method("vector: each figure over the root of the sum of squares", {}, True, _topsis),
    "vikor": Method("linear: from the worst figure to the best", {"v": 0.5}, False, _vikor, _vikor_divides),
}
"""By id: Brans and Vincke 1985; Hwang and Yoon 1981; Opricovic and Tzeng 2004."""


def pymcdm_version() -> str:
    """The version of the library that knows these methods.

    Raises:
        FindingsError: if it is not installed.
    """
    try:
        return version("pymcdm")
    except PackageNotFoundError:
        msg = "Other methods need the library pymcdm, which is not here. Install it: pip install 'appraisal[methods]'"
        raise FindingsError(msg) from None


def other_methods(
    options: Sequence[str],
    criteria: Sequence[str],
    *,
    better: Sequence[str],
    performance: Floats,
    weights: Floats,
    totals: Floats,
) -> dict[str, Any]:
    """Rank options by each other method, beside our own ranking, as findings tell it; never averaged.

    Criteria on which all options do the same say nothing of them (and end VIKOR's formula): they are left out, and the
    others keep their ratios. These methods scale figures to the options at hand, so that an option more or less can
    reverse the order of others (Belton and Gear 1983); our own ranking cannot.

    Args:
        options: ids of n options whose figures are all known.
        criteria: ids of m criteria.
        better: "higher" or "lower" for each criterion.
        performance: n x m, in natural units.
        weights: shape (m,), the weights agreed, summing to one.
        totals: shape (n,), our own.

    Returns:
        `options`, `criteria` {compared: share}, `constant` [those left out], `our_ranks` {option: rank}, `first` [our
        first three, or all but the last of fewer; more where these tie], `methods` {method: {`normalisation`,
        `parameters`, `higher_is_better`, `scores` {option: score}, `ranks` {option: rank}, `survives`}}. `survives` is
        {`leader_stays`: an option that we rank first is first here too; `stay`, `drop_out`, `come_in`: what becomes of
        our first few}. `methods` is empty where fewer than two options, or no criterion with any weight, are left;
        `scores`, `ranks` and `survives` are None where a method's formula gives these options no number.

    Raises:
        ModuleNotFoundError: if pymcdm is not installed; ask `pymcdm_version` first.
    """
    matrix = _without_noise(performance)
    varies = np.ptp(matrix, axis=0) > 0 if len(matrix) else np.zeros(len(criteria), dtype=np.bool_)
    shares = np.where(varies, weights, 0.0)
    is_weighed = bool(shares.sum() > 0)
    shares = shares / shares.sum() if is_weighed else shares
    ranks = 1 + (totals[None, :] > totals[:, None] + TIE).sum(axis=1)
    ours = dict(zip(options, ranks.tolist(), strict=True))
    told = {}
    for name, method in METHODS.items() if is_weighed else ():
        found = method.scores(matrix[:, varies], shares[varies], [b for b, v in zip(better, varies, strict=True) if v])
        told[name] = _told(method, found, ours)
    return {
        "options": list(options),
        "criteria": {id_: float(share) for id_, share, v in zip(criteria, shares, varies, strict=True) if v},
        "constant": [id_ for id_, v in zip(criteria, varies, strict=True) if not v],
        "our_ranks": ours,
        "first": sorted(_first(ours)),
        "methods": told,
    }


def _told(method: Method, scores: Floats | None, ours: Mapping[str, int]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "normalisation": method.normalisation,
        "parameters": dict(method.parameters),
        "higher_is_better": method.higher_is_better,
        "scores": None,
        "ranks": None,
        "survives": None,
    }
    if scores is None:
        return told
    ranks = dict(zip(ours, method.ranks(scores).tolist(), strict=True))
    first, here = _first(ours), _first(ranks)
    survives = {
        "leader_stays": any(ranks[id_] == 1 for id_, rank in ours.items() if rank == 1),
        "stay": sorted(first & here),
        "drop_out": sorted(first - here),
        "come_in": sorted(here - first),
    }
    return told | {
        "scores": dict(zip(ours, scores.tolist(), strict=True)),
        "ranks": ranks,
        "survives": survives,
    }


def _first(ranks: Mapping[str, int]) -> set[str]:
    """The first three, or all but the last of fewer; more where these tie."""
    count = max(min(_MOST_KEPT, len(ranks) - 1), 1)
    return {id_ for id_, rank in ranks.items() if rank <= count}


def _without_noise(performance: Floats) -> Floats:
    """The figures to 12 digits of the largest on their criterion."""
    matrix = np.array(performance, dtype=np.float64)
    for column in matrix.T:
        largest = np.abs(column).max(initial=0.0)
        if largest > 0:
            column[:] = np.round(column, _DIGITS - 1 - int(np.floor(np.log10(largest))))
    return matrix
