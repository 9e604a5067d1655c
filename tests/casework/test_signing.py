"""The leader's desk: what waits, what is decided, what goes back."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.organisations.actions import delegate
from motcua.organisations.models import Role
from tests.casework.conftest import BENCH, SIGNING, TEN, Department, put_the_clock_to, signed_in, text_of
from tests.factories import MONDAY_9AM, acting, create_agency, create_officer, vn


def post(client: Client, dossier: Dossier, verb: str, **typed: str):
    return client.post(f"{SIGNING}{dossier.code}/{verb}/", {"version": str(dossier.version_number)} | typed)


def queue(answer: object) -> list[str]:
    return re.findall(r'<li><a href="/lam-viec/ky/\?ho-so=(\d{10})"', answer.content.decode())  # type: ignore[attr-defined]


def shown(answer: object) -> str:
    found = re.search(r'href="/lam-viec/ky/\?ho-so=(\d{10})" data-row aria-current', answer.content.decode())  # type: ignore[attr-defined]
    return found[1] if found else ""


@pytest.mark.parametrize("role", [Role.COUNTER, Role.SPECIALIST, Role.CENTRE])
def test_the_desk_is_for_leaders(office: Department, role: Role):
    answer = signed_in(create_officer(role, office.department)).get(SIGNING)

    assert answer.status_code == 403
    assert "Việc này của lãnh đạo cơ quan giải quyết." in text_of(answer)


def test_the_most_urgent_proposal_lies_on_the_desk(office: Department, sau: Client):
    put_the_clock_to(vn("2018-10-24 08:00"))
    calm, urgent = office.proposed(), office.proposed(at=vn("2018-10-15 09:00"))
    office.in_hand()

    answer = sau.get(SIGNING)

    assert queue(answer) == [urgent.quick_code, calm.quick_code]
    assert shown(answer) == urgent.quick_code
    page = text_of(answer)
    for words in (
        "Chờ ký",
        "2 hồ sơ",
        "Phiếu đề xuất giải quyết hồ sơ",
        "Phạm Quốc Hải",
        "Đề xuất: đồng ý giải quyết",
        "Đủ điều kiện.",
        "Trần Thị Bé Ba",
        "trễ",
        "Hồ sơ 1 trong 2",
    ):
        assert words in page, words


def test_another_agencys_leader_has_an_empty_desk(office: Department):
    office.proposed()
    stranger = signed_in(create_officer(Role.LEADER, create_agency()))

    assert "Không còn gì chờ ký" in text_of(stranger.get(SIGNING))


def test_approving_lays_the_next_on_the_desk(office: Department, sau: Client):
    first, second = office.proposed(), office.proposed()
    page = text_of(sau.get(SIGNING))
    assert f'name="following" value="{second.quick_code}"' in page

    answer = post(sau, first, "duyet", following=second.quick_code)

    first.refresh_from_db()
    assert (first.status, first.result.decided_by) == ("result_ready", office.sau)
    assert first.finished_at == TEN
    assert answer.url == f"{SIGNING}?ho-so={second.quick_code}"
    page = sau.get(answer.url)
    assert "Đã duyệt hồ sơ của Trần Thị Bé Ba." in text_of(page)
    assert shown(page) == second.quick_code


def test_the_last_one_leaves_an_empty_desk(office: Department, sau: Client):
    answer = post(sau, office.proposed(), "duyet", following="")

    assert answer.url == SIGNING
    assert "Không còn gì chờ ký" in text_of(sau.get(SIGNING))


def test_later_is_only_the_next_one_and_changes_nothing(office: Department, sau: Client):
    first, second = office.proposed(), office.proposed()

    page = text_of(sau.get(SIGNING))
    answer = sau.get(f"{SIGNING}?ho-so={second.quick_code}")

    assert f'href="{SIGNING}?ho-so={second.quick_code}" data-key="F2"' in page
    assert f'href="{SIGNING}?ho-so={first.quick_code}" data-key="F2"' in text_of(answer)
    assert queue(answer) == [first.quick_code, second.quick_code]


def test_what_was_put_off_does_not_come_back_with_the_next_approval(office: Department, sau: Client):
    _put_off, second, third = (office.proposed() for _ in "123")

    page = text_of(sau.get(f"{SIGNING}?ho-so={second.quick_code}"))

    assert f'name="following" value="{third.quick_code}"' in page


def test_sending_back_needs_a_reason_and_keeps_the_promise(office: Department, sau: Client):
    dossier = office.proposed()

    answer = post(sau, dossier, "tra-lai", reason=" ")
    assert answer.status_code == 422
    assert "Ghi rõ cần sửa chỗ nào" in text_of(answer)
    assert "<title>Lỗi:" in text_of(answer)

    answer = post(sau, dossier, "tra-lai", reason="Thiếu căn cứ")
    fresh = Dossier.objects.get()
    assert answer.status_code == 302
    assert (fresh.officer, fresh.due_at) == (office.hai, dossier.due_at)


def test_two_leaders_at_one_dossier_the_second_is_told_and_loses_no_word(office: Department, sau: Client):
    tam = create_officer(Role.LEADER, office.department, full_name="Trần Văn Tám")
    dossier, waiting = office.proposed(), office.proposed()
    actions.approve(dossier=dossier, by=acting(tam, at=vn("2018-10-22 09:52")), at=vn("2018-10-22 09:52"))

    answer = post(sau, dossier, "tra-lai", reason="Đừng ký vội")

    page = text_of(answer)
    assert answer.status_code == 412
    assert "Trần Văn Tám vừa chuyển hồ sơ này lúc 09:52." in page
    assert "Đừng ký vội" in page
    assert "Duyệt <kbd>" not in page
    assert queue(answer) == [waiting.quick_code]


def test_a_specialist_cannot_approve_by_address(office: Department, hai: Client):
    dossier = office.proposed()

    assert post(hai, dossier, "duyet").status_code == 403
    assert Dossier.objects.get().status == "in_progress"


def test_a_dossier_that_is_not_before_the_leader_is_refused(office: Department, sau: Client):
    dossier = office.in_hand()

    answer = post(sau, dossier, "duyet")

    assert answer.status_code == 409
    assert "chưa tới việc “Phê duyệt”" in text_of(answer)


def test_a_link_to_what_is_signed_already_says_so(office: Department, sau: Client):
    done = office.decided()
    waiting = office.proposed()

    answer = sau.get(f"{SIGNING}?ho-so={done.quick_code}")

    assert "không còn chờ ký" in text_of(answer)
    assert shown(answer) == waiting.quick_code


@pytest.mark.parametrize("verb", ["duyet", "tra-lai"])
def test_whoever_loads_the_address_of_a_verb_is_led_to_the_desk(office: Department, sau: Client, verb: str):
    assert sau.get(f"{SIGNING}{office.proposed().code}/{verb}/").url == SIGNING


def test_the_bench_leads_a_leader_to_the_desk(office: Department, sau: Client):
    dossier = office.proposed()

    assert f'href="{SIGNING}?ho-so={dossier.quick_code}"' in text_of(sau.get(f"{BENCH}{dossier.code}/"))


def test_the_desk_costs_the_same_whatever_waits(office: Department, sau: Client):
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            sau.get(SIGNING)
        return len(captured)

    office.proposed()
    of_one = statements()
    for _dossier in range(6):
        office.proposed()

    assert statements() == of_one
    assert of_one <= 16


# Delegates


def to_hai(office: Department) -> None:
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


def test_a_delegate_signs_on_the_day_and_no_longer(office: Department, hai: Client):
    to_hai(office)
    tam = create_officer(Role.SPECIALIST, office.department)
    first, second = (
        actions.propose(
            dossier=actions.take_over(dossier=office.receive(), by=acting(tam), at=MONDAY_9AM),
            outcome="granted",
            summary="Đủ.",
            by=acting(tam),
            at=MONDAY_9AM,
        )
        for _ in "12"
    )

    assert post(hai, first, "duyet").status_code == 302
    put_the_clock_to(vn("2018-10-23 08:00"))
    assert hai.get(SIGNING).status_code == 403
    assert post(hai, second, "duyet").status_code == 403
