"""When things came in, beside the dates that people gave: the order is proven, when something was said is not."""

from __future__ import annotations

from appraisal.analysis.auditing.asked import Asked, Reason, shown
from appraisal.model.record import entered_at


def taken_in_on_one_day(asked: Asked, *kinds: str) -> list[Reason]:
    """That all of some kinds came in on one day, and that every date that people gave for them is another.

    The ledger's order stays proven, so this changes no verdict: it says what the order is the order of.

    Returns:
        One reason; none where things came in on several days, nobody gave a date, or somebody gave that day.
    """
    entries = asked.record.of(*kinds)
    days = {entered_at(entry)[:10] for entry in entries}
    claimed = sorted({entry.cast_on for entry in entries if entry.cast_on})
    if len(days) != 1 or not claimed or days & set(claimed):
        return []
    return [shown("one_day", entered=days.pop(), first=claimed[0], last=claimed[-1])]
