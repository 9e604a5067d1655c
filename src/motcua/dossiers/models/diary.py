"""The diary of a dossier with its outbox and its seals, and the books that numbers are drawn from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.lifecycle import Status, Verb
from motcua.dossiers.models.dossier import Dossier
from motcua.lib.uuid7 import uuid7
from motcua.organisations.models import Agency


class Event(models.Model):
    """One line of a dossier's diary (nhật ký hồ sơ). The database refuses to change or delete it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField(_("dòng"))
    verb = models.CharField(max_length=20, choices=Verb.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    status = models.CharField(max_length=20, choices=Status.choices)
    due_at = models.DateTimeField(null=True)
    detail = models.JSONField(default=dict)
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("nhật ký hồ sơ")
        verbose_name_plural = _("nhật ký hồ sơ")
        constraints = [models.UniqueConstraint(fields=["dossier", "seq"], name="diary_has_one_line_a_number")]
        indexes = [
            models.Index(fields=["agency", "-at"], name="event_by_agency"),
            models.Index(fields=["at"], name="event_against_the_rule", condition=Q(detail__has_key="violations")),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}.{self.seq} {self.verb}"


class PendingFollowUp(models.Model):
    """An event that one follower has still to hear of (việc chờ theo dõi): the outbox."""

    follower = models.CharField(max_length=30)
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, help_text="the machine's time")
    trouble = models.CharField(max_length=200, blank=True, help_text="the kind of error, never its text")

    class Meta:
        verbose_name = _("việc chờ theo dõi")
        verbose_name_plural = _("việc chờ theo dõi")
        constraints = [
            models.UniqueConstraint(fields=["follower", "dossier", "seq"], name="follower_hears_of_an_event_once")
        ]

    def __str__(self) -> str:
        return f"{self.follower}: {self.event_id}"


class Seal(models.Model):
    """A seal over a batch of diary lines (dấu niêm nhật ký): their Merkle root, chained to the seal before."""

    number = models.PositiveBigIntegerField(primary_key=True)
    previous = models.BinaryField(max_length=32)
    root = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    leaves = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("dấu niêm nhật ký")
        verbose_name_plural = _("dấu niêm nhật ký")

    def __str__(self) -> str:
        return f"#{self.number}"


class SealedLine(models.Model):
    """Which line lies under which seal, and where (dòng đã niêm)."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="lines", db_index=False)
    position = models.PositiveIntegerField()
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="sealed")

    class Meta:
        verbose_name = _("dòng đã niêm")
        verbose_name_plural = _("dòng đã niêm")
        constraints = [models.UniqueConstraint(fields=["seal", "position"], name="seal_has_one_line_a_place")]

    def __str__(self) -> str:
        return f"{self.seal_id}.{self.position}"


class NumberBook(models.Model):
    """The last number a unit has given out in a day or a year (sổ cấp số)."""

    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.CharField(max_length=10, help_text="2018-10-22 for codes, 2018 for the register book")
    last = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("sổ cấp số")
        verbose_name_plural = _("sổ cấp số")
        constraints = [models.UniqueConstraint(fields=["unit", "period"], name="numbers_are_counted_in_one_row")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period}: {self.last}"
