"""Dossiers that come by post and results that go out by post: the number of the item, the clock, the paper."""

import pytest
from django.test import Client

from motcua.catalogue.models import Fee, TimeLimit
from motcua.dossiers.models import Dossier
from motcua.papers.models import Book
from tests.counter.conftest import DESK, Counter, desk_values, put_the_clock_to
from tests.counter.test_handing_results_over import DESK as RESULTS
from tests.counter.test_handing_results_over import hand_over
from tests.counter.test_receiving import SAVEPOINT, SIGNED_IN
from tests.factories import MONDAY_9AM, create_version, vn

POSTED = {"by_post": "on", "consignment": "ee 123.456-789 vn", "signed": ""}
NUMBER = "EE123456789VN"
FRIDAY_AFTERNOON = "19/10 16:30"


def at_home(counter: Counter) -> Dossier:
    """Return a decided dossier whose result is wanted by post."""
    dossier = counter.decided()
    Dossier.objects.filter(pk=dossier.pk).update(result_channel="post")
    dossier.refresh_from_db()
    return dossier


def test_a_posted_dossier_keeps_the_number_of_its_item(lan: Client, counter: Counter):
    lan.post(DESK, desk_values(counter, **POSTED))

    dossier = Dossier.objects.get()
    assert (dossier.channel, dossier.consignment, dossier.received_at) == ("post", NUMBER, MONDAY_9AM)
    assert dossier.events.get().detail["consignment"] == NUMBER
    page = lan.get(f"/lam-viec/quay/ho-so/{dossier.code}/").content.decode()
    assert "qua bưu điện" in page and NUMBER in page
    assert f"Mã bưu gửi: {NUMBER}" in page


def test_its_clock_starts_when_the_handover_record_was_signed(lan: Client, counter: Counter):
    lan.post(DESK, desk_values(counter, **POSTED | {"signed": FRIDAY_AFTERNOON}))

    dossier = Dossier.objects.get()
    assert dossier.received_at == vn("2018-10-19 16:30")
    assert dossier.due_at == vn("2018-10-24 17:00")
    assert "-181019-" in dossier.code
    event = dossier.events.get()
    assert event.at == MONDAY_9AM
    assert event.detail["received_at"] == "2018-10-19T16:30:00+07:00"
    assert event.detail["article"] == "QĐ 45/2016/QĐ-TTg Điều 7.4"


def test_a_record_of_today_without_an_hour_was_signed_now(lan: Client, counter: Counter):
    lan.post(DESK, desk_values(counter, **POSTED | {"signed": "22/10"}))

    assert Dossier.objects.get().received_at == MONDAY_9AM


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"consignment": ""}, "Mã bưu gửi có từ 8 đến 30 chữ không dấu và số"),
        ({"consignment": "EE12345"}, "Mã bưu gửi có từ 8 đến 30 chữ không dấu và số"),
        ({"consignment": "Ê123456789VN"}, "Mã bưu gửi có từ 8 đến 30 chữ không dấu và số"),
        ({"signed": "hôm qua"}, "Ghi ngày như 221018, 22/10"),
        ({"signed": "19/10 25:30"}, "Ghi giờ như 14:30"),
        ({"signed": "22/10/2018 10:00"}, "Giờ nhận không thể ở sau giờ hiện tại."),
        ({"signed": "18/10 09:00"}, "Biên bản ký ngày 18/10/2018, đã quá một ngày làm việc. Nhập bù hồ sơ này"),
        ({"signed": "01/06/2018 09:00"}, "không có hiệu lực ngày 01/06/2018"),
    ],
)
def test_what_is_typed_wrong_is_said_and_kept_and_changes_nothing(lan: Client, counter: Counter, typed, sentence):
    answer = lan.post(DESK, desk_values(counter, **POSTED | typed))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Dossier.objects.exists()
    assert sentence in page
    assert 'name="by_post" id="id_by_post" checked' in page
    for value in (POSTED | typed).values():
        assert value in page


def test_a_day_in_a_closed_book_is_refused_with_a_sentence(lan: Client, counter: Counter):
    put_the_clock_to(vn("2019-01-02 09:00"))
    Book.objects.create(unit=counter.centre, year=2018, rows=0, closed_at=vn("2019-01-02 08:00"), closed_by=counter.lan)

    answer = lan.post(DESK, desk_values(counter, **POSTED | {"signed": "31/12/2018 15:00"}))

    assert answer.status_code == 422
    assert "Sổ theo dõi năm 2018 đã khóa" in answer.content.decode()


def test_what_was_announced_enters_no_closed_book_either(lan: Client, counter: Counter):
    waiting = counter.submit_with("P1", "P2", "P3")
    Dossier.objects.filter(pk=waiting.pk).update(channel="post")
    put_the_clock_to(vn("2019-01-02 09:00"))
    Book.objects.create(unit=counter.centre, year=2018, rows=0, closed_at=vn("2019-01-02 08:00"), closed_by=counter.lan)

    signed = {"version": "1", "signed": "31/12/2018 15:00"}
    answer = lan.post(f"/lam-viec/quay/truc-tuyen/{waiting.quick_code}/nhan/", signed)

    assert answer.status_code == 422
    assert "Sổ theo dõi năm 2018 đã khóa" in answer.content.decode()


def test_who_comes_to_the_desk_sends_no_item_whatever_was_typed_before(lan: Client, counter: Counter):
    lan.post(DESK, desk_values(counter, **POSTED | {"by_post": "", "signed": "hôm qua"}))

    dossier = Dossier.objects.get()
    assert (dossier.channel, dossier.consignment) == ("counter", "")


def test_the_live_paper_shows_the_item_the_submitter_and_the_promise_of_that_day(lan: Client, counter: Counter):
    behalf = {"on_behalf": "on", "by_name": "Trần Văn Út", "by_id_number": "381000777", "by_authority": "số 12"}

    page = lan.post(
        DESK, desk_values(counter, do="", **POSTED | {"signed": FRIDAY_AFTERNOON} | behalf)
    ).content.decode()

    assert f"<p>Nhận qua bưu điện, mã bưu gửi {NUMBER}</p>" in page
    assert "<p>Người nộp thay: Trần Văn Út (Số CMND/CCCD: 381000777)</p><p>Văn bản ủy quyền: số 12</p>" in page
    assert "4. Thời gian nhận hồ sơ: 16 giờ 30 phút, ngày 19 tháng 10 năm 2018." in page
    assert "5. Thời gian trả kết quả: 17 giờ 00 phút, thứ Tư ngày 24 tháng 10 năm 2018" in page


def test_what_the_paper_promised_is_what_is_kept(lan: Client, counter: Counter):
    TimeLimit.objects.create(version=counter.version, channel="post", committed="5 working days")
    Fee.objects.all().delete()
    Fee.objects.create(version=counter.version, channel="counter", amount=50_000)
    Fee.objects.create(version=counter.version, channel="post", amount=20_000)

    asked = lan.post(DESK, desk_values(counter, do="", **POSTED)).context["receipt"]
    lan.post(DESK, desk_values(counter, **POSTED))

    dossier = Dossier.objects.get()
    kept = lan.get(f"{DESK}{dossier.code}/").context["receipt"]
    assert (asked.due, asked.limit, asked.fees) == (kept.due, kept.limit, kept.fees)
    assert (kept.limit, kept.fees) == ("5 ngày làm việc", "phí 20.000\u00a0đ")
    assert asked.how_it_came == kept.how_it_came


def test_the_procedure_is_the_one_of_the_day_the_record_was_signed(lan: Client, counter: Counter):
    old = create_version(counter.department, valid_to=MONDAY_9AM.date())
    papers = {"paper-P1": "on", "originals-P1": "1", "paper-P2": "on", "originals-P2": "1"}
    values = {name: text for name, text in desk_values(counter).items() if "-P" not in name} | papers
    values |= POSTED | {"procedure": old.procedure.code}

    assert lan.post(DESK, values).status_code == 422
    assert lan.post(DESK, values | {"signed": FRIDAY_AFTERNOON}).status_code == 302
    assert Dossier.objects.get().version == old


def test_a_posted_reception_costs_few_statements(lan: Client, counter: Counter, django_assert_max_num_queries):
    counter.receive()

    with django_assert_max_num_queries(9 + SIGNED_IN + SAVEPOINT):
        lan.post(DESK, desk_values(counter, **POSTED | {"signed": FRIDAY_AFTERNOON}))


def test_a_posted_dossier_that_was_announced_is_taken_in_from_its_record(lan: Client, counter: Counter):
    waiting = counter.submit_with("P1", "P2", "P3")
    Dossier.objects.filter(pk=waiting.pk).update(channel="post", consignment=NUMBER)
    address = f"/lam-viec/quay/truc-tuyen/{waiting.quick_code}/"

    assert NUMBER in lan.get(address).content.decode()
    wrong = lan.post(f"{address}nhan/", {"version": "1", "signed": "hôm kia"})
    assert wrong.status_code == 422
    assert 'value="hôm kia"' in wrong.content.decode()
    lan.post(f"{address}nhan/", {"version": "1", "signed": "17/10 10:00"})  # it was never outside the software

    waiting.refresh_from_db()
    assert (waiting.received_at, waiting.due_at) == (vn("2018-10-17 10:00"), vn("2018-10-22 17:00"))


def test_a_result_goes_out_by_post_without_anybody_at_the_desk(lan: Client, counter: Counter):
    ready = at_home(counter)
    assert "gửi bưu điện" in lan.get(RESULTS).content.decode()

    answer = hand_over(lan, ready, identity="", consignment="ea 987 654 321 vn")

    ready.refresh_from_db()
    assert (ready.status, ready.result_consignment) == ("returned", "EA987654321VN")
    assert ready.events.last().detail == {"consignment": "EA987654321VN"}
    page = lan.get(answer.url).content.decode()
    assert "Đã gửi kết quả qua bưu điện cho Trần Thị Bé Ba" in page and "EA987654321VN" in page
    page = lan.get(f"/lam-viec/quay/ho-so/{ready.code}/").content.decode()
    assert "Mã bưu gửi: EA987654321VN" in page


def test_who_wanted_it_by_post_may_fetch_it_all_the_same(lan: Client, counter: Counter):
    ready = at_home(counter)

    hand_over(lan, ready)

    ready.refresh_from_db()
    assert (ready.status, ready.result_consignment) == ("returned", "")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"consignment": "EA12"}, "Mã bưu gửi có từ 8 đến 30 chữ không dấu và số"),
        ({"consignment": " - "}, "Mã bưu gửi có từ 8 đến 30 chữ không dấu và số"),
        ({"consignment": ""}, "Xem giấy tờ tùy thân của người nhận"),
    ],
)
def test_a_result_in_no_item_that_can_be_found_stays_here(lan: Client, counter: Counter, typed, sentence):
    ready = at_home(counter)

    answer = hand_over(lan, ready, identity="", **typed)

    page = answer.content.decode()
    assert (answer.status_code, sentence in page) == (422, True)
    assert typed["consignment"] in page
    ready.refresh_from_db()
    assert ready.status == "result_ready"


def test_only_a_result_that_was_wanted_by_post_goes_there(lan: Client, counter: Counter):
    ready = counter.decided()

    assert "id_consignment" not in lan.get(RESULTS, {"ma": ready.quick_code}).content.decode()
    answer = hand_over(lan, ready, identity="", consignment="EA987654321VN")

    assert answer.status_code == 422
    assert "Người nộp không chọn nhận kết quả qua bưu điện." in answer.content.decode()
    ready.refresh_from_db()
    assert ready.status == "result_ready"
