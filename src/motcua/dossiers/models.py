"""Dossiers and all that belongs to one. Every large table carries the receiving unit, so it can be spread by it.

Foreign keys have no index of their own where a wider one begins with them, or where nobody looks from that side: each
index is paid for by every reception.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.models import Channel, ProcedureCase, ProcedureVersion, ProcessStep, ProcessVersion
from motcua.dossiers.lifecycle import OPEN, RUNNING, Status, Verb
from motcua.lib.uuid7 import uuid7
from motcua.organisations.models import Agency


class PersonKind(models.TextChoices):
    PERSON = "person", _("cá nhân")
    BUSINESS = "business", _("doanh nghiệp")
    ORGANISATION = "organisation", _("tổ chức")


class Applicant(models.Model):
    """The person or body whose dossier it is, as they stood on that day (tổ chức, cá nhân nộp hồ sơ)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=PersonKind.choices, default=PersonKind.PERSON)
    name = models.CharField(_("họ tên hoặc tên tổ chức"), max_length=200)
    name_folded = models.CharField(max_length=200, help_text="lower case, no diacritics: for search")
    id_number = models.CharField(_("số giấy tờ tùy thân hoặc mã số thuế"), max_length=14, blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=15, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    address = models.CharField(_("địa chỉ"), max_length=200, blank=True)
    commune = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    born = models.CharField(_("năm sinh"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("tổ chức, cá nhân nộp hồ sơ")
        verbose_name_plural = _("tổ chức, cá nhân nộp hồ sơ")
        indexes = [
            models.Index(fields=["id_number", "-id"], name="applicant_by_id_number", condition=~Q(id_number="")),
            models.Index(fields=["phone", "-id"], name="applicant_by_phone", condition=~Q(phone="")),
            GinIndex(OpClass("name_folded", name="gin_trgm_ops"), name="applicant_by_name_trgm"),
        ]

    def __str__(self) -> str:
        return str(self.pk)  # never a name: this ends up in logs


class DossierQuerySet(models.QuerySet["Dossier"]):
    def open(self) -> "DossierQuerySet":
        """Keep the dossiers that were received and are not yet decided."""
        return self.filter(status__in=[status.value for status in OPEN])

    def overdue(self, *, at: datetime) -> "DossierQuerySet":
        """Keep those whose clock runs and whose day has passed: compared, never counted."""
        return self.filter(status__in=[status.value for status in RUNNING], finished_at=None, due_at__lt=at)

    def due_within(self, *, after: datetime, until: datetime) -> "DossierQuerySet":
        """Keep those whose clock runs and that are due after one moment and not after the other."""
        return self.filter(
            status__in=[status.value for status in RUNNING], finished_at=None, due_at__gte=after, due_at__lte=until
        )


class Dossier(models.Model):
    """One request under one procedure, from the door to the result (hồ sơ)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("nơi tiếp nhận"), db_index=False
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan giải quyết"), db_index=False
    )
    agencies = ArrayField(models.BigIntegerField(), help_text="ids of all units that have or had a part in it")
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(
        ProcedureCase, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    process = models.ForeignKey(ProcessVersion, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    rules = models.CharField(_("bộ quy định"), max_length=20, blank=True)
    calendar_version = models.CharField(max_length=40, blank=True)

    code = models.CharField(_("mã hồ sơ"), max_length=60, null=True, unique=True)
    quick_code = models.CharField(_("mã tra nhanh"), max_length=10, unique=True)
    book_number = models.PositiveIntegerField(_("số thứ tự trong sổ"), null=True)
    status = models.CharField(_("trạng thái"), max_length=20, choices=Status.choices, default=Status.DRAFT)
    version_number = models.PositiveIntegerField(default=0, help_text="grows with every verb; guards stale pages")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    result_channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.COUNTER)
    applicant = models.OneToOneField(Applicant, on_delete=models.PROTECT, related_name="dossier")
    submitter = models.OneToOneField(Applicant, on_delete=models.PROTECT, null=True, related_name="submitted_dossier")
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)

    submitted_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(_("nhận lúc"), null=True)
    limit = models.CharField(_("thời hạn"), max_length=80, blank=True, help_text="as promised: 3 working days")
    due_at = models.DateTimeField(_("hẹn trả"), null=True)
    first_due_at = models.DateTimeField(_("hẹn trả lần đầu"), null=True)
    finished_at = models.DateTimeField(
        _("xong lúc"), null=True, help_text="decided, refused or withdrawn: status 9, 3, 7"
    )
    returned_at = models.DateTimeField(_("trả lúc"), null=True)
    moved_at = models.DateTimeField(help_text="the last line of the diary")

    holder = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("nơi đang giữ"), db_index=False
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người đang giữ"),
        db_index=False,
    )
    step = models.ForeignKey(ProcessStep, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    step_due_at = models.DateTimeField(null=True)

    diary_length = models.PositiveIntegerField(default=0)
    diary_head = models.BinaryField(max_length=32, default=bytes(32))

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ")
        verbose_name_plural = _("hồ sơ")
        constraints = [
            models.CheckConstraint(
                condition=Q(received_at=None, due_at=None, code=None, book_number=None)
                | Q(received_at__isnull=False, due_at__isnull=False, code__isnull=False, book_number__isnull=False),
                name="dossier_received_means_numbered_and_promised",
            ),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(due_at__gte=F("received_at")), name="dossier_is_due_after_it_was_received"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted", "refused", "withdrawn"]) | Q(received_at__isnull=False),
                name="dossier_is_worked_on_only_once_received",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status__in=["result_ready", "returned", "refused", "withdrawn", "stopped"])
                    & Q(finished_at__isnull=False)
                )
                | (
                    ~Q(status__in=["result_ready", "returned", "refused", "withdrawn", "stopped"]) & Q(finished_at=None)
                ),
                name="dossier_is_finished_when_decided",
            ),
            models.CheckConstraint(
                condition=(Q(status="returned") & Q(returned_at__isnull=False))
                | (~Q(status="returned") & Q(returned_at=None)),
                name="dossier_is_returned_at_a_moment",
            ),
            models.CheckConstraint(condition=Q(quick_code__regex=r"^\d{10}$"), name="dossier_quick_code_is_ten_digits"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="dossier_status_is_one_of_the_eleven"),
        ]
        indexes = [
            models.Index(fields=["officer", "due_at"], name="dossier_in_hand", condition=Q(finished_at=None)),
            models.Index(fields=["holder", "due_at"], name="dossier_held", condition=Q(finished_at=None)),
            models.Index(fields=["unit", "status", "-moved_at"], name="dossier_at_desk"),
            models.Index(fields=["agency", "due_at"], name="dossier_open_by_agency", condition=Q(finished_at=None)),
            models.Index(fields=["agency", "-received_at"], name="dossier_by_agency"),
            models.Index(fields=["unit", "-received_at"], name="dossier_by_unit"),
            models.Index(fields=["due_at"], name="dossier_due", condition=Q(finished_at=None)),
            GinIndex(fields=["agencies"], name="dossier_by_part"),
            # the figures of a day, a week, a month: what was promised for it, decided and handed over in it
            models.Index(fields=["due_at"], name="dossier_by_promise"),
            models.Index(fields=["finished_at"], name="dossier_finished", condition=Q(finished_at__isnull=False)),
            models.Index(fields=["returned_at"], name="dossier_returned", condition=Q(returned_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.code or self.quick_code


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

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.outcome}"


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
        indexes = [models.Index(fields=["agency", "-at"], name="event_by_agency")]

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
