"""Calendars as data: dated, sourced, editable, one for the province and as many as agencies have of their own."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Calendar(models.Model):
    """When an office works (lịch làm việc). One is the province's; another inherits its days off."""

    name = models.CharField(_("tên"), max_length=100, unique=True)
    is_default = models.BooleanField(_("lịch chung của tỉnh"), default=False)

    class Meta:
        verbose_name = _("lịch làm việc")
        verbose_name_plural = _("lịch làm việc")
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="calendar_default_is_one")
        ]

    def __str__(self) -> str:
        return self.name


class WeeklyHours(models.Model):
    """One session of a weekday (giờ làm việc trong tuần)."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("thứ"), help_text="0 is Monday")
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
        return f"{self.weekday} {self.opens}–{self.closes}"


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", _("nghỉ lễ")
    COMPENSATORY = "compensatory", _("nghỉ bù")
    SWAP_OFF = "swap_off", _("nghỉ hoán đổi")
    MAKE_UP = "make_up", _("làm bù")


class CalendarDay(models.Model):
    """A day that is not as its weekday says (ngày đặc biệt): off, or worked instead."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="days")
    date = models.DateField(_("ngày"))
    kind = models.CharField(_("loại"), max_length=12, choices=DayKind.choices)
    reason = models.CharField(_("lý do"), max_length=200)
    legal_basis = models.CharField(_("căn cứ"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("ngày đặc biệt")
        verbose_name_plural = _("ngày đặc biệt")
        constraints = [models.UniqueConstraint(fields=["calendar", "date"], name="day_is_one_thing")]

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"
