"""Limits of a place: what a set of sites that a search finds must keep to, besides its beds and number of sites."""

from __future__ import annotations

from pydantic import Field, field_validator, model_validator

from appraisal.model.base import Assumption, FileModel, Id, Text


class SiteRule(FileModel):
    """A site that must be opened, or must not, and why."""

    site: Id
    why: Text


class ProviderLimit(FileModel):
    """The most sites, beds or both that one provider may run, together with the group that it belongs to, and why."""

    provider: Id
    sites_at_most: int | None = Field(default=None, ge=0)
    beds_at_most: int | None = Field(default=None, ge=0)
    why: Text

    @model_validator(mode="after")
    def _says_something(self) -> ProviderLimit:
        if self.sites_at_most is None and self.beds_at_most is None:
            msg = "a limit of a provider needs 'sites_at_most' or 'beds_at_most'"
            raise ValueError(msg)
        return self


class Limits(FileModel):
    """What place.yaml says under `limits`; everything may be left out.

    A limit narrows what the search goes through. A named option that breaks one stays in the ranking, with a warning:
    people put it forward, and they may know better than the limit.

    Attributes:
        budget_pounds: the most that the present cost over the place's years may be (method 3.7).
        ward_round_hours_a_week: hours a week that the specialist team has for ward rounds, over all sites.
    """

    required_sites: tuple[SiteRule, ...] = Field(default=(), strict=False)
    forbidden_sites: tuple[SiteRule, ...] = Field(default=(), strict=False)
    providers: tuple[ProviderLimit, ...] = Field(default=(), strict=False)
    budget_pounds: Assumption | None = None
    ward_round_hours_a_week: Assumption | None = None

    @field_validator("budget_pounds", "ward_round_hours_a_week")
    @classmethod
    def _nothing_or_more(cls, cap: Assumption | None) -> Assumption | None:
        if cap is not None and cap.value < 0:
            msg = f"a limit of 0 or more was expected, and {cap.value:g} was found"
            raise ValueError(msg)
        return cap
