"""What belongs to one dossier: papers, files, who held it and when, what other units were asked, what was decided."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.models import ProcessStep, ResultTo
from motcua.dossiers.models.dossier import Dossier
from motcua.lib.uuid7 import uuid7
from motcua.organisations.models import Agency


class DossierDocument(models.Model):
    """A paper that was handed in, with how many of each kind (giấy tờ đã nộp)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="documents", db_index=False)
    code = models.CharField(max_length=40)
    name = models.TextField()
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("giấy tờ đã nộp")
        verbose_name_plural = _("giấy tờ đã nộp")
        constraints = [models.UniqueConstraint(fields=["dossier", "code"], name="document_is_handed_in_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.code}"


class Attachment(models.Model):
    """A file that came with a dossier (tệp kèm theo). Files are named by their SHA-256 and never overwritten."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="attachments", db_index=False)
    document_code = models.CharField(max_length=40, blank=True)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("tệp kèm theo")
        verbose_name_plural = _("tệp kèm theo")
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="attachment_is_not_empty")]
        indexes = [models.Index(fields=["dossier", "document_code"], name="attachment_of_document")]

    def __str__(self) -> str:
        return self.sha256[:12]


class Assignment(models.Model):
    """One step of one dossier at one unit, from its beginning to its end (phân công)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="assignments", db_index=False)
    step = models.ForeignKey(ProcessStep, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("phân công")
        verbose_name_plural = _("phân công")
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at=None), name="dossier_stands_at_one_step"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="assignment_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["dossier", "started_at"], name="assignment_of_dossier")]

    def __str__(self) -> str:
        return f"{self.dossier_id} #{self.step_id}"


class Outcome(models.TextChoices):
    GRANTED = "granted", _("đồng ý giải quyết")
    REFUSED = "refused", _("từ chối giải quyết")


class Result(models.Model):
    """What was proposed and then decided (kết quả giải quyết)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="result")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    summary = models.TextField(_("nội dung"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("kết quả giải quyết")
        verbose_name_plural = _("kết quả giải quyết")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="result_is_decided_by_somebody_at_a_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["proposed_by"], include=["dossier"], name="result_undecided", condition=Q(decided_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.outcome}"


class Consultation(models.Model):
    """What another unit is asked for a dossier, with a term of its own (phần việc của cơ quan phối hợp).

    In an interconnected procedure it is that agency's share of the work (NĐ 61/2018 art. 19.6–7); asked by a
    specialist it is an opinion (art. 19.3). Shares of one order run side by side, a later order begins when the
    earlier ones are answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="consultations", db_index=False)
    step = models.ForeignKey(ProcessStep, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    question = models.CharField(_("nội dung"), max_length=500)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=1)
    half_days = models.PositiveSmallIntegerField(_("nửa ngày làm việc"))
    is_lead = models.BooleanField(_("chủ trì"), default=False)
    results_to = ArrayField(
        models.CharField(max_length=10, choices=ResultTo.choices), verbose_name=_("trả cho"), default=list, blank=True
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    started_at = models.DateTimeField(null=True, help_text="null: waits for an earlier share")
    due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    answer = models.TextField(_("trả lời"), blank=True)

    class Meta:
        verbose_name = _("phần việc của cơ quan phối hợp")
        verbose_name_plural = _("phần việc của cơ quan phối hợp")
        constraints = [
            models.CheckConstraint(
                condition=Q(started_at=None, due_at=None, answered_at=None)
                | Q(started_at__isnull=False, due_at__isnull=False),
                name="consultation_is_due_once_it_began",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None) | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="consultation_is_answered_in_words",
            ),
            models.CheckConstraint(condition=Q(half_days__gt=0), name="consultation_has_a_term"),
        ]
        indexes = [
            models.Index(fields=["dossier", "order"], name="consultation_of_dossier"),
            models.Index(
                fields=["agency", "due_at"],
                name="consultation_awaited",
                condition=Q(answered_at=None, started_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} ? {self.agency_id}"
