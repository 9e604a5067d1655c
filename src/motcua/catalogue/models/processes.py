"""Who does what for a procedure inside the offices, and for how long, in versions.

A dossier points at the version it was received under and stays on it. A version is drawn, proposed, and published by a
second person; what somebody published refuses to be changed (triggers in migration 0002).
"""

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.fields import ConditionsField
from motcua.catalogue.models.procedures import ProcedureCase, ProcedureVersion
from motcua.lib.prepared import Given
from motcua.organisations.models import Agency, Role


class ProcessState(models.TextChoices):
    """How far a version of a process has come."""

    DRAFT = "draft", _("bản nháp")
    PROPOSED = "proposed", _("chờ ban hành")
    PUBLISHED = "published", _("đã ban hành")
    RETIRED = "retired", _("đã có bản thay")


#: The states of a version that was published once
WAS_PUBLISHED = (ProcessState.PUBLISHED.value, ProcessState.RETIRED.value)


class ProcessQuerySet(models.QuerySet["ProcessVersion"]):
    def in_force_on(self, day: date | Given) -> "ProcessQuerySet":
        """Keep those that new dossiers are received under on this day: one per procedure version and case."""
        begun = Q(effective_from=None) | Q(effective_from__lte=day)
        return self.filter(begun, Q(effective_to=None) | Q(effective_to__gt=day), state__in=WAS_PUBLISHED)

    def open(self) -> "ProcessQuerySet":
        """Keep those that somebody is still working on."""
        return self.filter(state__in=[ProcessState.DRAFT, ProcessState.PROPOSED])


class ProcessVersion(models.Model):
    """Who does what and for how long inside the offices (quy trình nội bộ), in one version; TT 01/2018 art. 8."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="processes")
    case = models.ForeignKey(ProcedureCase, on_delete=models.PROTECT, null=True, blank=True, related_name="processes")
    number = models.PositiveIntegerField(default=1)
    is_generated = models.BooleanField(_("tự sinh"), default=False)
    state = models.CharField(_("trạng thái"), max_length=10, choices=ProcessState.choices, default=ProcessState.DRAFT)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("vì sao đổi"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="grows with every change; guards stale pages")
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người soạn")
    )
    drawn_at = models.DateTimeField(null=True)
    proposed_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người duyệt")
    )
    published_at = models.DateTimeField(null=True)
    effective_from = models.DateField(
        _("áp dụng từ"), null=True, blank=True, help_text="empty: as long as the procedure version"
    )
    effective_to = models.DateField(_("áp dụng đến trước"), null=True, blank=True)

    objects = ProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("quy trình nội bộ")
        verbose_name_plural = _("quy trình nội bộ")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "case", "number"], name="process_is_numbered_once", nulls_distinct=False
            ),
            models.UniqueConstraint(
                fields=["version", "case"],
                condition=Q(state__in=["draft", "proposed"]),
                name="process_is_drawn_by_one_at_a_time",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | (Q(drawn_by__isnull=False) & ~Q(published_by=F("drawn_by"))),
                name="process_is_published_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(published_by=None, published_at=None)
                | Q(published_by__isnull=False, published_at__isnull=False, effective_from__isnull=False),
                name="process_published_by_somebody_has_a_first_day",
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | Q(state__in=["published", "retired"]),
                name="process_with_a_publisher_is_published",
            ),
            models.CheckConstraint(
                condition=Q(state="retired", effective_to__isnull=False) | (~Q(state="retired") & Q(effective_to=None)),
                name="process_is_retired_when_it_has_a_last_day",
            ),
            models.CheckConstraint(
                condition=Q(effective_from=None) | Q(effective_to=None) | Q(effective_to__gt=F("effective_from")),
                name="process_ends_after_it_began",
            ),
            ExclusionConstraint(
                name="process_of_a_case_is_one_in_force",
                expressions=[
                    ("version", RangeOperators.EQUAL),
                    (Coalesce(F("case"), Value(0)), RangeOperators.EQUAL),
                    (
                        Func(
                            F("effective_from"),
                            F("effective_to"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=False),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state__in=["published", "retired"]),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.version_id}.{self.number}"


class StepKind(models.TextChoices):
    RECEPTION = "reception", _("tiếp nhận")
    HANDLING = "handling", _("giải quyết")
    WAITING = "waiting", _("chờ, không tính giờ")
    APPROVAL = "approval", _("phê duyệt")
    RETURN = "return", _("trả kết quả")


class WaitsFor(models.TextChoices):
    """Who has the time while the office's clock stands still: at a waiting step, or on a request to the applicant."""

    APPLICANT = "applicant", _("người nộp bổ sung")
    PAYMENT = "payment", _("người nộp đóng tiền")
    PARTNER = "partner", _("cơ quan ngoài phần mềm")


class StepPaper(models.TextChoices):
    """The forms and notices that a step makes (TT 01/2018 art. 7; "biểu mẫu, kết quả" of a process decision)."""

    RECEIPT = "receipt", _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
    SUPPLEMENT = "supplement", _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ")
    REFUSAL = "refusal", _("Phiếu từ chối giải quyết hồ sơ")
    APOLOGY = "apology", _("Phiếu xin lỗi và hẹn lại ngày trả kết quả")
    PAYMENT = "payment", _("Thông báo nộp tiền")
    CONSULTATION = "consultation", _("Văn bản lấy ý kiến")
    RESULT = "result", _("Kết quả giải quyết")
    CONTROL = "control", _("Phiếu kiểm soát quá trình giải quyết hồ sơ")


class StepPlace(models.TextChoices):
    DESK = "desk", _("nơi tiếp nhận")
    COMPETENT = "competent", _("cơ quan giải quyết")
    NAMED = "named", _("cơ quan khác")


class ProcessStep(models.Model):
    """One step of a process (bước): a role at a place, for so many half working days."""

    process = models.ForeignKey(ProcessVersion, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("tên bước"), max_length=120)
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    role = models.CharField(max_length=12, choices=Role.choices)
    place = models.CharField(max_length=10, choices=StepPlace.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    half_days = models.PositiveSmallIntegerField(_("nửa ngày làm việc"))
    waits_for = models.CharField(_("chờ ai"), max_length=10, choices=WaitsFor.choices, blank=True)
    conditions = ConditionsField(_("điều kiện"), default=tuple, blank=True)
    papers = ArrayField(
        models.CharField(max_length=14, choices=StepPaper.choices), verbose_name=_("giấy tờ"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("bước")
        verbose_name_plural = _("bước")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["process", "position"], name="step_has_its_own_position"),
            models.CheckConstraint(
                condition=(Q(place="named") & Q(agency__isnull=False)) | (~Q(place="named") & Q(agency=None)),
                name="step_names_an_agency_only_when_it_is_another",
            ),
            models.CheckConstraint(
                condition=Q(waits_for="") | Q(kind="waiting"), name="step_waits_for_somebody_only_when_it_is_a_wait"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"


class TaskPlace(models.TextChoices):
    NAMED = "named", _("cơ quan nêu tên")
    COMMUNE = "commune", _("xã nơi người nộp ở")


class ResultTo(models.TextChoices):
    """Who needs what an agency makes of its task."""

    APPLICANT = "applicant", _("người nộp")
    DESK = "desk", _("nơi tiếp nhận")
    LEAD = "lead", _("cơ quan chủ trì")
    PARTIES = "parties", _("các cơ quan cùng làm")


class StepTask(models.Model):
    """What one agency does inside a step that several share (việc của cơ quan trong bước), with its own time.

    Tasks of one `order` run side by side; a smaller order comes first. An agency is named by its key and so is found as
    it is on the day, after a reform too.
    """

    step = models.ForeignKey(ProcessStep, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=1)
    place = models.CharField(max_length=10, choices=TaskPlace.choices, default=TaskPlace.NAMED)
    agency_key = models.SlugField(_("cơ quan"), max_length=80, blank=True)
    name = models.CharField(_("việc"), max_length=160)
    half_days = models.PositiveSmallIntegerField(_("nửa ngày làm việc"))
    is_lead = models.BooleanField(_("chủ trì"), default=False)
    results_to = ArrayField(
        models.CharField(max_length=10, choices=ResultTo.choices), verbose_name=_("trả cho"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("việc của cơ quan trong bước")
        verbose_name_plural = _("việc của cơ quan trong bước")
        ordering = ["order", "position"]
        constraints = [
            models.UniqueConstraint(fields=["step", "position"], name="task_has_its_own_position"),
            models.CheckConstraint(
                condition=(Q(place="named") & ~Q(agency_key="")) | (Q(place="commune") & Q(agency_key="")),
                name="task_names_an_agency_or_says_commune",
            ),
            models.UniqueConstraint(fields=["step"], condition=Q(is_lead=True), name="step_has_one_lead_at_most"),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.name}"
