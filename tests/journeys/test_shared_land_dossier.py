"""The interconnected land dossier of the demonstration: one code, the commune and the tax office in turn, one joint."""

import pytest
from playwright.sync_api import Browser, Page, expect

from motcua.accounts.models import User
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import offer_at
from motcua.demonstration import province
from motcua.dossiers import actions
from motcua.dossiers.application import Application, HandedIn, Person
from motcua.dossiers.models import Dossier
from motcua.lib import clock
from motcua.organisations.models import Agency
from tests.browser import chromium, click_through, look_at, tab
from tests.factories import MONDAY_9AM, acting, vn

__all__ = ["chromium"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAND = "1.013831"
HOUSE_CLOCK = {"at": MONDAY_9AM}


@pytest.fixture(autouse=True)
def _the_clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    HOUSE_CLOCK["at"] = MONDAY_9AM
    monkeypatch.setattr(clock, "now", lambda: HOUSE_CLOCK["at"])


@pytest.fixture
def dossier(transactional_db: None) -> Dossier:
    """A sale of land, received at the Centre from somebody of Tạ An Khương."""
    province.set_up("ca-mau-2018", at=MONDAY_9AM)
    centre = Agency.objects.get(key="trung-tam-giai-quyet-tthc")
    offer = offer_at(centre, LAND, on=MONDAY_9AM.date())
    case = offer.version.cases.get(name__startswith="Mua bán")
    papers = offer.version.documents.filter(is_required=True)
    commune = Agency.objects.get(key="xa-ta-an-khuong-dam-doi")
    application = Application(
        offer=offer,
        unit=centre,
        case=case,
        applicant=Person(name="Trần Thị Bé Ba", id_number="381000123", phone="0900000427", commune=commune),
        documents=[HandedIn(paper.code) for paper in papers if paper.case_id in (None, case.pk)],
    )
    clerk = acting(somebody("oanh.quay3"))
    return actions.receive_at_counter(application=application, by=clerk, at=MONDAY_9AM)


def somebody(username: str) -> User:
    return User.objects.get(username=username)


@pytest.fixture
def sit_down(live_server, chromium: Browser):
    """Open a tab as this officer at this hour."""

    def open_tab(username: str, at: str, **more):
        HOUSE_CLOCK["at"] = vn(at)
        return tab(chromium, live_server.url, user=somebody(username), **more)

    return open_tab


def reply(page: Page, dossier: Dossier, text: str) -> None:
    page.goto("/lam-viec/ho-so/?xem=y-kien")
    expect(page.get_by_text(str(dossier.quick_code)[:4]).first).to_be_visible()
    page.locator("#tra-loi textarea").fill(text)
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.locator(".msgs")).to_contain_text("Đã trả lời ý kiến")


def test_each_agency_does_its_share_and_the_first_day_binds(dossier: Dossier, sit_down):
    promised = dossier.due_at
    assert [share.agency.key for share in dossier.consultations.filter(started_at__isnull=False)] == [
        "xa-ta-an-khuong-dam-doi"
    ]
    with sit_down("thuy.taankhuong", "2018-10-23 08:00") as page:
        reply(page, dossier, "Đất có nguồn gốc rõ, không tranh chấp.")
    with sit_down("phung.thue", "2018-10-24 09:00") as page:  # its turn began with the commune's answer
        reply(page, dossier, "Thuế thu nhập 2%, lệ phí trước bạ 0,5%.")

    land = somebody("diem.stnmt")
    HOUSE_CLOCK["at"] = vn("2018-10-24 10:00")
    actions.take_over(dossier=dossier.pk, by=acting(land, at=clock.now()), at=clock.now())
    with sit_down("diem.stnmt", "2018-10-24 10:30") as page:
        page.goto(f"/lam-viec/ho-so/{dossier.code}/")
        expect(page.locator(".shr blockquote")).to_have_count(2)
        look_at(page, "land-answered")
        page.locator("details.fwd summary").click()
        page.locator("#chuyen select[name=to]").select_option(index=1)
        click_through(page.locator("#chuyen button"))
        expect(page.locator(".clock")).to_contain_text("Đồng hồ dừng")
        look_at(page, "land-waits-for-the-tax")

    with sit_down("oanh.quay3", "2018-10-29 08:00") as page:
        page.goto(f"/lam-viec/quay/ho-so/{dossier.quick_code}/")
        look_at(page, "land-at-the-counter")
        page.get_by_label("Số biên lai").fill("BL 0012345")
        click_through(page.get_by_role("button", name="Xác nhận đã nộp tiền"))
        expect(page.locator(".msgs")).to_be_visible()

    dossier.refresh_from_db()
    assert (dossier.status, dossier.step.name) == ("in_progress", "Ghi biến động vào sổ")
    assert promised == vn("2018-11-05 17:00")
    assert dossier.first_due_at == promised
    assert dossier.due_at == dossier.judged_due_at == vn("2018-11-08 17:00")  # three working days waited for the tax
    assert ProcedureVersion.objects.filter(procedure__code=LAND).count() == 1
