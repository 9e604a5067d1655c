"""Somebody is away for some days: who gets what would be theirs, and until when."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from motcua.accounts.models import User
from motcua.organisations.actions import enter_leave, return_early
from motcua.organisations.models import Leave, Role
from motcua.organisations.queries import away_until, covered_by, stand_in
from tests.factories import MONDAY_9AM, Office, create_agency, create_officer, vn

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY, WEDNESDAY = date(2018, 10, 22), date(2018, 10, 23), date(2018, 10, 24)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def minh(office) -> User:
    return create_officer(Role.SPECIALIST, office.department, full_name="Trần Minh")


def away(office: Office, cover: User, *, user: User | None = None, **more: object) -> Leave:
    values = {"first": MONDAY, "last": TUESDAY, "reason": "Nghỉ phép năm", "by": office.sau, "at": MONDAY_9AM}
    return enter_leave(agency=office.department, user=user or office.hai, cover=cover, **values | more)


def gets(office: Office, user: User, *, on: date) -> User:
    return stand_in(user, office.department.pk, on=on)


def test_the_cover_gets_what_is_meant_for_them_on_both_days_and_not_after(office, minh):
    away(office, minh)

    assert [gets(office, office.hai, on=day) for day in (MONDAY, TUESDAY, WEDNESDAY)] == [minh, minh, office.hai]
    assert away_until([office.department.pk], on=MONDAY) == {office.hai.pk: TUESDAY}
    assert away_until([office.department.pk], on=WEDNESDAY) == {}
    assert [leave.user for leave in covered_by(minh, on=TUESDAY)] == [office.hai]


def test_leave_at_one_unit_changes_nothing_at_another(office, minh):
    away(office, minh)

    assert stand_in(office.hai, create_agency().pk, on=MONDAY) == office.hai


def test_officers_enter_their_own_and_nobody_elses(office, minh):
    away(office, minh, by=office.hai)
    with pytest.raises(ValidationError, match="Chỉ lãnh đạo"):
        away(office, office.hai, user=minh, by=office.hai, first=WEDNESDAY, last=WEDNESDAY)


def test_a_cover_does_the_same_work_at_the_same_unit(office):
    elsewhere = create_officer(Role.SPECIALIST, create_agency())
    counter = create_officer(Role.COUNTER, office.department)
    for person in (elsewhere, counter, office.hai):
        with pytest.raises(ValidationError, match="làm cùng việc"):
            away(office, person)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"first": TUESDAY, "last": MONDAY}, "Ngày cuối phải từ ngày đầu"),
        ({"first": date(2018, 10, 18), "last": date(2018, 10, 19)}, "đã qua"),
        ({"reason": " "}, "Ghi lý do"),
    ],
)
def test_what_is_wrong_is_said(office, minh, more, sentence):
    with pytest.raises(ValidationError, match=sentence):
        away(office, minh, **more)


def test_days_are_counted_once_and_a_cover_is_there(office, minh):
    third = create_officer(Role.SPECIALIST, office.department)
    away(office, minh)

    with pytest.raises(ValidationError, match="đã ghi nghỉ"):
        away(office, third, first=TUESDAY, last=WEDNESDAY)
    with pytest.raises(ValidationError, match="cũng nghỉ"):
        away(office, office.hai, user=third)
    with pytest.raises(IntegrityError, match="leave_of_one_person_is_counted_once"), transaction.atomic():
        Leave.objects.create(
            agency=office.department, user=office.hai, cover=third, valid_from=MONDAY, valid_to=MONDAY, reason="x",
            entered_by=third,
        )  # fmt: skip


def test_a_cover_who_goes_away_later_has_a_cover_too(office, minh):
    third = create_officer(Role.SPECIALIST, office.department)
    away(office, minh)
    away(office, third, user=minh)

    assert gets(office, office.hai, on=MONDAY) == third


def test_two_who_cover_each_other_get_their_own(office, minh):
    away(office, minh)
    Leave.objects.create(
        agency=office.department, user=minh, cover=office.hai, valid_from=MONDAY, valid_to=MONDAY, reason="x",
        entered_by=minh,
    )  # fmt: skip

    assert gets(office, office.hai, on=MONDAY) == office.hai
    assert gets(office, minh, on=MONDAY) == minh


def test_who_comes_back_early_works_again_at_once(office, minh):
    leave = away(office, minh)

    with pytest.raises(ValidationError, match="Chỉ người nghỉ"):
        return_early(leave=leave, by=minh, at=MONDAY_9AM)
    return_early(leave=leave, by=office.hai, at=MONDAY_9AM)

    assert gets(office, office.hai, on=MONDAY) == office.hai
    with pytest.raises(ValidationError, match="đã hết từ trước"):
        return_early(leave=leave, by=office.hai, at=vn("2018-10-22 10:00"))
