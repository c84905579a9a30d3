"""How many samples give each option each rank: one sort a sample, and a second look only where totals come close.

Counting ranks is where the time of a rank acceptability goes. A plain way sorts each sample's totals and the order that
this gives once more. Here each total becomes a whole number that carries its option: for numbers that are not negative,
the bits of a total, read as a whole number, have the totals' own order, so its last few bits can make room for the
option's number. One sort of whole numbers then puts the options in order and says which is where. Where two neighbours
come so close that the lost bits or the rule on ties could matter, the sample is counted again from its exact totals.
"""

from __future__ import annotations

from math import isfinite

import numpy as np
from numpy.typing import NDArray

from appraisal.analysis.given_numbers import as_numbers
from appraisal.errors import FindingsError

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]

TIE = 1e-9
"""Totals that differ by no more than this tie."""

_CELLS_AT_ONCE = 65_536  # half a MB of numbers, so that a piece stays near the processor
_DIGITS = 50  # of the 52 that a total has after its first; two are left to the rounding of differences


def rank_counts(totals: Numbers) -> Counts:
    """How many samples give each option each rank.

    Args:
        totals: samples x options, of these at least one.

    Returns:
        options x ranks; ties (within 1e-9) share the better rank.

    Raises:
        FindingsError: if a total is not known, or they are not samples x options.

    >>> rank_counts(np.array([[70.0, 60.0, 70.0], [50.0, 60.0, 40.0]])).tolist()
    [[1, 1, 0], [1, 0, 1], [1, 0, 1]]
    """
    totals = _samples_by_options(totals)
    refuse_unknown(totals)
    samples, options = totals.shape
    counts = np.zeros(options * options, dtype=np.int64)
    # A piece has at least as many totals as there are counts, so that adding counts up takes no longer than counting.
    rows = max(_CELLS_AT_ONCE // max(options, 1), options, 1)
    for start in range(0, samples, rows):
        counts += _counted(totals[start : start + rows])
    return counts.reshape(options, options)


def ranked_first(totals: Numbers) -> NDArray[np.bool_]:
    """Whether each option ranks first in each sample, ties included.

    Args:
        totals: samples x options, of these at least one.

    Returns:
        samples x options.

    Raises:
        FindingsError: if they are not samples x options.

    >>> ranked_first(np.array([[70.0, 60.0, 70.0]])).tolist()
    [[True, False, True]]
    """
    totals = _samples_by_options(totals)
    first: NDArray[np.bool_] = totals.max(axis=1, keepdims=True) <= totals + TIE
    return first


def refuse_unknown(totals: Numbers) -> None:
    """Refuse totals of which one is not known.

    Args:
        totals: samples x options.

    Raises:
        FindingsError: if a total is NaN.
    """
    if totals.size and np.isnan(totals.max()):  # the highest of numbers of which one is NaN is NaN
        raise FindingsError("An option's total is not known, so it cannot be ranked. Leave it out, by name.")


def _samples_by_options(totals: Numbers) -> Numbers:
    found = as_numbers(totals, "Totals")
    if found.ndim != 2 or not found.shape[1]:
        raise FindingsError(f"Totals of shape {found.shape} cannot be ranked. Give samples x at least one option.")
    return found


def _counted(totals: Numbers) -> Counts:
    """Counts of a piece: from the sorted keys where these are clear, from exact totals where not."""
    options = totals.shape[1]
    lowest, highest = float(totals.min()), float(totals.max())
    if not isfinite(highest - lowest):
        return _compared(totals)
    bits = max(options - 1, 0).bit_length()
    of_option = (1 << bits) - 1
    keys = np.subtract(totals, lowest, dtype=np.float64, order="C").view(np.int64)
    keys &= ~of_option
    keys |= np.arange(options)
    keys.sort(axis=1)
    rising = (keys & ~of_option).view(np.float64)
    least_gap = 2 * TIE + (highest - lowest) * 2.0 ** (bits - _DIGITS)
    is_clear = rising[:, 1:] - rising[:, :-1] > least_gap
    keys &= of_option
    keys *= options
    keys += np.arange(options)[::-1]  # the last of a row has the highest total, and rank 0
    if is_clear.all():
        return _at_each(keys, options)
    clear = is_clear.all(axis=1)
    return _at_each(keys[clear], options) + _compared(totals[~clear])


def _compared(totals: Numbers) -> Counts:
    """Counts from comparing totals with one another as they are."""
    samples, options = totals.shape
    order = np.argsort(-totals, axis=1)
    descending = np.take_along_axis(totals, order, axis=1)
    # An option's rank is the number of totals above its own, so the position of the first that is not.
    places = np.tile(np.arange(options), (samples, 1))
    row, column = np.nonzero(descending[:, :-1] <= descending[:, 1:] + TIE)
    if row.size:
        column = column + 1
        limit = descending[row, column] + TIE
        earliest, latest = np.zeros_like(column), column - 1
        while (searching := earliest < latest).any():
            middle = (earliest + latest) // 2
            above = descending[row, middle] > limit
            earliest = np.where(searching & above, middle + 1, earliest)
            latest = np.where(searching & ~above, middle, latest)
        places[row, column] = earliest
    return _at_each(order * options + places, options)


def _at_each(codes: NDArray[np.int64], options: int) -> Counts:
    """How often each option x rank, as one number, is there."""
    return np.bincount(codes.ravel(), minlength=options * options).astype(np.int64)
