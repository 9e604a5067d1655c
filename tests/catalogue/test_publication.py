"""A procedure is announced and published by two people, complete or not at all, in its terms; then it stays."""

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from motcua.catalogue.actions import abolish, announce, correct, publish, put, take_back_announcement
from motcua.catalogue.drafts import DocumentDraft, FeeDraft, LimitDraft, ProcedureDraft, ReceptionDraft
from motcua.catalogue.models import Announcement, Correction, ProcedureVersion, Reception, VersionState
from motcua.catalogue.process_guard import NotYours
from motcua.catalogue.publication import Decision, gaps, terms
from motcua.catalogue.queries import offer_at, receivable_at
from motcua.catalogue.version_diff import differences
from motcua.catalogue.version_reading import wording_of
from motcua.law import rule_sets
from motcua.organisations.models import Level, Role
from motcua.organisations.queries import Standing, standing_of
from motcua.working_time.official_days import official_calendar
from tests.factories import MONDAY, MONDAY_9AM, Office, create_agency, create_officer, vn

CODE = "9.800001"
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
    results=[{"code": "", "name": "Trích lục"}],
    legal_basis=[{"number": "60/2014/QH13", "title": "Luật Hộ tịch"}],
    limits=[LimitDraft(committed="3 working days")],
    fees=[FeeDraft(amount=8000)],
    documents=[DocumentDraft("TP01", "Tờ khai"), DocumentDraft("TP02", "Giấy tờ tùy thân", is_required=False)],
    receptions=[ReceptionDraft(level=Level.PROVINCE)],
)
DECISION = Decision("1234/QĐ-UBND", MONDAY, "Lâm Văn Bi, Phó Chủ tịch", date(2018, 11, 1))
CALENDAR = official_calendar()


class Control(Office):
    """The office, and Quang and Hằng of procedure control; one procedure in force, changes of it as drafts."""

    def __init__(self) -> None:
        super().__init__()
        unit = create_agency("van-phong-ubnd-tinh", name="Văn phòng UBND tỉnh")
        self.quang = self.standing(create_officer(Role.CONTROLLER, unit, username="quang"))
        self.hang = self.standing(create_officer(Role.CONTROLLER, unit, username="hang"))
        put([DRAFT], valid_from=date(2018, 7, 1))
        self.old = ProcedureVersion.objects.get(procedure__code=CODE)

    def standing(self, user) -> Standing:
        return standing_of(user, on=MONDAY)

    def drafted(self, **changed) -> ProcedureVersion:
        """Return what comes after the version in force, as a draft: another name, unless said otherwise."""
        changed = changed or {"name": "Cấp bản sao trích lục hộ tịch (sửa đổi)"}
        put([replace(DRAFT, **changed)], valid_from=MONDAY, as_drafts=True)
        return ProcedureVersion.objects.filter(procedure__code=changed.get("code", CODE)).latest("number")

    def announced(self, version: ProcedureVersion | None = None, **changed) -> Announcement:
        decision = replace(DECISION, **changed)
        return announce(version=version or self.drafted(), decision=decision, by=self.quang, at=MONDAY_9AM)

    def published(self, version: ProcedureVersion | None = None, *, at: datetime = MONDAY_9AM, **changed):
        return publish(announcement=self.announced(version, **changed), by=self.hang, at=at)


@pytest.fixture
def office(db) -> Control:
    return Control()


def refused(act) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        act()
    return refusal.value.message_dict


# What is missing


def test_a_complete_procedure_lacks_nothing():
    assert gaps(DRAFT) == []


@pytest.mark.parametrize(
    ("part", "empty"),
    [
        ("a", {"name": " "}), ("b", {"how_to": [" "]}), ("c", {"methods": []}), ("d", {"documents": []}),
        ("đ", {"limits": []}), ("đ", {"limits": [LimitDraft("mau thôi")]}), ("e", {"audience": []}),
        ("g", {"agency": "", "agency_text": ""}),
    ],
)  # fmt: skip
def test_every_missing_part_is_one_sentence_that_says_where_to_mend_it(part: str, empty: dict):
    (gap,) = gaps(replace(DRAFT, **empty))

    assert gap.part == part
    assert gap.sentence.startswith(f"Điểm {part}: thiếu") and "của tệp rồi nhập lại" in gap.sentence


def test_what_the_reading_doubted_is_a_gap_but_what_it_found_missing_is_not_said_twice():
    draft = replace(DRAFT, how_to=[], reasons=("Thiếu trình tự thực hiện", "Tách thành phần hồ sơ chưa chắc"))

    assert [gap.part for gap in gaps(draft)] == ["b", ""]
    assert "chưa chắc" in gaps(draft)[1].sentence


def test_no_set_of_papers_is_a_gap():
    assert [gap.part for gap in gaps(DRAFT, sets_of_papers=0)] == ["d"]


# Terms


@pytest.mark.parametrize(
    ("decision", "announce_by", "publish_by"),
    [
        # effective on a Thursday: five working days back is the Thursday before; signed on Monday: public by Monday
        (DECISION, date(2018, 10, 25), date(2018, 10, 29)),
        # effective on a Sunday: five whole working days must lie between
        (replace(DECISION, effective_on=date(2018, 11, 4)), date(2018, 10, 26), date(2018, 10, 29)),
        # shortened: three days after the document was passed, two to publish
        (replace(DECISION, passed_on=date(2018, 10, 18)), date(2018, 10, 23), date(2018, 10, 24)),
    ],
)
def test_terms_are_counted_in_working_days(decision: Decision, announce_by: date, publish_by: date):
    found = terms(decision, rules=rule_sets.ND61_2018, calendar=CALENDAR)

    assert (found.announce_by, found.publish_by) == (announce_by, publish_by)


def test_terms_go_round_the_new_year_of_the_moon():
    decision = replace(DECISION, decided_on=date(2019, 2, 1), effective_on=date(2019, 2, 15))

    found = terms(decision, rules=rule_sets.ND61_2018, calendar=CALENDAR)

    assert (found.announce_by, found.publish_by) == (date(2019, 2, 1), date(2019, 2, 15))


def test_what_was_signed_late_is_flagged_and_not_prevented(office: Control):
    announcement = office.published(effective_on=date(2018, 10, 24))

    assert announcement.was_announced_late
    assert not announcement.is_published_late(today=MONDAY)
    assert announcement.version.valid_from == date(2018, 10, 24)


def test_what_is_published_late_is_in_force_from_that_day_and_stays_late(office: Control):
    announcement = office.announced()
    assert not announcement.is_published_late(today=date(2018, 10, 29))
    assert announcement.is_published_late(today=date(2018, 10, 30))

    announcement = publish(announcement=announcement, by=office.hang, at=vn("2018-11-05 10:00"))

    assert announcement.is_published_late(today=date(2018, 11, 5))
    assert ProcedureVersion.objects.get(pk=announcement.version_id).valid_from == date(2018, 11, 5)


# Life of a version


def test_a_draft_is_announced_by_one_published_by_another_and_ends_the_one_before(office: Control):
    draft = office.drafted()
    announcement = office.announced(draft)
    assert ProcedureVersion.objects.get(pk=draft.pk).state == VersionState.ANNOUNCED
    assert offer_at(office.centre, CODE, on=date(2018, 11, 2)).version == office.old, "nobody may follow it yet"

    publish(announcement=announcement, by=office.hang, at=MONDAY_9AM)

    assert offer_at(office.centre, CODE, on=date(2018, 10, 31)).version == office.old
    offer = offer_at(office.centre, CODE, on=date(2018, 11, 1))
    assert offer.version == draft
    assert offer.version.decision == "1234/QĐ-UBND ngày 22/10/2018"
    assert announcement.kind == "amended"
    office.old.refresh_from_db()
    assert office.old.valid_to == date(2018, 11, 1)


def test_a_new_procedure_is_received_on_its_tiers_from_its_day_on(office: Control):
    announcement = office.published(office.drafted(code="9.800002"))

    assert announcement.kind == "new"
    on = date(2018, 11, 1)
    assert receivable_at(office.centre, on=on).filter(procedure__code="9.800002").exists()
    assert not Reception.objects.filter(procedure__code="9.800002", valid_from__lt=on).exists()


def test_a_running_dossier_stays_on_its_version(office: Control):
    office.version = office.old
    dossier = office.receive()

    office.published(effective_on=MONDAY)

    dossier.refresh_from_db()
    assert dossier.version == office.old


def test_whoever_announced_does_not_publish(office: Control):
    announcement = office.announced()

    with pytest.raises(NotYours, match="người thứ hai"):
        publish(announcement=announcement, by=office.quang, at=MONDAY_9AM)
    with pytest.raises(IntegrityError, match="procedure_is_published_by_a_second_person"), transaction.atomic():
        Announcement.objects.update(
            published_by=announcement.announced_by, published_at=MONDAY_9AM, published_on=MONDAY
        )


def test_only_procedure_control_announces_publishes_abolishes_corrects(office: Control):
    lan, draft, announcement = office.standing(office.lan), office.drafted(), office.announced(office.drafted())
    tries = [
        lambda: announce(version=draft, decision=DECISION, by=lan, at=MONDAY_9AM),
        lambda: publish(announcement=announcement, by=lan, at=MONDAY_9AM),
        lambda: take_back_announcement(announcement=announcement, by=lan),
        lambda: abolish(version=office.old, decision=DECISION, by=lan, at=MONDAY_9AM),
        lambda: correct(version=office.old, texts={"name": "x"}, reason="x", by=lan, at=MONDAY_9AM),
    ]
    for act in tries:
        with pytest.raises(NotYours, match="kiểm soát thủ tục"):
            act()


def test_what_has_a_gap_is_neither_announced_nor_published(office: Control):
    draft = office.drafted(audience=[])
    assert "Điểm e" in refused(lambda: office.announced(draft))["parts"][0]
    with pytest.raises(IntegrityError, match="lacks one of the parts"), transaction.atomic():
        Announcement.objects.create(
            version=draft, kind="new", decision_number="1", decided_on=MONDAY, signed_by="x", effective_on=MONDAY,
            rules="nd61-2018", announce_by=MONDAY, publish_by=MONDAY, announced_by=office.lan, announced_at=MONDAY_9AM,
        )  # fmt: skip

    whole = office.drafted(name="Cấp bản sao")
    announcement = office.announced(whole)
    whole.documents.all().delete()
    assert "Điểm d" in refused(lambda: publish(announcement=announcement, by=office.hang, at=MONDAY_9AM))["parts"][0]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("number", {"number": "  "}),
        ("signed_by", {"signed_by": ""}),
        ("decided_on", {"decided_on": date(2018, 10, 23)}),
        ("decided_on", {"decided_on": date(2017, 10, 23)}),
        ("decided_on", {"effective_on": date(2107, 10, 23)}),
        ("passed_on", {"passed_on": date(2018, 10, 23)}),
    ],
)
def test_a_decision_that_cannot_be_is_refused_field_by_field(office: Control, field: str, wrong: dict):
    assert list(refused(lambda: office.announced(**wrong))) == [field]


def test_a_decision_entered_wrongly_is_taken_back_until_it_is_public(office: Control):
    draft = office.drafted()
    take_back_announcement(announcement=office.announced(draft), by=office.quang)

    draft.refresh_from_db()
    assert (draft.state, Announcement.objects.count()) == (VersionState.DRAFT, 0)
    announcement = office.published(draft)
    assert (
        "Đã công khai"
        in refused(lambda: take_back_announcement(announcement=announcement, by=office.quang))["version"][0]
    )


def test_only_the_latest_draft_is_announced_and_only_once(office: Control):
    first = office.drafted(name="Cấp bản sao lần một")
    second = office.drafted(name="Cấp bản sao lần hai")

    assert "mới hơn" in refused(lambda: office.announced(first))["version"][0]
    announcement = office.announced(second)
    assert "đã công bố" in refused(lambda: office.announced(second))["version"][0]
    publish(announcement=announcement, by=office.hang, at=MONDAY_9AM)
    assert (
        "Đã công khai"
        in refused(lambda: publish(announcement=announcement, by=office.hang, at=MONDAY_9AM))["version"][0]
    )


def test_a_version_that_begins_later_stands_in_the_way(office: Control):
    announcement = office.announced()
    put([replace(DRAFT, name="Từ cơ sở dữ liệu quốc gia")], valid_from=date(2018, 12, 1))

    said = refused(lambda: publish(announcement=announcement, by=office.hang, at=MONDAY_9AM))["version"][0]

    assert "01/12/2018" in said and "Rút quyết định" in said


def test_a_procedure_is_abolished_by_two_people_from_a_day_on(office: Control):
    announcement = abolish(version=office.old, decision=DECISION, by=office.quang, at=MONDAY_9AM)
    assert offer_at(office.centre, CODE, on=date(2018, 11, 5)), "announced only"
    again = refused(lambda: abolish(version=office.old, decision=DECISION, by=office.quang, at=MONDAY_9AM))
    assert "rồi" in again["version"][0]

    with pytest.raises(NotYours):
        publish(announcement=announcement, by=office.quang, at=MONDAY_9AM)
    publish(announcement=announcement, by=office.hang, at=MONDAY_9AM)

    assert offer_at(office.centre, CODE, on=date(2018, 10, 31))
    with pytest.raises(ValidationError, match="không có hiệu lực"):
        offer_at(office.centre, CODE, on=date(2018, 11, 1))
    assert set(Reception.objects.filter(procedure__code=CODE).values_list("valid_to", flat=True)) == {date(2018, 11, 1)}


def test_only_what_is_in_force_is_abolished(office: Control):
    draft = office.drafted()

    assert (
        "đang có hiệu lực"
        in refused(lambda: abolish(version=draft, decision=DECISION, by=office.quang, at=MONDAY_9AM))["version"][0]
    )


# Once public


@pytest.mark.parametrize(
    "change",
    [
        lambda version: ProcedureVersion.objects.filter(pk=version.pk).update(name="Khác"),
        lambda version: ProcedureVersion.objects.filter(pk=version.pk).update(valid_from=MONDAY),
        lambda version: version.documents.update(name="Khác"),
        lambda version: version.documents.all().delete(),
        lambda version: version.limits.update(committed="9 days"),
        lambda version: version.fees.create(amount=1),
        lambda version: Announcement.objects.update(decision_number="9/QĐ"),
        lambda version: Announcement.objects.all().delete(),
    ],
)
def test_what_is_public_refuses_every_change(office: Control, change):
    version = office.published().version

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        change(version)


def test_a_correction_opens_words_only_and_is_itself_never_changed(office: Control):
    version = office.published().version
    texts = {"name": "Cấp bản sao trích lục hộ tịch (sửa đổi)."}
    correct(version=version, texts=texts, reason="thiếu dấu chấm", by=office.quang, at=MONDAY_9AM)

    for change in (
        lambda: ProcedureVersion.objects.filter(pk=version.pk).update(valid_from=MONDAY),
        lambda: version.documents.update(copies=9),
        lambda: version.documents.all().delete(),
        lambda: version.limits.update(committed="9 days"),
        lambda: Correction.objects.update(reason="khác"),
        lambda: Correction.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match=r"never changed|append-only"), transaction.atomic():
            change()


def test_a_typing_error_is_mended_and_what_stood_there_is_kept(office: Control):
    version = office.published(office.drafted(name="Cấp bản sao trích lụch hộ tịch")).version

    correction = correct(
        version=version,
        texts={
            "name": "Cấp bản sao trích lục hộ tịch",
            "how_to.2": " Bước 2: Nhận kết  quả. ",
            "document.TP02": "Giấy tờ tuỳ thân",
            "number": "9",
        },
        reason="gõ sai",
        by=office.hang,
        at=vn("2018-11-02 08:00"),
    )

    version.refresh_from_db()
    assert version.name == "Cấp bản sao trích lục hộ tịch"
    assert version.documents.get(code="TP02").name == "Giấy tờ tuỳ thân"
    assert correction.by_id == office.hang.user_id
    assert correction.changes == [
        {"field": "name", "before": "Cấp bản sao trích lụch hộ tịch", "after": "Cấp bản sao trích lục hộ tịch"},
        {"field": "document.TP02", "before": "Giấy tờ tùy thân", "after": "Giấy tờ tuỳ thân"},
    ]
    assert "trich luc ho tich" in version.procedure.search_text


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"how_to.1": "Bước 3: Nộp hồ sơ tại Trung tâm."}, "con số thay đổi"),
        ({"how_to.1": "Bước 1: Gọi điện thoại cho cán bộ để hẹn ngày."}, "đổi nhiều quá"),
        ({"name": ""}, "đổi nhiều quá"),
    ],
)
def test_more_than_a_typing_error_is_refused(office: Control, texts: dict, said: str):
    version = office.published().version

    found = refused(lambda: correct(version=version, texts=texts, reason="sửa", by=office.hang, at=MONDAY_9AM))

    assert said in found["texts"][0]


def test_a_correction_needs_a_reason_a_change_and_a_published_version(office: Control):
    def tried(version, **more):
        texts = more.pop("texts", {"name": "Cấp bản sao trích lục hộ tịch."})
        return list(refused(lambda: correct(version=version, texts=texts, by=office.hang, at=MONDAY_9AM, **more)))

    assert tried(office.old, reason=" ") == ["reason"]
    assert tried(office.old, reason="x", texts={"name": office.old.name}) == ["version"]
    assert tried(office.drafted(), reason="x") == ["version"]


# What changes


def test_a_wording_read_back_is_what_was_put(office: Control):
    assert differences(wording_of(office.old), DRAFT) == []


def test_differences_are_told_field_by_field():
    after = replace(
        DRAFT,
        name="Cấp trích lục hộ tịch",
        how_to=["Bước 1: Nộp hồ sơ tại Trung tâm một cửa.", "Bước 2: Nhận kết quả.", "Bước 3: Đánh giá."],
        cases=[("th-1", "Nhờ người khác")],
        limits=[LimitDraft("2 working days"), LimitDraft("5 days", channel="post")],
        fees=[],
        documents=[
            DocumentDraft("TP01", "Tờ khai theo mẫu 01", originals=1),
            DocumentDraft("TP02", "Giấy tờ tùy thân", copies=1, is_required=False),
            DocumentDraft("TP03", "Văn bản ủy quyền", case="th-1", case_name="Nhờ người khác"),
        ],
    )

    said = [change.sentence for change in differences(DRAFT, after)]

    assert said == [
        "Tên: “Cấp bản sao trích lục hộ tịch” → “Cấp trích lục hộ tịch”.",
        "Trình tự: “Bước 1: Nộp hồ sơ tại Trung tâm.” → “Bước 1: Nộp hồ sơ tại Trung tâm một cửa.”.",
        "Trình tự: thêm “Bước 3: Đánh giá.”.",
        "Trường hợp: thêm “Nhờ người khác”.",
        "Giấy tờ: “Tờ khai (1 bản chính, bắt buộc)” → “Tờ khai theo mẫu 01 (1 bản chính, bắt buộc)”.",
        "Giấy tờ: “Giấy tờ tùy thân (1 bản chính, tùy trường hợp)” → "
        "“Giấy tờ tùy thân (1 bản chính, 1 bản sao, tùy trường hợp)”.",
        "Giấy tờ: thêm “Văn bản ủy quyền (1 bản chính, bắt buộc, trường hợp: Nhờ người khác)”.",
        "Thời hạn (tại quầy): “3 ngày làm việc” → “2 ngày làm việc”.",
        "Thời hạn (qua bưu điện): thêm “5 ngày”.",
        "Phí, lệ phí: bỏ “phí: 8.000 đ”.",
    ]


def test_the_order_and_numbers_of_papers_are_no_difference():
    turned = [replace(paper, code=f"X{n}") for n, paper in enumerate(reversed(DRAFT.documents))]

    assert differences(DRAFT, replace(DRAFT, documents=turned)) == []


def test_an_import_reports_what_it_changes_and_counts_as_before(office: Control, settings, tmp_path, capsys):
    settings.VAR = tmp_path
    record = {
        "code": "9.800003", "name": "Thủ tục", "field": "Hộ tịch", "level": ["tinh"], "agency": ["Sở Tư pháp"],
        "audience": ["Công dân"], "methods": [{"channel": "truc_tiep", "time_text": "3 Ngày làm việc"}],
        "components": [{"name": "Tờ khai"}], "steps": ["Bước 1: Nộp."], "result": [], "legal_basis": [],
    }  # fmt: skip

    def import_(*more: str, **changed) -> tuple[str, list[dict]]:
        (tmp_path / "p.jsonl").write_text(json.dumps(record | changed, ensure_ascii=False))
        call_command("catalogue_import", str(tmp_path / "p.jsonl"), "--from", "2018-10-22", *more)
        out = capsys.readouterr().out
        report = Path(out.rsplit("report: ", 1)[1].strip())
        return out, [json.loads(line) for line in report.read_text().splitlines()]

    assert import_()[1] == []
    out, lines = import_("--as-drafts", steps=["Bước 1: Nộp.", "Bước 2: Nhận."])

    assert "updated: 1\nunchanged: 0\nrejected: 0" in out
    assert [(line["what"], line["code"], line["changes"][0]["sentence"]) for line in lines] == [
        ("changed", "9.800003", "Trình tự: thêm “Bước 2: Nhận.”.")
    ]
    states = (
        ProcedureVersion.objects.filter(procedure__code="9.800003").order_by("number").values_list("state", flat=True)
    )
    assert list(states) == ["published", "draft"]
