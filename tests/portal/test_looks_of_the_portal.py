"""Every page and state that a citizen meets, at a desk and on a telephone: seen, and free of barriers (axe)."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.ratings.actions import Counted, load_history
from tests.browser import SIZES, click_through, look_at, tab
from tests.browser import chromium as chromium
from tests.factories import MONDAY_9AM, acting, vn
from tests.portal.conftest import Town, put_the_clock_to, token_of
from tests.portal.test_filing import photo
from tests.portal.test_two_depths import code_number

pytestmark = pytest.mark.browser

Look = Callable[[str, str], Page]
TUESDAY = vn("2018-10-23 09:00")


@pytest.fixture
def town(chromium: Browser, transactional_db: None) -> Town:
    town = Town()
    for place in (town.centre, town.department, town.district, town.commune):
        place.phone, place.address = "0290 3000 141", "Thành phố Cà Mau"
        place.save()
    return town


@pytest.fixture(params=SIZES, ids=str)
def page(request: pytest.FixtureRequest, town: Town, live_server: LiveServer, chromium: Browser) -> Iterator[Page]:
    with tab(chromium, live_server.url, size=request.param) as page:
        yield page


@pytest.fixture
def look(page: Page) -> Look:
    def look_at_page(path: str, name: str) -> Page:
        page.goto(path)
        look_at(page, f"portal-{name}")
        return page

    return look_at_page


def test_the_open_pages(look: Look, town: Town) -> None:
    town.add_procedures(24)
    figures = ((town.centre, 17_383, 17_225), (town.district, 2_114, 2_084))
    load_history(
        Counted(unit, vn("2018-01-01").date(), vn("2018-10-20").date(), ratings=all_, satisfied=good, source="báo")
        for unit, all_, good in figures
    )
    town.return_result(town.decided(), at=MONDAY_9AM)

    for path, name in (
        ("/", "home"),
        ("/tim/?q=lap+dien+ke", "search"),
        ("/tim/?q=xyzzy", "search-empty"),
        ("/thu-tuc/", "catalogue"),
        ("/thu-tuc/?cap=commune", "catalogue-empty"),
        ("/viec/dien-va-nuoc/", "topic"),
        ("/co-quan/", "places"),
        ("/co-quan/trung-tam/", "place"),
        ("/tra-cuu/", "lookup"),
        ("/tra-cuu/?ma=1810+4207+63", "lookup-slip"),
        (f"/ho-so/{code_number(1)}/", "lookup-unknown"),
        ("/cong-khai/", "progress"),
        ("/cong-khai/hai-long/", "satisfaction"),
        ("/huong-dan/", "guide"),
        ("/tro-giup/", "help"),
        ("/kha-nang-tiep-can/", "accessibility"),
        ("/du-lieu-ca-nhan/", "personal-data"),
        ("/cach-nhan-biet/", "recognise"),
        ("/khong-co/", "not-found"),
    ):
        look(path, name)


def test_a_procedure(look: Look, town: Town) -> None:
    page = look(f"/thu-tuc/{town.code}/", "procedure")
    for fold in page.locator("details summary").all():
        if fold.is_visible():
            fold.click()
    look_at(page, "portal-procedure-unfolded")
    page.locator("body").press("Home")
    if page.viewport_size["width"] < 640:
        assert page.locator(".bar-s .btn").first.is_visible(), "the way to hand in is always at hand on a telephone"
        facts = page.locator(".facts").bounding_box()
        assert facts["y"] + facts["height"] < 844, "time, fee, place and channel without scrolling"
    town.version.valid_to = vn("2018-10-01").date()
    town.version.save()
    look(f"/thu-tuc/{town.code}/", "procedure-ended")


def states(town: Town) -> dict[str, Dossier]:
    """Return a dossier in every state that can be reached today, and two as a fixture would put them."""
    refused = town.submit()
    actions.refuse(dossier=refused, reason="Nơi này không nhận.", by=acting(town.lan), at=MONDAY_9AM)
    withdrawn = town.receive()
    actions.withdraw(dossier=withdrawn, reason="Thôi", by=acting(town.lan), at=MONDAY_9AM)
    posted = town.decided()
    Dossier.objects.filter(pk=posted.pk).update(result_channel="post")
    actions.return_result(dossier=posted.pk, consignment="EA987654321VN", by=acting(town.lan), at=MONDAY_9AM)
    found = {
        "in-the-post": posted,
        "submitted": town.submit(),
        "in-time": town.take_over(town.receive(), at=MONDAY_9AM),
        "signature": town.propose(town.take_over(town.receive(), at=MONDAY_9AM), at=MONDAY_9AM),
        "overdue": town.receive(at=vn("2018-10-15 09:00")),
        "soon": town.receive(at=vn("2018-10-18 09:00")),
        "ready": town.decided(),
        "returned": town.return_result(town.decided(), at=MONDAY_9AM),
        "refused": refused,
        "withdrawn": withdrawn,
        "supplement": town.receive(),
        "payment": town.receive(),
    }
    for name, status in (("supplement", "awaiting_supplement"), ("payment", "awaiting_payment")):
        Dossier.objects.filter(pk=found[name].pk).update(status=status)
    return found


def test_a_dossier_in_every_state_and_both_depths(look: Look, town: Town) -> None:
    put_the_clock_to(TUESDAY)

    for name, dossier in states(town).items():
        look(f"/ho-so/{dossier.quick_code}/", f"track-{name}-typed")
        page = look(f"/t/{dossier.quick_code}/{token_of(dossier)}", f"track-{name}")
        if name == "in-time":
            page.locator(".why summary").click()
            page.locator(".way-d summary").click()
            look_at(page, "portal-track-in-time-unfolded")
            look(f"/ho-so/{dossier.quick_code}/rut/", "withdraw")
            click_through(page.locator(".btn--danger"))
            look_at(page, "portal-withdraw-errors")
        if name == "returned":
            look(f"/danh-gia/{dossier.quick_code}/{token_of(dossier)}/", "rate")
            click_through(page.locator("button[value='1']"))
            look_at(page, "portal-rate-why")
            page.locator("label[for=ly-waiting]").click()
            click_through(page.get_by_role("button", name="Gửi góp ý"))
            look_at(page, "portal-rate-thanks")
            look(f"/danh-gia/{dossier.quick_code}/{token_of(dossier)}/", "rate-already")
        if name == "in-time":
            look(f"/danh-gia/{dossier.quick_code}/{token_of(dossier)}/", "rate-early")


def test_the_filing_from_its_beginning_to_its_end(look: Look, town: Town) -> None:
    page = look(f"/nop/{town.code}/", "apply-begin")

    def go_on(name: str, button: str = "Tiếp tục") -> None:
        click_through(page.get_by_role("button", name=button, exact=True))
        look_at(page, f"portal-apply-{name}")

    go_on("who", "Bắt đầu")
    go_on("who-errors")
    focused = page.evaluate("document.activeElement.className")
    assert "errsum" in focused, "the summary of what is to be mended takes the focus"
    page.fill("#id_name", "Trần Thị Bé Ba")
    page.fill("#id_id_number", "381 000 123")
    page.fill("#id_phone", "0900 000 427")
    go_on("address")
    page.select_option("#id_commune", label="Xã Tạ An Khương")
    go_on("papers")
    page.set_input_files("#tep-P1", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"hello"})
    go_on("papers-errors")
    page.set_input_files("#tep-P1", {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": photo().read()})
    go_on("papers-kept", "Gửi ảnh, xem lại")
    page.locator("label[for=mang-P2]").click()
    go_on("result")
    page.locator("label[for=id_result_channel_1]").click()
    go_on("check")
    go_on("check-errors", "Nộp hồ sơ")
    page.locator("label[for=id_cam_doan]").click()
    go_on("done", "Nộp hồ sơ")
    click_through(page.get_by_role("link", name="Xem hồ sơ tới đâu"))
    look_at(page, "portal-apply-tracked")
    look("/nop/khong-co/", "apply-not-offered")
    look("/nop/01a20e3c-333e-7b4e-a394-0fe8c085ebb1/nguoi-nop/", "apply-gone")


def test_whoever_tries_too_many_codes_is_asked_to_wait(look: Look, page: Page) -> None:
    for number in range(20):
        page.goto(f"/ho-so/{code_number(number)}/")

    look(f"/ho-so/{code_number(1)}/", "too-many")


@pytest.mark.parametrize("width", [320])
def test_nothing_sticks_out_on_the_narrowest_screen_with_the_largest_letters(
    town: Town, live_server: LiveServer, chromium: Browser, width: int
) -> None:
    with tab(chromium, live_server.url, size="phone") as page:
        page.set_viewport_size({"width": width, "height": 640})
        page.context.add_cookies([{"name": "co_chu", "value": "rat-lon", "url": live_server.url}])
        dossier = town.receive()
        for path in (
            "/",
            f"/thu-tuc/{town.code}/",
            "/thu-tuc/",
            f"/ho-so/{dossier.quick_code}/",
            "/cong-khai/",
            "/co-quan/",
        ):
            page.goto(path)
            across = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert across <= 0, f"{path} sticks out by {across} px"


def test_a_tracking_page_prints_on_one_sheet(town: Town, live_server: LiveServer, chromium: Browser, tmp_path) -> None:
    import pypdfium2

    dossier = town.take_over(town.receive(), at=MONDAY_9AM)
    with tab(chromium, live_server.url) as page:
        page.goto(f"/t/{dossier.quick_code}/{token_of(dossier)}")
        page.pdf(path=tmp_path / "page.pdf", format="A4")

    printed = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    assert len(printed) == 1
    text = printed[0].get_textpage().get_text_range()
    assert "25/10/2018" in text and "Mục lục" not in text
