"""The run: a pure function, whose totals nobody else's option moves and whose public part narrows nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from building import (
    AS_AT,
    SITES,
    area,
    core,
    evidence,
    interest,
    matrix,
    option,
    place,
    plan,
    row,
    scored,
    site,
    starter,
    weights,
    with_place,
    workspace,
)

from appraisal import appraise
from appraisal.analysis.findings import Findings
from appraisal.errors import FindingsError
from appraisal.model.ballots import Ballots
from appraisal.model.canonical import plain
from appraisal.model.evidence import Source
from appraisal.pipeline import STEPS

FEW = 200
MANY = 10_000  # three blocks of samples, the last one short


def run(held=None, samples=FEW, **settings):
    return appraise(workspace(held or place(), **settings), samples=samples)


def options(findings):
    return {found["id"]: found for found in findings["options"]}


def bare(findings):
    """The findings without what must differ with the inputs."""
    return {key: part for key, part in plain(findings.content).items() if key not in ("run", "fingerprint", "inputs")}


def without_public(part):
    return {key: found for key, found in part.items() if key != "public"}


@pytest.fixture(scope="module")
def told():
    """The findings of the small place, all known and nothing confidential."""
    return run()


def test_the_same_workspace_gives_the_same_bytes(told):
    assert run().to_json() == told.to_json()


@pytest.mark.parametrize("workers", [2, 3])
def test_the_number_of_workers_changes_no_byte(workers):
    one = appraise(workspace(), samples=MANY)
    assert appraise(workspace(), samples=MANY, workers=workers).to_json() == one.to_json()


def test_the_starter_gives_the_same_bytes_at_any_number_of_workers():
    one, three = (appraise(starter(), samples=5_000, workers=workers).to_json() for workers in (1, 3))
    assert one == three


def test_the_seed_is_in_the_findings_and_moves_only_what_is_sampled(told):
    other = run(seed=2)
    assert other.fingerprint != told.fingerprint
    assert other["inputs"]["seed"] == 2
    assert other["robustness"]["rank_acceptability"] != told["robustness"]["rank_acceptability"]
    assert [found["total"] for found in other["options"]] == [found["total"] for found in told["options"]]


def test_what_another_places_files_and_ballots_say_is_no_input():
    two = workspace(place(), place(id="other-vale"))
    names = (
        "workspace.yaml",
        "options/testing-vale/sites.yaml",
        "options/other-vale/sites.yaml",
        "criteria/other-vale.yaml",
    )
    found = appraise(replace(two, files=dict.fromkeys(names, "0" * 64)), place="testing-vale", samples=10)
    assert list(found["inputs"]["files"]) == list(names[:2])
    silent = replace(two, places={**two.places, "other-vale": place(id="other-vale", ballots=Ballots())})
    assert appraise(silent, place="testing-vale", samples=10)["inputs"]["ballots"] == found["inputs"]["ballots"]


def test_a_ballot_that_changes_changes_the_hash_of_the_ballots(told):
    ballots = place().ballots
    other = (*ballots.scores[:-1], replace(ballots.scores[-1], reason="Another reason."))
    found = run(place(ballots=replace(ballots, scores=other)))
    assert found["inputs"]["ballots"] != told["inputs"]["ballots"]
    assert found["options"] == told["options"]


def test_every_step_is_announced_once_and_in_order():
    heard = []
    appraise(workspace(), samples=10, progress=heard.append)
    assert heard == [step.name for step in STEPS]


def test_the_steps_are_those_of_the_design():
    assert [step.name for step in STEPS] == ["check", "screen", "measure", "score", "test", "search", "conclude"]


@pytest.mark.parametrize("name", ["criteria", "sites", "options", "areas", "evidence", "providers", "travel"])
def test_the_order_in_which_a_place_is_written_changes_nothing(name):
    held = mixed()
    turned = replace(held, **{name: tuple(reversed(getattr(held, name)))})
    assert run(turned).to_json() == run(held).to_json()


def test_the_order_in_which_people_answered_changes_nothing():
    held = mixed()
    turned = Ballots(
        *(tuple(reversed(part)) for part in (held.ballots.weights, held.ballots.scores, held.ballots.interests))
    )
    assert run(replace(held, ballots=turned)).to_json() == run(held).to_json()


def test_the_order_of_an_options_sites_changes_nothing(told):
    turned = tuple(option(o.id, dict(reversed(o.sites.items())), name=o.name) for o in place().options)
    assert bare(run(place(options=turned))) == bare(told)


def mixed():
    """A place in which something is missing, confidential, failed and conditional."""
    rows = evidence(SITES, {("yew", "cost.bed-day"): None, ("elm", "access.admission-hours"): 100.0})
    rows = tuple(
        replace(row, low=230.0, high=340.0, public=False) if (row.site, row.item) == ("oak", "cost.bed-day") else row
        for row in rows
    )
    return place(evidence=rows, options=(*place().options, option("oak-alone", {"oak": 5})))


# Findings that are read back.


def test_findings_read_back_are_the_same(told):
    again = Findings.from_json(told.to_json())
    assert again == told
    assert again.to_json() == told.to_json()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"place": "testing-vale"', '"place": "testing-gale"'),
        ('"samples": 200', '"samples": 201'),
        ('"name": "Choice first-two"', '"name": "Choice first-too"'),
    ],
)
def test_findings_with_a_changed_byte_are_refused(told, old, new):
    text = told.to_json()
    assert text.count(old) >= 1
    with pytest.raises(FindingsError, match="changed after they were written"):
        Findings.from_json(text.replace(old, new, 1))


def test_a_total_a_fingerprint_and_a_run_that_were_changed_are_refused(told):
    for change in (
        lambda content: content["options"][0]["total"].update(value=99.0),
        lambda content: content.update(fingerprint="0" * 64),
        lambda content: content.update(run="0" * 12),
        lambda content: content.update(fingerprint=7),
        lambda content: content.update(extra="words"),
        lambda content: content["warnings"].append({"about": "ash", "text": "Invented."}),
    ):
        content = json.loads(told.to_json())
        change(content)
        with pytest.raises(FindingsError, match="changed after they were written"):
            Findings.from_json(json.dumps(content))


@pytest.mark.parametrize("text", ["", "[]", "{}", "7", '"words"', "{"])
def test_what_is_not_findings_is_refused_in_words(text):
    with pytest.raises(FindingsError, match="not findings"):
        Findings.from_json(text)


def test_findings_cannot_be_changed(told):
    with pytest.raises(TypeError):
        told["options"][0]["total"]["value"] = 100
    with pytest.raises(TypeError):
        told.content["place"] = "elsewhere"


# What may not move anybody else's total.


def test_adding_an_option_changes_no_other_options_total():
    before = options(run())
    extra = place(options=(*place().options, option("worst", {"elm": 1, "yew": 4}), option("zest", {"oak": 5})))
    after = options(run(extra))
    for id_, found in before.items():
        for part in ("total", "value_scores", "weighted_scores", "performance"):
            assert after[id_][part] == found[part]


def test_withdrawing_an_option_changes_no_other_options_total_and_keeps_it_listed_with_its_reason():
    before = options(run())
    gone = {"on": "2025-08-20", "reason": "The home was sold."}
    changed = tuple(option(o.id, o.sites, withdrawn=gone if o.id == "first-two" else None) for o in place().options)
    after = run(place(options=changed))
    found = options(after)
    assert (found["first-two"]["status"], found["first-two"]["why"]) == ("withdrawn", ("The home was sold.",))
    assert found["first-two"]["total"] is None
    assert found["first-two"]["rank"] is None
    assert "first-two" not in after["ranking"]
    for id_ in ("first-alone", "last-two"):
        assert found[id_]["total"] == before[id_]["total"]


def test_an_option_with_a_site_that_fails_is_set_aside_and_says_why():
    found = run(place(evidence=evidence(SITES, {("elm", "nursing"): "fails"})))
    told_ = options(found)["first-two"]
    assert (told_["status"], told_["why"]) == ("set aside", ("Home Elm: A nurse day and night: fails",))
    assert found["ranking"] == ("first-alone", "last-two")


def test_a_search_finds_a_named_option_at_exactly_its_total(told):
    highest = [dict(portfolio["sites"]) for portfolio in told["portfolios"][:4]]
    found = run(place(options=tuple(option(f"number-{n}", sites) for n, sites in enumerate(highest))))
    assert [portfolio["option"] for portfolio in found["portfolios"][:5]] == [*(f"number-{n}" for n in range(4)), None]
    for portfolio in found["portfolios"][:4]:
        assert portfolio["total"] == options(found)[portfolio["option"]]["total"]


def test_weighted_scores_add_up_to_the_total(told):
    for found in told["options"]:
        assert sum(part["low"] for part in found["weighted_scores"].values()) == pytest.approx(
            found["total"]["low"], abs=1e-6
        )


def test_an_unknown_makes_ranges_and_lists_the_option_last():
    held = place(evidence=evidence(SITES, {("ash", "cost.bed-day"): None}))
    found = run(held)
    total = options(found)["first-alone"]["total"]
    assert total["value"] is None
    assert total["high"] - total["low"] == pytest.approx(100 * found["weights"]["cost"], abs=1e-6)
    assert found["ranking"][0] == "last-two"
    assert set(found["robustness"]["left_out"]) == {"first-alone", "first-two"}
    assert "first-alone" not in found["robustness"]["rank_acceptability"]["any-weights"]


# What cannot be appraised.


@pytest.mark.parametrize(
    ("modes", "told_of"),
    [((), True), (("car",), True), (("public-transport",), False), (("car", "public-transport"), False)],
)
def test_public_transport_by_straight_line_is_told_as_an_assumption_wherever_it_is_used(modes, told_of):
    minutes = {(one.code, one_site.id): 20 for one in place().areas for one_site in place().sites}
    found = run(place(travel=matrix(minutes, modes=modes)))
    texts = [assumption["text"] for assumption in found["context"]["assumptions"]]
    assert any(text.startswith("public transport, evening") for text in texts) == told_of


def test_without_ballots_it_says_what_to_do():
    with pytest.raises(FindingsError, match=r"Nobody has given weights for Testing Vale yet.*appraisal import"):
        run(place(ballots=Ballots()))


def test_every_named_option_outside_the_anchors_is_refused_by_name_together():
    held = place(criteria=core(cost={"anchors": ((3_000_000, 0), (0, 100))}))
    with pytest.raises(FindingsError) as refused:
        run(held)
    lines = str(refused.value).splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("Option 'first-alone' does 3.")
    assert "'cost', outside its anchors, 3e+06 to 0" in lines[0] or "3,000,000" in lines[0]


def test_a_withdrawn_option_outside_the_anchors_stops_nobody():
    gone = {"on": "2025-08-20", "reason": "Too dear."}
    rows = evidence(SITES, {("ash", "cost.bed-day"): 900.0})
    changed = tuple(option(o.id, o.sites, withdrawn=gone if "ash" in o.sites else None) for o in place().options)
    found = run(place(options=changed, evidence=rows, criteria=core(cost={"anchors": ((6_000_000, 0), (0, 100))})))
    assert found["ranking"] == ("last-two",)
    assert found["search"]["outside_anchors"] > 0
    assert any("beyond the anchors" in warning["text"] for warning in found["warnings"])


@pytest.mark.parametrize("given", [{"samples": 0}, {"workers": 0}])
def test_no_samples_and_no_workers_are_refused(given):
    with pytest.raises(FindingsError, match="at least 1"):
        appraise(workspace(), **given)


def test_a_solver_that_is_not_there_is_refused_with_a_hint():
    with pytest.raises(FindingsError, match=r"no solver 'higs'\. Did you mean 'highs'\?.*enumeration, highs, cbc"):
        appraise(workspace(), solver="higs")


def test_however_a_place_is_searched_it_finds_the_same():
    """But for who searched, the counts that only going through every set gives, and the run that this makes."""
    homes = tuple(site(id_, lat=51.5 + 0.02 * number) for number, id_ in enumerate(("ash", "elm", "oak")))
    limits = {"providers": [{"provider": "ash-care", "beds_at_most": 3, "why": "For a test."}]}
    rows = evidence(("ash", "elm", "oak"), {("oak", "cost.bed-day"): None})
    held = place(
        sites=homes,
        evidence=rows,
        options=(option("one", {"ash": 3}),),
        plan=plan(beds={"at_least": 3, "at_most": 4}, sites_at_most=2, limits=limits),
    )
    found = {}
    for solver in ("enumeration", "highs", "cbc"):
        told_ = plain(appraise(workspace(held), samples=10, solver=solver).content)
        assert told_["inputs"].pop("solver") == solver
        counts = [told_["search"].pop(key) for key in ("scored", "beyond_limits", "outside_anchors")]
        assert (counts == [None] * 3) is (solver != "enumeration")
        runs = (told_.pop("run"), told_.pop("fingerprint"))
        found[solver] = told_, runs
    assert found["highs"][0] == found["enumeration"][0]
    assert found["cbc"][0] == found["enumeration"][0]
    assert len({runs for _, runs in found.values()}) == 3
    told_ = found["enumeration"][0]
    assert told_["portfolios"] and told_["find_out_first"]
    assert {row["adds"]["rank"] for row in told_["sites"]} > {None}


def test_a_place_that_is_not_there_is_refused_with_a_hint():
    with pytest.raises(FindingsError, match="Did you mean 'testing-vale'"):
        appraise(workspace(), place="testing-val")
    two = workspace(place(), place(id="other-vale"))
    with pytest.raises(FindingsError, match=r"No place was named.*testing-vale, other-vale"):
        appraise(two)
    assert appraise(two, place="other-vale", samples=10)["place"] == "other-vale"


def test_without_any_option_to_rank_the_sites_and_sets_are_still_told():
    found = run(place(options=()))
    assert found["ranking"] == ()
    assert len(found["portfolios"]) == 10
    assert found["sites"][0]["alone"]["total"]["value"] is not None


def test_where_nothing_is_possible_the_run_ends_and_says_so():
    held = place(evidence=evidence(SITES, {(id_, "nursing"): "fails" for id_ in SITES}))
    found = run(held)
    assert found["portfolios"] == ()
    assert found["search"]["nothing_possible"]["beds_offered"] == 0
    assert {option["status"] for option in found["options"]} == {"set aside"}


def test_with_cost_switched_off_nothing_has_a_price_and_a_warning_says_so():
    criteria = tuple(c for c in core() if c.id != "cost")
    found = run(place(criteria=criteria, plan=plan(criteria_off=["cost"])))
    assert set(found["weights"]) == {"access", "clinical-fit", "equity", "travel-time"}
    assert sum(found["weights"].values()) == pytest.approx(1)
    assert found["robustness"]["exchange_rates"] == ()
    assert "cost" not in found["robustness"]["without_criterion"]
    assert any(warning["about"] == "cost" and "switched off" in warning["text"] for warning in found["warnings"])


def test_one_person_and_one_criterion_are_enough():
    one = tuple(c for c in core() if c.id == "access")
    ballots = Ballots((weights("p01", access=100),), tuple(scored("p01", id_, 50) for id_ in SITES))
    found = run(place(criteria=one, ballots=ballots))
    assert found["weights"] == {"access": 1.0}
    assert found["robustness"]["without_criterion"] == {}


def test_the_ranking_without_a_criterion_keeps_the_ratios_of_the_others(told):
    share = told["weights"]
    for without in told["robustness"]["without_criterion"]["cost"]:
        values = options(told)[without["option"]]["value_scores"]
        expected = sum(share[c] * values[c]["low"] for c in share if c != "cost") / (1 - share["cost"])
        assert without["total"]["value"] == pytest.approx(expected, abs=1e-6)


def test_business_as_usual_stands_beside_the_ranking_and_never_in_it():
    sites = tuple(one.model_copy(update={"existing": one.id == "yew"}) for one in place().sites)
    found = run(place(sites=sites))
    usual = found["business_as_usual"]
    assert usual["sites"] == ("yew",)
    assert usual["performance"]["cost"]["value"] == 0
    assert usual["performance"]["access"]["value"] is None
    assert usual["performance"]["travel-time"]["value"] > 0
    assert set(found["ranking"]) == set(options(found))


def test_business_as_usual_without_existing_sites_has_no_minutes_and_no_fit(told):
    performance = told["business_as_usual"]["performance"]
    assert {id_: found["value"] for id_, found in performance.items()} == {
        "access": 0.0, "clinical-fit": None, "cost": 0.0, "equity": None, "travel-time": None,
    }  # fmt: skip


def test_a_smaller_gap_with_a_longer_way_for_the_most_deprived_fifth_is_a_warning():
    areas = (area("a1", people=100, rank=1), area("a2", people=400, rank=2))
    minutes = {
        ("a1", "ash"): 20,
        ("a2", "ash"): 10,
        ("a1", "elm"): 45,
        ("a2", "elm"): 20,
        ("a1", "oak"): 40,
        ("a2", "oak"): 38,
        ("a1", "yew"): 12,
        ("a2", "yew"): 10,
    }
    held = place(areas=areas, travel=matrix(minutes), options=tuple(option(f"{id_}-alone", {id_: 5}) for id_ in SITES))
    about = {w["about"] for w in run(held)["warnings"] if "most deprived fifth would travel longer" in w["text"]}
    assert about == {"oak-alone"}


# What the public sees.


def secret(price, low=None, high=None):
    """Oak's price of a bed-day is confidential."""
    rows = tuple(
        replace(row, value=price, low=low, high=high, public=False)
        if (row.site, row.item) == ("oak", "cost.bed-day")
        else row
        for row in evidence(SITES)
    )
    return place(evidence=rows, options=(*place().options, option("oak-alone", {"oak": 5})))


def test_a_place_with_nothing_to_hide_has_no_public_part(told):
    assert told["public"] is None


@pytest.mark.parametrize(
    "other", [secret(201.0), secret(249.0), secret(240.0, 1.0, 9_999.0), secret(220.0, 220.0, 220.0)]
)
def test_a_confidential_figure_that_moves_inside_its_band_changes_nothing_public(other):
    one, two = run(secret(228.0)), run(other)
    assert one["public"] == two["public"]
    assert without_public(bare(one)) != without_public(bare(two))


def test_a_confidential_figure_in_another_band_does_change_what_is_public():
    assert run(secret(228.0))["public"] != run(secret(260.0))["public"]


def test_options_with_a_confidential_price_have_public_bands_that_hold_the_truth():
    found = run(secret(228.0))
    seen = {told_["id"]: told_ for told_ in found["public"]["options"]}
    for id_, told_ in options(found).items():
        ends, truth = seen[id_]["total"], told_["total"]["value"]
        assert ends["low"] <= truth <= ends["high"]
        assert (ends["value"] is None) is ("oak" in told_["sites"])
        assert seen[id_]["rank"]["low"] <= told_["rank"]["low"] <= told_["rank"]["high"] <= seen[id_]["rank"]["high"]


def test_no_public_text_holds_the_confidential_figure():
    price = 233.25
    text = json.dumps(plain(run(secret(price, 231.5, 239.75))["public"]))
    for figure in ("233.25", "231.5", "239.75"):
        assert figure not in text


CONDITION = "what: Home Oak hires a nurse; who: oak-care; by: 2025-09-26"


def quiet():
    """Oak has not been approached; texts here and there name it."""
    sites = tuple(
        one.model_copy(update={"standing": "not approached"}) if one.id == "oak" else one for one in place().sites
    )
    rows = [
        replace(found, answer="meets with a condition", note=CONDITION)
        if (found.site, found.item) == ("oak", "nursing")
        else found
        for found in evidence(SITES, {("oak", "access.admission-hours"): 120.0})
    ]
    rows += [
        row("oak", "cost", "pro", note="Home Oak is cheap."),
        row("oak", "cost", "con", note="Home Oak is dear.", source="talk"),
        row(None, "cost", "con", option="oak-and-ash", note="Home Oak again."),
        row("oak", "cost.bed-day", 200.0, as_at=date(2020, 1, 1), note="Home Oak's old price."),
    ]
    gone = {"on": "2025-08-20", "reason": "Home Oak was not asked."}
    chosen = (
        *place().options,
        option("home-oak-alone", {"oak": 5}, name="One home, Home Oak", origin="Somebody named Oak."),
        option("oak-and-ash", {"oak": 2, "ash": 3}, name="Home Oak and Home Ash", withdrawn=gone),
    )
    ballots = replace(
        place().ballots,
        interests=(interest("p01", provider="oak-care", managed="declared"), interest("p02", site_id="oak")),
    )
    return place(sites=sites, evidence=tuple(rows), options=chosen, ballots=ballots)


def test_the_name_of_a_site_that_was_not_approached_is_nowhere_in_public():
    found = run(quiet())
    told_ = json.dumps(plain(found["public"]))
    whole = json.dumps(without_public(bare(found)))
    assert "Home Oak" in whole
    assert "oak" not in told_.lower()
    assert "Home Ash" in told_


def test_a_source_that_only_a_site_not_approached_rests_on_is_nowhere_in_public():
    held = quiet()
    rated = {"ratings": ({"rating": "Good", "date": "2024-06-05", "source": "page-of-oak"},)}
    sites = tuple(site(one.id, standing="not approached", **rated) if one.id == "oak" else one for one in held.sites)
    given = workspace(replace(held, sites=sites))
    pages = {"page-of-oak": Source("page-of-oak", "Page of Home Oak", "A publisher", "2024", AS_AT, "official")}
    found = appraise(replace(given, sources={**given.sources, **pages}), samples=FEW)
    assert found["context"]["sources"]["page-of-oak"]["title"] == "Page of Home Oak"
    told_ = found["public"]["context"]["sources"]
    assert "page-of-oak" not in told_
    assert {"example", "return"} <= told_.keys()
    assert "oak" not in json.dumps(plain(found["public"])).lower()


def test_nothing_public_says_where_a_site_is_that_was_not_approached():
    found = run(quiet())
    [hidden] = [told_ for told_ in found["public"]["sites"] if told_["standing"] == "not approached"]
    assert hidden["lat"] is hidden["lon"] is hidden["registered_beds"] is hidden["rating"] is None
    [oak] = [told_ for told_ in found["sites"] if told_["id"] == "oak"]
    assert oak["lat"] is not None


def test_a_condition_of_a_site_that_was_not_approached_is_told_without_its_words():
    [hidden] = [told_ for told_ in run(quiet())["public"]["sites"] if told_["standing"] == "not approached"]
    [result] = hidden["hurdles"]
    assert result["result"] == "meets with a condition"
    assert result["condition"]["by"] == "2025-09-26"


def test_what_stands_for_a_hidden_name_is_never_the_id_or_name_of_something_else():
    """A place may well have numbered its options itself."""
    held = quiet()
    numbered_ = (
        option("option-1", {"oak": 5}, name="Option 1"),
        option("option-2", {"ash": 5}, name="Option 2"),
        option("option-3", {"yew": 3, "oak": 2}, name="Option 3"),
        option("pair", {"ash": 3, "yew": 2}, name="Option 4"),
    )
    public = run(replace(held, options=numbered_, evidence=evidence(SITES)))["public"]
    ids, names = ([told_[key] for told_ in public["options"]] for key in ("id", "name"))
    assert len(set(ids)) == len(set(names)) == 4
    by_name = {told_["name"]: told_["sites"] for told_ in public["options"]}
    assert by_name["Option 2"] == {"ash": 5}
    assert by_name["Option 4"] == {"ash": 3, "yew": 2}


def test_unnaming_changes_no_figure():
    found = run(quiet())
    for part in ("options", "sites", "portfolios"):
        one, other = (
            sorted(json.dumps(plain(told_.get("total") or told_.get("alone", {}).get("total"))) for told_ in seen[part])
            for seen in (found, found["public"])
        )
        assert one == other
    assert len(found["public"]["ranking"]) == len(found["ranking"])


def test_what_stands_for_a_hidden_name_sends_nobody_to_another_site():
    """Two sites equally near: the tie goes by the sites' own ids in public, too."""
    sites = (site("ash", standing="not approached"), site("elm"))
    areas = (area("a1", people=300), area("a2", people=100, rank=2))
    equal = {(code, id_): 20 for code in ("a1", "a2") for id_ in ("ash", "elm")}
    held = place(areas=areas, sites=sites, travel=matrix(equal), options=(option("both", {"ash": 4, "elm": 1}),))
    found = run(held)
    assert found["public"]["options"][0]["total"] == found["options"][0]["total"]


def test_the_starters_confidential_prices_can_move_in_their_bands_without_any_public_change():
    [held] = starter().places.values()
    secrets = [row for row in held.evidence if not row.public and row.value is not None]
    assert len(secrets) >= 2
    moved = replace(
        held, evidence=tuple(replace(row, value=row.value + 3) if row in secrets else row for row in held.evidence)
    )
    one, two = (appraise(with_place(starter(), found), samples=FEW) for found in (held, moved))
    assert one["public"] == two["public"]
    assert one["options"] != two["options"] or one["sites"] != two["sites"]
