"""Families about sites, their beds and the limits that a place sets."""

from __future__ import annotations

import numpy as np

from appraisal.analysis.portfolio.family import family
from appraisal.analysis.portfolio.model import Model, Sum, plain, summed


@family(
    "Whole beds",
    "A site stays closed, or holds one of the numbers of beds that it offers.",
    "yes or no",
    "for each s:  sum[b] u[s,b] <= 1",
    "u[s,b] is 0 or 1, for b from the least to the most that s offers",
)
def whole_beds(model: Model) -> None:
    """One number of beds for each site."""
    for site in model.sites:
        model.row(f"whole_beds.{model.site_name(site)}", model.opened(site), "<=", 1)


@family(
    "Beds required",
    "The sites opened hold the beds that the place needs. A range of beds is solved once for each number in it.",
    "beds",
    "sum[s,b] b u[s,b] = beds",
)
def beds_required(model: Model) -> None:
    """All beds together."""
    every = Sum()
    for site in model.sites:
        for beds in model.choices[site]:
            every.add(model.holds(site, beds), beds)
    model.row("beds_required", every, "=", model.total)


@family(
    "At most so many sites",
    "No more sites are opened than the place allows.",
    "sites",
    "sum[s,b] u[s,b] <= most sites",
)
def sites_at_most(model: Model) -> None:
    """The number of sites."""
    _hold(model, "sites-at-most")


@family(
    "Limits of a provider",
    "No provider runs more sites, or more beds, than the place allows it.",
    "sites; beds",
    "for each provider q:  sum[s of q, b] u[s,b] <= most sites of q",
    "for each provider q:  sum[s of q, b] b u[s,b] <= most beds of q",
)
def provider_limits(model: Model) -> None:
    """Sites and beds of a provider."""
    _hold(model, "provider-limits")


@family(
    "Sites required and forbidden",
    "A site that the place requires is opened. One that it forbids stays closed.",
    "yes or no",
    "for each s required:  sum[b] u[s,b] >= 1",
    "for each s forbidden:  sum[b] u[s,b] <= 0",
)
def sites_required_or_forbidden(model: Model) -> None:
    """Sites that must be opened, or must not."""
    _hold(model, "sites-required-or-forbidden")


@family(
    "Budget",
    "The present cost over the place's years, at the figures' values, stays within the budget.",
    "pounds",
    "sum[s,b] (fixed[s] + b per_bed[s]) u[s,b] <= budget",
)
def budget(model: Model) -> None:
    """Cost within the budget."""
    _hold(model, "budget")


@family(
    "Ward-round hours",
    "The weekly ward rounds of all open sites fit into the hours that the specialist team has.",
    "hours a week",
    "sum[s,b] hours[s] u[s,b] <= hours of the team",
)
def ward_round_hours(model: Model) -> None:
    """Hours of ward rounds."""
    _hold(model, "ward-round-hours")


@family(
    "Not again",
    "A set that was found is shut out, so that the next one is another.",
    "sites",
    "for each set found:  sum[s in the set] u[s, its beds] <= sites in the set - 1",
)
def not_again(model: Model) -> None:
    """Sets that were found already."""
    for number, beds in enumerate(model.found, start=1):
        if not model.has_row(f"not_again.{number}"):
            held = [model.holds(site, int(beds[site])) for site in np.flatnonzero(beds).tolist()]
            model.row(f"not_again.{number}", summed(held), "<=", len(held) - 1)


def _hold(model: Model, family_name: str) -> None:
    limits = [limit for limit in model.question.limits if limit.family == family_name]
    for number, limit in enumerate(limits, start=1):
        level = model.over_open(limit.fixed, limit.per_bed)
        name = f"{plain(family_name)}.{number}"
        if limit.at_least > 0:
            model.row(f"{name}.least", level, ">=", limit.least)
        if np.isfinite(limit.at_most):
            model.row(f"{name}.most", level, "<=", limit.most)
