"""Conditions on what an appraisal rests on: assessments, dates of evidence, scores in conflict with an interest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from appraisal.analysis.checking import old_evidence
from appraisal.analysis.gates_of_people import counted, listed
from appraisal.analysis.situation import Holds, Situation
from appraisal.measures.clinical_fit import recusals
from appraisal.model.ballots import Ballots, Interest
from appraisal.model.dates import spoken
from appraisal.model.kinds import ASSESSMENTS
from appraisal.model.record import number_of
from appraisal.model.workspace import Place


def assessments_in_time(situation: Situation) -> Holds:
    """Each impact assessment was done no later than the decision: as taken, else as planned, else as at today."""
    decided, planned = situation.decided_on, situation.place.plan.milestones.decision
    latest = decided or planned or situation.as_at
    word = "decision" if decided else "planned decision" if planned else "as-at date"
    record, decision = situation.record, situation.record.last("decision")
    done: dict[str, list[date]] = {what: [] for what in ASSESSMENTS}
    for entry in record.of("assessment"):
        done[str(entry.content["what"])].append(date.fromisoformat(entry.content["done_on"]))
    entered_in_time = {
        str(entry.content["what"])
        for entry in record.of("assessment")
        if decision is None or number_of(entry) < number_of(decision)
    }
    unseen = [what for what in ASSESSMENTS if done[what] and what not in entered_in_time]
    missing = [what for what in ASSESSMENTS if not done[what]]
    late = [what for what in ASSESSMENTS if done[what] and min(done[what]) > latest]
    if not missing and not late and unseen:
        why = f"The impact assessment of {' and of '.join(unseen)} was entered after the decision, whatever its date."
        return Holds(False, why, "Take the decision again with it: " + decide(situation))
    if not missing and not late:
        return Holds(True, f"The impact assessments of {' and '.join(ASSESSMENTS)} are dated before the {word}.")
    said = [f"No impact assessment of {' or '.join(missing)} is on record."] if missing else []
    said += [
        f"The impact assessment of {what} is dated {spoken(min(done[what]))}, after the {word}, {spoken(latest)}."
        for what in late
    ]
    if late and decided:
        return Holds(False, " ".join(said), "Take the decision again with it: " + decide(situation))
    if late and planned:
        clear = f"Move 'decision' under 'milestones' in {situation.file('place.yaml')} to a day after it."
        return Holds(False, " ".join(said), clear)
    say = ("--what", (missing + late)[0], "--done-on", "DATE", "--text", "TEXT")
    return Holds(False, " ".join(said), situation.enter("assessment", *say))


def evidence_in_date(situation: Situation) -> Holds:
    """No figure, answer or rating in use is past its date."""
    old = old_evidence(situation.place, situation.workspace.hurdles, situation.as_at)
    if not old:
        return Holds(True, "No figure or rating in use is past its date.")
    about = listed(list(dict.fromkeys(one.about for one in old)))
    first = old[0]
    why = f"{counted(len(old), 'figure or rating')} past its date, of {about}. {first.about}: {first.text}"
    if len(old) > 1:
        why = f"{len(old)} figures and ratings are past their dates, of {about}. The first, {first.about}: {first.text}"
    clear = (
        f"Add a newer rating in {situation.file('sites.yaml')}; where there is none, agree in criteria/hurdles.yaml "
        "how old one may be ('old_after_years')."
        if "rating" in first.text
        else f"Add a newer line in {situation.file('evidence.csv')}; the old line stays."
    )
    return Holds(False, why, clear)


def no_conflicted_score(situation: Situation) -> Holds:
    """No score counts at a site about which, or about whose provider, the scorer declared an interest."""
    found = _conflicts(situation.place)
    if not found:
        return Holds(True, "No score counts that stands beside a declared interest.")
    told = listed([f"{interest.person} at {site}" for interest, site in found])
    first = found[0][0]
    about = [
        *(["--provider", first.provider] if first.provider else []),
        *(["--site", first.site] if first.site else []),
    ]
    say = (*about, "--interest", first.interest, "--managed", "recused", "--replaces", "WHY")
    why = f"Scores count although their scorer declared an interest there: {told}."
    return Holds(False, why, situation.enter("interest", *say, person=first.person))


def decide(situation: Situation) -> str:
    """The command that enters a decision."""
    last = situation.record.last("decision")
    option = str(last.content["option"]) if last else "OPTION"
    say = ("--option", option, "--authority", "AUTHORITY", "--minute", "MINUTE", "--on", "DATE")
    return situation.enter("decision", *say)


def _conflicts(place: Place) -> list[tuple[Interest, str]]:
    """Each declared interest with a site that the person's counted scores are of, by site and provider's group."""
    apart = recusals(place.ballots, place)
    counted_at = {(cast.person, cast.site) for cast in place.ballots.scores if cast.points is not None} - apart
    found = []
    for interest in place.ballots.interests:
        if interest.managed == "declared":
            alone = Ballots(interests=(replace(interest, managed="recused"),))
            found += [
                (interest, site) for person, site in sorted(recusals(alone, place)) if (person, site) in counted_at
            ]
    return found
