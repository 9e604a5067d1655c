"""A browser that opens our templates without a server: it is answered from the templates and the files themselves."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route

from motcua.design.middleware import POLICY
from tests.browser import chromium

__all__ = ["chromium"]

HOST = "http://mot-cua.test"
Show = Callable[..., Page]


@pytest.fixture
def show(chromium: Browser) -> Iterator[Show]:
    """Open a template's source as a page of a signed-in officer, under our policy; complaints of the console fail."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="vi")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def open_page(
        source: str, *, path: str = "/lam-viec/thu/", width: int = 1366, height: int = 768, **values: Any
    ) -> Page:
        page.set_viewport_size({"width": width, "height": height})
        html = engines["django"].from_string(source).render(values, _request(path))
        page.route(f"{HOST}/**", lambda route: _answer(route, path, html))
        page.goto(HOST + path)
        return page

    yield open_page
    context.close()
    assert not complaints


def _request(path: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = get_user_model()(username="hanh", full_name="Lê Mỹ Hạnh")
    request.session = {}  # type: ignore[assignment]
    return request


def _answer(route: Route, path: str, html: str) -> None:
    asked = route.request.url.removeprefix(HOST).split("?")[0]
    if asked.startswith("/static/"):
        found = finders.find(asked.removeprefix("/static/"))
        route.fulfill(path=Path(found)) if found else route.fulfill(status=404)
    elif asked == path and route.request.method == "GET":
        headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(body=html, headers=headers)
    else:
        route.fulfill(body="<title>Trang khác</title>", headers={"Content-Type": "text/html; charset=utf-8"})
