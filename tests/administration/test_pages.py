"""The pages of processes: who may enter, what they show, and what a press does or is refused for."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern
from django.utils.html import escape

from motcua.administration import urls
from motcua.catalogue.models import ProcessVersion
from motcua.catalogue.process_reading import plan_of
from motcua.law import choices
from motcua.law.choices import Choice
from motcua.law.rule_sets import RULE_SETS
from motcua.organisations.models import Kind, Role
from tests.administration.conftest import ROOM, Setup
from tests.factories import create_agency, create_officer, create_version, vn


def fields_of(setup: Setup, process: ProcessVersion, **changed: str) -> dict[str, str | list[str]]:
    """Return what the editor's form sends for this draft."""
    sent: dict[str, str | list[str]] = {"revision": str(process.revision), "note": "Bớt nửa ngày."}
    plan = plan_of(process)
    sent["rows"] = str(len(plan))
    for number, step in enumerate(plan, 1):
        sent |= {
            f"b{number}-position": str(number),
            f"b{number}-name": step.name,
            f"b{number}-kind": step.kind,
            f"b{number}-role": step.role,
            f"b{number}-where": step.agency_key or step.place,
            f"b{number}-days": f"{step.half_days / 2:g}",
            f"b{number}-paper": list(step.papers),
        }
    return sent | changed


def test_every_address_sends_strangers_to_the_door(client, setup: Setup):
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        path = f"/lam-viec/{pattern.pattern}".replace("<int:pk>", str(setup.first.pk))
        for ask in (client.get, client.post):
            answer = ask(path)
            assert answer.status_code in (302, 405), path
            assert answer.status_code == 405 or answer["Location"].startswith("/tai-khoan/login/"), path


@pytest.mark.parametrize("role", [Role.COUNTER, Role.SPECIALIST, Role.LEADER, Role.CENTRE, Role.CHAIR, Role.PARTNER])
def test_every_address_refuses_whoever_is_not_of_procedure_control(setup: Setup, as_, role: str):
    somebody, draft = create_officer(role, setup.department), setup.draft()
    for pattern in urls.urlpatterns:
        path = f"/lam-viec/{pattern.pattern}".replace("<int:pk>", str(draft.pk))
        for ask in (as_(somebody).get, as_(somebody).post):
            answer = ask(path)
            assert answer.status_code in (403, 405), path
            if answer.status_code == 403:
                assert "kiểm soát thủ tục" in answer.content.decode()
    assert ProcessVersion.objects.get(pk=draft.pk).state == "draft"


def test_the_list_finds_without_diacritics_and_tells_who_drew_what(setup: Setup, as_):
    setup.version.procedure.search_text = "cap phieu ly lich tu phap"
    setup.version.procedure.save()
    setup.draft()

    page = as_(setup.quang).get(ROOM, {"q": "Lý lịch"}).content.decode()

    assert "Bản nháp" in page and "Đang áp dụng" in page
    assert "Đoàn Minh Quang" in page and "phần mềm tự sinh" in page
    assert "Chưa thấy quy trình nào" in as_(setup.quang).get(ROOM, {"q": "khai sinh"}).content.decode()
    assert "Đang áp dụng" not in as_(setup.quang).get(ROOM, {"loc": "dang-soan"}).content.decode().split("<tbody")[1]


def test_from_a_draft_to_a_process_in_force_by_two_people(setup: Setup, as_):
    answer = as_(setup.quang).post(setup.page(setup.first, "soan/"))
    draft = ProcessVersion.objects.get(state="draft")
    assert answer["Location"] == setup.page(draft, "sua/")

    as_(setup.quang).post(setup.page(draft, "sua/"), fields_of(setup, draft, **{"b2-days": "1,5"}))
    draft.refresh_from_db()
    assert [step.half_days for step in plan_of(draft)] == [1, 3, 1, 0]
    page = as_(setup.quang).get(setup.page(draft)).content.decode()
    assert "Bước 2 “Giải quyết”: 2 ngày → 1,5 ngày." in page
    assert "không còn gì phải sửa" in page

    seen = {"revision": str(draft.revision), "note": "Bớt nửa ngày."}
    assert as_(setup.quang).post(setup.page(draft, "trinh/"), seen).status_code == 302
    day = {"revision": str(draft.revision + 1), "effective_from": "2018-11-01"}
    assert as_(setup.quang).post(setup.page(draft, "ban-hanh/"), day).status_code == 403
    assert as_(setup.hang).post(setup.page(draft, "ban-hanh/"), day).status_code == 302

    draft.refresh_from_db()
    assert (draft.state, draft.published_by) == ("published", setup.hang)
    assert "Áp dụng từ 01/11/2018" in as_(setup.quang).get(setup.page(draft)).content.decode()


def test_what_the_check_finds_stands_beside_its_row_and_refuses_the_proposal(setup: Setup, as_):
    draft = setup.draft()
    as_(setup.quang).post(setup.page(draft, "sua/"), fields_of(setup, draft, **{"b2-days": "0", "b3-paper": ""}))
    draft.refresh_from_db()

    for path in ("", "sua/"):
        page = as_(setup.quang).get(setup.page(draft, path)).content.decode()
        assert "Bước 2 “Giải quyết” chưa có thời gian" in page and "chưa có Kết quả giải quyết" in page
    refused = as_(setup.quang).post(setup.page(draft, "trinh/"), {"revision": str(draft.revision), "note": "Vì dân."})
    assert refused.status_code == 422
    assert "Chưa làm được" in refused.content.decode() and "Vì dân." in refused.content.decode()


def test_what_cannot_be_read_is_said_and_what_was_typed_stays(setup: Setup, as_):
    draft = setup.draft()

    answer = as_(setup.quang).post(
        setup.page(draft, "sua/"),
        fields_of(setup, draft, **{"b2-days": "2,3", "b1-name": "Nhận <b>giấy</b>", "b3-condition": "channel:mars"}),
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“2,3” không phải số ngày" in page and "không có điều kiện này" in page
    assert 'value="2,3"' in page and "Nhận &lt;b&gt;giấy&lt;/b&gt;" in page
    assert [step.half_days for step in plan_of(draft)] == [1, 4, 1, 0]


def test_a_step_more_needs_no_script_and_saves_nothing(setup: Setup, as_):
    draft = setup.draft()

    page = (
        as_(setup.quang)
        .post(setup.page(draft, "sua/"), fields_of(setup, draft, more="1", **{"b2-name": "Thẩm định"}))
        .content.decode()
    )

    assert 'name="rows" value="5"' in page and "Thẩm định" in page
    assert 'value="return" selected' in page.split('id="b5-kind"')[1].split("</select>")[0], "before the return"
    assert len(plan_of(draft)) == 4


def test_rows_are_ordered_by_their_numbers_and_left_out_when_ticked(setup: Setup, as_):
    draft = setup.draft()

    as_(setup.quang).post(
        setup.page(draft, "sua/"),
        fields_of(setup, draft, **{"b3-position": "1", "b1-position": "3", "b2-remove": "1"}),
    )

    assert [step.kind for step in plan_of(draft)] == ["approval", "reception", "return"]


def test_conditions_waits_and_tasks_are_typed(setup: Setup, as_):
    draft = setup.draft()
    typed = {
        "b2-condition": ["channel:online", "!paper:P2", ""], "b2-tasks": "3", "b2-lead": "1",
        "b2-t1-where": "so-tu-phap", "b2-t1-name": "Tổng hợp", "b2-t1-days": "1",
        "b2-t1-order": "1", "b2-t1-to": ["desk"],
        "b2-t3-where": "commune", "b2-t3-name": "Xác nhận", "b2-t3-days": "0,5",
        "b2-t3-order": "1", "b2-t3-to": ["lead"],
        "b2-paper": ["consultation"],
    }  # fmt: skip

    assert as_(setup.quang).post(setup.page(draft, "sua/"), fields_of(setup, draft, **typed)).status_code == 302  # type: ignore[arg-type]

    step = plan_of(draft)[1]
    assert [(row.kind, row.value, row.negated) for row in step.conditions] == [
        ("channel", "online", False), ("paper", "P2", True),
    ]  # fmt: skip
    assert [(task.agency_key, task.place, task.half_days, task.is_lead) for task in step.tasks] == [
        ("so-tu-phap", "named", 2, True), ("", "commune", 1, False),
    ]  # fmt: skip


def test_a_stale_page_is_refused_and_says_so(setup: Setup, as_):
    draft = setup.draft()
    sent = fields_of(setup, draft)
    as_(setup.hang).post(setup.page(draft, "sua/"), sent)

    answer = as_(setup.quang).post(setup.page(draft, "sua/"), sent)

    assert answer.status_code == 412
    assert "vừa có người sửa" in answer.content.decode()


@pytest.mark.parametrize("kind", ["yaml", "bpmn"])
def test_a_file_taken_away_is_loaded_again_as_it_was(setup: Setup, as_, kind: str):
    draft = setup.draft()
    before = plan_of(draft)
    file = as_(setup.quang).get(setup.page(draft, f"quy-trinh.{kind}"))
    assert "attachment" in file["Content-Disposition"]
    changed = file.content.decode().replace("Giải quyết", "Thẩm tra").encode()

    upload = SimpleUploadedFile(f"x.{kind}", changed)
    answer = as_(setup.quang).post(setup.page(draft, "nap/"), {"revision": str(draft.revision), "file": upload})

    assert answer.status_code == 302
    assert [step.name for step in plan_of(draft)] == [step.name.replace("Giải quyết", "Thẩm tra") for step in before]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Chọn tệp"),
        (b"<a/>", "đúng một quy trình"),
        (b"procedure: x\nsteps: []", "của đúng thủ tục"),
        (b"a: [", "dòng"),
    ],
)
def test_a_file_that_is_no_process_changes_nothing(setup: Setup, as_, content: bytes, said: str):
    draft = setup.draft()
    sent = {"revision": str(draft.revision)} | ({"file": SimpleUploadedFile("x", content)} if content else {})

    answer = as_(setup.quang).post(setup.page(draft, "nap/"), sent)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert len(plan_of(draft)) == 4


def test_a_dry_run_plays_the_dossiers_of_the_past_again(setup: Setup, as_):
    quick = vn("2018-10-08 08:00")
    setup.return_result(setup.decided(at=quick, decided_at=vn("2018-10-08 14:00")), at=vn("2018-10-08 15:00"))
    slow = setup.decided(at=vn("2018-10-08 08:30"), decided_at=vn("2018-10-12 14:00"))

    page = as_(setup.quang).get(setup.page(setup.first, "chay-thu/")).content.decode()

    assert "Thử trên 2 hồ sơ" in page
    assert slow.code not in page, "it was late before: nothing new"


def test_without_a_past_the_dry_run_says_so(setup: Setup, as_):
    assert "Chưa có hồ sơ nào" in as_(setup.quang).get(setup.page(setup.first, "chay-thu/")).content.decode()


def test_a_draft_is_thrown_away_and_nothing_else(setup: Setup, as_):
    draft = setup.draft()

    as_(setup.quang).post(setup.page(draft, "bo/"), {"revision": "0"})

    assert list(ProcessVersion.objects.values_list("pk", flat=True)) == [setup.first.pk]


def test_the_ways_in_lead_here(setup: Setup, as_):
    assert ROOM in as_(setup.quang).get("/lam-viec/giam-sat/").content.decode()
    assert as_(setup.quang).get("/lam-viec/quan-tri/")["Location"] == ROOM


def test_a_page_costs_the_same_however_many_communes_there_are(setup: Setup, as_):
    version = create_version(levels=("commune",))
    path = setup.page(version.processes.get())

    def cost(communes: int) -> int:
        for _number in range(communes):
            create_agency(kind=Kind.COMMUNE)
        as_(setup.quang).get(path)  # what is read once for all
        with CaptureQueriesContext(connection) as found:
            page = as_(setup.quang).get(path)
        assert page.status_code == 200
        return len(found)

    assert cost(2) == cost(12) < 40


def test_what_the_law_leaves_open_is_listed_with_what_was_chosen(setup: Setup, as_, settings):
    made = Choice("nd61-2018", "same_day_cutoff", "14:30", date(2018, 10, 22), "Công văn 12/STP")
    settings.RULE_CHOICES = (made,)
    choices.adopt(settings.RULE_CHOICES)
    try:
        page = as_(setup.quang).get("/lam-viec/quan-tri/tham-so/").content.decode()
    finally:
        choices.adopt(())

    for rules in RULE_SETS:
        for parameter, basis in rules.uncertain().items():
            assert parameter in page
            assert escape(basis.note) in page
    assert "<b>14:30</b><small>mặc định: 15:00</small>" in page
    assert "từ 22/10/2018: 14:30 – Công văn 12/STP" in page
    assert page.index("Nghị định 61/2018/NĐ-CP</h2>") < page.index("Nghị định 118/2025/NĐ-CP</h2>")
