"""What the pages say: with figures, without any, and about whom to ring up."""

from datetime import UTC, date, datetime
from decimal import Decimal

from motcua.jobs.actions import run_due
from motcua.jobs.models import Heartbeat, ScheduledRun
from motcua.jobs.queries import WORKER
from motcua.notifications.actions import Draft, write
from motcua.notifications.messages import Text
from motcua.notifications.models import Letter
from motcua.ratings.actions import Counted, load_history
from tests.factories import vn
from tests.oversight.conftest import NOW, ROOM, Province
from tests.oversight.reading import main_of, words


def text_of(client, path: str) -> str:
    return words(main_of(client.get(path).content))


def test_the_first_page_asks_tomorrows_question_first(province: Province, as_):
    page = text_of(as_(province.diem), ROOM)

    assert "Đến hạn ngày mai, thứ Ba 23/10 2 hồ sơ đến hạn hồ sơ, trong đó 1 chưa trình ký" in page
    assert "Sở Tư pháp chưa ai nhận 1" in page
    assert page.index("Đến hạn ngày mai") < page.index("Năm ngày làm việc tới") < page.index("đang quá hạn")


def test_before_a_weekend_it_is_the_next_working_day(province: Province, as_, monkeypatch):
    monkeypatch.setattr("motcua.lib.clock.now", lambda: vn("2018-10-26 09:00"))

    assert "Đến hạn ngày làm việc kế, thứ Hai 29/10" in text_of(as_(province.diem), ROOM)


def test_an_empty_province_is_told_in_sentences(empty: Province, as_):
    page = text_of(as_(empty.diem), ROOM)

    assert "Không có gì đến hạn." in page
    assert "Mọi hồ sơ đang làm đều còn trong hạn" in page
    assert "Chưa đủ 30 lượt để tính tỉ lệ" in page
    assert "Chưa soạn rà soát tuần này" in page
    assert "Chưa nơi nào đủ 30 lượt" in page
    for path, sentence in (
        ("qua-han/", "Ba tháng nay không hồ sơ nào trễ hẹn."),
        ("hai-long/", "Chưa có lượt đánh giá nào"),
        ("don-vi/xa-khanh-an/", "Chưa nhập hồ sơ nào từ trước tới nay."),
        ("don-vi/so-tu-phap/", "Chưa có thông báo nào gửi tới đơn vị này."),
    ):
        assert sentence in text_of(as_(empty.diem), ROOM + path)


def test_who_never_used_the_software_is_to_be_rung_up(province: Province, as_):
    page = main_of(as_(province.diem).get(ROOM).content)

    calls = page.findall(".//ul[@class='call']/li")
    doors = page.findall(".//ul[@class='cm']//a")
    assert [words(call.find(".//b")) for call in calls][-2:] == ["Xã Khánh An", "Xã Khánh Lâm"]
    assert calls[-1].find("a[@class='t']").get("href") == "tel:02903000301"
    assert [door.get("class") for door in doors] == ["s3", "s3"]
    assert words(doors[0]) == "Xã Khánh An: chưa từng dùng"


def test_the_filters_narrow_the_units_down(province: Province, as_):
    client = as_(province.diem)

    assert "Trung tâm Giải quyết" not in text_of(client, f"{ROOM}don-vi/?loc=can-goi")
    assert "Xã Khánh An" in text_of(client, f"{ROOM}don-vi/?loc=im-lang&khi=tuan-nay")
    assert "Trung tâm Giải quyết" not in text_of(client, f"{ROOM}don-vi/?loc=im-lang&khi=tuan-truoc")
    assert "Sở Tư pháp" in text_of(client, f"{ROOM}don-vi/?loc=giai-quyet")


def test_the_articles_figure_stands_with_its_count(empty: Province, as_):
    load_history(
        [Counted(empty.centre, date(2018, 1, 1), date(2018, 9, 30), 17_383, "bài báo", percent=Decimal("99.09"))]
    )

    for path in (ROOM, f"{ROOM}hai-long/", f"{ROOM}don-vi/trung-tam/"):
        page = text_of(as_(empty.diem), path)
        assert "17.383 lượt" in page, path
        assert "99,09\xa0%" in as_(empty.diem).get(path).content.decode(), path


def test_every_page_says_how_its_figures_are_counted(province: Province, as_):
    province.send()
    for path in ("", "qua-han/", "don-vi/", "don-vi/so-tu-phap/", "hai-long/", "ra-soat/2018-tuan-43/"):
        assert "Các con số này tính thế nào?" in text_of(as_(province.diem), ROOM + path), path


def test_no_citizen_is_named_in_the_room(province: Province, as_):
    province.send()
    name = province.late.applicant.name
    for path in ("", "qua-han/", "ho-so/?loc=qua-han", "ra-soat/2018-tuan-43/so-tu-phap/"):
        assert name not in as_(province.diem).get(ROOM + path).content.decode(), path


def test_what_the_machine_left_undone_is_told_to_those_who_can_see_to_it(empty: Province, as_):
    Heartbeat.objects.create(process=WORKER, beat_at=datetime.now(UTC))
    run_due(at=NOW)
    assert "việc dở" not in text_of(as_(empty.diem), ROOM)

    ScheduledRun.objects.update(failed=True, outcome="DatabaseError in draft_review.py:30")
    write(drafts=[Draft("a@example.vn", Text("x", "x"), "x", empty.centre, NOW)])
    Letter.objects.update(attempts=3, trouble="ConnectionRefusedError")

    page = text_of(as_(empty.diem), ROOM)
    assert "Việc định kỳ weekly_review" in page
    assert "1 thư điện tử đã thử gửi từ 3 lần mà chưa đi" in page
    assert "việc dở" not in text_of(as_(empty.chair), ROOM)
