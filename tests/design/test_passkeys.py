"""A passkey is added and opens the gate: allauth's scripts under our policy, and a key the browser pretends to have."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import click_through, tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "dat-mui-22-10-2018"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_an_officer_adds_a_passkey_and_signs_in_with_it(live_server: LiveServer, chromium: Browser) -> None:
    user = get_user_model().objects.create_user("hanh", email="h@example.vn", password=PASSWORD, full_name="Lê Mỹ Hạnh")
    with tab(chromium, live_server.url, user=user) as page:
        keys = page.context.new_cdp_session(page)
        keys.send("WebAuthn.enable")
        keys.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

        page.goto("/tai-khoan/2fa/webauthn/add/")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        click_through(page.get_by_role("button", name="Xác nhận"))
        page.get_by_label("Khỏi gõ mật khẩu").check()
        click_through(page.get_by_role("button", name="Thêm"))
        expect(page.locator(".msgs")).to_contain_text("Đã thêm khóa truy cập.")

        page.goto("/tai-khoan/2fa/")
        page.locator(".me summary").click()
        click_through(page.get_by_role("button", name="Đăng xuất"))
        page.goto("/tai-khoan/login/")
        page.get_by_role("button", name="Dùng khóa truy cập của máy này").click()

        page.wait_for_url("**/lam-viec/**")
        assert page.context.cookies()
