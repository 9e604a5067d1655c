"""What officers are told inside the software, and what citizens are written, as the diary is followed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import actions as verbs
from motcua.dossiers import events, quick_codes
from motcua.notifications import actions, messages, queries
from motcua.notifications.follow import follow
from motcua.notifications.models import Kind, Letter, LetterState, Notification
from motcua.organisations.actions import delegate
from motcua.organisations.models import Agency, Role
from tests.factories import MAI, MONDAY_9AM, Office, acting, create_agency, create_officer, create_user

pytestmark = pytest.mark.django_db

WITH_EMAIL = replace(MAI, email="beba@example.vn")
TEN = MONDAY_9AM + timedelta(hours=1)
ELEVEN = MONDAY_9AM + timedelta(hours=2)


def hear_all() -> None:
    while events.hand_over_some("notifications", follow, real_at=MONDAY_9AM):
        pass


def told(user: object) -> list[str]:
    return list(Notification.objects.filter(user=user).order_by("id").values_list("kind", flat=True))


def test_a_new_dossier_calls_the_specialists_of_the_agency() -> None:
    office = Office()
    dossier = office.receive()

    hear_all()

    assert told(office.hai) == [Kind.NEW_DOSSIER]
    assert told(office.sau) == told(office.lan) == []
    notice = Notification.objects.get()
    assert "Hẹn trả thứ Năm 25/10/2018, 17:00" in messages.said(notice)
    assert notice.dossier == dossier
    assert MAI.name not in messages.said(notice)


def test_a_proposal_calls_the_leader_and_whoever_signs_for_them() -> None:
    office = Office()
    deputy = create_officer(Role.SPECIALIST, office.department)
    today = MONDAY_9AM.date()
    delegate(
        agency=office.department,
        giver=office.sau,
        receiver=deputy,
        first=today,
        last=today,
        reason="đi họp",
        at=MONDAY_9AM,
    )

    office.propose(office.take_over(office.receive(), at=TEN), at=ELEVEN)
    hear_all()

    assert told(office.sau) == [Kind.TO_SIGN]
    assert told(deputy) == [Kind.TO_SIGN]
    assert told(office.hai) == []  # the dossier had moved on before it was told of as new


def test_what_is_sent_back_calls_the_one_who_proposed_it_with_the_reason() -> None:
    office = Office()
    dossier = office.propose(office.take_over(office.receive(), at=TEN), at=TEN)
    hear_all()

    verbs.send_back(dossier=dossier, reason="Thiếu bản sao.", by=acting(office.sau), at=ELEVEN)
    hear_all()

    assert told(office.hai) == [Kind.SENT_BACK]
    assert messages.said(Notification.objects.get(user=office.hai)).endswith("Cần sửa: Thiếu bản sao.")
    assert told(office.lan) == []


def test_a_forwarded_dossier_calls_the_colleague() -> None:
    office = Office()
    colleague = create_officer(Role.SPECIALIST, office.department)
    dossier = office.take_over(office.receive(), at=TEN)
    hear_all()

    verbs.forward(dossier=dossier, to=colleague, by=acting(office.hai), at=ELEVEN)
    hear_all()

    assert told(colleague) == [Kind.FORWARDED]
    assert told(office.hai) == []


def test_a_decision_calls_the_desk() -> None:
    office = Office()
    office.decided()

    hear_all()

    assert told(office.lan) == [Kind.DECIDED]


def test_after_a_reform_the_desk_that_carries_on_is_called() -> None:
    office = Office()
    heir = create_agency(kind="centre", valid_from=date(2018, 10, 23))
    mai = create_officer(Role.COUNTER, heir)
    Agency.objects.filter(pk=office.centre.pk).update(valid_to=date(2018, 10, 23), heir=heir)
    before, after = office.receive(), office.receive()

    office.propose(office.take_over(before, at=TEN), at=TEN)
    office.approve(before, at=ELEVEN)
    hear_all()
    assert (told(office.lan), told(mai)) == ([Kind.DECIDED], [])  # the last day of the old desk

    tuesday = ELEVEN + timedelta(days=1)
    office.propose(office.take_over(after, at=tuesday), at=tuesday)
    office.approve(after, at=tuesday)
    hear_all()

    assert (told(office.lan), told(mai)) == ([Kind.DECIDED], [Kind.DECIDED])


def test_what_was_submitted_online_calls_the_desk_without_the_citizens_name() -> None:
    office = Office()
    office.submit()

    hear_all()

    assert told(office.lan) == [Kind.SUBMITTED]
    assert MAI.name not in str(Notification.objects.get().params)


def test_the_one_who_acts_is_not_told_of_it() -> None:
    office = Office()
    create_officer(Role.SPECIALIST, office.department, user=office.lan)

    office.receive()
    hear_all()

    assert told(office.lan) == []
    assert told(office.hai) == [Kind.NEW_DOSSIER]


def test_hearing_twice_tells_once() -> None:
    office = Office()
    dossier = office.receive(applicant=WITH_EMAIL)
    event = dossier.events.get()

    follow([event])
    follow([event])

    assert Notification.objects.count() == 1
    assert Letter.objects.count() == 1


def test_a_batch_costs_a_few_statements() -> None:
    office = Office()
    lines = [office.receive().events.get() for _number in range(10)]

    with CaptureQueriesContext(connection) as captured:
        follow(lines)

    assert len(captured) <= 3 + 2 * 3  # what it is about, posts, powers handed on; letters and notices, each in one go


def test_the_count_on_the_bar_is_of_unread_ones_only() -> None:
    office = Office()
    for _number in range(3):
        office.receive()
    hear_all()
    first = queries.notices_of(office.hai)[0]

    assert queries.unread_count(office.hai) == 3
    assert actions.mark_read(user=office.hai, only=[first.pk], at=TEN) == 1
    assert queries.unread_count(office.hai) == 2
    assert actions.mark_read(user=office.hai, at=TEN) == 2
    assert queries.unread_count(office.hai) == 0
    assert queries.unread_count(create_user()) == 0


def test_nobody_marks_a_colleagues_notification_as_read() -> None:
    office = Office()
    office.receive()
    hear_all()

    actions.mark_read(user=office.sau, only=[Notification.objects.get().pk], at=TEN)

    assert queries.unread_count(office.hai) == 1


# Letters


def test_a_reception_is_confirmed_with_the_promised_day_and_the_tracking_link() -> None:
    office = Office()
    dossier = office.receive(applicant=WITH_EMAIL)

    hear_all()

    letter = Letter.objects.get()
    token = quick_codes.token(dossier.quick_code, key=settings.TRACKING_KEY)
    assert letter.address == "beba@example.vn"
    assert letter.state == LetterState.WAITING
    assert "thứ Năm 25/10/2018, 17:00" in letter.subject
    assert "chậm nhất thứ Năm 25/10/2018, 17:00" in letter.body
    assert f"/t/{dossier.quick_code}/{token}" in letter.body
    assert str(dossier.code) in letter.body
    for personal in (MAI.name, MAI.id_number, MAI.phone, MAI.address):
        assert personal not in letter.subject + letter.body


def test_who_gave_no_address_is_not_written_to() -> None:
    office = Office()
    office.receive()

    hear_all()

    assert not Letter.objects.exists()


def test_who_hands_in_for_somebody_is_written_to_when_the_other_has_no_address() -> None:
    office = Office()
    office.receive(submitter=WITH_EMAIL)

    hear_all()

    assert Letter.objects.get().address == "beba@example.vn"


def test_the_whole_way_is_told_in_order_however_late_it_is_heard_of() -> None:
    office = Office()
    dossier = office.receive(applicant=WITH_EMAIL)
    dossier = office.approve(office.propose(office.take_over(dossier, at=TEN), at=TEN), at=TEN)
    office.return_result(dossier, at=ELEVEN)

    hear_all()

    subjects = [letter.subject for letter in queries.letters_about(dossier)]
    assert [subject.split()[0:2] for subject in subjects] == [["Đã", "nhận"], ["Hồ", "sơ"], ["Đã", "trả"]]
    received, ready, returned = queries.letters_about(dossier)
    assert "đem giấy hẹn tới" in ready.body
    assert f"/danh-gia/{dossier.quick_code}/" in returned.body
    assert "25/10/2018" in received.body


def test_a_result_in_the_post_is_written_about_without_the_number_of_its_item() -> None:
    office = Office()
    dossier = office.receive(applicant=WITH_EMAIL, result_channel="post")
    dossier = office.approve(office.propose(office.take_over(dossier, at=TEN), at=TEN), at=TEN)
    verbs.return_result(dossier=dossier, consignment="EA987654321VN", by=acting(office.lan, at=ELEVEN), at=ELEVEN)

    hear_all()

    letter = list(queries.letters_about(dossier))[-1]
    assert letter.subject.startswith("Đã gửi kết quả hồ sơ") and letter.subject.endswith("qua bưu điện")
    assert f"Xem mã bưu gửi: {messages.tracking_url(dossier)}" in letter.body
    assert "EA987654321VN" not in letter.body  # it leads to a name, and an address may be mistyped


def test_a_refusal_by_the_agency_is_not_announced_as_good_news() -> None:
    office = Office()
    dossier = office.take_over(office.receive(applicant=WITH_EMAIL), at=TEN)
    office.approve(office.propose(dossier, at=TEN, outcome="refused"), at=ELEVEN)

    hear_all()

    letter = list(queries.letters_about(dossier))[-1]
    assert "văn bản trả lời" in letter.subject
    assert "chưa giải quyết được" in letter.body


def test_a_refused_reception_says_why_and_what_to_do() -> None:
    office = Office()
    dossier = office.submit(applicant=WITH_EMAIL)
    verbs.refuse(dossier=dossier, reason="Đơn chưa ký tên. 100% phải ký.", by=acting(office.lan), at=TEN)

    hear_all()

    letter = list(queries.letters_about(dossier))[-1]
    assert "Đơn chưa ký tên. 100% phải ký." in letter.body
    assert "nộp lại" in letter.body


def test_a_withdrawal_is_confirmed_so_that_nobody_withdraws_anothers_dossier_unseen() -> None:
    office = Office()
    dossier = office.receive(applicant=WITH_EMAIL)
    verbs.withdraw(dossier=dossier, reason="Đổi ý.", by=acting(office.lan), at=TEN)

    hear_all()

    assert "đã rút" in list(queries.letters_about(dossier))[-1].subject


@pytest.mark.parametrize(("channel", "words"), [("post", "Bưu điện"), ("online", "trả trên mạng")])
def test_where_to_get_the_result_depends_on_what_was_chosen(channel: str, words: str) -> None:
    office = Office()
    dossier = office.take_over(office.receive(applicant=WITH_EMAIL, result_channel=channel), at=TEN)
    office.approve(office.propose(dossier, at=TEN), at=TEN)

    hear_all()

    assert words in list(queries.letters_about(dossier))[-1].body


def test_holders_are_those_of_the_day() -> None:
    office = Office()
    gone = create_officer(Role.SPECIALIST, office.department, valid_to=date(2018, 10, 1))

    holders = queries.holders_at([office.department.pk], on=MONDAY_9AM.date())

    assert gone not in holders.of(Role.SPECIALIST, office.department.pk)
    assert holders.of(Role.SPECIALIST, office.department.pk) == [office.hai]
