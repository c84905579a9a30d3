"""Leaving out a person, an option, what was moderated, what groups weigh: each by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from building import (
    AS_AT,
    EVERYBODY,
    criterion,
    figures,
    moderated,
    option,
    panel_criterion,
    place,
    plan,
    scored,
    weights,
    workspace,
)

from appraisal import appraise
from appraisal.analysis.equal_weights import equal_weights
from appraisal.analysis.idle_criteria import constant_criteria, idle_warnings, zero_weights
from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.panel import panel_weights
from appraisal.analysis.robustness import Reranked
from appraisal.analysis.scoring import score
from appraisal.analysis.without_option import without_each_option
from appraisal.analysis.without_person import without_each_person
from appraisal.model.ballots import Ballots, WeightsBallot
from appraisal.model.canonical import plain

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "reference" / "findings.schema.json").read_text(encoding="utf-8")
)
PAIR = (option("all-ash", {"ash": 5}), option("all-elm", {"elm": 5}))
FIT_AND_KIND = (criterion("clinical-fit"), panel_criterion("kindness"))


def run(held):
    found = plain(appraise(workspace(held), samples=10).content)
    jsonschema.validate(found, SCHEMA, cls=jsonschema.Draft202012Validator)
    return found["robustness"]


def weighed(person, fit, kind):
    return WeightsBallot(person, AS_AT, (("clinical-fit", float(fit)), ("kindness", float(kind))))


def judged(shares, ash, elm, **changes):
    """Two sites on two panel criteria, so that totals are the panel's weights and scores and nothing else.

    Args:
        shares: person -> points for clinical fit and kindness.
        ash, elm: person -> score of that site on each, kindness first.
    """
    cast = tuple(
        scored(person, site, points, on=on)
        for site, given in (("ash", ash), ("elm", elm))
        for person, both in given.items()
        for on, points in zip(("kindness", "clinical-fit"), both, strict=True)
    )
    ballots = Ballots(tuple(weighed(person, *both) for person, both in shares.items()), cast)
    return place(criteria=FIT_AND_KIND, options=PAIR, ballots=ballots, **changes)


def without(held):
    ruler, panel = Ruler.of(held), panel_weights(held)
    measured = Measured.of(ruler, {one.id: one.sites for one in held.options})
    return without_each_person(held, panel, ruler, measured, ruler.score(measured.performances))


def test_without_one_persons_weights_the_others_and_their_groups_are_combined_again():
    """Ash 100 on kindness alone, elm 100 on fit alone, so totals are the weights.

    Residents p01 (fit 0) and p02 (fit 1), clinician p03 (fit 0.5), half each: fit 0.5. Without p01: (1 + 0.5) / 2.
    Without p03 the clinicians drop out: the residents' mean, 0.5.
    """
    held = judged(
        {"p01": (0, 100), "p02": (100, 0), "p03": (50, 50)}, {"p01": (100, 0), "p02": (100, 0)},
        {"p01": (0, 100), "p02": (0, 100)},
    )  # fmt: skip
    found = without(held)
    assert list(found) == ["p01", "p02", "p03"]
    assert found["p01"].ranked.weights.tolist() == [0.75, 0.25]
    assert found["p01"].ranked.low.tolist() == [25, 75]
    assert (found["p01"].leader, found["p01"].change_of_total, found["p01"].influence) == (1, -25, 25)
    assert found["p01"].moved == (0,)
    assert found["p03"].ranked.weights.tolist() == [0.5, 0.5]
    assert (found["p03"].moved, found["p03"].influence) == ((), 0)


def test_whoever_scores_and_does_not_weigh_has_influence_through_their_scores_alone():
    """Fit alone counts. Ash: 40, 40, 100, median 40; without p01, who gave 40: 70. Elm: 60 whoever scores."""
    held = judged(
        {"p02": (100, 0)}, {"p01": (0, 40), "p02": (0, 40), "p03": (0, 100)}, dict.fromkeys(("p02", "p03"), (0, 60))
    )
    found = without(held)
    assert found["p01"].ranked.low.tolist() == [70, 60]
    assert (found["p01"].moved, found["p01"].leader, found["p01"].influence) == ((0, 1), 0, 30)
    assert found["p01"].change_of_total == 0  # of elm, which leads today
    assert found["p02"] == "nobody else gave weights"


def test_without_the_only_score_of_a_site_it_is_not_known_and_no_change_is_made_up():
    """Without p01, ash may be anything from 0 to 100, so its total, the highest now, may move by up to 80."""
    held = judged({"p01": (100, 0), "p02": (100, 0)}, {"p01": (0, 80)}, {"p02": (0, 60)})
    found = without(held)["p01"]
    assert (found.ranked.low.tolist(), found.ranked.high.tolist()) == ([0, 60], [100, 60])
    assert (found.change_of_total, found.influence) == (None, 80)


def test_where_no_other_group_has_any_weight_nothing_can_be_said():
    groups = [{"id": "clinicians", "name": "C", "weight": 1.0}, {"id": "residents", "name": "R", "weight": 0.0}]
    held = judged({"p01": (100, 0), "p03": (0, 100)}, {"p01": (10, 20)}, {"p01": (30, 40)}, plan=plan(groups=groups))
    found = without(held)
    assert found["p03"] == "no other group counts"
    assert found["p01"].influence > 0  # through their scores alone


def test_findings_say_that_one_person_alone_cannot_be_left_out():
    found = run(place(ballots=Ballots(EVERYBODY[:1])))["without_person"]
    assert found == {
        "p01": {
            "not_possible": "nobody else gave weights",
            "ranking": None,
            "moved": [],
            "leader": None,
            "change_of_total": None,
            "influence": None,
        }
    }


def test_where_nothing_is_ranked_nobody_has_influence():
    found = run(place(options=()))
    assert found["without_option"] == {}
    assert {row["influence"] for row in found["without_person"].values()} == {None}
    assert {row["leader"] for row in found["without_person"].values()} == {None}


def test_before_moderation_peoples_own_scores_count():
    """Ash 40, moderated to 90; elm 60. With the first scores, elm leads."""
    held = judged({"p01": (100, 0)}, {"p01": (0, 40)}, {"p01": (0, 60)})
    assert run(held)["before_moderation"] is None
    said = (moderated("ash", 90), moderated("ash", 50, on="not-a-criterion"))
    found = run(replace(held, ballots=replace(held.ballots, moderated=said)))["before_moderation"]
    assert (found["scores"], found["moved"]) == (1, ["all-ash", "all-elm"])
    assert [row["total"]["value"] for row in found["ranking"]] == [40, 60]


def test_a_score_that_only_the_panel_gave_was_not_known_before():
    held = judged({"p01": (100, 0)}, {}, {"p01": (0, 60)})
    held = replace(held, ballots=replace(held.ballots, moderated=(moderated("ash", 90),)))
    ash = run(held)["before_moderation"]["ranking"][0]
    assert (ash["total"], ash["rank"]) == ({"low": 0, "value": None, "high": 100}, {"low": 1, "high": 2})


def test_group_weights_against_equal_groups_and_equal_people():
    """Fit: residents 0 and 0.6, clinician 0.9. At 0.8 to 0.2: 0.42; groups the same: 0.6; people the same: 0.5."""
    groups = [{"id": "clinicians", "name": "C", "weight": 0.2}, {"id": "residents", "name": "R", "weight": 0.8}]
    held = judged(
        {"p01": (0, 100), "p02": (60, 40), "p03": (90, 10)}, {"p01": (100, 0)}, {"p01": (0, 100)},
        plan=plan(groups=groups),
    )  # fmt: skip
    assert panel_weights(held).overall == pytest.approx([0.42, 0.58])
    assert equal_weights(held, panel_weights(held))["groups"] == pytest.approx({"clinical-fit": 0.6, "kindness": 0.4})
    by_groups, by_people = run(held)["equal_group_weights"]
    assert (by_groups["by"], by_groups["moved"]) == ("groups", ["all-ash", "all-elm"])
    assert [row["rank"]["low"] for row in by_groups["ranking"]] == [2, 1]
    assert by_people["weights"] == pytest.approx({"clinical-fit": 0.5, "kindness": 0.5})
    assert by_people["moved"] == ["all-elm"]  # both share the first rank


def test_a_group_that_did_not_answer_counts_for_nothing_here_either():
    held = judged({"p01": (0, 100), "p02": (60, 40)}, {"p01": (100, 0)}, {"p01": (0, 100)})
    assert equal_weights(held, panel_weights(held))["groups"] == pytest.approx({"clinical-fit": 0.3, "kindness": 0.7})


def test_leaving_an_option_out_moves_up_those_behind_it_and_nothing_else():
    found = run(place())
    order = plain(appraise(workspace(place()), samples=10).content)["ranking"]
    for left_out in order:
        others = [one for one in order if one != left_out]
        assert found["without_option"][left_out] == {
            "changes_nothing_else": True,
            "leader": others[0],
            "ranking": others,
        }


def test_with_one_option_no_other_is_left():
    found = run(place(options=(option("first-alone", {"ash": 5}),)))["without_option"]
    assert found == {"first-alone": {"changes_nothing_else": True, "leader": None, "ranking": []}}


class Drifting:
    """A ruler whose anchors would follow the options: the trap that fixed anchors keep out."""

    def __init__(self, held):
        self.ruler = Ruler.of(held)

    def __getattr__(self, name):
        return getattr(self.ruler, name)

    def score(self, performances):
        found = self.ruler.score(performances)
        least, most = found.low.min(axis=0), found.low.max(axis=0)
        scaled = 100 * (found.low - least) / np.where(most > least, most - least, 1)
        return replace(found, low=scaled, high=scaled)


def test_a_scale_that_follows_the_options_is_found_out():
    """Rank reversal by adding an option (method 5): A .55, B .45; with the dominated C: A .6625, B .78."""
    held = place(
        criteria=FIT_AND_KIND,
        options=(option("a", {"ash": 5}), option("b", {"elm": 5}), option("c", {"oak": 5})),
        ballots=Ballots(
            (weighed("p01", 55, 45),),
            tuple(
                scored("p01", site, 10 * points, on=on)
                for site, both in {"ash": (10, 2), "elm": (6, 5), "oak": (0, 1)}.items()
                for on, points in zip(("clinical-fit", "kindness"), both, strict=True)
            ),
        ),
    )
    drifting, weights_ = Drifting(held), panel_weights(held).overall
    measured = Measured.of(drifting.ruler, {one.id: one.sites for one in held.options})
    scores = drifting.score(measured.performances)
    assert Reranked.of(scores, weights_).low[:2] == pytest.approx([66.25, 78])
    *_, without_c = without_each_option(drifting, measured, scores, weights_)
    assert (without_c.changes_nothing_else, without_c.leader) == (False, 0)  # A leads, where B did
    fixed = drifting.ruler.score(measured.performances)
    assert fixed.totals(weights_)[0][:2] == pytest.approx([64, 55.5])
    *_, without_c = without_each_option(drifting.ruler, measured, fixed, weights_)
    assert (without_c.changes_nothing_else, without_c.leader) == (True, 0)


def idle(held_criteria, given, shares):
    scores = score(held_criteria, given)
    measured = type("Some", (), {"performances": given})
    return constant_criteria(held_criteria, measured, scores, np.array(shares))


TWO = (criterion("cost"), criterion("equity"))


def test_a_criterion_on_which_all_do_the_same_changes_no_difference():
    [found] = idle(TWO, figures(cost=[5e6, 5e6], equity=[3, 6]), [0.4, 0.6])
    assert (found.criterion, found.weight, found.alike) == ("cost", 0.4, "performance")
    assert (found.performance, found.value_score) == (5e6, 75)


def test_the_same_is_within_a_billionth_of_the_anchors_range():
    """The anchors of cost are 20 million apart: a billionth of that is two pence."""
    for apart, count in ((0.019, 1), (0.03, 0)):
        assert len(idle(TWO, figures(cost=[5e6, 5e6 + apart], equity=[3, 6]), [0.4, 0.6])) == count


def test_options_that_all_lie_beyond_an_anchor_that_clips_are_not_told_apart_either():
    """Gaps of -2 and -1 minutes both earn 100."""
    [found] = idle(TWO, figures(cost=[5e6, 6e6], equity=[-2, -1]), [0.4, 0.6])
    assert (found.criterion, found.alike, found.performance, found.value_score) == ("equity", "value score", None, 100)


@pytest.mark.parametrize("cost", [[5e6], [5e6, np.nan], [np.nan, np.nan]], ids=["one option", "unknown", "all unknown"])
def test_one_option_is_no_comparison_and_what_is_not_known_may_differ(cost):
    gaps = [3.0, 6.0][: len(cost)]
    assert idle(TWO, figures(cost=cost, equity=gaps), [0.4, 0.6]) == []


def test_zero_weights_are_named_for_the_panel_and_by_person():
    cast = (weights("p01", access=100, cost=0, equity=50), weights("p02", access=0, cost=0, equity=50))
    held = place(criteria=tuple(c for c in place().criteria if c.id in ("access", "cost", "equity")))
    found = zero_weights(panel_weights(replace(held, ballots=Ballots(cast))))
    assert found == (["cost"], {"p01": ["cost"], "p02": ["access", "cost"]})


def test_idle_criteria_are_warnings_but_not_one_twice_that_carries_nothing():
    constant = idle(TWO, figures(cost=[5e6, 5e6], equity=[-2, -1]), [0.0, 1.0])
    found = [(one.about, one.text) for one in idle_warnings(TWO, constant, ["cost"])]
    assert found == [
        (
            "equity",
            "Every ranked option earns the same 100 of 100 on equity, so this criterion changes no difference between "
            "them. It carries 100% of the weight all the same.",
        ),
        ("cost", "The agreed weight of cost is 0, so it changes no total."),
    ]


def test_findings_name_idle_criteria_and_warn_of_them():
    """Identical options differ in nothing: every criterion is constant."""
    same = (option("one", {"ash": 5}), option("other", {"ash": 5}))
    content = plain(appraise(workspace(place(options=same)), samples=10).content)
    named = [row["criterion"] for row in content["robustness"]["constant_criteria"]]
    assert named == [one.id for one in place().criteria]
    assert {"access", "cost"} <= {row["about"] for row in content["warnings"]}
