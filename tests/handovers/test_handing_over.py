"""Paper goes to the agency by numbered sheets, is confirmed there, and results come back the same way."""

import subprocess
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from motcua.dossiers.lifecycle import StepNotOpen, StepNotYours
from motcua.handovers import actions, queries
from motcua.handovers.documents import sheet as form
from motcua.handovers.models import Direction, HandoverLine
from motcua.organisations.models import Role
from motcua.working_time.queries import calendar_of
from tests.factories import MONDAY_9AM, Office, acting, create_agency, create_officer, create_version, vn

LATER = MONDAY_9AM + timedelta(hours=2)


@pytest.fixture
def office(db) -> Office:
    return Office()


def hand_over(office, *dossiers, by=None, at=MONDAY_9AM, **more):
    return actions.hand_over(
        dossiers=[dossier.pk for dossier in dossiers], giver=office.centre, taker=office.department,
        direction=Direction.OUT, by=acting(by or office.lan, at=at), at=at, **more,
    )  # fmt: skip


def confirm(office, sheet, *missing, by=None, at=LATER):
    gone = [dossier.pk for dossier in missing]
    return actions.confirm(handover=sheet, missing=gone, by=acting(by or office.hai, at=at), at=at)


def waiting(office, by=None):
    return list(queries.to_hand_over(acting(by or office.lan)))


def test_a_sheet_takes_what_waits_and_is_confirmed_on_the_other_side(office):
    first, second = office.receive(), office.receive()
    assert waiting(office) == [first, second]

    sheet = hand_over(office, first, second, carried_by="Nguyễn Văn Út")
    assert waiting(office) == [] and str(sheet) == "001/2018"
    assert list(queries.sheets_taken_by(acting(office.hai), Direction.OUT)) == [sheet]

    sheet = confirm(office, sheet)
    assert sheet.received_by == office.hai and sheet.received_at == LATER
    assert set(sheet.lines.values_list("state", flat=True)) == {"handed"} and waiting(office) == []


def test_what_did_not_come_waits_again_and_may_be_handed_over_anew(office):
    first, second = office.receive(), office.receive()

    confirm(office, hand_over(office, first, second), second)

    assert waiting(office) == [second]
    assert str(hand_over(office, second, at=LATER)) == "002/2018"


def test_a_dossier_is_on_one_open_sheet_only(office):
    dossier = office.receive()
    sheet = hand_over(office, dossier)

    with pytest.raises(ValidationError, match="001/2018"):
        hand_over(office, dossier)
    other = hand_over(office, office.receive())
    with pytest.raises(IntegrityError, match="dossier_is_on_one_open_sheet"), transaction.atomic():
        HandoverLine.objects.create(handover=other, dossier=dossier, position=9)
    assert HandoverLine.objects.get(dossier=dossier).handover == sheet


def test_sheets_are_numbered_by_giver_and_year(office):
    numbers = [str(hand_over(office, office.receive(), at=MONDAY_9AM + timedelta(minutes=n))) for n in range(3)]

    assert numbers == ["001/2018", "002/2018", "003/2018"]


def test_only_the_desk_gives_and_only_the_agency_takes(office):
    dossier = office.receive()

    with pytest.raises(StepNotYours):
        hand_over(office, dossier, by=office.hai)
    sheet = hand_over(office, dossier)
    stranger = create_officer(Role.SPECIALIST, create_agency())
    for by in (office.lan, stranger):
        with pytest.raises(StepNotYours):
            confirm(office, sheet, by=by)
    assert queries.sheet_of(acting(stranger), sheet.pk) is None
    confirm(office, sheet)
    with pytest.raises(StepNotOpen):
        confirm(office, sheet)


def test_nothing_ticked_and_what_belongs_to_another_agency_are_refused(office):
    other = create_agency(name="Sở Xây dựng")
    dossier = office.receive()

    with pytest.raises(ValidationError, match="Đánh dấu"):
        hand_over(office)
    with pytest.raises(ValidationError, match="Sở Xây dựng"):
        actions.hand_over(
            dossiers=[dossier.pk], giver=office.centre, taker=other, direction=Direction.OUT,
            by=acting(office.lan), at=MONDAY_9AM,
        )  # fmt: skip


def test_what_came_electronically_or_is_settled_where_it_was_received_has_no_paper_to_hand_over(office):
    from motcua.dossiers import actions as dossier_actions

    own = create_version(office.centre, name="Của Trung tâm")
    own_office_dossier = dossier_actions.receive_at_counter(
        application=_application(own, office), by=acting(office.lan), at=MONDAY_9AM
    )
    online = dossier_actions.receive(dossier=office.submit(), by=acting(office.lan), at=MONDAY_9AM)

    assert own_office_dossier.agency == office.centre and online.status == "received"
    assert waiting(office) == []


def _application(version, office):
    from tests.factories import create_application

    return create_application(version, office.centre)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2018-10-22 09:00", "2018-10-22 17:00"),
        ("2018-10-22 15:00", "2018-10-22 17:00"),
        ("2018-10-22 15:01", "2018-10-23 07:00"),
        ("2018-10-26 16:00", "2018-10-29 07:00"),
    ],
)
def test_paper_is_due_the_same_day_and_after_three_the_next_morning(office, received, due):
    dossier = office.receive(at=vn(received))

    assert queries.due_of(dossier, calendar=calendar_of(None)) == vn(due)


def test_a_result_travels_back_by_the_same_kind_of_sheet(office):
    dossier = office.decided()
    assert list(queries.results_to_send(acting(office.hai))) == [dossier]

    sheet = actions.hand_over(
        dossiers=[dossier.pk], giver=office.department, taker=office.centre, direction=Direction.BACK,
        by=acting(office.hai), at=LATER,
    )  # fmt: skip
    assert list(queries.results_to_send(acting(office.hai))) == []
    with pytest.raises(StepNotYours):
        confirm(office, sheet, by=office.hai)
    confirm(office, sheet, by=office.lan)

    assert sheet.lines.get().state == "handed"


def test_the_sheet_is_printed_in_two_copies_with_all_that_stands_on_it(office, tmp_path):
    sheet = hand_over(office, office.receive(), office.receive(), carried_by="Nguyễn Văn Út")
    sheet = queries.sheet_of(acting(office.lan), sheet.pk)
    pdf = tmp_path / "sheet.pdf"
    pdf.write_bytes(form.render(sheet))

    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    for said in ("PHIẾU BÀN GIAO HỒ SƠ", "Bên giao giữ", "Bên nhận giữ", "001/PBG", "Nguyễn Văn Út", "Lê Mỹ Lan"):
        assert said in text
    assert text.count("Trần Thị Bé Ba") == 4 and "Trang 1/2" in text and "Sở Tư pháp" in text
