"""Ranking: ranks as ranges where something is not known, and ties named (methods 1.9 and 2.4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from appraisal.analysis.acceptability import TIE

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Ranking:
    """Ranks of n options.

    Attributes:
        low, high: (n,) better and worse end of each rank, 1 the highest total; equal where nothing unknown of
            this option or another can move it. Equal totals share the better rank.
        order: indices as a paper lists them: options whose figures are all known by total, then the others by the
            highest total that they could have; equal ones as given.
        ties: for each option, those with the same total, all figures known.
    """

    low: Integers
    high: Integers
    order: Integers
    ties: tuple[tuple[int, ...], ...]


def rank(low: Floats, high: Floats) -> Ranking:
    """Rank options by their totals.

    Args:
        low, high: (n,) lowest and highest total of each, equal where all is known.

    >>> found = rank(np.array([70.0, 40.0, 60.0]), np.array([70.0, 90.0, 60.0]))
    >>> found.low.tolist(), found.high.tolist(), found.order.tolist()
    ([1, 1, 2], [2, 3, 3], [0, 2, 1])
    """
    surely_above = low[None, :] > high[:, None] + TIE
    maybe_above = high[None, :] > low[:, None] + TIE
    np.fill_diagonal(maybe_above, val=False)
    known = np.abs(high - low) <= TIE
    equal = (np.abs(low[None, :] - low[:, None]) <= TIE) & known[None, :] & known[:, None]
    np.fill_diagonal(equal, val=False)
    # Rounding to the tie makes equal totals keep the order given.
    order = np.lexsort((np.arange(len(low)), -np.round(high, 9), ~known))
    ties = tuple(tuple(int(k) for k in np.flatnonzero(row)) for row in equal)
    return Ranking(1 + surely_above.sum(axis=1), 1 + maybe_above.sum(axis=1), order, ties)
