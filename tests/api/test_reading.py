"""Lists, one dossier, its diary: filters, pages, and never more than this key may see."""

import pytest

from motcua.organisations.models import Kind, Role
from tests.api.conftest import Caller, application
from tests.factories import Office, create_agency, create_officer, create_version


def hand_in(office: Office, lan: Caller, **more) -> dict:
    return lan.post("/dossiers", application(office, **more)).json()


def codes(page) -> list[str]:
    return [row["code"] or row["quick_code"] for row in page.json()["items"]]


def test_pages_follow_one_another_and_end(office: Office, lan: Caller):
    handed_in = [hand_in(office, lan)["code"] for _ in range(5)]

    first = lan.get("/dossiers", limit=2)
    second = lan.get("/dossiers", limit=2, cursor=first.json()["next"])
    third = lan.get("/dossiers", limit=2, cursor=second.json()["next"])

    assert codes(first) + codes(second) + codes(third) == handed_in[::-1]
    assert third.json()["next"] is None


def test_a_page_is_not_shaken_by_what_comes_in_meanwhile(office: Office, lan: Caller):
    handed_in = [hand_in(office, lan)["code"] for _ in range(3)]
    first = lan.get("/dossiers", limit=2)

    hand_in(office, lan)

    assert codes(lan.get("/dossiers", limit=2, cursor=first.json()["next"])) == handed_in[:1]


@pytest.mark.parametrize("cursor", ["x", "WzFd", "WyJhIl0", "%00", "W1tbW1tb", "bnVsbA"])
def test_a_cursor_from_elsewhere_is_refused(office: Office, lan: Caller, cursor: str):
    for path in ("/dossiers", "/procedures", "/agencies"):
        response = lan.get(path, cursor=cursor)
        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == "cursor"


def test_a_list_is_filtered_by_status_agency_procedure_and_promise(office: Office, lan: Caller):
    health = create_agency("so-y-te", name="Sở Y tế")
    other = create_version(health, limit="10 working days")
    submitted = hand_in(office, lan, channel="online")["quick_code"]
    received = hand_in(office, lan)["code"]
    slow = hand_in(office, lan, procedure=other.procedure.code)["code"]

    assert codes(lan.get("/dossiers", status="received")) == [slow, received]
    assert codes(lan.get("/dossiers", status=["submitted", "refused"])) == [submitted]
    assert codes(lan.get("/dossiers", agency="so-y-te")) == [slow]
    assert codes(lan.get("/dossiers", agency=office.department.identifier)) == [received, submitted]
    assert codes(lan.get("/dossiers", procedure=other.procedure.code)) == [slow]
    assert codes(lan.get("/dossiers", due_before="2018-10-26")) == [received]
    assert codes(lan.get("/dossiers", due_before="2018-10-25T17:00:00+07:00")) == []
    assert codes(lan.get("/dossiers", status="received", agency="so-y-te", due_before="2018-12-01")) == [slow]


def test_a_dossier_is_found_by_code_quick_code_and_name_without_accents(office: Office, lan: Caller):
    wanted = hand_in(office, lan, applicant={"name": "Đặng Thị Hường"})
    hand_in(office, lan)

    spaced = f"{wanted['quick_code'][:4]} {wanted['quick_code'][4:8]} {wanted['quick_code'][8:]}"
    for q in (wanted["code"], wanted["quick_code"], spaced, "dang huong", "HƯỜNG", "hường  đặng"):
        assert codes(lan.get("/dossiers", q=q)) == [wanted["code"]], q
    assert codes(lan.get("/dossiers", q="khong ai")) == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"status": "done"}, "status[0]"),
        ({"agency": "khong-co"}, "agency"),
        ({"procedure": "9.9"}, "procedure"),
        ({"due_before": "mai"}, "due_before"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"q": "a"}, "q"),
        ({"q": "a\0b"}, "q"),
        ({"sttus": "received"}, "sttus"),
    ],
)
def test_a_filter_that_cannot_be_read_is_refused_and_never_ignored(office: Office, lan: Caller, query, field: str):
    response = lan.get("/dossiers", **query)

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field


def test_one_dossier_shows_its_steps(office: Office, lan: Caller):
    dossier = lan.get(f"/dossiers/{hand_in(office, lan)['code']}").json()

    assert [(step["kind"], step["state"]) for step in dossier["steps"]] == [
        ("reception", "done"), ("handling", "current"), ("approval", "future"), ("return", "future")
    ]  # fmt: skip


def test_a_code_is_read_as_people_write_it(office: Office, lan: Caller):
    code = hand_in(office, lan)["code"]

    assert lan.get(f"/dossiers/{code.lower()}").json()["code"] == code
    for nothing in ("000.00.01.H12-181022-9999", "0000000000", "%00", "đ", "' OR 1=1"):
        assert lan.get(f"/dossiers/{nothing}").status_code == 404


def test_the_receipt_is_a_paper_and_only_of_what_was_received(office: Office, lan: Caller):
    received, submitted = hand_in(office, lan), hand_in(office, lan, channel="online")

    paper = lan.get(f"/dossiers/{received['code']}/receipt.pdf", copies=1)
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")
    assert f'filename="giay-hen-{received["code"]}.pdf"' in paper["Content-Disposition"]
    assert lan.get(f"/dossiers/{submitted['quick_code']}/receipt.pdf").status_code == 409
    assert lan.get(f"/dossiers/{received['code']}/receipt.pdf", copies=50).status_code == 422


def test_each_sees_what_their_unit_has_a_part_in(office: Office, lan: Caller, hai: Caller):
    code = hand_in(office, lan)["code"]
    elsewhere = create_agency(kind=Kind.DISTRICT)
    centre, stranger = (
        Caller(create_officer(Role.CENTRE, office.centre)),
        Caller(create_officer(Role.COUNTER, elsewhere)),
    )
    idle = Caller(create_officer(Role.TRAINER, office.centre))

    for caller in (lan, hai, centre):
        assert codes(caller.get("/dossiers")) == [code]
    for caller in (stranger, idle):
        assert codes(caller.get("/dossiers")) == []
        assert codes(caller.get("/dossiers", q=code)) == []
        assert codes(caller.get("/dossiers", q="tran thi be ba")) == []
