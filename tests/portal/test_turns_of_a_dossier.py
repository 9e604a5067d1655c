"""What a citizen reads when their dossier waits, is held up, gets another day, or ends early: from real verbs."""

from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from motcua.dossiers import actions
from motcua.dossiers.lifecycle import Verb
from motcua.dossiers.models import Dossier, Event
from motcua.lib.uuid7 import uuid7
from motcua.organisations.models import Role
from motcua.portal.presenters.confided import history_of
from motcua.working_time.actions import set_day
from motcua.working_time.calendar import DayKind, SpecialDay
from motcua.working_time.models import Calendar
from tests.factories import MAI, MONDAY_9AM, acting, create_agency, create_officer, vn
from tests.portal.conftest import Town, put_the_clock_to, scan, text_of

pytestmark = pytest.mark.django_db

TUESDAY, WEDNESDAY, THURSDAY = vn("2018-10-23 09:00"), vn("2018-10-24 09:00"), vn("2018-10-25 09:00")
WHY = "Thiếu giấy của bà Tư Hường, chủ nhà."


def typed(dossier: Dossier) -> str:
    return text_of(Client().get(f"/ho-so/{dossier.quick_code}/"))


def scanned(dossier: Dossier) -> str:
    return text_of(scan(Client(), dossier))


def ask(town: Town, dossier: Dossier | None = None, *, at=TUESDAY, **more) -> Dossier:
    """Return a dossier for which Hải has asked for the third paper."""
    dossier = dossier or town.take_over(town.receive(), at=TUESDAY)
    values = {"reason": WHY, "papers": ["Giấy ủy quyền của chủ nhà"], "asked_until": date(2018, 11, 2)} | more
    put_the_clock_to(at)
    return actions.request_supplement(dossier=dossier, by=acting(town.hai, at=at), at=at, **values)


def accept(town: Town, dossier: Dossier, *, at) -> Dossier:
    put_the_clock_to(at)
    return actions.accept_supplement(dossier=dossier, by=acting(town.lan, at=at), at=at)


def ask_for_money(town: Town, **more) -> Dossier:
    dossier = town.take_over(town.receive(), at=TUESDAY)
    put_the_clock_to(TUESDAY)
    reason = "Nộp lệ phí trước bạ tại Chi cục Thuế Đầm Dơi."
    return actions.request_payment(dossier=dossier, reason=reason, by=acting(town.hai, at=TUESDAY), at=TUESDAY, **more)


def apologise(town: Town, *, at=TUESDAY) -> Dossier:
    dossier = town.take_over(town.receive(), at=TUESDAY)
    put_the_clock_to(at)
    by = acting(town.sau, at=at)
    return actions.extend(
        dossier=dossier, reason="Mưa lớn, chưa khảo sát được.", new_due_on=date(2018, 10, 30), by=by, at=at
    )


# Waiting for papers


def test_the_receipt_shows_what_lacks_why_until_when_and_who_asks(town):
    town.department.phone = "0290 3000 112"
    town.department.save()
    dossier = ask(town)

    text = scanned(dossier)

    assert "Đang chờ bà con Cần bổ sung giấy tờ Đồng hồ dừng từ thứ Ba 23/10/2018, 09:00" in text
    assert "Còn thiếu 1 giấy tờ" in text and "Giấy ủy quyền của chủ nhà" in text and WHY in text
    assert "Nên xong trước hết thứ Sáu 02/11/2018. Tới sau cũng được, hồ sơ không mất." in text
    assert "Nơi yêu cầu: Sở Tư pháp." in text and "0290 300 0112" in text
    assert "Chụp và gửi bổ sung" in text


def test_the_ten_digits_do_not_show_what_an_officer_wrote(town):
    dossier = ask(town)

    text = typed(dossier)

    assert "Cần bổ sung giấy tờ" in text and "Bà con cần làm" in text
    for word in ("Tư Hường", "Giấy ủy quyền", "bo-sung", "Phạm Quốc Hải"):
        assert word not in text and word not in Client().get(f"/ho-so/{dossier.quick_code}/").content.decode()


def test_a_clock_that_stands_is_never_late_however_long_it_stands(town):
    dossier = ask(town)
    put_the_clock_to(vn("2018-12-20 09:00"))

    assert "trễ" not in typed(dossier)


def test_before_the_reception_no_clock_is_spoken_of(town):
    dossier = actions.request_supplement(
        dossier=town.submit(), reason="Ảnh mờ, chụp lại.", by=acting(town.lan), at=MONDAY_9AM
    )

    text = scanned(dossier)

    assert "Nộp đủ thì nơi nhận tiếp nhận, rồi hẹn ngày trả kết quả." in text
    assert "Ảnh mờ, chụp lại." in text and "Bổ sung, sửa lại hồ sơ" in text
    assert "Đồng hồ dừng từ" not in text and "Cần bổ sung giấy tờ trước khi tiếp nhận" in text


def test_after_the_supplement_the_page_explains_the_new_day_from_the_day_it_is_counted(town):
    dossier = accept(town, ask(town), at=THURSDAY)

    answer = Client().get(f"/ho-so/{dossier.quick_code}/")

    text = text_of(answer)
    assert "Thứ Ba 30/10/2018, trước 17:00" in text
    assert "Tính lại từ 09:00 thứ Năm 25/10 · hạn 3 ngày làm việc" in text
    assert "Giấy tờ đã đủ. Thời hạn được tính lại từ đầu. Tính từ thứ Năm 25/10/2018, 09:00." in text
    assert "Hẹn cũ Thứ Năm 25/10/2018, 17:00" in text and "Hẹn mới Thứ Ba 30/10/2018, 17:00" in text
    assert "Điều 19" in text, "with the article of the decree"
    assert answer.context["derivation"].due_at == dossier.due_at
    assert answer.context["derivation"].received_at == THURSDAY
    assert "Nhận hồ sơ thứ Năm 25/10/2018, 09:00. Ngày nhận chưa tính." in text
    assert answer.context["panel"].clock.label == "Đã qua 0 trên 3 ngày làm việc"


def test_what_was_late_when_it_was_asked_stays_late_and_the_new_day_is_still_told(town):
    dossier = town.take_over(town.receive(), at=TUESDAY)
    dossier = accept(town, ask(town, dossier, at=vn("2018-10-29 09:00")), at=vn("2018-10-31 09:00"))

    text = typed(dossier)

    assert "Xin lỗi bà con, hồ sơ này trễ hẹn. Hẹn lại: Thứ Hai 05/11/2018, trước 17:00" in text
    assert "Hẹn trước là thứ Năm 25/10/2018. Hồ sơ vẫn tính là trễ hẹn." in text and "Quá hạn" in text


# Waiting for money


def test_the_receipt_shows_what_is_to_be_paid_how_much_and_where(town):
    dossier = ask_for_money(town, amount=1_250_000)

    text = scanned(dossier)

    assert "Cần nộp tiền" in text and "Số tiền: 1.250.000\xa0đ".replace("\xa0", " ") in text
    assert "Nộp lệ phí trước bạ tại Chi cục Thuế Đầm Dơi." in text and "mang biên lai tới" in text
    assert "1.250.000" not in typed(dossier) and "Chi cục Thuế" not in typed(dossier)
    assert "Chụp và gửi" not in text


def test_an_amount_that_nobody_knows_is_not_shown(town):
    assert "Số tiền" not in scanned(ask_for_money(town))


@pytest.mark.parametrize(
    ("more", "why", "due"),
    [
        ({}, "Bà con đã nộp tiền. Thời gian chờ nộp tiền không tính.", "30/10/2018"),
        ({"limit_after": "1 working day"}, "Thời hạn sau khi nộp tính từ lúc đó.", "29/10/2018"),
    ],
)
def test_once_paid_the_page_explains_the_day_that_comes_of_it(town, more, why, due):
    dossier = ask_for_money(town, **more)
    paid_at = vn("2018-10-26 09:00")
    put_the_clock_to(paid_at)
    dossier = actions.confirm_payment(dossier=dossier, proof="BL 0042", by=acting(town.lan, at=paid_at), at=paid_at)

    answer = Client().get(f"/ho-so/{dossier.quick_code}/")

    assert why in text_of(answer) and due in text_of(answer)
    assert answer.context["derivation"].due_at == dossier.due_at, "and how the days are counted"


# An apology


def test_an_apology_says_sorry_the_reason_both_days_and_that_it_is_late(town):
    dossier = apologise(town)

    text = scanned(dossier)

    assert "Xin lỗi bà con, hồ sơ này trễ hẹn. Hẹn lại: Thứ Ba 30/10/2018, trước 17:00" in text
    assert "Hẹn trước là thứ Năm 25/10/2018. Hồ sơ vẫn tính là trễ hẹn." in text
    assert "Mưa lớn, chưa khảo sát được." in text
    assert "Hẹn cũ Thứ Năm 25/10/2018, 17:00 Hẹn mới Thứ Ba 30/10/2018, 17:00" in text
    assert "Quy định chỉ cho hẹn lại một lần." in text
    assert "Mưa lớn" not in typed(dossier) and "Hẹn lại" in typed(dossier)


def test_after_the_first_day_it_is_called_overdue_and_after_the_second_that_this_passed_too(town):
    dossier = apologise(town)
    put_the_clock_to(vn("2018-10-26 09:00"))
    assert "Quá hạn" in typed(dossier) and "Hẹn lại: Thứ Ba 30/10/2018" in typed(dossier)

    put_the_clock_to(vn("2018-10-31 09:00"))

    text = typed(dossier)
    assert "Hẹn thứ Năm 25/10/2018, trễ" in text and "Đã hẹn lại thứ Ba 30/10/2018 mà cũng chưa xong." in text


def test_a_result_within_the_second_day_is_still_late_against_the_first(town):
    dossier = apologise(town)
    done_at = vn("2018-10-29 09:00")
    dossier = town.return_result(town.approve(town.propose(dossier, at=done_at), at=done_at), at=done_at)

    assert "Trễ hẹn: hẹn thứ Năm 25/10/2018. Xin lỗi bà con." in typed(dossier)


# A changed calendar


def test_a_changed_calendar_is_given_as_the_reason_of_the_new_day(town):
    dossier = town.take_over(town.receive(), at=TUESDAY)
    day_off = SpecialDay(date(2018, 10, 24), DayKind.SWAP_OFF, "Nghỉ bão", legal_basis="Công điện 1")
    set_day(calendar=Calendar.objects.get(is_default=True), day=day_off, by="trung-tam", at=TUESDAY)
    centre = create_officer(Role.CENTRE, town.centre)
    reason = "Công điện 1 của tỉnh"
    dossier = actions.recalculate(dossier=dossier, reason=reason, by=acting(centre, at=TUESDAY), at=TUESDAY)
    put_the_clock_to(TUESDAY)

    text = scanned(dossier)

    assert "Thứ Sáu 26/10/2018, trước 17:00" in text
    assert "Lịch nghỉ, làm bù đã đổi, nên ngày hẹn được tính lại." in text and reason in text
    assert "Hẹn cũ Thứ Năm 25/10/2018, 17:00" in text and "Nghỉ bão" in text
    assert reason not in typed(dossier)


# Consulting


def test_who_is_asked_is_named_as_an_office_and_never_as_a_person(town):
    police = create_agency("cong-an", name="Công an tỉnh")
    create_officer(Role.SPECIALIST, police, full_name="Đỗ Văn Mười")
    dossier = town.take_over(town.receive(), at=TUESDAY)
    put_the_clock_to(TUESDAY)
    by = acting(town.hai, at=TUESDAY)
    dossier = actions.consult(
        dossier=dossier, agency=police, question="Ông Tư có tiền án không?", half_days=2, by=by, at=TUESDAY
    )

    for text in (typed(dossier), scanned(dossier)):
        assert "Đang lấy ý kiến cơ quan khác Công an tỉnh, trả lời trước" in text
        assert "Ông Tư" not in text and "Mười" not in text
    assert "Đang hỏi ý kiến" in typed(dossier)
    put_the_clock_to(vn("2018-10-25 09:00"))
    assert "Công an tỉnh, đáng lẽ trả lời" in typed(dossier)


# Ending early


def test_a_stopped_dossier_gives_its_reason_to_whoever_has_the_receipt(town):
    dossier = ask(town)
    at = vn("2018-12-03 09:00")
    dossier = actions.stop(
        dossier=dossier, reason="Chờ giấy của bà Tư Hường quá lâu.", by=acting(town.lan, at=at), at=at
    )

    assert "Vì sao dừng giải quyết? Chờ giấy của bà Tư Hường quá lâu." in scanned(dossier)
    assert "Hồ sơ đã dừng giải quyết" in typed(dossier) and "Tư Hường" not in typed(dossier)
    assert "Muốn biết lý do?" in typed(dossier)


def test_a_withdrawn_dossier_gives_its_reason_to_whoever_has_the_receipt_and_speaks_of_no_complaint(town):
    dossier = actions.withdraw(dossier=town.receive(), reason="Cháu Lành đổi ý", by=acting(town.lan), at=MONDAY_9AM)

    text = scanned(dossier)

    assert "Lý do rút hồ sơ Cháu Lành đổi ý" in text and "khiếu nại trong 90 ngày" not in text
    assert "Lành" not in typed(dossier)


def test_what_was_typed_from_the_paper_ledger_shows_the_day_on_the_paper(town):
    row = actions.LateRow(row_id=uuid7(), procedure=town.code, applicant=MAI, received_at=vn("2018-10-19 08:00"))
    (entered,) = actions.enter_late(rows=[row], unit=town.centre, by=acting(town.lan), at=MONDAY_9AM)

    text = scanned(entered.dossier)

    assert "Nhận hồ sơ 08:00 thứ Sáu 19/10" in text and "Thứ Tư 24/10/2018, trước 17:00" in text
    assert "19/10 08:00 Tiếp nhận hồ sơ, hẹn thứ Tư 24/10/2018" in text and "ghi vào máy 22/10/2018" in text


def test_every_verb_of_the_diary_reads_as_a_citizen_would_say_it():
    with translation.override("vi"):
        lines = history_of([Event(verb=verb, at=MONDAY_9AM, due_at=MONDAY_9AM) for verb in Verb], receipt_url="")
    official = {str(verb.label) for verb in Verb} & {line.title for line in lines}

    assert official <= {"Dừng giải quyết"}, "a verb without words of its own"
