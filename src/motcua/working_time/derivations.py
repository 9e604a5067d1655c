"""Why a due date is what it is: the days it was counted over, one by one, each with its reason.

Ordinary weekly rest says nothing and is left out where working days are counted; where days of the solar calendar are
counted it counts, and so it is listed. The day of reception appears only when it is taken for a later one.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from motcua.law.refusals import gettext_noop as _
from motcua.working_time.calendar import WEEKDAYS, DayKind, WorkingCalendar
from motcua.working_time.counting import DateLeg, HourLeg
from motcua.working_time.limits import Unit

WORKED = _("ngày làm việc")
MADE_UP = _("ngày làm việc ({special})")
WEEKLY_REST = _("{weekday}, nghỉ hằng tuần")
DAY_OFF = _("{special}")
CALENDAR_DAY = _("{weekday}, tính theo ngày")
CALENDAR_DAY_OFF = _("{special}, vẫn tính vì thời hạn theo ngày")
MOVED_TO = _("ngày làm việc đầu tiên sau ngày nghỉ")
REST_OF_DAY = _("phần còn lại của ngày cuối")
STOOD = _("đồng hồ dừng")
RECEIVED_LATER = _("nhận ngoài giờ làm việc, tính là nhận {day}")
HOURS = _("tính {hours} giờ")
HOURS_AND_MINUTES = _("tính {hours} giờ {minutes} phút")
NO_HOURS = _("không còn giờ làm việc")


class Day(NamedTuple):
    """One line of a derivation. `template` and `facts` let pages say the reason in another language."""

    date: date
    counted: bool
    template: str
    facts: Mapping[str, object] = {}
    minutes: int | None = None  # working minutes counted, where hours are counted

    @property
    def reason(self) -> str:
        """Return the reason in Vietnamese."""
        return self.template.format(**self.facts) if self.facts else self.template

    def as_json(self) -> dict[str, object]:
        """Return the line as the public contract has it."""
        line: dict[str, object] = {"date": self.date.isoformat(), "counted": self.counted, "reason": self.reason}
        return line if self.minutes is None else line | {"minutes": self.minutes}


def of_dates(received_at: datetime, legs: Iterable[DateLeg], calendar: WorkingCalendar) -> Iterator[Day]:
    """Explain a due date counted by date; `received_at` is in Vietnamese time."""
    for number, leg in enumerate(legs):
        if number == 0 and leg.begins != received_at.date():
            yield Day(received_at.date(), False, RECEIVED_LATER, {"day": spoken(leg.begins)})
        if leg.segment.unit == Unit.WORKING_DAYS:
            yield from _working_days(leg, calendar)
        else:
            yield from _calendar_days(leg, calendar)


def of_hours(received_at: datetime, legs: Iterable[HourLeg], calendar: WorkingCalendar) -> Iterator[Day]:
    """Explain a due date counted by hours; `received_at` is in Vietnamese time."""
    for number, leg in enumerate(legs):
        if number == 0 and leg.begins.date() != received_at.date():
            yield Day(received_at.date(), False, RECEIVED_LATER, {"day": spoken(leg.begins.date())})
        if leg.segment.unit.is_working:
            yield from _working_minutes(leg, calendar)
        else:
            yield from _clock_days(leg, calendar)


def spoken(day: date) -> str:
    """Return a day as people say it: "thứ Hai 22/06/2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"


def _working_days(leg: DateLeg, calendar: WorkingCalendar) -> Iterator[Day]:
    for day in _days(leg.begins, leg.ends):
        if not calendar.is_working_day(day):
            yield from _rest(day, calendar)
        elif _stands(day, leg):
            yield Day(day, False, STOOD)
        else:
            yield worked_day(day, calendar)


def _calendar_days(leg: DateLeg, calendar: WorkingCalendar) -> Iterator[Day]:
    left = leg.counted
    for day in _days(leg.begins, leg.ends):
        if _stands(day, leg):
            yield Day(day, False, STOOD)
        elif left:
            left -= 1
            yield _calendar_day(day, calendar)
        else:
            yield _moved_over(day, calendar)


def _working_minutes(leg: HourLeg, calendar: WorkingCalendar) -> Iterator[Day]:
    for day in _days(leg.begins.date() - timedelta(days=1), leg.ends.date()):
        if not calendar.is_working_day(day):
            yield from _rest(day, calendar)
            continue
        midnight = datetime.combine(day, datetime.min.time(), leg.begins.tzinfo)
        start, end = max(leg.begins, midnight), min(leg.ends, calendar.closing_of(day))
        minutes = calendar.between(start, end) - sum(
            max(calendar.between(max(stop.start, start), min(stop.end, end)), 0) for stop in leg.stood
        )
        yield _minutes(day, minutes, is_stopped=any(stop.start.date() <= day <= stop.end.date() for stop in leg.stood))


def _clock_days(leg: HourLeg, calendar: WorkingCalendar) -> Iterator[Day]:
    stood = tuple((stop.start.date(), stop.end.date()) for stop in leg.stood)
    as_dates = DateLeg(leg.segment, leg.begins.date(), leg.ends.date(), leg.counted, stood)
    yield from _calendar_days(as_dates, calendar)


def worked_day(day: date, calendar: WorkingCalendar) -> Day:
    """Return the line of a working day that counts."""
    special = calendar.special.get(day)
    return Day(day, True, MADE_UP, {"special": special.reason}) if special else Day(day, True, WORKED)


def _rest(day: date, calendar: WorkingCalendar) -> Iterator[Day]:
    """Say why nobody works on this day, unless it is only the weekend."""
    if day in calendar.special and day.weekday() in calendar.weekly:
        yield Day(day, False, DAY_OFF, {"special": calendar.special[day].reason})


def _calendar_day(day: date, calendar: WorkingCalendar) -> Day:
    special = calendar.special.get(day)
    if special and special.kind != DayKind.MAKE_UP:
        return Day(day, True, CALENDAR_DAY_OFF, {"special": special.reason})
    return Day(day, True, CALENDAR_DAY, {"weekday": WEEKDAYS[day.weekday()]})


def _moved_over(day: date, calendar: WorkingCalendar) -> Day:
    if calendar.is_working_day(day):
        follows_rest = not calendar.is_working_day(day - timedelta(days=1))
        return Day(day, False, MOVED_TO if follows_rest else REST_OF_DAY)
    special = calendar.special.get(day)
    if special:
        return Day(day, False, DAY_OFF, {"special": special.reason})
    return Day(day, False, WEEKLY_REST, {"weekday": WEEKDAYS[day.weekday()]})


def _minutes(day: date, minutes: int, *, is_stopped: bool) -> Day:
    if minutes == 0:
        return Day(day, False, STOOD if is_stopped else NO_HOURS, minutes=0)
    hours, rest = divmod(minutes, 60)
    template = HOURS_AND_MINUTES if rest else HOURS
    return Day(day, True, template, {"hours": hours, "minutes": rest}, minutes)


def _stands(day: date, leg: DateLeg) -> bool:
    return any(stopped_on < day <= resumed_on for stopped_on, resumed_on in leg.stood)


def _days(after: date, through: date) -> Iterator[date]:
    for number in range(1, (through - after).days + 1):
        yield after + timedelta(days=number)
