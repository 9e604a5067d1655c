"""Enter and change calendars. Promises already made do not move: recalculating them is an act of its own.

Every change is checked by building the calendar from what was written; one that contradicts itself is taken back.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.law.choices import Choice
from motcua.lib.uuid7 import uuid7
from motcua.working_time import official_days, queries
from motcua.working_time.calendar import DayKind, ImpossibleCalendar, Session, SpecialDay, in_vietnam
from motcua.working_time.models import Calendar, CalendarDay, KeptChoice, WeeklyHours

SATURDAY = 5
LEAST_DAYS_OFF = 10  # Labour Code art. 112 names eleven and more; one may fall into a week's swap


@transaction.atomic
def load_official_calendar(*, at: datetime) -> Calendar:
    """Enter the official days that come with this release as the province's calendar; again changes nothing.

    A newer release corrects what an older one entered and leaves alone what people entered or changed.
    """
    first, last = official_days.YEARS
    calendar, is_new = Calendar.objects.select_for_update().get_or_create(
        is_default=True, defaults={"name": official_days.NAME, "first_year": first, "last_year": last}
    )
    version = official_days.official_calendar().version
    if calendar.official_version == version:
        return calendar
    if is_new:
        _write_hours(calendar, official_days.WEEKLY)
    calendar.first_year = min(calendar.first_year or first, first)
    calendar.last_year = max(calendar.last_year or last, last)
    calendar.official_version = version
    _merge(calendar, official_days.official_days(), at=at)
    return _renewed(calendar)


@transaction.atomic
def open_calendar(*, name: str, weekly: Mapping[int, Sequence[Session]] | None = None) -> Calendar:
    """Give an agency a calendar of its own; without hours it starts with the province's.

    :raises ImpossibleCalendar: the sessions overlap or end before they begin
    """
    calendar = Calendar(name=name.strip())
    calendar.full_clean()
    calendar.save()
    _write_hours(calendar, weekly or {})
    return _renewed(calendar)


@transaction.atomic
def set_hours(*, calendar: Calendar, weekly: Mapping[int, Sequence[Session]]) -> Calendar:
    """Replace the weekly hours, keyed by weekday (Monday 0). None at all: those of the province.

    :raises ImpossibleCalendar: the sessions overlap or end before they begin
    """
    calendar = _locked(calendar)
    WeeklyHours.objects.filter(calendar=calendar).delete()
    _write_hours(calendar, weekly)
    return _renewed(calendar)


@transaction.atomic
def set_day(*, calendar: Calendar, day: SpecialDay, by: str, at: datetime) -> CalendarDay:
    """Say what a date is, instead of what was said before. `by` is the clerk's user name.

    :raises ImpossibleCalendar: outside the years covered, or a make-up day without hours
    :raises ValidationError: no reason given, or a text too long
    """
    calendar = _locked(calendar)
    row = _enter(calendar, day, by=by, at=at)
    _renewed(calendar)
    return row


@transaction.atomic
def clear_day(*, calendar: Calendar, day: date) -> Calendar:
    """Make a date what its weekday says again; in an agency's calendar, what the province's says."""
    calendar = _locked(calendar)
    CalendarDay.objects.filter(calendar=calendar, date=day).delete()
    return _renewed(calendar)


@transaction.atomic
def cover_year(*, calendar: Calendar, year: int, days: Sequence[SpecialDay], by: str, at: datetime) -> Calendar:
    """Let the province's calendar answer for the next year too, now that its days off have been announced.

    :raises ValidationError: not the year after the last one, or fewer days off than the law gives
    :raises ImpossibleCalendar: the days contradict each other
    """
    calendar = _locked(calendar)
    if not calendar.is_default or calendar.last_year is None:
        raise ValidationError(_("Chỉ lịch chung của tỉnh mới mở thêm năm; lịch riêng theo lịch chung."))
    if year != calendar.last_year + 1:
        raise ValidationError(_("Lịch đang đến hết năm %(last)s: hãy mở năm kế tiếp.") % {"last": calendar.last_year})
    off = [day for day in days if day.kind != DayKind.MAKE_UP and day.date.weekday() < SATURDAY]
    if len(off) < LEAST_DAYS_OFF:
        raise ValidationError(
            _("Năm %(year)s mới có %(count)s ngày nghỉ trong tuần; luật cho ít nhất %(least)s. Hãy nhập đủ rồi mở năm.")
            % {"year": year, "count": len(off), "least": LEAST_DAYS_OFF}
        )
    calendar.last_year = year
    for day in days:
        _enter(calendar, day, by=by, at=at)
    return _renewed(calendar)


def _locked(calendar: Calendar) -> Calendar:
    return Calendar.objects.select_for_update().get(pk=calendar.pk)


def _renewed(calendar: Calendar) -> Calendar:
    """Save under a new edition, and prove that the calendar can be built."""
    calendar.edition = uuid7()
    calendar.save()
    queries.calendar_of(calendar.pk)
    return calendar


def _enter(calendar: Calendar, day: SpecialDay, *, by: str, at: datetime) -> CalendarDay:
    if not day.reason.strip():
        raise ValidationError(_("Hãy ghi lý do, ví dụ: nghỉ bù Quốc khánh."))
    if day.kind == DayKind.MAKE_UP and not (day.sessions or day.makes_up_for):
        raise ImpossibleCalendar("make_up", day=f"{day.date:%d/%m/%Y}")
    row = CalendarDay.objects.filter(calendar=calendar, date=day.date).first() or CalendarDay(calendar=calendar)
    _fill(row, day, by=by, at=at)
    row.full_clean()
    row.save()
    return row


def _write_hours(calendar: Calendar, weekly: Mapping[int, Sequence[Session]]) -> None:
    WeeklyHours.objects.bulk_create(
        WeeklyHours(calendar=calendar, weekday=weekday, opens=opens, closes=closes)
        for weekday, sessions in weekly.items()
        for opens, closes in sessions
    )


def _merge(calendar: Calendar, days: Sequence[SpecialDay], *, at: datetime) -> None:
    rows = {row.date: row for row in CalendarDay.objects.filter(calendar=calendar)}
    official = {day.date: day for day in days}
    CalendarDay.objects.filter(calendar=calendar, entered_by="").exclude(date__in=official).delete()
    for day in days:
        row = rows.get(day.date) or CalendarDay(calendar=calendar)
        if not row.entered_by:
            _fill(row, day, by="", at=at)
            row.save()


def _fill(row: CalendarDay, day: SpecialDay, *, by: str, at: datetime) -> None:
    row.date, row.kind, row.reason = day.date, day.kind.value, day.reason.strip()
    row.legal_basis, row.is_estimate = day.legal_basis.strip(), day.is_estimate
    row.makes_up_for = day.makes_up_for
    row.hours = [moment for session in day.sessions for moment in session]
    row.entered_by, row.entered_at = by, at


@transaction.atomic
def keep_choices(choices: Sequence[Choice], *, is_in_use: bool, at: datetime) -> list[KeptChoice]:
    """Remember the province's choices; return the new ones.

    :param is_in_use: dossiers were received already: a new choice then begins tomorrow at the earliest
    :raises ValidationError: one would change what dossiers were received under: it begins in the past, or one that has
        begun is gone or says something else
    """
    today = in_vietnam(at).date()
    kept = {(row.rules, row.parameter, row.since): row for row in KeptChoice.objects.select_for_update()}
    named = {(choice.rules, choice.parameter, choice.since): choice for choice in choices}
    for key, row in kept.items():
        choice = named.get(key)
        if choice is not None and choice.value == row.value:
            continue
        if row.since <= today:
            raise ValidationError(
                _("Tham số %(choice)s đã áp dụng từ %(since)s, không bỏ hay sửa được. Hãy chọn lại từ ngày sau.")
                % {"choice": f"{row.rules} {row.parameter}", "since": f"{row.since:%d/%m/%Y}"}
            )
        row.delete()
    new = [choice for key, choice in named.items() if key not in kept or kept[key].value != choice.value]
    for choice in new:
        if is_in_use and choice.since <= today:
            raise ValidationError(
                _("Tham số %(choice)s: đã có hồ sơ tiếp nhận, hãy chọn từ ngày mai trở đi.")
                % {"choice": f"{choice.rules} {choice.parameter}"}
            )
    return KeptChoice.objects.bulk_create(
        KeptChoice(
            rules=choice.rules,
            parameter=choice.parameter,
            since=choice.since,
            value=choice.value,
            note=choice.note,
            kept_at=at,
        )
        for choice in new
    )
