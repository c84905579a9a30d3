"""Everything about the weight of a criterion: what was agreed, who gave what, what came late, what does not count."""

from __future__ import annotations

from appraisal.analysis.weighing import WAYS_IN_WORDS
from appraisal.audit.explaining.arithmetic import number
from appraisal.audit.explaining.dossier import Dossier, cited, cited_first, numbers_of
from appraisal.audit.explaining.steps import Step
from appraisal.audit.explaining.weights_told import came_after, counted, entry_of, weight_step
from appraisal.model.record import key_of
from appraisal.model.spoken_of import hash_spoken_of


def weight_steps(dossier: Dossier, criterion: str) -> tuple[Step, ...]:
    """Where the weight of a criterion comes from, and everything that bears on it.

    Args:
        dossier: of the run.
        criterion: id of one of the place's criteria.
    """
    one = dossier.place.criterion(criterion)
    least, most = one.anchors[0].performance, one.anchors[-1].performance
    asked = Step(
        f"{one.name}: what people weighed is the swing from {number(least)} to {number(most)} {one.unit}. "
        f"{one.question}"
    )
    return (
        asked,
        _agreed(dossier),
        weight_step(dossier, criterion),
        *_branches(dossier, criterion),
        _late(dossier),
        _not_counted(dossier),
        _silent(dossier),
    )


def _agreed(dossier: Dossier) -> Step:
    """What was agreed before anybody weighed, and whether the files that the run read are as they were then."""
    rows, found = [], []
    for what in ("criteria", "anchors", "group-weights", "parameters"):
        said = [entry for entry in dossier.of("agreement") if entry.content["what"] == what]
        if not said:
            rows.append(Step(f"The {what}: no entry agrees them"))
        for entry in said:
            same = hash_spoken_of(dossier.place, "agreement", entry.content) == entry.content["hash"]
            as_read = "as the run read them" if same else "otherwise than the run read them"
            text = f"The {what}, {cited(entry)}, {as_read}: {entry.content['why']}{dossier.since_run(entry)}"
            rows.append(Step(text, entries=(entry.number,)))
            found.append(entry)
    rows.append(Step(f"Why the groups weigh what they do: {dossier.place.plan.why_group_weights}"))
    return Step("What was agreed", tuple(rows), numbers_of(found))


def _branches(dossier: Dossier, criterion: str) -> tuple[Step, ...]:
    """The branches that the criterion stands under, each with its weight: the sum of what stands under it."""
    above = {branch.id: branch for branch in dossier.place.branches}
    at, steps = dossier.place.criterion(criterion).under, []
    weights = dossier.findings["weights"]
    while at is not None:
        under = [one.id for one in dossier.place.criteria if _is_under(dossier, one.under, at)]
        share = sum(weights[id_] for id_ in under)
        text = f"Branch {above[at].name}: {' + '.join(number(weights[id_]) for id_ in under)}"
        # Weights of the findings are rounded, and so is their sum.
        told = dossier.findings["weights_by_branch"].get(at)
        problem = "" if told is not None and abs(told - share) < 1e-8 else f"weights_by_branch.{at} says {told}."
        steps.append(
            Step(
                text,
                path=f"weights_by_branch.{at}",
                figure=share,
                shown=number(share),
                problem=problem,
                is_compared=True,
            )
        )
        at = above[at].under
    return tuple(steps)


def _is_under(dossier: Dossier, at: str | None, branch: str) -> bool:
    above = {one.id: one.under for one in dossier.place.branches}
    while at is not None and at != branch:
        at = above[at]
    return at == branch


def _late(dossier: Dossier) -> Step:
    """Weights that came after the lock, or after scores could be seen, each with its reason."""
    rows, found = [], []
    for entry in dossier.of("weights"):
        late, before_it = came_after(dossier, entry)
        if not late:
            continue
        why = entry.content.get("late_reason") or entry.content.get("replaces_reason") or "no reason was given"
        text = f"{cited_first(entry)}, {late}: {why}{dossier.since_run(entry)}"
        rows.append(Step(text, entries=(*before_it, entry.number)))
        found.append(entry)
    return Step(f"Weights that came late: {len(rows) or 'none'}", tuple(rows), numbers_of(found))


def _not_counted(dossier: Dossier) -> Step:
    """Ballots of weights that do not count in this run, and why."""
    counts = counted(dossier)
    current = {entry.number for one in dossier.ballots if (entry := entry_of(dossier, one)) is not None}
    rows, found = [], []
    for one in dossier.ballots:
        entry, ballot = entry_of(dossier, one), one.ballot
        if counts.get(ballot.person) is one:
            continue
        if one.shares is None:
            why = f"to be asked again: {' '.join(one.notes)}"
        else:
            way = counts[ballot.person].ballot.way
            why = f"given by {WAYS_IN_WORDS[ballot.way]}; of this person's, {WAYS_IN_WORDS[way]} counts"
        where = cited_first(entry) if entry else ballot.person
        rows.append(Step(f"{where}, {why}", entries=(entry.number,) if entry else ()))
        found += [entry] if entry else []
    for said in dossier.of("weights"):
        if said.number in current:
            continue
        later = [
            other.number
            for other in dossier.of("weights")
            if key_of(other) == key_of(said) and other.number > said.number
        ]
        why = (
            f"replaced by entry {later[0]}"
            if later and later[0] <= dossier.read_to
            else "entered after this run had read"
        )
        rows.append(Step(f"{cited_first(said)}, {why}", entries=(said.number, *later[:1])))
        found.append(said)
    return Step(f"Ballots that do not count: {len(rows) or 'none'}", tuple(rows), numbers_of(found))


def _silent(dossier: Dossier) -> Step:
    given = {one.ballot.person for one in dossier.ballots}
    rows = [
        Step(
            f"{member.person} ({member.group}) "
            + ("gave none" if member.is_asked_for("weights") else "is asked for scores alone")
        )
        for member in dossier.place.plan.panel
        if member.person not in given
    ]
    return Step(f"Members of the panel without weights: {len(rows) or 'none'}", tuple(rows))
