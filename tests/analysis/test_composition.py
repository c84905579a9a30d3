"""Who sits on a panel: seats filled and vacant, members without a seat, and how much of it is lay."""

from __future__ import annotations

import pytest
from building import EVERYBODY, place, plan

from appraisal.analysis.composition import Composition, lay_share_of_weight
from appraisal.analysis.panel import panel_weights
from appraisal.analysis.panel_warnings import check_panel
from appraisal.model.ballots import Ballots

SEATS = [
    {"role": "resident", "group": "residents", "lay": True},
    {"role": "carer", "group": "residents", "lay": True},
    {"role": "nurse", "group": "clinicians", "lay": False},
]


def member(person, group, role):
    return {"person": person, "group": group, "role": role}


def warned(held):
    return [one.text for one in check_panel(held, panel_weights(held)) if one.about == "panel"]


def test_a_member_fills_the_seat_of_their_group_and_role_whatever_the_capitals_and_spaces():
    found = Composition.of(plan(seats=[*SEATS[:2], {"role": " Nurse ", "group": "clinicians", "lay": False}]))
    assert [(taken.seat.role.strip(), taken.filled) for taken in found.seats] == [
        ("Nurse", ("p03",)),
        ("carer", ("p02",)),
        ("resident", ("p01",)),
    ]
    assert found.without_seat == ()


def test_the_same_role_in_another_group_is_another_seat():
    found = Composition.of(plan(seats=[{"role": "nurse", "group": "residents", "lay": False}]))
    assert [taken.vacant for taken in found.seats] == [1]
    assert found.without_seat == ("p01", "p02", "p03")


@pytest.mark.parametrize(("count", "vacant"), [(1, 0), (2, 1), (5, 4)])
def test_a_seat_for_several_is_vacant_by_as_many_as_are_missing(count, vacant):
    found = Composition.of(plan(seats=[SEATS[2] | {"count": count}]))
    assert [taken.vacant for taken in found.seats] == [vacant]


def test_two_members_of_one_seat_both_fill_it_and_none_is_missing():
    panel = [member("p01", "residents", "carer"), member("p02", "residents", "carer")]
    found = Composition.of(plan(panel=panel, seats=SEATS))
    assert found.seats[1].filled == ("p01", "p02")
    assert found.seats[1].vacant == 0
    assert found.lay_share == 1


def test_two_of_three_are_lay_and_carry_half_of_the_weight():
    """Residents carry half; both are lay. Without the nurse's weights, residents carry it all."""
    held = place(plan=plan(seats=SEATS))
    found = Composition.of(held.plan)
    assert found.lay_share == 2 / 3
    assert lay_share_of_weight(found, held.plan, panel_weights(held)) == 0.5
    silent = place(plan=plan(seats=SEATS), ballots=Ballots(EVERYBODY[:2]))
    assert lay_share_of_weight(found, silent.plan, panel_weights(silent)) == 1


def test_one_lay_member_of_two_carries_half_of_the_groups_weight():
    held = place(plan=plan(seats=[SEATS[0], SEATS[2]]))
    found = Composition.of(held.plan)
    assert found.without_seat == ("p02",)
    assert found.lay_share == 1 / 3
    assert lay_share_of_weight(found, held.plan, panel_weights(held)) == 0.25


def test_without_seats_nobody_knows_who_is_lay():
    held = place()
    found = Composition.of(held.plan)
    assert found.lay_share is None
    assert lay_share_of_weight(found, held.plan, panel_weights(held)) is None
    assert warned(held) == []


def test_a_vacancy_is_a_warning_with_role_and_group():
    seats = [*SEATS, {"role": "pharmacist", "group": "clinicians", "lay": False}]
    assert warned(place(plan=plan(seats=SEATS))) == []
    assert warned(place(plan=plan(seats=seats))) == ["Vacant on the panel: pharmacist (Clinicians)."]
    seats = [*SEATS[:2], SEATS[2] | {"count": 3}]
    assert warned(place(plan=plan(seats=seats))) == ["Vacant on the panel: nurse (Clinicians), 2 of 3."]


@pytest.mark.parametrize(("wanted", "count"), [(None, 0), (0.5, 0), (2 / 3, 0), (0.7, 1)])
def test_too_few_lay_members_are_a_warning_only_where_the_place_states_a_share(wanted, count):
    found = warned(place(plan=plan(seats=SEATS, lay_share_at_least=wanted)))
    assert len(found) == count
    if count:
        assert found == ["Lay members of the panel: 2 of 3. The place wants at least 70 in 100."]
