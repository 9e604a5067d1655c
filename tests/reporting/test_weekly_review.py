"""The weekly review: drafted, sent to the heads, seen, answered; the figures stay as they were when it was drafted."""

from dataclasses import dataclass

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from motcua.accounts.models import User
from motcua.dossiers.actors import SYSTEM
from motcua.jobs import actions as jobs
from motcua.jobs.models import ScheduledRun
from motcua.notifications import messages
from motcua.notifications.models import Kind as NoticeKind
from motcua.notifications.models import Letter, Notification
from motcua.organisations.actions import delegate
from motcua.organisations.models import Kind, Role
from motcua.reporting import actions
from motcua.reporting.authority import NotNow, NotYours, may_send, may_watch
from motcua.reporting.models import ReviewItem, ReviewLetter, WeeklyReview
from motcua.reporting.queries import items_of, letters_of, review_of
from motcua.reporting.weeks import Week
from tests.factories import Office, acting, create_agency, create_officer, create_user, create_version, vn

pytestmark = pytest.mark.django_db

MONDAY = vn("2018-10-22 06:30")
SEVEN = vn("2018-10-22 07:00")
WEEK = Week(2018, 43)


@dataclass
class Room:
    """The monitoring room on a Monday, an agency with dossiers and one without."""

    office: Office
    diem: User

    def letter(self, key: str = "so-tu-phap") -> ReviewLetter:
        return ReviewLetter.objects.select_related("agency", "review").get(agency__key=key)

    def send(self) -> WeeklyReview:
        review = actions.draft_review(week=WEEK, at=MONDAY)
        return actions.send_review(review=review, by=acting(self.diem), at=SEVEN)


@pytest.fixture
def room(db: None) -> Room:
    office = Office()
    create_agency("so-y-te", name="Sở Y tế")
    create_agency("xa-vien-an", kind=Kind.COMMUNE, name="Xã Viên An")
    office.receive(at=vn("2018-10-15 09:00"))  # due on Thursday 18: late
    office.receive(at=vn("2018-10-17 09:00"))  # due today
    office.receive(at=vn("2018-10-19 16:00"))  # due on Wednesday 24
    return Room(office=office, diem=create_officer(Role.CENTRE, office.centre, full_name="Nguyễn Kiều Diễm"))


def test_a_draft_counts_every_dossier_once_and_keeps_its_promise_as_it_was(room: Room) -> None:
    review = actions.draft_review(week=WEEK, at=MONDAY)

    letter = room.letter()
    assert (letter.due_soon, letter.at_risk, letter.overdue) == (2, 1, 1)
    for danger in ("due_soon", "at_risk", "overdue"):
        assert items_of(letter, danger).count() == getattr(letter, danger)
    assert ReviewItem.objects.filter(letter__review=review).count() == 3
    assert [item.due_at for item in items_of(letter)] == [item.dossier.due_at for item in items_of(letter)]


def test_the_provinces_agencies_get_a_letter_also_when_there_is_nothing(room: Room) -> None:
    review = actions.draft_review(week=WEEK, at=MONDAY)

    assert [letter.agency.key for letter in letters_of(review)] == ["so-tu-phap", "so-y-te"]


def test_a_commune_gets_a_letter_when_something_of_its_own_falls_due(room: Room) -> None:
    commune = room.office.centre.__class__.objects.get(key="xa-vien-an")
    version = create_version(commune, levels=("commune",))
    tam = create_officer(Role.COUNTER, commune)
    room.office.centre, room.office.version, room.office.lan = commune, version, tam
    room.office.receive(at=vn("2018-10-19 09:00"))

    actions.draft_review(week=WEEK, at=MONDAY)

    assert room.letter("xa-vien-an").due_soon == 1


def test_drafting_again_counts_again_and_keeps_the_notes(room: Room) -> None:
    review = actions.draft_review(week=WEEK, at=MONDAY)
    actions.set_note(letter=room.letter(), note=" Ưu tiên đất đai. ", by=acting(room.diem), at=MONDAY)
    room.office.receive(at=vn("2018-10-19 17:00"))

    again = actions.draft_review(week=WEEK, at=SEVEN)

    assert again == review
    assert WeeklyReview.objects.count() == 1
    assert (room.letter().due_soon, room.letter().note) == (3, "Ưu tiên đất đai.")


def test_sending_tells_every_head_and_whoever_stands_in_for_one(room: Room) -> None:
    stand_in = create_officer(Role.SPECIALIST, room.office.department)
    today = MONDAY.date()
    delegate(
        agency=room.office.department,
        giver=room.office.sau,
        receiver=stand_in,
        first=today,
        last=today,
        reason="họp",
        at=MONDAY,
    )

    review = room.send()

    told = Notification.objects.filter(kind=NoticeKind.REVIEW)
    assert {notice.user for notice in told} == {room.office.sau, stand_in}
    assert "tuần 43" in messages.said(told[0])
    assert told[0].params["link"] == "/lam-viec/giam-sat/ra-soat/2018-tuan-43/so-tu-phap/"
    assert (review.sent_at, review.sent_by) == (SEVEN, room.diem)
    assert room.letter().told == 2
    assert room.letter("so-y-te").told == 0  # nobody leads it in the software: ring them up


def test_heads_with_an_address_are_written_to_with_codes_and_without_names(room: Room) -> None:
    User.objects.filter(pk=room.office.sau.pk).update(email="sau@example.vn")
    actions.draft_review(week=WEEK, at=MONDAY)
    actions.set_note(letter=room.letter(), note="Ưu tiên đất đai.", by=acting(room.diem), at=MONDAY)

    room.send()

    letter = Letter.objects.get()
    assert letter.address == "sau@example.vn"
    assert letter.subject == "Rà soát tuần 43: 2 sắp đến hạn, 1 nguy cơ trễ, 1 quá hạn"
    assert "Ưu tiên đất đai." in letter.body
    assert "/ra-soat/2018-tuan-43/so-tu-phap/" in letter.body
    for item in ReviewItem.objects.select_related("dossier__applicant"):
        assert str(item.dossier.code) in letter.body
        assert item.dossier.applicant.name not in letter.body


def test_a_review_is_sent_once(room: Room) -> None:
    review = room.send()

    with pytest.raises(NotNow, match="đã gửi lúc 07:00 22/10/2018"):
        actions.send_review(review=review, by=acting(room.diem), at=SEVEN)

    assert Notification.objects.filter(kind=NoticeKind.REVIEW).count() == 1


def test_what_was_sent_stays_as_it_was(room: Room) -> None:
    room.send()
    room.office.receive(at=vn("2018-10-19 17:00"))

    actions.draft_review(week=WEEK, at=SEVEN)

    assert room.letter().due_soon == 2
    with pytest.raises(NotNow, match="không sửa được nữa"):
        actions.set_note(letter=room.letter(), note="Thêm.", by=acting(room.diem), at=SEVEN)


@pytest.mark.parametrize("role", [Role.COUNTER, Role.SPECIALIST, Role.LEADER, Role.CHAIR, Role.TRAINER])
def test_only_the_monitoring_room_and_the_controllers_send(room: Room, role: Role) -> None:
    review = actions.draft_review(week=WEEK, at=MONDAY)
    somebody = acting(create_officer(role, room.office.department))

    for send in (
        lambda: actions.send_review(review=review, by=somebody, at=SEVEN),
        lambda: actions.set_note(letter=room.letter(), note="x", by=somebody, at=SEVEN),
        lambda: actions.remind_unsent(by=somebody, at=SEVEN),
    ):
        with pytest.raises(NotYours, match="phòng giám sát"):
            send()
    assert not Notification.objects.exists()


def test_the_chair_looks_but_the_controllers_send(room: Room) -> None:
    chair = acting(create_officer(Role.CHAIR, room.office.centre))
    controller = acting(create_officer(Role.CONTROLLER, room.office.centre))

    assert (may_watch(chair), may_send(chair)) == (True, False)
    assert (may_watch(controller), may_send(controller)) == (True, True)
    assert (may_watch(acting(room.office.sau)), may_send(SYSTEM)) == (False, True)


def test_a_head_sees_and_answers_and_the_sender_hears_of_it(room: Room) -> None:
    room.send()
    sau = acting(room.office.sau)

    seen = actions.mark_seen(letter=room.letter(), by=sau, at=vn("2018-10-22 07:31"))
    actions.mark_seen(letter=room.letter(), by=sau, at=vn("2018-10-22 09:00"))
    actions.answer(letter=room.letter(), text="Hai hồ sơ kịp.", by=sau, at=vn("2018-10-22 08:20"))
    actions.answer(letter=room.letter(), text="Cả ba kịp.", by=sau, at=vn("2018-10-22 08:40"))

    letter = room.letter()
    assert (seen.seen_by, letter.seen_at) == (room.office.sau, vn("2018-10-22 07:31"))
    assert letter.answer == "Hai hồ sơ kịp.\n\n[08:40 22/10] Cả ba kịp."
    assert letter.answered_at == vn("2018-10-22 08:40")
    told = Notification.objects.filter(user=room.diem, kind=NoticeKind.REVIEW_ANSWERED)
    assert told.count() == 2
    assert "Sở Tư pháp đã trả lời" in messages.said(told[0])


def test_a_head_of_another_agency_neither_sees_nor_answers(room: Room) -> None:
    room.send()
    stranger = acting(create_officer(Role.LEADER, create_agency("so-khac")))

    for attempt in (
        lambda: actions.mark_seen(letter=room.letter(), by=stranger, at=SEVEN),
        lambda: actions.answer(letter=room.letter(), text="x", by=stranger, at=SEVEN),
        lambda: actions.answer(letter=room.letter(), text="x", by=acting(room.diem), at=SEVEN),
    ):
        with pytest.raises(NotYours, match="lãnh đạo Sở Tư pháp"):
            attempt()
    assert room.letter().seen_at is None


def test_nothing_is_answered_before_it_was_sent(room: Room) -> None:
    actions.draft_review(week=WEEK, at=MONDAY)

    with pytest.raises(NotNow, match="chưa gửi"):
        actions.answer(letter=room.letter(), text="x", by=acting(room.office.sau), at=SEVEN)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001])
def test_an_answer_says_something_and_not_too_much(room: Room, text: str) -> None:
    room.send()

    with pytest.raises(ValidationError) as refused:
        actions.answer(letter=room.letter(), text=text, by=acting(room.office.sau), at=SEVEN)

    assert list(refused.value.message_dict) == ["answer"]
    assert room.letter().answered_at is None


def test_a_reminder_reaches_the_one_who_holds_it_and_the_heads_once_a_day(room: Room) -> None:
    dossier = room.office.take_over(room.office.receive(at=vn("2018-10-18 16:00")), at=vn("2018-10-19 08:00"))
    Notification.objects.all().delete()

    assert actions.remind_unsent(by=acting(room.diem), at=SEVEN) == 1
    assert actions.remind_unsent(by=acting(room.diem), at=vn("2018-10-22 10:00")) == 1

    told = Notification.objects.filter(kind=NoticeKind.REMINDER)
    assert {notice.user for notice in told} == {room.office.hai, room.office.sau}
    assert told.count() == 2
    assert "chưa trình ký" in messages.said(told[0])
    assert dossier.due_at == vn("2018-10-23 17:00")


def test_the_clock_drafts_it_on_monday_at_half_past_six(room: Room) -> None:
    jobs.run_due(at=vn("2018-10-22 06:31"))

    review = review_of(WEEK)
    assert review is not None
    assert review.sent_at is None
    assert "2018-tuan-43: 2 letters" in ScheduledRun.objects.get(job="weekly_review").outcome


# The command


@pytest.fixture
def monday_seven(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.lib.clock.now", lambda: SEVEN)


def test_the_command_prints_every_agencys_part(
    room: Room, monday_seven: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("weekly_review", on="2018-10-24")

    printed = capsys.readouterr().out
    assert printed.startswith("RÀ SOÁT TUẦN 43/2018 (22/10–28/10), bản nháp thứ Hai 22/10/2018, 07:00")
    assert "Sở Tư pháp: 2 hồ sơ sắp đến hạn, trong đó 1 có nguy cơ trễ; 1 hồ sơ quá hạn." in printed
    assert printed.count("hẹn trả") == 3
    assert "Không có hồ sơ sắp đến hạn hay quá hạn: Sở Y tế." in printed
    assert not Notification.objects.filter(kind=NoticeKind.REVIEW).exists()


def test_the_command_sends_once(room: Room, monday_seven: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("weekly_review", on="2018-10-22", send=True)
    call_command("weekly_review", on="2018-10-22", send=True)

    printed = capsys.readouterr()
    assert "đã gửi thứ Hai 22/10/2018, 07:00" in printed.out
    assert "đã gửi lúc 07:00 22/10/2018" in printed.err
    assert Notification.objects.filter(kind=NoticeKind.REVIEW).count() == 1


def test_a_day_that_is_none_is_refused_with_how_to_write_one(db: None) -> None:
    with pytest.raises(CommandError, match="Viết như 2018-10-22"):
        call_command("weekly_review", on="22/10/2018")


def test_who_holds_no_post_watches_nothing(db: None) -> None:
    assert not may_watch(acting(create_user()))
