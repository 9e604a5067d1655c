"""Dossiers submitted from outside: read, taken in, refused, and never twice."""

import pytest
from django.test import Client

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from tests.counter.conftest import Counter, put_the_clock_to
from tests.factories import MONDAY_9AM, create_agency, create_officer, vn

QUEUE = "/lam-viec/quay/truc-tuyen/"
MONDAY_10AM = vn("2018-10-22 10:00")


def accept(client: Client, dossier: Dossier, **more: object):
    values = {"version": dossier.version_number} | more
    return client.post(f"{QUEUE}{dossier.quick_code}/nhan/", values)


def refuse(client: Client, dossier: Dossier, reason: str):
    return client.post(f"{QUEUE}{dossier.quick_code}/tu-choi/", {"version": dossier.version_number, "reason": reason})


def test_the_longest_waiting_dossier_stands_first_and_open(lan: Client, counter: Counter):
    younger = counter.submit(at=MONDAY_9AM)
    older = counter.submit(at=vn("2018-10-19 20:00"))

    answer = lan.get(QUEUE)

    assert [row["quick_code"] for row in answer.context["rows"]] == [older.quick_code, younger.quick_code]
    assert answer.context["open"]["dossier"] == older


def test_waiting_is_told_in_working_time_and_late_after_a_working_day(lan: Client, counter: Counter):
    counter.submit(at=vn("2018-10-19 16:00"))  # Friday; the weekend does not count
    put_the_clock_to(vn("2018-10-22 16:30"))

    (row,) = lan.get(QUEUE).context["rows"]

    assert row["waited"] == "8 giờ 30 phút"
    assert row["is_late"]


def test_accepting_gives_it_a_code_and_starts_the_clock_now(lan: Client, counter: Counter):
    waiting = counter.submit(at=vn("2018-10-19 20:00"))
    put_the_clock_to(MONDAY_10AM)

    answer = accept(lan, waiting)

    waiting.refresh_from_db()
    assert answer.url == QUEUE
    assert waiting.received_at == MONDAY_10AM
    page = lan.get(QUEUE).content.decode()
    assert waiting.code in page
    assert "thứ Năm 25/10/2018, 17:00" in page
    assert "Đã nhận hết. Tốt lắm." in page


def test_two_officers_cannot_take_in_one_dossier(lan: Client, counter: Counter):
    waiting = counter.submit()
    another = Client()
    another.force_login(create_officer("counter", counter.centre))

    first, second = accept(lan, waiting), accept(another, waiting)

    assert first.status_code == 302
    assert second.status_code == 412
    page = second.content.decode()
    assert "Hồ sơ vừa được chuyển lúc 09:00. Xem bản mới rồi làm tiếp." in page
    assert "Hồ sơ này không còn chờ tiếp nhận." in page
    assert Dossier.objects.get().diary_length == 2


def test_without_a_version_a_late_press_is_told_what_happened(lan: Client, counter: Counter):
    waiting = counter.submit()
    accept(lan, waiting)

    answer = lan.post(f"{QUEUE}{waiting.quick_code}/nhan/", {})

    assert answer.status_code == 409
    assert "Hồ sơ đã tiếp nhận, không “Tiếp nhận” lúc này được." in answer.content.decode()


def test_a_dossier_with_a_paper_missing_is_not_taken_in(lan: Client, counter: Counter):
    waiting = counter.submit_with("P1")

    shown = lan.get(QUEUE)
    answer = accept(lan, waiting)

    assert [document.code for document in shown.context["open"]["missing"]] == ["P2", "P3"]
    assert answer.status_code == 422
    assert "Còn thiếu: Giấy tờ về chỗ ở." in answer.content.decode()
    assert Dossier.objects.get().status == "submitted"


def test_a_refusal_tells_why(lan: Client, counter: Counter):
    waiting = counter.submit()

    answer = refuse(lan, waiting, "Chưa tới hạn làm lại.")

    waiting.refresh_from_db()
    assert answer.url == QUEUE
    assert waiting.status == "refused"
    assert waiting.events.last().detail["reason"] == "Chưa tới hạn làm lại."


def test_a_refusal_without_a_reason_changes_nothing(lan: Client, counter: Counter):
    waiting = counter.submit()

    answer = refuse(lan, waiting, "")

    assert answer.status_code == 422
    assert "Ghi rõ lý do" in answer.content.decode()
    assert Dossier.objects.get().status == "submitted"


def test_a_refusal_that_came_too_late_keeps_the_words(lan: Client, counter: Counter):
    waiting = counter.submit()
    accept(lan, waiting)

    answer = refuse(lan, waiting, "Thiếu chữ ký.")

    assert answer.status_code == 412
    assert "Thiếu chữ ký." in answer.content.decode()
    assert Dossier.objects.get().status == "received"


def test_a_number_that_came_under_another_name_is_flagged(lan: Client, counter: Counter):
    counter.receive()
    from dataclasses import replace

    from tests.factories import MAI, create_application

    application = create_application(
        counter.version, counter.centre, channel="online", applicant=replace(MAI, name="Trần Văn Bảy")
    )
    actions.submit(application=application, by=None, at=MONDAY_9AM)

    assert "Số giấy tờ này lần trước mang tên Trần Thị Bé Ba." in lan.get(QUEUE).content.decode()


@pytest.fixture
def stranger(counter: Counter) -> Client:
    """Return the browser of a counter officer of another unit."""
    client = Client()
    client.force_login(create_officer("counter", create_agency("xa-khac", kind="commune")))
    return client


def test_another_desk_sees_and_does_nothing_here(stranger: Client, counter: Counter):
    waiting = counter.submit()

    assert stranger.get(QUEUE).context["rows"] == []
    assert stranger.get(f"{QUEUE}{waiting.quick_code}/").status_code == 404
    assert accept(stranger, waiting).status_code == 404
    assert refuse(stranger, waiting, "Không").status_code == 404


def test_files_are_shown_to_those_who_may_see_the_dossier_only(
    lan: Client, stranger: Client, counter: Counter, settings, tmp_path
):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    waiting = counter.submit()
    file = actions.attach(
        dossier=waiting, document_code="P1", file_name="đơn của tôi.pdf", content=b"%PDF-1.4 x", at=MONDAY_9AM
    )
    address = f"/lam-viec/quay/tep/{file.pk}/"

    answer = lan.get(address)

    assert b"".join(answer.streaming_content) == b"%PDF-1.4 x"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    assert address in lan.get(QUEUE).content.decode()
    assert stranger.get(address).status_code == 404
    assert Client().get(address).status_code == 302
