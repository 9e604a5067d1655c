"""A leader's power in other hands: for some days, and taken back when it must be."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from motcua.dossiers import actions
from motcua.dossiers.lifecycle import StepNotYours
from motcua.organisations.actions import delegate, end_delegation, enter_leave
from motcua.organisations.models import Delegation, Role
from motcua.organisations.queries import delegation_used, standing_of
from tests.factories import MONDAY_9AM, Office, acting, create_officer, vn

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY = date(2018, 10, 22), date(2018, 10, 23)


@pytest.fixture
def office() -> Office:
    return Office()


def hand_over(office: Office, *, first: date = MONDAY, last: date = TUESDAY) -> Delegation:
    deputy = create_officer(Role.SPECIALIST, office.department)
    return delegate(
        agency=office.department,
        giver=office.sau,
        receiver=deputy,
        first=first,
        last=last,
        reason="Đi công tác",
        at=MONDAY_9AM,
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


# What is refused


def test_days_that_are_past_are_refused(office):
    with pytest.raises(ValidationError, match="đã qua"):
        hand_over(office, first=date(2018, 10, 18), last=date(2018, 10, 19))


def test_a_leader_gives_the_same_days_to_one_only(office):
    first = hand_over(office)
    with pytest.raises(ValidationError, match="Thu lại lần đó trước"):
        hand_over(office, first=TUESDAY, last=date(2018, 10, 25))

    end_delegation(delegation=first, by=office.sau, at=MONDAY_9AM)
    assert leads(hand_over(office), on=TUESDAY)


def test_the_database_itself_refuses_the_second_of_two_at_once(office):
    first = hand_over(office)
    with pytest.raises(IntegrityError, match="delegation_of_a_leader_is_to_one_at_a_time"), transaction.atomic():
        Delegation.objects.create(
            agency=first.agency, giver=first.giver, receiver=office.hai, valid_from=MONDAY, valid_to=MONDAY, reason="x"
        )


def test_what_was_given_is_not_given_further(office):
    deputy = create_officer(Role.LEADER, office.department, full_name="Lê Văn Phó")
    days = {"agency": office.department, "first": MONDAY, "last": TUESDAY, "reason": "Họp", "at": MONDAY_9AM}
    delegate(giver=office.sau, receiver=deputy, **days)

    with pytest.raises(ValidationError, match="không ủy quyền tiếp"):
        delegate(giver=deputy, receiver=office.hai, **days)


def test_nobody_signs_through_a_leader_who_has_given_it_away(office):
    deputy = create_officer(Role.LEADER, office.department, full_name="Lê Văn Phó")
    days = {"agency": office.department, "first": MONDAY, "last": TUESDAY, "reason": "Họp", "at": MONDAY_9AM}
    delegate(giver=deputy, receiver=office.hai, **days)

    with pytest.raises(ValidationError, match="Lê Văn Phó đã ủy quyền"):
        delegate(giver=office.sau, receiver=deputy, **days)


def test_who_is_away_does_not_sign_for_others(office):
    minh = create_officer(Role.SPECIALIST, office.department)
    days = {"agency": office.department, "first": MONDAY, "last": TUESDAY, "reason": "Họp", "at": MONDAY_9AM}
    enter_leave(user=office.hai, cover=minh, by=office.hai, **days)

    with pytest.raises(ValidationError, match="nghỉ đến hết 23/10/2018"):
        delegate(giver=office.sau, receiver=office.hai, **days)


# What the diary keeps


def test_what_is_signed_under_a_delegation_says_whose_power_it_was(office):
    delegation = hand_over(office)
    dossier = office.propose(office.take_over(office.receive(), at=MONDAY_9AM), at=MONDAY_9AM)

    actions.approve(dossier=dossier, by=acting(delegation.receiver), at=MONDAY_9AM)

    line = dossier.events.order_by("-seq").first()
    assert (line.detail["on_behalf_of"], line.detail["delegation"]) == ("Võ Thị Sáu", str(delegation.pk))


def test_a_leader_with_a_delegation_besides_signs_in_their_own_name(office):
    deputy = create_officer(Role.LEADER, office.department)
    delegate(
        agency=office.department, giver=office.sau, receiver=deputy, first=MONDAY, last=MONDAY, reason="Họp",
        at=MONDAY_9AM,
    )  # fmt: skip

    assert delegation_used(deputy, office.department, MONDAY) is None
    assert delegation_used(office.sau, office.department, MONDAY) is None
