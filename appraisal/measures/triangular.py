"""Triangular distributions: a figure of which a low, a value and a high are known, and nothing more."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def triangular(low: Floats, peak: Floats, high: Floats, quantile: Floats) -> Floats:
    """Quantiles of triangular distributions; the value itself where low and high are the same.

    >>> triangular(np.array([0.0]), np.array([1.0]), np.array([2.0]), np.array([0.5])).tolist()
    [1.0]
    """
    width = high - low
    safe = np.where(width > 0, width, 1.0)
    share_below = (peak - low) / safe
    rising = low + np.sqrt(quantile * safe * np.maximum(peak - low, 0.0))
    falling = high - np.sqrt((1 - quantile) * safe * np.maximum(high - peak, 0.0))
    return np.where(width > 0, np.where(quantile < share_below, rising, falling), peak)
