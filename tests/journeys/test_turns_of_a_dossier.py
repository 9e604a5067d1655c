"""The turns of a dossier on the real screens: supplement and restart, apology and new date, two units asked at once."""

import pytest
from playwright.sync_api import Browser, Page, expect

from motcua.dossiers import actions
from motcua.dossiers.models import Consultation, Dossier
from motcua.lib import clock
from motcua.organisations.models import Role
from tests.browser import chromium, click_through, look_at, tab
from tests.factories import MONDAY_9AM, Office, acting, create_agency, create_officer, vn

__all__ = ["chromium"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOUSE_CLOCK = {"at": MONDAY_9AM}


@pytest.fixture(autouse=True)
def _the_clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    HOUSE_CLOCK["at"] = vn("2018-10-22 10:00")
    monkeypatch.setattr(clock, "now", lambda: HOUSE_CLOCK["at"])


@pytest.fixture
def office(transactional_db: None) -> Office:
    return Office(name="Cấp phiếu lý lịch tư pháp")


@pytest.fixture
def open_tab(live_server, chromium: Browser):
    return lambda **more: tab(chromium, live_server.url, **more)


def in_hand(office: Office) -> Dossier:
    return office.take_over(office.receive(), at=MONDAY_9AM)


def on_its_page(page: Page, dossier: Dossier) -> None:
    page.goto(f"/lam-viec/ho-so/{dossier.code}/")


def test_a_supplement_is_asked_for_comes_and_starts_the_term_anew(office: Office, open_tab):
    dossier = in_hand(office)
    with open_tab(user=office.hai) as page:
        on_its_page(page, dossier)
        with page.expect_navigation():
            page.keyboard.press("F8")
        page.get_by_label("Giấy tờ tùy thân").check()
        page.locator("#id_reason").fill("Ảnh chụp mờ, chụp lại hai mặt.")
        look_at(page, "turn-supplement")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        expect(page.locator(".clock")).to_contain_text("Đồng hồ dừng")
        look_at(page, "dossier-waiting")

    HOUSE_CLOCK["at"] = vn("2018-10-29 09:00")
    with open_tab(user=office.lan) as page:
        page.goto("/lam-viec/quay/cho-bo-sung/")
        look_at(page, "counter-waiting")
        click_through(page.locator("[data-row]").first)
        expect(page.locator(".acts")).to_contain_text("thứ Năm 01/11/2018, 17:00")
        look_at(page, "counter-accept")
        page.get_by_role("button", name="Thêm bản sao: Giấy tờ tùy thân").click()
        expect(page.locator("#paper-P2")).to_be_checked()  # who counts copies of it has it on the table
        expect(page.locator("#copies-P2")).to_have_value("1")
        click_through(page.get_by_role("button", name="Nhận đủ bổ sung"))
        expect(page.locator(".msgs")).to_contain_text("Đã nhận bổ sung.")
        look_at(page, "counter-restarted")
    dossier.refresh_from_db()
    assert dossier.due_at == vn("2018-11-01 17:00")
    assert dossier.documents.get(code="P2").copies == 1


def test_a_leader_apologises_and_both_days_stand_there(office: Office, open_tab):
    dossier = in_hand(office)
    with open_tab(user=office.sau, size="phone") as page:
        on_its_page(page, dossier)
        click_through(page.get_by_role("link", name="Xin lỗi, hẹn lại"))
        page.locator("#id_reason").fill("Chờ xác minh ở nơi cư trú.")
        page.locator("#id_new_due_on").fill("29/10/2018")
        look_at(page, "turn-extend")
        click_through(page.locator(".ask button"))
        expect(page.locator(".clock")).to_contain_text("hẹn lại thứ Hai 29/10, 17:00")
        look_at(page, "dossier-extended")
        assert page.locator(".whole").evaluate("main => main.parentElement.scrollWidth - innerWidth") <= 0
    dossier.refresh_from_db()
    assert (dossier.due_at, dossier.judged_due_at) == (vn("2018-10-29 17:00"), vn("2018-10-25 17:00"))


def test_two_units_are_asked_side_by_side_and_answer(office: Office, open_tab):
    dossier = in_hand(office)
    units = [create_agency(key, name=name, short_name=name) for key, name in UNITS]
    for unit in units:
        actions.consult(
            dossier=dossier, agency=unit, question="Có vướng gì không?", half_days=4, by=acting(office.hai),
            at=MONDAY_9AM,
        )  # fmt: skip
    for unit in units:
        with open_tab(user=create_officer(Role.SPECIALIST, unit)) as page:
            page.goto("/lam-viec/ho-so/?xem=y-kien")
            page.locator("#tra-loi textarea").fill("Không vướng.")
            look_at(page, "bench-asked")
            with page.expect_navigation():
                page.keyboard.press("Control+Enter")
            expect(page.locator(".msgs")).to_contain_text("Đã trả lời ý kiến")
    with open_tab(user=office.hai) as page:
        on_its_page(page, dossier)
        expect(page.locator(".shr blockquote")).to_have_count(2)
        look_at(page, "dossier-answered")
    assert not Consultation.objects.filter(answered_at=None).exists()


UNITS = (("so-xay-dung", "Sở Xây dựng"), ("cuc-thue", "Cục Thuế"))
