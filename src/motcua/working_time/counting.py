"""How a limit is counted, segment by segment, with the clock stopped in between (law.md §5.3).

Two methods. *By date*, as the Civil Code does: whole days, the day something happens is not counted, the last day ends
at closing. *By hours*, as internal steps need: working minutes from the very moment on.

Segments follow one another: each begins where the one before it ended, so a limit of two segments is the same as two
limits in a row. A segment of days or months that ends on a day off ends on the next working day, also when another
segment follows it.

A stop gives back the time that was left when it began:

* by hours, exactly the working minutes left;
* by date, the days left after the day of the stop. The day of the stop is counted and the day of resuming is not, just
  as the day of reception is not; each moves to the next working day when it lies after closing or on a day off. So a
  stop that begins and ends on one day changes nothing, and stops that touch are one stop.

A stop that begins when the time is already up changes nothing: what was late stays late.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from motcua.working_time.calendar import WorkingCalendar
from motcua.working_time.limits import Segment, Unit


class Stop(NamedTuple):
    """While the clock stood: waiting for a supplement, for a payment."""

    start: datetime
    end: datetime


class DateLeg(NamedTuple):
    """One segment counted by date, from the day that is not counted to the last one."""

    segment: Segment
    begins: date
    ends: date
    counted: int  # days that count: working days, or days of the solar calendar
    stood: tuple[tuple[date, date], ...]  # (day of the stop, day of resuming): the days after the first do not count


class HourLeg(NamedTuple):
    """One segment counted from moment to moment."""

    segment: Segment
    begins: datetime
    ends: datetime
    counted: int  # working minutes, or days of the solar calendar
    stood: tuple[Stop, ...]


def by_date(
    begins: date, segments: Sequence[Segment], stops: Sequence[Stop], calendar: WorkingCalendar
) -> Iterator[DateLeg]:
    """Count whole days. `stops` are in order and apart. :raises CalendarEnds: beyond the years covered"""
    waiting = list(stops)
    for segment in segments:
        count = _working_days if segment.unit == Unit.WORKING_DAYS else _calendar_days
        leg = count(segment, begins, waiting, calendar)
        yield leg
        begins, waiting = leg.ends, waiting[len(leg.stood) :]


def by_hours(
    begins: datetime, segments: Sequence[Segment], stops: Sequence[Stop], calendar: WorkingCalendar
) -> Iterator[HourLeg]:
    """Count from moment to moment. `stops` are in order and apart. :raises CalendarEnds: beyond the years covered"""
    waiting = list(stops)
    begins = calendar.add_working(begins, 0)
    for segment in segments:
        count = _working_minutes if segment.unit.is_working else _clock_days
        leg = count(segment, begins, waiting, calendar)
        yield leg
        begins, waiting = leg.ends, waiting[len(leg.stood) :]


def minutes_of(segment: Segment, calendar: WorkingCalendar) -> int:
    """Return a working segment in minutes, a started minute as a whole one; a day is as long as the office's is."""
    per_unit = 60 if segment.unit == Unit.WORKING_HOURS else calendar.minutes_per_day
    return int((segment.value * Decimal(per_unit)).to_integral_value(ROUND_CEILING))


def _working_days(segment: Segment, begins: date, stops: Sequence[Stop], calendar: WorkingCalendar) -> DateLeg:
    counted = int(segment.value)
    ends = calendar.working_day_after(begins, counted)
    stood = []
    for stop in stops:
        if calendar.closing_of(ends) <= stop.start:
            break
        stopped_on, resumed_on = calendar.received_on(stop.start), calendar.received_on(stop.end)
        left = calendar.working_days_between(stopped_on, ends)
        ends = calendar.working_day_after(resumed_on, left)
        stood.append((stopped_on, resumed_on))
    return DateLeg(segment, begins, ends, counted, tuple(stood))


def _calendar_days(segment: Segment, begins: date, stops: Sequence[Stop], calendar: WorkingCalendar) -> DateLeg:
    last = _later(begins, segment)
    counted = (last - begins).days
    ends = calendar.working_day_on_or_after(last)
    stood = []
    for stop in stops:
        if calendar.closing_of(ends) <= stop.start:
            break
        stopped_on, resumed_on = calendar.received_on(stop.start), calendar.received_on(stop.end)
        # Nothing is left when the last day itself is over and only the move to a working day was awaited.
        last = resumed_on + max(last - stopped_on, timedelta())
        ends = calendar.working_day_on_or_after(last)
        stood.append((stopped_on, resumed_on))
    return DateLeg(segment, begins, ends, counted, tuple(stood))


def _working_minutes(segment: Segment, begins: datetime, stops: Sequence[Stop], calendar: WorkingCalendar) -> HourLeg:
    counted = minutes_of(segment, calendar)
    ends = calendar.add_working(begins, counted)
    stood = []
    for stop in stops:
        if ends <= stop.start:
            break
        ends = calendar.add_working(stop.end, calendar.between(stop.start, ends))
        stood.append(stop)
    return HourLeg(segment, begins, ends, counted, tuple(stood))


def _clock_days(segment: Segment, begins: datetime, stops: Sequence[Stop], calendar: WorkingCalendar) -> HourLeg:
    """Days and months beside hours keep the clock time (a day is 24 hours, BLDS 2015 art. 146.1), then move to work."""
    last = datetime.combine(_later(begins.date(), segment), begins.timetz())
    counted = (last - begins).days
    ends = calendar.add_working(last, 0)
    stood = []
    for stop in stops:
        if ends <= stop.start:
            break
        last = stop.end + max(last - stop.start, timedelta())
        ends = calendar.add_working(last, 0)
        stood.append(stop)
    return HourLeg(segment, begins, ends, counted, tuple(stood))


def _later(day: date, segment: Segment) -> date:
    number = int(segment.value)
    if segment.unit == Unit.DAYS:
        return day + timedelta(days=number)
    return _months_later(day, number)


def _months_later(day: date, months: int) -> date:
    """Return the corresponding day, or the last of the month when it has none (BLDS 2015 art. 148.3)."""
    month = day.year * 12 + day.month - 1 + months
    first = date(month // 12, month % 12 + 1, 1)
    following = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))
