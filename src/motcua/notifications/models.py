"""What officers are told inside the software, and what citizens and heads of agencies are told by e-mail."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.models import Dossier
from motcua.lib.uuid7 import uuid7
from motcua.organisations.models import Agency


class Kind(models.TextChoices):
    """What a notification is about; the words are motcua.notifications.messages'."""

    SUBMITTED = "submitted", _("Hồ sơ nộp trên mạng chờ tiếp nhận")
    NEW_DOSSIER = "new-dossier", _("Hồ sơ mới về cơ quan")
    FORWARDED = "forwarded", _("Hồ sơ được chuyển tới")
    TO_SIGN = "to-sign", _("Chờ ký")
    SENT_BACK = "sent-back", _("Hồ sơ bị trả lại")
    DECIDED = "decided", _("Có kết quả, chờ trả")
    SUPPLEMENT_ASKED = "supplement-asked", _("Yêu cầu bổ sung, báo người nộp")
    SUPPLIED = "supplied", _("Giấy tờ bổ sung chờ xem")
    SUPPLEMENTED = "supplemented", _("Đã bổ sung đủ")
    PAYMENT_ASKED = "payment-asked", _("Cần nộp tiền, báo người nộp")
    PAID = "paid", _("Đã nộp tiền")
    EXTENDED = "extended", _("Xin lỗi, hẹn lại")
    STOPPED = "stopped", _("Đã dừng giải quyết")
    RECALCULATED = "recalculated", _("Ngày hẹn tính lại theo lịch")
    CONSULTED = "consulted", _("Được lấy ý kiến")
    ANSWERED = "answered", _("Đã có ý kiến trả lời")
    HANDED_OVER = "handed-over", _("Được giao lại hồ sơ")
    REVIEW = "review", _("Rà soát tuần")
    REVIEW_ANSWERED = "review-answered", _("Đã trả lời rà soát tuần")
    REMINDER = "reminder", _("Nhắc hồ sơ sắp đến hạn")
    PROCEDURE_REPLACED = "procedure-replaced", _("Thủ tục có phiên bản mới")
    PROCEDURE_ABOLISHED = "procedure-abolished", _("Thủ tục bị bãi bỏ")
    LETTER_REFUSED = "letter-refused", _("Thư báo không tới được")


class Notification(models.Model):
    """One thing that one officer should know of (thông báo). Kept after it was read: it is the proof."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    occasion = models.CharField(max_length=80, help_text="what caused it, so that nobody is told twice")
    params = models.JSONField(default=dict, help_text="what the words need; no citizen's name")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        constraints = [
            models.UniqueConstraint(fields=["occasion", "user"], name="an_officer_is_told_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="notification_is_of_a_known_kind"),
        ]
        indexes = [
            models.Index(fields=["user"], name="notification_unread", condition=Q(read_at=None)),
            models.Index(fields=["user", "-created_at"], name="notification_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.user_id}"


class LetterState(models.TextChoices):
    WAITING = "waiting", _("chờ gửi")
    SENT = "sent", _("đã gửi")
    REFUSED = "refused", _("bị từ chối")


class Letter(models.Model):
    """One e-mail to one address (thư điện tử). Never deleted: sent, it is the proof; refused, the desk is told."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    occasion = models.CharField(max_length=80, help_text="what caused it, so that nobody is written to twice")
    address = models.EmailField(_("địa chỉ thư điện tử"))
    subject = models.CharField(_("tiêu đề"), max_length=200)
    body = models.TextField(_("nội dung"))
    state = models.CharField(max_length=8, choices=LetterState.choices, default=LetterState.WAITING)
    created_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, help_text="the machine's time")
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True, help_text="kind of error and number, never its text")

    class Meta:
        verbose_name = _("thư điện tử")
        verbose_name_plural = _("thư điện tử")
        constraints = [
            models.UniqueConstraint(fields=["occasion", "address"], name="nobody_is_written_to_twice"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="letter_is_sent_at_a_moment",
            ),
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["id"], name="letter_waiting", condition=Q(state="waiting")),
            models.Index(fields=["dossier"], name="letter_about", condition=Q(dossier__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.pk)  # never an address: this ends up in logs
