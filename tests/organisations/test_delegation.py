"""A leader's power in other hands: for some days, and taken back when it must be."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from motcua.dossiers import actions
from motcua.dossiers.lifecycle import StepNotYours
from motcua.organisations.actions import delegate, end_delegation
from motcua.organisations.models import Delegation, Role
from motcua.organisations.queries import standing_of
from tests.factories import MONDAY_9AM, Office, acting, create_officer, vn

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY = date(2018, 10, 22), date(2018, 10, 23)


@pytest.fixture
def office() -> Office:
    return Office()


def hand_over(office: Office, *, first: date = MONDAY, last: date = TUESDAY) -> Delegation:
    deputy = create_officer(Role.SPECIALIST, office.department)
    return delegate(
        agency=office.department, giver=office.sau, receiver=deputy, first=first, last=last, reason="Đi công tác"
    )


def leads(delegation: Delegation, *, on: date) -> bool:
    return standing_of(delegation.receiver, on=on).has(Role.LEADER, delegation.agency_id)


def test_a_power_taken_back_is_gone_at_once_and_stays_in_the_books(office):
    delegation = hand_over(office)
    assert leads(delegation, on=MONDAY)

    end_delegation(delegation=delegation, by=office.sau, at=MONDAY_9AM)

    assert not leads(delegation, on=MONDAY)
    assert not leads(delegation, on=TUESDAY)
    assert Delegation.objects.get().ended_at == MONDAY_9AM


def test_what_was_signed_before_the_end_stays_signed_and_nothing_more_is(office):
    delegation = hand_over(office)
    deputy = delegation.receiver
    first, second = (office.propose(office.take_over(office.receive(), at=MONDAY_9AM), at=MONDAY_9AM) for _ in "12")
    actions.approve(dossier=first, by=acting(deputy), at=MONDAY_9AM)

    end_delegation(delegation=delegation, by=office.sau, at=vn("2018-10-22 10:00"))

    first.refresh_from_db()
    assert first.result.decided_by == deputy
    with pytest.raises(StepNotYours):
        actions.approve(dossier=second, by=acting(deputy), at=vn("2018-10-22 10:01"))


def test_the_days_before_an_early_end_were_in_force(office):
    delegation = hand_over(office)

    end_delegation(delegation=delegation, by=office.sau, at=vn("2018-10-23 08:00"))

    assert leads(delegation, on=MONDAY)
    assert not leads(delegation, on=TUESDAY)


def test_a_delegation_is_called_off_before_it_begins(office):
    delegation = hand_over(office, first=TUESDAY)

    end_delegation(delegation=delegation, by=office.sau, at=MONDAY_9AM)

    assert not leads(delegation, on=TUESDAY)


def test_another_leader_of_the_unit_may_end_it_and_the_delegate_may_not(office):
    head = create_officer(Role.LEADER, office.department)
    delegation = hand_over(office)

    with pytest.raises(ValidationError, match="người đã ủy quyền hoặc lãnh đạo"):
        end_delegation(delegation=delegation, by=delegation.receiver, at=MONDAY_9AM)
    end_delegation(delegation=delegation, by=head, at=MONDAY_9AM)

    assert not leads(delegation, on=MONDAY)


def test_what_is_over_cannot_be_ended_again(office):
    delegation = hand_over(office)

    with pytest.raises(ValidationError, match="đã hết từ trước"):
        end_delegation(delegation=delegation, by=office.sau, at=vn("2018-10-24 08:00"))
