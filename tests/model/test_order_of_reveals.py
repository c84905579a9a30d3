"""The panel's own reveal is taken once, after the lock, whatever a run showed before it."""

from building import plan
from recording import record, said

from appraisal.model.objections import objections

OFFICER = [{"person": "o02", "role": "chair", "title": "Chair", "may": ["lock", "reveal"]}]
REVEAL = said("reveal", "o02", why="All have scored.")
BY_A_RUN = said("reveal", "not-stated", why="A run shows the scores.", run="abcdef012345")
LOCK = said("lock", "o02", why="All have weighed.")
BALLOTS = (said("interest", "p01"), said("weights", "p01"), said("score", "p01"))


def refused(*entered):
    return " ".join(objections(REVEAL, record(*BALLOTS, *entered), plan(officers=OFFICER)))


def test_a_reveal_after_the_lock_is_taken_whether_or_not_a_run_showed_scores_before():
    assert refused(LOCK) == ""
    assert refused(BY_A_RUN, LOCK) == ""


def test_a_reveal_before_the_lock_is_refused():
    assert "Lock them before scores are revealed" in refused()
    assert "by a run, which shows them (entry 4)" in refused(BY_A_RUN)


def test_what_is_revealed_after_the_lock_is_not_revealed_again():
    assert "nothing left to reveal" in refused(LOCK, REVEAL)
    assert "by a run, which shows them (entry 5)" in refused(LOCK, BY_A_RUN)
    assert "already (entry 6)" in refused(BY_A_RUN, LOCK, REVEAL)
