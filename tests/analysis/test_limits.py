"""What a set of sites must keep to: every limit of a place, against plain loops over sites and their beds."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import cache
from random import Random

import numpy as np
import plain
import pytest
from building import assumed, core, evidence, option, place, plan, site, workspace
from random_places import question_of, random_place

from appraisal import appraise
from appraisal.analysis.measuring import Measured, Ruler
from appraisal.analysis.portfolio.limits import limits_of
from appraisal.analysis.portfolio.search import search
from appraisal.analysis.screening import screen
from appraisal.analysis.search_told import broken_limits, search_warnings
from appraisal.model.canonical import plain as plainly
from appraisal.model.public_view import public_view
from appraisal.model.sites import Provider

COST = next(criterion for criterion in core() if criterion.id == "cost")
WITHOUT_COST = tuple(criterion for criterion in core() if criterion.id != "cost")
IDS = ("ash", "elm", "oak", "yew")


def limited(*, criteria=None, sites=None, providers=None, given=None, sites_at_most=3, **limits):
    """Four sites and whatever limits a test sets; ash and elm belong to one group."""
    sites = sites or tuple(site(id_, ward_round_hours=hours) for id_, hours in zip(IDS, (2, 3, 1.5, 4), strict=True))
    made = providers or tuple(
        Provider(id=f"{id_}-care", name=f"{id_.title()} Care", group="green" if id_ in ("ash", "elm") else None)
        for id_ in IDS
    )
    return place(
        sites=sites,
        providers=made,
        criteria=core() if criteria is None else criteria,
        costing=COST if "budget_pounds" in limits else None,
        evidence=evidence(IDS, given),
        options=(option("one", {"ash": 5}),),
        plan=plan(sites_at_most=sites_at_most, limits=limits),
    )


def rule(site_id, why="Because."):
    return {"site": site_id, "why": why}


def cap(provider, **most):
    return {"provider": provider, "why": "Because."} | most


def kept(held, chosen, *, at_best=False, ruler=None):
    """Name of each limit -> whether a set keeps to it."""
    ruler = ruler or Ruler.of(held)
    beds = ruler.openings([chosen]).beds
    return {limit.name: bool(limit.kept(beds)[0]) for limit in limits_of(held, ruler, at_best=at_best)}


def level(held, chosen, family, *, at_best=False):
    """Where a set stands on the one limit of a family."""
    ruler = Ruler.of(held)
    [limit] = [one for one in limits_of(held, ruler, at_best=at_best) if one.family == family]
    return float(limit.level(ruler.openings([chosen]).beds)[0])


def in_plain_loops(held, chosen):
    """Whether a set keeps to each limit, in the order of place.yaml, by going through its sites one by one."""
    limits = held.plan.limits
    family = {provider.id: provider.group or provider.id for provider in held.providers}
    of_site = {one.id: family[one.provider] for one in held.sites}
    answers = [len(chosen) <= held.plan.sites_at_most]
    for one in limits.providers:
        run = [beds for id_, beds in chosen.items() if of_site[id_] == family[one.provider]]
        answers += [] if one.sites_at_most is None else [len(run) <= one.sites_at_most]
        answers += [] if one.beds_at_most is None else [sum(run) <= one.beds_at_most]
    answers += [one.site in chosen for one in limits.required_sites]
    answers += [one.site not in chosen for one in limits.forbidden_sites]
    if limits.budget_pounds is not None:
        answers.append(plain.cost(held, chosen) <= limits.budget_pounds.value)
    if limits.ward_round_hours_a_week is not None:
        hours = [held.site(id_).ward_round_hours for id_ in chosen]
        answers.append(sum(hours) <= limits.ward_round_hours_a_week.value)
    return answers


def some_sets(chance, held, count=15):
    """Sets of any sites and beds, more of them than a limit would let through."""
    ids = [one.id for one in held.sites]
    for _ in range(count):
        yield {id_: chance.randint(1, 5) for id_ in chance.sample(ids, chance.randint(1, min(5, len(ids))))}


@pytest.mark.parametrize("block", range(2))
def test_every_limit_is_what_going_through_the_sites_one_by_one_gives(block):
    kinds, answers = set(), set()
    for seed in range(block, 120, 2):
        chance = Random(seed)
        held = random_place(seed, most_sites=7)
        groups = [chance.choice((None, "firm-0", "group-1")) for _ in held.providers]
        grouped = [one.model_copy(update={"group": group}) for one, group in zip(held.providers, groups, strict=True)]
        held = replace(held, providers=tuple(grouped))
        ruler = Ruler.of(held)
        limits = limits_of(held, ruler)
        for chosen in some_sets(chance, held):
            beds = ruler.openings([chosen]).beds
            found = [bool(limit.kept(beds)[0]) for limit in limits]
            assert found == in_plain_loops(held, chosen), (seed, chosen)
            assert bool(question_kept(limits, beds)) == all(found)
            answers |= {(limit.family, answer) for limit, answer in zip(limits, found, strict=True)}
        kinds |= {limit.family for limit in limits}
    assert answers == {(kind, answer) for kind in kinds for answer in (True, False)}
    assert len(kinds) == 5


@cache
def one_question():
    """That of one random place."""
    return question_of(random_place(1))


def question_kept(limits, beds):
    """Whether a set keeps to every limit, as a search asks."""
    return replace(one_question(), limits=limits).kept(beds)[0]


def test_without_limits_only_the_number_of_sites_counts():
    [one] = limits_of(limited(), Ruler.of(limited()))
    assert (one.family, one.name, one.at_most, one.why, one.source) == ("sites-at-most", "at most 3 sites", 3, "", "")


@pytest.mark.parametrize("criteria", [core(), WITHOUT_COST], ids=["cost weighed", "cost switched off"])
@pytest.mark.parametrize("contract", ["block", "spot"])
def test_the_level_of_a_budget_is_the_present_cost_that_the_ranking_gives(criteria, contract):
    sites = tuple(site(id_, contract=contract if id_ != "oak" else "block") for id_ in IDS)
    given = {("elm", "cost.bed-day"): 280.0, ("oak", "cost.fixed-a-year"): 55_000.0}
    held = limited(criteria=criteria, sites=sites, given=given, budget_pounds=assumed(1_000_000))
    weighed = Ruler.of(replace(held, criteria=core()))
    for chosen in ({"ash": 5}, {"elm": 2, "oak": 3}, {"ash": 1, "elm": 1, "yew": 3}):
        expected = weighed.measures["cost"].performance(weighed.openings([chosen])).value[0]
        assert level(held, chosen, "budget") == pytest.approx(expected, rel=1e-12)
        assert level(held, chosen, "budget") == pytest.approx(plain.cost(held, chosen), rel=1e-12)


def test_a_budget_counts_the_figures_of_the_cost_criterion_by_its_own_id():
    """A core may call it 'money'."""
    money = COST.model_copy(update={"id": "money"})
    held = limited(criteria=WITHOUT_COST, budget_pounds=assumed(1e6))
    named = tuple(replace(row, item=row.item.replace("cost.", "money.")) for row in held.evidence)
    assert level(replace(held, costing=money, evidence=named), {"ash": 5}, "budget") == pytest.approx(
        level(held, {"ash": 5}, "budget")
    )


def test_a_level_exactly_on_a_limit_keeps_to_it_and_one_beyond_does_not():
    cost = plain.cost(limited(), {"ash": 2, "oak": 3})
    for most, answer in ((cost, True), (cost * (1 - 1e-12), True), (cost * (1 - 1e-6), False), (cost - 1, False)):
        found = kept(limited(budget_pounds=assumed(most)), {"ash": 2, "oak": 3})
        assert found[f"a budget of £{most:,.0f}"] is answer
    for most, answer in ((3.5, True), (3.4999, False)):
        found = kept(limited(ward_round_hours_a_week=assumed(most)), {"ash": 2, "oak": 3})
        assert found[f"at most {most:g} hours of ward rounds a week"] is answer


def test_hours_that_add_up_to_a_limit_but_for_rounding_keep_to_it():
    sites = tuple(site(id_, ward_round_hours=hours) for id_, hours in zip(IDS, (0.1, 0.2, 0.3, 0.4), strict=True))
    assert 0.1 + 0.2 > 0.3
    assert all(kept(limited(sites=sites, ward_round_hours_a_week=assumed(0.3)), {"ash": 1, "elm": 4}).values())


def test_hours_that_are_not_known_do_not_keep_to_a_limit_and_at_best_count_nothing():
    sites = tuple(site(id_, ward_round_hours=None if id_ == "ash" else 3) for id_ in IDS)
    held = limited(sites=sites, ward_round_hours_a_week=assumed(6))
    name = "at most 6 hours of ward rounds a week"
    assert math.isnan(level(held, {"ash": 2, "elm": 3}, "ward-round-hours"))
    assert not kept(held, {"ash": 5})[name]
    assert kept(held, {"elm": 2, "oak": 3})[name]  # a closed site's hours do not matter
    assert level(held, {"ash": 2, "elm": 3}, "ward-round-hours", at_best=True) == 3
    assert kept(held, {"ash": 1, "elm": 2, "oak": 2}, at_best=True)[name]
    assert not kept(held, {"ash": 1, "elm": 1, "oak": 1, "yew": 2}, at_best=True)[name]


def test_a_cost_that_is_not_known_does_not_keep_to_a_budget_and_at_best_is_the_least_it_may_be():
    given = {("ash", "cost.bed-day"): None, ("elm", "cost.bed-day"): None}
    held = limited(criteria=WITHOUT_COST, given=given, budget_pounds=assumed(4_000_000))
    rows = tuple(
        replace(row, low=200.0, high=400.0) if (row.site, row.item) == ("elm", "cost.bed-day") else row
        for row in held.evidence
    )
    held = replace(held, evidence=rows)
    name = "a budget of £4,000,000"
    assert not kept(held, {"ash": 5})[name]
    assert not kept(held, {"elm": 5})[name]
    assert kept(held, {"oak": 5})[name]
    assert kept(held, {"ash": 5}, at_best=True)[name]
    least = limited(given={("elm", "cost.bed-day"): 200.0})
    assert level(held, {"elm": 5}, "budget", at_best=True) == pytest.approx(plain.cost(least, {"elm": 5}))


def test_at_best_no_set_breaks_a_limit_that_it_keeps_to_once_all_is_known():
    """Whatever is found out later, so that a search at the best leaves nothing out."""
    for seed in range(40):
        chance = Random(seed)
        known = random_place(seed, most_sites=6)
        hidden = tuple(replace(row, value=None) if chance.random() < 0.2 else row for row in known.evidence)
        sites = tuple(
            one.model_copy(update={"ward_round_hours": None}) if chance.random() < 0.3 else one for one in known.sites
        )
        unknown = replace(known, evidence=hidden, sites=sites)
        ruler = Ruler.of(unknown)  # limits ask it for the geography alone
        for chosen in some_sets(chance, known, 8):
            before = kept(unknown, chosen, at_best=True, ruler=ruler)
            after = kept(known, chosen, ruler=ruler)
            assert all(before[name] for name, answer in after.items() if answer), (seed, chosen)


@pytest.mark.parametrize("of", ["ash-care", "elm-care"])
def test_a_limit_of_a_provider_covers_the_group_that_it_belongs_to(of):
    name = of.replace("-", " ").title()
    held = replace(limited(), plan=plan(limits={"providers": [cap(of, sites_at_most=1, beds_at_most=3)]}))
    together = kept(held, {"ash": 2, "elm": 2})
    assert not together[f"at most 1 site of {name}"]
    assert not together[f"at most 3 beds of {name}"]
    assert all(kept(held, {"ash": 3, "oak": 2}).values())
    assert not kept(held, {"elm": 4})[f"at most 3 beds of {name}"]
    assert all(kept(held, {"oak": 5}).values())


def test_a_provider_without_a_group_is_limited_alone():
    held = replace(limited(), plan=plan(limits={"providers": [cap("oak-care", beds_at_most=2)]}))
    assert kept(held, {"oak": 2, "yew": 3})["at most 2 beds of Oak Care"]
    assert not kept(held, {"oak": 3, "yew": 2})["at most 2 beds of Oak Care"]


def test_a_limit_of_none_at_all_keeps_a_provider_out():
    held = replace(limited(), plan=plan(limits={"providers": [cap("oak-care", sites_at_most=0)]}))
    assert not kept(held, {"oak": 5})["at most 0 sites of Oak Care"]
    assert kept(held, {"yew": 5})["at most 0 sites of Oak Care"]
    broke = limited(criteria=WITHOUT_COST, budget_pounds=assumed(0), ward_round_hours_a_week=assumed(0))
    assert list(kept(broke, {"oak": 5}).values()) == [True, False, False]


def test_a_site_that_must_be_opened_and_one_that_must_not():
    held = limited(required_sites=[rule("ash")], forbidden_sites=[rule("yew")])
    names = ["Home Ash must be opened", "Home Yew must not be opened"]
    assert [kept(held, {"ash": 5})[name] for name in names] == [True, True]
    assert [kept(held, {"oak": 5})[name] for name in names] == [False, True]
    assert [kept(held, {"ash": 2, "yew": 3})[name] for name in names] == [True, False]


def everything():
    """A place with every limit, each with what it says of itself."""
    held = limited(
        sites_at_most=1,
        required_sites=[rule("ash", "People go there now.")],
        forbidden_sites=[rule("yew", "It closes.")],
        budget_pounds=assumed(2_500_000) | {"note": "What there is."},
        ward_round_hours_a_week=assumed(7.5) | {"note": "The rota."},
    )
    caps = [cap("ash-care", sites_at_most=1, why="Not all in one hand."), cap("oak-care", beds_at_most=1)]
    limits = held.plan.limits.model_dump() | {"providers": caps}
    return replace(held, plan=plan(sites_at_most=1, limits=limits))


def test_limits_are_named_in_words_with_what_the_place_says_of_each():
    held = everything()
    told = [(one.name, one.why, one.source, one.as_at) for one in limits_of(held, Ruler.of(held))]
    assert told == [
        ("at most 1 site", "", "", ""),
        ("at most 1 site of Ash Care", "Not all in one hand.", "", ""),
        ("at most 1 bed of Oak Care", "Because.", "", ""),
        ("Home Ash must be opened", "People go there now.", "", ""),
        ("Home Yew must not be opened", "It closes.", "", ""),
        ("a budget of £2,500,000", "What there is.", "example", "2025-09"),
        ("at most 7.5 hours of ward rounds a week", "The rota.", "example", "2025-09"),
    ]


def half_hidden(**limits):
    """Of four sites, ash and yew have not been approached; their names and reasons are in no public paper."""
    standing = {"ash": "not approached", "yew": "not approached"}
    sites = tuple(
        site(
            id_,
            name=f"Hushed House {id_.title()}" if id_ in standing else f"Home {id_.title()}",
            provider=f"{'hushed-' if id_ in standing else ''}{id_}-care",
            standing=standing.get(id_, "interested"),
            ward_round_hours=hours,
        )
        for id_, hours in zip(IDS, (2, 3, 1.5, 4), strict=True)
    )
    providers = tuple(
        Provider(
            id=one.provider,
            name=f"Hushed {one.id}" if one.id in standing else f"Open {one.id}",
            group="green" if one.id in ("ash", "elm") else None,
        )
        for one in sites
    )
    written = {
        "required_sites": [rule("ash", "Hushed reason.")],
        "forbidden_sites": [rule("yew", "Hushed reason.")],
        "providers": [
            cap("hushed-ash-care", beds_at_most=3, why="Hushed reason."),
            cap("hushed-yew-care", beds_at_most=3, why="Hushed reason."),
            cap("elm-care", sites_at_most=1),
        ],
        "ward_round_hours_a_week": assumed(6),
        "budget_pounds": assumed(3_700_000),
    } | limits
    held = limited(sites=sites, providers=providers, criteria=WITHOUT_COST, budget_pounds=assumed(1))
    options = (option("hushed-option", {"ash": 5}), option("open-option", {"elm": 2, "oak": 3}))
    return replace(held, plan=plan(limits=written), options=options)


def test_limits_of_the_public_view_allow_the_same_sets():
    held = half_hidden()
    view = public_view(held)
    alias = dict(zip([one.id for one in held.sites], view.nearer_first, strict=True))
    assert alias["ash"] != "ash"
    answers, of_all, of_view = set(), Ruler.of(held), Ruler.of(view)
    for chosen in some_sets(Random(1), held, 80):
        before = list(kept(held, chosen, ruler=of_all).values())
        aliased = {alias[id_]: beds for id_, beds in chosen.items()}
        after = list(kept(view, aliased, ruler=of_view).values())
        assert after == before
        answers |= set(enumerate(before))
    assert len(answers) == 2 * len(before)
    assert len(before) == 8


def test_limits_of_the_public_view_name_nobody_who_has_not_been_approached():
    view = public_view(half_hidden())
    limits = limits_of(view, Ruler.of(view))
    said = " ".join(f"{one.name} {one.why}" for one in limits)
    assert "ushed" not in said
    assert "Site 1 (not yet approached) must be opened" in said
    assert "at most 1 site of Open elm Because." in said


def test_limits_of_two_providers_not_approached_are_told_apart():
    """Else one of them, relaxed, would seem to relax the other."""
    view = public_view(half_hidden())
    names = [one.name for one in limits_of(view, Ruler.of(view))]
    assert "at most 3 beds of Provider of site 1 (not yet approached)" in names
    assert "at most 3 beds of Provider of site 2 (not yet approached)" in names
    assert len(set(names)) == len(names)


def test_nothing_hidden_is_in_the_public_findings_where_limits_speak_of_it():
    findings = appraise(workspace(half_hidden()), samples=10)
    assert "ushed" in json.dumps(plainly(findings.content))
    assert "ushed" not in json.dumps(plainly(findings["public"]))
    before, after = findings["search"], findings["public"]["search"]
    assert (before["combinations"], before["beyond_limits"]) == (after["combinations"], after["beyond_limits"])
    assert before["beyond_limits"] > 0
    totals = [row["total"]["value"] for row in findings["portfolios"]]
    assert totals == pytest.approx([row["total"]["value"] for row in findings["public"]["portfolios"]])
    assert totals


def warned_of(held, *options):
    ruler = Ruler.of(held)
    measured = Measured.of(ruler, {one.id: one.sites for one in options})
    return [(one.about, one.text) for one in broken_limits(limits_of(held, ruler), options, measured)]


def test_a_named_option_that_breaks_a_limit_is_warned_of_with_where_it_stands():
    options = (option("first", {"ash": 2, "elm": 3}), option("second", {"oak": 5}), option("third", {"yew": 5}))
    said = "The search does not look at it, because of a limit: {}. Its own: {}."
    held = limited(criteria=WITHOUT_COST, ward_round_hours_a_week=assumed(4), required_sites=[rule("oak")])
    assert warned_of(held, *options) == [
        ("first", said.format("Home Oak must be opened", "0 sites")),
        ("third", said.format("Home Oak must be opened", "0 sites")),
        ("first", said.format("at most 4 hours of ward rounds a week", "5 hours a week")),
    ]
    held = limited(forbidden_sites=[rule("oak")])
    assert warned_of(held, *options) == [("second", said.format("Home Oak must not be opened", "1 site"))]


def test_an_option_beyond_a_budget_is_warned_of_in_whole_pounds_and_one_whose_cost_is_not_known_is_not():
    held = limited(budget_pounds=assumed(3_000_000), given={("ash", "cost.bed-day"): 900.0})
    options = (option("dear", {"ash": 5}), option("unknown", {"elm": 5}))
    rows = tuple(
        replace(row, value=None) if (row.site, row.item) == ("elm", "cost.bed-day") else row for row in held.evidence
    )
    cost = f"£{plain.cost(held, {'ash': 5}):,.0f}"
    assert cost.count(",") == 2
    said = "The search does not look at it, because of a limit: a budget of £3,000,000. Its own: {}."
    assert warned_of(replace(held, evidence=rows), *options) == [
        ("dear", said.format(cost)),
    ]


def test_an_option_that_keeps_to_every_limit_is_not_warned_of():
    held = limited(budget_pounds=assumed(9_000_000), ward_round_hours_a_week=assumed(9), required_sites=[rule("ash")])
    assert warned_of(held, option("first", {"ash": 2, "elm": 3})) == []


def found_in(held):
    ruler = Ruler.of(held)
    weights = np.full(len(held.criteria), 1 / len(held.criteria))
    return search(held, ruler, screen(held, (), workspace().settings.as_at), weights, {})


@pytest.mark.parametrize(("criteria", "count"), [(core(), 1), (WITHOUT_COST, 0)], ids=["weighed", "switched off"])
def test_a_budget_beside_a_cost_that_is_weighed_is_warned_of_and_one_alone_is_not(criteria, count):
    held = limited(criteria=criteria, budget_pounds=assumed(9_000_000))
    warned = [one.about for one in search_warnings(found_in(held), held)]
    assert warned == ["cost"] * count


def test_a_cost_that_is_weighed_without_a_budget_is_not_warned_of():
    assert search_warnings(found_in(limited()), limited()) == []


def test_a_search_looks_only_at_sets_that_keep_to_the_limits_and_counts_the_others():
    held = limited(criteria=WITHOUT_COST, ward_round_hours_a_week=assumed(4), forbidden_sites=[rule("yew")])
    found = found_in(held)
    allowed = [
        chosen
        for chosen in ({"ash": 5}, {"elm": 5}, {"oak": 5}, *({"ash": n, "oak": 5 - n} for n in range(1, 5)))
        if all(in_plain_loops(held, chosen))
    ]
    assert sorted(map(sorted, found.sets)) == sorted(map(sorted, allowed))
    assert found.combinations - found.beyond_limits == len(allowed) == 7
