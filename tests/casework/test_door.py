"""The door leads each officer to their own desk."""

import pytest
from django.test import Client

from motcua.organisations.actions import delegate
from motcua.organisations.models import Role
from tests.casework.conftest import Department, signed_in, text_of
from tests.factories import MONDAY_9AM, create_officer, create_user

DOOR = "/lam-viec/"


@pytest.mark.parametrize(
    ("role", "desk"),
    [
        (Role.COUNTER, "/lam-viec/quay/tiep-nhan/"),
        (Role.SPECIALIST, "/lam-viec/ho-so/"),
        (Role.LEADER, "/lam-viec/ky/"),
        (Role.CENTRE, "/lam-viec/giam-sat/"),
        (Role.CHAIR, "/lam-viec/giam-sat/"),
        (Role.CONTROLLER, "/lam-viec/giam-sat/"),
    ],
)
def test_an_officer_with_one_role_goes_straight_to_the_desk(office: Department, role: Role, desk: str):
    answer = signed_in(create_officer(role, office.department)).get(DOOR)

    assert (answer.status_code, answer.url) == (302, desk)


def test_whoever_has_several_roles_chooses(office: Department):
    both = create_officer(Role.SPECIALIST, office.department, user=create_officer(Role.COUNTER, office.centre))

    page = text_of(signed_in(both).get(DOOR))

    assert "Hôm nay làm ở bàn nào?" in page
    assert 'href="/lam-viec/quay/tiep-nhan/"' in page
    assert 'href="/lam-viec/ho-so/"' in page
    assert 'href="/lam-viec/ky/"' not in page


def test_a_delegate_finds_the_signing_desk_too(office: Department, hai: Client):
    today = MONDAY_9AM.date()
    delegate(
        agency=office.department,
        giver=office.sau,
        receiver=office.hai,
        first=today,
        last=today,
        reason="Đi họp",
        at=MONDAY_9AM,
    )

    assert 'href="/lam-viec/ky/"' in text_of(hai.get(DOOR))


@pytest.mark.parametrize("role", [None, Role.TRAINER, Role.PARTNER])
def test_whoever_has_no_desk_here_is_told_what_to_do(office: Department, role: Role | None):
    user = create_officer(role, office.department) if role else create_user()

    answer = signed_in(user).get(DOOR)

    assert answer.status_code == 200
    assert "chưa có việc ở đây" in text_of(answer)
    assert "Nhờ người quản trị" in text_of(answer)


def test_a_stranger_signs_in_first(office: Department):
    answer = Client().get(DOOR)

    assert answer.status_code == 302
    assert answer.url == "/tai-khoan/login/?next=/lam-viec/"
