"""When a job is due: small values, no database, no clock.

Moments are counted in the zone of the moment asked about, which in this house is Asia/Ho_Chi_Minh.
A schedule has no beginning: whoever asks says since when.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Interval:
    """Due again and again after the same stretch of time, counted from midnight UTC."""

    length: timedelta

    def latest(self, until: datetime) -> datetime:
        """Return the last due moment that is not after `until`."""
        return (until - (until - _EPOCH) % self.length).astimezone(until.tzinfo)

    def due_between(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """Yield the due moments after `after` and not after `until`, earliest first."""
        moment = self.latest(after.astimezone(until.tzinfo)) + self.length
        while moment <= until:
            yield moment
            moment += self.length


@dataclass(frozen=True)
class TimeOfDay:
    """Due at a time of the day, on every day or on one day of the week (Monday is 0)."""

    at: time
    weekday: int | None = None

    def latest(self, until: datetime) -> datetime:
        """Return the last due moment that is not after `until`."""
        moment = datetime.combine(until.date(), self.at, until.tzinfo)
        if self.weekday is not None:
            moment -= timedelta(days=(moment.weekday() - self.weekday) % 7)
        return moment if moment <= until else moment - self._length

    def due_between(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """Yield the due moments after `after` and not after `until`, earliest first."""
        moment = self.latest(after.astimezone(until.tzinfo)) + self._length
        while moment <= until:
            yield moment
            moment += self._length

    @property
    def _length(self) -> timedelta:
        return timedelta(days=1 if self.weekday is None else 7)


Schedule = Interval | TimeOfDay


def every(*, minutes: int) -> Interval:
    """Due every so many minutes.

    :raises ValueError: for less than one minute: the worker does not look more often
    """
    if minutes < 1:
        raise ValueError(f"A job cannot run every {minutes} minutes.")
    return Interval(timedelta(minutes=minutes))


def daily(*, at: time) -> TimeOfDay:
    """Due every day at this time, days off included."""
    return TimeOfDay(at)


def weekly(weekday: int, *, at: time) -> TimeOfDay:
    """Due once a week, on this day (MONDAY …) at this time."""
    if weekday not in range(7):
        raise ValueError(f"There is no day {weekday} in the week: MONDAY is 0, SUNDAY is 6.")
    return TimeOfDay(at, weekday)
