"""Five faces after a result: one tap, once, by whoever has the receipt."""

import re

import pytest
from django.test import Client

from motcua.dossiers.models import Dossier
from motcua.portal import guard
from motcua.ratings.models import Rating
from tests.factories import MONDAY_9AM
from tests.portal.conftest import scan, text_of, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(town) -> Dossier:
    return town.return_result(town.decided(), at=MONDAY_9AM)


def address(dossier: Dossier) -> str:
    return f"/danh-gia/{dossier.quick_code}/{token_of(dossier)}/"


def test_five_faces_of_one_size_each_with_word_and_colour(returned):
    html = Client().get(address(returned)).content.decode()

    faces = re.findall(r'<button class="face" name="muc" value="(\d)">(.*?)</button>', html, flags=re.S)
    assert [value for value, _face in faces] == ["5", "4", "3", "2", "1"]
    assert [text_of(face) for _value, face in faces] == [
        "Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng", "Rất không hài lòng",
    ]  # fmt: skip
    assert len({re.search(r'<circle[^>]*fill="(#\w+)"', face).group(1) for _value, face in faces}) == 5
    assert "Bà con làm xong việc chưa, trong một lần tới?" in html
    assert "Không ghi tên bà con." in html and "Trần" not in html


def test_one_tap_is_one_rating_and_thanks(returned):
    client = Client()

    answer = client.post(address(returned), {"muc": "5", "mot-lan": "co"}, follow=True)

    assert "Cảm ơn bà con! Bà con đã chấm: Rất hài lòng." in text_of(answer)
    rating = Rating.objects.get()
    assert (rating.level, rating.finished_in_one_visit, rating.source) == (5, True, "online")
    assert "Chưa hài lòng chỗ nào?" not in text_of(answer), "only those not content are asked why"


def test_the_first_question_may_be_left_out(returned):
    Client().post(address(returned), {"muc": "4"})

    assert Rating.objects.get().finished_in_one_visit is None


def test_one_result_is_rated_once(returned):
    Client().post(address(returned), {"muc": "5"})

    again = Client().post(address(returned), {"muc": "1"}, follow=True)

    assert "Hồ sơ này đã được chấm điểm" in text_of(again) and "Rất hài lòng" in text_of(again)
    assert Rating.objects.get().level == 5
    assert 'name="muc"' not in Client().get(address(returned)).content.decode()


def test_whoever_was_not_content_is_asked_why_after_the_face_has_counted(returned):
    client = Client()

    answer = client.post(address(returned), {"muc": "1"}, follow=True)
    assert "Chưa hài lòng chỗ nào?" in text_of(answer)
    assert Rating.objects.get().level == 1, "whoever leaves now has been counted"

    answer = client.post(
        address(returned),
        {"gop-y": "1", "ly-do": ["waiting", "extra-papers", "nonsense"], "loi": " Chờ 3 giờ "},
        follow=True,
    )
    rating = Rating.objects.get()
    assert (rating.reasons, rating.comment) == (["waiting", "extra-papers"], "Chờ 3 giờ")
    assert "Góp ý đã ghi lại." in text_of(answer)

    client.post(address(returned), {"gop-y": "1", "ly-do": ["manner"], "loi": "Đổi ý"})
    rating.refresh_from_db()
    assert rating.reasons == ["waiting", "extra-papers"], "words are given once, too"


@pytest.mark.parametrize("level", ["", "6", "0", "-1", "abc", "²"])
def test_a_face_that_is_none_is_refused_with_a_sentence(returned, level):
    answer = Client().post(address(returned), {"muc": level})

    assert "Chọn một trong năm mức" in text_of(answer) and text_of(answer).startswith("Lỗi:")
    assert not Rating.objects.exists()


def test_before_the_result_is_handed_over_there_is_nothing_to_rate(town):
    dossier = town.receive()

    assert "Nhận kết quả xong rồi mới chấm điểm." in text_of(Client().get(address(dossier)))
    Client().post(address(dossier), {"muc": "5"})
    assert not Rating.objects.exists()


def test_without_the_right_token_nobody_rates_and_guessing_ends(returned, monkeypatch):
    monkeypatch.setattr(guard, "TOKENS_A_DAY", 3)
    for number in range(3):
        answer = Client().post(f"/danh-gia/{returned.quick_code}/AAAAA{number}/", {"muc": "1"})
        assert answer.status_code == 404 and "Đường dẫn chấm điểm chưa đúng" in text_of(answer)

    assert Client().post(address(returned), {"muc": "1"}).status_code == 429
    assert not Rating.objects.exists()


def test_officers_do_not_rate_their_own_work(town, returned):
    client = Client()
    client.force_login(town.lan)

    answer = client.post(address(returned), {"muc": "5"})

    assert answer.status_code == 403 and "Cán bộ không chấm điểm thay bà con" in text_of(answer)
    assert not Rating.objects.exists()


def test_the_tracking_page_leads_whoever_has_the_receipt_to_the_faces(returned):
    assert address(returned) in scan(Client(), returned)
    assert "/danh-gia/" not in Client().get(f"/ho-so/{returned.quick_code}/").content.decode()


def test_a_right_token_never_stands_in_the_log(returned, town, caplog):
    early = town.receive()
    Client().get(address(early))
    Client().post(address(returned), {"muc": "9"})

    assert token_of(early) not in caplog.text and token_of(returned) not in caplog.text
