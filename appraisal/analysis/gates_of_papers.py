"""Conditions on what was issued, recommended and decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appraisal.analysis.gates_of_evidence import decide
from appraisal.analysis.gates_of_people import listed
from appraisal.analysis.milestones import standstill_ends
from appraisal.analysis.situation import Holds, Situation, day_of
from appraisal.model.dates import spoken
from appraisal.model.entries import Draft
from appraisal.model.record import named, number_of

CHANGES = (
    *("agreement", "interest", "weights", "score", "moderation", "hurdle"),
    *("option-added", "option-withdrawn", "option-split", "evidence"),
)


def paper_current(situation: Situation) -> Holds:
    """The last options paper that was issued is that of the last run, and nothing that the run read has changed."""
    issued, last = situation.record.last("paper", paper="options"), situation.record.last("run")
    run = needs_run(situation)
    again = situation.run() if run else situation.issue("public")
    if issued is None:
        return Holds(False, " ".join(["No options paper has been issued.", *([run] if run else [])]), again)
    newer = last is not None and issued.content["run"] != last.content["run"]
    if not newer and not run:
        return Holds(True, f"The options paper that {named(issued)} issued is that of the last run.")
    said = [f"The options paper that {named(issued)} issued is stale."]
    said += [f"Run {last.content['run']} is newer ({named(last)})."] if newer and last is not None else []
    said += [run] if run else []
    since = [entry for entry in situation.record.after(number_of(issued)) if entry.kind in CHANGES]
    if since:
        said.append(f"Entered since: {listed(_by_kind(since))}.")
    return Holds(False, " ".join(said), again)


def needs_run(situation: Situation) -> str:
    """Why there has to be a run before a paper of the last one can be current; "" where there need not be."""
    if situation.record.last("run") is None:
        return "There is no run yet."
    if situation.findings is None:
        return "The findings of the last run cannot be read."
    before, now = situation.findings["inputs"], situation.inputs
    files = sorted(
        path for path in {*before["files"], *now["files"]} if before["files"].get(path) != now["files"].get(path)
    )
    said = [f"Changed since the last run: {listed(files)}."] if files else []
    if before["ballots"] != now["ballots"]:
        said.append("What people said has changed since the last run.")
    return " ".join(said)


def sub_scores_issued(situation: Situation) -> Holds:
    """The deciders were issued the options paper of the last run before the decision, with each option's scores."""
    record, decision = situation.record, situation.record.last("decision")
    before = record if decision is None else record.up_to(number_of(decision))
    run, last = before.last("run"), record.last("run")
    if run is None or last is None:
        why = "There was no run before the decision." if decision else "There is no run yet."
        return Holds(False, why, situation.run())
    papers = [entry for entry in record.of("paper") if entry.content["to"] == "deciders"]
    with_scores = [entry for entry in papers if entry.content["sub_scores"] == "yes"]
    in_time = [e for e in before.of("paper") if e in with_scores and e.content["run"] == run.content["run"]]
    if in_time:
        return Holds(True, f"The deciders were issued a paper with each option's scores ({named(in_time[-1])}).")
    after = [entry for entry in with_scores if entry.content["run"] == last.content["run"]]
    if after:
        why = f"The deciders were issued a paper with each option's scores after the decision ({named(after[-1])})."
        return Holds(False, why, "Take the decision again with it: " + decide(situation))
    older = f" {named(papers[-1]).capitalize()} issued them another." if papers else ""
    why = f"The deciders have no paper of run {last.content['run']} with each option's score on each criterion.{older}"
    return Holds(False, why, situation.issue("deciders"))


def recommendation_explained(situation: Situation) -> Holds:
    """Whoever recommends or decides for an option that does not score highest says why."""
    current = situation.record.current("recommendation")
    named_ones = [entry for entry in current if entry.content.get("option")]
    decision = situation.record.last("decision")
    if not named_ones and decision is None:
        return Holds(True, "No option is recommended, so nothing departs from the ranking.")
    if situation.findings is None:
        return Holds(False, "There is no ranking to hold the recommendation against.", situation.run())
    highest = highest_or_near(situation.findings)
    for entry in named_ones:
        option = str(entry.content["option"])
        if option not in highest and not entry.content.get("departure"):
            why = f"{entry.person} recommends '{option}' ({named(entry)}), which does not score highest, and not why."
            said = {name: entry.content[name] for name in ("text", "basis", "confidence", "dissent")}
            kept = [part for name, text in said.items() if text for part in (f"--{name}", str(text))]
            say = (*kept, "--option", option, "--departure", "WHY", "--replaces", "WHY")
            return Holds(False, why, situation.enter("recommendation", *say, person=entry.person))
    if decision is not None:
        option = str(decision.content["option"])
        explained = any(entry.content["option"] == option for entry in named_ones)
        run = situation.record.up_to(number_of(decision)).last("run")
        overridden = any(
            entry.content["of"] == f"option:{option}" and (run is None or number_of(entry) > number_of(run))
            for entry in situation.record.of("override")
        )
        if option not in highest and not explained and not overridden:
            why = f"'{option}' was decided ({named(decision)}); it does not score highest, and nobody says why."
            return Holds(False, why, situation.enter("override", "--of", f"option:{option}", "--reason", "WHY"))
    return Holds(True, "What is recommended scores highest, has no clear difference from it, or says why not.")


def decision_taken(situation: Situation) -> Holds:
    """The decision is taken."""
    decision = situation.record.last("decision")
    if decision is None:
        return Holds(False, "No decision is taken.", decide(situation))
    return Holds(True, f"The decision was taken on {spoken(day_of(decision))} ({named(decision)}).")


def standstill_over(situation: Situation) -> Holds:
    """The standstill after the decision's notice is over at the as-at date."""
    notice = situation.decided_on
    if notice is None:
        return Holds(False, "No decision is taken, so no standstill has begun.", decide(situation))
    ends = standstill_ends(notice, situation.place.plan.milestones.standstill_working_days)
    if situation.as_at > ends:
        return Holds(True, f"The standstill ended at the end of {spoken(ends)}.")
    why = f"The standstill ends at the end of {spoken(ends)}; the workspace speaks as at {spoken(situation.as_at)}."
    return Holds(
        False, why, f"Wait until it is over, then set 'as_at' in workspace.yaml to a day after {spoken(ends)}."
    )


def highest_or_near(findings: Mapping[str, Any]) -> set[str]:
    """The options that score highest, and those from which there is no clear difference (method 2.4)."""
    leader = _leader(findings)
    return highest_itself(findings) | set(leader["no_clear_difference_from"]) if leader else set()


def highest_itself(findings: Mapping[str, Any]) -> set[str]:
    """The option that scores highest, with those that tie with it; none where no total is known."""
    leader = _leader(findings)
    return {leader["id"], *leader["tied_with"]} if leader else set()


def _leader(findings: Mapping[str, Any]) -> Mapping[str, Any] | None:
    options = {option["id"]: option for option in findings["options"]}
    known = [options[id_] for id_ in findings["ranking"] if options[id_]["total"]["value"] is not None]
    return known[0] if known else None


def _by_kind(entries: list[Draft]) -> list[str]:
    """Entries in words, one for each kind."""
    numbers: dict[str, list[Draft]] = {}
    for entry in entries:
        numbers.setdefault(entry.kind.replace("-", " "), []).append(entry)
    return [
        f"{kind} ({named(found[0])}{f' and {len(found) - 1} more' if len(found) > 1 else ''})"
        for kind, found in numbers.items()
    ]
