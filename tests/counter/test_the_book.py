"""What was received at this desk: found again, printed again, given back at the citizen's wish."""

import re

import pytest
from django.test import Client

from tests.counter.conftest import Counter, put_the_clock_to
from tests.factories import MAI, MONDAY_9AM, create_agency, create_officer, vn

BOOK = "/lam-viec/quay/ho-so/"


def codes(answer) -> list[str]:
    return [row["dossier"].code for row in answer.context["rows"]]


def test_the_book_opens_with_today(lan: Client, counter: Counter):
    counter.receive(at=vn("2018-10-19 10:00"))
    today = counter.receive(at=MONDAY_9AM)

    assert codes(lan.get(BOOK)) == [today.code]


def test_this_week_and_everything_are_a_link_away(lan: Client, counter: Counter):
    last_week = counter.receive(at=vn("2018-10-19 10:00"))
    monday = counter.receive(at=MONDAY_9AM)
    put_the_clock_to(vn("2018-10-24 09:00"))

    assert codes(lan.get(BOOK)) == []
    assert codes(lan.get(BOOK, {"khi": "tuan-nay"})) == [monday.code]
    assert codes(lan.get(BOOK, {"khi": "tat-ca"})) == [monday.code, last_week.code]


@pytest.mark.parametrize("typed", ["be ba", "Trần Thị Bé Ba", "381 000 123", "0900000427"])
def test_a_search_finds_by_name_and_number(lan: Client, counter: Counter, typed: str):
    dossier = counter.receive()

    assert codes(lan.get(BOOK, {"q": typed})) == [dossier.code]


def test_a_full_code_finds_its_dossier(lan: Client, counter: Counter):
    dossier = counter.receive()

    assert codes(lan.get(BOOK, {"q": dossier.code.lower()})) == [dossier.code]


def test_ten_digits_go_straight_to_their_dossier(lan: Client, counter: Counter):
    dossier = counter.receive()

    assert lan.get(BOOK, {"q": dossier.quick_code}).url == f"{BOOK}{dossier.code}/"


def test_a_status_filters(lan: Client, counter: Counter):
    counter.receive()
    ready = counter.decided()

    assert codes(lan.get(BOOK, {"trang_thai": "result_ready"})) == [ready.code]
    assert len(codes(lan.get(BOOK, {"trang_thai": "không có"}))) == 2


def test_long_lists_go_on_by_key_and_show_each_dossier_once(
    lan: Client, counter: Counter, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("motcua.counter.paging.PAGE", 2)
    received = [counter.receive().code for _n in range(5)]  # all at the same moment

    seen: list[str] = []
    address = BOOK
    while address:
        answer = lan.get(address)
        seen += codes(answer)
        address = BOOK + answer.context["next_url"] if answer.context["next_url"] else ""

    assert sorted(seen) == sorted(received)
    assert len(seen) == 5


def test_a_mangled_key_shows_the_first_page(lan: Client, counter: Counter):
    dossier = counter.receive()

    for key in ("x~y", f"2018-10-22T08:00~{dossier.pk}"):  # whose hour is nobody's
        assert codes(lan.get(BOOK, {"sau": key})) == [dossier.code]


def test_the_book_reads_the_same_however_much_it_holds(lan: Client, counter: Counter, django_assert_num_queries):
    for _n in range(3):
        counter.receive()

    with django_assert_num_queries(7):  # session, user, posts; three counts, the page
        lan.get(BOOK)


def test_a_dossier_shows_its_steps_its_diary_and_what_may_be_done(lan: Client, counter: Counter):
    dossier = counter.take_over(counter.receive(), at=vn("2018-10-22 10:00"))

    answer = lan.get(f"{BOOK}{dossier.code}/")

    assert [step["state"] for step in answer.context["steps"]] == ["dn", "cu", "fu", "fu"]
    assert [event["title"] for event in answer.context["events"]] == ["Nhận xử lý", "Tiếp nhận"]
    page = answer.content.decode()
    assert "Rút hồ sơ theo ý người nộp" in page
    assert "Trả kết quả <kbd>" not in page  # nothing to hand over yet


def test_only_open_verbs_have_buttons(lan: Client, counter: Counter):
    ready = counter.decided()

    page = lan.get(f"{BOOK}{ready.code}/")

    assert page.context["return_url"]
    assert not page.context["withdraw_url"]


def test_a_dossier_is_given_back_with_the_citizens_reason(lan: Client, counter: Counter):
    dossier = counter.receive()

    answer = lan.post(
        f"{BOOK}{dossier.code}/rut/", {"version": dossier.version_number, "reason": "Đổi ý, chưa lắp nữa."}
    )

    dossier.refresh_from_db()
    assert answer.url == f"{BOOK}{dossier.code}/"
    assert dossier.status == "withdrawn"
    assert "Lý do: Đổi ý, chưa lắp nữa." in lan.get(answer.url).content.decode()


def test_no_reason_no_withdrawal(lan: Client, counter: Counter):
    dossier = counter.receive()

    answer = lan.post(f"{BOOK}{dossier.code}/rut/", {"version": dossier.version_number, "reason": " "})

    assert answer.status_code == 422
    assert "Ghi lý do xin rút" in answer.content.decode()
    dossier.refresh_from_db()
    assert dossier.status == "received"


def test_what_was_decided_meanwhile_cannot_be_withdrawn(lan: Client, counter: Counter):
    ready = counter.decided()

    stale = lan.post(f"{BOOK}{ready.code}/rut/", {"version": 1, "reason": "Đổi ý"})
    late = lan.post(f"{BOOK}{ready.code}/rut/", {"reason": "Đổi ý"})

    assert (stale.status_code, late.status_code) == (412, 409)
    assert "Đổi ý" in late.content.decode()


@pytest.mark.parametrize("rest", ["", "giay-hen.pdf", "rut/"])
def test_another_desk_finds_nothing_behind_the_address(counter: Counter, rest: str):
    dossier = counter.receive()
    stranger = Client()
    stranger.force_login(create_officer("counter", create_agency("xa-khac", kind="commune")))

    answer = (stranger.post if rest == "rut/" else stranger.get)(f"{BOOK}{dossier.code}/{rest}")

    assert answer.status_code == 404


def test_the_receipt_of_what_was_not_received_is_none(lan: Client, counter: Counter):
    waiting = counter.submit()

    assert lan.get(f"{BOOK}{waiting.quick_code}/giay-hen.pdf").status_code == 404
    assert lan.get(f"{BOOK}{waiting.quick_code}/").status_code == 200


def test_no_address_tells_who_somebody_is(lan: Client, counter: Counter):
    dossier = counter.receive()

    for address in (BOOK, f"{BOOK}{dossier.code}/", "/lam-viec/quay/tiep-nhan/"):
        links = re.findall(r'(?:href|action|src)="([^"]*)"', lan.get(address).content.decode())
        assert not [link for link in links if MAI.id_number in link or MAI.phone in link or "Tr%E1" in link]
