"""The ledger's entries as ballots: the last word on each question, by place."""

from __future__ import annotations

from datetime import date

from appraisal.model.ballots import Ballots, Moderated
from appraisal.model.entries import NO_ENTRIES, Draft, chained
from appraisal.records.cast_ballots import ballots_of

DISSENT = ({"person": "p07", "text": "The lift is too small."}, {"person": "p03", "text": "Too high."})


def moderation(site="amber", answer="50", dissent=DISSENT, cast_on="2025-09-01", person="p90"):
    content = {
        "site": site,
        "criterion": "clinical-fit",
        "answer": answer,
        "reason": "Visited again.",
        "dissent": dissent,
    }
    return Draft(
        kind="moderation",
        place="fulham",
        person=person,
        role="chair",
        entered_by="p90",
        route="command",
        content=content,
        cast_on=cast_on,
    )


def ballots(*drafts):
    at = "2025-09-02T09:00:00.000000Z"
    salts = [f"{number:032x}" for number in range(len(drafts))]
    return ballots_of(chained(drafts, after=NO_ENTRIES, entered_at=at, salts=salts))


def test_a_moderated_score_is_read_with_its_reason_its_day_and_who_does_not_agree():
    told = (("p03", "Too high."), ("p07", "The lift is too small."))
    expected = Moderated("amber", "clinical-fit", "50", "Visited again.", told, date(2025, 9, 1))
    assert ballots(moderation()) == Ballots(moderated=(expected,))
    assert expected.points == 50


def test_a_later_moderation_of_the_same_site_and_criterion_replaces_it_whoever_enters_it():
    found = ballots(moderation(answer="50"), moderation("birch", "25"), moderation(answer="75", person="p91"))
    assert [(said.site, said.answer) for said in found.moderated] == [("amber", "75"), ("birch", "25")]


def test_a_moderation_may_come_to_not_known_without_dissent_and_without_a_claimed_day():
    [said] = ballots(moderation(answer="not known", dissent=(), cast_on=None)).moderated
    assert said.points is None
    assert said.dissent == ()
    assert said.cast_on == date(2025, 9, 2)
