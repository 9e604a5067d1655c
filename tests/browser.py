"""A real browser for the tests that need one: Debian's chromium, axe on every page, a picture of every screen."""

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from weakref import WeakSet

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, sync_playwright

from motcua.accounts.models import User

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
]
SIZES = {"desk": (1366, 768), "phone": (390, 844)}
SHOTS = Path(os.environ.get("MOTCUA_SHOTS", Path(__file__).parents[1] / "var" / "screenshots"))
#: What the law asks for (WCAG 2.2 AA) and what good practice adds
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

_WITHOUT_SCRIPTS: WeakSet[Page] = WeakSet()


@pytest.fixture(scope="session")
def chromium() -> Browser:
    return _launched()


@cache
def _launched() -> Browser:
    """Start the one browser of this run: each module that imports the fixture has its own, Playwright allows one."""
    if not CHROMIUM.exists():
        pytest.fail(f"browser tests need Debian's chromium at {CHROMIUM}: apt-get install chromium")
    # Playwright keeps an event loop in the tests' thread, where Django would refuse to ask the database
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
    atexit.register(_close, playwright, browser)
    return browser


def _close(playwright: Playwright, browser: Browser) -> None:
    browser.close()
    playwright.stop()


@contextmanager
def tab(
    chromium: Browser, base_url: str, *, user: User | None = None, size: str = "desk", javascript: bool = True
) -> Iterator[Page]:
    """Open a tab of this size, signed in as this officer; what the browser complains of fails the test."""
    width, height = SIZES[size]
    context = chromium.new_context(
        base_url=base_url, viewport={"width": width, "height": height}, locale="vi-VN", java_script_enabled=javascript
    )
    if user is not None:
        _sign_in(context, user, base_url)
    page = context.new_page()
    if not javascript:
        _WITHOUT_SCRIPTS.add(page)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    surprises = [said for said in complaints if "status of 4" not in said]  # a refused form is a 4xx
    assert not surprises, surprises


def _sign_in(context: BrowserContext, user: User, base_url: str) -> None:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base_url}])


def click_through(link: Locator) -> None:
    """Click what leads to another page, and come back when that page stands there: a click alone does not wait."""
    with link.page.expect_navigation():
        link.click()


def look_at(page: Page, name: str) -> None:
    """Keep a picture of this screen, and let axe look at it: no violation, nothing wider than the screen."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    shot = SHOTS / f"{name}-{page.viewport_size['width']}.png"  # type: ignore[index]
    # Playwright would hide the caret by a style of its own, and our policy would rightly complain
    page.screenshot(path=shot, full_page=True, caret="initial", animations="allow")
    if page in _WITHOUT_SCRIPTS:
        with _the_same_with_scripts(page) as seen:
            _inspect(seen, name)
    else:
        _inspect(page, name)


#: What of the officers' bar nobody sees: beyond the right edge, or cut off in the bar itself. A frame that hides its
#: overflow is never "too wide". On a narrow screen the ways scroll, and are meant to
_BEYOND_THE_SCREEN = """
[...document.querySelectorAll(".tb > *")]
    .filter(part => part.getClientRects().length)
    .filter(part => part.getBoundingClientRect().right > innerWidth + 1
        || innerWidth >= 1100 && part.matches("nav") && part.scrollWidth > part.clientWidth + 1)
    .map(part => part.className || part.tagName)
"""


def _inspect(page: Page, name: str) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    said = [f"{v['id']}: {v['help']} ({', '.join(str(n['target']) for n in v['nodes'][:3])})" for v in found]
    assert not said, f"{name}: {said}"
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"{name} is {too_wide} px wider than the screen"
    beyond = page.evaluate(_BEYOND_THE_SCREEN)
    assert not beyond, f"{name}: the bar goes on beyond the screen: {beyond}"


@contextmanager
def _the_same_with_scripts(page: Page) -> Iterator[Page]:
    """Open the page's address again, by the same visitor: axe is a script itself and waits for ever without."""
    browser = page.context.browser
    assert browser is not None and page.viewport_size is not None
    context = browser.new_context(viewport=page.viewport_size, locale="vi-VN")
    context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    seen = context.new_page()
    seen.goto(page.url)
    yield seen
    context.close()


class Hands:
    """Somebody's hands: every key chord, tap and field filled counts as one interaction (ux.md §2.2)."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.count += 1
        self.page.keyboard.type(text)

    def tap(self, selector: str) -> None:
        self.count += 1
        self.page.locator(selector).first.click()
