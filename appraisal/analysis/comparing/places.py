"""Every difference between what two runs of a place read; none is dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from appraisal.analysis.comparing import in_words
from appraisal.analysis.comparing.cast import cast
from appraisal.analysis.comparing.difference import Difference, keyed, merged, table
from appraisal.analysis.comparing.evidence import evidence
from appraisal.analysis.comparing.files import unnamed_files
from appraisal.analysis.comparing.parameters import parameters
from appraisal.analysis.context import shown_sources
from appraisal.model.options import Option
from appraisal.model.public_view import hides_sites
from appraisal.model.sites import Provider, Site
from appraisal.model.workspace import Place, TravelTime, Workspace


def differences(before: Workspace, after: Workspace, place_id: str) -> tuple[Difference, ...]:
    """Everything that differs between the inputs of two runs of one place.

    Args:
        before, after: the workspaces as the runs read them, ballots too; their places may both be public views.
        place_id: the place.

    Returns:
        In order of what they are about; a file that changed although nothing above names anything in it is told too.
    """
    one, other = before.places[place_id], after.places[place_id]
    sites = {site.id: site.name for place in (one, other) for site in place.sites}
    criteria = {branch.id: branch.name for place in (one, other) for branch in place.branches}
    criteria |= {criterion.id: criterion.name for place in (one, other) for criterion in place.criteria}
    found = [
        *_each("criterion", one.criteria, other.criteria),
        *_each("branch", one.branches, other.branches),
        *_each("theme", before.themes, after.themes),
        *_each("hurdle", before.hurdles, after.hurdles),
        *_each("source", _sources(before, one), _sources(after, other)),
        *_providers(one, other),
        *_sites(one, other),
        *_options(one, other),
        *evidence(before, after, place_id),
        *parameters(before.settings, after.settings),
        *parameters(one.plan, other.plan),
        *cast(one.ballots, other.ballots, sites, criteria),
        *_geography(one, other),
    ]
    return merged([*found, *unnamed_files(before, after, place_id, found)])


def _each(about: str, before: Iterable[Any], after: Iterable[Any]) -> list[Difference]:
    """Differences of things that have an id, told by the keys that are otherwise."""
    pair = [{thing.id: thing for thing in things} for things in (before, after)]
    return keyed(about, pair, in_words.changed_parts, _names(pair).__getitem__)


def _names(pair: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {
        id_: next(text for name in ("name", "title", "text", "id") if (text := getattr(thing, name, "")))
        for things in pair
        for id_, thing in things.items()
    }


def _sources(workspace: Workspace, place: Place) -> Iterable[Any]:
    shown = shown_sources(workspace.settings, place, workspace.themes, workspace.hurdles, workspace.sources)
    return shown.values()


def _sites(before: Place, after: Place) -> list[Difference]:
    hidden = _hidden(before, after)

    def words(site: Site, other: Site | None) -> str:
        return in_words.changed_parts(site, other, ("lat", "lon", "ratings") if site.id in hidden else ())

    pair = [{site.id: site for site in place.sites} for place in (before, after)]
    return keyed("site", pair, words, _names(pair).__getitem__)


def _providers(before: Place, after: Place) -> list[Difference]:
    hidden, places = _hidden(before, after), (before, after)
    unnamed = {site.provider for place in places for site in place.sites if site.id in hidden}

    def words(provider: Provider, other: Provider | None) -> str:
        return in_words.changed_parts(provider, other, ("group",) if provider.id in unnamed else ())

    pair = [{provider.id: provider for provider in place.providers} for place in places]
    return keyed("provider", pair, words, _names(pair).__getitem__)


def _options(before: Place, after: Place) -> list[Difference]:
    sites = {site.id: site.name for place in (before, after) for site in place.sites}

    def words(option: Option, other: Option | None) -> str:
        said = in_words.changed_parts(option, other)
        beds = ", ".join(f"{sites.get(site, site)} {count}" for site, count in sorted(option.sites.items()))
        return said.replace(f"sites: {in_words.value(option.sites)}", f"beds: {beds}")

    pair = [{option.id: option for option in place.options} for place in (before, after)]
    return keyed("option", pair, words, _names(pair).__getitem__)


def _geography(before: Place, after: Place) -> list[Difference]:
    hidden = _hidden(before, after)

    def minutes(row: TravelTime, _: object) -> str:
        return in_words.NOT_SAID if row.site in hidden else in_words.value(row.minutes, "minutes")

    places = (before, after)
    boundaries = ({"boundary": (place.outline, place.outline_source)} for place in places)
    times = ({f"{r.area}/{r.site}/{r.mode}/{r.period}": r for r in place.travel} for place in places)
    return [
        *table("area", ({area.code: area for area in place.areas} for place in places), in_words.changed_parts),
        *table("travel", times, minutes),
        *keyed("outline", boundaries, _boundary, lambda _: "the outline on the map"),
    ]


def _boundary(found: tuple[Any, str], _: object) -> str:
    rings, source = found
    said = f"{len(rings)} {'ring' if len(rings) == 1 else 'rings'} of {sum(map(len, rings)):,} points"
    return (said + (f", from {source}" if source else "")) if rings else "none"


def _hidden(*places: Place) -> set[str]:
    """Sites of public views of which nothing may be told that would show which building it is."""
    return {
        site.id for place in places if hides_sites(place) for site in place.sites if site.standing == "not approached"
    }
