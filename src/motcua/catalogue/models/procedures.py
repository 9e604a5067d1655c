"""What may be asked for, in versions: procedures, their papers, limits and fees, and who receives them.

A dossier points at the version it was received under, so nothing here is changed once published; typing errors are
mended by motcua.catalogue.actions.correct, which keeps what stood there before.
"""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from motcua.lib.prepared import Given
from motcua.organisations.models import Agency, Level


class Channel(models.TextChoices):
    """How a dossier comes in, and how the result goes out."""

    COUNTER = "counter", _("tại quầy")
    ONLINE = "online", _("trên mạng")
    POST = "post", _("qua bưu điện")


class Field(models.Model):
    """A field of administration that procedures belong to (lĩnh vực)."""

    key = models.SlugField(_("khóa"), max_length=80, unique=True)
    code = models.CharField(_("mã"), max_length=30, blank=True)
    name = models.CharField(_("tên"), max_length=200)

    class Meta:
        verbose_name = _("lĩnh vực")
        verbose_name_plural = _("lĩnh vực")

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """What the law lets a citizen ask for (thủ tục hành chính), under its national code, over all versions."""

    code = models.CharField(_("mã thủ tục"), max_length=40, unique=True)
    everyday_name = models.CharField(_("tên thường gọi"), max_length=200, blank=True)
    synonyms = ArrayField(models.CharField(max_length=80), verbose_name=_("từ đồng nghĩa"), default=list, blank=True)
    topic = models.CharField(_("việc trong đời"), max_length=40, blank=True)
    popularity = models.PositiveIntegerField(_("độ hay gặp"), default=0)
    search_text = models.TextField(_("chữ để tìm"), help_text=_("Bỏ dấu, viết thường"), default="", blank=True)

    class Meta:
        verbose_name = _("thủ tục hành chính")
        verbose_name_plural = _("thủ tục hành chính")
        indexes = [GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="procedure_search_trgm")]

    def __str__(self) -> str:
        return self.code


class VersionState(models.TextChoices):
    DRAFT = "draft", _("bản nháp")
    ANNOUNCED = "announced", _("đã công bố")
    PUBLISHED = "published", _("đã công khai")


class DatedVersionQuerySet(models.QuerySet["ProcedureVersion"]):
    def in_force_on(self, day: date | Given) -> "DatedVersionQuerySet":
        """Keep the published versions that are in force on this day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), state=VersionState.PUBLISHED, valid_from__lte=day)


class ProcedureVersion(models.Model):
    """One wording of a procedure, in force from a day to a day (phiên bản thủ tục); its parts: NĐ 63/2010 art. 8."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("số phiên bản"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    valid_from = models.DateField(_("có hiệu lực từ"), null=True, blank=True)
    valid_to = models.DateField(_("hết hiệu lực từ"), null=True, blank=True)
    draft_reasons = ArrayField(
        models.CharField(max_length=200), verbose_name=_("vì sao còn là nháp"), default=list, blank=True
    )

    name = models.TextField(_("tên"))
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="versions", verbose_name=_("lĩnh vực"))
    levels = ArrayField(models.CharField(max_length=10, choices=Level.choices), verbose_name=_("cấp"), default=list)
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cơ quan giải quyết"),
        help_text=_("Để trống: chính nơi tiếp nhận giải quyết"),
    )
    agency_text = models.TextField(_("cơ quan thực hiện"), blank=True)
    audience = ArrayField(models.CharField(max_length=200), verbose_name=_("đối tượng"), default=list, blank=True)
    how_to = models.JSONField(_("trình tự thực hiện"), default=list, blank=True)
    methods = models.JSONField(_("cách thức thực hiện"), default=list, blank=True)
    results = models.JSONField(_("kết quả"), default=list, blank=True)
    conditions = models.TextField(_("yêu cầu, điều kiện"), blank=True)
    legal_basis = models.JSONField(_("căn cứ pháp lý"), default=list, blank=True)
    questions = models.JSONField(_("hỏi đáp"), default=list, blank=True)
    sets_of_papers = models.PositiveSmallIntegerField(_("số bộ hồ sơ"), default=1)
    same_day = models.BooleanField(_("trả kết quả trong ngày"), default=False)
    online_level = models.PositiveSmallIntegerField(_("mức độ trực tuyến"), default=2)
    decision = models.CharField(_("quyết định công bố"), max_length=200, blank=True)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was imported")

    objects = DatedVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiên bản thủ tục")
        verbose_name_plural = _("phiên bản thủ tục")
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="procedure_version_is_numbered_once"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(valid_from__isnull=False), name="procedure_in_force_has_a_first_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="procedure_ends_after_it_began"
            ),
            ExclusionConstraint(
                name="procedure_has_one_version_in_force",
                expressions=[
                    ("procedure", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=False),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state="published"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_online(self) -> bool:
        """Tell whether it may be handed in online (level 3 or 4 of 2018; partly or fully online since 2022)."""
        return self.online_level >= 3


class ProcedureCase(models.Model):
    """A case of a procedure with papers and terms of its own (trường hợp)."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="cases")
    key = models.SlugField(_("khóa"), max_length=80)
    name = models.TextField(_("tên"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("trường hợp")
        verbose_name_plural = _("trường hợp")
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="case_is_named_once")]

    def __str__(self) -> str:
        return self.name


class TimeLimit(models.Model):
    """How long the office may take (thời hạn giải quyết), per case and channel."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="limits")
    case = models.ForeignKey(ProcedureCase, on_delete=models.CASCADE, null=True, blank=True, related_name="limits")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    committed = models.CharField(_("thời hạn cam kết"), max_length=80, help_text="3 working days")
    statutory = models.CharField(_("thời hạn luật định"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("thời hạn giải quyết")
        verbose_name_plural = _("thời hạn giải quyết")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "case", "channel"], name="limit_is_set_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.committed}"


class FeeKind(models.TextChoices):
    FEE = "phi", _("phí")
    CHARGE = "le_phi", _("lệ phí")


class Fee(models.Model):
    """What it costs (phí, lệ phí), in dong."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="fees")
    case = models.ForeignKey(ProcedureCase, on_delete=models.CASCADE, null=True, blank=True, related_name="fees")
    channel = models.CharField(max_length=8, choices=Channel.choices, blank=True, help_text=_("Để trống: mọi cách nộp"))
    kind = models.CharField(max_length=8, choices=FeeKind.choices, default=FeeKind.FEE)
    amount = models.PositiveBigIntegerField(_("số tiền (đồng)"), null=True, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("phí, lệ phí")
        verbose_name_plural = _("phí, lệ phí")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | ~Q(note=""), name="fee_says_how_much_or_how_it_is_worked_out"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.amount}"


class RequiredDocument(models.Model):
    """A paper that belongs to the dossier (thành phần hồ sơ). Nobody may ask for one that is not on this list."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="documents")
    case = models.ForeignKey(ProcedureCase, on_delete=models.CASCADE, null=True, blank=True, related_name="documents")
    code = models.CharField(_("mã"), max_length=40)
    name = models.TextField(_("tên giấy tờ"))
    hint = models.TextField(_("cách chuẩn bị"), blank=True)
    originals = models.PositiveSmallIntegerField(_("bản chính"), default=1)
    copies = models.PositiveSmallIntegerField(_("bản sao"), default=0)
    is_required = models.BooleanField(_("bắt buộc"), default=True)
    form = models.CharField(_("mẫu đơn, tờ khai"), max_length=300, blank=True)
    is_reusable = models.BooleanField(_("dùng lại được"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("thành phần hồ sơ")
        verbose_name_plural = _("thành phần hồ sơ")
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="document_has_one_code_in_a_version")]

    def __str__(self) -> str:
        return self.name


class Reception(models.Model):
    """Where a procedure is received (nơi tiếp nhận): one unit, or all units of a tier; and on whose behalf."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="receptions")
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="receptions")
    level = models.CharField(max_length=10, choices=Level.choices, blank=True)
    on_behalf_of = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tiếp nhận hộ")
    )
    by_nearest = models.BooleanField(
        default=False, help_text=_("Nơi gần nhất đúng cấp giải quyết, không phải cơ quan ghi ở thủ tục")
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("nơi tiếp nhận")
        verbose_name_plural = _("nơi tiếp nhận")
        constraints = [
            models.CheckConstraint(
                condition=(Q(unit=None) & ~Q(level="")) | (Q(unit__isnull=False) & Q(level="")),
                name="reception_names_a_unit_or_a_tier",
            ),
            models.UniqueConstraint(
                fields=["procedure", "unit", "level", "valid_from"], name="reception_starts_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} @ {self.unit_id or self.level}"
