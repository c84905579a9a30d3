"""Agreement: how far judges rank alike (method 1.7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import FindingsError


def concordance(ranks: Sequence[Sequence[float]] | NDArray[Any]) -> float:
    """Kendall's W: how far judges agree on a ranking, 0 (not at all) to 1 (wholly).

    W = 12 S / (m^2 (n^3 - n) - m sum sum (t^3 - t)), with S the squared deviations of the items' rank sums from their
    mean and t the sizes of each judge's ties (Kendall and Babington Smith 1939; method 1.7).

    Args:
        ranks: judges x items. Each judge's numbers are ranked again with mid-ranks, so any numbering of ties will do.

    Returns:
        W; NaN where it is not defined, because there is one item or every judge ties every item.

    Raises:
        FindingsError: if there are no judges or items, or a rank is missing or no number.

    >>> concordance([[1, 2, 3], [1, 2, 3]]), concordance([[1, 2], [2, 1]])
    (1.0, 0.0)
    """
    try:
        given = np.asarray(ranks, dtype=np.float64)
    except (TypeError, ValueError):  # rows of unequal length, or text
        given = np.zeros(0)
    if given.ndim != 2 or given.size == 0 or not np.isfinite(given).all():
        raise FindingsError("Agreement needs a rank from every judge for every item: judges in rows, items in columns.")
    judges, items = given.shape
    below = (given[:, np.newaxis, :] < given[:, :, np.newaxis]).sum(axis=2)
    tied = (given[:, np.newaxis, :] == given[:, :, np.newaxis]).sum(axis=2)
    mid_ranks = below + (tied + 1) / 2
    deviations = mid_ranks.sum(axis=0) - judges * (items + 1) / 2
    # Summed over the items of a tie of size t, t^2 - 1 gives t^3 - t.
    ties = float((tied.astype(np.float64) ** 2 - 1).sum())
    denominator = judges**2 * (items**3 - items) - judges * ties
    return float(12 * (deviations**2).sum() / denominator) if denominator > 0 else float("nan")
