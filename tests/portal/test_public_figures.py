from datetime import date

import pytest

from motcua.dossiers.models import Dossier
from motcua.ratings.actions import Counted, load_history
from tests.factories import vn
from tests.hearing import hear
from tests.portal.conftest import put_the_clock_to, text_of

pytestmark = pytest.mark.django_db


def test_progress_counts_early_on_time_and_late_for_each_agency(client, town):
    town.decided(at=vn("2018-10-15 09:00"), decided_at=vn("2018-10-16 09:00"))
    town.decided(at=vn("2018-10-15 09:00"), decided_at=vn("2018-10-18 16:00"))
    town.decided(at=vn("2018-10-15 09:00"), decided_at=vn("2018-10-18 17:01"))
    town.receive(at=vn("2018-10-15 09:00"))
    town.receive(at=vn("2018-10-22 08:00"))
    hear()

    text = text_of(client.get("/cong-khai/"))

    assert "Sở Tư pháp 5 1 1 1" in text
    assert "Đã nhận 5" in text and "Xong trễ hẹn 1" in text and "Đang quá hạn 1" in text
    assert "thứ Hai 22/10/2018" in text and "Tính thế nào?" in text


def test_no_part_in_time_is_shown_for_a_handful(client, town):
    town.decided()

    assert "% đúng hẹn" not in text_of(client.get("/cong-khai/"))
    assert client.get("/cong-khai/").context["in_time"] is None


def test_without_dossiers_the_page_says_when_there_will_be_figures(client, town):
    put_the_clock_to(vn("2019-06-03 09:00"))

    assert "Chưa có hồ sơ nào trong 30 ngày qua" in text_of(client.get("/cong-khai/"))
    assert not Dossier.objects.exists()


def test_satisfaction_stands_with_its_counts_and_no_percentage_under_thirty(client, town):
    load_history(
        [
            Counted(town.centre, date(2018, 1, 1), date(2018, 10, 20), ratings=17_383, satisfied=17_225, source="báo"),
            Counted(town.district, date(2018, 1, 1), date(2018, 10, 20), ratings=29, satisfied=20, source="báo"),
        ]
    )

    text = text_of(client.get("/cong-khai/hai-long/"))

    assert "Trung tâm Giải quyết thủ tục hành chính 17.383 17.225 158 99,09 %" in text
    assert "UBND huyện Đầm Dơi 29 20 9 dưới 30 lượt" in text
    assert "17.412 lượt đánh giá" in text
    assert "Người không chấm thì chưa biết." in text


def test_without_ratings_the_page_says_how_they_come(client, town):
    assert "Chưa có lượt đánh giá nào" in text_of(client.get("/cong-khai/hai-long/"))
