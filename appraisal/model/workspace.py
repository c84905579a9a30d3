"""A workspace: criteria, hurdles, sources and places, as read from one folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import Field

from appraisal.model.ballots import Ballots
from appraisal.model.base import FileModel, IsoDate, Sourced, Text
from appraisal.model.criteria import Criterion, Theme
from appraisal.model.evidence import Evidence, Figure, Source, band
from appraisal.model.hurdles import Hurdle
from appraisal.model.options import Option
from appraisal.model.places import Area, Mode, Organisation, Period, PlacePlan
from appraisal.model.sites import Provider, Site


class Settings(FileModel):
    """workspace.yaml.

    Attributes:
        as_at: the only today that a run knows.
        illustrative: True where providers, sites, areas and people are invented; every page says so.
    """

    version: Literal[1]
    title: Text
    organisation: Organisation
    seed: int = Field(ge=0)
    as_at: IsoDate
    illustrative: bool = False
    decided: tuple[Sourced, ...] = Field(default=(), strict=False)
    not_decided: tuple[Sourced, ...] = Field(default=(), strict=False)


@dataclass(frozen=True, slots=True)
class TravelTime:
    """Minutes from an area to a site by one mode in one period; None where not known."""

    area: str
    site: str
    mode: Mode
    period: Period
    minutes: float | None


@dataclass(frozen=True, slots=True)
class Place:
    """Everything that the workspace holds of one place; all tuples are in order of id.

    Attributes:
        criteria: the criteria that the place uses: the core less those switched off, and its own.
        own_criteria: ids of those that it added.
    """

    id: str
    plan: PlacePlan
    criteria: tuple[Criterion, ...]
    own_criteria: tuple[str, ...]
    providers: tuple[Provider, ...]
    sites: tuple[Site, ...]
    options: tuple[Option, ...]
    evidence: tuple[Evidence, ...]
    areas: tuple[Area, ...]
    travel: tuple[TravelTime, ...] = ()
    ballots: Ballots = field(default_factory=Ballots)

    def site(self, site_id: str) -> Site:
        """The site with an id."""
        return next(site for site in self.sites if site.id == site_id)

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion with an id."""
        return next(criterion for criterion in self.criteria if criterion.id == criterion_id)

    def evidence_of(self, site_id: str, item: str) -> Evidence | None:
        """The newest row about an item of a site; a changed figure is a new dated line."""
        rows = [row for row in self.evidence if row.site == site_id and row.item == item]
        return max(rows, key=lambda row: (row.as_at, row.source), default=None)

    def figure(self, site_id: str, item: str) -> Figure:
        """The newest figure of an item of a site, possibly not known."""
        return Figure.of(self.evidence_of(site_id, item))

    def public_view(self) -> Place:
        """The place as anybody may see it: confidential figures become bands.

        What is computed from this view cannot narrow a confidential figure. Names are taken out of what is told, by
        `appraisal.analysis.unnaming`.
        """
        evidence = (row if row.public else _as_band(row) for row in self.evidence)
        return replace(self, evidence=tuple(row for row in evidence if row is not None))

    @property
    def has_confidences(self) -> bool:
        """Whether anything must be kept out of public papers."""
        return any(not row.public for row in self.evidence) or any(
            site.standing == "not-approached" for site in self.sites
        )


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder of criteria, options and places.

    Attributes:
        files: path inside the workspace -> SHA-256 of the file, for every file read.
    """

    settings: Settings
    themes: tuple[Theme, ...]
    hurdles: tuple[Hurdle, ...]
    sources: Mapping[str, Source]
    places: Mapping[str, Place]
    files: Mapping[str, str]


def _as_band(row: Evidence) -> Evidence | None:
    """A confidential row without its figure; statements go altogether.

    A figure that is not known stays as a row, so that no older figure takes its place.
    """
    if row.answer:
        return None
    low, high = (None, None) if row.value is None else band(row.value)
    return replace(row, value=None, low=low, high=high, note="")
