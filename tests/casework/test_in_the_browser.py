"""The bench and the signing desk in a real browser: by keyboard, by thumb, and free of barriers (axe)."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, expect

from motcua.accounts.models import User
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier, Event, Result
from motcua.organisations.models import Role
from tests.browser import SIZES, Hands, chromium, click_through, look_at, tab
from tests.casework.conftest import BENCH, SIGNING, Department
from tests.factories import MONDAY_9AM, acting, create_officer, vn

__all__ = ["chromium"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Tab = Callable[..., AbstractContextManager[Page]]


@pytest.fixture
def busy(transactional_db: None) -> Department:
    """Return the department with a late dossier, one for today, two calm ones, one unclaimed, two to be signed."""
    office = Department(papers=("Tờ khai", "Giấy tờ tùy thân", "Giấy ủy quyền có chứng thực của nơi cư trú"))
    office.hau = create_officer(Role.SPECIALIST, office.department, full_name="Lê Văn Hậu")
    for days in (11, 4, 0, 0):
        office.in_hand(at=MONDAY_9AM - timedelta(days=days))
    office.receive()
    office.proposed(at=vn("2018-10-18 09:00"))
    office.proposed()
    return office


@pytest.fixture
def open_tab(live_server, chromium: Browser) -> Iterator[Tab]:
    yield partial(tab, chromium, live_server.url)


def chosen(page: Page) -> str | None:
    return page.locator("#chi-tiet").get_attribute("data-code")


def codes(page: Page) -> list[str]:
    return [row.get_attribute("data-code") or "" for row in page.locator("[data-row]").all()]


# By keyboard


def test_the_most_urgent_dossier_is_open_after_signing_in(open_tab: Tab, busy: Department):
    with open_tab(user=busy.hai) as page:
        page.goto("/lam-viec/")

        assert page.url.endswith(BENCH)
        late = Dossier.objects.order_by("due_at").first()
        assert late is not None
        assert chosen(page) == late.quick_code
        expect(page.locator(".clock b")).to_contain_text("Trễ")


def test_a_proposal_is_sent_with_a_phrase_and_one_chord(open_tab: Tab, busy: Department):
    with open_tab(user=busy.hai) as page:
        page.goto(BENCH)
        first, second = codes(page)[:2]
        hands = Hands(page)

        hands.press("Alt+1")
        expect(page.locator("#id_summary")).to_have_value(
            "Hồ sơ đủ giấy tờ, thông tin khớp. Đề nghị giải quyết theo quy định."
        )
        hands.press("Control+Enter")
        expect(page.locator(".msgs")).to_contain_text("Đã trình ký hồ sơ")

        assert hands.count == 2
        assert chosen(page) == second
    assert Result.objects.get(dossier__quick_code=first).outcome == "granted"


def test_arrows_and_enter_walk_through_the_list_and_back_comes_back(open_tab: Tab, busy: Department):
    with open_tab(user=busy.hai) as page:
        page.goto(BENCH)
        first, second, third, *_rest = codes(page)

        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("#chi-tiet")).to_have_attribute("data-code", second)
        expect(page.locator("[data-row][aria-current]")).to_have_attribute("data-code", second)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("#chi-tiet")).to_have_attribute("data-code", third)
        assert page.url.endswith(f"ho-so={third}")

        page.go_back()
        expect(page.locator("#chi-tiet")).to_have_attribute("data-code", second)
        page.go_back()
        expect(page.locator("#chi-tiet")).to_have_attribute("data-code", first)


def test_a_row_opens_in_a_tab_of_its_own_as_any_link_does(open_tab: Tab, busy: Department):
    with open_tab(user=busy.hai) as page:
        page.goto(BENCH)
        second = codes(page)[1]
        with page.context.expect_page() as opened:
            page.locator("[data-row]").nth(1).click(modifiers=["Control"])

        assert opened.value.url.endswith(f"ho-so={second}")
        assert chosen(page) != second


def test_whoever_was_signed_out_meanwhile_signs_in_and_comes_back(open_tab: Tab, busy: Department):
    with open_tab(user=busy.hai) as page:
        page.goto(BENCH)
        second = codes(page)[1]
        page.context.clear_cookies()
        page.locator("[data-row]").nth(1).click()

        page.wait_for_url(lambda url: "/tai-khoan/login/" in url and url.endswith(second))


def test_an_unclaimed_dossier_is_taken_over_with_one_chord(open_tab: Tab, busy: Department):
    with open_tab(user=busy.hai) as page:
        page.goto(f"{BENCH}?xem=chua-nhan")
        code = chosen(page)

        page.keyboard.press("Control+Enter")
        expect(page.locator(".msgs")).to_contain_text("Đã nhận xử lý hồ sơ")

        assert chosen(page) == code
        expect(page.locator("#trinh-ky")).to_be_visible()
    assert Dossier.objects.get(quick_code=code).officer == busy.hai


def test_the_leader_approves_one_after_the_other(open_tab: Tab, busy: Department):
    with open_tab(user=busy.sau) as page:
        page.goto("/lam-viec/")
        assert page.url.endswith(SIGNING)

        page.keyboard.press("Control+Enter")
        expect(page.locator(".msgs")).to_contain_text("Đã duyệt hồ sơ")
        page.keyboard.press("Control+Enter")
        expect(page.locator("main")).to_contain_text("Không còn gì chờ ký")

    assert Dossier.objects.filter(status="result_ready").count() == 2


def test_f2_leaves_a_dossier_for_later(open_tab: Tab, busy: Department):
    with open_tab(user=busy.sau) as page:
        page.goto(SIGNING)
        name = page.locator(".q [aria-current]")
        first = name.get_attribute("href")

        page.keyboard.press("F2")
        page.wait_for_url("**/ky/?ho-so=*")

        assert name.get_attribute("href") != first
    assert not Dossier.objects.filter(status="result_ready").exists()


def test_a_command_finds_a_dossier_by_its_ten_digits(open_tab: Tab, busy: Department):
    dossier = Dossier.objects.order_by("id").last()
    assert dossier is not None
    with open_tab(user=busy.hai) as page:
        page.goto(BENCH)
        page.keyboard.press("Control+k")
        page.keyboard.type(dossier.quick_code)
        page.keyboard.press("Enter")

        page.wait_for_url(f"**{BENCH}{dossier.code}/")


def test_the_list_says_how_old_it_is(open_tab: Tab, busy: Department):
    with open_tab(user=busy.hai) as page:
        page.clock.install()
        page.goto(BENCH)
        expect(page.locator("[data-stale]")).to_be_hidden()
        page.clock.fast_forward("02:01")
        expect(page.locator("[data-stale]")).to_contain_text("Số liệu lúc 10:00.")


def test_while_a_reason_is_being_written_ctrl_enter_sends_it_back_and_never_approves(open_tab: Tab, busy: Department):
    with open_tab(user=busy.sau) as page:
        page.goto(SIGNING)
        page.locator(".two summary").click()
        expect(page.locator("#duyet")).to_be_hidden()
        page.locator("#id_reason").fill("Thiếu căn cứ")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".msgs")).to_contain_text("Đã trả lại hồ sơ")

    assert not Dossier.objects.filter(status="result_ready").exists()
    assert Event.objects.filter(verb="send-back", detail__reason="Thiếu căn cứ").count() == 1


def test_while_a_dossier_is_being_passed_on_ctrl_enter_never_proposes_it(open_tab: Tab, busy: Department):
    with open_tab(user=busy.hai) as page:
        page.goto(BENCH)
        code = chosen(page)
        page.keyboard.press("Alt+1")
        page.locator("details.fwd summary").click()
        page.locator("#chuyen select").select_option(label="Lê Văn Hậu")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".msgs")).to_contain_text("Đã chuyển hồ sơ")

    assert Dossier.objects.get(quick_code=code).officer == busy.hau
    assert not Result.objects.filter(dossier__quick_code=code).exists()


# By thumb


def test_on_a_telephone_a_row_opens_the_dossier_in_the_lists_place(open_tab: Tab, busy: Department):
    with open_tab(user=busy.hai, size="phone") as page:
        page.goto(BENCH)
        expect(page.locator("#chi-tiet")).to_be_hidden()

        page.locator("[data-row]").nth(1).click()
        expect(page.locator("#chi-tiet h2").first).to_be_focused()
        expect(page.locator(".it")).to_be_hidden()
        look_at(page, "bench-dossier")

        click_through(page.get_by_role("link", name="Về danh sách"))
        expect(page.locator(".it")).to_be_visible()


def test_on_a_touch_screen_approving_takes_two_taps(live_server, chromium: Browser, busy: Department):
    waiting = Dossier.objects.filter(step__kind="approval").order_by("due_at").first()
    assert waiting is not None
    with tab(chromium, live_server.url, user=busy.sau, size="phone") as first:
        cookies = first.context.cookies()
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(SIGNING)
    summary, bar = page.locator(".act h2").bounding_box(), page.locator(".bts").bounding_box()
    assert summary and bar
    assert summary["y"] < 400
    assert bar["y"] + bar["height"] <= 844

    page.locator("#duyet button").tap()
    expect(page.locator("#duyet-lai")).to_contain_text("đồng ý giải quyết cho Trần Thị Bé Ba")
    look_at(page, "signing-sure")
    page.locator("#duyet-lai [data-sure]").tap()
    expect(page.locator(".msgs")).to_contain_text("Đã duyệt hồ sơ")

    waiting.refresh_from_db()
    assert waiting.status == "result_ready"
    context.close()


# Without a script


def test_the_desks_work_without_a_script(open_tab: Tab, busy: Department):
    with open_tab(user=busy.hai, javascript=False) as page:
        page.goto(BENCH)
        code = codes(page)[1]
        page.locator("[data-row]").nth(1).click()
        assert chosen(page) == code
        expect(page.locator(".phr")).to_be_hidden()
        page.locator("#trinh-ky label").first.click()
        page.locator("#id_summary").fill("Đủ giấy tờ.")
        page.locator("#trinh-ky button.cta").click()
        expect(page.locator(".msgs")).to_contain_text("Đã trình ký")
    with open_tab(user=busy.sau, javascript=False) as page:
        page.goto(f"{SIGNING}?ho-so={code}")
        page.locator("#duyet button").click()
        expect(page.locator(".msgs")).to_contain_text("Đã duyệt")


# For everybody's eyes: axe in every state, at both sizes


@pytest.mark.parametrize("size", SIZES)
def test_the_bench_in_its_states(open_tab: Tab, busy: Department, size: str):
    with open_tab(user=busy.hai, size=size) as page:
        for name, url in {
            "bench": BENCH,
            "bench-agency": f"{BENCH}?xem=don-vi",
            "bench-unclaimed": f"{BENCH}?xem=chua-nhan",
            "bench-filtered": f"{BENCH}?loc=tren-mang",
            "search": "/lam-viec/tim/?q=tran",
            "search-nothing": "/lam-viec/tim/?q=khong+ai",
        }.items():
            page.goto(url)
            look_at(page, name)
        page.goto(f"{BENCH}?ho-so={codes_of(busy)}")
        page.locator("#trinh-ky button.cta").click()
        expect(page.locator(".errsum").first).to_be_focused()
        look_at(page, "bench-error")


@pytest.mark.parametrize("size", SIZES)
def test_a_dossier_in_its_states(open_tab: Tab, busy: Department, size: str):
    dossier = Dossier.objects.filter(officer=busy.hai).order_by("due_at").first()
    assert dossier is not None
    with open_tab(user=busy.hai, size=size) as page:
        page.goto(f"{BENCH}{dossier.code}/")
        page.locator("details.fwd summary").click()
        look_at(page, "dossier-forward")
        page.locator("details.fwd summary").click()
        look_at(page, "dossier")
        page.locator("#trinh-ky label").nth(1).click()
        page.locator("#id_summary").fill("Chữ gõ cả buổi sáng")
        actions.take_over(dossier=dossier, by=acting(busy.hau), at=vn("2018-10-22 09:52"))
        page.keyboard.press("Control+Enter")
        expect(page.locator(".said")).to_contain_text("Lê Văn Hậu vừa chuyển hồ sơ này lúc 09:52.")
        expect(page.locator(".said textarea")).to_have_value("Chữ gõ cả buổi sáng")
        look_at(page, "dossier-stale")


@pytest.mark.parametrize("size", SIZES)
def test_the_signing_desk_in_its_states(open_tab: Tab, busy: Department, size: str):
    with open_tab(user=busy.sau, size=size) as page:
        page.goto(SIGNING)
        look_at(page, "signing")
        page.locator(".two summary").click()
        page.locator(".two form button.btn--danger").click()
        expect(page.locator(".errsum").first).to_be_focused()
        look_at(page, "signing-error")
        page.goto("/lam-viec/uy-quyen/")
        page.locator("#id_receiver").select_option(index=1)
        page.locator("#id_last").fill("1/10/2018")
        page.locator("#id_reason").fill("Đi công tác")
        click_through(page.locator("main button.btn"))
        look_at(page, "delegations-error")
        page.locator("#id_last").fill("24/10/2018")
        click_through(page.locator("main button.btn"))
        expect(page.locator(".msgs")).to_contain_text("Đã ủy quyền ký")
        look_at(page, "delegations")


@pytest.mark.parametrize("size", SIZES)
def test_empty_desks_and_closed_doors(open_tab: Tab, transactional_db: None, size: str):
    office = Department()
    both = create_officer(Role.SPECIALIST, office.department, user=create_officer(Role.LEADER, office.department))
    see(open_tab, office.hai, size, {"bench-empty": BENCH, "signing-forbidden": SIGNING})
    see(open_tab, office.sau, size, {"signing-empty": SIGNING, "delegations-empty": "/lam-viec/uy-quyen/"})
    see(open_tab, both, size, {"door": "/lam-viec/"})
    see(open_tab, create_officer(Role.TRAINER, office.centre), size, {"door-none": "/lam-viec/"})


def see(open_tab: Tab, user: User, size: str, pages: dict[str, str]) -> None:
    with open_tab(user=user, size=size) as page:
        for name, url in pages.items():
            page.goto(url)
            look_at(page, name)


def codes_of(office: Department) -> str:
    return Dossier.objects.filter(officer=office.hai).order_by("due_at").values_list("quick_code", flat=True)[0]
