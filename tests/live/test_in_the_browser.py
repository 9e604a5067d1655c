"""An open list says that it has changed, while nothing on it moves by itself."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from motcua.lib import clock
from motcua.organisations.models import Role
from tests.browser import SIZES, chromium, click_through, look_at, tab
from tests.factories import MONDAY_9AM, Office, create_officer, vn
from tests.live.listening import database, listening_process

__all__ = ["chromium"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BENCH, QUEUE, ROOM = "/lam-viec/ho-so/?xem=don-vi", "/lam-viec/quay/truc-tuyen/", "/lam-viec/giam-sat/"
TEN = vn("2018-10-22 10:00")


@pytest.fixture
def office(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(clock, "now", lambda: TEN)
    office = Office()
    office.diem = create_officer(Role.CENTRE, office.centre)
    office.take_over(office.receive(), at=MONDAY_9AM)
    office.submit()
    return office


@pytest.fixture
def where_pages_listen(live_server, settings) -> Iterator[str]:
    with listening_process(
        database(), MOTCUA_SECRET_KEY=settings.SECRET_KEY, MOTCUA_PUBLIC_URL=live_server.url
    ) as process:
        settings.LIVE_URL = f"http://127.0.0.1:{process.port}/nghe/"
        yield live_server.url


def says_so(page: Page) -> None:
    expect(page.locator(".newer")).to_contain_text("Danh sách vừa có thay đổi.", timeout=10_000)


@pytest.mark.parametrize("size", SIZES)
def test_the_bench_says_that_a_dossier_has_come(office: Office, where_pages_listen: str, chromium: Browser, size: str):
    with tab(chromium, where_pages_listen, user=office.hai, size=size) as page:
        page.goto(BENCH)
        expect(page.locator("[data-row]")).to_have_count(1)
        expect(page.locator(".newer p")).to_have_count(0)

        dossier = office.receive(at=TEN)
        says_so(page)
        expect(page.locator("[data-row]")).to_have_count(1)
        look_at(page, "bench-news")

        click_through(page.get_by_role("link", name="Xem danh sách mới"))
        expect(page.locator(f"[data-row][data-code='{dossier.quick_code}']")).to_be_visible()
        expect(page.locator(".newer p")).to_have_count(0)


@pytest.mark.parametrize("size", SIZES)
def test_the_counter_says_that_a_dossier_was_sent(
    office: Office, where_pages_listen: str, chromium: Browser, size: str
):
    with tab(chromium, where_pages_listen, user=office.lan, size=size) as page:
        page.goto(QUEUE)
        office.submit(at=TEN)
        says_so(page)
        look_at(page, "counter-news")

        click_through(page.get_by_role("link", name="Xem danh sách mới"))
        expect(page.locator("[data-row]")).to_have_count(2)


def test_the_monitoring_room_renews_its_figures(office: Office, where_pages_listen: str, chromium: Browser):
    with tab(chromium, where_pages_listen, user=office.diem) as page:
        page.goto(ROOM)
        before = page.locator("main").get_attribute("data-listen")
        assert before

        office.receive(at=TEN)

        expect(page.locator("main")).not_to_have_attribute("data-listen", before, timeout=10_000)
        look_at(page, "oversight-news")


def test_what_one_does_oneself_is_no_news(office: Office, where_pages_listen: str, chromium: Browser):
    office.receive(at=TEN)
    with tab(chromium, where_pages_listen, user=office.hai) as page:
        page.goto("/lam-viec/ho-so/?xem=chua-nhan")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".msgs")).to_contain_text("Đã nhận xử lý hồ sơ")

        page.wait_for_timeout(2_500)

        expect(page.locator(".newer")).to_be_attached()
        expect(page.locator(".newer p")).to_have_count(0)


def test_a_hidden_tab_rests_and_hears_afterwards_what_it_missed(
    office: Office, where_pages_listen: str, chromium: Browser
):
    with tab(chromium, where_pages_listen, user=office.hai) as page:
        page.goto(BENCH)
        hide(page, True)
        office.receive(at=TEN)
        page.wait_for_timeout(2_500)
        expect(page.locator(".newer p")).to_have_count(0)

        hide(page, False)

        says_so(page)


def hide(page: Page, is_hidden: bool) -> None:
    """Let the page believe that its tab is hidden or shown."""
    page.evaluate(
        """hidden => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        is_hidden,
    )
