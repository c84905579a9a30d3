"""What the ledger's own order shows, what rests on claims, and what came late."""

import json

from recording import record, said

from appraisal.analysis.order import order_of, order_told
from appraisal.model.record import Record

NONE = {"interest": "none", "managed": "none needed"}
LOCK = said("lock", "o02", why="All have weighed.")
REVEAL = said("reveal", "o02", why="All have scored.")
SHOWN_BY_A_RUN = said("reveal", "not-stated", route="command", why="A run shows the scores.", run="abcdef012345")


def interest(person="p01", on="2025-08-11", **content):
    return said("interest", person, on, **content)


def weights(person="p01", on="2025-08-18", **content):
    return said("weights", person, on, **content)


def score(person="p01", on="2025-08-21", **content):
    return said("score", person, on, **content)


def told(held, id_):
    [found] = [one for one in order_of(held) if one.id == id_]
    return found.verdict, found.text


def test_nothing_is_said_of_the_order_before_anybody_weighs_or_scores():
    assert order_of(Record()) == ()
    assert order_of(record(interest(), said("opening", "o01", why="Now."))) == ()


def test_weights_that_are_locked_before_any_score_comes_in_are_shown_to_be_first():
    held = record(interest(), weights(), LOCK, score(), REVEAL)
    assert told(held, "weights-first") == (
        "shown",
        "The weights were locked (entry 3), and scores were revealed later (entry 5).",
    )
    assert told(held, "interests-first")[0] == "shown"
    assert told(held, "nothing-late") == ("shown", "Nothing came late.")


def test_before_the_reveal_locked_weights_are_shown_too():
    verdict, text = told(record(interest(), weights(), LOCK, score()), "weights-first")
    assert (verdict, text.endswith("no score has been revealed yet.")) == ("shown", True)


def test_scores_that_were_in_the_record_before_the_lock_rest_on_claimed_dates():
    held = record(interest(), weights(), score(), LOCK, REVEAL)
    verdict, text = told(held, "weights-first")
    assert verdict == "cannot be shown"
    assert "every score was in the record before the lock" in text
    assert text.endswith("weights came first: the last on 18 August 2025, the first score on 21 August 2025.")


def test_weights_and_scores_of_one_import_rest_on_claimed_dates_whatever_their_numbers():
    for held in (
        record([interest(), weights(), score()], LOCK, REVEAL),
        record(interest(), weights(), [LOCK, score()], REVEAL),
        record(interest(), weights(), LOCK, [weights("p02", late_reason="Away."), score()], REVEAL),
    ):
        assert told(held, "weights-first")[0] == "cannot be shown"


def test_claimed_dates_that_put_scores_first_are_told_as_they_are():
    held = record([interest(), weights(on="2025-08-22"), score(on="2025-08-21")], LOCK, REVEAL)
    assert told(held, "weights-first")[1].endswith("which are claims, not all weights came first.")
    without = record([interest(), weights(on=None), score()], LOCK, REVEAL)
    assert told(without, "weights-first")[1].endswith("Not everybody gave a date, and a date would be a claim.")


def test_some_scores_before_the_lock_are_counted():
    held = record(interest(), weights(), score(), LOCK, score("p02"), REVEAL)
    assert "But 1 score was in the record before the lock" in told(held, "weights-first")[1]


def test_a_reveal_before_the_lock_is_not_so_and_says_who_saw_them():
    held = record(interest(), weights(), score(), SHOWN_BY_A_RUN, LOCK)
    assert told(held, "weights-first") == (
        "not so",
        "Scores were seen before weights were locked: run abcdef012345 shows them (entry 4; the lock is entry 5).",
    )
    never = record(interest(), weights(), score(), SHOWN_BY_A_RUN)
    assert told(never, "weights-first")[1].endswith("run abcdef012345 shows them (entry 4).")


def test_a_later_reveal_does_not_make_good_one_before_the_lock():
    held = record(interest(), weights(), score(), SHOWN_BY_A_RUN, LOCK, REVEAL)
    assert told(held, "weights-first")[0] == "not so"


def test_weights_that_nobody_has_locked_are_not_locked_yet():
    assert told(record(weights()), "weights-first") == (
        "not so",
        "Not yet: the weights are not locked, and no score has been revealed.",
    )


def test_interests_of_the_same_import_as_scores_rest_on_claimed_dates():
    held = record([interest(), interest("p02"), score(), score("p02", "2025-08-22")])
    verdict, text = told(held, "interests-first")
    assert verdict == "cannot be shown"
    assert text.startswith("The interests and the scores of everybody were entered together.")
    assert text.endswith("interests came first: the last on 11 August 2025, the first score on 21 August 2025.")
    some = record(interest("p02"), [interest(), score(), score("p02")])
    assert "the scores of person p01 were entered together" in told(some, "interests-first")[1]


def test_somebody_who_scored_and_declared_nothing_or_only_later_is_named():
    held = record(score(), score("p02"), interest("p02"))
    assert told(held, "interests-first") == (
        "not so",
        "Person p01 scored and declared nothing, not even that there is none. "
        "Person p02 declared an interest after having scored.",
    )


def test_an_interest_that_comes_up_after_scoring_is_named_and_one_managed_otherwise_is_not():
    new = record(interest(), score(), interest(site="elm", interest="A new job there", managed="declared"))
    assert told(new, "interests-first") == ("not so", "Person p01 declared an interest after having scored.")
    about = {"site": "ash", "interest": "A relative lives there"}
    managed = record(interest(**about, managed="declared"), score(), interest(**about, managed="recused"))
    assert told(managed, "interests-first")[0] == "shown"
    assert told(record(interest(), score(), interest(site="elm")), "interests-first")[0] == "shown"


def test_only_scores_given_on_a_page_are_collected_blind():
    def by(*routes):
        scores = [said("score", "p01", route=route, site=f"s{n}") for n, route in enumerate(routes)]
        return told(record(interest(), *scores), "blind")

    assert by("file") == ("cannot be shown", "The scores came in files, so the tool did not collect them blind.")
    assert by("command")[1].startswith("The scores came by command,")
    assert by("file", "command", "page") == (
        "cannot be shown",
        "Some scores came in files and by command, so the tool did not collect them blind.",
    )
    assert by("page")[0] == "shown"


def test_what_came_late_is_told_by_person_with_its_reason():
    held = record(
        *(interest(person) for person in ("p01", "p02")),
        *(weights(), LOCK, score(), REVEAL),
        weights("p02", late_reason="She was in hospital."),
        [score("p02", late_reason="As above"), score("p02", site="elm", late_reason="As above")],
        score("p01", replaces="5", replaces_reason="A second visit."),
        weights("p01", replaces="3"),
    )
    [found] = [one for one in order_of(held) if one.id == "nothing-late"]
    assert (found.verdict, found.text) == ("not so", "5 ballots came late; 1 without a reason.")
    assert found.details == (
        "Person p01, scores after the reveal (entry 10): “A second visit”.",
        "Person p01, weights after the lock (entry 11): no reason was given.",
        "Person p02, scores after the reveal (entry 8 and 1 more): “As above”.",
        "Person p02, weights after the lock (entry 7): “She was in hospital”.",
    )


def test_a_replacement_before_the_lock_is_not_late():
    held = record(interest(), weights(), weights(replaces="2", replaces_reason="A slip."), LOCK, score(), REVEAL)
    assert told(held, "nothing-late")[0] == "shown"


def test_the_order_is_told_as_plain_content():
    held = record(interest(), weights(), LOCK, score(), REVEAL)
    assert json.loads(json.dumps(order_told(held)))[1]["verdict"] == "shown"
    assert [one["id"] for one in order_told(held)] == ["interests-first", "weights-first", "blind", "nothing-late"]
    assert [one["id"] for one in order_told(record(weights()))] == ["weights-first", "nothing-late"]
