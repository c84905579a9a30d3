"""Numbers as a caller gave them, as an array or a count, or words where they are none."""

from __future__ import annotations

from operator import index
from typing import Any, SupportsIndex

import numpy as np
from numpy.typing import NDArray

from appraisal.errors import FindingsError


def as_numbers(given: Any, what: str) -> NDArray[np.float64]:
    """An array of what was given; None becomes NaN.

    Args:
        given: an array, or rows of numbers, all of one length.
        what: they are, at the beginning of a sentence.

    Raises:
        FindingsError: if they are not numbers, or rows differ in length.

    >>> as_numbers([[70, 60]], "Totals").tolist()
    [[70.0, 60.0]]
    """
    try:
        return np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise FindingsError(f"{what} are not numbers in rows of one length. Give such rows, or an array.") from error


def whole_number(given: SupportsIndex, what: str) -> int:
    """A number of 0 or more with nothing after the point.

    Args:
        given: the number.
        what: it is, as in "a number of samples".

    Raises:
        FindingsError: if it is not whole, or below 0.

    >>> whole_number(np.int64(3), "a seed")
    3
    """
    try:
        number = index(given)
    except TypeError:
        number = -1
    if number < 0:
        raise FindingsError(f"{given!r} is not possible as {what}. Give a whole number of 0 or more.")
    return number
