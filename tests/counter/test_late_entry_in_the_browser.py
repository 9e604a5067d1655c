"""Ten rows of a ledger by keyboard alone: the budget of ux.md §2.2 (nine interactions a row), counted."""

import pytest
from playwright.sync_api import Page, expect

from motcua.dossiers.models import Dossier
from tests.browser import Hands, click_through, look_at, tab
from tests.counter.browsing import *  # noqa: F403  # the fixtures
from tests.counter.conftest import Counter

pytestmark = pytest.mark.browser

GRID = "/lam-viec/quay/nhap-bu/"
#: A row costs 45 seconds at most: by ux.md §2.3 a keystroke is 0.28 s, and each field wants 1.35 s of looking
KEY, LOOK = 0.28, 1.35


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_ten_rows_are_entered_by_keyboard_within_nine_interactions_each(page: Page, hall: Counter):
    page.goto(GRID)
    hands, letters = Hands(page), 0
    expect(page.locator("#o-0-procedure")).to_be_focused()

    for row in range(10):
        if row == 0:
            hands.type("dien ke moi")
            hands.press("Tab")
            expect(page.locator("#o-0-procedure")).to_have_value(hall.code)
            hands.type("101018")
            hands.press("Tab")
        assert focused(page) == f"o-{row}-number"
        words = [f"38100{row:04d}", f"Lê Văn {row}", "15/10", "16/10"]
        for place, text in enumerate(words):
            hands.type(text)
            letters += len(text) + 1
            hands.press("Enter" if place == 3 else "Tab")
    look_at(page, "counter-late-entry")
    with page.expect_navigation():
        hands.press("Enter")  # the focus has come to rest on "save"

    assert Dossier.objects.filter(entered_at__isnull=False, status="returned").count() == 10
    assert hands.count / 10 <= 9
    assert letters / 10 * KEY + 4 * LOOK <= 45
    expect(page.locator(".msgs")).to_contain_text("Đã nhập bù 10 hồ sơ.")
    assert page.evaluate("Object.keys(sessionStorage)") == []
    look_at(page, "counter-late-entry-done")


def test_the_ditto_mark_takes_what_stands_above_and_a_known_number_brings_the_name(page: Page, hall: Counter):
    hall.receive()
    page.goto(GRID)
    hands = Hands(page)
    hands.type(hall.code)
    for text in ("10/10", "381000123"):
        hands.press("Tab")
        hands.type(text)
    hands.press("Tab")
    expect(page.locator("#o-0-name")).to_have_value("Trần Thị Bé Ba")

    page.locator("#o-1-received").focus()
    hands.press('"')

    expect(page.locator("#o-1-received")).to_have_value("10/10")
    expect(page.locator("[data-is]").first).to_have_text("Lắp điện kế mới – sinh hoạt")


def test_a_sheet_half_typed_is_there_again_after_the_session_ended(page: Page, hall: Counter):
    page.goto(GRID)
    page.keyboard.type(hall.code)
    page.keyboard.press("Tab")
    page.keyboard.type("10/10")

    page.goto("/lam-viec/quay/tiep-nhan/")
    page.goto(GRID)

    expect(page.locator("#o-0-procedure")).to_have_value(hall.code)
    expect(page.locator("#o-0-received")).to_have_value("10/10")
    expect(page.locator(".msgs")).to_contain_text("Đã lấy lại các dòng đang gõ dở.")


def test_rows_to_be_mended_stand_first_on_the_page(page: Page, hall: Counter):
    page.goto(GRID)
    page.locator("#o-0-procedure").fill(hall.code)
    page.locator("#o-0-received").fill("31/2")
    page.locator("#o-0-name").fill("Lê Văn Tư")

    with page.expect_navigation():
        page.keyboard.press("Control+Enter")

    expect(page.locator(".errsum")).to_be_focused()
    expect(page.locator("#o-0-received")).to_have_attribute("aria-invalid", "true")
    look_at(page, "counter-late-entry-mend")


def test_the_grid_works_without_a_script_and_on_a_telephone(hall: Counter, live_server, chromium):
    with tab(chromium, live_server.url, user=hall.lan, javascript=False, size="phone") as page:
        page.goto(GRID)
        page.locator("#o-0-procedure").fill("dien ke moi")
        page.locator("#o-0-received").fill("10/10")
        page.locator("#o-0-name").fill("Lê Văn Tư")
        click_through(page.locator("button.cta"))

        assert Dossier.objects.count() == 1
        look_at(page, "counter-late-entry-plain")
        click_through(page.get_by_role("link", name="Danh sách đã nhập"))
        look_at(page, "counter-late-list")
