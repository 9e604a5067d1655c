"""When something cannot be done, the page says what happened and what to do next."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import reverse

from motcua.design import errors


def test_a_page_that_is_not_there_offers_search_lookup_and_telephone() -> None:
    answer = Client().get("/khong-co-trang-nay/")

    assert answer.status_code == 404
    assert 'action="/tim"' in answer.text
    assert 'action="/tra-cuu/"' in answer.text
    assert 'href="tel:' in answer.text


def test_a_refusal_says_whose_task_it_is() -> None:
    request = RequestFactory().get("/lam-viec/ky/")
    request.user = AnonymousUser()

    answer = errors.forbidden(request, PermissionDenied("Việc này của lãnh đạo Sở Tư pháp."))

    assert answer.status_code == 403
    assert "Việc này của lãnh đạo Sở Tư pháp." in answer.text
    assert "?next=%2Flam-viec%2Fky%2F" in answer.text


def test_a_refusal_without_a_reason_is_not_bare() -> None:
    request = RequestFactory().get("/lam-viec/ky/")
    request.user = AnonymousUser()

    assert "Việc này của đơn vị hoặc vai trò khác." in errors.forbidden(request, PermissionDenied()).text


def test_a_form_that_lay_open_too_long_says_that_nothing_was_received() -> None:
    answer = Client(enforce_csrf_checks=True).post("/ngon-ngu/", {"language": "en"})

    assert answer.status_code == 403
    assert "Máy chưa nhận gì cả" in answer.text


def test_the_page_of_a_broken_server_needs_no_database() -> None:
    answer = errors.broken(RequestFactory().get("/ho-so/<b>/"))

    assert answer.status_code == 500
    assert "Hồ sơ của bà con vẫn còn" in answer.text
    assert "<b>" not in answer.text


def gone(*_statement: object) -> None:
    raise OperationalError("server closed the connection unexpectedly")


def test_a_database_that_is_gone_is_no_fault_of_ours_and_says_when_to_come_again(db: None) -> None:
    with connection.execute_wrapper(gone):
        answer = Client(raise_request_exception=False).get(reverse("portal:track", args=["1800000017"]))

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Thử lại sau 1 phút" in answer.text
    assert "server closed" not in answer.text


def test_whoever_sent_something_is_told_how_to_send_it_again(db: None) -> None:
    with connection.execute_wrapper(gone):
        answer = Client(raise_request_exception=False).post(reverse("account_login"), {"login": "a", "password": "b"})

    assert answer.status_code == 503
    assert "bấm nút quay lại của trình duyệt rồi gửi lại" in answer.text


@pytest.mark.parametrize("handler", ["handler403", "handler404", "handler500"])
def test_the_house_uses_these_pages(handler: str) -> None:
    from motcua import urls

    assert getattr(urls, handler).startswith("motcua.design.errors.")
