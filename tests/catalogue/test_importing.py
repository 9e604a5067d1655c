"""Importing procedures: nothing lost, nothing guessed, nothing changed the second time."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from motcua.catalogue.importing.normalised import read_fee, read_limit
from motcua.catalogue.models import Procedure, ProcedureVersion, Reception
from motcua.catalogue.queries import offer_at, receivable_at
from motcua.organisations.models import Kind
from motcua.working_time.limits import UnreadableLimit
from tests.factories import Office, create_agency

pytestmark = pytest.mark.django_db

ON = date(2018, 10, 22)
SHARED = Path(__file__).parents[3] / "shared" / "data" / "procedures.jsonl"

RECORD = {
    "code": "2.000488",
    "name": "Cấp phiếu lý lịch tư pháp",
    "field": "Lý lịch tư pháp",
    "level": ["tinh"],
    "agency": ["Sở Tư pháp"],
    "issuing_agency": "Bộ Tư pháp",
    "decision_no": "299/QĐ-BTP",
    "audience": ["Công dân Việt Nam"],
    "channels": ["truc_tiep", "truc_tuyen"],
    "methods": [
        {
            "channel": "truc_tiep",
            "time_text": "10 Ngày",
            "fees": [{"amount_text": "200,000 VNĐ", "note": ""}],
            "description": "",
        },
        {"channel": "truc_tuyen", "time_text": "10 Ngày làm việc", "fees": [], "description": ""},
    ],
    "components": [
        {"case": "", "name": "Tờ khai", "form_files": ["03/2013/TT-LLTP"], "originals": 1, "copies": 0},
        {"case": "Nhờ người khác", "name": "Văn bản ủy quyền", "form_files": [], "originals": 1, "copies": 0},
    ],
    "steps": ["Bước 1: Nộp hồ sơ.", "+"],
    "legal_basis": [{"number": "28/2009/QH12", "title": "Luật Lý lịch tư pháp"}],
    "result": [{"code": "KQ.G15.000286", "name": "Phiếu lý lịch tư pháp"}],
    "conditions": "",
}


@pytest.fixture
def office(settings, tmp_path):
    settings.VAR = tmp_path
    return Office()


def import_(tmp_path, *records, capsys=None, name="p.jsonl", on="2018-10-22"):
    path = tmp_path / name
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records))
    call_command("catalogue_import", str(path), "--from", on)
    return capsys.readouterr() if capsys else None


def imported():
    return ProcedureVersion.objects.exclude(fingerprint="")  # all but the procedure that the office had before


def changed(**more):
    return RECORD | more


def test_a_complete_record_is_received_at_once(office, tmp_path):
    import_(tmp_path, RECORD)

    offer = offer_at(office.centre, "2.000488", on=ON)
    assert offer.competent == office.department
    assert {limit.channel: limit.committed for limit in offer.version.limits.all()} == {
        "counter": "10 days",
        "online": "10 working days",
    }
    assert [fee.amount for fee in offer.version.fees.all()] == [200_000]
    assert [case.name for case in offer.version.cases.all()] == ["Nhờ người khác"]
    assert [step.kind for step in offer.version.processes.get().steps.all()] == [
        "reception",
        "handling",
        "approval",
        "return",
    ]


def test_a_second_import_changes_nothing(office, tmp_path, capsys):
    import_(tmp_path, RECORD)
    before = Counter(ProcedureVersion.objects.values_list("pk", flat=True))
    capsys.readouterr()

    said = import_(tmp_path, RECORD, capsys=capsys).out

    assert "created: 0" in said and "updated: 0" in said and "unchanged: 1" in said
    assert Counter(ProcedureVersion.objects.values_list("pk", flat=True)) == before


def test_a_changed_record_is_a_new_version_and_the_old_one_ends_that_day(office, tmp_path):
    import_(tmp_path, RECORD)
    import_(tmp_path, changed(name="Cấp phiếu lý lịch tư pháp số 1"), on="2018-11-01")

    old, new = imported().order_by("number")
    assert (old.valid_from, old.valid_to) == (ON, date(2018, 11, 1))
    assert (new.valid_from, new.valid_to) == (date(2018, 11, 1), None)
    assert offer_at(office.centre, "2.000488", on=date(2018, 10, 31)).version == old
    assert offer_at(office.centre, "2.000488", on=date(2018, 11, 1)).version == new
    assert Reception.objects.filter(valid_to=None, procedure=new.procedure).count() == 1


def test_what_people_call_it_survives_a_national_import(office, tmp_path):
    Procedure.objects.create(code="2.000488", everyday_name="Giấy không tiền án", synonyms=["hạnh kiểm"], popularity=9)

    import_(tmp_path, RECORD)

    procedure = Procedure.objects.get(code="2.000488")
    assert (procedure.everyday_name, procedure.popularity) == ("Giấy không tiền án", 9)
    assert "hanh kiem" in procedure.search_text and "ly lich tu phap" in procedure.search_text


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (changed(methods=[{"channel": "truc_tiep", "time_text": "5", "fees": []}]), "Không đọc được thời hạn “5”"),
        (changed(methods=[{"channel": "truc_tiep", "time_text": "", "fees": []}]), "Thiếu thời hạn giải quyết"),
        (changed(methods=[]), "Thiếu cách thức thực hiện"),
        (changed(components=[]), "Thiếu thành phần hồ sơ"),
        (changed(steps=["+"]), "Thiếu trình tự thực hiện"),
        (changed(audience=[]), "Thiếu đối tượng thực hiện"),
        (changed(agency=[]), "Thiếu cơ quan thực hiện"),
        (changed(code="Test"), "Mã thủ tục “Test” không đúng dạng 1.001234"),
        (changed(result=[{"code": "rjwegefu", "name": "x"}]), "Mã kết quả “rjwegefu” không dùng được"),
        (
            changed(methods=[{"channel": "truc_tiep", "time_text": text} for text in ("3 Ngày", "5 Ngày")]),
            "Có 2 thời hạn khác nhau cho cùng một cách nộp, chưa rõ trường hợp nào",
        ),
    ],
)
def test_what_is_dirty_is_kept_as_a_draft_with_the_reason(office, tmp_path, record, reason):
    import_(tmp_path, record)

    version = imported().get()
    assert version.state == "draft"
    assert reason in version.draft_reasons
    assert not receivable_at(office.centre, on=ON).exclude(pk=office.version.pk).exists()


def test_what_is_no_procedure_is_rejected_and_kept_in_the_report(office, tmp_path, capsys):
    said = import_(tmp_path, RECORD, "{not json", changed(name=" "), "[1]", RECORD, capsys=capsys)

    assert "rejected: 4" in said.out
    report = Path(said.out.rsplit("report: ", 1)[1].strip())
    kept = [json.loads(line) for line in report.read_text().splitlines()]
    assert [row["record"] for row in kept] == ["{not json", changed(name=" "), "[1]", RECORD]
    assert all(row["reasons"] for row in kept)


def test_a_file_that_is_not_there_is_one_sentence(office):
    with pytest.raises(CommandError, match="there is no file"):
        call_command("catalogue_import", "nowhere.jsonl")


def test_communes_settle_what_is_of_their_tier_and_departments_what_is_of_theirs(office, tmp_path):
    commune = create_agency(kind=Kind.COMMUNE)
    import_(tmp_path, changed(level=["tinh", "xa"]))

    assert offer_at(office.centre, "2.000488", on=ON).competent == office.department
    assert offer_at(commune, "2.000488", on=ON).competent == commune


def test_what_only_a_ministry_does_is_in_force_and_received_nowhere(office, tmp_path):
    import_(tmp_path, changed(level=["bo"]))

    assert ProcedureVersion.objects.in_force_on(ON).filter(procedure__code="2.000488").exists()
    assert not receivable_at(office.centre, on=ON).filter(procedure__code="2.000488").exists()


def test_the_national_databases_own_form_is_read_too(office, tmp_path):
    national = {
        "result": [
            {
                "MATTHC": "2.000488",
                "TENTTHC": "Cấp phiếu lý lịch tư pháp",
                "CAPTHUCHIEN": [{"CAPTHUCHIEN": "2", "TENCAP": "Cấp Tỉnh"}],
                "LINHVUCTHUCHIEN": [{"MALINHVUC": "G15-LLTP", "TENLINHVUC": "Lý lịch tư pháp"}],
                "DOITUONGTHUCHIEN": [{"MADOITUONG": "1", "TENDOITUONG": "Công dân Việt Nam"}],
                "COQUANTHUCHIEN": [{"MADONVI": "", "TENDONVI": "Sở Tư pháp"}],
                "CACHTHUCTHUCHIEN": [
                    {
                        "KENH": "1",
                        "THOIGIAN": [
                            {
                                "THOIGIANGIAIQUYET": "10",
                                "DONVITINH": "Ngày làm việc",
                                "PHILEPHI": [{"SOTIEN": "200000", "DONVI": "Đồng", "MOTA": "Phí cung cấp thông tin"}],
                            }
                        ],
                    }
                ],
                "TRINHTUTHUCHIEN": [{"TRUONGHOP": "", "TRINHTU": [{"TENTRINHTU": "Bước 1: nộp hồ sơ"}]}],
                "THANHPHANHOSO": [
                    {"TRUONGHOP": "", "GIAYTO": [{"TENGIAYTO": "Tờ khai", "SOBANCHINH": 1, "SOBANSAO": 0}]}
                ],
                "KETQUATHUCHIEN": [{"MAKETQUA": "KQ.G15.000286", "TENKETQUA": "Phiếu"}],
            }
        ]
    }
    import_(tmp_path, json.dumps(national), name="LayThuTuc.json")

    offer = offer_at(office.centre, "2.000488", on=ON)
    assert offer.version.limits.get().committed == "10 working days"
    assert offer.version.fees.get().amount == 200_000


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("3 Ngày làm việc", "3 working days"),
        ("15 Ngày", "15 days"),
        ("4 Giờ", "4 working hours"),
        ("2 Tháng", "2 months"),
        ("0,5 Ngày làm việc", "0.5 working day"),
    ],
)
def test_limits_are_read_with_their_units(text, limit):
    assert read_limit(text) == limit


@pytest.mark.parametrize("text", ["5", "Không quy định", "Ngay", "0 Ngày", "3-5"])
def test_limits_without_a_unit_are_not_guessed(text):
    with pytest.raises(UnreadableLimit):
        read_limit(text)


@pytest.mark.parametrize(
    ("text", "note", "read"),
    [
        ("Miễn phí", "", (0, "")),
        ("120,000 VNĐ", "", (120_000, "")),
        ("1.500.000 Việt Nam Đồng", "", (1_500_000, "")),
        ("Phí : 0 Đồng", "", (0, "")),
        ("100 VNĐ", "100.000 đồng", (None, "100 VNĐ – 100.000 đồng")),
        ("50 USD", "", (None, "50 USD")),
        ("Xem chi tiết", "", (None, "Xem chi tiết")),
    ],
)
def test_fees_are_amounts_only_when_they_plainly_are(text, note, read):
    assert read_fee(text, note) == read


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the folder of third-party data is not beside the project")
def test_all_2929_real_procedures_come_in(office, capsys):
    districts = [create_agency(kind=Kind.DISTRICT), create_agency(kind=Kind.COMMUNE)]
    codes = [json.loads(line)["code"] for line in SHARED.read_text().splitlines()]

    call_command("catalogue_import", str(SHARED), "--from", "2018-10-22")
    said = capsys.readouterr().out

    assert len(codes) == 2929
    assert "created: 2929" in said and "rejected: 0" in said
    assert set(codes) <= set(Procedure.objects.values_list("code", flat=True))
    in_force = ProcedureVersion.objects.in_force_on(ON).exclude(pk=office.version.pk)
    drafts = ProcedureVersion.objects.filter(state="draft")
    assert in_force.count() + drafts.count() == 2929
    assert in_force.count() > 2000
    assert not drafts.filter(draft_reasons=[]).exists()
    assert not in_force.exclude(draft_reasons=[]).exists()
    assert receivable_at(office.centre, on=ON).count() > 700
    assert receivable_at(districts[1], on=ON).count() > 300
    for version in in_force.prefetch_related("processes__steps", "limits")[:300]:
        assert version.processes.all()[0].steps.all()[0].kind == "reception"

    call_command("catalogue_import", str(SHARED), "--from", "2018-10-22")
    said = capsys.readouterr().out
    assert "created: 0" in said and "updated: 0" in said and "unchanged: 2929" in said
