"""How people found the handling of their dossier, and figures of satisfaction that were counted elsewhere."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.models import Dossier
from motcua.lib.uuid7 import uuid7
from motcua.organisations.models import Agency


class Level(models.IntegerChoices):
    """The five faces (ux.md D13). The two best count as satisfied."""

    VERY_SATISFIED = 5, _("Rất hài lòng")
    SATISFIED = 4, _("Hài lòng")
    NEUTRAL = 3, _("Bình thường")
    DISSATISFIED = 2, _("Không hài lòng")
    VERY_DISSATISFIED = 1, _("Rất không hài lòng")


#: From this level on a rating counts as satisfied: the one definition
SATISFIED_FROM = Level.SATISFIED
#: No percentage is shown of fewer ratings than this
FEWEST_FOR_PERCENT = 30


class Reason(models.TextChoices):
    """What to mend, asked of those who were not satisfied."""

    WAITING = "waiting", _("Chờ lâu")
    MANNER = "manner", _("Thái độ")
    UNCLEAR = "unclear", _("Hướng dẫn chưa rõ")
    MANY_TRIPS = "many-trips", _("Đi lại nhiều lần")
    EXTRA_PAPERS = "extra-papers", _("Đòi thêm giấy tờ")
    OTHER = "other", _("Chuyện khác")


class Source(models.TextChoices):
    DEVICE = "device", _("máy chấm điểm tại quầy")
    ONLINE = "online", _("trên mạng")
    PAPER = "paper", _("phiếu giấy")


class Rating(models.Model):
    """What one person thought of how one dossier was handled (đánh giá). Bound to the result, so it is given once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="rating")
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("nơi trả kết quả"))
    level = models.PositiveSmallIntegerField(_("mức"), choices=Level.choices)
    finished_in_one_visit = models.BooleanField(_("xong trong một lần tới"), null=True)
    reasons = ArrayField(models.CharField(max_length=12, choices=Reason.choices), default=list, blank=True)
    comment = models.CharField(_("góp ý"), max_length=500, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("đánh giá")
        verbose_name_plural = _("đánh giá")
        constraints = [
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="rating_is_one_of_five_faces"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="rating_came_a_known_way"),
        ]
        indexes = [
            # holds all that the figures count, so that they are read from it alone
            models.Index(fields=["unit", "at"], include=["level"], name="rating_by_unit"),
            BrinIndex(fields=["at"], name="rating_by_day"),  # they come in the order of time
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.level}"


class CountedRatings(models.Model):
    """How many ratings of each level were given over some time, by where the result was handed over."""

    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    level_1 = models.PositiveIntegerField(default=0)
    level_2 = models.PositiveIntegerField(default=0)
    level_3 = models.PositiveIntegerField(default=0)
    level_4 = models.PositiveIntegerField(default=0)
    level_5 = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class DailyRatings(CountedRatings):
    """The ratings given on one day (số đánh giá trong ngày): counted as given."""

    day = models.DateField(_("ngày"))

    class Meta:
        verbose_name = _("số đánh giá trong ngày")
        verbose_name_plural = _("số đánh giá trong ngày")
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="ratings_of_a_day_are_one_row")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"


class MonthlyRatings(CountedRatings):
    """The sums of the days of one month (số đánh giá trong tháng): so that years are a few rows."""

    month = models.DateField(_("tháng"), help_text="its first day")

    class Meta:
        verbose_name = _("số đánh giá trong tháng")
        verbose_name_plural = _("số đánh giá trong tháng")
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="ratings_of_a_month_are_one_row"),
            models.CheckConstraint(condition=Q(month__day=1), name="a_month_is_named_by_its_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month:%Y-%m}"


class SatisfactionRecord(models.Model):
    """Ratings of a unit over some days, counted outside this software (số liệu hài lòng): older devices, paper."""

    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    first = models.DateField(_("từ ngày"))
    last = models.DateField(_("đến hết ngày"))
    ratings = models.PositiveIntegerField(_("lượt đánh giá"))
    satisfied = models.PositiveIntegerField(_("lượt hài lòng"))
    source = models.CharField(_("nguồn"), max_length=200)

    class Meta:
        verbose_name = _("số liệu hài lòng")
        verbose_name_plural = _("số liệu hài lòng")
        constraints = [
            models.UniqueConstraint(fields=["unit", "first", "last", "source"], name="record_is_loaded_once"),
            models.CheckConstraint(condition=Q(satisfied__lte=F("ratings")), name="record_has_no_more_satisfied"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="record_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.first}–{self.last}: {self.satisfied}/{self.ratings}"
