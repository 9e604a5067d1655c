"""The weekly review, read and answered by the heads of the agencies; and the figures that the diary adds up to."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.models import Channel, ProcedureVersion
from motcua.dossiers.models import Dossier
from motcua.lib.prepared import Given
from motcua.organisations.models import Agency
from motcua.reporting.weeks import Week


class WeeklyReview(models.Model):
    """What the Centre tells all agencies in one week (rà soát tuần)."""

    year = models.PositiveSmallIntegerField(_("năm"))
    number = models.PositiveSmallIntegerField(_("tuần"))
    drafted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("rà soát tuần")
        verbose_name_plural = _("rà soát tuần")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="a_week_is_reviewed_once"),
            models.CheckConstraint(
                condition=Q(sent_by=None) | Q(sent_at__isnull=False), name="review_sent_by_somebody_is_sent"
            ),
        ]

    def __str__(self) -> str:
        return self.week.slug

    @property
    def week(self) -> Week:
        return Week(self.year, self.number)


class ReviewLetter(models.Model):
    """One agency's part of a review (thông báo rà soát): the figures as they were, seen and answered by its head."""

    review = models.ForeignKey(WeeklyReview, on_delete=models.PROTECT, related_name="letters")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    due_soon = models.PositiveIntegerField(_("sắp đến hạn"), default=0)
    at_risk = models.PositiveIntegerField(_("nguy cơ trễ"), default=0)
    overdue = models.PositiveIntegerField(_("quá hạn"), default=0)
    note = models.CharField(_("lời nhắc"), max_length=1000, blank=True)
    told = models.PositiveSmallIntegerField(_("số lãnh đạo đã báo"), default=0)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(_("trả lời"), blank=True)

    class Meta:
        verbose_name = _("thông báo rà soát")
        verbose_name_plural = _("thông báo rà soát")
        constraints = [
            models.UniqueConstraint(fields=["review", "agency"], name="an_agency_gets_one_letter_a_week"),
            models.CheckConstraint(condition=Q(at_risk__lte=F("due_soon")), name="what_is_at_risk_is_due_soon"),
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="letter_is_seen_by_somebody_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False, seen_at__isnull=False) & ~Q(answer="")),
                name="letter_is_answered_by_somebody_who_saw_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} → {self.agency_id}"


class Danger(models.TextChoices):
    """How a dossier stood when the review was drafted; each stands in one class only."""

    OVERDUE = "overdue", _("quá hạn")
    AT_RISK = "at_risk", _("nguy cơ trễ")
    DUE_SOON = "due_soon", _("sắp đến hạn")


class ReviewItem(models.Model):
    """One dossier in a review, with its promise as it was (hồ sơ trong rà soát)."""

    letter = models.ForeignKey(ReviewLetter, on_delete=models.CASCADE, related_name="items")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    danger = models.CharField(max_length=8, choices=Danger.choices)
    due_at = models.DateTimeField()

    class Meta:
        verbose_name = _("hồ sơ trong rà soát")
        verbose_name_plural = _("hồ sơ trong rà soát")
        constraints = [
            models.UniqueConstraint(fields=["letter", "dossier"], name="a_dossier_stands_in_a_letter_once"),
            models.CheckConstraint(condition=Q(danger__in=Danger.values), name="danger_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.dossier_id}"


class DailyFigure(models.Model):
    """What happened on one day to dossiers of one kind (số liệu ngày): counted once, read by every report.

    A dossier counts for the unit that received it and for the agency that was to settle it on that day.
    """

    COUNTERS = (
        "received", "entered_late", "early", "on_time", "late", "returned", "withdrawn", "stopped", "refused",
        "supplements", "extended",
    )  # fmt: skip

    day = models.DateField(_("ngày"))
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    received = models.PositiveIntegerField(_("tiếp nhận"), default=0)
    entered_late = models.PositiveIntegerField(_("nhập bù"), default=0, help_text="on the day it was typed")
    early = models.PositiveIntegerField(_("xong trước hạn"), default=0)
    on_time = models.PositiveIntegerField(_("xong đúng hạn"), default=0)
    late = models.PositiveIntegerField(_("xong quá hạn"), default=0)
    returned = models.PositiveIntegerField(_("trả kết quả"), default=0)
    withdrawn = models.PositiveIntegerField(_("rút"), default=0, help_text="after the reception")
    stopped = models.PositiveIntegerField(_("dừng"), default=0)
    refused = models.PositiveIntegerField(_("không tiếp nhận"), default=0)
    supplements = models.PositiveIntegerField(_("yêu cầu bổ sung"), default=0, help_text="requests, not dossiers")
    extended = models.PositiveIntegerField(_("xin lỗi, hẹn lại"), default=0)

    class Meta:
        verbose_name = _("số liệu ngày")
        verbose_name_plural = _("số liệu ngày")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "unit", "agency", "version", "channel"], name="what_happened_on_a_day_is_one_row"
            ),
        ]
        indexes = [models.Index(fields=["agency", "day"], name="figure_by_agency")]

    def __str__(self) -> str:
        return f"{self.day} {self.unit_id} → {self.agency_id}"


class Came(models.TextChoices):
    """How a dossier came to where it stands; "" where it was there before and only its clock turned."""

    RECEIVED = "received", _("tiếp nhận")
    MOVED = "moved", _("từ cơ quan khác chuyển sang")


class Left(models.TextChoices):
    """How it left again; "" where it is still there, or where only its clock turned."""

    EARLY = "early", _("trước hạn")
    ON_TIME = "on_time", _("đúng hạn")
    LATE = "late", _("quá hạn")
    WITHDRAWN = "withdrawn", _("rút")
    STOPPED = "stopped", _("dừng")
    MOVED = "moved", _("chuyển cơ quan khác")


class StretchQuerySet(models.QuerySet["Stretch"]):
    def open_at_the_end_of(self, day: date | Given) -> "StretchQuerySet":
        """Keep those in which a dossier was received and undecided when this day ended."""
        return self.alias(**Stretch.DAYS).filter(days__contains=day)

    def open_since(self, day: date | Given) -> "StretchQuerySet":
        """Keep those that began on this day or before and have not ended.

        Where nothing is told of later days, these are those that were open at its end, and cheaper to find.
        """
        return self.filter(until=None, since__lte=day)

    def between(self, name: str, first: date | Given, last: date | Given) -> "StretchQuerySet":
        """Keep those that began (`since`) or ended (`until`) in these days, the last one included."""
        return self.filter(**{f"{name}__gte": first, f"{name}__lte": last})


class Stretch(models.Model):
    """A piece of a dossier's way (chặng của hồ sơ): from one day to another with one agency, its clock as it was.

    The rows of one dossier follow one another without a gap, from its reception to its end. So who was open on
    whatever day is read by index, and a figure and its list are the same rows.
    """

    DAYS = {"days": Func(F("since"), F("until"), function="daterange", output_field=DateRangeField())}

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    since = models.DateField()
    until = models.DateField(null=True, help_text="the day on which it ended: at the end of that day it was over")
    came = models.CharField(max_length=8, choices=Came.choices, blank=True)
    left = models.CharField(max_length=9, choices=Left.choices, blank=True)
    waits = models.BooleanField(default=False, help_text="its clock stands still")
    due_at = models.DateTimeField(help_text="what it was judged by: Dossier.judged_due_at in those days")

    objects = StretchQuerySet.as_manager()

    class Meta:
        verbose_name = _("chặng của hồ sơ")
        verbose_name_plural = _("chặng của hồ sơ")
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="stretches_of_a_dossier_are_numbered"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(until=None), name="dossier_is_on_one_stretch"),
            models.CheckConstraint(
                condition=Q(until=None, left="") | Q(until__gte=F("since")), name="stretch_ends_after_it_began"
            ),
        ]
        indexes = [
            # What was open on a day, and what is open now: all that is counted of it stands here
            GistIndex(
                Func(F("since"), F("until"), function="daterange"),
                include=["since", "until", "agency", "unit", "version", "channel", "waits", "due_at"],
                name="stretch_days",
            ),
            models.Index(
                fields=["since"],
                include=["agency", "unit", "version", "channel", "waits", "due_at"],
                name="stretch_open",
                condition=Q(until=None),
            ),
            models.Index(fields=["since", "agency", "unit"], name="stretch_came", condition=~Q(came="")),
            models.Index(fields=["until", "agency", "unit"], name="stretch_left", condition=~Q(left="")),
            models.Index(fields=["since"], name="stretch_moved_in", condition=Q(came="moved")),
            models.Index(fields=["until"], name="stretch_moved_out", condition=Q(left="moved")),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}.{self.number}"
