"""The limits that a set of sites must keep to, each as one line over the sites opened and their beds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from appraisal.analysis.measuring import Ruler
from appraisal.measures import measure_module
from appraisal.model.base import Assumption
from appraisal.model.workspace import Place

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_SLACK = 1e-9  # a level this near to its limit, in proportion, keeps to it


@dataclass(frozen=True)
class Limit:
    """One limit: at_least <= sum over open sites of (fixed + per_bed x new beds) <= at_most.

    Attributes:
        family: which family of a model's constraints it belongs to.
        name: what it is, in words.
        fixed, per_bed: (sites,) in the limit's unit; NaN where not known.
        unit: of the level.
        why, source, as_at: what the place says of it, where it says it.
    """

    family: str
    name: str
    fixed: Floats
    per_bed: Floats
    unit: str
    at_least: float = 0.0
    at_most: float = np.inf
    why: str = ""
    source: str = ""
    as_at: str = ""

    def level(self, beds: Integers) -> Floats:
        """(n,) where each set stands.

        Args:
            beds: (n, sites).
        """
        return np.asarray(np.where(beds > 0, self.fixed + self.per_bed * beds, 0.0).sum(axis=1))

    @property
    def least(self) -> float:
        """The lowest level that keeps to it, with room for the last digit."""
        return self.at_least - self._room if np.isfinite(self.at_least) else self.at_least

    @property
    def most(self) -> float:
        """The highest level that keeps to it, with room for the last digit."""
        return self.at_most + self._room

    def kept(self, beds: Integers) -> npt.NDArray[np.bool_]:
        """(n,) which sets keep to it; a level that is not known does not."""
        level = self.level(beds)
        with np.errstate(invalid="ignore"):
            return np.asarray((level >= self.least) & (level <= self.most))

    @property
    def _room(self) -> float:
        """None where sites and beds are counted; what is added up of parts may miss by the last digit."""
        ends = [abs(end) for end in (self.at_least, self.at_most) if np.isfinite(end)]
        return 0.0 if self.unit in ("sites", "beds") else _SLACK * max([1.0, *ends])


def limits_of(place: Place, ruler: Ruler, *, at_best: bool = False) -> tuple[Limit, ...]:
    """Every limit that a place sets.

    Args:
        place, ruler: whose.
        at_best: whether costs and hours that are not known are taken at their best, instead of as NaN.
    """
    ids, plan = ruler.geography.sites, place.plan.limits
    names = {site.id: site.name for site in place.sites}
    providers = {provider.id: provider.name for provider in place.providers}
    families = {provider.id: provider.family for provider in place.providers}
    zero = np.zeros(len(ids))

    def those(chosen: Iterable[str]) -> Floats:
        return np.isin(ids, list(chosen)).astype(float)

    most = place.plan.sites_at_most
    found = [Limit("sites-at-most", f"at most {_counted(most, 'site')}", zero + 1, zero, "sites", at_most=most)]
    for cap in plan.providers:
        run = those(site.id for site in place.sites if families[site.provider] == families[cap.provider])
        of = providers[cap.provider]
        if cap.sites_at_most is not None:
            name = f"at most {_counted(cap.sites_at_most, 'site')} of {of}"
            found.append(Limit("provider-limits", name, run, zero, "sites", at_most=cap.sites_at_most, why=cap.why))
        if cap.beds_at_most is not None:
            name = f"at most {_counted(cap.beds_at_most, 'bed')} of {of}"
            found.append(Limit("provider-limits", name, zero, run, "beds", at_most=cap.beds_at_most, why=cap.why))
    for rule in plan.required_sites:
        name = f"{names[rule.site]} must be opened"
        site = those([rule.site])
        found.append(Limit("sites-required-or-forbidden", name, site, zero, "sites", at_least=1, why=rule.why))
    for rule in plan.forbidden_sites:
        name = f"{names[rule.site]} must not be opened"
        site = those([rule.site])
        found.append(Limit("sites-required-or-forbidden", name, site, zero, "sites", at_most=0, why=rule.why))
    if plan.budget_pounds is not None and place.costing is not None:
        terms = measure_module("cost").build(place, place.costing, ruler.geography).terms(at_best=at_best)
        name = f"a budget of £{plan.budget_pounds.value:,.0f}"
        found.append(_capped("budget", name, terms.fixed, terms.per_bed, "pounds", plan.budget_pounds))
    if plan.ward_round_hours_a_week is not None:
        unknown = 0.0 if at_best else np.nan
        hours = [unknown if site.ward_round_hours is None else site.ward_round_hours for site in place.sites]
        name = f"at most {plan.ward_round_hours_a_week.value:g} hours of ward rounds a week"
        cap_hours = plan.ward_round_hours_a_week
        found.append(_capped("ward-round-hours", name, np.array(hours), zero, "hours a week", cap_hours))
    return tuple(found)


def _capped(family: str, name: str, fixed: Floats, per_bed: Floats, unit: str, cap: Assumption) -> Limit:  # noqa: PLR0917
    return Limit(
        family, name, fixed, per_bed, unit, at_most=cap.value, why=cap.note, source=cap.source, as_at=cap.as_at
    )


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
