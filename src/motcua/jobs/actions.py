"""Running what is due, once, however many workers there are; and saying that one is alive."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from motcua.jobs.models import Heartbeat, ScheduledRun
from motcua.lib.trouble import trouble

RETRY_AFTER = timedelta(minutes=10)

log = logging.getLogger(__name__)


def beat(*, process: str, real_at: datetime) -> None:
    """Write down that this process works. `real_at` is the machine's time, not the house's."""
    Heartbeat.objects.update_or_create(process=process, defaults={"beat_at": real_at})


def run_due(*, at: datetime) -> list[ScheduledRun]:
    """Run every job of settings.SCHEDULED_JOBS whose last due moment has not been run; return these runs.

    After a long silence a job runs once, for the last moment it missed. A failed run is tried again ten minutes
    later. A task's writes and the note that it ran are one transaction: a worker killed half-way leaves nothing,
    and another takes over.
    """
    runs = []
    for job, (task, schedule) in settings.SCHEDULED_JOBS.items():
        due_at = schedule.latest(at)
        waiting = ScheduledRun.objects.filter(job=job, due_at__gte=due_at)
        if not waiting.exists():
            ScheduledRun.objects.bulk_create([ScheduledRun(job=job, due_at=due_at)], ignore_conflicts=True)
        if run := _run(job, due_at, partial(_perform, task), at):
            runs.append(run)
    return runs


@transaction.atomic
def _run(job: str, due_at: datetime, perform: Callable[..., str], at: datetime) -> ScheduledRun | None:
    open_or_failed = Q(finished_at=None) | Q(failed=True, started_at__lte=at - RETRY_AFTER)
    run = (
        ScheduledRun.objects.select_for_update(skip_locked=True)  # another worker may be at it
        .filter(open_or_failed, job=job, due_at=due_at)
        .first()
    )
    if run is None:
        return None
    began = time.monotonic()
    try:
        with transaction.atomic():
            outcome, failed = perform(at=at), False
    except Exception as error:
        if not connection.is_usable():
            raise  # the database went away, not the job: the worker reconnects and comes back to it
        outcome, failed = trouble(error), True
        log.error("The scheduled job %s failed: %s", job, outcome)
    run.outcome, run.failed = outcome, failed
    run.started_at, run.finished_at = at, at + timedelta(seconds=time.monotonic() - began)
    run.save()
    return run


def _perform(task: str, *, at: datetime) -> str:
    return str(import_string(task)(at=at) or "")
