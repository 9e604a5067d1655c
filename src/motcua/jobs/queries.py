"""What is wrong with the work that nobody sees: silent processes, jobs that did not run, jobs that failed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from motcua.jobs.models import Heartbeat, ScheduledRun
from motcua.jobs.schedule import Schedule

WORKER = "worker"
SILENT_AFTER = timedelta(seconds=60)
LATE_AFTER = timedelta(minutes=5)


def what_is_wrong(*, at: datetime, real_at: datetime) -> list[str]:
    """Return one sentence per fault, none when all is well.

    `at` is the house's time, on which jobs fall due; `real_at` the machine's, on which processes report.
    """
    jobs = (_fault_of(job, schedule, at) for job, (_task, schedule) in settings.SCHEDULED_JOBS.items())
    return [fault for fault in (_silence(real_at), *jobs) if fault]


def _silence(real_at: datetime) -> str | None:
    beat = Heartbeat.objects.filter(process=WORKER).first()
    if beat is None:
        return _("Tiến trình xử lý nền chưa chạy lần nào.")
    if real_at - beat.beat_at > SILENT_AFTER:
        seconds = int((real_at - beat.beat_at).total_seconds())
        return _("Tiến trình xử lý nền đã im lặng %(seconds)s giây.") % {"seconds": seconds}
    return None


def _fault_of(job: str, schedule: Schedule, at: datetime) -> str | None:
    due_at = schedule.latest(at)
    run = ScheduledRun.objects.filter(job=job, due_at__gte=due_at).order_by("-due_at").first()
    facts = {"job": job, "due_at": f"{due_at:%H:%M %d/%m/%Y}"}
    if run is not None and run.failed:
        return _("Việc định kỳ %(job)s (lúc %(due_at)s) bị lỗi: %(outcome)s") % {**facts, "outcome": run.outcome}
    if (run is None or run.finished_at is None) and at - due_at > LATE_AFTER:
        return _("Việc định kỳ %(job)s đến hạn lúc %(due_at)s mà chưa chạy.") % facts
    return None
