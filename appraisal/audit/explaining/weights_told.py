"""How a weight follows: each person's share, each group's mean, the groups' own weights, and what locked it."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum

from appraisal.analysis.weighing import WAYS_IN_WORDS, Weighed, counting
from appraisal.audit.explaining.arithmetic import added, number
from appraisal.audit.explaining.dossier import Dossier, cited, numbers_of
from appraisal.audit.explaining.shares_told import share_told
from appraisal.audit.explaining.steps import Step
from appraisal.model.entries import Entry


def weight_step(dossier: Dossier, criterion: str) -> Step:
    """The weight of a criterion, from every ballot that counts.

    Args:
        dossier: of the run.
        criterion: id of one of the place's criteria.

    Returns:
        A step whose figure is the weight.
    """
    people = counted(dossier)
    group_of = {member.person: member.group for member in dossier.place.plan.panel}
    means, steps = {}, []
    for group in dossier.place.plan.groups:
        members = [person for person in people if group_of[person] == group.id]
        if not members:
            text = f"{group.name}: nobody's weights count, so the others share its {number(group.weight)}"
            steps.append(Step(text))
            continue
        told = [_person(dossier, people[person], criterion) for person in members]
        means[group.id] = fsum(step.figure or 0.0 for step in told) / len(told)
        of_all = added(number(step.figure) for step in told)
        text = f"{group.name}, mean of {len(members)}: ({of_all}) / {len(members)}"
        path = ("ballots", "by_group", group.id, "weights", criterion)
        steps.append(dossier.checked(path, text, means[group.id], number(means[group.id]), details=tuple(told)))
    stated = {group.id: group.weight for group in dossier.place.plan.groups if group.id in means}
    used = {id_: weight / fsum(stated.values()) for id_, weight in stated.items()}
    total = fsum(stated.values())
    for id_, share in used.items():
        text = f"Weight of group '{id_}', as place.yaml states it, of those of whom somebody weighed: "
        text += f"{number(stated[id_])} / {number(total)}"
        steps.append(dossier.checked(("ballots", "by_group", id_, "weight"), text, share, number(share)))
    weight = fsum(used[id_] * means[id_] for id_ in used)
    parts = added(f"{number(used[id_])} x {number(means[id_])}" for id_ in used)
    steps.append(lock_step(dossier))
    text = f"Weight, groups together: {parts}"
    return dossier.checked(("weights", criterion), text, weight, number(weight), details=tuple(steps))


def counted(dossier: Dossier) -> Mapping[str, Weighed]:
    """The ballot of weights of each person that counts, by person."""
    return counting(dossier.ballots, dossier.place.plan.weights_way)


def entry_of(dossier: Dossier, one: Weighed) -> Entry | None:
    """The entry that holds a current ballot of weights; None where there is none."""
    found = [
        entry
        for entry in dossier.read.of("weights")
        if isinstance(entry, Entry) and (entry.person, entry.content["way"]) == (one.ballot.person, one.ballot.way)
    ]
    return found[-1] if found else None


def came_after(dossier: Dossier, entry: Entry) -> tuple[str, tuple[int, ...]]:
    """What a ballot of weights came too late for, in words, and the numbers of those entries; "" for one in time."""
    lock, shown = dossier.record.first("lock"), dossier.record.first_shown
    found = [
        (f"after {what} (entry {one.number})", one.number)
        for what, one in (("the lock", lock), ("scores could be seen", shown))
        if isinstance(one, Entry) and one.number < entry.number
    ]
    return " and ".join(text for text, _ in found), tuple(sorted(number for _, number in found))


def lock_step(dossier: Dossier) -> Step:
    """Which entry locked the weights, and whether scores had been seen by then."""
    record = dossier.record
    lock, shown = record.first("lock"), record.first_shown
    if not isinstance(lock, Entry):
        return Step("Lock: the weights are not locked")
    seen = ""
    if isinstance(shown, Entry):
        order = "before" if lock.number < shown.number else "after"
        seen = f"; {order} scores could first be seen, by entry {shown.number}"
    count = sum(entry.number > lock.number for entry in dossier.of("weights"))
    later = f"; {count} {'ballot' if count == 1 else 'ballots'} came later" if count else ""
    text = f"Lock: {cited(lock)}: “{lock.content['why']}”{seen}{later}{dossier.since_run(lock)}"
    return Step(text, entries=numbers_of(entry for entry in (lock, shown) if isinstance(entry, Entry)))


def _person(dossier: Dossier, one: Weighed, criterion: str) -> Step:
    """One person's share: its entry, how they were asked, and the sum."""
    ballot, entry = one.ballot, entry_of(dossier, one)
    where = cited(entry, with_person=False) if entry else "no entry"
    late, before_it = came_after(dossier, entry) if entry else ("", ())
    step = share_told(dossier.place, one, criterion)
    way = WAYS_IN_WORDS[ballot.way]
    path = ("ballots", "by_person", ballot.person, "weights", criterion)
    notes = tuple(Step(note) for note in one.notes)
    is_short = not step.details
    text = f"{ballot.person}, {where}{f', {late}' if late else ''}, {way}" + (f": {step.text}" if is_short else "")
    return dossier.checked(
        path,
        text,
        step.figure,
        number(step.figure),
        details=(*(() if is_short else (step,)), *notes),
        entries=(*before_it, entry.number) if entry else (),
    )
