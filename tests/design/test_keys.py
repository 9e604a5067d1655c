"""Officers work without the mouse, and no Vietnamese input method gets in the way (ux.md D5, §3.3)."""

import pytest
from playwright.sync_api import Page, expect

from tests.design.conftest import HOST, Show

pytestmark = pytest.mark.browser

DESK = """{% extends "design/staff.html" %}{% block title %}Thử{% endblock %}{% block content %}<main id="noi-dung" class="wide">
<h1>Bàn thử</h1>
<label for="nguoi">Người nộp</label><input id="nguoi" class="f" data-key="F4" data-key-label="Tìm người" value="cũ">
<button type="button" class="b" data-key="F2" onclickless>Gọi số <kbd>F2</kbd></button>
<button type="button" class="b" data-key="Alt+Digit1">Lắp điện kế</button>
<form method="post" action="/gui/">{% csrf_token %}<input type="hidden" name="a" value="1"><button class="cta" data-key="Ctrl+Enter">Tiếp nhận <kbd>Ctrl ⏎</kbd></button></form>
<button type="button" class="b" data-open="hoi">Hỏi</button><dialog class="dlg" id="hoi"><button type="button" data-close>Thôi</button></dialog>
<ol data-list>{% for n in "12345" %}<li><a data-row href="/ho-so/{{ n }}/"{% if n == "2" %} aria-current="true"{% endif %}>Hồ sơ {{ n }}</a></li>{% endfor %}</ol>
<label for="tt">Thủ tục</label><input id="tt" role="combobox" aria-controls="tt-ds" aria-expanded="true" aria-autocomplete="list"><ul id="tt-ds" role="listbox" aria-label="Thủ tục"><li role="option" data-value="1">Lắp điện kế</li><li role="option" data-value="2">Lắp đồng hồ nước</li></ul>
</main>{% endblock %}"""  # noqa: E501
NAV = [{"label": "Trả kết quả", "url": "/lam-viec/quay/tra-ket-qua/", "count": 6}]


@pytest.fixture
def desk(show: Show) -> Page:
    page = show(DESK, nav=NAV, search_url="/lam-viec/tim/", desk={"name": "Quầy 7"})
    page.evaluate(
        """() => { window.pressed = [];
        document.querySelectorAll('button[type=button]').forEach((button) =>
          button.addEventListener('click', () => window.pressed.push(button.dataset.key ?? button.textContent)));
        document.addEventListener('option:chosen', (event) => window.pressed.push(event.detail.value)); }"""
    )
    return page


def pressed(page: Page) -> list[str]:
    return page.evaluate("window.pressed")


def test_function_keys_and_chords_press_their_buttons_even_from_a_text_field(desk: Page) -> None:
    desk.keyboard.press("F4")
    expect(desk.locator("#nguoi")).to_be_focused()

    desk.keyboard.press("F2")
    desk.keyboard.press("Alt+1")

    assert pressed(desk) == ["F2", "Alt+Digit1"]


def test_letters_are_never_shortcuts(desk: Page) -> None:
    for letter in "aăâbcdđeêghikjlmnopqrstuvxyz1234567890fsrxj":
        desk.keyboard.press(letter) if letter.isascii() else desk.keyboard.insert_text(letter)

    assert pressed(desk) == []


def test_nothing_is_heard_while_a_syllable_is_being_composed(desk: Page) -> None:
    desk.evaluate(
        """() => document.dispatchEvent(new KeyboardEvent('keydown', {code: 'F2', key: 'F2', isComposing: true}))"""
    )

    assert pressed(desk) == []


def test_f1_lists_every_key_of_the_screen(desk: Page) -> None:
    desk.keyboard.press("F1")

    dialog = desk.locator("#phim-tat")
    expect(dialog).to_be_visible()
    for words in ("Tìm người", "Gọi số", "Lắp điện kế", "Tiếp nhận", "Tất cả phím tắt"):
        expect(dialog).to_contain_text(words)
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_keys_can_be_switched_off_and_stay_off(desk: Page) -> None:
    desk.locator(".me summary").click()
    desk.get_by_role("button", name="Tắt phím tắt").click()
    desk.keyboard.press("Escape")
    desk.keyboard.press("F2")

    assert "F2" not in pressed(desk)
    desk.reload()
    expect(desk.locator("html")).to_have_class("no-keys")


def test_commands_are_found_without_diacritics(desk: Page) -> None:
    desk.keyboard.press("Control+k")
    desk.keyboard.type("tra ket")
    expect(desk.locator("#lenh [role=option]").first).to_contain_text("Trả kết quả")

    desk.keyboard.press("Enter")

    desk.wait_for_url(f"{HOST}/lam-viec/quay/tra-ket-qua/")


def test_a_code_typed_as_a_command_is_looked_up(desk: Page) -> None:
    desk.keyboard.press("Control+k")
    desk.keyboard.type("1810420768")
    desk.keyboard.press("Enter")

    desk.wait_for_url(f"{HOST}/lam-viec/tim/?q=1810420768")


def test_ctrl_enter_is_the_primary_action(desk: Page) -> None:
    desk.locator("#nguoi").focus()
    desk.keyboard.press("Control+Enter")

    desk.wait_for_url(f"{HOST}/gui/")


def test_what_is_pressed_twice_is_sent_once(desk: Page) -> None:
    desk.route(f"{HOST}/gui/", lambda route: route.fulfill(status=204))  # a 204 leaves the page standing
    desk.evaluate(
        """() => { window.sent = 0; const send = document.querySelector('.cta');
        document.addEventListener('submit', (event) => { window.sent += event.defaultPrevented ? 0 : 1; });
        send.click(); send.click(); }"""
    )

    button = desk.locator(".cta")
    expect(button).to_have_attribute("aria-busy", "true")
    expect(button).to_contain_text("Đang gửi…")
    desk.evaluate("() => document.querySelector('.cta').click()")

    assert desk.evaluate("window.sent") == 1


def test_arrows_move_in_a_list_and_escape_comes_back_to_it(desk: Page) -> None:
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("link", name="Hồ sơ 2")).to_be_focused()
    desk.keyboard.press("ArrowDown")
    expect(desk.get_by_role("link", name="Hồ sơ 3")).to_be_focused()
    desk.keyboard.press("PageDown")
    expect(desk.get_by_role("link", name="Hồ sơ 5")).to_be_focused()
    desk.keyboard.press("ArrowUp")

    desk.keyboard.press("Enter")

    desk.wait_for_url(f"{HOST}/ho-so/4/")


def test_a_suggestion_is_chosen_with_the_arrows(desk: Page) -> None:
    desk.locator("#tt").focus()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")

    assert pressed(desk) == ["2"]
    expect(desk.locator("#tt-ds")).to_be_empty()


def test_dialogs_open_and_close_without_a_script_of_the_page(desk: Page) -> None:
    desk.get_by_role("button", name="Hỏi", exact=True).click()
    expect(desk.locator("#hoi")).to_be_visible()

    desk.get_by_role("button", name="Thôi").click()

    expect(desk.locator("#hoi")).to_be_hidden()


def test_two_minutes_before_the_end_of_the_session_one_key_stays(show: Show) -> None:
    page = show(DESK)
    page.clock.install()
    page.reload()
    answers: list[str] = []
    page.route(
        f"{HOST}/lam-viec/o-lai/", lambda route: (answers.append(route.request.method), route.fulfill(status=204))
    )

    page.clock.fast_forward("09:57:00")
    expect(page.locator("#het-phien")).to_be_hidden()
    page.clock.fast_forward("01:10")
    expect(page.locator("#het-phien")).to_be_visible()
    page.keyboard.press("Enter")

    expect(page.locator("#het-phien")).to_be_hidden()
    assert answers == ["POST"]
