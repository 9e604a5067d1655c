"""Offices with running dossiers hear once that the procedure is replaced or abolished, whoever ended it."""

from datetime import date

import pytest

from motcua.catalogue.models import ProcedureVersion
from motcua.notifications import messages
from motcua.notifications.models import Kind, Notification
from motcua.notifications.tasks import tell_of_ended_procedures
from tests.factories import MONDAY_9AM, Office, vn

pytestmark = pytest.mark.django_db
NOVEMBER = date(2018, 11, 1)


@pytest.fixture
def office(db) -> Office:
    return Office()


def end(version: ProcedureVersion, *, on: date = NOVEMBER) -> None:
    ProcedureVersion.objects.filter(pk=version.pk).update(valid_to=on)


def begin_another(version: ProcedureVersion) -> None:
    ProcedureVersion.objects.create(
        procedure=version.procedure, number=2, state="published", valid_from=NOVEMBER, name="Mới", field=version.field
    )


def told() -> list[tuple[str, str]]:
    return sorted((notice.user.username, notice.kind) for notice in Notification.objects.select_related("user"))


def test_the_officer_and_the_leader_hear_how_many_dossiers_stay_and_which(office: Office):
    first = office.take_over(office.receive(), at=MONDAY_9AM)
    second = office.receive()
    end(office.version)
    begin_another(office.version)

    tell_of_ended_procedures(at=MONDAY_9AM)

    assert told() == [("hai", Kind.PROCEDURE_REPLACED), ("sau", Kind.PROCEDURE_REPLACED)]
    said = messages.said(Notification.objects.first())
    assert "01/11/2018" in said and "2 hồ sơ đang chạy giữ bản cũ" in said
    assert first.code in said and second.code in said


def test_nobody_is_told_twice_and_nobody_without_a_running_dossier(office: Office):
    office.decided()
    end(office.version)
    tell_of_ended_procedures(at=MONDAY_9AM)
    assert told() == []

    office.receive()
    for _turn in range(2):
        tell_of_ended_procedures(at=MONDAY_9AM)
    assert told() == [("sau", Kind.PROCEDURE_ABOLISHED)]


def test_an_end_long_ago_is_no_news(office: Office):
    office.receive()
    end(office.version, on=date(2018, 10, 23))

    tell_of_ended_procedures(at=vn("2018-11-12 09:00"))

    assert told() == []
