"""The pages of procedures: who may enter, what they show, and a procedure announced by one and published by another."""

from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from motcua.administration.procedure_urls import urlpatterns
from motcua.catalogue.actions import abolish, announce, put
from motcua.catalogue.drafts import DocumentDraft, LimitDraft, ProcedureDraft, ReceptionDraft
from motcua.catalogue.models import Announcement, Correction, ProcedureVersion
from motcua.catalogue.publication import Decision
from motcua.organisations.models import Level, Role
from motcua.organisations.queries import standing_of
from tests.administration.conftest import NOW, Setup
from tests.browser import SIZES, chromium, click_through, look_at, tab
from tests.factories import MONDAY, create_officer, vn

__all__ = ["chromium"]
ROOM, CODE = "/lam-viec/quan-tri/thu-tuc/", "9.800001"
DRAFT = ProcedureDraft(
    code=CODE,
    name="Cấp bản sao trích lục hộ tịch",
    field_key="ho-tich",
    field_name="Hộ tịch",
    levels=[Level.PROVINCE],
    agency="so-tu-phap",
    agency_text="Sở Tư pháp",
    audience=["Công dân Việt Nam"],
    how_to=["Bước 1: Nộp hồ sơ tại Trung tâm.", "Bước 2: Nhận kết quả."],
    methods=[{"channel": "counter", "description": "Nộp tại quầy"}],
    limits=[LimitDraft(committed="3 working days")],
    documents=[DocumentDraft("TP01", "Tờ khai"), DocumentDraft("TP02", "Giấy tờ tùy thân", is_required=False)],
    receptions=[ReceptionDraft(level=Level.PROVINCE)],
)
TYPED = {
    "number": "1234/QĐ-UBND", "decided_on": "2018-10-22", "signed_by": "Lâm Văn Bi, Phó Chủ tịch",
    "effective_on": "2018-11-01",
}  # fmt: skip
DECISION = Decision("1234/QĐ-UBND", MONDAY, "Lâm Văn Bi", date(2018, 11, 1))


@pytest.fixture
def in_force(setup: Setup) -> ProcedureVersion:
    put([DRAFT], valid_from=date(2018, 7, 1))
    return ProcedureVersion.objects.get(procedure__code=CODE)


def draft_of(**changed) -> ProcedureVersion:
    put([replace(DRAFT, **changed)], valid_from=MONDAY, as_drafts=True)
    return ProcedureVersion.objects.filter(procedure__code=changed.get("code", CODE)).latest("number")


def page_of(version: ProcedureVersion, more: str = "") -> str:
    return f"{ROOM}{version.procedure.code}/phien-ban/{version.number}/{more}"


def announced(setup: Setup, version: ProcedureVersion, **changed) -> Announcement:
    by = standing_of(setup.quang, on=MONDAY)
    return announce(version=version, decision=replace(DECISION, **changed), by=by, at=NOW)


@pytest.mark.django_db
def test_every_address_is_shut_to_strangers_and_to_other_officers(client, setup: Setup, as_, in_force):
    kinds = {"<str:code>": CODE, "<int:number>": "1", "<int:pk>": "1"}
    for pattern in urlpatterns:
        path = f"/lam-viec/{pattern.pattern}"
        for kind, value in kinds.items():
            path = path.replace(kind, value)
        client.logout()
        for ask in (client.get, client.post):
            answer = ask(path)
            assert answer.status_code == 405 or answer["Location"].startswith("/tai-khoan/login/"), path
        if pattern.name != "running":
            officer = as_(create_officer(Role.COUNTER, setup.centre))
            assert {ask(path).status_code for ask in (officer.get, officer.post)} <= {403, 405}, path


@pytest.mark.django_db
def test_from_a_draft_to_a_procedure_in_force_by_two_people(setup: Setup, as_, in_force):
    draft = draft_of(name="Cấp trích lục hộ tịch", limits=[LimitDraft("2 working days")])
    page = as_(setup.quang).get(page_of(draft)).content.decode()
    assert "Đủ các điểm a đến g" in page
    assert "Thời hạn (tại quầy): “3 ngày làm việc” → “2 ngày làm việc”." in page

    assert as_(setup.quang).post(page_of(draft, "cong-bo/"), TYPED).status_code == 302
    announcement = Announcement.objects.get()
    publish = page_of(draft, f"cong-khai/{announcement.pk}/")
    assert "Người nhập không tự công khai" in as_(setup.quang).get(page_of(draft)).content.decode()
    assert as_(setup.quang).post(publish).status_code == 403
    assert as_(setup.hang).post(publish).status_code == 302

    page = as_(setup.hang).get(page_of(draft)).content.decode()
    assert "Có hiệu lực từ 01/11/2018" in page and "Phan Thị Lệ Hằng công khai 22/10/2018" in page
    assert "Có hiệu lực đến trước 01/11/2018" in as_(setup.hang).get(page_of(in_force)).content.decode()


@pytest.mark.django_db
def test_what_lacks_is_said_and_offers_no_announcement(setup: Setup, as_, in_force):
    draft = draft_of(audience=[], how_to=[])

    page = as_(setup.quang).get(page_of(draft)).content.decode()

    assert "Còn thiếu 2 điều" in page and "Điểm b: thiếu trình tự" in page and "Điểm e: thiếu đối tượng" in page
    assert "cong-bo/" not in page
    refused = as_(setup.quang).post(page_of(draft, "cong-bo/"), TYPED)
    assert refused.status_code == 422 and "Điểm e" in refused.content.decode()


@pytest.mark.django_db
def test_a_decision_that_cannot_be_is_said_and_what_was_typed_stays(setup: Setup, as_, in_force):
    draft = draft_of(name="Khác")

    wrong = TYPED | {"decided_on": "hôm qua", "signed_by": "<b>Bi</b>"}
    answer = as_(setup.quang).post(page_of(draft, "cong-bo/"), wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ghi ngày ký quyết định" in page and "&lt;b&gt;Bi&lt;/b&gt;" in page and "1234/QĐ-UBND" in page


@pytest.mark.django_db
def test_the_list_has_drafts_announced_abolished_and_late_ones(setup: Setup, as_, in_force):
    draft_of(code="9.800002", name="Bản nháp thiếu", reasons=("Tách thành phần hồ sơ chưa chắc",))
    announced(setup, draft_of(code="9.800003", name="Công bố trễ"), effective_on=date(2018, 10, 24))
    late = announced(setup, draft_of(code="9.800004", name="Đúng hạn"))
    by = standing_of(setup.quang, on=MONDAY)
    abolish(version=in_force, decision=DECISION, by=by, at=NOW)

    def listed(asked: str) -> str:
        return as_(setup.quang).get(ROOM, {"loc": asked}).content.decode().partition("<tbody")[2]

    assert "9.800002" in listed("nhap") and "chưa chắc" in listed("nhap") and "9.800004" not in listed("nhap")
    assert "9.800004" in listed("cong-bo") and CODE in listed("cong-bo"), "its end waits too"
    assert "Quyết định ký trễ" in listed("tre") and "9.800004" not in listed("tre")
    assert CODE in listed("hieu-luc") and CODE not in listed("bai-bo")
    assert not late.was_announced_late
    assert as_(setup.quang).get(ROOM, {"q": "ban nhap"}).content.decode().count("data-row") == 1


@pytest.mark.django_db
def test_a_procedure_is_abolished_and_its_dossiers_stay(setup: Setup, as_, in_force):
    setup.version = in_force
    dossier = setup.receive()
    as_(setup.quang).post(page_of(in_force, "bai-bo/"), TYPED | {"effective_on": "2018-10-23"})
    announcement = Announcement.objects.get()
    as_(setup.hang).post(page_of(in_force, f"cong-khai/{announcement.pk}/"))

    assert "1 hồ sơ" in (page := as_(setup.hang).get(page_of(in_force)).content.decode()) or "Một hồ sơ" in page
    running = f"/lam-viec/thu-tuc/{CODE}/ho-so-dang-chay/"
    assert str(dossier) in as_(setup.lan).get(running).content.decode()
    stranger = create_officer(Role.SPECIALIST, setup.health)
    assert str(dossier) not in as_(stranger).get(running).content.decode()


@pytest.mark.django_db
def test_a_decision_is_taken_back_and_a_typing_error_is_mended(setup: Setup, as_, in_force):
    announcement = announced(setup, draft_of(name="Khác"))
    as_(setup.quang).post(page_of(announcement.version, f"rut/{announcement.pk}/"))
    assert not Announcement.objects.exists()

    mend = {"text-name": "Cấp bản sao trích lục hộ  tịch.", "reason": "thiếu dấu chấm"}
    assert as_(setup.quang).post(page_of(in_force, "dinh-chinh/"), mend).status_code == 302
    assert Correction.objects.get().changes[0]["after"] == "Cấp bản sao trích lục hộ tịch."
    too_much = as_(setup.quang).post(page_of(in_force, "dinh-chinh/"), {"text-name": "Việc khác hẳn", "reason": "x"})
    assert too_much.status_code == 422
    assert "Công bố phiên bản mới" in too_much.content.decode() and "Việc khác hẳn" in too_much.content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", SIZES)
def test_the_pages_look_right_and_are_within_reach(setup: Setup, in_force, chromium: Browser, live_server, size: str):
    draft_of(code="9.800002", name="Bản nháp thiếu", audience=[], reasons=("Tách thành phần hồ sơ chưa chắc",))
    announced(setup, draft_of(code="9.800003", name="Công bố trễ"), effective_on=date(2018, 10, 24))
    draft = draft_of(name="Cấp trích lục hộ tịch", limits=[LimitDraft("2 working days")])
    with tab(chromium, live_server.url, user=setup.quang, size=size) as page:
        page.goto(ROOM)
        look_at(page, "thu-tuc")
        page.goto(f"{ROOM}9.800002/phien-ban/1/")
        look_at(page, "thu-tuc-thieu")
        page.goto(page_of(draft))
        look_at(page, "thu-tuc-nhap")
        page.goto(page_of(in_force))
        page.get_by_text("Bãi bỏ thủ tục").click()
        page.get_by_text("Sửa lỗi chính tả").click()
        look_at(page, "thu-tuc-hieu-luc")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_two_people_announce_and_publish_without_scripts(setup: Setup, in_force, chromium: Browser, live_server):
    draft = draft_of(name="Cấp trích lục hộ tịch")
    with tab(chromium, live_server.url, user=setup.quang, javascript=False) as page:
        page.goto(page_of(draft))
        page.get_by_label("Số quyết định").fill("1234/QĐ-UBND")
        page.get_by_label("Ngày ký").fill("2018-10-22")
        page.get_by_label("Người ký, chức vụ").fill("Lâm Văn Bi, Phó Chủ tịch")
        page.get_by_label("Ngày có hiệu lực").fill("2018-11-01")
        click_through(page.get_by_role("button", name="Công bố"))
        expect(page.get_by_text("Chờ người thứ hai")).to_be_visible()
    with tab(chromium, live_server.url, user=setup.hang, javascript=False) as page:
        page.goto(page_of(draft))
        click_through(page.get_by_role("button", name="Công khai"))
        expect(page.get_by_text("Có hiệu lực từ 01/11/2018").first).to_be_visible()
        look_at(page, "thu-tuc-cong-khai")
    assert ProcedureVersion.objects.get(pk=in_force.pk).valid_to == date(2018, 11, 1)
    assert vn("2018-10-22 09:41") == NOW
