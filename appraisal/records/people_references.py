"""What place.yaml says of people and stages: members of known groups, seats, officers, each there once."""

from __future__ import annotations

from collections.abc import Collection

from appraisal.errors import Problem, did_you_mean
from appraisal.model.places import PlacePlan
from appraisal.model.workspace import Place
from appraisal.records.yaml_files import Tree


def check_people(plan: PlacePlan, tree: Tree, problems: list[Problem]) -> None:
    """Hold the panel, seats, officers and stages of a place against each other.

    Args:
        plan, tree: place.yaml, and where its keys stand.
        problems: where problems go.
    """
    groups = {group.id for group in plan.groups}
    seen: set[str] = set()
    for index, item in enumerate(tree.value.get("panel", [])):
        line = tree.line(("panel", index, "person"))
        person, group = item["person"].strip(), item["group"].strip()
        if person in seen:
            problems.append(Problem(tree.name, line, f"Person '{person}' is on the panel twice. Keep one."))
        seen.add(person)
        if group not in groups:
            hint = did_you_mean(group, groups)
            problems.append(Problem(tree.name, line, f"Group '{group}' is not in 'groups'.{hint}"))
    _check_seats(plan, tree, problems)
    _check_officers(tree, seen, problems)
    _check_stages(plan, tree, problems)


def check_dependence(place: Place, tree: Tree, problems: list[Problem]) -> None:
    """Pairs of criteria that people were asked about are of criteria that the place weighs, and each is there once."""
    known = [criterion.id for criterion in place.criteria]
    seen: set[tuple[str, str]] = set()
    for index, asked in enumerate(place.plan.dependence):
        for number, criterion in enumerate(asked.criteria):
            if criterion not in known:
                line = tree.line(("dependence", index, "criteria", number))
                text = f"Criterion '{criterion}' is not one that this place weighs.{did_you_mean(criterion, known)}"
                problems.append(Problem(tree.name, line, text))
        if asked.pair in seen:
            text = f"'{asked.pair[0]}' and '{asked.pair[1]}' are here twice. Keep what people answered last."
            problems.append(Problem(tree.name, tree.line(("dependence", index, "criteria")), text))
        seen.add(asked.pair)


def _check_seats(plan: PlacePlan, tree: Tree, problems: list[Problem]) -> None:
    """Every seat belongs to a group, each role of a group stands once, and a stated lay share has seats to count."""
    groups = {group.id for group in plan.groups}
    seen: set[tuple[str, str]] = set()
    for index, seat in enumerate(plan.seats):
        if seat.group not in groups:
            text = f"Group '{seat.group}' is not in 'groups'.{did_you_mean(seat.group, groups)}"
            problems.append(Problem(tree.name, tree.line(("seats", index, "group")), text))
        if seat.key in seen:
            text = f"Seat '{seat.role}' of group '{seat.group}' is here twice. Keep one, and give it a count."
            problems.append(Problem(tree.name, tree.line(("seats", index, "role")), text))
        seen.add(seat.key)
    if plan.lay_share_at_least is not None and not plan.seats:
        text = "A share of lay members is asked for, and no seat says who is lay. Add 'seats', or take this out."
        problems.append(Problem(tree.name, tree.line(("lay_share_at_least",)), text))


def _check_officers(tree: Tree, panel: Collection[str], problems: list[Problem]) -> None:
    """An officer is there once, and is not on the panel: whoever scores does not keep the record."""
    seen: set[str] = set()
    for index, item in enumerate(tree.value.get("officers") or []):
        person = item["person"].strip()
        line = tree.line(("officers", index, "person"))
        if person in seen:
            text = f"Officer '{person}' is there twice. Keep one, with all that they may enter."
            problems.append(Problem(tree.name, line, text))
        if person in panel:
            text = f"Officer '{person}' is on the panel too. Whoever scores does not keep the record: name another."
            problems.append(Problem(tree.name, line, text))
        seen.add(person)


def _check_stages(plan: PlacePlan, tree: Tree, problems: list[Problem]) -> None:
    """A stage is there once, so that a gate stands before one stage alone."""
    seen: set[int] = set()
    for index, stage in enumerate(plan.stages):
        if stage.number in seen:
            line = tree.line(("stages", index, "number"))
            problems.append(Problem(tree.name, line, f"Stage {stage.number} is there twice. Number each once."))
        seen.add(stage.number)
