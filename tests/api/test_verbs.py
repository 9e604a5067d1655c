"""POST /dossiers/{code}/actions/{verb}: the whole life of a dossier, and every way a verb is refused."""

import pytest

from motcua.dossiers.models import Dossier
from motcua.organisations.models import Role
from tests.api.conftest import Caller, application
from tests.factories import Office, create_agency, create_officer


@pytest.fixture
def code(office: Office, lan: Caller) -> str:
    """A dossier that Lan has just received."""
    return lan.post("/dossiers", application(office)).json()["code"]


@pytest.fixture
def submitted(office: Office, lan: Caller) -> str:
    return lan.post("/dossiers", application(office, channel="online")).json()["quick_code"]


def at(code: str, verb: str) -> str:
    return f"/dossiers/{code}/actions/{verb}"


def test_a_dossier_goes_from_the_door_to_the_result(code: str, lan: Caller, hai: Caller, sau: Caller):
    path = f"/dossiers/{code}"
    assert hai.get(f"{path}/actions").json() == ["take-over"]
    assert hai.post(at(code, "take-over")).json()["officer"] == "Phạm Quốc Hải"
    assert hai.get(f"{path}/actions").json() == [
        "forward", "propose", "request-supplement", "request-payment", "consult", "take-back"
    ]  # fmt: skip
    proposal = {"outcome": "granted", "summary": "Đủ điều kiện."}
    assert hai.post(at(code, "propose"), proposal).json()["step"] == "Phê duyệt"
    assert sau.post(at(code, "send-back"), {"reason": "Thiếu chữ ký."}).json()["step"] == "Giải quyết"
    hai.post(at(code, "propose"), proposal)
    approved = sau.post(at(code, "approve"), {"note": "Đồng ý"}).json()
    assert (approved["status"], approved["national_status"], approved["timeliness"]) == ("result_ready", 9, "early")
    assert lan.get(f"{path}/actions").json() == ["return-result"]
    returned = lan.post(at(code, "return-result"), {"collected_by": "Lê Văn Tư"}).json()
    assert (returned["status"], returned["national_status"]) == ("returned", 10)

    diary = lan.get(f"{path}/events").json()
    assert [line["verb"] for line in diary] == [
        "receive", "take-over", "propose", "send-back", "propose", "approve", "return-result"
    ]  # fmt: skip
    assert diary[-1] | {"at": ""} == {
        "seq": 7, "at": "", "verb": "return-result", "by": "Lê Mỹ Lan", "agency": "trung-tam",
        "agency_name": "Trung tâm Giải quyết thủ tục hành chính", "status": "returned",
        "due_at": "2018-10-25T17:00:00+07:00", "detail": {"collected_by": "Lê Văn Tư"},
    }  # fmt: skip
    assert lan.get(path).json()["result"]["outcome"] == "granted"


def test_a_result_goes_out_by_post_as_it_was_wanted(office: Office, lan: Caller, hai: Caller, sau: Caller):
    code = lan.post("/dossiers", application(office, result_channel="post")).json()["code"]
    hai.post(at(code, "take-over"))
    hai.post(at(code, "propose"), {"outcome": "granted", "summary": "Đủ điều kiện."})
    sau.post(at(code, "approve"))

    wrong = lan.post(at(code, "return-result"), {"consignment": "EA12"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "consignment")
    said = {"consignment": "ea987654321vn", "collected_by": "Lê Văn Tư", "authority": "số 12"}
    assert lan.post(at(code, "return-result"), said).json()["status"] == "returned"
    assert lan.get(f"/dossiers/{code}").json()["result_consignment"] == "EA987654321VN"
    assert lan.get(f"/dossiers/{code}/events").json()[-1]["detail"] == {
        "consignment": "EA987654321VN", "collected_by": "Lê Văn Tư", "authority": "số 12"
    }  # fmt: skip


def test_a_submitted_dossier_is_received_or_refused_at_the_desk(submitted: str, office: Office, lan: Caller):
    assert lan.get(f"/dossiers/{submitted}/actions").json() == ["receive", "refuse", "withdraw", "request-supplement"]
    refused = lan.post(at(submitted, "refuse"), {"reason": "Nộp tại huyện."}).json()
    assert (refused["status"], refused["national_status"], refused["code"]) == ("refused", 3, None)


def test_a_dossier_is_handed_to_a_colleague_by_user_name(code: str, office: Office, hai: Caller):
    colleague = create_officer(Role.SPECIALIST, office.department, username="tu", full_name="Lê Văn Tư")
    hai.post(at(code, "take-over"))

    assert hai.post(at(code, "forward"), {"to": "tu", "note": "Nhờ Tư."}).json()["officer"] == str(colleague)


def test_somebody_unknown_and_somebody_elsewhere_are_refused(code: str, office: Office, hai: Caller):
    hai.post(at(code, "take-over"))

    for name in ("khong-co", "lan"):
        response = hai.post(at(code, "forward"), {"to": name})
        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "to"


def test_a_citizen_takes_a_dossier_back_through_the_counter(code: str, lan: Caller):
    assert lan.post(at(code, "withdraw"), {"reason": "Đổi ý."}).json()["national_status"] == 7


def test_what_the_law_does_not_allow_now_is_a_conflict(code: str, lan: Caller, sau: Caller):
    response = lan.post(at(code, "receive"))
    assert (response.status_code, response.json()["type"].partition("#")[2]) == (409, "not-open")
    assert "tiếp nhận" in response.json()["detail"]
    assert sau.post(at(code, "approve")).status_code == 409


def test_what_somebody_else_does_is_forbidden(code: str, lan: Caller, hai: Caller):
    response = lan.post(at(code, "take-over"))
    assert response.status_code == 403
    assert "Chuyên viên" in response.json()["detail"]
    assert hai.post(at(code, "return-result")).status_code == 403
    assert hai.post(at(code, "propose"), {"outcome": "granted", "summary": "Đủ."}).status_code == 409


@pytest.mark.parametrize(
    ("verb", "body", "field"),
    [
        ("withdraw", {"reason": "  "}, "reason"),
        ("withdraw", {}, "reason"),
        ("withdraw", {"reason": "Đổi ý", "status": "returned"}, "status"),
        ("withdraw", None, ""),
        ("take-over", {"officer": "hai"}, "officer"),
    ],
)
def test_a_body_that_is_wrong_changes_nothing(code: str, lan: Caller, verb: str, body, field: str):
    response = lan.post(at(code, verb), body)

    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert Dossier.objects.get(code=code).version_number == 1


def test_a_proposal_says_what_and_why(code: str, hai: Caller):
    hai.post(at(code, "take-over"))

    response = hai.post(at(code, "propose"), {"outcome": "maybe", "summary": "Đủ."})
    assert response.json()["errors"] == [{"field": "outcome", "message": "Chọn một trong: granted, refused."}]
    assert hai.post(at(code, "propose"), {"outcome": "granted", "summary": ""}).status_code == 422


def test_a_stale_page_acts_on_nothing(code: str, hai: Caller):
    version = hai.get(f"/dossiers/{code}")["ETag"]
    assert hai.post(at(code, "take-over"), If_Match=version).json()["version"] == 2

    response = hai.post(at(code, "propose"), {"outcome": "granted", "summary": "Đủ."}, If_Match=version)

    assert response.status_code == 412
    assert Dossier.objects.get(code=code).version_number == 2
    fresh = hai.post(at(code, "propose"), {"outcome": "granted", "summary": "Đủ."}, If_Match="2")
    assert fresh["ETag"] == '"3"'


@pytest.mark.parametrize("header", ["*", ""])
def test_whoever_does_not_say_a_version_is_not_held_to_one(code: str, hai: Caller, header: str):
    assert hai.post(at(code, "take-over"), If_Match=header).status_code == 200


@pytest.mark.parametrize("header", ["abc", '"1", "2"', 'W/"1"', "-1"])
def test_an_unreadable_version_is_refused(code: str, hai: Caller, header: str):
    response = hai.post(at(code, "take-over"), If_Match=header)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "If-Match"


def test_a_supplement_stops_the_clock_and_gives_the_whole_limit_anew(code: str, lan: Caller, hai: Caller):
    hai.post(at(code, "take-over"))
    asked = {"reason": "Thiếu đơn.", "papers": ["Đơn đề nghị"], "asked_until": "2018-10-26"}
    waiting = hai.post(at(code, "request-supplement"), asked).json()
    assert (waiting["status"], waiting["national_status"], waiting["timeliness"]) == (
        "awaiting_supplement",
        5,
        "waiting",
    )
    assert lan.get(f"/dossiers/{code}/actions").json() == ["withdraw", "accept-supplement", "stop"]

    brought = {"components": [{"name": "don de nghi", "originals": 2}]}
    again = lan.post(at(code, "accept-supplement"), brought).json()
    assert (again["status"], again["due_at"]) == ("in_progress", "2018-10-25T17:00:00+07:00")
    line = lan.get(f"/dossiers/{code}/events").json()[-1]
    assert (line["detail"]["clock"], line["detail"]["papers"]) == ("restarted", ["Đơn đề nghị"])


def test_a_payment_stops_the_clock_until_it_is_proved(code: str, lan: Caller, hai: Caller):
    hai.post(at(code, "take-over"))
    asked = {"reason": "Lệ phí trước bạ.", "amount": 120000, "limit_after": "3 working days"}
    assert hai.post(at(code, "request-payment"), asked).json()["national_status"] == 6
    assert lan.post(at(code, "confirm-payment"), {"proof": ""}).status_code == 422
    assert lan.post(at(code, "confirm-payment"), {"proof": "BL 0012345"}).json()["status"] == "in_progress"


def test_an_apology_is_made_once_and_keeps_both_days(code: str, hai: Caller, sau: Caller):
    wanted = {"reason": "Chờ đo đạc.", "new_due_on": "2018-10-30"}
    assert hai.post(at(code, "extend"), wanted).status_code == 403
    assert sau.post(at(code, "extend"), wanted | {"new_due_on": "2018-10-28"}).status_code == 422  # a Sunday
    extended = sau.post(at(code, "extend"), wanted).json()
    assert (extended["due_at"], extended["first_due_at"]) == ("2018-10-30T17:00:00+07:00", "2018-10-25T17:00:00+07:00")
    assert sau.post(at(code, "extend"), wanted | {"new_due_on": "2018-11-05"}).status_code == 409


def test_another_unit_is_asked_and_answers(code: str, office: Office, hai: Caller, sau: Caller):
    builders = create_agency("so-xay-dung")
    builder = Caller(create_officer(Role.SPECIALIST, builders))
    hai.post(at(code, "take-over"))
    asked = {"agency": "so-xay-dung", "question": "Có vướng quy hoạch không?", "half_days": 2}
    assert hai.post(at(code, "consult"), asked).status_code == 200
    proposal = {"outcome": "granted", "summary": "Đủ."}
    assert hai.post(at(code, "propose"), proposal).status_code == 409

    assert builder.get(f"/dossiers/{code}/actions").json() == ["answer"]
    assert builder.post(at(code, "answer"), {"text": "Không vướng."}).status_code == 200
    assert builder.post(at(code, "answer"), {"text": "Không vướng."}).status_code == 403
    assert hai.post(at(code, "propose"), proposal).status_code == 200


def test_ones_own_last_step_can_be_taken_back(code: str, hai: Caller, sau: Caller):
    hai.post(at(code, "take-over"))
    hai.post(at(code, "propose"), {"outcome": "granted", "summary": "Đủ."})
    assert sau.post(at(code, "take-back")).status_code == 403

    back = hai.post(at(code, "take-back"), {"reason": "Bấm nhầm."}).json()

    assert (back["step"], back["officer"]) == ("Giải quyết", "Phạm Quốc Hải")
    assert hai.post(at(code, "take-back")).status_code == 409  # what was taken back is not taken back again


def test_a_dossier_is_stopped_by_its_leader_before_a_decision_only(code: str, hai: Caller, sau: Caller):
    assert hai.post(at(code, "stop"), {"reason": "Người nộp xin dừng."}).status_code == 403
    stopped = sau.post(at(code, "stop"), {"reason": "Người nộp xin dừng."}).json()
    assert (stopped["status"], stopped["national_status"]) == ("stopped", 8)


def test_an_unknown_verb_is_not_found(code: str, lan: Caller):
    assert lan.post(at(code, "delete")).status_code == 404
    assert lan.get(at(code, "receive")).status_code == 405


def test_a_dossier_of_others_does_not_exist(code: str, office: Office):
    stranger = Caller(create_officer(Role.SPECIALIST, create_agency("so-y-te")))
    assert stranger.post(at(code, "take-over")).status_code == 404
