"""The picture of a process on a dossier's page in a real browser: open where there is room, else one press away."""

import pytest
from playwright.sync_api import Browser, expect

from motcua.catalogue.conditions import Condition
from motcua.catalogue.models import StepKind, StepTask
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.organisations.models import Role
from tests.browser import SIZES, chromium, click_through, look_at, tab
from tests.casework.conftest import BENCH, Department
from tests.dossiers.test_ways import put_in_force, redraw
from tests.factories import MONDAY_9AM, acting, create_agency, create_officer, vn

__all__ = ["chromium"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db: None) -> Department:
    return Department(limit="15 working days")


def shared_dossier(office: Department) -> Dossier:
    """A dossier of an interconnected procedure: one agency has answered, one is asked, one waits for its turn."""
    _reception, _online, shared, *_rest = redraw(
        office,
        {"name": "Đối chiếu bản gửi trên mạng", "half_days": 1, "conditions": (Condition("channel", "online"),)},
        {"name": "Các cơ quan cùng giải quyết", "half_days": 10},
        {"name": "Chờ người nộp đóng thuế", "kind": StepKind.WAITING, "waits_for": "payment", "half_days": 0},
        {"name": "Dự thảo kết quả", "half_days": 4},
    )
    for position, (order, key, name) in enumerate(
        [(1, "so-xay-dung", "Sở Xây dựng"), (1, "so-y-te", "Sở Y tế"), (2, "cuc-thue", "Cục Thuế")], 1
    ):
        unit = create_agency(key, name=name, short_name=name)
        create_officer(Role.SPECIALIST, unit, username=key)
        StepTask.objects.create(
            step=shared, position=position, order=order, place="named", agency_key=key, name="Cho ý kiến", half_days=4
        )
    put_in_force(office)
    dossier = office.in_hand()
    asked = acting(create_officer(Role.SPECIALIST, dossier.consultations.get(agency__key="so-y-te").agency))
    return actions.answer(dossier=dossier, text="Đồng ý.", by=asked, at=MONDAY_9AM)


@pytest.mark.parametrize("size", SIZES)
def test_the_process_stands_beside_the_dossier(live_server, chromium: Browser, office: Department, size: str):
    plain, shared = office.in_hand(), shared_dossier(office)
    stands = actions.request_supplement(
        dossier=office.in_hand(), reason="Thiếu dấu.", papers=[], by=acting(office.hai), at=MONDAY_9AM
    )
    with tab(chromium, live_server.url, user=office.hai, size=size) as page:
        for name, dossier in {"plain": plain, "shared": shared, "paused": stands}.items():
            page.goto(f"{BENCH}{dossier.code}/")
            picture = page.get_by_role("img", name="Quy trình: 1. Tiếp nhận")
            if size == "phone":
                expect(picture).not_to_be_visible()
                page.get_by_text("Quy trình", exact=True).last.click()
            expect(picture).to_be_visible()
            look_at(page, f"casework-process-{name}")


def test_a_long_process_is_folded_and_its_link_unfolds_it(live_server, chromium: Browser, office: Department):
    redraw(office, *({"name": f"Bước thứ {number}", "half_days": 1} for number in range(14)))
    put_in_force(office)
    dossier = office.in_hand()
    with tab(chromium, live_server.url, user=office.hai) as page:
        page.goto(f"{BENCH}{dossier.code}/")
        picture = page.get_by_role("img", name="Quy trình: 1. Tiếp nhận")
        expect(picture).not_to_be_visible()
        page.get_by_role("navigation", name="Các phần của hồ sơ").get_by_text("Quy trình").click()
        expect(picture).to_be_visible()


def test_without_a_script_the_process_is_one_press_away(live_server, chromium: Browser, office: Department):
    dossier = office.in_hand()
    with tab(chromium, live_server.url, user=office.hai, javascript=False) as page:
        page.goto(f"{BENCH}{dossier.code}/")
        page.locator("summary", has_text="Quy trình").click()
        expect(page.get_by_role("img", name="Quy trình: 1. Tiếp nhận")).to_be_visible()


def test_who_oversees_finds_it_behind_the_lists_of_the_monitoring_room(
    live_server, chromium: Browser, office: Department
):
    office.in_hand(at=vn("2018-10-04 09:00"))
    overseer = create_officer(Role.CENTRE, office.centre)
    with tab(chromium, live_server.url, user=overseer) as page:
        page.goto("/lam-viec/giam-sat/ho-so/?loc=sap-han")
        click_through(page.locator("[data-row]").first)
        expect(page.get_by_role("img", name="Quy trình: 1. Tiếp nhận")).to_be_visible()
        look_at(page, "oversight-process")
