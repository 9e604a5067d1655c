"""The hard turns of a dossier: each is told once, to the citizen by e-mail and to the officers whose turn it is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from motcua.dossiers import actions, actors, events
from motcua.dossiers.models import Dossier
from motcua.lib.uuid7 import uuid7
from motcua.notifications import messages
from motcua.notifications.follow import follow
from motcua.notifications.models import Kind, Letter, Notification
from motcua.organisations.models import Role
from motcua.working_time.actions import set_day
from motcua.working_time.calendar import DayKind, SpecialDay
from motcua.working_time.models import Calendar
from tests.factories import MAI, MONDAY_9AM, Office, acting, create_agency, create_officer, vn

pytestmark = pytest.mark.django_db

WITH_EMAIL = replace(MAI, email="beba@example.vn")
TEN, TUESDAY = MONDAY_9AM + timedelta(hours=1), vn("2018-10-23 09:00")


def hear_all() -> None:
    while events.hand_over_some("notifications", follow, real_at=MONDAY_9AM):
        pass


def last_letter() -> Letter:
    hear_all()
    return Letter.objects.order_by("id").last()


def told(user: object, kind: Kind) -> list[str]:
    hear_all()
    return [messages.said(notice) for notice in Notification.objects.filter(user=user, kind=kind).order_by("id")]


@pytest.fixture
def office(db: None) -> Office:
    return Office()


@pytest.fixture
def at_work(office: Office) -> Dossier:
    return office.take_over(office.receive(applicant=WITH_EMAIL), at=TEN)


def asked(office: Office, dossier: Dossier, **more: object) -> Dossier:
    values = {"reason": "Thiếu chữ ký của chủ nhà 100%.", "papers": ["Giấy tờ tùy thân"]} | more
    return actions.request_supplement(dossier=dossier, by=acting(office.hai, at=TEN), at=TEN, **values)


def test_a_request_for_papers_says_what_why_until_when_and_where(office: Office, at_work: Dossier) -> None:
    dossier = asked(office, at_work, asked_until=date(2018, 11, 2))

    letter = last_letter()

    assert letter.subject == f"Hồ sơ {dossier.quick_code[:4]} {dossier.quick_code[4:8]} {dossier.quick_code[8:]} " + (
        "cần bổ sung giấy tờ"
    )
    for words in (
        "Sở Tư pháp xem hồ sơ, thấy còn thiếu.",
        "Thiếu chữ ký của chủ nhà 100%.",
        "• Giấy tờ tùy thân",
        "Nên xong trước hết thứ Sáu 02/11/2018.",
        "đồng hồ dừng",
        f"/t/{dossier.quick_code}/",
    ):
        assert words in letter.body
    assert office.hai.get_full_name() not in letter.body
    assert told(office.lan, Kind.SUPPLEMENT_ASKED) == [
        f"Phạm Quốc Hải yêu cầu bổ sung: {messages.name_of(dossier)}. Giao phiếu, báo bà con."
    ]


def test_a_request_before_the_reception_stops_no_clock_and_calls_nobody_at_the_desk(office: Office) -> None:
    colleague = create_officer(Role.COUNTER, office.centre)
    dossier = office.submit(applicant=WITH_EMAIL)
    actions.request_supplement(dossier=dossier, reason="Ảnh mờ.", by=acting(office.lan), at=TEN)

    body = last_letter().body

    assert "Ảnh mờ." in body and "đồng hồ" not in body and "Đủ giấy tờ thì tiếp nhận" in body
    assert told(colleague, Kind.SUPPLEMENT_ASKED) == []


def test_what_a_citizen_sent_calls_the_desk_without_their_words(office: Office, at_work: Dossier) -> None:
    dossier = asked(office, at_work)
    by = actors.applicant(name=MAI.name, dossier_id=dossier.pk)
    file = actions.BroughtFile("giay.pdf", b"%PDF-1.4 x")
    actions.supply(dossier=dossier, files=[file], note="Số tôi 0911222333", by=by, at=TUESDAY)

    (said,) = told(office.lan, Kind.SUPPLIED)

    assert said.startswith("Bà con gửi giấy tờ bổ sung:")
    params = str(Notification.objects.get(kind=Kind.SUPPLIED).params)
    assert MAI.name not in params and "0911222333" not in params


def test_a_complete_supplement_tells_both_days_and_calls_the_officer_back(office: Office, at_work: Dossier) -> None:
    dossier = asked(office, at_work)
    actions.accept_supplement(dossier=dossier, by=acting(office.lan, at=TUESDAY), at=TUESDAY)

    letter = last_letter()

    assert "đã bổ sung đủ, hẹn mới thứ Sáu 26/10/2018, 17:00" in letter.subject
    assert "tính lại từ đầu" in letter.body and "Hẹn trước: thứ Năm 25/10/2018, 17:00." in letter.body
    (said,) = told(office.hai, Kind.SUPPLEMENTED)
    assert said.endswith("Hẹn mới thứ Sáu 26/10/2018, 17:00.")


def test_a_complete_supplement_before_the_reception_promises_no_day(office: Office) -> None:
    dossier = office.submit(applicant=WITH_EMAIL)
    dossier = actions.request_supplement(dossier=dossier, reason="Ảnh mờ.", by=acting(office.lan), at=TEN)
    actions.accept_supplement(dossier=dossier, by=acting(office.lan, at=TUESDAY), at=TUESDAY)

    letter = last_letter()

    assert letter.subject.endswith("đã bổ sung đủ") and "tiếp nhận xong sẽ báo ngày hẹn trả" in letter.body


def test_money_is_asked_for_with_the_amount_and_its_payment_is_confirmed(office: Office, at_work: Dossier) -> None:
    reason = "Lệ phí trước bạ, nộp tại Kho bạc."
    by = acting(office.hai, at=TEN)
    dossier = actions.request_payment(dossier=at_work, reason=reason, amount=250_000, by=by, at=TEN)
    letter = last_letter()
    assert letter.subject.endswith("cần nộp tiền") and reason in letter.body and "250.000" in letter.body
    assert len(told(office.lan, Kind.PAYMENT_ASKED)) == 1

    actions.confirm_payment(dossier=dossier, proof="BL 42", by=acting(office.lan, at=TUESDAY), at=TUESDAY)

    letter = last_letter()
    assert "Đã ghi nhận nộp tiền" in letter.subject and "BL 42" not in letter.body
    assert len(told(office.hai, Kind.PAID)) == 1


def test_an_apology_says_sorry_why_both_days_and_that_it_stays_late(office: Office, at_work: Dossier) -> None:
    by = acting(office.sau, at=TUESDAY)
    actions.extend(dossier=at_work, reason="Mưa lớn.", new_due_on=date(2018, 10, 30), by=by, at=TUESDAY)

    letter = last_letter()

    assert letter.subject.startswith("Xin lỗi bà con, hồ sơ") and "hẹn lại thứ Ba 30/10/2018" in letter.subject
    for words in ("xin lỗi bà con. Lý do:", "Mưa lớn.", "Hẹn trước: thứ Năm 25/10/2018", "vẫn tính là trễ hẹn"):
        assert words in letter.body
    assert office.sau.get_full_name() not in letter.body
    assert len(told(office.lan, Kind.EXTENDED)) == len(told(office.hai, Kind.EXTENDED)) == 1


def test_a_stop_gives_its_reason_and_the_way_back_to_the_papers(office: Office, at_work: Dossier) -> None:
    by = acting(office.sau, at=TUESDAY)
    actions.stop(dossier=at_work, reason="Bà con xin dừng.", by=by, at=TUESDAY)

    letter = last_letter()

    assert "đã dừng giải quyết" in letter.subject and "Bà con xin dừng." in letter.body
    assert "nhận lại tại" in letter.body
    assert "Lý do: Bà con xin dừng." in told(office.lan, Kind.STOPPED)[0]


def test_a_changed_calendar_is_told_with_both_days(office: Office, at_work: Dossier) -> None:
    off = SpecialDay(date(2018, 10, 24), DayKind.SWAP_OFF, "Nghỉ bão")
    set_day(calendar=Calendar.objects.get(is_default=True), day=off, by="centre", at=TUESDAY)
    centre = create_officer(Role.CENTRE, office.centre)
    actions.recalculate(dossier=at_work, reason="Công điện 1", by=acting(centre, at=TUESDAY), at=TUESDAY)

    letter = last_letter()

    assert "đổi ngày hẹn: thứ Sáu 26/10/2018" in letter.subject and "Công điện 1" in letter.body
    assert len(told(office.lan, Kind.RECALCULATED)) == len(told(office.hai, Kind.RECALCULATED)) == 1


def test_who_is_asked_for_an_opinion_is_called_however_late_it_is_heard_of(office: Office, at_work: Dossier) -> None:
    police, fire = create_agency("cong-an", name="Công an tỉnh"), create_agency("pccc", name="Phòng Cháy")
    officers = {unit: create_officer(Role.SPECIALIST, unit) for unit in (police, fire)}
    head = create_officer(Role.LEADER, police)
    dossier = at_work
    for unit in (police, fire):
        by = acting(office.hai, at=TEN)
        dossier = actions.consult(dossier=dossier, agency=unit, question="Có ý kiến gì?", half_days=2, by=by, at=TEN)

    for officer in (*officers.values(), head):
        (said,) = told(officer, Kind.CONSULTED)
        assert said.startswith("Sở Tư pháp hỏi ý kiến:") and "Trả lời trước thứ Ba 23/10/2018" in said
    assert not Letter.objects.filter(body__contains="ý kiến").exists()

    actions.answer(dossier=dossier, text="Đồng ý.", by=acting(officers[police], at=TUESDAY), at=TUESDAY)

    (said,) = told(office.hai, Kind.ANSWERED)
    assert said.startswith("Công an tỉnh đã trả lời ý kiến:")


def test_hearing_of_any_turn_twice_tells_once(office: Office, at_work: Dossier) -> None:
    police = create_agency("cong-an", name="Công an tỉnh")
    create_officer(Role.SPECIALIST, police)
    by = acting(office.hai, at=TEN)
    actions.consult(dossier=at_work, agency=police, question="Sao?", half_days=2, by=by, at=TEN)
    asked(office, Dossier.objects.get(pk=at_work.pk))
    lines = list(at_work.events.order_by("seq"))
    hear_all()
    before = (Notification.objects.count(), Letter.objects.count())

    follow(lines)

    assert (Notification.objects.count(), Letter.objects.count()) == before


def test_every_kind_has_words_and_a_picture() -> None:
    from motcua.oversight.presenters.notices import _ICONS

    for kind in Kind:
        assert messages.said(Notification(kind=kind, params={}))
        assert kind in _ICONS


def from_the_ledger(office: Office, **more: object) -> None:
    values = {"received_at": vn("2018-09-03 09:00"), "row_id": uuid7(), "applicant": WITH_EMAIL} | more
    row = actions.LateRow(procedure=office.version.procedure.code, **values)
    (entered,) = actions.enter_late(rows=[row], unit=office.centre, by=acting(office.lan), at=MONDAY_9AM)
    assert entered.dossier is not None, entered.problems
    hear_all()


def test_what_is_typed_from_the_ledger_and_over_is_no_news_to_anybody(office: Office) -> None:
    past = {"decided_at": vn("2018-09-05 09:00"), "returned_at": vn("2018-09-06 09:00")}
    from_the_ledger(office, **past)
    from_the_ledger(office, received_at=vn("2018-09-04 09:00"))

    assert not Letter.objects.exists(), "no day long past is promised by letter, no old result announced"
    assert len(told(office.hai, Kind.NEW_DOSSIER)) == 1, "what is still open is somebody's work"


def test_what_is_typed_from_the_ledger_in_time_is_confirmed(office: Office) -> None:
    from_the_ledger(office, received_at=vn("2018-10-19 09:00"))

    assert "hẹn trả thứ Tư 24/10/2018" in Letter.objects.get().subject
