"""Figures for Prometheus: `GET /metrics`, for who has MOTCUA_METRICS_TOKEN; without that setting there is no such page.

Everything is read from the database when it is asked for, so any one web process answers for the whole house and
nothing is lost when one is replaced. Rates and times of requests come from Granian's own exporter (`--metrics`).
Counts are of what is open, waiting or failing, all behind partial indexes: they do not grow with the years.
"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from motcua.dossiers.models import Dossier, PendingFollowUp
from motcua.jobs.models import Heartbeat, ScheduledRun
from motcua.lib import clock
from motcua.notifications.models import Letter, LetterState


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer in Prometheus's text format (7 statements)."""
    token = settings.METRICS_TOKEN
    said = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not constant_time_compare(said, token):
        raise Http404
    registry = CollectorRegistry()
    registry.register(House(clock.now()))
    answer = HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


class House(Collector):
    """The state of the house at one moment, as gauges. No name, code or other fact about a person is among them."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def describe(self) -> list[Metric]:
        return []  # registering must not ask the database

    def collect(self) -> Iterator[Metric]:
        open_ones = GaugeMetricFamily(
            "motcua_dossiers_open", "Dossiers received and not yet decided, by status.", labels=["status"]
        )
        for status, count in Dossier.objects.open().values_list("status").annotate(Count("pk")).order_by("status"):
            open_ones.add_metric([status], count)
        yield open_ones
        yield GaugeMetricFamily(
            "motcua_dossiers_overdue",
            "Dossiers whose clock runs and whose day has passed.",
            Dossier.objects.overdue(at=self.at).count(),
        )
        unheard = GaugeMetricFamily(
            "motcua_followups_pending", "Lines of the diary a follower has not heard yet.", labels=["follower"]
        )
        waiting = PendingFollowUp.objects.values_list("follower").annotate(Count("pk")).order_by("follower")
        for follower, count in waiting:
            unheard.add_metric([follower], count)
        yield unheard
        letters = GaugeMetricFamily("motcua_letters_waiting", "E-mails that have not gone out yet.")
        letters.add_metric([], Letter.objects.filter(state=LetterState.WAITING).count())
        yield letters
        beats = GaugeMetricFamily(
            "motcua_heartbeat_seconds", "When a background process last reported, Unix time.", labels=["process"]
        )
        for process, beat_at in Heartbeat.objects.values_list("process", "beat_at"):
            beats.add_metric([process], beat_at.timestamp())
        yield beats
        yield from self._jobs()
        size = GaugeMetricFamily("motcua_database_bytes", "Size of the database.")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            size.add_metric([], cursor.fetchone()[0])
        yield size

    def _jobs(self) -> Iterator[Metric]:
        run_at = GaugeMetricFamily(
            "motcua_job_finished_seconds", "When a scheduled job last finished, the house's Unix time.", labels=["job"]
        )
        failed = GaugeMetricFamily("motcua_job_failed", "1 when a job's last run failed.", labels=["job"])
        last = (
            ScheduledRun.objects.filter(job__in=settings.SCHEDULED_JOBS, finished_at__isnull=False)
            .order_by("job", "-due_at")
            .distinct("job")
        )
        for run in last:
            assert run.finished_at is not None
            run_at.add_metric([run.job], run.finished_at.timestamp())
            failed.add_metric([run.job], int(run.failed))
        yield run_at
        yield failed
