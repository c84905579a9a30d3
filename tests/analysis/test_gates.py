"""Each condition of a gate shown shut and open; what keeps it shut is named, with the command that opens it."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from building import EVERYBODY, interest, place, plan, row, scored, site, workspace
from recording import record, said

from appraisal.analysis.gates import CONDITIONS, gates
from appraisal.analysis.situation import Situation
from appraisal.model.ballots import Ballots
from appraisal.model.governance import Condition
from appraisal.model.hurdles import Hurdle
from appraisal.model.record import Record
from appraisal.model.spoken_of import hash_spoken_of

OFFICERS = [
    {
        "person": "o01",
        "role": "programme-manager",
        "title": "Programme manager",
        "may": ["opening", "agreement", "answer", "reply", "assessment", "paper"],
    },
    {"person": "o02", "role": "chair", "title": "Chair", "may": ["lock", "reveal", "override"]},
    {"person": "o03", "role": "board", "title": "Board", "may": ["decision"]},
]
FILES = {"options/testing-vale/evidence.csv": "aa", "workspace.yaml": "bb"}
NOW = {"files": FILES, "ballots": "cc"}
OPTIONS = [
    {"id": "first-alone", "total": {"value": 70.0}, "tied_with": [], "no_clear_difference_from": ["first-two"]},
    {"id": "first-two", "total": {"value": 69.5}, "tied_with": [], "no_clear_difference_from": ["first-alone"]},
    {"id": "last-two", "total": {"value": 50.0}, "tied_with": [], "no_clear_difference_from": []},
    {"id": "partly", "total": {"value": None}, "tied_with": [], "no_clear_difference_from": []},
]
FINDINGS = {
    "inputs": {**NOW, "seed": 1},
    "options": OPTIONS,
    "ranking": ["first-alone", "first-two", "last-two", "partly"],
}
RUN = said("run", "not-stated", run="abcdef012345")
NEWER = said("run", "not-stated", run="fedcba543210")
LOCK, REVEAL = said("lock", "o02", why="Now."), said("reveal", "o02", why="Now.")
SHOWN_BY_A_RUN = said("reveal", "not-stated", why="A run shows the scores.", run="abcdef012345")


def situation(held=None, *, here=None, findings=FINDINGS, inputs=NOW, folder=".", **dates):
    here = here or place(plan=plan(officers=OFFICERS, milestones=dates))
    return Situation(workspace(here), here, held or Record(), findings, inputs, folder)


def shut(condition, where):
    found = CONDITIONS[condition](where)
    assert (found.is_open, bool(found.why), bool(found.clear_with)) == (False, True, True)
    return found


def opened(condition, where):
    found = CONDITIONS[condition](where)
    assert (found.is_open, found.clear_with) == (True, "")
    return found.why


def agreements(here, *what):
    return [
        said("agreement", "o01", what=one, why="Yes.", hash=hash_spoken_of(here, "agreement", {"what": one}))
        for one in what
    ]


def issued(to="public", run="abcdef012345", sub_scores="yes"):
    return said("paper", "o01", to=to, run=run, sub_scores=sub_scores)


def assessed(what, on):
    return said("assessment", "o01", what=what, done_on=on, text="Read.")


def decided(on="2025-08-30", option="first-alone"):
    return said("decision", "o03", on, option=option)


BOTH = (assessed("equality", "2025-08-28"), assessed("quality", "2025-08-30"))


def test_every_condition_that_a_place_can_ask_for_has_its_rule():
    assert set(CONDITIONS) == set(get_args(Condition))


@pytest.mark.parametrize("condition", get_args(Condition))
def test_every_condition_can_be_told_before_there_is_any_record_or_run(condition):
    found = CONDITIONS[condition](situation(findings=None))
    assert found.why.endswith(".")
    assert found.is_open is (found.clear_with == "")


def test_a_place_is_opened():
    found = shut("place-opened", situation())
    assert found.clear_with == "appraisal record opening --as o01 --why WHY"
    assert "entry 1" in opened("place-opened", situation(record(said("opening", "o01", why="Now."))))


def test_what_is_agreed_holds_only_while_the_files_say_the_same():
    here = place(plan=plan(officers=OFFICERS))
    some = record(*agreements(here, "criteria", "anchors"))
    found = shut("agreed-and-locked", situation(some, here=here))
    assert found.why == "Not agreed: group weights and parameters."
    assert found.clear_with == "appraisal record agreement --as o01 --what group-weights --why WHY"
    everything = record(*agreements(here, "criteria", "anchors", "group-weights", "parameters"))
    opened("agreed-and-locked", situation(everything, here=here))
    moved = replace(here, plan=here.plan.model_copy(update={"near_tie_points": 3.0}))
    found = shut("agreed-and-locked", situation(everything, here=moved))
    assert found.why == "Changed in the files since they were agreed: parameters."
    anew = Record((*everything.entries, *record(*agreements(moved, "parameters")).entries))
    opened("agreed-and-locked", situation(anew, here=moved))


def test_everybody_on_the_panel_has_declared():
    some = [said("interest", person) for person in ("p01", "p03")]
    found = shut("interests-declared", situation(record(*some)))
    assert "by p02," in found.why
    assert found.clear_with.startswith("appraisal record interest --as p02 --interest none --managed 'none needed'")
    opened("interests-declared", situation(record(*some, said("interest", "p02"))))
    nobody = place(plan=plan(panel=[]))
    assert "place.yaml" in shut("interests-declared", situation(here=nobody)).clear_with


def test_weights_are_locked():
    assert shut("weights-locked", situation()).clear_with == "appraisal import FILE"
    weighed = record(said("weights", "p01"))
    assert shut("weights-locked", situation(weighed)).clear_with == "appraisal record lock --as o02 --why WHY"
    opened("weights-locked", situation(record(said("weights", "p01"), LOCK)))


def test_scores_are_revealed_and_not_only_by_a_run_before_the_lock():
    weighed, score = said("weights", "p01"), said("score", "p01")
    assert " lock " in shut("scores-revealed", situation(record(weighed, score))).clear_with
    assert shut("scores-revealed", situation(record(weighed, LOCK))).clear_with == "appraisal import FILE"
    early = record(weighed, score, SHOWN_BY_A_RUN, RUN, LOCK)
    found = shut("scores-revealed", situation(early))
    assert "A run showed them before the lock (entry 3)" in found.why
    assert found.clear_with == "appraisal record reveal --as o02 --why WHY"
    opened("scores-revealed", situation(record(weighed, score, SHOWN_BY_A_RUN, RUN, LOCK, REVEAL)))
    assert "by run abcdef012345" in opened("scores-revealed", situation(record(weighed, LOCK, score, SHOWN_BY_A_RUN)))


def test_a_paper_is_current_while_nothing_that_its_run_read_has_changed():
    first = shut("paper-current", situation(record()))
    assert (first.why, first.clear_with) == (
        "No options paper has been issued. There is no run yet.",
        "appraisal run",
    )
    assert shut("paper-current", situation(record(RUN))).clear_with == (
        "appraisal papers && appraisal record paper --as o01 --file papers/testing-vale/options.html --to public"
    )
    opened("paper-current", situation(record(RUN, issued())))


def test_a_stale_paper_is_named_by_its_entry_with_what_changed_since():
    changed = said("evidence", "o01", site="ash", option="", item="cost.bed-day", reason="New.", feedback=(), hash="")
    late = said("weights", "p01", replaces_reason="I had not understood.")
    held = record(RUN, issued(), changed, late, changed)
    inputs = {"files": FILES | {"options/testing-vale/evidence.csv": "dd"}, "ballots": "ee"}
    found = shut("paper-current", situation(held, inputs=inputs))
    assert found.why == (
        "The options paper that entry 2 issued is stale. "
        "Changed since the last run: options/testing-vale/evidence.csv. "
        "What people said has changed since the last run. Entered since: evidence (entry 3 and 1 more) and weights "
        "(entry 4)."
    )
    assert found.clear_with == "appraisal run"


def test_a_paper_is_stale_once_there_is_another_run_and_current_again_once_that_is_issued():
    held = (RUN, issued(), NEWER)
    found = shut("paper-current", situation(record(*held)))
    assert found.why == "The options paper that entry 2 issued is stale. Run fedcba543210 is newer (entry 3)."
    assert found.clear_with.startswith("appraisal papers && appraisal record paper")
    opened("paper-current", situation(record(*held, issued(run="fedcba543210"))))
    opened("paper-current", situation(record(RUN, issued(), RUN)))


def test_a_file_that_is_new_or_gone_makes_a_paper_stale():
    for files in ({**FILES, "options/testing-vale/travel.csv": "dd"}, {"workspace.yaml": "bb"}):
        found = shut("paper-current", situation(record(RUN, issued()), inputs={"files": files, "ballots": "cc"}))
        assert "Changed since the last run: options/testing-vale/" in found.why


def test_a_feedback_paper_does_not_make_an_options_paper_stale():
    opened(
        "paper-current", situation(record(RUN, issued(), said("paper", "o01", paper="feedback", run="fedcba543210")))
    )


def test_findings_that_cannot_be_read_ask_for_a_run():
    found = shut("paper-current", situation(record(RUN, issued()), findings=None))
    assert (found.clear_with, "cannot be read" in found.why) == ("appraisal run", True)


def test_every_comment_is_answered_and_a_proposal_is_named_apart():
    comments = [said("feedback", f"c{n:03}", id=f"c{n:03}", proposes="Privacy" if n == 7 else "") for n in range(1, 9)]
    answers = [
        said("answer", "o01", feedback=f"c{n:03}", outcome="cannot", text="No.", changed="", to="") for n in range(1, 9)
    ]
    found = shut("feedback-answered", situation(record(*comments, answers[0])))
    assert found.why == (
        "7 of 8 comments not answered: c002, c003, c004, c005, c006 and 2 more. "
        "Of these, a missing criterion is proposed by c007."
    )
    assert found.clear_with == "appraisal record answer --as o01 --feedback c002 --outcome OUTCOME --text TEXT"
    opened("feedback-answered", situation(record(*comments, *answers)))
    assert opened("feedback-answered", situation()) == "No comment has come in."


def test_every_scrutiny_question_is_answered():
    asked = said("question", "o01", id="q01", asked_by="The committee", text="Who?")
    found = shut("questions-answered", situation(record(asked)))
    assert found.clear_with == "appraisal record reply --as o01 --question q01 --text TEXT"
    opened("questions-answered", situation(record(asked, said("reply", "o01", question="q01", text="All."))))


def test_both_assessments_are_on_record():
    found = shut("assessments-in-time", situation(record(BOTH[0])))
    assert found.why == "No impact assessment of quality is on record."
    assert "--what quality --done-on DATE" in found.clear_with
    opened("assessments-in-time", situation(record(*BOTH)))


def test_an_assessment_after_the_decision_is_too_late_until_the_decision_is_taken_again():
    found = shut("assessments-in-time", situation(record(*BOTH, decided("2025-08-29"))))
    assert found.why == (
        "The impact assessment of quality is dated 30 August 2025, after the decision, 29 August 2025."
    )
    assert found.clear_with.startswith("Take the decision again with it: appraisal record decision --as o03 ")
    opened("assessments-in-time", situation(record(*BOTH, decided("2025-08-29"), decided("2025-08-30"))))
    opened("assessments-in-time", situation(record(assessed("quality", "2025-08-01"), *BOTH, decided("2025-08-29"))))


def test_a_decision_without_a_claimed_date_was_taken_when_it_was_entered():
    assert shut("assessments-in-time", situation(record(*BOTH, decided(None)))).why.endswith("3 August 2025.")


def test_assessments_are_held_against_the_planned_decision_before_there_is_one():
    planned = {"decision": date(2025, 8, 29)}
    found = shut("assessments-in-time", situation(record(*BOTH), **planned))
    assert "after the planned decision, 29 August 2025" in found.why
    assert "'milestones' in options/testing-vale/place.yaml" in found.clear_with
    opened("assessments-in-time", situation(record(*BOTH), decision=date(2025, 8, 30)))


def with_evidence(*more):
    here = place(plan=plan(officers=OFFICERS))
    return replace(here, evidence=(*here.evidence, *more))


def test_evidence_is_in_date_once_an_old_figure_has_a_newer_line():
    without = [one for one in place().evidence if (one.site, one.item) != ("ash", "cost.bed-day")]
    old = row("ash", "cost.bed-day", 300.0, as_at=date(2023, 8, 31))
    here = replace(with_evidence(), evidence=(*without, old))
    found = shut("evidence-in-date", situation(here=here))
    assert found.why.startswith(
        "1 figure or rating past its date, of ash. ash: The figure for price of a bed-day is as"
    )
    assert "options/testing-vale/evidence.csv" in found.clear_with
    newer = replace(old, as_at=date(2025, 8, 1))
    opened("evidence-in-date", situation(here=replace(here, evidence=(*here.evidence, newer))))


def test_a_rating_past_its_date_is_named_and_so_is_where_a_newer_one_goes():
    hurdle = Hurdle(id="rating", name="Rating", question="Good?", test="rating", fails=("Inadequate",),
                    old_after_years=3, source="example")  # fmt: skip

    def rated(*dates):
        ratings = [{"rating": "Good", "date": day, "source": "example"} for day in dates]
        here = replace(with_evidence(), sites=(site("ash", ratings=ratings), *place().sites[1:]))
        where = situation(here=here)
        return replace(where, workspace=replace(where.workspace, hurdles=(*where.workspace.hurdles, hurdle)))

    found = shut("evidence-in-date", rated(date(2021, 9, 1)))
    assert "CQC rating" in found.why
    assert "options/testing-vale/sites.yaml" in found.clear_with
    opened("evidence-in-date", rated(date(2021, 9, 1), date(2024, 9, 1)))


def with_interests(*interests):
    cast = tuple(scored(person, id_, 50) for person in ("p01", "p02") for id_ in ("ash", "elm"))
    return place(plan=plan(officers=OFFICERS), ballots=Ballots(EVERYBODY, cast, interests))


def test_a_score_beside_a_declared_interest_is_conflicted_until_its_scorer_stands_aside():
    found = shut(
        "no-conflicted-score", situation(here=with_interests(interest("p01", site_id="ash", managed="declared")))
    )
    assert found.why == "Scores count although their scorer declared an interest there: p01 at ash."
    assert found.clear_with == (
        "appraisal record interest --as p01 --site ash --interest 'Works there.' --managed recused --replaces WHY"
    )
    opened("no-conflicted-score", situation(here=with_interests(interest("p01", site_id="ash", managed="recused"))))
    opened("no-conflicted-score", situation(here=with_interests(interest("p01", site_id="oak", managed="declared"))))


def test_an_interest_in_a_provider_reaches_every_site_of_its_group():
    here = with_interests(interest("p02", provider="ash-care", managed="declared"))
    together = tuple(p.model_copy(update={"group": "one"}) for p in here.providers)
    found = shut("no-conflicted-score", situation(here=replace(here, providers=together)))
    assert "p02 at ash and p02 at elm" in found.why
    assert "--provider ash-care --interest" in found.clear_with


def test_the_deciders_have_a_paper_with_sub_scores_of_the_last_run_before_they_decide():
    assert shut("sub-scores-issued", situation()).clear_with == "appraisal run"
    for held in (record(RUN), record(RUN, issued()), record(RUN, issued("deciders", sub_scores="no"))):
        found = shut("sub-scores-issued", situation(held))
        assert found.clear_with.endswith("--file papers/testing-vale/options.html --to deciders")
    opened("sub-scores-issued", situation(record(RUN, issued("deciders"))))
    opened("sub-scores-issued", situation(record(RUN, issued("deciders"), decided(), NEWER)))


def test_a_paper_of_an_earlier_run_does_not_inform_the_deciders():
    found = shut("sub-scores-issued", situation(record(RUN, issued("deciders"), NEWER)))
    assert found.why.endswith("Entry 2 issued them another.")


def test_a_paper_that_the_deciders_get_after_deciding_asks_for_the_decision_again():
    for later in ([RUN, decided(), issued("deciders")], [RUN, decided(), NEWER, issued("deciders", "fedcba543210")]):
        found = shut("sub-scores-issued", situation(record(*later)))
        assert found.clear_with.startswith("Take the decision again with it: ")
        opened("sub-scores-issued", situation(record(*later, decided())))


def recommended(option, departure="", person="p01"):
    return said("recommendation", person, option=option, departure=departure)


def test_a_recommendation_that_departs_from_the_ranking_says_why():
    found = shut("recommendation-explained", situation(record(recommended("last-two"))))
    assert found.why == "p01 recommends 'last-two' (entry 1), which does not score highest, and not why."
    assert found.clear_with == (
        "appraisal record recommendation --as p01 --text This --basis Visits --confidence Fairly --option last-two "
        "--departure WHY --replaces WHY"
    )
    opened("recommendation-explained", situation(record(recommended("last-two"), recommended("last-two", "Nearer."))))


@pytest.mark.parametrize("option", ["first-alone", "first-two", ""])
def test_what_scores_highest_or_is_not_clearly_different_or_is_no_option_needs_no_reason(option):
    opened("recommendation-explained", situation(record(recommended(option))))


@pytest.mark.parametrize("option", ["partly", "withdrawn-since"])
def test_an_option_whose_total_is_not_known_or_that_is_not_ranked_needs_a_reason(option):
    shut("recommendation-explained", situation(record(recommended(option))))


def test_of_several_recommendations_each_is_explained():
    held = record(recommended("first-alone"), recommended("last-two", person="p02"))
    assert "p02 recommends" in shut("recommendation-explained", situation(held)).why


def test_a_recommendation_needs_a_ranking_to_be_held_against():
    found = shut("recommendation-explained", situation(record(recommended("first-alone")), findings=None))
    assert found.clear_with == "appraisal run"


def test_a_decision_that_departs_from_the_ranking_is_recommended_with_a_reason_or_overrides_it():
    held = [decided(option="last-two")]
    found = shut("recommendation-explained", situation(record(*held)))
    assert found.clear_with == "appraisal record override --as o02 --of option:last-two --reason WHY"
    opened(
        "recommendation-explained",
        situation(record(*held, said("override", "o02", of="option:last-two", reason="So."))),
    )
    opened("recommendation-explained", situation(record(recommended("last-two", "Nearer."), *held)))
    of_else = said("override", "o02", of="a score", reason="So.")
    shut("recommendation-explained", situation(record(*held, of_else)))
    opened("recommendation-explained", situation(record(decided())))


def test_a_decision_is_taken_by_whom_the_place_lets():
    assert shut("decision-taken", situation()).clear_with == (
        "appraisal record decision --as o03 --option OPTION --authority AUTHORITY --minute MINUTE --on DATE"
    )
    assert "30 August 2025" in opened("decision-taken", situation(record(decided())))


def test_a_standstill_is_over_on_the_day_after_its_last():
    assert "appraisal record decision" in shut("standstill-over", situation()).clear_with
    found = shut("standstill-over", situation(record(decided("2025-08-19"))))
    assert (
        found.why == "The standstill ends at the end of 1 September 2025; the workspace speaks as at 1 September 2025."
    )
    assert "'as_at' in workspace.yaml to a day after 1 September 2025" in found.clear_with
    opened("standstill-over", situation(record(decided("2025-08-18"))))


def test_commands_name_the_folder_and_the_place_where_they_must():
    one, other = place(plan=plan(officers=OFFICERS)), replace(place(), id="other-vale")
    where = Situation(workspace(one, other), one, record(said("weights", "p01")), None, NOW, "my demo")
    found = shut("weights-locked", where)
    assert found.clear_with == "appraisal record lock --as o02 --why WHY -w 'my demo' --place testing-vale"
    assert shut("paper-current", where).clear_with == "appraisal run 'my demo' --place testing-vale"


def test_where_no_officer_may_enter_something_that_comes_first():
    found = shut("place-opened", situation(here=place()))
    assert found.clear_with == (
        "Name an officer who may enter it, under 'officers' in options/testing-vale/place.yaml; then: "
        "appraisal record opening --as OFFICER --why WHY"
    )


def test_gates_stand_in_the_order_of_the_stages_with_what_is_final_last():
    stages = [
        {
            "number": 2,
            "name": "Two",
            "when": "Then",
            "text": "T.",
            "entry": ["weights-locked"],
            "exit": ["paper-current"],
        },
        {"number": 1, "name": "One", "when": "Now", "text": "T.", "exit": ["place-opened", "place-opened"]},
    ]
    here = place(plan=plan(stages=stages, final=["decision-taken", "weights-locked"]))
    found = gates(situation(here=here))
    assert [(gate.stage, gate.when, gate.condition) for gate in found] == [
        (1, "exit", "place-opened"),
        (2, "entry", "weights-locked"),
        (2, "exit", "paper-current"),
        (None, "final", "decision-taken"),
        (None, "final", "weights-locked"),
    ]
    assert not any(gate.is_open for gate in found)
    assert gates(situation()) == ()
