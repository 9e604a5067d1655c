"""The monitoring room in a real browser: every page and state for axe, at both sizes; the review sent by keyboard."""

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from motcua.dossiers import events, quick_codes
from motcua.notifications.follow import follow
from motcua.ratings.actions import explain, rate
from tests.browser import SIZES, Hands, chromium, click_through, look_at, tab
from tests.oversight.conftest import LETTER, NOW, REVIEW, ROOM, Province
from tests.oversight.test_notices import NOTICES, REAL

__all__ = ["chromium"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    "today": ROOM,
    "review": REVIEW,
    "letter": LETTER,
    "letter-paper": f"{LETTER}in/",
    "overdue": f"{ROOM}qua-han/",
    "units": f"{ROOM}don-vi/",
    "agencies": f"{ROOM}don-vi/?loc=giai-quyet",
    "unit": f"{ROOM}don-vi/so-tu-phap/",
    "satisfaction": f"{ROOM}hai-long/",
    "dossiers": f"{ROOM}ho-so/?loc=da-nhan&tu=2018-10-01&den=2018-10-22",
    "notices": NOTICES,
}


def see_all(page: Page, state: str, pages: dict[str, str] = PAGES) -> None:
    for name, path in pages.items():
        page.goto(path)
        look_at(page, f"oversight-{name}{state}")


def rate_the_result(province: Province) -> None:
    receipt = {
        "quick_code": province.done.quick_code,
        "token": quick_codes.token(province.done.quick_code, key=settings.TRACKING_KEY),
    }
    rate(**receipt, level=2, at=NOW)
    explain(**receipt, reasons=["waiting"], comment="Chờ từ sáng tới trưa.")


@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_used(live_server, chromium: Browser, province: Province, size: str):
    rate_the_result(province)
    province.send()
    while events.hand_over_some("notifications", follow, real_at=REAL):
        pass

    with tab(chromium, live_server.url, user=province.diem, size=size) as page:
        see_all(page, "")
    with tab(chromium, live_server.url, user=province.sau, size=size) as page:
        see_all(page, "-head", {"letter": LETTER, "notices": NOTICES})


def test_the_notices_are_on_paper_too(live_server, chromium: Browser, province: Province):
    province.send()
    while events.hand_over_some("notifications", follow, real_at=REAL):
        pass

    with tab(chromium, live_server.url, user=province.sau) as page:
        page.goto(NOTICES)
        page.emulate_media(media="print")
        expect(page.locator("main li a").first).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_used_before_the_first_dossier(
    live_server, chromium: Browser, empty: Province, size: str
):
    without = {name: path for name, path in PAGES.items() if not name.startswith("letter")}
    with tab(chromium, live_server.url, user=empty.diem, size=size) as page:
        see_all(page, "-empty", without)
    with tab(chromium, live_server.url, user=empty.sau, size=size) as page:
        see_all(page, "-empty-head", {"letter": f"{ROOM}ra-soat/"})


@pytest.mark.parametrize("size", SIZES)
def test_what_was_typed_wrong_is_shown_where_it_is(live_server, chromium: Browser, province: Province, size: str):
    province.send()
    with tab(chromium, live_server.url, user=province.sau, size=size) as page:
        page.goto(LETTER)
        click_through(page.get_by_role("button", name="Gửi trả lời"))

        page.wait_for_selector(".errsum")
        look_at(page, "oversight-letter-error")
        page.goto(ROOM)
        look_at(page, "oversight-refused")


def test_the_review_is_sent_in_three_interactions_without_the_mouse(live_server, chromium: Browser, province: Province):
    review = province.draft()
    with tab(chromium, live_server.url, user=province.diem) as page:
        page.goto(ROOM)
        hands = Hands(page)

        hands.press("Alt+2")
        page.wait_for_url(f"**{REVIEW}")
        hands.press("Control+Enter")
        page.get_by_text("Đã gửi thông báo tới").wait_for()

    review.refresh_from_db()
    assert review.sent_by == province.diem
    assert hands.count <= 3


def test_the_reminder_has_a_key_and_a_row_is_reached_by_the_arrows(live_server, chromium: Browser, province: Province):
    province.send()
    with tab(chromium, live_server.url, user=province.diem) as page:
        page.goto(ROOM)
        page.keyboard.press("F8")
        page.get_by_text("Đã nhắc người giữ").wait_for()

        page.goto(f"{ROOM}qua-han/")
        page.keyboard.press("ArrowDown")

        assert page.evaluate("document.activeElement.textContent") == str(province.late.code)


def test_the_first_page_tells_all_without_a_script(live_server, chromium: Browser, province: Province):
    province.send()
    with tab(chromium, live_server.url, user=province.diem, javascript=False) as page:
        page.goto(ROOM)

        assert page.locator(".wk svg").count() >= 2
        click_through(page.get_by_role("link", name="Quá hạn").first)
        expect(page.get_by_text(str(province.late.code)).first).to_be_visible()


def test_the_chair_sees_everything_and_no_button_that_is_not_theirs(live_server, chromium: Browser, province: Province):
    province.draft()
    with tab(chromium, live_server.url, user=province.chair) as page:
        for path in (ROOM, REVIEW, LETTER):
            page.goto(path)
            assert page.locator("main form").count() == 0, path


def test_the_first_page_renews_itself_and_leaves_open_what_was_opened(
    live_server, chromium: Browser, province: Province
):
    with tab(chromium, live_server.url, user=province.diem) as page:
        page.clock.install()
        page.goto(ROOM)
        page.locator(".defs summary").click()
        assert page.locator(".hero1 strong em").inner_text() == "1"

        province.take_over(province.unsent, at=NOW)
        province.propose(province.unsent, at=NOW)
        page.clock.fast_forward(61_000)
        page.get_by_text("đã trình ký hết").wait_for()

        assert page.locator(".defs[open]").count() == 1


def test_a_renewal_after_the_session_ended_keeps_what_is_shown(client, empty: Province):
    assert client.get(ROOM, headers={"HX-Request": "true"}).status_code == 401
