"""A scanned receipt, a look at the identity card, the result."""

import unicodedata

import pytest
from django.test import Client

from motcua.lib import damm
from tests.counter.conftest import Counter, put_the_clock_to
from tests.factories import create_agency, create_officer, vn

DESK = "/lam-viec/quay/tra-ket-qua/"
TUESDAY = vn("2018-10-23 08:00")


def hand_over(client: Client, dossier, **more: object):
    values = {"ma": dossier.quick_code, "version": dossier.version_number, "identity": "on"} | more
    return client.post(DESK, values)


def test_a_scan_brings_the_result_ready_to_hand_over(lan: Client, counter: Counter):
    ready = counter.decided()

    answer = lan.get(DESK, {"ma": ready.quick_code})

    page = answer.content.decode()
    assert answer.context["open"]["may"]
    assert "Đồng ý giải quyết" in page
    assert "Trần Thị Bé Ba" in page


@pytest.mark.parametrize("damage", ["spaces", "dots", "tones", "full width rubbish"])
def test_a_scan_that_the_input_method_damaged_is_read_all_the_same(lan: Client, counter: Counter, damage: str):
    ready = counter.decided()
    code = ready.quick_code
    typed = {
        "spaces": f" {code[:4]} {code[4:8]} {code[8:]} ",
        "dots": f"{code[:4]}.{code[4:8]}.{code[8:]}",
        "tones": unicodedata.normalize("NFC", f"{code[:3]}\u0301{code[3:]}"),
        "full width rubbish": f"ơ{code}ư",
    }[damage]

    assert lan.get(DESK, {"ma": typed}).context["open"]["dossier"] == ready


def test_a_slip_of_the_hand_is_told_from_an_unknown_code(lan: Client, counter: Counter):
    code = counter.decided().quick_code
    slip = code[:-1] + str((int(code[-1]) + 1) % 10)
    unknown = "189999999"
    unknown += damm.check_digit(unknown)

    mistyped, absent, short = (lan.get(DESK, {"ma": typed}) for typed in (slip, unknown, "1810"))

    assert "gõ nhầm một số" in mistyped.content.decode()
    assert "không thấy hồ sơ mang mã đó" in absent.content.decode()
    assert "Mã tra nhanh có 10 số, đây mới đọc được 4 số." in short.content.decode()
    assert mistyped.status_code == absent.status_code == short.status_code == 422
    assert f'value="{slip}"' in mistyped.content.decode()


def test_what_is_not_ready_says_when_it_was_promised(lan: Client, counter: Counter):
    running = counter.receive()

    answer = lan.get(DESK, {"ma": running.quick_code})

    page = answer.content.decode()
    assert "Chưa có kết quả: hẹn thứ Năm 25/10/2018, 17:00" in page
    assert "Hồ sơ đang ở Sở Tư pháp." in page
    assert 'name="identity"' not in page


def test_handing_over_is_on_record_and_ends_in_an_invitation_to_rate(lan: Client, counter: Counter):
    ready = counter.decided()
    put_the_clock_to(TUESDAY)

    answer = hand_over(lan, ready)

    ready.refresh_from_db()
    assert ready.status == "returned"
    assert ready.returned_at == TUESDAY
    page = lan.get(answer.url)
    assert f"/danh-gia/{ready.quick_code}/" in page.context["rating_url"]
    assert "Mời bà con chấm điểm" in page.content.decode()


def test_without_a_look_at_the_identity_card_nothing_is_handed_over(lan: Client, counter: Counter):
    ready = counter.decided()

    answer = hand_over(lan, ready, identity="", collected_by="Trần Văn Út")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Xem giấy tờ tùy thân của người nhận rồi đánh dấu ô này." in page
    assert 'value="Trần Văn Út"' in page
    ready.refresh_from_db()
    assert ready.status == "result_ready"


def test_who_came_instead_is_kept_in_the_diary(lan: Client, counter: Counter):
    ready = counter.decided()

    hand_over(lan, ready, collected_by="Trần Văn Út", authority="số 12 ngày 20/10/2018")

    detail = ready.events.last().detail
    assert detail == {"collected_by": "Trần Văn Út", "authority": "số 12 ngày 20/10/2018"}


def test_who_comes_for_another_brings_a_power_of_attorney(lan: Client, counter: Counter):
    ready = counter.decided()

    answer = hand_over(lan, ready, collected_by="Trần Văn Út")

    assert answer.status_code == 422
    assert "Người nhận thay phải có giấy ủy quyền. Ghi số, ngày của giấy." in answer.content.decode()
    ready.refresh_from_db()
    assert ready.status == "result_ready"


def test_a_result_is_handed_over_once(lan: Client, counter: Counter):
    ready = counter.decided()
    hand_over(lan, ready)

    stale, without_version = hand_over(lan, ready), hand_over(lan, ready, version="")

    assert stale.status_code == 412
    assert without_version.status_code == 409
    assert "Hồ sơ đã khép lại" in without_version.content.decode()
    assert ready.events.count() == 5


def test_another_desk_may_not_hand_it_over(counter: Counter):
    ready = counter.decided()
    stranger = Client()
    stranger.force_login(create_officer("counter", create_agency("xa-khac", kind="commune")))

    answer = hand_over(stranger, ready)

    assert answer.status_code == 422
    assert "không thấy hồ sơ mang mã đó" in answer.content.decode()
    ready.refresh_from_db()
    assert ready.status == "result_ready"


def test_the_waiting_results_are_listed_newest_first(lan: Client, counter: Counter):
    older = counter.decided(decided_at=vn("2018-10-22 10:00"))
    newer = counter.decided(decided_at=vn("2018-10-22 11:00"))

    rows = lan.get(DESK).context["rows"]

    assert [row["quick_code"] for row in rows] == [newer.quick_code, older.quick_code]
