"""GET /procedures, /procedures/{code} and /agencies: what a citizen and a partner look up without a key."""

import pytest

from motcua.catalogue.models import Fee, ProcedureCase, RequiredDocument, TimeLimit
from motcua.lib.vietnamese import fold
from motcua.organisations.models import Kind
from tests.api.conftest import Caller
from tests.factories import Office, create_agency, create_version


def codes(response) -> list[str]:
    return [row["code"] for row in response.json()["items"]]


@pytest.fixture
def three(office: Office) -> list[str]:
    """Three procedures: birth at communes, marriage at the Centre, and a business licence of another department."""
    names = [
        ("1.000001", "Đăng ký khai sinh", 900),
        ("1.000002", "Đăng ký kết hôn", 500),
        ("1.000003", "Lắp điện kế", 0),
    ]
    for code, name, popularity in names:
        version = create_version(
            office.department, code=code, name=name, levels=("commune",) if code == "1.000001" else ("province",)
        )
        procedure = version.procedure
        procedure.popularity, procedure.search_text = popularity, fold(f"{code} {name}")
        procedure.save()
    return [code for code, _name, _popularity in names]


def test_procedures_come_page_by_page_what_is_asked_for_most_first(office: Office, three: list[str], anybody: Caller):
    first = anybody.get("/procedures", limit=2)
    second = anybody.get("/procedures", limit=2, cursor=first.json()["next"])

    assert codes(first) == three[:2]
    assert codes(second) == sorted([three[2], office.version.procedure.code])
    assert second.json()["next"] is None


def test_a_search_forgives_accents_and_slips(three: list[str], anybody: Caller):
    for q in ("khai sinh", "Khai Sinh", "khai sih", "dang ki khai sinh", three[0]):
        assert codes(anybody.get("/procedures", q=q))[0] == three[0], q
    assert codes(anybody.get("/procedures", q="lap dien ke")) == [three[2]]
    assert codes(anybody.get("/procedures", q="xyzzy")) == []


def test_a_search_has_pages_too(three: list[str], anybody: Caller):
    first = anybody.get("/procedures", q="dang ky", limit=1)
    second = anybody.get("/procedures", q="dang ky", limit=1, cursor=first.json()["next"])

    assert codes(first) + codes(second) == three[:2]
    assert anybody.get("/procedures", q="dang ky", cursor="Wy01XQ").status_code == 422


def test_procedures_are_filtered(office: Office, three: list[str], lan: Caller, anybody: Caller):
    mine = office.version.procedure.code
    assert codes(anybody.get("/procedures", level="commune")) == [three[0]]
    assert set(codes(anybody.get("/procedures", agency="so-tu-phap", field="ho-tich"))) == {*three, mine}
    assert codes(anybody.get("/procedures", field="dat-dai")) == []
    assert set(codes(lan.get("/procedures", receivable="true"))) == {*three[1:], mine}
    assert codes(lan.get("/procedures", receivable="true", q="dang ky")) == [three[1]]
    assert anybody.get("/procedures", receivable="true").status_code == 401
    assert anybody.get("/procedures", level="nation").status_code == 422


def test_a_procedure_says_everything_a_citizen_needs(office: Office, anybody: Caller):
    version = office.version
    case = ProcedureCase.objects.create(version=version, key="cap-lai", name="Cấp lại")
    TimeLimit.objects.create(version=version, case=case, channel="online", committed="0.5 working day")
    Fee.objects.create(version=version, kind="le_phi", amount=8000)
    RequiredDocument.objects.create(version=version, case=case, code="P3", name="Giấy cũ", position=3)

    procedure = anybody.get(f"/procedures/{version.procedure.code}").json()

    assert [paper["code"] for paper in procedure["components"]] == ["P1", "P2", "P3"]
    assert procedure["components"][2]["case"] == "cap-lai"
    terms = {(term["case"], term["channel"]): term["text"] for term in procedure["limits"]}
    assert terms == {(None, "counter"): "3 ngày làm việc", ("cap-lai", "online"): "0,5 ngày làm việc"}
    assert [(fee["kind"], fee["amount"]) for fee in procedure["fees"]] == [("le_phi", 8000)]
    assert [desk["key"] for desk in procedure["desks"]] == ["trung-tam"]


def test_a_procedure_that_is_not_there_says_why(office: Office, anybody: Caller):
    office.version.valid_to = "2018-10-01"
    office.version.save()

    gone, unknown = anybody.get(f"/procedures/{office.version.procedure.code}"), anybody.get("/procedures/9.9%00")
    assert (gone.status_code, unknown.status_code) == (404, 404)
    assert "22/10/2018" in gone.json()["detail"]


def test_units_are_listed_with_what_others_call_them_by(office: Office, anybody: Caller):
    district = create_agency("huyen-dam-doi", kind=Kind.DISTRICT)
    create_agency("xa-tan-an", kind=Kind.COMMUNE, parent=district, gso_code="32188")

    communes = anybody.get("/agencies", level="commune").json()["items"]
    assert [(row["key"], row["gso_code"], row["parent"]) for row in communes] == [
        ("xa-tan-an", "32188", "huyen-dam-doi")
    ]
    first = anybody.get("/agencies", limit=3)
    rest = anybody.get("/agencies", limit=3, cursor=first.json()["next"])
    keys = [row["key"] for page in (first, rest) for row in page.json()["items"]]
    assert sorted(keys) == ["huyen-dam-doi", "so-tu-phap", "trung-tam", "xa-tan-an"]
