from datetime import date

import pytest

from motcua.organisations.models import Kind
from motcua.portal import topics
from motcua.ratings.actions import Counted, load_history
from tests.factories import create_agency, vn
from tests.portal.conftest import put_the_clock_to, text_of

pytestmark = pytest.mark.django_db


def test_the_first_page_asks_one_question_and_opens_three_doors(client, town):
    text = text_of(client.get("/"))

    assert "Bà con cần làm giấy tờ gì hôm nay?" in text
    assert "Hồ sơ của tôi tới đâu rồi?" in text and "Nộp trên mạng" in text and "Đến nộp tận nơi" in text
    assert "Lắp điện kế mới" in text
    for topic in topics.TOPICS:
        assert str(topic.name) in text


def test_the_most_asked_for_stand_first_and_no_more_than_five(client, town):
    town.add_procedures(8)

    frequent = client.get("/").context["frequent"]

    assert frequent[0][0] == "Lắp điện kế mới"
    assert len(frequent) == 5


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2018-10-22 09:00", "Đang mở cửa, tới 11:00"),
        ("2018-10-22 11:30", "Mở cửa lúc 13:00"),
        ("2018-10-19 18:00", "Mở cửa lại 7:00 thứ Hai 22/10"),
        ("2018-12-30 10:00", "Mở cửa lại 7:00 thứ Tư 02/01"),  # 31/12 is swapped, 1/1 a holiday
    ],
)
def test_it_says_whether_the_centre_is_open_now(client, town, moment, words):
    put_the_clock_to(vn(moment))

    text = text_of(client.get("/"))

    assert words in text
    assert "Thứ Hai – thứ Sáu, 7:00 – 11:00 và 13:00 – 17:00" in text


def test_satisfaction_is_shown_with_its_counts_and_places_without_are_told_honestly(client, town):
    town.centre.short_name = "Trung tâm tỉnh"
    town.centre.save()
    for key in ("u-minh", "phu-tan"):
        create_agency(key, kind=Kind.DISTRICT)
    few = create_agency("nam-can", kind=Kind.DISTRICT, short_name="Huyện Năm Căn")
    load_history(
        [
            Counted(town.centre, date(2018, 1, 1), date(2018, 10, 20), ratings=17_383, satisfied=17_225, source="báo"),
            Counted(few, date(2018, 1, 1), date(2018, 10, 20), ratings=29, satisfied=29, source="báo"),
        ]
    )

    text = text_of(client.get("/"))

    assert "99,09" in text and "17.383 lượt" in text
    assert "100,00" not in text, "29 ratings are too few for a percentage"
    assert "4 huyện còn lại chưa có máy chấm điểm" in text


def test_without_any_figure_the_first_page_shows_none(client, town):
    assert "lượt đánh giá" not in text_of(client.get("/"))


def test_every_topic_of_the_demonstration_is_one_of_the_eight():
    from motcua.demonstration.procedures import topics as in_the_file

    assert [topic["key"] for topic in in_the_file()] == [topic.slug for topic in topics.TOPICS]
