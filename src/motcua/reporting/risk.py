"""Which promises are in danger, while something can still be done. Pure: values in, values out."""

from datetime import date, datetime
from typing import NamedTuple

from motcua.working_time.calendar import WorkingCalendar, in_vietnam

DAYS_AHEAD = 5
_HALF_DAY = 240  # working minutes (law.md §5.3 B)


class Ahead(NamedTuple):
    """The working days that are looked at: today first when the office works, five in all."""

    days: tuple[date, ...]
    tomorrow: date  # the next working day


def ahead(at: datetime, calendar: WorkingCalendar) -> Ahead:
    """Return the next five working days. :raises CalendarEnds: nobody has entered that year yet"""
    today = in_vietnam(at).date()
    first = calendar.working_day_on_or_after(today)
    days = (first, *(calendar.working_day_after(first, count) for count in range(1, DAYS_AHEAD)))
    return Ahead(days=days, tomorrow=calendar.next_working_day(today))


class Course(NamedTuple):
    """How far a running dossier is: what it was promised, where it stands, what is still to come."""

    due_at: datetime
    step_due_at: datetime | None  # when the step it stands at should end
    half_days_after: int  # the standard time of all steps after that one
    is_sent: bool  # sent for signature


def is_at_risk(course: Course, *, at: datetime, calendar: WorkingCalendar) -> bool:
    """Tell whether this dossier will be late if every remaining step takes its standard time.

    So it is, too, when it is due by the next working day and nobody has sent it for signature: no leader can sign what
    is not on the desk. The step under way counts with what is left of it, not whole, or every dossier on course would
    be called in danger shortly before a step ends.
    """
    if at > course.due_at:
        return True
    if not course.is_sent and in_vietnam(course.due_at).date() <= calendar.next_working_day(in_vietnam(at).date()):
        return True
    step_ends_at = max(at, course.step_due_at or at)
    return calendar.between(step_ends_at, course.due_at) < course.half_days_after * _HALF_DAY
