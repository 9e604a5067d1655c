"""What is wrong with the work that nobody sees: silent processes, jobs that did not run, jobs that failed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Q, QuerySet, Subquery
from django.db.models.expressions import BaseExpression, Combinable
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from motcua.jobs.models import Heartbeat, ScheduledRun
from motcua.jobs.schedule import Schedule
from motcua.lib.prepared import Given

WORKER = "worker"
SILENT_AFTER = timedelta(seconds=60)
LATE_AFTER = timedelta(minutes=5)


def what_is_wrong(*, at: datetime, real_at: datetime) -> list[str]:
    """Return one sentence per fault, none when all is well (2 statements).

    `at` is the house's time, on which jobs fall due; `real_at` the machine's, on which processes report.
    """
    beats, runs = _beats().values_list("beat_at", flat=True), _runs_since(_due_last(at)).values(*_FACTS)
    return said_of({"beat_at": beats.first(), "runs": runs}, at=at, real_at=real_at)


Reports = Callable[[], dict[str, BaseExpression | Combinable]]


def reports() -> Reports:
    """Return what returns what `said_of` makes sentences of, to be asked within a prepared statement.

    It is the same function as long as the jobs are the same; `reports_since` are the values that it wants.
    """
    return _reports_on(tuple(settings.SCHEDULED_JOBS))


def reports_since(at: datetime) -> dict[str, datetime]:
    """Return the values for the places in `reports`: when each job was due last."""
    return {_place_of(job): due_at for job, due_at in _due_last(at).items()}


@cache
def _reports_on(jobs: Sequence[str]) -> Reports:
    facts = JSONObject(**{name: F(name) for name in _FACTS})

    def asked() -> dict[str, BaseExpression | Combinable]:
        runs = _runs_since({job: Given(_place_of(job)) for job in jobs})
        return {"beat_at": Subquery(_beats().values("beat_at")), "runs": ArraySubquery(runs.values(facts=facts))}

    return asked


def _place_of(job: str) -> str:
    return f"{job}_was_due"


def said_of(reports: Mapping[str, Any], *, at: datetime, real_at: datetime) -> list[str]:
    """Return one sentence per fault that these reports tell of."""
    runs = {run["job"]: run for run in reports["runs"]}
    jobs = (_fault_of(job, schedule, runs.get(job), at) for job, (_task, schedule) in settings.SCHEDULED_JOBS.items())
    return [fault for fault in (_silence(reports["beat_at"], real_at), *jobs) if fault]


_FACTS = ("job", "failed", "finished_at", "outcome")


def _beats() -> QuerySet[Heartbeat]:
    return Heartbeat.objects.filter(process=WORKER)


def _due_last(at: datetime) -> dict[str, datetime]:
    return {job: schedule.latest(at) for job, (_task, schedule) in settings.SCHEDULED_JOBS.items()}


def _runs_since(due_last: Mapping[str, datetime | Given]) -> QuerySet[ScheduledRun]:
    """Return the latest run of each job, of those that ran since they were due last."""
    since_due = Q(pk__in=())
    for job, due_at in due_last.items():
        since_due |= Q(job=job, due_at__gte=due_at)
    return ScheduledRun.objects.filter(since_due).order_by("job", "-due_at").distinct("job")


def _silence(beat_at: datetime | None, real_at: datetime) -> str | None:
    if beat_at is None:
        return _("Tiến trình xử lý nền chưa chạy lần nào.")
    if real_at - beat_at > SILENT_AFTER:
        seconds = int((real_at - beat_at).total_seconds())
        return _("Tiến trình xử lý nền đã im lặng %(seconds)s giây.") % {"seconds": seconds}
    return None


def _fault_of(job: str, schedule: Schedule, run: Mapping[str, Any] | None, at: datetime) -> str | None:
    due_at = schedule.latest(at)
    facts = {"job": job, "due_at": f"{due_at:%H:%M %d/%m/%Y}"}
    if run is not None and run["failed"]:
        return _("Việc định kỳ %(job)s (lúc %(due_at)s) bị lỗi: %(outcome)s") % {**facts, "outcome": run["outcome"]}
    if (run is None or run["finished_at"] is None) and at - due_at > LATE_AFTER:
        return _("Việc định kỳ %(job)s đến hạn lúc %(due_at)s mà chưa chạy.") % facts
    return None
