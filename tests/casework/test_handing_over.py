"""Leave and handing over at the desks: who may, what is asked before, what is undone."""

import pytest
from django.test import Client

from motcua.accounts.models import User
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.organisations.actions import enter_leave
from motcua.organisations.models import Leave, Role
from tests.casework.conftest import BENCH, TEN, Department, signed_in, text_of
from tests.factories import MONDAY_9AM, acting, create_agency, create_officer

LEAVES, HAND_OVER = "/lam-viec/nghi-phep/", "/lam-viec/giao-lai/"
TODAY = MONDAY_9AM.date()


@pytest.fixture
def minh(office: Department) -> User:
    return create_officer(Role.SPECIALIST, office.department, full_name="Trần Minh")


def leave_typed(office: Department, cover: User, /, **more: str) -> dict[str, str]:
    return {
        "agency": str(office.department.pk),
        "user": str(office.hai.pk),
        "cover": str(cover.pk),
        "first": "22/10/2018",
        "last": "23/10/2018",
        "reason": "Nghỉ phép năm",
    } | more


def test_an_officer_enters_their_own_leave_and_comes_back(office: Department, hai: Client, minh: User):
    answer = hai.post(LEAVES, leave_typed(office, minh))

    assert (answer.status_code, answer.url) == (302, LEAVES)
    page = text_of(hai.get(LEAVES))
    assert "Đã ghi: Phạm Quốc Hải nghỉ, Trần Minh trực thay." in page
    assert "Đang nghỉ" in page
    assert "Đang trực thay Phạm Quốc Hải" in text_of(signed_in(minh).get(LEAVES))
    assert hai.post(f"{LEAVES}{Leave.objects.get().pk}/di-lam-lai/").status_code == 302
    assert Leave.objects.get().ended_at == TEN


def test_a_leader_enters_anybodys_and_an_officer_only_sees_their_own(
    office: Department, hai: Client, sau: Client, minh: User
):
    sau.post(LEAVES, leave_typed(office, minh))
    assert Leave.objects.get().entered_by == office.sau
    other = signed_in(minh)
    assert other.post(f"{LEAVES}{Leave.objects.get().pk}/di-lam-lai/").status_code == 404
    assert other.post(LEAVES, leave_typed(office, minh)).status_code == 422


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"cover": ""}, "Chọn người trực thay."),
        ({"last": "21/10/2018"}, "Ngày cuối phải từ ngày đầu"),
        ({"reason": ""}, "Ghi lý do, ví dụ: nghỉ phép năm."),
    ],
)
def test_what_is_wrong_with_a_leave_is_said(office: Department, hai: Client, minh: User, more, sentence: str):
    answer = hai.post(LEAVES, leave_typed(office, minh, **more))

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not Leave.objects.exists()


# Handing over


def ticked(office: Department, dossiers: list[Dossier], to: User, /, **more: object) -> dict[str, object]:
    chosen = [str(dossier.pk) for dossier in dossiers]
    return {"co-quan": "so-tu-phap", "only": chosen, "to": [str(to.pk)], "reason": "Nghỉ thai sản"} | more


def test_a_leader_is_asked_once_and_then_it_is_moved_and_can_be_undone(office: Department, sau: Client, minh: User):
    first, second = office.in_hand(), office.in_hand()
    assert "Phạm Quốc Hải" in text_of(sau.get(HAND_OVER))

    question = sau.post(HAND_OVER, ticked(office, [first, second], minh))
    assert "Giao lại 2 hồ sơ?" in text_of(question)
    assert Dossier.objects.filter(officer=minh).count() == 0

    answer = sau.post(HAND_OVER, ticked(office, [first, second], minh, **{"dong-y": "1"}))
    assert answer.status_code == 302
    assert Dossier.objects.filter(officer=minh).count() == 2
    page = text_of(sau.get(answer.url))
    assert "Đã giao lại 2 hồ sơ" in page
    assert "Lấy lại 2 hồ sơ" in page

    back = sau.post(f"{answer.url}lay-lai/")
    assert Dossier.objects.filter(officer=office.hai).count() == 2
    assert "Đã lấy lại 2 hồ sơ." in text_of(sau.get(back.url))


def test_the_list_is_narrowed_to_one_officer(office: Department, sau: Client, minh: User):
    mine = office.in_hand()
    unclaimed = office.receive()

    page = text_of(sau.get(f"{HAND_OVER}?cua={office.hai.pk}"))
    assert str(mine.pk) in page
    assert str(unclaimed.pk) not in page
    assert str(unclaimed.pk) in text_of(sau.get(f"{HAND_OVER}?cua=chua-nhan"))


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"only": []}, "Chọn ít nhất một hồ sơ."),
        ({"to": []}, "Chọn ít nhất một người nhận."),
        ({"reason": ""}, "Ghi lý do giao lại"),
        ({"to": ["999999"]}, "Chọn người nhận trong danh sách."),
    ],
)
def test_what_is_missing_is_said_and_what_was_ticked_stays(
    office: Department, sau: Client, minh: User, more, sentence: str
):
    dossier = office.in_hand()
    answer = sau.post(HAND_OVER, ticked(office, [dossier], minh, **{"dong-y": "1"} | more))

    page = text_of(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert "checked" in page
    dossier.refresh_from_db()
    assert dossier.officer == office.hai


def test_who_is_away_is_marked_and_their_cover_gets_it(office: Department, sau: Client, minh: User):
    cover = create_officer(Role.SPECIALIST, office.department, full_name="Lâm Út")
    enter_leave(agency=office.department, user=minh, cover=cover, first=TODAY, last=TODAY, reason="Ốm", by=minh, at=TEN)
    dossier = office.in_hand()
    assert "Trần Minh (nghỉ đến hết 22/10/2018)" in text_of(sau.get(HAND_OVER))

    sau.post(HAND_OVER, ticked(office, [dossier], minh, **{"dong-y": "1"}))

    dossier.refresh_from_db()
    assert dossier.officer == cover


def test_handing_over_is_for_leaders_of_the_unit(office: Department, hai: Client, minh: User):
    dossier = office.in_hand()
    assert hai.get(HAND_OVER).status_code == 403
    stranger = signed_in(create_officer(Role.LEADER, create_agency()))
    assert stranger.post(HAND_OVER, ticked(office, [dossier], minh, **{"dong-y": "1"})).status_code == 422
    dossier.refresh_from_db()
    assert dossier.officer == office.hai


def test_another_units_handing_over_is_nobody_elses_to_undo(office: Department, sau: Client, minh: User):
    dossier = office.in_hand()
    answer = sau.post(HAND_OVER, ticked(office, [dossier], minh, **{"dong-y": "1"}))
    stranger = signed_in(create_officer(Role.LEADER, create_agency()))

    assert stranger.get(answer.url).status_code == 404
    assert stranger.post(f"{answer.url}lay-lai/").status_code == 404


def test_the_cover_finds_the_absent_colleagues_dossiers_and_takes_them_over(office: Department, minh: User):
    dossier = office.in_hand()
    days = {"first": TODAY, "last": TODAY, "reason": "Ốm", "by": office.sau, "at": TEN}
    enter_leave(agency=office.department, user=office.hai, cover=minh, **days)
    bench = signed_in(minh)

    assert dossier.quick_code in text_of(bench.get(f"{BENCH}?xem=truc-thay"))
    taken = actions.take_over(dossier=dossier, by=acting(minh, at=TEN), at=TEN)
    assert taken.officer == minh
