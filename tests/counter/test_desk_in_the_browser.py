"""The desk by keyboard: the script of ux.md §2.3, without tickets and feeder, counted."""

import pytest
from playwright.sync_api import Page, expect

from motcua.dossiers.models import Dossier
from tests.counter.browsing import *  # noqa: F403  # the fixtures
from tests.counter.browsing import SHOTS
from tests.counter.conftest import DESK, Counter

pytestmark = pytest.mark.browser


class Hands:
    """Lan's hands: every key chord and every field filled counts as one interaction (ux.md §2.2)."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.count += 1
        self.page.keyboard.type(text)


def test_a_known_citizen_is_received_within_twelve_interactions(page: Page, hall: Counter):
    hall.receive()
    page.goto(DESK)
    hands = Hands(page)

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
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / "received-1366x768.png")
    hands.press("F2")
    expect(page.locator("#id_number")).to_be_focused()

    assert Dossier.objects.count() == 2
    assert hands.count <= 12
