"""When an office is open, in words: always, and just now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.lib import vietnamese
from motcua.working_time.calendar import CalendarEnds, Session, WorkingCalendar

_MONDAY = datetime(2018, 1, 1)  # any Monday: only its weekday is asked for


@dataclass(frozen=True)
class OpenNow:
    is_open: bool
    words: str


def hours_words(calendar: WorkingCalendar) -> list[str]:
    """Return a line for each stretch of weekdays with the same hours: "thứ Hai – thứ Sáu, 7:00 – 11:00 và …"."""
    return [f"{_weekdays(days)}, {_sessions(sessions)}" for days, sessions in _stretches(calendar)]


def open_now(calendar: WorkingCalendar, *, at: datetime) -> OpenNow | None:
    """Return whether the office is open and until when, or when it opens next; None beyond the calendar's years."""
    try:
        for opens, closes in calendar.sessions_on(at.date()):
            if at.time() < opens:
                return OpenNow(False, _("Mở cửa lúc %(time)s") % {"time": _clock(opens)})
            if at.time() < closes:
                return OpenNow(True, _("Đang mở cửa, tới %(time)s") % {"time": _clock(closes)})
        day = calendar.next_working_day(at.date())
        opens = calendar.sessions_on(day)[0].opens
    except CalendarEnds:
        return None
    words = {"time": _clock(opens), "day": vietnamese.day(day, get_language() or "vi", year=False)}
    return OpenNow(False, _("Mở cửa lại %(time)s %(day)s") % words)


def _stretches(calendar: WorkingCalendar) -> Iterator[tuple[list[int], Sequence[Session]]]:
    days: list[int] = []
    before: Sequence[Session] = ()
    for weekday, sessions in calendar.weekly.items():
        if days and (sessions != before or weekday != days[-1] + 1):
            yield days, before
            days = []
        days.append(weekday)
        before = sessions
    if days:
        yield days, before


def _weekdays(days: Sequence[int]) -> str:
    names = [vietnamese.weekday(_MONDAY.replace(day=1 + weekday), get_language() or "vi") for weekday in days]
    return names[0] if len(names) == 1 else f"{names[0]} – {names[-1]}"


def _sessions(sessions: Sequence[Session]) -> str:
    return _(" và ").join(f"{_clock(opens)} – {_clock(closes)}" for opens, closes in sessions)


def _clock(moment: time) -> str:
    return f"{moment.hour}:{moment.minute:02}"
