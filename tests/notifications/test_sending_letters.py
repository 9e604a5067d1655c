"""Letters go out over a real SMTP server: refused, put off, cut short, and never twice or lost."""

import logging
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection
from pytest_django.fixtures import Settings

from motcua.notifications import actions, queries
from motcua.notifications.actions import send
from motcua.notifications.messages import Text
from motcua.notifications.models import Kind, Letter, LetterState, Notification
from motcua.notifications.tasks import send_due
from motcua.organisations.models import Agency, Role
from motcua.organisations.models import Kind as AgencyKind
from tests.factories import MONDAY_9AM, Office, create_agency, create_officer

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)  # the machine's


class PostOffice:
    """A mail server that can be told what to answer to an address."""

    def __init__(self) -> None:
        self.came: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.sessions = 0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.sessions += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.came.append(message_from_bytes(bytes(envelope.content or b""), policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def mail(settings: Settings, free_port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port
    settings.EMAIL_TIMEOUT = 5


@pytest.fixture
def office(mail: None, free_port: int) -> Iterator[PostOffice]:
    handler = PostOffice()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port)
    controller.start()
    yield handler
    controller.stop()


def letter_to(address: str, *, unit: Agency | None = None) -> Letter:
    unit = unit or create_agency(kind=AgencyKind.CENTRE)
    text = Text("Đã nhận hồ sơ 1810 4207 68", "Chào bà con,\n\nHẹn trả thứ Năm.")
    actions.write(drafts=[actions.Draft(address, text, f"event-{address}", unit, MONDAY_9AM)])
    return Letter.objects.get(address=address)


def send_all(minutes: float = 0) -> int:
    return send_due(at=MONDAY_9AM + timedelta(minutes=minutes), real_at=NOW + timedelta(minutes=minutes))


@pytest.mark.django_db
def test_a_letter_arrives_as_it_was_written(office: PostOffice) -> None:
    letter = letter_to("beba@example.vn")

    assert send_all() == 1

    (came,) = office.came
    assert came["To"] == "beba@example.vn"
    assert came["Subject"] == "Đã nhận hồ sơ 1810 4207 68"
    assert came.get_content().splitlines() == ["Chào bà con,", "", "Hẹn trả thứ Năm."]
    assert came["Message-ID"] == f"<{letter.pk}@127.0.0.1>"
    assert came["Auto-Submitted"] == "auto-generated"
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at, letter.attempts) == (LetterState.SENT, MONDAY_9AM, 1)
    assert send_all() == 0


@pytest.mark.django_db
def test_many_letters_share_one_connection(office: PostOffice) -> None:
    unit = create_agency(kind=AgencyKind.CENTRE)
    for number in range(5):
        letter_to(f"nguoi{number}@example.vn", unit=unit)

    assert send_all() == 5
    assert office.sessions == 1


@pytest.mark.django_db
def test_the_same_occasion_writes_once_to_an_address(office: PostOffice) -> None:
    unit = create_agency(kind=AgencyKind.CENTRE)
    for _time in range(2):
        letter_to("beba@example.vn", unit=unit)

    send_all()

    assert len(office.came) == 1


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_not_tried_again_and_the_desk_is_told(office: PostOffice) -> None:
    centre = create_agency(kind=AgencyKind.CENTRE)
    lan = create_officer(Role.COUNTER, centre)
    office.answers["sai@example.vn"] = "550 5.1.1 no such mailbox sai@example.vn"
    letter = letter_to("sai@example.vn", unit=centre)
    letter_to("dung@example.vn", unit=centre)

    assert send_all() == 1  # the one behind it goes all the same

    letter.refresh_from_db()
    assert letter.state == LetterState.REFUSED
    assert letter.trouble == "SMTPRecipientsRefused 550"  # never the server's text: it quotes the address
    assert Notification.objects.get(user=lan).kind == Kind.LETTER_REFUSED
    assert queries.what_is_wrong() == []
    send_all(minutes=9999)
    letter.refresh_from_db()
    assert letter.attempts == 1


@pytest.mark.django_db
def test_a_letter_that_is_put_off_is_tried_again_later_and_later(office: PostOffice) -> None:
    office.answers["ban@example.vn"] = "451 4.7.1 greylisted, come back"
    letter = letter_to("ban@example.vn")

    waits = []
    minutes = 0.0
    for _try in range(4):
        assert send_all(minutes) == 0
        letter.refresh_from_db()
        assert letter.retry_at is not None
        waits.append((letter.retry_at - NOW).total_seconds() / 60 - minutes)
        assert send_all(minutes) == 0  # not before its time
        minutes += waits[-1]

    letter.refresh_from_db()
    assert letter.attempts == 4
    assert waits == [0.5, 1, 2, 4]
    del office.answers["ban@example.vn"]
    assert send_all(minutes) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.trouble, letter.retry_at) == (LetterState.SENT, "", None)


@pytest.mark.django_db
def test_a_letter_that_never_gets_out_is_seen_first_and_then_given_to_people(office: PostOffice) -> None:
    centre = create_agency(kind=AgencyKind.CENTRE)
    lan = create_officer(Role.COUNTER, centre)
    office.answers["ban@example.vn"] = "451 come back"
    letter = letter_to("ban@example.vn", unit=centre)

    for turn in range(3):
        send_all(minutes=turn * 300)
    assert len(queries.what_is_wrong()) == 1
    for turn in range(3, send.MOST_TRIES):
        send_all(minutes=turn * 300)

    letter.refresh_from_db()
    assert letter.state == LetterState.REFUSED
    assert Notification.objects.filter(user=lan, kind=Kind.LETTER_REFUSED).count() == 1


@pytest.mark.django_db
def test_a_server_that_is_down_costs_one_letter_a_try_and_loses_none(mail: None) -> None:
    unit = create_agency(kind=AgencyKind.CENTRE)
    for number in range(3):
        letter_to(f"nguoi{number}@example.vn", unit=unit)

    assert send_all() == 0

    assert [letter.attempts for letter in Letter.objects.order_by("id")] == [1, 0, 0]
    assert Letter.objects.filter(state=LetterState.WAITING).count() == 3
    assert Letter.objects.order_by("id")[0].trouble == "ConnectionRefusedError"


@pytest.mark.django_db
def test_letters_about_one_dossier_keep_their_order_while_the_first_has_to_wait(office: PostOffice) -> None:
    dossier = Office().receive()
    for said in ("received", "ready"):
        draft = actions.Draft("a@example.vn", Text(said, ""), said, dossier.unit, MONDAY_9AM, dossier=dossier)
        actions.write(drafts=[draft])
    office.answers["a@example.vn"] = "451 come back"

    send_all()
    del office.answers["a@example.vn"]
    assert send_all() == 0  # the first one's time has not come, so the second waits behind it
    assert send_all(minutes=1) == 2

    assert [came["Subject"] for came in office.came] == ["received", "ready"]


@pytest.mark.django_db
def test_nothing_personal_comes_into_the_logs(office: PostOffice, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    office.answers["sai@example.vn"] = "550 no such mailbox sai@example.vn"
    unit = create_agency(kind=AgencyKind.CENTRE)
    for address in ("sai@example.vn", "dung@example.vn"):
        letter_to(address, unit=unit)

    send_all()

    ours = [record.getMessage() for record in caplog.records if record.name.startswith("motcua")]
    assert not any("example.vn" in line for line in ours)
    assert not any("example.vn" in str(letter) for letter in Letter.objects.all())


class Killed(BaseException):
    """The worker died here."""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_sending_and_noting_sends_again_under_the_same_name(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = letter_to("beba@example.vn")

    def die(*_args: Any, **_more: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(Letter, "save", die)
        send_all()
    letter.refresh_from_db()
    assert letter.state == LetterState.WAITING
    assert send_all() == 1

    first, second = office.came
    assert first["Message-ID"] == second["Message-ID"]
    assert Letter.objects.get().state == LetterState.SENT


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same_letter(office: PostOffice) -> None:
    unit = create_agency(kind=AgencyKind.CENTRE)
    for number in range(30):
        letter_to(f"nguoi{number}@example.vn", unit=unit)

    def work() -> None:
        try:
            while send_all():
                pass
        finally:
            connection.close()

    workers = [Thread(target=work) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(came["To"] for came in office.came) == sorted(f"nguoi{number}@example.vn" for number in range(30))
    assert not Letter.objects.exclude(state=LetterState.SENT).exists()


@pytest.mark.django_db
def test_a_subject_with_line_breaks_cannot_smuggle_in_a_header(office: PostOffice) -> None:
    unit = create_agency(kind=AgencyKind.CENTRE)
    text = Text("Thư\r\nBcc: ke-gian@example.vn", "x")
    actions.write(drafts=[actions.Draft("a@example.vn", text, "o", unit, MONDAY_9AM)])

    send_all()

    assert office.came[0]["Bcc"] is None
