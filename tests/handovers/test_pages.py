"""The desk's page and the agency's: tick, make a sheet, confirm it on the other side, print it."""

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from motcua.dossiers.lifecycle import StalePage
from motcua.handovers import answering
from motcua.handovers.models import Handover
from motcua.lib import clock
from motcua.organisations.models import Role
from tests.browser import chromium as chromium
from tests.browser import click_through, look_at, tab
from tests.factories import MONDAY_9AM, Office, create_agency, create_officer, vn

DESK, BENCH = "/lam-viec/quay/ban-giao/", "/lam-viec/ban-giao-giay/"
NOW = {"at": MONDAY_9AM}


@pytest.fixture(autouse=True)
def _the_clock_stands(monkeypatch):
    NOW["at"] = MONDAY_9AM
    monkeypatch.setattr(clock, "now", lambda: NOW["at"])


@pytest.fixture
def office(db) -> Office:
    return Office()


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(office, *dossiers, client=None):
    values = {"giver": office.centre.pk, "taker": office.department.pk, "dossier": [each.pk for each in dossiers]}
    return (client or client_of(office.lan)).post(DESK, values, follow=True)


def test_the_desk_makes_a_sheet_and_the_agency_confirms_it(office):
    first, second = office.receive(), office.receive()
    lan, hai = client_of(office.lan), client_of(office.hai)
    assert first.code in lan.get(DESK).content.decode()

    assert "Đã lập phiếu 001/2018" in send(office, first, second, client=lan).content.decode()
    sheet = Handover.objects.get()
    assert "Phiếu 001/2018" in hai.get(BENCH).content.decode()
    answer = hai.post(BENCH, {"do": "confirm", "sheet": sheet.pk, "missing": [second.pk]}, follow=True)

    assert "Đã xác nhận nhận phiếu 001/2018." in answer.content.decode()
    page = lan.get(DESK).content.decode()
    assert "Thiếu 1 hồ sơ" in page and f"giao-{second.pk}" in page and f"giao-{first.pk}" not in page


def test_what_should_have_gone_by_now_is_marked(office):
    office.receive(at=vn("2018-10-19 09:00"))

    assert "1 hồ sơ quá giờ giao" in client_of(office.lan).get(DESK).content.decode()


def test_the_sheet_is_a_pdf_for_both_sides_and_nobody_else(office):
    send(office, office.receive())
    sheet = Handover.objects.get()

    assert client_of(office.lan).get(f"{DESK}{sheet.pk}.pdf").content.startswith(b"%PDF")
    assert client_of(office.hai).get(f"{BENCH}{sheet.pk}.pdf").content.startswith(b"%PDF")
    stranger = create_officer(Role.SPECIALIST, create_agency())
    assert client_of(stranger).get(f"{BENCH}{sheet.pk}.pdf").status_code == 404
    assert client_of(stranger).get(DESK).status_code == 403


def test_a_result_is_sent_back_and_confirmed_at_the_desk(office):
    dossier = office.decided()
    values = {"giver": office.department.pk, "taker": office.centre.pk, "dossier": [dossier.pk]}

    assert "Đã lập phiếu" in client_of(office.hai).post(BENCH, values, follow=True).content.decode()
    sheet = Handover.objects.get()
    client_of(office.lan).post(DESK, {"do": "confirm", "sheet": sheet.pk})

    assert Handover.objects.get().received_by == office.lan


@pytest.mark.parametrize(
    "values", [{}, {"giver": "x"}, {"do": "confirm", "sheet": "x"}, {"giver": "999999", "taker": "1" * 30}]
)
def test_a_page_that_sends_nonsense_gets_a_sentence(office, values):
    answer = client_of(office.lan).post(DESK, values)

    assert answer.status_code == 422 and "Chưa làm được" in answer.content.decode()


@pytest.mark.parametrize(("path", "whose"), [(DESK, "lan"), (BENCH, "hai")])
def test_both_pages_answer_a_refusal_with_the_same_status(office, monkeypatch, path, whose):
    def moved_on(*_sent: object, **_who: object) -> None:
        raise StalePage("Phiếu vừa được xác nhận.")

    monkeypatch.setattr(answering, "do", moved_on)

    answer = client_of(getattr(office, whose)).post(path, {})

    assert answer.status_code == 412 and "Phiếu vừa được xác nhận." in answer.content.decode()


def test_nothing_ticked_says_so(office):
    office.receive()

    assert "Đánh dấu hồ sơ cần bàn giao." in send(office).content.decode()


@pytest.mark.browser
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_both_pages_look_right(chromium: Browser, transactional_db, live_server: LiveServer, size):
    office = Office()
    office.receive(at=vn("2018-10-19 09:00"))
    office.receive()
    with tab(chromium, live_server.url, user=office.lan, size=size) as page:
        page.goto(DESK)
        look_at(page, "counter-handovers")
        click_through(page.get_by_role("button", name="Lập phiếu bàn giao"))
        expect(page.locator(".msgs")).to_contain_text("Đã lập phiếu 001/2018")
    with tab(chromium, live_server.url, user=office.hai, size=size) as page:
        page.goto(BENCH)
        look_at(page, "casework-paper-sheets")
        click_through(page.get_by_role("button", name="Xác nhận đã nhận"))
        look_at(page, "casework-paper-sheets-done")
