"""The papers of a dossier over the API: who may see the dossier may have them, as they were issued."""

import pytest

from motcua.dossiers import actions as verbs
from motcua.organisations.models import Kind, Role
from motcua.papers import actions, queries
from tests.api.conftest import Caller
from tests.factories import acting, create_agency, create_officer, vn
from tests.papers.reading import text_of

AT_WORK = vn("2018-10-22 14:00")


@pytest.fixture
def asked(office):
    """A dossier whose applicant was asked for a supplement, with the slip."""
    dossier = office.take_over(office.receive(), at=AT_WORK)
    dossier = verbs.request_supplement(
        dossier=dossier, reason="Thiếu dấu.", papers=["Tờ khai"], by=acting(office.hai), at=AT_WORK
    )
    actions.issue(event=dossier.events.order_by("-seq").first(), form="supplement_request")
    return dossier


@pytest.fixture
def lan(office) -> Caller:
    return Caller(office.lan)


def test_the_list_says_what_was_issued_and_where_it_lies(asked, lan):
    (paper,) = lan.get(f"/dossiers/{asked.code}/papers").json()

    assert (paper["form"], paper["number"], paper["is_signed"]) == ("supplement", "0001/HDHS", True)
    assert paper["name"] == "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
    assert paper["issued_at"] == "2018-10-22T14:00:00+07:00"
    assert paper["agency"] == "trung-tam"
    file = lan.get(paper["path"])
    assert file["Content-Type"] == "application/pdf"
    assert len(file.content) == paper["size"]


def test_a_form_by_its_name_is_the_file_as_it_was_issued(asked, lan, office):
    (issued,) = queries.papers_of(asked)
    kept = queries.content_of(issued)
    office.centre.name = "Tên mới"
    office.centre.save()

    for path in ("supplement.pdf", "papers/supplement.pdf", f"papers/{issued.pk}.pdf"):
        assert lan.get(f"/dossiers/{asked.code}/{path}").content == kept


def test_the_latest_of_a_form_is_given(asked, lan, office):
    back = verbs.accept_supplement(dossier=asked, by=acting(office.lan), at=vn("2018-10-23 08:00"))
    again = verbs.request_supplement(
        dossier=back, reason="Còn thiếu.", papers=["Tờ khai"], by=acting(office.hai), at=vn("2018-10-23 09:00")
    )
    actions.issue(event=again.events.order_by("-seq").first(), form="supplement_request")

    assert "lần thứ 2" in text_of(lan.get(f"/dossiers/{asked.code}/supplement.pdf").content)
    assert len(lan.get(f"/dossiers/{asked.code}/papers").json()) == 2


@pytest.mark.parametrize("form", ["refusal", "apology", "stop"])
def test_a_paper_that_was_not_issued_is_not_made_up(asked, lan, form):
    for path in (f"{form}.pdf", f"papers/{form}.pdf"):
        answer = lan.get(f"/dossiers/{asked.code}/{path}")
        assert answer.status_code == 409
        assert "chưa có giấy này" in answer.json()["detail"]


def test_the_control_sheet_is_drawn_as_the_dossier_stands_until_it_is_issued(asked, lan):
    assert "PHIẾU KIỂM SOÁT" in text_of(lan.get(f"/dossiers/{asked.code}/control-sheet.pdf").content)


def test_the_receipt_by_its_name_is_the_applicants_copy(asked, lan):
    text = text_of(lan.get(f"/dossiers/{asked.code}/papers/receipt.pdf").content)

    assert text.count("GIẤY TIẾP NHẬN") == 1


def test_what_was_not_received_has_no_control_sheet(lan, office):
    assert lan.get(f"/dossiers/{office.submit().quick_code}/control-sheet.pdf").status_code == 409


@pytest.mark.parametrize("name", ["nothing", "00000000-0000-0000-0000-000000000000", "register", "%00"])
def test_a_paper_that_nobody_knows_is_not_found(asked, lan, name):
    assert lan.get(f"/dossiers/{asked.code}/papers/{name}.pdf").status_code == 404


def test_who_may_not_see_the_dossier_gets_no_paper_of_it_by_whatever_way(asked, office):
    stranger = Caller(create_officer(Role.COUNTER, create_agency(kind=Kind.DISTRICT)))
    (issued,) = queries.papers_of(asked)

    for path in ("papers", "supplement.pdf", "papers/supplement.pdf", f"papers/{issued.pk}.pdf", "control-sheet.pdf"):
        assert stranger.get(f"/dossiers/{asked.code}/{path}").status_code == 404


def test_a_paper_is_not_reached_through_another_dossier(asked, lan, office):
    (issued,) = queries.papers_of(asked)

    assert lan.get(f"/dossiers/{office.receive().code}/papers/{issued.pk}.pdf").status_code == 404
