"""What differs between two runs of a place: every thing that a file or a person says, and what it did."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from branching import branched
from building import (
    AS_AT,
    EVERYBODY,
    assumed,
    interest,
    moderated,
    option,
    place,
    plan,
    row,
    scored,
    site,
    starter,
    weights,
    workspace,
)

from appraisal.analysis.comparing.difference import Difference
from appraisal.analysis.comparing.files import ran_otherwise
from appraisal.analysis.comparing.places import differences
from appraisal.analysis.comparing.putting_back import put_back
from appraisal.changes.effects import effects
from appraisal.changes.kept import Kept, all_differences
from appraisal.changes.told import changes_told
from appraisal.model.ballots import WeightsBallot
from appraisal.model.base import Assumption, FileModel
from appraisal.model.criteria import Branch
from appraisal.model.places import Beds
from appraisal.model.public_view import public_views
from appraisal.model.sites import Provider

VALE = "testing-vale"
INPUTS = {"files": {}, "ballots": "ab", "samples": 100, "solver": "enumeration", "appraisal": "0.1.0"}


def compared(before, after, **settings):
    return differences(workspace(before, **settings), workspace(after, **settings), VALE)


def keys(before, after):
    return [one.key for one in compared(before, after)]


def with_evidence(held, *rows):
    return replace(held, evidence=(*held.evidence, *rows))


def with_ballots(held, **changes):
    return replace(held, ballots=replace(held.ballots, **changes))


def told(before, after, *, public=False, entries=()):
    pair = (("a1", before), ("b2", after))
    kept = (Kept(run, {"inputs": {**INPUTS, "ballots": run}}, workspace(held)) for run, held in pair)
    return changes_told(*kept, VALE, public=public, entries=entries)


def by_key(found):
    return {one["key"]: one for one in found["differences"]}


def test_equal_places_differ_in_nothing():
    assert compared(place(), place()) == ()
    assert differences(starter(), starter(), "hammersmith-and-fulham") == ()


def test_a_new_price_is_told_with_unit_range_and_date():
    held = place()
    later = row("ash", "cost.bed-day", 330.0, low=320.0, high=350.0, as_at=date(2025, 8, 28))
    [found] = compared(held, with_evidence(held, later))
    assert found == Difference(
        "evidence",
        "ash/cost.bed-day",
        "300 pounds a bed-day, as at 1 July 2025",
        "330 pounds a bed-day (320 to 350), as at 28 August 2025",
        "Home Ash: price of a bed-day",
    )


def test_an_older_row_that_comes_later_is_told_though_the_newest_stays():
    held = place()
    [found] = compared(held, with_evidence(held, row("ash", "cost.bed-day", 280.0, as_at=date(2024, 7, 1))))
    assert found.key == "evidence:ash/cost.bed-day"
    assert (found.before, found.after[:25]) == ("earlier: nothing", "earlier: 280 pounds a bed")


def test_the_line_on_which_a_row_stands_is_no_difference():
    held = place()
    assert compared(held, replace(held, evidence=tuple(replace(one, line=9) for one in held.evidence[::-1]))) == ()


def test_a_confidential_figure_is_told_as_its_band_alone():
    secret = place(evidence=tuple(replace(one, public=False) for one in place().evidence))
    dearer = replace(
        secret,
        evidence=tuple(replace(e, value=311.0) if e.item == "cost.bed-day" else e for e in secret.evidence),
    )
    found = [one for one in compared(secret, dearer) if one.subject.startswith("ash/")]
    assert [one.key for one in found] == ["evidence:ash/cost.bed-day"]
    assert "300" not in found[0].before
    assert "311" not in found[0].after
    assert "confidential, between 250 and 315 pounds a bed-day" in found[0].after
    assert found[0].after.endswith("otherwise than before")


def test_a_confidential_statement_is_told_without_its_words():
    held = place()
    secret = row("ash", "cost", "con", note="They owe rent.", public=False)
    answered = row("ash", "nursing", "meets", note="One nurse is ill.", public=False, as_at=date(2025, 8, 1))
    found = compared(held, with_evidence(held, secret, answered))
    assert [one.key for one in found] == ["evidence:ash/cost", "evidence:ash/nursing"]
    assert not any(words in str(found) for words in ("rent", "ill"))


def test_a_hurdles_answer_and_a_pro_are_told_by_site_and_item():
    held = place()
    failed = row("elm", "nursing", "fails", as_at=date(2025, 8, 1))
    pro = row("elm", "cost", "pro", note="A garden.")
    assert keys(held, with_evidence(held, failed)) == ["evidence:elm/nursing"]
    [found] = compared(held, with_evidence(held, pro))
    assert (found.before, found.after) == ("", "pro: A garden. (as at 1 July 2025, source return)")


def test_an_option_that_is_added_is_told_by_its_sites_and_one_that_went_by_what_it_was():
    held = place()
    more = replace(held, options=(*held.options, option("last-alone", {"yew": 5})))
    [found] = compared(held, more)
    assert (found.key, found.before) == ("option:last-alone", "")
    assert "beds: Home Yew 5" in found.after
    [gone] = compared(more, held)
    assert (gone.before, gone.after) == (found.after, "")


def test_a_withdrawn_option_says_when_and_why():
    held = place()
    gone = held.options[0].model_copy(
        update={"withdrawn": option("x", {"ash": 1}, withdrawn={"on": "2025-08-20", "reason": "Sold."}).withdrawn}
    )
    [found] = compared(held, replace(held, options=(gone, *held.options[1:])))
    assert (found.before, found.after) == ("withdrawn: not given", "withdrawn: on 20 August 2025: Sold.")


def test_a_parameter_is_told_by_the_path_of_its_keys_with_unit_and_range():
    [found] = compared(place(), place(plan=plan(stay_days=assumed(18.0, 12.0, 24.0))))
    assert (found.key, found.title) == ("parameter:stay_days", "how long people stay")
    assert found.before == "16.4 days (12 to 24), as at September 2025"
    assert found.after == "18 days (12 to 24), as at September 2025"


def test_group_weights_are_one_parameter():
    groups = [
        {"id": "clinicians", "name": "Clinicians", "weight": 0.4},
        {**plan().groups[1].model_dump(), "weight": 0.6},
    ]
    [found] = compared(place(), place(plan=plan(groups=groups)))
    assert found.key == "parameter:groups"
    assert found.before == ("id clinicians, name Clinicians, weight 0.5; id residents, name Residents, weight 0.5")


def test_a_branch_and_what_stands_under_it_are_told_and_put_back_only_together():
    before, after = (found.places["hammersmith-and-fulham"] for found in (starter(), branched()))
    told_of = differences(starter(), branched(), before.id)
    assert [one.key for one in told_of] == [
        "branch:journeys",
        "branch:reach",
        *(f"criterion:{id_}" for id_ in ("access", "equity", "travel-time")),
    ]
    assert told_of[0].after == "question: How do people get there?; under: reach"
    assert (told_of[2].before, told_of[2].after) == ("under: not given", "under: reach")
    assert put_back(starter(), branched(), before.id, told_of[:1]) is None
    assert put_back(starter(), branched(), before.id, told_of).places[before.id] == before
    named = tuple(branch.model_copy(update={"name": "Routes"}) for branch in after.branches)
    renamed = replace(branched(), places={after.id: replace(after, branches=named)})
    [*_, last] = differences(branched(), renamed, after.id)
    assert put_back(branched(), renamed, after.id, [last]).places[after.id].branches[1] == after.branches[1]


def test_what_one_person_answered_in_several_ways_is_one_difference_told_with_its_ways():
    """And with the anchors that they saw, where those are not the same."""
    held = place()
    given = held.ballots.weights
    ranks = WeightsBallot("p01", AS_AT, (("access", 1.0), ("cost", 2.0)), "ranking")
    pairs = WeightsBallot("p01", AS_AT, (("access/cost", 3.0),), "best-worst")
    [found] = compared(held, with_ballots(held, weights=(*given, ranks, pairs)))
    before = "Access 100, Clinical-fit 80, Cost 40, Equity 60, Travel-time 90, dated 1 September 2025"
    assert (found.key, found.before) == ("weights:p01", before)
    assert found.after == (
        "comparisons with the best and the worst: Access to Cost 3, dated 1 September 2025; "
        f"a ranking: Access 1, Cost 2, dated 1 September 2025; {before}"
    )
    assert (
        put_back(workspace(held), workspace(with_ballots(held, weights=(ranks, *given[1:]))), VALE, [found]).places[
            VALE
        ]
        == held
    )
    wider = (("access", ((0.0, 0.0), (1.0, 100.0))), ("cost", ((30_000_000.0, 0.0), (0.0, 100.0))))
    pair = [with_ballots(held, weights=(replace(ranks, anchors=seen),)) for seen in (wider, (wider[0], *SEEN))]
    [found] = compared(*pair)
    assert found.before == "a ranking: Access 1, Cost 2, dated 1 September 2025, on anchors Cost 30,000,000 to 0"
    assert found.after == "a ranking: Access 1, Cost 2, dated 1 September 2025, on anchors Cost 20,000,000 to 0"


def test_weights_that_were_given_under_other_branches_are_told_with_where_each_stood():
    ranks = WeightsBallot("p01", AS_AT, (("access", 1.0), ("cost", 2.0)), "ranking")
    pair = [with_ballots(place(), weights=(replace(ranks, under=under),)) for under in ((), (("access", "reach"),))]
    [found] = compared(*pair)
    assert found.before == "a ranking: Access 1, Cost 2, dated 1 September 2025, with nothing under a branch"
    assert found.after == "a ranking: Access 1, Cost 2, dated 1 September 2025, with Access under reach"


def test_weights_scores_and_interests_are_told_by_person():
    held = place()
    ballots = held.ballots
    scores = (scored("p01", "ash", 90), *(one for one in ballots.scores if (one.person, one.site) != ("p01", "ash")))
    changed = with_ballots(
        held,
        weights=(weights("p01", access=10), *ballots.weights[1:]),
        scores=scores,
        interests=(interest("p02", site_id="elm"), interest("p03", provider="ash-care")),
    )
    assert keys(held, changed) == [
        "interest:p02/elm",
        "interest:p03/ash-care",
        "score:p01/ash/clinical-fit",
        "weights:p01",
    ]


def test_a_score_with_another_reason_says_so_and_keeps_the_reason_back():
    held = place()
    changed = with_ballots(
        held, scores=(replace(held.ballots.scores[0], reason="My secret."), *held.ballots.scores[1:])
    )
    [found] = compared(held, changed)
    assert "another reason" in found.after
    assert "secret" not in str(found)


def test_a_moderated_score_is_told_in_words_and_not_by_the_keys_of_the_record():
    held = place()
    first = with_ballots(held, moderated=(moderated("ash", 75, ("p03", "I would say 100.")),))
    [found] = compared(held, first)
    assert found == Difference(
        "moderation",
        "ash/clinical-fit",
        "",
        "75 for Home Ash, Clinical-fit, agreed by the panel, dated 1 September 2025; reason: We heard more; "
        "p03 does not agree: I would say 100",
        "moderated score: Home Ash, Clinical-fit",
    )
    [again] = compared(first, with_ballots(held, moderated=(moderated("ash", "recused"),)))
    assert again.after == (
        "recused for Home Ash, Clinical-fit, agreed by the panel, dated 1 September 2025; nobody disagrees"
    )
    assert "We heard more" not in again.before


def test_no_day_is_said_to_be_claimed_since_a_ballot_without_one_has_that_of_its_entry():
    held = place()
    changed = with_ballots(held, weights=(weights("p01", access=10), *held.ballots.weights[1:]))
    [found] = compared(held, changed)
    assert found.after == "Access 10, Clinical-fit 0, Cost 0, Equity 0, Travel-time 0, dated 1 September 2025"


def test_ballots_that_were_replaced_by_equal_ones_are_told():
    held = place()
    [found] = compared(held, with_ballots(held, replaced=2))
    assert (found.key, found.before, found.after) == ("ballots:replaced", "0 replaced", "2 replaced")


def test_a_long_table_is_one_difference_that_names_the_first_three_rows():
    held = place()
    moved = tuple(replace(one, population=one.population + 1) for one in held.areas)
    [found] = compared(held, replace(held, areas=moved))
    assert found.subject == "a1, a2, a3 and 1 more"
    assert found.before.startswith("a1: population: 100; a2: population: 150;")
    assert found.after.endswith("4 rows are otherwise in all")


def test_a_file_in_which_only_a_comment_changed_is_told_by_its_name():
    before, after = (
        replace(workspace(), files=MappingProxyType({"workspace.yaml": hash_, "criteria/hurdles.yaml": "cc"}))
        for hash_ in ("aa", "bb")
    )
    [found] = differences(before, after, VALE)
    assert found.key == "file:workspace.yaml"


def test_a_file_in_which_a_difference_is_named_is_not_told_again():
    files = {f"options/{VALE}/evidence.csv": "aa", f"options/{VALE}/place.yaml": "aa", "workspace.yaml": "aa"}
    before = replace(workspace(), files=MappingProxyType(files))
    held = with_evidence(place(), row("ash", "cost.bed-day", 330.0, as_at=date(2025, 8, 28)))
    after = replace(workspace(held), files=MappingProxyType(dict.fromkeys(files, "bb")))
    assert [one.key for one in differences(before, after, VALE)] == [
        "evidence:ash/cost.bed-day",
        f"file:options/{VALE}/place.yaml",
        "file:workspace.yaml",
    ]


def test_evidence_of_a_criterion_that_was_switched_off_is_not_told_row_by_row():
    held = place()
    left = tuple(c for c in held.criteria if c.id != "cost")
    rows = tuple(one for one in held.evidence if not one.item.startswith("cost."))
    off = replace(held, plan=plan(criteria_off=["cost"]), criteria=left, evidence=rows)
    assert keys(held, off) == ["criterion:cost", "parameter:criteria_off"]


def test_how_a_run_was_made_is_told():
    found = ran_otherwise(INPUTS, {**INPUTS, "samples": 500, "time_limit_seconds": 2.5})
    assert [(one.key, one.before, one.after) for one in found] == [
        ("run:samples", "100", "500"),
        ("run:time_limit_seconds", "", "2.5"),
    ]


def test_the_same_inputs_with_other_findings_point_at_the_engine():
    one, other = (Kept(run, {"inputs": INPUTS}, workspace()) for run in ("a1", "b2"))
    assert [found.key for found in all_differences(one, other, VALE)] == ["run:engine"]
    assert changes_told(one, other, VALE)["differences"][0]["effect"] is None
    assert all_differences(one, one, VALE) == ()


# What it did


def test_a_new_price_moves_the_options_with_that_site_alone():
    held = place()
    after = with_evidence(held, row("ash", "cost.bed-day", 900.0, as_at=date(2025, 8, 28)))
    [found] = told(held, after)["differences"]
    assert [one["option"] for one in found["effect"]] == ["first-alone", "first-two"]
    first = found["effect"][0]
    assert first["total_without"]["value"] > first["total_with"]["value"] + 1


def test_two_changes_are_told_apart_and_each_alone_says_what_it_did():
    """By hand: with both put back, the ranking is the one before; with one, what the other did remains."""
    held = place()
    dearer = row("ash", "cost.bed-day", 900.0, as_at=date(2025, 8, 28))
    fails = row("yew", "nursing", "fails", as_at=date(2025, 8, 1))
    found = by_key(told(held, with_evidence(held, dearer, fails)))
    price, hurdle = found["evidence:ash/cost.bed-day"], found["evidence:yew/nursing"]
    assert {one["option"] for one in price["effect"]} == {"first-alone", "first-two"}
    [gone] = [one for one in hurdle["effect"] if one["option"] == "last-two"]
    assert (gone["rank_with"], gone["total_with"]) == (None, None)
    assert gone["rank_without"]["low"] >= 1


def test_a_late_weight_shows_what_it_did_to_every_option():
    held = place()
    changed = with_ballots(held, weights=(weights("p01", cost=100), *held.ballots.weights[1:]))
    [found] = told(held, changed)["differences"]
    after = {one["id"]: one["after"]["total"] for one in told(held, changed)["options"]}
    before = {one["id"]: one["before"]["total"] for one in told(held, changed)["options"]}
    assert found["effect"]
    for one in found["effect"]:
        assert (one["total_with"], one["total_without"]) == (after[one["option"]], before[one["option"]])


@pytest.mark.parametrize(
    "changed",
    [
        place(plan=plan(stay_days=assumed(60.0))),
        place(plan=plan(equity={"epsilon": -2.0})),
        replace(place(), criteria=tuple(c for c in place().criteria if c.id != "cost")),
        replace(place(), options=place().options[1:]),
        replace(place(), sites=(place().sites[0].model_copy(update={"contract": "spot"}), *place().sites[1:])),
        with_ballots(place(), interests=(interest("p01", site_id="ash"),)),
        with_ballots(place(), scores=place().ballots.scores[1:]),
        replace(place(), areas=place().areas[1:]),
        with_evidence(place(), row("ash", "cost.bed-day", None, as_at=date(2025, 8, 1))),
    ],
    ids=["stay", "epsilon", "criterion", "option", "site", "interest", "score", "areas", "evidence"],
)
def test_one_change_put_back_gives_the_ranking_before(changed):
    held = place()
    found = told(held, changed)
    assert len(found["differences"]) == 1
    [one] = found["differences"]
    before = {row_["id"]: row_["before"] for row_ in found["options"]}
    after = {row_["id"]: row_["after"] for row_ in found["options"]}
    moved = {row_["option"]: row_ for row_ in one["effect"]}
    for id_, then in before.items():
        if id_ in moved:
            for side, standing in (("with", after[id_]), ("without", then)):
                assert moved[id_][f"total_{side}"] == (standing and standing["total"])
                assert moved[id_][f"rank_{side}"] == (standing and standing["rank"])
        else:
            assert then["rank"] == after[id_]["rank"]


def test_a_new_site_with_its_evidence_is_not_told_apart_but_its_option_is():
    held = place(sites=tuple(site(id_) for id_ in ("ash", "elm")))
    more = place(sites=tuple(site(id_) for id_ in ("ash", "elm", "oak")))
    more = replace(more, options=(*held.options, option("third", {"oak": 5})))
    found = by_key(told(held, more))
    assert found["site:oak"]["effect"] is None
    assert found["evidence:oak/cost.bed-day"]["effect"] is None
    assert "third" in [one["option"] for one in found["option:third"]["effect"]]


def test_what_moves_nothing_says_so_with_an_empty_list():
    found = by_key(told(place(), place(plan=plan(near_tie_points=5.0))))
    assert found["parameter:near_tie_points"]["effect"] == []


def test_many_scores_of_one_person_are_put_back_together():
    held = place()
    ids = [f"s{number}" for number in range(15)]
    many = place(sites=tuple(site(id_) for id_ in ids))
    low, high = (
        with_ballots(many, scores=tuple(scored(p, id_, n) for p in ("p01", "p02", "p03") for id_ in ids))
        for n in (25, 75)
    )
    found = told(low, high)["differences"]
    assert len(found) == 45
    assert {one["together"] for one in found} == {15}
    assert effects(workspace(held), workspace(held), VALE, ()) == {}


def test_what_is_told_is_the_same_each_time_and_can_be_json():
    import json

    held = place()
    changed = with_evidence(held, row("ash", "cost.bed-day", None, as_at=date(2025, 8, 1)))
    assert json.dumps(told(held, changed), allow_nan=False) == json.dumps(told(held, changed), allow_nan=False)


# The public view


def hidden(held, *ids):
    sites = tuple(one.model_copy(update={"standing": "not approached"}) if one.id in ids else one for one in held.sites)
    return replace(held, sites=sites)


def test_in_public_a_confidential_price_that_moves_inside_its_band_is_no_difference():
    def priced(price):
        return replace(
            place(),
            evidence=tuple(
                replace(e, value=price, public=False) if (e.site, e.item) == ("ash", "cost.bed-day") else e
                for e in place().evidence
            ),
        )

    assert told(priced(260.0), priced(300.0), public=True)["differences"] == []
    found = told(priced(260.0), priced(330.0), public=True)
    assert "330" not in str(found)
    assert "between 315 and 400" in by_key(found)["evidence:ash/cost.bed-day"]["after"]


def test_in_public_a_site_not_approached_keeps_its_number_and_its_name_is_never_told():
    before = hidden(place(), "elm", "oak")
    after = with_evidence(hidden(place(), "oak"), row("oak", "cost.bed-day", 390.0, as_at=date(2025, 8, 1)))
    found = told(before, after, public=True)
    assert "oak" not in str(found).lower()
    assert list(by_key(found)) == ["evidence:site-1/cost.bed-day"]
    assert by_key(found)["evidence:site-1/cost.bed-day"]["before"].startswith("300 pounds")


def test_in_public_a_source_that_a_named_site_now_has_too_is_not_told_as_new():
    """Only the hidden site had it before, so that the public view of then did not show it."""
    before = hidden(place(), "oak")
    talked = with_evidence(before, row("oak", "cost.bed-day", 310.0, source="talk"))
    after = with_evidence(talked, row("ash", "cost.bed-day", 330.0, source="talk", as_at=date(2025, 8, 1)))
    assert list(by_key(told(talked, after, public=True))) == ["evidence:ash/cost.bed-day"]


def test_in_public_a_provider_of_a_hidden_site_that_now_has_a_named_one_too_is_not_told_as_new():
    before = hidden(place(), "oak")
    more = site("yew2", provider="oak-care")
    after = replace(before, sites=(*before.sites, more))
    found = by_key(told(before, after, public=True))
    assert "provider:oak-care" not in found
    assert "site:yew2" in found


def test_in_public_no_two_options_of_one_run_have_one_id_where_one_was_called_like_what_stands_for_another():
    after = hidden(place(), "oak")
    before = replace(after, options=(*after.options, option("option-1", {"ash": 4}, name="Four at Ash")))
    [then, _], _ = public_views(before, after)
    assert sorted(one.id for one in then.options) == ["first-alone", "first-two", "option-1", "option-2"]
    assert "oak" not in str(told(before, after, public=True)).lower()


def test_in_public_a_file_that_changed_in_a_confidence_alone_says_that_it_is_kept_back():
    def kept(price, hash_):
        held = replace(
            place(),
            evidence=tuple(
                replace(e, value=price, public=False) if (e.site, e.item) == ("ash", "cost.bed-day") else e
                for e in place().evidence
            ),
        )
        files = {f"options/{VALE}/evidence.csv": hash_, f"options/{VALE}/sites.yaml": hash_}
        return Kept(
            hash_, {"inputs": {**INPUTS, "files": files}}, replace(workspace(held), files=MappingProxyType(files))
        )

    both = (kept(260.0, "aa"), kept(300.0, "bb"))
    found = by_key(changes_told(*both, VALE, public=True))
    assert {key: one["file"] for key, one in found.items()} == {
        f"file:options/{VALE}/evidence.csv": "kept back",
        f"file:options/{VALE}/sites.yaml": "words",
    }
    assert f"file:options/{VALE}/evidence.csv" not in by_key(changes_told(*both, VALE))


def test_in_public_where_a_hidden_site_stands_and_its_family_are_not_told():
    before = hidden(place(), "oak")
    moved = tuple(
        one.model_copy(update={"lat": 51.9876, "provider": "elm-care"}) if one.id == "oak" else one
        for one in before.sites
    )
    providers = tuple(
        Provider(id=p.id, name=p.name, group="big-elm") if p.id in ("oak-care", "elm-care") else p
        for p in before.providers
    )
    found = told(before, replace(before, sites=moved, providers=providers), public=True)
    text = str([one for one in found["differences"] if "site-1" in one["key"]])
    assert "51.9876" not in text
    assert "big-elm" not in text
    assert "not said before the site has been approached" in text


# Every single thing


def leaves(model, prefix=""):
    """Every key of a model and what it could be otherwise."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, FileModel) and not isinstance(value, Assumption | Beds):
            for path, inner in leaves(value, f"{prefix}{name}."):
                yield path, model.model_copy(update={name: inner})
        else:
            yield f"{prefix}{name}", model.model_copy(update={name: other_than(value)})


def other_than(value):
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case "swing-points":
            return "ranking"
        case str():
            return f"{value}x"
        case date():
            return value - timedelta(days=1)
        case Assumption():
            return value.model_copy(update={"note": f"{value.note} More."})
        case Beds():
            return value.model_copy(update={"at_most": value.at_most + 1})
        case dict():
            return {**value, next(iter(value), "more"): 3}
        case tuple():
            return value[1:] if value else ("more",)
        case None:
            return 7
        case _:
            return None


PLANS = dict(leaves(plan()))
SETTINGS = dict(leaves(workspace().settings))


@pytest.mark.parametrize("path", [path for path in PLANS if path != "version"])
def test_every_key_of_a_place_is_told_by_its_path(path):
    assert keys(place(), place(plan=PLANS[path])) == [f"parameter:{path}"]


@pytest.mark.parametrize("path", [path for path in SETTINGS if path != "version"])
def test_every_key_of_the_workspace_is_told_by_its_path(path):
    before = workspace()
    after = replace(before, settings=SETTINGS[path])
    assert [one.key for one in differences(before, after, VALE)] == [f"parameter:{path}"]


def every_field(thing):
    names = type(thing).model_fields if isinstance(thing, FileModel) else [one.name for one in fields(thing)]
    for name in names:
        value = other_than(getattr(thing, name))
        changed = thing.model_copy(update={name: value}) if isinstance(thing, FileModel) else None
        yield name, changed if changed is not None else replace(thing, **{name: value})


SEEN = (("cost", ((20_000_000.0, 0.0), (0.0, 100.0))),)
HELD = replace(
    place(),
    ballots=replace(
        place().ballots,
        weights=(replace(EVERYBODY[0], anchors=SEEN, under=(("cost", "money"),)), *EVERYBODY[1:]),
        interests=(interest("p01", site_id="ash"),),
    ),
    branches=(Branch(id="reach", name="Reach", question="Who gets in?", under=None),),
    travel=(),
)
KINDS = {
    "criteria": ("criterion", lambda one: one.id),
    "branches": ("branch", lambda one: one.id),
    "options": ("option", lambda one: one.id),
    "sites": ("site", lambda one: one.id),
    "providers": ("provider", lambda one: one.id),
    "areas": ("area", lambda one: one.code),
    "evidence": ("evidence", lambda one: f"{one.site}/{one.item}"),
}
ONE_THING = [
    (kind, name, changed)
    for kind in KINDS
    for name, changed in every_field(getattr(HELD, kind)[0])
    if name not in ("id", "code", "line", "site", "option", "item", "as_at", "measure")
]


@pytest.mark.parametrize(("kind", "name", "changed"), ONE_THING, ids=[f"{k}-{n}" for k, n, _ in ONE_THING])
def test_every_field_of_every_thing_is_told_by_its_id(kind, name, changed):
    about, subject = KINDS[kind]
    things = getattr(HELD, kind)
    assert keys(HELD, replace(HELD, **{kind: (changed, *things[1:])})) == [f"{about}:{subject(things[0])}"]


SAID = {"weights": "weights:p01", "scores": "score:p01/ash/clinical-fit", "interests": "interest:p01/ash"}
ONE_SAID = [
    (kind, name, changed)
    for kind in SAID
    for name, changed in every_field(getattr(HELD.ballots, kind)[0])
    if name not in ("person", "site", "criterion")
]


@pytest.mark.parametrize(("kind", "name", "changed"), ONE_SAID, ids=[f"{k}-{n}" for k, n, _ in ONE_SAID])
def test_every_field_of_every_ballot_is_told_by_its_person(kind, name, changed):
    said = getattr(HELD.ballots, kind)
    assert keys(HELD, with_ballots(HELD, **{kind: (changed, *said[1:])})) == [SAID[kind]]


def test_nothing_that_a_place_holds_is_left_out_of_the_comparison():
    """A field that is new in the model has to be compared too, or named here with its reason."""
    derived = {"id", "own_criteria", "costing", "nearer_first"}
    compared_ = {
        "plan",
        "criteria",
        "branches",
        "providers",
        "sites",
        "options",
        "evidence",
        "areas",
        "travel",
        "ballots",
    }
    assert is_dataclass(HELD)
    assert {one.name for one in fields(HELD)} == derived | compared_ | {"outline", "outline_source"}
    assert workspace().settings.as_at == AS_AT
