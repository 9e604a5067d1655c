"""The pages of allauth wear our look, speak Vietnamese and obey the policy."""

import re
from pathlib import Path

import polib
import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from motcua import design
from tests.design.test_templates_are_clean import FORBIDDEN

PASSWORD = "dat-mui-22-10-2018"
ENGLISH = re.compile(
    r"\b(?:Sign|Password|Username|Security|Recovery|Authenticator|Activate|Confirm|Please|Your|Are you)\b"
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    get_user_model().objects.create_user("hanh", email="hanh@example.vn", password=PASSWORD, full_name="Lê Mỹ Hạnh")
    return Client()


@pytest.fixture
def officer(client: Client) -> Client:
    answer = client.post(reverse("account_login"), {"login": "hanh", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    return client


def assert_clean(page: str) -> None:
    """Look at what people read: no English, and nothing the policy forbids."""
    for name in (
        "an inline style (make a class)",
        "a <style> element (make a file)",
        "an inline handler (use a module)",
    ):
        assert not FORBIDDEN[name].search(page), name
    assert not FORBIDDEN["an inline script (use a module, or json_script for data)"].search(page)
    words = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.S)
    assert not ENGLISH.findall(words)


def test_the_gate_is_vietnamese_and_clean(client: Client) -> None:
    page = client.get(reverse("account_login")).text

    assert_clean(page)
    assert "Cán bộ đăng nhập" in page and "Lê Mỹ Hạnh" not in page
    assert "design/duoc.css" in page
    assert 'autocomplete="username"' in page and 'autocomplete="current-password"' in page


def test_a_wrong_password_says_what_to_do_and_keeps_the_name(client: Client) -> None:
    page = client.post(reverse("account_login"), {"login": "hanh", "password": "sai"}).text

    assert "<title>Lỗi: " in page
    assert "Gõ lại cả hai, chú ý bộ gõ tiếng Việt" in page
    assert 'value="hanh"' in page
    assert_clean(page)


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "account_change_password",
        "account_logout",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
    ],
)
def test_pages_of_a_signed_in_officer_are_vietnamese_and_clean(officer: Client, name: str) -> None:
    answer = officer.get(reverse(name), follow=True)

    assert answer.status_code == 200
    assert_clean(answer.text)
    assert "Lê Mỹ Hạnh" in answer.text


def test_adding_a_lock_asks_again_who_one_is(client: Client) -> None:
    client.post(reverse("account_login"), {"login": "hanh", "password": PASSWORD})

    answer = client.get(reverse("mfa_activate_totp"), follow=True)

    assert answer.redirect_chain
    assert "Việc này cần xác nhận lại là chính mình." in answer.text
    assert_clean(answer.text)


def test_recovery_codes_can_be_read_and_made_anew(officer: Client) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = get_user_model().objects.get()
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)

    for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        answer = officer.get(reverse(name), follow=True)
        assert answer.status_code == 200
        assert_clean(answer.text)
    assert Authenticator.objects.count() == 2


def test_the_second_lock_asks_in_vietnamese(client: Client) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(get_user_model().objects.get(), generate_totp_secret())

    page = client.post(reverse("account_login"), {"login": "hanh", "password": PASSWORD}, follow=True).text

    assert "Gõ mã sáu số trên điện thoại." in page
    assert_clean(page)


def test_passkeys_need_only_files_of_this_site(client: Client) -> None:
    page = client.get(reverse("account_login")).text

    scripts = re.findall(r"<script[^>]*src=\"([^\"]+)\"", page)
    assert any("webauthn.js" in script for script in scripts)
    assert all(script.startswith("/static/") for script in scripts)


def test_an_officer_may_stay_when_the_session_is_about_to_end(officer: Client) -> None:
    assert officer.post(reverse("design:stay")).status_code == 204
    assert "renewed_at" in officer.session
    assert officer.get(reverse("design:stay")).status_code == 405


def test_a_stranger_cannot_stay(client: Client) -> None:
    assert client.post(reverse("design:stay")).status_code == 302


def test_the_compiled_catalogue_is_fresh() -> None:
    folder = Path(design.__file__).parent / "locale" / "vi" / "LC_MESSAGES"
    written, compiled = polib.pofile(str(folder / "django.po")), polib.mofile(str(folder / "django.mo"))

    assert {entry.msgid: entry.msgstr for entry in written} == {entry.msgid: entry.msgstr for entry in compiled}
    assert not written.untranslated_entries() and not written.fuzzy_entries()
