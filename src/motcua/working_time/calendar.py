"""When the office works: one value, built once from weekly hours and dated exceptions, asked millions of times.

Everything is looked up in tables made beforehand. Days are numbered from the first day covered; working days have a
second number of their own, so that "the fifth working day after" is one addition. Outside the years it covers a
calendar refuses to answer: a year whose holidays nobody has entered is not a year without holidays.

Time is counted in whole minutes; seconds of a moment are cut off, as a receipt prints none.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from typing import ClassVar, NamedTuple
from zoneinfo import ZoneInfo

from motcua.law.refusals import Refusal
from motcua.law.refusals import gettext_noop as _

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = (
    _("thứ Hai"),
    _("thứ Ba"),
    _("thứ Tư"),
    _("thứ Năm"),
    _("thứ Sáu"),
    _("thứ Bảy"),
    _("Chủ nhật"),
)


_Date = date  # for classes with a field called `date`


class DayKind(StrEnum):
    """Why a date differs from its weekday: three kinds of day off, and the Saturday worked instead."""

    HOLIDAY = "holiday"
    COMPENSATORY = "compensatory"
    SWAP_OFF = "swap_off"
    MAKE_UP = "make_up"


class Session(NamedTuple):
    """One sitting of the office, from `opens` to `closes` of one day."""

    opens: time
    closes: time


class SpecialDay(NamedTuple):
    """One dated exception. A make-up day works the hours of the day it makes up for, unless `sessions` says others."""

    date: date
    kind: DayKind
    reason: str
    legal_basis: str = ""
    is_estimate: bool = False
    makes_up_for: _Date | None = None
    sessions: tuple[Session, ...] = ()


class CalendarEnds(Refusal):
    """A moment, or a result, outside the years that the calendar covers."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "outside": _(
            "Lịch làm việc chỉ có từ {first} đến {last}. "
            "Ngày cần tính nằm ngoài khoảng đó: hãy kiểm lại ngày, hoặc nhập lịch nghỉ của năm còn thiếu."
        ),
    }


class ImpossibleCalendar(Refusal):
    """Weekly hours or exceptions that contradict each other."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "session": _(
            "Buổi {opens}–{closes} ({where}) không xếp được. Giờ mở phải trước giờ đóng, các buổi không chồng nhau."
        ),
        "twice": _("Ngày {day} được khai hai lần. Hãy giữ một dòng."),
        "years": _("Ngày {day} nằm ngoài các năm {first}–{last} của lịch. Hãy mở thêm năm trước."),
        "make_up": _("Ngày làm bù {day} chưa có giờ làm. Hãy ghi làm bù cho ngày nào, hoặc ghi giờ làm."),
        "idle": _("Lịch chưa có ngày làm việc nào trong tuần. Hãy khai giờ làm ít nhất một ngày."),
    }


Sittings = tuple[tuple[int, int], ...]  # minutes of the day: ((420, 660), (780, 1020))


class WorkingCalendar:
    """The working time of one office over whole years. Never changes; an edit makes another one.

    `version` is a digest of all that answers depend on: the same hours, days and reasons give the same version, in
    this file's own data and in the database alike.
    """

    def __init__(
        self,
        *,
        weekly: Mapping[int, Sequence[Session]],
        days: Iterable[SpecialDay] = (),
        years: tuple[int, int],
        name: str = "",
    ) -> None:
        """Build the tables. `weekly` is keyed by weekday (Monday 0). :raises ImpossibleCalendar: see its sentences"""
        self.name = name
        self.first_day, self.last_day = date(years[0], 1, 1), date(years[1], 12, 31)
        self.weekly = {weekday: tuple(sessions) for weekday, sessions in sorted(weekly.items()) if sessions}
        for weekday, sessions in self.weekly.items():
            _check(sessions, WEEKDAYS[weekday])
        if not self.weekly:
            raise ImpossibleCalendar("idle")
        self.special = self._checked(days)
        self.version = self._digest()
        #: How long "one working day" is in minutes: a full week's hours spread over its working days. Not a constant:
        #: an office of seven hours has days of seven hours, or five days would drift by five hours.
        self.minutes_per_day = _minutes_per_day(self.weekly)
        self._first_ordinal = self.first_day.toordinal()
        self._fill_tables()

    def _checked(self, days: Iterable[SpecialDay]) -> dict[date, SpecialDay]:
        special: dict[date, SpecialDay] = {}
        for day in sorted(days, key=lambda day: day.date):
            if day.date in special:
                raise ImpossibleCalendar("twice", day=f"{day.date:%d/%m/%Y}")
            if not self.first_day <= day.date <= self.last_day:
                raise ImpossibleCalendar(
                    "years", day=f"{day.date:%d/%m/%Y}", first=self.first_day.year, last=self.last_day.year
                )
            if day.kind == DayKind.MAKE_UP and not (day.sessions or day.makes_up_for):
                raise ImpossibleCalendar("make_up", day=f"{day.date:%d/%m/%Y}")
            _check(day.sessions, f"{day.date:%d/%m/%Y}")
            special[day.date] = day
        return special

    def _digest(self) -> str:
        facts = repr((self.first_day, self.last_day, self.weekly, [tuple(map(str, d)) for d in self.special.values()]))
        digest = hashlib.blake2b(facts.encode(), digest_size=4).hexdigest()
        return f"{self.first_day.year}-{self.last_day.year}-{digest}"

    def _fill_tables(self) -> None:
        self._next_working: list[int] = []  # day number → number of the first working day on or after it
        self._days: list[int] = []  # working day number → its ordinal
        self._sittings: list[Sittings] = []  # working day number → its sessions
        self._closings: list[datetime] = []  # working day number → when its last session ends
        self._minutes_before: list[int] = [0]  # working day number → working minutes of all days before
        for ordinal in range(self._first_ordinal, self.last_day.toordinal() + 1):
            self._next_working.append(len(self._days))
            day = date.fromordinal(ordinal)
            sittings = _sittings(self._sessions(day))
            if sittings:
                self._days.append(ordinal)
                self._sittings.append(sittings)
                self._closings.append(_moment(day, sittings[-1][1]))
                self._minutes_before.append(self._minutes_before[-1] + sum(end - start for start, end in sittings))

    def _sessions(self, day: date) -> tuple[Session, ...]:
        special = self.special.get(day)
        usual = self.weekly.get(day.weekday(), ())
        if special is None:
            return usual
        if special.kind != DayKind.MAKE_UP:
            return ()
        made_up = self.weekly.get(special.makes_up_for.weekday(), ()) if special.makes_up_for else ()
        return special.sessions or made_up or usual

    # What a day is

    def is_working_day(self, day: date) -> bool:
        """Tell whether the office works on this day. :raises CalendarEnds: outside the years covered"""
        number = self._next_working[self._day_number(day)]
        return number < len(self._days) and self._days[number] == day.toordinal()

    def sessions_on(self, day: date) -> tuple[Session, ...]:
        """Return the sessions of this day, none on a day off. :raises CalendarEnds: outside the years covered"""
        self._day_number(day)
        return self._sessions(day)

    def next_working_day(self, day: date) -> date:
        """Return the first working day after this day. :raises CalendarEnds: outside the years covered"""
        return self.working_day_after(day, 1)

    def working_day_on_or_after(self, day: date) -> date:
        """Return this day if the office works, else the next day it does (BLDS 2015 art. 148.5)."""
        number = self._next_working[self._day_number(day)]
        if number == len(self._days):
            raise self._ends()
        return date.fromordinal(self._days[number])

    def working_day_after(self, day: date, count: int) -> date:
        """Return the `count`-th working day after this day; a negative count goes back from it."""
        number = self._next_working[self._day_number(day)]
        if count > 0 and not self.is_working_day(day):
            number -= 1
        if not 0 <= number + count < len(self._days):
            raise self._ends()
        return date.fromordinal(self._days[number + count])

    def working_days_between(self, first: date, last: date) -> int:
        """Return how many working days there are after `first`, up to and with `last`; negative when it is earlier."""
        return self._worked_through(last) - self._worked_through(first)

    def _worked_through(self, day: date) -> int:
        return self._next_working[self._day_number(day)] + self.is_working_day(day)

    def opening_of(self, day: date) -> datetime:
        """Return when the office opens on this working day. :raises CalendarEnds: it is none, or not covered"""
        return _moment(day, self._sittings[self._number_of(day)][0][0])

    def closing_of(self, day: date) -> datetime:
        """Return when the last session of this working day ends. :raises CalendarEnds: it is none, or not covered"""
        return self._closings[self._number_of(day)]

    def _number_of(self, day: date) -> int:
        if not self.is_working_day(day):
            raise ValueError(f"{day} is not a working day")
        return self._next_working[self._day_number(day)]

    # Whole working days, fast

    def received_on(self, moment: datetime) -> date:
        """Return the working day this moment counts for: after closing or on a day off, the next one (law.md §5.3)."""
        number = self._received_number(moment)
        if number == len(self._days):
            raise self._ends()
        return date.fromordinal(self._days[number])

    def closing_after(self, moment: datetime, days: int) -> datetime:
        """Return the closing of the `days`-th working day after the one this moment counts for: the date method.

        The way every promise is made, so it costs three look-ups and no more.
        """
        number = self._received_number(moment) + days
        if number >= len(self._closings):
            raise self._ends()
        return self._closings[number]

    def closing_days_after(self, moment: datetime, days: int) -> datetime:
        """Return the closing of the first working day `days` days of the solar calendar or more after reception."""
        try:
            day = self._days[self._received_number(moment)] - self._first_ordinal + days
            return self._closings[self._next_working[day]]
        except IndexError:
            raise self._ends() from None

    def _received_number(self, moment: datetime) -> int:
        if moment.tzinfo is not VIETNAM:
            moment = in_vietnam(moment)
        day = moment.toordinal() - self._first_ordinal
        if day < 0:  # a negative index would quietly count from the other end
            raise self._ends()
        try:
            number = self._next_working[day]
            return number + 1 if moment > self._closings[number] else number
        except IndexError:
            raise self._ends() from None

    # Working minutes

    def add_working(self, start: datetime, minutes: int) -> datetime:
        """Return the moment when so many working minutes have passed since `start`.

        Exactly at the end of a session the answer is that end, not the next opening; for 0 minutes it is `start`
        itself, or the next opening when the office is closed then.

        :raises CalendarEnds: `start` or the answer is outside the years covered
        """
        if minutes < 0:
            raise ValueError(f"working minutes cannot be negative: {minutes}")
        start = in_vietnam(start)
        if minutes == 0:
            return self._open_from(start)
        target = self._elapsed(start) + minutes
        number = bisect_left(self._minutes_before, target) - 1
        if number >= len(self._days):
            raise self._ends()
        left = target - self._minutes_before[number]
        for opens, closes in self._sittings[number]:
            if left <= closes - opens:
                return _moment(date.fromordinal(self._days[number]), opens + left)
            left -= closes - opens
        raise AssertionError("the minutes of a day are the sum of its sessions")

    def between(self, start: datetime, end: datetime) -> int:
        """Return the working minutes from `start` to `end`; negative when `end` is earlier."""
        return self._elapsed(in_vietnam(end)) - self._elapsed(in_vietnam(start))

    def _elapsed(self, moment: datetime) -> int:
        number = self._next_working[self._day_number(moment)]
        if number == len(self._days) or self._days[number] != moment.toordinal():
            return self._minutes_before[number]
        minute, elapsed = moment.hour * 60 + moment.minute, self._minutes_before[number]
        for opens, closes in self._sittings[number]:
            if minute <= opens:
                break
            elapsed += min(minute, closes) - opens
        return elapsed

    def _open_from(self, moment: datetime) -> datetime:
        day = moment.date()
        number = self._next_working[self._day_number(day)]
        if number < len(self._days) and self._days[number] == day.toordinal():
            minute = moment.hour * 60 + moment.minute
            for opens, closes in self._sittings[number]:
                if minute <= closes:
                    return _moment(day, max(minute, opens))
            number += 1
        if number == len(self._days):
            raise self._ends()
        return _moment(date.fromordinal(self._days[number]), self._sittings[number][0][0])

    # The edge of the known world

    def _day_number(self, day: date) -> int:
        number = day.toordinal() - self._first_ordinal
        if not 0 <= number < len(self._next_working):
            raise self._ends()
        return number

    def _ends(self) -> CalendarEnds:
        return CalendarEnds("outside", first=f"{self.first_day:%d/%m/%Y}", last=f"{self.last_day:%d/%m/%Y}")

    def __repr__(self) -> str:
        return f"<WorkingCalendar {self.name or 'unnamed'} {self.version}>"


def in_vietnam(moment: datetime) -> datetime:
    """Return the moment on Vietnamese clocks. :raises ValueError: it has no time zone, so nobody knows when it is"""
    if moment.tzinfo is VIETNAM:
        return moment
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(VIETNAM)


def _sittings(sessions: Iterable[Session]) -> Sittings:
    return tuple((_minute(opens), _minute(closes)) for opens, closes in sessions)


def _minutes_per_day(weekly: Mapping[int, Sequence[Session]]) -> int:
    week = [sum(closes - opens for opens, closes in _sittings(sessions)) for sessions in weekly.values()]
    return round(sum(week) / len(week))


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _moment(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=VIETNAM)


def _check(sessions: Sequence[Session], where: str) -> None:
    before = time.min
    for opens, closes in sessions:
        if not before <= opens < closes:
            raise ImpossibleCalendar("session", opens=f"{opens:%H:%M}", closes=f"{closes:%H:%M}", where=where)
        before = closes
