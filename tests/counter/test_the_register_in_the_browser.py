"""The register in a real browser: found from the desk, read, and closed by its head with a tick and two presses."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from motcua.organisations.models import Role
from motcua.papers.models import Book
from tests.browser import SIZES, click_through, look_at, tab
from tests.counter.browsing import *  # noqa: F403  # the fixtures
from tests.counter.conftest import Counter, put_the_clock_to
from tests.factories import create_officer, vn

pytestmark = pytest.mark.browser

BOOK = "/lam-viec/quay/so-theo-doi/2018/"
NEW_YEAR = vn("2019-01-02 08:00")


@pytest.fixture(autouse=True)
def _files_of_this_test(tmp_path: Path, settings) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


@pytest.mark.parametrize("size", SIZES)
def test_the_register_from_its_first_row_to_its_end(
    live_server, chromium: Browser, hall: Counter, size: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("motcua.counter.presenters.register.PAGE", 4)
    with tab(chromium, live_server.url, user=hall.lan, size=size) as page:
        page.goto(BOOK)
        look_at(page, "register-empty")
        hall.return_result(hall.decided(), at=vn("2018-10-22 15:00"))
        for _n in range(4):
            hall.receive()
        page.goto("/lam-viec/quay/ho-so/?khi=tat-ca")
        look_at(page, "book-with-the-way-to-the-register")
        click_through(page.get_by_role("link", name="Sổ theo dõi hồ sơ"))
        expect(page.get_by_text("Khóa sổ từ ngày 01/01/2019")).to_be_visible()
        look_at(page, "register-open")
        click_through(page.get_by_role("link", name="Trang sau"))
        expect(page.locator("[data-row]")).to_have_count(1)

    put_the_clock_to(NEW_YEAR)
    head = create_officer(Role.LEADER, hall.centre, full_name="Trần Văn Bảy")
    with tab(chromium, live_server.url, user=head, size=size) as page:
        page.goto(BOOK)
        page.get_by_text("Khóa sổ năm 2018", exact=True).click()
        look_at(page, "register-closing")
        click_through(page.get_by_role("button", name="Khóa hẳn sổ năm 2018"))
        expect(page.locator(".errsum")).to_be_focused()
        look_at(page, "register-closing-error")
        page.get_by_label("Đã đối chiếu sổ").check()
        click_through(page.get_by_role("button", name="Khóa hẳn sổ năm 2018"))
        expect(page.get_by_text("Trần Văn Bảy khóa sổ thứ Tư 02/01/2019, 08:00.")).to_be_visible()
        look_at(page, "register-closed")
    assert Book.objects.get().rows == 5
