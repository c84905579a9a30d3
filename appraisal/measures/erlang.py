"""How often a request for a bed is refused because every bed is taken (Erlang loss, method 3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import FindingsError

Many = Sequence[Any] | NDArray[Any]


@overload
def refused(beds: float, load: float) -> float: ...
@overload
def refused(beds: Many, load: float | Many) -> NDArray[np.float64]: ...
@overload
def refused(beds: float, load: Many) -> NDArray[np.float64]: ...
def refused(beds: float | Many, load: float | Many) -> float | NDArray[np.float64]:
    """The share of requests that find every bed taken.

    Assumes that requests arrive at random and that nobody waits, so it is a cautious bound, for comparing and not a
    forecast (Erlang 1917; de Bruin et al. 2009). B(0) = 1, B(b) = r B(b-1) / (b + r B(b-1)): every term stays in 0..1,
    so nothing overflows at any number of beds.

    Args:
        beds: whole numbers of beds, 0 or more.
        load: requests a year x stay in days / 365, in erlangs, 0 or more; NaN where it is not known. Broadcast
            against the beds.

    Returns:
        The share refused, 0..1: a float for two numbers, else an array of the broadcast shape; NaN where the load is
        NaN. No beds refuse everybody, so 0 beds give 1.0 at any known load, 0 among them.

    Raises:
        FindingsError: if beds are negative or not whole, or a load is negative or infinite.

    >>> refused(1, 1.0), refused(2, 1.0)
    (0.5, 0.2)
    >>> refused([0, 1, 2], 1.0).tolist()
    [1.0, 0.5, 0.2]
    """
    bed_counts, loads = np.broadcast_arrays(np.asarray(beds, dtype=np.float64), np.asarray(load, dtype=np.float64))
    _refuse_impossible(bed_counts, loads)
    share = np.where(np.isnan(loads), np.nan, 1.0)
    answer = share
    for count in range(1, int(bed_counts.max(initial=0)) + 1):
        share = loads * share / (count + loads * share)
        answer = np.where(bed_counts == count, share, answer)
    return float(answer) if answer.ndim == 0 else answer


def carried_tangents(beds: int, loads: Many) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Straight lines that touch the carried load r (1 - B) at some loads and are nowhere below it.

    Carried load is concave in the load offered (Harel 1990), so it is the lowest of all its tangents.

    Args:
        beds: whole number of beds, at least 1.
        loads: (n,) erlangs, 0 or more, where the lines touch.

    Returns:
        Slope (n,) and intercept (n,) in erlangs.

    >>> [found.tolist() for found in carried_tangents(1, [0.0, 1.0])]
    [[1.0, 0.25], [0.0, 0.25]]
    """
    offered = np.asarray(loads, dtype=np.float64)
    share = refused(np.full(offered.shape, beds), offered)
    carried = offered * (1 - share)
    # From B' = B (b / r - 1 + B), the derivative of Erlang's loss.
    slope = 1 - share * (1 + beds - carried)
    return slope, carried - slope * offered


def largest_load(beds: int, refused_share: float) -> float:
    """The load at which the given share of requests is refused, by bisection (method 4.8).

    Args:
        beds: whole number of beds, at least 1.
        refused_share: above 0 and below 1.

    Returns:
        Erlangs.

    Raises:
        FindingsError: if there is no bed, or the share is not between 0 and 1.

    >>> round(largest_load(1, 0.5), 9), round(largest_load(4, 0.05), 3)
    (1.0, 1.525)
    """
    if not 0 < refused_share < 1:
        raise FindingsError(f"A refused share of {refused_share} has no largest load. Give one above 0 and below 1.")
    if beds < 1:
        raise FindingsError(f"{beds} beds carry no load. Give at least 1 bed.")
    # Carried load r (1 - B) is below the number of beds, so r is below beds / (1 - B).
    low, high = 0.0, beds / (1 - refused_share)
    while low < (middle := (low + high) / 2) < high:
        if refused(beds, middle) < refused_share:
            low = middle
        else:
            high = middle
    return middle


def _refuse_impossible(bed_counts: NDArray[np.float64], loads: NDArray[np.float64]) -> None:
    impossible = ~((bed_counts >= 0) & (bed_counts == np.floor(bed_counts)) & np.isfinite(bed_counts))
    if impossible.any():
        raise FindingsError(f"{bed_counts[impossible].flat[0]:g} beds are not possible. Give whole beds, 0 or more.")
    impossible = (loads < 0) | np.isinf(loads)
    if impossible.any():
        raise FindingsError(f"A load of {loads[impossible].flat[0]:g} erlangs is not possible. Give 0 or more.")
