"""Where a day begins and ends in Vietnam, so that moments can be asked for by days."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def start_of(day: date) -> datetime:
    """Return the first moment of this day."""
    return datetime.combine(day, time.min, _VIETNAM)


def end_of(day: date) -> datetime:
    """Return the first moment after this day."""
    return start_of(day + timedelta(days=1))
