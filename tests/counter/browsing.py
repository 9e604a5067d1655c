"""A real browser in which Lan has signed in, against a server of this test's own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser import chromium as chromium
from tests.browser import tab
from tests.counter.conftest import Counter


@pytest.fixture
def hall(chromium: Browser, transactional_db: None) -> Counter:
    """Return the same counter, in a database that a server in another thread sees."""
    counter = Counter()
    counter.with_neighbours()
    return counter


@pytest.fixture
def page(hall: Counter, live_server: LiveServer, chromium: Browser) -> Iterator[Page]:
    """Return Lan's tab; whatever the browser complains of fails the test."""
    with tab(chromium, live_server.url, user=hall.lan) as page:
        yield page
