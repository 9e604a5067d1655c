"""A real browser in which Lan has signed in, against a server of this test's own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.counter.conftest import Counter

SIZES = {"desk": (1366, 768), "phone": (390, 844)}
SHOTS = Path(os.environ.get("MOTCUA_SHOTS", "var/screenshots/counter"))
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"browser tests need Debian's chromium at {CHROMIUM}: apt-get install chromium")
    # Playwright keeps an event loop in the tests' thread, where Django would refuse to ask the database
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def hall(chromium: Browser, transactional_db: None) -> Counter:
    """Return the same counter, in a database that a server in another thread sees."""
    counter = Counter()
    counter.with_neighbours()
    return counter


@pytest.fixture
def context(hall: Counter, live_server: LiveServer, chromium: Browser) -> Iterator[BrowserContext]:
    client = Client()
    client.force_login(hall.lan)
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="vi-VN")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Return Lan's tab; whatever the browser complains of fails the test."""
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    surprises = [said for said in complaints if "status of 4" not in said]  # a refused form is a 4xx, and none
    assert not surprises, surprises
