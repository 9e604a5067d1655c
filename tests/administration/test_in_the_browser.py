"""The pages of processes in a real browser: each state for axe, at both sizes; a process changed while dossiers run."""

import pytest
from playwright.sync_api import Browser, expect

from motcua.catalogue.actions import save_process
from motcua.catalogue.conditions import Condition
from motcua.catalogue.models import ProcessVersion
from motcua.catalogue.process_reading import plan_of
from motcua.catalogue.processes import StepPlan, TaskPlan
from motcua.organisations.queries import standing_of
from tests.administration.conftest import NOW, ROOM, Setup
from tests.browser import SIZES, chromium, click_through, look_at, tab
from tests.factories import MONDAY, vn

__all__ = ["chromium"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def rich_draft(setup: Setup) -> ProcessVersion:
    """A draft with everything a step can hold, and two things to mend."""
    draft = setup.draft()
    tasks = (
        TaskPlan("Tổng hợp, đối chiếu", 1, agency_key="so-tu-phap", is_lead=True, results_to=("desk",)),
        TaskPlan("Cho ý kiến chuyên môn", 1, agency_key="so-y-te", results_to=("lead",)),
        TaskPlan("Xác nhận nơi cư trú", 1, place="commune", order=2, results_to=("lead", "applicant")),
    )
    steps = [
        StepPlan("Tiếp nhận, kiểm tra hồ sơ", "reception", "counter", "desk", 1, papers=("receipt", "control")),
        StepPlan("Đối chiếu bản gửi trên mạng", "handling", "specialist", "competent", 1,
                 conditions=(Condition("channel", "online"),)),
        StepPlan("Lấy ý kiến các cơ quan", "handling", "specialist", "competent", 2, tasks=tasks,
                 papers=("consultation",)),
        StepPlan("Chờ người nộp nộp lệ phí", "waiting", "specialist", "competent", 0, waits_for="payment"),
        StepPlan("Thẩm định, dự thảo kết quả giải quyết", "handling", "specialist", "named", 2, agency_key="so-y-te"),
        StepPlan("Ký duyệt", "approval", "leader", "competent", 1, papers=("result",)),
        StepPlan("Trả kết quả", "return", "counter", "desk", 0),
    ]  # fmt: skip
    by = standing_of(setup.quang, on=MONDAY)
    return save_process(process=draft, steps=steps, by=by, at=NOW, note="Theo Quyết định số 12/QĐ-UBND.")


@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_used(live_server, chromium: Browser, setup: Setup, size: str):
    setup.decided(at=vn("2018-10-08 08:00"), decided_at=vn("2018-10-09 14:00"))
    setup.receive(at=NOW)
    draft = rich_draft(setup)
    with tab(chromium, live_server.url, user=setup.quang, size=size) as page:
        for name, path in {
            "list": ROOM,
            "list-empty": f"{ROOM}?q=khong+co",
            "in-force": setup.page(setup.first),
            "draft": setup.page(draft),
            "editor": setup.page(draft, "sua/"),
            "trial": setup.page(draft, "chay-thu/"),
            "rules": "/lam-viec/quan-tri/tham-so/",
        }.items():
            page.goto(path)
            look_at(page, f"administration-{name}")
        page.goto(setup.page(draft, "sua/"))
        page.get_by_label("Số ngày").first.fill("2,3")
        click_through(page.get_by_role("button", name="Lưu bản nháp"))
        look_at(page, "administration-editor-error")
        expect(page.get_by_label("Số ngày").first).to_have_value("2,3")


def test_a_process_is_changed_while_dossiers_run(live_server, chromium: Browser, setup: Setup):
    running = setup.take_over(setup.receive(at=vn("2018-10-22 08:00")), at=vn("2018-10-22 08:30"))

    with tab(chromium, live_server.url, user=setup.quang) as page:
        page.goto(setup.page(setup.first))
        expect(page.get_by_text("Một hồ sơ đang chạy theo bản này")).to_be_visible()
        click_through(page.get_by_role("button", name="Soạn bản mới"))
        click_through(page.get_by_role("button", name="Thêm một bước"))
        row = page.locator("[data-row-of-steps]").nth(3)
        row.get_by_label("Việc của bước").fill("Thẩm định lần hai")
        row.get_by_label("Số ngày").first.fill("1")
        expect(page.locator("[data-sum]")).to_contain_text("4 ngày – quá thời hạn")
        page.locator("[data-row-of-steps]").nth(1).get_by_label("Số ngày").first.fill("1")
        expect(page.locator("[data-sum]")).to_contain_text("3 ngày")
        row.get_by_role("button", name="Lên").click()
        page.get_by_label("Vì sao đổi quy trình").fill("Thêm một lần thẩm định.")
        page.keyboard.press("Control+Enter")
        page.get_by_text("Đã lưu bản nháp").wait_for()
        click_through(page.get_by_role("link", name="Trở lại quy trình"))
        expect(page.get_by_text("Đã soát: không còn gì phải sửa")).to_be_visible()
        expect(page.get_by_text("Thêm bước 3 “Thẩm định lần hai”")).to_be_visible()
        click_through(page.get_by_role("button", name="Trình ban hành"))
        expect(page.get_by_role("button", name="Ban hành", exact=True)).to_have_count(0)
        look_at(page, "administration-proposed-mine")

    with tab(chromium, live_server.url, user=setup.hang) as page:
        page.goto(f"{ROOM}?loc=dang-soan")
        click_through(page.locator("[data-row]").first)
        look_at(page, "administration-proposed")
        click_through(page.get_by_role("button", name="Ban hành", exact=True))
        page.get_by_text("hồ sơ đang chạy giữ bản cũ").wait_for()

    new = ProcessVersion.objects.get(number=2)
    later = setup.receive(at=vn("2018-10-22 10:00"))
    assert (running.process, later.process) == (setup.first, new)
    assert [step.name for step in plan_of(new)][1:4] == ["Giải quyết", "Thẩm định lần hai", "Phê duyệt"]
    proposed = setup.propose(running, at=vn("2018-10-22 10:30"))
    assert proposed.step is not None and proposed.step.process == setup.first
    setup.return_result(setup.approve(proposed, at=vn("2018-10-22 11:00")), at=vn("2018-10-22 11:30"))


def test_a_process_is_drawn_without_a_script(live_server, chromium: Browser, setup: Setup):
    draft = setup.draft()
    with tab(chromium, live_server.url, user=setup.quang, javascript=False) as page:
        page.goto(setup.page(draft, "sua/"))
        click_through(page.get_by_role("button", name="Thêm một bước"))
        page.locator("#b4-name").fill("Thẩm định lần hai")
        page.locator("#b4-days").fill("0,5")
        page.locator("#b4-position").fill("3")
        page.locator("#b3-position").fill("4")
        page.locator("#b2-days").fill("1")
        click_through(page.get_by_role("button", name="Lưu bản nháp").last)

        assert [step.name for step in plan_of(draft)][2] == "Thẩm định lần hai"
