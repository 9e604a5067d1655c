"""The review on its pages: two interactions to send, a word before it goes, an answer that comes back."""

from datetime import datetime

import pytest
from django.conf import settings

from motcua.notifications.models import Kind, Letter, Notification
from motcua.reporting.models import WeeklyReview
from tests.oversight.conftest import LETTER, REVIEW, ROOM, WEEK, Province
from tests.oversight.reading import main_of, read, words


def test_the_first_page_leads_to_the_draft_and_one_press_sends_it_to_all(province: Province, as_):
    province.draft()
    client = as_(province.diem)

    link = main_of(client.get(ROOM).content).find(".//section[@aria-labelledby='ra-soat']/header/a")
    form = main_of(client.get(str(link.get("href"))).content).find(".//button[@data-key='Ctrl+Enter']/..")
    answer = client.post(str(form.get("action")), follow=True)

    assert words(link) == "Xem và gửi"
    assert "Gửi cho 1 đơn vị" in words(form)
    assert "Đã gửi thông báo tới 1 đơn vị." in answer.content.decode()
    assert Notification.objects.filter(kind=Kind.REVIEW, user=province.sau).count() == 1


def test_a_second_press_says_that_it_was_sent(province: Province, as_):
    province.send()

    answer = as_(province.diem).post(f"{REVIEW}gui/", follow=True)

    assert "đã gửi lúc 07:00 22/10/2018" in answer.content.decode()
    assert Notification.objects.filter(kind=Kind.REVIEW).count() == 1


def test_a_note_stands_in_the_letter_the_mail_and_the_print(province: Province, as_):
    province.draft()
    province.sau.email = "sau@example.vn"
    province.sau.save()
    client = as_(province.diem)

    client.post(f"{LETTER}loi-nhac/", {"note": "Ưu tiên hồ sơ đất đai."})
    client.post(f"{REVIEW}gui/")

    assert "Ưu tiên hồ sơ đất đai." in client.get(f"{LETTER}in/").content.decode()
    assert "Ưu tiên hồ sơ đất đai." in as_(province.sau).get(LETTER).content.decode()
    assert "Ưu tiên hồ sơ đất đai." in Letter.objects.get().body


def test_a_note_that_is_too_long_is_kept_in_the_field_with_what_to_do(province: Province, as_):
    province.draft()

    answer = as_(province.diem).post(f"{LETTER}loi-nhac/", {"note": "x" * 1001})

    page = read(answer.content)
    assert answer.status_code == 422
    assert words(page.find(".//title")).startswith("Lỗi:")
    assert words(page.find(".//textarea[@name='note']")) == "x" * 1001
    assert "dài quá 1.000 chữ" in words(page.find(".//*[@class='errsum']"))


def test_opening_the_letter_tells_the_centre_that_it_was_seen(province: Province, as_):
    province.send()
    assert "Chưa xem" in as_(province.diem).get(REVIEW).content.decode()

    as_(province.diem).get(LETTER)
    assert province.letter().seen_at is None  # the Centre's own look does not count

    as_(province.sau).get(LETTER)
    assert province.letter().seen_by == province.sau
    assert "Đã xem 09:41" in as_(province.diem).get(REVIEW).content.decode()


def test_an_answer_comes_back_to_the_one_who_sent(province: Province, as_):
    province.send()

    answer = as_(province.sau).post(f"{LETTER}tra-loi/", {"answer": "Cả hai kịp hẹn."}, follow=True)

    assert "Trung tâm thấy ngay" in answer.content.decode()
    overview = as_(province.diem).get(REVIEW).content.decode()
    assert "Đã trả lời" in overview
    assert "Cả hai kịp hẹn." in overview
    assert Notification.objects.filter(kind=Kind.REVIEW_ANSWERED, user=province.diem).exists()


def test_an_empty_answer_says_what_to_write(province: Province, as_):
    province.send()

    answer = as_(province.sau).post(f"{LETTER}tra-loi/", {"answer": "  "})

    assert answer.status_code == 422
    assert "Ghi vài dòng" in words(read(answer.content).find(".//*[@class='errsum']"))
    assert province.letter().answered_at is None


def test_a_head_is_led_to_the_last_letter(province: Province, as_):
    assert "Chưa có thông báo nào" in as_(province.sau).get(f"{ROOM}ra-soat/").content.decode()

    province.send()

    assert as_(province.sau).get(f"{ROOM}ra-soat/")["Location"] == LETTER
    assert as_(province.diem).get(f"{ROOM}ra-soat/")["Location"] == REVIEW


def test_an_agency_without_a_head_is_to_be_rung_up(province: Province, as_):
    province.department.posts.filter(role="leader").delete()
    province.send()

    page = as_(province.diem).get(REVIEW).content.decode()

    assert "cần gọi điện" in page
    assert "Cần gọi điện" in page


def test_a_week_without_a_review_says_so_and_only_the_present_one_can_be_drafted(empty: Province, as_):
    client = as_(empty.diem)

    assert "Soạn bây giờ" in client.get(REVIEW).content.decode()
    old = f"{ROOM}ra-soat/2018-tuan-40/"
    assert "Tuần này không có rà soát" in client.get(old).content.decode()
    assert client.post(f"{old}soan/").status_code == 403
    assert client.post(f"{REVIEW}soan/", follow=True).status_code == 200
    assert [review.week for review in WeeklyReview.objects.all()] == [WEEK]


@pytest.mark.parametrize("slug", ["2018-tuan-54", "2018-tuan-0", "2018-43", "nay"])
def test_an_address_that_names_no_week_is_not_found(empty: Province, as_, slug: str):
    assert as_(empty.diem).get(f"{ROOM}ra-soat/{slug}/").status_code == 404


def test_the_printed_letter_names_dossiers_and_no_citizens(province: Province, as_, now: datetime):
    province.send()

    page = as_(province.diem).get(f"{LETTER}in/").content.decode()

    assert "ngày 22 tháng 10 năm 2018" in page
    assert str(province.late.code) in page
    assert province.late.applicant.name not in page


def test_a_reminder_is_pressed_once_and_tells_how_many(province: Province, as_):
    client = as_(province.diem)

    page = client.get(ROOM).content.decode()
    answer = client.post(f"{ROOM}nhac/", follow=True)

    assert "Nhắc cả 1 hồ sơ" in page or "Nhắc 1 hồ sơ" in page
    assert "Đã nhắc người giữ và lãnh đạo của 1 hồ sơ." in answer.content.decode()
    assert Notification.objects.filter(kind=Kind.REMINDER, user=province.sau).count() == 1


@pytest.mark.django_db
def test_the_cells_of_the_table_speak_the_language_of_each_who_asks(province: Province, as_):
    province.draft()
    client, said = as_(province.diem), []

    for language in ("vi", "en", "vi"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        said.append(client.get(REVIEW).content.decode())

    assert ['data-l="Sắp hạn"' in page for page in said] == [True, False, True]
    assert ['data-l="Due soon"' in page for page in said] == [False, True, False]
