"""The nearest value of a figure beyond which the leader is not the leader any more, among values looked at in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from appraisal.analysis.tipping.weights import TIE

Floats = npt.NDArray[np.float64]
Looked = tuple[float, Floats]


def nearest_change(
    looked: Iterable[Looked], between: Callable[[float], Floats] | None = None, narrow: float = 0.0
) -> tuple[tuple[float, int] | None, float]:
    """Where the first lead is lost.

    Args:
        looked: from now on outwards, the value and there each option's (n,) distance behind the leader; NaN where
            nothing can be said, which ends the looking. Now, nothing is behind by less than 0.
        between: the same at any other value; None where the distances are straight lines between those looked at.
        narrow: how far a value is bisected, in its unit, above 0 where it is.

    Returns:
        The value at which an option draws level and beyond which it leads, with its index, None where the leader stays;
        and the last value looked at. Of options that draw level together, the one that leads by most beyond.

    >>> nearest_change([(1.0, np.array([0.0, 4.0])), (3.0, np.array([0.0, -4.0]))])
    ((2.0, 1), 3.0)
    """
    inside: Looked | None = None
    for value, leads in looked:
        if np.isnan(leads).any():
            break
        if inside is not None and leads.min() < -TIE:
            return _drawn_level(*_nearer(inside, (value, leads), between, narrow)), value
        inside = (value, leads)
    return None, np.nan if inside is None else inside[0]


def _nearer(
    inside: Looked, beyond: Looked, between: Callable[[float], Floats] | None, narrow: float
) -> tuple[Looked, Looked]:
    """The two ends of a narrow stretch in which the lead is lost."""
    while between is not None and abs(beyond[0] - inside[0]) > narrow:
        middle = (inside[0] + beyond[0]) / 2
        if middle in (inside[0], beyond[0]):
            break  # no number lies between the two
        leads = between(middle)
        if leads.min() >= -TIE:
            inside = (middle, leads)
        else:
            beyond = (middle, leads)
    return inside, beyond


def _drawn_level(inside: Looked, beyond: Looked) -> tuple[float, int] | None:
    """Where a straight line between the two ends has an option level with the leader."""
    before, after = np.maximum(inside[1], 0.0), beyond[1]
    passes = after < -TIE
    if not passes.any():
        return None
    along = np.where(passes, before / np.where(passes, before - after, 1.0), np.inf)
    first = np.flatnonzero(along <= along.min() + TIE)
    rival = int(first[np.argmin(after[first])])
    return inside[0] + float(along[rival]) * (beyond[0] - inside[0]), rival
