"""The dossier itself and the people it belongs to. Every large table carries the receiving unit, to be spread by it.

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

from motcua.catalogue.models import Channel, ProcedureCase, ProcedureVersion, ProcessStep, ProcessVersion, WaitsFor
from motcua.dossiers.lifecycle import OPEN, RUNNING, Status
from motcua.law import rule_sets
from motcua.law.rule_sets import RuleSet
from motcua.lib.prepared import Given
from motcua.lib.uuid7 import uuid7
from motcua.organisations.models import Agency
from motcua.working_time.calendar import in_vietnam


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
    agencies = ArrayField(
        models.BigIntegerField(), default=list, help_text="those of the dossier, kept the same by a trigger: for search"
    )

    class Meta:
        verbose_name = _("tổ chức, cá nhân nộp hồ sơ")
        verbose_name_plural = _("tổ chức, cá nhân nộp hồ sơ")
        indexes = [
            models.Index(fields=["id_number", "-id"], name="applicant_by_id_number", condition=~Q(id_number="")),
            models.Index(fields=["phone", "-id"], name="applicant_by_phone", condition=~Q(phone="")),
            # One index for both: who has a part in few of a million dossiers finds a frequent name at once
            GinIndex("agencies", OpClass("name_folded", name="gin_trgm_ops"), name="applicant_by_part_and_name"),
            models.Index(fields=["name_folded"], name="applicant_by_name"),  # by a thousand slips of a name at once
        ]

    def __str__(self) -> str:
        return str(self.pk)  # never a name: this ends up in logs


#: What holds of a dossier that is not finished when its clock runs. That it is not finished is not said again: the
#: indexes of what is open do not have that column, and whoever asks for it reads every dossier
CLOCK_RUNS = Q(status__in=[status.value for status in RUNNING], clock_stopped_at__isnull=True)


class DossierQuerySet(models.QuerySet["Dossier"]):
    def open(self) -> "DossierQuerySet":
        """Keep the dossiers that were received and are not yet decided."""
        return self.filter(status__in=[status.value for status in OPEN], received_at__isnull=False)

    def running(self) -> "DossierQuerySet":
        """Keep those whose clock runs."""
        return self.filter(CLOCK_RUNS, finished_at=None)

    def overdue(self, *, at: datetime | Given) -> "DossierQuerySet":
        """Keep those whose clock runs and whose day has passed: compared, never counted."""
        return self.running().filter(judged_due_at__lt=at)

    def due_within(self, *, after: datetime, until: datetime) -> "DossierQuerySet":
        """Keep those whose clock runs and that are due after one moment and not after the other."""
        return self.running().filter(judged_due_at__gte=after, judged_due_at__lte=until)


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
    calendar_version = models.CharField(max_length=40, blank=True, help_text="of the calendar it was promised by")
    is_told_otherwise = models.BooleanField(
        default=False, help_text="its clock was also turned by another calendar than the one it was promised by"
    )

    code = models.CharField(_("mã hồ sơ"), max_length=60, null=True, unique=True)
    quick_code = models.CharField(_("mã tra nhanh"), max_length=10, unique=True)
    book_number = models.PositiveIntegerField(_("số thứ tự trong sổ"), null=True)
    status = models.CharField(_("trạng thái"), max_length=20, choices=Status.choices, default=Status.DRAFT)
    version_number = models.PositiveIntegerField(default=0, help_text="grows with every verb; guards stale pages")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    result_channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.COUNTER)
    applicant = models.OneToOneField(Applicant, on_delete=models.PROTECT, related_name="dossier")
    submitter = models.OneToOneField(Applicant, on_delete=models.PROTECT, null=True, related_name="submitted_dossier")
    authority = models.CharField(
        _("văn bản ủy quyền"), max_length=200, blank=True, help_text="of the submitter: its number and day"
    )
    consignment = models.CharField(
        _("mã bưu gửi"), max_length=30, blank=True, help_text="of the postal item it came in"
    )
    result_consignment = models.CharField(
        _("mã bưu gửi kết quả"), max_length=30, blank=True, help_text="of the postal item its result went out in"
    )
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)

    submitted_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(_("nhận lúc"), null=True)
    limit = models.CharField(_("thời hạn"), max_length=80, blank=True, help_text="as promised: 3 working days")
    due_at = models.DateTimeField(_("hẹn trả"), null=True)
    first_due_at = models.DateTimeField(_("hẹn trả lần đầu"), null=True)
    judged_due_at = models.DateTimeField(
        _("hạn để tính đúng, trễ"), null=True, help_text="moved by a supplement or a payment, never by an apology"
    )
    national_due_at = models.DateTimeField(
        _("hạn theo thống kê quốc gia"), null=True, help_text="the waits subtracted: QĐ 766/QĐ-TTg"
    )
    clock_stopped_at = models.DateTimeField(_("dừng tính từ lúc"), null=True)
    waits_for = models.CharField(_("chờ"), max_length=10, choices=WaitsFor.choices, blank=True)
    supplement_requests = models.PositiveSmallIntegerField(_("số lần yêu cầu bổ sung"), default=0)
    extended_at = models.DateTimeField(_("xin lỗi, hẹn lại lúc"), null=True)
    entered_at = models.DateTimeField(_("nhập bù lúc"), null=True, help_text="late entry from the paper ledger")
    finished_at = models.DateTimeField(
        _("xong lúc"), null=True, help_text="decided, refused or withdrawn: status 9, 3, 7"
    )
    returned_at = models.DateTimeField(_("trả lúc"), null=True)
    moved_at = models.DateTimeField(help_text="the last line of the diary")
    last_verb = models.CharField(max_length=20, blank=True, help_text="of the last line of the diary")
    last_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

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
    asked = ArrayField(
        models.BigIntegerField(), default=list, blank=True, help_text="ids of the units whose answer is awaited"
    )

    diary_length = models.PositiveIntegerField(default=0)
    diary_head = models.BinaryField(max_length=32, default=bytes(32))

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ")
        verbose_name_plural = _("hồ sơ")
        constraints = [
            models.CheckConstraint(
                condition=Q(received_at=None, due_at=None, judged_due_at=None, code=None, book_number=None)
                | Q(
                    received_at__isnull=False,
                    due_at__isnull=False,
                    judged_due_at__isnull=False,
                    code__isnull=False,
                    book_number__isnull=False,
                ),
                name="dossier_received_means_numbered_and_promised",
            ),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(due_at__gte=F("received_at")), name="dossier_is_due_after_it_was_received"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted", "awaiting_supplement", "refused", "withdrawn"])
                | Q(received_at__isnull=False),
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
            models.CheckConstraint(
                condition=Q(clock_stopped_at=None, waits_for="") | Q(clock_stopped_at__isnull=False) & ~Q(waits_for=""),
                name="dossier_that_stands_still_says_for_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["received", "in_progress", "result_ready", "returned"])
                | Q(clock_stopped_at=None)
                | Q(waits_for="partner"),
                name="dossier_at_work_has_a_running_clock",
            ),
            models.CheckConstraint(
                condition=Q(authority="") | Q(submitter__isnull=False), name="dossier_with_an_authority_has_a_submitter"
            ),
            models.CheckConstraint(
                condition=Q(consignment="") | Q(channel="post"), name="dossier_with_a_consignment_came_by_post"
            ),
            models.CheckConstraint(
                condition=Q(result_consignment="") | Q(result_channel="post", status="returned"),
                name="dossier_result_is_posted_as_wanted_when_returned",
            ),
            # so whoever works at the unit that holds a dossier, or is asked about it, may see it
            models.CheckConstraint(
                condition=Q(agencies__contains=[F("holder")]) & Q(agencies__contains=F("asked")),
                name="dossier_is_held_and_answered_by_its_parts",
            ),
            models.CheckConstraint(condition=Q(quick_code__regex=r"^\d{10}$"), name="dossier_quick_code_is_ten_digits"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="dossier_status_is_one_of_the_eleven"),
        ]
        indexes = [
            models.Index(fields=["officer", "due_at"], name="dossier_in_hand", condition=Q(finished_at=None)),
            # These hold all that is counted of what is open: the monitoring room and the bench read no row for it
            models.Index(
                fields=["status", "judged_due_at"],
                include=["moved_at", "agency", "officer", "step", "step_due_at", "clock_stopped_at"],
                name="dossier_open",
                condition=Q(finished_at=None),
            ),
            models.Index(
                fields=["holder", "officer"],
                include=[
                    "id",
                    "received_at",
                    "version",
                    "status",
                    "due_at",
                    "step",
                    "step_due_at",
                    "judged_due_at",
                    "clock_stopped_at",
                ],
                name="dossier_held",
                condition=Q(finished_at=None),
            ),
            models.Index(fields=["unit", "status", "-moved_at"], name="dossier_at_desk"),
            models.Index(
                fields=["agency", "judged_due_at"], name="dossier_open_by_agency", condition=Q(finished_at=None)
            ),
            # Whose day a changed calendar may move, found without looking at those that it cannot
            models.Index(
                fields=["agency", "calendar_version"], name="dossier_promised_by", condition=Q(finished_at=None)
            ),
            models.Index(
                fields=["agency"], name="dossier_told_otherwise", condition=Q(finished_at=None, is_told_otherwise=True)
            ),
            models.Index(fields=["agency", "-received_at"], name="dossier_by_agency"),
            models.Index(fields=["unit", "-received_at"], name="dossier_by_unit"),
            GinIndex(fields=["agencies"], name="dossier_by_part"),
            models.Index(fields=["entered_at"], name="dossier_entered_late", condition=Q(entered_at__isnull=False)),
            models.Index(fields=["waits_for", "unit"], name="dossier_waiting", condition=~Q(waits_for="")),
            # the figures of a day, a week, a month: what was promised for it, decided and handed over in it
            models.Index(fields=["judged_due_at"], include=["status"], name="dossier_by_promise"),
            models.Index(fields=["finished_at"], name="dossier_finished", condition=Q(finished_at__isnull=False)),
            models.Index(fields=["returned_at"], name="dossier_returned", condition=Q(returned_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.code or self.quick_code

    @property
    def rule_set(self) -> RuleSet:
        """The rules this dossier was received under and keeps. Only a received dossier has any."""
        assert self.received_at is not None  # pinned at the reception
        return rule_sets.named(self.rules, received_on=in_vietnam(self.received_at).date())
