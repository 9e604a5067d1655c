"""When a dossier and each of its steps is due. Values in, values out; the arithmetic is motcua.working_time's."""

from datetime import datetime

from motcua.law.rule_sets import RuleSet
from motcua.working_time import due_dates, limits
from motcua.working_time.calendar import WorkingCalendar
from motcua.working_time.due_dates import DueDate
from motcua.working_time.terms import same_day_due_at


def promised(
    *, received_at: datetime, limit: str, rules: RuleSet, calendar: WorkingCalendar, same_day: bool = False
) -> DueDate:
    """Return the promise made at reception, with its derivation. :raises UnreadableLimit: the limit cannot be read

    :param same_day: the result is handed over the day it is asked for, after 15:00 the next working day; a limit that
        is up earlier still binds
    """
    due = due_dates.due(received_at, limits.parse(limit), rules=rules, calendar=calendar)
    if not same_day:
        return due
    return due._replace(due_at=min(due.due_at, same_day_due_at(received_at, rules=rules, calendar=calendar)))


def step_due_at(*, started_at: datetime, half_days: int, calendar: WorkingCalendar) -> datetime:
    """Return when a step of so many half working days ends, by the office's own hours (law.md §5.3 B)."""
    return calendar.add_working(started_at, half_days * calendar.minutes_per_day // 2)
