"""Paper on its way between a desk and an agency: the sheet it travels with, and what became of each dossier on it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.models import Dossier
from motcua.lib.uuid7 import uuid7
from motcua.organisations.models import Agency


class Direction(models.TextChoices):
    OUT = "out", _("hồ sơ tới cơ quan giải quyết")
    BACK = "back", _("kết quả về nơi tiếp nhận")


class Handover(models.Model):
    """One sheet of paper handed over from one unit to another (phiếu bàn giao hồ sơ), numbered by giver and year."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    direction = models.CharField(_("chiều"), max_length=4, choices=Direction.choices)
    giver = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("bên giao"), db_index=False
    )
    taker = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("bên nhận"), db_index=False
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    number = models.PositiveIntegerField(_("số"))
    made_at = models.DateTimeField(_("lập lúc"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_by_name = models.CharField(max_length=200)
    carried_by = models.CharField(_("người chuyển"), max_length=200, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    received_at = models.DateTimeField(_("nhận lúc"), null=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    received_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("phiếu bàn giao hồ sơ")
        verbose_name_plural = _("phiếu bàn giao hồ sơ")
        constraints = [
            models.UniqueConstraint(fields=["giver", "year", "number"], name="handover_is_numbered_once_a_year"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="handover_goes_to_somebody_else"),
            models.CheckConstraint(
                condition=Q(received_at=None, received_by=None)
                | Q(received_at__gte=F("made_at"), received_by__isnull=False),
                name="handover_is_received_by_somebody_after_it_was_made",
            ),
        ]
        indexes = [
            models.Index(fields=["taker", "-made_at"], name="handover_to_confirm", condition=Q(received_at=None)),
            models.Index(fields=["taker", "-made_at"], name="handover_by_taker"),
            models.Index(fields=["giver", "-made_at"], name="handover_by_giver"),
        ]

    def __str__(self) -> str:
        return f"{self.number:03d}/{self.year}"


class LineState(models.TextChoices):
    SENT = "sent", _("đang chuyển")
    HANDED = "handed", _("đã nhận")
    MISSING = "missing", _("không thấy")


class HandoverLine(models.Model):
    """One dossier on a sheet (dòng của phiếu bàn giao)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="lines", db_index=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="handover_lines")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    state = models.CharField(_("tình trạng"), max_length=8, choices=LineState.choices, default=LineState.SENT)

    class Meta:
        verbose_name = _("dòng của phiếu bàn giao")
        verbose_name_plural = _("dòng của phiếu bàn giao")
        constraints = [
            models.UniqueConstraint(fields=["handover", "dossier"], name="dossier_stands_once_on_a_sheet"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(state=LineState.SENT), name="dossier_is_on_one_open_sheet"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handover_id}.{self.position}"
