"""The same counting done the slow way: day by day and minute by minute, from the list of days and nothing else.

An oracle for the tables and the arithmetic of motcua.working_time; it shares no code with them but the data.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from motcua.working_time.calendar import VIETNAM, DayKind
from motcua.working_time.limits import Limit, Segment
from motcua.working_time.official_days import official_days

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
OFF = {day.date for day in official_days() if day.kind != DayKind.MAKE_UP}
WORKED_SATURDAYS = {day.date for day in official_days() if day.kind == DayKind.MAKE_UP}
CLOSING = time(17)

Stops = Sequence[tuple[datetime, datetime]]


def is_working_day(day: date) -> bool:
    return day in WORKED_SATURDAYS or (day.weekday() < 5 and day not in OFF)


def counts_for(moment: datetime) -> date:
    """Return the day a moment counts for: the next working day after closing or on a day off."""
    day = moment.date()
    if is_working_day(day) and moment.time() <= CLOSING:
        return day
    return next_working_day(day)


def next_working_day(day: date) -> date:
    day += DAY
    while not is_working_day(day):
        day += DAY
    return day


def closing(day: date) -> datetime:
    return datetime.combine(day, CLOSING, VIETNAM)


def due_by_date(received_at: datetime, limit: Limit, stops: Stops = ()) -> datetime:
    """Walk from the day of reception until every segment is used up."""
    day = counts_for(received_at)
    for segment in limit.segments:
        day = _walk_segment(day, segment, stops)
    return closing(day)


def _walk_segment(day: date, segment: Segment, stops: Stops) -> date:
    left = int(segment.value) if segment.unit != "months" else (_months_later(day, int(segment.value)) - day).days
    day = _resumed(day, stops, since=day, is_over=False)
    while left:
        day += DAY
        if segment.unit != "working_days" or is_working_day(day):
            left -= 1
        day = _resumed(day, stops, since=day, is_over=left == 0)
    while not is_working_day(day):
        day += DAY
        day = _resumed(day, stops, since=day, is_over=True)
    return day


def _resumed(day: date, stops: Stops, *, since: date, is_over: bool) -> date:
    """Jump to the day of resuming when the clock stopped on this day and the time was not up by then."""
    for start, end in sorted(stops):
        too_late = is_over and is_working_day(since) and closing(since) <= start
        if counts_for(start) <= day < counts_for(end) and not too_late:
            day = since = counts_for(end)
    return day


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def minutes_from(moment: datetime) -> Iterator[datetime]:
    """Yield the start of every working minute from this moment on."""
    moment = moment.replace(second=0, microsecond=0)
    while True:
        if is_working_day(moment.date()) and (7 <= moment.hour < 11 or 13 <= moment.hour < 17):
            yield moment
            moment += MINUTE
        elif is_working_day(moment.date()) and moment.hour < 17:
            moment = moment.replace(hour=7 if moment.hour < 7 else 13, minute=0)
        else:
            moment = (moment + DAY).replace(hour=7, minute=0)


def due_by_minutes(received_at: datetime, minutes: int, stops: Stops = ()) -> datetime:
    """Walk minute by minute; a minute in which the clock stood is not used up."""
    left = minutes
    for minute in minutes_from(received_at):
        if any(start <= minute < end for start, end in stops):
            continue
        left -= 1
        if left == 0:
            return minute + MINUTE
    raise AssertionError
