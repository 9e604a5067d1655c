"""Dossiers that lack something, at the counter: asked for at the door, waited for, taken in, stopped."""

import pytest
from django.test import Client

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from tests.counter.conftest import Counter, put_the_clock_to
from tests.factories import MONDAY_9AM, acting, vn

WAITING = "/lam-viec/quay/cho-bo-sung/"
BOOK = "/lam-viec/quay/ho-so/"


def post(client: Client, dossier: Dossier, verb: str, **typed: object):
    code = dossier.code or dossier.quick_code
    return client.post(f"{BOOK}{code}/viec/{verb}/", {"version": dossier.version_number} | typed)


def counted(code: str, originals: str = "1", copies: str = "0") -> dict[str, str]:
    """Return what a desk sends of a paper that it has ticked."""
    return {f"paper-{code}": "on", f"originals-{code}": originals, f"copies-{code}": copies}


def asked_back(counter: Counter) -> Dossier:
    dossier = counter.take_over(counter.receive(), at=MONDAY_9AM)
    return actions.request_supplement(
        dossier=dossier,
        reason="Ảnh mờ.",
        papers=["Giấy tờ tùy thân"],
        by=acting(counter.hai),
        at=vn("2018-10-22 10:00"),
    )


def test_at_the_door_what_lacks_is_asked_for_and_taken_in_again(lan: Client, counter: Counter):
    dossier = counter.submit_with("P1")
    assert f'href="{BOOK}{dossier.quick_code}/"' in lan.get("/lam-viec/quay/truc-tuyen/").content.decode()

    post(lan, dossier, "request-supplement", papers=["Giấy tờ tùy thân"], reason="Thiếu giấy tùy thân.")
    dossier.refresh_from_db()
    assert (dossier.status, dossier.received_at) == ("awaiting_supplement", None)
    post(lan, dossier, "accept-supplement", **counted("P2"), note="")

    dossier.refresh_from_db()
    assert dossier.status == "submitted"
    assert dossier.documents.filter(code="P2").exists()


def test_the_list_says_how_long_each_has_waited(lan: Client, counter: Counter):
    dossier = asked_back(counter)
    put_the_clock_to(vn("2018-10-25 10:00"))

    answer = lan.get(WAITING)

    (row,) = answer.context["rows"]
    assert (row["dossier"], row["waited"], row["has_sent"]) == (dossier, "3 ngày làm việc", False)


def test_a_long_list_goes_on_by_key_and_shows_each_dossier_once(
    lan: Client, counter: Counter, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("motcua.counter.paging.PAGE", 2)
    waiting = [asked_back(counter) for _n in range(3)]  # all asked at the same moment
    waiting.append(counter.submit_with("P1"))
    actions.request_supplement(dossier=waiting[3], reason="Thiếu.", by=acting(counter.lan), at=vn("2018-10-22 09:30"))

    seen, address = [], WAITING
    while address:
        answer = lan.get(address)
        seen += [row["dossier"] for row in answer.context["rows"]]
        address = WAITING + answer.context["next_url"] if answer.context["next_url"] else ""

    assert seen == [waiting[3], *waiting[:3]]


def test_the_list_costs_the_same_however_long_it_is(lan: Client, counter: Counter, django_assert_num_queries):
    for _n in range(3):
        asked_back(counter)

    with django_assert_num_queries(7):  # session, user, posts; two counts, the page, the calendar
        lan.get(WAITING)


def test_the_new_day_is_shown_before_it_is_promised(lan: Client, counter: Counter):
    dossier = asked_back(counter)
    put_the_clock_to(vn("2018-10-29 09:00"))

    page = lan.get(f"{BOOK}{dossier.code}/").content.decode()
    post(lan, dossier, "accept-supplement", **counted("P2"))

    dossier.refresh_from_db()
    assert "Nhận bây giờ thì hẹn trả <b>thứ Năm 01/11/2018, 17:00</b>" in page
    assert "Đang chờ người nộp" in page
    assert dossier.due_at == vn("2018-11-01 17:00")


def test_what_comes_is_written_down_as_it_was_counted(lan: Client, counter: Counter):
    dossier = asked_back(counter)

    page = lan.get(f"{BOOK}{dossier.code}/").content.decode()
    answer = post(lan, dossier, "accept-supplement", **counted("P2", "2", "3"))

    assert 'name="originals-P3" value="0"' in page  # as published, until somebody counts
    assert 'name="copies-P3" value="1"' in page
    assert answer.status_code == 302
    paper = dossier.documents.get(code="P2")
    assert (paper.originals, paper.copies) == (2, 3)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (counted("P2", "0", "0"), "Ghi lại số bản của “Giấy tờ tùy thân”"),
        (counted("P2", "hai", "0"), "Ghi lại số bản của “Giấy tờ tùy thân”"),
        (counted("LA"), "Giấy tờ “LA” không có trong danh mục đã công khai"),
    ],
)
def test_a_miscount_is_given_back_as_it_was_typed(lan: Client, counter: Counter, typed: dict[str, str], sentence: str):
    dossier = asked_back(counter)

    answer = post(lan, dossier, "accept-supplement", **counted("P1", "7", "8") | typed, note="Mang lại chiều nay")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'name="paper-P1" data-paper checked' in page
    assert 'name="originals-P1" value="7"' in page and 'name="copies-P1" value="8"' in page
    assert "Mang lại chiều nay" in page
    assert Dossier.objects.get().status == "awaiting_supplement"
    assert (dossier.documents.get(code="P1").originals, dossier.documents.get(code="P1").copies) == (1, 0)


def test_a_payment_is_confirmed_with_its_proof(lan: Client, counter: Counter):
    dossier = counter.take_over(counter.receive(), at=MONDAY_9AM)
    dossier = actions.request_payment(dossier=dossier, reason="Lệ phí.", by=acting(counter.hai), at=MONDAY_9AM)

    refused = post(lan, dossier, "confirm-payment", proof=" ")
    done = post(lan, dossier, "confirm-payment", proof="BL 01")

    dossier.refresh_from_db()
    assert (refused.status_code, done.status_code, dossier.status) == (422, 302, "in_progress")


def test_who_never_came_back_is_stopped_with_a_reason(lan: Client, counter: Counter):
    dossier = asked_back(counter)

    assert post(lan, dossier, "stop", reason="").status_code == 422
    post(lan, dossier, "stop", reason="Chờ quá 30 ngày.")

    dossier.refresh_from_db()
    assert dossier.status == "stopped"


def test_a_turn_that_is_not_open_keeps_the_words(lan: Client, counter: Counter):
    dossier = counter.receive()

    answer = post(lan, dossier, "stop", reason="Chữ đã gõ")

    assert answer.status_code == 403
    assert "Chữ đã gõ" in answer.content.decode()


def test_a_verb_that_no_counter_has_is_no_page(lan: Client, counter: Counter):
    assert post(lan, counter.receive(), "approve").status_code == 404
