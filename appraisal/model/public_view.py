"""The public view: a place as anybody may see it, so that nothing computed from it gives a confidence away.

Confidential figures become bands. A site that has not been approached, and every option that uses one, loses its name,
its id and the words that were written about it; where it stands and what it costs still count.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import count
from operator import attrgetter

from appraisal.model.ballots import Ballots
from appraisal.model.evidence import Evidence, band
from appraisal.model.hurdles import MEETS_WITH_CONDITION
from appraisal.model.limits import Limits, SiteRule
from appraisal.model.options import Option
from appraisal.model.sites import Provider, Site
from appraisal.model.workspace import Place

NOT_PUBLIC = "not-public"
_NOT_SAID = "Not said before every site has been approached."


def has_confidences(place: Place) -> bool:
    """Whether anything must be kept out of public papers."""
    return any(not row.public for row in place.evidence) or bool(_aliases(place))


def hides_sites(place: Place) -> bool:
    """Whether this is the public view of a place some of whose sites have not been approached."""
    return bool(place.nearer_first) and bool(_aliases(place))


def public_view(place: Place) -> Place:
    """The place as anybody may see it."""
    site_ids = _aliases(place)
    hidden = {option.id for option in place.options if option.sites.keys() & site_ids.keys()}
    option_ids = _numbered("option", place.options, hidden)
    providers = {site.provider: f"provider-of-{site_ids[site.id]}" for site in place.sites if site.id in site_ids}
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


def _aliases(place: Place) -> dict[str, str]:
    """Ids of the sites not approached, each with the number that stands for it."""
    return _numbered("site", place.sites, {site.id for site in place.sites if site.standing == "not approached"})


def _numbered(word: str, items: Sequence[Site] | Sequence[Option], hidden: Collection[str]) -> dict[str, str]:
    """A number for each hidden item, none that another item has as its id or its name."""
    taken = {text for item in items if item.id not in hidden for text in (item.id, item.name.lower().replace(" ", "-"))}
    free = (alias for number in count(1) if (alias := f"{word}-{number}") not in taken)
    return {item.id: next(free) for item in items if item.id in hidden}


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
