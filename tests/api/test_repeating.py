"""Idempotency-Key: a write that is repeated is done once and answered as the first time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from motcua.accounts.models import AnsweredRequest
from motcua.dossiers.models import Dossier, Event, NumberBook
from motcua.organisations.models import Role
from tests.api.conftest import Caller, application
from tests.factories import Office, create_officer


def test_a_repeated_reception_is_the_same_reception(office: Office, lan: Caller):
    first = lan.post("/dossiers", application(office), Idempotency_Key="a-1")
    again = lan.post("/dossiers", application(office), Idempotency_Key="a-1")

    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert (first["ETag"], first["Location"]) == (again["ETag"], again["Location"])
    assert Dossier.objects.count() == 1


def test_a_repeated_verb_is_answered_as_it_was_although_the_dossier_has_moved_on(
    office: Office, lan: Caller, hai: Caller
):
    code = lan.post("/dossiers", application(office)).json()["code"]
    path, proposal = f"/dossiers/{code}/actions", {"outcome": "granted", "summary": "Đủ."}
    first = hai.post(f"{path}/take-over", Idempotency_Key="b-1")
    hai.post(f"{path}/propose", proposal)

    again = hai.post(f"{path}/take-over", Idempotency_Key="b-1")

    assert (again.status_code, again.json(), again["ETag"]) == (200, first.json(), '"2"')
    assert hai.post(f"{path}/take-over").status_code == 409


@pytest.mark.parametrize("change", [{"note": "khác"}, {"channel": "online"}])
def test_the_same_key_with_another_request_is_refused(office: Office, lan: Caller, change):
    lan.post("/dossiers", application(office), Idempotency_Key="c-1")

    response = lan.post("/dossiers", application(office) | change, Idempotency_Key="c-1")

    assert response.status_code == 422
    assert response.json()["type"].endswith("#key-used")
    assert Dossier.objects.count() == 1


def test_the_same_key_of_somebody_else_is_another_key(office: Office, lan: Caller):
    colleague = Caller(create_officer(Role.COUNTER, office.centre))

    for caller in (lan, colleague):
        assert caller.post("/dossiers", application(office), Idempotency_Key="d-1").status_code == 201
    assert Dossier.objects.count() == 2


def test_what_was_refused_is_tried_again(office: Office, lan: Caller):
    wrong = application(office, components=[])
    assert lan.post("/dossiers", wrong, Idempotency_Key="e-1").status_code == 422
    assert not AnsweredRequest.objects.exists()

    assert lan.post("/dossiers", application(office), Idempotency_Key="e-1").status_code == 201


@pytest.mark.parametrize("key", ["x" * 121, "có dấu", "two words"])
def test_a_key_that_cannot_be_kept_is_refused(office: Office, lan: Caller, key: str):
    response = lan.post("/dossiers", application(office), Idempotency_Key=key.encode().decode("latin-1"))

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_it_once_and_get_the_same_answer():
    office = Office()
    lan, body, both_are_there = Caller(office.lan), application(office), Barrier(2)

    def send():
        try:
            caller = Caller()
            caller.headers = lan.headers
            both_are_there.wait(timeout=10)
            response = caller.post("/dossiers", body, Idempotency_Key="g-1")
            return response.status_code, response.json()["code"], response["ETag"]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        one, other = [future.result(timeout=30) for future in [threads.submit(send) for _ in range(2)]]

    assert one == other
    assert one[0] == 201
    assert Dossier.objects.count() == Event.objects.count() == 1
    assert set(NumberBook.objects.values_list("last", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_without_a_key_take_the_dossier_over_once():
    office = Office()
    lan, both_are_there = Caller(office.lan), Barrier(2)
    code = lan.post("/dossiers", application(office)).json()["code"]
    headers = [Caller(user).headers for user in (office.hai, create_officer(Role.SPECIALIST, office.department))]

    def take_over(header):
        try:
            caller = Caller()
            caller.headers = header
            both_are_there.wait(timeout=10)
            return caller.post(f"/dossiers/{code}/actions/take-over", If_Match='"1"').status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = [future.result(timeout=30) for future in [threads.submit(take_over, header) for header in headers]]

    assert sorted(answers) == [200, 412]
    assert Dossier.objects.get().version_number == 2
