"""The public view: a place as anybody may see it, so that nothing computed from it gives a confidence away.

Confidential figures become bands. A site that has not been approached, and every option that uses one, loses its name,
its id and the words that were written about it; where it stands and what it costs still count.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from operator import attrgetter
from types import MappingProxyType

from appraisal.model.ballots import Ballots
from appraisal.model.evidence import Evidence, band
from appraisal.model.hurdles import MEETS_WITH_CONDITION
from appraisal.model.limits import Limits, SiteRule
from appraisal.model.options import Option
from appraisal.model.sites import Provider, Site
from appraisal.model.workspace import Place

NOT_PUBLIC = "not-public"
_NOT_SAID = "Not said before every site has been approached."
_NO_ALIASES: Mapping[str, str] = MappingProxyType({})


def has_confidences(place: Place) -> bool:
    """Whether anything must be kept out of public papers."""
    return any(not row.public for row in place.evidence) or bool(_aliases(place))


def hides_sites(place: Place) -> bool:
    """Whether this is the public view of a place some of whose sites have not been approached."""
    return bool(place.nearer_first) and bool(_aliases(place))


@dataclass(frozen=True, slots=True)
class Aliases:
    """The ids that stand in the public view for those of what is hidden.

    Attributes:
        sites, options, providers: id -> what stands for it; what is shown is not in them.
    """

    sites: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    providers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, place: Place, like: Aliases | None = None) -> Aliases:
        """The aliases of a place; those that it has in another view of it stay as they are there."""
        like = like or cls()
        sites = _aliases(place, like.sites)
        hidden = {option.id for option in place.options if option.sites.keys() & sites.keys()}
        options = _numbered("option", place.options, hidden, like.options)
        providers = {site.provider: f"provider-of-{sites[site.id]}" for site in place.sites if site.id in sites}
        return cls(sites, options, {id_: like.providers.get(id_, alias) for id_, alias in providers.items()})


def public_views(before: Place, after: Place) -> tuple[tuple[Place, Aliases], tuple[Place, Aliases]]:
    """A place at two runs as anybody may see it now: what stands for a hidden id is the same in both.

    What may be named now may be named in what was before, and what may not be named now is not named there either.

    Returns:
        The view of each, with the aliases in it.
    """
    standing = {site.id: site.standing for site in after.sites}
    sites = tuple(
        site.model_copy(update={"standing": standing[site.id]}) if site.id in standing else site
        for site in before.sites
    )
    then, now = replace(before, sites=sites), Aliases.of(after)
    of_then = Aliases.of(then, now)
    return (public_view(then, of_then), of_then), (public_view(after, now), now)


def public_view(place: Place, aliases: Aliases | None = None) -> Place:
    """The place as anybody may see it; without aliases given, those of its own."""
    aliases = aliases or Aliases.of(place)
    site_ids, option_ids, providers = aliases.sites, aliases.options, aliases.providers
    shown = {site.provider for site in place.sites if site.id not in site_ids}
    kept = [provider for provider in place.providers if provider.id in shown or provider.id not in providers]
    # An alias keeps the family of providers, so that the same people stay recused. Its name has the number of a site,
    # so that limits of two such providers are told apart.
    unnamed = [
        Provider(
            id=providers[provider.id],
            name=f"Provider of site {providers[provider.id].rpartition('-')[2]} (not yet approached)",
            group=provider.family,
        )
        for provider in place.providers
        if provider.id in providers
    ]
    evidence = (_evidence(row, site_ids, option_ids) for row in place.evidence)
    by_id = attrgetter("id")
    return replace(
        place,
        plan=place.plan.model_copy(update={"limits": _limits(place.plan.limits, site_ids, providers, shown)}),
        sites=tuple(sorted((_site(site, site_ids, providers) for site in place.sites), key=by_id)),
        options=tuple(sorted((_option(option, site_ids, option_ids) for option in place.options), key=by_id)),
        providers=tuple(sorted([*kept, *unnamed], key=by_id)),
        evidence=tuple(row for row in evidence if row is not None),
        travel=tuple(replace(row, site=site_ids.get(row.site, row.site)) for row in place.travel),
        ballots=_ballots(place.ballots, site_ids, providers, shown),
        nearer_first=tuple(site_ids.get(site.id, site.id) for site in place.sites),
    )


def _aliases(place: Place, given: Mapping[str, str] = _NO_ALIASES) -> dict[str, str]:
    """Ids of the sites not approached, each with the number that stands for it."""
    hidden = {site.id for site in place.sites if site.standing == "not approached"}
    return _numbered("site", place.sites, hidden, given)


def _numbered(
    word: str, items: Sequence[Site] | Sequence[Option], hidden: Collection[str], given: Mapping[str, str] = _NO_ALIASES
) -> dict[str, str]:
    """A number for each hidden item that no other item has as its id or its name: the one given, where that is so."""
    taken = {text for item in items if item.id not in hidden for text in (item.id, item.name.lower().replace(" ", "-"))}
    free = (alias for number in count(1) if (alias := f"{word}-{number}") not in {*taken, *given.values()})
    kept = {id_: alias for id_, alias in given.items() if alias not in taken}
    return {item.id: kept.get(item.id) or next(free) for item in items if item.id in hidden}


def _site(site: Site, site_ids: Mapping[str, str], providers: Mapping[str, str]) -> Site:
    if site.id not in site_ids:
        return site
    alias = site_ids[site.id]
    name = f"Site {alias.removeprefix('site-')} (not yet approached)"
    return site.model_copy(
        update={"id": alias, "name": name, "provider": providers[site.provider], "registered_beds": None}
    )


def _option(option: Option, site_ids: Mapping[str, str], option_ids: Mapping[str, str]) -> Option:
    if option.id not in option_ids:
        return option
    alias = option_ids[option.id]
    update: dict[str, object] = {
        "id": alias,
        "name": f"Option {alias.removeprefix('option-')}",
        "sites": {site_ids.get(site, site): beds for site, beds in option.sites.items()},
        "origin": _NOT_SAID,
    }
    if option.withdrawn:
        update["withdrawn"] = option.withdrawn.model_copy(update={"reason": _NOT_SAID})
    return option.model_copy(update=update)


def _limits(limits: Limits, site_ids: Mapping[str, str], providers: Mapping[str, str], shown: set[str]) -> Limits:
    """Limits by the ids that stand for what is hidden, without the reasons given for them."""

    def of_sites(rules: Sequence[SiteRule]) -> tuple[SiteRule, ...]:
        return tuple(
            SiteRule(site=site_ids[rule.site], why=_NOT_SAID) if rule.site in site_ids else rule for rule in rules
        )

    of_providers = tuple(
        cap.model_copy(update={"provider": providers[cap.provider], "why": _NOT_SAID})
        if cap.provider in providers and cap.provider not in shown
        else cap
        for cap in limits.providers
    )
    return limits.model_copy(
        update={
            "required_sites": of_sites(limits.required_sites),
            "forbidden_sites": of_sites(limits.forbidden_sites),
            "providers": of_providers,
        }
    )


def _evidence(row: Evidence, site_ids: Mapping[str, str], option_ids: Mapping[str, str]) -> Evidence | None:
    """A row as anybody may see it; None where there is nothing of it to see."""
    if not row.public:
        if row.answer:
            return None
        # What is not known stays, so that no older figure takes its place.
        low, high = (None, None) if row.value is None else band(row.value)
        row = replace(row, value=None, low=low, high=high, note="")
    if row.site in site_ids or row.option in option_ids:
        if row.answer in ("pro", "con"):
            return None
        note = f"what: {_NOT_SAID}; who: the provider; by: {_by(row)}" if row.answer == MEETS_WITH_CONDITION else ""
        site = site_ids.get(row.site or "", row.site)
        return replace(row, site=site, source=NOT_PUBLIC, note=note)
    return row


def _by(row: Evidence) -> str:
    return row.note.rsplit("by:", 1)[1].strip()


def _ballots(ballots: Ballots, site_ids: Mapping[str, str], providers: Mapping[str, str], shown: set[str]) -> Ballots:
    scores = (replace(cast, site=site_ids.get(cast.site, cast.site)) for cast in ballots.scores)
    interests = []
    for interest in ballots.interests:
        if interest.site in site_ids or (interest.provider in providers and interest.provider not in shown):
            provider = providers.get(interest.provider, interest.provider)
            site = site_ids.get(interest.site, interest.site)
            interests.append(replace(interest, provider=provider, site=site, interest=_NOT_SAID))
        else:
            interests.append(interest)
    moderated = (
        replace(
            said,
            site=site_ids[said.site],
            reason=_NOT_SAID,
            dissent=tuple((person, _NOT_SAID) for person, _ in said.dissent),
        )
        if said.site in site_ids
        else said
        for said in ballots.moderated
    )
    return replace(
        ballots,
        scores=tuple(sorted(scores)),
        interests=tuple(sorted(interests)),
        moderated=tuple(sorted(moderated)),
    )
