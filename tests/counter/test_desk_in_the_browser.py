"""The desk by keyboard: the budgets of ux.md §2.2 counted, and what the script must never do."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from motcua.dossiers.models import Dossier
from tests.browser import Hands
from tests.counter.browsing import *  # noqa: F403  # the fixtures
from tests.counter.conftest import DESK, Counter

pytestmark = pytest.mark.browser

QUAY = "/lam-viec/quay/"

#: What UniKey does to a page: letters become tones, and come as Backspaces and whole syllables; digits pass
TELEX = """() => document.addEventListener('keydown', (event) => {
  if (/^Key[A-Z]$/.test(event.code) && !event.ctrlKey && !event.altKey) {
    event.preventDefault(); event.stopImmediatePropagation();
    event.target.dispatchEvent(new KeyboardEvent('keydown', {code: 'Backspace', key: 'Backspace', bubbles: true}));
  } }, true)"""

LOSE_THE_ANSWER = """() => { const real = window.fetch;
  window.fetch = async (...asked) => { window.fetch = real; await real(...asked); throw new TypeError('lost'); }; }"""


@pytest.fixture
def hands(page: Page) -> Hands:
    return Hands(page)


def receive_mai(page: Page, hands: Hands) -> None:
    expect(page.locator("#id_number")).to_be_focused()
    hands.type("381000123")
    hands.press("Enter")
    expect(page.locator("#nguoi .person")).to_contain_text("Trần Thị Bé Ba")
    hands.press("Alt+1")
    expect(page.locator("[data-paper]").first).to_be_focused()
    for _paper in range(3):
        hands.press("Space")
    hands.press("Control+Enter")
    page.locator("[data-received]").wait_for()


def test_a_known_citizen_is_received_within_twelve_interactions(page: Page, hands: Hands, hall: Counter):
    hall.receive()
    page.goto(DESK)
    page.evaluate(TELEX)

    receive_mai(page, hands)
    hands.press("F2")
    expect(page.locator("#id_number")).to_be_focused()

    assert Dossier.objects.count() == 2
    assert hands.count <= 12
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('to-khai-'))") == []


def test_the_receipt_opens_by_the_same_press(page: Page, hands: Hands, hall: Counter):
    hall.receive()
    page.goto(DESK)

    with page.context.expect_page() as opened:
        receive_mai(page, hands)

    assert opened.value is not page


def test_a_new_citizen_is_received_within_twenty_eight_interactions(page: Page, hands: Hands, hall: Counter):
    page.goto(DESK)
    hands.type("381999888")
    hands.press("Enter")
    expect(page.locator("#id_name")).to_be_focused()
    hands.type("Lê Văn Lành")
    for text in (None, "0913000111", "Ấp Kinh Giữa"):  # Tab over the number, which is there already
        hands.press("Tab")
        if text:
            hands.type(text)
    hands.press("Alt+1")
    expect(page.locator("[data-paper]").first).to_be_focused()
    for _paper in range(3):
        hands.press("Space")
    hands.press("Control+Enter")
    page.locator("[data-received]").wait_for()

    person = Dossier.objects.get().applicant
    assert (person.name, person.id_number, person.phone) == ("Lê Văn Lành", "381999888", "0913000111")
    assert person.address == "Ấp Kinh Giữa"
    assert hands.count <= 28


def test_a_press_right_after_the_last_tick_receives(page: Page, hands: Hands, hall: Counter):
    """The button said "guide" a moment ago; what counts is what lies on the table now."""
    hall.receive()
    page.goto(DESK)
    hands.type("381000123")
    hands.press("Enter")
    page.locator("#nguoi .person").wait_for()
    hands.press("Alt+1")
    expect(page.locator("[data-paper]").first).to_be_focused()
    for key in ("Space", "Space", "Space", "Control+Enter"):
        hands.press(key)

    page.locator("[data-received]").wait_for()
    assert Dossier.objects.count() == 2


def test_a_button_pressed_many_times_receives_once(page: Page, hands: Hands, hall: Counter):
    hall.receive()
    page.goto(DESK)
    hands.type("381000123")
    hands.press("Enter")
    page.locator("#nguoi .person").wait_for()
    hands.press("Alt+1")
    expect(page.locator("[data-paper]").first).to_be_focused()
    for _paper in range(3):
        hands.press("Space")
    expect(page.locator("[data-primary]")).to_have_attribute("value", "receive")
    page.evaluate("for (let n = 0; n < 5; n++) document.querySelector('[data-primary]').click()")

    page.locator("[data-received]").wait_for()
    assert Dossier.objects.count() == 2


def test_arrows_move_and_a_space_on_a_taken_paper_gives_it_back(page: Page, hands: Hands, hall: Counter):
    page.goto(DESK)
    hands.press("Alt+1")
    papers = page.locator("[data-paper]")
    expect(papers.first).to_be_focused()

    hands.press("ArrowDown")
    hands.press("Space")
    expect(papers.nth(1)).to_be_checked()
    expect(papers.nth(2)).to_be_focused()
    hands.press("ArrowUp")
    hands.press("Space")

    expect(papers.nth(1)).not_to_be_checked()
    expect(papers.nth(1)).to_be_focused()
    expect(page.locator("#du")).to_contain_text("0/3")


def test_a_search_by_everyday_name_is_chosen_with_enter(page: Page, hands: Hands, hall: Counter):
    page.goto(DESK)
    page.locator("#id_query").focus()
    hands.type("lap dien ke")
    page.locator("#id_query-ds [role=option]").first.wait_for()
    hands.press("Enter")

    expect(page.locator("#id_query")).to_have_value("Lắp điện kế mới – sinh hoạt")
    expect(page.locator("[data-paper]").first).to_be_focused()


def test_what_was_typed_outlives_the_end_of_the_session(page: Page, hands: Hands, hall: Counter):
    page.goto(DESK)
    hands.type("381999888")
    hands.press("Enter")
    expect(page.locator("#id_name")).to_be_focused()
    hands.type("Lê Văn Lành")
    hands.press("Alt+1")
    expect(page.locator("[data-paper]").first).to_be_focused()
    hands.press("Space")
    expect(page.locator("#du")).to_contain_text("1/3")
    page.wait_for_function("JSON.stringify(sessionStorage).includes('paper-P1')")

    page.goto(f"{QUAY}ho-so/")  # as after signing in again
    page.goto(DESK)

    expect(page.locator("#id_name")).to_have_value("Lê Văn Lành")
    expect(page.locator("#du")).to_contain_text("1/3")
    expect(page.locator(".msgs")).to_contain_text("Đã lấy lại việc đang gõ dở.")


def test_a_lost_network_keeps_all_and_the_next_press_receives_once(page: Page, hands: Hands, hall: Counter):
    hall.receive()
    page.goto(DESK)
    hands.type("381000123")
    hands.press("Enter")
    page.locator("#nguoi .person").wait_for()
    hands.press("Alt+1")
    expect(page.locator("[data-paper]").first).to_be_focused()
    for _paper in range(3):
        hands.press("Space")
    expect(page.locator("[data-primary]")).to_have_attribute("value", "receive")
    page.evaluate(LOSE_THE_ANSWER)
    hands.press("Control+Enter")
    expect(page.locator(".msgs")).to_contain_text("Mất mạng, chưa gửi được")
    assert Dossier.objects.count() == 2  # the server had received it; only the answer was lost
    hands.press("Control+Enter")
    page.locator("[data-received]").wait_for()

    assert Dossier.objects.count() == 2


def test_a_result_is_handed_over_within_four_interactions(page: Page, hands: Hands, hall: Counter):
    ready = hall.decided()
    page.goto(f"{QUAY}tra-ket-qua/")
    hands.type(ready.quick_code)  # the scanner types, and presses Enter itself
    hands.press("Enter")
    expect(page.locator("#id_identity")).to_be_focused()
    hands.press("Space")
    hands.press("Control+Enter")
    page.get_by_text("Mời bà con chấm điểm").wait_for()

    ready.refresh_from_db()
    assert ready.status == "returned"
    assert hands.count <= 4


def test_an_online_dossier_is_accepted_within_five_interactions(page: Page, hands: Hands, hall: Counter):
    hall.submit()
    page.goto(DESK)
    hands.tap("nav a[href$='/truc-tuyen/']")
    page.locator(".act .cta").wait_for()
    hands.press("Control+Enter")
    page.get_by_text("Đã nhận hết. Tốt lắm.").wait_for()

    assert Dossier.objects.get().status == "received"
    assert hands.count <= 5


def test_without_a_script_a_citizen_is_received_all_the_same(chromium, live_server, hall: Counter):
    hall.receive()
    with tab(chromium, live_server.url, user=hall.lan, javascript=False) as page:  # noqa: F405
        page.goto(DESK)
        page.locator("#id_number").fill("381000123")
        page.locator("#id_number").press("Enter")
        page.get_by_role("button", name="Lắp điện kế").click()
        for place in range(3):
            page.locator("[data-paper]").nth(place).check()
        page.locator("#phai .cta").click()  # still says what lacked when the page came
        page.locator("#phai .cta[value=receive]").click()

        expect(page.get_by_text("Đã tiếp nhận hồ sơ của Trần Thị Bé Ba")).to_be_visible()
    assert Dossier.objects.count() == 2


def test_a_press_after_the_session_ended_leads_to_signing_in_and_loses_nothing(page: Page, hands: Hands, hall: Counter):
    page.goto(DESK)
    hands.type("381999888")
    hands.press("Enter")
    expect(page.locator("#id_name")).to_be_focused()
    hands.type("Lê Văn Lành")
    cookies = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    hands.press("Control+Enter")
    page.wait_for_url("**/tai-khoan/**")

    page.context.add_cookies(cookies)  # signed in again
    page.goto(DESK)

    expect(page.locator("#id_name")).to_have_value("Lê Văn Lành")


def test_the_preview_follows_the_typing(page: Page, hands: Hands, hall: Counter):
    page.goto(DESK)
    hands.type("381999888")
    hands.press("Enter")
    expect(page.locator("#id_name")).to_be_focused()
    hands.type("Lê Văn Lành")

    expect(page.locator(".form01")).to_contain_text("tiếp nhận hồ sơ của: Lê Văn Lành")
    expect(page.locator("#id_name")).to_be_focused()
