"""What makes scheduled work visible: a job that did not run must not go unnoticed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScheduledRun(models.Model):
    """Lần chạy việc định kỳ: one moment at which a job was due, and what came of it."""

    job = models.CharField(max_length=100)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failed = models.BooleanField(default=False)
    outcome = models.TextField(default="", blank=True)

    class Meta:
        verbose_name = _("lần chạy việc định kỳ")
        constraints = [
            models.UniqueConstraint(fields=["job", "due_at"], name="job_runs_once_per_due_moment"),
            models.CheckConstraint(
                condition=models.Q(finished_at=None) | models.Q(started_at__isnull=False),
                name="job_finished_means_started",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.due_at:%Y-%m-%d %H:%M}"


class Heartbeat(models.Model):
    """Nhịp báo của tiến trình: when a process last said that it works, by the machine's clock."""

    process = models.CharField(max_length=100, primary_key=True)
    beat_at = models.DateTimeField()

    class Meta:
        verbose_name = _("nhịp báo của tiến trình")

    def __str__(self) -> str:
        return f"{self.process} {self.beat_at:%Y-%m-%d %H:%M:%S}"
