"""Jobs that fall due run once, and what went wrong is seen."""

import threading
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection

from motcua.jobs import actions, queries
from motcua.jobs.models import ScheduledRun
from motcua.jobs.schedule import MONDAY, weekly
from motcua.lib.clock import VIETNAM

MONDAY_7AM = datetime(2018, 10, 22, 7, tzinfo=VIETNAM)
DUE_AT = datetime(2018, 10, 22, 6, 30, tzinfo=VIETNAM)
REAL_NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)

calls: list[datetime] = []


def write_review(*, at):
    calls.append(at)
    return "3 bản"


def take_a_while(*, at):
    calls.append(at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.3)")


def break_down(*, at):
    actions.beat(process="half a job", real_at=at)
    raise RuntimeError("bà Nguyễn Thị Mai, 0912 345 678")


@pytest.fixture(autouse=True)
def _no_calls():
    calls.clear()


@pytest.fixture
def plan(settings):
    """Schedule these tasks of this file for Monday, half past six."""

    def _plan(*tasks):
        schedule = weekly(MONDAY, at=time(6, 30))
        settings.SCHEDULED_JOBS = {task.__name__: (f"{__name__}.{task.__name__}", schedule) for task in tasks}

    return _plan


@pytest.mark.django_db
def test_a_due_job_runs_once_and_its_outcome_is_kept(plan):
    plan(write_review)

    actions.run_due(at=MONDAY_7AM)
    actions.run_due(at=MONDAY_7AM + timedelta(minutes=1))

    assert calls == [MONDAY_7AM]
    run = ScheduledRun.objects.get()
    assert (run.job, run.due_at, run.failed, run.outcome) == ("write_review", DUE_AT, False, "3 bản")
    assert run.finished_at >= run.started_at == MONDAY_7AM


@pytest.mark.django_db
def test_after_a_long_silence_a_job_runs_for_the_last_moment_it_missed_only(plan):
    plan(write_review)

    actions.run_due(at=MONDAY_7AM)
    actions.run_due(at=MONDAY_7AM + timedelta(weeks=5))

    assert calls == [MONDAY_7AM, MONDAY_7AM + timedelta(weeks=5)]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_run_a_job_once(plan):
    plan(take_a_while)
    ready = threading.Barrier(2)

    def work():
        try:
            ready.wait(timeout=5)
            actions.run_due(at=MONDAY_7AM)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=20)

    assert calls == [MONDAY_7AM]
    assert ScheduledRun.objects.get().finished_at is not None


@pytest.mark.django_db
def test_a_job_that_fails_leaves_no_half_work_and_stops_no_other(plan):
    plan(break_down, write_review)

    actions.run_due(at=MONDAY_7AM)

    assert calls == [MONDAY_7AM]
    failed = ScheduledRun.objects.get(failed=True)
    assert failed.outcome.startswith("RuntimeError in actions.py:")
    assert not queries.Heartbeat.objects.exists()


@pytest.mark.django_db
def test_a_job_that_failed_is_tried_again_after_ten_minutes_and_not_before(plan):
    plan(break_down)
    actions.run_due(at=MONDAY_7AM)

    assert actions.run_due(at=MONDAY_7AM + timedelta(minutes=9)) == []
    assert len(actions.run_due(at=MONDAY_7AM + timedelta(minutes=10))) == 1


@pytest.mark.django_db
def test_when_the_worker_beats_and_the_jobs_ran_nothing_is_wrong(plan):
    plan(write_review)
    actions.run_due(at=MONDAY_7AM)
    actions.beat(process=queries.WORKER, real_at=REAL_NOON)

    assert queries.what_is_wrong(at=MONDAY_7AM, real_at=REAL_NOON + timedelta(seconds=59)) == []


@pytest.mark.django_db
def test_a_worker_that_never_spoke_or_fell_silent_is_told(plan):
    plan()

    assert queries.what_is_wrong(at=MONDAY_7AM, real_at=REAL_NOON) == ["Tiến trình xử lý nền chưa chạy lần nào."]

    actions.beat(process=queries.WORKER, real_at=REAL_NOON)
    faults = queries.what_is_wrong(at=MONDAY_7AM, real_at=REAL_NOON + timedelta(seconds=90))
    assert faults == ["Tiến trình xử lý nền đã im lặng 90 giây."]


@pytest.mark.django_db
def test_a_job_that_did_not_run_is_told_after_five_minutes(plan):
    plan(write_review)
    actions.beat(process=queries.WORKER, real_at=REAL_NOON)

    assert queries.what_is_wrong(at=DUE_AT + timedelta(minutes=5), real_at=REAL_NOON) == []
    assert queries.what_is_wrong(at=DUE_AT + timedelta(minutes=6), real_at=REAL_NOON) == [
        "Việc định kỳ write_review đến hạn lúc 06:30 22/10/2018 mà chưa chạy."
    ]


@pytest.mark.django_db
def test_a_job_that_failed_is_told_with_its_kind_and_place_but_not_with_what_citizens_wrote(plan):
    plan(break_down)
    actions.beat(process=queries.WORKER, real_at=REAL_NOON)

    actions.run_due(at=MONDAY_7AM)

    [fault] = queries.what_is_wrong(at=MONDAY_7AM, real_at=REAL_NOON)
    assert fault.startswith("Việc định kỳ break_down (lúc 06:30 22/10/2018) bị lỗi: RuntimeError in actions.py:")
    assert "Mai" not in fault
