"""Shorthand of these tests: moments and promises under the rules of their day."""

from datetime import datetime

from motcua.law import rule_sets
from motcua.working_time import due_dates, limits
from motcua.working_time.calendar import VIETNAM, WorkingCalendar
from motcua.working_time.due_dates import DueDate
from motcua.working_time.official_days import official_calendar

CALENDAR = official_calendar()


def at(text: str) -> datetime:
    """Return "2026-04-23 09:00" as a moment in Cà Mau."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def promise(
    received: str,
    limit: str,
    *,
    method: str | None = None,
    stopped: tuple[tuple[str, str], ...] = (),
    calendar: WorkingCalendar = CALENDAR,
) -> DueDate:
    """Return the due date of a dossier received at this moment, under the rules of that day."""
    return due_dates.due(
        at(received),
        limits.parse(limit),
        rules=rule_sets.in_force_on(at(received).date()),
        calendar=calendar,
        method=method,
        stopped=[(at(start), at(end)) for start, end in stopped],
    )
