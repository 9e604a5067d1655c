"""The worker: one step's trouble is not another's, and a database that goes away is waited for."""

import time
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import OperationalError, connection

from motcua.jobs.models import Heartbeat
from motcua.operations import worker as worker_module
from motcua.operations.worker import Step, Worker, steps


class Counted:
    """A step's act that counts its calls, and stops its worker at the last one."""

    def __init__(self, *, last: int = 1, trouble: Exception | None = None):
        self.calls, self.last, self.trouble = 0, last, trouble
        self.worker: Worker | None = None

    def __call__(self) -> int:
        self.calls += 1
        if self.worker and self.calls >= self.last:
            self.worker.stop()
        if self.trouble:
            raise self.trouble
        return 0


def run(*acts: Counted) -> None:
    worker = Worker([Step(f"step {n}", act) for n, act in enumerate(acts)])
    acts[-1].worker = worker
    worker.run()


@pytest.mark.django_db(transaction=True)
def test_a_step_that_fails_stops_no_other_and_its_log_line_quotes_nobody(caplog):
    broken, sound = Counted(trouble=ValueError("bà Mai, 0912 345 678")), Counted()

    run(broken, sound)

    assert sound.calls == 1
    assert "step 0 failed: ValueError" in caplog.text
    assert "Mai" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_step_that_fails_waits_before_it_is_tried_again():
    broken = Counted(trouble=ValueError())
    step = Step("broken", broken)

    step.take()
    step.take()

    assert broken.calls == 1
    assert step.next_at == pytest.approx(time.monotonic() + worker_module.REST_AFTER_TROUBLE, abs=1)


@pytest.mark.django_db(transaction=True)
def test_a_lost_database_is_no_trouble_of_the_step_but_a_reason_to_connect_again():
    def lose() -> int:
        connection.ensure_connection()
        connection.connection.close()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return 1

    with pytest.raises(OperationalError, match="The database is gone"):
        Step("unlucky", lose).take()
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_the_worker_connects_again_until_the_database_answers(monkeypatch):
    connect, refusals = connection.get_new_connection, iter([True, True, False])

    def sometimes(parameters):
        if next(refusals):
            raise psycopg.OperationalError("connection refused")
        return connect(parameters)

    connection.close()
    monkeypatch.setattr(connection, "get_new_connection", sometimes)
    act = Counted()

    run(act)

    assert act.calls == 1
    assert next(refusals, "all used") == "all used"


@pytest.mark.django_db(transaction=True)
def test_an_idle_worker_looks_again_soon_over_its_one_connection(monkeypatch):
    monkeypatch.setattr(worker_module, "LOOK_EVERY", 0.01)
    connections: list[int] = []

    class Look(Counted):
        def __call__(self) -> int:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_start >= %s",
                    [opened_since],
                )
                connections.extend(cursor.fetchone())
            return super().__call__()

    connection.close()
    opened_since, began = datetime.now(UTC), time.monotonic()
    run(Look(last=5))

    assert connections == [1] * 5
    assert time.monotonic() - began < 3


@pytest.mark.django_db(transaction=True)
def test_everything_an_installation_does_works_on_an_empty_database(caplog):
    for step in steps():
        step.take()

    assert caplog.text == ""
    assert Heartbeat.objects.filter(process="worker").exists()
