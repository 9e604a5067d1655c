"""A verb that waits for another to end sees what that one has made of the dossier."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection, transaction

from motcua.catalogue.models import ProcessStep
from motcua.dossiers import actions, steps
from motcua.dossiers.lifecycle import StalePage, Verb
from motcua.dossiers.models import Dossier, Event
from tests.factories import MONDAY_9AM, Office, acting, create_officer

pytestmark = pytest.mark.django_db(transaction=True)


def _until_somebody_waits() -> None:
    for _try in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("nobody waits for the dossier")


def _elsewhere(call):
    def in_a_connection_of_its_own():
        try:
            return call()
        finally:
            connection.close()

    return in_a_connection_of_its_own


def _looks(pk: UUID):
    with transaction.atomic():
        return steps._locked(pk)


def test_whoever_waited_finds_the_new_holder_the_new_step_and_the_new_officer():
    office = Office()
    dossier = office.take_over(office.receive(), at=MONDAY_9AM)
    last = ProcessStep.objects.filter(process=dossier.process_id).order_by("-position")[0]

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Dossier.objects.select_for_update().get(pk=dossier.pk)
            waiting = pool.submit(_elsewhere(lambda: _looks(dossier.pk)))
            _until_somebody_waits()
            Dossier.objects.filter(pk=dossier.pk).update(holder=office.centre, step=last, officer=office.sau)
        seen = waiting.result(timeout=30)

    assert (seen.holder, seen.step, seen.officer) == (office.centre, last, office.sau)
    assert seen.step.conditions == last.conditions and seen.holder.calendar_id == office.centre.calendar_id


def test_two_who_take_over_at_once_come_one_after_the_other():
    office = Office()
    dossier = office.receive()
    second = create_officer("specialist", office.department)

    def takes(user):
        return lambda: actions.take_over(dossier=dossier.pk, by=acting(user), at=MONDAY_9AM)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            takes(office.hai)()
            waiting = pool.submit(_elsewhere(takes(second)))
            _until_somebody_waits()
        assert waiting.result(timeout=30).officer == second

    lines = Event.objects.filter(dossier=dossier, verb=Verb.TAKE_OVER).order_by("seq")
    assert [line.detail for line in lines] == [{}, {"from": office.hai.get_full_name()}]
    assert [line.by for line in lines] == [office.hai, second]


def test_a_page_that_is_stale_by_then_is_told_so():
    office = Office()
    dossier = office.take_over(office.receive(), at=MONDAY_9AM)

    def proposes():
        return actions.propose(
            dossier=dossier.pk, outcome="granted", summary="Đủ.", by=acting(office.hai), at=MONDAY_9AM,
            expected_version=dossier.version_number,
        )  # fmt: skip

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            proposes()
            waiting = pool.submit(_elsewhere(proposes))
            _until_somebody_waits()
        with pytest.raises(StalePage):
            waiting.result(timeout=30)
