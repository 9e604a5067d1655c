"""The turns of a dossier on the officers' screens: asked back, asked about, waiting for money, put off, stopped."""

import re

import pytest
from django.test import Client

from motcua.dossiers import actions
from motcua.dossiers.models import Consultation, Dossier
from motcua.organisations.models import Role
from tests.casework.conftest import BENCH, TEN, Department, put_the_clock_to, signed_in, text_of
from tests.factories import acting, create_agency, create_officer, vn


def at(dossier: Dossier, turn: str = "") -> str:
    return f"{BENCH}{dossier.code}/{turn}{'/' if turn else ''}"


def post(client: Client, dossier: Dossier, turn: str, **typed: object):
    return client.post(at(dossier, turn), {"version": dossier.version_number} | typed)


def fresh(dossier: Dossier) -> Dossier:
    return Dossier.objects.get(pk=dossier.pk)


@pytest.fixture
def construction(office: Department):
    """Return Sở Xây dựng, and a browser in which its specialist has signed in."""
    unit = create_agency("so-xay-dung", name="Sở Xây dựng", short_name="Sở Xây dựng")
    return unit, signed_in(create_officer(Role.SPECIALIST, unit, full_name="Trần Văn Xây"))


# Supplement


def test_a_supplement_is_asked_for_by_ticking_published_papers(office: Department, hai: Client):
    dossier = office.in_hand()

    page = text_of(hai.get(at(dossier, "bo-sung")))
    answer = post(hai, dossier, "bo-sung", papers=["Giấy tờ tùy thân"], reason="Ảnh chụp mờ.", asked_until="26/10/2018")

    assert 'value="Đơn đề nghị"' in page
    assert "vi phạm" not in page
    assert answer.url == at(dossier)
    asked = fresh(dossier)
    assert asked.status == "awaiting_supplement"
    assert asked.events.last().detail["papers"] == ["Giấy tờ tùy thân"]
    shown = text_of(hai.get(at(dossier)))
    assert "Đồng hồ dừng" in shown
    assert "Chờ bổ sung từ 22/10" in shown


def test_a_late_and_a_second_request_warn_that_they_are_violations(office: Department, hai: Client):
    late = office.in_hand()
    put_the_clock_to(vn("2018-10-26 09:00"))
    assert "Yêu cầu bây giờ sẽ tính là vi phạm." in text_of(hai.get(at(late, "bo-sung")))

    by, moment = acting(office.hai), vn("2018-10-22 09:30")
    again = office.in_hand()
    actions.request_supplement(dossier=again, reason="Thiếu.", by=by, at=moment)
    actions.accept_supplement(dossier=again, by=acting(office.lan), at=moment)
    page = text_of(hai.get(at(again, "bo-sung")))
    assert "Đây là lần yêu cầu thứ 2. Quy định cho 1 lần: lần này sẽ tính là vi phạm." in page
    assert "Vẫn gửi" in page


def test_a_request_without_a_reason_keeps_the_ticks_and_the_day(office: Department, hai: Client):
    dossier = office.in_hand()

    answer = post(hai, dossier, "bo-sung", papers=["Đơn đề nghị"], reason=" ", asked_until="26/10/2018")

    page = text_of(answer)
    assert answer.status_code == 422
    assert "Ghi rõ thiếu gì, sai chỗ nào" in page
    assert "<title>Lỗi:" in page
    assert re.search(r'value="Đơn đề nghị"[^>]* checked', page)
    assert 'value="26/10/2018"' in page
    assert fresh(dossier).status == "in_progress"


def test_a_paper_that_was_never_published_is_not_asked_for(office: Department, hai: Client):
    dossier = office.in_hand()

    answer = post(hai, dossier, "bo-sung", papers=["Giấy khai sức khỏe"], reason="Cần thêm.")

    assert answer.status_code == 422
    assert "Chỉ yêu cầu giấy tờ trong danh mục đã công khai" in text_of(answer)


def test_a_dossier_that_waits_is_not_under_the_late_ones(office: Department, hai: Client):
    dossier = office.in_hand()
    actions.request_supplement(dossier=dossier, reason="Thiếu.", by=acting(office.hai), at=vn("2018-10-22 09:30"))
    put_the_clock_to(vn("2018-11-05 09:00"))  # long after the day that was promised

    answer = hai.get(BENCH)

    assert [group.key for group in answer.context["groups"]] == ["wait"]
    page = text_of(answer)
    assert "đồng hồ dừng" in page
    assert answer.context["nav"][1]["count"] == 0  # nothing is late
    assert dossier.quick_code in text_of(hai.get(f"{BENCH}?xem=dang-cho"))


def test_the_list_goes_on_behind_what_stands_still(office: Department, hai: Client, monkeypatch: pytest.MonkeyPatch):
    for _number in range(3):
        office.in_hand()
    waits = office.in_hand()
    actions.request_supplement(dossier=waits, reason="Thiếu.", by=acting(office.hai), at=vn("2018-10-22 09:30"))
    monkeypatch.setattr("motcua.casework.queries.page_of.__kwdefaults__", {"size": 3})

    first = hai.get(BENCH)
    second = hai.get(first.context["next_url"])

    assert [group.key for group in second.context["groups"]] == ["wait"]


# Payment


def test_a_payment_is_announced_with_a_second_appointment_and_confirmed(office: Department, hai: Client):
    dossier = office.in_hand()

    post(hai, dossier, "nghia-vu", reason="Lệ phí trước bạ, nộp tại kho bạc.", amount="1500000", days_after="3")
    waiting = fresh(dossier)
    assert waiting.status == "awaiting_payment"
    assert waiting.events.last().detail["limit_after"] == "3 working days"
    assert "Chờ nộp tiền từ 22/10" in text_of(hai.get(at(dossier)))

    put_the_clock_to(vn("2018-10-30 09:00"))
    refused = post(hai, waiting, "da-nop", proof="")
    done = post(hai, waiting, "da-nop", proof="BL 000123")

    assert refused.status_code == 422
    assert done.status_code == 302
    assert fresh(dossier).due_at == vn("2018-11-02 17:00")


def test_an_amount_in_words_says_how_to_write_it(office: Department, hai: Client):
    answer = post(hai, office.in_hand(), "nghia-vu", reason="Lệ phí", amount="một triệu")

    assert answer.status_code == 422
    assert "Ghi số tiền bằng chữ số" in text_of(answer)
    assert 'value="một triệu"' in text_of(answer)


# Consultation


def test_a_unit_is_asked_sees_it_in_its_lane_and_answers(office: Department, hai: Client, construction):
    unit, xay = construction
    dossier = office.in_hand()

    asked = post(hai, dossier, "y-kien", agency=str(unit.pk), question="Có vướng quy hoạch không?", half_days="4")
    assert asked.status_code == 302
    lane = text_of(xay.get(f"{BENCH}?xem=y-kien"))
    assert "Có vướng quy hoạch không?" in lane
    assert "Lấy ý kiến – chờ mình trả lời" in lane
    assert "Trả lời trước" in lane
    dossier = fresh(dossier)

    empty = post(xay, dossier, "tra-loi", text=" ", agency=str(unit.pk), back="xem=y-kien")
    answered = post(xay, dossier, "tra-loi", text="Không vướng.", agency=str(unit.pk), back="xem=y-kien")

    assert empty.status_code == 422
    assert "Ghi ý kiến trả lời" in text_of(empty)
    assert answered.url == f"{BENCH}?xem=y-kien"
    assert Consultation.objects.get().answer == "Không vướng."
    page = text_of(hai.get(at(dossier)))
    assert "Không vướng." in page
    assert "Trần Văn Xây trả lời" in page


def test_an_answer_that_is_late_is_called_late(office: Department, hai: Client, construction):
    unit, xay = construction
    dossier = office.in_hand()
    post(hai, dossier, "y-kien", agency=str(unit.pk), question="Có vướng không?", half_days="1")
    put_the_clock_to(vn("2018-10-23 15:00"))

    assert "Trễ 7 giờ" in text_of(hai.get(at(dossier)))
    post(xay, fresh(dossier), "tra-loi", text="Không.", agency=str(unit.pk))

    assert "Trả lời trễ" in text_of(hai.get(at(dossier)))


def test_nobody_asks_a_unit_that_is_not_on_the_list(office: Department, hai: Client):
    answer = post(hai, office.in_hand(), "y-kien", agency="0", question="Sao?", half_days="4")

    assert answer.status_code == 422
    assert "Chọn một cơ quan trong danh sách." in text_of(answer)
    assert "Sao?" in text_of(answer)


def test_who_was_not_asked_has_no_lane_and_no_box(office: Department, hai: Client, construction):
    _unit, xay = construction
    dossier = office.in_hand()

    assert xay.get(at(dossier)).status_code == 404
    assert 'id="tra-loi"' not in text_of(hai.get(at(dossier)))


# Apology


def test_a_leader_apologises_once_and_both_days_are_shown(office: Department, sau: Client):
    dossier = office.in_hand()

    page = text_of(sau.get(at(dossier, "gia-han")))
    assert "Thứ Tư 24/10/2018, 17:00" in page  # until when it is still possible
    answer = post(sau, dossier, "gia-han", reason="Chờ xác minh.", new_due_on="29/10/2018")

    assert answer.url == at(dossier)
    assert fresh(dossier).due_at == vn("2018-10-29 17:00")
    shown = text_of(sau.get(at(dossier)))
    assert "Hẹn đầu thứ Năm 25/10, 17:00; hẹn lại thứ Hai 29/10, 17:00. Quá hẹn đầu vẫn tính trễ." in shown
    assert at(dossier, "gia-han") not in shown
    put_the_clock_to(vn("2018-10-26 09:00"))
    assert "Quá hạn" in text_of(sau.get(at(dossier)))


def test_after_the_last_moment_the_button_is_gone_and_the_page_says_why(office: Department, sau: Client):
    dossier = office.in_hand()
    put_the_clock_to(vn("2018-10-25 08:00"))

    assert at(dossier, "gia-han") not in text_of(sau.get(at(dossier)))
    answer = sau.get(at(dossier, "gia-han"), follow=True)
    assert "Chỉ được hẹn lại chậm nhất lúc 17:00 24/10/2018" in text_of(answer)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "Ghi ngày, ví dụ 22/10/2018."),
        ("31/2/2018", "Ngày này không có trong lịch."),
        ("25/10/2018", "Ngày hẹn mới phải sau ngày hẹn cũ."),
        ("28/10/2018", "Ngày hẹn mới là ngày nghỉ."),
    ],
)
def test_a_new_day_that_cannot_be_is_explained(office: Department, sau: Client, day: str, sentence: str):
    dossier = office.in_hand()

    answer = post(sau, dossier, "gia-han", reason="Chờ xác minh.", new_due_on=day)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Chờ xác minh.</textarea>" in text_of(answer)
    assert fresh(dossier).extended_at is None


def test_a_specialist_does_not_apologise_for_the_office(office: Department, hai: Client):
    dossier = office.in_hand()

    answer = post(hai, dossier, "gia-han", reason="Bận.", new_due_on="29/10/2018")

    assert answer.status_code == 403
    assert "Bận." in text_of(answer)
    assert fresh(dossier).extended_at is None


# Stop


def test_a_leader_stops_with_a_reason(office: Department, sau: Client):
    dossier = office.in_hand()

    assert post(sau, dossier, "dung", reason="").status_code == 422
    assert post(sau, dossier, "dung", reason="Người nộp đề nghị.").status_code == 302

    assert fresh(dossier).status == "stopped"
    assert "Thôi tính" in text_of(sau.get(at(dossier)))


# Taken back


@pytest.mark.parametrize("back", ["xem=cua-toi", ""])
def test_a_proposal_is_taken_back_right_away(office: Department, hai: Client, back: str):
    dossier = office.in_hand()
    sent = post(hai, dossier, "trinh-ky", outcome="granted", summary="Đủ.", back=back)
    page = text_of(hai.get(sent.url))
    assert at(dossier, "lay-lai") in page

    answer = post(hai, fresh(dossier), "lay-lai", back=back)

    assert answer.status_code == 302
    again = fresh(dossier)
    assert (again.step.kind, again.officer) == ("handling", office.hai)
    assert "Đã lấy lại. Hồ sơ đứng như trước đó." in text_of(hai.get(answer.url))


def test_what_a_leader_has_decided_is_not_taken_back(office: Department, hai: Client):
    dossier = office.proposed()
    office.approve(dossier, at=TEN)

    assert at(dossier, "lay-lai") not in text_of(hai.get(f"{BENCH}?vua={dossier.quick_code}"))
    assert post(hai, fresh(dossier), "lay-lai").status_code == 409


# What was typed is not lost, and nobody does what is not open


def test_a_turn_that_is_closed_meanwhile_keeps_the_words(office: Department, hai: Client):
    dossier = office.in_hand()
    office.propose(dossier, at=TEN)

    stale = post(hai, dossier, "bo-sung", reason="Chữ gõ cả buổi sáng")
    closed = post(hai, fresh(dossier), "bo-sung", reason="Chữ gõ cả buổi sáng")

    assert (stale.status_code, closed.status_code) == (412, 409)
    for answer in (stale, closed):
        assert "Chữ gõ cả buổi sáng" in text_of(answer)
    assert fresh(dossier).supplement_requests == 0


@pytest.mark.parametrize("turn", ["bo-sung", "y-kien", "nghia-vu", "da-nop", "gia-han", "dung"])
def test_a_form_that_is_not_open_leads_back_with_whose_it_is(office: Department, hai: Client, turn: str):
    dossier = office.proposed()

    answer = hai.get(at(dossier, turn), follow=True)

    assert answer.redirect_chain[-1][0] == at(dossier)
    assert 'class="note note--soon"' in text_of(answer)


# Whose time it was


def test_the_account_of_a_restarted_dossier_charges_the_wait_to_nobody(office: Department, hai: Client):
    dossier = office.in_hand()
    actions.request_supplement(dossier=dossier, reason="Thiếu.", by=acting(office.hai), at=vn("2018-10-22 10:00"))
    actions.accept_supplement(dossier=dossier, by=acting(office.lan), at=vn("2018-10-24 10:00"))
    put_the_clock_to(vn("2018-10-24 16:00"))

    answer = hai.get(at(dossier))

    account = answer.context["account"]
    assert [row["worked"] for row in account["rows"]] == ["1 giờ", "2 ngày", "4 giờ"]
    assert [bool(row["waits"]) for row in account["rows"]] == [False, True, False]
    assert (account["office"], account["waited"], account["total"]) == ("5 giờ", "2 ngày", "2 ngày 5 giờ")
    page = text_of(answer)
    assert "Chờ người nộp bổ sung<small>không tính cho ai</small>" in page
    assert "Tính lại từ đầu" in page
    assert "Điều 19" in page


def test_before_the_reception_there_is_no_account(office: Department, hai: Client):
    dossier = office.submit()
    lan = signed_in(office.lan)

    assert lan.get(f"{BENCH}{dossier.quick_code}/").context["account"] is None
