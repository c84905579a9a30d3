"""A workspace: criteria, hurdles, sources and places, as read from one folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Literal

from pydantic import Field

from appraisal.model.ballots import Ballots
from appraisal.model.base import FileModel, IsoDate, Sourced, Text
from appraisal.model.criteria import Branch, Criterion, Theme
from appraisal.model.evidence import Evidence, Figure, Source
from appraisal.model.hurdles import Hurdle
from appraisal.model.options import Option
from appraisal.model.places import Area, Mode, Organisation, Period, PlacePlan, Ring
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
    """Everything that the workspace holds of one place; all tuples are put in order of id, however they were given.

    Attributes:
        criteria: the criteria that the place uses: the core less those switched off, and its own.
        own_criteria: ids of those that it added.
        branches: of the criteria tree, those with a criterion somewhere under them.
        costing: the core's criterion of cost, weighed or switched off, where a budget is held against it; else None.
        nearer_first: ids of the sites in the order that breaks ties of minutes; empty where that is the order of id.
            A public view keeps the order of the place that it is made from, so that its new ids send nobody elsewhere.
        outline: rings of its boundary, holes among them; empty where none is given.
        outline_source: where the boundary is from, in words; "" where its file does not say.
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
    nearer_first: tuple[str, ...] = ()
    costing: Criterion | None = None
    outline: tuple[Ring, ...] = ()
    outline_source: str = ""
    branches: tuple[Branch, ...] = ()

    def __post_init__(self) -> None:
        for name, key in _ORDERS.items():
            object.__setattr__(self, name, tuple(sorted(getattr(self, name), key=key)))

    @property
    def measured_criteria(self) -> tuple[Criterion, ...]:
        """The criteria whose figures the place needs: those that it weighs, and cost where a budget is set."""
        if self.costing is None or self.costing in self.criteria:
            return self.criteria
        return tuple(sorted((*self.criteria, self.costing), key=_ID))

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


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder of criteria, options and places.

    Attributes:
        files: path inside the workspace -> SHA-256 of the file, for every file read.
        wording: what reports/wording.yaml says, the starter's where the workspace has none: the sentences of findings
            and papers.
    """

    settings: Settings
    themes: tuple[Theme, ...]
    hurdles: tuple[Hurdle, ...]
    sources: Mapping[str, Source]
    places: Mapping[str, Place]
    files: Mapping[str, str]
    wording: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def files_of(self, place_id: str) -> dict[str, str]:
        """The files that the appraisal of one place rests on: all but those of other places alone."""
        others = [id_ for id_ in self.places if id_ != place_id]
        elsewhere = tuple(part for id_ in others for part in (f"options/{id_}/", f"criteria/{id_}.yaml"))
        return {path: hash_ for path, hash_ in self.files.items() if not path.startswith(elsewhere)}


_ID = attrgetter("id")
_ORDERS: Mapping[str, Callable[[Any], Any]] = {
    "criteria": _ID,
    "branches": _ID,
    "providers": _ID,
    "sites": _ID,
    "options": _ID,
    "evidence": lambda row: (row.site or "", row.option or "", row.item, row.as_at),
    "areas": attrgetter("code"),
    "travel": attrgetter("area", "site", "mode", "period"),
}
