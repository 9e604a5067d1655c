"""Why a due date is what it is: the days it was counted over, one by one, each with its reason.

Ordinary weekly rest says nothing and is left out where working days are counted; where days of the solar calendar are
counted it counts, and so it is listed. The day of reception appears only when it is taken for a later one.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from motcua.law.refusals import gettext_noop as _
from motcua.working_time.calendar import WEEKDAYS, DayKind, WorkingCalendar
from motcua.working_time.counting import DateLeg, HourLeg
from motcua.working_time.limits import Unit

WORKED = _("ngày làm việc")
MADE_UP = _("ngày làm việc ({special})")
WEEKLY_REST = _("nghỉ hằng tuần")
DAY_OFF = "{special}"
CALENDAR_DAY = _("tính theo ngày")
CALENDAR_WEEKLY_REST = _("nghỉ hằng tuần, vẫn tính vì thời hạn theo ngày")
CALENDAR_DAY_OFF = _("{special}, vẫn tính vì thời hạn theo ngày")
MOVED_TO = _("ngày làm việc đầu tiên sau ngày nghỉ")
REST_OF_DAY = _("phần còn lại của ngày cuối")
STOOD = _("đồng hồ dừng")
RECEIVED_LATER = _("nhận ngoài giờ làm việc, tính là nhận {day}")
HOURS = _("tính {hours} giờ")
HOURS_AND_MINUTES = _("tính {hours} giờ {minutes} phút")
MINUTES = _("tính {minutes} phút")
NO_HOURS = _("không còn giờ làm việc")

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
_NEXT = timedelta(days=1)
_NO_FACTS: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Day:
    """One line of a derivation. `template` and `facts` let pages say the reason in another language."""

    date: date
    counted: bool
    template: str
    facts: Mapping[str, object] = field(default_factory=lambda: _NO_FACTS)
    minutes: int | None = None  # working minutes counted, where hours are counted
    _json: list[str] = field(default_factory=list, compare=False, repr=False)  # written once, for lines in many answers

    @property
    def reason(self) -> str:
        """Return the reason in Vietnamese."""
        return self.template.format(**self.facts) if self.facts else self.template

    def as_json(self) -> dict[str, object]:
        """Return the line as the public contract has it."""
        line: dict[str, object] = {"date": self.date.isoformat(), "counted": self.counted, "reason": self.reason}
        return line if self.minutes is None else line | {"minutes": self.minutes}

    def as_json_text(self) -> str:
        """Return `as_json` as text."""
        if not self._json:
            self._json.append(_ENCODE(self.as_json()))
        return self._json[0]


def of_dates(received_at: datetime, legs: Iterable[DateLeg], calendar: WorkingCalendar) -> list[Day]:
    """Explain a due date counted by date; `received_at` is in Vietnamese time."""
    lines: list[Day] = []
    for number, leg in enumerate(legs):
        if number == 0 and leg.begins != received_at.date():
            lines.append(_received_later(received_at.date(), leg.begins))
        if leg.stood:
            lines += (_working_days if leg.segment.unit == Unit.WORKING_DAYS else _calendar_days)(leg, calendar)
        elif leg.segment.unit == Unit.WORKING_DAYS:
            lines += _lines_of(calendar).working_days(leg.begins, leg.ends)
        else:
            last = leg.begins + timedelta(days=leg.counted)
            lines += _lines_of(calendar).solar_days(leg.begins, last)
            lines += [_moved_over(day, calendar) for day in _days(last, leg.ends)]
    return lines


def of_hours(received_at: datetime, legs: Iterable[HourLeg], calendar: WorkingCalendar) -> list[Day]:
    """Explain a due date counted by hours; `received_at` is in Vietnamese time."""
    lines: list[Day] = []
    for number, leg in enumerate(legs):
        if number == 0 and leg.begins.date() != received_at.date():
            lines.append(_received_later(received_at.date(), leg.begins.date()))
        lines += (_working_minutes if leg.segment.unit.is_working else _clock_days)(leg, calendar)
    return lines


def spoken(day: date) -> str:
    """Return a day as people say it: "thứ Hai 22/06/2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day:02}/{day.month:02}/{day.year}"


class _Lines:
    """Every line that an undisturbed count may need, written once per calendar: an explanation is then a slice."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self._first = calendar.first_day.toordinal()
        self._working: list[Day] = []
        self._up_to = [0]  # day number → how many lines there are before the day after it
        self._solar: list[Day] = []
        for day in _days(calendar.first_day - _NEXT, calendar.last_day):
            self._working += _working_day(day, calendar)
            self._up_to.append(len(self._working))
            self._solar.append(_solar_day(day, calendar))

    def working_days(self, after: date, through: date) -> list[Day]:
        return self._working[
            self._up_to[after.toordinal() - self._first + 1] : self._up_to[through.toordinal() - self._first + 1]
        ]

    def solar_days(self, after: date, through: date) -> list[Day]:
        return self._solar[after.toordinal() - self._first + 1 : through.toordinal() - self._first + 1]


@lru_cache(maxsize=32)
def _lines_of(calendar: WorkingCalendar) -> _Lines:
    return _Lines(calendar)


def _working_day(day: date, calendar: WorkingCalendar) -> list[Day]:
    """Return the line of a day where working days are counted: none for the weekend, which says nothing."""
    special = calendar.special.get(day)
    if calendar.is_working_day(day):
        return [Day(day, True, MADE_UP, {"special": special.reason}) if special else Day(day, True, WORKED)]
    if special and day.weekday() in calendar.weekly:
        return [Day(day, False, DAY_OFF, {"special": special.reason})]
    return []


def _solar_day(day: date, calendar: WorkingCalendar) -> Day:
    special = calendar.special.get(day)
    if special and special.kind != DayKind.MAKE_UP:
        return Day(day, True, CALENDAR_DAY_OFF, {"special": special.reason})
    return Day(day, True, CALENDAR_DAY if calendar.is_working_day(day) else CALENDAR_WEEKLY_REST)


def _working_days(leg: DateLeg, calendar: WorkingCalendar) -> Iterator[Day]:
    for day in _days(leg.begins, leg.ends):
        if _stands(day, leg) and calendar.is_working_day(day):
            yield Day(day, False, STOOD)
        else:
            yield from _working_day(day, calendar)


def _calendar_days(leg: DateLeg, calendar: WorkingCalendar) -> Iterator[Day]:
    left = leg.counted
    for day in _days(leg.begins, leg.ends):
        if _stands(day, leg):
            yield Day(day, False, STOOD)
        elif left:
            left -= 1
            yield _solar_day(day, calendar)
        else:
            yield _moved_over(day, calendar)


def _working_minutes(leg: HourLeg, calendar: WorkingCalendar) -> Iterator[Day]:
    for day in _days(leg.begins.date() - _NEXT, leg.ends.date()):
        if not calendar.is_working_day(day):
            yield from _working_day(day, calendar)
            continue
        start, end = max(leg.begins, calendar.opening_of(day)), min(leg.ends, calendar.closing_of(day))
        minutes = calendar.between(start, end) - sum(
            max(calendar.between(max(stop.start, start), min(stop.end, end)), 0) for stop in leg.stood
        )
        yield _minutes(day, minutes, is_stopped=any(stop.start.date() <= day <= stop.end.date() for stop in leg.stood))


def _clock_days(leg: HourLeg, calendar: WorkingCalendar) -> Iterator[Day]:
    stood = tuple((stop.start.date(), stop.end.date()) for stop in leg.stood)
    return _calendar_days(DateLeg(leg.segment, leg.begins.date(), leg.ends.date(), leg.counted, stood), calendar)


def _moved_over(day: date, calendar: WorkingCalendar) -> Day:
    if calendar.is_working_day(day):
        return Day(day, False, REST_OF_DAY if calendar.is_working_day(day - _NEXT) else MOVED_TO)
    special = calendar.special.get(day)
    return Day(day, False, DAY_OFF, {"special": special.reason}) if special else Day(day, False, WEEKLY_REST)


@lru_cache(maxsize=8192)
def _received_later(day: date, taken_for: date) -> Day:
    return Day(day, False, RECEIVED_LATER, {"day": spoken(taken_for)})


@lru_cache(maxsize=8192)
def _minutes(day: date, minutes: int, *, is_stopped: bool) -> Day:
    if minutes == 0:
        return Day(day, False, STOOD if is_stopped else NO_HOURS, minutes=0)
    hours, rest = divmod(minutes, 60)
    template = (HOURS_AND_MINUTES if rest else HOURS) if hours else MINUTES
    return Day(day, True, template, {"hours": hours, "minutes": rest}, minutes)


def _stands(day: date, leg: DateLeg) -> bool:
    return any(stopped_on < day <= resumed_on for stopped_on, resumed_on in leg.stood)


def _days(after: date, through: date) -> Iterator[date]:
    return map(date.fromordinal, range(after.toordinal() + 1, through.toordinal() + 1))
