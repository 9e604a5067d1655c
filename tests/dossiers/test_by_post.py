"""What comes and goes by public post (QĐ 45/2016/QĐ-TTg), and who hands in for another."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from motcua.dossiers import actions, postal
from motcua.dossiers.application import Person
from motcua.dossiers.models import Dossier
from motcua.working_time.official_days import official_calendar
from tests.factories import MONDAY_9AM, Office, acting, create_application, vn

NUMBER = "EE123456789VN"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("EE123456789VN", NUMBER),
        (" ee 123 456 789 vn ", NUMBER),
        ("EE-123.456.789-VN", NUMBER),
        ("12345678", "12345678"),
    ],
)
def test_a_number_is_read_however_it_is_grouped(typed: str, number: str):
    assert postal.number_of(typed) == number
    assert not postal.number_problem(number)


@pytest.mark.parametrize(
    "number", ["", "1234567", "A" * 31, "Ê123456789VN", "ĐĐ12345678", "EE12345678_", "１２３４５６７８"]
)
def test_what_is_no_number_is_refused(number: str):
    assert "từ 8 đến 30" in postal.number_problem(number)


@pytest.mark.parametrize(
    ("signed_at", "at", "in_time"),
    [
        ("2018-10-22 08:00", "2018-10-22 09:00", True),
        ("2018-10-19 07:00", "2018-10-22 16:30", True),  # Friday, on Monday
        ("2018-10-20 10:00", "2018-10-22 16:30", True),  # a Saturday, on Monday
        ("2018-10-18 17:00", "2018-10-22 07:00", False),  # Thursday, on Monday
        ("2018-08-31 16:00", "2018-09-04 08:00", True),  # over National Day and its day off
        ("2018-08-31 16:00", "2018-09-05 08:00", False),
    ],
)
def test_a_record_is_entered_by_the_working_day_after(signed_at: str, at: str, in_time: bool):
    found = postal.is_recorded_in_time(vn(signed_at), at=vn(at), calendar=official_calendar())

    assert found is in_time


def receive(office: Office, **more: object) -> Dossier:
    application = create_application(office.version, office.centre, **more)
    return actions.receive_at_counter(application=application, by=acting(office.lan), at=MONDAY_9AM)


def submit(office: Office, **more: object) -> Dossier:
    application = create_application(office.version, office.centre, channel="post", **more)
    return actions.submit(application=application, by=acting(office.lan), at=MONDAY_9AM)


@pytest.mark.django_db
def test_what_is_announced_by_post_is_kept_and_counts_from_its_record():
    office = Office()
    dossier = submit(office, consignment="ee123456789vn", submitter=Person(name="Trần Văn Út"), authority=" số 12 ")

    assert dossier.events.get().detail == {"authority": "số 12", "consignment": NUMBER}

    received_at = vn("2018-10-17 10:00")  # days ago: it has been in the software since
    actions.receive(dossier=dossier.pk, by=acting(office.lan), at=MONDAY_9AM, received_at=received_at)
    dossier.refresh_from_db()
    assert (dossier.authority, dossier.consignment) == ("số 12", NUMBER)
    assert (dossier.received_at, dossier.due_at) == (received_at, vn("2018-10-22 17:00"))


@pytest.mark.django_db
def test_an_old_record_is_late_entry_not_a_reception():
    office = Office()

    with pytest.raises(ValidationError) as trouble:
        receive(office, channel="post", consignment=NUMBER, received_at=vn("2018-10-18 09:00"))

    assert "18/10/2018" in trouble.value.message_dict["received_at"][0]
    assert not Dossier.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"consignment": NUMBER}, "consignment"),
        ({"channel": "online", "consignment": NUMBER}, "consignment"),
        ({"channel": "post", "consignment": "EE1"}, "consignment"),
        ({"channel": "post", "consignment": "-"}, "consignment"),
        ({"authority": "số 12"}, "authority"),
        ({"authority": "x" * 201, "submitter": Person(name="Trần Văn Út")}, "authority"),
    ],
)
def test_what_does_not_fit_together_is_said_beside_its_field(said: dict[str, object], field: str):
    with pytest.raises(ValidationError) as trouble:
        receive(Office(), **said)

    assert list(trouble.value.message_dict) == [field]
    assert not Dossier.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"consignment": NUMBER}, "dossier_with_a_consignment_came_by_post"),
        ({"authority": "số 12"}, "dossier_with_an_authority_has_a_submitter"),
        ({"result_consignment": NUMBER}, "dossier_result_is_posted_as_wanted_when_returned"),
        ({"result_channel": "post", "result_consignment": NUMBER}, "dossier_result_is_posted_as_wanted_when_returned"),
    ],
)
def test_the_database_keeps_no_item_that_never_was(change: dict[str, str], constraint: str):
    dossier = receive(Office())

    with pytest.raises(IntegrityError, match=constraint):
        Dossier.objects.filter(pk=dossier.pk).update(**change)


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", ["counter", "post"])
@pytest.mark.parametrize("typed", ["-", "EE12", NUMBER])
def test_a_result_goes_out_only_as_it_was_wanted_and_in_an_item_with_a_number(wanted: str, typed: str):
    office = Office()
    decided = office.decided()
    Dossier.objects.filter(pk=decided.pk).update(result_channel=wanted)

    if wanted == "post" and typed == NUMBER:
        actions.return_result(dossier=decided.pk, consignment=typed, by=acting(office.lan), at=MONDAY_9AM)
    else:
        with pytest.raises(ValidationError) as trouble:
            actions.return_result(dossier=decided.pk, consignment=typed, by=acting(office.lan), at=MONDAY_9AM)
        assert list(trouble.value.message_dict) == ["consignment"]

    decided.refresh_from_db()
    assert (decided.result_consignment == NUMBER) is (decided.status == "returned")
