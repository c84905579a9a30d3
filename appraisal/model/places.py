"""Places: a borough that needs a decision, its small areas, and what it assumes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pydantic import Field, field_validator, model_validator

from appraisal.model.ballots import Way
from appraisal.model.base import Assumption, FileModel, Id, IsoDate, PartialDate, Share, Sourced, Text
from appraisal.model.dependence import AskedPair
from appraisal.model.governance import Comments, Condition, Milestones, Officer, Stage
from appraisal.model.limits import Limits
from appraisal.model.panel import Group, PanelMember, Seat

Mode = Literal["car", "public-transport"]
Period = Literal["day", "evening"]
Point = tuple[float, float]  # latitude and longitude, WGS84 degrees
Ring = tuple[Point, ...]  # closed: the last point is the first one again


@dataclass(frozen=True, slots=True)
class Area:
    """A small area (LSOA) of a place: where people live, how old they are, how deprived the area is.

    Attributes:
        lat, lon: WGS84 degrees, population-weighted centre.
        population, population_65_plus, ...: people; the bands are parts of one another.
        deprivation_rank: 1 is the most deprived in England.
        groups: other shares of people, 0..1, by name.
    """

    code: str
    name: str
    lat: float
    lon: float
    population: float
    population_65_plus: float
    population_75_plus: float
    population_85_plus: float
    deprivation_rank: int
    groups: dict[str, float] = field(default_factory=dict)


class Beds(FileModel):
    """A whole number of beds, or a range of them."""

    at_least: int = Field(ge=0)
    at_most: int = Field(ge=1)

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, found: object) -> object:
        if isinstance(found, int) and not isinstance(found, bool):
            return {"at_least": found, "at_most": found}
        return found

    @model_validator(mode="after")
    def _in_order(self) -> Beds:
        if self.at_least > self.at_most:
            msg = f"at_least {self.at_least} is more than at_most {self.at_most}"
            raise ValueError(msg)
        return self

    def __contains__(self, beds: int) -> bool:
        return self.at_least <= beds <= self.at_most

    def __str__(self) -> str:
        return str(self.at_least) if self.at_least == self.at_most else f"{self.at_least} to {self.at_most}"


class Organisation(FileModel):
    """Who runs the appraisal, as the organisation was named at a date."""

    name: Text
    as_at: IsoDate


class Contact(FileModel):
    """How to reach the people who run the appraisal, and other formats of its papers."""

    email: Text
    phone: str = ""
    post: str = ""
    formats: Text


class CarTravel(FileModel):
    """Straight-line car times: fixed minutes plus minutes a kilometre (method 3.2)."""

    fixed_minutes: float = Field(ge=0)
    minutes_a_km: float = Field(gt=0)
    source: Id
    as_at: PartialDate
    note: str = ""


class Circuity(FileModel):
    """Kilometres travelled for each kilometre in a straight line."""

    low: float = Field(ge=1)
    value: float = Field(ge=1)
    high: float = Field(ge=1)

    @model_validator(mode="after")
    def _in_order(self) -> Circuity:
        if not self.low <= self.value <= self.high:
            msg = f"circuity low {self.low:g}, value {self.value:g} and high {self.high:g} are not in order"
            raise ValueError(msg)
        return self


class PublicTransportTravel(FileModel):
    """Straight-line public transport times of one period: an assumption, and every paper says so (method 3.2)."""

    walk_and_wait_minutes: float = Field(ge=0)
    km_an_hour: float = Field(gt=0)
    circuity: Circuity
    source: Id
    as_at: PartialDate
    note: str = ""


class PublicTransportPeriods(FileModel):
    """Public transport by day and in the evening."""

    day: PublicTransportTravel
    evening: PublicTransportTravel


class TravelPlan(FileModel):
    """How travel times are made where the place has no matrix of its own."""

    main_mode: Mode
    within_minutes: float = Field(gt=0)
    car: CarTravel
    public_transport: PublicTransportPeriods = Field(alias="public-transport")


class DeathRates(FileModel):
    """Deaths a person a year, by age band."""

    under_65: Assumption
    from_65_to_74: Assumption
    from_75_to_84: Assumption
    from_85: Assumption


class NeedPlan(FileModel):
    """From deaths to people who would use these beds (method 3.1)."""

    deaths_a_year: DeathRates
    palliative_share: Assumption
    use_share: Assumption
    growth_a_year: Assumption
    years_ahead: int = Field(ge=0, le=30)


class AreasPlan(FileModel):
    """Where the people of areas.csv come from."""

    source: Id
    as_at: PartialDate
    note: str = ""


class EquityPlan(FileModel):
    """How much a place minds long journeys: epsilon below 0, since fewer minutes are better (method 3.6)."""

    epsilon: float = Field(lt=0)


class OptimismBias(FileModel):
    """What is added to set-up costs, by type, as shares of them (HM Treasury's Green Book)."""

    building: Assumption
    equipment: Assumption


class CostPlan(FileModel):
    """Prices, years and rates of the present cost (method 3.7)."""

    price_year: Text
    years: int = Field(ge=1, le=31)
    discount_rate: Assumption
    planned_occupancy: Assumption
    optimism_bias: OptimismBias
    ward_round_pounds_a_year: Assumption


class Service(FileModel):
    """A row of the current / new / change table."""

    service: Text
    current: Text
    new: Text
    change: Text


class Event(FileModel):
    """Something of the programme's past or plan."""

    when: Text
    text: Text
    source: Id


class WorkingGroup(FileModel):
    """What the group that designed the model of care did and did not consider."""

    text: Text
    considered: tuple[Text, ...] = Field(strict=False)
    partly: tuple[Text, ...] = Field(strict=False)
    not_considered: tuple[Text, ...] = Field(strict=False)


class Conflict(FileModel):
    """Sources that disagree: held side by side, not smoothed."""

    about: Text
    accounts: tuple[Sourced, ...] = Field(min_length=2, strict=False)


class Workshop(FileModel):
    """What the workshop is for and what it asks."""

    text: Text
    objectives: tuple[Text, ...] = Field(strict=False)
    questions: tuple[Text, ...] = Field(strict=False)


class PlacePlan(FileModel):
    """options/<place>/place.yaml: what the place needs, assumes, and has to say.

    Attributes:
        beds: new beds required, a number or a range.
        limits: what else a set of sites must keep to.
        near_tie_points: totals nearer than this are no clear difference (method 2.4).
        two_way_map: the two criteria whose weights the map of leaders varies; None for the two with the most weight.
        old_after_months: evidence older than this at as_at is called old.
        criteria_off: core criteria that the place does not use; papers say so.
        weights_way: how people are asked for weights; of somebody who answered in several ways, this one counts.
        officers: who may enter what in the record, beside the panel.
        final: what must hold before anything is called final.
        seats: the roles that the place expects on its panel.
        lay_share_at_least: the share of members that the place wants to be lay, if it states one.
        dependence: pairs of criteria that people were asked about, and what they answered (method 1.2).
    """

    version: Literal[1]
    name: Text
    beds: Beds
    sites_at_most: int = Field(ge=1)
    limits: Limits = Limits()
    stage: int = Field(ge=1, le=3)
    stages: tuple[Stage, ...] = Field(strict=False)
    decision_body: Text
    contact: Contact
    about_the_beds: tuple[Text, ...] = Field(strict=False)
    near_tie_points: float = Field(ge=0)
    two_way_map: tuple[Id, Id] | None = Field(default=None, strict=False)
    old_after_months: int = Field(gt=0)
    criteria_off: tuple[Id, ...] = Field(default=(), strict=False)
    weights_way: Way = "swing-points"
    groups: tuple[Group, ...] = Field(min_length=1, strict=False)
    why_group_weights: Text
    panel: tuple[PanelMember, ...] = Field(default=(), strict=False)
    officers: tuple[Officer, ...] = Field(default=(), strict=False)
    final: tuple[Condition, ...] = Field(default=(), strict=False)
    comments: Comments | None = None
    milestones: Milestones = Milestones()
    seats: tuple[Seat, ...] = Field(default=(), strict=False)
    lay_share_at_least: Share | None = None
    dependence: tuple[AskedPair, ...] = Field(default=(), strict=False)
    areas: AreasPlan
    travel: TravelPlan
    need: NeedPlan
    stay_days: Assumption
    equity: EquityPlan
    cost: CostPlan
    services: tuple[Service, ...] = Field(default=(), strict=False)
    timeline: tuple[Event, ...] = Field(default=(), strict=False)
    working_group: WorkingGroup | None = None
    conflicts: tuple[Conflict, ...] = Field(default=(), strict=False)
    workshop: Workshop | None = None

    @property
    def roles(self) -> dict[str, str]:
        """The role in which each person speaks: their group on the panel, or their office."""
        offices: dict[str, str] = {officer.person: officer.role for officer in self.officers}
        return offices | {member.person: member.group for member in self.panel}

    @field_validator("groups")
    @classmethod
    def _shares_of_one(cls, groups: tuple[Group, ...]) -> tuple[Group, ...]:
        total = sum(group.weight for group in groups)
        if abs(total - 1) > 1e-9:
            msg = f"their weights add up to {total:g}; they must add up to 1"
            raise ValueError(msg)
        return groups
