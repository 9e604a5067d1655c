"""Calendars as data: dated, sourced, editable; one for the province, and one for each agency that keeps other hours.

Read them through motcua.working_time.queries, which turns them into a value; change them through actions, which give
the calendar a new `edition`, so that every process notices.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.lib.uuid7 import uuid7
from motcua.working_time.calendar import DayKind

KINDS = {
    DayKind.HOLIDAY: _("nghỉ lễ, tết"),
    DayKind.COMPENSATORY: _("nghỉ bù"),
    DayKind.SWAP_OFF: _("nghỉ hoán đổi"),
    DayKind.MAKE_UP: _("làm bù"),
}


class Calendar(models.Model):
    """When an office works (lịch làm việc). One is the province's; any other inherits its days off and its years."""

    name = models.CharField(_("tên"), max_length=100, unique=True)
    is_default = models.BooleanField(_("lịch chung của tỉnh"), default=False)
    first_year = models.PositiveSmallIntegerField(_("từ năm"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(_("đến hết năm"), null=True, blank=True)
    official_version = models.CharField(_("bản lịch đã nạp"), max_length=30, blank=True)
    edition = models.UUIDField(_("lần sửa"), default=uuid7, editable=False)

    class Meta:
        verbose_name = _("lịch làm việc")
        verbose_name_plural = _("lịch làm việc")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="calendar_default_is_one"
            ),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(first_year__isnull=False, last_year__gte=F("first_year")),
                name="calendar_of_the_province_says_which_years_it_covers",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WeeklyHours(models.Model):
    """One session of a weekday (giờ làm việc trong tuần). A calendar without any has the province's."""

    calendar = models.ForeignKey(
        Calendar, on_delete=models.CASCADE, related_name="weekly_hours", verbose_name=_("lịch làm việc")
    )
    weekday = models.PositiveSmallIntegerField(_("thứ"), help_text=_("0 là thứ Hai, 6 là Chủ nhật"))
    opens = models.TimeField(_("mở cửa"))
    closes = models.TimeField(_("đóng cửa"))

    class Meta:
        verbose_name = _("giờ làm việc trong tuần")
        verbose_name_plural = _("giờ làm việc trong tuần")
        constraints = [
            models.UniqueConstraint(fields=["calendar", "weekday", "opens"], name="session_opens_once"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="session_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="session_is_on_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"


class CalendarDay(models.Model):
    """A day that is not as its weekday says (ngày đặc biệt): off, or worked instead of another."""

    calendar = models.ForeignKey(
        Calendar, on_delete=models.CASCADE, related_name="days", verbose_name=_("lịch làm việc")
    )
    date = models.DateField(_("ngày"))
    kind = models.CharField(_("loại"), max_length=12, choices=[(kind.value, label) for kind, label in KINDS.items()])
    reason = models.CharField(_("lý do"), max_length=200)
    legal_basis = models.CharField(_("căn cứ"), max_length=200, blank=True)
    is_estimate = models.BooleanField(_("còn là dự kiến"), default=False)
    makes_up_for = models.DateField(_("làm bù cho ngày"), null=True, blank=True)
    hours = ArrayField(
        models.TimeField(),
        verbose_name=_("giờ làm riêng của ngày"),
        help_text=_("Mở cửa, đóng cửa, mở cửa, đóng cửa; để trống thì như ngày được làm bù"),
        default=list,
        blank=True,
    )
    entered_by = models.CharField(_("người nhập"), max_length=150, blank=True, help_text=_("Trống: lịch kèm phần mềm"))
    entered_at = models.DateTimeField(_("nhập lúc"))

    class Meta:
        verbose_name = _("ngày đặc biệt")
        verbose_name_plural = _("ngày đặc biệt")
        constraints = [
            models.UniqueConstraint(fields=["calendar", "date"], name="day_is_one_thing"),
            models.CheckConstraint(condition=Q(hours__len__in=[0, 2, 4, 6]), name="day_opens_as_often_as_it_closes"),
            models.CheckConstraint(
                condition=~Q(kind=DayKind.MAKE_UP.value) | Q(makes_up_for__isnull=False) | Q(hours__len__gt=0),
                name="make_up_day_has_hours_of_its_own_or_of_another_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y} {self.reason}"


class KeptChoice(models.Model):
    """A choice of the province where the law is open, as this database first saw it: it can be followed, not undone."""

    rules = models.CharField(_("bộ quy định"), max_length=20)
    parameter = models.CharField(_("tham số"), max_length=40)
    since = models.DateField(_("từ ngày tiếp nhận"))
    value = models.JSONField(_("giá trị"))
    note = models.CharField(_("căn cứ"), max_length=500)
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("tham số đã chọn")
        verbose_name_plural = _("tham số đã chọn")
        constraints = [
            models.UniqueConstraint(fields=["rules", "parameter", "since"], name="a_choice_is_made_once_from_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.rules} {self.parameter} {self.since}"
