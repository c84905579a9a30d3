"""What a reader is warned of: old figures and ratings, opinions, silence, recusals, themes without an answer."""

from __future__ import annotations

from datetime import date

from building import AS_AT, EVERYBODY, SITES, criterion, evidence, interest, place, plan, row, scored, site, workspace

from appraisal.analysis.checking import check_evidence, check_salt, check_themes
from appraisal.analysis.checking_ballots import check_ballots
from appraisal.model.ballots import Ballots
from appraisal.model.criteria import Theme
from appraisal.model.hurdles import Hurdle

RATING = Hurdle(
    id="rating",
    name="Rating",
    question="Is it?",
    test="rating",
    fails=("Inadequate",),
    old_after_years=3,
    source="example",
)


def evidence_warned(held, hurdles=()):
    found = check_evidence(held, (*workspace().hurdles, *hurdles), workspace().sources, AS_AT)
    return [(one.about, one.text) for one in found]


def test_a_sound_place_has_no_warnings():
    assert evidence_warned(place()) == []
    assert check_ballots(place()) == ()


def test_a_figure_is_old_from_the_day_after_the_places_months():
    """Two years before 1 September 2025."""
    for day, count in ((date(2023, 9, 1), 0), (date(2023, 8, 31), 1)):
        found = evidence_warned(place(evidence=(row("ash", "cost.bed-day", 300.0, as_at=day),)))
        assert len(found) == count
    [(about, text)] = found
    assert about == "ash"
    assert "price of a bed-day" in text
    assert "31 August 2023" in text


def test_an_old_figure_that_a_newer_line_replaced_is_not_in_use():
    old = row("ash", "cost.bed-day", 300.0, as_at=date(2020, 1, 1))
    newer = row("ash", "cost.bed-day", 310.0, as_at=date(2025, 7, 1))
    assert evidence_warned(place(evidence=(old, newer))) == []
    assert len(evidence_warned(place(evidence=(old, row("elm", "cost.bed-day", 310.0))))) == 1


def test_an_old_answer_to_a_hurdle_is_named_and_an_old_opinion_is_not_called_a_figure():
    old = {"as_at": date(2020, 1, 1)}
    found = evidence_warned(
        place(evidence=(row("ash", "nursing", "meets", **old), row("ash", "cost", "pro", note="Old.", **old)))
    )
    assert [about for about, _ in found] == ["ash"]
    assert "A nurse day and night" in found[0][1]


def test_a_rating_older_than_the_hurdle_allows_is_told_with_its_age():
    def rated(day):
        written = [{"rating": "Good", "date": day, "source": "example"}]
        return place(sites=(site("ash", ratings=written),), options=(), evidence=evidence(["ash"]))

    assert evidence_warned(rated(date(2022, 9, 1)), [RATING]) == []
    [(about, text)] = evidence_warned(rated(date(2021, 9, 1)), [RATING])
    assert about == "ash"
    assert "4.0 years old (1 September 2021)" in text


def test_what_rests_on_opinion_alone_is_named():
    talk = row("ash", "cost", "con", note="Too dear.", source="talk")
    [(about, text)] = evidence_warned(place(evidence=(*evidence(SITES), talk)))
    assert about == "ash"
    assert "'Too dear.' rests on opinion alone" in text


def test_a_core_criterion_that_is_switched_off_is_named():
    found = evidence_warned(place(plan=plan(criteria_off=["cost"])))
    assert [about for about, _ in found] == ["cost"]


def test_who_gave_no_weights_and_who_scored_nothing_is_named_by_pseudonym():
    some = Ballots(EVERYBODY[:2], tuple(scored(person, "ash", 50) for person in ("p01", "p03")))
    texts = [one.text for one in check_ballots(place(ballots=some))]
    assert texts == [
        "Person p02 has scored no site.",
        "Nobody of group 'clinicians' has given weights, so the other groups carry its share.",
        "Person p03 has given no weights.",
    ]


def test_a_score_that_a_recusal_takes_out_is_named():
    cast = tuple(scored(person, "ash", 50) for person in ("p01", "p02", "p03"))
    found = check_ballots(place(ballots=Ballots(EVERYBODY, cast, (interest("p01", site_id="ash"),))))
    assert [(one.about, one.text.split(",")[0]) for one in found] == [
        ("ash", "Person p01 is recused from this site or its provider")
    ]


def test_a_theme_without_a_criterion_or_a_reason_is_named():
    answering = (criterion("access", themes=("a-bed",)),)
    themes = (
        Theme(id="a-bed", text="A bed", source="example"),
        Theme(id="safety", text="Safety", source="example"),
        Theme(id="speed", text="Speed", source="example", unanswered="A hurdle."),
    )
    [found] = check_themes(place(criteria=answering), themes)
    assert found.text == "No criterion answers 'Safety', and no reason is given."


def test_confidential_figures_without_anything_random_among_them_bring_a_warning():
    salt = "Given in confidence; salt: 91c4e07a6b5d2f8831f0a2c7d96be45a"

    def warned(*rows):
        return [one.about for one in check_salt(place(evidence=rows))]

    assert warned(row("ash", "cost.bed-day", 300.0)) == []
    assert warned(row("ash", "cost.bed-day", 300.0, public=False)) == ["evidence.csv"]
    assert warned(row("ash", "cost.bed-day", 300.0, public=False, note=salt)) == []
    salted_in_public = row("ash", "cost.fixed-a-year", 10.0, note=salt)
    assert warned(row("ash", "cost.bed-day", 300.0, public=False, note="salt: 12"), salted_in_public) == [
        "evidence.csv"
    ]
    hidden = tuple(site(id_, standing="not approached") for id_ in SITES)
    assert [one.about for one in check_salt(place(sites=hidden))] == ["evidence.csv"]
