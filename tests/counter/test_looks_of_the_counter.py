"""Every screen of the counter in its states, on an office PC and on a telephone: seen, and free of barriers (axe)."""

from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.organisations.models import Post
from tests.browser import SIZES, click_through, look_at
from tests.counter.browsing import *  # noqa: F403  # the fixtures
from tests.counter.conftest import DESK, Counter
from tests.factories import MONDAY_9AM, acting, vn

pytestmark = pytest.mark.browser

Look = Callable[[str], None]
QUAY = "/lam-viec/quay/"


@pytest.fixture(params=SIZES, ids=str)
def look(request: pytest.FixtureRequest, page: Page) -> Look:
    """Return what looks at a state of the page: keeps a picture, asks axe, and makes sure nothing sticks out."""
    width, height = SIZES[request.param]
    page.set_viewport_size({"width": width, "height": height})

    return partial(look_at, page)


def fits_without_scrolling(page: Page) -> bool:
    return page.evaluate(
        "document.documentElement.scrollHeight <= innerHeight && document.body.scrollHeight <= innerHeight"
    )


def a_working_morning(hall: Counter) -> None:
    for _n in range(4):
        hall.receive()
    for _n in range(3):
        hall.submit()
    hall.decided(at=vn("2018-10-18 09:00"), decided_at=vn("2018-10-19 15:00"))


def find_mai(page: Page) -> None:
    page.locator("#id_number").fill("381000123")
    page.keyboard.press("Enter")
    expect(page.locator("#nguoi .person")).to_be_visible()


def lay_papers(page: Page, *, how_many: int = 3) -> None:
    page.locator(".quick button").first.click()
    expect(page.locator("[data-paper]").first).to_be_focused()
    for _paper in range(how_many):
        page.keyboard.press("Space")


def test_the_desk(page: Page, hall: Counter, look: Look):
    page.goto(DESK)
    look("desk-first-day")
    a_working_morning(hall)
    page.goto(DESK)
    look("desk-empty")
    find_mai(page)
    lay_papers(page)
    expect(page.locator("#du")).to_contain_text("3/3")
    look("desk-ready")
    is_desk = page.viewport_size["width"] > 1000
    assert fits_without_scrolling(page) or not is_desk
    page.locator(".why summary").click()
    look("desk-why")
    page.locator(".why summary").click()
    page.locator("#nguoi summary").click()
    look("desk-edit-person")


def test_a_long_name_leaves_every_way_in_sight(page: Page, hall: Counter, look: Look):
    Post.objects.filter(user=hall.lan).update(counter_label="Quầy 1 · Y tế – Giáo dục – Văn hóa")
    for _n in range(10):
        hall.submit()

    page.goto(DESK)

    look("desk-long-name")


def test_the_desk_when_something_lacks(page: Page, hall: Counter, look: Look):
    page.goto(DESK)
    page.locator("#id_number").fill("0913 000 111")
    page.keyboard.press("Enter")
    expect(page.locator("#id_phone")).to_have_value("0913000111")
    page.locator("label[for=id_on_behalf]").click()
    look("desk-new-person")
    lay_papers(page, how_many=3)
    page.locator("[data-primary]").click()
    expect(page.locator("#sai .errsum")).to_be_focused()
    look("desk-errors")
    page.locator("[data-paper]").nth(2).click()
    expect(page.locator("#du")).to_contain_text("2/3")
    page.locator("[data-primary]").click()
    expect(page.locator("#huong-dan")).to_be_visible()
    look("desk-guide")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Từ chối").click()
    look("desk-refuse")


def test_the_desk_when_the_postman_comes(page: Page, hall: Counter, look: Look):
    hall.receive()
    page.goto(DESK)
    find_mai(page)
    page.locator("label[for=id_by_post]").click()
    expect(page.locator(".form01")).to_contain_text("Nhận qua bưu điện")
    page.locator("#id_consignment").fill("EE123456789VN")
    lay_papers(page)
    page.locator("#id_signed").fill("19/10 16:30")
    page.locator("#id_signed").press("Tab")
    expect(page.locator(".form01")).to_contain_text("Nhận qua bưu điện, mã bưu gửi EE123456789VN")
    expect(page.locator(".form01")).to_contain_text("4. Thời gian nhận hồ sơ: 16 giờ 30 phút, ngày 19")
    expect(page.locator("#du")).to_contain_text("3/3")
    look("desk-by-post")
    page.locator("#id_signed").fill("hôm qua")
    page.locator("[data-primary]").click()
    expect(page.locator("#sai .errsum")).to_be_focused()
    look("desk-by-post-errors")


def test_after_a_reception(page: Page, hall: Counter, look: Look):
    dossier = hall.receive()
    page.goto(f"{DESK}{dossier.code}/")
    look("received")
    assert fits_without_scrolling(page) or page.viewport_size["width"] < 1000


def test_dossiers_from_online(page: Page, hall: Counter, look: Look):
    page.goto(f"{QUAY}truc-tuyen/")
    look("online-empty")
    hall.submit(at=vn("2018-10-18 20:00"))
    hall.submit_with("P1", "P2")
    dossier = Dossier.objects.first()
    picture = b"\x89PNG\r\n\x1a\n" + bytes(64)
    actions.attach(dossier=dossier, document_code="P1", file_name="don.pdf", content=b"%PDF-1.4 ", at=MONDAY_9AM)
    assert picture
    page.goto(f"{QUAY}truc-tuyen/")
    look("online")
    click_through(page.locator(".ls.list li a").nth(1))
    look("online-missing")
    click_through(page.get_by_role("button", name="Ghi từ chối"))
    look("online-errors")


def test_handing_results_over(page: Page, hall: Counter, look: Look):
    page.goto(f"{QUAY}tra-ket-qua/")
    look("hand-over-empty")
    running, ready = hall.receive(), hall.decided()
    page.goto(f"{QUAY}tra-ket-qua/?ma={running.quick_code}")
    look("hand-over-not-yet")
    page.goto(f"{QUAY}tra-ket-qua/?ma={ready.quick_code[:-1]}{(int(ready.quick_code[-1]) + 1) % 10}")
    look("hand-over-slip")
    page.goto(f"{QUAY}tra-ket-qua/?ma={ready.quick_code}")
    look("hand-over")
    click_through(page.locator(".give .cta"))
    look("hand-over-errors")
    page.locator("#id_identity").check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Mời bà con chấm điểm")).to_be_visible()
    look("handed-over")


def test_sending_a_result_by_post(page: Page, hall: Counter, look: Look):
    ready = hall.decided()
    Dossier.objects.filter(pk=ready.pk).update(result_channel="post")
    page.goto(f"{QUAY}tra-ket-qua/?ma={ready.quick_code}")
    expect(page.locator("#id_consignment")).to_be_focused()
    look("hand-over-by-post")
    page.locator("#id_consignment").fill("EA12")
    click_through(page.locator(".give .cta"))
    look("hand-over-by-post-errors")
    page.locator("#id_consignment").fill("EA987654321VN")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Đã gửi kết quả qua bưu điện cho")).to_be_visible()
    look("handed-over-by-post")
    page.goto(f"{QUAY}ho-so/{ready.code}/")
    look("dossier-sent-by-post")


def test_a_posted_dossier_that_was_announced(page: Page, hall: Counter, look: Look):
    waiting = hall.submit_with("P1", "P2", "P3")
    Dossier.objects.filter(pk=waiting.pk).update(channel="post", consignment="EE123456789VN")
    page.goto(f"{QUAY}truc-tuyen/")
    look("online-by-post")


def test_the_book_and_a_dossier(page: Page, hall: Counter, look: Look):
    page.goto(f"{QUAY}ho-so/")
    look("book-empty")
    a_working_morning(hall)
    page.goto(f"{QUAY}ho-so/?khi=tat-ca")
    look("book")
    dossier = hall.receive()
    hall.take_over(dossier, at=MONDAY_9AM)
    page.goto(f"{QUAY}ho-so/{dossier.code}/")
    look("dossier")
    page.get_by_text("Rút hồ sơ theo ý người nộp").click()
    click_through(page.get_by_role("button", name="Rút hồ sơ", exact=True))
    look("dossier-errors")
    assert acting(hall.lan).user == hall.lan
