"""What may be shown of an option that uses a site not approached: ranges rounded outward, too wide to find it by.

Minutes to the last digit, from areas that anybody can look up, give away where a site stands; a cost, less that of the
option's other sites, what it asks. So each performance is shown as the steps of a fixed grid that its range lies in.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from appraisal.model.evidence import band

_STEPS: Mapping[str, float] = {"minutes": 10.0, "share": 0.1, "points": 25.0}
_STEP_OF_EQUITY = 5.0  # minutes: a difference of means is small beside a mean
_ENOUGH = 1e-9  # of a step: findings have nine decimals


def rough_options(findings: Mapping[str, Any]) -> frozenset[str]:
    """Ids of the options that use a site not approached."""
    hidden = {site["id"] for site in findings["sites"] if site["standing"] == "not approached"}
    return frozenset(option["id"] for option in findings["options"] if hidden & option["sites"].keys())


def rough_performance(criterion: Mapping[str, Any], found: Mapping[str, Any]) -> tuple[float, float]:
    """The range of an option's performance that may be shown, in its unit: never narrower than one step.

    Args:
        criterion: its row of the findings.
        found: value, low and high of the performance; None where there is no such end.
    """
    anchors = [performance for performance, _ in criterion["anchors"]]
    known = [found[key] for key in ("low", "value", "high") if found[key] is not None]
    low = min(known) if found["low"] is not None else min(anchors)
    high = max(known) if found["high"] is not None else max(anchors)
    if criterion["unit"] == "pounds":
        return band(low)[0], band(high)[1]
    step = _STEP_OF_EQUITY if criterion["measure"] == "equity" else _STEPS[criterion["unit"]]
    return rough(low, high, step, most=1.0 if criterion["unit"] == "share" else math.inf)


def rough(low: float, high: float, step: float = 1.0, *, most: float = math.inf) -> tuple[float, float]:
    """A range rounded outward to steps, at least one step wide.

    >>> rough(71.2, 71.2), rough(20.4, 20.4, 10.0), rough(19.7, 21.6, 10.0), rough(25.0, 25.0, 25.0)
    ((71.0, 72.0), (20.0, 30.0), (10.0, 30.0), (25.0, 50.0))
    >>> rough(1.0, 1.0, 0.1, most=1.0)
    (0.9, 1.0)
    """
    first, last = math.floor(low / step + _ENOUGH), math.ceil(high / step - _ENOUGH)
    if last <= first:
        last = first + 1
    if last * step > most + _ENOUGH:
        first, last = first - 1, last - 1
    return round(first * step, 9), round(last * step, 9)


def rough_value(anchors: Sequence[Sequence[float]], low: float, high: float) -> tuple[float, float]:
    """The value scores of a range of performance, on the straight lines between anchors (method 1.1).

    >>> rough_value([[60, 0], [10, 100]], 20.0, 30.0)
    (60.0, 80.0)
    """
    ends = sorted(_value(sorted((at, value) for at, value in anchors), end) for end in (low, high))
    return ends[0], ends[1]


def _value(anchors: Sequence[tuple[float, float]], performance: float) -> float:
    if performance <= anchors[0][0]:
        return anchors[0][1]
    for (at, value), (to, then) in pairwise(anchors):
        if performance <= to:
            return value + (performance - at) / (to - at) * (then - value)
    return anchors[-1][1]
