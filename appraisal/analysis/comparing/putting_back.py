"""One difference put back as it was, and everything else as it is now: what it alone did shows in the ranking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from appraisal.analysis.comparing.cast import about_interest
from appraisal.analysis.comparing.difference import Difference
from appraisal.analysis.comparing.evidence import is_about
from appraisal.analysis.comparing.parameters import parameter, with_parameter
from appraisal.model.places import PlacePlan
from appraisal.model.workspace import Place, Workspace

RANKS_NOTHING = frozenset({"theme", "source", "outline", "run", "file", "ballots"})
"""What a ranking does not rest on: everything else that a file says is a difference of its own."""


def put_back(before: Workspace, after: Workspace, place_id: str, differences: Iterable[Difference]) -> Workspace | None:
    """The workspace as it is now, with some differences as they were before.

    Args:
        before, after: as `differences` of this package had them.
        place_id: the place.
        differences: of these two, mostly one alone.

    Returns:
        None where these cannot be put back on their own: a new site goes with its evidence, a list of criteria with
        what they measure.
    """
    both = _Both(before, after, before.places[place_id], after.places[place_id])
    workspace, place = after, both.new
    for one in differences:
        if one.about == "parameter" and one.subject.partition(".")[0] not in PlacePlan.model_fields:
            value = parameter(before.settings, one.subject)
            settings: Any = with_parameter(workspace.settings, one.subject, value)
            workspace = replace(workspace, settings=settings)
        elif one.about == "hurdle":
            hurdles = _swapped(workspace.hurdles, before.hurdles, one.subject, _id)
            workspace = replace(workspace, hurdles=tuple(sorted(hurdles, key=_id)))
        elif one.about in _WAYS:
            changed = _WAYS[one.about](both, place, one.subject)
            if changed is None:
                return None
            place = changed
        elif one.about not in RANKS_NOTHING:
            return None
    if not _holds_together(place):
        return None
    return replace(workspace, places=MappingProxyType({**workspace.places, place_id: place}))


@dataclass(frozen=True, slots=True)
class _Both:
    """Two workspaces, and the place in each."""

    before: Workspace
    after: Workspace
    old: Place
    new: Place


def _criterion(both: _Both, place: Place, subject: str) -> Place | None:
    """A criterion with its evidence, where this has come or gone with it."""
    criteria = _swapped(place.criteria, both.old.criteria, subject, _id)
    own = (set(place.own_criteria) - {subject}) | ({subject} & set(both.old.own_criteria))
    there = [any(row.item.partition(".")[0] == subject for row in each.evidence) for each in (both.old, both.new)]
    rows = [row for row in both.old.evidence if row.item.partition(".")[0] == subject]
    evidence = (*place.evidence, *rows) if there == [True, False] else place.evidence
    return replace(place, criteria=criteria, own_criteria=tuple(sorted(own)), evidence=evidence)


def _branch(both: _Both, place: Place, subject: str) -> Place | None:
    return replace(place, branches=_swapped(place.branches, both.old.branches, subject, _id))


def _option(both: _Both, place: Place, subject: str) -> Place | None:
    return replace(place, options=_swapped(place.options, both.old.options, subject, _id))


def _provider(both: _Both, place: Place, subject: str) -> Place | None:
    return replace(place, providers=_swapped(place.providers, both.old.providers, subject, _id))


def _site(both: _Both, place: Place, subject: str) -> Place | None:
    if any(subject not in {site.id for site in each.sites} for each in (both.old, both.new)):
        return None
    return replace(place, sites=_swapped(place.sites, both.old.sites, subject, _id))


def _evidence(both: _Both, place: Place, subject: str) -> Place | None:
    thing = subject.partition("/")[0]
    known = [{site.id for site in each.sites} | {o.id for o in each.options} for each in (both.old, both.new)]
    if any(thing not in ids for ids in known):
        return None
    kept = [row for row in place.evidence if not is_about(row, subject)]
    return replace(place, evidence=(*kept, *(row for row in both.old.evidence if is_about(row, subject))))


def _parameter(both: _Both, place: Place, subject: str) -> Place | None:
    if subject == "criteria_off":
        return None
    plan: Any = with_parameter(place.plan, subject, parameter(both.old.plan, subject))
    return replace(place, plan=plan)


def _weights(both: _Both, place: Place, subject: str) -> Place | None:
    return _with_ballots(both, place, "weights", lambda ballot: bool(ballot.person == subject))


def _score(both: _Both, place: Place, subject: str) -> Place | None:
    key = subject.split("/")
    return _with_ballots(both, place, "scores", lambda cast: [cast.person, cast.site, cast.criterion] == key)


def _interest(both: _Both, place: Place, subject: str) -> Place | None:
    return _with_ballots(both, place, "interests", lambda one: f"{one.person}/{about_interest(one)}" == subject)


def _moderation(both: _Both, place: Place, subject: str) -> Place | None:
    return _with_ballots(both, place, "moderated", lambda one: f"{one.site}/{one.criterion}" == subject)


def _with_ballots(both: _Both, place: Place, name: str, is_it: Callable[[Any], bool]) -> Place:
    kept = [one for one in getattr(place.ballots, name) if not is_it(one)]
    back = [one for one in getattr(both.old.ballots, name) if is_it(one)]
    changes: dict[str, Any] = {name: (*kept, *back)}
    return replace(place, ballots=replace(place.ballots, **changes))


def _area(both: _Both, place: Place, _: str) -> Place | None:
    return replace(place, areas=both.old.areas)


def _travel(both: _Both, place: Place, _: str) -> Place | None:
    return replace(place, travel=both.old.travel)


_WAYS: Mapping[str, Callable[[_Both, Place, str], Place | None]] = {
    "criterion": _criterion,
    "branch": _branch,
    "option": _option,
    "provider": _provider,
    "site": _site,
    "evidence": _evidence,
    "parameter": _parameter,
    "weights": _weights,
    "score": _score,
    "interest": _interest,
    "moderation": _moderation,
    "area": _area,
    "travel": _travel,
}


def _swapped(now: Iterable[Any], old: Iterable[Any], key: str, key_of: Callable[[Any], str]) -> tuple[Any, ...]:
    """The things of now, with the one of a key as it was; gone where there was none."""
    return (*(one for one in now if key_of(one) != key), *(one for one in old if key_of(one) == key))


def _id(thing: Any) -> str:
    return str(thing.id)


def _holds_together(place: Place) -> bool:
    """Whether everything that is named is there, as the reader of files would ask."""
    sites = {site.id for site in place.sites}
    people = {member.person for member in place.plan.panel}
    areas = {area.code for area in place.areas}
    branches = {branch.id for branch in place.branches}
    unders = {criterion.under for criterion in place.criteria} | {branch.under for branch in place.branches}
    return (
        {site.provider for site in place.sites} <= {provider.id for provider in place.providers}
        and all(option.sites.keys() <= sites for option in place.options)
        and {ballot.person for ballot in place.ballots.weights} <= people
        and {member.group for member in place.plan.panel} <= {group.id for group in place.plan.groups}
        and unders - {None} == branches  # so that no branch is empty
        and {row.area for row in place.travel} <= areas
        and {row.site for row in place.travel} <= sites
        and len({row.site for row in place.travel}) in (0, len(sites))
    )
