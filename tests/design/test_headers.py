"""The answer to every request keeps the browser from doing what we did not write."""

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client, RequestFactory

from motcua.design.middleware import ContentSecurityPolicy


@pytest.fixture
def policy() -> dict[str, str]:
    answer = Client().get("/khong-co-trang-nay/")
    parts = (part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    return {part[0]: part[1] for part in parts}


def test_the_policy_lets_nothing_in_from_elsewhere_and_nothing_inline(policy: dict[str, str]) -> None:
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["font-src"] == policy["connect-src"] == "'self'"
    assert policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert not [source for source in policy.values() if "unsafe" in source or "*" in source or "http" in source]


def test_no_page_may_ask_for_the_microphone_or_the_place() -> None:
    answer = Client().get("/khong-co-trang-nay/")

    assert "microphone=()" in answer.headers["Permissions-Policy"]
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_view_may_set_a_policy_of_its_own() -> None:
    middleware = ContentSecurityPolicy(lambda request: HttpResponse(headers={"Content-Security-Policy": "sandbox"}))

    answer = middleware(RequestFactory().get("/"))

    assert answer.headers["Content-Security-Policy"] == "sandbox"


def test_a_browser_that_asks_for_an_icon_by_itself_is_led_to_the_houses() -> None:
    answer = Client().get("/favicon.ico")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/static/design/favicon.svg")
    assert "max-age=86400" in answer.headers["Cache-Control"]
    assert finders.find("design/favicon.svg")
