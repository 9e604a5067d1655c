"""One dossier from the door to the result, as Lê Mỹ Hạnh, the power company and bà Bé Ba live it, in a real browser."""

import re

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from motcua.dossiers.lifecycle import Status
from motcua.dossiers.models import Dossier
from motcua.ratings.models import Rating
from tests.browser import Hands, click_through, look_at, tab
from tests.journeys.conftest import Province

pytestmark = pytest.mark.browser

DESK = "/lam-viec/quay/tiep-nhan/"
BENCH = "/lam-viec/ho-so/"


@pytest.fixture
def everywhere(chromium: Browser, live_server: LiveServer, settings):
    """Return a way to open a tab; the receipt's QR leads to this server."""
    settings.PUBLIC_URL = live_server.url

    def open_tab(**more):
        return tab(chromium, live_server.url, **more)

    return open_tab


def receive(page: Page, *, number: str, papers: int = 3) -> Hands:
    """Receive at the counter by keyboard, as the script of ux.md §2.3 has it."""
    page.goto(DESK)
    hands = Hands(page)
    hands.type(number)
    hands.press("Enter")
    expect(page.locator("#nguoi .person")).to_be_visible()
    hands.press("Alt+1")
    expect(page.locator("[data-paper]").first).to_be_focused()
    for _paper in range(papers):
        hands.press("Space")
    hands.press("Control+Enter")
    page.locator("[data-received]").wait_for()
    return hands


def first_visit(page: Page) -> None:
    """Bà Bé Ba comes for the first time: she is written down, and known from then on."""
    page.goto(DESK)
    look_at(page, "counter-empty")
    hands = Hands(page)
    hands.type("381000123")
    hands.press("Enter")
    page.locator("#id_name").fill("Trần Thị Bé Ba")
    page.locator("#id_phone").fill("0900000427")
    page.locator("#id_address").fill("Ấp Tân Ánh")
    hands.press("Control+Enter")  # too soon: nothing was chosen
    expect(page.locator(".errsum, .errmsg").first).to_be_visible()
    look_at(page, "counter-error")
    expect(page.locator("#id_name")).to_have_value("Trần Thị Bé Ba")
    hands.press("Alt+1")
    expect(page.locator("[data-paper]").first).to_be_focused()
    for _paper in range(3):
        hands.press("Space")
    look_at(page, "counter-filled")
    hands.press("Control+Enter")
    page.locator("[data-received]").wait_for()
    look_at(page, "counter-received")


def qr_of(pdf: bytes) -> str:
    """Read the receipt's QR as a telephone would."""
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=3, grayscale=True).to_pil()
    return next(code.text for code in zxingcpp.read_barcodes(image) if code.format == zxingcpp.BarcodeFormat.QRCode)


def test_a_dossier_goes_from_the_door_to_the_result(ca_mau: Province, everywhere):
    with everywhere(user=ca_mau.hanh) as page:
        first_visit(page)
        hands = receive(page, number="381000123")
        assert hands.count <= 12
        dossier = Dossier.objects.order_by("-pk")[0]
        link = page.locator("[data-print]").get_attribute("href")
        receipt = page.request.get(link)
        assert receipt.headers["content-type"] == "application/pdf"
        scanned = qr_of(receipt.body())

    assert Dossier.objects.count() == 2
    for size in ("phone", "desk"):
        with everywhere(size=size, javascript=False) as page:
            page.goto(scanned)  # one scan, and the day stands there
            expect(page.get_by_text("25/10/2018").first).to_be_visible()
            expect(page.get_by_text("Trần T. B. B.").first).to_be_visible()
            assert "Bé Ba" not in page.content() and "381000123" not in page.content()

    with everywhere(user=ca_mau.specialist) as page:
        page.goto("/lam-viec/")
        look_at(page, "workbench")
        for pk in Dossier.objects.values_list("pk", flat=True):
            work_through(page, pk)
        page.goto(BENCH)
        look_at(page, "workbench-done")

    with everywhere(user=ca_mau.leader, size="phone") as page:
        page.goto("/lam-viec/")
        look_at(page, "signing")
        approve(page, Dossier.objects.order_by("pk")[0])
    with everywhere(user=ca_mau.leader) as page:
        page.goto("/lam-viec/ky/")
        look_at(page, "signing")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        page.get_by_text("Không còn gì chờ ký").first.wait_for()
        look_at(page, "signing-empty")
    assert set(Dossier.objects.values_list("status", flat=True)) == {Status.RESULT_READY}

    with everywhere(user=ca_mau.hanh) as page:
        page.goto("/lam-viec/quay/tra-ket-qua/")
        look_at(page, "hand-over")
        hands = Hands(page)
        hands.type(dossier.quick_code)  # the scanner types the digits and presses Enter
        page.keyboard.press("Enter")
        expect(page.locator("#id_identity")).to_be_focused()
        look_at(page, "hand-over-ready")
        hands.press("Space")
        with page.expect_navigation():
            hands.press("Control+Enter")
        expect(page.get_by_text("Đã trả kết quả").first).to_be_visible()
        look_at(page, "handed-over")
        assert hands.count <= 4
    dossier.refresh_from_db()
    assert dossier.status == Status.RETURNED

    code, token = scanned.rstrip("/").split("/")[-2:]
    with everywhere(size="phone", javascript=False) as page:
        page.goto(scanned)
        look_at(page, "track-returned")
        page.goto(f"/danh-gia/{code}/{token}/")
        look_at(page, "rating")
        click_through(page.locator("button.face").first)
        expect(page.get_by_text("Cảm ơn bà con").first).to_be_visible()
        look_at(page, "rating-thanks")
    assert Rating.objects.get().dossier == dossier


def work_through(page: Page, pk) -> None:
    """Take one dossier through the agency's steps until it waits for a signature."""
    for _step in range(10):
        dossier = Dossier.objects.select_related("step").get(pk=pk)
        if dossier.step.kind != "handling":
            return
        page.goto(f"{BENCH}{dossier.code}/")
        if _step == 0:
            look_at(page, "dossier")
        take = page.get_by_role("button", name=re.compile("^Nhận xử lý"))
        if not take.count() and not page.locator("#trinh-ky").count() and not page.locator("#chuyen").is_visible():
            page.locator("details.fwd summary").click()
        with page.expect_navigation():  # the next look must not overtake what was sent
            if take.count():
                take.first.click()
            elif page.locator("#trinh-ky").count():
                page.locator("#trinh-ky label", has_text=re.compile("đồng ý", re.IGNORECASE)).first.click()
                page.locator("textarea[name=summary]").fill("Khách hàng đủ điều kiện. Đề nghị treo điện kế.")
                page.keyboard.press("Control+Enter")
            else:
                page.locator("#chuyen select[name=to]").select_option(index=1)  # the next step stands first
                page.locator("#chuyen button").click()
    raise AssertionError(f"{dossier.code} does not get on: {dossier.step}")


def approve(page: Page, dossier: Dossier) -> None:
    """Approve on the page of one dossier (a touch screen asks once more: tests/casework holds it to two taps)."""
    page.goto(f"/lam-viec/ky/?ho-so={dossier.code}")
    click_through(page.locator("#duyet button").first)


def test_a_dossier_submitted_from_home_is_received_and_followed(ca_mau: Province, everywhere, tmp_path):
    photo = tmp_path / "giay-de-nghi.png"
    photo.write_bytes(picture())
    with everywhere(size="phone", javascript=False) as page:
        page.goto("/")
        look_at(page, "home")
        page.locator("input[name=q]").first.fill("lap dien ke")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        look_at(page, "find")
        click_through(page.get_by_role("link", name=re.compile("Lắp điện kế mới – sinh hoạt")).first)
        look_at(page, "procedure")
        click_through(page.get_by_role("link", name=re.compile("Nộp trên mạng")).first)
        code = file_online(page, photo)

    dossier = Dossier.objects.get()
    assert (dossier.status, dossier.quick_code) == (Status.SUBMITTED, code)
    with everywhere(user=ca_mau.hanh) as page:
        page.goto("/lam-viec/quay/truc-tuyen/")
        look_at(page, "online-queue")
        hands = Hands(page)
        with page.expect_navigation():
            hands.press("Control+Enter")
        assert hands.count <= 5
        page.goto("/lam-viec/quay/truc-tuyen/")
        look_at(page, "online-queue-empty")
    dossier.refresh_from_db()
    assert dossier.status == Status.RECEIVED

    with everywhere(size="phone", javascript=False) as page:
        page.goto("/tra-cuu/")
        look_at(page, "lookup")
        wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
        for typed, name in ((wrong, "lookup-slip"), (code, "track-typed")):
            page.goto("/tra-cuu/")
            page.locator("main input:not([type=hidden])").first.fill(typed)
            with page.expect_navigation():
                page.keyboard.press("Enter")
            look_at(page, name)
        assert dossier.applicant.name not in page.content()
        expect(page.get_by_text("25/10/2018").first).to_be_visible()


def file_online(page: Page, photo) -> str:
    """Answer one question a page until the ten digits stand there; return them."""
    for number in range(12):
        if "/da-nop/" in page.url:
            look_at(page, "apply-done")
            return re.sub(r"\D", "", re.search(r"\d{4}\s?\d{4}\s?\d{2}", page.locator("main").inner_text())[0])
        look_at(page, f"apply-{page.url.rstrip('/').rsplit('/', 1)[-1][:12]}")
        answers = {
            "name": "Nguyễn Văn Lành",
            "id_number": "381000268",
            "phone": "0900000729",
            "address": "Ấp Thuận Hòa",
        }
        for field, value in answers.items():
            box = page.locator(f"main input[name={field}]:not([type=hidden]), main textarea[name={field}]")
            if box.count():
                box.first.fill(value)
        for choice in page.locator("main select").all():
            choice.select_option(index=1)
        for upload in page.locator("main input[type=file]").all():
            upload.set_input_files(str(photo))
        for group in {box.get_attribute("name") for box in page.locator("main input[type=radio]").all()}:
            if not page.locator(f"main input[name='{group}']:checked").count():
                page.locator(f"main input[name='{group}']").first.check(force=True)
        for box in page.locator("main input[type=checkbox]").all():
            box.check(force=True)
        click_through(page.locator("main .acts button").first)
        assert number < 11, page.url
    raise AssertionError("the form never ends")


def picture() -> bytes:
    """A small photograph, in memory."""
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (900, 1200), "#f4efe6").save(out, "PNG")
    return out.getvalue()
