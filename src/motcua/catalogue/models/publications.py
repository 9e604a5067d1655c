"""How a wording of a procedure became public, or ended, and every typing error that was mended in it afterwards.

Triggers in migration 0004 refuse what these sentences forbid: announcing what is incomplete, changing what somebody
published, and changing any correction.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.models.procedures import ProcedureVersion
from motcua.catalogue.publication import Decision, Terms, is_late


class AnnouncementKind(models.TextChoices):
    """What a decision announces (NĐ 63/2010 art. 15)."""

    NEW = "new", _("mới ban hành")
    AMENDED = "amended", _("sửa đổi, thay thế")
    ABOLISHED = "abolished", _("bãi bỏ")


class Announcement(models.Model):
    """A decision that announces a procedure or its end (quyết định công bố), and its publication by a second person.

    Until it is published nothing has changed for anybody, and it can be taken back.
    """

    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="announcements")
    kind = models.CharField(_("loại"), max_length=10, choices=AnnouncementKind.choices)
    decision_number = models.CharField(_("số quyết định"), max_length=60)
    decided_on = models.DateField(_("ngày ký"))
    signed_by = models.CharField(_("người ký"), max_length=120)
    effective_on = models.DateField(_("ngày có hiệu lực"))
    passed_on = models.DateField(
        _("ngày thông qua văn bản"), null=True, blank=True, help_text=_("Chỉ khi theo trình tự, thủ tục rút gọn")
    )
    rules = models.CharField(max_length=20, help_text="rule set of the day of the decision: its terms")
    announce_by = models.DateField(_("hạn ký quyết định"))
    publish_by = models.DateField(_("hạn công khai"))
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("người công bố")
    )
    announced_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người công khai"),
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_on = models.DateField(_("ngày công khai"), null=True, blank=True)

    class Meta:
        verbose_name = _("quyết định công bố")
        verbose_name_plural = _("quyết định công bố")
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=~Q(kind="abolished"), name="procedure_version_is_announced_once"
            ),
            models.UniqueConstraint(
                fields=["version"], condition=Q(kind="abolished"), name="procedure_version_is_abolished_once"
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("announced_by")),
                name="procedure_is_published_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(published_by=None, published_at=None, published_on=None)
                | Q(published_by__isnull=False, published_at__isnull=False, published_on__isnull=False),
                name="procedure_is_published_by_somebody_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(decision_number="") & ~Q(signed_by=""), name="decision_has_a_number_and_a_signer"
            ),
            models.CheckConstraint(condition=Q(kind__in=AnnouncementKind.values), name="announcement_is_of_a_kind"),
        ]
        indexes = [
            models.Index(fields=["publish_by"], name="announcement_waiting", condition=Q(published_on=None)),
        ]

    def __str__(self) -> str:
        return self.decision_number

    @property
    def is_public(self) -> bool:
        return self.published_on is not None

    @property
    def is_shortened(self) -> bool:
        return self.passed_on is not None

    @property
    def decision(self) -> Decision:
        return Decision(
            number=self.decision_number,
            decided_on=self.decided_on,
            signed_by=self.signed_by,
            effective_on=self.effective_on,
            passed_on=self.passed_on,
        )

    @property
    def terms(self) -> Terms:
        return Terms(announce_by=self.announce_by, publish_by=self.publish_by)

    @property
    def was_announced_late(self) -> bool:
        return self.decided_on > self.announce_by

    def is_published_late(self, *, today: date) -> bool:
        """Tell whether it became public after its day, or is not public and its day is over."""
        return is_late(due_on=self.publish_by, done_on=self.published_on, today=today)


class Correction(models.Model):
    """A typing error mended in a published procedure (đính chính): what stood there and what stands there now."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="corrections")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("người sửa")
    )
    at = models.DateTimeField()
    reason = models.CharField(_("lý do"), max_length=300)
    changes = models.JSONField(_("thay đổi"), help_text="[{field, before, after}]")

    class Meta:
        verbose_name = _("đính chính")
        verbose_name_plural = _("đính chính")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.reason}"
