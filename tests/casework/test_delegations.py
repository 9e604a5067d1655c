"""A leader hands signing over for some days, and takes it back."""

import pytest
from django.test import Client

from motcua.accounts.models import User
from motcua.organisations.actions import delegate
from motcua.organisations.models import Delegation, Role
from tests.casework.conftest import Department, put_the_clock_to, signed_in, text_of
from tests.factories import MONDAY_9AM, create_agency, create_officer, vn

PAGE = "/lam-viec/uy-quyen/"
TODAY = MONDAY_9AM.date()


def typed(office: Department, **more: str) -> dict[str, str]:
    return {
        "agency": str(office.department.pk),
        "receiver": str(office.hai.pk),
        "first": "2018-10-22",
        "last": "2018-10-24",
        "reason": "Đi công tác",
    } | more


def current(office: Department, receiver: User | None = None) -> Delegation:
    return delegate(
        agency=office.department,
        giver=office.sau,
        receiver=receiver or office.hai,
        first=TODAY,
        last=TODAY,
        reason="Họp",
        at=MONDAY_9AM,
    )


def test_a_leader_hands_signing_to_a_colleague(office: Department, sau: Client):
    assert "Phạm Quốc Hải" in text_of(sau.get(PAGE))

    answer = sau.post(PAGE, typed(office))

    assert (answer.status_code, answer.url) == (302, PAGE)
    assert Delegation.objects.get().receiver == office.hai
    page = text_of(sau.get(PAGE))
    assert "Đã ủy quyền ký cho Phạm Quốc Hải." in page
    assert "từ thứ Hai 22/10/2018 đến hết thứ Tư 24/10/2018" in page
    assert "Đang có hiệu lực" in page


def test_days_may_be_typed_as_people_write_them(office: Department, sau: Client):
    sau.post(PAGE, typed(office, first="22/10/2018", last="24/10/2018"))

    assert Delegation.objects.exists()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"receiver": ""}, "Chọn người được ủy quyền."),
        ({"receiver": "999999"}, "Chọn một người đang làm việc tại cơ quan"),
        ({"first": "2018-10-19"}, "Ủy quyền từ hôm nay trở đi."),
        ({"last": "2018-10-21"}, "Ngày cuối phải từ ngày đầu trở đi."),
        ({"last": "31/2/2018"}, "Ngày này không có trong lịch."),
        ({"first": ""}, "Ghi ngày, ví dụ 22/10/2018."),
        ({"reason": " "}, "Ghi lý do ủy quyền"),
        ({"agency": "1"}, "Chọn một người đang làm việc tại cơ quan"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    office: Department, sau: Client, more: dict[str, str], sentence: str
):
    answer = sau.post(PAGE, typed(office, **more))

    page = text_of(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert "<title>Lỗi:" in page
    assert not Delegation.objects.exists()
    assert "Đi công tác" in page or "reason" in more


def test_nobody_hands_over_what_is_another_agencys(office: Department, sau: Client):
    elsewhere = create_agency()
    stranger = create_officer(Role.SPECIALIST, elsewhere)

    sau.post(PAGE, typed(office, agency=str(elsewhere.pk), receiver=str(stranger.pk)))

    assert not Delegation.objects.exists()


def test_the_power_is_taken_back_at_once(office: Department, sau: Client, hai: Client):
    delegation = current(office)
    assert hai.get("/lam-viec/ky/").status_code == 200

    answer = sau.post(f"{PAGE}{delegation.pk}/thu-lai/")

    assert answer.status_code == 302
    assert hai.get("/lam-viec/ky/").status_code == 403
    assert "Đã thu lại" in text_of(sau.get(PAGE))


def test_taking_back_twice_says_that_it_is_over(office: Department, sau: Client):
    delegation = current(office)
    sau.post(f"{PAGE}{delegation.pk}/thu-lai/")

    answer = sau.post(f"{PAGE}{delegation.pk}/thu-lai/")

    assert answer.status_code == 409
    assert "đã hết từ trước" in text_of(answer)


def test_a_delegate_sees_it_and_can_neither_pass_it_on_nor_end_it(office: Department, hai: Client):
    delegation = current(office)

    page = text_of(hai.get(PAGE))

    assert "Chỉ lãnh đạo của cơ quan mới ủy quyền tiếp được." in page
    assert "Thu lại</button>" not in page
    assert hai.post(PAGE, typed(office)).status_code == 422
    assert hai.post(f"{PAGE}{delegation.pk}/thu-lai/").status_code == 409
    delegation.refresh_from_db()
    assert delegation.ended_at is None


def test_the_page_is_for_leaders(office: Department, hai: Client):
    assert hai.get(PAGE).status_code == 403
    stranger = signed_in(create_officer(Role.LEADER, create_agency()))
    delegation = current(office)
    assert stranger.post(f"{PAGE}{delegation.pk}/thu-lai/").status_code == 404


def test_what_is_over_is_kept_below(office: Department, sau: Client):
    current(office)
    put_the_clock_to(vn("2018-10-25 08:00"))

    page = text_of(sau.get(PAGE))

    assert "Chưa ủy quyền cho ai." in page
    assert "Đã hết" in page
