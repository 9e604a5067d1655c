"""POST /dossiers: at the counter, online, by post."""

import pytest

from motcua.catalogue.models import ProcedureCase
from motcua.dossiers.models import Dossier, Event
from motcua.organisations.models import Kind, Role
from tests.api.conftest import Caller, application
from tests.factories import Office, create_agency, create_officer


def fields(response) -> dict[str, str]:
    assert response.status_code == 422, response.content.decode()
    return {error["field"]: error["message"] for error in response.json()["errors"]}


def test_what_is_handed_in_at_the_counter_is_received_numbered_and_promised(office: Office, lan: Caller):
    response = lan.post("/dossiers", application(office))

    dossier = response.json()
    assert response.status_code == 201
    assert dossier["code"] == f"{office.centre.identifier}-181022-0001"
    assert (dossier["status"], dossier["national_status"], dossier["version"]) == ("received", 2, 1)
    assert dossier["due_at"] == "2018-10-25T17:00:00+07:00"
    assert (dossier["agency"], dossier["receiving_agency"], dossier["holder"]) == (
        "so-tu-phap", "trung-tam", "so-tu-phap"
    )  # fmt: skip
    assert dossier["procedure"] == office.version.procedure.code
    assert response["Location"] == f"/api/v1/dossiers/{dossier['code']}"
    assert response["ETag"] == '"1"'


@pytest.mark.parametrize("channel", ["online", "post"])
def test_what_comes_online_or_by_post_waits_to_be_received(office: Office, lan: Caller, channel: str):
    dossier = lan.post("/dossiers", application(office, channel=channel)).json()

    assert (dossier["status"], dossier["national_status"], dossier["code"]) == ("submitted", 1, None)

    received = lan.post(f"/dossiers/{dossier['quick_code']}/actions/receive").json()
    assert (received["status"], received["quick_code"]) == ("received", dossier["quick_code"])
    assert received["code"].endswith("-181022-0001")


def test_papers_are_named_by_code_or_by_name_however_it_is_typed(office: Office, lan: Caller):
    said = application(office, components=[{"name": "  đơn  đề nghị"}, {"name": "GIAY TO TUY THAN", "copies": 2}])

    dossier = lan.get(f"/dossiers/{lan.post('/dossiers', said).json()['code']}").json()

    assert [(paper["code"], paper["originals"], paper["copies"]) for paper in dossier["components"]] == [
        ("P1", 1, 0), ("P2", 1, 2)
    ]  # fmt: skip


def test_everything_that_was_said_is_kept(office: Office, lan: Caller):
    commune = create_agency("xa-tan-an", kind=Kind.COMMUNE, name="UBND xã Tân Ân", gso_code="32188")
    case = ProcedureCase.objects.create(version=office.version, key="cap-lai", name="Cấp lại")
    said = application(
        office,
        applicant={
            "kind": "person", "name": "Trần Thị Bé Ba", "id_number": "381000123", "phone": "0900000427",
            "email": "ba@example.vn", "address": "Ấp Tân Ánh", "commune": "32188",
        },
        submitter={"name": "Lê Văn Tư", "commune": "xa-tan-an"},
        case="cap-lai",
        result_channel="post",
        note="Nhận buổi sáng",
        received_at="2018-10-22T08:15:00+07:00",
    )  # fmt: skip

    dossier = lan.get(f"/dossiers/{lan.post('/dossiers', said).json()['code']}").json()

    assert dossier["applicant"] == said["applicant"] | {"commune": "xa-tan-an", "commune_name": commune.name}
    assert dossier["submitter"]["name"] == "Lê Văn Tư"
    assert (dossier["case"], dossier["result_channel"], dossier["note"]) == (case.key, "post", "Nhận buổi sáng")
    assert dossier["received_at"] == "2018-10-22T08:15:00+07:00"
    assert dossier["book_number"] == 1


def test_by_whose_authority_and_in_which_item_it_came_is_kept(office: Office, lan: Caller):
    said = application(
        office,
        channel="post",
        submitter={"name": "Lê Văn Tư"},
        authority="số 12 ngày 20/10/2018",
        consignment="ee 123 456 789 vn",
    )

    dossier = lan.get(f"/dossiers/{lan.post('/dossiers', said).json()['quick_code']}").json()

    assert (dossier["authority"], dossier["consignment"]) == ("số 12 ngày 20/10/2018", "EE123456789VN")
    assert dossier["result_consignment"] == ""


def test_null_is_as_good_as_left_out(office: Office, lan: Caller):
    said = application(
        office, case=None, receiving_agency=None, submitter=None, authority=None, consignment=None, received_at=None,
        note=None,
    )  # fmt: skip

    assert lan.post("/dossiers", said).status_code == 201


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"procedure": "9.999999"}, "procedure"),
        ({"receiving_agency": "khong-co"}, "receiving_agency"),
        ({"case": "khong-co"}, "case"),
        ({"components": [{"code": "P1"}, {"code": "P2"}, {"name": "Giấy lạ"}]}, "components"),
        ({"components": [{"code": "P1"}]}, "components"),
        ({"components": [{"code": "P1", "originals": 0}, {"code": "P2"}]}, "components"),
        ({"components": [{"code": "P1", "originals": "1"}, {"code": "P2"}]}, "components[0].originals"),
        ({"applicant": {"name": " "}}, "applicant.name"),
        ({"applicant": {"name": "Ba", "phone": "12"}}, "applicant.phone"),
        ({"applicant": {"name": "Ba", "id_number": "12"}}, "applicant.id_number"),
        ({"applicant": {"name": "Ba", "commune": "99999"}}, "applicant.commune"),
        ({"applicant": {"name": "Ba", "nickname": "Út"}}, "applicant.nickname"),
        ({"applicant": {"name": "Ba", "kind": "robot"}}, "applicant.kind"),
        ({"applicant": "Ba"}, "applicant"),
        ({"submitter": {"name": ""}}, "submitter.name"),
        ({"authority": "số 12"}, "authority"),
        ({"authority": "x" * 201, "submitter": {"name": "Lê Văn Tư"}}, "authority"),
        ({"consignment": "EE123456789VN"}, "consignment"),
        ({"channel": "post", "consignment": "EE12"}, "consignment"),
        ({"channel": "fax"}, "channel"),
        ({"received_at": "hôm qua"}, "received_at"),
        ({"received_at": "2018-10-22T10:00:00+07:00"}, "received_at"),
        ({"received_at": "2018-10-22T08:00:00+07:00", "channel": "online"}, "received_at"),
        ({"due_at": "2030-01-01T00:00:00Z"}, "due_at"),
        ({"note": "x" * 501}, "note"),
        ({"note": "x\0y"}, "note"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(office: Office, lan: Caller, change, field: str):
    problems = fields(lan.post("/dossiers", application(office) | change))

    assert field in problems
    assert "không hợp lệ" not in problems[field]
    assert not Dossier.objects.exists()
    assert not Event.objects.exists()


def test_a_procedure_that_is_not_in_force_on_the_day_is_refused(office: Office, lan: Caller):
    problems = fields(lan.post("/dossiers", application(office, received_at="2018-06-01T09:00:00+07:00")))

    assert "01/06/2018" in problems["procedure"]


def test_a_day_before_any_rule_is_refused(office: Office, lan: Caller):
    office.version.valid_from = "2016-01-01"
    office.version.save()
    office.version.procedure.receptions.update(valid_from="2016-01-01")

    problems = fields(lan.post("/dossiers", application(office, received_at="2017-03-01T09:00:00+07:00")))

    assert "01/03/2017" in problems["received_at"]


def test_whoever_works_at_no_desk_hands_nothing_in(office: Office, hai: Caller):
    assert hai.post("/dossiers", application(office)).status_code == 403
    assert hai.post("/dossiers", application(office, receiving_agency="trung-tam")).status_code == 403
    assert not Dossier.objects.exists()


def test_whoever_works_at_two_desks_says_which(office: Office):
    elsewhere = create_agency("huyen-dam-doi", kind=Kind.DISTRICT, name="UBND huyện Đầm Dơi")
    both = Caller(create_officer(Role.COUNTER, elsewhere, user=office.lan))

    assert "receiving_agency" in fields(both.post("/dossiers", application(office)))
    assert both.post("/dossiers", application(office, receiving_agency=office.centre.identifier)).status_code == 201


def test_a_partner_hands_in_online_but_does_not_receive(office: Office):
    partner = Caller(create_officer(Role.PARTNER, office.centre))

    assert partner.post("/dossiers", application(office, channel="online")).json()["status"] == "submitted"
    assert partner.post("/dossiers", application(office)).status_code == 403
