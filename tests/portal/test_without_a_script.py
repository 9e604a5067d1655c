"""Every task of a citizen with JavaScript off, on a telephone (ux.md D15, acceptance test 7)."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from motcua.dossiers import actions
from motcua.dossiers.models import Attachment, Dossier
from motcua.ratings.models import Rating
from tests.browser import chromium as chromium
from tests.browser import click_through, tab
from tests.factories import MONDAY_9AM, acting
from tests.portal.conftest import Town, token_of
from tests.portal.test_filing import photo

pytestmark = pytest.mark.browser


@pytest.fixture
def town(chromium: Browser, transactional_db: None) -> Town:
    return Town()


def test_from_the_first_page_to_the_rating(town: Town, live_server: LiveServer, chromium: Browser) -> None:
    with tab(chromium, live_server.url, size="phone", javascript=False) as page:
        # find
        page.goto("/")
        page.fill("#tim", "lap dien ke")
        click_through(page.get_by_role("button", name="Tìm"))
        click_through(page.get_by_role("link", name="Lắp điện kế mới", exact=True))
        expect(page.locator(".apply .pr")).to_contain_text("thứ Năm 25/10")

        # hand in
        click_through(page.locator(".bar-s").get_by_role("link", name="Nộp trên mạng"))
        click_through(page.get_by_role("button", name="Bắt đầu"))
        page.fill("#id_name", "Trần Thị Bé Ba")
        page.fill("#id_id_number", "381000123")
        page.fill("#id_phone", "0900000427")
        click_through(page.get_by_role("button", name="Tiếp tục"))
        page.select_option("#id_commune", label="Xã Tạ An Khương")
        click_through(page.get_by_role("button", name="Tiếp tục"))
        click_through(page.get_by_role("button", name="Tiếp tục"))
        expect(page.get_by_role("heading", name="Còn 2 chỗ cần sửa")).to_be_visible()
        file = {"name": "don.jpg", "mimeType": "image/jpeg", "buffer": photo().read()}
        page.set_input_files("#tep-P1", file)
        page.set_input_files("#tep-P2", file | {"name": "cmnd.jpg"})
        click_through(page.get_by_role("button", name="Tiếp tục"))
        page.locator("label[for=id_result_channel_0]").click()
        click_through(page.get_by_role("button", name="Tiếp tục"))
        expect(page.get_by_text("chưa gửi")).to_be_visible()
        page.locator("label[for=id_cam_doan]").click()
        click_through(page.get_by_role("button", name="Nộp hồ sơ"))
        expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()
        dossier = Dossier.objects.get()
        assert Attachment.objects.filter(dossier=dossier).count() == 2
        page.reload()
        expect(page.locator(".got .code")).to_have_text(
            f"{dossier.quick_code[:4]} {dossier.quick_code[4:8]} {dossier.quick_code[8:]}"
        )

        # follow it
        dossier = actions.receive(dossier=dossier, by=acting(town.lan), at=MONDAY_9AM)
        page.goto("/tra-cuu/")
        page.fill("#id_ma", dossier.quick_code)
        click_through(page.get_by_role("button", name="Xem hồ sơ"))
        expect(page.locator("#toi-dau")).to_contain_text("Thứ Năm 25/10/2018")

        # rate
        dossier = town.approve(town.propose(town.take_over(dossier, at=MONDAY_9AM), at=MONDAY_9AM), at=MONDAY_9AM)
        dossier = town.return_result(dossier, at=MONDAY_9AM)
        page.goto(f"/t/{dossier.quick_code}/{token_of(dossier)}")
        click_through(page.get_by_role("link", name="Chấm điểm"))
        click_through(page.get_by_role("button", name="Hài lòng", exact=True))
        expect(page.get_by_role("heading", name="Cảm ơn bà con!")).to_be_visible()
    assert Rating.objects.get().level == 4


def test_asking_for_a_dossier_back(town: Town, live_server: LiveServer, chromium: Browser) -> None:
    dossier = town.receive()
    with tab(chromium, live_server.url, size="phone", javascript=False) as page:
        page.goto(f"/t/{dossier.quick_code}/{token_of(dossier)}")
        click_through(page.get_by_role("link", name="Xin rút hồ sơ"))
        page.fill("#id_reason", "Nộp nhầm nơi")
        page.fill("#id_proof", "0427")
        click_through(page.get_by_role("button", name="Rút hồ sơ"))
        expect(page.locator("#toi-dau")).to_contain_text("Bà con đã rút hồ sơ")
