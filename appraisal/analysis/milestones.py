"""Dates to be kept: the standstill by English working days, when its notice is due, and dates that do not fit."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from appraisal.analysis.checking import Warned
from appraisal.model.dates import spoken
from appraisal.model.governance import Milestones
from appraisal.model.places import PlacePlan

_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Whether a day is neither a Saturday, a Sunday nor a bank holiday in England.

    Bank holidays of years ahead are those that the law fixes; one that is proclaimed is known from the `holidays`
    package's next version on.

    >>> is_working_day(date(2025, 8, 22)), is_working_day(date(2025, 8, 25))
    (True, False)
    """
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def standstill_ends(notice: date, working_days: int) -> date:
    """The day at whose end, midnight, the standstill after a notice ends.

    The working days are counted from the first after the notice (Provider Selection Regime: 8).

    >>> standstill_ends(date(2025, 9, 18), 8)
    datetime.date(2025, 9, 30)
    """
    return _working_days_on(notice, working_days, _DAY)


def notice_due(contract: date, working_days: int) -> date:
    """The last working day on which a notice lets the standstill end before a contract begins.

    >>> notice_due(date(2025, 10, 1), 8)
    datetime.date(2025, 9, 18)
    """
    return _working_days_on(contract, working_days + 1, -_DAY)  # the last of the standstill, then its days back


def check_milestones(plan: PlacePlan) -> tuple[Warned, ...]:
    """Warnings about planned dates that leave too little time, in order."""
    dates = plan.milestones
    due = None if dates.contract is None else notice_due(dates.contract, dates.standstill_working_days)
    late = ", the last day on which a notice lets the standstill end before the contract begins"
    closed = plan.comments.close if plan.comments else None
    found = []
    for name, day in (("workshop", dates.workshop), ("decision", dates.decision)):
        if day and due and day > due:
            found.append(f"The {name} is planned for {spoken(day)}, after {spoken(due)}{late}.")
    for name, day, verb in (
        ("workshop", dates.workshop, "is planned for"),
        ("last day for comments", closed, "is"),
        ("day for the impact assessments", dates.assessments_by, "is"),
    ):
        if day and dates.decision and day > dates.decision:
            found.append(f"The {name} {verb} {spoken(day)}, after the decision, {spoken(dates.decision)}.")
    return tuple(sorted(Warned("milestones", text) for text in found))


def dates_told(dates: Milestones, decided_on: date | None) -> tuple[str, ...]:
    """When the notice is due, and when its standstill ends, one sentence each.

    Args:
        dates: the place's milestones.
        decided_on: the day of the decision, the first on which its notice can be sent; None where there is none.
    """
    counted = f"{dates.standstill_working_days} working days of standstill"
    told = []
    if dates.contract is not None:
        due = notice_due(dates.contract, dates.standstill_working_days)
        told.append(f"Contracts begin on {spoken(dates.contract)}: the notice is due by {spoken(due)} ({counted}).")
    if decided_on is not None:
        ends = standstill_ends(decided_on, dates.standstill_working_days)
        late = dates.contract is not None and ends >= dates.contract
        but = ", when contracts should have begun" if late else ""
        sent = f"The decision is dated {spoken(decided_on)}. If the notice is sent on that day"
        told.append(f"{sent}, its standstill ends at the end of {spoken(ends)}{but}.")
    return tuple(told)


def _working_days_on(start: date, working_days: int, step: timedelta) -> date:
    """The working day that many after a day, or before it."""
    day = start
    for _ in range(working_days):
        day += step
        while not is_working_day(day):
            day += step
    return day


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))
