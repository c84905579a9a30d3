"""What a derivation of a performance comes to: the value, the ends of its range, and the steps to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf, isnan

from appraisal.audit.explaining.steps import Step
from appraisal.model.criteria import Criterion


@dataclass(frozen=True, slots=True)
class Performed:
    """A performance of one set of sites on one criterion, worked out from what stands in the record.

    Attributes:
        low, value, high: in the criterion's unit; the value is None where it is not known.
        details: how.
        beside: figures that stand beside it, as far as they fall out of the same arithmetic.
        ends_say: what its low is at, and what its high is at.
    """

    low: float
    value: float | None
    high: float
    details: tuple[Step, ...]
    beside: Mapping[str, float | None] = field(default_factory=dict)
    ends_say: tuple[str, str] = ("", "")

    @classmethod
    def of(
        cls,
        criterion: Criterion,
        value: float,
        known: tuple[float, float],
        possible: tuple[float, float],
        details: Sequence[Step],
        *,
        beside: Mapping[str, float],
        ends_say: tuple[str, str],
    ) -> Performed:
        """A performance with the range of its figures, or the whole that it may be where one is not known (method 1.9).

        Args:
            criterion: whose anchors bound what is not known.
            value: NaN where not known.
            known: the ends where known figures take theirs.
            possible: the ends where those that are not known take theirs; NaN or infinite where nothing bounds them.
            details: how the value follows.
            beside: figures beside it, NaN where not known.
            ends_say: what the low and the high of a known value are at.
        """
        told = {name: None if isnan(figure) else figure for name, figure in beside.items()}
        if not isnan(value):
            return cls(min(known), value, max(known), tuple(details), told, ends_say)
        ends = [anchor.performance for anchor in criterion.anchors]
        bounded = () if any(map(isnan, possible)) else possible
        low = max(min(ends), *(x for x in (min(bounded, default=-inf), -inf) if x < inf))
        high = min(max(ends), *(x for x in (max(bounded, default=inf), inf) if x > -inf))
        says = "as far as what is not known may go"
        return cls(low, None, max(low, high), tuple(details), told, (f"the lowest, {says}", f"the highest, {says}"))
