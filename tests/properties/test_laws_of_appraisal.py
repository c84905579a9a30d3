"""What must hold of a whole appraisal, whatever the place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from building import core, figures, interest, moderated, option, places, workspace
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from appraisal import appraise
from appraisal.analysis.measuring import Ruler
from appraisal.analysis.panel import panel_weights
from appraisal.analysis.ranking import rank
from appraisal.analysis.scoring import score
from appraisal.measures.clinical_fit import counted_scores
from appraisal.model.canonical import plain

quick = settings(deadline=None, max_examples=100, derandomize=True, database=None)
heavy = settings(deadline=None, max_examples=25, derandomize=True, database=None)
RANGES = {
    "access": (0, 1),
    "clinical_fit": (0, 100),
    "cost": (0, 20_000_000),
    "equity": (0, 20),
    "travel_time": (0, 60),
}
LOWER = ("cost", "equity", "travel_time")


@st.composite
def performances(draw, options):
    """Whole hundredths of each range, so that many are equal."""
    return {
        name: [least + (most - least) * draw(st.integers(0, 100)) / 100 for _ in range(options)]
        for name, (least, most) in RANGES.items()
    }


@st.composite
def shares(draw):
    points = np.array(draw(st.lists(st.integers(0, 10), min_size=5, max_size=5).filter(any)), dtype=float)
    return points / points.sum()


def totals(given_, weights):
    return score(core(), figures(**given_)).totals(weights)[0]


@quick
@given(performances(1), shares(), st.sampled_from(sorted(RANGES)), st.integers(0, 100))
def test_a_better_performance_never_lowers_a_total(given_, weights, name, how_much):
    least, most = RANGES[name]
    better = max(least, given_[name][0] - how_much) if name in LOWER else min(most, given_[name][0] + how_much)
    assert totals(given_ | {name: [better]}, weights)[0] >= totals(given_, weights)[0]


@quick
@given(performances(3), shares(), st.sampled_from(sorted(RANGES)), st.data())
def test_an_option_that_another_dominates_never_leads(given_, weights, name, data):
    """The last option is made no better than the first on anything, and worse on one thing that has weight."""
    least, most = RANGES[name]
    assume(weights[[*RANGES].index(name)] > 0)
    given_ = {id_: [*found, found[0]] for id_, found in given_.items()}
    worse = data.draw(st.integers(1, 50)) / 100 * (most - least)
    first = given_[name][0]
    changed = first + worse if name in LOWER else first - worse
    assume(least <= changed <= min(most, 15 if name == "equity" else most))
    given_[name][-1] = changed
    found = totals(given_, weights)
    ranking = rank(found, found)
    assert ranking.low[-1] > ranking.low[0]
    assert ranking.order[0] != len(found) - 1


@quick
@given(performances(4), shares(), st.permutations(range(4)), st.permutations(range(5)))
def test_the_order_of_options_and_of_criteria_changes_no_total(given_, weights, options, criteria):
    before = totals(given_, weights)
    turned = {name: [found[o] for o in options] for name, found in given_.items()}
    ids = [core()[c] for c in criteria]
    after = score(ids, figures(**turned)).totals(weights[list(criteria)])[0]
    assert after == pytest.approx(before[list(options)], abs=1e-9)


@heavy
@given(places(known=False), st.randoms(use_true_random=False))
def test_a_place_written_in_any_order_gives_the_same_bytes(held, random):
    names = ("criteria", "providers", "sites", "options", "evidence", "areas", "travel")
    turned = {name: tuple(random.sample(getattr(held, name), len(getattr(held, name)))) for name in names}
    ballots = held.ballots
    people = {
        name: tuple(random.sample(getattr(ballots, name), len(getattr(ballots, name))))
        for name in ("weights", "scores")
    }
    other = replace(held, **turned, ballots=replace(ballots, **people))
    assert findings(other).to_json() == findings(held).to_json()


def of_panel(held):
    """Performance of the options on clinical fit."""
    ruler = Ruler.of(held)
    return ruler.measures["clinical-fit"].performance(ruler.openings([one.sites for one in held.options]))


@heavy
@given(places(known=False))
def test_a_moderated_score_that_is_the_median_changes_no_performance(held):
    middles = {site: np.median(scores) for site, scores in counted_scores(held, "clinical-fit").items()}
    said = tuple(moderated(site, float(middle)) for site, middle in middles.items())
    before, after = of_panel(held), of_panel(replace(held, ballots=replace(held.ballots, moderated=said)))
    for name in ("low", "value", "high"):
        assert np.array_equal(getattr(before, name), getattr(after, name), equal_nan=True)


@quick
@given(places(known=False), st.sampled_from([0, 25, 50, 75, 100]))
def test_a_moderated_score_lies_in_its_own_range(held, points):
    said = tuple(moderated(site.id, points) for site in held.sites)
    found = of_panel(replace(held, ballots=replace(held.ballots, moderated=said)))
    assert np.allclose(found.value, points)
    assert (found.low <= found.value + 1e-9).all() and (found.value <= found.high + 1e-9).all()


@heavy
@given(places())
def test_where_all_are_recused_the_panels_scores_are_not_known_and_counting_them_gives_the_ranking_back(held):
    everybody = tuple(interest(person, site_id=site.id) for person in ("p01", "p02", "p03") for site in held.sites)
    nobody = replace(held, ballots=replace(held.ballots, interests=everybody))
    found = findings(nobody)
    assert all(
        one["performance"]["clinical-fit"]["value"] is None for one in found["options"] if one["status"] == "ranked"
    )
    before = {one["id"]: one["total"] for one in findings(held)["options"] if one["status"] == "ranked"}
    assert {one["option"]: one["total"] for one in found["panel"]["with_recused"]["ranking"]} == before


@heavy
@given(places(known=False))
def test_without_an_interest_the_rankings_with_and_without_are_the_ranking(held):
    found = findings(held)
    now = {one["id"]: (one["total"], one["rank"]) for one in found["options"] if one["status"] == "ranked"}
    for kind in ("with_recused", "without_declared"):
        other = found["panel"][kind]
        assert (other["people"], other["scores"], other["moved"]) == ((), 0, ())
        assert {one["option"]: (one["total"], one["rank"]) for one in other["ranking"]} == now


@heavy
@given(places(known=False), st.data())
def test_what_would_move_is_what_has_another_rank_and_a_recusal_does_what_leaving_out_does(held, data):
    """Recusing those who only declared an interest is the same ranking as leaving their scores out."""
    who = data.draw(st.lists(st.sampled_from(["p01", "p02", "p03"]), min_size=1, unique=True))
    where = data.draw(st.sampled_from([site.id for site in held.sites]))
    as_managed = {
        managed: tuple(interest(person, site_id=where, managed=managed) for person in who)
        for managed in ("declared", "recused")
    }
    declared, recused = (
        replace(held, ballots=replace(held.ballots, interests=interests)) for interests in as_managed.values()
    )
    before, after = findings(declared), findings(recused)
    would = {one["option"]: (one["total"], one["rank"]) for one in before["panel"]["without_declared"]["ranking"]}
    assert would == {o["id"]: (o["total"], o["rank"]) for o in after["options"] if o["status"] == "ranked"}
    now = {one["id"]: one["rank"] for one in before["options"] if one["status"] == "ranked"}
    assert set(before["panel"]["without_declared"]["moved"]) == {id_ for id_ in now if would[id_][1] != now[id_]}


@heavy
@given(places(known=False))
def test_the_same_inputs_give_the_same_bytes_at_any_number_of_workers(held):
    one = appraise(workspace(held), samples=60).to_json()
    assert appraise(workspace(held), samples=60, workers=2).to_json() == one


@heavy
@given(places(known=False))
def test_a_run_ends_in_findings_whose_ranks_and_totals_are_in_order(held):
    found = findings(held)
    by_id = {told["id"]: told for told in found["options"]}
    ranked = [by_id[id_] for id_ in found["ranking"]]
    known = [told for told in ranked if told["total"]["value"] is not None]
    assert [told["total"]["value"] for told in known] == sorted(
        (told["total"]["value"] for told in known), reverse=True
    )
    assert ranked[: len(known)] == known
    for told in ranked:
        assert 0 <= told["total"]["low"] <= told["total"]["high"] <= 100 + 1e-6
        assert 1 <= told["rank"]["low"] <= told["rank"]["high"] <= len(ranked)
    for shares_ in found["robustness"]["rank_acceptability"].values():
        for told in shares_.values():
            assert sum(told) == pytest.approx(1, abs=1e-6)


@heavy
@given(places(known=False), st.data())
def test_any_completion_of_what_is_not_known_gives_totals_and_ranks_inside_their_ranges(held, data):
    """The missing minutes, hours, prices and scores are drawn; who goes where changes with them, too."""
    held = replace(
        held, evidence=tuple(replace(row, answer="meets") if row.item == "nursing" else row for row in held.evidence)
    )
    found = findings(held)
    complete = completed(held, data)
    ruler, sets = Ruler.of(complete), {o.id: o.sites for o in held.options}
    scores = ruler.score(ruler.measure(ruler.openings(sets.values())))
    assert scores.known.all()
    actual = dict(zip(sets, scores.totals(panel_weights(held).overall)[0].tolist(), strict=True))
    for told in found["options"]:
        total = actual[told["id"]]
        assert told["total"]["low"] - 1e-6 <= total <= told["total"]["high"] + 1e-6
        above = sum(other > total + 1e-9 for other in actual.values())
        assert told["rank"]["low"] <= 1 + above <= told["rank"]["high"]


@heavy
@given(places())
def test_the_highest_set_of_a_search_is_no_lower_than_any_option_that_it_could_have_found(held):
    found = findings(held)
    offers = {site.id: site.beds_offered for site in held.sites}
    for told in found["options"]:
        sites = told["sites"]
        possible = (
            sum(sites.values()) in held.plan.beds
            and len(sites) <= held.plan.sites_at_most
            and all(beds in offers[site] for site, beds in sites.items())
        )
        if possible:
            assert told["total"]["value"] <= found["portfolios"][0]["total"]["value"] + 1e-9
            higher = [p for p in found["portfolios"] if p["sites"] == sites]
            assert all(p["total"] == told["total"] for p in higher)


@heavy
@given(places(known=False), st.integers(0, 3))
def test_withdrawing_any_option_moves_no_other_total(held, which):
    assume(len(held.options) > 1)
    gone = held.options[which % len(held.options)]
    left = tuple(o for o in held.options if o.id != gone.id)
    withdrawn = option(gone.id, gone.sites, withdrawn={"on": "2025-08-20", "reason": "Sold."})
    before = {told["id"]: told["total"] for told in findings(held)["options"]}
    for others in (left, (*left, withdrawn)):
        after = {told["id"]: told["total"] for told in findings(replace(held, options=others))["options"]}
        for one in left:
            assert after[one.id] == before[one.id]


@heavy
@given(places(known=False), st.data())
def test_a_confidential_price_that_moves_inside_its_band_changes_nothing_public(held, data):
    site = data.draw(st.sampled_from([one.id for one in held.sites]))

    def priced(price, low, high):
        rows = tuple(
            replace(row, value=price, low=low, high=high, public=False)
            if (row.site, row.item) == (site, "cost.bed-day")
            else row
            for row in held.evidence
        )
        return plain(findings(replace(held, evidence=rows))["public"])

    one, other = (data.draw(st.integers(250, 314)) for _ in range(2))
    assert priced(float(one), None, None) == priced(float(other), float(min(one, other)), float(other) + 100)


@heavy
@given(places(known=False), st.data())
def test_hiding_names_moves_no_total_and_no_rank(held, data):
    hidden = data.draw(st.sets(st.sampled_from([one.id for one in held.sites]), min_size=1))
    sites = tuple(
        one.model_copy(update={"standing": "not approached"}) if one.id in hidden else one for one in held.sites
    )
    found = findings(replace(held, sites=sites))
    for part in ("total", "rank", "status"):
        told, public = ([plain(one[part]) for one in seen["options"]] for seen in (found, found["public"]))
        assert sorted(map(str, told)) == sorted(map(str, public))
    names = {one.name for one in held.sites if one.id in hidden}
    assert not any(name in str(plain(found["public"])) for name in names)


def findings(held):
    return appraise(workspace(held), samples=20)


def completed(held, data):
    """The place with every missing figure, score and pair of minutes filled in."""
    limits = {"access.admission-hours": (0, 168), "cost.bed-day": (0, 500), "cost.fixed-a-year": (0, 20_000)}
    rows = tuple(
        replace(row, value=float(data.draw(st.integers(*limits[row.item]))))
        if row.item in limits and row.value is None
        else row
        for row in held.evidence
    )
    travel = tuple(
        replace(row, minutes=float(data.draw(st.integers(0, 60)))) if row.minutes is None else row
        for row in held.travel
    )
    unscored = {one.id for one in held.sites} - {c.site for c in held.ballots.scores if c.answer != "not known"}
    cast = tuple(
        replace(c, answer=str(data.draw(st.integers(0, 100)))) if c.site in unscored else c for c in held.ballots.scores
    )
    return replace(held, evidence=rows, travel=travel, ballots=replace(held.ballots, scores=cast))
