"""Providers and sites: who could run the beds, and where."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from appraisal.model.base import FileModel, Id, IsoDate, Text
from appraisal.model.hurdles import RatingWord
from appraisal.model.places import Beds

Setting = Literal["care home", "hospice", "other"]
Standing = Literal["illustrative", "not approached", "interested", "confirmed"]


class Provider(FileModel):
    """An organisation that could run beds; `group` ties providers that belong together."""

    id: Id
    name: Text
    group: Id | None = None

    @property
    def family(self) -> str:
        """The group of providers that it belongs to, or itself: recusal is by this (method 1.8)."""
        return self.group or self.id


class Rating(FileModel):
    """A CQC rating; without its date it is not evidence."""

    rating: RatingWord
    date: IsoDate
    source: Id


class Site(FileModel):
    """A building where beds could be.

    Attributes:
        lat, lon: WGS84 degrees.
        existing: True where people already go for such a bed today.
        standing: how far the conversation has gone; a site not approached is never named in a public paper.
        beds_offered: new beds it could give, at least and at most; None where not known. Never registered_beds.
        ward_round_hours: hours a week that its ward round takes of the specialist team.
        ratings: every rating known; the newest one counts.
    """

    id: Id
    name: Text
    provider: Id
    setting: Setting
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    existing: bool = False
    standing: Standing
    beds_offered: Beds | None = None
    registered_beds: int | None = Field(default=None, ge=0)
    contract: Literal["block", "spot"] = "block"
    ward_round_hours: float | None = Field(default=None, ge=0)
    ratings: tuple[Rating, ...] = Field(default=(), strict=False)

    @property
    def newest_rating(self) -> Rating | None:
        """The rating with the latest date."""
        return max(self.ratings, key=lambda rating: rating.date, default=None)


class SitesFile(FileModel):
    """options/<place>/sites.yaml."""

    version: Literal[1]
    providers: tuple[Provider, ...] = Field(strict=False)
    sites: tuple[Site, ...] = Field(strict=False)
