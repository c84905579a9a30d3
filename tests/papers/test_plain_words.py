"""What testing shows, in one or two sentences that a councillor would understand."""

import copy
import re
from string import Formatter

import pytest
import yaml

from appraisal.papers.plain_words import SAYS, plain_words


@pytest.fixture
def said(findings, wording):
    """A function that gives the sentences of findings by what each is about."""

    def say(changed=None):
        return {row["about"]: row["text"] for row in plain_words(changed or findings, wording)}

    return say


@pytest.fixture
def leaders(findings):
    """Names of the options from the highest total, those with an unknown left out."""
    names = {row["id"]: row["name"] for row in findings["options"]}
    known = [row["id"] for row in findings["options"] if row["total"] and row["total"]["value"] is not None]
    return [f"“{names[id_]}”" for id_ in findings["ranking"] if id_ in known]


def test_each_sentence_stands_in_the_fixed_order_and_none_is_blank(findings, wording):
    told = plain_words(findings, wording)
    abouts = [row["about"] for row in told]
    assert abouts == [about for about in SAYS if about in abouts]
    assert len(abouts) >= 15
    assert all(row["text"].strip() == row["text"] and row["text"].endswith(".") for row in told)


def test_every_sentence_of_the_wording_can_be_said(wording, findings, said):
    """Each is asked for somewhere in the code, so that nobody mends a sentence that no paper prints."""
    from pathlib import Path

    import appraisal.papers.plain_words as package

    folder = Path(package.__file__).parent
    code = "".join(path.read_text("utf-8") for path in [*folder.glob("*.py"), *folder.parent.glob("presenters/*.py")])
    keys = [key for key in wording["plain"] if not key.startswith("way_")]
    assert [key for key in keys if key not in code and key.rsplit("_", 2)[0] not in code] == []


def test_how_often_an_option_leads_is_never_told_without_saying_of_which_weightings(said):
    told = said()
    assert "within the range of what panel members said" in told["weightings"]
    assert "from among all that are possible" in told["weightings"]
    assert "It is not the chance of being right." in told["weightings"]
    assert told["weightings-and-figures"].startswith("When the figures move within their ranges as well")
    for about in ("joint-change", "tipping-own-figure", "tipping-shared-figures"):
        assert "agreed weights" in told[about]


def test_the_figures_in_a_sentence_are_those_of_the_findings(said, leaders):
    told = said()
    assert f"{leaders[0]} scores highest in 64 of 100 weightings" in told["weightings"]
    assert "in 41 of 100 from among all" in told["weightings"]
    each = (
        f"{leaders[0]} scores highest for three of four people and {leaders[1]} scores highest for one of four people"
    )
    assert told["own-weights"] == f"By people's own weights, {each}."
    assert (
        f"4 in 100 of the weight has to move, from access to cost, for {leaders[1]} to draw level"
        in told["joint-change"]
    )
    assert "rose above 35 minutes (now 29 minutes)" in told["tipping-own-figure"]
    assert "in days above 38 days, now 21 days" in told["tipping-shared-figures"]
    assert f"{leaders[0]} would score highest at 67 of 100 pairs of these two weights" in told["two-way-map"]


def test_where_no_figure_tips_it_says_so_and_what_was_looked_at(findings, said):
    tipping = findings["robustness"]["tipping_figures"]
    tipping["options"][0] |= {"at": None, "change": None, "rival": None}
    tipping["shared"][0] |= {"above": None, "above_option": None, "above_in_range": None}
    told = said()
    assert told["tipping-own-figure"].startswith("At the agreed weights, no figure of")
    assert told["tipping-shared-figures"].startswith("At the agreed weights, no single assumption, price or score")


def test_a_range_that_was_not_looked_at_to_its_end_is_told(findings, said):
    findings["robustness"]["tipping_figures"]["shared"][0]["looked"] = {"from": 14.0, "to": 40.0}
    assert "Not looked at over its whole range" in said()["tipping-shared-figures"]


@pytest.mark.parametrize(
    ("below", "expected"), [(0.1796, "17.96 in 100 (now 18.00 in 100)"), (0.0028, "0.2 in 100 (now")]
)
def test_a_tipping_weight_is_told_apart_from_now_and_from_nothing_and_true_of_all_beyond_it(
    findings, said, below, expected
):
    row = findings["robustness"]["tipping_points"][0]
    row |= {"below": below, "below_option": row["above_option"], "above": None, "above_option": None}
    assert f"less than {expected}" in said()["tipping-weight"]


def test_a_figure_that_tips_outside_its_own_range_is_not_said_to_tip_within_it(findings, said):
    findings["robustness"]["tipping_figures"]["shared"][0]["above_in_range"] = False
    assert said()["tipping-shared-figures"].startswith("At the agreed weights, no single assumption")


def test_an_option_that_no_weighting_can_put_first_is_named(said, leaders):
    told = said()
    assert f"{leaders[0]} scores at least as high as {leaders[2]}" in told["at-every-weighting"]
    assert f"score highest: {leaders[2]}" in told["at-every-weighting"]
    assert told["at-no-weighting"] == f"No weighting at all would make these score highest: {leaders[2]}."


def test_the_weights_of_one_person_have_no_range(findings, said):
    people = findings["ballots"]["by_person"]
    for person in list(people)[1:]:
        people[person]["weights"] = {}
    told = said()
    assert "within the range of what panel members said" not in " ".join(told.values())
    assert "Only one person has given weights" in told["weightings"]
    assert "own-weights" not in told


def test_where_two_options_lead_each_is_named_and_nothing_is_said_of_the_leader(findings, said):
    first, second = (next(o for o in findings["options"] if o["id"] == id_) for id_ in findings["ranking"][:2])
    for row, other in ((first, second), (second, first)):
        row |= {"total": first["total"], "rank": {"low": 1, "high": 2}, "tied_with": [other["id"]]}
    told = said()
    assert f"“{first['name']}” 64 of 100 and “{second['name']}” 33 of 100" in told["weightings"]
    assert not {"joint-change", "without-option", "tipping-own-figure", "two-way-map"} & told.keys()


def test_where_a_band_could_hold_more_nothing_is_said_of_what_would_score_highest(findings, said):
    """A public copy: what is confidential makes a total a band, and whoever is in it may score higher than the rest."""
    hidden = findings["ranking"][1]
    option = next(row for row in findings["options"] if row["id"] == hidden)
    option["not_known"] = [
        {"site": "birch", "item": "cost.bed-day", "name": "price of a bed-day", "confidential": True}
    ]
    option["total"] = {"low": 40.0, "value": None, "high": 60.0}
    rankings = [
        *findings["robustness"]["without_criterion"].values(),
        *(row["ranking"] for row in findings["robustness"]["without_person"].values()),
        *(row["ranking"] for row in findings["robustness"]["equal_group_weights"]),
    ]
    for ranking in rankings:
        next(one for one in ranking if one["option"] == hidden)["total"] = {"low": 40.0, "value": None, "high": 99.0}
    findings["robustness"]["equal_group_weights"][0]["moved"] = [hidden]
    told = said()
    assert not {"without-criterion", "equal-weights"} & told.keys()
    assert "would still score highest" not in told["without-person"]
    assert "nobody could say" in told["without-person"]


def test_where_nothing_is_ranked_nothing_is_said_of_ranks(findings, said):
    for option in findings["options"]:
        option |= {"status": "withdrawn", "total": None, "rank": None}
    findings["ranking"] = []
    told = said()
    assert not {"weightings", "tipping-weight", "joint-change", "equal-weights", "without-criterion"} & told.keys()


def test_another_leader_without_a_person_is_named_with_whom(findings, said, leaders):
    for person in ("p02", "p03"):
        findings["robustness"]["without_person"][person]["ranking"] = led_by(findings, 1)
    text = said()["without-person"]
    assert f"without p02 or p03 ({leaders[1]})" in text
    assert text.startswith("At the weights and scores of the others")


def test_a_tie_without_a_person_is_no_other_leader(findings, said, leaders):
    ranking = led_by(findings, 1)
    next(one for one in ranking if one["option"] == findings["ranking"][0])["total"] = dict.fromkeys(ENDS, 99.0)
    findings["robustness"]["without_person"]["p02"]["ranking"] = ranking
    assert said()["without-person"].startswith(f"Without any one person's weights and scores, {leaders[0]} would still")


def test_whoever_cannot_be_left_out_and_whose_absence_leaves_nothing_known_are_named(findings, said):
    people = findings["robustness"]["without_person"]
    people["p01"] |= {"not_possible": "nobody else gave weights", "ranking": None, "leader": None, "influence": None}
    for one in people["p02"]["ranking"]:
        one["total"] = {"low": 0.0, "value": None, "high": 100.0}
    text = said()["without-person"]
    assert "Not without p01" in text
    assert "Without p02 nobody could say" in text


ENDS = ("low", "value", "high")


def led_by(findings, place):
    """A ranking in which another option scores highest."""
    ranking = copy.deepcopy(findings["robustness"]["without_criterion"]["cost"])
    next(one for one in ranking if one["option"] == findings["ranking"][place])["total"] = dict.fromkeys(ENDS, 99.0)
    return ranking


def test_equal_weights_that_change_the_leader_name_both(findings, said, leaders):
    row = findings["robustness"]["equal_group_weights"][0]
    row |= {"ranking": led_by(findings, 1), "moved": [findings["ranking"][1]]}
    text = said()["equal-weights"]
    assert f"If every group counted the same, {leaders[1]} would score highest" in text
    assert f"if every person did, {leaders[0]}" in text


def test_a_criterion_whose_absence_changes_the_leader_is_named(findings, said, leaders):
    findings["robustness"]["without_criterion"]["cost"] = led_by(findings, 1)
    assert said()["without-criterion"].endswith(f"without cost ({leaders[1]}).")


def test_what_the_panel_said_of_pairs_that_depend_on_each_other_is_told(findings, said):
    row = {"criteria": ["cost", "equity"], "overlaps": False, "question": None, "reason": "Yes.", "as_at": "2025-08-20"}
    findings["robustness"]["dependence"] = [{**row, "answer": "dependent", "asked": "the panel"}]
    assert "people said yes for cost and fairness between areas" in said()["dependence"]


def test_criteria_that_change_nothing_are_named_with_the_weight_that_they_carry(findings, said):
    robustness = findings["robustness"]
    constant = {"alike": "performance", "performance": 3.0, "value_score": 80.0}
    robustness["constant_criteria"] = [{"criterion": "equity", "weight": 0.13, **constant}]
    robustness["zero_weights"]["agreed"] = ["cost"]
    text = said()["changes-nothing"]
    assert "All options score the same on fairness between areas, so 13 in 100 of the agreed weight" in text
    assert "No weight is on cost" in text


def test_what_just_misses_and_what_just_meets_a_limit_are_told_apart(findings, said, leaders):
    row = {"site": None, "option": findings["ranking"][0], "hurdle": None, "limit": "budget", "unit": "pounds"}
    row |= {"name": "a budget of £3,000,000", "figure": 3.1e6, "threshold": 3e6, "by_share": 0.033, "passes": False}
    of_site = row | {"site": "amber", "option": None, "passes": True, "name": "A nurse day and night"}
    findings["robustness"]["near_misses"] = [row, of_site]
    text = said()["near-misses"]
    assert f"{leaders[0]} just misses “a budget of £3,000,000”" in text
    assert "Example home Amber just meets “A nurse day and night”" in text


def test_other_methods_are_told_where_they_were_asked_for(findings, said, leaders):
    assert "other-methods" not in said()
    ids = findings["ranking"][:2]
    stays = {"leader_stays": True, "stay": ids, "drop_out": [], "come_in": []}
    names = ("topsis", "vikor", "promethee-ii")
    methods = {name: {"ranks": {ids[0]: 1, ids[1]: 2}, "survives": stays} for name in names}
    findings["robustness"]["other_methods"] = {"methods": methods, "our_ranks": {ids[0]: 1, ids[1]: 2}}
    assert said()["other-methods"] == (
        f"By other methods (TOPSIS, VIKOR and PROMETHEE II), at the agreed weights, {leaders[0]} comes first too. "
        "All of our first three stay among the first three there."
    )
    methods["vikor"] = {"ranks": {ids[0]: 2, ids[1]: 1}, "survives": stays | {"drop_out": [ids[0]]}}
    assert f"{leaders[1]} (VIKOR)" in said()["other-methods"]
    assert f"these drop out of the first three there: {leaders[0]} (VIKOR)" in said()["other-methods"]
    methods["vikor"] = {"ranks": None, "survives": None}
    assert "VIKOR gives no order here" in said()["other-methods"]


def test_a_sentence_of_a_workspace_is_said_in_its_own_words(findings, wording):
    own = {**wording, "plain": {**wording["plain"], "no_joint_change": "Nothing at all."}}
    findings["robustness"]["joint_change"] = None
    told = {row["about"]: row["text"] for row in plain_words(findings, own)}
    assert told["joint-change"] == "Nothing at all."


def test_no_sentence_says_that_an_option_is_right(wording):
    words = re.compile(r"\b(best|winner|preferred|optimal|chosen|decided)\b")
    for key, text in wording["plain"].items():
        said = "".join(part for part, *_ in Formatter().parse(text))
        assert not words.search(said) or key == "way_best-worst", key


def test_the_papers_first_page_repeats_the_findings_word_for_word(paper, findings):
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", paper()))
    told = {row["about"]: row["text"] for row in plain_words(findings, yaml.safe_load(_wording()))}
    for about in ("weightings", "tipping-weight", "joint-change", "overlap", "agreement"):
        assert told[about].replace("'", "&#39;") in text or told[about] in text


def _wording():
    from pathlib import Path

    return (Path(__file__).parents[2] / "reports" / "wording.yaml").read_text("utf-8")
