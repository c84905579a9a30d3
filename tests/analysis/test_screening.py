"""Screening: a site that misses a hurdle is set aside, and "not known" never passes silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from building import AS_AT, evidence, option, place, row, site

from appraisal.analysis.screening import screen
from appraisal.model.hurdles import Hurdle

NURSING = Hurdle(id="nursing", name="A nurse day and night", question="Is there?", source="example")
RATING = Hurdle(id="rating", name="Rating", question="Is it?", test="rating", fails=("Inadequate",), source="example")
CONDITION = "what: hire a nurse; who: the provider; by: 2025-09-26"


def screened(answer, note="", hurdles=(NURSING,)):
    rows = [found for found in evidence(["ash", "elm"]) if (found.site, found.item) != ("elm", "nursing")]
    told = [] if answer is None else [row("elm", "nursing", answer, note=note)]
    held = place(sites=(site("ash"), site("elm")), evidence=(*rows, *told), options=())
    return screen(held, hurdles, AS_AT)


@pytest.mark.parametrize(
    ("answer", "passes", "fails"),
    [
        ("meets", True, False),
        ("meets with a condition", True, False),
        ("fails", False, True),
        ("not known", False, False),
        (None, False, False),
    ],
)
def test_a_site_passes_only_where_every_hurdle_is_met(answer, passes, fails):
    found = screened(answer, note=CONDITION)
    assert found.passes("elm") is passes
    assert found.fails("elm") is fails
    assert found.passes("ash")


def test_why_a_site_is_set_aside_is_said_in_the_hurdles_own_name():
    assert screened("fails").reasons("elm") == ["A nurse day and night: fails"]
    assert screened(None).reasons("elm") == ["A nurse day and night: not known"]
    assert screened("meets").reasons("elm") == []


def test_a_condition_names_what_who_and_by_when_beside_every_set_that_rests_on_it():
    found = screened("meets with a condition", note=CONDITION)
    [result] = found.conditions(["ash", "elm"])
    assert (result.site, result.condition.what, result.condition.who) == ("elm", "hire a nurse", "the provider")
    assert result.condition.by == date(2025, 9, 26)
    assert found.conditions(["ash"]) == []


def test_an_option_passes_only_with_all_its_sites():
    found = screened("fails")
    assert found.option_passes(option("one", {"ash": 5}))
    assert not found.option_passes(option("both", {"ash": 3, "elm": 2}))


def rated(*ratings):
    written = [{"rating": word, "date": day, "source": "example"} for word, day in ratings]
    held = place(sites=(site("ash", ratings=written),), options=())
    [result] = screen(held, (RATING,), AS_AT).results["ash"]
    return result


def test_the_newest_rating_up_to_the_day_counts():
    result = rated(("Inadequate", date(2023, 1, 1)), ("Good", date(2024, 1, 1)))
    assert (result.outcome, result.as_at) == ("meets", date(2024, 1, 1))
    assert rated(("Good", date(2023, 1, 1)), ("Inadequate", date(2024, 1, 1))).outcome == "fails"
    assert rated(("Good", date(2023, 1, 1)), ("Inadequate", date(2025, 9, 2))).outcome == "meets"


def test_a_site_without_a_rating_is_not_known():
    assert rated().outcome == "not known"


def test_the_newest_answer_counts():
    older = row("elm", "nursing", "fails", as_at=date(2024, 1, 1))
    newer = row("elm", "nursing", "meets", as_at=date(2025, 1, 1))
    held = place(sites=(site("elm"),), options=(), evidence=(newer, older))
    assert screen(held, (NURSING,), AS_AT).passes("elm")
    swapped = replace(held, evidence=(replace(newer, answer="fails"), replace(older, answer="meets")))
    assert not screen(swapped, (NURSING,), AS_AT).passes("elm")
