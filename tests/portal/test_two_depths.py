"""What the ten digits open and what the receipt's token opens besides; and that nothing opens more (ux.md D9)."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.accounts.models import RateCount
from motcua.dossiers import actions
from motcua.dossiers.application import Person
from motcua.dossiers.models import Dossier
from motcua.lib import damm
from motcua.portal import confidence, guard
from tests.factories import MAI, MONDAY_9AM, acting, vn
from tests.portal.conftest import put_the_clock_to, scan, text_of, token_of

pytestmark = pytest.mark.django_db

TUESDAY = vn("2018-10-23 09:00")
LETTER = Person(
    name="Trần Thị Bé Ba",
    id_number="381000123",
    phone="0900000427",
    email="beba@example.vn",
    address="Ấp Tân Ánh",
    born="12/3/1956",
)


@pytest.fixture
def dossier(town) -> Dossier:
    from dataclasses import replace

    dossier = town.receive(applicant=replace(LETTER, commune=town.commune), note="Gọi cho cháu Lành 0911222333")
    return town.take_over(dossier, at=TUESDAY)


def everything(dossier: Dossier) -> list[str]:
    """Return all that is personal about this dossier, and the names of those who work on it."""
    return [
        "Trần", "Bé Ba", "381000123", "381 000 123", "0900000427", "0900 000 427", "beba@", "Ấp Tân Ánh", "12/3/1956",
        "Lành", "0911222333", "Lê Mỹ Lan", "Phạm Quốc Hải", "Võ Thị Sáu",
    ]  # fmt: skip


# Ten digits


def test_the_ten_digits_open_nothing_personal_in_any_state(town, dossier):
    codes = [dossier.quick_code]
    codes.append(town.submit(applicant=LETTER).quick_code)
    refused = town.submit(applicant=LETTER)
    actions.refuse(dossier=refused, reason="Bà Trần Thị Bé Ba nộp nhầm", by=acting(town.lan), at=MONDAY_9AM)
    withdrawn = town.receive(applicant=LETTER)
    actions.withdraw(dossier=withdrawn, reason="Ấp Tân Ánh bị ngập", by=acting(town.lan), at=MONDAY_9AM)
    ready = town.decided()
    returned = town.return_result(town.decided(), at=MONDAY_9AM)
    codes += [each.quick_code for each in (refused, withdrawn, ready, returned)]

    for code in codes:
        html = Client().get(f"/ho-so/{code}/").content.decode()
        for word in everything(dossier):
            assert word not in html, f"{word} on the page of ten digits"
        assert token_of(Dossier.objects.get(quick_code=code)) not in html, "and no way into the other depth"


def test_the_ten_digits_show_no_history_no_receipt_and_no_way_to_withdraw(dossier):
    html = Client().get(f"/ho-so/{dossier.quick_code}/").content.decode()

    assert "Đã làm những gì" not in html and "giay-hen.pdf" not in html and "/rut/" not in html
    assert "Quét mã QR trên giấy hẹn" in html


def test_the_ten_digits_do_not_even_read_whose_dossier_it_is_and_who_works_on_it(dossier):
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(f"/ho-so/{dossier.quick_code}/").status_code == 200

    said = "\n".join(query["sql"] for query in captured)
    assert "dossiers_event" in said, "the diary is read, without whose lines they are"
    for name in ("dossiers_applicant", "accounts_user", "by_name", '"by_id"', "full_name"):
        assert name not in said


# The token


def test_the_token_opens_a_masked_name_and_the_history_and_leaves_the_address(dossier):
    client = Client()

    answer = client.get(f"/t/{dossier.quick_code}/{token_of(dossier)}")
    assert answer["Location"] == f"/ho-so/{dossier.quick_code}/", "the token goes out of the address at once"
    html = client.get(answer["Location"]).content.decode()

    assert "Trần T. B. B." in html and "Xã Tạ An Khương" in html
    assert "Cán bộ chuyên môn bắt tay làm" in html and "Tiếp nhận hồ sơ, hẹn thứ Năm 25/10/2018" in html
    for word in ("Thị Bé Ba", "381000123", "0900000427", "0900 000 427", "beba@", "Ấp Tân Ánh", "12/3/1956", "Lành"):
        assert word not in html, f"{word} in full"
    for officer in ("Lê Mỹ Lan", "Phạm Quốc Hải"):
        assert officer not in html


def test_a_body_is_not_named_at_all(town):
    dossier = town.receive(applicant=Person(name="DNTN Trần Văn Bạc", kind="business", id_number="2000123456"))

    html = scan(Client(), dossier)

    assert "Doanh nghiệp" in html and "Bạc" not in html and "2000123456" not in html


def test_what_officers_write_for_each_other_is_not_shown(town, dossier):
    actions.propose(dossier=dossier, outcome="granted", summary="Chị Ba này khó tính", by=acting(town.hai), at=TUESDAY)
    actions.send_back(dossier=dossier, reason="Xem lại chữ ký bà Bé Ba", by=acting(town.sau), at=TUESDAY)

    html = scan(Client(), dossier)

    assert "khó tính" not in html and "Xem lại chữ ký" not in html
    assert "Lãnh đạo yêu cầu làm kỹ thêm" in html


def test_a_refusal_after_appraisal_gives_its_reason_to_whoever_has_the_receipt(town, dossier):
    actions.propose(
        dossier=dossier, outcome="refused", summary="Nhà nằm ngoài vùng cấp điện.", by=acting(town.hai), at=TUESDAY
    )
    assert "ngoài vùng" not in scan(Client(), dossier), "not before the leader has decided"
    town.approve(dossier, at=TUESDAY)

    html = scan(Client(), dossier)

    assert "Vì sao không giải quyết?" in html and "Nhà nằm ngoài vùng cấp điện." in html
    assert "Luật Khiếu nại 2011, Điều 9" in html
    assert "ngoài vùng" not in Client().get(f"/ho-so/{dossier.quick_code}/").content.decode()


@pytest.mark.parametrize("written", [str.lower, lambda token: token.replace("0", "O").replace("1", "l")])
def test_letters_easily_mistaken_are_read_as_what_was_meant(dossier, written):
    client = Client()

    client.get(f"/t/{dossier.quick_code}/{written(token_of(dossier))}")

    assert "Trần T. B. B." in client.get(f"/ho-so/{dossier.quick_code}/").content.decode()


@pytest.mark.parametrize("token", ["AAAAAA", "000000"])
def test_a_wrong_token_opens_the_common_page_only_and_says_so(dossier, token):
    client = Client()

    answer = client.get(f"/t/{dossier.quick_code}/{token}/", follow=True)

    assert "Mã QR này chưa khớp" in text_of(answer)
    assert "Trần" not in answer.content.decode()


def test_the_proof_is_for_one_dossier_and_cannot_be_made(town, dossier):
    client, other = Client(), town.receive(applicant=LETTER)
    scan(client, dossier)
    value = client.cookies["giay_hen"].value

    forged = Client()
    for cookie in (value, other.quick_code, f"{other.quick_code}:{value.split(':', 1)[1]}", ""):
        forged.cookies["giay_hen"] = cookie
        assert "Trần" not in forged.get(f"/ho-so/{other.quick_code}/").content.decode()
        assert forged.get(f"/ho-so/{other.quick_code}/giay-hen.pdf").status_code == 404
        assert forged.get(f"/ho-so/{other.quick_code}/rut/").status_code == 404


def test_the_proof_is_hidden_from_scripts_bound_to_its_page_and_ends(dossier, monkeypatch):
    client = Client()
    scan(client, dossier)
    cookie = client.cookies["giay_hen"]

    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == f"/ho-so/{dossier.quick_code}/"
    assert not cookie["max-age"], "it ends with the browser"
    monkeypatch.setattr(confidence, "HOURS", -1)
    assert "Trần" not in client.get(f"/ho-so/{dossier.quick_code}/").content.decode()


def test_signing_out_neither_takes_nor_gives_the_proof(town, dossier):
    client = Client()
    scan(client, dossier)
    client.force_login(town.hai)
    client.logout()

    assert client.get(f"/ho-so/{dossier.quick_code}/").status_code == 200
    stranger = Client()
    stranger.force_login(town.hai)
    assert "Trần" not in stranger.get(f"/ho-so/{dossier.quick_code}/").content.decode()


# The receipt


def test_the_receipt_is_given_to_whoever_has_its_token_and_to_nobody_else(dossier):
    client = Client()
    scan(client, dossier)

    answer = client.get(f"/ho-so/{dossier.quick_code}/giay-hen.pdf")

    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
    assert "no-store" in answer["Cache-Control"]
    assert Client().get(f"/ho-so/{dossier.quick_code}/giay-hen.pdf").status_code == 404


def test_a_dossier_not_yet_received_has_no_receipt(town):
    dossier, client = town.submit(), Client()

    assert "giay-hen.pdf" not in scan(client, dossier)
    assert client.get(f"/ho-so/{dossier.quick_code}/giay-hen.pdf").status_code == 404


# Asking for it back


def test_a_citizen_withdraws_with_the_token_and_the_end_of_their_telephone_number(dossier):
    client = Client()
    scan(client, dossier)

    answer = client.post(f"/ho-so/{dossier.quick_code}/rut/", {"reason": "Nộp nhầm", "proof": "0427"}, follow=True)

    assert "Bà con đã rút hồ sơ" in text_of(answer)
    dossier.refresh_from_db()
    assert dossier.status == "withdrawn"
    line = dossier.events.get(verb="withdraw")
    assert (line.by_id, line.by_name, line.detail["reason"]) == (None, "Trần Thị Bé Ba", "Nộp nhầm")


def test_without_the_end_of_the_number_nothing_is_withdrawn_and_the_reason_stays(dossier):
    client = Client()
    scan(client, dossier)

    answer = client.post(f"/ho-so/{dossier.quick_code}/rut/", {"reason": "Nộp nhầm", "proof": "9999"})

    assert answer.status_code == 422 and "Bốn số này chưa khớp" in text_of(answer)
    assert "Nộp nhầm</textarea>" in answer.content.decode()
    empty = text_of(client.post(f"/ho-so/{dossier.quick_code}/rut/"))
    assert "Ghi lý do xin rút" in empty and "Còn 2 chỗ cần sửa" in empty
    dossier.refresh_from_db()
    assert dossier.status == "in_progress"


def test_the_end_of_the_number_cannot_be_guessed_through(dossier):
    client = Client()
    scan(client, dossier)
    for number in range(10):
        client.post(f"/ho-so/{dossier.quick_code}/rut/", {"reason": "x", "proof": f"{number:04d}"})

    answer = client.post(f"/ho-so/{dossier.quick_code}/rut/", {"reason": "x", "proof": "0427"})

    assert "Đã thử nhiều lần" in text_of(answer)
    dossier.refresh_from_db()
    assert dossier.status == "in_progress"


def test_what_is_decided_cannot_be_withdrawn(town):
    dossier, client = town.decided(), Client()

    assert "Xin rút hồ sơ" not in scan(client, dossier)
    answer = client.post(f"/ho-so/{dossier.quick_code}/rut/", {"reason": "x", "proof": MAI.phone[-4:]}, follow=True)
    assert "không “Rút hồ sơ”" in text_of(answer)


def test_a_stranger_can_do_nothing_with_the_ten_digits(dossier):
    stranger = Client()

    for path in ("giay-hen.pdf", "rut/"):
        assert stranger.get(f"/ho-so/{dossier.quick_code}/{path}").status_code == 404
    answer = stranger.post(f"/ho-so/{dossier.quick_code}/rut/", {"reason": "x", "proof": "0427"})
    assert answer.status_code == 404
    dossier.refresh_from_db()
    assert dossier.status == "in_progress"


# Trying codes one after the other


def code_number(number: int) -> str:
    body = f"18{number:07d}"
    return body + damm.check_digit(body)


def test_codes_cannot_be_tried_one_after_the_other(client, dossier):
    for number in range(20):
        assert client.get(f"/ho-so/{code_number(number)}/").status_code == 404

    answer = client.get(f"/ho-so/{dossier.quick_code}/")

    assert answer.status_code == 429 and answer["Retry-After"] == "600"
    assert "Chờ một chút rồi thử lại" in text_of(answer) and "0290 000 0022" in text_of(answer)
    assert client.get(f"/ho-so/{dossier.quick_code}/", REMOTE_ADDR="10.0.0.9").status_code == 200, "others are let in"


def test_honest_lookups_and_slips_of_the_finger_count_for_nothing(client, dossier):
    wrong = dossier.quick_code[:-1] + str((int(dossier.quick_code[-1]) + 3) % 10)

    for _n in range(30):
        client.get(f"/ho-so/{dossier.quick_code}/")
        client.get(f"/ho-so/{wrong}/")
        client.get("/tra-cuu/", {"ma": wrong})

    assert client.get(f"/ho-so/{dossier.quick_code}/").status_code == 200
    assert not RateCount.objects.exists()


def test_whoever_has_the_receipt_is_let_in_even_then(client, dossier):
    scan(client, dossier)
    for number in range(25):
        client.get(f"/ho-so/{code_number(number)}/")

    assert client.get(f"/ho-so/{dossier.quick_code}/").status_code == 200


def test_tokens_cannot_be_guessed_through(dossier, monkeypatch):
    monkeypatch.setattr(guard, "TOKENS_A_DAY", 3)
    for number in range(3):
        Client().get(f"/t/{dossier.quick_code}/AAAAA{number}", REMOTE_ADDR=f"10.0.0.{number}")
    client = Client()

    client.get(f"/t/{dossier.quick_code}/{token_of(dossier)}")

    assert "Trần" not in client.get(f"/ho-so/{dossier.quick_code}/").content.decode()


def test_no_address_of_a_visitor_is_kept(client):
    client.get(f"/ho-so/{code_number(7)}/", REMOTE_ADDR="203.0.113.77")

    keys = list(RateCount.objects.values_list("key", flat=True))
    assert keys and not any("203.0.113" in key for key in keys)


def test_nothing_personal_is_logged(dossier, caplog):
    client = Client()
    scan(client, dossier)
    client.post(f"/ho-so/{dossier.quick_code}/rut/", {"reason": "Bà Bé Ba đổi ý", "proof": "1"})
    client.get("/tra-cuu/", {"ma": "Trần Thị Bé Ba 381000123"})

    said = "\n".join(record.getMessage() for record in caplog.records)
    assert not any(word in said for word in everything(dossier))
    assert token_of(dossier) not in said


def test_the_quick_code_and_token_are_of_the_shape_in_the_address():
    from django.urls import Resolver404, resolve

    for path in (
        "/ho-so/123/",
        "/ho-so/18104207681/",
        "/ho-so/181042076a/",
        "/t/1810420768/ABC/",
        "/t/1810420768/ABCDEF7",
    ):
        with pytest.raises(Resolver404):
            resolve(path)
    assert re.fullmatch(r"http://[^/]+", settings.PUBLIC_URL)


def test_the_promised_day_is_put_in_the_page_once_the_clock_moves(dossier):
    put_the_clock_to(TUESDAY)
    assert "Thứ Năm 25/10/2018" in Client().get(f"/ho-so/{dossier.quick_code}/").content.decode()
