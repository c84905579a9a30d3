"""Agreement by Kendall's W: on weights, on the ranking, on scores; who and what is in it is said."""

from __future__ import annotations

import numpy as np
import pytest
from building import EVERYBODY, SITES, interest, panel_criterion, place, plan, scored, weights, workspace

from appraisal import appraise
from appraisal.analysis.agreement import Agreement, on_scores, on_weights
from appraisal.analysis.panel import panel_weights
from appraisal.model.ballots import Ballots
from appraisal.model.canonical import plain


def told(held):
    return plain(appraise(workspace(held), samples=10).content)["robustness"]["agreement"]


def with_scores(**by_person):
    """`p01=dict(ash=80)`: what each person gave on clinical fit."""
    cast = tuple(scored(person, site, points) for person, given in by_person.items() for site, points in given.items())
    return place(ballots=Ballots(EVERYBODY, cast))


def test_three_judges_of_four_things_by_hand():
    """Rank sums 5, 6, 7 and 12 about 7.5: S = 29, and W = 12 x 29 / (9 x 60) = 29 / 45."""
    found = Agreement.of("abc", "wxyz", [[4, 3, 2, 1], [3, 4, 2, 1], [3, 2, 4, 1]])
    ranks = np.array([[1, 2, 3, 4], [2, 1, 3, 4], [2, 3, 1, 4]])
    assert ranks.sum(axis=0).tolist() == [5, 6, 7, 12]
    assert found.w == pytest.approx(29 / 45)


def test_shares_that_differ_by_their_last_digits_tie():
    """With 0.1 + 0.2 and 0.3 tied, two people agree wholly."""
    found = Agreement.of("ab", "xyz", [[0.1 + 0.2, 0.3, 0.4], [0.25, 0.25, 0.5]])
    assert found.w == 1.0


@pytest.mark.parametrize(
    ("people", "items", "said"),
    [("a", "xyz", [[3, 2, 1]]), ("ab", "x", [[1], [2]]), ("ab", "xy", [[1, 1], [2, 2]]), ("", "", [])],
    ids=["one person", "one thing", "all tied", "nobody"],
)
def test_where_agreement_says_nothing_it_is_none(people, items, said):
    assert Agreement.of(people, items, said).w is None


def test_people_who_weigh_alike_agree_wholly_and_opposites_not_at_all():
    """The same order in other points; then one order and its reverse."""
    alike = (weights("p01", access=100, cost=50), weights("p02", access=80, cost=10))
    apart = (weights("p01", access=100, cost=50), weights("p02", access=50, cost=100))
    criteria = tuple(c for c in place().criteria if c.id in ("access", "cost"))
    for cast, expected in ((alike, 1.0), (apart, 0.0)):
        held = place(criteria=criteria, ballots=Ballots(cast))
        assert on_weights(panel_weights(held)).w == expected


def test_scores_are_compared_where_every_scorer_scored():
    """p03 scored ash and elm of three sites: all three people are in, and oak is not."""
    held = with_scores(
        p01={"ash": 90, "elm": 50, "oak": 10}, p02={"ash": 80, "elm": 40, "oak": 90}, p03={"ash": 70, "elm": 60}
    )
    found = on_scores(held)["clinical-fit"]
    assert (found.people, found.items, found.w, found.left_out) == (("p01", "p02", "p03"), ("ash", "elm"), 1.0, ())


def test_where_blanks_would_leave_too_few_sites_who_scored_fewest_is_left_out_and_named():
    """p03 scored one of three: with them the block would be one site, without them three; the reverse order: W = 0."""
    held = with_scores(
        p01={"ash": 90, "elm": 50, "oak": 10},
        p02={"ash": 10, "elm": 50, "oak": 90},
        p03={"ash": 70, "elm": "not known"},
    )
    found = on_scores(held)["clinical-fit"]
    assert (found.people, found.items, found.left_out) == (("p01", "p02"), ("ash", "elm", "oak"), ("p03",))
    assert found.w == 0.0


def test_people_are_left_out_only_until_half_of_the_sites_are_scored_by_all_who_are_left():
    """Each lacks another site of four, so all three share one; without p01, the first of equals, two share two."""
    blanks = {"p01": "ash", "p02": "elm", "p03": "oak"}
    given = {
        person: {site: 10.0 * number for number, site in enumerate(SITES) if site != blank}
        for person, blank in blanks.items()
    }
    found = on_scores(with_scores(**given))["clinical-fit"]
    assert (found.people, found.items, found.left_out) == (("p02", "p03"), ("ash", "yew"), ("p01",))
    assert found.w == 1.0


def test_two_people_who_scored_no_site_in_common_are_not_held_beside_each_other():
    found = on_scores(with_scores(p01={"ash": 50, "oak": 60}, p02={"elm": 50, "yew": 60}))["clinical-fit"]
    assert (found.people, found.items, found.w) == (("p01", "p02"), (), None)


def test_scores_that_do_not_count_are_not_compared():
    held = with_scores(p01={"ash": 90, "elm": 50}, p02={"ash": 10, "elm": 50})
    apart = place(ballots=Ballots(EVERYBODY, held.ballots.scores, (interest("p02", site_id="ash"),)))
    found = on_scores(apart)["clinical-fit"]
    assert (found.people, found.items, found.w) == (("p01", "p02"), ("elm",), None)


def test_a_criterion_that_nobody_scored_has_no_agreement():
    held = place(criteria=(*place().criteria, panel_criterion("kindness")), ballots=Ballots(EVERYBODY))
    found = on_scores(held)
    assert {id_: (one.people, one.w) for id_, one in found.items()} == {
        "clinical-fit": ((), None),
        "kindness": ((), None),
    }


def test_findings_tell_the_panel_and_each_group_of_two():
    """Two residents and one clinician: of a group of one nothing is said."""
    found = told(place())
    assert found["weights"]["people"] == ["p01", "p02", "p03"]
    assert found["ranking"]["items"] == ["first-alone", "first-two", "last-two"]
    assert list(found["by_group"]) == ["residents"]
    assert found["by_group"]["residents"]["weights"]["people"] == ["p01", "p02"]


def test_one_person_alone_agrees_with_nobody():
    found = told(place(ballots=Ballots(EVERYBODY[:1])))
    assert (found["weights"]["w"], found["ranking"]["w"], found["by_group"]) == (None, None, {})


def test_an_option_with_an_unknown_is_not_ranked_by_anybody():
    cast = tuple(scored("p01", site, 50) for site in ("ash", "elm"))
    found = told(place(plan=plan(), ballots=Ballots(EVERYBODY, cast)))
    assert found["ranking"]["items"] == ["first-alone", "first-two"]
