"""The standstill by English working days, worked by hand with a calendar; and dates that leave too little time."""

from datetime import date, timedelta

import pytest
from building import plan
from hypothesis import given
from hypothesis import strategies as st

from appraisal.analysis.milestones import check_milestones, dates_told, is_working_day, notice_due, standstill_ends
from appraisal.model.governance import Milestones

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
COUNTS = st.integers(1, 20)


def test_a_notice_for_a_contract_on_1_october_2025_is_due_by_18_september():
    """Friday 19 is the first working day after it, Tuesday 30 the eighth."""
    assert notice_due(date(2025, 10, 1), 8) == date(2025, 9, 18)
    assert standstill_ends(date(2025, 9, 18), 8) == date(2025, 9, 30)
    assert standstill_ends(date(2025, 9, 19), 8) == date(2025, 10, 1)


def test_a_standstill_over_easter_leaves_out_good_friday_and_easter_monday():
    """From Thursday 10 April 2025: 11, 14, 15, 16, 17, then 22, 23 and 24."""
    assert standstill_ends(date(2025, 4, 10), 8) == date(2025, 4, 24)
    assert notice_due(date(2025, 4, 25), 8) == date(2025, 4, 10)


def test_a_standstill_over_christmas_leaves_out_three_bank_holidays():
    """From Thursday 18 December 2025: 19, 22, 23, 24, then 29, 30, 31, and Friday 2 January."""
    assert standstill_ends(date(2025, 12, 18), 8) == date(2026, 1, 2)
    assert notice_due(date(2026, 1, 3), 8) == date(2025, 12, 18)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 28), False),  # Boxing Day falls on a Saturday, so Monday takes its place
        (date(2026, 1, 2), True),  # a bank holiday in Scotland alone
        (date(2025, 3, 17), True),  # and one in Northern Ireland alone
        (date(2023, 5, 8), False),  # the coronation's
        (date(2025, 8, 25), False),
        (date(2025, 9, 6), False),
    ],
)
def test_a_working_day_is_one_in_england(day, works):
    assert is_working_day(day) is works


def test_a_notice_on_a_saturday_counts_from_monday():
    assert standstill_ends(date(2025, 9, 13), 1) == date(2025, 9, 15)


@given(contract=DAYS, days=COUNTS)
def test_a_notice_when_due_is_in_time_and_on_the_next_working_day_it_is_not(contract, days):
    due = notice_due(contract, days)
    following = standstill_ends(due, 1)
    assert is_working_day(due)
    assert standstill_ends(due, days) < contract
    assert standstill_ends(following, days) >= contract


@given(notice=DAYS, days=COUNTS)
def test_a_standstill_has_as_many_working_days_as_it_says(notice, days):
    end = standstill_ends(notice, days)
    after = [notice + timedelta(days=n) for n in range(1, (end - notice).days + 1)]
    assert sum(map(is_working_day, after)) == days
    assert is_working_day(end)


def warned(close=None, **dates):
    changes = {"milestones": dates}
    if close:
        changes["comments"] = {"close": close, "respondents": [{"id": "staff", "name": "Staff"}]}
    found = check_milestones(plan(**changes))
    assert {one.about for one in found} <= {"milestones"}
    return [one.text for one in found]


IN_TIME = {"workshop": date(2025, 9, 9), "decision": date(2025, 9, 17), "contract": date(2025, 10, 1)}


def test_dates_that_fit_bring_no_warning_and_neither_do_none():
    assert warned() == []
    assert warned(**IN_TIME, assessments_by=date(2025, 9, 17), close=date(2025, 9, 17)) == []
    assert warned(**IN_TIME | {"decision": date(2025, 9, 18)}) == []


def test_a_workshop_after_the_day_on_which_the_notice_is_due_is_warned_of():
    [text] = warned(workshop=date(2025, 9, 19), contract=date(2025, 10, 1))
    assert text == (
        "The workshop is planned for 19 September 2025, after 18 September 2025, the last day on which a notice lets "
        "the standstill end before the contract begins."
    )


def test_a_decision_too_late_for_the_notice_is_warned_of():
    [text] = warned(**IN_TIME | {"decision": date(2025, 9, 19)})
    assert text.startswith("The decision is planned for 19 September 2025, after 18 September 2025")
    assert warned(**IN_TIME | {"decision": date(2025, 9, 19)}, standstill_working_days=7) == []


def test_what_should_come_before_the_decision_and_does_not_is_warned_of():
    early = IN_TIME | {"decision": date(2025, 9, 8)}
    found = warned(**early, assessments_by=date(2025, 9, 9), close=date(2025, 9, 10))
    assert found == [
        "The day for the impact assessments is 9 September 2025, after the decision, 8 September 2025.",
        "The last day for comments is 10 September 2025, after the decision, 8 September 2025.",
        "The workshop is planned for 9 September 2025, after the decision, 8 September 2025.",
    ]


def test_when_the_notice_is_due_and_its_standstill_ends_is_told():
    dates = Milestones(contract=date(2025, 10, 1))
    due = "Contracts begin on 1 October 2025: the notice is due by 18 September 2025 (8 working days of standstill)."
    assert dates_told(Milestones(), None) == ()
    assert dates_told(dates, None) == (due,)
    assert dates_told(dates, date(2025, 9, 17))[1] == (
        "The decision is dated 17 September 2025. If the notice is sent on that day, its standstill ends at the end of "
        "29 September 2025."
    )
    late = dates_told(dates, date(2025, 9, 19))[1]
    assert late.endswith("its standstill ends at the end of 1 October 2025, when contracts should have begun.")
