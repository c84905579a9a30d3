"""A derivation's figures are those of the findings, worked out anew, whatever place it is."""

import re
from dataclasses import replace

import building
import pytest
from branching import branched
from explained import dossier_of, paths_compared, problems, text_of, walk, with_figure
from hypothesis import given, settings
from weighing import BY_ID, IDS, PAIRS

from appraisal.audit.explaining.arithmetic import agree, value_at
from appraisal.audit.explaining.criterion_told import MEASURES
from appraisal.audit.explaining.options_told import option_steps
from appraisal.audit.explaining.panel_told import quantile
from appraisal.audit.explaining.weight_subject import weight_steps
from appraisal.errors import FindingsError
from appraisal.model.ballots import WAYS, Ballots, WeightsBallot

QUICK = settings(derandomize=True, database=None, deadline=None, max_examples=60)
EXPRESSION = re.compile(r"[\d.,()x/+^ -]*\d[\d.,()x/+^ -]*")


def explained(dossier):
    return [(row, option_steps(dossier, row["id"])) for row in dossier.findings["options"]]


def parts_of(path):
    """A dotted path as keys; ids have no dots in them."""
    return tuple(int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path))


@QUICK
@given(building.places(known=False))
def test_every_figure_of_every_option_agrees_with_the_findings_whatever_is_not_known(place):
    try:
        dossier = dossier_of(building.workspace(place))
    except FindingsError:
        return
    for row, steps in explained(dossier):
        assert problems(steps) == []
        compared = paths_compared(steps)
        if row["status"] == "ranked":
            index = dossier.index("options", row["id"])
            assert {f"options[{index}].total.value", f"options[{index}].rank.low"} <= compared.keys()
            assert all(f"options[{index}].performance.{one.id}.value" in compared for one in place.criteria)
        for path, figure in compared.items():
            told = value_at(dossier.findings, parts_of(path))
            assert isinstance(told, str) or agree(told, figure, 3e-9), path


def calculated(step):
    """What a hand calculator makes of the sum that a step prints; None where it prints none."""
    said = step.text.rpartition(": ")[2]
    if step.figure is None or not EXPRESSION.fullmatch(said) or not re.search(r"[x/+]", said):
        return None
    return eval(said.replace(",", "").replace("x", "*").replace("^", "**"))


@pytest.mark.parametrize("held", [building.workspace(), building.starter()])
def test_a_hand_calculator_comes_to_every_figure_whose_sum_is_printed(held):
    checked = 0
    for _, steps in explained(dossier_of(held)):
        for step in walk(steps):
            found = calculated(step)
            if found is not None:
                assert found == pytest.approx(step.figure, rel=2e-4, abs=2e-4), step.text
                checked += 1
    assert checked > 50


def test_each_figure_that_is_compared_would_be_missed_if_it_were_otherwise():
    dossier = dossier_of(building.workspace())
    first = dossier.findings["options"][0]["id"]
    compared = paths_compared(option_steps(dossier, first))
    assert len(compared) > 60
    for path, figure in compared.items():
        forged = with_figure(dossier, parts_of(path), (figure or 0.0) + 1e-6)
        found = problems(option_steps(forged, first))
        assert any(said.startswith(f"{path}: ") for said in found), path


def test_a_disagreement_says_where_and_both_figures():
    dossier = dossier_of(building.workspace())
    true = dossier.findings["options"][0]["total"]["value"]
    forged = with_figure(dossier, ("options", 0, "total", "value"), 99.5)
    [said] = problems(option_steps(forged, dossier.findings["options"][0]["id"]))
    assert said == (
        f"options[0].total.value: the findings say 99.5, and what stands in the record comes to "
        f"{f'{true:.9f}'.rstrip('0')}."
    )


def test_an_option_that_ties_is_named_and_a_forged_tie_is_missed():
    twins = (building.option("one", {"ash": 5}), building.option("two", {"ash": 5}))
    dossier = dossier_of(building.workspace(building.place(options=twins)))
    steps = option_steps(dossier, "one")
    assert problems(steps) == []
    assert "Equal: Choice two" in text_of(steps)
    forged = with_figure(dossier, ("options", 0, "tied_with"), [])
    assert "tied_with" in problems(option_steps(forged, "one"))[0]


def place_with(evidence=None, **changes):
    given = building.evidence(building.SITES, evidence)
    return building.place(evidence=given, **changes)


def test_an_unknown_figure_is_a_whole_interval_and_never_a_value_in_its_middle():
    dossier = dossier_of(building.workspace(place_with({("ash", "cost.bed-day"): None})))
    steps = option_steps(dossier, "first-alone", "cost")
    text = text_of(steps)
    assert problems(steps) == []
    assert "Value score: not known, so the whole that it may be, and never a value in its middle 0 to 100" in text
    compared = paths_compared(steps)
    index = dossier.index("options", "first-alone")
    assert compared[f"options[{index}].performance.cost.value"] is None
    assert compared[f"options[{index}].value_scores.cost.low"] == 0
    whole = text_of(option_steps(dossier, "first-alone"))
    assert "Total: not known" in whole
    assert re.search(r"Rank: 1 \+ \d that score higher; at worst 1 \+ \d", whole)
    assert "Maybe above: Choice first-two" in whole


def test_a_figure_known_between_two_ends_narrows_the_interval():
    rows = tuple(
        replace(row, low=250.0, high=350.0) if (row.site, row.item) == ("ash", "cost.bed-day") else row
        for row in building.evidence(building.SITES, {("ash", "cost.bed-day"): None})
    )
    dossier = dossier_of(building.workspace(building.place(evidence=rows)))
    steps = option_steps(dossier, "first-alone", "cost")
    assert problems(steps) == []
    scores = dossier.findings["options"][0]["value_scores"]["cost"]
    assert 0 < scores["low"] < scores["high"] < 100


def test_a_criterion_that_clips_says_so():
    narrow = building.core(travel_time={"anchors": ((12, 0), (11, 100)), "outside": "clip"})
    dossier = dossier_of(building.workspace(building.place(criteria=narrow)))
    steps = option_steps(dossier, "first-alone", "travel-time")
    assert problems(steps) == []
    assert "lies beyond the least preferred anchor, 12, and earns no less: 0" in text_of(steps)


def test_a_value_function_of_several_pieces_is_told_by_its_piece():
    bent = building.core(travel_time={"anchors": ((60, 0), (50, 10), (0, 100))})
    dossier = dossier_of(building.workspace(building.place(criteria=bent)))
    steps = option_steps(dossier, "first-alone", "travel-time")
    assert problems(steps) == []
    assert re.search(r"Value score: 10 \+ \([\d.]+ - 50\) / \(0 - 50\) x 90", text_of(steps))


@pytest.mark.parametrize("how", ["bed-weighted-mean", "sum", "worst"])
def test_sites_combine_as_the_criterion_says(how):
    wide = ((0, 0), (200, 100)) if how == "sum" else ((0, 0), (100, 100))
    combining = building.core(clinical_fit={"combine": how, "anchors": wide})
    dossier = dossier_of(building.workspace(building.place(criteria=combining)))
    for _, steps in explained(dossier):
        assert problems(steps) == []


def test_a_moderated_score_takes_the_median_s_place_and_a_recused_person_s_does_not_count():
    held = building.place()
    ballots = replace(
        held.ballots,
        interests=(building.interest("p02", site_id="ash"),),
        moderated=(building.moderated("ash", 90, ("p03", "Too high.")),),
    )
    dossier = dossier_of(building.workspace(replace(held, ballots=ballots)))
    steps = option_steps(dossier, "first-alone", "clinical-fit")
    text = text_of(steps)
    assert problems(steps) == []
    assert "recused from this site or its provider's group, so it does not count" in text
    assert "p03 dissents: “Too high.”" in text
    assert "moderated, range 40 to 90" in text


def ballot_by(way, person="p01"):
    answers = dict(zip(IDS, map(float, BY_ID[way]), strict=True)) if way in BY_ID else {}
    for pair, times in PAIRS.get(way, {}).items():
        one, other = pair.split("/")
        top, _, under = times.partition("/")
        if under:
            answers[f"{other}/{one}"] = float(under)
        else:
            answers[pair] = float(top)
    return WeightsBallot(person, building.AS_AT, tuple(sorted(answers.items())), way)


@pytest.mark.parametrize("way", WAYS)
def test_shares_follow_from_answers_in_every_way_of_asking(way):
    found = building.starter()
    [held] = found.places.values()
    others = tuple(one for one in held.ballots.weights if one.person != "p01")
    ballots = building.seeing(held.criteria, replace(held.ballots, weights=(ballot_by(way), *others)))
    dossier = dossier_of(building.with_place(found, replace(held, ballots=ballots)))
    assert dossier.findings["ballots"]["by_person"]["p01"]["way"] == way
    for criterion in IDS:
        steps = weight_steps(dossier, criterion)
        assert problems(steps) == []
        share = paths_compared(steps)[f"ballots.by_person.p01.weights.{criterion}"]
        assert share == pytest.approx(dossier.findings["ballots"]["by_person"]["p01"]["weights"][criterion], abs=1e-9)
    said = text_of(weight_steps(dossier, "equity"))
    how = {
        "swing-points": "50 / (90 + 100 + 40 + 35.5 + 50 + 0)",
        "direct-points": "12.5 / (25 + 30 + 10 + 12.5 + 12.5 + 10)",
        "ranking": "places 3 to 4 of 6 shared: the mean of",
        "analytic-hierarchy": "that multiple is the same for each",
        "best-worst": "Most: clinical-fit, least: travel-time; clinical-fit matters 4 times as much as equity",
    }[way]
    assert how in said


def test_a_forged_share_of_one_person_is_missed():
    dossier = dossier_of(building.workspace())
    forged = with_figure(dossier, ("ballots", "by_person", "p02", "weights", "cost"), 0.5)
    assert any("by_person.p02" in said for said in problems(weight_steps(forged, "cost")))


def test_a_weight_is_multiplied_down_the_branches_that_it_stands_under():
    found = branched()
    [held] = found.places.values()
    points = {"reach": 100, "clinical-fit": 80, "cost": 40, "cultural-fit": 20, "access": 60, "journeys": 100}
    points |= {"equity": 50, "travel-time": 100}
    saw = tuple(
        sorted({"access": "reach", "journeys": "reach", "equity": "journeys", "travel-time": "journeys"}.items())
    )
    ballot = WeightsBallot("p01", building.AS_AT, tuple(sorted((k, float(v)) for k, v in points.items())), under=saw)
    ballots = building.seeing(held.criteria, Ballots((ballot,), held.ballots.scores))
    dossier = dossier_of(building.with_place(found, replace(held, ballots=ballots)))
    steps = weight_steps(dossier, "equity")
    text = text_of(steps)
    assert problems(steps) == []
    assert "Down the branches: 0.416667 x 0.625 x 0.333333" in text
    assert "Branch Journeys: " in text
    assert "Branch Reach: " in text


def test_weights_given_to_other_anchors_are_told_as_they_were_rescaled():
    held = building.place()
    seen = tuple(
        (of, ((40.0, 0.0), (0.0, 100.0)) if of == "travel-time" else at)
        for of, at in building.anchors_of(held.criteria)
    )
    first, *others = held.ballots.weights
    ballots = replace(held.ballots, weights=(replace(first, anchors=seen), *others))
    dossier = dossier_of(building.workspace(replace(held, ballots=ballots)))
    assert dossier.findings["ballots"]["by_person"][first.person]["anchors"] == "rescaled"
    for one in held.criteria:
        assert problems(weight_steps(dossier, one.id)) == []
    assert "Rescaled to the anchors of now: " in text_of(weight_steps(dossier, "travel-time"))


def test_what_is_no_criterion_any_more_is_left_out_of_a_share():
    held = building.place()
    first, *others = held.ballots.weights
    more = replace(
        first,
        answers=tuple(sorted((*first.answers, ("garden", 50.0)))),
        anchors=tuple(sorted((*first.anchors, ("garden", ((0.0, 0.0), (1.0, 100.0)))))),
    )
    dossier = dossier_of(building.workspace(replace(held, ballots=replace(held.ballots, weights=(more, *others)))))
    assert dossier.findings["ballots"]["by_person"][first.person]["notes"]
    steps = weight_steps(dossier, "cost")
    assert problems(steps) == []
    assert "What is no criterion any more left out" in text_of(steps)


def test_a_group_of_whom_nobody_weighed_leaves_its_weight_to_the_others():
    held = building.place()
    residents = tuple(one for one in held.ballots.weights if one.person != "p03")
    dossier = dossier_of(building.workspace(replace(held, ballots=replace(held.ballots, weights=residents))))
    steps = weight_steps(dossier, "cost")
    assert problems(steps) == []
    assert "Clinicians: nobody's weights count, so the others share its 0.5" in text_of(steps)


def test_an_option_that_is_set_aside_or_withdrawn_says_why_instead_of_a_score():
    fails = place_with({("ash", "nursing"): "fails"})
    steps = option_steps(dossier_of(building.workspace(fails)), "first-alone")
    assert "It is not ranked: a site of it does not clear every hurdle" in text_of(steps)
    assert problems(steps) == []


def test_a_quantile_lies_between_two_scores_in_proportion():
    assert quantile([0, 10, 20, 100], 0.25) == 7.5
    assert quantile([50], 0.75) == 50


def test_a_measure_whose_steps_are_not_told_stands_as_the_findings_have_it_and_says_so(monkeypatch):
    known = {name: tell for name, tell in MEASURES.items() if name != "cost"}
    monkeypatch.setattr("appraisal.audit.explaining.criterion_told.MEASURES", known)
    dossier = dossier_of(building.workspace())
    for row, steps in explained(dossier):
        if row["status"] == "ranked":
            assert problems(steps) == []
            assert "The steps of the measure 'cost' are not told here" in text_of(steps)
            assert any(path.endswith("weighted_scores.cost.low") for path in paths_compared(steps))
