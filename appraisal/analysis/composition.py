"""Composition: who sits on a panel, against the seats that the place expects, and how much of it is lay."""

from __future__ import annotations

from dataclasses import dataclass

from appraisal.analysis.panel import PanelWeights
from appraisal.model.panel import Seat
from appraisal.model.places import PlacePlan


@dataclass(frozen=True, slots=True)
class TakenSeat:
    """A seat and who fills it.

    Attributes:
        filled: the members of its group and role, in order; there may be more than it is for.
    """

    seat: Seat
    filled: tuple[str, ...]

    @property
    def vacant(self) -> int:
        """How many more members it is for."""
        return max(0, self.seat.count - len(self.filled))


@dataclass(frozen=True, slots=True)
class Composition:
    """A panel against the seats of its place.

    Attributes:
        seats: in order of group and role.
        without_seat: members with a role that no seat is for, in order.
        lay: members who fill a lay seat. A member without a seat is not called lay.
        lay_share: the share of the members who are lay; None where the place names no seats or has no members.
    """

    seats: tuple[TakenSeat, ...]
    without_seat: tuple[str, ...]
    lay: frozenset[str]
    lay_share: float | None

    @classmethod
    def of(cls, plan: PlacePlan) -> Composition:
        """The composition of a place's panel."""
        seats = tuple(
            TakenSeat(seat, tuple(sorted(member.person for member in plan.panel if seat.is_for(member))))
            for seat in sorted(plan.seats, key=lambda seat: seat.key)
        )
        seated = {person for taken in seats for person in taken.filled}
        lay = frozenset(person for taken in seats if taken.seat.lay for person in taken.filled)
        share = len(lay) / len(plan.panel) if plan.seats and plan.panel else None
        return cls(seats, tuple(sorted({member.person for member in plan.panel} - seated)), lay, share)


def lay_share_of_weight(found: Composition, plan: PlacePlan, panel: PanelWeights) -> float | None:
    """The share of the weight so far that lay members carry, over those who gave weights; None without seats.

    Each group carries its own weight, shared equally by those of its members who gave weights (method 1.7).
    """
    if found.lay_share is None:
        return None
    group_of = {member.person: member.group for member in plan.panel}
    groups = [group_of[person] for person in panel.by_person]
    each = {group: weight / groups.count(group) for group, weight in panel.grouped.group_weights.items()}
    return sum(each[group_of[person]] for person in sorted(panel.by_person.keys() & found.lay))
